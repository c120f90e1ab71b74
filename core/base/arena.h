/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arena - memory that is freed at once
 *
 * One arena a diagnosis: whatever is learnt of a domain is put there, and goes
 * with it. An arena has a bound; past it, or when the system has no memory left,
 * allocations return NULL and the arena remembers that it failed, so that a
 * caller may look once, at the end (arena_failed).
 */
#ifndef DS_CORE_BASE_ARENA_H
#define DS_CORE_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* `limit` octets at most. NULL: out of memory. */
struct arena *arena_new(size_t limit);
struct arena *arena_free(struct arena *);

/* Zeroed memory, aligned for any type; count * size is checked. */
void *arena_alloc(struct arena *, size_t count, size_t size);
void *arena_copy(struct arena *, const void *data, size_t len);
char *arena_strdup(struct arena *, const char *);
char *arena_strndup(struct arena *, const char *, size_t len);
char *arena_printf(struct arena *, const char *format, ...) __attribute__((format(printf, 2, 3)));

bool arena_failed(const struct arena *);
size_t arena_size(const struct arena *);

#endif
