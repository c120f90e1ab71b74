/* SPDX-License-Identifier: BSD-2-Clause */
/* publish_zone - reads TLSA records in zone-file form */
#include "core/dane/publish_zone.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/base/i18n.h"
#include "core/base/number.h"
#include "core/base/text.h"

#define WORDS_MAX   512 /* of one record; a certificate in full is often broken into pieces of 32 */
#define DEFAULT_TTL 3600
#define TTL_MAX     2147483647u /* RFC 2181 section 8 */

/* A word of the text: it is not copied. */
struct word {
	const char *text;
	size_t len;
};

struct reader {
	const char *at, *end;
	unsigned line;   /* where the reader is */
	unsigned begins; /* where the present record begins */
	bool indented;   /* the record begins with a blank: its owner is the last one's */
	size_t nwords;
	struct word words[WORDS_MAX];
	char origin[PUBLISH_OWNER_MAX], owner[PUBLISH_OWNER_MAX];
	uint32_t ttl;
	char *reason;
};

/* wrong - notes why a record cannot be understood; false */
static bool wrong(struct reader *r, const char *why, const struct word *word)
{
	char shown[64];

	if (word == NULL) {
		snprintf(r->reason, PUBLISH_REASON_MAX, "%s", why);
		return false;
	}
	text_clean(shown, sizeof(shown), word->text, word->len);
	snprintf(r->reason, PUBLISH_REASON_MAX, "%s: \"%s\"", why, shown);
	return false;
}

/* is_word - whether a word is this one, in any case */
static bool is_word(const struct word *word, const char *text)
{
	return word->len == strlen(text) && strncasecmp(word->text, text, word->len) == 0;
}

/* take_word - the next word, which may be a string in quotes */
static void take_word(struct reader *r)
{
	struct word *word = &r->words[r->nwords];
	bool quoted = *r->at == '"';

	word->text = r->at;
	if (quoted)
		r->at++;
	while (r->at < r->end && *r->at != '\n' &&
	       (quoted ? *r->at != '"' : memchr(" \t\r;()\"", *r->at, 7) == NULL)) {
		if (*r->at == '\\' && r->at + 1 < r->end && r->at[1] != '\n')
			r->at++;
		r->at++;
	}
	if (quoted && r->at < r->end && *r->at == '"')
		r->at++;
	word->len = (size_t)(r->at - word->text);
	r->nwords++;
}

/* take_record - the words of the next record, over several lines where parentheses hold them
 * together; false: a complaint. No words: an empty line, or the end */
static bool take_record(struct reader *r)
{
	unsigned depth = 0;

	r->nwords = 0;
	r->begins = r->line;
	r->indented = r->at < r->end && (*r->at == ' ' || *r->at == '\t');
	while (r->at < r->end) {
		char c = *r->at;

		if (c == '\n') {
			r->line++;
			r->at++;
			if (depth == 0)
				return true;
		} else if (c == ';') {
			while (r->at < r->end && *r->at != '\n')
				r->at++;
		} else if (c == '(' || c == ')') {
			if (c == ')' && depth == 0)
				return wrong(r, _("a parenthesis that was not opened"), NULL);
			depth += c == '(' ? 1 : -1;
			r->at++;
		} else if (c == ' ' || c == '\t' || c == '\r') {
			r->at++;
		} else if (r->nwords == WORDS_MAX) {
			return wrong(r, _("too many words for one record"), NULL);
		} else {
			take_word(r);
		}
	}
	return depth == 0 || wrong(r, _("a parenthesis that is not closed"), NULL);
}

/* number_of - a word as a number; false: none */
static bool number_of(const struct word *word, unsigned max, unsigned *out)
{
	char text[16];

	if (word->len >= sizeof(text))
		return false;
	memcpy(text, word->text, word->len);
	text[word->len] = '\0';
	return number_parse(out, text, 0, max);
}

/* ttl_of - "3600", "1h", "1h30m"; false: no TTL */
static bool ttl_of(const struct word *word, uint32_t *out)
{
	static const char units[] = "smhdw";
	static const uint32_t seconds[] = { 1, 60, 3600, 86400, 604800 };
	uint64_t total = 0, n = 0;
	bool digits = false;

	if (word->len == 0 || word->text[0] < '0' || word->text[0] > '9')
		return false;
	for (size_t i = 0; i < word->len; i++) {
		char c = word->text[i] | ('A' <= word->text[i] && word->text[i] <= 'Z' ? 0x20 : 0);
		const char *unit = strchr(units, c);

		if ('0' <= c && c <= '9') {
			n = n * 10 + (uint64_t)(c - '0');
			digits = true;
		} else if (c != '\0' && unit != NULL && digits) {
			total += n * seconds[unit - units];
			n = 0;
			digits = false;
		} else {
			return false;
		}
		if (n > TTL_MAX || total > TTL_MAX)
			return false;
	}
	if (total + n > TTL_MAX)
		return false;
	*out = (uint32_t)(total + n);
	return true;
}

/* name_of - a name made whole with the origin; false: a complaint */
static bool name_of(struct reader *r, const struct word *word, char out[PUBLISH_OWNER_MAX])
{
	const char *dot = word->len > 0 && word->text[word->len - 1] == '.' ? "" : ".";
	int n;

	if (is_word(word, "@")) {
		if (r->origin[0] == '\0')
			return wrong(r, _("a relative name, and no $ORIGIN before it"), word);
		memcpy(out, r->origin, PUBLISH_OWNER_MAX);
		return true;
	}
	if (word->len >= PUBLISH_OWNER_MAX)
		return wrong(r, _("a name that is too long"), NULL);
	if (*dot != '\0' && r->origin[0] == '\0')
		return wrong(r, _("a relative name, and no $ORIGIN before it"), word);
	n = snprintf(out, PUBLISH_OWNER_MAX, "%.*s%s%s", (int)word->len, word->text, dot,
	    *dot != '\0' ? r->origin : "");
	if (n < 0 || n >= PUBLISH_OWNER_MAX)
		return wrong(r, _("a name that is too long"), NULL);
	if (n > 0 && out[n - 1] == '.')
		out[--n] = '\0';
	for (int i = 0; i < n; i++) {
		if ('A' <= out[i] && out[i] <= 'Z')
			out[i] = (char)(out[i] + ('a' - 'A'));
		if (out[i] <= ' ' || out[i] > '~')
			return wrong(r, _("not a name in ASCII"), word);
	}
	return true;
}

/* take_hex - the rest of the words as hex; false: a complaint */
static bool take_hex(struct reader *r, size_t from, uint8_t *out, size_t room, size_t *len)
{
	long n = 0;
	char half = 0; /* a digit whose partner is in the next word */

	for (size_t i = from; i < r->nwords; i++) {
		for (size_t k = 0; k < r->words[i].len; k++) {
			char pair[2] = { half, r->words[i].text[k] };
			uint8_t octet;

			if (half == 0) {
				half = pair[1];
				continue;
			}
			half = 0;
			if (text_unhex(&octet, 1, pair, 2) != 1)
				return wrong(r, _("not hexadecimal"), &r->words[i]);
			if ((size_t)n >= room)
				return wrong(r, _("data that is too long"), NULL);
			out[n++] = octet;
		}
	}
	if (half != 0)
		return wrong(r, _("an odd number of hexadecimal digits"), NULL);
	*len = (size_t)n;
	return true;
}

/* take_generic - "\# LENGTH HEX" (RFC 3597 section 5); false: a complaint */
static bool take_generic(struct reader *r, size_t at, uint8_t *rdata, size_t *len)
{
	unsigned said;

	if (at + 1 >= r->nwords || !number_of(&r->words[at + 1], PUBLISH_RDATA_MAX, &said))
		return wrong(r, _("\\# is not followed by a length"), NULL);
	if (!take_hex(r, at + 2, rdata, PUBLISH_RDATA_MAX, len))
		return false;
	return *len == said || wrong(r, _("the data is not as long as it says"), NULL);
}

/* take_data - usage, selector, matching type and data from word `at`; false: a complaint */
static bool take_data(struct reader *r, size_t at, uint8_t *rdata, size_t *len)
{
	unsigned field;

	if (at < r->nwords && is_word(&r->words[at], "\\#"))
		return take_generic(r, at, rdata, len);
	for (size_t i = 0; i < 3; i++) {
		if (at + i >= r->nwords)
			return wrong(
			    r, _("usage, selector, matching type and data expected"), NULL);
		if (!number_of(&r->words[at + i], 255, &field))
			return wrong(r, _("not a number from 0 to 255"), &r->words[at + i]);
		rdata[i] = (uint8_t)field;
	}
	if (!take_hex(r, at + 3, rdata + 3, PUBLISH_RDATA_MAX - 3, len))
		return false;
	*len += 3;
	return true;
}

/* is_bare - whether the record is its data alone, "3 1 1 8f3c..." */
static bool is_bare(const struct reader *r)
{
	unsigned n;

	for (size_t i = 0; i < 3; i++)
		if (i >= r->nwords || !number_of(&r->words[i], 255, &n))
			return false;
	for (size_t i = 3; i < r->nwords; i++)
		for (size_t k = 0; k < r->words[i].len; k++)
			if (strchr("0123456789abcdefABCDEF", r->words[i].text[k]) == NULL)
				return false;
	return true;
}

/* directive - a line that begins with "$"; false: a complaint */
static bool directive(struct reader *r)
{
	char origin[PUBLISH_OWNER_MAX];

	if (is_word(&r->words[0], "$ORIGIN") && r->nwords == 2) {
		if (!name_of(r, &r->words[1], origin))
			return false;
		memcpy(r->origin, origin, sizeof(origin));
		return true;
	}
	if (is_word(&r->words[0], "$TTL") && r->nwords == 2 && ttl_of(&r->words[1], &r->ttl))
		return true;
	return wrong(r, _("not understood"), &r->words[0]);
}

/* record - one record; false: a complaint, or (*stopped) the caller has had enough */
static bool record(struct reader *r, publish_zone_fn *fn, void *arg, bool *stopped)
{
	uint8_t rdata[PUBLISH_RDATA_MAX];
	uint32_t ttl = r->ttl;
	size_t at = 0, len;
	bool bare = is_bare(r), tlsa;

	if (!bare) {
		size_t owner = r->indented ? r->nwords : at++;

		while (
		    at < r->nwords && (is_word(&r->words[at], "IN") || ttl_of(&r->words[at], &ttl)))
			at++;
		if (at >= r->nwords)
			return wrong(r, _("a record without a type"), NULL);
		tlsa = is_word(&r->words[at], "TLSA") || is_word(&r->words[at], "TYPE52");
		if (owner < r->nwords && !name_of(r, &r->words[owner], r->owner)) {
			r->owner[0] = '\0';
			if (tlsa)
				return false;
		}
		if (!tlsa) /* not even its owner has to make sense */
			return true;
		at++;
		if (r->owner[0] == '\0')
			return wrong(r, _("a record without an owner"), NULL);
	}
	if (!take_data(r, at, rdata, &len))
		return false;
	*stopped = !fn(arg, bare ? "" : r->owner, ttl, rdata, len);
	return !*stopped;
}

/* publish_zone_read - reads the records one by one */
unsigned publish_zone_read(
    const char *text, size_t len, publish_zone_fn *fn, void *arg, char *reason)
{
	struct reader r = {
		.at = text, .end = text + len, .line = 1, .ttl = DEFAULT_TTL, .reason = reason
	};
	bool stopped = false;

	reason[0] = '\0';
	while (r.at < r.end) {
		bool ok = take_record(&r);

		if (ok && r.nwords > 0)
			ok = r.words[0].text[0] == '$' ? directive(&r)
						       : record(&r, fn, arg, &stopped);
		if (!ok)
			return stopped ? 0 : r.begins;
	}
	return 0;
}
