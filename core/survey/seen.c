/* SPDX-License-Identifier: BSD-2-Clause */
/* seen - a look as sorted lines, and back */
#include "core/survey/seen.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "core/limits.h"

#define DATA_SHOWN 128 /* digits of a record's data that are kept: SHA-512 is whole */
#define DATA_HEAD  32  /* of longer data: its beginning ... */
#define DATA_TAIL                                                                                  \
	64 /* ... and its end, where a certificate has its signature and a key its point */

static const char *const kinds[SEEN_KINDS] = {
	[SEEN_DS] = "ds",
	[SEEN_KEY] = "key",
	[SEEN_MAIL] = "mail",
	[SEEN_MX] = "mx",
	[SEEN_ADDRESS] = "address",
	[SEEN_TLSA] = "tlsa",
	[SEEN_CERT] = "cert",
	[SEEN_ZONE] = "zone",
	[SEEN_ANSWER] = "answer",
	[SEEN_HOST] = "host",
	[SEEN_ERROR] = "error",
	[SEEN_WARNING] = "warning",
};

/* Lines that are being gathered. */
struct gathering {
	struct arena *arena;
	struct seen_line *lines;
	size_t n;
};

/* seen_compare - by kind, place and value */
int seen_compare(const struct seen_line *a, const struct seen_line *b)
{
	int order = a->kind < b->kind ? -1 : a->kind > b->kind;

	if (order == 0)
		order = strcmp(a->place, b->place);
	return order != 0 ? order : strcmp(a->value, b->value);
}

/* by_line - for qsort */
static int by_line(const void *a, const void *b)
{
	return seen_compare(a, b);
}

/* put - one line more, while there is room */
__attribute__((format(printf, 4, 5))) static void put(
    struct gathering *g, enum seen_kind kind, const char *place, const char *format, ...)
{
	char value[HISTORY_VALUE];
	va_list args;

	if (g->n == HISTORY_LINES)
		return;
	va_start(args, format);
	vsnprintf(value, sizeof(value), format, args);
	va_end(args);
	g->lines[g->n].kind = kind;
	g->lines[g->n].place = place;
	g->lines[g->n].value = arena_strdup(g->arena, value);
	g->n += g->lines[g->n].value != NULL;
}

/* word - a word of the contract, or a dash */
static const char *word(const char *text)
{
	return text != NULL ? text : "-";
}

/* of_zone - one link of a chain, below the top-level domains */
static void of_zone(struct gathering *g, const struct ds_link *link)
{
	if (strchr(link->zone, '.') == NULL || strcmp(link->zone, ".") == 0)
		return;
	put(g, SEEN_ZONE, link->zone, "%s", word(ds_status_word(link->status)));
	for (size_t i = 0; i < link->nds; i++)
		put(g, SEEN_DS, link->zone, "%u %u %u %.128s", (unsigned)link->ds[i].key_tag,
		    (unsigned)link->ds[i].algorithm, (unsigned)link->ds[i].digest_type,
		    link->ds[i].digest);
	for (size_t i = 0; i < link->nkeys; i++)
		if (link->keys[i].zone_key)
			put(g, SEEN_KEY, link->zone, "%u %u", (unsigned)link->keys[i].key_tag,
			    (unsigned)link->keys[i].algorithm);
}

/* of_chain - all zones of a chain */
static void of_chain(struct gathering *g, const struct ds_chain *chain)
{
	for (size_t i = 0; i < chain->n; i++)
		of_zone(g, chain->links[i]);
}

/* of_record - a TLSA record */
static void of_record(struct gathering *g, const char *name, const struct ds_tlsa_record *r)
{
	size_t len = strlen(r->hex);

	if (len <= DATA_SHOWN)
		put(g, SEEN_TLSA, name, "%u %u %u %s", (unsigned)r->usage, (unsigned)r->selector,
		    (unsigned)r->matching, r->hex);
	else
		put(g, SEEN_TLSA, name, "%u %u %u %.*s..%s", (unsigned)r->usage,
		    (unsigned)r->selector, (unsigned)r->matching, DATA_HEAD, r->hex,
		    r->hex + len - DATA_TAIL);
}

/* of_host - a mail host: what stands in the DNS, and what it showed */
static void of_host(struct gathering *g, const struct ds_host *h)
{
	put(g, SEEN_MX, h->name, "%u", h->preference);
	put(g, SEEN_HOST, h->name, "%s", word(ds_policy_word(h->policy)));
	for (size_t i = 0; h->provider == NULL && i < h->naddresses; i++)
		put(g, SEEN_ADDRESS, h->name, "%s", h->addresses[i]);
	of_chain(g, &h->chain);
	if (h->tlsa.answer != NULL && h->tlsa.name != NULL) {
		put(g, SEEN_ANSWER, h->tlsa.name, "%s", word(ds_status_word(h->tlsa.status)));
		of_chain(g, &h->tlsa.answer->chain);
		for (size_t i = 0; i < h->tlsa.nrecords; i++)
			of_record(g, h->tlsa.name, &h->tlsa.records[i]);
	}
	for (size_t i = 0; i < h->nprobes; i++) {
		const struct ds_certificate *cert =
		    h->probes[i]->ncerts > 0 ? h->probes[i]->certs[0] : NULL;

		if (cert != NULL && (h->provider == NULL || h->tlsa.nrecords > 0))
			put(g, SEEN_CERT, h->name, "%.64s %.64s %lld", cert->spki_sha256,
			    cert->cert_sha256, (long long)cert->not_after);
	}
}

/* of_ourselves - does a finding speak of this machine or its resolver? */
static bool of_ourselves(const struct ds_finding *f)
{
	return f->who == DS_ACT_YOU;
}

/* gather - everything of a report */
static void gather(struct gathering *g, const struct ds_report *r)
{
	put(g, SEEN_MAIL, r->domain, "%s", word(ds_mx_kind_word(r->mx_kind)));
	of_chain(g, &r->chain);
	for (size_t i = 0; i < r->nhosts; i++)
		of_host(g, r->hosts[i]);
	for (size_t i = 0; i < r->nfindings; i++) {
		const struct ds_finding *f = r->findings[i];

		if (f->severity <= DS_WARNING && !of_ourselves(f))
			put(g, f->severity == DS_ERROR ? SEEN_ERROR : SEEN_WARNING,
			    f->at != NULL ? f->at : r->domain, "%s %s", ds_catalogue(f->code)->code,
			    ds_actor_word(f->who));
	}
	qsort(g->lines, g->n, sizeof(*g->lines), by_line);
}

/* join - the lines as one text, each once */
static char *join(const struct gathering *g)
{
	char *text = malloc(HISTORY_TEXT);
	size_t len = 0;

	if (text == NULL)
		return NULL;
	text[0] = '\0';
	for (size_t i = 0; i < g->n; i++) {
		const struct seen_line *l = &g->lines[i];
		int n;

		if (i > 0 && seen_compare(l, l - 1) == 0)
			continue;
		n = snprintf(text + len, HISTORY_TEXT - len, "%s\t%s\t%s\n", kinds[l->kind],
		    l->place, l->value);
		if (n < 0 || (size_t)n >= HISTORY_TEXT - len) {
			text[len] = '\0';
			break;
		}
		len += (size_t)n;
	}
	return text;
}

/* seen_write - a look as text */
char *seen_write(const struct ds_report *r)
{
	struct gathering g = { .arena = arena_new(HISTORY_MEMORY) };
	char *text = NULL;

	if (g.arena == NULL)
		return NULL;
	g.lines = arena_alloc(g.arena, HISTORY_LINES, sizeof(*g.lines));
	if (g.lines != NULL) {
		gather(&g, r);
		text = join(&g);
	}
	arena_free(g.arena);
	return text;
}

/* seen_worth - was anything seen that speaks of the domain? */
bool seen_worth(const struct ds_report *r)
{
	if (!r->done || r->verdict == DS_V_PENDING || r->self.fault != DS_SELF_FINE)
		return false;
	for (size_t i = 0; i < r->nfindings; i++)
		if (r->findings[i]->code == DS_F_SMTP_PORT_BLOCKED)
			return false;
	return true;
}

/* kind_named - by its word; SEEN_KINDS: there is none */
static enum seen_kind kind_named(const char *name)
{
	enum seen_kind kind = 0;

	while (kind < SEEN_KINDS && strcmp(kinds[kind], name) != 0)
		kind++;
	return kind;
}

/* is_plain - printable ASCII: names, addresses, digests and words are nothing else */
static bool is_plain(const char *text)
{
	while (*text >= ' ' && *text <= '~')
		text++;
	return *text == '\0';
}

/* read_line - one line, cut up in place; false: it is none */
static bool read_line(struct seen_line *line, char *text)
{
	char *place = strchr(text, '\t'), *value = place != NULL ? strchr(place + 1, '\t') : NULL;

	if (value == NULL)
		return false;
	*place++ = *value++ = '\0';
	line->kind = kind_named(text);
	line->place = place;
	line->value = value;
	return line->kind < SEEN_KINDS && is_plain(place) && is_plain(value);
}

/* count_lines - how many there can be */
static size_t count_lines(const char *text)
{
	size_t n = 1;

	while (n < HISTORY_LINES && (text = strchr(text, '\n')) != NULL) {
		text++;
		n++;
	}
	return n;
}

/* seen_read - a text as lines */
bool seen_read(struct seen *seen, struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text), *next;
	size_t most = count_lines(text), n = 0;
	struct seen_line *lines = arena_alloc(arena, most, sizeof(*lines));

	*seen = (struct seen){ 0, NULL };
	if (copy == NULL || lines == NULL)
		return false;
	for (char *line = copy; *line != '\0' && n < most; line = next) {
		next = line + strcspn(line, "\n");
		if (*next != '\0')
			*next++ = '\0';
		n += read_line(&lines[n], line);
	}
	qsort(lines, n, sizeof(*lines), by_line);
	*seen = (struct seen){ n, lines };
	return true;
}

/* seen_find - the first line about a place */
const struct seen_line *seen_find(const struct seen *seen, enum seen_kind kind, const char *place)
{
	for (size_t i = 0; i < seen->n; i++)
		if (seen->lines[i].kind == kind && strcmp(seen->lines[i].place, place) == 0)
			return &seen->lines[i];
	return NULL;
}

/* earliest - the end of the valid signature that ends first, of a list and what was found before */
static int64_t earliest(int64_t before, size_t n, const struct ds_sig *sigs)
{
	for (size_t i = 0; i < n; i++)
		if (sigs[i].state == DS_SIG_VALID && (before == 0 || sigs[i].expiration < before))
			before = sigs[i].expiration;
	return before;
}

/* seen_signed_until - of the domain's own chain, its MX records and the TLSA records */
int64_t seen_signed_until(const struct ds_report *r)
{
	int64_t end = 0;

	for (size_t i = 0; i < r->chain.n; i++)
		end = earliest(end, r->chain.links[i]->nsigs, r->chain.links[i]->sigs);
	if (r->mx != NULL)
		end = earliest(end, r->mx->nsigs, r->mx->sigs);
	for (size_t i = 0; i < r->nhosts; i++)
		if (r->hosts[i]->tlsa.answer != NULL)
			end = earliest(
			    end, r->hosts[i]->tlsa.answer->nsigs, r->hosts[i]->tlsa.answer->sigs);
	return end;
}
