/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arena - blocks that are cut up from front to back
 *
 * The first block is 8 KiB and each next one twice as large, up to 64 KiB; what
 * is larger than a quarter of that has a block of its own, so that it wastes
 * nothing. The bound counts whole blocks: it is what the system gave. Memory is
 * zeroed as it is given out: to touch a page that nobody needs costs as much as
 * a hundred allocations.
 * Under AddressSanitizer what is not given out is poisoned.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"

#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#define ARENA_GAP 16 /* between two allocations, to see overruns */
#else
#define ASAN_POISON_MEMORY_REGION(p, n)   ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ARENA_GAP                         0
#endif

#define BLOCK_FIRST ((size_t)8 << 10)
#define BLOCK_MOST  ((size_t)64 << 10)
#define BLOCK_ALONE (BLOCK_MOST / 4)
#define ALIGNMENT   _Alignof(max_align_t)
#define LIMIT_MOST  (SIZE_MAX / 4) /* so that no sum of sizes overflows */

struct block {
	struct block *next;
	max_align_t data[];
};

struct arena {
	struct block *blocks;
	char *free;  /* the next octet of the block that is being cut up */
	size_t left; /* octets there */
	size_t grow; /* size of the next such block */
	size_t limit, size;
	bool failed;
};

/* arena_new - an empty arena */
struct arena *arena_new(size_t limit)
{
	struct arena *arena = calloc(1, sizeof(*arena));

	if (arena != NULL) {
		arena->limit = limit < LIMIT_MOST ? limit : LIMIT_MOST;
		arena->grow = BLOCK_FIRST;
	}
	return arena;
}

/* arena_free - gives everything back */
struct arena *arena_free(struct arena *arena)
{
	if (arena == NULL)
		return NULL;
	while (arena->blocks != NULL) {
		struct block *block = arena->blocks;

		arena->blocks = block->next;
		free(block);
	}
	free(arena);
	return NULL;
}

/* block_new - `size` octets from the system, within the bound; NULL marks the failure */
static char *block_new(struct arena *arena, size_t size)
{
	struct block *block = NULL;
	size_t whole = sizeof(*block) + size;

	if (size < arena->limit && whole <= arena->limit - arena->size)
		block = malloc(whole);
	if (block == NULL)
		return NULL;
	block->next = arena->blocks;
	arena->blocks = block;
	arena->size += whole;
	return (char *)block->data;
}

/* refill - begins a new block with room for `size`; a smaller one where the bound is near */
static bool refill(struct arena *arena, size_t size)
{
	size_t room = arena->limit - arena->size;
	size_t want = arena->grow;
	char *data;

	if (room > sizeof(struct block) && want > room - sizeof(struct block))
		want = room - sizeof(struct block);
	if (want < size)
		want = size;
	data = block_new(arena, want);
	if (data == NULL)
		return false;
	if (arena->grow < BLOCK_MOST)
		arena->grow *= 2;
	arena->free = data;
	arena->left = want;
	ASAN_POISON_MEMORY_REGION(data, want);
	return true;
}

/* arena_alloc - zeroed memory */
void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
	size_t total, padded;
	char *data;

	if (arena->failed)
		return NULL;
	if (__builtin_mul_overflow(count, size, &total) || total > arena->limit)
		goto fail;
	padded = ((total > 0 ? total : 1) + ARENA_GAP + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	if (padded > BLOCK_ALONE) {
		data = block_new(arena, padded);
		if (data == NULL)
			goto fail;
		return memset(data, 0, total);
	}
	if (padded > arena->left && !refill(arena, padded))
		goto fail;
	data = arena->free;
	arena->free += padded;
	arena->left -= padded;
	ASAN_UNPOISON_MEMORY_REGION(data, total > 0 ? total : 1);
	return memset(data, 0, total > 0 ? total : 1);
fail:
	arena->failed = true;
	return NULL;
}

/* arena_copy - a copy of `len` octets */
void *arena_copy(struct arena *arena, const void *data, size_t len)
{
	void *copy = arena_alloc(arena, len, 1);

	if (copy != NULL && len > 0)
		memcpy(copy, data, len);
	return copy;
}

/* arena_strndup - a copy of a string of at most `len` octets */
char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
	size_t n = strnlen(text, len);
	char *copy = arena_alloc(arena, n + 1, 1);

	if (copy != NULL)
		memcpy(copy, text, n);
	return copy;
}

/* arena_strdup - a copy of a string */
char *arena_strdup(struct arena *arena, const char *text)
{
	return arena_copy(arena, text, strlen(text) + 1);
}

/* arena_printf - formatted text */
char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list ap;
	char *out = NULL;
	int len;

	va_start(ap, format);
	len = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (len < 0) {
		arena->failed = true;
		return NULL;
	}
	out = arena_alloc(arena, (size_t)len + 1, 1);
	if (out != NULL) {
		va_start(ap, format);
		vsnprintf(out, (size_t)len + 1, format, ap);
		va_end(ap);
	}
	return out;
}

/* arena_failed - whether any allocation ever failed */
bool arena_failed(const struct arena *arena)
{
	return arena->failed;
}

/* arena_size - octets that the arena holds of the system */
size_t arena_size(const struct arena *arena)
{
	return arena->size;
}
