/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sheet - text that grows, with paragraphs set to a width
 *
 * Out of memory is remembered; sheet_take then returns NULL. Columns are counted in
 * characters of UTF-8.
 */
#ifndef DS_CORE_REPORT_SHEET_H
#define DS_CORE_REPORT_SHEET_H

#include <stdbool.h>
#include <stddef.h>

/* The state of a thing: each has a mark and, where colours are wanted, a colour. */
enum sheet_state { SHEET_GOOD, SHEET_BAD, SHEET_WARN, SHEET_PLAIN, SHEET_DUNNO };

struct sheet {
	char *text;
	size_t len, size;
	unsigned columns;
	bool colour, failed;
};

void sheet_init(struct sheet *, unsigned columns, bool colour);
/* The text, which the caller frees; NULL when memory ran out. */
char *sheet_take(struct sheet *);

void sheet_add(struct sheet *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* "[OK] ", "[!!] ", ...: five columns. */
void sheet_mark(struct sheet *, enum sheet_state);
/* A line of its own in bold. */
void sheet_heading(struct sheet *, const char *text);
/* `text` from column `at` of the line begun, wrapped, further lines from column `indent`; ends the
 * line. A word that is longer than a line stays whole. */
void sheet_wrap(struct sheet *, unsigned at, unsigned indent, const char *text);
/* `label` at column `indent`, then `text` wrapped, nine columns further; on a line of its own where
 * that keeps it whole. */
void sheet_item(struct sheet *, unsigned indent, const char *label, const char *text);

/* The number of characters in UTF-8 text. */
unsigned sheet_width(const char *text);

#endif
