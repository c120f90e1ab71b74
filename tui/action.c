/* SPDX-License-Identifier: BSD-2-Clause */
/* action - what a key does, and where */
#include <curses.h>
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "tui/action.h"
#include "tui/cell.h"
#include "tui/term.h"

static const struct action actions[] = {
#define ACTION(id, keys, where, footer, help) { DO_##id, keys, where, footer, help, #id },
#include "tui/action.def"
#undef ACTION
};

#define ACTIONS (sizeof actions / sizeof actions[0])

/* Keys that have a name instead of a sign. */
static const struct {
	bool function;
	int code;
	const char *name;
} key_names[] = {
	{ false, '\r', "Enter" },
	{ false, '\n', "Enter" },
	{ true, KEY_ENTER, "Enter" },
	{ false, '\t', "Tab" },
	{ true, KEY_BTAB, "Shift-Tab" },
	{ false, 27, "Esc" },
	{ false, ' ', "Space" },
	{ false, 127, "Backspace" },
	{ false, 8, "Backspace" },
	{ true, KEY_BACKSPACE, "Backspace" },
	{ true, KEY_DOWN, "Down" },
	{ true, KEY_UP, "Up" },
	{ true, KEY_LEFT, "Left" },
	{ true, KEY_RIGHT, "Right" },
	{ true, KEY_NPAGE, "PgDn" },
	{ true, KEY_PPAGE, "PgUp" },
	{ true, KEY_HOME, "Home" },
	{ true, KEY_FIND, "Home" },
	{ true, KEY_END, "End" },
	{ true, KEY_SELECT, "End" },
	{ true, KEY_IC, "Ins" },
	{ true, KEY_DC, "Del" },
};

/* action_at - the table, row by row */
const struct action *action_at(size_t i)
{
	return i < ACTIONS ? &actions[i] : NULL;
}

/* action_key_name - the table's word for a key */
const char *action_key_name(const struct term_press *press, char *buf, size_t size)
{
	for (size_t i = 0; i < sizeof key_names / sizeof key_names[0]; i++)
		if (key_names[i].function == press->function && key_names[i].code == press->code)
			return key_names[i].name;
	if (press->function && press->code > KEY_F0 && press->code <= KEY_F0 + 12)
		snprintf(buf, size, "F%d", press->code - KEY_F0);
	else if (press->function || !cell_printable((wchar_t)press->code))
		snprintf(buf, size,
		    !press->function && press->code > 0 && press->code < 27 ? "Ctrl-%c" : "?",
		    '@' + press->code);
	else if (press->code < 0x80)
		snprintf(buf, size, "%c", press->code);
	else
		snprintf(buf, size, "U+%04X", (unsigned)press->code);
	return buf;
}

/* action_next_key - one word of a list of keys */
bool action_next_key(const char **keys, char *word, size_t size)
{
	size_t len;

	*keys += strspn(*keys, " ");
	len = strcspn(*keys, " ");
	if (!len || len >= size)
		return false;
	memcpy(word, *keys, len);
	word[len] = '\0';
	*keys += len;
	return true;
}

/* answers_to - does the action answer to this key? */
static bool answers_to(const struct action *action, const char *name)
{
	const char *keys = action->keys;
	char word[16];

	while (action_next_key(&keys, word, sizeof word))
		if (!strcmp(word, name))
			return true;
	return false;
}

/* action_for - what a key does in a scope */
const struct action *action_for(unsigned scope, const char *after, const struct term_press *press)
{
	char buf[16], name[24];

	snprintf(name, sizeof name, "%s%s", after, action_key_name(press, buf, sizeof buf));
	for (size_t i = 0; i < ACTIONS; i++)
		if (actions[i].where & scope && answers_to(&actions[i], name))
			return &actions[i];
	return NULL;
}

/* action_elsewhere - what it does where it does something */
const struct action *action_elsewhere(const char *after, const struct term_press *press)
{
	return action_for(ON_ALL, after, press);
}

/* action_name - "next-problem" */
const char *action_name(const struct action *action, char *buf)
{
	size_t n = 0;

	for (const char *s = action->id_text; *s && n + 1 < ACTION_NAME; s++)
		buf[n++] = (char)(*s == '_' ? '-' : *s >= 'A' && *s <= 'Z' ? *s + ('a' - 'A') : *s);
	buf[n] = '\0';
	return buf;
}

/* action_of - the entry of an action in a scope */
const struct action *action_of(unsigned scope, enum action_id id)
{
	for (size_t i = 0; i < ACTIONS; i++)
		if (actions[i].id == id && actions[i].where & scope)
			return &actions[i];
	return NULL;
}
