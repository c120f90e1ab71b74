/* SPDX-License-Identifier: BSD-2-Clause */
/* number - numbers that a person typed */
#ifndef DS_CORE_BASE_NUMBER_H
#define DS_CORE_BASE_NUMBER_H

#include <stdbool.h>

/* Digits only: no sign, no space, nothing after them. On failure (also when outside min..max) false
 * and *out as it was. */
bool number_parse(unsigned *out, const char *text, unsigned min, unsigned max);

#endif
