/* SPDX-License-Identifier: BSD-2-Clause */
/* bar - a share as a bar */
#include <string.h>

#include "tui/bar.h"
#include "tui/glyph.h"
#include "tui/page.h"

#define BAR_CELLS 64 /* at most */
#define EIGHTHS   8

/* add - a sign behind those that stand there */
static void add(char *text, size_t *len, const char *sign)
{
	size_t n = strlen(sign);

	memcpy(text + *len, sign, n + 1);
	*len += n;
}

/* filled - how many eighths of a cell; never none nor all where that is not so */
static unsigned filled(uint32_t n, uint32_t of, unsigned cells, unsigned step)
{
	unsigned all = cells * EIGHTHS, eighths = of ? (unsigned)((uint64_t)n * all / of) : 0;

	eighths -= eighths % step;
	if (n && !eighths)
		eighths = step;
	return n < of && eighths == all ? all - step : eighths;
}

/* bar_put - a bar */
void bar_put(struct page *p, enum role role, uint32_t n, uint32_t of, int cells, bool fine)
{
	char full[BAR_CELLS * 4 + 1] = "", empty[BAR_CELLS * 4 + 1] = "";
	size_t nfull = 0, nempty = 0;
	unsigned width = cells < BAR_CELLS ? (unsigned)cells : BAR_CELLS;
	unsigned eighths = filled(n, of, width, !p->fancy ? EIGHTHS : fine ? 1 : EIGHTHS / 2);

	for (unsigned i = 0; i < width; i++) {
		unsigned here = eighths > i * EIGHTHS ? eighths - i * EIGHTHS : 0;

		if (here >= EIGHTHS)
			add(full, &nfull, glyph(p->fancy, GLYPH_FILL_8));
		else if (here)
			add(full, &nfull, glyph(p->fancy, GLYPH_FILL_1 + here - 1));
		else
			add(empty, &nempty, glyph(p->fancy, GLYPH_EMPTY));
	}
	if (nfull)
		page_put(p, role, full);
	if (nempty)
		page_put(p, ROLE_rule, empty);
}
