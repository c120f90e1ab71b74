/* SPDX-License-Identifier: BSD-2-Clause */
/* change_words - a change as a clause, in the user's language */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "core/survey/change.h"

#define PART 80 /* octets of a piece of a value */

/* What is so now, by a word of the contract. */
struct sentence {
	const char *word, *sentence;
};

static const struct sentence zone_is[] = {
	{ "secure", N_("%s can be proved") },
	{ "insecure", N_("%s is not signed") },
	{ "bogus", N_("the proof of %s fails") },
	{ NULL, N_("%s could not be looked up") },
};

static const struct sentence answer_is[] = {
	{ "secure", N_("the TLSA look-up at %s works") },
	{ "insecure", N_("the TLSA answer of %s is not signed") },
	{ "bogus", N_("the proof of the TLSA answer of %s fails") },
	{ NULL, N_("the TLSA look-up at %s fails") },
};

static const struct sentence host_is[] = {
	{ "dane-verified", N_("%s is verified") },
	{ "dane-failed", N_("senders that honour DANE refuse %s") },
	{ "encrypt-only", N_("%s can be encrypted to, but not verified") },
	{ "opportunistic", N_("DANE does not apply to %s") },
	{ "dns-failed", N_("the look-up of %s fails") },
	{ "no-address", N_("%s has no address") },
	{ "not-probed", N_("%s was not tried") },
	{ NULL, N_("%s did not answer") },
};

static const struct sentence mail_is[] = {
	{ "mx", N_("MX records of %s added") },
	{ "null", N_("%s now says that it takes no mail") },
	{ "implicit", N_("MX records removed: %s takes its mail itself") },
	{ "none", N_("MX records of %s removed") },
	{ NULL, N_("who takes the mail of %s could not be looked up") },
};

/* part - the n-th word of a value, in `out` of PART octets */
static const char *part(const char *value, int n, char *out)
{
	for (; n > 0; n--) {
		value += strcspn(value, " ");
		value += strspn(value, " ");
	}
	snprintf(out, PART, "%.*s", (int)strcspn(value, " "), value);
	return out;
}

/* host_of - the mail host that a TLSA name is about: without _25._tcp */
static const char *host_of(const char *name)
{
	for (int i = 0; i < 2 && name[0] == '_' && strchr(name, '.') != NULL; i++)
		name = strchr(name, '.') + 1;
	return name;
}

/* short_record - "3 1 1 8f3c2a11": enough to tell it from another */
static const char *short_record(const char *value, char *out)
{
	char w[4][PART];

	for (int i = 0; i < 4; i++)
		part(value, i, w[i]);
	snprintf(out, PART, "%.3s %.3s %.3s %.8s", w[0], w[1], w[2], w[3]);
	return out;
}

/* ds_text - the DS records at the parent */
static void ds_text(const struct change *c, char *buf, size_t size)
{
	char was[PART], is[PART];

	if (c->was == NULL)
		snprintf(
		    buf, size, _("DS record of %s added: key %s"), c->place, part(c->is, 0, is));
	else if (c->is == NULL)
		snprintf(buf, size, _("DS record of %s removed: key %s"), c->place,
		    part(c->was, 0, was));
	else if (strcmp(part(c->was, 0, was), part(c->is, 0, is)) == 0)
		snprintf(buf, size, _("DS record of %s changed: key %s"), c->place, is);
	else
		snprintf(buf, size, _("DS record of %s replaced: key %s instead of %s"), c->place,
		    is, was);
}

/* key_text - the keys of a zone */
static void key_text(const struct change *c, char *buf, size_t size)
{
	char was[PART], is[PART];

	if (c->was == NULL)
		snprintf(buf, size, _("key %s of %s added"), part(c->is, 0, is), c->place);
	else if (c->is == NULL)
		snprintf(buf, size, _("key %s of %s removed"), part(c->was, 0, was), c->place);
	else
		snprintf(buf, size, _("key of %s replaced: %s instead of %s"), c->place,
		    part(c->is, 0, is), part(c->was, 0, was));
}

/* mx_text - one mail host of the domain */
static void mx_text(const struct change *c, char *buf, size_t size)
{
	if (c->was == NULL)
		snprintf(buf, size, _("mail host %s added"), c->place);
	else if (c->is == NULL)
		snprintf(buf, size, _("mail host %s removed"), c->place);
	else
		snprintf(buf, size, _("mail host %s: preference %s instead of %s"), c->place, c->is,
		    c->was);
}

/* address_text - where a mail host is */
static void address_text(const struct change *c, char *buf, size_t size)
{
	if (c->was == NULL)
		snprintf(buf, size, _("address %s of %s added"), c->is, c->place);
	else if (c->is == NULL)
		snprintf(buf, size, _("address %s of %s removed"), c->was, c->place);
	else
		snprintf(buf, size, _("%s moved: %s instead of %s"), c->place, c->is, c->was);
}

/* tlsa_text - the TLSA records of a mail host */
static void tlsa_text(const struct change *c, char *buf, size_t size)
{
	char was[PART], is[PART];
	const char *host = host_of(c->place);

	if (c->was == NULL)
		snprintf(
		    buf, size, _("TLSA record of %s added: %s"), host, short_record(c->is, is));
	else if (c->is == NULL)
		snprintf(
		    buf, size, _("TLSA record of %s removed: %s"), host, short_record(c->was, was));
	else
		snprintf(buf, size, _("TLSA record of %s replaced: %s instead of %s"), host,
		    short_record(c->is, is), short_record(c->was, was));
}

/* cert_text - the certificate that a mail host shows */
static void cert_text(const struct change *c, char *buf, size_t size)
{
	char was[PART], is[PART];
	bool same = c->was != NULL && c->is != NULL &&
		    strcmp(part(c->was, 0, was), part(c->is, 0, is)) == 0;

	snprintf(buf, size,
	    c->alone ? _("new key at %s, TLSA records unchanged")
	    : same   ? _("certificate of %s renewed, same key")
		     : _("certificate of %s renewed, new key"),
	    c->place);
}

/* sentence_for - the one for a word of the contract; the last one, which has no word, for all others */
static const char *sentence_for(const struct sentence *s, const char *word)
{
	while (s->word != NULL && (word == NULL || strcmp(s->word, word) != 0))
		s++;
	return _(s->sentence);
}

/* fill - a sentence with its place; the format of a table is none that the compiler could check */
static void fill(char *buf, size_t size, const char *sentence, const char *place)
{
	const char *hole = strstr(sentence, "%s");

	if (hole != NULL)
		snprintf(buf, size, "%.*s%s%s", (int)(hole - sentence), sentence, place, hole + 2);
}

/* finding_text - a fault that came or went */
static void finding_text(const struct change *c, char *buf, size_t size)
{
	const struct ds_catalogue_entry *entry = NULL;
	char code[PART];
	const char *title;

	part(c->is != NULL ? c->is : c->was, 0, code);
	for (int i = 0; ds_catalogue(i) != NULL && entry == NULL; i++)
		if (strcmp(ds_catalogue(i)->code, code) == 0)
			entry = ds_catalogue(i);
	title = entry != NULL ? _(entry->title) : code;
	if (c->is != NULL)
		snprintf(buf, size, "%s (%s)", title, c->place);
	else
		snprintf(buf, size, _("over: %s (%s)"), title, c->place);
}

/* change_text - a change in one clause */
const char *change_text(const struct change *c, char *buf, size_t size)
{
	buf[0] = '\0';
	switch (c->kind) {
	case SEEN_DS: ds_text(c, buf, size); break;
	case SEEN_KEY: key_text(c, buf, size); break;
	case SEEN_MAIL: fill(buf, size, sentence_for(mail_is, c->is), c->place); break;
	case SEEN_MX: mx_text(c, buf, size); break;
	case SEEN_ADDRESS: address_text(c, buf, size); break;
	case SEEN_TLSA: tlsa_text(c, buf, size); break;
	case SEEN_CERT: cert_text(c, buf, size); break;
	case SEEN_ZONE: fill(buf, size, sentence_for(zone_is, c->is), c->place); break;
	case SEEN_ANSWER: fill(buf, size, sentence_for(answer_is, c->is), host_of(c->place)); break;
	case SEEN_HOST: fill(buf, size, sentence_for(host_is, c->is), c->place); break;
	case SEEN_ERROR:
	case SEEN_WARNING: finding_text(c, buf, size); break;
	case SEEN_KINDS: break;
	}
	return buf;
}
