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

#endif
