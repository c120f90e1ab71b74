/* SPDX-License-Identifier: BSD-2-Clause */
/* number - strtoul() would take "-1", " 7" and "7x"; a number typed wrongly is no number here */
#include <stdbool.h>

#include "core/base/number.h"

/* number_parse - decimal digits within bounds */
bool number_parse(unsigned *out, const char *text, unsigned min, unsigned max)
{
	unsigned value = 0;
	const char *p;

	if (*text == '\0')
		return false;
	for (p = text; *p != '\0'; p++) {
		if (*p < '0' || *p > '9' || __builtin_mul_overflow(value, 10u, &value) ||
		    __builtin_add_overflow(value, (unsigned)(*p - '0'), &value))
			return false;
	}
	if (value < min || value > max)
		return false;
	*out = value;
	return true;
}
