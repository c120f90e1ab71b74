/* SPDX-License-Identifier: BSD-2-Clause */
/* frame - what stands around the rows: path, tabs, status line, footer */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "tui/adoption.h"
#include "tui/cell.h"
#include "tui/draw.h"
#include "tui/glyph.h"
#include "tui/tui.h"
#include "tui/ui.h"
#include "tui/words.h"

#define FOOTER_KEYS 9

/* fill - a whole row in one role */
static void fill(struct ui *ui, int y, int width, enum role role)
{
	cell_fill(
	    y, 0, width, " ", ui->term.look[role].attr, ui->term.look[role].pair, ui->term.utf8);
}

/* level_name - a screen's part of the path */
static const char *level_name(struct screen *s, char *buf, size_t size)
{
	return s->ops->title ? s->ops->title(s, buf, size) : _(s->ops->name);
}

/* path - "Domains > minvenw.nl > Mail hosts > mx2...", cut in its middle */
static void path(struct ui *ui, char *out, size_t size, int width)
{
	char whole[1024], name[600], sep[16];
	size_t len = 0;

	snprintf(sep, sizeof sep, " %s ", glyph(ui_fancy(ui), GLYPH_PATH));
	whole[0] = '\0';
	for (size_t i = 0; i < ui->depth && len < sizeof whole; i++) {
		struct screen *s = ui->stack[i];
		const struct tui_entry *entry = screen_entry(s);

		if (i == 1 && entry)
			len += (size_t)snprintf(
			    whole + len, sizeof whole - len, "%s%s", sep, entry->unicode);
		if (len < sizeof whole)
			len += (size_t)snprintf(whole + len, sizeof whole - len, "%s%s",
			    i ? sep : "", level_name(s, name, sizeof name));
	}
	cell_fit(out, size, whole, width, CELL_CUT_MIDDLE, glyph(ui_fancy(ui), GLYPH_CUT));
}

/* draw_verdict - at the right end of the title: of the domain that is shown; returns its cells */
static int draw_verdict(struct ui *ui, int width)
{
	const struct tui_entry *entry = screen_entry(ui_top(ui));
	char text[64];
	struct said said;
	int cells;

	if (!entry)
		return 0;
	said = words_verdict(entry->report ? entry->report->verdict : DS_V_PENDING);
	if (entry->state == ENTRY_STOPPED)
		said = (struct said){ MARK_UNKNOWN, _("stopped") };
	snprintf(text, sizeof text, " %s %s ", ui->theme.mark[said.mark][ui_fancy(ui)], said.word);
	cells = cell_text_width(text);
	if (cells < width / 2)
		draw_text(ui, 0, width - cells, cells, ROLE_title, text);
	return cells;
}

/* draw_home - the title of the first screen: the program, the remark, the other language */
static void draw_home(struct ui *ui, int width)
{
	const char *remark = ui->options->remark ? _(ui->options->remark) : "";
	char text[256], watched[64] = "";
	int used;

	if (ui->watched > 0)
		snprintf(watched, sizeof watched,
		    n_("   %d domain is watched", "   %d domains are watched", ui->watched),
		    ui->watched);
	used = draw_text(ui, 0, 1, width - 2, ROLE_title, "danescope");
	if (width >= 80)
		draw_text(ui, 0, 1 + used, width - 2 - used, ROLE_title, watched);
	if (ui->options->set_language)
		snprintf(
		    text, sizeof text, "%s%sL %s", remark, *remark ? "    " : "", _("Nederlands"));
	else
		snprintf(text, sizeof text, "%s", remark);
	used = cell_text_width(text);
	if (used + 13 < width)
		draw_text(ui, 0, width - used - 1, used, ROLE_title, text);
}

/* draw_title - the bar at the top */
void draw_title(struct ui *ui, int width)
{
	char text[1024];
	int used;

	fill(ui, 0, width, ROLE_title);
	if (ui->depth == 1 && !(ui_top(ui)->ops->scope & ~ON_DOMAINS)) {
		draw_home(ui, width);
		return;
	}
	used = draw_verdict(ui, width);
	path(ui, text, sizeof text, width - used - 3);
	draw_text(ui, 0, 1, width - used - 2, ROLE_title, text);
}

/* problem_count - errors and warnings of a domain, for the tab of the findings */
static size_t problem_count(const struct ds_report *report, enum mark *mark)
{
	size_t n = 0;

	*mark = MARK_WEAK;
	for (size_t i = 0; report && i < report->nfindings; i++) {
		if (report->findings[i]->severity > DS_WARNING)
			continue;
		n++;
		if (report->findings[i]->severity == DS_ERROR)
			*mark = MARK_BAD;
	}
	return n;
}

/* draw_tab - one of them; returns where the next one goes */
static int draw_tab(struct ui *ui, int y, int x, int width, int i)
{
	const struct screen_ops *ops = ui->sisters[i]->ops;
	bool on = i == nav_current_sister(ui);
	enum mark mark;
	char text[64];
	size_t n;

	snprintf(text, sizeof text, "%d ", i + 1);
	x += draw_text(ui, y, x, width - x, on ? ROLE_tab_on : ROLE_key, text);
	x += draw_text(ui, y, x, width - x, on ? ROLE_tab_on : ROLE_tab, _(ops->name));
	if (ops == &screen_findings) {
		n = problem_count(screen_report(ui_top(ui)), &mark);
		snprintf(text, sizeof text, "%zu", n);
		if (n)
			x += 1 + draw_text(ui, y, x + 1, width - x - 1, (enum role)mark, text);
	}
	return x;
}

/* draw_tabs - the six screens of a domain */
void draw_tabs(struct ui *ui, int y, int width)
{
	int current = nav_current_sister(ui), x = 1, need = 0;

	for (int i = 0; i < UI_SISTERS; i++)
		need += cell_text_width(_(ui->sisters[i]->ops->name)) + 4;
	if (need > width) {
		x = draw_tab(ui, y, x, width, current);
		draw_text(ui, y, x + 2, width - x - 2, ROLE_tab, "(1-6, Tab)");
		return;
	}
	for (int i = 0; i < UI_SISTERS; i++)
		x = draw_tab(ui, y, x, width, i) + (width >= 90 ? 4 : 2);
}

/* running - what goes on, in words that change seldom: every change costs the line */
static const char *running(const struct ds_report *report)
{
	for (size_t h = 0; report && h < report->nhosts; h++)
		for (size_t p = 0; p < report->hosts[h]->nprobes; p++)
			if (!report->hosts[h]->probes[p]->done)
				return _("talking to the mail hosts");
	return report && report->mx_kind != DS_MX_UNKNOWN ? _("asking about the mail hosts")
							  : _("asking the DNS");
}

/* progress - of a list: how far, how fast, how long still */
static void progress(const struct ui *ui, struct session_count count, char *out, size_t size)
{
	size_t all = count.done + count.running + count.waiting;
	unsigned rate, left;
	char span[40];

	if (all > UI_BUSY && session_rate(&ui->session, &rate, &left))
		snprintf(out, size, _("Checking: %zu of %zu done, %u a minute, %s left."),
		    count.done, all, rate, words_span(span, sizeof span, left));
	else
		snprintf(out, size, _("Checking: %zu of %zu done."), count.done, all);
}

/* idle_status - what the status line says when there is nothing to say */
static void idle_status(struct ui *ui, struct screen *s, char *out, size_t size)
{
	struct session_count count = session_count(&ui->session);
	const struct tui_entry *entry = screen_entry(s);
	struct page *page;
	const struct row *row = screen_row(s, &page);

	out[0] = '\0';
	if (row && row->full)
		snprintf(out, size, "%s", page->pool + row->full - 1);
	else if (entry && entry->state == ENTRY_RUNNING)
		snprintf(out, size, _("Checking: %s."), running(entry->report));
	else if (entry && entry->state == ENTRY_WAITING)
		snprintf(out, size, "%s", _("Waiting for its turn."));
	else if (!entry && ui->order.filter[0] && s->ops == &screen_domains)
		snprintf(out, size, _("%zu of %zu domains have \"%s\". Esc shows all."),
		    ui->order.n, ui->session.n, ui->order.filter);
	else if (s->ops == &screen_domains && ui->order.only.on)
		adoption_told(ui, out, size);
	else if (!entry && (count.running || count.waiting))
		progress(ui, count, out, size);
	else if (s->filter[0])
		snprintf(out, size, _("Only rows with \"%s\"; f and Esc show all."), s->filter);
	else if (!ui->session.n && kept_count(ui) && s->ops == &screen_domains)
		snprintf(out, size,
		    n_("%zu domain of last time is kept. Key u takes it up again.",
			"%zu domains of last time are kept. Key u takes them up again.",
			kept_count(ui)),
		    kept_count(ui));
}

/* draw_more - at the end of the status line: are there rows above or below? Not beside the rows: there
 * the arrows would have to be drawn anew whenever the rows scroll. */
static void draw_more(struct ui *ui, const struct screen *s, int y, int width)
{
	if (s->list.top)
		draw_text(ui, y, width - 4, 1, ROLE_dim, glyph(ui_fancy(ui), GLYPH_MORE_UP));
	if (!list_at_end(&s->list))
		draw_text(ui, y, width - 2, 1, ROLE_dim, glyph(ui_fancy(ui), GLYPH_MORE_DOWN));
}

/* draw_status - messages, or what runs */
void draw_status(struct ui *ui, struct screen *s, int y, int width)
{
	char text[1024], fit[1024];

	if (ui->prompt.kind != PROMPT_NONE)
		return;
	if (ui->message[0])
		snprintf(text, sizeof text, "%s", ui->message);
	else
		idle_status(ui, s, text, sizeof text);
	cell_fit(fit, sizeof fit, text, width - 7, CELL_CUT_END, glyph(ui_fancy(ui), GLYPH_CUT));
	draw_text(ui, y, 1, width - 7,
	    ui->message[0] && ui->message_error ? ROLE_error : ROLE_status, fit);
	draw_more(ui, s, y, width);
}

/* footer_key - "Esc back"; returns where the next one goes, or -1 where it does not fit */
static int footer_key(struct ui *ui, int y, int x, int width, const char *key, const char *label)
{
	int need = cell_text_width(key) + 1 + cell_text_width(label);

	if (x + need > width - 1)
		return -1;
	x += draw_text(ui, y, x, width - x, ROLE_key, key) + 1;
	return x + draw_text(ui, y, x, width - x, ROLE_label, label) + 2;
}

/* draw_footer - the keys that matter here */
void draw_footer(struct ui *ui, int y, int width)
{
	unsigned scope = ui_top(ui)->ops->scope;
	const struct action *help = action_of(scope, DO_HELP);
	int x = 1, n = 1, last = width;
	char hint[1024], fit[1024];

	if (ui->prompt.kind == PROMPT_COMMAND) {
		command_hint(ui, hint, sizeof hint);
		cell_fit(
		    fit, sizeof fit, hint, width - 2, CELL_CUT_END, glyph(ui_fancy(ui), GLYPH_CUT));
		draw_text(ui, y, 1, width - 2, ROLE_label, fit);
		return;
	}
	if (ui->prompt.kind != PROMPT_NONE) {
		x = footer_key(ui, y, x, width, "Enter", _("go"));
		x = x < 0 ? -1 : footer_key(ui, y, x, width, "Esc", _("cancel"));
		if (x >= 0 && ui->prompt.kind != PROMPT_FILTER)
			footer_key(ui, y, x, width, "Up", _("earlier ones"));
		return;
	}
	if (help) {
		last = width - cell_text_width(_(help->footer)) - 3;
		footer_key(ui, y, last, width + 1, "?", _(help->footer));
		last--;
	}
	for (size_t i = 0; action_at(i) && n < FOOTER_KEYS; i++) {
		const struct action *action = action_at(i);
		const char *keys = action->keys;
		char key[16];
		int next;

		if (!(action->where & scope) || !action->footer || action == help ||
		    (action->id == DO_LANGUAGE && !ui->options->set_language) ||
		    (action->id == DO_ATTACK && !ui->options->stage) ||
		    !action_next_key(&keys, key, sizeof key))
			continue;
		next = footer_key(ui, y, x, last, key, _(action->footer));
		if (next < 0)
			continue;
		x = next;
		n++;
	}
}
