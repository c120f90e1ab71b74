/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vtshot - pictures of a program on a terminal: PNG, SVG, text
 *
 *	vtshot [-g 80x24] [-T TERM] [-k KEYS] [-q MS] [-o PNG] [-S SVG] [-t TEXT] [-a ATTRIBUTES]
 *	       [-l] [-s SCALE] [-f FONT] [-b BORDER] -- COMMAND...
 *
 * The program runs on a pseudo-terminal, libvterm emulates the screen, pango draws it. KEYS are
 * words: characters as they are, "<enter>", "<down>", "<c-d>", "<wait:0.5>", "j*3" for three times;
 * after each the screen must have been quiet for MS milliseconds. "-" as a file is standard output.
 * -l is for programs that expect a light background.
 */
#include <cairo.h>
#include <errno.h>
#include <pango/pangocairo.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#include "tests/tools/vtshot.h"

#define STEP_LIMIT_MS  8000 /* a step is over after this time, quiet or not */
#define START_LIMIT_MS 20000

/* A pen on paper: where things are drawn. */
struct pen {
	cairo_t *cairo;
	PangoLayout *layout;
	PangoFontDescription *font;
	double width, height; /* of a cell */
};

/* now_ms - of a clock that only goes forward */
static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* answer - what the emulated terminal has to say to the program */
static void answer(struct shot *s)
{
	char buf[512];
	size_t n;

	while ((n = vterm_output_read(s->vt, buf, sizeof buf)) > 0)
		if (write(s->master, buf, n) < 0)
			return;
}

/* settle - read until it has been quiet for so long */
static void settle(struct shot *s, int quiet_ms, int limit_ms)
{
	long long begin = now_ms(), last = begin;

	while (now_ms() - last < quiet_ms && now_ms() - begin < limit_ms) {
		struct pollfd fd = { .fd = s->master, .events = POLLIN };
		char buf[65536];
		ssize_t n;

		if (poll(&fd, 1, 10) <= 0)
			continue;
		n = read(s->master, buf, sizeof buf);
		if (n <= 0)
			return;
		vterm_input_write(s->vt, buf, (size_t)n);
		answer(s);
		last = now_ms();
	}
}

/* --- keys ------------------------------------------------------------------------------------ */

/* key_named - one of the keys that are no characters; false: there is none of this name */
static bool key_named(struct shot *s, const char *name)
{
	static const struct {
		const char *name;
		VTermKey key;
	} keys[] = { { "enter", VTERM_KEY_ENTER }, { "tab", VTERM_KEY_TAB },
		{ "bs", VTERM_KEY_BACKSPACE }, { "esc", VTERM_KEY_ESCAPE }, { "up", VTERM_KEY_UP },
		{ "down", VTERM_KEY_DOWN }, { "left", VTERM_KEY_LEFT },
		{ "right", VTERM_KEY_RIGHT }, { "ins", VTERM_KEY_INS }, { "del", VTERM_KEY_DEL },
		{ "home", VTERM_KEY_HOME }, { "end", VTERM_KEY_END }, { "pgup", VTERM_KEY_PAGEUP },
		{ "pgdn", VTERM_KEY_PAGEDOWN } };

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (!strcmp(name, keys[i].name)) {
			vterm_keyboard_key(s->vt, keys[i].key, VTERM_MOD_NONE);
			return true;
		}
	return false;
}

/* press_named - what stands between < and > */
static bool press_named(struct shot *s, const char *name)
{
	if (!strncmp(name, "wait:", 5)) {
		int ms = (int)(strtod(name + 5, NULL) * 1000);

		settle(s, ms + 1, ms);
	} else if (!strncmp(name, "c-", 2) && name[2]) {
		vterm_keyboard_unichar(s->vt, (uint32_t)name[2], VTERM_MOD_CTRL);
	} else if (!strcmp(name, "space")) {
		vterm_keyboard_unichar(s->vt, ' ', VTERM_MOD_NONE);
	} else if (name[0] == 'f' && name[1] >= '1' && name[1] <= '9') {
		vterm_keyboard_key(
		    s->vt, VTERM_KEY_FUNCTION((int)strtol(name + 1, NULL, 10)), VTERM_MOD_NONE);
	} else {
		return key_named(s, name);
	}
	return true;
}

/* press - one word of keys; false where it names none */
static bool press(struct shot *s, const char *word, size_t len)
{
	for (const char *at = word; at < word + len;) {
		const char *end = *at == '<' ? memchr(at, '>', (size_t)(word + len - at)) : NULL;
		char name[32];

		if (!end || end - at - 1 >= (int)sizeof name) {
			vterm_keyboard_unichar(s->vt, (unsigned char)*at++, VTERM_MOD_NONE);
		} else {
			memcpy(name, at + 1, (size_t)(end - at - 1));
			name[end - at - 1] = '\0';
			if (!press_named(s, name)) {
				fprintf(stderr, "vtshot: no key is called <%s>\n", name);
				return false;
			}
			at = end + 1;
		}
		answer(s);
	}
	settle(s, s->quiet_ms, STEP_LIMIT_MS);
	return true;
}

/* play - all keys */
static bool play(struct shot *s)
{
	for (const char *word = s->keys; *word;) {
		size_t len = strcspn(word, " "), keys = len;
		const char *star = len > 2 ? memrchr(word + 1, '*', len - 1) : NULL;
		long times = 1;

		if (star && star[1] >= '1' && star[1] <= '9') {
			times = strtol(star + 1, NULL, 10);
			keys = (size_t)(star - word);
		}
		for (; len && times > 0; times--)
			if (!press(s, word, keys))
				return false;
		word += len + strspn(word + len, " ");
	}
	return true;
}

/* --- text -------------------------------------------------------------------------------------- */

/* cell_at - what stands in a cell */
VTermScreenCell cell_at(const struct shot *s, int row, int column)
{
	VTermScreenCell cell;

	vterm_screen_get_cell(s->screen, (VTermPos){ .row = row, .col = column }, &cell);
	return cell;
}

/* is_empty - nothing to be seen, or the right half of a wide character */
bool is_empty(const VTermScreenCell *cell)
{
	return !cell->chars[0] || cell->chars[0] == ' ' || cell->chars[0] == (uint32_t)-1;
}

/* cell_text - its characters as UTF-8 */
size_t cell_text(const VTermScreenCell *cell, char *out, size_t size)
{
	size_t n = 0;

	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i] && n + 7 < size; i++)
		if (cell->chars[i] != (uint32_t)-1)
			n += (size_t)g_unichar_to_utf8(cell->chars[i], out + n);
	out[n] = '\0';
	return n;
}

/* attribute_letter - a colour as a letter: a to h, capital where bold, # reverse, * another colour */
static char attribute_letter(const VTermScreenCell *cell)
{
	char letter = '.';

	if (cell->attrs.reverse)
		return '#';
	if (VTERM_COLOR_IS_INDEXED(&cell->fg))
		letter = cell->fg.indexed.idx < 16 ? (char)('a' + cell->fg.indexed.idx % 8) : '*';
	else if (!VTERM_COLOR_IS_DEFAULT_FG(&cell->fg))
		letter = '*';
	if (!cell->attrs.bold)
		return letter;
	return letter == '.' ? ':' : letter == '*' ? '+' : (char)(letter - 'a' + 'A');
}

/* row_text - a row without the blanks at its end; its letters instead, for attributes */
static void row_text(const struct shot *s, int row, bool attributes, FILE *file)
{
	char line[16384], text[64];
	size_t len = 0, end = 0;

	for (int column = 0; column < s->columns; column++) {
		VTermScreenCell cell = cell_at(s, row, column);
		size_t n = 1;

		if (attributes)
			text[0] = attribute_letter(&cell);
		else if (is_empty(&cell))
			text[0] = ' ';
		else
			n = cell_text(&cell, text, sizeof text);
		if (cell.chars[0] == (uint32_t)-1 || len + n >= sizeof line)
			continue;
		memcpy(line + len, text, n);
		len += n;
		if (attributes || !is_empty(&cell))
			end = len;
	}
	fprintf(file, "%.*s\n", (int)end, line);
}

/* write_text - the screen, or its attributes */
static bool write_text(const struct shot *s, const char *path, bool attributes)
{
	FILE *file = strcmp(path, "-") ? fopen(path, "we") : stdout;

	if (!file) {
		perror(path);
		return false;
	}
	for (int row = 0; row < s->rows; row++)
		row_text(s, row, attributes, file);
	return file == stdout ? !fflush(file) : !fclose(file);
}

/* --- pictures ---------------------------------------------------------------------------------- */

/* colour - as parts of red, green and blue */
struct rgb colour(const struct shot *s, VTermColor c, bool foreground)
{
	static const struct rgb plain[2][2] = {
		{ { 0.09, 0.09, 0.11 }, { 0.86, 0.86, 0.86 } },
		{ { 1.0, 1.0, 1.0 }, { 0.13, 0.13, 0.13 } },
	};

	if (foreground ? VTERM_COLOR_IS_DEFAULT_FG(&c) : VTERM_COLOR_IS_DEFAULT_BG(&c))
		return plain[s->light][foreground];
	vterm_screen_convert_color_to_rgb(s->screen, &c);
	return (struct rgb){ c.rgb.red / 255.0, c.rgb.green / 255.0, c.rgb.blue / 255.0 };
}

/* look - the two colours of a cell; returns the columns that it takes */
int look(const struct shot *s, int row, int column, struct rgb *ink, struct rgb *paper)
{
	VTermScreenCell cell = cell_at(s, row, column);
	bool turned = cell.attrs.reverse;

	*ink = colour(s, turned ? cell.bg : cell.fg, !turned);
	*paper = colour(s, turned ? cell.fg : cell.bg, turned);
	return cell.width > 1 ? cell.width : 1;
}

/* set_colour - of the pen */
static void set_colour(const struct pen *pen, struct rgb c)
{
	cairo_set_source_rgb(pen->cairo, c.r, c.g, c.b);
}

/* arms - which ways a line character goes: 1 up, 2 right, 4 down, 8 left; 0: it is none */
int arms(uint32_t c)
{
	static const struct {
		uint32_t c;
		int arms;
	} lines[] = { { 0x2500, 10 }, { 0x2501, 10 }, { 0x2502, 5 }, { 0x250c, 6 }, { 0x2510, 12 },
		{ 0x2514, 3 }, { 0x2518, 9 }, { 0x251c, 7 }, { 0x2524, 13 }, { 0x252c, 14 },
		{ 0x2534, 11 }, { 0x253c, 15 } };

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		if (lines[i].c == c)
			return lines[i].arms;
	return 0;
}

/* draw_line - a line character: drawn, not set, so that lines meet whatever the font */
static bool draw_line(const struct pen *pen, uint32_t c, double x, double y)
{
	int ways = arms(c);
	double cx = x + pen->width / 2, cy = y + pen->height / 2;
	double thick = pen->width / (c == 0x2501 ? 4 : 9);

	if (c == 0x258c) { /* left half block */
		cairo_rectangle(pen->cairo, x, y, pen->width / 2, pen->height);
		cairo_fill(pen->cairo);
		return true;
	}
	if (!ways)
		return false;
	cairo_set_line_width(pen->cairo, thick < 1 ? 1 : thick);
	cairo_move_to(pen->cairo, ways & 8 ? x : cx, cy);
	cairo_line_to(pen->cairo, ways & 2 ? x + pen->width : cx, cy);
	cairo_move_to(pen->cairo, cx, ways & 1 ? y : cy);
	cairo_line_to(pen->cairo, cx, ways & 4 ? y + pen->height : cy);
	cairo_stroke(pen->cairo);
	return true;
}

/* draw_paper - backgrounds of a row, one rectangle for each run of one colour */
static void draw_paper(const struct shot *s, const struct pen *pen, int row)
{
	for (int column = 0; column < s->columns;) {
		struct rgb ink, paper, next = { 0, 0, 0 };
		int from = column;

		column += look(s, row, column, &ink, &paper);
		while (column < s->columns) {
			int wide = look(s, row, column, &ink, &next);

			if (memcmp(&next, &paper, sizeof next))
				break;
			column += wide;
		}
		set_colour(pen, paper);
		cairo_rectangle(pen->cairo, from * pen->width, row * pen->height,
		    (column - from) * pen->width, pen->height);
		cairo_fill(pen->cairo);
	}
}

/* draw_cell - what stands in a cell */
static void draw_cell(const struct shot *s, const struct pen *pen, int row, int column)
{
	VTermScreenCell cell = cell_at(s, row, column);
	double x = column * pen->width, y = row * pen->height;
	struct rgb ink, paper;
	char text[64];

	look(s, row, column, &ink, &paper);
	set_colour(pen, ink);
	if (cell.attrs.underline) {
		cairo_rectangle(pen->cairo, x, y + pen->height - 2, pen->width, 1);
		cairo_fill(pen->cairo);
	}
	if (is_empty(&cell) || draw_line(pen, cell.chars[0], x, y))
		return;
	cell_text(&cell, text, sizeof text);
	pango_font_description_set_weight(
	    pen->font, cell.attrs.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_font_description_set_style(
	    pen->font, cell.attrs.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
	pango_layout_set_font_description(pen->layout, pen->font);
	pango_layout_set_text(pen->layout, text, -1);
	cairo_move_to(pen->cairo, x, y);
	pango_cairo_show_layout(pen->cairo, pen->layout);
}

/* pen_open - a pen for a surface, with the size of a cell */
static struct pen pen_open(const struct shot *s, cairo_surface_t *surface)
{
	struct pen pen = { .cairo = cairo_create(surface) };
	PangoFontMetrics *metrics;

	pen.layout = pango_cairo_create_layout(pen.cairo);
	pen.font = pango_font_description_from_string(s->font);
	metrics = pango_context_get_metrics(pango_layout_get_context(pen.layout), pen.font, NULL);
	pen.width = PANGO_PIXELS(pango_font_metrics_get_approximate_digit_width(metrics));
	pen.height = PANGO_PIXELS(
	    pango_font_metrics_get_ascent(metrics) + pango_font_metrics_get_descent(metrics));
	pango_font_metrics_unref(metrics);
	return pen;
}

/* pen_close - give it back */
static void pen_close(struct pen *pen)
{
	pango_font_description_free(pen->font);
	g_object_unref(pen->layout);
	cairo_destroy(pen->cairo);
}

/* draw - the whole screen onto a surface */
static void draw(const struct shot *s, cairo_surface_t *surface, double scale)
{
	struct pen pen = pen_open(s, surface);
	VTermColor none = { .type = VTERM_COLOR_DEFAULT_BG };

	set_colour(&pen, colour(s, none, false));
	cairo_paint(pen.cairo);
	cairo_scale(pen.cairo, scale, scale);
	cairo_translate(pen.cairo, s->border, s->border);
	for (int row = 0; row < s->rows; row++)
		draw_paper(s, &pen, row);
	for (int row = 0; row < s->rows; row++)
		for (int column = 0; column < s->columns; column++)
			draw_cell(s, &pen, row, column);
	pen_close(&pen);
}

/* write_png - the screen as PNG */
static bool write_png(const struct shot *s, const char *path)
{
	cairo_surface_t *probe = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1), *surface;
	struct pen pen = pen_open(s, probe);
	double width = s->columns * pen.width + 2 * s->border;
	double height = s->rows * pen.height + 2 * s->border;
	cairo_status_t status;

	pen_close(&pen);
	cairo_surface_destroy(probe);
	surface = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, (int)(width * s->scale), (int)(height * s->scale));
	draw(s, surface, s->scale);
	status = cairo_surface_write_to_png(surface, path);
	cairo_surface_destroy(surface);
	if (status)
		fprintf(stderr, "vtshot: %s: %s\n", path, cairo_status_to_string(status));
	return !status;
}

/* --- the program -------------------------------------------------------------------------------- */

/* emulate - a terminal with a palette that reads well on a projector and in print */
static void emulate(struct shot *s)
{
	static const unsigned char palette[16][3] = { { 0x20, 0x22, 0x26 }, { 0xe0, 0x4f, 0x4f },
		{ 0x62, 0xb8, 0x3a }, { 0xd8, 0xa8, 0x2a }, { 0x4f, 0x8f, 0xe8 },
		{ 0xb8, 0x74, 0xcc }, { 0x34, 0xb8, 0xbe }, { 0xcf, 0xd2, 0xcc },
		{ 0x86, 0x8a, 0x86 }, { 0xff, 0x72, 0x72 }, { 0x8c, 0xdc, 0x48 },
		{ 0xf8, 0xdc, 0x58 }, { 0x7c, 0xb4, 0xff }, { 0xd6, 0xa0, 0xe6 },
		{ 0x60, 0xdc, 0xe0 }, { 0xff, 0xff, 0xff } };
	VTermColor c;

	s->vt = vterm_new(s->rows, s->columns);
	vterm_set_utf8(s->vt, 1);
	s->screen = vterm_obtain_screen(s->vt);
	vterm_screen_enable_altscreen(s->screen, 1);
	vterm_screen_reset(s->screen, 1);
	for (int i = 0; i < 16; i++) {
		vterm_color_rgb(&c, palette[i][0], palette[i][1], palette[i][2]);
		vterm_state_set_palette_color(vterm_obtain_state(s->vt), i, &c);
	}
}

/* start - the program on a pseudo-terminal */
static bool start(struct shot *s, char **argv)
{
	struct winsize size = { .ws_row = (unsigned short)s->rows,
		.ws_col = (unsigned short)s->columns };

	s->child = forkpty(&s->master, NULL, NULL, &size);
	if (s->child < 0) {
		perror("vtshot: forkpty");
		return false;
	}
	if (s->child)
		return true;
	setenv("TERM", s->term, 1);
	unsetenv("COLUMNS");
	unsetenv("LINES");
	unsetenv("TMUX");
	execvp(argv[0], argv);
	perror(argv[0]);
	_exit(127);
}

/* stop - hang up, and wait for the program to end */
static void stop(struct shot *s)
{
	kill(s->child, SIGHUP);
	for (int i = 0; i < 100; i++) {
		if (waitpid(s->child, NULL, WNOHANG) == s->child)
			return;
		settle(s, 21, 20);
	}
	kill(s->child, SIGKILL);
	waitpid(s->child, NULL, 0);
}

/* options - of the command line; false: it is not understood */
static bool options(struct shot *s, int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "+g:T:k:q:f:lb:s:o:S:t:a:")) != -1)
		switch (option) {
		case 'g':
			if (sscanf(optarg, "%dx%d", &s->columns, &s->rows) != 2)
				return false;
			break;
		case 'T': s->term = optarg; break;
		case 'k': s->keys = optarg; break;
		case 'q': s->quiet_ms = (int)strtol(optarg, NULL, 10); break;
		case 'f': s->font = optarg; break;
		case 'l': s->light = true; break;
		case 'b': s->border = (int)strtol(optarg, NULL, 10); break;
		case 's': s->scale = strtod(optarg, NULL); break;
		case 'o': s->png = optarg; break;
		case 'S': s->svg = optarg; break;
		case 't': s->text = optarg; break;
		case 'a': s->attributes = optarg; break;
		default: return false;
		}
	return optind < argc && s->columns > 0 && s->columns <= 500 && s->rows > 0 &&
	       s->rows <= 300 && s->scale > 0;
}

int main(int argc, char **argv)
{
	struct shot s = { .columns = 80,
		.rows = 24,
		.border = 12,
		.quiet_ms = 250,
		.scale = 1,
		.term = "xterm-256color",
		.font = "DejaVu Sans Mono 13",
		.keys = "" };
	bool ok;

	if (!options(&s, argc, argv)) {
		fprintf(stderr, "usage: vtshot [-g 80x24] [-k KEYS] [-o PNG] [-S SVG] [-t TEXT] "
				"[-a ATTRIBUTES] -- COMMAND...\n");
		return 64;
	}
	emulate(&s);
	if (!start(&s, argv + optind))
		return 71;
	settle(&s, s.quiet_ms, START_LIMIT_MS);
	ok = play(&s);
	ok = ok && (!s.png || write_png(&s, s.png));
	ok = ok && (!s.svg || write_svg(&s, s.svg));
	ok = ok && (!s.text || write_text(&s, s.text, false));
	ok = ok && (!s.attributes || write_text(&s, s.attributes, true));
	stop(&s);
	close(s.master);
	vterm_free(s.vt);
	return ok ? 0 : 1;
}
