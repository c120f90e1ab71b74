/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * glyph - lines, bars and arrows, in UTF-8 and in ASCII
 *
 * An own table instead of the terminal's alternate character set: that one is shown as letters by
 * some terminals (PuTTY in UTF-8) and cannot be copied.
 */
#ifndef DS_TUI_GLYPH_H
#define DS_TUI_GLYPH_H

#include <stdbool.h>

enum glyph {
	GLYPH_H,        /* ─ */
	GLYPH_V,        /* │ */
	GLYPH_TREE_MID, /* ├─ */
	GLYPH_TREE_END, /* └─ */
	GLYPH_TREE_BAR, /* │ and a blank */
	GLYPH_CUT,      /* … */
	GLYPH_ARROW,    /* → */
	GLYPH_FROM,     /* ← */
	GLYPH_DIFFERS,  /* ≠ */
	GLYPH_SELECTED, /* ▌ */
	GLYPH_PATH,     /* › */
	GLYPH_DOT,      /* · */
	GLYPH_BAR_PAST, /* ━ */
	GLYPH_BAR_NOW,  /* ● */
	GLYPH_BAR_LEFT, /* ─ */
	GLYPH_MORE_UP,  /* ▲ */
	GLYPH_MORE_DOWN,
	GLYPH_FILL_1, /* ▏ an eighth of a cell, and so on to */
	GLYPH_FILL_2,
	GLYPH_FILL_3,
	GLYPH_FILL_4,
	GLYPH_FILL_5,
	GLYPH_FILL_6,
	GLYPH_FILL_7,
	GLYPH_FILL_8, /* █ */
	GLYPH_EMPTY,  /* ░ */
	GLYPH_COUNT
};

/* Never NULL. `fancy`: in UTF-8. */
const char *glyph(bool fancy, enum glyph);

/* True where this locale gives every fancy glyph its proper number of cells. */
bool glyph_fancy_fits(void);

#endif
