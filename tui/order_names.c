/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * order_names - ordering by numbers, and numbers for names
 *
 * Names are ordered by their first eight octets, as numbers; those that are alike so far by the next
 * eight, and so on; a few are compared as text.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tui/mem.h"
#include "tui/order_names.h"
#include "tui/session.h"

#define CHUNKS 31 /* of eight octets: no name has more */
#define FEW    12 /* so many are as well compared as text */
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

/* one_digit - order by one of the digits, from one array into the other; `place` says how many of each
 * there are */
static void one_digit(
    const struct keyed *from, struct keyed *to, size_t n, unsigned which, uint32_t *place)
{
	uint32_t at = 0;

	for (size_t d = 0; d < DIGITS; d++) {
		uint32_t many = place[d];

		place[d] = at;
		at += many;
	}
	for (size_t i = 0; i < n; i++)
		to[place[digit(from[i].key, which)]++] = from[i];
}

/* radix - order by the whole key; the result is in *keys. Digits that are all the same cost nothing. */
static void radix(struct keyed **keys, struct keyed **spare, size_t n)
{
	uint32_t place[8][DIGITS] = { { 0 } };

	for (size_t i = 0; i < n; i++)
		for (unsigned which = 0; which < 8; which++)
			place[which][digit((*keys)[i].key, which)]++;
	for (unsigned which = 0; n && which < 8; which++) {
		struct keyed *swap = *keys;

		if (place[which][digit(swap[0].key, which)] == n)
			continue;
		one_digit(swap, *spare, n, which, place[which]);
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

/* chunk_of - eight octets of a name as a number, 0 past its end; what is before them is no end */
static uint64_t chunk_of(const char *name, size_t chunk)
{
	const unsigned char *at = (const unsigned char *)name + chunk * 8;
	uint64_t key = 0;
	int i = 0;

	for (; i < 8 && *at; i++)
		key = key << 8 | *at++;
	return i < 8 ? key << (8 - i) * 8 : key;
}

/* by_text - for qsort, names that begin alike */
static int by_text(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;

	return strcmp(x->entry->unicode, y->entry->unicode);
}

/* order_run - names that are alike up to a chunk, from that one on; `spare` has room for as many */
static void order_run(struct keyed *run, struct keyed *spare, size_t n, size_t chunk)
{
	struct keyed *keys = run, *other = spare;

	if (n <= FEW || chunk >= CHUNKS) {
		qsort(run, n, sizeof *run, by_text);
		return;
	}
	for (size_t i = 0; i < n; i++)
		run[i].key = chunk_of(run[i].entry->unicode, chunk);
	radix(&keys, &other, n);
	if (keys != run)
		memcpy(run, keys, n * sizeof *run);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && run[end].key == run[i].key; end++)
			;
		if (end - i > 1)
			order_run(run + i, spare, end - i, chunk + 1);
	}
}

/* order_rank - a rank for each name */
void order_rank(struct session *s)
{
	struct keyed *keys = mem_new(s->n, sizeof *keys), *spare = mem_new(s->n, sizeof *spare);

	for (size_t i = 0; i < s->n; i++)
		keys[i].entry = s->entries[i];
	order_run(keys, spare, s->n, 0);
	for (size_t i = 0; i < s->n; i++)
		keys[i].entry->rank = (uint32_t)i;
	free(keys);
	free(spare);
}
