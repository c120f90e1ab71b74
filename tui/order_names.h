/* SPDX-License-Identifier: BSD-2-Clause */
/* order_names - ordering by numbers, and numbers for names */
#ifndef DS_TUI_ORDER_NAMES_H
#define DS_TUI_ORDER_NAMES_H

#include <stddef.h>

struct session;
struct tui_entry;

/* Orders entries by their keys; equals keep their order. */
void order_radix(struct tui_entry **, size_t n);
/* Gives each entry of the list its rank among the names. */
void order_rank(struct session *);

#endif
