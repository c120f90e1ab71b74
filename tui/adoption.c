/* SPDX-License-Identifier: BSD-2-Clause */
/* adoption - from the list to its figures and back */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "tui/adoption.h"
#include "tui/mem.h"
#include "tui/ui.h"

/* The order that rows are asked for in. */
struct wish {
	enum adoption_column by;
	bool turned;
};

/* adoption_scope - what a page is about */
struct groups_scope adoption_scope(const struct screen *s)
{
	return (struct groups_scope){ s->target.a, s->target.b };
}

/* adoption_kind - what its table is of: there must be something left to tell apart */
enum adoption_kind adoption_kind(const struct screen *s)
{
	struct groups_scope scope = adoption_scope(s);

	if (scope.group < 0 && groups_any(&s->ui->session.groups) &&
	    (scope.provider >= 0 || !s->by_provider))
		return ADOPTION_GROUPS;
	return scope.provider < 0 ? ADOPTION_PROVIDERS : ADOPTION_NO_TABLE;
}

/* adoption_group - the name of a group */
const char *adoption_group(const struct ui *ui, unsigned group, char *buf, size_t size)
{
	if (!group)
		snprintf(buf, size, "%s", _("without a group"));
	else if (ui->settings[SET_PRIVATE])
		snprintf(buf, size, _("group %u"), group);
	else
		snprintf(buf, size, "%s", groups_name(&ui->session.groups, group));
	return buf;
}

/* adoption_provider - the name of a provider */
const char *adoption_provider(int provider, char *buf, size_t size)
{
	const char *name = provider_name((unsigned)provider);

	snprintf(buf, size, "%s", name ? name : _("own hosts, or others"));
	return buf;
}

/* adoption_name - what figures are of */
const char *adoption_name(const struct ui *ui, struct groups_scope scope, char *buf, size_t size)
{
	char group[ADOPTION_NAME], provider[64];

	if (scope.group >= 0)
		adoption_group(ui, (unsigned)scope.group, group, sizeof group);
	if (scope.provider >= 0)
		adoption_provider(scope.provider, provider, sizeof provider);
	if (scope.group >= 0 && scope.provider >= 0)
		snprintf(buf, size, "%s, %s", group, provider);
	else
		snprintf(buf, size, "%s",
		    scope.group >= 0      ? group
		    : scope.provider >= 0 ? provider
					  : _("all domains"));
	return buf;
}

/* worse_share - does one row keep less to a standard than another? Where it does not apply comes last. */
static int worse_share(const struct figures *a, const struct figures *b, enum figures_standard s)
{
	uint64_t kept_a = figures_kept(a, s), of_a = figures_judged(a, s);
	uint64_t kept_b = figures_kept(b, s), of_b = figures_judged(b, s);

	if (!of_a || !of_b)
		return (of_b > 0) - (of_a > 0);
	if (kept_a * of_b != kept_b * of_a)
		return kept_a * of_b < kept_b * of_a ? -1 : 1;
	return (of_a < of_b) - (of_a > of_b); /* of two that are as bad the larger */
}

/* more - the larger number first */
static int more(uint32_t a, uint32_t b)
{
	return (a < b) - (a > b);
}

/* by_wish - for qsort_r */
static int by_wish(const void *x, const void *y, void *arg)
{
	const struct adoption_row *a = x, *b = y;
	const struct wish *wish = arg;
	int order = 0;

	if (wish->by == ADOPTION_BY_DOMAINS)
		order = more(a->figures.domains, b->figures.domains);
	else if (wish->by == ADOPTION_BY_BROKEN)
		order = more(a->figures.verdicts[DS_V_BROKEN], b->figures.verdicts[DS_V_BROKEN]);
	else if (wish->by != ADOPTION_BY_NAME)
		order = worse_share(&a->figures, &b->figures,
		    (enum figures_standard)(wish->by - ADOPTION_BY_STANDARD));
	if (!order)
		order = strcasecmp(a->name, b->name);
	return wish->turned ? -order : order;
}

/* adoption_rows - the rows of the table of a page */
struct adoption_row *adoption_rows(
    const struct screen *s, enum adoption_column by, bool turned, size_t *n)
{
	const struct groups *g = &s->ui->session.groups;
	enum adoption_kind kind = adoption_kind(s);
	size_t most = kind == ADOPTION_GROUPS ? g->n : PROVIDERS;
	struct adoption_row *rows = mem_new(most + 1, sizeof *rows);
	struct wish wish = { by, turned };

	*n = 0;
	for (size_t i = 0; kind != ADOPTION_NO_TABLE && i < most; i++) {
		struct adoption_row *row = &rows[*n];

		row->scope = adoption_scope(s);
		*(kind == ADOPTION_GROUPS ? &row->scope.group : &row->scope.provider) = (int)i;
		row->figures = groups_figures(g, row->scope);
		if (kind == ADOPTION_GROUPS)
			adoption_group(s->ui, (unsigned)i, row->name, sizeof row->name);
		else
			adoption_provider((int)i, row->name, sizeof row->name);
		*n += row->figures.domains > 0;
	}
	qsort_r(rows, *n, sizeof *rows, by_wish, &wish);
	return rows;
}

/* push - a page of figures */
static struct screen *push(struct ui *ui, int group, int provider)
{
	struct target target = { .kind = TO_FIGURES, .host = -1, .a = group, .b = provider };

	return nav_push(ui, &screen_figures, 0, &target);
}

/* adoption_open - the page of all domains */
void adoption_open(struct ui *ui)
{
	if (ui->session.n)
		push(ui, -1, -1);
	else
		ui_say(ui, "%s", _("There is no domain on the list yet. Key a adds one."));
}

/* adoption_domains - the domains behind a figure */
void adoption_domains(struct ui *ui, int standard)
{
	struct groups_scope scope = adoption_scope(ui_top(ui));
	struct figures f = groups_figures(&ui->session.groups, scope);
	struct screen *list = ui->stack[0];

	if (!(standard < 0 ? f.domains : f.answers[standard][FIGURES_NO])) {
		ui_say(ui, "%s",
		    figures_judged(&f, (enum figures_standard)standard)
			? _("Every domain of which it is known keeps to this.")
			: _("Of no domain is this known."));
		return;
	}
	while (ui->depth > 1)
		nav_pop(ui);
	ui->order.only = (struct order_only){ true, scope, standard };
	ui->order.filter[0] = '\0';
	ui->order.stale = list->stale = true;
	order_refresh(&ui->order, &ui->session);
	list_set(&list->list, ui->order.n, list->list.height, NULL, NULL);
	list_first(&list->list);
}

/* adoption_return - back to the page that sent one to the list, at the same figure */
void adoption_return(struct ui *ui)
{
	struct order_only only = ui->order.only;
	struct screen *s;

	ui->order.only.on = false;
	ui->order.stale = ui->stack[0]->stale = true;
	s = push(ui, -1, -1);
	s->by_provider = only.scope.group < 0 && only.scope.provider >= 0;
	if (only.scope.group >= 0) {
		s->want = true;
		s->wanted = (struct target){ TO_FIGURES, ANSWER_DOMAIN, -1, only.scope.group, -1 };
		s = push(ui, only.scope.group, -1);
	}
	if (only.scope.provider >= 0) {
		s->want = true;
		s->wanted = (struct target){ TO_FIGURES, ANSWER_DOMAIN, -1, only.scope.group,
			only.scope.provider };
		s = push(ui, only.scope.group, only.scope.provider);
	}
	s->want = true;
	s->wanted = (struct target){ TO_FAILING, ANSWER_DOMAIN, -1, only.standard, 0 };
}

/* adoption_told - what the list is narrowed to */
const char *adoption_told(const struct ui *ui, char *buf, size_t size)
{
	const struct order_only *only = &ui->order.only;
	char of[2 * ADOPTION_NAME];

	adoption_name(ui, only->scope, of, sizeof of);
	if (only->standard < 0)
		snprintf(buf, size,
		    n_("%zu domain: %s. Esc: the figures.", "%zu domains: %s. Esc: the figures.",
			ui->order.n),
		    ui->order.n, of);
	else if (only->scope.group < 0 && only->scope.provider < 0)
		snprintf(buf, size,
		    n_("%zu domain falls short of: %s. Esc: the figures.",
			"%zu domains fall short of: %s. Esc: the figures.", ui->order.n),
		    ui->order.n, figures_name((enum figures_standard)only->standard));
	else
		snprintf(buf, size,
		    n_("%s: %zu domain falls short of: %s. Esc: the figures.",
			"%s: %zu domains fall short of: %s. Esc: the figures.", ui->order.n),
		    of, ui->order.n, figures_name((enum figures_standard)only->standard));
	return buf;
}
