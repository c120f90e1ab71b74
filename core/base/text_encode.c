/* SPDX-License-Identifier: BSD-2-Clause */
/* text_encode - octets as hex, moments as RFC 3339 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "core/base/arena.h"
#include "core/base/text.h"

/* text_hex - lower-case hex */
void text_hex(char *out, const uint8_t *in, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < len; i++) {
		*out++ = digits[in[i] >> 4];
		*out++ = digits[in[i] & 15];
	}
	*out = '\0';
}

/* text_hex_dup - the same, in an arena */
char *text_hex_dup(struct arena *arena, const uint8_t *in, size_t len)
{
	char *out = len < SIZE_MAX / 2 ? arena_alloc(arena, 2 * len + 1, 1) : NULL;

	if (out != NULL)
		text_hex(out, in, len);
	return out;
}

/* hex_value - of one digit, -1 for another character */
static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* text_unhex - octets of hex; -1 where it is none, or too long */
long text_unhex(uint8_t *out, size_t size, const char *hex, size_t len)
{
	size_t i;

	if (len % 2 != 0 || len / 2 > size)
		return -1;
	for (i = 0; i < len; i += 2) {
		int high = hex_value(hex[i]), low = hex_value(hex[i + 1]);

		if (high < 0 || low < 0)
			return -1;
		out[i / 2] = (uint8_t)(high << 4 | low);
	}
	return (long)(len / 2);
}

/* split_time - calendar of a moment; one that no calendar holds becomes its nearest end */
static void split_time(struct tm *tm, int64_t seconds)
{
	const int64_t least = -62167219200, most = 253402300799; /* years 0000 to 9999 */
	time_t t = (time_t)(seconds < least ? least : seconds > most ? most : seconds);

	gmtime_r(&t, tm);
}

/* text_time - RFC 3339 in UTC */
const char *text_time(char *buf, size_t size, int64_t seconds)
{
	struct tm tm;

	split_time(&tm, seconds);
	snprintf(buf, size, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
	    tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
	return buf;
}

/* text_time_ms - the same with milliseconds */
const char *text_time_ms(char *buf, size_t size, int64_t milliseconds)
{
	int64_t seconds = milliseconds / 1000;
	int rest = (int)(milliseconds % 1000);
	struct tm tm;

	if (rest < 0) {
		rest += 1000;
		seconds--;
	}
	split_time(&tm, seconds);
	snprintf(buf, size, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", tm.tm_year + 1900, tm.tm_mon + 1,
	    tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, rest);
	return buf;
}
