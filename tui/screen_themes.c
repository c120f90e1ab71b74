/* SPDX-License-Identifier: BSD-2-Clause */
/* screen_themes - choose a theme: each is shown at once as one moves, Enter keeps it */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "tui/tui.h"
#include "tui/ui.h"
#include "tui/words.h"

/* samples - what the theme makes of each state */
static void samples(struct page *p)
{
	static const enum ds_verdict verdicts[] = { DS_V_SECURED, DS_V_PARTIAL, DS_V_BROKEN,
		DS_V_UNKNOWN, DS_V_NO_MAIL, DS_V_PENDING };

	page_blank(p);
	for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++) {
		struct said said = words_verdict(verdicts[i]);

		page_row(p);
		page_to(p, 2);
		page_mark(p, said.mark);
		page_field(p, (enum role)said.mark, said.word, 14, CELL_CUT_END);
		page_put(p, ROLE_value, "3 1 1 8f3c22ab");
		p->column += 2;
		page_put(p, ROLE_dim, _("a remark"));
	}
}

/* themes_body - their names, then a sample */
static void themes_body(struct screen *s, struct page *p)
{
	char **names;
	size_t n;

	theme_names(s->ui->options->theme_dirs, &names, &n);
	for (size_t i = 0; i < n; i++) {
		page_row(p);
		page_link(p, (struct target){ .kind = TO_THEME, .host = -1, .a = (int)i });
		page_value(p, names[i]);
		page_to(p, 2);
		page_handle(p, ROLE_normal, names[i], 0, CELL_CUT_END);
		if (!strcmp(names[i], s->ui->theme.id)) {
			p->column += 2;
			page_put(p, ROLE_dim, _("in use"));
		}
		free(names[i]);
	}
	free(names);
	if (!n) {
		page_row(p);
		page_put(p, ROLE_dim, _("No themes were found."));
	}
	samples(p);
}

/* use - the theme that the row names, as long as one looks */
static void use(struct screen *s)
{
	struct page *page;
	const struct row *row = screen_row(s, &page);
	struct ui *ui = s->ui;
	char name[sizeof ui->theme.id];

	if (!row || !row->value || !strcmp(page->pool + row->value - 1, ui->theme.id))
		return;
	if (!s->was[0])
		snprintf(s->was, sizeof s->was, "%s", ui->theme.id);
	snprintf(name, sizeof name, "%s", page->pool + row->value - 1);
	deed_theme(ui, name);
}

/* keep - the theme that is shown is that of the next start, too */
static void keep(struct ui *ui)
{
	const char *path = ui->options->config;

	if (!path || !*path)
		return;
	if (setting_save(path, setting_at(SET_THEME)->name, ui->theme.id))
		ui_say(ui, _("Kept: %s = %s"), setting_at(SET_THEME)->name, ui->theme.id);
	else
		ui_complain(ui, "%s: %s", path, strerror(errno));
}

/* themes_act - moving shows, Enter keeps, Esc puts back what was */
static bool themes_act(struct screen *s, const struct action *action)
{
	struct ui *ui = s->ui;

	switch (action->id) {
	case DO_OPEN:
		use(s);
		nav_pop(ui);
		keep(ui);
		return true;
	case DO_BACK:
		if (s->was[0] && strcmp(s->was, ui->theme.id))
			deed_theme(ui, s->was);
		return false;
	default: break;
	}
	if (!ui_move(s, action->id))
		return false;
	use(s);
	return true;
}

const struct screen_ops screen_themes = {
	.name = N_("Themes"),
	.scope = ON_THEMES,
	.body = themes_body,
	.act = themes_act,
};
