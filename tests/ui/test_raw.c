/* SPDX-License-Identifier: BSD-2-Clause */
/* test_raw - commands for other tools: right for each thing, and nothing in them that a shell obeys */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wordexp.h>

#include "core/base/arena.h"
#include "tests/ui/fixture.h"
#include "tests/ui/fixture_parts.h"
#include "tui/raw.h"
#include "tui/target.h"

/* What was taken, a line each. */
struct taken {
	char text[16384];
	size_t n;
};

/* take - one more */
static void take(void *arg, const char *command)
{
	struct taken *t = arg;
	size_t len = strlen(t->text);

	snprintf(t->text + len, sizeof t->text - len, "%s\n", command);
	t->n++;
}

/* take_record - count it */
static void take_record(void *arg, const struct ds_rr *rr)
{
	struct taken *t = arg;

	assert_non_null(rr->text);
	t->n++;
}

/* test_quoting - a word stays as it is; anything else is quoted, a quote too */
static void test_quoting(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "mx1.example.nl.", "x mx1.example.nl." },
		{ "[2001:db8::1]:25", "x [2001:db8::1]:25" },
		{ "$(reboot)", "x '$(reboot)'" },
		{ "a;b", "x 'a;b'" },
		{ "it's", "x 'it'\\''s'" },
		{ "a\\032b", "x 'a\\032b'" },
		{ "-rf", "x '-rf'" },
		{ "", "x ''" },
		{ "3 1 1 ab", "x '3 1 1 ab'" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char out[64] = "x";

		raw_argument(out, sizeof out, cases[i].in);
		assert_string_equal(out, cases[i].out);
	}
}

/* test_shell - a shell gives back what was quoted, whatever it is */
static void test_shell(void **state)
{
	static const char hostile[] = "a'b\"c`id`$(id)\\ *?[z]{1,2}|&;<>#~!%\\032";
	char command[512] = "printf %s";
	wordexp_t words;

	(void)state;
	raw_argument(command, sizeof command, hostile);
	assert_int_equal(wordexp(command, &words, WRDE_NOCMD | WRDE_UNDEF), 0);
	assert_int_equal(words.we_wordc, 3);
	assert_string_equal(words.we_wordv[2], hostile);
	wordfree(&words);
}

/* test_commands - what is asked for each thing */
static void test_commands(void **state)
{
	static const struct {
		struct target target;
		const char *has;
		size_t n;
	} cases[] = {
		{ { .kind = TO_DOMAIN, .a = 7 }, "dig @192.0.2.53 +dnssec +cd MX minduin.nl.\n",
		    1 },
		{ { .kind = TO_KEY, .host = -1, .a = 1 }, "DNSKEY nl.\n", 3 },
		{ { .kind = TO_ANSWER, .which = ANSWER_TLSA, .host = 0 },
		    "TLSA _25._tcp.mx1.minduin.nl.\n", 1 },
		{ { .kind = TO_QUERY, .host = -1, .a = 1 }, "DNSKEY minduin.nl.\n", 1 },
		{ { .kind = TO_PROBE, .host = 1, .a = 0 },
		    "openssl s_client -starttls smtp -connect 192.0.2.42:25 -servername "
		    "mx2.minduin.nl -showcerts -dane_tlsa_domain mx2.minduin.nl",
		    1 },
		{ { .kind = TO_FINDING, .host = -1, .a = 0 }, "AAAA mx2.minduin.nl.\n", 4 },
		{ { .kind = TO_RECORD, .host = 1, .a = 0 }, "TLSA _25._tcp.mx2.minduin.nl.\n", 1 },
	};
	struct arena *arena = arena_new((size_t)8 << 20);
	const struct ds_report *r = fixture_report(arena, FIXTURE_MISMATCH);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct taken taken = { .n = 0 };

		raw_commands(r, &cases[i].target, take, &taken);
		if (!strstr(taken.text, cases[i].has) || taken.n != cases[i].n)
			fail_msg("%zu: %zu commands:\n%s", i, taken.n, taken.text);
	}
	arena_free(arena);
}

/* test_records - the records of a zone, of an answer, of nothing */
static void test_records(void **state)
{
	struct arena *arena = arena_new((size_t)8 << 20);
	const struct ds_report *r = fixture_report(arena, FIXTURE_SECURED);
	struct target zone = { .kind = TO_LINK, .host = -1, .a = 1 };
	struct target mx = { .kind = TO_DOMAIN, .a = 3 }, gone = { .kind = TO_LINK, .a = 9 };
	struct taken taken = { .n = 0 };

	(void)state;
	raw_records(r, &zone, take_record, &taken);
	assert_int_equal(taken.n, 1 + 2 + 2);
	raw_records(r, &mx, take_record, &taken);
	assert_int_equal(taken.n, 5 + 2);
	raw_records(r, &gone, take_record, &taken);
	assert_int_equal(taken.n, 7);
	arena_free(arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quoting),
		cmocka_unit_test(test_shell),
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_records),
	};

	return cmocka_run_group_tests_name("raw", tests, NULL, NULL) != 0;
}
