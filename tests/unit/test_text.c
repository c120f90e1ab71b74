/* SPDX-License-Identifier: BSD-2-Clause */
/* test_text - nothing from the network reaches a terminal as it came */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/text.h"

/* A row: octets in, display form out. */
struct row {
	const char *in, *out;
};

/* check_rows - each row, and that its outcome is clean */
static void check_rows(const struct row *rows, size_t n)
{
	char out[256];
	size_t i;

	for (i = 0; i < n; i++) {
		size_t len = text_clean(out, sizeof(out), rows[i].in, strlen(rows[i].in));

		assert_string_equal(out, rows[i].out);
		assert_int_equal(len, strlen(rows[i].out));
		assert_true(text_is_clean(out));
		assert_int_equal(text_is_clean(rows[i].in), strcmp(rows[i].in, rows[i].out) == 0);
	}
}

/* test_kept - what people read stays as it is */
static void test_kept(void **state)
{
	static const struct row rows[] = {
		{ "", "" }, { "220 mx.voorbeeld.nl ESMTP ~{}", "220 mx.voorbeeld.nl ESMTP ~{}" },
		{ "back\\slash \\x1b", "back\\slash \\x1b" }, { "caf\xc3\xa9", "caf\xc3\xa9" },
		{ "cafe\xcc\x81", "cafe\xcc\x81" }, /* e and a combining acute */
		{ "\xce\xb1\xd0\xb6\xd7\xa9\xd8\xb4", "\xce\xb1\xd0\xb6\xd7\xa9\xd8\xb4" },
		{ "\xe4\xbe\x8b\xe3\x81\x88", "\xe4\xbe\x8b\xe3\x81\x88" },
		{ "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d",
		    "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d" },
		{ "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80" },
		{ "\xef\xbf\xbd", "\xef\xbf\xbd" }, /* U+FFFD */
	};

	(void)state;
	check_rows(rows, sizeof(rows) / sizeof(rows[0]));
}

/* test_shown - what has power over a terminal or a reader becomes visible */
static void test_shown(void **state)
{
	static const struct row rows[] = {
		{ "\x1b[2J\x07\r\n\t", "\\x1b[2J\\x07\\x0d\\x0a\\x09" },
		{ "\x7f", "\\x7f" },
		{ "\x9b"
		  "31m",
		    "\\x9b31m" },              /* C1 as an octet */
		{ "\xc2\x9b", "\\u{009b}" },   /* C1 as a character */
		{ "\xc2\xad", "\\u{00ad}" },   /* soft hyphen */
		{ "a\xd8\x9c", "a\\u{061c}" }, /* bidi */
		{ "\xe2\x80\x8e\xe2\x80\x8f", "\\u{200e}\\u{200f}" },
		{ "\xe2\x80\xaa\xe2\x80\xae", "\\u{202a}\\u{202e}" },
		{ "\xe2\x81\xa6\xe2\x81\xa9", "\\u{2066}\\u{2069}" },
		{ "x\xe2\x80\x8bx", "x\\u{200b}x" }, /* zero width */
		{ "x\xe2\x80\x8d\xe2\x81\xa0", "x\\u{200d}\\u{2060}" },
		{ "\xef\xbb\xbf", "\\u{feff}" },
		{ "a\xef\xb8\x8f", "a\\u{fe0f}" }, /* variation selector */
		{ "a\xf3\xa0\x84\x80", "a\\u{e0100}" },
		{ "\xf3\xa0\x81\x81", "\\u{e0041}" }, /* tag */
		{ "\xe2\x80\xa8\xe2\x80\xa9", "\\u{2028}\\u{2029}" },
		{ "\xee\x80\x80", "\\u{e000}" }, /* private use */
		{ "\xf4\x8f\xbf\xbd", "\\u{10fffd}" },
		{ "\xef\xbf\xbe\xef\xb7\x90", "\\u{fffe}\\u{fdd0}" }, /* noncharacters */
		{ "\xe3\x85\xa4", "\\u{3164}" },                      /* Hangul filler */
		{ "\xcd\xb8", "\\u{0378}" },                          /* unassigned */
		{ "\xe2\x80\x83", "\\u{2003}" },                      /* em space */
		{ "\xcc\x81", "\\u{0301}" },                          /* accent on nothing */
		{ " \xcc\x81", " \\u{0301}" },
		{ "\x01\xcc\x81", "\\x01\\u{0301}" },
		{ "a\xcc\x81\xcc\x81\xcc\x81\xcc\x81", "a\xcc\x81\xcc\x81\xcc\x81\\u{0301}" },
	};

	(void)state;
	check_rows(rows, sizeof(rows) / sizeof(rows[0]));
}

/* test_invalid - what is no UTF-8 is shown octet by octet, and the next character is found */
static void test_invalid(void **state)
{
	static const struct row rows[] = {
		{ "\xc0\xaf", "\\xc0\\xaf" }, /* overlong */
		{ "\xe0\x80\xaf", "\\xe0\\x80\\xaf" },
		{ "\xf0\x80\x80\xaf", "\\xf0\\x80\\x80\\xaf" },
		{ "\xc1\x9b", "\\xc1\\x9b" },
		{ "\xed\xa0\x80", "\\xed\\xa0\\x80" },          /* surrogate */
		{ "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" }, /* over U+10FFFF */
		{ "\xf8\x88\x80\x80\x80", "\\xf8\\x88\\x80\\x80\\x80" },
		{ "\xff\xfe", "\\xff\\xfe" },
		{ "\xe2\x82", "\\xe2\\x82" }, /* cut short */
		{ "\xe2\x82x", "\\xe2\\x82x" },
		{ "\xc3\xc3\xa9", "\\xc3\xc3\xa9" },
		{ "\x80", "\\x80" },
	};

	(void)state;
	check_rows(rows, sizeof(rows) / sizeof(rows[0]));
}

/* test_nul - a NUL within is octets like others */
static void test_nul(void **state)
{
	char out[32];

	(void)state;
	assert_int_equal(text_clean(out, sizeof(out), "a\0b", 3), 6);
	assert_string_equal(out, "a\\x00b");
}

/* test_cut - never over the size, never within a character or an escape */
static void test_cut(void **state)
{
	static const char in[] = "a\xc3\xa9\x1b\xe4\xbe\x8b\xe2\x80\xae!";
	static const size_t ends[] = { 0, 1, 3, 7, 10, 18, 19 };
	char out[40];
	size_t size, i;

	(void)state;
	for (size = 0; size < sizeof(out); size++) {
		size_t want = 0, len;

		memset(out, '#', sizeof(out));
		len = text_clean(out, size, in, sizeof(in) - 1);
		for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
			if (ends[i] + 1 <= size)
				want = ends[i];
		}
		assert_int_equal(len, want);
		if (size > 0)
			assert_int_equal(strlen(out), want);
		assert_int_equal(out[size], '#');
	}
}

/* test_dup - shortened to so much input, marked, between characters */
static void test_dup(void **state)
{
	struct arena *arena = arena_new(100000);

	(void)state;
	assert_string_equal(text_clean_dup(arena, "abc", 3, 3), "abc");
	assert_string_equal(text_clean_dup(arena, "abcd", 4, 3), "abc...");
	assert_string_equal(text_clean_dup(arena, "ab\xc3\xa9", 4, 3), "ab...");
	assert_string_equal(text_clean_dup(arena, "ab\xc3\xa9z", 5, 4), "ab\xc3\xa9...");
	assert_string_equal(text_clean_dup(arena, "\xf0\x9f\x98\x80z", 5, 3), "...");
	assert_string_equal(
	    text_clean_dup(arena, "\x80\x80\x80\x80\x80", 5, 4), "\\x80\\x80\\x80\\x80...");
	assert_string_equal(text_clean_dup(arena, "", 0, 0), "");
	assert_string_equal(text_clean_dup(arena, "\x1b", 1, 10), "\\x1b");
	arena_free(arena);
	arena = arena_new(16);
	assert_null(text_clean_dup(arena, "abc", 3, 3));
	arena_free(arena);
}

/* test_random - whatever octets: the outcome is clean, cleaning it again changes nothing */
static void test_random(void **state)
{
	unsigned seed = 20260131;
	char in[64], out[64 * 4 + 1], again[sizeof(out)];
	int round;
	size_t i;

	(void)state;
	for (round = 0; round < 20000; round++) {
		size_t len = (size_t)rand_r(&seed) % sizeof(in);

		for (i = 0; i < len; i++)
			in[i] = (char)(rand_r(&seed) >> (round % 2 ? 7 : 3));
		text_clean(out, sizeof(out), in, len);
		assert_true(text_is_clean(out));
		text_clean(again, sizeof(again), out, strlen(out));
		assert_string_equal(again, out);
		for (i = 0; out[i] != '\0'; i++)
			assert_true((unsigned char)out[i] >= 0x20 && out[i] != 0x7f);
	}
}

/* test_hex - there and back, and what is no hex */
static void test_hex(void **state)
{
	const uint8_t octets[] = { 0x00, 0x1f, 0xa0, 0xff };
	struct arena *arena = arena_new(1000);
	uint8_t back[4];
	char hex[9];

	(void)state;
	text_hex(hex, octets, sizeof(octets));
	assert_string_equal(hex, "001fa0ff");
	assert_string_equal(text_hex_dup(arena, octets, 2), "001f");
	assert_string_equal(text_hex_dup(arena, octets, 0), "");
	assert_int_equal(text_unhex(back, sizeof(back), "001FA0ff", 8), 4);
	assert_memory_equal(back, octets, 4);
	assert_int_equal(text_unhex(back, sizeof(back), "", 0), 0);
	assert_int_equal(text_unhex(back, sizeof(back), "0", 1), -1);
	assert_int_equal(text_unhex(back, sizeof(back), "0g", 2), -1);
	assert_int_equal(text_unhex(back, sizeof(back), " 0", 2), -1);
	assert_int_equal(text_unhex(back, sizeof(back), "0011223344", 10), -1);
	arena_free(arena);
}

/* test_time - RFC 3339, also before 1970, after 2038 and beyond any calendar */
static void test_time(void **state)
{
	char buf[32];

	(void)state;
	assert_string_equal(text_time(buf, sizeof(buf), 0), "1970-01-01T00:00:00Z");
	assert_string_equal(text_time(buf, sizeof(buf), 1769850000), "2026-01-31T09:00:00Z");
	assert_string_equal(text_time(buf, sizeof(buf), -1), "1969-12-31T23:59:59Z");
	assert_string_equal(text_time(buf, sizeof(buf), 4294967296), "2106-02-07T06:28:16Z");
	assert_string_equal(text_time(buf, sizeof(buf), INT64_MAX), "9999-12-31T23:59:59Z");
	assert_string_equal(text_time(buf, sizeof(buf), INT64_MIN), "0000-01-01T00:00:00Z");
	assert_string_equal(
	    text_time_ms(buf, sizeof(buf), 1769850000007), "2026-01-31T09:00:00.007Z");
	assert_string_equal(text_time_ms(buf, sizeof(buf), -1), "1969-12-31T23:59:59.999Z");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_shown),
		cmocka_unit_test(test_invalid),
		cmocka_unit_test(test_nul),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_dup),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_hex),
		cmocka_unit_test(test_time),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL) != 0;
}
