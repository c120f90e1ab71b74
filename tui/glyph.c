/* SPDX-License-Identifier: BSD-2-Clause */
/* glyph - lines, bars and arrows, in UTF-8 and in ASCII */
#include <wchar.h>

#include "tui/cell.h"
#include "tui/glyph.h"

static const char *const glyphs[GLYPH_COUNT][2] = {
	[GLYPH_H] = { "-", "─" },
	[GLYPH_V] = { "|", "│" },
	[GLYPH_TREE_MID] = { "|-", "├─" },
	[GLYPH_TREE_END] = { "`-", "└─" },
	[GLYPH_TREE_BAR] = { "| ", "│ " },
	[GLYPH_CUT] = { "~", "…" },
	[GLYPH_ARROW] = { "->", "→" },
	[GLYPH_FROM] = { "<-", "←" },
	[GLYPH_DIFFERS] = { "!=", "≠" },
	[GLYPH_SELECTED] = { ">", "▌" },
	[GLYPH_PATH] = { ">", "›" },
	[GLYPH_DOT] = { "-", "·" },
	[GLYPH_BAR_PAST] = { "=", "━" },
	[GLYPH_BAR_NOW] = { "#", "●" },
	[GLYPH_BAR_LEFT] = { ".", "─" },
	[GLYPH_MORE_UP] = { "^", "▲" },
	[GLYPH_MORE_DOWN] = { "v", "▼" },
	[GLYPH_FILL_1] = { ".", "▏" },
	[GLYPH_FILL_2] = { ".", "▎" },
	[GLYPH_FILL_3] = { ".", "▍" },
	[GLYPH_FILL_4] = { "=", "▌" },
	[GLYPH_FILL_5] = { "=", "▋" },
	[GLYPH_FILL_6] = { "=", "▊" },
	[GLYPH_FILL_7] = { "=", "▉" },
	[GLYPH_FILL_8] = { "#", "█" },
	[GLYPH_EMPTY] = { ".", "░" },
};

/* glyph - one of them */
const char *glyph(bool fancy, enum glyph which)
{
	return glyphs[which][fancy];
}

/* glyph_fancy_fits - one character, one cell, for all of them? */
bool glyph_fancy_fits(void)
{
	for (size_t i = 0; i < GLYPH_COUNT; i++)
		for (const char *s = glyphs[i][1]; *s;) {
			wchar_t c;

			s += cell_decode(s, &c);
			if (wcwidth(c) != 1)
				return false;
		}
	return true;
}
