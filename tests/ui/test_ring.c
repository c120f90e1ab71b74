/* SPDX-License-Identifier: BSD-2-Clause */
/* test_ring - every key on every screen, at the usual size; see ring.h */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/ui/expect.h"
#include "tests/ui/ring.h"
#include "tui/action.h"

/* test_all_screens - each scope of the table is walked */
static void test_all_screens(void **state)
{
	assert_int_equal(ring_scopes(*state), ON_ALL);
}

/* test_80x24 - all keys */
static void test_80x24(void **state)
{
	ring_walk(*state, 80, 24);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_all_screens, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_80x24, expect_none, expect_end),
	};

	ring_locale();
	return cmocka_run_group_tests_name("ring", tests, NULL, NULL) != 0;
}
