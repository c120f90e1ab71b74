/* SPDX-License-Identifier: BSD-2-Clause */
/* screen_ticket - the text that a helpdesk sends to who can mend it, in the language shown */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "core/report/report.h"
#include "tui/facts.h"
#include "tui/mem.h"
#include "tui/past.h"
#include "tui/ui.h"
#include "tui/words.h"

/* A text that grows. */
struct text {
	char *at;
	size_t len, cap;
};

/* add - more text */
__attribute__((format(printf, 2, 3))) static void add(struct text *t, const char *format, ...)
{
	char line[2400];
	va_list args;
	size_t n;

	va_start(args, format);
	vsnprintf(line, sizeof line, format, args);
	va_end(args);
	n = strlen(line);
	t->at = mem_room(t->at, &t->cap, t->len + n + 1, 1);
	memcpy(t->at + t->len, line, n + 1);
	t->len += n;
}

/* add_finding - what is wrong, the evidence and the deed */
static void add_finding(struct text *t, const struct ds_finding *f)
{
	const struct ds_catalogue_entry *entry = ds_catalogue(f->code);
	char text[2048];
	const char *side;

	add(t, "%s\n\n", ds_finding_text(f, text, sizeof text));
	if (f->at)
		add(t, "%s: %s\n", _("Where"), f->at);
	side = ds_finding_expected(f, text, sizeof text);
	if (side)
		add(t, "%s: %s\n", _("Expected"), side);
	side = ds_finding_seen(f, text, sizeof text);
	if (side)
		add(t, "%s: %s\n", _("Seen"), side);
	add(t, "%s: %s\n\n", _("Who acts"), words_actor(f->who));
	add(t, "%s: %s\n\n", _("What to do"), ds_finding_fix(f, text, sizeof text));
	add(t, "%s: %s (%s)\n", _("Written in"), ds_finding_ref(f), entry ? entry->code : "");
}

/* ticket_about - the finding that a row is about: itself, or the worst one of its host */
const struct ds_finding *ticket_about(const struct ds_report *r, const struct target *t)
{
	const struct ds_finding *of = target_finding(r, t), **all = findings_sorted(r);

	for (size_t i = 0; !of && all && t->host >= 0 && i < r->nfindings; i++)
		if (all[i]->host == t->host)
			of = all[i];
	free(all);
	return of;
}

/* ticket_text - about one finding, or the worst one */
char *ticket_text(struct ui *ui, const struct tui_entry *entry, const struct ds_finding *f)
{
	struct text t = { NULL, 0, 0 };
	const struct ds_report *r = entry ? entry->report : NULL;
	char text[2048], when[32];

	if (!r) {
		add(&t, "%s\n", _("Nothing is known yet."));
		return t.at;
	}
	if (!f)
		f = ds_finding_worst(r);
	add(&t, "%s: %s", _("Subject"), r->domain_unicode);
	if (f)
		add(&t, ": %s", ds_finding_title(f, text, sizeof text));
	add(&t, "\n\n%s\n\n", ds_summary(r, text, sizeof text));
	if (f)
		add_finding(&t, f);
	if (past_ticket(ui, entry, text, sizeof text)[0])
		add(&t, "%s: %s\n", _("History"), text);
	add(&t, _("Seen on %s UTC with danescope."),
	    words_moment(when, sizeof when, r->started_ms / 1000));
	add(&t, "\n");
	return t.at;
}

/* ticket_body - the text as it will be sent */
static void ticket_body(struct screen *s, struct page *p)
{
	char *text =
	    ticket_text(s->ui, screen_entry(s), ticket_about(screen_report(s), &s->target));

	page_row(p);
	page_wrap(p, ROLE_normal, 0, text);
	free(text);
}

/* ticket_head - how to take it along */
static void ticket_head(struct screen *s, struct page *p)
{
	(void)s;
	page_row(p);
	page_put(p, ROLE_accent, _("yt copies this text; L turns it into the other language."));
	page_row(p);
	page_line(p, ROLE_rule, p->width - 1);
}

/* ticket_act - there is one text; t again means nothing */
static bool ticket_act(struct screen *s, const struct action *action)
{
	return action->id == DO_TICKET && s->ops == &screen_ticket;
}

const struct screen_ops screen_ticket = {
	.name = N_("Ticket"),
	.scope = ON_TICKET,
	.head = ticket_head,
	.body = ticket_body,
	.act = ticket_act,
};
