/* SPDX-License-Identifier: BSD-2-Clause */
/* test_parts - the parts that need no screen: cells, lists, actions, the terminal's ways */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <curses.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "tui/action.h"
#include "tui/cell.h"
#include "tui/glyph.h"
#include "tui/list.h"
#include "tui/page.h"
#include "tui/term.h"

/* test_decode - UTF-8 is read strictly: what is none is one U+FFFD and does not swallow the rest */
static void test_decode(void **state)
{
	static const struct {
		const char *in;
		uint32_t first;
		size_t len;
	} rows[] = {
		{ "", 0xfffd, 0 }, { "a", 'a', 1 }, { "\xc3\xa9x", 0xe9, 2 },
		{ "\xe2\x9c\x94", 0x2714, 3 }, { "\xf0\x9f\x98\x80", 0x1f600, 4 },
		{ "\xc0\xaf", 0xfffd, 1 },                         /* overlong */
		{ "\xe0\x80\xaf", 0xfffd, 3 },                     /* overlong */
		{ "\xed\xa0\x80", 0xfffd, 3 },                     /* a surrogate */
		{ "\xf4\x90\x80\x80", 0xfffd, 4 },                 /* past the last character */
		{ "\xff", 0xfffd, 1 }, { "\xe2\x9cx", 0xfffd, 2 }, /* cut short: x is left */
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		wchar_t c;

		assert_int_equal(cell_decode(rows[i].in, &c), rows[i].len);
		assert_int_equal((uint32_t)c, rows[i].first);
	}
}

/* test_refused - what could act on a terminal or deceive a reader is not printable */
static void test_refused(void **state)
{
	static const uint32_t refused[] = { 0, 7, 27, 0x7f, 0x9b, 0xad, 0x200b, 0x200f, 0x202a,
		0x202e, 0x2066, 0x2069, 0xd800, 0xe000, 0xfe0f, 0xfeff, 0xe0100 };
	static const uint32_t shown[] = { ' ', '~', 0xa0, 0xe9, 0x2714, 0x4e2d, 0x1f600 };

	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		assert_false(cell_printable((wchar_t)refused[i]));
	for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
		assert_true(cell_printable((wchar_t)shown[i]));
}

/* test_fit - cut at a cell, at the end or in the middle, never wider than asked for */
static void test_fit(void **state)
{
	char out[64];

	(void)state;
	assert_int_equal(cell_fit(out, sizeof out, "short", 10, CELL_CUT_END, "…"), 5);
	assert_string_equal(out, "short");
	assert_int_equal(cell_fit(out, sizeof out, "a longer text", 8, CELL_CUT_END, "…"), 8);
	assert_string_equal(out, "a longe…");
	assert_int_equal(
	    cell_fit(out, sizeof out, "mx1.ministry.example", 11, CELL_CUT_MIDDLE, "…"), 11);
	assert_string_equal(out, "mx1.m…ample");
	assert_int_equal(cell_fit(out, sizeof out, "中中中中", 5, CELL_CUT_END, "…"), 5);
	assert_string_equal(out, "中中…");
	for (int width = 0; width < 30; width++)
		for (int cut = 0; cut < 2; cut++)
			assert_true(cell_fit(out, sizeof out, "中a中é\xff\xe2\x82€xyz-long-name",
					width, (enum cell_cut)cut, "…") <= width);
}

/* test_fit_small - a buffer that is too small holds no half character */
static void test_fit_small(void **state)
{
	char out[6];

	(void)state;
	for (int width = 0; width < 20; width++) {
		cell_fit(out, sizeof out, "ééééééééé", width, CELL_CUT_MIDDLE, "…");
		assert_true(strlen(out) < sizeof out);
	}
}

/* test_glyphs - each takes the same cells as its ASCII form, or the tables would not line up */
static void test_glyphs(void **state)
{
	(void)state;
	assert_true(glyph_fancy_fits());
	for (int g = 0; g < GLYPH_COUNT; g++) {
		const char *plain = glyph(false, (enum glyph)g);

		assert_true(*plain);
		for (; *plain; plain++)
			assert_in_range(*plain, ' ', '~');
	}
}

/* odd - for lists in which every other row can be selected */
static bool odd(const void *arg, size_t i)
{
	(void)arg;
	return i % 2;
}

/* test_list_moves - the selected row is always one that can be, and in sight */
static void test_list_moves(void **state)
{
	struct list l = { .at = LIST_NONE };

	(void)state;
	list_set(&l, 20, 5, odd, NULL);
	assert_int_equal(l.at, 1);
	for (int i = 0; i < 40; i++) {
		list_move(&l, i % 3 == 2 ? -4 : i % 2 ? 3 : 1);
		assert_true(l.at % 2);
		assert_in_range(l.at, l.top, l.top + 4);
	}
	list_last(&l);
	assert_int_equal(l.at, 19);
	assert_true(list_at_end(&l));
	assert_false(list_move(&l, 1));
	list_first(&l);
	assert_int_equal(l.top, 0);
}

/* none - for pages of running text */
static bool none(const void *arg, size_t i)
{
	(void)arg;
	(void)i;
	return false;
}

/* test_list_text - where nothing can be selected, moving scrolls */
static void test_list_text(void **state)
{
	struct list l = { .at = LIST_NONE };

	(void)state;
	list_set(&l, 20, 5, none, NULL);
	assert_true(l.at == LIST_NONE);
	assert_true(list_move(&l, 1));
	assert_int_equal(l.top, 1);
	assert_true(list_move(&l, 4));
	assert_int_equal(l.top, 5);
	list_last(&l);
	assert_int_equal(l.top, 15);
	assert_false(list_move(&l, 1));
	list_set(&l, 3, 5, none, NULL);
	assert_int_equal(l.top, 0);
}

/* test_list_shrinks - rows that go take nothing with them */
static void test_list_shrinks(void **state)
{
	struct list l = { .at = LIST_NONE };

	(void)state;
	list_set(&l, 100, 10, NULL, NULL);
	list_go(&l, 80);
	list_set(&l, 5, 10, NULL, NULL);
	assert_int_equal(l.at, 4);
	list_set(&l, 0, 10, NULL, NULL);
	list_move(&l, 1);
	list_set(&l, 3, 1, NULL, NULL);
	assert_in_range(l.at, l.top, l.top);
}

/* works_here - collects what a key does in one scope */
static size_t works_here(unsigned scope, const char *key, enum action_id *id)
{
	size_t n = 0;

	for (size_t i = 0; action_at(i); i++) {
		const char *keys = action_at(i)->keys;
		char word[16];

		while (action_at(i)->where & scope && action_next_key(&keys, word, sizeof word))
			if (!strcmp(word, key)) {
				*id = action_at(i)->id;
				n++;
			}
	}
	return n;
}

/* test_conflicts - on each screen a key does one thing at most */
static void test_conflicts(void **state)
{
	(void)state;
	for (size_t i = 0; action_at(i); i++) {
		const char *keys = action_at(i)->keys;
		char word[16];

		while (action_next_key(&keys, word, sizeof word))
			for (unsigned scope = 1; scope & ON_ALL; scope <<= 1) {
				enum action_id id = DO_NOTHING;

				if (works_here(scope, word, &id) > 1)
					fail_msg(
					    "key %s does two things in scope %#x", word, scope);
			}
	}
}

/* same_meaning - q leaves a screen: the last one with the program; Esc stops or goes back */
static bool same_meaning(const char *key)
{
	return !strcmp(key, "q");
}

/* test_one_meaning - and the same thing everywhere */
static void test_one_meaning(void **state)
{
	(void)state;
	for (size_t i = 0; action_at(i); i++) {
		const char *keys = action_at(i)->keys;
		char word[16];

		while (action_next_key(&keys, word, sizeof word))
			for (unsigned scope = 1; scope & ON_ALL; scope <<= 1) {
				enum action_id id = action_at(i)->id;

				if (works_here(scope, word, &id) && id != action_at(i)->id &&
				    !same_meaning(word))
					fail_msg("key %s has two meanings", word);
			}
	}
}

/* test_reserved - keys that terminals, multiplexers and fingers need for themselves are left alone */
static void test_reserved(void **state)
{
	static const char *const reserved[] = { "Ctrl-S", "Ctrl-Q", "Ctrl-A", "Ctrl-B" };

	(void)state;
	for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
		enum action_id id;

		assert_int_equal(works_here(ON_ALL, reserved[i], &id), 0);
	}
}

/* test_key_names - every key of the table is one that can be pressed */
static void test_key_names(void **state)
{
	(void)state;
	for (size_t i = 0; action_at(i); i++) {
		const char *keys = action_at(i)->keys;
		char word[16], name[16];

		while (action_next_key(&keys, word, sizeof word)) {
			const char *last = !strncmp(word, "y", 1) && word[1] ? word + 1 : word;
			bool found = false;

			for (int code = 0; code < KEY_MAX && !found; code++)
				for (int function = 0; function < 2; function++) {
					struct term_press press = { function, code };

					if (!function && code > 0x7f)
						continue;
					found |= !strcmp(
					    last, action_key_name(&press, name, sizeof name));
				}
			if (!found)
				fail_msg("no key is called %s", word);
		}
	}
}

/* test_colours - --color first, then NO_COLOR, then what the terminal can do */
static void test_colours(void **state)
{
	(void)state;
	assert_int_equal(term_choose_colours(NULL, false, 256), 256);
	assert_int_equal(term_choose_colours(NULL, false, 88), 16);
	assert_int_equal(term_choose_colours("auto", false, 8), 8);
	assert_int_equal(term_choose_colours("auto", false, -1), 0);
	assert_int_equal(term_choose_colours(NULL, true, 256), 0);
	assert_int_equal(term_choose_colours("16", true, 256), 16);
	assert_int_equal(term_choose_colours("mono", false, 256), 0);
	assert_int_equal(term_choose_colours("many", false, 256), -1);
}

/* test_osc52 - what goes to the clipboard, plain and as multiplexers pass it on */
static void test_osc52(void **state)
{
	char out[64];
	size_t n;

	(void)state;
	n = term_osc52(out, sizeof out, TERM_PLAIN, "DANE", 4);
	assert_int_equal(n, 16);
	assert_memory_equal(out, "\033]52;c;REFORQ==\007", 16);
	n = term_osc52(out, sizeof out, TERM_TMUX, "abc", 3);
	assert_int_equal(n, 22);
	assert_memory_equal(out, "\033Ptmux;\033\033]52;c;YWJj\007\033\\", 22);
	n = term_osc52(out, sizeof out, TERM_SCREEN, "", 0);
	assert_memory_equal(out, "\033P\033]52;c;\007\033\\", n);
	assert_int_equal(term_osc52(out, 16, TERM_PLAIN, "too long", 8), 0);
}

/* test_wrap - running text keeps within the page, also where a word is wider than it */
static void test_wrap(void **state)
{
	static const char text[] = "A sentence with aVeryLongWordThatFitsNowhereAtAllHere and\n"
				   "a line of its own";
	struct theme theme;
	struct page p = { .pool = NULL };
	char line[256];

	(void)state;
	theme_plain(&theme);
	for (int width = 4; width < 60; width++) {
		page_begin(&p, width, true, &theme);
		page_row(&p);
		page_wrap(&p, ROLE_normal, 2, text);
		for (size_t i = 0; i < p.nrows; i++) {
			page_row_text(&p, i, line, sizeof line);
			assert_true(cell_text_width(line) <= width);
		}
		assert_true(p.nrows > 1);
	}
	page_free(&p);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decode),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_fit),
		cmocka_unit_test(test_fit_small),
		cmocka_unit_test(test_glyphs),
		cmocka_unit_test(test_list_moves),
		cmocka_unit_test(test_list_text),
		cmocka_unit_test(test_list_shrinks),
		cmocka_unit_test(test_conflicts),
		cmocka_unit_test(test_one_meaning),
		cmocka_unit_test(test_reserved),
		cmocka_unit_test(test_key_names),
		cmocka_unit_test(test_colours),
		cmocka_unit_test(test_osc52),
		cmocka_unit_test(test_wrap),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("parts", tests, NULL, NULL) != 0;
}
