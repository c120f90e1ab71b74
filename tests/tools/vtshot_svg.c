/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vtshot_svg - the screen as SVG: text that can be searched and read aloud
 *
 * Each run of cells with one look is a text as wide as its cells, whatever the reader's font; lines
 * are drawn. That takes a tenth of what the outlines of all letters take.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/vtshot.h"

enum { WIDE = 10, HIGH = 21, BASE = 16 }; /* of a cell, and where its letters stand */

/* The picture and where it goes. */
struct paper {
	const struct shot *shot;
	FILE *file;
};

/* hex - a colour as SVG wants it */
static const char *hex(struct rgb c, char out[8])
{
	snprintf(out, 8, "#%02x%02x%02x", (unsigned)(c.r * 255 + 0.5), (unsigned)(c.g * 255 + 0.5),
	    (unsigned)(c.b * 255 + 0.5));
	return out;
}

/* backgrounds - of a row: one rectangle for each run that is not as the rest */
static void backgrounds(const struct paper *p, int row, struct rgb rest)
{
	const struct shot *s = p->shot;
	char text[8];

	for (int column = 0; column < s->columns;) {
		struct rgb ink, paper, next;
		int from = column;

		column += look(s, row, column, &ink, &paper);
		while (column < s->columns) {
			int wide = look(s, row, column, &ink, &next);

			if (memcmp(&next, &paper, sizeof next))
				break;
			column += wide;
		}
		if (memcmp(&paper, &rest, sizeof rest))
			fprintf(p->file, "<path fill=\"%s\" d=\"M%d %dh%dv%dh-%dz\"/>\n",
			    hex(paper, text), from * WIDE, row * HIGH, (column - from) * WIDE, HIGH,
			    (column - from) * WIDE);
	}
}

/* line - a line character, or the mark of a selected row; false: it is a letter */
static bool line(const struct paper *p, int row, int column, uint32_t c, const char *ink)
{
	int ways = arms(c), x = column * WIDE, y = row * HIGH, cx = x + WIDE / 2, cy = y + HIGH / 2;

	if (c == 0x258c) {
		fprintf(p->file, "<path fill=\"%s\" d=\"M%d %dh%dv%dh-%dz\"/>\n", ink, x, y,
		    WIDE / 2, HIGH, WIDE / 2);
		return true;
	}
	if (!ways)
		return false;
	fprintf(p->file, "<path stroke=\"%s\" stroke-width=\"%s\" d=\"", ink,
	    c == 0x2501 ? "2.5" : "1.2");
	if (ways & 10)
		fprintf(p->file, "M%d %dH%d", ways & 8 ? x : cx, cy, ways & 2 ? x + WIDE : cx);
	if (ways & 5)
		fprintf(p->file, "M%d %dV%d", cx, ways & 1 ? y : cy, ways & 4 ? y + HIGH : cy);
	fprintf(p->file, "\"/>\n");
	return true;
}

/* letters - characters, with those that mean something to XML as it wants them */
static void letters(FILE *file, const char *text)
{
	for (; *text; text++)
		if (*text == '<' || *text == '>' || *text == '&')
			fprintf(file, "&#%d;", *text);
		else
			fputc(*text, file);
}

/* stretch_end - where the run of letters with one look ends */
static int stretch_end(const struct shot *s, int row, int column)
{
	VTermScreenCell first = cell_at(s, row, column), cell = first;
	struct rgb ink, paper, next;
	int end = column;

	look(s, row, column, &ink, &paper);
	while (end < s->columns) {
		int wide = look(s, row, end, &next, &paper);

		cell = cell_at(s, row, end);
		if (memcmp(&ink, &next, sizeof ink) || is_empty(&cell) || arms(cell.chars[0]) ||
		    cell.attrs.bold != first.attrs.bold ||
		    cell.attrs.italic != first.attrs.italic ||
		    cell.attrs.underline != first.attrs.underline)
			break;
		end += wide;
	}
	return end;
}

/* stretch - a run of letters; returns where it ends */
static int stretch(const struct paper *p, int row, int column, const char *ink)
{
	const struct shot *s = p->shot;
	VTermScreenCell cell = cell_at(s, row, column);
	int end = stretch_end(s, row, column);
	char text[64];

	fprintf(p->file, "<text x=\"%d\" y=\"%d\" textLength=\"%d\" fill=\"%s\"%s%s%s>",
	    column * WIDE, row * HIGH + BASE, (end - column) * WIDE, ink,
	    cell.attrs.bold ? " font-weight=\"bold\"" : "",
	    cell.attrs.italic ? " font-style=\"italic\"" : "",
	    cell.attrs.underline ? " text-decoration=\"underline\"" : "");
	for (; column < end; column++) {
		cell = cell_at(s, row, column);
		if (!is_empty(&cell)) {
			cell_text(&cell, text, sizeof text);
			letters(p->file, text);
		}
	}
	fprintf(p->file, "</text>\n");
	return end;
}

/* characters - all that stands in a row */
static void characters(const struct paper *p, int row)
{
	for (int column = 0; column < p->shot->columns;) {
		VTermScreenCell cell = cell_at(p->shot, row, column);
		struct rgb ink, paper;
		char text[8];
		int wide = look(p->shot, row, column, &ink, &paper);

		if (is_empty(&cell) || line(p, row, column, cell.chars[0], hex(ink, text)))
			column += wide;
		else
			column = stretch(p, row, column, hex(ink, text));
	}
}

/* write_svg - the screen as SVG */
bool write_svg(const struct shot *s, const char *path)
{
	VTermColor none = { .type = VTERM_COLOR_DEFAULT_BG };
	struct rgb rest = colour(s, none, false);
	int width = s->columns * WIDE + 2 * s->border, height = s->rows * HIGH + 2 * s->border;
	struct paper p = { .shot = s, .file = fopen(path, "we") };
	char text[8];

	if (!p.file) {
		perror(path);
		return false;
	}
	fprintf(p.file,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"%d %d %d %d\" width=\"%d\" "
	    "height=\"%d\" fill=\"none\" font-size=\"16\" font-family=\"DejaVu Sans Mono, "
	    "Menlo, Consolas, monospace\">\n<path fill=\"%s\" d=\"M%d %dh%dv%dh-%dz\"/>\n",
	    -s->border, -s->border, width, height, width, height, hex(rest, text), -s->border,
	    -s->border, width, height, width);
	for (int row = 0; row < s->rows; row++)
		backgrounds(&p, row, rest);
	for (int row = 0; row < s->rows; row++)
		characters(&p, row);
	fprintf(p.file, "</svg>\n");
	return !fclose(p.file);
}
