/* SPDX-License-Identifier: BSD-2-Clause */
/* harness - the console within a test */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <curses.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/arena.h"
#include "core/danescope.h"
#include "core/survey/history.h"
#include "tests/ui/fixture.h"
#include "tests/ui/fixture_history.h"
#include "tests/ui/harness.h"

#define GOLDEN_DIR "tests/ui/golden"

static const char *const theme_dirs[] = { "themes", NULL };

/* Keys by name, as a terminal sends them. */
static const struct {
	const char *name, *octets;
} key_names[] = {
	{ "<enter>", "\r" },
	{ "<esc>", "\033" },
	{ "<tab>", "\t" },
	{ "<backtab>", "\033[Z" },
	{ "<space>", " " },
	{ "<bs>", "\177" },
	{ "<down>", "\033OB" },
	{ "<up>", "\033OA" },
	{ "<right>", "\033OC" },
	{ "<left>", "\033OD" },
	{ "<home>", "\033OH" },
	{ "<end>", "\033OF" },
	{ "<pgdn>", "\033[6~" },
	{ "<pgup>", "\033[5~" },
	{ "<f5>", "\033[15~" },
	{ "<paste>", "\033[200~" },
	{ "</paste>", "\033[201~" },
};

/* written - octets that curses has sent so far */
static size_t written(const struct harness *h)
{
	struct stat st;

	assert_int_equal(fstat(fileno(h->out), &st), 0);
	return (size_t)st.st_size;
}

/* harness_open - with the fixture's domains */
size_t harness_open(struct harness *h, int columns, int rows, const char *color)
{
	return harness_open_many(h, columns, rows, color, 0);
}

/* begin - a console with nothing on its list */
static void begin(struct harness *h, int columns, int rows, const char *color, const char *kept)
{
	struct term_options term = {
		.type = "xterm-256color", .color = color, .rows = rows, .columns = columns
	};
	char why[THEME_PROBLEM];
	struct ds_problem problem;
	int ends[2];

	memset(h, 0, sizeof *h);
	assert_int_equal(pipe(ends), 0);
	h->keys = ends[1];
	h->in = fdopen(ends[0], "r");
	h->out = tmpfile();
	assert_non_null(h->in);
	assert_non_null(h->out);
	term.in = h->in;
	term.out = h->out;
	h->arena = arena_new((size_t)64 << 20);
	h->history = fixture_history();
	h->options =
	    (struct tui_options){ .theme_dirs = theme_dirs, .kept = kept, .history = h->history };
	assert_true(theme_load(&h->ui.theme, "default", theme_dirs, why));
	if (!term_open(&h->ui.term, &term, &problem))
		fail_msg("%s", problem.text);
	term_use(&h->ui.term, &h->ui.theme);
	session_init(&h->ui.session, NULL, NULL, ui_entry_changed, &h->ui);
	ui_init(&h->ui, &h->options);
}

/* harness_open_many - and more of them */
size_t harness_open_many(struct harness *h, int columns, int rows, const char *color, size_t n)
{
	begin(h, columns, rows, color, NULL);
	fixture_fill(&h->ui, h->arena);
	fixture_fill_many(&h->ui, h->arena, n);
	domains_go(&h->ui, h->ui.session.entries[0]->id);
	return harness_paint(h);
}

/* harness_open_kept - nothing but a list of last time */
size_t harness_open_kept(struct harness *h, int columns, int rows, const char *kept)
{
	begin(h, columns, rows, "256", kept);
	return harness_paint(h);
}

/* harness_open_stage - as in the practice network */
size_t harness_open_stage(struct harness *h, int columns, int rows, const char *color)
{
	begin(h, columns, rows, color, NULL);
	fixture_fill(&h->ui, h->arena);
	domains_go(&h->ui, h->ui.session.entries[0]->id);
	fixture_stage_open(&h->stage);
	h->options.stage = &h->stage.stage;
	return harness_paint(h);
}

/* harness_close - all of it */
void harness_close(struct harness *h)
{
	if (!h->arena)
		return;
	for (size_t i = 0; i < h->ui.session.n; i++)
		h->ui.session.entries[i]->state = ENTRY_DONE;
	term_close(&h->ui.term);
	ui_free(&h->ui);
	history_free(h->history);
	arena_free(h->arena);
	fclose(h->in);
	fclose(h->out);
	close(h->keys);
}

/* harness_paint - if there is need */
size_t harness_paint(struct harness *h)
{
	size_t before = written(h);

	if (h->stage.live)
		attack_arrived(&h->ui);
	if (h->ui.changed)
		ui_paint(&h->ui);
	return written(h) - before;
}

/* type - one key, by name or as it stands; returns what follows it */
static const char *type(struct harness *h, const char *keys)
{
	const char *end = keys[0] == '<' ? strchr(keys, '>') : NULL;

	if (end && !strncmp(keys, "<c-", 3)) {
		char control = (char)(keys[3] & 0x1f);

		assert_int_equal(write(h->keys, &control, 1), 1);
		return end + 1;
	}
	for (size_t i = 0; end && i < sizeof key_names / sizeof key_names[0]; i++) {
		size_t len = strlen(key_names[i].octets);

		if (strncmp(keys, key_names[i].name, strlen(key_names[i].name)))
			continue;
		assert_int_equal(write(h->keys, key_names[i].octets, len), (ssize_t)len);
		return end + 1;
	}
	assert_int_equal(write(h->keys, keys, 1), 1);
	return keys + 1;
}

/* harness_keys - type and paint */
size_t harness_keys(struct harness *h, const char *keys)
{
	size_t before = written(h);
	struct term_press press;

	while (*keys)
		if (*keys == ' ')
			keys++;
		else
			keys = type(h, keys);
	while (term_read(&h->ui.term, &press))
		ui_key(&h->ui, &press);
	harness_paint(h);
	return written(h) - before;
}

/* harness_resize - another size */
size_t harness_resize(struct harness *h, int columns, int rows)
{
	size_t before = written(h);

	term_set_size(&h->ui.term, rows, columns);
	ui_resized(&h->ui);
	harness_paint(h);
	return written(h) - before;
}

/* harness_cell - what stands in a cell of the screen */
struct harness_cell harness_cell(int y, int x)
{
	struct harness_cell cell = { L' ', 0, 0 };
	wchar_t text[CCHARW_MAX + 1];
	attr_t attr;
	cchar_t c;

	if (mvwin_wch(newscr, y, x, &c) == ERR ||
	    getcchar(&c, text, &attr, &cell.pair, NULL) == ERR)
		return cell;
	cell.character = text[0] ? text[0] : L' ';
	cell.attr = attr & ~(attr_t)(A_CHARTEXT | A_COLOR);
	return cell;
}

/* row_text - a row of the screen; returns its length without blanks at the end */
static size_t row_text(int y, char *out, size_t size)
{
	size_t len = 0, end = 0;

	for (int x = 0; x < getmaxx(newscr) && len + MB_LEN_MAX < size; x++) {
		wchar_t c = harness_cell(y, x).character;
		int n = wctomb(out + len, c);

		assert_true(n > 0);
		len += (size_t)n;
		if (c != L' ')
			end = len;
	}
	out[end] = '\0';
	return end;
}

/* harness_text - the whole screen */
char *harness_text(const struct harness *h)
{
	size_t size = (size_t)(getmaxy(newscr) * (getmaxx(newscr) * MB_LEN_MAX + 2)) + 64, len = 0;
	char *text = malloc(size);

	(void)h;
	assert_non_null(text);
	for (int y = 0; y < getmaxy(newscr); y++) {
		len += row_text(y, text + len, size - len - 2);
		text[len++] = '\n';
	}
	text[len] = '\0';
	return text;
}

/* harness_shows - is this on the screen? */
bool harness_shows(const struct harness *h, const char *text)
{
	char *screen = harness_text(h);
	bool shows = strstr(screen, text) != NULL;

	free(screen);
	return shows;
}

/* harness_cursor_row - where the cursor stands */
const char *harness_cursor_row(const struct harness *h, char *buf, size_t size)
{
	(void)h;
	row_text(getcury(stdscr), buf, size);
	return buf;
}

/* slurp - a file; NULL where there is none */
static char *slurp(const char *path)
{
	FILE *f = fopen(path, "re");
	char *text;
	size_t n;

	if (!f)
		return NULL;
	text = calloc(1, 65536);
	assert_non_null(text);
	n = fread(text, 1, 65535, f);
	text[n] = '\0';
	fclose(f);
	return text;
}

/* harness_golden - compare, or write anew */
void harness_golden(const struct harness *h, const char *name)
{
	char path[256], *now = harness_text(h), *golden;
	const char *update = getenv("UPDATE");
	bool same;

	snprintf(path, sizeof path, GOLDEN_DIR "/%s.txt", name);
	if (update && *update == '1') {
		FILE *f = fopen(path, "we");

		assert_non_null(f);
		fputs(now, f);
		fclose(f);
	}
	golden = slurp(path);
	same = golden && !strcmp(golden, now);
	if (!same)
		print_message("--- %s\n%s\n+++ now\n%s\n", path, golden ? golden : "", now);
	free(golden);
	free(now);
	if (!same)
		fail_msg("%s differs; UPDATE=1 writes it anew", path);
}
