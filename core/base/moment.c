/* SPDX-License-Identifier: BSD-2-Clause */
/* moment - a moment that a person typed: RFC 3339, a date, or a distance from now */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/danescope.h"

/* take_digits - exactly `n` digits as a number; moves *p behind them */
static bool take_digits(const char **p, int n, int *out)
{
	int value = 0, i;

	for (i = 0; i < n; i++) {
		char c = (*p)[i];

		if (c < '0' || c > '9')
			return false;
		value = value * 10 + (c - '0');
	}
	*p += n;
	*out = value;
	return true;
}

/* take_char - one of `set`, which becomes *out */
static bool take_char(const char **p, const char *set, char *out)
{
	if (**p == '\0' || strchr(set, **p) == NULL)
		return false;
	*out = *(*p)++;
	return true;
}

/* days_in - of a month of the Gregorian calendar */
static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

/* day_number - days since 1970-01-01. Years begin in March, so that the leap day is a year's last. */
static int64_t day_number(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t leaps = y >= 0 ? y / 4 - y / 100 + y / 400 : -1;
	int m = (month + 9) % 12;

	return y * 365 + leaps + (153 * m + 2) / 5 + (day - 1) - 719468;
}

/* take_date - YYYY-MM-DD as seconds */
static bool take_date(const char **p, int64_t *seconds)
{
	int year, month, day;
	char dash;

	if (!take_digits(p, 4, &year) || !take_char(p, "-", &dash) || !take_digits(p, 2, &month) ||
	    !take_char(p, "-", &dash) || !take_digits(p, 2, &day))
		return false;
	if (month < 1 || month > 12 || day < 1 || day > days_in(year, month))
		return false;
	*seconds = day_number(year, month, day) * 86400;
	return true;
}

/* take_clock - HH:MM:SS[.fraction] as seconds; a leap second is the first of the next minute */
static bool take_clock(const char **p, int64_t *seconds)
{
	int hour, minute, second;
	char colon;

	if (!take_digits(p, 2, &hour) || !take_char(p, ":", &colon) ||
	    !take_digits(p, 2, &minute) || !take_char(p, ":", &colon) ||
	    !take_digits(p, 2, &second))
		return false;
	if (hour > 23 || minute > 59 || second > 60)
		return false;
	if (**p == '.') {
		size_t digits = strspn(*p + 1, "0123456789");

		if (digits == 0)
			return false;
		*p += 1 + digits;
	}
	*seconds += hour * 3600 + minute * 60 + second;
	return true;
}

/* take_offset - "Z" or the distance of local time from UTC, which is taken off */
static bool take_offset(const char **p, int64_t *seconds)
{
	int hours, minutes;
	char sign, colon;

	if (!take_char(p, "Zz+-", &sign))
		return false;
	if (sign == 'Z' || sign == 'z')
		return true;
	if (!take_digits(p, 2, &hours) || !take_char(p, ":", &colon) ||
	    !take_digits(p, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*seconds += (sign == '+' ? -1 : 1) * (hours * 3600 + minutes * 60);
	return true;
}

/* parse_distance - "+7d", "-12h" */
static bool parse_distance(int64_t *out, const char *text, int64_t now)
{
	static const char units[] = "smhdw";
	static const int64_t seconds[] = { 1, 60, 3600, 86400, 7 * 86400 };
	const char *p = text + 1;
	const char *unit;
	int64_t n = 0;

	while (*p >= '0' && *p <= '9') {
		n = n * 10 + (*p++ - '0');
		if (n > 1000000000)
			return false;
	}
	if (p == text + 1 || *p == '\0' || p[1] != '\0')
		return false;
	unit = strchr(units, *p);
	if (unit == NULL)
		return false;
	n *= seconds[unit - units];
	return !__builtin_add_overflow(now, text[0] == '-' ? -n : n, out);
}

/* ds_time_parse - a moment, in seconds since 1970 */
bool ds_time_parse(int64_t *out, const char *input, int64_t now)
{
	const char *p = input;
	int64_t seconds;
	char separator;

	if (*input == '+' || *input == '-')
		return parse_distance(out, input, now);
	if (!take_date(&p, &seconds))
		return false;
	if (*p != '\0' && (!take_char(&p, "Tt ", &separator) || !take_clock(&p, &seconds) ||
			      !take_offset(&p, &seconds) || *p != '\0'))
		return false;
	*out = seconds;
	return true;
}
