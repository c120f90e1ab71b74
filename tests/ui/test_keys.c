/* SPDX-License-Identifier: BSD-2-Clause */
/* test_keys - what keys do: going in and back, finding, adding, following what grows */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <curses.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/danescope.h"
#include "tests/ui/expect.h"
#include "tests/ui/fixture.h"
#include "tests/ui/harness.h"

/* glibc looks translations up anew when this has changed. */
extern int _nl_msg_cat_cntr;

/* test_in_and_back - where one was is where one comes back to */
static void test_in_and_back(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "<down>");
	expect_at(h, "minduin.nl");
	harness_keys(h, "<enter>");
	expect_shown(h, "Domains › minduin.nl › Overview");
	expect_at(h, "mx2.minduin.nl");
	harness_keys(h, "3");
	expect_shown(h, "Mail hosts");
	harness_keys(h, "g j <enter>");
	expect_shown(h, "Transcript");
	expect_shown(h, "192.0.2.41");
	harness_keys(h, "<esc>");
	expect_shown(h, "› Mail hosts");
	expect_at(h, "192.0.2.41");
	harness_keys(h, "h");
	expect_shown(h, "VERDICT");
	expect_at(h, "minduin.nl");
}

/* test_type_ahead - keys that come in one go do what they do one by one */
static void test_type_ahead(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "jj<enter>2<enter>");
	expect_shown(h, "› Chain › minkaas.nl");
	harness_keys(h, "qq jj <enter> 6");
	expect_shown(h, "minstroop.nl › Findings");
}

/* test_sisters - keys 1 to 6 and Tab, which goes through all chains of trust on its way */
static void test_sisters(void **state)
{
	static const char *const names[] = { "Overview", "Chain", "Mail hosts", "TLSA",
		"Transcript", "Findings" };
	struct harness *h = *state;
	char path[64];

	harness_keys(h, "<enter>");
	for (size_t i = 0; i < 12; i++) {
		snprintf(path, sizeof path, "minfiets.nl › %s", names[i % 6]);
		expect_shown(h, path);
		for (int chain = 1; i % 6 == 1 && chain < 5; chain++) {
			snprintf(path, sizeof path, "%d of 5", chain);
			expect_shown(h, path);
			harness_keys(h, "<tab>");
		}
		harness_keys(h, "<tab>");
	}
	harness_keys(h, "<backtab>");
	expect_shown(h, "minfiets.nl › Findings");
	harness_keys(h, "4");
	expect_shown(h, "minfiets.nl › TLSA");
	harness_keys(h, "2 <tab> <tab> <backtab>");
	expect_shown(h, "2 of 5");
	harness_keys(h, "<backtab> <backtab>");
	expect_shown(h, "minfiets.nl › Overview");
	harness_keys(h, "<esc>");
	expect_shown(h, "VERDICT");
}

/* test_siblings - J and K: domains, chains, dialogues, things of one kind */
static void test_siblings(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "<enter> K");
	expect_shown(h, "first domain");
	harness_keys(h, "4 J");
	expect_shown(h, "minduin.nl › TLSA");
	harness_keys(h, "2 J");
	expect_shown(h, "of the mail host mx1.minduin.nl");
	harness_keys(h, "J");
	expect_shown(h, "of the TLSA records of mx1.minduin.nl");
	harness_keys(h, "K K K");
	expect_shown(h, "of the TLSA records of mx2.minduin.nl");
	harness_keys(h, "5 g J");
	expect_shown(h, "mx1.minduin.nl · 192.0.2.41");
	harness_keys(h, "c");
	expect_shown(h, "mx1.minduin.nl · 192.0.2.41");
	expect_shown(h, "fits TLSA 3 1 1 8f3c2a");
	harness_keys(h, "J");
	expect_shown(h, "mx2.minduin.nl · 192.0.2.42");
	expect_shown(h, "it has none");
	harness_keys(h, "J");
	expect_shown(h, "fits TLSA 3 1 1 8f3c2a");
	harness_keys(h, "6 g <enter>");
	expect_shown(h, "certificate fits no TLSA record");
	harness_keys(h, "J");
	expect_shown(h, "one record, none for the next key");
	harness_keys(h, "J");
	expect_shown(h, "no further one");
}

/* test_problems - e and E go from fault to fault */
static void test_problems(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "e");
	expect_at(h, "minduin.nl");
	harness_keys(h, "e e");
	expect_at(h, "minwind.nl");
	harness_keys(h, "e");
	expect_shown(h, "No further problem below");
	expect_at(h, "minwind.nl");
	harness_keys(h, "E E E");
	expect_shown(h, "No further problem above");
	harness_keys(h, "j <enter> 2 g e");
	expect_at(h, "invalid: signature expired");
	harness_keys(h, "e");
	expect_at(h, "3 servers");
	harness_keys(h, "e");
	expect_at(h, "ended 2 days ago");
}

/* test_find - forwards, backwards, round the end, and nowhere */
static void test_find(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "n");
	expect_shown(h, "Nothing was searched for");
	harness_keys(h, "/");
	expect_shown(h, "Find:");
	harness_keys(h, "MIN k<bs>");
	harness_keys(h, "<c-u>broken<enter>");
	expect_at(h, "minduin.nl");
	harness_keys(h, "n");
	expect_at(h, "minkaas.nl");
	harness_keys(h, "n");
	expect_at(h, "minduin.nl");
	harness_keys(h, "N");
	expect_at(h, "minkaas.nl");
	harness_keys(h, "/nowhere<enter>");
	expect_shown(h, "\"nowhere\" is not on this screen");
	harness_keys(h, "/ab<esc>");
	expect_at(h, "minkaas.nl");
}

/* test_add - domains, addresses and URLs; what is none is named */
static void test_add(void **state)
{
	struct harness *h = *state;
	size_t before = h->ui.session.n;

	harness_keys(h, "a");
	expect_shown(h, "Add domains:");
	harness_keys(h, "one.example,<space>someone@two.example;https://three.example/x<enter>");
	assert_int_equal(h->ui.session.n, before + 3);
	expect_shown(h, "3 domains added.");
	expect_at(h, "one.example");
	expect_shown(h, "two.example");
	expect_shown(h, "three.example");
	harness_keys(h, "a..nothing..<enter>");
	assert_int_equal(h->ui.session.n, before + 3);
	expect_shown(h, "nothing");
	harness_keys(h, "a<up>");
	expect_shown(h, "..nothing..");
	harness_keys(h, "<up>");
	expect_shown(h, "one.example,");
	harness_keys(h, "<esc>");
	harness_keys(h, "aminkaas.nl<enter>");
	assert_int_equal(h->ui.session.n, before + 3);
	expect_at(h, "minkaas.nl");
}

/* test_paste - fifty pasted domains are fifty domains, not commands */
static void test_paste(void **state)
{
	struct harness *h = *state;
	size_t before = h->ui.session.n;
	char text[4096] = "<paste>", one[64];

	for (int i = 0; i < 50; i++) {
		snprintf(one, sizeof one, "qdr%02d.example<enter>", i);
		strncat(text, one, sizeof text - strlen(text) - 1);
	}
	strncat(text, "</paste>", sizeof text - strlen(text) - 1);
	harness_keys(h, text);
	assert_false(h->ui.quit);
	assert_int_equal(h->ui.session.n, before);
	harness_keys(h, "<enter>");
	assert_int_equal(h->ui.session.n, before + 50);
	expect_shown(h, "50 domains added.");
}

/* test_remove - and undo, at the same place */
static void test_remove(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "u");
	expect_shown(h, "Nothing was removed");
	harness_keys(h, "j d");
	expect_shown(h, "minduin.nl removed");
	expect_at(h, "minkaas.nl");
	harness_keys(h, "g u");
	expect_at(h, "minduin.nl");
	for (int i = 0; i < 20; i++)
		harness_keys(h, "d");
	assert_int_equal(h->ui.session.n, 0);
	expect_shown(h, "Is mail to a domain protected");
	harness_keys(h, "<enter> e n t r s d");
	harness_keys(h, "u");
	assert_int_equal(h->ui.session.n, 1);
}

/* test_sort - the worst first, by name, and turned; the same domain stays selected */
static void test_sort(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "jj s");
	expect_shown(h, "Order: worst first");
	expect_at(h, "minkaas.nl");
	harness_keys(h, "g");
	expect_at(h, "broken");
	harness_keys(h, "s");
	expect_shown(h, "Order: worst first. Turned round.");
	expect_at(h, "minduin.nl");
	harness_keys(h, "g");
	expect_at(h, "no mail");
	for (int i = 0; i < 8; i++)
		harness_keys(h, "S");
	expect_shown(h, "Order: by name.");
	harness_keys(h, "g");
	expect_at(h, "minduin.nl");
	harness_keys(h, "s g");
	expect_at(h, "rijks");
}

/* test_no_such_key - a key that does nothing says why */
static void test_no_such_key(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "c");
	expect_shown(h, "c does nothing on this screen");
	harness_keys(h, "!");
	expect_shown(h, "! is no key of this program");
	harness_keys(h, "<esc>");
	expect_shown(h, "first screen");
	assert_false(h->ui.quit);
}

/* test_help - a list of this screen's keys, that runs what is selected */
static void test_help(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "j ?");
	expect_shown(h, "Keys of the screen Domains");
	harness_keys(h, "ticket,<space>ready");
	expect_shown(h, "text for a ticket");
	assert_false(harness_shows(h, "add domains"));
	harness_keys(h, "<enter>");
	expect_shown(h, "Subject: minduin.nl");
	harness_keys(h, "?");
	expect_shown(h, "Keys of the screen Ticket");
	harness_keys(h, "<esc><esc>");
	expect_at(h, "minduin.nl");
}

/* test_themes - shown as one moves */
static void test_themes(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "T");
	expect_at(h, "default");
	harness_keys(h, "/mono<enter>");
	harness_keys(h, "k j");
	assert_string_equal(h->ui.theme.id, "mono");
	harness_keys(h, "<enter>");
	expect_shown(h, "VERDICT");
	assert_string_equal(h->ui.theme.id, "mono");
}

/* test_ticket - about what is selected: a finding, a host, the domain */
static void test_ticket(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "j <enter> 6 G t");
	expect_shown(h, "Subject: minduin.nl: one record, none for the next key");
	harness_keys(h, "<esc> 3 g t");
	expect_shown(h, "Subject: minduin.nl: one record, none for the next key");
	harness_keys(h, "<esc> 3 G t");
	expect_shown(h, "Subject: minduin.nl: certificate fits no TLSA record");
	harness_keys(h, "<esc> 2 g t");
	expect_shown(h, "Subject: minduin.nl: certificate fits no TLSA record");
}

/* switch_to - what the command line gives the console for the key L */
static void switch_to(const char *language)
{
	setenv("LANGUAGE", language, 1);
	_nl_msg_cat_cntr++;
}

/* heads - of columns on the screen: at most 8 cells each, so that the columns stay narrow */
static void heads(const struct harness *h, const char *first)
{
	char *screen = harness_text(h), *row = strstr(screen, first), *head;

	assert_non_null(row);
	row[strcspn(row, "\n")] = '\0';
	while ((head = strsep(&row, " ")))
		assert_in_range(cell_text_width(head), 0, 8);
	free(screen);
}

/* test_language - the other one at once, and back */
static void test_language(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "L");
	expect_shown(h, "only one language");
	h->options.set_language = switch_to;
	heads(h, "DOMAIN");
	harness_keys(h, "L");
	expect_shown(h, "OORDEEL");
	heads(h, "DOMEIN");
	harness_keys(h, "j <enter> 3");
	heads(h, "ADRES");
	harness_keys(h, "t");
	expect_shown(h, "Onderwerp: minduin.nl");
	harness_keys(h, "L");
	expect_shown(h, "Subject: minduin.nl");
}

/* helps_fit - what a key does stands on one line of help, at 80 columns */
static void helps_fit(void)
{
	for (size_t i = 0; action_at(i); i++)
		if (cell_text_width(_(action_at(i)->help)) > 54)
			fail_msg("longer than 54 cells: %s", _(action_at(i)->help));
}

/* test_help_fits - in both languages */
static void test_help_fits(void **state)
{
	(void)state;
	helps_fit();
	switch_to("nl");
	helps_fit();
	switch_to("en");
}

/* test_quit - q on the first screen, Q anywhere, Ctrl-C once nothing runs */
static void test_quit(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "<enter> q");
	assert_false(h->ui.quit);
	harness_keys(h, "<enter> Q");
	assert_true(h->ui.quit);
	h->ui.quit = false;
	harness_keys(h, "q q");
	assert_true(h->ui.quit);
}

/* test_resize - the place stays */
static void test_resize(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "jj<enter>2G");
	expect_at(h, "MX");
	harness_resize(h, 120, 40);
	expect_at(h, "MX");
	harness_resize(h, 40, 10);
	expect_at(h, "MX");
	harness_resize(h, 80, 24);
	expect_at(h, "MX");
}

/* test_copy - the value goes to the terminal's clipboard */
static void test_copy(void **state)
{
	struct harness *h = *state;
	char octets[4096];
	size_t n;

	unsetenv("TMUX");
	setenv("TERM", "xterm-256color", 1);
	harness_keys(h, "y");
	expect_shown(h, "Copy: v the value");
	n = harness_keys(h, "v");
	assert_in_range(n, 1, sizeof octets - 1);
	assert_true(lseek(fileno(h->out), -(off_t)n, SEEK_END) >= 0);
	assert_int_equal(read(fileno(h->out), octets, n), (ssize_t)n);
	octets[n] = '\0';
	assert_non_null(strstr(octets, "\033]52;c;bWluZmlldHMubmw=\007"));
	expect_shown(h, "clipboard: minfiets.nl");
}

/* say - a line more in a dialogue that runs */
static void say(struct ds_probe *probe, const char *text)
{
	probe->lines[probe->nlines++] =
	    (struct ds_line){ .us = 20000, .from = DS_FROM_SERVER, .text = text };
}

/* test_follow - the end stays in sight until one scrolls; G follows again */
static void test_follow(void **state)
{
	struct harness *h = *state;
	struct tui_entry *entry = h->ui.session.entries[FIXTURE_RUNNING];
	struct ds_probe *probe = entry->report->hosts[0]->probes[0];

	harness_resize(h, 80, 12);
	harness_keys(h, "G <enter> 5");
	say(probe, "250-one");
	say(probe, "250-two");
	say(probe, "250-three");
	ui_entry_changed(&h->ui, entry, NULL);
	harness_paint(h);
	expect_shown(h, "250-three");
	harness_keys(h, "g");
	say(probe, "250-four");
	say(probe, "250-five");
	say(probe, "250 six");
	ui_entry_changed(&h->ui, entry, NULL);
	harness_paint(h);
	expect_at(h, "connecting to");
	assert_false(harness_shows(h, "250 six"));
	harness_keys(h, "G");
	expect_shown(h, "250 six");
}

/* test_grows - rows that arrive above do not move what is selected */
static void test_grows(void **state)
{
	struct harness *h = *state;
	struct tui_entry *entry = h->ui.session.entries[FIXTURE_MISMATCH];
	struct ds_report *r = arena_copy(h->arena, entry->report, sizeof *r);
	const struct ds_finding **more = arena_alloc(h->arena, 8, sizeof *more);

	harness_keys(h, "j <enter> 6 G");
	expect_at(h, "one record, none for the next key");
	for (size_t i = 0; i < r->nfindings; i++)
		more[i] = r->findings[i];
	more[r->nfindings++] = more[0];
	r->findings = more;
	entry->report = r;
	ui_entry_changed(&h->ui, entry, NULL);
	harness_paint(h);
	expect_at(h, "one record, none for the next key");
}

/* test_gone - a screen about something that is no longer known says so */
static void test_gone(void **state)
{
	struct harness *h = *state;
	struct tui_entry *entry = h->ui.session.entries[FIXTURE_MISMATCH];

	harness_keys(h, "j <enter> 6 <enter>");
	entry->report = NULL;
	ui_entry_changed(&h->ui, entry, NULL);
	harness_paint(h);
	expect_shown(h, "not known");
	harness_keys(h, "J K e t <esc> y <enter> 1 2 3 4 5 6");
	entry->report = fixture_report(h->arena, FIXTURE_MISMATCH);
	ui_entry_changed(&h->ui, entry, NULL);
	harness_paint(h);
	expect_shown(h, "certificate fits no TLSA record");
}

/* test_hostile - what should have been cleaned before is refused at the last moment too */
static void test_hostile(void **state)
{
	struct harness *h = *state;
	struct tui_entry *entry = h->ui.session.entries[0];
	char *screen;

	entry->unicode = "a\033]0;x\007\302\233b\342\200\256c\342\200\213d";
	ui_stale(&h->ui);
	harness_paint(h);
	expect_shown(h, "a?]0;x??b?c?d");
	screen = harness_text(h);
	assert_null(strpbrk(screen, "\033\007"));
	free(screen);
}

/* test_any_keys - no order of keys breaks it */
static void test_any_keys(void **state)
{
	struct harness *h = *state;
	unsigned seed = 4711;

	for (int i = 0; i < 4000; i++) {
		struct term_press press = { .function = false };

		seed = seed * 1103515245 + 12345;
		press.code = (int)(seed >> 16 & 0x7f);
		if (press.code == 26 || press.code == 'w' || press.code == 'o')
			continue; /* Ctrl-Z stops the test itself, w and o meet files */
		if ((seed >> 24 & 7) == 0)
			press = (struct term_press){ true, KEY_DOWN + (int)(seed >> 16 & 3) };
		ui_key(&h->ui, &press);
		h->ui.quit = false;
		if (i % 50 == 0)
			harness_resize(h, 40 + (int)(seed >> 16) % 100, 10 + (int)(seed >> 8) % 30);
		else
			harness_paint(h);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_in_and_back, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_type_ahead, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_sisters, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_siblings, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_problems, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_find, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_add, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_paste, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_remove, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_sort, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_no_such_key, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_help, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_themes, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_ticket, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_language, expect_console, expect_end),
		cmocka_unit_test(test_help_fits),
		cmocka_unit_test_setup_teardown(test_quit, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_resize, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_copy, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_follow, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_grows, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_gone, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_hostile, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_any_keys, expect_console, expect_end),
	};

	setlocale(LC_ALL, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	setenv("LANGUAGE", "en", 1);
	bindtextdomain(DS_TEXT_DOMAIN, "build/locale");
	bind_textdomain_codeset(DS_TEXT_DOMAIN, "UTF-8");
	return cmocka_run_group_tests_name("keys", tests, NULL, NULL) != 0;
}
