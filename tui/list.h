/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * list - where one is in a number of rows: the selected one, and the first that is shown
 *
 * It knows rows by number only. Some rows cannot be selected (headings, running text); moving goes
 * to the next that can be where one is near, and scrolls where none is.
 */
#ifndef DS_TUI_LIST_H
#define DS_TUI_LIST_H

#include <stdbool.h>
#include <stddef.h>

#define LIST_NONE ((size_t)-1)

/* Can row i be selected? */
typedef bool list_can_fn(const void *arg, size_t i);

struct list {
	size_t n, height; /* rows in all, and rows that are shown at once */
	size_t top, at;   /* first row shown; row selected, or LIST_NONE */
	size_t jump;      /* rows that are scrolled further than need be: beside a pane that stands
	                   * still every scrolled row must be written anew */
	list_can_fn *can;
	const void *arg;
};

/* Another number of rows or height: keeps the place as well as can be. */
void list_set(struct list *, size_t n, size_t height, list_can_fn *, const void *arg);
/* Selects a row (or the nearest that can be) and shows it. */
void list_go(struct list *, size_t row);
/* By so many rows; false where there is nothing further. */
bool list_move(struct list *, long rows);
/* To an end. */
void list_first(struct list *);
void list_last(struct list *);
/* Is the last row in sight? */
bool list_at_end(const struct list *);

#endif
