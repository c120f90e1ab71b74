/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mask - names and addresses hidden, for a public
 *
 * A screen is shown on a wall more often than its owner thinks of the names on it. What looks like a
 * domain, a mail address or an IP address keeps its length and its last label, and loses the rest. Of
 * names of one length each ends in signs of its own; these depend on a salt that is another at every
 * start, so that nobody finds out by trying which name it is.
 */
#ifndef DS_TUI_MASK_H
#define DS_TUI_MASK_H

#include <stddef.h>
#include <stdint.h>

/* Copies a text with its names hidden; takes as many cells as before. Salt 0: no signs. Returns out. */
const char *mask_text(char *out, size_t size, const char *text, uint64_t salt);

#endif
