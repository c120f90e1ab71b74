/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text - foreign octets become display text
 *
 * One loop does it all: decode a character, ask its class, write it or its
 * number. What is written is never more than ESCAPE_MAX octets a character, so
 * that a cut falls between characters.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/base/text_impl.h"

#define ESCAPE_MAX 16 /* \u{10ffff} and its NUL */
#define MARKS_MAX  3  /* on one character: more is meant to climb over the lines above */

/* text_decode - one character of UTF-8 */
size_t text_decode(uint32_t *out, const uint8_t *in, size_t len)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t c = in[0];
	size_t need, i;

	if (c < 0x80) {
		*out = c;
		return 1;
	}
	if (c < 0xc2 || c > 0xf4)
		return 0;
	need = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	if (len < need)
		return 0;
	c &= 0x7fu >> need;
	for (i = 1; i < need; i++) {
		if ((in[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (in[i] & 0x3fu);
	}
	if (c < least[need] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*out = c;
	return need;
}

/* show_one - the display form of the character at `in`; returns how many octets of input it took.
 * `marks` counts those on the character last shown; -1: there is none to stand on. */
static size_t show_one(char *out, size_t *outlen, const uint8_t *in, size_t len, int *marks)
{
	uint32_t c;
	size_t taken = text_decode(&c, in, len);
	enum text_class class = taken > 0 ? text_class(c) : TEXT_HIDDEN;

	if (class == TEXT_SHOWN || (class == TEXT_MARK && *marks >= 0 && *marks < MARKS_MAX)) {
		memcpy(out, in, taken);
		*outlen = taken;
		*marks = class == TEXT_MARK ? *marks + 1 : c == ' ' ? -1 : 0;
		return taken;
	}
	*marks = -1;
	if (taken > 0 && c >= 0x80)
		*outlen = (size_t)snprintf(out, ESCAPE_MAX, "\\u{%04x}", (unsigned)c);
	else
		*outlen = (size_t)snprintf(out, ESCAPE_MAX, "\\x%02x", (unsigned)in[0]);
	return taken > 0 ? taken : 1;
}

/* plain_run - how many octets are shown as they are, one by one: nearly all of them */
static size_t plain_run(const uint8_t *in, size_t len, int *marks)
{
	size_t n = 0;

	while (n < len && in[n] >= ' ' && in[n] < 0x7f)
		n++;
	if (n > 0)
		*marks = in[n - 1] == ' ' ? -1 : 0;
	return n;
}

/* text_clean - display form of foreign octets */
size_t text_clean(char *out, size_t size, const void *in, size_t len)
{
	const uint8_t *p = in;
	size_t used = 0, i = 0;
	int marks = -1;

	if (size == 0)
		return 0;
	while (i < len) {
		size_t run = plain_run(p + i, len - i, &marks), onelen;
		char one[ESCAPE_MAX];

		if (run > 0) {
			if (run >= size - used)
				run = size - used - 1;
			memcpy(out + used, p + i, run);
			used += run;
			i += run;
			if (used + 1 == size)
				break;
			continue;
		}
		i += show_one(one, &onelen, p + i, len - i, &marks);
		if (onelen >= size - used)
			break;
		memcpy(out + used, one, onelen);
		used += onelen;
	}
	out[used] = '\0';
	return used;
}

/* clean_length - how long the display form is */
static size_t clean_length(const uint8_t *in, size_t len)
{
	size_t total = 0, i = 0;
	int marks = -1;

	while (i < len) {
		size_t run = plain_run(in + i, len - i, &marks), onelen;
		char one[ESCAPE_MAX];

		total += run;
		i += run;
		if (run > 0)
			continue;
		i += show_one(one, &onelen, in + i, len - i, &marks);
		total += onelen;
	}
	return total;
}

/* cut_between - the longest length up to `max` that does not split a character */
static size_t cut_between(const uint8_t *in, size_t max)
{
	size_t cut = max;

	while (cut > 0 && max - cut < 3 && (in[cut] & 0xc0) == 0x80)
		cut--;
	return (in[cut] & 0xc0) == 0x80 ? max : cut;
}

/* text_clean_dup - display form in an arena, shortened to `max` octets of input */
char *text_clean_dup(struct arena *arena, const void *in, size_t len, size_t max)
{
	bool cut = len > max;
	size_t kept = cut ? cut_between(in, max) : len;
	size_t size = clean_length(in, kept) + (cut ? 3 : 0) + 1;
	char *out = arena_alloc(arena, size, 1);
	size_t used;

	if (out == NULL)
		return NULL;
	used = text_clean(out, size, in, kept);
	if (cut)
		memcpy(out + used, "...", 4);
	return out;
}

/* text_is_clean - whether text_clean would change nothing */
bool text_is_clean(const char *text)
{
	const uint8_t *p = (const uint8_t *)text;
	size_t len = strlen(text), i = 0;
	int marks = -1;

	while (i < len) {
		char one[ESCAPE_MAX];
		size_t onelen, taken;

		taken = show_one(one, &onelen, p + i, len - i, &marks);
		if (onelen != taken || memcmp(one, p + i, taken) != 0)
			return false;
		i += taken;
	}
	return true;
}
