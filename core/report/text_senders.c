/* SPDX-License-Identifier: BSD-2-Clause */
/* text_senders - what becomes of mail from each kind of sender, in the text report */
#include "core/report/text_parts.h"

#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/diagnosis/labels.h"

/* state_of - the mark of an outcome */
static enum sheet_state state_of(enum ds_delivery delivery)
{
	switch (delivery) {
	case DS_SEND_AUTHENTICATED: return SHEET_GOOD;
	case DS_SEND_ENCRYPTED:
	case DS_SEND_CLEAR: return SHEET_WARN;
	case DS_SEND_DEFERRED: return SHEET_BAD;
	case DS_SEND_BOUNCED: return SHEET_PLAIN;
	case DS_SEND_UNKNOWN: break;
	}
	return SHEET_DUNNO;
}

/* same_text - equal, or both absent */
static bool same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* same_fate - does the same become of a message, for the same reason and in the same words? */
static bool same_fate(const struct ds_sender_outcome *a, const struct ds_sender_outcome *b)
{
	return a->delivery == b->delivery && a->host == b->host && same_text(a->code, b->code) &&
	       same_text(a->log, b->log) && same_text(a->why, b->why);
}

/* one_fate - "DANE as in RFC 7672; Postfix, dane: held back (mx1.example.nl) - 4.7.5 ...", and why */
static void one_fate(struct sheet *sheet, const struct ds_report *report, size_t first, size_t n)
{
	const struct ds_sender_outcome *s = &report->senders[first];
	bool hosted = s->host >= 0 && (size_t)s->host < report->nhosts;
	char line[1024];
	size_t len = 0;

	sheet_add(sheet, "  ");
	sheet_mark(sheet, state_of(s->delivery));
	for (size_t i = 0; i < n && len < sizeof(line); i++)
		len += (size_t)snprintf(line + len, sizeof(line) - len, "%s%s", i > 0 ? "; " : "",
		    _(ds_sender_label(s[i].sender)));
	if (len < sizeof(line))
		len += (size_t)snprintf(
		    line + len, sizeof(line) - len, ": %s", _(ds_delivery_label(s->delivery)));
	if (hosted && len < sizeof(line))
		len += (size_t)snprintf(
		    line + len, sizeof(line) - len, " (%s)", report->hosts[s->host]->name);
	if (s->code != NULL && len < sizeof(line))
		snprintf(line + len, sizeof(line) - len, " - %s%s%s", s->code,
		    s->log != NULL ? " " : "", s->log != NULL ? s->log : "");
	sheet_wrap(sheet, 7, 7, line);
	if (s->why == NULL)
		return;
	sheet_add(sheet, "       ");
	sheet_wrap(sheet, 7, 7, _(s->why));
}

/* text_senders - all kinds; neighbours to which the same happens share a line */
void text_senders(struct sheet *sheet, const struct ds_report *report)
{
	if (report->nsenders == 0)
		return;
	sheet_heading(sheet, _("What senders do"));
	for (size_t i = 0, n; i < report->nsenders; i += n) {
		for (n = 1; i + n < report->nsenders &&
			    same_fate(&report->senders[i], &report->senders[i + n]);
		     n++)
			;
		one_fate(sheet, report, i, n);
	}
}
