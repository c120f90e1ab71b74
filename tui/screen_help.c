/* SPDX-License-Identifier: BSD-2-Clause */
/* screen_help - every key of the screen below it, from the table of actions; Enter runs one */
#include <stdio.h>

#include "core/base/i18n.h"
#include "tui/tui.h"
#include "tui/ui.h"

#define KEYS_COLUMNS 24 /* so that no text is cut at 80 columns; tested */

/* works - is this entry one of the screen below, and of this set-up? */
static bool works(const struct screen *s, const struct action *action)
{
	if (action->id == DO_LANGUAGE && !s->ui->options->set_language)
		return false;
	return (action->where & s->under) != 0;
}

/* help_body - a row a key */
static void help_body(struct screen *s, struct page *p)
{
	for (size_t i = 0; action_at(i); i++) {
		const struct action *action = action_at(i);
		const char *keys = action->keys;
		int width = p->width < 60 ? 18 : KEYS_COLUMNS;
		char key[16];

		if (!works(s, action))
			continue;
		page_row(p);
		page_link(p, (struct target){ .kind = TO_ACTION, .host = -1, .a = (int)i });
		for (bool first = true; action_next_key(&keys, key, sizeof key); first = false) {
			if (p->column + cell_text_width(key) + 1 > width)
				break;
			if (!first)
				p->column++;
			page_put(p, ROLE_key, key);
		}
		page_to(p, width);
		page_handle(p, ROLE_normal, _(action->help), p->width - width - 1, CELL_CUT_END);
	}
}

/* help_head - which screen it is about */
static void help_head(struct screen *s, struct page *p)
{
	const struct screen *below = s->ui->depth > 1 ? s->ui->stack[s->ui->depth - 2] : NULL;

	page_row(p);
	page_put(p, ROLE_dim, _("Keys of the screen"));
	p->column++;
	page_put(p, ROLE_strong, below ? _(below->ops->name) : "");
	if (p->width >= 70)
		page_right(p, ROLE_dim, _("type to find; Enter does it"), p->width - 1);
	page_row(p);
	page_line(p, ROLE_rule, p->width - 1);
}

/* help_act - Enter does what the row says */
static bool help_act(struct screen *s, const struct action *action)
{
	struct target target;
	struct ui *ui = s->ui;
	unsigned under = s->under;

	if (action->id != DO_OPEN)
		return false;
	if (!screen_selected(s, &target) || target.kind != TO_ACTION)
		return true;
	nav_pop(ui);
	action = action_at((size_t)target.a);
	if (action && action->where & under)
		ui_do(ui, action);
	return true;
}

const struct screen_ops screen_help = {
	.name = N_("Help"),
	.scope = ON_HELP,
	.head = help_head,
	.body = help_body,
	.act = help_act,
};
