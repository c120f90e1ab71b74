/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * setting - what the user can choose of the console
 *
 * One table (setting.def). A setting is a number: 0 and 1 for a switch, the place of the word for a
 * choice. 0 of a number is its default. The theme has a name instead and is kept elsewhere.
 */
#ifndef DS_TUI_SETTING_H
#define DS_TUI_SETTING_H

#include <stdbool.h>
#include <stddef.h>

enum setting_kind { SETTING_SWITCH, SETTING_NUMBER, SETTING_CHOICE, SETTING_THEME };

enum setting_id {
#define SETTING(id, name, kind, fallback, least, most, words, help) SET_##id,
#include "tui/setting.def"
#undef SETTING
	SETTING_COUNT
};

/* What the setting "history" says. */
enum { HISTORY_CONSOLE, HISTORY_ALWAYS, HISTORY_NEVER };

struct setting {
	enum setting_id id;
	const char *name;
	enum setting_kind kind;
	int fallback, least, most;
	const char *words; /* of a choice, separated by blanks */
	const char *help;  /* msgid */
};

/* The table; NULL past the end. */
const struct setting *setting_at(size_t i);
/* By name; NULL: there is none. */
const struct setting *setting_named(const char *name);

/* Reads a value ("yes", "12", "nl"); false: it is none. */
bool setting_parse(const struct setting *, const char *text, int *value);
/* Writes a value as setting_parse reads it. Returns buf. */
const char *setting_text(const struct setting *, int value, char *buf, size_t size);
/* What may stand there: "yes, no", "1 to 64", "en, nl". Returns buf. */
const char *setting_range(const struct setting *, char *buf, size_t size);
/* The sentence for a value that is none of them. Returns buf. */
const char *setting_wants(const struct setting *, char *buf, size_t size);

/* Puts "name = value" into the settings file, for the user's eyes alone (0600), and keeps all other
 * lines as they are. False with errno set. */
bool setting_save(const char *path, const char *name, const char *value);

#endif
