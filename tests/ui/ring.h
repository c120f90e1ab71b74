/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ring - every key of the table on every screen
 *
 * After each key a terminal that took in all octets must show what it would show if it had been
 * painted from nothing; the footer holds whole entries of the table, the path ends with the screen in
 * front; a key does something or says why not; and Esc comes back to the place it was. Each fault is
 * printed; then the test fails.
 */
#ifndef DS_TESTS_UI_RING_H
#define DS_TESTS_UI_RING_H

struct harness;

/* All keys on all screens, at this size, in both languages. The harness is not open yet. */
void ring_walk(struct harness *, int columns, int rows);
/* Whatever stands on a screen can be read to its end, line by line and page by page. */
void ring_to_the_end(struct harness *);
/* The scopes of all screens that are walked. */
unsigned ring_scopes(struct harness *);
/* Texts and their translations, as the program finds them. */
void ring_locale(void);

#endif
