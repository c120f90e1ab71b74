/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * language - the language of everything that a person reads
 *
 * gettext translates for no locale that is not installed, and not at all in the C
 * locale. For Dutch LC_MESSAGES is therefore C.UTF-8, which is always there and
 * lets the variable LANGUAGE decide. English is what the sources say: C, for
 * which nothing is loaded or looked up.
 */
#include "cli/language.h"

#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"

/* glibc looks translations up anew when this has changed. */
extern int _nl_msg_cat_cntr;

/* first_set - the first of three variables of the environment that has a value */
static const char *first_set(const char *a, const char *b, const char *c)
{
	const char *const names[] = { a, b, c };

	for (size_t i = 0; i < 3; i++) {
		const char *value = getenv(names[i]);

		if (value != NULL && value[0] != '\0')
			return value;
	}
	return "C";
}

/* is_dutch - does a locale's name, or the first of a list, stand for Dutch? */
static int is_dutch(const char *name)
{
	return strncmp(name, "nl", 2) == 0 && (name[2] == '\0' || strchr("_.@:", name[2]) != NULL);
}

/* language_begin - takes up the locale of the environment */
void language_begin(const char *directory)
{
	const char *locale = first_set("LC_ALL", "LC_MESSAGES", "LANG");
	const char *list = getenv("LANGUAGE");
	int c = strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0;

	setlocale(LC_CTYPE, "");
	if (directory[0] != '\0')
		bindtextdomain(DS_TEXT_DOMAIN, directory);
	bind_textdomain_codeset(DS_TEXT_DOMAIN, "UTF-8");
	textdomain(DS_TEXT_DOMAIN);
	if (!c && list != NULL && list[0] != '\0')
		locale = list;
	language_set(!c && is_dutch(locale) ? "nl" : "en");
}

/* language_set - switches, at any moment */
void language_set(const char *language)
{
	bool dutch = strcmp(language, "nl") == 0;

	setlocale(LC_MESSAGES, dutch ? "C.UTF-8" : "C");
	setenv("LANGUAGE", dutch ? "nl" : "en", 1);
	_nl_msg_cat_cntr++;
}

/* language_get - the one in force */
const char *language_get(void)
{
	const char *language = getenv("LANGUAGE");

	return language != NULL && strcmp(language, "nl") == 0 ? "nl" : "en";
}
