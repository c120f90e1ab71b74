/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tui - the console on a loop: keys, signals and painting
 *
 * Painting waits for a timer that is set only when something changed, at most 20 times a second;
 * an idle console has no timer at all.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "core/base/i18n.h"
#include "core/base/loop.h"
#include "core/danescope.h"
#include "tui/past.h"
#include "tui/tui.h"
#include "tui/ui.h"

#define PAINT_EVERY_US 50000  /* 20 pictures a second: more is not seen, and the line is dear */
#define PAINT_SLOW_US  200000 /* on a slow line, and where a long list fills in */
#define PAINT_LATE_US  100000 /* a picture that takes so long to write is on a slow line */
#define REST_US        100000 /* after that the rows are at rest: a held key is faster */
#define KEPT_EVERY_US  30000000
#define PAST_AFTER_US  300000  /* looks are written some time after the picture */
#define PAST_IDLE_US   3000000 /* no key for so long: nobody waits */
#define PAST_STEP_US   20000   /* between two steps */
#define PAST_BUSY_US   1000000 /* until it is tried again, where another program writes */
#define LAST_WORDS     4352    /* a path, and a sentence around it */
#define PASTE_KEYS     16      /* keys at once that nobody types */
#define PASTE_GAP_US   100000  /* between two parts of one paste */
#define KEYS_MAX       4096    /* keys that are taken at once */

enum { ON_WINCH, ON_CONT, ON_TERM, ON_HUP, ON_INT, ON_TSTP, SIGNALS };

/* The console and what it waits for. */
struct console {
	struct ui ui;
	struct ds_loop *loop;
	struct ds_watch *keys, *painter, *rester, *feeder, *keeper, *watcher, *player, *historian,
	    *stage, *signals[SIGNALS];
	uint64_t painted, answered, pasted;
	bool pressed; /* the next picture answers a key */
	bool slow;    /* the line has shown to be so */
	bool keeping; /* the keeper's timer runs */
	bool watching;
	bool writing; /* the historian's timer runs */
	bool playing; /* the player's timer runs */
};

/* on_paint - the painter's timer */
static void on_paint(void *arg)
{
	struct console *c = arg;
	uint64_t before = ds_loop_ticks(c->loop);

	ui_paint(&c->ui);
	c->painted = ds_loop_ticks(c->loop);
	if (c->pressed)
		c->answered = c->painted;
	c->pressed = false;
	c->slow = c->painted - before > PAINT_LATE_US;
	if (c->ui.moving)
		ds_watch_after(c->rester, REST_US);
	if (!c->writing && past_waits(&c->ui))
		c->writing = ds_watch_after(c->historian, PAST_AFTER_US);
}

/* on_rest - the rows have come to rest */
static void on_rest(void *arg)
{
	struct console *c = arg;

	ui_rest(&c->ui);
}

/* keep_soon - the list is written for the next start, some time after it changed */
static void keep_soon(struct console *c)
{
	if (!c->keeping && c->ui.options->kept)
		c->keeping = ds_watch_after(c->keeper, KEPT_EVERY_US);
}

/* last_words - what a crash would still say: where the list is */
static void last_words(const struct ui *ui)
{
	char text[LAST_WORDS];

	if (!kept_told(ui, text, sizeof text - 2))
		return;
	memcpy(text + strlen(text), "\n", 2);
	term_last_words(text);
}

/* on_keep - the keeper's timer: a step of it */
static void on_keep(void *arg)
{
	struct console *c = arg;

	c->keeping = kept_write(&c->ui) && ds_watch_after(c->keeper, 0);
	if (!c->keeping)
		last_words(&c->ui);
}

/* on_past - the historian's timer: some looks into the history */
static void on_past(void *arg)
{
	struct console *c = arg;
	bool idle = ds_loop_ticks(c->loop) - c->answered > PAST_IDLE_US;

	size_t before = past_waits(&c->ui);
	bool more = past_step(&c->ui, idle);
	bool busy = past_waits(&c->ui) == before;

	c->writing = more && ds_watch_after(c->historian, busy ? PAST_BUSY_US : PAST_STEP_US);
}

/* on_feed - a step of a long list that is being added */
static void on_feed(void *arg)
{
	struct console *c = arg;

	if (intake_step(&c->ui))
		ds_watch_after(c->feeder, 0);
}

/* on_watch - look again at the domains that are watched */
static void on_watch(void *arg)
{
	struct console *c = arg;
	struct session *s = &c->ui.session;

	for (size_t i = 0; i < s->n && c->ui.watched > 0; i++)
		if (s->entries[i]->watched && s->entries[i]->state >= ENTRY_DONE)
			session_recheck(s, s->entries[i]);
	if (c->ui.watched > 0)
		ds_watch_after(
		    c->watcher, (uint64_t)ui_setting(&c->ui, SET_WATCH) * 60u * 1000000u);
	c->watching = c->ui.watched > 0;
}

/* watch_soon - the first look comes when the time of waiting is over */
static void watch_soon(struct console *c)
{
	if (c->ui.watched > 0 && !c->watching)
		c->watching = ds_watch_after(
		    c->watcher, (uint64_t)ui_setting(&c->ui, SET_WATCH) * 60u * 1000000u);
}

/* play_soon - the next step of what plays, when this one is read */
static void play_soon(struct console *c)
{
	unsigned wait = c->playing ? 0 : play_wait(&c->ui);

	if (wait)
		c->playing = ds_watch_after(c->player, wait * 1000ull);
}

/* on_play - the player's timer */
static void on_play(void *arg)
{
	struct console *c = arg;

	c->playing = false;
	play_tick(&c->ui);
	play_soon(c);
}

/* on_stage - something has happened to a letter */
static void on_stage(void *arg)
{
	struct console *c = arg;

	if (!attack_arrived(&c->ui))
		c->stage = ds_watch_free(c->stage);
	play_soon(c);
}

/* paint_after - a picture, so long after an earlier one at the soonest */
static void paint_after(struct console *c, uint64_t earlier, bool soon)
{
	uint64_t now = ds_loop_ticks(c->loop);
	bool slow = !soon || c->slow || c->ui.settings[SET_SLOW];
	uint64_t due = earlier + (slow ? PAINT_SLOW_US : PAINT_EVERY_US);

	ds_watch_after(c->painter, due > now ? due - now : 0);
}

/* on_change - something is to be painted: soon, but not too often */
static void on_change(void *arg, bool soon)
{
	struct console *c = arg;

	keep_soon(c);
	paint_after(c, c->painted, soon);
}

/* answer - what a key changed is painted at once, however much else goes on; held keys wait for each
 * other */
static void answer(struct console *c)
{
	if (!c->ui.changed)
		return;
	c->pressed = true;
	paint_after(c, c->answered, true);
}

/* leave - end the loop with this status */
static void leave(struct console *c, int status)
{
	c->ui.exit_status = status;
	ds_loop_stop(c->loop);
}

/* is_paste - keys that came at once, as nobody types: for terminals without brackets around a paste */
static bool is_paste(const struct console *c, const struct term_press *keys, size_t n)
{
	bool name = false;

	if (c->ui.prompt.kind != PROMPT_NONE && c->ui.prompt.kind != PROMPT_ADD)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (keys[i].function || keys[i].code == 27)
			return false;
		name = name || keys[i].code == '.';
	}
	return n && ((n >= PASTE_KEYS && name) ||
			(c->pasted && ds_loop_ticks(c->loop) - c->pasted < PASTE_GAP_US));
}

/* take_keys - each of them, or all as one paste */
static void take_keys(struct console *c, const struct term_press *keys, size_t n)
{
	bool paste = !c->ui.prompt.pasting && is_paste(c, keys, n);

	if (paste)
		prompt_paste(&c->ui, true);
	for (size_t i = 0; i < n && !c->ui.quit; i++)
		ui_key(&c->ui, &keys[i]);
	if (!paste)
		return;
	prompt_paste(&c->ui, false);
	c->pasted = ds_loop_ticks(c->loop);
}

/* on_keys - all keys that have arrived, then one painting */
static void on_keys(void *arg)
{
	struct console *c = arg;
	struct term_press keys[KEYS_MAX];
	size_t n = 0;

	while (n < KEYS_MAX && term_read(&c->ui.term, &keys[n]))
		n++;
	take_keys(c, keys, n);
	answer(c);
	if (c->ui.quit)
		leave(c, 0);
	else if (!n && term_gone(&c->ui.term))
		leave(c, 128 + SIGHUP);
	if (c->ui.intake)
		ds_watch_after(c->feeder, 0);
	watch_soon(c);
	play_soon(c);
}

/* on_winch - the window has another size */
static void on_winch(void *arg)
{
	struct console *c = arg;

	if (term_resize(&c->ui.term))
		ui_resized(&c->ui);
}

/* on_cont - continued after a stop: others may have written on the screen */
static void on_cont(void *arg)
{
	struct console *c = arg;

	term_resize(&c->ui.term);
	ui_resized(&c->ui);
}

/* on_tstp - asked to stop from outside */
static void on_tstp(void *arg)
{
	struct console *c = arg;

	term_suspend(&c->ui.term);
	on_cont(c);
}

/* on_term - asked to end */
static void on_term(void *arg)
{
	leave(arg, 128 + SIGTERM);
}

/* on_hup - the terminal is gone */
static void on_hup(void *arg)
{
	leave(arg, 128 + SIGHUP);
}

/* on_int - interrupted from outside: Ctrl-C itself arrives as a key */
static void on_int(void *arg)
{
	leave(arg, 128 + SIGINT);
}

/* watch_all - keys, signals, painter; false: out of memory */
static bool watch_all(struct console *c)
{
	static const struct {
		int signo;
		ds_loop_fn *fn;
	} signals[SIGNALS] = {
		[ON_WINCH] = { SIGWINCH, on_winch },
		[ON_CONT] = { SIGCONT, on_cont },
		[ON_TERM] = { SIGTERM, on_term },
		[ON_HUP] = { SIGHUP, on_hup },
		[ON_INT] = { SIGINT, on_int },
		[ON_TSTP] = { SIGTSTP, on_tstp },
	};
	bool ok;

	c->keys = ds_loop_readable(c->loop, fileno(c->ui.term.in), on_keys, c);
	c->painter = ds_loop_timer(c->loop, on_paint, c);
	c->rester = ds_loop_timer(c->loop, on_rest, c);
	c->feeder = ds_loop_timer(c->loop, on_feed, c);
	c->keeper = ds_loop_timer(c->loop, on_keep, c);
	c->watcher = ds_loop_timer(c->loop, on_watch, c);
	c->player = ds_loop_timer(c->loop, on_play, c);
	c->historian = ds_loop_timer(c->loop, on_past, c);
	ok = c->keys && c->painter && c->rester && c->feeder && c->keeper && c->watcher &&
	     c->player && c->historian;
	if (c->ui.options->stage) {
		c->stage = ds_loop_readable(c->loop, c->ui.options->stage->fd, on_stage, c);
		ok = ok && c->stage;
	}
	if (ok) {
		ds_watch_urgent(c->keys);
		ds_watch_urgent(c->painter);
	}
	for (size_t i = 0; i < SIGNALS; i++) {
		c->signals[i] = ds_loop_signal(c->loop, signals[i].signo, signals[i].fn, c);
		ok = ok && c->signals[i];
	}
	return ok;
}

/* unwatch_all - wait for nothing any more */
static void unwatch_all(struct console *c)
{
	struct ds_watch *const watches[] = { c->keys, c->painter, c->rester, c->feeder, c->keeper,
		c->watcher, c->player, c->historian, c->stage };

	for (size_t i = 0; i < sizeof watches / sizeof watches[0]; i++)
		if (watches[i])
			ds_watch_free(watches[i]);
	for (size_t i = 0; i < SIGNALS; i++)
		if (c->signals[i])
			ds_watch_free(c->signals[i]);
}

/* add_domains - the ones that were named on the command line */
static void add_domains(struct ui *ui, const char *const *domains)
{
	for (size_t i = 0; domains && domains[i]; i++)
		intake_text(ui, domains[i]);
	if (ui->session.n)
		domains_go(ui, ui->session.entries[0]->id);
	if (!ui->message_error)
		ui->message[0] = '\0';
}

/* open_all - theme and terminal; false with the problem told */
static bool open_all(
    struct console *c, const struct tui_options *options, struct ds_problem *problem)
{
	struct term_options term = { .color = options->color };
	char why[THEME_PROBLEM];

	if (!theme_load(&c->ui.theme, options->theme ? options->theme : "default",
		options->theme_dirs, why)) {
		if (options->theme) {
			problem->exit_status = 66;
			snprintf(problem->text, sizeof problem->text, "%s", why);
			return false;
		}
		theme_plain(&c->ui.theme);
	}
	if (!term_open(&c->ui.term, &term, problem))
		return false;
	term_use(&c->ui.term, &c->ui.theme);
	return true;
}

/* begin_checks - the engine, where it is to be made only now; false with the problem told */
static bool begin_checks(
    struct console *c, const struct tui_options *options, struct ds_problem *problem)
{
	struct ds_engine *engine;

	if (options->engine || !options->begin)
		return true;
	engine = options->begin(options->begin_arg, problem);
	if (engine)
		session_start(&c->ui.session, engine);
	else
		leave(c, problem->exit_status);
	return engine != NULL;
}

/* farewell - ended by a signal: where the list is, for who sees it still */
static void farewell(struct console *c)
{
	char text[LAST_WORDS];

	term_last_words(NULL);
	if (c->ui.exit_status > 128 && kept_told(&c->ui, text, sizeof text))
		fprintf(stderr, "%s\n", text);
}

/* tui_run - the console, until the user leaves it */
int tui_run(const struct tui_options *options, struct ds_problem *problem)
{
	struct console c = { .loop = options->loop, .ui = { .options = options } };

	if (!open_all(&c, options, problem))
		return problem->exit_status;
	if (!watch_all(&c)) {
		term_close(&c.ui.term);
		unwatch_all(&c);
		problem->exit_status = 70;
		snprintf(problem->text, sizeof problem->text, "%s", _("out of memory"));
		return problem->exit_status;
	}
	c.ui.wake = on_change;
	c.ui.wake_arg = &c;
	session_init(&c.ui.session, options->loop, options->engine, ui_entry_changed, &c.ui);
	ui_init(&c.ui, options);
	add_domains(&c.ui, options->domains);
	if (c.ui.term.substitute)
		ui_say(&c.ui, _("This terminal is not known here; it is taken for %s."),
		    c.ui.term.type);
	last_words(&c.ui);
	if (getrandom(&c.ui.mask_salt, sizeof c.ui.mask_salt, GRND_NONBLOCK) < 0)
		c.ui.mask_salt = 0;
	on_paint(&c);
	if (begin_checks(&c, options, problem))
		ds_loop_run(options->loop);
	term_close(&c.ui.term);
	unwatch_all(&c);
	while (kept_write(&c.ui))
		;
	farewell(&c);
	ui_free(&c.ui);
	return c.ui.exit_status;
}
