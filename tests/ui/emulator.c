/* SPDX-License-Identifier: BSD-2-Clause */
/* emulator - what a terminal holds; see emulator.h */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <vterm.h>

#include "tests/ui/emulator.h"
#include "tests/ui/harness.h"

#define RIGHT_HALF ((uint32_t)-1) /* of a wide character */

/* A cell as it looks. */
struct look {
	uint32_t character, fg, bg;
	uint32_t attributes;
};

struct picture {
	int columns, rows;
	struct look cells[];
};

struct emulator {
	VTerm *vt;
	VTermScreen *screen;
	int columns, rows;
	off_t seen;           /* octets of the harness that were taken in */
	struct picture *last; /* of what is shown; NULL where something came since */
};

/* emulator_new - an empty terminal */
struct emulator *emulator_new(int columns, int rows)
{
	struct emulator *e = calloc(1, sizeof *e);

	assert_non_null(e);
	e->vt = vterm_new(rows, columns);
	e->columns = columns;
	e->rows = rows;
	vterm_set_utf8(e->vt, true);
	e->screen = vterm_obtain_screen(e->vt);
	vterm_screen_enable_altscreen(e->screen, true);
	vterm_screen_reset(e->screen, true);
	return e;
}

/* emulator_free - its end */
void emulator_free(struct emulator *e)
{
	if (!e)
		return;
	vterm_free(e->vt);
	free(e->last);
	free(e);
}

/* emulator_follow - what is new */
void emulator_follow(struct emulator *e, const struct harness *h)
{
	char buf[16384];
	ssize_t n;

	while ((n = pread(fileno(h->out), buf, sizeof buf, e->seen)) > 0) {
		vterm_input_write(e->vt, buf, (size_t)n);
		e->seen += n;
		free(e->last);
		e->last = NULL;
	}
	assert_int_equal(n, 0);
}

/* emulator_unbound - all rows scroll */
void emulator_unbound(struct emulator *e)
{
	vterm_input_write(e->vt, "\033[r", 3);
}

/* emulator_row - a row as text */
const char *emulator_row(const struct emulator *e, int row, char *buf, size_t size)
{
	size_t len = 0, end = 0;

	for (int x = 0; x < e->columns && len + MB_LEN_MAX < size; x++) {
		VTermScreenCell cell;
		int n;

		vterm_screen_get_cell(e->screen, (VTermPos){ .row = row, .col = x }, &cell);
		if (cell.chars[0] == RIGHT_HALF)
			continue;
		n = wctomb(buf + len, cell.chars[0] ? (wchar_t)cell.chars[0] : L' ');
		assert_true(n > 0);
		len += (size_t)n;
		if (cell.chars[0] && cell.chars[0] != ' ')
			end = len;
	}
	buf[end] = '\0';
	return buf;
}

/* colour - as one number */
static uint32_t colour(const VTermScreen *screen, VTermColor c)
{
	vterm_screen_convert_color_to_rgb(screen, &c);
	return (uint32_t)(c.rgb.red << 16 | c.rgb.green << 8 | c.rgb.blue);
}

/* size_of - a picture, in octets */
static size_t size_of(const struct emulator *e)
{
	return sizeof(struct picture) + (size_t)(e->rows * e->columns) * sizeof(struct look);
}

/* take_picture - all cells, which takes long */
static struct picture *take_picture(const struct emulator *e)
{
	struct picture *p = calloc(1, size_of(e));

	assert_non_null(p);
	p->rows = e->rows;
	p->columns = e->columns;
	for (int i = 0; i < e->rows * e->columns; i++) {
		VTermPos at = { .row = i / e->columns, .col = i % e->columns };
		VTermScreenCell cell;

		vterm_screen_get_cell(e->screen, at, &cell);
		p->cells[i] = (struct look){ cell.chars[0] ? cell.chars[0] : ' ',
			colour(e->screen, cell.fg), colour(e->screen, cell.bg),
			cell.attrs.bold | cell.attrs.underline << 1 | cell.attrs.reverse << 3 };
	}
	return p;
}

/* emulator_picture - taken once, until something new comes */
struct picture *emulator_picture(struct emulator *e)
{
	struct picture *copy = malloc(size_of(e));

	assert_non_null(copy);
	if (!e->last)
		e->last = take_picture(e);
	memcpy(copy, e->last, size_of(e));
	return copy;
}

/* emulator_alike - do they look alike, but for a row? */
bool emulator_alike(const struct picture *a, const struct picture *b, int but)
{
	size_t row = (size_t)a->columns * sizeof a->cells[0];

	assert_true(a->columns == b->columns && a->rows == b->rows);
	for (int y = 0; y < a->rows; y++)
		if (y != but &&
		    memcmp(&a->cells[y * a->columns], &b->cells[y * a->columns], row) != 0)
			return false;
	return true;
}

/* emulator_difference - the first cell that differs */
const char *emulator_difference(
    const struct picture *a, const struct picture *b, char *buf, size_t size)
{
	int i = 0;

	buf[0] = '\0';
	while (i < a->rows * a->columns && !memcmp(&a->cells[i], &b->cells[i], sizeof a->cells[0]))
		i++;
	if (i < a->rows * a->columns)
		snprintf(buf, size,
		    "row %d, column %d: U+%04X %06X/%06X/%X, not U+%04X %06X/%06X/%X",
		    i / a->columns, i % a->columns, a->cells[i].character, a->cells[i].fg,
		    a->cells[i].bg, a->cells[i].attributes, b->cells[i].character, b->cells[i].fg,
		    b->cells[i].bg, b->cells[i].attributes);
	return buf;
}
