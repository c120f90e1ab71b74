/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text - text from the network made fit for a terminal
 *
 * The one place where foreign octets become display text. Made visible as \xNN
 * (an octet) or \u{NNNN} (a character): C0, DEL, C1, invalid or overlong UTF-8,
 * bidirectional controls, zero-width characters, variation selectors, line and
 * paragraph separators, private use, what is unassigned to a width. A backslash stays as it is.
 */
#ifndef DS_CORE_BASE_TEXT_H
#define DS_CORE_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* Writes the display form of `len` octets, NUL-terminated, never more than `size` octets; what does
 * not fit is cut between characters. Returns the length written. */
size_t text_clean(char *out, size_t size, const void *in, size_t len);

/* The same into an arena, of at most `max` input octets; "..." marks what was cut. NULL: no memory. */
char *text_clean_dup(struct arena *, const void *in, size_t len, size_t max);

/* True where text_clean would change nothing. */
bool text_is_clean(const char *);

/* Lower-case hex. `out` takes 2 * len + 1 octets. */
void text_hex(char *out, const uint8_t *in, size_t len);
char *text_hex_dup(struct arena *, const uint8_t *in, size_t len);
/* Reads hex of either case; returns the number of octets, or -1. */
long text_unhex(uint8_t *out, size_t size, const char *hex, size_t len);

/* RFC 3339 in UTC: "2026-01-31T09:00:00Z"; with milliseconds for the second. buf: >= 32. */
const char *text_time(char *buf, size_t size, int64_t seconds);
const char *text_time_ms(char *buf, size_t size, int64_t milliseconds);

#endif
