/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tui - the console: the same diagnosis, on a terminal, while it happens
 *
 * The console owns the terminal from the call of tui_run until it returns and leaves it as it was
 * found, whatever ends it. Everything runs on the caller's loop: keys, signals, checks, painting.
 */
#ifndef DS_TUI_TUI_H
#define DS_TUI_TUI_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/stage.h"
#include "tui/setting.h"

struct ds_loop;
struct ds_engine;
struct history;
struct ds_problem;

/* What the practice network wants to say of one of its domains. */
struct tui_story {
	const char *domain; /* A-label */
	const char *story;  /* msgid: shown translated, below the list and on the overview */
	const char
	    *group; /* msgid, or NULL: its group, until a list of the user's gives it another */
};

/* The stage of the practice network: two senders, and an attacker on their way. */
struct tui_stage {
	/* Begins a run with this letter; what ran before is ended. False: the practice network is gone. */
	bool (*begin)(void *arg, enum lab_attack, const char *letter);
	/* Ends it at once: no more events. */
	void (*stop)(void *arg);
	/* The next event: 1; 0: none yet; -1: none will come any more. */
	int (*next)(void *arg, struct lab_event *);
	int fd; /* readable when there are events */
	void *arg;
};

/* Strings and arrays are borrowed for as long as tui_run runs. NULL and 0 mean the default. */
struct tui_options {
	struct ds_loop *loop;     /* required */
	struct ds_engine *engine; /* outlives tui_run; NULL: `begin` makes it */

	/* Called once, when the first picture stands, where the engine is NULL: for what takes a moment.
	 * Returns the engine, which outlives tui_run; or NULL with the reason, which ends the console. */
	struct ds_engine *(*begin)(void *arg, struct ds_problem *);
	void *begin_arg;

	const char *const *domains; /* NULL-terminated, as typed; checks start at once. A name that
	                             * ds_domain_parse refuses is told in the status line. */
	const char *remark;         /* msgid beside the program's name: N_("practice network") */
	size_t nstories;
	const struct tui_story *stories;
	const struct tui_stage *stage; /* NULL: there is no practice network, and no attack */

	const char *theme;             /* name of a theme, or a file (it holds a '/' or a '.') */
	const char *const *theme_dirs; /* NULL-terminated; where NAME.theme is sought, first wins */
	const char *color; /* "auto", "mono", "8", "16" or "256"; NULL: auto, which minds
	                                * NO_COLOR and what the terminal can do */

	int settings[SETTING_COUNT]; /* as setting.h has them; of theme, color and lang see here */
	const char *config;          /* the settings file, for what is changed; NULL: none */
	const char *kept;        /* the file that keeps the list for the next start; NULL: none */
	struct history *history; /* outlives tui_run; NULL: looks are not kept */

	const char *language;                       /* the one in force: "en" or "nl" */
	void (*set_language)(const char *language); /* called for `L`, with "en" or "nl"; all texts
	                                              * are drawn anew after it. NULL: L does nothing */
};

/* Runs the console until the user leaves it. Returns the exit status: 0, or 128 + N where signal N
 * ended it. Where the console could not begin (no terminal, a theme with a mistake) nothing was
 * written to the terminal, *problem says why, and its exit_status is returned. */
int tui_run(const struct tui_options *options, struct ds_problem *problem);

#endif
