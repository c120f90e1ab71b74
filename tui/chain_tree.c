/* SPDX-License-Identifier: BSD-2-Clause */
/* chain_tree - a chain of trust as rows of a tree */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "tui/chain_tree.h"
#include "tui/facts.h"
#include "tui/faults.h"
#include "tui/glyph.h"
#include "tui/servers.h"
#include "tui/ui.h"
#include "tui/words.h"

#define TREE_STEP 3
#define TREE_DEEP 6  /* levels that are indented; a deeper zone stands under the sixth */
#define BAR       16 /* cells of the life of a signature: each takes three octets on the line */
#define FACT_ROOM 34 /* cells that the second half of a row needs to stand in a column of its own */

/* column - where the lines at a depth stand */
static int column(int depth)
{
	return 1 + (depth > TREE_DEEP ? TREE_DEEP : depth) * TREE_STEP;
}

/* signed_by - what a row of a signature begins with */
static const char *signed_by(char *buf, size_t size, unsigned tag)
{
	snprintf(buf, size, _("signed by %u"), tag);
	return buf;
}

/* chain_tree_begin - a tree for a chain of so many zones */
void chain_tree_begin(struct chain_tree *t, struct page *p, const struct ds_report *r,
    enum target_answer which, int host, size_t zones)
{
	char longest[64];
	int deepest = zones < TREE_DEEP ? (int)zones : TREE_DEEP;

	*t = (struct chain_tree){ .page = p, .report = r, .which = which, .host = host };
	t->fact = column(deepest + 1) + page_mark_width(p) +
		  cell_text_width(signed_by(longest, sizeof longest, 65535)) + 2;
	if (p->width - t->fact < FACT_ROOM)
		t->fact = 0;
}

/* corner - "├─ " or "└─ " */
static void corner(struct page *p, int depth, bool end)
{
	page_to(p, column(depth));
	page_put(p, ROLE_rule, glyph(p->fancy, end ? GLYPH_TREE_END : GLYPH_TREE_MID));
	p->column++;
}

/* trunk - the line of a twig that goes on further down */
static void trunk(struct page *p, int depth, bool ended)
{
	if (ended)
		return;
	page_to(p, column(depth));
	page_put(p, ROLE_rule, glyph(p->fancy, GLYPH_V));
}

/* chain_tree_twig - the lines of a twig */
void chain_tree_twig(const struct chain_tree *t, bool end)
{
	corner(t->page, t->depth, end);
}

/* chain_tree_subtwig - the lines of what belongs to a twig */
void chain_tree_subtwig(const struct chain_tree *t, bool twig_ended, bool end)
{
	trunk(t->page, t->depth, twig_ended);
	corner(t->page, t->depth + 1, end);
}

/* chain_tree_below - further down at a twig */
void chain_tree_below(const struct chain_tree *t, bool twig_ended)
{
	trunk(t->page, t->depth, twig_ended);
	page_to(t->page, column(t->depth + 1) + page_mark_width(t->page));
}

/* chain_tree_fact - to the second half of a row */
void chain_tree_fact(const struct chain_tree *t)
{
	page_to(t->page, t->page->column + 2 > t->fact ? t->page->column + 2 : t->fact);
}

/* put_rest - a text at the end of a row: a mark says so where it does not fit */
static void put_rest(struct page *p, enum role role, const char *text)
{
	int room = p->width - p->column;

	if (cell_text_width(text) <= room)
		page_put(p, role, text);
	else
		page_field(p, role, text, room, CELL_CUT_END);
}

/* place - the target of a twig */
static struct target place(const struct chain_tree *t, enum target_kind kind, int a, size_t b)
{
	return (
	    struct target){ .kind = kind, .which = t->which, .host = t->host, .a = a, .b = (int)b };
}

/* covers - is a signature one over records of a type? (0: of a proof) */
static bool covers(const struct ds_sig *sig, unsigned type)
{
	if (!type)
		return sig->type_covered == DS_T_NSEC || sig->type_covered == DS_T_NSEC3;
	return sig->type_covered == type;
}

/* chain_tree_sig_count - how many there are over a type */
size_t chain_tree_sig_count(const struct ds_sig *sigs, size_t n, unsigned type)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += covers(&sigs[i], type);
	return count;
}

/* holds - is one of the signatures over a type valid? */
static bool holds(const struct ds_sig *sigs, size_t n, unsigned type)
{
	for (size_t i = 0; i < n; i++)
		if (covers(&sigs[i], type) && sigs[i].state == DS_SIG_VALID)
			return true;
	return false;
}

/* timed - is the state of a signature one that its time tells? */
static bool timed(const struct ds_sig *sig)
{
	return sig->state == DS_SIG_VALID || sig->state == DS_SIG_UNCHECKED ||
	       sig->state == DS_SIG_EXPIRED || sig->state == DS_SIG_NOT_YET_VALID;
}

/* sig_row - "signed by 4711  ━━━●───  11 days left" */
static void sig_row(const struct chain_tree *t, const struct ds_sig *sig, bool harmless)
{
	struct page *p = t->page;
	struct said said = words_sig(sig->state);
	char text[64];
	int bar;

	if (said.mark == MARK_BAD && harmless)
		said.mark = MARK_WEAK;
	page_mark(p, said.mark);
	page_handle(p, ROLE_value, signed_by(text, sizeof text, sig->key_tag), 0, CELL_CUT_END);
	chain_tree_fact(t);
	bar = p->width - p->column - 17;
	bar = bar > BAR ? BAR : bar;
	if (timed(sig) && bar >= 6)
		fact_bar(p, sig, t->report->judged_at, bar);
	else
		put_rest(p, (enum role)said.mark, said.word);
	page_value(p, sig->rr ? sig->rr->text : text);
	if (said.mark == MARK_BAD)
		page_problem(p);
}

/* chain_tree_sigs - the signatures over records of a type */
void chain_tree_sigs(const struct chain_tree *t, const struct ds_sig *sigs, size_t n, unsigned type,
    size_t more, bool twig_ended)
{
	size_t left = chain_tree_sig_count(sigs, n, type) + more;
	bool harmless = holds(sigs, n, type);

	for (size_t i = 0; i < n; i++) {
		if (!covers(&sigs[i], type))
			continue;
		page_row(t->page);
		page_link(t->page, place(t, TO_SIG, t->link, i));
		chain_tree_subtwig(t, twig_ended, !--left);
		sig_row(t, &sigs[i], harmless);
	}
}

/* ds_twig - "DS 4711  → key 4711, SHA-256" */
static void ds_twig(const struct chain_tree *t, const struct ds_link *link, size_t i, bool end)
{
	struct page *p = t->page;
	const struct ds_ds *ds = &link->ds[i];
	char name[32], text[64];
	enum mark mark = ds->matches_key                                             ? MARK_GOOD
			 : !ds->supported                                            ? MARK_NONE
			 : link->status == DS_SECURE || link->status == DS_UNCHECKED ? MARK_WEAK
										     : MARK_BAD;

	page_row(p);
	page_link(p, place(t, TO_DS, t->link, i));
	chain_tree_twig(t, end);
	page_mark(p, mark);
	snprintf(text, sizeof text, "DS %u", ds->key_tag);
	page_handle(p, ROLE_value, text, 0, CELL_CUT_END);
	chain_tree_fact(t);
	if (ds->matches_key)
		snprintf(text, sizeof text, _("%s key %u, by %s"), glyph(p->fancy, GLYPH_ARROW),
		    ds->key_tag, ds_digest_name(ds->digest_type, name, sizeof name));
	else
		snprintf(text, sizeof text, "%s",
		    !ds->supported ? _("of a kind not known here")
		    : !link->nkeys ? _("the zone has no keys")
				   : _("fits no key of the zone"));
	put_rest(p, ds->matches_key ? ROLE_normal : (enum role)mark, text);
	if (mark == MARK_BAD)
		page_problem(p);
	page_value(p, ds->rr ? ds->rr->text : ds->digest);
}

/* key_twig - "key 4711  KSK  ECDSA P-256, 256 bits, vouched for" */
static void key_twig(const struct chain_tree *t, const struct ds_link *link, size_t i, bool end)
{
	struct page *p = t->page;
	const struct ds_key *key = &link->keys[i];
	const char *standing;
	char name[32], text[64];
	enum mark mark = key->revoked   ? (link->status == DS_SECURE ? MARK_NONE : MARK_BAD)
			 : key->trusted ? MARK_GOOD
					: MARK_NONE;

	page_row(p);
	page_link(p, place(t, TO_KEY, t->link, i));
	chain_tree_twig(t, end);
	page_mark(p, mark);
	snprintf(text, sizeof text, _("key %u"), key->key_tag);
	page_handle(p, ROLE_value, text, 0, CELL_CUT_END);
	chain_tree_fact(t);
	page_field(p, ROLE_normal, words_key_kind(key, link), 4, CELL_CUT_END);
	snprintf(text, sizeof text, _("%s, %u bits"),
	    words_algorithm(key->algorithm, name, sizeof name), key->bits);
	put_rest(p, ROLE_normal, text);
	standing = key->revoked   ? _(", revoked")
		   : link->parent ? _(", vouched for")
				  : _(", trust anchor");
	if ((key->revoked || key->trusted) && p->column + cell_text_width(standing) < p->width)
		page_put(p, mark == MARK_BAD ? ROLE_bad : ROLE_normal, standing);
	if (mark == MARK_BAD)
		page_problem(p);
	page_value(p, key->rr ? key->rr->text : text);
}

/* missing_row - something that ought to hang here and does not */
static void missing_row(const struct chain_tree *t, bool twig_ended, const char *what)
{
	page_row(t->page);
	chain_tree_subtwig(t, twig_ended, true);
	page_mark(t->page, MARK_BAD);
	page_put(t->page, ROLE_bad, what);
}

/* What hangs from a zone, in order; how many twigs are left tells which is the last. */
struct branches {
	const struct ds_link *link;
	size_t left;
	bool last; /* nothing follows the twigs */
};

/* taken - one twig more; is it the last one? */
static bool taken(struct branches *b)
{
	return !--b->left && b->last;
}

/* ds_set - the DS records, and below them the signatures over them */
static void ds_set(const struct chain_tree *t, struct branches *b)
{
	const struct ds_link *link = b->link;
	bool ended = false;

	for (size_t i = 0; i < link->nds; i++)
		ds_twig(t, link, i, ended = taken(b));
	if (!link->nds)
		return;
	chain_tree_sigs(t, link->sigs, link->nsigs, DS_T_DS, 0, ended);
	if (link->parent && link->parent->status == DS_SECURE && link->status == DS_BOGUS &&
	    !chain_tree_sig_count(link->sigs, link->nsigs, DS_T_DS))
		missing_row(t, ended, _("no signature over the DS record"));
}

/* key_set - the keys, those that are vouched for first, and the signatures over them */
static void key_set(const struct chain_tree *t, struct branches *b)
{
	const struct ds_link *link = b->link;
	bool ended = false;

	for (int trusted = 1; trusted >= 0; trusted--)
		for (size_t i = 0; i < link->nkeys; i++)
			if (link->keys[i].trusted == trusted)
				key_twig(t, link, i, ended = taken(b));
	if (!link->nkeys)
		return;
	chain_tree_sigs(t, link->sigs, link->nsigs, DS_T_DNSKEY, 0, ended);
	if (link->status == DS_BOGUS && link->why == DS_WHY_SIG_MISSING &&
	    !chain_tree_sig_count(link->sigs, link->nsigs, DS_T_DNSKEY))
		missing_row(t, ended, _("no signature over the keys"));
}

/* denial_twig - "NSEC3  proves that there is no DS record" */
static void denial_twig(const struct chain_tree *t, struct branches *b)
{
	struct page *p = t->page;
	const struct ds_denial *denial = b->link->denial;
	bool ended;
	enum mark mark;

	if (!denial)
		return;
	mark = b->link->status == DS_BOGUS ? MARK_BAD : denial->opt_out ? MARK_WEAK : MARK_GOOD;
	ended = taken(b);
	page_row(p);
	page_link(p, place(t, TO_DENIAL, t->link, 0));
	chain_tree_twig(t, ended);
	page_mark(p, mark);
	page_handle(
	    p, ROLE_value, denial->kind == DS_DENIAL_NSEC3 ? "NSEC3" : "NSEC", 0, CELL_CUT_END);
	chain_tree_fact(t);
	page_field(p, mark == MARK_GOOD ? ROLE_normal : (enum role)mark,
	    mark == MARK_BAD  ? _("does not prove that there is no DS record")
	    : denial->opt_out ? _("opt-out: no signed zone is here")
			      : _("proves that there is no DS record"),
	    p->width - p->column - 1, CELL_CUT_END);
	if (mark == MARK_BAD)
		page_problem(p);
	chain_tree_gaps(t, denial, ended);
	chain_tree_sigs(t, b->link->sigs, b->link->nsigs, 0, 0, ended);
}

/* server_twig - who serves the zone, where each was asked */
static void server_twig(const struct chain_tree *t, struct branches *b)
{
	struct page *p = t->page;
	struct said said;
	char fact[200], text[64];

	if (!b->link->nservers)
		return;
	said = servers_fact(b->link, fact, sizeof fact);
	page_row(p);
	page_link(p, place(t, TO_SERVERS, t->link, 0));
	chain_tree_twig(t, taken(b));
	page_mark(p, said.mark);
	snprintf(text, sizeof text, n_("%zu server", "%zu servers", b->link->nservers),
	    b->link->nservers);
	page_handle(p, ROLE_value, text, 0, CELL_CUT_END);
	chain_tree_fact(t);
	page_field(p, said.mark == MARK_GOOD ? ROLE_dim : (enum role)said.mark, said.word,
	    p->width - p->column - 1, CELL_CUT_END);
	if (said.mark == MARK_BAD || said.mark == MARK_WEAK)
		page_problem(p);
}

/* same_faults - how many findings of this one's code there are at a zone; 0: an earlier one counts them */
static size_t same_faults(
    const struct chain_tree *t, const struct target *here, const struct ds_finding *fault)
{
	const struct ds_finding *f;
	size_t n = 0;

	for (size_t i = 0; (f = fault_next(t->report, here, &i));) {
		if (f->code == fault->code && !n && f != fault)
			return 0;
		n += f->code == fault->code;
	}
	return n;
}

/* fault_row - one of them, or several of one kind */
static void fault_row(const struct chain_tree *t, const struct ds_finding *f, size_t n, bool end)
{
	struct page *p = t->page;
	struct said said = words_severity(f->severity);
	char text[256];

	page_row(p);
	page_link(
	    p, (struct target){ .kind = TO_FINDING, .host = -1, .a = finding_index(t->report, f) });
	chain_tree_twig(t, end);
	page_mark(p, said.mark);
	ds_finding_title(f, text, sizeof text);
	page_handle(p, (enum role)said.mark, text, 0, CELL_CUT_END);
	if (n > 1)
		page_putf(p, (enum role)said.mark, " (%zu)", n);
	page_problem(p);
}

/* fault_twigs - what was found at the zone beside what its row says already */
static void fault_twigs(const struct chain_tree *t, struct branches *b,
    const struct ds_finding *said_already, bool draw)
{
	struct target here = place(t, TO_LINK, t->link, 0);
	const struct ds_finding *f;

	for (size_t i = 0; (f = fault_next(t->report, &here, &i));) {
		size_t n = f->severity > DS_WARNING ? 0 : same_faults(t, &here, f);

		if (f == said_already || !n)
			continue;
		if (draw)
			fault_row(t, f, n, taken(b));
		else
			b->left++;
	}
}

/* why_here - why a zone is not secure: the title of what was found where there is room for it, which
 * goes to *said; else the reason in brief */
static const char *why_here(const struct chain_tree *t, const struct ds_link *link, char *buf,
    size_t size, const struct ds_finding **said)
{
	struct target here = place(t, TO_LINK, t->link, 0);
	const struct ds_finding *worst = fault_worst(t->report, &here);
	const char *why = words_why(link->why);

	*said = NULL;
	if (!worst || worst->severity != DS_ERROR || link->status == DS_SECURE)
		return why;
	*said = worst;
	ds_finding_title(worst, buf, size);
	return !why || cell_text_width(buf) + 3 < t->page->width - t->page->column ? buf : why;
}

/* zone_row - a zone, with its state in words; returns what was found at it and is said with them */
static const struct ds_finding *zone_row(const struct chain_tree *t, const struct ds_link *link)
{
	struct page *p = t->page;
	struct said said = words_status(t->report, link->status);
	const struct ds_finding *worst;
	char title[256];
	const char *why, *name;
	int room;

	if (link->status == DS_UNCHECKED)
		said = (struct said){ MARK_BUSY, _("asking") };
	page_row(p);
	page_link(p, place(t, TO_LINK, t->link, 0));
	page_value(p, link->zone);
	if (t->depth)
		corner(p, t->depth - 1, true);
	else
		page_to(p, 1);
	page_mark(p, said.mark);
	name = strcmp(link->zone, ".") ? link->zone : _(". (the root)");
	room = p->width - p->column - cell_text_width(said.word) - 3;
	page_handle(p, ROLE_strong, name, cell_text_width(name) < room ? 0 : room, CELL_CUT_MIDDLE);
	if (said.mark == MARK_BAD || said.mark == MARK_WEAK)
		page_problem(p);
	chain_tree_fact(t);
	page_put(p, (enum role)said.mark, said.word);
	why = why_here(t, link, title, sizeof title, &worst);
	if (!why || link->status == DS_SECURE)
		return worst;
	page_put(p, (enum role)said.mark, ": ");
	page_field(p, (enum role)said.mark, why, p->width - p->column - 1, CELL_CUT_END);
	return worst;
}

/* chain_tree_zone - a zone with all that hangs from it */
void chain_tree_zone(struct chain_tree *t, const struct ds_chain *chain, size_t i, bool last)
{
	const struct ds_link *link = chain->links[i];
	struct branches b = { .link = link, .last = last };
	const struct ds_finding *said_already;

	t->link = t->depth = (int)i;
	said_already = zone_row(t, link);
	b.left = link->nds + link->nkeys + (link->denial ? 1 : 0) + (link->nservers ? 1 : 0);
	fault_twigs(t, &b, said_already, false);
	fault_twigs(t, &b, said_already, true);
	server_twig(t, &b);
	ds_set(t, &b);
	denial_twig(t, &b);
	key_set(t, &b);
}
