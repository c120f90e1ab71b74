/* SPDX-License-Identifier: BSD-2-Clause */
/* screen_options - the settings of the console, from their table; Enter changes one */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "tui/tui.h"
#include "tui/ui.h"

#define NAME_COLUMN  1
#define VALUE_COLUMN 12
#define HELP_COLUMN  30
#define HELP_NARROW  3 /* below the value, where there is no room beside it */
#define HELP_LEAST   30

/* value_of - as it stands in the settings file */
static const char *value_of(
    const struct ui *ui, const struct setting *setting, char *buf, size_t size)
{
	if (setting->id == SET_THEME)
		return ui->theme.id;
	if (setting->id == SET_LANG)
		return ui->language;
	return setting_text(setting, ui_setting(ui, setting->id), buf, size);
}

/* options_body - a row a setting, then where they are kept */
static void options_body(struct screen *s, struct page *p)
{
	const char *path = s->ui->options->config;
	int help = p->width - HELP_COLUMN < HELP_LEAST ? HELP_NARROW : HELP_COLUMN;
	char buf[64], range[100];

	for (size_t i = 0; i < SETTING_COUNT; i++) {
		const struct setting *setting = setting_at(i);

		page_row(p);
		page_link(p, (struct target){ .kind = TO_SETTING, .host = -1, .a = (int)i });
		page_to(p, NAME_COLUMN);
		page_put(p, ROLE_strong, setting->name);
		page_to(p, VALUE_COLUMN);
		page_handle(p, ROLE_value, value_of(s->ui, setting, buf, sizeof buf),
		    HELP_COLUMN - VALUE_COLUMN - 2, CELL_CUT_END);
		if (help == HELP_NARROW)
			page_row(p);
		page_to(p, help);
		page_wrap(p, ROLE_normal, help, _(setting->help));
		if (setting->kind == SETTING_NUMBER || setting->kind == SETTING_CHOICE) {
			page_row(p);
			page_to(p, help);
			page_put(p, ROLE_dim, setting_range(setting, range, sizeof range));
		}
	}
	page_blank(p);
	p->indent = NAME_COLUMN;
	if (path && *path) {
		page_pair(p, _("Kept in"), ROLE_value, VALUE_COLUMN, path);
		return;
	}
	page_row(p);
	page_wrap(p, ROLE_dim, NAME_COLUMN,
	    _("There is no settings file here: what is changed holds until the end."));
}

/* next_value - a switch turns, a choice goes on to the next word */
static int next_value(const struct setting *setting, int value)
{
	return value >= setting->most ? setting->least : value + 1;
}

/* change - what Enter does on a row */
static void change(struct ui *ui, const struct setting *setting)
{
	char buf[32];

	switch (setting->kind) {
	case SETTING_THEME: nav_push(ui, &screen_themes, 0, NULL); break;
	case SETTING_NUMBER:
		ui->prompt.setting = setting->id;
		prompt_open(ui, PROMPT_SETTING,
		    setting_text(setting, ui_setting(ui, setting->id), buf, sizeof buf));
		break;
	case SETTING_SWITCH:
	case SETTING_CHOICE:
		if (setting->id == SET_LANG)
			deed_language(ui);
		if (setting->id == SET_LANG)
			ui_set(ui, SET_LANG, !strcmp(ui->language, "nl"), true);
		else
			ui_set(ui, setting->id, next_value(setting, ui_setting(ui, setting->id)),
			    true);
		break;
	}
}

/* options_act - Enter changes the selected one */
static bool options_act(struct screen *s, const struct action *action)
{
	struct target target;

	if (action->id != DO_OPEN)
		return false;
	if (screen_selected(s, &target) && target.kind == TO_SETTING)
		change(s->ui, setting_at((size_t)target.a));
	s->stale = true;
	return true;
}

const struct screen_ops screen_options = {
	.name = N_("Options"),
	.scope = ON_OPTIONS,
	.body = options_body,
	.act = options_act,
};
