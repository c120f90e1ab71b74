/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file - files read within a bound, and files that are there complete or not at all
 *
 * Failures are one sentence in the user's language, fit for a terminal, that
 * names the file.
 */
#ifndef DS_CORE_BASE_FILE_H
#define DS_CORE_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct file_new;

#define FILE_NAME_SHOWN 256 /* enough for file_shown */
#define FILE_PROBLEM    512 /* enough for a sentence */

/* The name of a file as a sentence gives it: clean, the front cut off where it is long. Returns buf,
 * of FILE_NAME_SHOWN octets. */
const char *file_shown(char *buf, const char *path);

/* Reads a whole regular file of at most `max` octets. *out is NUL-terminated and the caller's to
 * free(). On failure false, *out NULL, and the reason in `problem`, of FILE_PROBLEM octets. */
bool file_read(char **out, size_t *len, const char *path, size_t max, char *problem);

/* Begins a file of mode 0600 beside `path`, under another name. A symlink, directory, FIFO or device
 * at `path` is refused; a regular file there will be replaced. NULL: see `problem`. */
struct file_new *file_new_open(const char *path, char *problem);
/* Where to write to; not to be closed. */
FILE *file_new_stream(struct file_new *);
/* Brings it to disk and gives it its name; frees. False: nothing was changed at `path`. */
bool file_new_commit(struct file_new *, char *problem);
/* Removes it; frees. Returns NULL; NULL is allowed. */
struct file_new *file_new_discard(struct file_new *);

#endif
