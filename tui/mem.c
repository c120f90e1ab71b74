/* SPDX-License-Identifier: BSD-2-Clause */
/* mem - memory for the console: it is there, or the program ends in an orderly way */
#include <curses.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/mem.h"

/* mem_fail - leave the terminal as it was found, and end */
static void mem_fail(void)
{
	if (!isendwin())
		endwin();
	fputs("danescope: out of memory\n", stderr);
	exit(70);
}

/* mem_new - zeroed memory */
void *mem_new(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		mem_fail();
	return p;
}

/* mem_copy - a text of one's own */
char *mem_copy(const char *text)
{
	char *p = strdup(text);

	if (!p)
		mem_fail();
	return p;
}

/* mem_room - grow an array by doubling */
void *mem_room(void *array, size_t *cap, size_t need, size_t size)
{
	size_t want = *cap ? *cap : 16;
	void *p;

	if (need <= *cap)
		return array;
	while (want < need && want < SIZE_MAX / 4 / size)
		want *= 2;
	p = want < need ? NULL : realloc(array, want * size);
	if (!p) {
		mem_fail();
		return NULL;
	}
	*cap = want;
	return p;
}

/* mem_hash - of a text (FNV-1a) */
uint32_t mem_hash(const char *text)
{
	uint32_t hash = 2166136261u;

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619u;
	return hash;
}
