/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command - the command line: everything by its name
 *
 * A few commands take a word; all the rest are the actions of this screen, by the names that the
 * table gives them. What has been typed so far is completed from the same lists.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/text.h"
#include "tui/mem.h"
#include "tui/tui.h"
#include "tui/ui.h"

enum command_word { WORD_TEXT, WORD_FILE, WORD_THEME, WORD_LANGUAGE, WORD_COLUMN, WORD_SETTING };

/* Words that could be meant. */
struct words {
	char **at;
	size_t n, cap;
};

static const char *const column_names[ORDER_COUNT] = { [ORDER_NAME] = "domain",
	[ORDER_VERDICT] = "verdict",
	[ORDER_DNSSEC] = "dnssec",
	[ORDER_MX] = "mx",
	[ORDER_TLSA] = "tlsa",
	[ORDER_STARTTLS] = "starttls",
	[ORDER_CERT] = "cert",
	[ORDER_WHEN] = "when",
	[ORDER_GROUP] = "group",
	[ORDER_ADDED] = "added" };

/* run_find - as the key / */
static void run_find(struct ui *ui, const char *word)
{
	snprintf(ui->find, sizeof ui->find, "%s", word);
	deed_find(ui, 1);
}

/* run_lang - nl or en */
static void run_lang(struct ui *ui, const char *word)
{
	if (strcmp(word, "nl") && strcmp(word, "en"))
		ui_complain(ui, "%s", _("The languages are nl and en."));
	else if (strcmp(word, ui->language))
		deed_language(ui);
}

/* run_sort - by a column */
static void run_sort(struct ui *ui, const char *word)
{
	for (size_t i = 0; i < ORDER_COUNT; i++)
		if (!strcmp(column_names[i], word)) {
			ui->order.by = (enum order_by)i;
			ui->order.turned = false;
			ui->order.stale = true;
			ui_stale(ui);
			return;
		}
	ui_complain(ui, "%s", _("No column is called so. Tab shows those that are."));
}

/* run_set - "NAME VALUE" */
static void run_set(struct ui *ui, const char *word)
{
	size_t len = strcspn(word, " =");
	const char *value = word + len + strspn(word + len, " =");
	const struct setting *setting;
	char name[32], wants[160];
	int number;

	snprintf(name, sizeof name, "%.*s", (int)len, word);
	setting = setting_named(name);
	if (!setting)
		ui_complain(ui, "%s", _("No setting is called so. Tab shows those that are."));
	else if (setting->id == SET_THEME)
		deed_theme(ui, value);
	else if (setting->id == SET_LANG)
		run_lang(ui, value);
	else if (setting_parse(setting, value, &number))
		ui_set(ui, setting->id, number, true);
	else
		ui_complain(ui, "%s", setting_wants(setting, wants, sizeof wants));
}

/* Commands that take something. */
static const struct {
	const char *name;
	enum command_word takes;
	void (*run)(struct ui *, const char *word);
} commands[] = {
	{ "add", WORD_TEXT, intake_text },
	{ "filter", WORD_TEXT, deed_filter },
	{ "find", WORD_TEXT, run_find },
	{ "lang", WORD_LANGUAGE, run_lang },
	{ "open-file", WORD_FILE, intake_file },
	{ "save", WORD_FILE, save_report },
	{ "set", WORD_SETTING, run_set },
	{ "sort", WORD_COLUMN, run_sort },
	{ "theme", WORD_THEME, deed_theme },
};

/* command_named - its row in the table, or -1 */
static int command_named(const char *name)
{
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
		if (!strcmp(commands[i].name, name))
			return (int)i;
	return -1;
}

/* can_run - is an action one of this screen that has a name here? */
static bool can_run(const struct ui *ui, const struct action *action)
{
	return action->where & ui_top(ui)->ops->scope && action->id != DO_COMMAND &&
	       action->id != DO_COPY;
}

/* command_run - do what a line says */
void command_run(struct ui *ui, const char *line)
{
	char name[ACTION_NAME], other[ACTION_NAME], clean[100];
	const char *word;
	int command;

	line += strspn(line, " ");
	word = line + strcspn(line, " ");
	snprintf(name, sizeof name, "%.*s", (int)(word - line), line);
	word += strspn(word, " ");
	command = command_named(name);
	if (command >= 0 && *word) {
		commands[command].run(ui, word);
		return;
	}
	for (size_t i = 0; action_at(i); i++)
		if (can_run(ui, action_at(i)) && !strcmp(action_name(action_at(i), other), name)) {
			if (*word)
				ui_complain(ui, _("%s takes no word behind it."), other);
			else
				ui_do(ui, action_at(i));
			return;
		}
	text_clean(clean, sizeof clean, name, strlen(name));
	if (command >= 0)
		ui_complain(ui, _("%s needs a word behind it."), clean);
	else if (*name)
		ui_complain(ui, _("No command of this screen is called \"%s\"."), clean);
}

/* offer - a word, where it begins as what was typed */
static void offer(struct words *w, const char *word, const char *typed)
{
	if (strncmp(word, typed, strlen(typed)))
		return;
	for (size_t i = 0; i < w->n; i++)
		if (!strcmp(w->at[i], word))
			return;
	w->at = mem_room(w->at, &w->cap, w->n + 1, sizeof *w->at);
	w->at[w->n++] = mem_copy(word);
}

/* offer_themes - all that there are */
static void offer_themes(struct ui *ui, struct words *w, const char *typed)
{
	char **names;
	size_t n;

	theme_names(ui->options->theme_dirs, &names, &n);
	for (size_t i = 0; i < n; i++) {
		offer(w, names[i], typed);
		free(names[i]);
	}
	free(names);
}

/* offer_commands - with and without a word behind them */
static void offer_commands(struct ui *ui, struct words *w, const char *typed)
{
	char name[ACTION_NAME];

	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
		offer(w, commands[i].name, typed);
	for (size_t i = 0; action_at(i); i++)
		if (can_run(ui, action_at(i)))
			offer(w, action_name(action_at(i), name), typed);
}

/* by_name - for qsort */
static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* offers - what could be meant by the last word of a line; *from: where that word begins */
static struct words offers(struct ui *ui, const char *line, size_t *from)
{
	const char *space = strrchr(line, ' '), *typed = space ? space + 1 : line;
	struct words w = { .at = NULL };
	char name[ACTION_NAME];
	int command;

	*from = (size_t)(typed - line);
	snprintf(name, sizeof name, "%.*s", (int)strcspn(line, " "), line);
	command = space ? command_named(name) : -1;
	if (!space)
		offer_commands(ui, &w, typed);
	else if (command < 0 || strchr(line, ' ') != space)
		return w;
	else if (commands[command].takes == WORD_THEME)
		offer_themes(ui, &w, typed);
	else if (commands[command].takes == WORD_SETTING)
		for (size_t i = 0; i < SETTING_COUNT; i++)
			offer(&w, setting_at(i)->name, typed);
	else if (commands[command].takes == WORD_COLUMN)
		for (size_t i = 0; i < ORDER_COUNT; i++)
			offer(&w, column_names[i], typed);
	else if (commands[command].takes == WORD_LANGUAGE)
		for (size_t i = 0; i < 2; i++)
			offer(&w, i ? "nl" : "en", typed);
	if (w.n)
		qsort(w.at, w.n, sizeof *w.at, by_name);
	return w;
}

/* words_free - their memory */
static void words_free(struct words *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->at[i]);
	free(w->at);
}

/* command_complete - as far as all that could be meant is the same */
void command_complete(struct ui *ui)
{
	size_t from, same;
	struct words w = offers(ui, ui->prompt.text, &from);
	char *line;

	if (w.n) {
		same = strlen(w.at[0]);
		for (size_t i = 1; i < w.n; i++)
			while (strncmp(w.at[0], w.at[i], same))
				same--;
		line = mem_new(from + same + 2, 1);
		memcpy(line, ui->prompt.text, from);
		memcpy(line + from, w.at[0], same);
		if (w.n == 1 && command_named(w.at[0]) >= 0 && !from)
			line[from + same] = ' ';
		prompt_set(ui, line);
		free(line);
	}
	words_free(&w);
}

/* command_hint - what could be meant, for the line below */
void command_hint(struct ui *ui, char *buf, size_t size)
{
	size_t from, n = 0;
	struct words w = offers(ui, ui->prompt.text, &from);

	buf[0] = '\0';
	for (size_t i = 0; i < w.n && n < size; i++)
		n += (size_t)snprintf(buf + n, size - n, "%s%s", i ? "  " : "", w.at[i]);
	words_free(&w);
}
