/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_scale - a list of a hundred thousand domains: no key is waited for
 *
 * Times are those of the processor, so that a busy machine does not count; the program under test is
 * built with sanitizers, which make it several times as slow as what is installed, and the bound of
 * 16 ms is multiplied for that.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/danescope.h"
#include "tests/ui/fixture.h"
#include "tests/ui/harness.h"

#define DOMAINS 100000

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 8
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 1
#endif

#define KEY_MS (16.0 * SANITIZED)

/* A hundred thousand domains with what was known of them. */
static int up(void **state)
{
	static const enum ds_verdict verdicts[] = { DS_V_SECURED, DS_V_BROKEN, DS_V_UNPROTECTED,
		DS_V_PARTIAL };
	struct harness *h = calloc(1, sizeof *h);
	struct ds_domain domain;
	unsigned seed = 1;

	if (!h)
		return -1;
	*state = h;
	harness_open(h, 80, 24, "256");
	for (size_t i = 0; i < DOMAINS; i++) {
		struct gist gist = { .known = true,
			.done = true,
			.verdict = verdicts[i % 4],
			.dnssec = DS_SECURE,
			.mx_kind = DS_MX_RECORDS,
			.hosts = 2,
			.tlsa = (unsigned)(i % 3),
			.certified = true,
			.cert_days = (long)(i % 90) };
		struct tui_entry *entry;

		seed = seed * 1103515245 + 12345;
		snprintf(domain.ascii, sizeof domain.ascii, "gemeente-%05u-%05zu.example",
		    seed >> 16 & 0x7fff, i);
		memcpy(domain.unicode, domain.ascii, sizeof domain.ascii);
		entry = session_add(&h->ui.session, &domain, NULL);
		session_recall(&h->ui.session, entry, &gist);
	}
	ui_stale(&h->ui);
	harness_paint(h);
	return 0;
}

/* down - also after a failure */
static int down(void **state)
{
	harness_close(*state);
	free(*state);
	return 0;
}

/* processor - milliseconds so far */
static double processor(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* dearest - keys one by one, as often as said; the time of the worst but one of a hundred (p99) */
static void dearest(struct harness *h, const char *what, const char *key, size_t times)
{
	double ms[400], worst;
	size_t n = times < 400 ? times : 400;

	for (size_t i = 0; i < n; i++) {
		double before = processor();

		harness_keys(h, key);
		ms[i] = processor() - before;
		for (size_t k = i; k > 0 && ms[k] > ms[k - 1]; k--) {
			double swap = ms[k];

			ms[k] = ms[k - 1];
			ms[k - 1] = swap;
		}
	}
	worst = ms[n / 100];
	print_message("    %-40s %6.2f ms of %.0f\n", what, worst, KEY_MS);
	if (worst > KEY_MS)
		fail_msg("%s: %.1f ms", what, worst);
}

/* test_moving - lines, pages, to the end and back */
static void test_moving(void **state)
{
	struct harness *h = *state;

	dearest(h, "a line", "j", 300);
	dearest(h, "a page", "<pgdn>", 300);
	dearest(h, "to the end", "G", 3);
	dearest(h, "to the beginning", "g", 3);
	dearest(h, "the next problem", "e", 300);
}

/* test_order - each column, both ways; what changes meanwhile finds its place */
static void test_order(void **state)
{
	struct harness *h = *state;
	struct session *s = &h->ui.session;
	double first;

	/* names are compared once, in the time of one picture */
	h->ui.order.by = ORDER_NAME;
	h->ui.order.stale = true;
	first = processor();
	order_refresh(&h->ui.order, s);
	assert_true(processor() - first < 50.0 * SANITIZED);
	for (int i = 0; i < ORDER_COUNT; i++) {
		dearest(h, "by another column", "S", 1);
		dearest(h, "turned round", "s", 1);
		for (size_t r = 1; r < h->ui.order.n; r += 97) {
			assert_true(h->ui.order.at[r]->key >= h->ui.order.at[r - 1]->key);
			assert_true(h->ui.order.at[r]->key != h->ui.order.at[r - 1]->key ||
				    h->ui.order.at[r]->place > h->ui.order.at[r - 1]->place);
		}
	}
	h->ui.order.by = ORDER_VERDICT;
	h->ui.order.turned = false;
	h->ui.order.stale = true;
	ui_stale(&h->ui);
	harness_paint(h);
	for (size_t i = 0; i < 200; i++) {
		struct tui_entry *entry = s->entries[1000 + i * 317];
		struct gist gist = entry->gist;
		double before = processor();

		entry->gist.verdict = DS_V_NO_MAIL;
		gist.verdict = DS_V_NO_MAIL;
		entry->state = ENTRY_WAITING;
		s->count.done--;
		s->count.waiting++;
		session_recall(s, entry, &gist);
		ui_touch(&h->ui);
		harness_paint(h);
		assert_true(processor() - before < KEY_MS);
		assert_ptr_equal(h->ui.order.at[order_row(&h->ui.order, entry)], entry);
		assert_int_equal(h->ui.order.n, s->n);
	}
	for (size_t r = 1; r < h->ui.order.n; r++)
		assert_true(h->ui.order.at[r]->key >= h->ui.order.at[r - 1]->key);
}

/* test_names - in the order of the alphabet, all of them */
static void test_names(void **state)
{
	struct harness *h = *state;

	h->ui.order.by = ORDER_NAME;
	h->ui.order.stale = true;
	ui_stale(&h->ui);
	harness_paint(h);
	for (size_t r = 1; r < h->ui.order.n; r++)
		assert_true(strcmp(h->ui.order.at[r - 1]->unicode, h->ui.order.at[r]->unicode) < 0);
}

/* test_filter - each letter, and what is left */
static void test_filter(void **state)
{
	struct harness *h = *state;
	size_t all = h->ui.session.n;

	harness_keys(h, "f");
	dearest(h, "a letter of a filter", "9", 1);
	dearest(h, "another letter", "9", 1);
	dearest(h, "a third letter", "9", 1);
	assert_in_range(h->ui.order.n, 100, 10000);
	for (size_t r = 0; r < h->ui.order.n; r++)
		assert_non_null(strstr(h->ui.order.at[r]->domain, "999"));
	dearest(h, "no row is left", "x", 1);
	assert_int_equal(h->ui.order.n, 0);
	assert_true(harness_shows(h, "No domain has \"999x\""));
	dearest(h, "all again", "<esc>", 1);
	assert_int_equal(h->ui.order.n, all);
	harness_keys(h, "f!gemeente<enter>");
	assert_int_equal(h->ui.order.n, FIXTURE_DOMAINS);
	harness_keys(h, "<esc>");
	harness_keys(h, "fbroken<enter>");
	assert_int_equal(h->ui.order.n, DOMAINS / 4 + 2);
}

/* test_search - what is far away, and what is nowhere */
static void test_search(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "/");
	harness_keys(h, "-99990.");
	dearest(h, "a search to the end", "<enter>", 1);
	assert_non_null(strstr(h->ui.order.at[h->ui.stack[0]->list.at]->domain, "-99990."));
	harness_keys(h, "/nowhere-at-all");
	dearest(h, "a search in vain", "<enter>", 1);
	assert_true(harness_shows(h, "is not on this screen"));
}

/* take_in - a file, step by step: none but one of a hundred takes longer than a key */
static void take_in(struct harness *h, const char *path)
{
	size_t steps = 0, late = 0;
	char keys[64];

	snprintf(keys, sizeof keys, "o%s<enter>", path);
	harness_keys(h, keys);
	while (h->ui.intake) {
		double before = processor();

		intake_step(&h->ui);
		steps++;
		late += processor() - before > KEY_MS;
	}
	assert_in_range(late, 0, steps / 100);
	remove(path);
	harness_paint(h);
}

/* test_list - a file of a hundred thousand, in steps; taking one off and putting it back */
static void test_list(void **state)
{
	struct harness *h = *state;
	size_t all = h->ui.session.n;
	char path[] = "/tmp/danescope-scale-XXXXXX";
	int fd = mkstemp(path);
	FILE *file = fdopen(fd, "w");

	assert_non_null(file);
	fprintf(file, "# ranks and names\n");
	for (size_t i = 0; i < DOMAINS; i++)
		fprintf(file, "%zu,waterschap-%zu.example\n", i + 1, i);
	fclose(file);
	take_in(h, path);
	assert_int_equal(h->ui.session.n, all + DOMAINS);
	assert_true(harness_shows(h, "100000 domains added."));
	dearest(h, "one taken off", "d", 20);
	dearest(h, "one put back", "u", 1);
	assert_int_equal(h->ui.session.n, all + DOMAINS - 19);
}

/* test_figures - as many groups as there may be, in a file of a hundred thousand; their figures, and
 * the domains behind one */
static void test_figures(void **state)
{
	struct harness *h = *state;
	struct session *s = &h->ui.session;
	char path[] = "/tmp/danescope-scale-XXXXXX";
	FILE *file = fdopen(mkstemp(path), "w");

	assert_non_null(file);
	fprintf(file, "domain;group\n");
	for (size_t i = 0; i < DOMAINS; i++)
		fprintf(file, "waterschap-%zu.example;\"Groep; %zu\"\n", i, i * 7919 % 1003);
	fclose(file);
	take_in(h, path);
	assert_true(harness_shows(h, "No more than 1000 groups are told apart."));
	for (size_t i = 0; i < s->n; i++) {
		struct gist gist = { .known = true, .done = true, .verdict = DS_V_PARTIAL };

		gist.figures.verdict = DS_V_PARTIAL;
		figures_from_letters(&gist.figures, i % 3 ? "yyyyyy" : "yyynnn");
		session_recall(s, s->entries[i], &gist);
	}
	dearest(h, "the figures of 1000 groups", "A", 1);
	dearest(h, "figures: a line", "j", 50);
	dearest(h, "figures: by another column", "S", 9);
	dearest(h, "figures: turned round", "s", 3);
	dearest(h, "figures: the last group", "G", 1);
	dearest(h, "figures: into a group", "<enter>", 1);
	dearest(h, "figures: back", "<esc>", 1);
	harness_keys(h, "gjjjj");
	dearest(h, "figures: the domains behind one", "<enter>", 1);
	assert_in_range(h->ui.order.n, DOMAINS / 4, DOMAINS);
	dearest(h, "figures: from there back", "<esc>", 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_moving, up, down),
		cmocka_unit_test_setup_teardown(test_order, up, down),
		cmocka_unit_test_setup_teardown(test_names, up, down),
		cmocka_unit_test_setup_teardown(test_filter, up, down),
		cmocka_unit_test_setup_teardown(test_search, up, down),
		cmocka_unit_test_setup_teardown(test_list, up, down),
		cmocka_unit_test_setup_teardown(test_figures, up, down),
	};

	setlocale(LC_ALL, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests_name("scale", tests, NULL, NULL) != 0;
}
