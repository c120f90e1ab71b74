/* SPDX-License-Identifier: BSD-2-Clause */
/* expect - what the tests of the console have in common; see expect.h */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "tests/ui/expect.h"
#include "tests/ui/harness.h"

/* expect_none - a harness that the test itself opens */
int expect_none(void **state)
{
	*state = calloc(1, sizeof(struct harness));
	return *state ? 0 : -1;
}

/* expect_console - a console of 80x24 with the fixture on it */
int expect_console(void **state)
{
	if (expect_none(state) != 0)
		return -1;
	harness_open(*state, 80, 24, "256");
	return 0;
}

/* expect_end - also after a failure */
int expect_end(void **state)
{
	harness_close(*state);
	free(*state);
	return 0;
}

/* expect_shown - fails with the screen where a text is not on it */
void expect_shown(const struct harness *h, const char *text)
{
	char *screen = harness_text(h);
	bool there = strstr(screen, text) != NULL;

	if (!there)
		print_message("%s", screen);
	free(screen);
	if (!there)
		fail_msg("\"%s\" is not on the screen", text);
}

/* expect_absent - fails where a text is on the screen */
void expect_absent(const struct harness *h, const char *text)
{
	if (harness_shows(h, text))
		fail_msg("\"%s\" is on the screen", text);
}

/* expect_at - the cursor stands on a row with this text */
void expect_at(const struct harness *h, const char *text)
{
	char row[1024];

	if (!strstr(harness_cursor_row(h, row, sizeof row), text))
		fail_msg("the cursor stands on \"%s\", not on \"%s\"", row, text);
}
