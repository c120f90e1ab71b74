/* SPDX-License-Identifier: BSD-2-Clause */
/* expect - what the tests of the console have in common: begin, end, and what must be on the screen */
#ifndef DS_TESTS_UI_EXPECT_H
#define DS_TESTS_UI_EXPECT_H

struct harness;

/* Fixtures of cmocka: a harness in *state, not open yet; one of 80x24 with the fixture on it; its end,
 * also after a failure. */
int expect_none(void **state);
int expect_console(void **state);
int expect_end(void **state);

/* Fails, with the screen, where a text is not on it. */
void expect_shown(const struct harness *, const char *text);
/* Fails where a text is on the screen. */
void expect_absent(const struct harness *, const char *text);
/* Fails where the cursor does not stand on a row with this text. */
void expect_at(const struct harness *, const char *text);

/* Fails where, in one of many sizes from 1x1 on, the screen is empty. Ends with 80x24. */
void expect_every_size(struct harness *);
/* Has `w` write a file that is not there yet: fails where it is not written, lacks the text, or is
 * written over a second time. Takes it away. */
void expect_saved(struct harness *, const char *path, const char *holds);

/* A small file; to be freed. */
char *expect_file(const char *path);

#endif
