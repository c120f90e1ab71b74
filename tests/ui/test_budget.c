/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_budget - the line is dear: what each thing costs, in octets, at 80x24 in 256 colours
 *
 * Every figure is printed, so that a change can be seen before it breaks a bound.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <time.h>

#include "core/model.h"
#include "tests/ui/expect.h"
#include "tests/ui/fixture.h"
#include "tests/ui/harness.h"

/* within - print a figure and hold it against its bound */
static void within(const char *what, size_t octets, size_t bound)
{
	print_message("    %-44s %5zu of %5zu\n", what, octets, bound);
	if (octets > bound)
		fail_msg("%s: %zu octets, %zu allowed", what, octets, bound);
}

/* average - of one key pressed many times */
static size_t average(struct harness *h, const char *key, size_t times)
{
	size_t sum = 0;

	for (size_t i = 0; i < times; i++)
		sum += harness_keys(h, key);
	return sum / times;
}

/* test_first_paint - of a full list */
static void test_first_paint(void **state)
{
	struct harness *h = *state;
	size_t octets = harness_open_many(h, 80, 24, "256", 100);

	within("first paint, a full list", octets, 3500);
}

/* test_list - keys in a long list of domains */
static void test_list(void **state)
{
	struct harness *h = *state;

	harness_open_many(h, 80, 24, "256", 200);
	harness_keys(h, "<down><down><down><down><down><down><down><down>");
	within("domains: a key within the page", average(h, "j", 4), 250);
	harness_keys(h, "<pgdn><pgdn>");
	within("domains: a scrolled line", average(h, "j", 21), 260);
	ui_rest(&h->ui);
	within("domains: the summary, once it rests", harness_paint(h), 260);
	within("domains: a page", average(h, "<pgdn>", 4), 2000);
}

/* test_screens - keys on the screens of a domain */
static void test_screens(void **state)
{
	static const char *const names[] = { "overview", "chain", "mail hosts", "tlsa",
		"transcript", "findings" };
	struct harness *h = *state;

	harness_open(h, 80, 24, "256");
	within("to the screen overview", harness_keys(h, "j<enter>"), 3500);
	harness_keys(h, "g");
	within("overview: a key within the page", average(h, "j", 3), 250);
	for (size_t i = 1; i < sizeof names / sizeof names[0]; i++) {
		char key[2] = { (char)('1' + i), '\0' }, what[64];

		snprintf(what, sizeof what, "to the screen %s", names[i]);
		within(what, harness_keys(h, key), 3500);
		harness_keys(h, "g");
		snprintf(what, sizeof what, "%s: a key within the page", names[i]);
		within(what, average(h, "j", 3), 250);
	}
}

/* test_pushed - the screens behind keys: to each, and a key on it */
static void test_pushed(void **state)
{
	static const struct {
		const char *name, *keys;
	} screens[] = { { "queries", "v" }, { "a message", "v<enter>" }, { "raw", "2gjjji" },
		{ "explain", "4gjx" }, { "certificates", "5c" }, { "servers", "2g" } };
	struct harness *h = *state;

	for (size_t i = 0; i < sizeof screens / sizeof screens[0]; i++) {
		char what[64];

		harness_open(h, 80, 24, "256");
		harness_keys(h, "j<enter>");
		snprintf(what, sizeof what, "to the screen %s", screens[i].name);
		within(what, harness_keys(h, screens[i].keys), 3500);
		snprintf(what, sizeof what, "%s: a key within the page", screens[i].name);
		within(what, average(h, "j", 2), 250);
		snprintf(what, sizeof what, "%s: a page", screens[i].name);
		within(what, harness_keys(h, "<pgdn>"), 2000);
		harness_close(h);
		h->arena = NULL;
	}
}

/* test_scroll - lines of a dialogue and of a chain, as they scroll */
static void test_scroll(void **state)
{
	struct harness *h = *state;

	harness_open(h, 80, 14, "256");
	harness_keys(h, "<enter>5g");
	for (size_t i = 0; i < h->ui.sisters[4]->list.height - 1; i++)
		harness_keys(h, "j");
	within("transcript: a scrolled line", average(h, "j", 9), 260);
	harness_keys(h, "2gjjjjjjjj");
	within("chain: a scrolled line", average(h, "j", 5), 260);
}

/* test_scroll_queries - lines of a long list of messages */
static void test_scroll_queries(void **state)
{
	struct harness *h = *state;
	struct ds_query *many[60];
	struct ds_report *r;

	harness_open(h, 80, 24, "256");
	r = (struct ds_report *)(uintptr_t)h->ui.session.entries[FIXTURE_MISMATCH]->report;
	for (size_t i = 0; i < 60; i++)
		many[i] = r->queries[i % 3];
	r->queries = many;
	r->nqueries = 60;
	harness_keys(h, "j<enter>v<pgdn>");
	within("queries: a scrolled line", average(h, "j", 12), 260);
	within("queries: a page", average(h, "<pgdn>", 1), 2000);
}

/* test_running - a line that arrives in a dialogue, while one looks on */
static void test_running(void **state)
{
	struct harness *h = *state;
	struct tui_entry *entry;
	struct ds_probe *probe;
	size_t sum = 0;

	harness_open(h, 80, 24, "256");
	harness_keys(h, "G<enter>5");
	entry = h->ui.session.entries[FIXTURE_RUNNING];
	probe = entry->report->hosts[0]->probes[0];
	for (int i = 0; i < 8; i++) {
		probe->lines[probe->nlines++] =
		    (struct ds_line){ .us = 20000, .from = DS_FROM_SERVER, .text = "250-STARTTLS" };
		ui_entry_changed(&h->ui, entry, NULL);
		sum += harness_paint(h);
	}
	within("transcript: a line that arrives", sum / 8, 120);
}

/* test_idle - nothing changed, nothing written; a key that does nothing visible neither */
static void test_idle(void **state)
{
	struct harness *h = *state;
	size_t octets;

	harness_open(h, 80, 24, "256");
	octets = harness_paint(h);
	ui_touch(&h->ui);
	octets += harness_paint(h);
	within("idle", octets, 0);
}

/* test_resize - to another size and back */
static void test_resize(void **state)
{
	struct harness *h = *state;

	harness_open_many(h, 120, 40, "256", 100);
	within("a resize to 80x24", harness_resize(h, 80, 24), 4000);
}

/* test_time - the first paint of a list takes well under 50 ms, also of ten thousand domains */
static void test_time(void **state)
{
	struct harness *h = *state;
	struct timespec from, to;
	double ms;

	harness_open_many(h, 80, 24, "256", 2000);
	ui_stale(&h->ui);
	clock_gettime(CLOCK_MONOTONIC, &from);
	ui_paint(&h->ui);
	clock_gettime(CLOCK_MONOTONIC, &to);
	ms = (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
	print_message("    %-44s %5.1f of    50 ms\n", "a painting, 2,000 domains", ms);
	assert_true(ms < 50);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_first_paint, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_list, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_screens, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_pushed, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_scroll, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_scroll_queries, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_running, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_idle, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_resize, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_time, expect_none, expect_end),
	};

	setlocale(LC_ALL, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests_name("budget", tests, NULL, NULL) != 0;
}
