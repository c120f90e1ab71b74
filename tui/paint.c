/* SPDX-License-Identifier: BSD-2-Clause */
/* paint - the whole screen from what is known; curses writes what differs */
#include <curses.h>
#include <stdio.h>

#include "core/base/i18n.h"
#include "tui/cell.h"
#include "tui/draw.h"
#include "tui/glyph.h"
#include "tui/layout.h"
#include "tui/ui.h"

#define LEFT_COLUMNS 26 /* of the list of dialogues */

/* paint_page - rows of a page, one under the other */
static void paint_page(struct ui *ui, const struct page *p, int y, int n, int x, int width)
{
	for (int i = 0; i < n && (size_t)i < p->nrows; i++)
		draw_row(ui, p, (size_t)i, y + i, x, width, 0, false);
}

/* paint_rows - the rows of a screen, with the selected one; returns its row on the terminal or -1 */
static int paint_rows(struct ui *ui, struct screen *s, const struct layout *l)
{
	int cursor = -1;

	for (int i = 0; i < l->body_n; i++) {
		size_t row = s->list.top + (size_t)i;
		bool selected = row == s->list.at;
		struct page *p = &s->body;

		if (row >= s->list.n)
			break;
		if (s->ops->row) {
			p = &s->scratch;
			page_begin(p, l->body_cols - 1, ui_fancy(ui), &ui->theme);
			s->ops->row(s, p, row);
			row = 0;
		}
		draw_row(ui, p, row, l->body + i, l->body_x, l->body_cols, s->shift, selected);
		if (selected)
			cursor = l->body + i;
	}
	return cursor;
}

/* paint_divider - a line from top to bottom */
static void paint_divider(struct ui *ui, int x, int n, const struct layout *l)
{
	for (int i = 0; i < n; i++)
		draw_text(ui, l->body + i, x, 1, ROLE_rule, glyph(ui_fancy(ui), GLYPH_V));
}

/* paint_small - a message instead of a screen, until there is room again */
static void paint_small(struct ui *ui, int rows, int columns)
{
	char text[64];

	draw_text(ui, 0, 0, columns, ROLE_normal, _("This window is too small."));
	snprintf(text, sizeof text, "%d x %d < %d x %d", columns, rows, UI_MIN_COLS, UI_MIN_ROWS);
	draw_text(ui, 1, 0, columns, ROLE_dim, text);
}

/* layout_plan - what goes where, before the pages are known */
static struct layout layout_plan(const struct screen *s, int rows, int columns)
{
	struct layout l = { .rows = rows, .columns = columns, .tabs = -1, .body_cols = columns };
	int y = 1;

	if (s->ops->scope & ON_SISTERS)
		l.tabs = y++;
	if (rows >= 24)
		y++;
	l.head = y;
	l.status = rows - 2;
	l.footer = rows - 1;
	if (s->ops->panes && columns >= 70)
		l.left_n = columns >= UI_WIDE ? LEFT_COLUMNS + 8 : LEFT_COLUMNS;
	l.body_x = l.left_n ? l.left_n + 1 : 0;
	l.body_cols = columns - l.body_x;
	if (s->ops->side && !s->alone && columns >= UI_WIDE) {
		l.side_cols = columns >= 140 ? columns * 42 / 100 : columns * 40 / 100;
		l.body_cols -= l.side_cols + 1;
		l.side_x = l.body_x + l.body_cols + 1;
	}
	l.foot_cols = l.side_cols ? l.body_cols : columns;
	return l;
}

/* build - a screen and its layout: a page on which nothing can be selected needs no pane beside it */
static struct layout build(struct screen *s, int rows, int columns)
{
	struct layout l = layout_plan(s, rows, columns);
	bool alone;

	screen_build(s, &l);
	alone = (s->ops->scope & ON_DETAIL) && s->list.at == LIST_NONE;
	if (alone == s->alone)
		return l;
	s->alone = alone;
	l = layout_plan(s, rows, columns);
	screen_build(s, &l);
	return l;
}

/* paint_screen - the topmost screen */
static void paint_screen(struct ui *ui, struct screen *s, int rows, int columns)
{
	struct layout l = build(s, rows, columns);
	int cursor;

	draw_title(ui, columns);
	if (l.tabs >= 0)
		draw_tabs(ui, l.tabs, columns);
	paint_page(ui, &s->head, l.head, l.head_n, l.body_x, l.body_cols);
	if (l.left_n) {
		paint_page(ui, &s->left, l.body, l.body_n, 0, l.left_n);
		paint_divider(ui, l.left_n, l.body_n, &l);
	}
	cursor = paint_rows(ui, s, &l);
	if (l.side_cols) {
		paint_divider(ui, l.side_x - 1, l.side_n, &l);
		paint_page(ui, &s->side, l.body, l.side_n, l.side_x, l.side_cols);
	}
	paint_page(ui, &s->foot, l.foot, l.foot_n, 0, l.foot_cols);
	draw_status(ui, s, l.status, columns);
	draw_footer(ui, l.footer, columns);
	if (ui->prompt.kind != PROMPT_NONE)
		prompt_draw(ui, l.status, columns);
	else
		move(cursor >= 0 ? cursor : l.body, cursor >= 0 ? l.body_x + s->cell : 0);
}

/* ui_build - make what stands on the screen in front, without drawing it */
void ui_build(struct ui *ui)
{
	int rows = getmaxy(stdscr), columns = getmaxx(stdscr);
	struct screen *s = ui_top(ui);

	if (rows >= UI_MIN_ROWS && columns >= UI_MIN_COLS && s)
		build(s, rows, columns);
}

/* ui_paint - draw what there is to see */
void ui_paint(struct ui *ui)
{
	int rows = getmaxy(stdscr), columns = getmaxx(stdscr);
	struct screen *s = ui_top(ui);

	if (ui->lazy && ui->message[0] && !ui->message_error && ++ui->message_age > UI_MESSAGE)
		ui->message[0] =
		    '\0'; /* nobody pressed a key, and the list has its progress to tell */
	ui->changed = ui->lazy = false;
	erase();
	if (rows < UI_MIN_ROWS || columns < UI_MIN_COLS || !s)
		paint_small(ui, rows, columns);
	else
		paint_screen(ui, s, rows, columns);
	refresh();
}
