/* SPDX-License-Identifier: BSD-2-Clause */
/* text_senders - what becomes of mail from each kind of sender, in the text report */
#include "core/report/text_parts.h"

#include <stdio.h>

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

/* one_sender - "Postfix, dane: held back (mx1.example.nl, 4.7.5 ...)", and why */
static void one_sender(
    struct sheet *sheet, const struct ds_report *report, const struct ds_sender_outcome *s)
{
	bool hosted = s->host >= 0 && (size_t)s->host < report->nhosts;
	char line[768];
	size_t len;

	sheet_add(sheet, "  ");
	sheet_mark(sheet, state_of(s->delivery));
	len = (size_t)snprintf(line, sizeof(line), "%s: %s", _(ds_sender_label(s->sender)),
	    _(ds_delivery_label(s->delivery)));
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

/* text_senders - all kinds */
void text_senders(struct sheet *sheet, const struct ds_report *report)
{
	if (report->nsenders == 0)
		return;
	sheet_heading(sheet, _("What senders do"));
	for (size_t i = 0; i < report->nsenders; i++)
		one_sender(sheet, report, &report->senders[i]);
}
