/* SPDX-License-Identifier: BSD-2-Clause */
/* test_ring_wide - every key with the detail beside the list; see ring.h */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/ui/expect.h"
#include "tests/ui/ring.h"
#include "tui/action.h"

/* test_120x40 - all keys */
static void test_120x40(void **state)
{
	ring_walk(*state, 120, 40);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_120x40, expect_none, expect_end),
	};

	ring_locale();
	return cmocka_run_group_tests_name("ring wide", tests, NULL, NULL) != 0;
}
