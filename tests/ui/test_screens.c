/* SPDX-License-Identifier: BSD-2-Clause */
/* test_screens - what stands on each screen, at three sizes, against pictures in text */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "tests/ui/expect.h"
#include "tests/ui/fixture.h"
#include "tests/ui/harness.h"

/* One picture: keys that lead to it, and its name. */
struct scene {
	const char *name, *keys;
};

static const struct scene scenes[] = {
	{ "domains", "" },
	{ "overview-secured", "<enter>" },
	{ "overview-mismatch", "j<enter>" },
	{ "overview-bogus", "jj<enter>" },
	{ "overview-unsigned", "jjj<enter>" },
	{ "overview-no-mail", "jjjj<enter>" },
	{ "overview-long", "jjjjj<enter>" },
	{ "overview-running", "G<enter>" },
	{ "chain-signed", "<enter>2" },
	{ "chain-expired", "jj<enter>2" },
	{ "chain-unsigned", "jjj<enter>2" },
	{ "chain-alias", "jjjjj<enter>2<tab>G" },
	{ "chain-tlsa", "<enter>2JJ" },
	{ "hosts", "j<enter>3" },
	{ "tlsa-mismatch", "j<enter>4" },
	{ "tlsa-unsigned", "jjj<enter>4" },
	{ "transcript", "<enter>5" },
	{ "transcript-running", "G<enter>5" },
	{ "findings", "j<enter>6" },
	{ "finding", "j<enter>6<enter>" },
	{ "detail-self", "<enter>2g<enter>" },
	{ "detail-key", "<enter>2gjj<enter>" },
	{ "detail-servers", "jj<enter>2j<enter>" },
	{ "detail-proof", "jjj<enter>2j<enter>" },
	{ "detail-host", "j<enter>3<enter>" },
	{ "certificates", "j<enter>5c" },
	{ "detail-certificate", "j<enter>5c<enter>" },
	{ "ticket", "jt" },
	{ "queries", "j<enter>v" },
	{ "detail-query", "j<enter>v<enter>" },
	{ "play", "j<enter>p<pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn>" },
	{ "history", "j<enter>H" },
	{ "history-same", "jjjH" },
	{ "history-first", "jjH" },
	{ "detail-period", "j<enter>H<enter>" },
	{ "raw-key", "<enter>2gjji" },
	{ "raw-dialogue", "j<enter>5i" },
	{ "explain-verdict", "jx" },
	{ "explain-record", "j<enter>4gjx" },
	{ "help", "?" },
	{ "help-narrowed", "?dom" },
	{ "themes", "T" },
	{ "options", "O" },
	{ "command", ":s" },
	{ "filter", "fbro" },
	{ "sorted", "s" },
	{ "figures", "A" },
	{ "figures-groups", "aminfiets.nl,Red<enter>aminkaas.nl,Blue<enter>A" },
	{ "figures-group", "aminfiets.nl,Red<enter>aminkaas.nl,Blue<enter>AG<enter>" },
	{ "domains-groups",
	    "aminfiets.nl,Red<enter>aminkaas.nl,Blue<enter>:sort<space>group<enter>" },
	{ "figures-failing", "aminfiets.nl,Red<enter>aminkaas.nl,Blue<enter>Ajjjj<enter>" },
};

/* picture - one scene */
static void picture(struct harness *h, int columns, int rows, const struct scene *scene)
{
	char name[64];

	harness_open(h, columns, rows, "256");
	harness_keys(h, scene->keys);
	snprintf(name, sizeof name, "%dx%d/%s", columns, rows, scene->name);
	harness_golden(h, name);
	harness_close(h);
	h->arena = NULL;
}

/* pictures - all scenes at one size */
static void pictures(struct harness *h, int columns, int rows)
{
	for (size_t i = 0; i < sizeof scenes / sizeof scenes[0]; i++)
		picture(h, columns, rows, &scenes[i]);
}

/* test_80x24 - the size that is enough for everything */
static void test_80x24(void **state)
{
	pictures(*state, 80, 24);
}

/* test_120x40 - with the detail beside the list */
static void test_120x40(void **state)
{
	pictures(*state, 120, 40);
}

/* test_200x60 - a large window: the screens of a domain, with air but without holes */
static void test_200x60(void **state)
{
	static const char *const names[] = { "domains", "overview-mismatch", "chain-expired",
		"hosts", "tlsa-mismatch", "transcript", "findings", "help" };

	for (size_t i = 0; i < sizeof scenes / sizeof scenes[0]; i++)
		for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
			if (!strcmp(scenes[i].name, names[k]))
				picture(*state, 200, 60, &scenes[i]);
}

/* test_40x10 - the smallest */
static void test_40x10(void **state)
{
	pictures(*state, 40, 10);
}

/* test_private - the octets of a message would show the names in it */
static void test_private(void **state)
{
	struct harness *h = *state;

	harness_open(h, 80, 50, "256");
	harness_keys(h, "j<enter>v<enter>");
	assert_true(harness_shows(h, "07 6d 69 6e"));
	harness_keys(h, "<esc>P<enter>");
	assert_false(harness_shows(h, "07 6d 69 6e"));
	assert_false(harness_shows(h, "minduin"));
	assert_true(harness_shows(h, "The octets are hidden"));
}

/* test_ascii - the same without UTF-8 lines and marks */
static void test_ascii(void **state)
{
	struct harness *h = *state;
	char *screen;

	harness_open(h, 80, 24, "256");
	harness_keys(h, "~j<enter>");
	harness_golden(h, "80x24/overview-ascii");
	harness_keys(h, "2");
	harness_golden(h, "80x24/chain-ascii");
	harness_keys(h, "q");
	screen = harness_text(h);
	for (const char *s = screen; *s; s++)
		if ((unsigned char)*s >= 0x80 && (unsigned char)*s != 0xc3 &&
		    (unsigned char)*s != 0xa9) /* é of a domain is no line */
			fail_msg("not ASCII: %s", s);
	assert_non_null(strstr(screen, "[OK]"));
	assert_non_null(strstr(screen, "[!!]"));
	free(screen);
}

/* test_every_size - nothing is written outside the screen, and every size shows something */
static void test_every_size(void **state)
{
	static const char *const keys[] = { "", "<enter>", "2", "3", "4", "5", "6", "<enter>" };
	struct harness *h = *state;

	harness_open(h, 80, 24, "256");
	for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
		harness_keys(h, keys[k]);
		expect_every_size(h);
	}
}

/* test_small - a message that heals itself */
static void test_small(void **state)
{
	struct harness *h = *state;

	harness_open(h, 80, 24, "256");
	harness_keys(h, "jj");
	harness_resize(h, 39, 24);
	assert_true(harness_shows(h, "too small"));
	harness_resize(h, 80, 9);
	assert_true(harness_shows(h, "too small"));
	harness_resize(h, 80, 24);
	assert_false(harness_shows(h, "too small"));
	assert_true(harness_shows(h, "▌minkaas.nl"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_80x24, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_120x40, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_200x60, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_40x10, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_private, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_ascii, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_every_size, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_small, expect_none, expect_end),
	};

	setlocale(LC_ALL, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests_name("screens", tests, NULL, NULL) != 0;
}
