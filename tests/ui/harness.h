/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * harness - the console within a test: curses on a file and a pipe, no terminal and no loop
 *
 * What curses would have sent to the terminal is counted, what it would show is read back.
 */
#ifndef DS_TESTS_UI_HARNESS_H
#define DS_TESTS_UI_HARNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "tests/ui/fixture_stage.h"
#include "tui/tui.h"
#include "tui/ui.h"

struct arena;
struct history;

struct harness {
	struct ui ui;
	struct tui_options options;
	struct fixture_stage stage;
	struct arena *arena;
	struct history *history;
	FILE *out, *in;
	int keys; /* the end of the pipe that keys are written to */
};

/* Opens a console with the fixture's domains on it, painted once. Returns the octets of that. */
size_t harness_open(struct harness *, int columns, int rows, const char *color);
/* The same, with `n` domains more. */
size_t harness_open_many(struct harness *, int columns, int rows, const char *color, size_t n);
/* An empty one, as it starts where a list has been kept in this file. */
size_t harness_open_kept(struct harness *, int columns, int rows, const char *kept);
/* With the fixture's domains, and a stage for the attack. */
size_t harness_open_stage(struct harness *, int columns, int rows, const char *color);
void harness_close(struct harness *);

/* Types keys ("j", "<enter>", "<esc>", "<down>", "<tab>", "<c-d>", ...; blanks between words are
 * left out), then paints once. Returns the octets that went to the terminal. */
size_t harness_keys(struct harness *, const char *keys);
/* Another size; returns the octets. */
size_t harness_resize(struct harness *, int columns, int rows);
/* Paints if something changed; returns the octets. */
size_t harness_paint(struct harness *);

/* The screen as text, without blanks at the ends of the rows; malloc'd. */
char *harness_text(const struct harness *);
/* Does the screen hold this text? */
bool harness_shows(const struct harness *, const char *text);
/* The row of the screen on which the cursor stands, as text. */
const char *harness_cursor_row(const struct harness *, char *buf, size_t size);

/* Compares the screen with tests/ui/golden/NAME.txt; with UPDATE=1 in the environment writes it.
 * Fails the test with both screens where they differ. */
void harness_golden(const struct harness *, const char *name);

/* One character cell. */
struct harness_cell {
	wchar_t character;
	unsigned long attr;
	short pair;
};
struct harness_cell harness_cell(int y, int x);

#endif
