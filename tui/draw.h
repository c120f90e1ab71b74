/* SPDX-License-Identifier: BSD-2-Clause */
/* draw - pages and bars onto the screen; the only caller of cell.h beside the prompt */
#ifndef DS_TUI_DRAW_H
#define DS_TUI_DRAW_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/theme.h"

struct layout;
struct page;
struct screen;
struct ui;

/* One row of a page at (y, x); the gutter of one cell shows whether it is selected. */
void draw_row(struct ui *, const struct page *, size_t row, int y, int x, int width, int shift,
    bool selected);
/* Text in a role. Returns the cells used. */
int draw_text(struct ui *, int y, int x, int width, enum role, const char *text);

/* The bar at the top, the tabs, the status line, the footer. */
void draw_title(struct ui *, int width);
void draw_tabs(struct ui *, int y, int width);
void draw_status(struct ui *, struct screen *, int y, int width);
void draw_footer(struct ui *, int y, int width);

#endif
