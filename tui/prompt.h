/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prompt - the line in which one types: domains to add, a text to find, a file to write, a command
 *
 * While it is open all keys go to it; checks go on. It keeps what was entered before (Up, Down).
 */
#ifndef DS_TUI_PROMPT_H
#define DS_TUI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

struct term_press;
struct ui;

#define PROMPT_MAX     (4u << 20) /* octets: a pasted list of a hundred thousand domains */
#define PROMPT_HISTORY 32

enum prompt_kind {
	PROMPT_NONE,
	PROMPT_ADD,
	PROMPT_FIND,
	PROMPT_FILTER, /* works while one types; arrows move in the rows */
	PROMPT_SAVE,
	PROMPT_OPEN,
	PROMPT_SETTING,
	PROMPT_COMMAND
};

struct prompt {
	enum prompt_kind kind;
	char *text; /* UTF-8, NUL-terminated while kind is set */
	size_t len, cap;
	size_t at;    /* octet before which the cursor stands */
	bool pasting; /* between the brackets of a paste */
	bool full;    /* something did not fit */
	int setting;  /* which one is asked for */
	char *history[PROMPT_HISTORY];
	size_t nhistory, recalled; /* recalled == nhistory: none */
};

void prompt_open(struct ui *, enum prompt_kind, const char *text);
void prompt_close(struct ui *);
/* Another text in it. */
void prompt_set(struct ui *, const char *text);
/* Takes a key; everything is taken while the prompt is open. */
void prompt_key(struct ui *, const struct term_press *);
/* Pasted text begins and ends; a paste outside a prompt opens the one that adds domains. */
void prompt_paste(struct ui *, bool begins);
/* Draws it at row y. */
void prompt_draw(struct ui *, int y, int width);
void prompt_free(struct prompt *);

#endif
