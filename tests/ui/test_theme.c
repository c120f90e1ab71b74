/* SPDX-License-Identifier: BSD-2-Clause */
/* test_theme - themes are read, mistakes are named, and what is shipped can be read by people */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "tui/theme.h"

static const char *const dirs[] = { "themes", NULL };

/* What the reader must say of a mistake. */
struct mistake {
	const char *text, *where, *word;
};

/* test_read - values of each column, marks, names */
static void test_read(void **state)
{
	static const char text[] = "# a remark\n"
				   "name = A name\n"
				   "background = light # behind a blank\n"
				   "good = bold | green | 114\n"
				   "bad  = reverse | bold bright-red on white | 210 on 16\n"
				   "mark.good = ✓ | ok\n";
	char problem[THEME_PROBLEM];
	struct theme t;

	(void)state;
	assert_true(theme_parse(&t, text, "a.theme", problem));
	assert_string_equal(t.name, "A name");
	assert_true(t.light);
	assert_int_equal(t.style[THEME_MONO][ROLE_good].attr, THEME_BOLD);
	assert_int_equal(t.style[THEME_16][ROLE_good].fg, 2);
	assert_int_equal(t.style[THEME_256][ROLE_good].fg, 114);
	assert_int_equal(t.style[THEME_16][ROLE_bad].fg, 9);
	assert_int_equal(t.style[THEME_16][ROLE_bad].bg, 7);
	assert_int_equal(t.style[THEME_16][ROLE_bad].attr, THEME_BOLD);
	assert_string_equal(t.mark[MARK_GOOD][1], "✓");
	assert_string_equal(t.mark[MARK_GOOD][0], "[ok]");
	assert_string_equal(t.mark[MARK_BAD][0], "[!!]");
}

/* test_inherit - a role that is left out looks like its parent, a column like the one before it */
static void test_inherit(void **state)
{
	static const char text[] = "normal = | - | 16 on 231\ndim = bold | 3\n";
	char problem[THEME_PROBLEM];
	struct theme t;

	(void)state;
	assert_true(theme_parse(&t, text, "a.theme", problem));
	assert_int_equal(t.style[THEME_16][ROLE_head].fg, 3);
	assert_int_equal(t.style[THEME_256][ROLE_dim].fg, 3);
	assert_int_equal(t.style[THEME_256][ROLE_dim].bg, 231);
	assert_int_equal(t.style[THEME_256][ROLE_client].fg, 16);
}

/* test_mistakes - named with file, line and word */
static void test_mistakes(void **state)
{
	static const struct mistake mistakes[] = {
		{ "gud = bold\n", "a.theme:1:", "gud" },
		{ "\n\ngood = bald\n", "a.theme:3:", "bald" },
		{ "good\n", "a.theme:1:", "good" },
		{ "good = | 200\n", "a.theme:1:", "200" },
		{ "good = | | 256\n", "a.theme:1:", "256" },
		{ "good = red\n", "a.theme:1:", "red" },
		{ "good = | red green\n", "a.theme:1:", "green" },
		{ "good = | red on\n", "a.theme:1:", "on" },
		{ "good = | red on blue on\n", "a.theme:1:", "on" },
		{ "good = bold | red | 1 | 2\n", "a.theme:1:", "2" },
		{ "mark.good = ab\n", "a.theme:1:", "ab" },
		{ "mark.good = ✔ | O\n", "a.theme:1:", "O" },
		{ "mark.gud = ✔\n", "a.theme:1:", "gud" },
		{ "background = grey\n", "a.theme:1:", "grey" },
		{ "g\033[2Jd = bold\n", "a.theme:1:", "\\x1b[2J" },
	};
	char problem[THEME_PROBLEM];
	struct theme t;

	(void)state;
	for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
		assert_false(theme_parse(&t, mistakes[i].text, "a.theme", problem));
		if (strncmp(problem, mistakes[i].where, strlen(mistakes[i].where)) ||
		    !strstr(problem, mistakes[i].word))
			fail_msg("of mistake %zu it says: %s", i, problem);
	}
	assert_false(theme_load(&t, "no-such-theme", dirs, problem));
	assert_non_null(strstr(problem, "no-such-theme"));
	assert_false(theme_load(&t, "themes/no-such.theme", dirs, problem));
	assert_non_null(strstr(problem, "no-such.theme"));
}

/* fifth_root - by Newton, so that the test needs no library for it */
static double fifth_root(double x)
{
	double y = 1;

	for (int i = 0; i < 60; i++)
		y -= (y * y * y * y * y - x) / (5 * y * y * y * y);
	return y;
}

/* part - of a colour of the 256, as a share of full light (sRGB) */
static double part(unsigned value)
{
	double c = value / 255.0;

	if (c <= 0.03928)
		return c / 12.92;
	c = (c + 0.055) / 1.055;
	return c * c * fifth_root(c * c); /* to the power of 2.4 */
}

/* light_of - relative luminance of a colour of the cube or the greys (WCAG 2) */
static double light_of(int colour)
{
	static const unsigned steps[] = { 0, 95, 135, 175, 215, 255 };
	unsigned r, g, b;

	assert_in_range(colour, 16, 255);
	if (colour >= 232) {
		r = g = b = (unsigned)(8 + (colour - 232) * 10);
	} else {
		r = steps[(colour - 16) / 36];
		g = steps[(colour - 16) / 6 % 6];
		b = steps[(colour - 16) % 6];
	}
	return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
}

/* contrast - between two colours (WCAG 2); a background of -1 is what the theme is made for */
static double contrast(const struct theme *t, struct theme_style s)
{
	int bg = s.bg >= 0 ? s.bg : t->light ? 255 : 234;
	int fg = s.fg >= 0 ? s.fg : t->light ? 16 : 231;
	double x = light_of(fg), y = light_of(bg);

	return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

/* readable - text of every role stands out from its background */
static void readable(const struct theme *t)
{
	for (size_t role = 0; role < ROLE_COUNT; role++) {
		struct theme_style s = t->style[THEME_256][role];

		if (role == ROLE_rule || (s.fg >= 0 && s.fg < 16) || (s.bg >= 0 && s.bg < 16))
			continue; /* lines are no text; the first 16 are the terminal's choice */
		if (contrast(t, s) < 4.5)
			fail_msg("%s: %s has a contrast of %.1f", t->id, theme_role_name(role),
			    contrast(t, s));
	}
}

/* distinct - two states differ in mark and in look, in every depth */
static void distinct(const struct theme *t)
{
	for (size_t depth = 0; depth < THEME_DEPTHS; depth++)
		for (size_t x = 0; x < MARK_COUNT; x++)
			for (size_t y = x + 1; y < MARK_COUNT; y++) {
				assert_string_not_equal(t->mark[x][0], t->mark[y][0]);
				assert_string_not_equal(t->mark[x][1], t->mark[y][1]);
				if (!memcmp(&t->style[depth][x], &t->style[depth][y],
					sizeof t->style[depth][x]))
					fail_msg("%s: %s and %s look the same", t->id,
					    theme_role_name(x), theme_role_name(y));
			}
}

/* never_blue - blue text cannot be read on a dark screen */
static void never_blue(const struct theme *t)
{
	for (size_t role = 0; role < ROLE_COUNT; role++) {
		assert_int_not_equal(t->style[THEME_16][role].fg, 4);
		assert_int_not_equal(t->style[THEME_256][role].fg, 4);
	}
}

/* test_shipped - every theme that comes along */
static void test_shipped(void **state)
{
	static const char *const wanted[] = { "default", "16", "deuteranopia-protanopia", "light",
		"mono", "projector", "tritanopia" };
	char problem[THEME_PROBLEM], **names;
	struct theme t;
	size_t n;

	(void)state;
	theme_names(dirs, &names, &n);
	assert_int_equal(n, sizeof wanted / sizeof wanted[0]);
	for (size_t i = 0; i < n; i++) {
		assert_string_equal(names[i], wanted[i]);
		if (!theme_load(&t, names[i], dirs, problem))
			fail_msg("%s", problem);
		readable(&t);
		distinct(&t);
		never_blue(&t);
		free(names[i]);
	}
	free(names);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_inherit),
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_shipped),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("theme", tests, NULL, NULL) != 0;
}
