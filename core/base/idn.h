/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * idn - libidn2, which is not loaded before the first international name
 *
 * Most names are plain ASCII. With libidn2 comes libunistring, and to load both takes a check
 * 0.2 ms, as much as three signatures.
 */
#ifndef DS_CORE_BASE_IDN_H
#define DS_CORE_BASE_IDN_H

#include <stdbool.h>

#include <idn2.h>

/* Its functions, as idn2.h declares them. */
struct idn {
	__typeof__(idn2_to_ascii_8z) *to_ascii;
	__typeof__(idn2_to_unicode_8z8z) *to_unicode;
	__typeof__(idn2_free) *free;
};

/* Loads it, or finds it loaded. False: it is not installed. */
bool idn_load(struct idn *);

#endif
