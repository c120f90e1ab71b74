/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * screen_play - the diagnosis once more, step by step, each with a caption
 *
 * By hand (space), or by itself at reading speed (p). It plays what the report holds: a check that
 * has just been made, one that still runs, or a recording.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "tui/facts.h"
#include "tui/glyph.h"
#include "tui/play.h"
#include "tui/ui.h"

#define READ_LEAST_MS 900
#define READ_MOST_MS  5000
#define READ_SIGN_MS  35 /* a character of the caption */
#define CAPTION_ROWS  4

/* shown - how many steps are to be seen; the first one always */
static size_t shown(const struct screen *s, size_t n)
{
	size_t want = (size_t)s->variant + 1;

	return want < n ? want : n;
}

/* play_head - how far it is */
static void play_head(struct screen *s, struct page *p)
{
	const struct ds_report *r = screen_report(s);
	struct play_step *steps;
	char text[96];
	size_t n = 0;

	if (!r)
		return;
	steps = play_steps(r, &n);
	free(steps);
	page_row(p);
	page_put(p, ROLE_strong, s->ui->playing ? _("It plays by itself") : _("Step by step"));
	page_putf(p, ROLE_dim, "  %s",
	    s->ui->playing ? _("p stops") : _("space: the next step, p: by itself"));
	snprintf(text, sizeof text, _("step %zu of %zu"), shown(s, n), n);
	page_right(p, ROLE_dim, text, p->width - 1);
	page_row(p);
	page_line(p, ROLE_rule, p->width - 1);
}

/* step_row - one step: when, and what */
static void step_row(struct page *p, const struct ds_report *r, const struct play_step *step)
{
	char text[1024], time[32];
	struct said said = play_line(r, step, p->fancy, text, sizeof text);
	bool quiet = step->kind == PLAY_TALK || step->kind == PLAY_ASK || step->kind == PLAY_ANSWER;

	page_row(p);
	page_link(p, play_target(r, step));
	page_right(p, ROLE_dim, words_duration(time, sizeof time, step->us), 8);
	page_to(p, 9);
	if (step->kind == PLAY_ASK || step->kind == PLAY_TALK)
		p->column += page_mark_width(p);
	else
		page_mark(p, said.mark);
	page_handle(p, quiet ? ROLE_normal : (enum role)said.mark, said.word,
	    cell_text_width(said.word) < p->width - p->column ? 0 : p->width - p->column - 1,
	    CELL_CUT_END);
	if (said.mark == MARK_BAD)
		page_problem(p);
}

/* play_body - the steps so far */
static void play_body(struct screen *s, struct page *p)
{
	const struct ds_report *r = screen_report(s);
	struct play_step *steps;
	size_t n = 0;

	if (!r)
		return;
	steps = play_steps(r, &n);
	for (size_t i = 0; i < shown(s, n); i++)
		step_row(p, r, &steps[i]);
	free(steps);
}

/* caption - of the step that is shown last; NULL: there is none */
static const char *caption(struct screen *s, char *buf, size_t size)
{
	const struct ds_report *r = screen_report(s);
	struct play_step *steps;
	const char *text = NULL;
	size_t n = 0;

	if (!r)
		return NULL;
	steps = play_steps(r, &n);
	if (n)
		text = play_caption(r, &steps[shown(s, n) - 1], buf, size);
	free(steps);
	return text;
}

/* play_foot - the caption of the last step: always as high, so that the rows above stand still */
static void play_foot(struct screen *s, struct page *p, int room)
{
	char buf[2048];
	const char *text = caption(s, buf, sizeof buf);
	size_t rows;

	if (!text || room < 5)
		return;
	rows = room < CAPTION_ROWS + 6 ? CAPTION_ROWS - 1 : CAPTION_ROWS;
	page_row(p);
	page_line(p, ROLE_rule, p->width - 1);
	page_row(p);
	page_wrap(p, ROLE_strong, 0, text);
	while (p->nrows < rows)
		page_row(p);
	p->nrows = rows;
}

/* step_on - one step further; false: that was the last */
static bool step_on(struct screen *s)
{
	const struct ds_report *r = screen_report(s);
	size_t n = 0;

	if (r)
		free(play_steps(r, &n));
	if ((size_t)s->variant + 1 >= n)
		return false;
	s->variant++;
	s->stale = true;
	s->follow = true;
	ui_touch(s->ui);
	return true;
}

/* step_wait - so long is the caption of the last step read, in milliseconds */
static unsigned step_wait(struct screen *s)
{
	char buf[2048];
	const char *text = caption(s, buf, sizeof buf);
	size_t ms = text ? READ_LEAST_MS + strlen(text) * READ_SIGN_MS : READ_LEAST_MS;

	return (unsigned)(ms > READ_MOST_MS ? READ_MOST_MS : ms);
}

/* step_tick - the time for reading is over */
static void step_tick(struct screen *s)
{
	if (step_on(s))
		return;
	s->ui->playing = false;
	ui_touch(s->ui);
}

/* play_act - the next step, or by itself */
static bool play_act(struct screen *s, const struct action *action)
{
	switch (action->id) {
	case DO_PAGE_DOWN:
		s->ui->playing = false;
		if (!step_on(s))
			ui_say(s->ui, "%s", _("That was the last step."));
		return true;
	case DO_PLAY:
		s->ui->playing = !s->ui->playing;
		s->follow = true;
		return true;
	default: return false;
	}
}

const struct screen_ops screen_play = {
	.name = N_("Play"),
	.scope = ON_PLAY,
	.side = true,
	.head = play_head,
	.body = play_body,
	.foot = play_foot,
	.act = play_act,
	.wait = step_wait,
	.tick = step_tick,
};
