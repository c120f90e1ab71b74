/* SPDX-License-Identifier: BSD-2-Clause */
/* sheet - text that grows, with paragraphs set to a width */
#include "core/report/sheet.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHEET_STEP  2
#define SHEET_LABEL 9 /* columns of a label and the space after it, at least */

/* sheet_init - an empty sheet */
void sheet_init(struct sheet *sheet, unsigned columns, bool colour)
{
	*sheet = (struct sheet){ .columns = columns < 40 ? 40 : columns, .colour = colour };
}

/* sheet_take - hands the text over */
char *sheet_take(struct sheet *sheet)
{
	char *text = sheet->text;

	sheet->text = NULL;
	if (sheet->failed) {
		free(text);
		return NULL;
	}
	return text;
}

/* sheet_room - makes room for `n` more octets and a NUL */
static bool sheet_room(struct sheet *sheet, size_t n)
{
	size_t size = sheet->size == 0 ? 4096 : sheet->size;
	char *text;

	if (sheet->failed)
		return false;
	while (size - sheet->len <= n)
		size *= 2;
	if (size == sheet->size)
		return true;
	text = realloc(sheet->text, size);
	if (text == NULL) {
		sheet->failed = true;
		return false;
	}
	sheet->text = text;
	sheet->size = size;
	return true;
}

/* sheet_put - appends octets */
static void sheet_put(struct sheet *sheet, const char *text, size_t len)
{
	if (!sheet_room(sheet, len))
		return;
	memcpy(sheet->text + sheet->len, text, len);
	sheet->len += len;
	sheet->text[sheet->len] = '\0';
}

/* sheet_add - appends formatted text */
void sheet_add(struct sheet *sheet, const char *format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (n < 0 || !sheet_room(sheet, (size_t)n)) {
		sheet->failed = true;
		return;
	}
	va_start(ap, format);
	vsnprintf(sheet->text + sheet->len, (size_t)n + 1, format, ap);
	va_end(ap);
	sheet->len += (size_t)n;
}

/* sheet_mark - the mark of a state */
void sheet_mark(struct sheet *sheet, enum sheet_state state)
{
	static const struct {
		const char *mark, *colour;
	} marks[] = {
		[SHEET_GOOD] = { "[OK]", "\033[32m" },
		[SHEET_BAD] = { "[!!]", "\033[1;31m" },
		[SHEET_WARN] = { "[! ]", "\033[33m" },
		[SHEET_PLAIN] = { "[--]", "" },
		[SHEET_DUNNO] = { "[? ]", "\033[35m" },
	};
	bool colour = sheet->colour && marks[state].colour[0] != '\0';

	sheet_add(sheet, "%s%s%s ", colour ? marks[state].colour : "", marks[state].mark,
	    colour ? "\033[0m" : "");
}

/* sheet_heading - a line of its own */
void sheet_heading(struct sheet *sheet, const char *text)
{
	sheet_add(sheet, sheet->colour ? "\n\033[1m%s\033[0m\n" : "\n%s\n", text);
}

/* sheet_width - characters, not octets */
unsigned sheet_width(const char *text)
{
	unsigned n = 0;

	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

/* sheet_wrap - a paragraph */
void sheet_wrap(struct sheet *sheet, unsigned at, unsigned indent, const char *text)
{
	bool first = true;

	while (*text != '\0') {
		size_t len = strcspn(text, " ");
		unsigned width = 0;

		for (size_t i = 0; i < len; i++)
			width += ((unsigned char)text[i] & 0xc0) != 0x80;
		if (!first && at + 1 + width > sheet->columns) {
			sheet_add(sheet, "\n%*s", (int)indent, "");
			at = indent;
		} else if (!first) {
			sheet_put(sheet, " ", 1);
			at++;
		}
		sheet_put(sheet, text, len);
		at += width;
		first = false;
		text += len;
		text += strspn(text, " ");
	}
	sheet_put(sheet, "\n", 1);
}

/* sheet_item - a labelled paragraph */
void sheet_item(struct sheet *sheet, unsigned indent, const char *label, const char *text)
{
	unsigned width = sheet_width(label), length = sheet_width(text);
	unsigned gap = width < SHEET_LABEL - 1 ? SHEET_LABEL - width : 1;
	unsigned at = indent + width + gap;

	sheet_add(sheet, "%*s%s", (int)indent, "", label);
	if (at + length > sheet->columns && indent + SHEET_STEP + length <= sheet->columns) {
		sheet_add(sheet, "\n%*s%s\n", (int)(indent + SHEET_STEP), "", text);
		return;
	}
	sheet_add(sheet, "%*s", (int)gap, "");
	sheet_wrap(sheet, at, indent + SHEET_LABEL, text);
}
