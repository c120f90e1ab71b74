/* SPDX-License-Identifier: BSD-2-Clause */
/* page - rows of text with roles, made by the screens, drawn by one */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tui/glyph.h"
#include "tui/mem.h"
#include "tui/page.h"

#define PAGE_LINE 1024 /* octets of one text that are looked at */

/* page_begin - an empty page */
void page_begin(struct page *p, int width, bool fancy, const struct theme *theme)
{
	p->pool_len = p->nspans = p->nrows = 0;
	p->width = width;
	p->fancy = fancy;
	p->theme = theme;
	p->column = p->indent = 0;
}

/* page_free - all its memory */
void page_free(struct page *p)
{
	free(p->pool);
	free(p->spans);
	free(p->rows);
	*p = (struct page){ .pool = NULL };
}

/* keep - a text in the pool */
static size_t keep(struct page *p, const char *text, size_t len)
{
	size_t at = p->pool_len;

	p->pool = mem_room(p->pool, &p->pool_cap, at + len + 1, 1);
	memcpy(p->pool + at, text, len);
	p->pool[at + len] = '\0';
	p->pool_len += len + 1;
	return at;
}

/* page_row - a new row */
struct row *page_row(struct page *p)
{
	struct row *row;

	p->rows = mem_room(p->rows, &p->rows_cap, p->nrows + 1, sizeof *p->rows);
	row = &p->rows[p->nrows++];
	*row = (struct row){ .first = p->nspans };
	p->column = p->indent;
	return row;
}

/* last - the row in hand */
static struct row *last(struct page *p)
{
	return p->nrows ? &p->rows[p->nrows - 1] : page_row(p);
}

/* page_link - the row leads somewhere */
void page_link(struct page *p, struct target target)
{
	struct row *row = last(p);

	row->target = target;
	row->selectable = true;
}

/* page_problem - the row is a problem */
void page_problem(struct page *p)
{
	last(p)->problem = true;
}

/* page_choose - a cell of the row instead of its handle */
void page_choose(struct page *p, int column, int cells)
{
	last(p)->cell = column;
	last(p)->cells = cells;
}

/* page_value - what is copied of the row */
void page_value(struct page *p, const char *text)
{
	last(p)->value = keep(p, text, strlen(text)) + 1;
}

/* put_span - text of so many octets, in so many cells */
static struct span *put_span(
    struct page *p, enum role role, const char *text, size_t len, int cells)
{
	struct row *row = last(p);
	struct span *span;

	p->spans = mem_room(p->spans, &p->spans_cap, p->nspans + 1, sizeof *p->spans);
	span = &p->spans[p->nspans++];
	*span = (struct span){
		.text = keep(p, text, len), .column = p->column, .cells = cells, .role = role
	};
	row->n++;
	p->column += cells;
	return span;
}

/* page_put - text as it is */
void page_put(struct page *p, enum role role, const char *text)
{
	put_span(p, role, text, strlen(text), cell_text_width(text));
}

/* page_putf - text that is filled in */
void page_putf(struct page *p, enum role role, const char *format, ...)
{
	char text[PAGE_LINE];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	page_put(p, role, text);
}

/* page_field - text in exactly so many cells */
void page_field(struct page *p, enum role role, const char *text, int width, enum cell_cut cut)
{
	char fit[PAGE_LINE];

	cell_fit(fit, sizeof fit, text, width, cut, glyph(p->fancy, GLYPH_CUT));
	put_span(p, role, fit, strlen(fit), width > 0 ? width : 0);
}

/* page_handle - a field that shows whether the row is selected; width 0: as wide as the text */
void page_handle(struct page *p, enum role role, const char *text, int width, enum cell_cut cut)
{
	page_field(p, role, text, width ? width : cell_text_width(text), cut);
	p->spans[p->nspans - 1].handle = true;
	if (width && cell_text_width(text) > width)
		last(p)->full = keep(p, text, strlen(text)) + 1;
}

/* page_to - on to a column */
void page_to(struct page *p, int column)
{
	p->column = p->column < column || !p->column ? column : p->column + 1;
}

/* page_right - text that ends at a column */
void page_right(struct page *p, enum role role, const char *text, int column)
{
	int from = column - cell_text_width(text);

	if (from > p->column || !p->column)
		p->column = from > 0 ? from : 0;
	page_put(p, role, text);
}

/* page_mark - the mark of a state */
void page_mark(struct page *p, enum mark mark)
{
	char text[20];

	snprintf(text, sizeof text, "%s ", p->theme->mark[mark][p->fancy]);
	page_put(p, (enum role)mark, text);
}

/* page_mark_width - with its blank */
int page_mark_width(const struct page *p)
{
	return p->fancy ? 2 : 5;
}

/* page_line - a line of so many cells */
void page_line(struct page *p, enum role role, int n)
{
	char text[PAGE_LINE];
	const char *h = glyph(p->fancy, GLYPH_H);
	size_t len = strlen(h), used = 0;

	for (; n > 0 && used + len < sizeof text; n--, used += len)
		memcpy(text + used, h, len);
	text[used] = '\0';
	page_put(p, role, text);
}

/* fold_at - octets of a text that go on a line of so many cells: up to a blank where there is one */
static size_t fold_at(const char *text, int width)
{
	size_t fits = cell_prefix(text, width > 1 ? width : 1, NULL), at = fits;
	const char *newline = memchr(text, '\n', fits);

	if (newline)
		return (size_t)(newline - text);
	if (!text[fits] || text[fits] == ' ' || text[fits] == '\n')
		return fits;
	while (at > 0 && text[at - 1] != ' ')
		at--;
	if (!at || cell_prefix(text, width, NULL) - at > (size_t)(width > 30 ? 30 : width / 2 + 1))
		return fits ? fits : 1;
	return at;
}

/* page_wrap - a text over as many rows as it needs */
void page_wrap(struct page *p, enum role role, int indent, const char *text)
{
	if (!p->nrows)
		page_row(p);
	if (p->column < indent)
		p->column = indent;
	while (*text) {
		size_t n = fold_at(text, p->width - p->column - 1), len = n;

		while (len && text[len - 1] == ' ')
			len--;
		{
			char piece[PAGE_LINE];

			len = len < sizeof piece ? len : sizeof piece - 1;
			memcpy(piece, text, len);
			piece[len] = '\0';
			page_put(p, role, piece);
		}
		text += n;
		if (*text == '\n')
			text++;
		else
			text += strspn(text, " ");
		if (*text) {
			page_row(p);
			page_to(p, indent);
		}
	}
}

/* page_pair - a label, and its text beside it */
void page_pair(struct page *p, const char *label, enum role role, int column, const char *text)
{
	page_row(p);
	page_put(p, ROLE_dim, label);
	page_to(p, column);
	page_wrap(p, role, column, text);
}

/* page_blank - an empty row between things */
void page_blank(struct page *p)
{
	if (p->nrows && p->rows[p->nrows - 1].n)
		page_row(p);
}

/* page_heading - a heading, with a line behind it */
void page_heading(struct page *p, const char *text)
{
	page_row(p);
	page_put(p, ROLE_strong, text);
	p->column++;
	page_line(p, ROLE_rule, p->width - p->column - 1);
}

/* page_text - a span's text */
const char *page_text(const struct page *p, const struct span *span)
{
	return p->pool + span->text;
}

/* page_row_text - a row as plain text */
void page_row_text(const struct page *p, size_t row, char *out, size_t size)
{
	size_t len = 0;
	int column = 0;

	out[0] = '\0';
	for (size_t i = 0; row < p->nrows && i < p->rows[row].n; i++) {
		const struct span *span = &p->spans[p->rows[row].first + i];
		const char *text = page_text(p, span);

		for (; column < span->column && len + 1 < size; column++)
			out[len++] = ' ';
		out[len] = '\0';
		len += (size_t)snprintf(out + len, size - len, "%s", text);
		if (len >= size)
			len = size - 1;
		column += cell_text_width(text);
	}
	while (len && out[len - 1] == ' ')
		out[--len] = '\0';
}

/* page_row_has - does a row hold the text? */
bool page_row_has(const struct page *p, size_t row, const char *text)
{
	char line[PAGE_LINE * 2];

	page_row_text(p, row, line, sizeof line);
	return strcasestr(line, text) != NULL;
}

/* page_sift - only the rows that hold a text, or do not */
void page_sift(struct page *p, const char *filter)
{
	bool inverted = filter[0] == '!';
	size_t n = 0;

	for (size_t i = 0; i < p->nrows && filter[inverted]; i++)
		if (page_row_has(p, i, filter + inverted) != inverted)
			p->rows[n++] = p->rows[i];
	p->nrows = filter[inverted] ? n : p->nrows;
}

/* page_find_target - the row that leads there */
size_t page_find_target(const struct page *p, const struct target *target)
{
	for (size_t i = 0; i < p->nrows; i++)
		if (p->rows[i].selectable && target_same(&p->rows[i].target, target))
			return i;
	return (size_t)-1;
}

/* page_reach - the column behind the longest row */
int page_reach(const struct page *p)
{
	int reach = 0;

	for (size_t i = 0; i < p->nspans; i++)
		if (p->spans[i].column + p->spans[i].cells > reach)
			reach = p->spans[i].column + p->spans[i].cells;
	return reach;
}
