/* SPDX-License-Identifier: BSD-2-Clause */
/* test_history - looks become periods, within bounds */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/limits.h"
#include "history_bench.h"

static void nothing_is_known_at_first(void **state)
{
	struct bench *b = *state;
	struct past *past = history_past(b->history, "example.nl");

	assert_non_null(past);
	assert_int_equal(past->n, 0);
	past_free(past);
}

static void nothing_is_opened_before_it_is_needed(void **state)
{
	struct bench *b = *state;

	bench_look(b, NOON);
	assert_int_equal(access("state", F_OK), -1);
	assert_false(history_write(b->history));
	assert_int_equal(access(HISTORY_FILE, F_OK), 0);
}

static void looks_that_saw_the_same_are_one_period(void **state)
{
	struct bench *b = *state;
	struct past *past;

	for (int i = 0; i < 40; i++)
		bench_look(b, NOON + i * MINUTE);
	/* signed anew: that is no change */
	b->sample.sigs[0].expiration += 86400;
	bench_look(b, NOON + 40 * MINUTE);
	bench_again(b, &history_plain);
	past = history_past(b->history, "example.nl");
	assert_int_equal(past->n, 1);
	assert_int_equal(past->periods[0].from_ms, NOON);
	assert_int_equal(past->periods[0].until_ms, NOON + 40 * MINUTE);
	assert_int_equal(past->periods[0].looks, 41);
	assert_int_equal(past->periods[0].signed_until, b->sample.sigs[0].expiration);
	assert_string_equal(past->periods[0].via, "192.0.2.53");
	assert_int_equal(past->periods[0].changes.n, 0);
	past_free(past);
}

static void another_certificate_begins_a_period(void **state)
{
	struct bench *b = *state;
	struct past *past;
	struct since since;
	char text[400];

	bench_look(b, NOON);
	bench_look(b, NOON + 30 * MINUTE);
	b->sample.cert.spki_sha256 = b->sample.cert.cert_sha256 =
	    "ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100";
	b->sample.report.verdict = DS_V_BROKEN;
	bench_look(b, NOON + 60 * MINUTE);
	bench_look(b, NOON + 90 * MINUTE);
	past = history_past(b->history, "example.nl");
	assert_int_equal(past->n, 2);
	assert_int_equal(past->periods[0].verdict, DS_V_BROKEN);
	assert_int_equal(past->periods[0].changes.n, 1);
	assert_string_equal(change_text(&past->periods[0].changes.all[0], text, sizeof text),
	    "new key at mx1.example.nl, TLSA records unchanged");
	since = past_since(past);
	assert_int_equal(since.from_ms, NOON + 60 * MINUTE);
	assert_int_equal(since.other_ms, NOON + 30 * MINUTE);
	assert_ptr_equal(past_period(past, past->periods[1].id), &past->periods[1]);
	assert_null(past_period(past, 4711));
	past_free(past);
}

static void a_time_in_which_nothing_was_seen_ends_none(void **state)
{
	struct bench *b = *state;
	struct past *past;
	struct since since;

	b->sample.report.verdict = DS_V_SECURED;
	bench_look(b, NOON);
	b->sample.report.verdict = DS_V_BROKEN;
	bench_look(b, NOON + 1 * MINUTE);
	b->sample.report.verdict = DS_V_UNKNOWN;
	bench_look(b, NOON + 2 * MINUTE);
	b->sample.report.verdict = DS_V_BROKEN;
	bench_look(b, NOON + 3 * MINUTE);
	past = history_past(b->history, "example.nl");
	since = past_since(past);
	assert_int_equal(past->n, 4);
	assert_int_equal(since.from_ms, NOON + 1 * MINUTE);
	assert_int_equal(since.other_ms, NOON);
	past_free(past);
}

static void a_look_that_lacks_something_is_no_change(void **state)
{
	struct bench *b = *state;
	struct past *past;

	bench_look(b, NOON);
	b->sample.probe.ncerts =
	    0; /* nobody answered in time: nothing was seen of the certificate */
	bench_look(b, NOON + MINUTE);
	past = history_past(b->history, "example.nl");
	assert_int_equal(past->n, 1);
	assert_non_null(seen_find(&past->periods[0].seen, SEEN_CERT, "mx1.example.nl"));
	past_free(past);
}

static void ways_of_looking_are_kept_apart(void **state)
{
	const struct ds_options dns = { .smtp_port = 25, .no_smtp = true };
	struct bench *b = *state;
	struct past *past;

	bench_look(b, NOON);
	bench_look(b, NOON + MINUTE);
	bench_again(b, &dns);
	b->sample.report.verdict = DS_V_PARTIAL;
	bench_look(b, NOON + 2 * MINUTE);
	past = history_past(b->history, "example.nl");
	assert_int_equal(past->n, 1);
	assert_int_equal(past->others, 2);
	assert_int_equal(past->periods[0].verdict, DS_V_PARTIAL);
	past_free(past);
}

static void of_many_periods_the_oldest_go(void **state)
{
	struct bench *b = *state;
	struct past *past;

	for (int i = 0; i < HISTORY_PERIODS + 20; i++) {
		b->sample.host[0].preference = (unsigned)i;
		bench_look(b, NOON + i * MINUTE);
	}
	past = history_past(b->history, "example.nl");
	assert_int_equal(past->n, HISTORY_PERIODS);
	assert_int_equal(past->periods[0].from_ms, NOON + (HISTORY_PERIODS + 19) * MINUTE);
	assert_int_equal(past->periods[HISTORY_PERIODS - 1].from_ms, NOON + 20 * MINUTE);
	past_free(past);
}

static void a_full_file_makes_room(void **state)
{
	struct bench *b = *state;
	char name[32];
	struct past *past;
	struct stat st;

	b->history->most = 256 << 10;
	for (int i = 0; i < 1000; i++) {
		snprintf(name, sizeof name, "d%d.nl", i);
		b->sample.report.domain = name;
		bench_look(b, NOON + i * MINUTE);
		if (i % 100 == 0)
			while (history_write(b->history))
				;
	}
	past = history_past(b->history, "d999.nl");
	assert_int_equal(past->n, 1);
	past_free(past);
	past = history_past(b->history, "d0.nl");
	assert_int_equal(past->n, 0);
	past_free(past);
	assert_null(history_problem(b->history));
	bench_again(b, &history_plain);
	past_free(history_past(b->history, "d0.nl"));
	assert_int_equal(stat(HISTORY_FILE, &st), 0);
	assert_true(st.st_size < (512 << 10));
}

static void names_with_quotes_are_but_names(void **state)
{
	struct bench *b = *state;
	struct past *past;

	b->sample.report.domain = "x'); DROP TABLE period; --.nl";
	bench_look(b, NOON);
	bench_look(b, NOON + MINUTE);
	past = history_past(b->history, b->sample.report.domain);
	assert_int_equal(past->n, 1);
	assert_int_equal(past->periods[0].looks, 2);
	past_free(past);
}

static void in_memory_nothing_is_left(void **state)
{
	struct bench *b = *state;
	struct past *past;

	history_free(b->history);
	b->history = history_new(NULL, &history_plain);
	bench_look(b, NOON);
	past = history_past(b->history, "example.nl");
	assert_int_equal(past->n, 1);
	past_free(past);
	assert_int_equal(access("state", F_OK), -1);
}

static void what_waits_is_bounded(void **state)
{
	struct bench *b = *state;
	int n = 0;

	while (n <= HISTORY_WAITING && history_note(b->history, &b->sample.report, NULL, 0))
		n++;
	assert_int_equal(n, HISTORY_WAITING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(nothing_is_known_at_first),
		BENCH_TEST(nothing_is_opened_before_it_is_needed),
		BENCH_TEST(looks_that_saw_the_same_are_one_period),
		BENCH_TEST(another_certificate_begins_a_period),
		BENCH_TEST(a_time_in_which_nothing_was_seen_ends_none),
		BENCH_TEST(a_look_that_lacks_something_is_no_change),
		BENCH_TEST(ways_of_looking_are_kept_apart),
		BENCH_TEST(of_many_periods_the_oldest_go),
		BENCH_TEST(a_full_file_makes_room),
		BENCH_TEST(names_with_quotes_are_but_names),
		BENCH_TEST(in_memory_nothing_is_left),
		BENCH_TEST(what_waits_is_bounded),
	};

	return cmocka_run_group_tests_name("history", tests, NULL, NULL) != 0;
}
