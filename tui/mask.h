/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mask - names and addresses hidden, for a public
 *
 * A screen is shown on a wall more often than its owner thinks of the names on it. What looks like a
 * domain, a mail address or an IP address keeps its length and its last label, and loses the rest.
 */
#ifndef DS_TUI_MASK_H
#define DS_TUI_MASK_H

#include <stddef.h>

/* Copies a text with its names hidden; takes as many cells as before. Returns out. */
const char *mask_text(char *out, size_t size, const char *text);

#endif
