/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * term - all that is known of terminals
 *
 * Which description to use, how many colours, UTF-8 or not, how keys arrive, how to copy, how to
 * leave. Nothing is asked of the terminal that it would have to answer: the console always starts.
 */
#ifndef DS_TUI_TERM_H
#define DS_TUI_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "tui/theme.h"

struct ds_problem;

/* What to open. NULL and 0: as the environment says. */
struct term_options {
	const char *type;  /* TERM */
	const char *color; /* "auto", "mono", "8", "16", "256" */
	FILE *in, *out;    /* borrowed; NULL: standard input and output */
	int rows, columns; /* for tests: the size, where there is no terminal to ask */
};

struct term {
	void *screen; /* SCREEN of curses */
	void *keys;   /* WINDOW that keys are read from: reading must paint nothing */
	FILE *in, *out;
	const char *type;       /* the description in use */
	bool substitute;        /* it is not the one that TERM names */
	bool utf8;              /* characters beyond ASCII can be shown */
	bool fancy;             /* lines and marks in UTF-8 */
	bool pastes;            /* pasted text arrives between brackets */
	enum theme_depth depth; /* which column of a theme is used */
	int colours;            /* 0, 8, 16 or 256 */
	bool own_background;    /* -1 as a colour works */
	struct {
		unsigned long attr;
		short pair;
		bool flat;  /* a blank in it looks like a blank in any other */
	} look[ROLE_COUNT]; /* roles, as curses wants them */
};

/* Keys that are no characters, beside those of curses. */
enum term_key {
	TERM_KEY_NONE = -1,
	TERM_KEY_PASTE_BEGIN = 01400,
	TERM_KEY_PASTE_END,
};

/* One key press: a character (function false) or a key of curses or of enum term_key. */
struct term_press {
	bool function;
	int code;
};

/* Takes the terminal. False: *problem says why, and the terminal is as it was. */
bool term_open(struct term *, const struct term_options *, struct ds_problem *problem);

/* Gives it back as it was found. Harmless when it was not taken. */
void term_close(struct term *);
/* A text for standard error where the program crashes; NULL: none. */
void term_last_words(const char *text);

/* Makes a theme the one in use. */
void term_use(struct term *, const struct theme *);

/* The next key that has arrived; false: none waits. */
bool term_read(struct term *, struct term_press *);

/* True where nobody is at the other end any more (after a wake-up without a key). */
bool term_gone(const struct term *);

/* Asks the kernel for the size and tells curses. False: it has not changed. */
bool term_resize(struct term *);

/* Sets a size by hand (tests). */
void term_set_size(struct term *, int rows, int columns);

/* Stops the process as Ctrl-Z does elsewhere; returns when it is continued. */
void term_suspend(struct term *);

/* After another program has written: everything is painted anew. */
void term_repaint(struct term *);

/* Shows a text, and a remark below it, on the plain screen, from where it can be copied by any means;
 * term_back shows the console again. */
void term_plain(struct term *, const char *text, const char *remark);
void term_back(struct term *);

/* A sound, or a flash. */
void term_bell(struct term *);

/* Puts text on the clipboard of the terminal (OSC 52). False: too long for that way. */
bool term_copy(struct term *, const char *text, size_t len);

/* The form of the above that tmux or screen pass on; out takes TERM_COPY_MAX. Returns its length,
 * 0 where it does not fit. */
#define TERM_COPY_MAX 100000
enum term_wrap { TERM_PLAIN, TERM_TMUX, TERM_SCREEN };
size_t term_osc52(char *out, size_t size, enum term_wrap wrap, const char *text, size_t len);

/* How deep a theme is read: from --color, NO_COLOR and what the terminal can do (colours < 0: none).
 * Returns the number of colours to use: 0, 8, 16 or 256; -1 where `color` is no such word. */
int term_choose_colours(const char *color, bool no_color, int colours);

#endif
