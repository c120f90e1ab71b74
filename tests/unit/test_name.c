/* SPDX-License-Identifier: BSD-2-Clause */
/* Names in wire form: order, relations, conversions, and their bounds. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/base/arena.h"
#include "core/dns/name.h"

#define count_of(a) (sizeof(a) / sizeof *(a))

/* up, down - an arena for each test */
static int up(void **state)
{
	*state = arena_new(1 << 20);
	return *state == NULL;
}

static int down(void **state)
{
	arena_free(*state);
	return 0;
}

/* the order of RFC 4034 section 6.1, its own example, each name against each */
static void test_order(void **state)
{
	static const uint8_t *const names[] = {
		(const uint8_t *)"\7example\0",
		(const uint8_t *)"\1a\7example\0",
		(const uint8_t *)"\10yljkjljk\1a\7example\0",
		(const uint8_t *)"\1z\1a\7example\0",
		(const uint8_t *)"\4zabc\1a\7example\0",
		(const uint8_t *)"\1z\7example\0",
		(const uint8_t *)"\1\1\1z\7example\0",
		(const uint8_t *)"\1*\1z\7example\0",
		(const uint8_t *)"\1\310\1z\7example\0",
	};

	(void)state;
	for (size_t i = 0; i < count_of(names); i++)
		for (size_t k = 0; k < count_of(names); k++) {
			int order = name_compare(names[i], names[k]);

			assert_int_equal(order < 0, i < k);
			assert_int_equal(order == 0, i == k);
			assert_int_equal(name_equal(names[i], names[k]), i == k);
		}
	assert_true(name_compare((const uint8_t *)"\0", names[0]) < 0);
	assert_true(name_compare((const uint8_t *)"\2ab\0", (const uint8_t *)"\3abc\0") <
		    0); /* shorter first */
}

/* at or below, and what two names have in common: whole labels, not letters */
static void test_relations(void **state)
{
	static const struct {
		const char *name, *other;
		bool within;
		unsigned common;
	} cases[] = {
		{ "a.b.c", "b.c", true, 2 },
		{ "b.c", "a.b.c", false, 2 },
		{ "b.c", "b.c", true, 2 },
		{ "b.c", ".", true, 0 },
		{ ".", ".", true, 0 },
		{ ".", "c", false, 0 },
		{ "xb.c", "b.c", false, 1 },
		{ "a.b.c", "a.b.d", false, 0 },
		{ "a.x.c", "a.y.c", false, 1 },
		{ "1b.c", "b.c", false, 1 },
	};

	for (size_t i = 0; i < count_of(cases); i++) {
		const uint8_t *a = name_from_text(*state, cases[i].name);
		const uint8_t *b = name_from_text(*state, cases[i].other);

		assert_int_equal(name_within(a, b), cases[i].within);
		assert_int_equal(name_common(a, b), cases[i].common);
		assert_int_equal(name_common(b, a), cases[i].common);
	}
	/* A label that looks like the length and letters of others. */
	assert_false(name_within((const uint8_t *)"\3a\1b\0", (const uint8_t *)"\1b\0"));
}

/* parts of a name */
static void test_parts(void **state)
{
	const uint8_t *name = name_from_text(*state, "a.bb.ccc");

	assert_int_equal(name_len(name), 10);
	assert_int_equal(name_labels(name), 3);
	assert_int_equal(name_labels(name_suffix(name, 2)), 2);
	assert_true(name_equal(name_suffix(name, 0), (const uint8_t *)"\0"));
	assert_true(name_equal(name_suffix(name, 9), name));
	assert_true(name_is_root(name_parent(name_suffix(name, 1))));
	assert_true(name_is_root(name_parent(name_suffix(name, 0))));
	assert_true(name_is_wildcard((const uint8_t *)"\1*\1a\0"));
	assert_false(name_is_wildcard((const uint8_t *)"\2*a\1a\0"));
	assert_false(name_is_wildcard((const uint8_t *)"\0"));
}

/* from text: lower case, bounds of labels and of the whole */
static void test_from_text(void **state)
{
	char text[300];
	const uint8_t *name;

	assert_true(name_is_root(name_from_text(*state, ".")));
	assert_true(name_is_root(name_from_text(*state, "")));
	assert_true(name_equal(name_from_text(*state, "Ab.C"), (const uint8_t *)"\2ab\1c\0"));
	assert_true(name_equal(name_from_text(*state, "ab.c."), (const uint8_t *)"\2ab\1c\0"));
	assert_null(name_from_text(*state, "a..b"));
	assert_null(name_from_text(*state, ".a"));
	memset(text, 'x', sizeof text);
	text[63] = '\0';
	assert_non_null(name_from_text(*state, text));
	text[63] = 'x';
	text[64] = '\0';
	assert_null(name_from_text(*state, text));
	/* 253 letters and dots make 255 octets. */
	memset(text, 'x', sizeof text);
	text[63] = text[127] = text[191] = '.';
	text[253] = '\0';
	name = name_from_text(*state, text);
	assert_non_null(name);
	assert_int_equal(name_len(name), 255);
	text[253] = 'x';
	text[254] = '\0';
	assert_null(name_from_text(*state, text));
}

/* for people: odd octets are visible, and the longest text fits */
static void test_text(void **state)
{
	static const struct {
		const char *wire, *text;
	} cases[] = {
		{ "\0", "." },
		{ "\2ab\1c\0", "ab.c" },
		{ "\3a.b\1c\0", "a\\x2eb.c" },
		{ "\3a\\b\0", "a\\x5cb" },
		{ "\4\x1b[2J\0", "\\x1b[2J" },
		{ "\3\xe2\x80\xae\0", "\\xe2\\x80\\xae" },
		{ "\1 \1\x7f\0", "\\x20.\\x7f" },
		{ "\4_tcp\0", "_tcp" },
	};
	uint8_t worst[255];
	char out[NAME_MAX_TEXT];

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++)
		assert_string_equal(name_text(out, (const uint8_t *)cases[i].wire), cases[i].text);
	memset(worst, 0xff, sizeof worst);
	worst[0] = worst[64] = worst[128] = 63;
	worst[192] = 61;
	worst[254] = 0;
	assert_int_equal(strlen(name_text(out, worst)), 4 * 250 + 3);
}

/* longer names: one label more, an ancestor replaced, up to 255 octets */
static void test_longer(void **state)
{
	const uint8_t *test = name_from_text(*state, "x.y.test"), *out;
	char text[256];

	assert_true(name_equal(
	    name_prepend(*state, "_TCP", test), (const uint8_t *)"\4_tcp\1x\1y\4test\0"));
	assert_null(name_prepend(*state, "", test));
	out = name_replace(*state, test, name_suffix(test, 1), name_from_text(*state, "a.b"));
	assert_true(name_equal(out, (const uint8_t *)"\1x\1y\1a\1b\0"));
	out = name_replace(*state, test, (const uint8_t *)"\0", name_from_text(*state, "a"));
	assert_true(name_equal(out, (const uint8_t *)"\1x\1y\4test\1a\0"));
	memset(text, 'x', sizeof text);
	text[63] = text[127] = text[191] = '.';
	text[251] = '\0'; /* 253 octets */
	out = name_from_text(*state, text);
	assert_int_equal(name_len(out), 253);
	assert_int_equal(name_len(name_prepend(*state, "a", out)), 255);
	assert_null(name_prepend(*state, "ab", out));
	/* "x" + "y" + 251 is 255 octets; one more is too many */
	assert_non_null(name_replace(
	    *state, name_from_text(*state, "x.test"), name_from_text(*state, "test"), out));
	assert_null(name_replace(*state, test, name_from_text(*state, "test"), out));
}

/* could a mail host be called so? */
static void test_host(void **state)
{
	static const struct {
		const char *wire;
		bool ok;
	} cases[] = { { "\2mx\2nl\0", true }, { "\3m_x\2nl\0", true }, { "\3m-1\0", true },
		{ "\0", false }, { "\1*\2nl\0", false }, { "\3m x\0", false }, { "\2m\0\0", false },
		{ "\2M1\0", false }, { "\2\xc3\xa9\0", false } };

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++)
		assert_int_equal(name_is_host((const uint8_t *)cases[i].wire), cases[i].ok);
}

/* copies are lower-case, whatever the locale; other octets stay */
static void test_dup(void **state)
{
	const uint8_t *copy = name_dup(*state, (const uint8_t *)"\4AbZ\xc9\1@\0");

	assert_memory_equal(copy, "\4abz\xc9\1@\0", 8);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_order, up, down),
		cmocka_unit_test_setup_teardown(test_relations, up, down),
		cmocka_unit_test_setup_teardown(test_parts, up, down),
		cmocka_unit_test_setup_teardown(test_from_text, up, down),
		cmocka_unit_test_setup_teardown(test_text, up, down),
		cmocka_unit_test_setup_teardown(test_longer, up, down),
		cmocka_unit_test_setup_teardown(test_host, up, down),
		cmocka_unit_test_setup_teardown(test_dup, up, down),
	};

	return cmocka_run_group_tests_name("name", tests, NULL, NULL) != 0;
}
