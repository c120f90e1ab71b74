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

#include "core/base/i18n.h"
#include "core/base/loop.h"
#include "core/danescope.h"
#include "tui/tui.h"
#include "tui/ui.h"

#define PAINT_EVERY_US 50000

enum { ON_WINCH, ON_CONT, ON_TERM, ON_HUP, ON_INT, ON_TSTP, SIGNALS };

/* The console and what it waits for. */
struct console {
	struct ui ui;
	struct ds_loop *loop;
	struct ds_watch *keys, *painter, *signals[SIGNALS];
	uint64_t painted;
};

/* on_paint - the painter's timer */
static void on_paint(void *arg)
{
	struct console *c = arg;

	c->painted = ds_loop_ticks(c->loop);
	ui_paint(&c->ui);
}

/* on_change - something is to be painted: soon, but not too often */
static void on_change(void *arg)
{
	struct console *c = arg;
	uint64_t now = ds_loop_ticks(c->loop), due = c->painted + PAINT_EVERY_US;

	ds_watch_after(c->painter, due > now ? due - now : 0);
}

/* leave - end the loop with this status */
static void leave(struct console *c, int status)
{
	c->ui.exit_status = status;
	ds_loop_stop(c->loop);
}

/* on_keys - all keys that have arrived, then one painting */
static void on_keys(void *arg)
{
	struct console *c = arg;
	struct term_press press;
	bool any = false;

	while (!c->ui.quit && term_read(&c->ui.term, &press)) {
		any = true;
		ui_key(&c->ui, &press);
	}
	if (c->ui.quit)
		leave(c, 0);
	else if (!any && term_gone(&c->ui.term))
		leave(c, 128 + SIGHUP);
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
	ok = c->keys && c->painter;
	for (size_t i = 0; i < SIGNALS; i++) {
		c->signals[i] = ds_loop_signal(c->loop, signals[i].signo, signals[i].fn, c);
		ok = ok && c->signals[i];
	}
	return ok;
}

/* unwatch_all - wait for nothing any more */
static void unwatch_all(struct console *c)
{
	if (c->keys)
		ds_watch_free(c->keys);
	if (c->painter)
		ds_watch_free(c->painter);
	for (size_t i = 0; i < SIGNALS; i++)
		if (c->signals[i])
			ds_watch_free(c->signals[i]);
}

/* add_domains - the ones that were named on the command line */
static void add_domains(struct ui *ui, const char *const *domains)
{
	for (size_t i = 0; domains && domains[i]; i++)
		deed_add(ui, domains[i]);
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

/* tui_run - the console, until the user leaves it */
int tui_run(const struct tui_options *options, struct ds_problem *problem)
{
	struct console c = { .loop = options->loop };

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
	if (c.ui.term.substitute)
		ui_say(&c.ui, _("This terminal is not known here; it is taken for %s."),
		    c.ui.term.type);
	add_domains(&c.ui, options->domains);
	on_paint(&c);
	if (begin_checks(&c, options, problem))
		ds_loop_run(options->loop);
	term_close(&c.ui.term);
	unwatch_all(&c);
	ui_free(&c.ui);
	return c.ui.exit_status;
}
