/* SPDX-License-Identifier: BSD-2-Clause */
/* test_cells - in the matrix of mail hosts every cell opens what it is about */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "tests/ui/fixture.h"
#include "tests/ui/harness.h"

/* up - a console of 80x24 with the fixture on it */
static int up(void **state)
{
	*state = calloc(1, sizeof(struct harness));
	if (!*state)
		return -1;
	harness_open(*state, 80, 24, "256");
	return 0;
}

/* down - also after a failure */
static int down(void **state)
{
	harness_close(*state);
	free(*state);
	return 0;
}

/* shows - fails with the screen where a text is not on it */
static void shows(const struct harness *h, const char *text)
{
	char *screen = harness_text(h);
	bool there = strstr(screen, text) != NULL;

	if (!there)
		print_message("%s", screen);
	free(screen);
	if (!there)
		fail_msg("\"%s\" is not on the screen", text);
}

/* test_cells - a column is chosen by < and >, and Enter opens the cell */
static void test_cells(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "j<enter>3<");
	shows(h, "Key > chooses a column of the matrix.");
	harness_keys(h, "j><enter>");
	shows(h, "Transcript");
	harness_keys(h, "q>>><enter>");
	shows(h, "Certificates");
	harness_keys(h, "q>>>>>>>");
	shows(h, "This is the last column.");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_cells, up, down),
	};

	setlocale(LC_ALL, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	setenv("LANGUAGE", "en", 1);
	return cmocka_run_group_tests_name("cells", tests, NULL, NULL) != 0;
}
