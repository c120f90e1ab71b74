/* SPDX-License-Identifier: BSD-2-Clause */
/* screen_domains - home: the list of domains, each row filled in as its facts arrive */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/loop.h"
#include "core/danescope.h"
#include "core/report/report.h"
#include "tui/adoption.h"
#include "tui/mem.h"
#include "tui/tui.h"
#include "tui/ui.h"
#include "tui/words.h"

#define FOOT_ROWS 3 /* below the list: a line, and the summary */

enum column {
	COL_DOMAIN,
	COL_VERDICT,
	COL_DNSSEC,
	COL_MX,
	COL_TLSA,
	COL_STARTTLS,
	COL_CERT,
	COL_WHEN,
	COL_GROUP,
	COL_COUNT
};

/* Beside the pane, which has them too, these columns give way to long names, up to so many cells; the
 * others do only for the least. */
#define NAME_LIKED 28
#define DROP_LIKED 5

/* Heads take at most 8 cells; the last columns to be dropped have the least `drop`. */
static const struct {
	const char *head;
	int width;   /* of the text, without a mark */
	bool marked; /* with a mark before it */
	int drop;
} columns[COL_COUNT] = {
	[COL_DOMAIN] = { N_("DOMAIN"), 16, false, 0 },
	[COL_VERDICT] = { N_("VERDICT"), 11, true, 0 },
	[COL_DNSSEC] = { N_("DNSSEC"), 8, true, 2 },
	[COL_MX] = { N_("MX"), 3, false, 6 },
	[COL_TLSA] = { N_("TLSA"), 5, true, 3 },
	[COL_STARTTLS] = { N_("STARTTLS"), 6, true, 4 },
	[COL_CERT] = { N_("CERT"), 6, false, 5 },
	[COL_WHEN] = { N_("WHEN"), 5, false, 7 },
	[COL_GROUP] = { N_("GROUP"), 16, false, 8 },
};

/* Columns that there is room for; 0 cells: not shown. */
struct plan {
	int cells[COL_COUNT];
};

/* drop_of - how soon a column is dropped; groups stay where the list is ordered by them */
static int drop_of(const struct screen *s, int c)
{
	return c == COL_GROUP && s->ui->order.by == ORDER_GROUP ? 1 : columns[c].drop;
}

/* plan_columns - drop columns until the domain has its room: its least, and what the longest one wants */
static struct plan plan_columns(const struct screen *s, const struct page *p)
{
	int least = columns[COL_DOMAIN].width, liked = s->ui->session.widest;
	struct plan plan;
	int used = 0;

	for (int c = 1; c < COL_COUNT; c++) {
		plan.cells[c] = columns[c].width + (columns[c].marked ? page_mark_width(p) : 0);
		if (c == COL_GROUP && !groups_any(&s->ui->session.groups))
			plan.cells[c] = 0;
		used += plan.cells[c] ? plan.cells[c] + 1 : 0;
	}
	used++; /* air before the right edge, or the pane beside it */
	liked = liked < least || !s->side.width ? least : liked > NAME_LIKED ? NAME_LIKED : liked;
	for (int drop = 8; drop > 0 && p->width - used < (drop >= DROP_LIKED ? liked : least);
	     drop--)
		for (int c = 1; c < COL_COUNT; c++)
			if (drop_of(s, c) == drop && plan.cells[c]) {
				used -= plan.cells[c] + 1;
				plan.cells[c] = 0;
			}
	plan.cells[COL_DOMAIN] = p->width - used > 44 ? 44 : p->width - used;
	return plan;
}

/* refresh_rows - the rows as they are to be shown; the selected domain stays selected */
static void refresh_rows(struct screen *s)
{
	struct order *o = &s->ui->order;
	const struct tui_entry *selected = s->list.at < o->n ? o->at[s->list.at] : NULL;
	size_t row;

	if (!order_refresh(o, &s->ui->session))
		return;
	row = selected ? order_row(o, selected) : LIST_NONE;
	if (row != LIST_NONE && s->list.at != row) {
		list_set(&s->list, o->n, s->list.height, NULL, NULL);
		list_go(&s->list, row);
	}
}

/* entry_at - the domain of a row */
static struct tui_entry *entry_at(struct ui *ui, size_t i)
{
	return i < ui->order.n ? ui->order.at[i] : NULL;
}

/* selected_entry - the domain under the cursor */
static struct tui_entry *selected_entry(struct screen *s)
{
	return entry_at(s->ui, s->list.at);
}

/* domains_neighbour - the next domain in the order of the list */
struct tui_entry *domains_neighbour(struct ui *ui, unsigned entry, int step)
{
	size_t row = order_row(&ui->order, session_find(&ui->session, entry));

	return row == (size_t)-1 ? NULL : entry_at(ui, row + (size_t)step);
}

/* domains_go - the cursor onto a domain; a filter that hides it is lifted */
void domains_go(struct ui *ui, unsigned entry)
{
	struct screen *s = ui->stack[0];
	const struct tui_entry *wanted = session_find(&ui->session, entry);

	refresh_rows(s);
	if (wanted && !wanted->shown && (ui->order.filter[0] || ui->order.only.on)) {
		ui->order.filter[0] = '\0';
		ui->order.only.on = false;
		ui->order.stale = true;
		refresh_rows(s);
	}
	list_set(&s->list, ui->order.n, s->list.height, NULL, NULL);
	if (wanted)
		list_go(&s->list, order_row(&ui->order, wanted));
}

/* welcome - instead of an empty table */
static void welcome(struct page *p)
{
	page_row(p);
	page_row(p);
	page_put(p, ROLE_strong, _("Is mail to a domain protected by DNSSEC, DANE and STARTTLS?"));
	page_row(p);
	page_row(p);
	page_wrap(p, ROLE_normal, 0,
	    _("Press a and type one or more domains, mail addresses or URLs; a list can be "
	      "pasted. Each check begins at once. Press ? for all keys, q to quit."));
}

/* nothing_left - where a filter lets nothing pass */
static void nothing_left(const struct ui *ui, struct page *p)
{
	page_row(p);
	page_row(p);
	if (ui->order.filter[0])
		page_putf(p, ROLE_normal, _("No domain has \"%s\". Esc shows all again."),
		    ui->order.filter);
	else
		page_put(p, ROLE_normal, _("There is no such domain any more. Esc: the figures."));
}

/* domains_head - the heads of the columns */
static void domains_head(struct screen *s, struct page *p)
{
	struct plan plan;
	int x = 0;

	refresh_rows(s);
	if (!s->ui->order.n) {
		if (s->ui->session.n)
			nothing_left(s->ui, p);
		else
			welcome(p);
		return;
	}
	plan = plan_columns(s, p);
	page_row(p);
	for (int c = 0; c < COL_COUNT; c++) {
		if (!plan.cells[c])
			continue;
		p->column = x;
		page_put(
		    p, c == (int)s->ui->order.by ? ROLE_strong : ROLE_head, _(columns[c].head));
		x += plan.cells[c] + 1;
	}
}

/* domains_rows - how many */
static size_t domains_rows(const struct screen *s)
{
	return s->ui->order.n;
}

/* put_said - mark and word in a column */
static void put_said(struct page *p, int x, int cells, struct said said)
{
	p->column = x;
	page_mark(p, said.mark);
	page_field(p, (enum role)said.mark, said.word, cells - page_mark_width(p), CELL_CUT_END);
}

/* put_share - "2/2", with a mark that says whether that is all */
static void put_share(struct page *p, int x, int cells, unsigned n, unsigned of, enum mark none)
{
	char text[32];

	snprintf(text, sizeof text, "%u/%u", n, of);
	put_said(p, x, cells, (struct said){ n == of ? MARK_GOOD : n ? MARK_WEAK : none, text });
}

/* put_tlsa - how many hosts have records that count, and whether they fit */
static void put_tlsa(struct page *p, int x, int cells, const struct gist *g)
{
	char text[32];

	snprintf(text, sizeof text, "%u/%u", g->tlsa, g->hosts);
	put_said(p, x, cells, (struct said){ g->tlsa_mark, text });
}

/* put_cert - days that the first certificate to end has left */
static void put_cert(struct page *p, int x, const struct gist *g)
{
	char text[32];

	p->column = x;
	if (!g->certified)
		return;
	snprintf(text, sizeof text, _("%ld d"), g->cert_days);
	page_put(p, g->cert_days < 14 ? ROLE_weak : ROLE_normal, text);
}

/* put_when - the time of day, or the day where it was another one */
static void put_when(const struct screen *s, struct page *p, int x, const struct gist *g)
{
	const struct ds_loop *loop = s->ui->options->loop;
	int64_t now = loop ? ds_loop_wall(loop) / 1000 : g->started_ms;
	char text[32];

	p->column = x;
	if (now - g->started_ms < (int64_t)20 * 3600 * 1000)
		page_put(p, ROLE_normal, words_clock(text, sizeof text, g->started_ms));
	else
		page_putf(
		    p, ROLE_dim, "%.5s", words_moment(text, sizeof text, g->started_ms / 1000) + 5);
}

/* mx_role - the list of mail hosts is as good as its proof; and it spares the line a change of colour */
static enum role mx_role(const struct gist *g)
{
	return g->dnssec != DS_UNCHECKED ? (enum role)words_status(NULL, g->dnssec).mark
					 : ROLE_normal;
}

/* put_facts - the columns behind the verdict */
static void put_facts(
    const struct screen *s, struct page *p, const struct plan *plan, const struct gist *g)
{
	int x[COL_COUNT], at = 0;
	char text[32];

	for (int c = 0; c < COL_COUNT; c++) {
		x[c] = at;
		at += plan->cells[c] ? plan->cells[c] + 1 : 0;
	}
	if (plan->cells[COL_DNSSEC] && g->dnssec != DS_UNCHECKED)
		put_said(p, x[COL_DNSSEC], plan->cells[COL_DNSSEC], words_status(NULL, g->dnssec));
	if (plan->cells[COL_MX] && g->mx_kind != DS_MX_UNKNOWN) {
		p->column = x[COL_MX];
		snprintf(text, sizeof text, "%u", g->hosts);
		page_put(p, g->hosts ? mx_role(g) : ROLE_normal, g->hosts ? text : "-");
	}
	if (plan->cells[COL_TLSA] && g->hosts)
		put_tlsa(p, x[COL_TLSA], plan->cells[COL_TLSA], g);
	if (plan->cells[COL_STARTTLS] && g->answered)
		put_share(
		    p, x[COL_STARTTLS], plan->cells[COL_STARTTLS], g->tls, g->answered, MARK_BAD);
	if (plan->cells[COL_CERT])
		put_cert(p, x[COL_CERT], g);
	if (plan->cells[COL_WHEN])
		put_when(s, p, x[COL_WHEN], g);
}

/* put_group - the name of its group, in the last column */
static void put_group(
    const struct screen *s, struct page *p, const struct plan *plan, const struct tui_entry *entry)
{
	char name[ADOPTION_NAME];

	if (!plan->cells[COL_GROUP])
		return;
	p->column = 0;
	for (int c = 0; c < COL_GROUP; c++)
		p->column += plan->cells[c] ? plan->cells[c] + 1 : 0;
	page_field(p, ROLE_dim,
	    entry->group ? adoption_group(s->ui, entry->group, name, sizeof name) : "",
	    plan->cells[COL_GROUP], CELL_CUT_MIDDLE);
}

/* domains_row - one domain */
static void domains_row(struct screen *s, struct page *p, size_t i)
{
	const struct tui_entry *entry = entry_at(s->ui, i);
	struct plan plan = plan_columns(s, p);
	struct said said;
	struct gist gist;

	if (!entry)
		return;
	said = words_entry(entry);
	gist = session_gist(entry);
	page_row(p);
	page_link(p, (struct target){ .kind = TO_DOMAIN, .host = -1, .a = (int)entry->id });
	page_value(p, entry->unicode);
	page_handle(p, ROLE_normal, entry->unicode, plan.cells[COL_DOMAIN], CELL_CUT_MIDDLE);
	put_said(p, plan.cells[COL_DOMAIN] + 1, plan.cells[COL_VERDICT], said);
	if (said.mark == MARK_BAD || said.mark == MARK_WEAK)
		page_problem(p);
	if (gist.known)
		put_facts(s, p, &plan, &gist);
	put_group(s, p, &plan, entry);
}

/* domains_foot - the selected domain in words: its verdict and its worst finding */
static void domains_foot(struct screen *s, struct page *p, int room)
{
	const struct tui_entry *entry = selected_entry(s);
	char text[1024];

	if (!entry || room < 12 || s->side.width > 0)
		return;
	page_row(p);
	page_line(p, ROLE_rule, p->width - 1);
	page_row(p);
	if (entry->report && entry->report->done)
		page_wrap(p, ROLE_normal, 0, ds_summary(entry->report, text, sizeof text));
	else if (!entry->report && entry->gist.known)
		page_wrap(p, ROLE_dim, 0, _("Seen before. Enter looks again and shows all of it."));
	while (p->nrows < FOOT_ROWS)
		page_row(p);
}

/* remove_selected - off the list */
static void remove_selected(struct screen *s)
{
	const struct tui_entry *entry = selected_entry(s);

	if (!entry) {
		ui_say(s->ui, "%s", _("There is no domain on the list yet. Key a adds one."));
		return;
	}
	ui_say(s->ui, _("%s removed; u puts it back."), entry->unicode);
	session_remove(&s->ui->session, entry->id);
	s->stale = true;
}

/* put_back - what was removed last; where nothing was, the whole of last time */
static void put_back(struct screen *s)
{
	const struct tui_entry *entry;

	if (!s->ui->session.removed && kept_take(s->ui))
		return;
	entry = session_undo(&s->ui->session);

	s->stale = true;
	if (entry)
		domains_go(s->ui, entry->id);
	else
		ui_say(s->ui, "%s", _("Nothing was removed."));
}

/* say_order - which order that is now */
static void say_order(struct ui *ui)
{
	static const char *const names[ORDER_COUNT] = {
		[ORDER_NAME] = N_("Order: by name."),
		[ORDER_VERDICT] = N_("Order: worst first."),
		[ORDER_DNSSEC] = N_("Order: by DNSSEC, worst first."),
		[ORDER_MX] = N_("Order: by the number of mail hosts."),
		[ORDER_TLSA] = N_("Order: by TLSA, worst first."),
		[ORDER_STARTTLS] = N_("Order: by STARTTLS, worst first."),
		[ORDER_CERT] = N_("Order: certificate that ends first."),
		[ORDER_WHEN] = N_("Order: seen last."),
		[ORDER_GROUP] = N_("Order: by group."),
		[ORDER_ADDED] = N_("Order: as added."),
	};

	ui_say(ui, "%s%s", _(names[ui->order.by]), ui->order.turned ? _(" Turned round.") : "");
}

/* sort - worst first, then turned round; or by the next column */
static void sort(struct screen *s, bool column)
{
	struct order *o = &s->ui->order;

	if (column) {
		o->by = (o->by + 1) % ORDER_COUNT;
		if (o->by == ORDER_GROUP && !groups_any(&s->ui->session.groups))
			o->by++;
		o->turned = false;
	} else if (o->by == ORDER_ADDED && !o->turned) {
		o->by = ORDER_VERDICT;
	} else {
		o->turned = !o->turned;
	}
	o->stale = s->stale = true;
	say_order(s->ui);
}

/* domains_filter - only rows with a text, or all */
static void domains_filter(struct screen *s, const char *text)
{
	snprintf(s->ui->order.filter, sizeof s->ui->order.filter, "%s", text);
	s->ui->order.stale = s->stale = true;
}

/* domains_has - for the search: without making the row */
static bool domains_has(struct screen *s, size_t i, const struct order_sieve *sieve)
{
	const struct tui_entry *entry = entry_at(s->ui, i);

	return entry && order_passes(sieve, entry);
}

/* domains_problem - is a row a problem? */
static bool domains_problem(struct screen *s, size_t i)
{
	const struct tui_entry *entry = entry_at(s->ui, i);
	enum mark mark = entry ? words_entry(entry).mark : MARK_NONE;

	return mark == MARK_BAD || mark == MARK_WEAK;
}

/* recheck_all - every domain that is shown, once more */
static void recheck_all(struct ui *ui)
{
	if (!ui->order.n)
		ui_say(ui, "%s", _("There is no domain to check. Key a adds one."));
	for (size_t i = 0; i < ui->order.n; i++) {
		if (session_recheck(&ui->session, ui->order.at[i]))
			continue;
		ui_say(ui, "%s", _("This is a recording: it cannot be asked again."));
		return;
	}
}

/* domains_act - what only the list does */
static bool domains_act(struct screen *s, const struct action *action)
{
	struct tui_entry *entry = selected_entry(s);

	switch (action->id) {
	case DO_BACK:
		if (s->found)
			s->found = false;
		else if (s->ui->order.filter[0])
			domains_filter(s, "");
		else if (s->ui->order.only.on)
			adoption_return(s->ui);
		else if (s->ui->intake)
			intake_free(s->ui);
		else if (!entry || !session_stop(&s->ui->session, entry))
			ui_say(s->ui, "%s", _("This is the first screen. Key q quits."));
		break;
	case DO_REMOVE: remove_selected(s); break;
	case DO_UNDO: put_back(s); break;
	case DO_SORT: sort(s, false); break;
	case DO_SORT_COLUMN: sort(s, true); break;
	case DO_RECHECK_ALL: recheck_all(s->ui); break;
	case DO_FIGURES: adoption_open(s->ui); break;
	default: return false;
	}
	return true;
}

const struct screen_ops screen_domains = {
	.name = N_("Domains"),
	.scope = ON_DOMAINS,
	.side = true,
	.rests = true,
	.head = domains_head,
	.rows = domains_rows,
	.row = domains_row,
	.foot = domains_foot,
	.act = domains_act,
	.has = domains_has,
	.problem = domains_problem,
	.filter = domains_filter,
};
