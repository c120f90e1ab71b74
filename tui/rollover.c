/* SPDX-License-Identifier: BSD-2-Clause */
/* rollover - from one key of a mail host to the next */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "tui/facts.h"
#include "tui/rollover.h"
#include "tui/words.h"

/* rollover_word - which key a record speaks of */
const char *rollover_word(const struct ds_host *host, const struct ds_tlsa_record *record)
{
	if (record->reason != DS_TLSA_USABLE)
		return "";
	if (record->nmatches)
		return record->usage == 2 ? _("issuer") : _("current key");
	for (size_t i = 0; i < host->tlsa.nrecords; i++)
		if (host->tlsa.records[i].nmatches)
			return _("next or former key");
	return "";
}

/* longest_ttl - for how long others may keep the records that stand now */
static uint32_t longest_ttl(const struct ds_host *host)
{
	uint32_t ttl = 0;

	for (size_t i = 0; i < host->tlsa.nrecords; i++)
		if (host->tlsa.records[i].ttl > ttl)
			ttl = host->tlsa.records[i].ttl;
	return ttl;
}

/* rollover_step - the next step, and from when it is safe */
const char *rollover_step(
    const struct ds_report *r, const struct ds_host *host, char *buf, size_t size)
{
	uint32_t ttl = longest_ttl(host);
	size_t current = 0, spare = 0, issuer = 0;
	char when[32], span[48];

	for (size_t i = 0; i < host->tlsa.nrecords; i++) {
		const struct ds_tlsa_record *record = &host->tlsa.records[i];

		if (record->reason != DS_TLSA_USABLE)
			continue;
		current += record->nmatches && record->usage == 3;
		issuer += record->nmatches && record->usage == 2;
		spare += !record->nmatches;
	}
	if (host->policy == DS_POL_DANE_FAILED) {
		words_moment(when, sizeof when, r->judged_at + ttl);
		snprintf(buf, size,
		    _("Once it is mended: others may keep the records that stand now for %s, so the "
		      "last of them see it at %s UTC if it is done now."),
		    words_span(span, sizeof span, ttl), when);
		return buf;
	}
	if (!current && !issuer)
		return NULL;
	words_moment(when, sizeof when, r->judged_at + 2 * (int64_t)ttl);
	words_span(span, sizeof span, 2 * (int64_t)ttl);
	if (spare)
		snprintf(buf, size,
		    _("A record for another key stands ready. If it is the next key: install it when "
		      "the record has stood for %s; had it been published just now, from %s UTC."),
		    span, when);
	else if (issuer)
		snprintf(buf, size, "%s",
		    _("Certificates may change at any time, as long as the same issuer signs them."));
	else
		snprintf(buf, size,
		    _("Before the next key: publish its record beside this one, and wait %s. Done "
		      "now, the new key is safe from %s UTC."),
		    span, when);
	return buf;
}

/* add_key - one more, unless its key is there already */
static size_t add_key(
    const struct ds_certificate *c, const struct ds_certificate **keys, size_t n, size_t most)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(keys[i]->spki_sha256, c->spki_sha256))
			return n;
	if (n < most)
		keys[n++] = c;
	return n;
}

/* rollover_keys - each key that the host shows */
size_t rollover_keys(const struct ds_host *host, const struct ds_certificate **keys, size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < host->nprobes; i++) {
		const struct ds_probe *p = host->probes[i];

		if (p->ncerts)
			n = add_key(p->certs[0], keys, n, most);
		for (size_t j = 0; j < p->nalternates; j++)
			if (p->alternates[j]->ncerts)
				n = add_key(p->alternates[j]->certs[0], keys, n, most);
	}
	return n;
}

/* rollover_named - is there a record for this very certificate? */
bool rollover_named(const struct ds_host *host, const struct ds_certificate *cert)
{
	for (size_t i = 0; i < host->tlsa.nrecords; i++) {
		const struct ds_tlsa_record *r = &host->tlsa.records[i];
		const char *seen = fact_subject(r, cert);

		if (r->usage == 3 && r->reason == DS_TLSA_USABLE && seen && !strcmp(seen, r->hex))
			return true;
	}
	return false;
}
