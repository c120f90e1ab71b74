/* SPDX-License-Identifier: BSD-2-Clause */
/* test_play - a diagnosis played again: all that happened, in its order, each step with its words */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/danescope.h"
#include "tests/ui/expect.h"
#include "tests/ui/fixture.h"
#include "tests/ui/harness.h"
#include "tui/play.h"

/* covered - queries asked and answered, and lines said, in all steps */
static void covered(const struct play_step *steps, size_t n, int *asked, int *answers, int *lines)
{
	*asked = *answers = *lines = 0;
	for (size_t i = 0; i < n; i++) {
		*asked += steps[i].kind == PLAY_ASK ? steps[i].n : 0;
		*answers += steps[i].kind == PLAY_ANSWER;
		*lines += steps[i].kind == PLAY_TALK ? steps[i].n : 0;
	}
}

/* test_steps - every message, line, zone, host and fault of a report is in it once, in order */
static void test_steps(void **state)
{
	struct arena *arena = arena_new((size_t)16 << 20);

	(void)state;
	for (enum fixture_domain d = 0; d < FIXTURE_DOMAINS; d++) {
		const struct ds_report *r = fixture_report(arena, d);
		int asked, answers, lines, said = 0;
		size_t n;
		struct play_step *steps = play_steps(r, &n);

		for (size_t h = 0; h < r->nhosts; h++)
			for (size_t i = 0; i < r->hosts[h]->nprobes; i++)
				said += (int)r->hosts[h]->probes[i]->nlines;
		covered(steps, n, &asked, &answers, &lines);
		assert_int_equal(asked, r->nqueries);
		assert_int_equal(answers, r->nqueries);
		assert_int_equal(lines, said);
		for (size_t i = 1; i < n && steps[i].kind < PLAY_FINDING; i++)
			assert_true(steps[i - 1].us <= steps[i].us);
		if (r->done)
			assert_int_equal(steps[n - 1].kind, PLAY_VERDICT);
		free(steps);
	}
	arena_free(arena);
}

/* test_words - each step has a line, a caption and a place where it can be looked at */
static void test_words(void **state)
{
	struct arena *arena = arena_new((size_t)16 << 20);

	(void)state;
	for (enum fixture_domain d = 0; d < FIXTURE_DOMAINS; d++) {
		const struct ds_report *r = fixture_report(arena, d);
		size_t n;
		struct play_step *steps = play_steps(r, &n);

		for (size_t i = 0; i < n; i++) {
			char line[1024], caption[2048];
			struct target t = play_target(r, &steps[i]);

			assert_true(
			    strlen(play_line(r, &steps[i], true, line, sizeof line).word) > 2);
			assert_true(
			    strlen(play_caption(r, &steps[i], caption, sizeof caption)) > 10);
			assert_int_not_equal(t.kind, TO_NONE);
		}
		free(steps);
	}
	arena_free(arena);
}

/* test_by_hand - space goes on to the end, and says when it is there */
static void test_by_hand(void **state)
{
	struct harness *h = *state;

	harness_open(h, 80, 24, "256");
	harness_keys(h, "j p");
	assert_true(harness_shows(h, "step 1 of"));
	assert_true(harness_shows(h, "The first questions leave all at once"));
	harness_keys(h, "<pgdn>");
	assert_true(harness_shows(h, "step 2 of"));
	for (int i = 0; i < 80; i++)
		harness_keys(h, "<pgdn>");
	assert_true(harness_shows(h, "That was the last step"));
	assert_true(harness_shows(h, "minduin.nl: broken"));
	assert_true(harness_shows(h, "Senders that honour DANE"));
	harness_keys(h, "<enter>");
	assert_true(harness_shows(h, "Play › MX"));
	harness_keys(h, "<esc><esc>");
	assert_true(harness_shows(h, "VERDICT"));
}

/* test_by_itself - only after p, only while it is in front, and not beyond the end */
static void test_by_itself(void **state)
{
	struct harness *h = *state;

	harness_open(h, 80, 24, "256");
	harness_keys(h, "j p");
	assert_int_equal(play_wait(&h->ui), 0);
	play_tick(&h->ui);
	harness_paint(h);
	assert_true(harness_shows(h, "step 1 of"));
	harness_keys(h, "p");
	assert_true(play_wait(&h->ui) >= 900 && play_wait(&h->ui) <= 5000);
	play_tick(&h->ui);
	harness_paint(h);
	assert_true(harness_shows(h, "step 2 of"));
	harness_keys(h, "?");
	assert_int_equal(play_wait(&h->ui), 0);
	harness_keys(h, "<esc>");
	for (int i = 0; i < 80; i++)
		play_tick(&h->ui);
	harness_paint(h);
	assert_int_equal(play_wait(&h->ui), 0);
	assert_true(harness_shows(h, "Step by step"));
	assert_true(harness_shows(h, "minduin.nl: broken"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_words),
		cmocka_unit_test_setup_teardown(test_by_hand, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_by_itself, expect_none, expect_end),
	};

	setlocale(LC_ALL, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	setenv("LANGUAGE", "en", 1);
	return cmocka_run_group_tests_name("play", tests, NULL, NULL) != 0;
}
