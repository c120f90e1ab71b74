/* SPDX-License-Identifier: BSD-2-Clause */
/* expect - what the tests of the console have in common; see expect.h */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* expect_every_size - something is shown in each */
void expect_every_size(struct harness *h)
{
	for (int columns = 1; columns <= 180; columns += 7)
		for (int rows = 1; rows <= 60; rows += 5) {
			char *screen;

			harness_resize(h, columns, rows);
			screen = harness_text(h);
			assert_true(strspn(screen, " \n") < strlen(screen));
			free(screen);
		}
	harness_resize(h, 80, 24);
}

/* expect_file - what is in it */
char *expect_file(const char *path)
{
	FILE *f = fopen(path, "re");
	char *text = calloc(1, 65536);

	assert_non_null(f);
	assert_non_null(text);
	text[fread(text, 1, 65535, f)] = '\0';
	fclose(f);
	return text;
}

/* expect_saved - once, and not over what is there */
void expect_saved(struct harness *h, const char *path, const char *holds)
{
	char keys[256], *text;

	snprintf(keys, sizeof keys, "w<c-u>%s<enter>", path);
	harness_keys(h, keys);
	expect_shown(h, "Written: ");
	text = expect_file(path);
	if (!strstr(text, holds))
		fail_msg("\"%s\" is not in:\n%s", holds, text);
	free(text);
	harness_keys(h, keys);
	expect_shown(h, "File exists");
	unlink(path);
}
