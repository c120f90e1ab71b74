/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * screen_overview - the whole way of a letter in one picture
 *
 * From the root down to each mail host, a step a row; it grows while the check runs. The eye lands
 * on the first broken link. Below it: the verdict, who acts, and what each kind of sender does.
 */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "core/report/report.h"
#include "tui/facts.h"
#include "tui/faults.h"
#include "tui/glyph.h"
#include "tui/past.h"
#include "tui/senders.h"
#include "tui/ui.h"
#include "tui/words.h"

#define PROVED_COLUMNS 14

/* name_width - cells for the names on the left */
static int name_width(const struct page *p)
{
	int width = p->width * 32 / 100;

	return width < 14 ? 14 : width > 32 ? 32 : width;
}

/* shows_proof - is there room for the column "proved by"? */
static bool shows_proof(const struct page *p)
{
	return p->width >= 66;
}

/* fact_room - cells for the fact of a step */
static int fact_room(const struct page *p)
{
	return p->width - 1 - page_mark_width(p) - name_width(p) - 1 -
	       (shows_proof(p) ? PROVED_COLUMNS + 1 : 1);
}

/* step - one step of the way: mark, name, fact, and what proves it */
static void step(struct page *p, enum mark mark, const char *name, int indent, const char *fact,
    const char *proof, struct target target)
{
	int width = name_width(p);

	page_row(p);
	page_link(p, target);
	page_to(p, 1);
	page_mark(p, mark);
	p->column += indent;
	page_handle(p, ROLE_strong, name, width - indent, CELL_CUT_MIDDLE);
	page_to(p, p->column + 1);
	page_field(p, mark == MARK_BAD || mark == MARK_WEAK ? (enum role)mark : ROLE_normal, fact,
	    fact_room(p), CELL_CUT_END);
	if (shows_proof(p) && proof) {
		page_to(p, p->width - PROVED_COLUMNS);
		page_field(p, ROLE_dim, proof, PROVED_COLUMNS - 1, CELL_CUT_MIDDLE);
	}
	if (mark == MARK_BAD || mark == MARK_WEAK)
		page_problem(p);
}

/* parent_name - what a zone is proved by */
static const char *parent_name(const struct ds_link *link)
{
	return link->parent ? link->parent->zone : NULL;
}

/* link_step - one zone */
static void link_step(struct page *p, const struct ds_report *r, const struct ds_link *link,
    int indent, struct target target)
{
	char fact[256], root[64];
	const struct ds_finding *worst = fault_worst(r, &target);
	const char *name = link->zone;
	enum mark mark =
	    link->status == DS_UNCHECKED ? MARK_BUSY : words_status(r, link->status).mark;

	if (!strcmp(name, ".")) {
		snprintf(root, sizeof root, "%s  .", _("the root"));
		name = root;
	}
	if (worst && worst->severity == DS_ERROR) {
		ds_finding_title(worst, fact, sizeof fact);
		mark = link->status == DS_SECURE ? MARK_WEAK : mark;
	}
	if (!worst || worst->severity != DS_ERROR || cell_text_width(fact) > fact_room(p))
		fact_link(r, link, p->fancy, fact_room(p), fact, sizeof fact);
	step(p, mark, name, indent, fact,
	    link->status == DS_SECURE && !link->parent ? _("this program") : parent_name(link),
	    target);
}

/* chain_steps - the zones of the domain's own chain */
static void chain_steps(struct page *p, const struct ds_report *r)
{
	for (size_t i = 0; i < r->chain.n; i++)
		link_step(p, r, r->chain.links[i], 0,
		    (struct target){ .kind = TO_LINK, .host = -1, .a = (int)i });
	if (!r->chain_known && !r->done) {
		page_row(p);
		page_to(p, 1);
		page_mark(p, MARK_BUSY);
		page_put(p, ROLE_dim, _("following the chain of trust"));
	}
}

/* mx_step - who takes the mail */
static void mx_step(struct page *p, const struct ds_report *r)
{
	char fact[1024];
	enum mark mark = words_status(r, r->mx_status).mark;
	const char *proof = NULL;

	if (r->mx_kind == DS_MX_UNKNOWN && !r->mx && !r->done)
		mark = MARK_BUSY;
	if (r->mx && r->mx->chain.n)
		proof = r->mx->chain.links[r->mx->chain.n - 1]->zone;
	step(p, mark, _("who takes its mail?"), 0, fact_mx(r, fact, sizeof fact), proof,
	    (struct target){ .kind = TO_ANSWER, .which = ANSWER_MX, .host = -1 });
}

/* known_zone - is a zone on the screen already: in the domain's chain or an earlier host's? */
static bool known_zone(const struct ds_report *r, size_t host, const char *zone)
{
	for (size_t i = 0; i < r->chain.n; i++)
		if (!strcmp(r->chain.links[i]->zone, zone))
			return true;
	for (size_t h = 0; h < host; h++)
		for (size_t i = 0; i < r->hosts[h]->chain.n; i++)
			if (!strcmp(r->hosts[h]->chain.links[i]->zone, zone))
				return true;
	return false;
}

/* host_steps - one mail host, after the zones that lead to it */
static void host_steps(struct page *p, const struct ds_report *r, size_t h)
{
	const struct ds_host *host = r->hosts[h];
	char fact[256];
	const char *proof = NULL;

	for (size_t i = 0; i < host->chain.n; i++)
		if (!known_zone(r, h, host->chain.links[i]->zone))
			link_step(p, r, host->chain.links[i], 2,
			    (struct target){
				.kind = TO_LINK, .which = ANSWER_A, .host = (int)h, .a = (int)i });
	if (host->policy == DS_POL_DANE_VERIFIED || host->policy == DS_POL_DANE_FAILED)
		proof = "TLSA";
	step(p, words_host(r, host).mark, host->name, 0,
	    fact_host(host, p->fancy, fact, sizeof fact), proof,
	    (struct target){ .kind = TO_HOST, .host = (int)h });
}

/* overview_head - the heads of the picture */
static void overview_head(struct screen *s, struct page *p)
{
	(void)s;
	if (p->width < 60)
		return;
	page_row(p);
	page_to(p, 1 + page_mark_width(p));
	page_put(p, ROLE_head, _("the way of a letter"));
	page_to(p, 1 + page_mark_width(p) + name_width(p) + 1);
	page_put(p, ROLE_head, _("what was found"));
	if (shows_proof(p)) {
		page_to(p, p->width - PROVED_COLUMNS);
		page_put(p, ROLE_head, _("proved by"));
	}
	page_row(p);
	page_line(p, ROLE_rule, p->width - 1);
}

/* overview_body - the picture */
static void overview_body(struct screen *s, struct page *p)
{
	const struct ds_report *r = screen_report(s);

	if (!r) {
		page_row(p);
		page_put(p, ROLE_dim, _("Nothing is known yet."));
		return;
	}
	chain_steps(p, r);
	if (r->chain_known || r->mx || r->done)
		mx_step(p, r);
	for (size_t h = 0; h < r->nhosts; h++)
		host_steps(p, r, h);
}

/* label_column - where the texts of the verdict begin */
static int label_column(const struct page *p, const struct ds_report *r)
{
	const char *const labels[] = { _("Who acts"), _("What"), _("Senders"), _("Story") };
	int widest = cell_text_width(words_verdict(r->verdict).word) + page_mark_width(p);

	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
		if (cell_text_width(labels[i]) > widest)
			widest = cell_text_width(labels[i]);
	return widest + 2;
}

/* cut_after - no more than so many rows from `first` on; a mark says that something is left out */
static void cut_after(struct page *p, size_t first, size_t most)
{
	const struct row *row;

	if (p->nrows - first <= most)
		return;
	p->nrows = first + most;
	row = &p->rows[p->nrows - 1];
	p->nspans = row->first + row->n;
	p->column = p->width - 1;
	page_put(p, ROLE_dim, glyph(p->fancy, GLYPH_CUT));
}

/* next_deed - who acts, and what is to be done, in so many rows at most */
static void next_deed(struct page *p, const struct ds_report *r, size_t most)
{
	size_t first;

	const struct ds_finding *worst = ds_finding_worst(r);
	char text[1024], line[1200];

	if (!worst || worst->who == DS_ACT_NOBODY ||
	    worst->severity > (r->verdict == DS_V_SECURED ? DS_WARNING : DS_NOTICE))
		return;
	snprintf(line, sizeof line, "%s (%s)", words_actor(worst->who), worst->at);
	page_pair(p, _("Who acts"), ROLE_strong, label_column(p, r), line);
	ds_finding_fix(worst, text, sizeof text);
	first = p->nrows;
	page_pair(p, _("What"), ROLE_normal, label_column(p, r), fact_shorten(text, p->fancy));
	cut_after(p, first, most);
}

/* verdict - the box below the picture; of what to do so many rows */
static void verdict(struct ui *ui, struct page *p, const struct tui_entry *entry, size_t deed_rows)
{
	const struct ds_report *r = entry->report;
	struct said said = words_verdict(r->verdict);
	char text[1024], whole[1200], since[160];

	page_row(p);
	page_line(p, ROLE_rule, p->width - 1);
	page_row(p);
	if (!r->done && r->verdict == DS_V_PENDING) {
		page_mark(p, MARK_BUSY);
		page_put(
		    p, ROLE_busy, entry->state == ENTRY_STOPPED ? _("stopped") : _("checking"));
		return;
	}
	page_mark(p, said.mark);
	page_put(p, (enum role)said.mark, said.word);
	page_to(p, label_column(p, r));
	past_since_line(ui, entry, since, sizeof since);
	snprintf(whole, sizeof whole, "%s%s%s", ds_summary(r, text, sizeof text),
	    since[0] ? " " : "", since);
	page_wrap(p, ROLE_strong, p->column, whole);
	next_deed(p, r, deed_rows);
	if (!r->nsenders)
		return;
	page_row(p);
	page_put(p, ROLE_dim, _("Senders"));
	senders_brief(p, r, label_column(p, r));
}

/* story - what the practice network wants to say, where it takes no room from the picture */
static void story(struct page *p, const struct ds_report *r, const char *text, int room)
{
	size_t rows = p->nrows;

	page_pair(p, _("Story"), ROLE_dim, label_column(p, r), _(text));
	if ((int)p->nrows > room)
		p->nrows = rows;
}

/* overview_foot - the verdict, where it leaves enough room for the picture */
static void overview_foot(struct screen *s, struct page *p, int room)
{
	const struct tui_entry *entry = screen_entry(s);

	if (!entry || !entry->report || room < 6)
		return;
	verdict(s->ui, p, entry, 9);
	if ((int)(p->nrows + s->body.nrows) > room) {
		page_begin(p, p->width, p->fancy, p->theme);
		verdict(s->ui, p, entry, 2);
	}
	if (entry->story && entry->report->done)
		story(p, entry->report, entry->story, room - (int)s->body.nrows);
}

const struct screen_ops screen_overview = {
	.name = N_("Overview"),
	.scope = ON_OVERVIEW,
	.side = true,
	.close = true,
	.lands = true,
	.head = overview_head,
	.body = overview_body,
	.foot = overview_foot,
};
