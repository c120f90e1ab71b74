/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mem - memory for the console
 *
 * Without memory a console can show nothing, not even a message about it. So these never return
 * NULL: they put the terminal back, say so and end the program with status 70.
 */
#ifndef DS_TUI_MEM_H
#define DS_TUI_MEM_H

#include <stddef.h>
#include <stdint.h>

/* Zeroed memory for `n` things of `size` octets; free() it. */
void *mem_new(size_t n, size_t size);

/* A copy of the text; free() it. */
char *mem_copy(const char *text);

/* Makes room for at least `need` things in an array that holds *cap of them; returns the array. */
void *mem_room(void *array, size_t *cap, size_t need, size_t size);

/* A number for a text, to find it by: equal texts have equal ones. */
uint32_t mem_hash(const char *text);

#endif
