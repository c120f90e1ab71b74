/* SPDX-License-Identifier: BSD-2-Clause */
/* draw - pages onto the screen */
#include <curses.h>
#include <string.h>

#include "tui/cell.h"
#include "tui/draw.h"
#include "tui/glyph.h"
#include "tui/layout.h"
#include "tui/mask.h"
#include "tui/ui.h"

/* put - text in a role, past its first cells; without its names where a public looks on */
static int put(struct ui *ui, int y, int x, int skip, int width, enum role role, const char *text)
{
	char masked[1024];

	if (ui->settings[SET_PRIVATE])
		text = mask_text(masked, sizeof masked, text, ui->mask_salt);
	return cell_put(y, x, skip, width, text, ui->term.look[role].attr, ui->term.look[role].pair,
	    ui->term.utf8);
}

/* draw_text - text in a role */
int draw_text(struct ui *ui, int y, int x, int width, enum role role, const char *text)
{
	return put(ui, y, x, 0, width, role, text);
}

/* draw_found - what was searched for, within a text that stands at x */
static void draw_found(struct ui *ui, int y, int x, int right, const char *text)
{
	size_t len = strlen(ui->find);

	for (const char *at = text; len && (at = strcasestr(at, ui->find)); at += len) {
		char before[1024], hit[sizeof ui->find];
		size_t n = (size_t)(at - text);

		if (n >= sizeof before)
			return;
		memcpy(before, text, n);
		before[n] = '\0';
		memcpy(hit, at, len);
		hit[len] = '\0';
		n = (size_t)cell_text_width(before);
		if (x + (int)n < right)
			draw_text(ui, y, x + (int)n, right - x - (int)n, ROLE_found, hit);
	}
}

/* draw_gap - blanks between two parts in the look of one of them: where that cannot be seen it spares
 * the line a change of colours and back */
static void draw_gap(struct ui *ui, int y, int x, int cells, enum role before, enum role after)
{
	enum role role = ui->term.look[before].flat ? before : after;

	if (cells > 0 && cells < 40 && ui->term.look[role].flat)
		cell_fill(y, x, cells, " ", ui->term.look[role].attr, ui->term.look[role].pair,
		    ui->term.utf8);
}

/* chosen - does a part stand in the cell that is chosen in its row? */
static bool chosen(const struct row *r, const struct span *span)
{
	return span->column >= r->cell && span->column < r->cell + r->cells;
}

/* draw_brackets - around the cell that is chosen, so that it is told from what is reverse by itself */
static void draw_brackets(struct ui *ui, const struct page *p, const struct row *r, int y, int x)
{
	bool empty = true;

	for (size_t i = 0; i < r->n; i++)
		empty = empty && !chosen(r, &p->spans[r->first + i]);
	if (empty)
		cell_fill(y, x + r->cell, r->cells, " ", ui->term.look[ROLE_select].attr,
		    ui->term.look[ROLE_select].pair, ui->term.utf8);
	draw_text(ui, y, x + r->cell - 1, 1, ROLE_select, "[");
	draw_text(ui, y, x + r->cell + r->cells, 1, ROLE_select, "]");
}

/* draw_span - one part of a row, sideways by `shift`, and the blanks up to the next one, if any */
static void draw_span(struct ui *ui, const struct page *p, const struct span *span, int y, int x,
    int width, int shift, bool selected, const struct span *next)
{
	enum role role = selected ? ROLE_select : span->role;
	const char *text = page_text(p, span);
	int from = span->column - shift, skip = from < 0 ? -from : 0, room, used;

	if (from + span->cells <= 0 || from >= width)
		return;
	from = from < 0 ? 0 : from;
	room = span->cells - skip;
	if (room > width - from)
		room = width - from;
	used = put(ui, y, x + from, skip, room, role, text);
	/* the gap behind a handle looks the same whether it is selected or not: see draw_gap */
	if (role == ROLE_select && used < room) {
		cell_fill(y, x + from + used, room - used, " ", ui->term.look[role].attr,
		    ui->term.look[role].pair, ui->term.utf8);
		used = room;
	}
	if (next && next->column - shift <= width)
		draw_gap(
		    ui, y, x + from + used, next->column - shift - from - used, role, next->role);
	if (ui_top(ui)->found && !skip && !ui->settings[SET_PRIVATE])
		draw_found(ui, y, x + from, x + width, text);
}

/* goes_on - does a row go on past this column? */
static bool goes_on(const struct page *p, const struct span *last, int column)
{
	return last->column + last->cells > column &&
	       last->column + cell_text_width(page_text(p, last)) > column;
}

/* draw_row - one row of a page */
void draw_row(struct ui *ui, const struct page *p, size_t row, int y, int x, int width, int shift,
    bool selected)
{
	const struct row *r;

	if (row >= p->nrows)
		return;
	r = &p->rows[row];
	if (selected)
		draw_text(ui, y, x, 1, ROLE_select, glyph(ui_fancy(ui), GLYPH_SELECTED));
	if (r->n)
		draw_gap(ui, y, x + 1, p->spans[r->first].column - shift, ROLE_select,
		    p->spans[r->first].role);
	for (size_t i = 0; i < r->n; i++)
		draw_span(ui, p, &p->spans[r->first + i], y, x + 1, width - 1, shift,
		    selected && (r->cells ? chosen(r, &p->spans[r->first + i])
					  : p->spans[r->first + i].handle),
		    i + 1 < r->n ? &p->spans[r->first + i + 1] : NULL);
	if (selected && r->cells)
		draw_brackets(ui, p, r, y, x + 1);
	if (r->n && goes_on(p, &p->spans[r->first + r->n - 1], width - 1 + shift))
		draw_text(ui, y, x + width - 1, 1, ROLE_dim, glyph(ui_fancy(ui), GLYPH_CUT));
}
