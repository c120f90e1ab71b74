/* SPDX-License-Identifier: BSD-2-Clause */
/* language - the language of everything that a person reads: "en" or "nl" */
#ifndef DS_CLI_LANGUAGE_H
#define DS_CLI_LANGUAGE_H

/* Takes up the locale of the environment and the translations in `directory`. */
void language_begin(const char *directory);
/* Switches; anything but "nl" is English. At any moment. */
void language_set(const char *language);
/* The one in force. */
const char *language_get(void);

#endif
