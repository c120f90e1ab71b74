/* SPDX-License-Identifier: BSD-2-Clause */
/* chain_leaf - the answers at the end of a chain of trust, and proofs drawn as gaps */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "tui/chain_tree.h"
#include "tui/faults.h"
#include "tui/glyph.h"
#include "tui/opinion.h"
#include "tui/page.h"
#include "tui/words.h"

#define LEAF_RECORDS 8 /* of one answer that have a row of their own */

/* bar_of - a stretch of a gap, so many cells */
static void bar_of(struct page *p, enum role role, int cells)
{
	for (int i = 0; i < cells; i++)
		page_put(p, role, glyph(p->fancy, GLYPH_BAR_PAST));
}

/* gap_there - a record that says what is there: "● nl has only NS SOA" */
static void gap_there(struct page *p, const struct ds_gap *gap)
{
	const char *name = gap->about ? gap->about : gap->owner;
	int room = (p->width - p->column) / 2;

	page_putf(p, ROLE_good, "%s ", glyph(p->fancy, GLYPH_BAR_NOW));
	page_field(p, ROLE_value, name, cell_text_width(name) < room ? cell_text_width(name) : room,
	    CELL_CUT_MIDDLE);
	page_put(p, ROLE_dim, _(" has only "));
	page_field(
	    p, ROLE_value, gap->types ? gap->types : "", p->width - p->column - 1, CELL_CUT_END);
}

/* gap_covers - a gap: "alfa.nl ●━━━━ minwind.nl ━━━━● zulu.nl"; returns where the middle stands */
static int gap_covers(struct page *p, const struct ds_gap *gap)
{
	const char *end = glyph(p->fancy, GLYPH_BAR_NOW);
	const char *middle = gap->hash ? gap->hash : gap->about;
	enum role role = gap->opt_out ? ROLE_weak : ROLE_good;
	int room = p->width - p->column - 1, each = room * 2 / 7, bars, at;

	each = each > 22 ? 22 : each < 7 ? 7 : each;
	bars = (room - each * 3 - 6) / 2;
	bars = bars > 8 ? 8 : bars < 1 ? 1 : bars;
	page_field(p, ROLE_value, gap->owner,
	    cell_text_width(gap->owner) < each ? cell_text_width(gap->owner) : each,
	    CELL_CUT_MIDDLE);
	p->column++;
	page_put(p, role, end);
	bar_of(p, role, bars);
	p->column++;
	at = p->column;
	page_field(p, ROLE_strong, middle,
	    cell_text_width(middle) < each ? cell_text_width(middle) : each, CELL_CUT_MIDDLE);
	p->column++;
	bar_of(p, role, bars);
	page_put(p, role, end);
	p->column++;
	page_field(p, ROLE_value, gap->next,
	    p->width - p->column - 1 < each ? p->width - p->column - 1 : each, CELL_CUT_MIDDLE);
	return at;
}

/* gap_name - below a hash: the name that it stands for */
static void gap_name(struct page *p, const struct ds_gap *gap, int at)
{
	page_right(p, ROLE_dim, _("hash of"), at - 1);
	page_to(p, at);
	page_field(p, ROLE_dim, gap->about, p->width - p->column - 1, CELL_CUT_MIDDLE);
}

/* is_gap - does a record say that something lies in a gap? */
static bool is_gap(const struct ds_gap *gap)
{
	return gap->role == DS_GAP_COVERS || gap->role == DS_GAP_WILDCARD_COVERS;
}

/* chain_gap - one record of a proof, drawn */
void chain_gap(struct page *p, const struct ds_gap *gap, int indent)
{
	int at;

	page_row(p);
	page_to(p, indent);
	if (!is_gap(gap)) {
		gap_there(p, gap);
		return;
	}
	at = gap_covers(p, gap);
	if (!gap->hash)
		return;
	page_row(p);
	gap_name(p, gap, at);
}

/* chain_tree_gaps - the proof, a gap a row or two */
void chain_tree_gaps(const struct chain_tree *t, const struct ds_denial *denial, bool twig_ended)
{
	for (size_t i = 0; i < denial->ngaps; i++) {
		const struct ds_gap *gap = &denial->gaps[i];
		int at;

		page_row(t->page);
		chain_tree_below(t, twig_ended);
		if (!is_gap(gap)) {
			gap_there(t->page, gap);
			continue;
		}
		at = gap_covers(t->page, gap);
		if (!gap->hash)
			continue;
		page_row(t->page);
		chain_tree_below(t, twig_ended);
		gap_name(t->page, gap, at);
	}
}

/* alias_rows - the steps from the name that was asked for to the one that answers, and what signs them */
static void alias_rows(const struct chain_tree *t, const struct ds_answer *a, struct target at)
{
	struct page *p = t->page;
	size_t dnames;

	for (size_t i = 0; i < a->naliases; i++) {
		const struct ds_alias *alias = &a->aliases[i];
		struct said said = words_status(t->report, alias->status);

		page_row(p);
		at.a = (int)i + 1;
		page_link(p, at);
		page_value(p, alias->target);
		chain_tree_twig(t, false);
		page_mark(p, said.mark);
		page_handle(p, ROLE_value, alias->dname ? "DNAME" : "CNAME", 0, CELL_CUT_END);
		chain_tree_fact(t);
		page_putf(p, ROLE_dim, "%s ", glyph(p->fancy, GLYPH_ARROW));
		page_field(p, said.mark == MARK_BAD ? ROLE_bad : ROLE_value, alias->target,
		    p->width - p->column - 1, CELL_CUT_MIDDLE);
		if (said.mark == MARK_BAD)
			page_problem(p);
	}
	if (!a->naliases)
		return;
	dnames = chain_tree_sig_count(a->sigs, a->nsigs, DS_T_DNAME);
	chain_tree_sigs(t, a->sigs, a->nsigs, DS_T_CNAME, dnames, false);
	chain_tree_sigs(t, a->sigs, a->nsigs, DS_T_DNAME, 0, false);
}

/* record_rows - the records of an answer, the first one in the row that stands open */
static void record_rows(const struct chain_tree *t, const struct ds_answer *a, bool ended)
{
	struct page *p = t->page;
	size_t shown = 0;

	for (size_t i = 0; i < a->nrrs; i++) {
		if (a->rrs[i]->type != a->type)
			continue;
		if (shown == LEAF_RECORDS) {
			page_row(p);
			chain_tree_below(t, ended);
			chain_tree_fact(t);
			page_putf(p, ROLE_dim, _("and %zu more"), a->nrrs - i);
			return;
		}
		if (shown++) {
			page_row(p);
			chain_tree_below(t, ended);
		}
		chain_tree_fact(t);
		page_field(
		    p, ROLE_value, a->rrs[i]->text, p->width - p->column - 1, CELL_CUT_MIDDLE);
	}
	if (!shown) {
		chain_tree_fact(t);
		page_put(p, ROLE_dim, words_outcome(a->outcome).word);
	}
}

/* why_row - why an answer is not secure, in words */
static void why_row(
    const struct chain_tree *t, const struct ds_answer *a, struct target at, bool ended)
{
	struct page *p = t->page;
	const struct ds_finding *worst = fault_worst(t->report, &at);
	const char *why =
	    a->why == DS_WHY_PARENT ? _("the zone that holds it is not secure") : words_why(a->why);
	char title[256];

	if (worst && worst->severity == DS_ERROR)
		why = ds_finding_title(worst, title, sizeof title);
	if (!why || a->status == DS_SECURE)
		return;
	page_row(p);
	chain_tree_below(t, ended);
	page_wrap(p, (enum role)words_status(t->report, a->status).mark, p->column, why);
}

/* opinion_row - what the resolver itself says, at the end of an answer */
static void opinion_row(const struct chain_tree *t, struct said said, bool ended)
{
	struct page *p = t->page;

	page_row(p);
	chain_tree_subtwig(t, ended, true);
	page_mark(p, said.mark);
	page_put(p, ROLE_dim, _("the resolver"));
	chain_tree_fact(t);
	page_field(p, said.mark == MARK_WEAK ? ROLE_weak : ROLE_dim, said.word,
	    p->width - p->column - 1, CELL_CUT_END);
}

/* leaf_sigs - what proves an answer: signatures over its records and its proof; and what the resolver
 * says of it */
static void leaf_sigs(const struct chain_tree *t, const struct ds_answer *a, bool ended)
{
	const unsigned types[] = { a->type, 0 };
	char text[300];
	struct said resolver = opinion_resolver(t->report, a, text, sizeof text);
	size_t left = resolver.word != NULL, here;

	for (size_t i = 0; i < 2; i++)
		left += chain_tree_sig_count(a->sigs, a->nsigs, types[i]);
	for (size_t i = 0; i < 2; i++) {
		if (!types[i] && a->denial)
			chain_tree_gaps(t, a->denial, ended);
		here = chain_tree_sig_count(a->sigs, a->nsigs, types[i]);
		left -= here;
		chain_tree_sigs(t, a->sigs, a->nsigs, types[i], left, ended);
	}
	if (resolver.word)
		opinion_row(t, resolver, ended);
}

/* leaf - one answer, with all that proves it */
static void leaf(const struct chain_tree *t, enum target_answer which, bool end)
{
	struct target at = { .kind = TO_ANSWER, .which = which, .host = t->host };
	const struct ds_answer *a = target_answer(t->report, &at);
	struct page *p = t->page;
	struct chain_tree own = *t;
	struct said said;
	char type[16];

	if (!a)
		return;
	own.which = which;
	own.link = -1;
	said = words_status(t->report, a->status);
	alias_rows(&own, a, at);
	page_row(p);
	page_link(p, at);
	chain_tree_twig(t, end);
	page_mark(p, said.mark);
	page_handle(p, ROLE_strong, ds_type_name(a->type, type, sizeof type), 0, CELL_CUT_END);
	p->column++;
	page_put(p, (enum role)said.mark, said.word);
	if (said.mark == MARK_BAD || said.mark == MARK_WEAK)
		page_problem(p);
	record_rows(t, a, end);
	why_row(&own, a, at, end);
	leaf_sigs(&own, a, end);
}

/* chain_leaves - the answers at the end of a chain */
void chain_leaves(struct chain_tree *t)
{
	struct target aaaa = { .kind = TO_ANSWER, .which = ANSWER_AAAA, .host = t->host };

	if (t->which == ANSWER_DOMAIN) {
		leaf(t, ANSWER_MX, true);
		return;
	}
	leaf(t, t->which, t->which != ANSWER_A || !target_answer(t->report, &aaaa));
	if (t->which == ANSWER_A)
		leaf(t, ANSWER_AAAA, true);
}
