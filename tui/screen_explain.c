/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * screen_explain - what the selected thing is, in plain words
 *
 * Below the explanation stand others that it leads on to; J and K go through all of them.
 */
#include <stdio.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/dane/tlsa.h"
#include "core/diagnosis/catalogue.h"
#include "core/report/report.h"
#include "tui/facts.h"
#include "tui/topic.h"
#include "tui/ui.h"
#include "tui/words.h"

#define READABLE 78 /* cells of a line: what is longer is hard to read */

/* shown - which explanation */
static enum topic shown(struct screen *s)
{
	return topic_of(screen_report(s), &s->target, s->under);
}

/* record_here - a TLSA record, number by number */
static const char *record_here(
    const struct ds_host *host, const struct target *t, bool fancy, char *buf, size_t size)
{
	char record[64], meaning[300];

	if (!host || t->a < 0 || (size_t)t->a >= host->tlsa.nrecords)
		return NULL;
	snprintf(buf, size, "%s: %s",
	    fact_record(&host->tlsa.records[t->a], fancy, record, sizeof record),
	    tlsa_meaning(&host->tlsa.records[t->a], meaning, sizeof meaning));
	return buf;
}

/* here - what that means for the very thing that was selected; NULL: nothing to add */
static const char *here(struct screen *s, bool fancy, char *buf, size_t size)
{
	const struct ds_report *r = screen_report(s);
	const struct target *t = &s->target;
	const struct ds_link *link;
	const struct ds_answer *answer;
	const struct ds_host *host;

	if (!r)
		return NULL;
	switch (t->kind) {
	case TO_NONE:
	case TO_DOMAIN: return r->done ? ds_summary(r, buf, size) : NULL;
	case TO_LINK:
		link = target_link(r, t);
		if (!link)
			return NULL;
		snprintf(buf, size, "%s: %s.", link->zone, words_status_meaning(r, link->status));
		return buf;
	case TO_ANSWER:
		answer = target_answer(r, t);
		return answer ? words_status_meaning(r, answer->status) : NULL;
	case TO_HOST:
		host = target_host(r, t);
		return host ? words_policy_deed(host->policy) : NULL;
	case TO_RECORD: return record_here(target_host(r, t), t, fancy, buf, size);
	case TO_FINDING:
		if (!target_finding(r, t))
			return NULL;
		return ds_finding_title(target_finding(r, t), buf, size);
	default: return NULL;
	}
}

/* explain_body - the explanation, and where it leads */
static void explain_body(struct screen *s, struct page *p)
{
	enum topic topic = shown(s), near;
	char buf[1024];
	const char *text = here(s, p->fancy, buf, sizeof buf);

	if (p->width > READABLE)
		p->width = READABLE;
	page_row(p);
	page_wrap(p, ROLE_strong, 0, topic_title(topic));
	page_blank(p);
	page_row(p);
	page_wrap(p, ROLE_normal, 0, topic_text(topic));
	if (text) {
		page_blank(p);
		page_heading(p, _("Here"));
		page_row(p);
		page_wrap(p, ROLE_accent, 0, text);
	}
	for (size_t i = 0; (near = topic_near(topic, i)) != TOPIC_COUNT; i++) {
		if (!i) {
			page_blank(p);
			page_heading(p, _("Read on"));
		}
		page_row(p);
		page_link(p, (struct target){ .kind = TO_TOPIC, .host = -1, .a = (int)near });
		page_to(p, 2);
		page_handle(p, ROLE_normal, topic_title(near), 0, CELL_CUT_END);
	}
}

/* explain_act - J and K go through all explanations */
static bool explain_act(struct screen *s, const struct action *action)
{
	int step = action->id == DO_NEXT_SIBLING       ? 1
		   : action->id == DO_PREVIOUS_SIBLING ? TOPIC_COUNT - 1
						       : 0;

	if (!step)
		return false;
	s->target = (struct target){
		.kind = TO_TOPIC, .host = -1, .a = ((int)shown(s) + step) % TOPIC_COUNT
	};
	s->stale = true;
	s->list.top = 0;
	s->list.at = LIST_NONE;
	return true;
}

const struct screen_ops screen_explain = {
	.name = N_("Explanation"),
	.scope = ON_EXPLAIN,
	.body = explain_body,
	.act = explain_act,
};
