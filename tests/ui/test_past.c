/* SPDX-License-Identifier: BSD-2-Clause */
/* test_past - the history of a domain: since when, what changed then, and where there is none */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "core/survey/history.h"
#include "tests/ui/expect.h"
#include "tests/ui/fixture.h"
#include "tests/ui/fixture_history.h"
#include "tests/ui/harness.h"
#include "tui/past.h"

/* test_since - the first line says when it broke and what changed; each row its own change */
static void test_since(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "jH");
	expect_shown(h, "Broken since Thursday 14:02; last seen secured: Thursday 13:32.");
	expect_shown(h, "new key at mx2.minduin.nl, TLSA records unchanged.");
	expect_at(h, "broken");
	harness_keys(h, "j");
	expect_at(h, "mx1.minduin.nl moved");
	harness_keys(h, "e");
	expect_at(h, "unprotected");
	harness_keys(h, "<enter>");
	expect_shown(h, "Nothing to compare with before.");
	harness_keys(h, "K");
	expect_shown(h, "TLSA record of mx1.minduin.nl added: 3 1 1 8f3c2a11");
	expect_shown(h, "the operator of the");
}

/* look_more - a look more at minduin.nl, as a check that is over brings it */
static void look_more(struct harness *h)
{
	fixture_history_mended(h->history);
	h->ui.past_entry = 0;
	ui_stale(&h->ui);
	harness_paint(h);
}

/* test_live - a row comes while one looks on: who stood on the newest still does */
static void test_live(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "jH");
	expect_at(h, "Thu 14:02");
	look_more(h);
	expect_at(h, "09:15");
	expect_shown(h, "Secured since 09:15; last seen broken: 09:00.");
	expect_shown(h, "TLSA record of mx2.minduin.nl replaced: 3 1 1 22ab90f1");
}

/* test_live_elsewhere - who stood on another one stays there */
static void test_live_elsewhere(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "jHj");
	expect_at(h, "Wed 08:00");
	look_more(h);
	expect_at(h, "Wed 08:00");
}

/* test_none - nothing is known of a domain, or nothing is to be kept: said in words */
static void test_none(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "H");
	expect_shown(h, "Nothing was seen of this domain yet.");
	harness_keys(h, "<esc>P");
	harness_keys(h, "H");
	expect_shown(h, "Looks are not kept while names are hidden.");
	harness_keys(h, "P:set<space>history<space>never<enter>");
	expect_shown(h, "Looks are not kept: the setting history says never.");
	harness_keys(h, "<esc>jH");
	expect_shown(h, "Broken since Thursday");
	expect_shown(h, "Looks are not kept: the setting history says never.");
}

/* test_without - a recording has no history */
static void test_without(void **state)
{
	struct harness *h = *state;

	h->options.history = NULL;
	harness_keys(h, "jH");
	expect_shown(h, "There is no history here");
	harness_keys(h, "<esc><enter>");
	expect_absent(h, "Seen like this since");
	expect_shown(h, "broken");
}

/* test_kept - what a check saw is kept, and what a stopped one did not see is not */
static void test_kept(void **state)
{
	struct harness *h = *state;
	struct tui_entry *entry = h->ui.session.entries[0];
	const struct past *past;

	past_note(&h->ui, entry);
	past = past_of(&h->ui, entry->id);
	assert_non_null(past);
	assert_int_equal(past->n, 1);
	entry->state = ENTRY_STOPPED;
	past_note(&h->ui, entry);
	assert_int_equal(past_waits(&h->ui), 0);
	entry->state = ENTRY_DONE;
	h->ui.settings[SET_FORGET] = 1;
	past_note(&h->ui, entry);
	assert_int_equal(past_waits(&h->ui), 0);
	h->ui.settings[SET_FORGET] = 0;
	past_note(&h->ui, entry);
	assert_int_equal(past_waits(&h->ui), 1);
	assert_false(past_step(&h->ui, true));
	assert_int_equal(past_waits(&h->ui), 0);
}

/* test_ticket - who gets the ticket reads since when, in UTC */
static void test_ticket(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "jt");
	harness_resize(h, 100, 40);
	expect_shown(h,
	    "History: Broken since 2026-01-29 14:02 UTC; last seen secured: 2026-01-29 13:32 UTC.");
	harness_keys(h, "<esc>kt");
	expect_absent(h, "History:");
}

/* test_explained - what a history is, in plain words */
static void test_explained(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "jHx");
	expect_shown(h, "History: since when, and what changed");
	expect_shown(h, "The program remembers what it saw at each check.");
}

/* test_sizes - every size, in UTF-8 and in ASCII */
static void test_sizes(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "jH");
	for (int columns = 40; columns <= 200; columns += 7) {
		harness_resize(h, columns, 10 + columns / 5);
		expect_shown(h, "Broken since");
		harness_keys(h, "~<enter><esc>");
	}
	harness_resize(h, 80, 24);
	harness_keys(h, h->ui.settings[SET_ASCII] ? "" : "~");
	harness_golden(h, "80x24/history-ascii");
}

/* test_when - today, this week, this year, another year; and in UTC */
static void test_when(void **state)
{
	const int64_t now = (int64_t)FIXTURE_NOW * 1000, day = INT64_C(86400000);
	static const struct {
		int days;
		const char *wide, *narrow;
	} cases[] = {
		{ 0, "09:00", "09:00" },
		{ 1, "Friday 09:00", "Fri 09:00" },
		{ 5, "Monday 09:00", "Mon 09:00" },
		{ 6, "2026-01-25 09:00", "01-25 09:00" },
		{ 40, "2025-12-22 09:00", "2025-12-22" },
		{ -1, "2026-02-01 09:00", "02-01 09:00" },
	};
	char buf[64];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		int64_t ms = now - cases[i].days * day;

		assert_string_equal(past_when(buf, sizeof buf, now, ms, false), cases[i].wide);
		assert_string_equal(past_when(buf, sizeof buf, now, ms, true), cases[i].narrow);
	}
	assert_string_equal(
	    past_when(buf, sizeof buf, PAST_UTC, now, false), "2026-01-31 09:00 UTC");
}

#define CONSOLE(name) cmocka_unit_test_setup_teardown(name, expect_console, expect_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CONSOLE(test_since),
		CONSOLE(test_live),
		CONSOLE(test_live_elsewhere),
		CONSOLE(test_none),
		CONSOLE(test_without),
		CONSOLE(test_kept),
		CONSOLE(test_ticket),
		CONSOLE(test_explained),
		CONSOLE(test_sizes),
		cmocka_unit_test(test_when),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("past", tests, NULL, NULL) != 0;
}
