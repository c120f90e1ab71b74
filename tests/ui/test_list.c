/* SPDX-License-Identifier: BSD-2-Clause */
/* test_list - the list and what is around it: adding, filters, settings, commands, the next start */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/danescope.h"
#include "tests/ui/expect.h"
#include "tests/ui/fixture.h"
#include "tests/ui/harness.h"
#include "tui/mask.h"

/* file_with - a new file with a text in it; its name goes to `path` */
static void file_with(char path[32], const char *text)
{
	FILE *f;

	memcpy(path, "/tmp/danescope-list-XXXXXX", sizeof "/tmp/danescope-list-XXXXXX");
	f = fdopen(mkstemp(path), "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* type_in - a text and Enter; blanks count */
static void type_in(struct harness *h, const char *text)
{
	char keys[512] = "";

	for (; *text; text++)
		snprintf(keys + strlen(keys), sizeof keys - strlen(keys),
		    *text == ' ' ? "<space>" : "%c", *text);
	strncat(keys, "<enter>", sizeof keys - strlen(keys) - 1);
	harness_keys(h, keys);
}

/* test_listed - what is on the list already is found, and said */
static void test_listed(void **state)
{
	struct harness *h = *state;
	size_t before = h->ui.session.n;

	harness_keys(h, "a");
	type_in(h, "post@MINKAAS.nl");
	expect_shown(h, "minkaas.nl is on the list already.");
	expect_at(h, "minkaas.nl");
	harness_keys(h, "a");
	type_in(h, "minkaas.nl new.example minduin.nl");
	expect_shown(h, "1 domain added. 2 were on the list already.");
	assert_int_equal(h->ui.session.n, before + 1);
	harness_keys(h, "a");
	type_in(h,
	    "https://b\303\274cher.example:443/path, b\303\274cher.example no..good -bad-.example");
	expect_shown(h, "1 domain added. 1 was on the list already. 2 were none, the first: ");
	expect_at(h, "b\303\274cher.example");
}

/* test_file - ranks, remarks and ends of lines of other systems; what is no file is named */
static void test_file(void **state)
{
	struct harness *h = *state;
	size_t before = h->ui.session.n;
	char path[32];

	file_with(
	    path, "# a list\r\n1,one.example\r\n2,two.example # the second\r\n\r\nthree.example");
	harness_keys(h, "o");
	expect_shown(h, "Open file:");
	type_in(h, path);
	remove(path);
	expect_shown(h, "3 domains added.");
	assert_int_equal(h->ui.session.n, before + 3);
	harness_keys(h, "o");
	type_in(h, "/no/such/file");
	expect_shown(h, "/no/such/file: No such file");
	harness_keys(h, "o");
	type_in(h, "/tmp");
	expect_shown(h, "/tmp: ");
}

/* test_filter - live, inverted, with the cursor, and gone with Esc; also on other screens */
static void test_filter(void **state)
{
	struct harness *h = *state;

	harness_keys(h, "fbroken");
	expect_shown(h, "minduin.nl");
	expect_shown(h, "minkaas.nl");
	expect_absent(h, "minfiets.nl ");
	harness_keys(h, "<down>");
	harness_keys(h, "<enter>");
	expect_at(h, "minkaas.nl");
	expect_shown(h, "2 of 7 domains");
	harness_keys(h, "<esc>");
	expect_shown(h, "minstroop.nl");
	expect_at(h, "minkaas.nl");
	harness_keys(h, "f!min<enter>");
	expect_absent(h, "minduin.nl ");
	expect_shown(h, "d.example");
	harness_keys(h, "aminduin.nl<enter>");
	expect_at(h, "minduin.nl");
	harness_keys(h, "<enter> 5 fEHLO<enter>");
	expect_shown(h, "EHLO");
	expect_absent(h, "STARTTLS\n");
	expect_shown(h, "Only rows with \"EHLO\"");
	harness_keys(h, "f<esc>");
	expect_absent(h, "Only rows");
}

/* test_settings - the screen of settings changes, keeps and reads back; other lines stay as they are */
static void test_settings(void **state)
{
	struct harness *h = *state;
	char path[32], *text;
	struct stat st;

	file_with(path, "# mine\nresolver = 192.0.2.53\nchecks=3\n");
	h->options.config = path;
	harness_keys(h, "O");
	expect_shown(h, "checks side by side");
	harness_keys(h, "/ascii<enter>");
	expect_absent(h, "[OK]");
	harness_keys(h, "<enter>");
	expect_shown(h, "Kept: ascii = yes");
	assert_int_equal(ui_setting(&h->ui, SET_ASCII), 1);
	harness_keys(h, "/checks<enter><enter>");
	expect_shown(h, "checks ");
	harness_keys(h, "<c-u>65<enter>");
	expect_shown(h, "checks is a number from 1 to 64");
	harness_keys(h, "<enter><c-u>12<enter>");
	assert_int_equal(h->ui.session.side_by_side, 12);
	harness_keys(h, "<esc>");
	expect_shown(h, "[OK] secured");
	text = expect_file(path);
	assert_string_equal(text, "# mine\nresolver = 192.0.2.53\nchecks = 12\nascii = yes\n");
	free(text);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	remove(path);
}

/* test_command - by name, completed with Tab, with a word behind it; mistakes are named */
static void test_command(void **state)
{
	struct harness *h = *state;

	harness_keys(h, ":");
	expect_shown(h, "add  ascii  attack  back");
	harness_keys(h, "so");
	expect_shown(h, "sort  sort-column");
	harness_keys(h, "<tab><space>ver<tab><enter>");
	assert_int_equal(h->ui.order.by, ORDER_VERDICT);
	harness_keys(h, ":theme<space>");
	expect_shown(h, "projector");
	harness_keys(h, "mo<tab><enter>");
	assert_string_equal(h->ui.theme.id, "mono");
	harness_keys(h, ":add<space>four.example<enter>");
	expect_at(h, "four.example");
	harness_keys(h, ":set<space>ascii<space>yes<enter>");
	expect_shown(h, "[OK]");
	harness_keys(h, ":set<space>ascii<space>perhaps<enter>");
	expect_shown(h, "ascii is one of: yes, no");
	harness_keys(h, ":set<space>nothing<enter>");
	expect_shown(h, "No setting is called so");
	harness_keys(h, ":queries<space>now<enter>");
	expect_shown(h, "No command of this screen is called");
	harness_keys(h, ":quit<space>now<enter>");
	expect_shown(h, "quit takes no word behind it.");
	assert_false(h->ui.quit);
	harness_keys(h, ":frobnicate<enter>");
	expect_shown(h, "No command of this screen is called \"frobnicate\"");
	harness_keys(h, ":theme<enter>");
	expect_shown(h, "needs a word behind it");
	harness_keys(h, ":help<enter>");
	expect_shown(h, "Keys of the screen Domains");
	harness_keys(h, "<esc>:quit<enter>");
	assert_true(h->ui.quit);
}

/* test_actions_have_names - no two of one screen are called the same on the command line */
static void test_actions_have_names(void **state)
{
	(void)state;
	for (size_t i = 0; action_at(i); i++)
		for (size_t k = i + 1; action_at(k); k++) {
			char a[ACTION_NAME], b[ACTION_NAME];

			if (!strcmp(action_name(action_at(i), a), action_name(action_at(k), b)))
				assert_int_equal(action_at(i)->id, action_at(k)->id);
		}
}

/* copied - what went to the clipboard with these keys, as base64 */
static void copied(struct harness *h, const char *keys, const char *base64)
{
	char octets[8192];
	size_t n = harness_keys(h, keys);

	assert_in_range(n, 1, sizeof octets - 1);
	assert_true(lseek(fileno(h->out), -(off_t)n, SEEK_END) >= 0);
	assert_int_equal(read(fileno(h->out), octets, n), (ssize_t)n);
	octets[n] = '\0';
	if (!strstr(octets, base64))
		fail_msg("%s is not in %s", base64, octets);
}

/* test_copy - value, row, screen, ticket; a key that copies nothing says so; the plain screen */
static void test_copy(void **state)
{
	struct harness *h = *state;

	unsetenv("TMUX");
	setenv("TERM", "xterm-256color", 1);
	copied(h, "yv", "\033]52;c;bWluZmlldHMubmw=\007");
	copied(h, "yy", "\033]52;c;bWluZmlldHMubmwg");
	copied(h, "ys", "\033]52;c;bWluZmlldHMubmwg");
	copied(h, "j yt", "\033]52;c;");
	harness_keys(h, "yx");
	expect_shown(h, "yx is no key of this program");
	harness_keys(h, "y<esc>");
	assert_false(h->ui.quit);
	copied(h, "Y", "minstroop.nl");
	copied(h, "j", "\033[");
	expect_shown(h, "VERDICT");
	expect_at(h, "minduin.nl");
}

/* test_mask - names and addresses go, times, words and digests stay */
static void test_mask(void **state)
{
	static const char *const texts[][2] = {
		{ "mx1.minfiets.nl (10)", "xxx.xxxxxxxx.nl (10)" },
		{ "_25._tcp.mx1.minfiets.nl.", "_xx._xxx.xxx.xxxxxxxx.nl." },
		{ "connecting to 192.0.2.25 port 25", "connecting to xxx.x.x.xx port 25" },
		{ "2001:db8:25::1 and 14:02:11", "xxxx:xxx:xx::x and 14:02:11" },
		{ "post@minfiets.nl", "xxxx@xxxxxxxx.nl" },
		{ "TLSv1.3, 3 1 1 8f3c22ab, 9.2 ms", "TLSv1.3, 3 1 1 8f3c22ab, 9.2 ms" },
		{ "b\303\274cher.example: ja", "xxxxxx.example: ja" },
		{ "The end. RFC 7672 section 2.2", "The end. RFC 7672 section 2.2" },
		{ "", "" },
	};
	struct harness *h = *state;
	char out[200], other[200];

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_string_equal(mask_text(out, sizeof out, texts[i][0], 0), texts[i][1]);
	mask_text(out, sizeof out, "mx1.minfiets.nl", 25);
	mask_text(other, sizeof other, "mx1.mindijks.nl", 25);
	assert_string_not_equal(out, other);
	assert_int_equal(strlen(out), strlen("mx1.minfiets.nl"));
	assert_memory_equal(out, other, 4);
	assert_memory_equal(out + 4, "xxxxxx", 6);
	assert_string_equal(mask_text(other, sizeof other, "minfiets.nl", 25), out + 4);
	mask_text(other, sizeof other, "minfiets.nl", 26);
	assert_string_not_equal(other, out + 4);
	harness_keys(h, "P");
	expect_absent(h, "minfiets");
	expect_shown(h, "xxxxxxxx.nl");
	harness_keys(h, "j <enter> 1 2 3 4 5");
	expect_absent(h, "minduin");
	harness_keys(h, "P");
	expect_shown(h, "minduin.nl");
}

/* test_kept - the next start offers the list with what was known, and where one was */
static void test_kept(void **state)
{
	struct harness *h = *state, next = { .keys = 0 };
	char path[32];
	struct stat st;

	file_with(path, "");
	h->options.kept = path;
	harness_keys(h, "jj");
	while (kept_write(&h->ui))
		;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	harness_close(h);
	h->arena = NULL;
	harness_open_kept(&next, 80, 24, path);
	expect_shown(&next, "7 domains of last time are kept. Key u takes them up again.");
	harness_keys(&next, "u");
	assert_int_equal(next.ui.session.n, 7);
	expect_at(&next, "minkaas.nl");
	expect_at(&next, "broken");
	expect_shown(&next, "secured");
	expect_shown(&next, "70 d");
	expect_shown(&next, "Seen before. Enter looks again");
	expect_shown(&next, "minmist.nl          \342\200\246 waiting");
	harness_close(&next);
	remove(path);
}

/* test_kept_screen - the screen of a domain that one was on is where one is again, and Esc leads out */
static void test_kept_screen(void **state)
{
	struct harness *h = *state, next = { .keys = 0 };
	char path[32];

	file_with(path, "");
	h->options.kept = path;
	harness_keys(h, "jj <enter> 2 <enter>");
	while (kept_write(&h->ui))
		;
	harness_close(h);
	h->arena = NULL;
	harness_open_kept(&next, 80, 24, path);
	harness_keys(&next, "u");
	expect_shown(&next, "minkaas.nl \342\200\272 Chain");
	harness_keys(&next, "q");
	expect_at(&next, "minkaas.nl");
	expect_shown(&next, "minfiets.nl");
	harness_close(&next);
	remove(path);
}

/* test_kept_hostile - a file that somebody else wrote breaks nothing */
static void test_kept_hostile(void **state)
{
	static const char *const texts[] = { "", "danescope list 1\n", "danescope list 1\nat ",
		"danescope list 1\n\n\n \n", "danescope list 1\na..b secured\n\033[2J.example -\n",
		("danescope list 1\nx.example secured 99 99 99 1 1 1 1 1 1 1\ny.example secured 3 1 0 "
		 "4294967295 4294967295 0 0 1 -99999999999 9223372036854775807\n"),
		"danescope list 2\nx.example -\n",
		"danescope list 1\nat x.example 9\nx.example -\n",
		"danescope list 1\nat x.example \nx.example -\n",
		"danescope list 1\nat y.example 3\nx.example -\n" };
	char path[32];

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct harness h = { .keys = 0 };

		file_with(path, texts[i]);
		harness_open_kept(&h, 80, 24, path);
		harness_keys(&h, "u jj s s S");
		assert_in_range(h.ui.session.n, 0, 2);
		expect_absent(&h, "\033");
		harness_close(&h);
		remove(path);
	}
}

/* test_save - text, JSON and HTML by the name; nothing is written over */
static void test_save(void **state)
{
	static const struct {
		const char *name, *holds;
	} files[] = { { "a.txt", "BROKEN minduin.nl" },
		{ "a.json", "\"schema\":\"danescope.report/1\"" },
		{ "a.html", "<h1>minduin.nl</h1>" } };
	struct harness *h = *state;
	char folder[] = "/tmp/danescope-save-XXXXXX", path[64];

	assert_non_null(mkdtemp(folder));
	harness_keys(h, "j w");
	expect_shown(h, "Write to: minduin.nl.txt");
	harness_keys(h, "<esc>");
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, files[i].name);
		expect_saved(h, path, files[i].holds);
	}
	rmdir(folder);
}

/* test_watch - on and off, and what is said when a verdict has changed */
static void test_watch(void **state)
{
	struct harness *h = *state;
	struct tui_entry *entry = h->ui.session.entries[FIXTURE_MISMATCH];
	struct ds_event done = { .kind = DS_EV_DONE };

	harness_keys(h, "j W");
	expect_shown(h, "minduin.nl is looked at every 5 minutes");
	expect_shown(h, "danescope   1 domain is watched");
	entry->before = DS_V_SECURED;
	ui_entry_changed(&h->ui, entry, &done);
	harness_paint(h);
	expect_shown(h, "minduin.nl was secured and is broken now.");
	harness_keys(h, "W");
	expect_shown(h, "minduin.nl is watched no more.");
	assert_int_equal(h->ui.watched, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_listed, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_file, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_filter, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_settings, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_command, expect_console, expect_end),
		cmocka_unit_test(test_actions_have_names),
		cmocka_unit_test_setup_teardown(test_copy, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_mask, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_kept, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_kept_screen, expect_console, expect_end),
		cmocka_unit_test(test_kept_hostile),
		cmocka_unit_test_setup_teardown(test_save, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_watch, expect_console, expect_end),
	};

	setlocale(LC_ALL, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	setenv("LANGUAGE", "en", 1);
	return cmocka_run_group_tests_name("list", tests, NULL, NULL) != 0;
}
