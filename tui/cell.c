/* SPDX-License-Identifier: BSD-2-Clause */
/* cell - the one place where text becomes cells of the screen */
#include <curses.h>
#include <stdint.h>
#include <string.h>

#include "tui/cell.h"

#define CELL_REFUSED L'?'

/* Characters that show nothing, or that change how others are shown. */
static const struct {
	uint32_t first, last;
} cell_hidden[] = {
	{ 0x00, 0x1f },
	{ 0x7f, 0x9f },
	{ 0xad, 0xad },
	{ 0x61c, 0x61c },
	{ 0x180b, 0x180e },
	{ 0x200b, 0x200f },
	{ 0x2028, 0x202e },
	{ 0x2060, 0x206f },
	{ 0xd800, 0xf8ff },
	{ 0xfe00, 0xfe0f },
	{ 0xfeff, 0xfeff },
	{ 0xfff0, 0xfffc },
	{ 0xe0000, 0x10ffff },
};

/* What stands in for a character where the terminal has ASCII alone: always one cell for one. */
static const struct {
	uint32_t from;
	char to;
} cell_ascii[] = {
	{ 0xa0, ' ' },
	{ 0xa7, 'S' },
	{ 0xab, '"' },
	{ 0xb7, '-' },
	{ 0xbb, '"' },
	{ 0xd7, 'x' },
	{ 0xdf, 's' },
	{ 0x2010, '-' },
	{ 0x2011, '-' },
	{ 0x2012, '-' },
	{ 0x2013, '-' },
	{ 0x2014, '-' },
	{ 0x2018, '\'' },
	{ 0x2019, '\'' },
	{ 0x201c, '"' },
	{ 0x201d, '"' },
	{ 0x2022, '*' },
	{ 0x2026, '~' },
	{ 0x2190, '<' },
	{ 0x2192, '>' },
	{ 0x2260, '#' },
	{ 0x2264, '<' },
	{ 0x2265, '>' },
};

/* U+00C0 to U+00FF without their accents. */
static const char cell_latin[] = "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty";

/* cell_tail - the next octet of a character, or -1 */
static int cell_tail(unsigned char c)
{
	return (c & 0xc0) == 0x80 ? c & 0x3f : -1;
}

/* cell_decode - one character of UTF-8, strictly (no overlong forms, no surrogates) */
size_t cell_decode(const char *text, wchar_t *out)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *s = (const unsigned char *)text;
	size_t len = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	uint32_t c;

	*out = 0xfffd;
	if (!s[0])
		return 0;
	if (!len || s[0] > 0xf4)
		return 1;
	c = len == 1 ? s[0] : s[0] & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		int tail = cell_tail(s[i]);

		if (tail < 0)
			return i;
		c = c << 6 | (uint32_t)tail;
	}
	if (c >= least[len] && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff))
		*out = (wchar_t)c;
	return len;
}

/* cell_printable - may this stand on a terminal? */
bool cell_printable(wchar_t c)
{
	if (c >= ' ' && c <= '~')
		return true; /* nearly all of them */
	for (size_t i = 0; i < sizeof cell_hidden / sizeof cell_hidden[0]; i++)
		if ((uint32_t)c >= cell_hidden[i].first && (uint32_t)c <= cell_hidden[i].last)
			return false;
	return true;
}

/* cell_width - the cells of one character; what the locale does not know counts as one */
int cell_width(wchar_t c)
{
	int width;

	if (!cell_printable(c))
		return 1;
	width = wcwidth(c);
	return width < 0 ? 1 : width;
}

/* cell_text_width - the cells of a text */
int cell_text_width(const char *text)
{
	int width = 0;
	wchar_t c;
	size_t n;

	for (; (n = cell_decode(text, &c)) > 0; text += n)
		width += cell_width(c);
	return width;
}

/* cell_prefix - as much of a text as fits */
size_t cell_prefix(const char *text, int width, int *taken)
{
	size_t len = 0, n;
	int used = 0;
	wchar_t c;

	while ((n = cell_decode(text + len, &c)) > 0 && used + cell_width(c) <= width) {
		used += cell_width(c);
		len += n;
	}
	if (taken)
		*taken = used;
	return len;
}

/* cell_append - add octets to a bounded text */
static size_t cell_append(char *out, size_t size, size_t at, const char *text, size_t len)
{
	if (at + len + 1 > size)
		len = 0;
	memcpy(out + at, text, len);
	out[at + len] = '\0';
	return at + len;
}

/* cell_fit - cut a text to a width */
int cell_fit(
    char *out, size_t size, const char *text, int width, enum cell_cut cut, const char *mark)
{
	int total = cell_text_width(text), room, head, tail, taken = 0, skipped = 0;
	size_t n, at;
	wchar_t c;

	out[0] = '\0';
	if (width <= 0)
		return 0;
	if (total <= width && strlen(text) < size) {
		cell_append(out, size, 0, text, strlen(text));
		return total;
	}
	room = width - cell_text_width(mark);
	if (room < 1)
		room = 0;
	tail = cut == CELL_CUT_MIDDLE && room > 4 ? room / 2 : 0;
	head = room - tail;
	at = cell_append(out, size, 0, text, cell_prefix(text, head, &taken));
	at = cell_append(out, size, at, mark, strlen(mark));
	while (total - skipped > tail && (n = cell_decode(text, &c)) > 0) {
		skipped += cell_width(c);
		text += n;
	}
	if (tail)
		cell_append(out, size, at, text, strlen(text));
	return cell_text_width(out);
}

/* cell_fold - the nearest ASCII character */
static wchar_t cell_fold(wchar_t c)
{
	if ((uint32_t)c < 0x80)
		return c;
	for (size_t i = 0; i < sizeof cell_ascii / sizeof cell_ascii[0]; i++)
		if ((uint32_t)c == cell_ascii[i].from)
			return (wchar_t)cell_ascii[i].to;
	if ((uint32_t)c >= 0xc0 && (uint32_t)c <= 0xff)
		return (wchar_t)cell_latin[c - 0xc0];
	return CELL_REFUSED;
}

/* cell_plain - a text with nothing in it that a terminal would obey */
void cell_plain(char *out, size_t size, const char *text, size_t len, bool utf8)
{
	size_t at = 0, n;
	wchar_t c;

	out[0] = '\0';
	for (const char *end = text + len; text < end && (n = cell_decode(text, &c)) > 0;
	     text += n) {
		char one = (char)(cell_printable(c) ? cell_fold(c) : CELL_REFUSED);

		if (utf8 && (uint32_t)c >= 0x80 && cell_printable(c) && c != 0xfffd)
			at = cell_append(out, size, at, text, n);
		else
			at = cell_append(out, size, at, &one, 1);
	}
}

/* cell_write - hand a run of characters to curses */
static void cell_write(int y, int x, const wchar_t *run, int n, unsigned long attr, short pair)
{
	if (n <= 0)
		return;
	wattr_set(stdscr, (attr_t)attr, pair, NULL);
	mvwaddnwstr(stdscr, y, x, run, n);
}

/* cell_put - text onto the screen, within bounds */
int cell_put(
    int y, int x, int skip, int width, const char *text, unsigned long attr, short pair, bool utf8)
{
	wchar_t run[512], c;
	int n = 0, used = 0, w;
	size_t len;

	if (y < 0 || y >= getmaxy(stdscr) || x < 0 || x >= getmaxx(stdscr))
		return 0;
	if (width > getmaxx(stdscr) - x)
		width = getmaxx(stdscr) - x;
	for (; (len = cell_decode(text, &c)) > 0; text += len) {
		if (!cell_printable(c) || (wcwidth(c) < 0 && utf8))
			c = CELL_REFUSED;
		w = cell_width(c);
		if (!utf8)
			c = cell_fold(c);
		if (skip > 0) {
			skip -= w;
			continue;
		}
		if (used + w > width || n >= (int)(sizeof run / sizeof run[0]))
			break;
		if (w == 0 && (n == 0 || !utf8))
			continue;
		run[n++] = c;
		used += w;
	}
	cell_write(y, x, run, n, attr, pair);
	return used;
}

/* cell_fill - the same character over and over */
void cell_fill(
    int y, int x, int width, const char *glyph, unsigned long attr, short pair, bool utf8)
{
	wchar_t run[512], c = L' ';

	if (y < 0 || y >= getmaxy(stdscr) || x < 0 || x >= getmaxx(stdscr))
		return;
	if (width > getmaxx(stdscr) - x)
		width = getmaxx(stdscr) - x;
	if (width > (int)(sizeof run / sizeof run[0]))
		width = (int)(sizeof run / sizeof run[0]);
	cell_decode(glyph, &c);
	for (int i = 0; i < width; i++)
		run[i] = utf8 ? c : cell_fold(c);
	cell_write(y, x, run, width, attr, pair);
}
