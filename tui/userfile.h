/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * userfile - files of the user that the console reads and writes
 *
 * What it keeps for itself (settings, the session) is for the user's eyes alone and is replaced in
 * one step: a crash leaves the old one or the new one, never half of it.
 */
#ifndef DS_TUI_USERFILE_H
#define DS_TUI_USERFILE_H

#include <stdbool.h>
#include <stddef.h>

#define USERFILE_SETTINGS_MAX (64u << 10)
#define USERFILE_LIST_MAX     (16u << 20) /* a list of domains, or a session: some 100,000 of them */

/* A whole file of at most `most` octets as text; free() it. NULL with errno set. */
char *userfile_read(const char *path, size_t most);
/* A new file of 0600 in the place of the old one; makes the folder where there is none. */
bool userfile_replace(const char *path, const char *text, size_t len);
/* A file that must not have been there before. False with errno set. */
bool userfile_create(const char *path, const char *text, size_t len);

#endif
