/* SPDX-License-Identifier: BSD-2-Clause */
/* test_figures - from the list to its figures, to the domains behind them, and back */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "tests/ui/expect.h"
#include "tests/ui/fixture.h"
#include "tests/ui/harness.h"

extern int _nl_msg_cat_cntr; /* of the C library: translations have changed */

#define GROUPS                                                                                     \
	"<paste>[Ministries]\nminfiets.nl\nminduin.nl\nminkaas.nl\n\n[Provinces]\nminwind.nl\n"    \
	"minstroop.nl\tWater</paste><enter>"

/* test_open - the figures of the fixture, to the number */
static void test_open(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "A");
	expect_shown(h, "Domains \xe2\x80\xba Figures");
	/* minfiets and the long name; minduin and minkaas are broken, minwind is unprotected */
	expect_shown(h, "Of 5 domains that take mail, 2 (40 %) are protected by DNSSEC and DANE.");
	expect_shown(h, "2 are");
	expect_shown(h, "1 takes no mail. 1 is not checked yet.");
	expect_shown(h, " 67 %  4 of 6"); /* DNSSEC: minkaas is bogus, minwind unsigned */
	expect_shown(h, " 75 %  3 of 4   1 unknown"); /* MX hosts of minkaas could not be read */
	expect_shown(h, " 50 %  2 of 4");             /* DANE works */
	harness_keys(h, "<esc>");
	expect_shown(h, "DOMAIN");
	harness_keys(h, ":figures<enter>");
	expect_shown(h, "all five");
}

/* test_empty - nothing to count */
static void test_empty(void **state)
{
	struct harness *h = *state;

	harness_open_kept(h, 80, 24, "");
	harness_keys(h, "A");
	expect_shown(h, "There is no domain on the list yet.");
}

/* test_groups - a paste gives groups; the table is of them, the worst first */
static void test_groups(void **state)
{
	struct harness *h = *state;

	harness_keys(h, GROUPS);
	assert_int_equal(h->ui.session.n, FIXTURE_DOMAINS);
	harness_keys(h, "A");
	expect_shown(h, "GROUP ");
	harness_keys(h, "G");
	expect_at(h, "Water"); /* takes no mail: there is nothing to compare */
	harness_keys(h, "k");
	expect_at(h, "without a group");
	harness_keys(h, "k");
	expect_at(h, "Ministries");
	expect_at(h, "33 %");
	harness_keys(h, "k");
	expect_at(h, "Provinces");
	harness_keys(h, "s");
	expect_at(h, "Provinces");
	harness_keys(h, "G");
	expect_at(h, "Provinces");
	harness_keys(h, "s<tab>");
	expect_absent(h, "GROUP ");
	harness_keys(h, "<tab>S");
	expect_shown(h, "Order: by BROKEN.");
	harness_keys(h, "S");
	expect_shown(h, "Order: by GROUP.");
	harness_keys(h, "P");
	expect_absent(h, "Ministries");
	expect_shown(h, "group 1");
}

/* test_drill - group, its figures, the domains that fail, and back to the same figure */
static void test_drill(void **state)
{
	struct harness *h = *state;

	harness_keys(h, GROUPS);
	harness_keys(h, "A/Ministries<enter><enter>");
	expect_shown(h, "Figures \xe2\x80\xba Ministries");
	expect_shown(h, "Of 3 domains that take mail, 1 (33 %) is protected");
	harness_keys(h, "/works<enter><enter>");
	expect_shown(h, "Ministries: 1 domain falls short of: DANE works. Esc: the figures.");
	expect_shown(h, "minduin.nl");
	expect_absent(h, "minkaas.nl");
	expect_absent(h, "minfiets.nl");
	harness_keys(h, "<enter>");
	expect_shown(h, "Domains \xe2\x80\xba minduin.nl");
	harness_keys(h, "<esc>");
	expect_at(h, "minduin.nl");
	harness_keys(h, "<esc>");
	expect_shown(h, "Figures \xe2\x80\xba Ministries");
	expect_at(h, "DANE works");
	harness_keys(h, "/domains:<enter><enter>");
	expect_shown(h, "3 domains: Ministries. Esc: the figures.");
	harness_keys(h, "<esc>");
	expect_at(h, "The 3 domains: Ministries");
	harness_keys(h, "<esc>");
	expect_at(h, "Ministries");
	harness_keys(h, "<esc>");
	expect_shown(h, "minstroop.nl");
	expect_shown(h, "minmist.nl");
}

/* test_none_fails - there is no list to show, and that is said */
static void test_none_fails(void **state)
{
	struct harness *h = *state;

	harness_keys(h, GROUPS);
	harness_keys(h, "A/Provinces<enter><enter>/STARTTLS<enter><enter>");
	expect_shown(h, "Every domain of which it is known keeps to this.");
	harness_keys(h, "<esc>/Water<enter><enter>/works<enter><enter>");
	expect_shown(h, "Of no domain is this known.");
}

/* test_filter - a group's name filters the list; the list can be ordered by group */
static void test_filter(void **state)
{
	struct harness *h = *state;

	harness_keys(h, GROUPS);
	harness_keys(h, "fprovinc");
	expect_shown(h, "minwind.nl");
	expect_absent(h, "minduin.nl");
	harness_keys(h, "<esc>:sort<space>group<enter>");
	expect_shown(h, "GROUP");
	expect_shown(h, "Ministries");
	harness_keys(h, "g");
	expect_at(h, "minfiets.nl");
	harness_keys(h, "G");
	expect_at(h, "minmist.nl");
}

/* test_first_stays - a domain has one group: it is counted once */
static void test_first_stays(void **state)
{
	struct harness *h = *state;
	struct groups_scope all = { -1, -1 };

	harness_keys(h, GROUPS);
	harness_keys(h, "aminfiets.nl,Provinces<enter>");
	expect_shown(h, "1 stays in its group.");
	assert_int_equal(groups_figures(&h->ui.session.groups, all).domains, FIXTURE_DOMAINS);
	assert_string_equal(
	    groups_name(&h->ui.session.groups, session_named(&h->ui.session, "minfiets.nl")->group),
	    "Ministries");
	harness_keys(h, "<esc>d");
	assert_int_equal(groups_figures(&h->ui.session.groups, all).domains, FIXTURE_DOMAINS - 1);
	harness_keys(h, "u");
	assert_int_equal(groups_figures(&h->ui.session.groups, all).domains, FIXTURE_DOMAINS);
}

/* test_kept - groups and figures are there at the next start; a list of an older version has none */
static void test_kept(void **state)
{
	struct harness *h = *state, next;
	char path[] = "/tmp/danescope-figures-XXXXXX", *text;
	FILE *f;

	close(mkstemp(path));
	harness_keys(h, GROUPS);
	h->options.kept = path;
	while (kept_write(&h->ui))
		;
	text = expect_file(path);
	assert_non_null(strstr(text, "\n[Ministries]\nminfiets.nl secured "));
	assert_non_null(strstr(text, "\n[Water]\nminstroop.nl no-mail "));
	assert_non_null(strstr(text, "\n[]\nxn--rijks"));
	assert_non_null(strstr(text, " yyyyyy -\n"));
	harness_open_kept(&next, 80, 24, path);
	expect_shown(&next, "7 domains of last time are kept.");
	harness_keys(&next, "uA/Ministries<enter><enter>");
	expect_shown(&next, "Of 3 domains that take mail, 1 (33 %) is protected");
	harness_close(&next);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs("danescope list 1\nminfiets.nl secured 3 1 0 2 2 3 3 1 89 1769850000000\n", f);
	fclose(f);
	harness_open_kept(&next, 80, 24, path);
	harness_keys(&next, "u");
	expect_shown(&next, "secured");
	harness_keys(&next, "A");
	expect_shown(&next, "1 is not checked yet.");
	harness_close(&next);
	unlink(path);
	free(text);
}

/* test_save - the figures as a file, in the form that its name asks for */
static void test_save(void **state)
{
	static const struct {
		const char *name, *holds;
	} forms[] = { { "x.csv", "\"Ministries\",3,1,0,0,2," },
		{ "x.txt", "Ministries                     67 %" },
		{ "x.html", "<td>Ministries</td>" } };
	struct harness *h = *state;
	char folder[] = "/tmp/danescope-figures-XXXXXX", path[64];

	assert_non_null(mkdtemp(folder));
	harness_keys(h, GROUPS);
	harness_keys(h, "Aw");
	expect_shown(h, "Write to: figures.txt");
	harness_keys(h, "<esc>");
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, forms[i].name);
		expect_saved(h, path, forms[i].holds);
	}
	rmdir(folder);
}

/* switch_to - what the command line gives the console for the key L */
static void switch_to(const char *language)
{
	setenv("LANGUAGE", language, 1);
	_nl_msg_cat_cntr++;
}

/* test_dutch - the same in the other language, at three sizes */
static void test_dutch(void **state)
{
	static const struct {
		const char *name;
		int columns, rows;
	} sizes[] = { { "80x24/figures-nl", 80, 24 }, { "120x40/figures-nl", 120, 40 },
		{ "40x10/figures-nl", 40, 10 } };
	struct harness *h = *state;

	switch_to("nl");
	harness_keys(h, GROUPS);
	harness_keys(h, "A");
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		harness_resize(h, sizes[i].columns, sizes[i].rows);
		harness_golden(h, sizes[i].name);
	}
	switch_to("en");
}

/* test_live - a check that is over is counted at once; while many run, now and then */
static void test_live(void **state)
{
	struct harness *h = *state;
	struct session *s = &h->ui.session;
	struct tui_entry *entry = session_named(s, "minmist.nl");
	size_t octets = 0;

	harness_keys(h, "A");
	session_put(s, entry, fixture_report(h->arena, FIXTURE_SECURED));
	harness_paint(h);
	expect_shown(h, "Of 6 domains that take mail, 3 (50 %)");
	s->count.waiting = 1000;
	for (int i = 0; i < 50; i++) {
		session_put(s, entry,
		    fixture_report(h->arena, i % 2 ? FIXTURE_MISMATCH : FIXTURE_UNSIGNED));
		ui_touch(&h->ui); /* as the loop does now and then */
		octets += harness_paint(h);
	}
	print_message("    fifty pictures of a list that fills in: %zu octets\n", octets);
	assert_in_range(octets, 1, 60 * 10);
	s->count.waiting = 0;
	session_put(s, entry, fixture_report(h->arena, FIXTURE_NO_MAIL));
	harness_paint(h);
	expect_shown(h, "Of 5 domains that take mail, 2 (40 %)");
}

/* test_budget - what it costs the line */
static void test_budget(void **state)
{
	struct harness *h = *state;
	size_t octets;

	harness_keys(h, GROUPS);
	octets = harness_keys(h, "A");
	print_message("    to the figures: %zu octets\n", octets);
	assert_in_range(octets, 1, 3500);
	octets = harness_keys(h, "j");
	print_message("    a key within the page: %zu octets\n", octets);
	assert_in_range(octets, 1, 250);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_open, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_empty, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_groups, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_drill, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_none_fails, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_filter, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_first_stays, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_kept, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_save, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_dutch, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_live, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_budget, expect_console, expect_end),
	};

	setlocale(LC_ALL, "C.UTF-8");
	setenv("LANGUAGE", "en", 1);
	setenv("TZ", "UTC", 1);
	bindtextdomain(DS_TEXT_DOMAIN, "build/locale");
	bind_textdomain_codeset(DS_TEXT_DOMAIN, "UTF-8");
	return cmocka_run_group_tests_name("figures", tests, NULL, NULL) != 0;
}
