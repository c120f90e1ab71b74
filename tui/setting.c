/* SPDX-License-Identifier: BSD-2-Clause */
/* setting - what the user can choose of the console */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/number.h"
#include "tui/setting.h"

static const struct setting settings[] = {
#define SETTING(id, name, kind, fallback, least, most, words, help)                                \
	{ SET_##id, name, kind, fallback, least, most, words, help },
#include "tui/setting.def"
#undef SETTING
};

/* setting_at - the table, row by row */
const struct setting *setting_at(size_t i)
{
	return i < SETTING_COUNT ? &settings[i] : NULL;
}

/* setting_named - by name */
const struct setting *setting_named(const char *name)
{
	for (size_t i = 0; i < SETTING_COUNT; i++)
		if (!strcmp(settings[i].name, name))
			return &settings[i];
	return NULL;
}

/* word_at - the nth of some words; its length, 0 past the end */
static size_t word_at(const char *words, int n, const char **word)
{
	while (n-- > 0) {
		words += strcspn(words, " ");
		words += strspn(words, " ");
	}
	*word = words;
	return strcspn(words, " ");
}

/* parse_switch - yes or no */
static bool parse_switch(const char *text, int *value)
{
	static const char *const words[] = { "no", "yes", "off", "on", "false", "true" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (!strcmp(text, words[i])) {
			*value = (int)(i & 1);
			return true;
		}
	return false;
}

/* setting_parse - a value as a person writes it */
bool setting_parse(const struct setting *s, const char *text, int *value)
{
	unsigned number;
	const char *word;
	size_t len;

	switch (s->kind) {
	case SETTING_SWITCH: return parse_switch(text, value);
	case SETTING_NUMBER:
		if (!number_parse(&number, text, (unsigned)s->least, (unsigned)s->most))
			return false;
		*value = (int)number;
		return true;
	case SETTING_CHOICE:
		for (int i = s->least; i <= s->most; i++) {
			len = word_at(s->words, i, &word);
			if (len && strlen(text) == len && !memcmp(word, text, len)) {
				*value = i;
				return true;
			}
		}
		return false;
	case SETTING_THEME: break;
	}
	return false;
}

/* setting_text - a value as it is read back */
const char *setting_text(const struct setting *s, int value, char *buf, size_t size)
{
	const char *word;
	size_t len;

	switch (s->kind) {
	case SETTING_SWITCH: snprintf(buf, size, "%s", value ? "yes" : "no"); break;
	case SETTING_NUMBER: snprintf(buf, size, "%d", value ? value : s->fallback); break;
	case SETTING_CHOICE:
		len = word_at(s->words, value, &word);
		snprintf(buf, size, "%.*s", (int)len, word);
		break;
	case SETTING_THEME: buf[0] = '\0'; break;
	}
	return buf;
}

/* setting_range - what may stand there */
const char *setting_range(const struct setting *s, char *buf, size_t size)
{
	size_t n;

	switch (s->kind) {
	case SETTING_SWITCH: snprintf(buf, size, "yes, no"); break;
	case SETTING_NUMBER: snprintf(buf, size, _("%d to %d"), s->least, s->most); break;
	case SETTING_CHOICE:
		n = 0;
		for (const char *w = s->words; *w && n + 3 < size; w++) {
			if (*w == ' ')
				buf[n++] = ',';
			buf[n++] = *w;
		}
		buf[n] = '\0';
		break;
	case SETTING_THEME: snprintf(buf, size, "%s", _("name of a theme")); break;
	}
	return buf;
}

/* setting_wants - the sentence for a value that is none of them */
const char *setting_wants(const struct setting *s, char *buf, size_t size)
{
	char range[100];

	if (s->kind == SETTING_NUMBER)
		snprintf(buf, size, _("%s is a number from %d to %d."), s->name, s->least, s->most);
	else
		snprintf(buf, size, _("%s is one of: %s"), s->name,
		    setting_range(s, range, sizeof range));
	return buf;
}
