/* SPDX-License-Identifier: BSD-2-Clause */
/* test_ring_small - every key at the smallest size, and whether all can be read; see ring.h */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/ui/expect.h"
#include "tests/ui/ring.h"
#include "tui/action.h"

/* test_40x10 - all keys */
static void test_40x10(void **state)
{
	ring_walk(*state, 40, 10);
}

/* test_to_the_end - at several sizes */
static void test_to_the_end(void **state)
{
	ring_to_the_end(*state);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_40x10, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_to_the_end, expect_none, expect_end),
	};

	ring_locale();
	return cmocka_run_group_tests_name("ring small", tests, NULL, NULL) != 0;
}
