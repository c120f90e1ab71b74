/* SPDX-License-Identifier: BSD-2-Clause */
/* publish_text - advice on TLSA records in zone-file form, and a what-if as a table */
#include "core/report/publish_report.h"

#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/dane/policy.h"
#include "core/dane/tlsa.h"
#include "core/report/sheet.h"

#define COLUMNS     80
#define RECORD_TEXT 48     /* of a record in a table: its parameters, and the ends of its data */
#define PLACEHOLDER "HOST" /* where nobody named one */

/* comment - a paragraph of lines that begin with ";" */
static void comment(struct sheet *s, const char *text)
{
	unsigned column = 0;

	while (*text != '\0') {
		size_t len = strcspn(text, " ");
		char word[1024];
		unsigned width;

		snprintf(word, sizeof(word), "%.*s", (int)len, text);
		width = sheet_width(word);
		if (column > 1 && column + 1 + width > COLUMNS) {
			sheet_add(s, "\n");
			column = 0;
		}
		if (column == 0) {
			sheet_add(s, ";");
			column = 1;
		}
		sheet_add(s, " %s", word);
		column += 1 + width;
		text += len;
		text += strspn(text, " ");
	}
	sheet_add(s, "\n");
}

/* record_line - one record, to be pasted; `lead` makes a comment of it */
static void record_line(struct sheet *s, const char *lead, const struct publish_host *h,
    uint32_t ttl, const struct ds_tlsa_record *r)
{
	sheet_add(s, "%s_%u._tcp.%s. %u IN TLSA %u %u %u %s\n", lead, h->port,
	    h->base != NULL ? h->base : PLACEHOLDER, ttl, r->usage, r->selector, r->matching,
	    r->hex);
}

/* state_words - what is to be done with a record */
static const char *state_words(const struct publish_host *h, enum publish_state state)
{
	switch (state) {
	case PUBLISH_KEEP: return _("published: keep");
	case PUBLISH_SPARE: return _("published: keep for now");
	case PUBLISH_REMOVE: return _("published: remove");
	case PUBLISH_ADD:
	default:
		return h->looked && !policy_is_error(h->address) && !policy_is_error(h->tlsa)
			   ? _("not published: add")
			   : "";
	}
}

/* one_record - a record with its comment; what is wrong, and what may not be yet, stays a comment */
static void one_record(struct sheet *s, const struct publish_host *h,
    const struct publish_advice *advice, const struct publish_record *r)
{
	const char *words = state_words(h, r->state);
	bool off = r->state == PUBLISH_REMOVE || advice->result != PUBLISH_GOOD;
	char text[2048];

	snprintf(text, sizeof(text), "%s%s%s", words, words[0] != '\0' ? " - " : "", r->about);
	sheet_add(s, ";\n");
	comment(s, text);
	record_line(s, off ? "; " : "", h,
	    r->state == PUBLISH_ADD || r->record.ttl > 86400 ? advice->ttl : r->record.ttl,
	    &r->record);
}

/* publish_advice_text - the whole, ready to be pasted */
char *publish_advice_text(const struct publish_host *h, const struct publish_advice *advice)
{
	struct sheet s;
	char text[1024], moment[32];

	sheet_init(&s, COLUMNS, false);
	text_time(moment, sizeof(moment), h->at);
	if (h->base != NULL)
		snprintf(text, sizeof(text), _("%s: TLSA records, as at %s"),
		    h->host != NULL ? h->host : h->base, moment);
	else
		snprintf(text, sizeof(text),
		    _("TLSA records, as at %s. Put the name of the mail host in the place of %s."),
		    moment, PLACEHOLDER);
	comment(&s, text);
	if (h->host != NULL && h->base != NULL && strcmp(h->host, h->base) != 0) {
		snprintf(text, sizeof(text), _("%s is an alias: senders look at %s first."),
		    h->host, h->base);
		comment(&s, text);
	}
	for (size_t i = 0; i < advice->nrecords; i++)
		one_record(&s, h, advice, &advice->records[i]);
	if (advice->nnotes > 0)
		sheet_add(&s, ";\n");
	for (size_t i = 0; i < advice->nnotes; i++)
		comment(&s, advice->notes[i]);
	return sheet_take(&s);
}

/* result_mark - how a check came out */
static const char *result_mark(enum publish_result result)
{
	switch (result) {
	case PUBLISH_GOOD: return _("pass");
	case PUBLISH_BAD: return _("FAIL");
	case PUBLISH_UNSEEN:
	default: return _("unknown");
	}
}

/* padded - text in a column, and a gap */
static void padded(struct sheet *s, const char *text, unsigned width)
{
	unsigned used = sheet_width(text);

	sheet_add(s, "%s%*s", text, (int)(used < width ? width - used : 0) + 2, "");
}

/* key_of - the key type of a chain, or "-" */
static const char *key_of(const struct publish_chain *chain)
{
	return chain->ncerts > 0 ? chain->certs[0]->key : "-";
}

/* one_check - a line of the table */
static void one_check(struct sheet *s, const struct ds_tlsa_record *records,
    const struct publish_check *c, unsigned where, unsigned key, unsigned mark)
{
	char text[RECORD_TEXT];

	sheet_add(s, "  ");
	padded(s, c->chain->where, where);
	padded(s, key_of(c->chain), key);
	padded(s, result_mark(c->result), mark);
	if (c->result != PUBLISH_GOOD)
		sheet_add(s, "%s\n", c->reason != NULL ? c->reason : "");
	else if (c->record >= 0)
		sheet_add(s, "%s\n", tlsa_text(&records[c->record], text, sizeof(text)));
	else
		sheet_add(s, "\n");
}

/* wider - the greater of two widths */
static unsigned wider(unsigned width, const char *text)
{
	unsigned its = sheet_width(text);

	return its > width ? its : width;
}

/* publish_verdict_text - the host, and a line for each chain */
char *publish_verdict_text(const struct publish_host *h, const struct ds_tlsa_record *records,
    const struct publish_verdict *v)
{
	unsigned where = 0, key = 0, mark = 0;
	struct sheet s;

	sheet_init(&s, COLUMNS, false);
	sheet_add(&s, "%s: %s%s%s\n",
	    h->host != NULL   ? h->host
	    : h->base != NULL ? h->base
			      : _("the planned certificate"),
	    result_mark(v->result), v->reason != NULL ? " - " : "",
	    v->reason != NULL ? v->reason : "");
	for (size_t i = 0; i < v->nchecks; i++) {
		where = wider(where, v->checks[i].chain->where);
		key = wider(key, key_of(v->checks[i].chain));
		mark = wider(mark, result_mark(v->checks[i].result));
	}
	for (size_t i = 0; i < v->nchecks; i++)
		one_check(&s, records, &v->checks[i], where, key, mark);
	return sheet_take(&s);
}
