/* SPDX-License-Identifier: BSD-2-Clause */
/* screen_domains - home: the list of domains, each row filled in as its facts arrive */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/report/report.h"
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
	COL_COUNT
};

/* Heads take at most 8 cells; the last columns to be dropped have the least `drop`. */
static const struct {
	const char *head;
	int width;   /* of the text, without a mark */
	bool marked; /* with a mark before it */
	int drop;
} columns[COL_COUNT] = {
	[COL_DOMAIN] = { N_("DOMAIN"), 18, false, 0 },
	[COL_VERDICT] = { N_("VERDICT"), 11, true, 0 },
	[COL_DNSSEC] = { N_("DNSSEC"), 8, true, 2 },
	[COL_MX] = { N_("MX"), 3, false, 5 },
	[COL_TLSA] = { N_("TLSA"), 5, true, 3 },
	[COL_STARTTLS] = { N_("STARTTLS"), 6, true, 4 },
	[COL_CERT] = { N_("CERT"), 6, false, 6 },
	[COL_WHEN] = { N_("WHEN"), 5, false, 7 },
};

/* What the list can be ordered by, in the order of the key. */
enum order { ORDER_LIST, ORDER_VERDICT, ORDER_NAME, ORDER_CERT, ORDER_COUNT };

/* Columns that there is room for; 0 cells: not shown. */
struct plan {
	int cells[COL_COUNT];
};

/* plan_columns - drop columns until the domain has its room */
static struct plan plan_columns(const struct page *p)
{
	struct plan plan;
	int used = 0;

	for (int c = 1; c < COL_COUNT; c++) {
		plan.cells[c] = columns[c].width + (columns[c].marked ? page_mark_width(p) : 0);
		used += plan.cells[c] + 1;
	}
	used++; /* air before the right edge, or the pane beside it */
	for (int drop = 7; drop > 0 && p->width - used < columns[COL_DOMAIN].width; drop--)
		for (int c = 1; c < COL_COUNT; c++)
			if (columns[c].drop == drop) {
				used -= plan.cells[c] + 1;
				plan.cells[c] = 0;
			}
	plan.cells[COL_DOMAIN] = p->width - used > 44 ? 44 : p->width - used;
	return plan;
}

/* worse - for sorting: how soon one should look at a verdict */
static int worse(const struct tui_entry *entry)
{
	static const int rank[] = { [DS_V_PENDING] = 5,
		[DS_V_SECURED] = 4,
		[DS_V_PARTIAL] = 2,
		[DS_V_UNPROTECTED] = 3,
		[DS_V_BROKEN] = 0,
		[DS_V_NO_MAIL] = 6,
		[DS_V_UNKNOWN] = 1 };

	return rank[entry->report ? entry->report->verdict : DS_V_PENDING];
}

/* compare - two domains in an order */
static int compare(const struct tui_entry *a, const struct tui_entry *b, enum order order)
{
	long x = LONG_MAX, y = LONG_MAX;

	if (order == ORDER_VERDICT && worse(a) != worse(b))
		return worse(a) - worse(b);
	if (order == ORDER_CERT) {
		if (a->report)
			words_cert_days(a->report, &x);
		if (b->report)
			words_cert_days(b->report, &y);
		if (x != y)
			return x < y ? -1 : 1;
	}
	return strcmp(a->domain, b->domain);
}

/* What qsort_r is told. */
struct sorting {
	const struct session *session;
	enum order order;
	bool turned;
};

/* by_order - for qsort_r on places in the session */
static int by_order(const void *a, const void *b, void *arg)
{
	const struct sorting *by = arg;
	int way = compare(by->session->entries[*(const unsigned *)a],
	    by->session->entries[*(const unsigned *)b], by->order);

	return by->turned ? -way : way;
}

/* put_in_order - the ids as they are shown; the selected domain stays selected */
static void put_in_order(struct screen *s)
{
	struct ui *ui = s->ui;
	struct session *session = &ui->session;
	struct sorting by = { session, (enum order)s->variant, s->turned };
	unsigned selected = s->list.at < ui->norder ? ui->order[s->list.at] : 0;

	ui->order = mem_room(ui->order, &ui->order_cap, session->n, sizeof *ui->order);
	ui->norder = session->n;
	for (size_t i = 0; i < session->n; i++)
		ui->order[i] = (unsigned)(s->turned ? session->n - 1 - i : i);
	if (by.order != ORDER_LIST && session->n)
		qsort_r(ui->order, ui->norder, sizeof *ui->order, by_order, &by);
	for (size_t i = 0; i < ui->norder; i++) {
		ui->order[i] = session->entries[ui->order[i]]->id;
		if (ui->order[i] == selected && s->list.at != i) {
			list_set(&s->list, ui->norder, s->list.height, NULL, NULL);
			list_go(&s->list, i);
		}
	}
}

/* entry_at - the domain of a row */
static struct tui_entry *entry_at(struct ui *ui, size_t i)
{
	return i < ui->norder ? session_find(&ui->session, ui->order[i]) : NULL;
}

/* selected_entry - the domain under the cursor */
static struct tui_entry *selected_entry(struct screen *s)
{
	return entry_at(s->ui, s->list.at);
}

/* domains_neighbour - the next domain in the order of the list */
struct tui_entry *domains_neighbour(struct ui *ui, unsigned entry, int step)
{
	for (size_t i = 0; i < ui->norder; i++)
		if (ui->order[i] == entry)
			return entry_at(ui, i + (size_t)step);
	return NULL;
}

/* domains_go - the cursor onto a domain */
void domains_go(struct ui *ui, unsigned entry)
{
	struct screen *s = ui->stack[0];

	put_in_order(s);
	list_set(&s->list, ui->norder, s->list.height, NULL, NULL);
	for (size_t i = 0; i < ui->norder; i++)
		if (ui->order[i] == entry)
			list_go(&s->list, i);
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

/* domains_head - the heads of the columns */
static void domains_head(struct screen *s, struct page *p)
{
	static const int sorted[ORDER_COUNT] = { -1, COL_VERDICT, COL_DOMAIN, COL_CERT };
	struct plan plan;
	int x = 0;

	if (s->stale || s->ui->norder != s->ui->session.n)
		put_in_order(s);
	if (!s->ui->norder) {
		welcome(p);
		return;
	}
	plan = plan_columns(p);
	page_row(p);
	for (int c = 0; c < COL_COUNT; c++) {
		if (!plan.cells[c])
			continue;
		p->column = x;
		page_put(p, c == sorted[s->variant] ? ROLE_strong : ROLE_head, _(columns[c].head));
		x += plan.cells[c] + 1;
	}
}

/* domains_rows - how many */
static size_t domains_rows(const struct screen *s)
{
	return s->ui->norder;
}

/* put_said - mark and word in a column */
static void put_said(struct page *p, int x, int cells, struct said said)
{
	p->column = x;
	page_mark(p, said.mark);
	page_field(p, (enum role)said.mark, said.word, cells - page_mark_width(p), CELL_CUT_END);
}

/* put_share - "2/2", with a mark that says whether that is all */
static void put_share(struct page *p, int x, int cells, size_t n, size_t of, enum mark none)
{
	char text[32];

	snprintf(text, sizeof text, "%zu/%zu", n, of);
	put_said(p, x, cells, (struct said){ n == of ? MARK_GOOD : n ? MARK_WEAK : none, text });
}

/* tlsa_failed - does a look-up fail, or a certificate not fit its records? */
static bool tlsa_failed(const struct ds_report *r)
{
	for (size_t h = 0; h < r->nhosts; h++)
		if (r->hosts[h]->tlsa_known && r->hosts[h]->tlsa.status <= DS_INDETERMINATE)
			return true;
	for (size_t h = 0; h < r->nhosts; h++)
		for (size_t p = 0; p < r->hosts[h]->nprobes; p++)
			if (r->hosts[h]->probes[p]->dane == DS_DANE_MISMATCH)
				return true;
	return false;
}

/* put_tlsa - how many hosts have records that count, and whether they fit */
static void put_tlsa(struct page *p, int x, int cells, const struct ds_report *r)
{
	size_t with = words_tlsa_hosts(r), useless = 0;
	char text[32];

	for (size_t h = 0; h < r->nhosts; h++)
		useless += r->hosts[h]->tlsa.nrecords && !r->hosts[h]->tlsa.nusable;
	if (!tlsa_failed(r)) {
		put_share(p, x, cells, with, r->nhosts, useless ? MARK_WEAK : MARK_NONE);
		return;
	}
	snprintf(text, sizeof text, "%zu/%zu", with, r->nhosts);
	put_said(p, x, cells, (struct said){ MARK_BAD, text });
}

/* put_cert - days that the first certificate to end has left */
static void put_cert(struct page *p, int x, const struct ds_report *r)
{
	char text[32];
	long days;

	p->column = x;
	if (!words_cert_days(r, &days))
		return;
	snprintf(text, sizeof text, _("%ld d"), days);
	page_put(p, days < 14 ? ROLE_weak : ROLE_normal, text);
}

/* dnssec_status - of the domain's own answers */
static enum ds_status dnssec_status(const struct ds_report *r)
{
	if (r->mx_status != DS_UNCHECKED)
		return r->mx_status;
	return r->chain_known ? r->chain_status : DS_UNCHECKED;
}

/* put_facts - the columns behind the verdict */
static void put_facts(struct page *p, const struct plan *plan, const struct ds_report *r)
{
	int x[COL_COUNT], at = 0;
	char text[32];
	size_t done, answered;

	for (int c = 0; c < COL_COUNT; c++) {
		x[c] = at;
		at += plan->cells[c] ? plan->cells[c] + 1 : 0;
	}
	if (plan->cells[COL_DNSSEC] && dnssec_status(r) != DS_UNCHECKED)
		put_said(p, x[COL_DNSSEC], plan->cells[COL_DNSSEC], words_status(dnssec_status(r)));
	if (plan->cells[COL_MX] && r->mx_kind != DS_MX_UNKNOWN) {
		p->column = x[COL_MX];
		snprintf(text, sizeof text, "%zu", r->nhosts);
		page_put(p, ROLE_normal, r->nhosts ? text : "-");
	}
	words_tls_probes(r, &done, &answered);
	if (plan->cells[COL_TLSA] && r->nhosts)
		put_tlsa(p, x[COL_TLSA], plan->cells[COL_TLSA], r);
	if (plan->cells[COL_STARTTLS] && answered)
		put_share(p, x[COL_STARTTLS], plan->cells[COL_STARTTLS], done, answered, MARK_BAD);
	if (plan->cells[COL_CERT])
		put_cert(p, x[COL_CERT], r);
	if (plan->cells[COL_WHEN]) {
		p->column = x[COL_WHEN];
		page_put(p, ROLE_normal, words_clock(text, sizeof text, r->started_ms));
	}
}

/* entry_verdict - or what its check is at */
static struct said entry_verdict(const struct tui_entry *entry)
{
	if (entry->state == ENTRY_WAITING)
		return (struct said){ MARK_BUSY, _("waiting") };
	if (entry->state == ENTRY_STOPPED)
		return (struct said){ MARK_UNKNOWN, _("stopped") };
	return words_verdict(entry->report ? entry->report->verdict : DS_V_PENDING);
}

/* domains_row - one domain */
static void domains_row(struct screen *s, struct page *p, size_t i)
{
	const struct tui_entry *entry = entry_at(s->ui, i);
	struct plan plan = plan_columns(p);
	struct said said;

	if (!entry)
		return;
	said = entry_verdict(entry);
	page_row(p);
	page_link(p, (struct target){ .kind = TO_DOMAIN, .host = -1, .a = (int)entry->id });
	page_value(p, entry->unicode);
	page_handle(p, ROLE_normal, entry->unicode, plan.cells[COL_DOMAIN], CELL_CUT_MIDDLE);
	put_said(p, plan.cells[COL_DOMAIN] + 1, plan.cells[COL_VERDICT], said);
	if (said.mark == MARK_BAD || said.mark == MARK_WEAK)
		page_problem(p);
	if (entry->report)
		put_facts(p, &plan, entry->report);
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
	if (!entry->report)
		return;
	if (entry->report->done)
		page_wrap(p, ROLE_normal, 0, ds_summary(entry->report, text, sizeof text));
	while (p->nrows < FOOT_ROWS)
		page_row(p);
}

/* remove_selected - off the list */
static void remove_selected(struct screen *s)
{
	const struct tui_entry *entry = selected_entry(s);

	if (!entry)
		return;
	ui_say(s->ui, _("%s removed; u puts it back."), entry->unicode);
	session_remove(&s->ui->session, entry->id);
	s->stale = true;
}

/* put_back - what was removed last */
static void put_back(struct screen *s)
{
	const struct tui_entry *entry = session_undo(&s->ui->session);

	if (entry)
		domains_go(s->ui, entry->id);
	else
		ui_say(s->ui, "%s", _("Nothing was removed."));
}

/* sort - by the next column, or turned round */
static void sort(struct screen *s, bool turn)
{
	static const char *const names[ORDER_COUNT] = { N_("Order: as added."),
		N_("Order: worst first."), N_("Order: by name."),
		N_("Order: certificate that ends first.") };

	if (turn)
		s->turned = !s->turned;
	else
		s->variant = (s->variant + 1) % ORDER_COUNT;
	s->stale = true;
	ui_say(s->ui, "%s", _(names[s->variant]));
}

/* recheck_all - every domain once more */
static void recheck_all(struct ui *ui)
{
	for (size_t i = 0; i < ui->session.n; i++) {
		if (session_recheck(&ui->session, ui->session.entries[i]))
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
		else if (!entry || !session_stop(&s->ui->session, entry))
			ui_say(s->ui, "%s", _("This is the first screen. Key q quits."));
		break;
	case DO_REMOVE: remove_selected(s); break;
	case DO_UNDO: put_back(s); break;
	case DO_SORT: sort(s, false); break;
	case DO_SORT_TURN: sort(s, true); break;
	case DO_RECHECK_ALL: recheck_all(s->ui); break;
	default: return false;
	}
	return true;
}

const struct screen_ops screen_domains = {
	.name = N_("Domains"),
	.scope = ON_DOMAINS,
	.side = true,
	.head = domains_head,
	.rows = domains_rows,
	.row = domains_row,
	.foot = domains_foot,
	.act = domains_act,
};
