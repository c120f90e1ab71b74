/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * order_names - ordering by numbers, and numbers for names
 *
 * Names are ordered eight octets at a time, as numbers, the last ones first; what is equal in the
 * first 24 octets, which is rare, is compared as text afterwards.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tui/mem.h"
#include "tui/order_names.h"
#include "tui/session.h"

#define CHUNKS 3
#define DIGITS 256

/* An entry beside the number that it is ordered by: the numbers lie close together. */
struct keyed {
	uint64_t key;
	struct tui_entry *entry;
};

/* digit - of a key, the lowest is 0 */
static unsigned digit(uint64_t key, unsigned which)
{
	return (unsigned)(key >> which * 8) & 0xff;
}

/* one_digit - order by one of the digits, from one array into the other; false: all are the same */
static bool one_digit(const struct keyed *from, struct keyed *to, size_t n, unsigned which)
{
	size_t place[DIGITS] = { 0 }, at = 0;

	for (size_t i = 0; i < n; i++)
		place[digit(from[i].key, which)]++;
	if (place[digit(from[0].key, which)] == n)
		return false;
	for (size_t d = 0; d < DIGITS; d++) {
		size_t many = place[d];

		place[d] = at;
		at += many;
	}
	for (size_t i = 0; i < n; i++)
		to[place[digit(from[i].key, which)]++] = from[i];
	return true;
}

/* radix - order by the whole key; the result is in *keys */
static void radix(struct keyed **keys, struct keyed **spare, size_t n)
{
	for (unsigned which = 0; n && which < 8; which++)
		if (one_digit(*keys, *spare, n, which)) {
			struct keyed *swap = *keys;

			*keys = *spare;
			*spare = swap;
		}
}

/* order_radix - order entries by their keys */
void order_radix(struct tui_entry **entries, size_t n)
{
	struct keyed *keys = mem_new(n, sizeof *keys), *spare = mem_new(n, sizeof *spare);

	for (size_t i = 0; i < n; i++)
		keys[i] = (struct keyed){ entries[i]->key, entries[i] };
	radix(&keys, &spare, n);
	for (size_t i = 0; i < n; i++)
		entries[i] = keys[i].entry;
	free(keys);
	free(spare);
}

/* chunk_of - eight octets of a name as a number; 0 past its end */
static uint64_t chunk_of(const char *name, size_t chunk)
{
	uint64_t key = 0;
	size_t len = strnlen(name, chunk * 8 + 8), from = chunk * 8;

	for (size_t i = 0; i < 8; i++)
		key = key << 8 | (from + i < len ? (unsigned char)name[from + i] : 0);
	return key;
}

/* by_text - for qsort, names that begin alike */
static int by_text(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;

	return strcmp(x->entry->unicode, y->entry->unicode);
}

/* alike - do two names begin with the same octets, as many as were ordered by? */
static bool alike(const struct keyed *a, const struct keyed *b)
{
	return !strncmp(a->entry->unicode, b->entry->unicode, (size_t)CHUNKS * 8);
}

/* order_rank - a rank for each name */
void order_rank(struct session *s)
{
	struct keyed *keys = mem_new(s->n, sizeof *keys), *spare = mem_new(s->n, sizeof *spare);

	for (size_t i = 0; i < s->n; i++)
		keys[i].entry = s->entries[i];
	for (size_t chunk = CHUNKS; chunk-- > 0;) {
		for (size_t i = 0; i < s->n; i++)
			keys[i].key = chunk_of(keys[i].entry->unicode, chunk);
		radix(&keys, &spare, s->n);
	}
	for (size_t i = 0, end; i < s->n; i = end) {
		for (end = i + 1; end < s->n && alike(&keys[i], &keys[end]); end++)
			;
		if (end - i > 1)
			qsort(&keys[i], end - i, sizeof *keys, by_text);
	}
	for (size_t i = 0; i < s->n; i++)
		keys[i].entry->rank = (uint32_t)i;
	free(keys);
	free(spare);
}
