/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * screen_queries - every DNS message that was sent, and what came back
 *
 * In the order of sending; Enter shows a message decoded and in hex (detail_query.c).
 */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "tui/facts.h"
#include "tui/ui.h"
#include "tui/words.h"

enum column { COL_SENT, COL_TOOK, COL_TYPE, COL_NAME, COL_SERVER, COL_RESULT, COL_COUNT };

/* Where the columns stand; 0 cells: left out. */
struct plan {
	int at[COL_COUNT], cells[COL_COUNT];
};

/* one_server - was always the same one asked? */
static bool one_server(const struct ds_report *r)
{
	for (size_t i = 1; i < r->nqueries; i++)
		if (strcmp(r->queries[i]->server, r->queries[0]->server))
			return false;
	return true;
}

/* longest - cells of the longest name that was asked for */
static int longest(const struct ds_report *r)
{
	int cells = 0;

	for (size_t i = 0; i < r->nqueries; i++)
		if (cell_text_width(r->queries[i]->name) > cells)
			cells = cell_text_width(r->queries[i]->name);
	return cells;
}

/* plan_columns - which columns, and where; what the names leave, the results have */
static struct plan plan_columns(const struct page *p, const struct ds_report *r)
{
	struct plan plan = { .cells = { 7, 7, 7, 0, 0, 19 } };
	int x = 0, rest = p->width - 1;

	if (p->width >= 66 && !one_server(r))
		plan.cells[COL_SERVER] = p->width * 24 / 100;
	if (p->width < 60) {
		plan.cells[COL_SENT] = plan.cells[COL_TOOK] = 0;
		plan.cells[COL_RESULT] = 14;
	}
	for (int c = 0; c < COL_COUNT; c++)
		rest -= plan.cells[c] ? plan.cells[c] + 1 : 0;
	plan.cells[COL_NAME] = rest - 1 > 8 ? rest - 1 : 8;
	if (plan.cells[COL_SENT] && longest(r) + 1 < plan.cells[COL_NAME]) {
		plan.cells[COL_RESULT] += plan.cells[COL_NAME] - longest(r) - 1;
		plan.cells[COL_NAME] = longest(r) + 1;
	}
	for (int c = 0; c < COL_COUNT; c++) {
		plan.at[c] = x;
		x += plan.cells[c] ? plan.cells[c] + 1 : 0;
	}
	return plan;
}

/* queries_head - how many, and the heads of the columns */
static void queries_head(struct screen *s, struct page *p)
{
	static const char *const heads[COL_COUNT] = { N_("AT"), N_("TOOK"), N_("TYPE"), N_("NAME"),
		N_("SERVER"), N_("RESULT") };
	const struct ds_report *r = screen_report(s);
	struct plan plan;
	char time[32], text[128];

	if (!r)
		return;
	plan = plan_columns(p, r);
	page_row(p);
	page_putf(p, ROLE_normal, n_("%u message sent", "%u messages sent", r->queries_sent),
	    r->queries_sent);
	page_putf(
	    p, ROLE_dim, _(", %u over TCP, %u again (*)"), r->queries_tcp, r->queries_retried);
	if (r->done)
		page_putf(p, ROLE_dim, _(", %s in all"),
		    words_duration(time, sizeof time, r->queries_us));
	if (r->nqueries && one_server(r)) {
		snprintf(text, sizeof text, _(", all to %s"), r->queries[0]->server);
		if (cell_text_width(text) < p->width - p->column)
			page_put(p, ROLE_dim, text);
	}
	page_row(p);
	for (int c = 0; c < COL_COUNT; c++) {
		if (!plan.cells[c])
			continue;
		p->column = plan.at[c];
		if (c <= COL_TOOK)
			page_right(p, ROLE_head, _(heads[c]), plan.at[c] + plan.cells[c]);
		else
			page_put(p, ROLE_head, _(heads[c]));
	}
	page_row(p);
	page_line(p, ROLE_rule, p->width - 1);
}

/* result - how a message ended */
static struct said result(const struct ds_report *r, const struct ds_query *q)
{
	struct said said = words_outcome(q->outcome);

	if (!q->done)
		return (struct said){ MARK_BUSY, _("asking") };
	if (fact_referral(r, q))
		return (struct said){ MARK_NONE, _("refers to others") };
	return said;
}

/* query_row - one message */
static void query_row(struct page *p, const struct ds_report *r, const struct plan *plan, size_t i)
{
	const struct ds_query *q = r->queries[i];
	struct said said = result(r, q);
	char text[400], type[16];

	page_row(p);
	page_link(p, (struct target){ .kind = TO_QUERY, .host = -1, .a = (int)i });
	if (plan->cells[COL_SENT]) {
		page_right(p, ROLE_dim, words_duration(text, sizeof text, q->sent_us),
		    plan->at[COL_SENT] + plan->cells[COL_SENT]);
		if (q->done && q->done_us >= q->sent_us)
			page_right(p, ROLE_dim,
			    words_duration(text, sizeof text, q->done_us - q->sent_us),
			    plan->at[COL_TOOK] + plan->cells[COL_TOOK]);
	}
	p->column = plan->at[COL_TYPE];
	page_field(p, ROLE_value, ds_type_name(q->type, type, sizeof type), plan->cells[COL_TYPE],
	    CELL_CUT_END);
	p->column = plan->at[COL_NAME];
	page_handle(p, ROLE_strong, q->name, plan->cells[COL_NAME], CELL_CUT_MIDDLE);
	if (plan->cells[COL_SERVER]) {
		p->column = plan->at[COL_SERVER];
		page_field(p, ROLE_value, q->server, plan->cells[COL_SERVER], CELL_CUT_MIDDLE);
	}
	p->column = plan->at[COL_RESULT];
	page_mark(p, said.mark);
	page_field(p, (enum role)said.mark, said.word, p->width - p->column - 1, CELL_CUT_END);
	if (said.mark == MARK_BAD || said.mark == MARK_UNKNOWN)
		page_problem(p);
}

/* queries_body - all of them */
static void queries_body(struct screen *s, struct page *p)
{
	const struct ds_report *r = screen_report(s);
	struct plan plan = { .cells = { 0 } };

	if (r)
		plan = plan_columns(p, r);
	for (size_t i = 0; r && i < r->nqueries; i++)
		query_row(p, r, &plan, i);
	if (!p->nrows) {
		page_row(p);
		page_put(p, ROLE_dim, _("No message has been sent yet."));
	}
}

const struct screen_ops screen_queries = {
	.name = N_("Queries"),
	.scope = ON_QUERIES,
	.side = true,
	.head = queries_head,
	.body = queries_body,
};
