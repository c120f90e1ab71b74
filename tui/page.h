/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page - rows of text with roles, made by the screens, drawn by one
 *
 * A screen says what stands where; it knows nothing of curses, colours or scrolling. Each row may
 * lead somewhere (its target), may be a problem (for `e`), and has a handle: the part of it that
 * is shown as selected. All text is copied: a page stays good when the report that it was made
 * from is gone.
 */
#ifndef DS_TUI_PAGE_H
#define DS_TUI_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/cell.h"
#include "tui/target.h"
#include "tui/theme.h"

struct span {
	size_t text; /* in the pool */
	int column;
	int cells; /* that it takes; padded with blanks where the text is shorter */
	enum role role;
	bool handle;
};

struct row {
	size_t first, n; /* spans */
	struct target target;
	bool selectable;
	bool problem;
	size_t value;    /* in the pool, plus one: what `y` copies; 0: the row as it stands */
	size_t full;     /* in the pool, plus one: the whole of a handle that was cut */
	int cell, cells; /* of a matrix: the column that is chosen; 0 cells: none is */
};

struct page {
	char *pool;
	size_t pool_len, pool_cap;
	struct span *spans;
	size_t nspans, spans_cap;
	struct row *rows;
	size_t nrows, rows_cap;
	int width;  /* cells to be filled */
	int column; /* where the next text goes */
	int indent; /* where new rows begin */
	bool fancy; /* UTF-8 lines and marks */
	const struct theme *theme;
};

/* Begins an empty page; keeps the memory it had. */
void page_begin(struct page *, int width, bool fancy, const struct theme *);
void page_free(struct page *);

/* A new row; what is put goes there. */
struct row *page_row(struct page *);
/* The last row leads to `target` and can be selected. */
void page_link(struct page *, struct target target);
/* The last row is a problem, for the keys that go from one to the next. */
void page_problem(struct page *);
/* Of the last row so many cells, not its handle, are shown as selected. */
void page_choose(struct page *, int column, int cells);
/* What is copied of the last row. */
void page_value(struct page *, const char *text);

/* Text at the current column, which it moves. */
void page_put(struct page *, enum role, const char *text);
__attribute__((format(printf, 3, 4))) void page_putf(
    struct page *, enum role, const char *format, ...);
/* The same, shown as selected where the row is. */
void page_handle(struct page *, enum role, const char *text, int width, enum cell_cut);
/* Text in exactly `width` cells, cut or padded. */
void page_field(struct page *, enum role, const char *text, int width, enum cell_cut);
/* Moves on to a column; at least one blank further where the text is past it already. */
void page_to(struct page *, int column);
/* Text that ends at a column. */
void page_right(struct page *, enum role, const char *text, int column);
/* The mark of a state, and a blank. */
void page_mark(struct page *, enum mark);
/* Cells that a mark and its blank take. */
int page_mark_width(const struct page *);
/* A glyph `n` times. */
void page_line(struct page *, enum role, int n);

/* A text of several lines: wrapped between `indent` and the right edge. The first line goes where
 * the page stands; where a row is open and its column is past `indent`, it begins there. */
void page_wrap(struct page *, enum role, int indent, const char *text);
/* "Label   text…" wrapped, with the texts under each other. */
void page_pair(struct page *, const char *label, enum role, int column, const char *text);
/* An empty row, unless the last one is empty or there is none. */
void page_blank(struct page *);
/* A heading with a line to the right edge. */
void page_heading(struct page *, const char *text);

/* A span's text. */
const char *page_text(const struct page *, const struct span *);
/* A row as plain text. */
void page_row_text(const struct page *, size_t row, char *out, size_t size);
/* Does a row hold the text, whatever its case? */
bool page_row_has(const struct page *, size_t row, const char *text);
/* Leaves out all rows that do not hold the text; with '!' before it, those that do. */
void page_sift(struct page *, const char *filter);
/* The column behind the longest of its rows. */
int page_reach(const struct page *);
/* The row that leads to a target, or (size_t)-1. */
size_t page_find_target(const struct page *, const struct target *);

#endif
