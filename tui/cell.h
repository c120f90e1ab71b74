/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cell - the one place where text becomes cells of the screen
 *
 * Text comes in as UTF-8. What could move the cursor, turn the direction of writing or hide itself
 * is refused here once more, whatever was cleaned before: it becomes a question mark. On a terminal
 * without UTF-8 every character still takes its cells, as the nearest ASCII character.
 */
#ifndef DS_TUI_CELL_H
#define DS_TUI_CELL_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

/* Reads one character; returns the octets taken (0 at the end). What is no UTF-8 gives U+FFFD. */
size_t cell_decode(const char *text, wchar_t *out);

/* False for controls, bidirectional marks, invisible and unassigned characters. */
bool cell_printable(wchar_t);

/* Cells that a character takes: 1 or 2, or 0 for an accent that joins the character before it. */
int cell_width(wchar_t);

/* Cells that a text takes. */
int cell_text_width(const char *text);

/* Octets of `text` that fit in `width` cells; *taken (may be NULL) says how many cells those are. */
size_t cell_prefix(const char *text, int width, int *taken);

enum cell_cut { CELL_CUT_END, CELL_CUT_MIDDLE };

/* Copies `text` into `out` so that it takes at most `width` cells. What does not fit is replaced by
 * `mark` ("…"), at the end or in the middle (for names: both ends tell something). Returns the
 * cells taken. */
int cell_fit(
    char *out, size_t size, const char *text, int width, enum cell_cut cut, const char *mark);

/* Writes `text` at (y, x) of the screen, skipping its first `skip` cells and using at most `width`
 * cells, in attributes `attr` and colour pair `pair`. Returns the cells used. */
int cell_put(
    int y, int x, int skip, int width, const char *text, unsigned long attr, short pair, bool utf8);

/* Copies `len` octets of a text, as it may go to a terminal past the screen. */
void cell_plain(char *out, size_t size, const char *text, size_t len, bool utf8);

/* Fills `width` cells with one character of the line set or a blank. */
void cell_fill(
    int y, int x, int width, const char *glyph, unsigned long attr, short pair, bool utf8);

#endif
