/* SPDX-License-Identifier: BSD-2-Clause */
/* nav - where one is: screens on a stack, and the six sisters of a domain in one place of it */
#include <stdlib.h>

#include "core/base/i18n.h"
#include "tui/adoption.h"
#include "tui/mem.h"
#include "tui/ui.h"

static const struct screen_ops *const nav_sisters[UI_SISTERS] = { &screen_overview, &screen_chain,
	&screen_hosts, &screen_tlsa, &screen_transcript, &screen_findings };

/* screen_new - a screen at its beginning */
static struct screen *screen_new(
    struct ui *ui, const struct screen_ops *ops, unsigned entry, const struct target *target)
{
	struct screen *s = mem_new(1, sizeof *s);

	s->ops = ops;
	s->ui = ui;
	s->entry = entry;
	if (target)
		s->target = *target;
	s->stale = true;
	s->back = -1;
	s->list.at = LIST_NONE;
	s->follow = ops == &screen_transcript;
	return s;
}

/* screen_free - with its pages */
static void screen_free(struct screen *s)
{
	if (!s)
		return;
	page_free(&s->head);
	page_free(&s->left);
	page_free(&s->body);
	page_free(&s->foot);
	page_free(&s->side);
	page_free(&s->scratch);
	free(s);
}

/* is_sister - does it stand in the place of the six? */
static bool is_sister(const struct screen *s)
{
	return s->ops->scope & ON_SISTERS;
}

/* nav_push - one screen further in; NULL: the stack is full */
struct screen *nav_push(
    struct ui *ui, const struct screen_ops *ops, unsigned entry, const struct target *target)
{
	struct screen *s;

	if (ui->depth >= UI_STACK)
		return NULL;
	s = screen_new(ui, ops, entry, target);
	ui->stack[ui->depth++] = s;
	ui_touch(ui);
	return s;
}

/* drop_sisters - the domain is left */
static void drop_sisters(struct ui *ui)
{
	for (size_t i = 0; i < UI_SISTERS; i++) {
		screen_free(ui->sisters[i]);
		ui->sisters[i] = NULL;
	}
}

/* nav_pop - one screen back; never the last one */
void nav_pop(struct ui *ui)
{
	struct screen *s = ui_top(ui);

	if (ui->depth < 2)
		return;
	ui->depth--;
	if (is_sister(s))
		drop_sisters(ui);
	else
		screen_free(s);
	ui_touch(ui);
}

/* nav_free - all screens, the last one too */
void nav_free(struct ui *ui)
{
	while (ui->depth > 1)
		nav_pop(ui);
	if (ui->depth)
		screen_free(ui->stack[--ui->depth]);
}

/* nav_current_sister - which of the six is open; -1: none */
int nav_current_sister(const struct ui *ui)
{
	for (size_t d = 0; d < ui->depth; d++)
		for (int i = 0; i < UI_SISTERS; i++)
			if (ui->stack[d] == ui->sisters[i])
				return i;
	return -1;
}

/* sister_depth - where on the stack the six stand; 0: they do not */
static size_t sister_depth(const struct ui *ui)
{
	for (size_t d = 0; d < ui->depth; d++)
		if (is_sister(ui->stack[d]))
			return d;
	return 0;
}

/* nav_open_domain - the six screens of a domain, one of them in front */
void nav_open_domain(struct ui *ui, unsigned entry, int sister)
{
	while (ui->depth > 1)
		nav_pop(ui);
	for (size_t i = 0; i < UI_SISTERS; i++)
		ui->sisters[i] = screen_new(ui, nav_sisters[i], entry, NULL);
	session_hold(&ui->session, entry);
	ui->stack[ui->depth++] = ui->sisters[sister];
	ui_touch(ui);
}

/* nav_sister - another one of the six; details above them are left */
void nav_sister(struct ui *ui, int sister, const struct target *wanted, bool returnable)
{
	size_t at = sister_depth(ui);
	int from = nav_current_sister(ui);

	if (!at)
		return;
	while (ui->depth > at + 1)
		nav_pop(ui);
	ui->stack[at] = ui->sisters[sister];
	ui->sisters[sister]->back = returnable && from != sister ? from : -1;
	ui->sisters[sister]->stale = true;
	if (wanted) {
		ui->sisters[sister]->want = true;
		ui->sisters[sister]->wanted = *wanted;
	}
	ui_touch(ui);
}

/* nav_open - go into what a row leads to */
void nav_open(struct ui *ui, const struct target *target)
{
	struct screen *top = ui_top(ui), *s;

	switch (target->kind) {
	case TO_NONE:
	case TO_ACTION:
	case TO_SETTING:
	case TO_THEME: return;
	case TO_COMMAND: ui_say(ui, "%s", _("Keys yv copy this row.")); return;
	case TO_ATTACK: attack_open(ui, target); return;
	case TO_TOPIC: nav_push(ui, &screen_explain, top->entry, target); return;
	case TO_FIGURES: nav_push(ui, &screen_figures, 0, target); return;
	case TO_FAILING: adoption_domains(ui, target->a); return;
	case TO_DOMAIN: nav_open_domain(ui, (unsigned)target->a, 0); return;
	case TO_PROBE:
	case TO_DIALOGUE:
		if (top->ops->scope & ON_TRANSCRIPT)
			break;
		nav_sister(ui, DO_TRANSCRIPT - DO_OVERVIEW, NULL, true);
		s = ui->sisters[DO_TRANSCRIPT - DO_OVERVIEW];
		s->target = *target;
		s->follow = true;
		s->stale = true;
		return;
	default: break; /* a thing of the report: it has a page of its own */
	}
	if (!nav_push(ui, &screen_detail, top->entry, target))
		ui_complain(ui, "%s", _("This is as deep as it goes."));
}

/* nav_certs - the certificates of a dialogue, the cursor on those of one handshake (TARGET_LOOK) */
void nav_certs(struct ui *ui, const struct target *t, int look)
{
	struct screen *top = ui_top(ui);
	struct target at = { .kind = TO_CERT, .host = t->host, .a = t->a, .b = look };

	if (!target_cert(screen_report(top), &at))
		ui_say(ui, "%s", _("No certificate was shown here."));
	else if (!nav_push(ui, &screen_certs, top->entry, &at))
		ui_complain(ui, "%s", _("This is as deep as it goes."));
	else if (look) {
		ui_top(ui)->want = true;
		ui_top(ui)->wanted = at;
	}
}

/* nav_back - out of a screen */
void nav_back(struct ui *ui)
{
	struct screen *s = ui_top(ui);

	if (is_sister(s) && s->back >= 0)
		nav_sister(ui, s->back, NULL, false);
	else
		nav_pop(ui);
}

/* next_of_kind - the row of the screen below that leads to the next thing of the same kind */
static bool next_of_kind(struct screen *below, struct screen *s, int step)
{
	size_t row = below->list.at;

	while (row != LIST_NONE) {
		row += (size_t)step;
		if (row >= below->body.nrows)
			return false;
		if (below->body.rows[row].selectable &&
		    below->body.rows[row].target.kind == s->target.kind) {
			list_go(&below->list, row);
			s->target = below->body.rows[row].target;
			return true;
		}
	}
	return false;
}

/* next_domain - the same screen about the next domain of the list */
static bool next_domain(struct ui *ui, struct screen *s, int step)
{
	const struct tui_entry *next = domains_neighbour(ui, s->entry, step);

	if (!next)
		return false;
	domains_go(ui, next->id);
	s->entry = next->id;
	s->target = (struct target){ .kind = TO_DOMAIN, .host = -1, .a = (int)next->id };
	return true;
}

/* nav_sibling - the next one of the same kind, without going back */
void nav_sibling(struct ui *ui, int step)
{
	struct screen *s = ui_top(ui), *below;
	const struct tui_entry *next;

	if (is_sister(s)) {
		int sister = nav_current_sister(ui);

		next = domains_neighbour(ui, s->entry, step);
		if (!next) {
			ui_say(ui, "%s",
			    step > 0 ? _("This is the last domain of the list.")
				     : _("This is the first domain of the list."));
			return;
		}
		domains_go(ui, next->id);
		nav_open_domain(ui, next->id, sister);
		return;
	}
	below = ui->depth > 1 ? ui->stack[ui->depth - 2] : NULL;
	if (!below ||
	    !(below->ops->row ? next_domain(ui, s, step) : next_of_kind(below, s, step))) {
		ui_say(ui, "%s", _("There is no further one of these."));
		return;
	}
	s->stale = true;
	s->list.top = 0;
	s->list.at = LIST_NONE;
	ui_touch(ui);
}
