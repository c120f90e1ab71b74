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

#include "tests/ui/expect.h"
#include "tests/ui/fixture.h"
#include "tests/ui/harness.h"

/* test_cells - a column is chosen by < and >, and Enter opens the cell */
static void test_cells(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "j<enter>3<");
	expect_shown(h, "Key > chooses a column of the matrix.");
	harness_keys(h, "j><enter>");
	expect_shown(h, "Transcript");
	harness_keys(h, "q>>><enter>");
	expect_shown(h, "Certificates");
	harness_keys(h, "q>>>>>>>");
	expect_shown(h, "This is the last column.");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_cells, expect_console, expect_end),
	};

	setlocale(LC_ALL, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	setenv("LANGUAGE", "en", 1);
	return cmocka_run_group_tests_name("cells", tests, NULL, NULL) != 0;
}
