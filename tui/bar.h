/* SPDX-License-Identifier: BSD-2-Clause */
/* bar - a share as a bar */
#ifndef DS_TUI_BAR_H
#define DS_TUI_BAR_H

#include <stdbool.h>
#include <stdint.h>

#include "tui/theme.h"

struct page;

/* `n` of `of` as a bar of so many cells; none of anything is an empty one. `fine`: in eighths of a cell,
 * where the terminal's letters have these (the Linux console has halves alone). A bar that is not quite
 * empty or full never looks so. */
void bar_put(struct page *, enum role, uint32_t n, uint32_t of, int cells, bool fine);

#endif
