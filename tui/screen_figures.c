/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * screen_figures - how many domains of the list keep to each standard: bars, and a table by group
 *
 * It follows the checks that run. While many do, it is made anew every few seconds only: each number
 * that changes costs the line, and nobody reads so fast.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "tui/adoption.h"
#include "tui/bar.h"
#include "tui/ui.h"
#include "tui/words.h"

#define FIGURES_AGE  50 /* pictures of a list that fills in: about ten seconds */
#define NARROW       60 /* cells; below that there are no bars */
#define BAR_MOST     60
#define BAR_LEAST    8
#define NAME_LEAST   16 /* cells of a name in the table */
#define CELL         8  /* of a percentage: as wide as the longest head */
#define SMALL_BAR    5
#define PERCENT_TEXT 16

/* How soon a column of the table is dropped where there is no room: the highest first. */
static const int drop[ADOPTION_COLUMNS] = { [ADOPTION_BY_DOMAINS] = 5,
	[ADOPTION_BY_STANDARD + FIGURES_DNSSEC] = 2,
	[ADOPTION_BY_STANDARD + FIGURES_DNSSEC_MX] = 6,
	[ADOPTION_BY_STANDARD + FIGURES_STARTTLS] = 3,
	[ADOPTION_BY_STANDARD + FIGURES_TLSA] = 4,
	[ADOPTION_BY_STANDARD + FIGURES_DANE] = 1,
	[ADOPTION_BY_BROKEN] = 7 };

/* Cells of each column; 0: not shown. */
struct plan {
	int cells[ADOPTION_COLUMNS];
	bool bars;
};

/* sorted_by - the column that the table is ordered by: "all five" until another one is chosen */
static enum adoption_column sorted_by(const struct screen *s)
{
	return (enum adoption_column)(
	    (ADOPTION_BY_STANDARD + FIGURES_ALL + s->variant) % ADOPTION_COLUMNS);
}

/* column_head - at most 8 cells */
static const char *column_head(const struct screen *s, int column)
{
	if (column == ADOPTION_BY_NAME)
		return adoption_kind(s) == ADOPTION_GROUPS ? _("GROUP") : _("PROVIDER");
	if (column == ADOPTION_BY_DOMAINS)
		return _("DOMAINS");
	if (column == ADOPTION_BY_BROKEN)
		return _("BROKEN");
	return figures_head((enum figures_standard)(column - ADOPTION_BY_STANDARD));
}

/* is_fine - has the terminal's font parts of a cell that are smaller than half? */
static bool is_fine(const struct screen *s)
{
	return strncmp(s->ui->term.type, "linux", 5) != 0;
}

/* percent_text - "45 %", or "-" */
static const char *percent_text(
    const struct figures *f, enum figures_standard standard, char buf[PERCENT_TEXT])
{
	int percent = figures_percent(figures_kept(f, standard), figures_judged(f, standard));

	if (percent < 0)
		return "-";
	snprintf(buf, PERCENT_TEXT, "%d %%", percent);
	return buf;
}

/* mark_of - of a standard: do all keep to it? */
static enum mark mark_of(const struct figures *f, enum figures_standard standard)
{
	uint32_t kept = figures_kept(f, standard), of = figures_judged(f, standard);

	if (!of)
		return f->answers[standard][FIGURES_UNKNOWN] ? MARK_UNKNOWN : MARK_NONE;
	return kept == of ? MARK_GOOD : MARK_WEAK;
}

/* sentences - what the figures come to, in words */
static void sentences(struct page *p, const struct figures *f)
{
	char text[512];

	page_row(p);
	page_wrap(p, ROLE_strong, 0, figures_sentence(f, text, sizeof text));
	if (!figures_left_out(f, text, sizeof text)[0])
		return;
	page_row(p);
	page_wrap(p, ROLE_normal, 0, text);
}

/* name_cells - of the longest name of a standard */
static int name_cells(void)
{
	int most = 0;

	for (int i = 0; i < FIGURES_STANDARDS; i++) {
		int cells = cell_text_width(figures_name((enum figures_standard)i));

		most = cells > most ? cells : most;
	}
	return most;
}

/* put_counts - behind the percentage: "312 of 400", and how many are unknown */
static void put_counts(struct page *p, const struct figures *f, enum figures_standard standard)
{
	uint32_t unknown = f->answers[standard][FIGURES_UNKNOWN];
	char text[64];

	page_to(p, p->column + 2);
	if (p->width < NARROW) {
		page_putf(p, ROLE_normal, "%u/%u", figures_kept(f, standard),
		    figures_judged(f, standard));
		return;
	}
	page_putf(
	    p, ROLE_normal, _("%u of %u"), figures_kept(f, standard), figures_judged(f, standard));
	snprintf(text, sizeof text, n_("%u unknown", "%u unknown", unknown), unknown);
	if (unknown && p->column + 3 + cell_text_width(text) <= p->width) {
		page_to(p, p->column + 3);
		page_put(p, ROLE_dim, text);
	}
}

/* counts_cells - room for the longest "312 of 400   12 unknown" */
static int counts_cells(const struct figures *f)
{
	uint32_t unknown = 0;
	char text[96];
	size_t len;

	for (int i = 0; i < FIGURES_STANDARDS; i++)
		if (f->answers[i][FIGURES_UNKNOWN] > unknown)
			unknown = f->answers[i][FIGURES_UNKNOWN];
	len = (size_t)snprintf(text, sizeof text, _("%u of %u"), f->domains, f->domains);
	if (unknown)
		snprintf(text + len, sizeof text - len, n_("%u unknown", "%u unknown", unknown),
		    unknown);
	return cell_text_width(text) + (unknown ? 3 : 0);
}

/* bar_row - one standard: mark, name, bar, percentage, counts */
static void bar_row(
    struct screen *s, struct page *p, const struct figures *f, enum figures_standard standard)
{
	int name = name_cells() + 1, bar;
	char percent[PERCENT_TEXT], value[160];

	percent_text(f, standard, percent);
	bar = p->width - page_mark_width(p) - name - 7 - counts_cells(f) - 1;
	bar = p->width < NARROW || bar < BAR_LEAST ? 0 : bar > BAR_MOST ? BAR_MOST : bar;
	page_row(p);
	page_link(p, (struct target){ .kind = TO_FAILING, .host = -1, .a = (int)standard });
	snprintf(value, sizeof value, _("%s: %s, %u of %u"), figures_name(standard),
	    percent_text(f, standard, percent), figures_kept(f, standard),
	    figures_judged(f, standard));
	page_value(p, value);
	page_mark(p, mark_of(f, standard));
	page_handle(p, standard == FIGURES_ALL ? ROLE_strong : ROLE_normal, figures_name(standard),
	    name - 1, CELL_CUT_END);
	p->column++;
	if (bar)
		bar_put(p, ROLE_good, figures_kept(f, standard), figures_judged(f, standard), bar,
		    is_fine(s));
	page_right(p, (enum role)mark_of(f, standard), percent_text(f, standard, percent),
	    page_mark_width(p) + name + bar + 6);
	put_counts(p, f, standard);
}

/* verdict_row - how many of each verdict, as mark and word */
static void verdict_row(struct page *p, const struct figures *f)
{
	static const enum ds_verdict order[] = { DS_V_SECURED, DS_V_PARTIAL, DS_V_UNPROTECTED,
		DS_V_BROKEN, DS_V_NO_MAIL, DS_V_UNKNOWN, DS_V_PENDING };

	page_blank(p);
	page_row(p);
	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
		struct said said = words_verdict(order[i]);
		char text[64];

		if (!f->verdicts[order[i]])
			continue;
		snprintf(text, sizeof text, "%u %s", f->verdicts[order[i]],
		    order[i] == DS_V_PENDING ? _("not checked") : said.word);
		if (p->column && p->column + page_mark_width(p) + cell_text_width(text) > p->width)
			page_row(p);
		page_mark(p, said.mark);
		page_put(p, (enum role)said.mark, text);
		p->column += 3;
	}
}

/* domains_row - from the figures of a group to its domains */
static void domains_row(struct screen *s, struct page *p, const struct figures *f)
{
	struct groups_scope scope = adoption_scope(s);
	char text[ADOPTION_NAME + 64], of[2 * ADOPTION_NAME];

	if (scope.group < 0 && scope.provider < 0)
		return;
	adoption_name(s->ui, scope, of, sizeof of);
	snprintf(text, sizeof text,
	    n_("The %u domain: %.120s", "The %u domains: %.120s", f->domains), f->domains, of);
	page_blank(p);
	page_row(p);
	page_link(p, (struct target){ .kind = TO_FAILING, .host = -1, .a = -1 });
	page_handle(p, ROLE_accent, text, 0, CELL_CUT_END);
}

/* plan_table - drop columns until the names have their room */
static struct plan plan_table(const struct page *p)
{
	struct plan plan = { .bars = p->width >= UI_WIDE - 1 };
	int used = 1;

	for (int c = 1; c < ADOPTION_COLUMNS; c++) {
		bool standard = c >= ADOPTION_BY_STANDARD && c < ADOPTION_BY_BROKEN;

		plan.cells[c] = CELL + (plan.bars && standard ? 3 : 0);
		used += plan.cells[c] + 1;
	}
	for (int d = 7; d > 0 && p->width - used < NAME_LEAST; d--)
		for (int c = 1; c < ADOPTION_COLUMNS; c++)
			if (drop[c] == d) {
				used -= plan.cells[c] + 1;
				plan.cells[c] = 0;
			}
	plan.cells[ADOPTION_BY_NAME] = p->width - used > 40 ? 40 : p->width - used;
	return plan;
}

/* table_head - the heads of the columns, above the ends of their numbers */
static void table_head(struct screen *s, struct page *p, const struct plan *plan)
{
	int at = plan->cells[ADOPTION_BY_NAME];

	page_blank(p);
	page_row(p);
	for (int c = 0; c < ADOPTION_COLUMNS; c++) {
		enum role role = c == (int)sorted_by(s) ? ROLE_strong : ROLE_head;

		if (c == ADOPTION_BY_NAME) {
			page_put(p, role, column_head(s, c));
		} else if (plan->cells[c]) {
			at += plan->cells[c] + 1;
			page_right(p, role, column_head(s, c), at);
		}
	}
}

/* put_share - a standard in a cell of the table that ends at `end` */
static void put_share(struct screen *s, struct page *p, const struct figures *f,
    enum figures_standard standard, const struct plan *plan, int end)
{
	uint32_t kept = figures_kept(f, standard), of = figures_judged(f, standard);
	char percent[PERCENT_TEXT];

	if (plan->bars && of) {
		p->column = end - SMALL_BAR - 6;
		bar_put(p, ROLE_good, kept, of, SMALL_BAR, is_fine(s));
	}
	page_right(p,
	    !of          ? ROLE_dim
	    : kept == of ? ROLE_good
	    : kept == 0  ? ROLE_weak
			 : ROLE_normal,
	    percent_text(f, standard, percent), end);
}

/* put_number - a count in a cell of the table */
static void put_number(struct page *p, enum role role, uint32_t n, int end)
{
	char text[16];

	snprintf(text, sizeof text, "%u", n);
	page_right(p, role, text, end);
}

/* row_value - what is copied of a row */
static void row_value(struct page *p, const struct adoption_row *row)
{
	char text[1024];
	size_t len = (size_t)snprintf(text, sizeof text, "%s:", row->name);

	for (int i = 0; i < FIGURES_STANDARDS && len < sizeof text; i++) {
		enum figures_standard standard = (enum figures_standard)i;

		len += (size_t)snprintf(text + len, sizeof text - len, _("%s %s %u of %u"),
		    i ? "," : "", figures_name(standard), figures_kept(&row->figures, standard),
		    figures_judged(&row->figures, standard));
	}
	page_value(p, text);
}

/* table_row - one group or provider */
static void table_row(
    struct screen *s, struct page *p, const struct plan *plan, const struct adoption_row *row)
{
	const struct figures *f = &row->figures;
	int end = plan->cells[ADOPTION_BY_NAME];

	page_row(p);
	page_link(p, (struct target){
			 TO_FIGURES, ANSWER_DOMAIN, -1, row->scope.group, row->scope.provider });
	page_handle(p, ROLE_normal, row->name, end, CELL_CUT_MIDDLE);
	row_value(p, row);
	for (int c = 1; c < ADOPTION_COLUMNS; c++) {
		if (!plan->cells[c])
			continue;
		end += plan->cells[c] + 1;
		if (c == ADOPTION_BY_DOMAINS)
			put_number(p, ROLE_normal, f->domains, end);
		else if (c == ADOPTION_BY_BROKEN)
			put_number(p, f->verdicts[DS_V_BROKEN] ? ROLE_bad : ROLE_dim,
			    f->verdicts[DS_V_BROKEN], end);
		else
			put_share(
			    s, p, f, (enum figures_standard)(c - ADOPTION_BY_STANDARD), plan, end);
	}
}

/* table - by group or by provider, worst first */
static void table(struct screen *s, struct page *p)
{
	size_t n;
	struct adoption_row *rows = adoption_rows(s, sorted_by(s), s->turned, &n);
	struct plan plan = plan_table(p);

	if (n == 1 && adoption_kind(s) == ADOPTION_PROVIDERS && !rows[0].scope.provider)
		n = 0; /* no provider that is known: it would say the same once more */
	if (n)
		table_head(s, p, &plan);
	for (size_t i = 0; i < n; i++)
		table_row(s, p, &plan, &rows[i]);
	free(rows);
}

/* figures_head_row - nothing stands above the rows; but here is seen whether they are to be made anew */
static void figures_head_row(struct screen *s, struct page *p)
{
	const struct session *session = &s->ui->session;
	bool busy = session->count.waiting + session->count.running > UI_BUSY;

	(void)p;
	if (s->seen == session->groups.revision)
		return;
	if (busy && s->body.nrows && ++s->age < FIGURES_AGE)
		return;
	s->seen = session->groups.revision;
	s->age = 0;
	s->stale = true;
}

/* figures_body - sentences, bars, verdicts, table; in a small window the bars come first, for there the
 * sentences would leave no room for them */
static void figures_body(struct screen *s, struct page *p)
{
	struct figures f = groups_figures(&s->ui->session.groups, adoption_scope(s));

	if (p->width >= NARROW)
		sentences(p, &f);
	page_blank(p);
	for (int i = 0; i < FIGURES_STANDARDS; i++)
		bar_row(s, p, &f, (enum figures_standard)i);
	page_blank(p);
	if (p->width < NARROW)
		sentences(p, &f);
	verdict_row(p, &f);
	domains_row(s, p, &f);
	table(s, p);
}

/* order_anew - another order of the table, and which one that is */
static void order_anew(struct screen *s, int step, bool turned)
{
	s->variant = (s->variant + step) % ADOPTION_COLUMNS;
	s->turned = turned;
	s->stale = true;
	ui_say(s->ui, _("Order: by %s.%s"), column_head(s, (int)sorted_by(s)),
	    turned ? _(" Turned round.") : "");
}

/* other_table - by group or by provider */
static void other_table(struct screen *s)
{
	struct groups_scope scope = adoption_scope(s);

	if (!groups_any(&s->ui->session.groups))
		ui_say(s->ui, "%s",
		    _("No domain has a group. A file gives it one: a line \"[Ministries]\" before "
		      "them, or a second column."));
	else if (scope.group >= 0 || scope.provider >= 0)
		ui_say(s->ui, "%s", _("Here there is one table only."));
	else
		s->by_provider = !s->by_provider;
	s->stale = true;
}

/* figures_act - the order of the table, and which one */
static bool figures_act(struct screen *s, const struct action *action)
{
	switch (action->id) {
	case DO_SORT: order_anew(s, 0, !s->turned); break;
	case DO_SORT_COLUMN: order_anew(s, 1, false); break;
	case DO_NEXT_SCREEN: other_table(s); break;
	default: return false;
	}
	return true;
}

/* below - the screen under this one */
static const struct screen *below(const struct screen *s)
{
	const struct ui *ui = s->ui;

	for (size_t i = 1; i < ui->depth; i++)
		if (ui->stack[i] == s)
			return ui->stack[i - 1];
	return ui->stack[0];
}

/* figures_title - in the path: what it adds to the page that one came from */
static const char *figures_title(struct screen *s, char *buf, size_t size)
{
	struct groups_scope scope = adoption_scope(s), from = { -1, -1 };

	if (below(s)->ops == &screen_figures)
		from = adoption_scope(below(s));
	if (from.group == scope.group && from.provider == scope.provider)
		return _(s->ops->name);
	if (from.group == scope.group)
		scope.group = -1;
	else if (from.provider == scope.provider)
		scope.provider = -1;
	return adoption_name(s->ui, scope, buf, size);
}

const struct screen_ops screen_figures = {
	.name = N_("Figures"),
	.scope = ON_FIGURES,
	.head = figures_head_row,
	.body = figures_body,
	.act = figures_act,
	.title = figures_title,
};
