/* SPDX-License-Identifier: BSD-2-Clause */
/* senders - what becomes of mail from each kind of sender */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/dane/rules.h"
#include "core/danescope.h"
#include "core/diagnosis/labels.h"
#include "tui/page.h"
#include "tui/senders.h"
#include "tui/words.h"

/* delivery_said - what becomes of a message, in a word or two */
static struct said delivery_said(enum ds_delivery delivery)
{
	switch (delivery) {
	case DS_SEND_AUTHENTICATED: return (struct said){ MARK_GOOD, _("delivers safely") };
	case DS_SEND_ENCRYPTED: return (struct said){ MARK_WEAK, _("encrypts, unsure") };
	case DS_SEND_CLEAR: return (struct said){ MARK_WEAK, _("in clear text") };
	case DS_SEND_DEFERRED: return (struct said){ MARK_BAD, _("holds it back") };
	case DS_SEND_BOUNCED: return (struct said){ MARK_NONE, _("returns it") };
	case DS_SEND_UNKNOWN: break;
	}
	return (struct said){ MARK_UNKNOWN, _("unknown") };
}

/* short_name - of a kind of sender */
static const char *short_name(enum ds_sender sender)
{
	switch (sender) {
	case DS_SENDER_STRICT: return "RFC 7672";
	case DS_SENDER_POSTFIX: return "Postfix dane";
	case DS_SENDER_DANE_ONLY: return "dane-only";
	case DS_SENDER_EXCHANGE: return "Exchange";
	case DS_SENDER_PLAIN:
	case DS_SENDERS: break;
	}
	return _("without DANE");
}

/* widest - cells of the longest fate */
static int widest(void)
{
	int most = 0;

	for (enum ds_delivery d = DS_SEND_UNKNOWN; d <= DS_SEND_BOUNCED; d++) {
		int width = cell_text_width(delivery_said(d).word);

		most = width > most ? width : most;
	}
	return most;
}

/* group - those who share the fate of sender i, in one text; false: an earlier one has named them */
static bool group(const struct ds_report *r, size_t i, char *buf, size_t size)
{
	const struct ds_sender_outcome *s = r->senders;
	size_t len = 0, n = 0;

	for (size_t j = 0; j < i; j++)
		if (s[j].delivery == s[i].delivery)
			return false;
	for (size_t j = i; j < r->nsenders; j++)
		n += s[j].delivery == s[i].delivery;
	if (!i && n >= DS_SENDER_PLAIN) {
		snprintf(buf, size, "%s",
		    n == DS_SENDERS                                ? _("every sender")
		    : s[DS_SENDER_PLAIN].delivery != s[0].delivery ? _("every sender with DANE")
								   : "");
		if (*buf)
			return true;
	}
	for (size_t j = i; j < r->nsenders && len < size; j++)
		if (s[j].delivery == s[i].delivery)
			len += (size_t)snprintf(buf + len, size - len, "%s%s", len ? ", " : "",
			    short_name(s[j].sender));
	return true;
}

/* add_codes - what those who share the fate of sender i log or return, each code once; that of a
 * sender by the book is nobody's log */
static void add_codes(const struct ds_report *r, size_t i, char *buf, size_t size)
{
	const struct ds_sender_outcome *s = r->senders;
	size_t len = strlen(buf), n = 0;

	for (size_t j = i; j < r->nsenders && len < size; j++) {
		bool said = s[j].code == NULL || s[j].sender == DS_SENDER_STRICT ||
			    s[j].delivery != s[i].delivery;
		bool exchange = s[j].sender == DS_SENDER_EXCHANGE;

		for (size_t k = i; k < j && !said; k++)
			said = s[k].code != NULL && s[k].sender != DS_SENDER_STRICT &&
			       strcmp(s[k].code, s[j].code) == 0 &&
			       (s[k].sender == DS_SENDER_EXCHANGE) == exchange &&
			       s[k].delivery == s[i].delivery;
		if (!said)
			len += (size_t)snprintf(buf + len, size - len, "%s%s %s", n++ ? ", " : " (",
			    exchange ? "Exchange" : "Postfix", s[j].code);
	}
	if (n > 0 && len < size)
		snprintf(buf + len, size - len, ")");
}

/* senders_brief - those with the same fate together */
void senders_brief(struct page *p, const struct ds_report *r, int column)
{
	char who[256];
	bool first = true;

	for (size_t i = 0; i < r->nsenders; i++) {
		struct said said = delivery_said(r->senders[i].delivery);

		if (!group(r, i, who, sizeof who))
			continue;
		add_codes(r, i, who, sizeof who);
		if (!first)
			page_row(p);
		first = false;
		page_to(p, column);
		page_mark(p, said.mark);
		page_field(p, (enum role)said.mark, said.word, widest(), CELL_CUT_END);
		page_to(p, p->column + 2);
		page_wrap(p, ROLE_normal, p->column, who);
	}
}

/* same - does a sender fare as the one before it? */
static bool same(const struct ds_sender_outcome *s, const struct ds_sender_outcome *before)
{
	return before && s->delivery == before->delivery && s->host == before->host &&
	       s->why == before->why;
}

/* sender_rows - one kind of sender; what is as with the one before it is not said again */
static void sender_rows(struct page *p, const struct ds_report *r,
    const struct ds_sender_outcome *s, const struct ds_sender_outcome *before)
{
	struct said said = delivery_said(s->delivery);
	const struct rule_entry *rule = rule_entry(s->rule);
	int indent = page_mark_width(p);
	bool hosted = s->host >= 0 && (size_t)s->host < r->nhosts;
	char text[1024];

	page_row(p);
	page_mark(p, said.mark);
	page_put(p, ROLE_strong, _(ds_sender_label(s->sender)));
	if (!same(s, before)) {
		snprintf(text, sizeof text, "%s%s%s", _(ds_delivery_label(s->delivery)),
		    hosted ? ": " : "", hosted ? r->hosts[s->host]->name : "");
		page_row(p);
		page_to(p, indent);
		page_wrap(p, (enum role)said.mark, indent, text);
	}
	if (s->why && !same(s, before)) {
		snprintf(text, sizeof text, "%s%s%s%s", _(s->why), rule ? " (" : "",
		    rule ? rule->ref : "", rule ? ")" : "");
		page_row(p);
		page_to(p, indent);
		page_wrap(p, ROLE_normal, indent, text);
	}
	if (s->code) {
		snprintf(text, sizeof text, _("it logs: %s %s"), s->code, s->log ? s->log : "");
		page_row(p);
		page_to(p, indent);
		page_wrap(p, ROLE_dim, indent, text);
	}
}

/* senders_rows - one by one */
void senders_rows(struct page *p, const struct ds_report *r)
{
	if (!r->nsenders)
		return;
	page_blank(p);
	page_heading(p, _("What each kind of sender does"));
	for (size_t i = 0; i < r->nsenders; i++)
		sender_rows(p, r, &r->senders[i], i ? &r->senders[i - 1] : NULL);
}
