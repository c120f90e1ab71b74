/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * screen_stage - the attack happens: two senders side by side, and what becomes of their letters
 *
 * The run is real and over in a moment; it is shown at reading speed, or step by step.
 */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "tui/attack.h"
#include "tui/tui.h"
#include "tui/ui.h"

#define READ_LEAST_MS 350
#define READ_MOST_MS  2000
#define READ_SIGN_MS  15 /* a character of the longer text */
#define CAPTION_ROOM  14 /* rows from which on captions fit below the columns */
#define CAPTION_ROWS  4

/* alone - which sender is shown alone where there is no room for both; -1: both are */
static int alone(const struct screen *s, int width)
{
	return width < ATTACK_BESIDE ? s->variant : -1;
}

/* steps - how many are known, at the width of the screen */
static size_t steps(const struct screen *s)
{
	return attack_steps(&s->ui->attack, attack_detailed(s->width));
}

/* complete - has all been shown, and does nothing follow? */
static bool complete(const struct screen *s)
{
	return !s->ui->attack.running && s->ui->attack.shown >= steps(s);
}

/* said_now - what became of a letter, once its way has been shown up to the log */
static struct said said_now(const struct screen *s, enum lab_sender sender)
{
	const struct attack *a = &s->ui->attack;
	struct attack_step step;
	bool more = a->running;

	for (size_t n = a->shown; !more && attack_step(a, attack_detailed(s->width), n, &step); n++)
		more = step.of[sender] && step.part < LAB_PART_END;
	return attack_said(more ? ATTACK_PENDING : attack_outcome(a, sender));
}

/* put_sender - the heads of the columns, or of the one that is shown */
static void put_sender(struct screen *s, struct page *p)
{
	static const enum role strong[LAB_SENDERS] = { ROLE_strong, ROLE_strong };
	const char *const names[LAB_SENDERS] = { attack_sender(LAB_SENDER_PLAIN),
		attack_sender(LAB_SENDER_DANE) };
	int one = alone(s, p->width);

	if (one < 0) {
		attack_pair(p, strong, names, NULL);
		return;
	}
	page_row(p);
	page_put(p, ROLE_strong, names[one]);
	page_right(p, ROLE_dim, _("Tab: the other"), p->width - 1);
}

/* stage_head - which attack, how far it is, and whose columns these are */
static void stage_head(struct screen *s, struct page *p)
{
	const struct attack *a = &s->ui->attack;
	size_t n = attack_steps(a, attack_detailed(p->width)), shown = a->shown < n ? a->shown : n;
	char text[96];

	page_row(p);
	page_put(p, ROLE_strong, attack_name(a->what));
	snprintf(text, sizeof text, _("step %zu of %zu"), shown, n);
	p->column += 2;
	if (p->width >= ATTACK_BESIDE)
		page_field(p, ROLE_dim, attack_line(a->what),
		    p->width - p->column - cell_text_width(text) - 2, CELL_CUT_END);
	if (n)
		page_right(p, ROLE_dim, text, p->width - 1);
	put_sender(s, p);
}

/* stage_body - what has happened so far */
static void stage_body(struct screen *s, struct page *p)
{
	attack_rows(&s->ui->attack, p, alone(s, p->width));
	if (!p->nrows) {
		page_row(p);
		page_put(p, ROLE_dim, _("Both senders set out."));
	}
}

/* captions - why it ended so, of each sender */
static void captions(struct screen *s, struct page *p)
{
	for (size_t i = 0; i < LAB_SENDERS; i++) {
		const char *const who[LAB_SENDERS] = { _("Without DANE:"), _("With DANE:") };

		page_row(p);
		page_put(p, ROLE_strong, who[i]);
		p->column++;
		page_wrap(p, ROLE_normal, 0, attack_caption(&s->ui->attack, (enum lab_sender)i));
	}
}

/* stage_foot - the outcomes, and why: always as high, so that the rows above stand still */
static void stage_foot(struct screen *s, struct page *p, int room)
{
	int one = alone(s, p->width);
	const struct said said[LAB_SENDERS] = { said_now(s, LAB_SENDER_PLAIN),
		said_now(s, LAB_SENDER_DANE) };
	size_t rows;

	if (room >= CAPTION_ROOM) {
		page_row(p);
		page_line(p, ROLE_rule, p->width - 1);
	}
	if (one >= 0) {
		page_row(p);
		page_mark(p, said[one].mark);
		page_put(p, (enum role)said[one].mark, said[one].word);
	} else {
		attack_pair(p, (enum role[]){ (enum role)said[0].mark, (enum role)said[1].mark },
		    (const char *const[]){ said[0].word, said[1].word },
		    (enum mark[]){ said[0].mark, said[1].mark });
	}
	if (room < CAPTION_ROOM || one >= 0)
		return;
	rows = p->nrows + CAPTION_ROWS;
	if (complete(s))
		captions(s, p);
	while (p->nrows < rows)
		page_row(p);
	p->nrows = rows;
}

/* attack_run - both senders set out */
void attack_run(struct ui *ui, enum lab_attack what)
{
	const struct tui_stage *stage = ui->options->stage;
	struct screen *s = ui_top(ui);

	attack_begin(&ui->attack, what);
	s->target.a = (int)what;
	s->follow = true;
	s->stale = true;
	ui->playing = true;
	ui_touch(ui);
	if (stage->begin(stage->arg, what, attack_post()))
		return;
	ui->attack.running = false;
	ui_complain(ui, "%s", _("The practice network is gone."));
}

/* attack_halt - what runs ends at once; false: nothing ran */
bool attack_halt(struct ui *ui)
{
	const struct tui_stage *stage = ui->options->stage;

	if (!ui->attack.running)
		return false;
	stage->stop(stage->arg);
	ui->attack.running = false;
	ui_stale(ui);
	return true;
}

/* attack_arrived - events have come; false: none will come any more */
bool attack_arrived(struct ui *ui)
{
	const struct tui_stage *stage = ui->options->stage;
	struct lab_event event;
	int got;

	while ((got = stage->next(stage->arg, &event)) > 0)
		attack_take(&ui->attack, &event);
	if (got < 0 && ui->attack.running) {
		ui->attack.running = false;
		ui_complain(ui, "%s", _("The practice network is gone."));
	}
	if (ui_top(ui)->ops == &screen_stage) {
		ui_top(ui)->stale = true;
		ui_touch(ui);
	}
	return got >= 0;
}

/* shows - is anything of this step to be seen? */
static bool shows(const struct screen *s, size_t n)
{
	struct attack_step step;
	int one = alone(s, s->width);

	if (!attack_step(&s->ui->attack, attack_detailed(s->width), n, &step))
		return false;
	return one < 0 || step.of[one] || step.first;
}

/* step_on - one step further; false: there is none yet, or none any more */
static bool step_on(struct screen *s)
{
	struct attack *a = &s->ui->attack;
	size_t n = steps(s);

	if (a->shown >= n)
		return false;
	a->shown++;
	while (a->shown < n && !shows(s, a->shown - 1))
		a->shown++;
	s->stale = true;
	s->follow = true;
	ui_touch(s->ui);
	return true;
}

/* stage_wait - so long is the last step read, in milliseconds; 0: there is none to come */
static unsigned stage_wait(struct screen *s)
{
	const struct attack *a = &s->ui->attack;
	struct attack_step step;
	size_t length = 0, ms;

	if (a->shown >= steps(s) || !a->shown ||
	    !attack_step(a, attack_detailed(s->width), a->shown - 1, &step))
		return 0;
	for (size_t i = 0; i < LAB_SENDERS; i++) {
		struct attack_row row = { .text = "" };

		if (step.of[i])
			attack_word(step.of[i], false, &row);
		length = strlen(row.text) > length ? strlen(row.text) : length;
	}
	ms = READ_LEAST_MS + length * READ_SIGN_MS;
	return (unsigned)(ms > READ_MOST_MS ? READ_MOST_MS : ms);
}

/* stage_tick - the time for reading is over */
static void stage_tick(struct screen *s)
{
	step_on(s);
	if (!complete(s))
		return;
	s->ui->playing = false;
	ui_touch(s->ui);
}

/* show_all - to the end, as far as it is known */
static void show_all(struct screen *s)
{
	s->ui->attack.shown = steps(s);
	if (complete(s))
		s->ui->playing = false;
	s->follow = true;
	s->stale = true;
}

/* next_attack - another one, on the same stage */
static void next_attack(struct screen *s, int by)
{
	attack_halt(s->ui);
	attack_run(s->ui, (enum lab_attack)((s->target.a + by + LAB_ATTACKS) % LAB_ATTACKS));
}

/* turn - the other sender, where one is shown at a time */
static void turn(struct screen *s)
{
	if (alone(s, s->width) < 0) {
		ui_say(s->ui, "%s", _("Both senders are shown."));
		return;
	}
	s->variant = !s->variant;
	s->stale = true;
}

/* step_by_hand - space */
static bool step_by_hand(struct screen *s)
{
	s->ui->playing = false;
	if (step_on(s))
		return true;
	if (s->ui->attack.running)
		return true;
	ui_say(s->ui, "%s", _("That was the last step."));
	return true;
}

/* play_or_stop - p */
static void play_or_stop(struct screen *s)
{
	struct ui *ui = s->ui;

	ui->playing = !ui->playing && !complete(s);
	if (complete(s))
		ui_say(ui, "%s", _("That was the last step."));
	else
		ui_say(ui, "%s",
		    ui->playing ? _("It goes on by itself; p stops it.")
				: _("Space shows the next step, p lets it go on by itself."));
}

/* stage_act - steps, runs, and back */
static bool stage_act(struct screen *s, const struct action *action)
{
	struct ui *ui = s->ui;

	switch (action->id) {
	case DO_OPEN:
		attack_run(ui, (enum lab_attack)s->target.a);
		if (ui->attack.running)
			ui_say(ui, "%s", _("Both senders set out once more."));
		return true;
	case DO_PAGE_DOWN: return step_by_hand(s);
	case DO_PLAY: play_or_stop(s); return true;
	case DO_LAST: show_all(s); return true;
	case DO_NEXT_SIBLING: next_attack(s, 1); return true;
	case DO_PREVIOUS_SIBLING: next_attack(s, -1); return true;
	case DO_NEXT_SCREEN:
	case DO_PREVIOUS_SCREEN: turn(s); return true;
	case DO_BACK:
		if (!attack_halt(ui))
			return false;
		ui_say(ui, "%s", _("Stopped."));
		return true;
	default: return false;
	}
}

/* stage_title - the attack, in the path */
static const char *stage_title(struct screen *s, char *buf, size_t size)
{
	snprintf(buf, size, "%s", attack_name((enum lab_attack)s->target.a));
	return buf;
}

const struct screen_ops screen_stage = {
	.name = N_("On stage"),
	.scope = ON_STAGE,
	.title = stage_title,
	.whole = true,
	.head = stage_head,
	.body = stage_body,
	.foot = stage_foot,
	.act = stage_act,
	.wait = stage_wait,
	.tick = stage_tick,
};
