/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * show - the console over the fixture, on a real terminal: for looking at it and for measuring it
 *
 *	show [THEME [DOMAINS [COLOR]]]
 *
 * With PLAIN in the environment it is just what the tests in-process see, to be held against them.
 * There is no network and no engine: the checks are over before it begins.
 */
#include <libintl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <poll.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/survey/history.h"
#include "tests/ui/fixture.h"
#include "tests/ui/fixture_history.h"
#include "tui/tui.h"
#include "tui/ui.h"

/* serve - keys in, paintings out, until it is left */
static void serve(struct ui *ui)
{
	struct term_press press;
	struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
	int ready;

	while (!ui->quit) {
		if (ui->changed)
			ui_paint(ui);
		ready = poll(&fd, 1, ui->moving ? 100 : -1);
		if (!ready)
			ui_rest(ui);
		if (ready < 0 && term_resize(&ui->term))
			ui_resized(ui);
		while (term_read(&ui->term, &press))
			ui_key(ui, &press);
		if (fd.revents & POLLHUP)
			return;
	}
}

/* on_winch - only so that poll is interrupted */
static void on_winch(int signo)
{
	(void)signo;
}

/* language - gettext finds it in the environment */
static void language(const char *name)
{
	setenv("LANGUAGE", name, 1);
	setlocale(LC_ALL, "");
}

int main(int argc, char **argv)
{
	static const char *const dirs[] = { "themes", NULL };
	static const struct tui_story stories[] = { { "minduin.nl",
	    "Of two mail hosts the second shows a key that its TLSA record does not name.",
	    NULL } };
	struct tui_options options = { .theme_dirs = dirs,
		.remark = "practice network",
		.nstories = 1,
		.stories = stories,
		.set_language = language };
	struct term_options term = { .color = argc > 3 ? argv[3] : NULL };
	struct arena *arena = arena_new((size_t)256 << 20);
	struct sigaction winch = { .sa_handler = on_winch };
	struct ds_problem problem;
	char why[THEME_PROBLEM];
	struct ui ui = { .depth = 0 };

	if (getenv("PLAIN"))
		options = (struct tui_options){ .theme_dirs = dirs };
	options.history = fixture_history();
	setlocale(LC_ALL, "");
	bindtextdomain(DS_TEXT_DOMAIN, getenv("LOCALES") ? getenv("LOCALES") : "build/locale");
	bind_textdomain_codeset(DS_TEXT_DOMAIN, "UTF-8");
	if (!theme_load(&ui.theme, argc > 1 ? argv[1] : "default", dirs, why)) {
		fprintf(stderr, "%s\n", why);
		return 66;
	}
	if (!term_open(&ui.term, &term, &problem)) {
		fprintf(stderr, "%s\n", problem.text);
		return problem.exit_status;
	}
	sigaction(SIGWINCH, &winch, NULL);
	term_use(&ui.term, &ui.theme);
	session_init(&ui.session, NULL, NULL, ui_entry_changed, &ui);
	ui_init(&ui, &options);
	fixture_fill(&ui, arena);
	if (argc > 2)
		fixture_fill_many(&ui, arena, strtoul(argv[2], NULL, 10));
	if (options.nstories)
		ui.session.entries[1]->story = stories[0].story;
	domains_go(&ui, ui.session.entries[0]->id);
	serve(&ui);
	term_close(&ui.term);
	ui_free(&ui);
	history_free(options.history);
	arena_free(arena);
	return 0;
}
