/* SPDX-License-Identifier: BSD-2-Clause */
/* test_arena - memory with a bound */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "core/base/arena.h"

/* test_alloc - zeroed, aligned, apart from each other, across many blocks */
static void test_alloc(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	unsigned char *all[500];
	size_t i, j;

	(void)state;
	assert_non_null(arena);
	for (i = 0; i < 500; i++) {
		size_t size = i % 97;

		all[i] = arena_alloc(arena, size, 1);
		assert_non_null(all[i]);
		assert_int_equal((uintptr_t)all[i] % _Alignof(max_align_t), 0);
		for (j = 0; j < size; j++)
			assert_int_equal(all[i][j], 0);
		memset(all[i], (int)i & 0xff, size);
	}
	for (i = 0; i < 500; i++) {
		for (j = 0; j < i % 97; j++)
			assert_int_equal(all[i][j], i & 0xff);
	}
	assert_false(arena_failed(arena));
	assert_null(arena_free(arena));
}

/* test_strings - copies are copies, and end */
static void test_strings(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	char original[] = "mx1.voorbeeld.nl";
	char *copy = arena_strdup(arena, original);
	const uint8_t octets[] = { 0, 1, 2 };

	(void)state;
	original[0] = 'x';
	assert_string_equal(copy, "mx1.voorbeeld.nl");
	assert_string_equal(arena_strndup(arena, "abcdef", 3), "abc");
	assert_string_equal(arena_strndup(arena, "abc", 30), "abc");
	assert_memory_equal(arena_copy(arena, octets, sizeof(octets)), octets, sizeof(octets));
	assert_non_null(arena_copy(arena, NULL, 0));
	assert_string_equal(arena_printf(arena, "_%u._tcp.%s", 25u, "a.nl"), "_25._tcp.a.nl");
	assert_string_equal(arena_printf(arena, "%.0s", "gone"), "");
	arena_free(arena);
}

/* test_bound - the bound holds, is remembered, and what was given stays */
static void test_bound(void **state)
{
	struct arena *arena = arena_new(100000);
	size_t total = 0;
	char *first = arena_strdup(arena, "first"), *got;

	(void)state;
	while ((got = arena_alloc(arena, 100, 10)) != NULL) {
		total += 1000;
		assert_true(arena_size(arena) <= 100000);
		assert_true(total <= 100000);
	}
	assert_true(total > 80000); /* a bound that is met long before it is none */
	assert_true(arena_failed(arena));
	assert_null(arena_alloc(arena, 1, 1)); /* sticky */
	assert_null(arena_strdup(arena, ""));
	assert_string_equal(first, "first");
	arena_free(arena);
}

/* test_overflow - sizes that overflow, and single ones over the bound */
static void test_overflow(void **state)
{
	static const struct {
		size_t limit, count, size;
	} cases[] = {
		{ 1000000, SIZE_MAX / 2, 3 },
		{ 1000000, SIZE_MAX, 1 },
		{ 1000000, 1, SIZE_MAX - 8 },
		{ SIZE_MAX, SIZE_MAX - 8, 1 },
		{ SIZE_MAX, SIZE_MAX / 4, 1 },
		{ 1000000, 1000001, 1 },
		{ 1000000, 1000000, 1 }, /* with its head it is over */
		{ 0, 1, 1 },
		{ 16, 16, 1 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *arena = arena_new(cases[i].limit);

		assert_null(arena_alloc(arena, cases[i].count, cases[i].size));
		assert_true(arena_failed(arena));
		arena_free(arena);
	}
}

/* test_large - one large piece costs about itself, and small ones go on where they were */
static void test_large(void **state)
{
	struct arena *arena = arena_new(8 << 20);
	size_t before;
	char *small;

	(void)state;
	small = arena_alloc(arena, 1, 16);
	before = arena_size(arena);
	assert_true(before > 8000 && before < 9000);
	assert_non_null(arena_alloc(arena, 1, 3 << 20));
	assert_true(arena_size(arena) - before < (3 << 20) + 100);
	before = arena_size(arena);
	assert_true(small + 16 <= (char *)arena_alloc(arena, 1, 16));
	assert_int_equal(arena_size(arena), before);
	arena_free(arena);
	assert_null(arena_free(NULL));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alloc),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_bound),
		cmocka_unit_test(test_overflow),
		cmocka_unit_test(test_large),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL) != 0;
}
