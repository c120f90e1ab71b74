/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * emulator - what a terminal holds of the octets that the console of a test has written
 *
 * Curses believes that it knows what stands on the terminal. Here stands what does.
 */
#ifndef DS_TESTS_UI_EMULATOR_H
#define DS_TESTS_UI_EMULATOR_H

#include <stdbool.h>
#include <stddef.h>

struct emulator;
struct harness;

/* A terminal of this size with nothing on it; the end of it. */
struct emulator *emulator_new(int columns, int rows);
void emulator_free(struct emulator *);

/* Takes in what the harness has written since the last time. */
void emulator_follow(struct emulator *, const struct harness *);

/* All rows scroll: curses began with another size, which a real terminal's window would have had. */
void emulator_unbound(struct emulator *);

/* A row as text, without blanks at its end. Returns buf. */
const char *emulator_row(const struct emulator *, int row, char *buf, size_t size);

/* All cells with their looks: characters, colours, attributes. To be freed with free(). */
struct picture;
struct picture *emulator_picture(struct emulator *);
/* Do two of one size look alike? Row `but` is left out; -1: none is. */
bool emulator_alike(const struct picture *, const struct picture *, int but);
/* The first cell that differs, for people. Returns buf. */
const char *emulator_difference(
    const struct picture *, const struct picture *, char *buf, size_t size);

#endif
