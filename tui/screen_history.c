/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * screen_history - when did it break, and what changed then
 *
 * The periods of a domain, newest first; above them since when it is as it is now, and a bar of time.
 */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/survey/history.h"
#include "tui/glyph.h"
#include "tui/past.h"
#include "tui/ui.h"
#include "tui/words.h"

#define WHEN_CELLS 11
#define WORD_CELLS 12
#define BAR_LEAST  20 /* cells; a shorter bar says nothing */

/* worst - of the verdicts seen between two moments; DS_V_PENDING: nobody looked */
static enum ds_verdict worst(const struct past *past, int64_t from, int64_t to)
{
	static const int rank[] = { [DS_V_PENDING] = 0,
		[DS_V_UNKNOWN] = 1,
		[DS_V_NO_MAIL] = 2,
		[DS_V_SECURED] = 3,
		[DS_V_PARTIAL] = 4,
		[DS_V_UNPROTECTED] = 5,
		[DS_V_BROKEN] = 6 };
	enum ds_verdict verdict = DS_V_PENDING;

	for (size_t i = 0; i < past->n; i++) {
		const struct period *p = &past->periods[i];

		if (p->from_ms < to && p->until_ms >= from && rank[p->verdict] > rank[verdict])
			verdict = p->verdict;
	}
	return verdict;
}

/* oldest - when the domain was seen first */
static int64_t oldest(const struct past *past)
{
	int64_t from = past->periods[0].from_ms;

	for (size_t i = 1; i < past->n; i++)
		if (past->periods[i].from_ms < from)
			from = past->periods[i].from_ms;
	return from;
}

/* cell - one piece of time: the mark of its verdict; in ASCII, where marks are longer, a sign of its own */
static void cell(struct page *p, enum ds_verdict verdict)
{
	static const char *const signs[] = {
		[MARK_GOOD] = "+",
		[MARK_WEAK] = "!",
		[MARK_BAD] = "X",
		[MARK_UNKNOWN] = "?",
		[MARK_NONE] = "-",
	};
	enum mark mark = words_verdict(verdict).mark;

	if (verdict == DS_V_PENDING)
		page_put(p, ROLE_dim, p->fancy ? glyph(true, GLYPH_DOT) : ".");
	else
		page_put(p, (enum role)mark, p->fancy ? p->theme->mark[mark][true] : signs[mark]);
}

/* bar - what was seen over time, from the first look until now */
static void bar(struct page *p, const struct past *past, int64_t now)
{
	int64_t from = oldest(past), span = now + 1 - from;
	char first[64];
	int cells;

	past_when(first, sizeof first, now, from, true);
	cells = p->width - cell_text_width(first) - cell_text_width(_("now")) - 4;
	if (past->n < 2 || cells < BAR_LEAST || p->width < 70)
		return;
	page_row(p);
	page_put(p, ROLE_dim, first);
	page_to(p, p->column + 1);
	for (int i = 0; i < cells; i++)
		cell(p, worst(past, from + span * i / cells, from + span * (i + 1) / cells));
	page_to(p, p->column + 1);
	page_put(p, ROLE_dim, _("now"));
}

/* shows_until - is there room for when a period was seen last? */
static bool shows_until(const struct page *p)
{
	return p->width >= 70;
}

/* verdict_at - the column of the verdict */
static int verdict_at(const struct page *p)
{
	return 1 + (WHEN_CELLS + 1) * (shows_until(p) ? 2 : 1);
}

/* change_at - the column of what changed */
static int change_at(const struct page *p)
{
	return verdict_at(p) + page_mark_width(p) + WORD_CELLS + 1;
}

/* nothing - why there is no history to be seen */
static void nothing(struct ui *ui, struct page *p, const struct past *past)
{
	const char *off = past_off(ui);

	page_row(p);
	page_wrap(p, ROLE_normal, 0,
	    off ? off
	    : past
		? _("Nothing was seen of this domain yet. Its history begins with the first check.")
		: _("The history cannot be read just now: another program writes it."));
}

/* history_head - since when, the bar, the heads of the columns */
static void history_head(struct screen *s, struct page *p)
{
	const struct past *past = past_of(s->ui, s->entry);
	int64_t now = past_now(s->ui, past);
	char text[1024];

	if (!past || !past->n) {
		nothing(s->ui, p, past);
		return;
	}
	page_row(p);
	page_wrap(p, ROLE_strong, 0, past_headline(past, now, p->width < 60, text, sizeof text));
	bar(p, past, now);
	if (p->width >= 60)
		page_row(p);
	page_row(p);
	page_to(p, 1);
	page_put(p, ROLE_head, _("FROM"));
	if (shows_until(p)) {
		page_to(p, 1 + WHEN_CELLS + 1);
		page_put(p, ROLE_head, _("UNTIL"));
	}
	page_to(p, verdict_at(p));
	page_put(p, ROLE_head, _("VERDICT"));
	page_to(p, change_at(p));
	page_put(p, ROLE_head, _("CHANGE"));
}

/* period_row - one time in which all looks saw the same */
static void period_row(struct page *p, const struct past *past, size_t i, int64_t now)
{
	const struct period *of = &past->periods[i];
	struct said said = words_verdict(of->verdict);
	char text[512], more[32] = "";
	int room;

	page_row(p);
	/* who stands on the newest one stays there when another becomes that */
	page_link(p, (struct target){ .kind = TO_PERIOD, .host = -1, .a = i ? (int)of->id : 0 });
	page_to(p, 1);
	page_handle(p, ROLE_normal, past_when(text, sizeof text, now, of->from_ms, true),
	    WHEN_CELLS, CELL_CUT_END);
	if (shows_until(p) && of->looks > 1) {
		page_to(p, 1 + WHEN_CELLS + 1);
		page_field(p, ROLE_dim, past_when(text, sizeof text, now, of->until_ms, true),
		    WHEN_CELLS, CELL_CUT_END);
	}
	page_to(p, verdict_at(p));
	page_mark(p, said.mark);
	page_field(p, (enum role)said.mark, said.word, WORD_CELLS, CELL_CUT_END);
	page_to(p, change_at(p));
	if (of->changes.n > 1)
		snprintf(more, sizeof more, " +%zu", of->changes.n - 1);
	room = p->width - p->column - 1 - cell_text_width(more);
	past_change(past, i, text, sizeof text);
	page_field(p, ROLE_normal, text,
	    cell_text_width(text) < room ? cell_text_width(text) : room, CELL_CUT_END);
	page_put(p, ROLE_dim, more);
	if (said.mark == MARK_BAD || said.mark == MARK_WEAK)
		page_problem(p);
}

/* history_body - all periods, and what was seen in other ways */
static void history_body(struct screen *s, struct page *p)
{
	const struct past *past = past_of(s->ui, s->entry);
	int64_t now = past_now(s->ui, past);

	for (size_t i = 0; past && i < past->n; i++)
		period_row(p, past, i, now);
	if (!past || !past->n)
		return;
	page_blank(p);
	if (past->n == 1) {
		page_row(p);
		page_wrap(p, ROLE_dim, 1,
		    past->periods[0].looks == 1
			? _("This is the first look: there is nothing yet to compare it with. Key r looks "
			    "again, W again and again.")
			: _("Nothing has changed since the first look."));
	}
	if (past_off(s->ui)) {
		page_row(p);
		page_wrap(p, ROLE_dim, 1, past_off(s->ui));
	}
	if (past->others) {
		page_row(p);
		page_to(p, 1);
		page_putf(p, ROLE_dim,
		    n_("%zu look was made in another way and is kept apart.",
			"%zu looks were made in other ways and are kept apart.", past->others),
		    past->others);
	}
}

/* history_foot - the changes of the selected period, where no pane shows them */
static void history_foot(struct screen *s, struct page *p, int room)
{
	const struct past *past = past_of(s->ui, s->entry);
	struct target target;
	const struct period *of;
	size_t most = room >= 20 ? 7 : 5;

	if (room < 14 || s->side.width > 0 || !screen_selected(s, &target))
		return;
	of = past_at(past, target.a);
	if (!of || past->n < 2)
		return;
	page_row(p);
	page_line(p, ROLE_rule, p->width - 1);
	detail_changes(p, of);
	while (p->nrows < most)
		page_row(p);
	p->nrows = most;
}

const struct screen_ops screen_history = {
	.name = N_("History"),
	.scope = ON_HISTORY,
	.side = true,
	.head = history_head,
	.body = history_body,
	.foot = history_foot,
};
