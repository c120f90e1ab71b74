/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * screen_chain - a chain of trust as a tree: zones, DS records, keys, signatures, proofs
 *
 * The domain's own chain, that of each mail host and that of each TLSA name; J and K go from one to
 * the next.
 */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "tui/facts.h"
#include "tui/glyph.h"
#include "tui/ui.h"
#include "tui/words.h"

#define TREE_STEP 3
#define TREE_DEEP 6 /* levels that are indented; a deeper zone stands under the sixth */

/* One chain: whose, and the answer at its end. */
struct chosen {
	enum target_answer which;
	int host;
};

/* chain_count - how many chains there are to look at */
static int chain_count(const struct ds_report *r)
{
	return r ? 1 + 2 * (int)r->nhosts : 1;
}

/* chosen - which chain is shown */
static struct chosen chosen(const struct screen *s)
{
	int i = s->variant;

	if (!i || i >= chain_count(screen_report(s)))
		return (struct chosen){ ANSWER_DOMAIN, -1 };
	return (struct chosen){ i % 2 ? ANSWER_A : ANSWER_TLSA, (i - 1) / 2 };
}

/* subject - whose chain it is */
static const char *subject(const struct ds_report *r, struct chosen c, char *buf, size_t size)
{
	if (c.host < 0)
		snprintf(buf, size, _("of the domain %s"), r->domain_unicode);
	else if (c.which == ANSWER_A)
		snprintf(buf, size, _("of the mail host %s"), r->hosts[c.host]->name);
	else
		snprintf(buf, size, _("of the TLSA records of %s"), r->hosts[c.host]->name);
	return buf;
}

/* chain_head - which chain, and how many there are */
static void chain_head(struct screen *s, struct page *p)
{
	const struct ds_report *r = screen_report(s);
	char whose[400], count[48];

	if (!r)
		return;
	page_row(p);
	page_put(p, ROLE_strong, _("Chain of trust"));
	p->column++;
	subject(r, chosen(s), whose, sizeof whose);
	page_field(p, ROLE_normal, whose, p->width - p->column - 22, CELL_CUT_MIDDLE);
	snprintf(count, sizeof count, _("%d of %d (J K)"), s->variant + 1, chain_count(r));
	page_right(p, ROLE_dim, count, p->width - 1);
	page_row(p);
	page_line(p, ROLE_rule, p->width - 1);
}

/* tree - the lines that lead to a row at a depth; `end`: the last twig of its zone */
static void tree(struct page *p, int depth, bool end)
{
	int deep = depth > TREE_DEEP ? TREE_DEEP : depth;

	page_to(p, 1 + deep * TREE_STEP);
	page_put(p, ROLE_rule, glyph(p->fancy, end ? GLYPH_TREE_END : GLYPH_TREE_MID));
	p->column++;
}

/* What the twigs of a zone need to know. */
struct twig {
	struct page *p;
	const struct ds_report *r;
	struct chosen chain;
	int link, depth;
};

/* place - the target of a twig */
static struct target place(const struct twig *t, enum target_kind kind, size_t b)
{
	return (struct target){ .kind = kind,
		.which = t->chain.which,
		.host = t->chain.host,
		.a = t->link,
		.b = (int)b };
}

/* begin - a twig's row */
static void begin(const struct twig *t, enum target_kind kind, size_t b, bool end)
{
	page_row(t->p);
	page_link(t->p, place(t, kind, b));
	tree(t->p, t->depth, end);
}

/* ds_twig - "DS 4711 -> key 4711  SHA-256" */
static void ds_twig(const struct twig *t, const struct ds_ds *ds, size_t i, bool end)
{
	struct page *p = t->p;
	char name[32], text[64];
	enum mark mark = ds->matches_key ? MARK_GOOD : ds->supported ? MARK_BAD : MARK_NONE;

	begin(t, TO_DS, i, end);
	page_mark(p, mark);
	snprintf(text, sizeof text, "DS %u", ds->key_tag);
	page_handle(p, ROLE_value, text, 13, CELL_CUT_END);
	p->column++;
	if (ds->matches_key)
		page_putf(p, ROLE_normal, _("%s key %u, by %s"), glyph(p->fancy, GLYPH_ARROW),
		    ds->key_tag, ds_digest_name(ds->digest_type, name, sizeof name));
	else
		page_put(p, (enum role)mark,
		    ds->supported ? _("fits no key of the zone") : _("of a kind not known here"));
	if (mark == MARK_BAD)
		page_problem(p);
	page_value(p, ds->rr ? ds->rr->text : ds->digest);
}

/* key_twig - "key 4711  KSK  ECDSA P-256, 256 bits" */
static void key_twig(
    const struct twig *t, const struct ds_link *link, const struct ds_key *key, size_t i, bool end)
{
	struct page *p = t->p;
	char name[32], text[64];
	enum mark mark = key->revoked ? MARK_BAD : key->trusted ? MARK_GOOD : MARK_NONE;

	begin(t, TO_KEY, i, end);
	page_mark(p, mark);
	snprintf(text, sizeof text, _("key %u"), key->key_tag);
	page_handle(p, ROLE_value, text, 13, CELL_CUT_END);
	p->column++;
	page_field(p, ROLE_strong, words_key_kind(key, link), 4, CELL_CUT_END);
	page_putf(p, ROLE_normal, _("%s, %u bits"),
	    words_algorithm(key->algorithm, name, sizeof name), key->bits);
	if (key->revoked)
		page_put(p, ROLE_bad, _(", revoked"));
	else if (key->trusted)
		page_put(p, ROLE_normal, link->parent ? _(", vouched for") : _(", trust anchor"));
	page_value(p, key->rr ? key->rr->text : text);
}

/* sig_bar - how wide the bar of a signature can be */
static int sig_bar(const struct page *p)
{
	int room = p->width - p->column - 20;

	int most = p->width < 90 ? 16 : 24;

	return room > most ? most : room;
}

/* sig_twig - "signs DNSKEY by 4711  ━━━●───  11 days left" */
static void sig_twig(const struct twig *t, const struct ds_sig *sig, size_t i, bool end)
{
	struct page *p = t->p;
	struct said said = words_sig(sig->state);
	char type[16], text[64];

	begin(t, TO_SIG, i, end);
	page_mark(p, said.mark);
	snprintf(
	    text, sizeof text, _("signed: %s"), ds_type_name(sig->type_covered, type, sizeof type));
	page_handle(p, ROLE_value, text, 16, CELL_CUT_END);
	p->column++;
	snprintf(text, sizeof text, _("by %u"), sig->key_tag);
	page_field(p, ROLE_value, text, 9, CELL_CUT_END);
	p->column++;
	if (sig->state != DS_SIG_VALID && sig->state != DS_SIG_UNCHECKED &&
	    sig->state != DS_SIG_EXPIRED && sig->state != DS_SIG_NOT_YET_VALID)
		page_put(p, (enum role)said.mark, said.word);
	else if (sig_bar(p) >= 6)
		fact_bar(p, sig, t->r->judged_at, sig_bar(p));
	else
		page_put(p, (enum role)said.mark, said.word);
	if (said.mark == MARK_BAD)
		page_problem(p);
}

/* gap_row - a proof that something is not there, drawn as the gap that it covers */
static void gap_row(struct page *p, const struct ds_gap *gap, int bar, int column)
{
	const char *end = glyph(p->fancy, GLYPH_BAR_NOW), *line = glyph(p->fancy, GLYPH_BAR_PAST);
	const char *about = gap->about;
	int room, each;
	bool covers = gap->role == DS_GAP_COVERS || gap->role == DS_GAP_WILDCARD_COVERS;

	page_row(p);
	if (bar >= 0) {
		page_to(p, bar);
		page_put(p, ROLE_rule, glyph(p->fancy, GLYPH_V));
	}
	page_to(p, column);
	room = p->width - p->column - 14;
	each = room / 3 < 8 ? 8 : room / 3;
	if (!covers) {
		page_putf(p, ROLE_good, "%s ", end);
		page_field(p, ROLE_value, gap->owner, each, CELL_CUT_MIDDLE);
		page_put(p, ROLE_dim, _(" has only: "));
		page_field(p, ROLE_value, gap->types ? gap->types : "", p->width - p->column - 1,
		    CELL_CUT_END);
		return;
	}
	page_field(p, ROLE_value, gap->owner, each, CELL_CUT_MIDDLE);
	page_putf(p, ROLE_rule, " %s%s%s ", end, line, line);
	page_field(p, ROLE_none, about, each, CELL_CUT_MIDDLE);
	page_putf(p, ROLE_rule, " %s%s%s ", line, line, end);
	page_field(p, ROLE_value, gap->next, each, CELL_CUT_MIDDLE);
}

/* denial_rows - the proof, a gap a row */
static void denial_rows(struct page *p, const struct ds_denial *denial, int depth, bool end)
{
	int bar = 1 + (depth > TREE_DEEP ? TREE_DEEP : depth) * TREE_STEP;

	for (size_t i = 0; i < denial->ngaps; i++)
		gap_row(p, &denial->gaps[i], end ? -1 : bar, bar + TREE_STEP + page_mark_width(p));
}

/* denial_twig - "NSEC3: no DS record here" */
static void denial_twig(const struct twig *t, const struct ds_denial *denial, bool end)
{
	struct page *p = t->p;

	begin(t, TO_DENIAL, 0, end);
	page_mark(p, denial->opt_out ? MARK_WEAK : MARK_GOOD);
	page_handle(
	    p, ROLE_value, denial->kind == DS_DENIAL_NSEC3 ? "NSEC3" : "NSEC", 6, CELL_CUT_END);
	p->column++;
	page_put(p, ROLE_normal,
	    denial->opt_out ? _("proves that no signed zone is here (opt-out)")
			    : _("proves that there is no DS record"));
	denial_rows(p, denial, t->depth, end);
}

/* zone_twigs - what hangs below a zone; `leaf`: nothing follows at this depth */
static void zone_twigs(struct twig t, const struct ds_link *link, bool leaf)
{
	size_t left = link->nds + link->nkeys + link->nsigs + (link->denial ? 1 : 0);

	for (size_t i = 0; i < link->nds; i++)
		ds_twig(&t, &link->ds[i], i, leaf && !--left);
	if (link->denial)
		denial_twig(&t, link->denial, leaf && !--left);
	for (size_t i = 0; i < link->nkeys; i++)
		key_twig(&t, link, &link->keys[i], i, leaf && !--left);
	for (size_t i = 0; i < link->nsigs; i++)
		sig_twig(&t, &link->sigs[i], i, leaf && !--left);
}

/* zone_row - a zone, with its state in words */
static void zone_row(const struct twig *t, const struct ds_link *link)
{
	struct page *p = t->p;
	struct said said = words_status(link->status);
	const char *why = words_why(link->why);

	if (link->status == DS_UNCHECKED)
		said = (struct said){ MARK_BUSY, _("asking") };
	page_row(p);
	page_link(p, place(t, TO_LINK, 0));
	page_value(p, link->zone);
	if (t->depth)
		tree(p, t->depth - 1, true);
	else
		page_to(p, 1);
	page_mark(p, said.mark);
	page_handle(p, ROLE_strong, strcmp(link->zone, ".") ? link->zone : _(". (the root)"), 0,
	    CELL_CUT_MIDDLE);
	page_to(p, p->column + 2);
	page_put(p, (enum role)said.mark, said.word);
	if (why && link->status != DS_SECURE) {
		page_put(p, (enum role)said.mark, ": ");
		page_field(p, (enum role)said.mark, why, p->width - p->column - 1, CELL_CUT_END);
	}
	if (said.mark == MARK_BAD || said.mark == MARK_WEAK)
		page_problem(p);
}

/* answer_records - the records of an answer, in brief */
static void answer_records(struct page *p, const struct ds_answer *a)
{
	char text[600];
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < a->nrrs && len < sizeof text; i++)
		len += (size_t)snprintf(
		    text + len, sizeof text - len, "%s%s", i ? ", " : "", a->rrs[i]->text);
	if (!a->nrrs)
		snprintf(text, sizeof text, "%s", words_outcome(a->outcome).word);
	page_field(p, ROLE_value, text, p->width - p->column - 1, CELL_CUT_END);
}

/* answer_leaf - the answer that the chain is there for */
static void answer_leaf(struct page *p, const struct ds_report *r, struct target at, int depth)
{
	const struct ds_answer *a = target_answer(r, &at);
	struct said said;
	const char *why;
	char type[16];

	if (!a)
		return;
	said = words_status(a->status);
	why = words_why(a->why);
	page_row(p);
	page_link(p, at);
	tree(p, depth, true);
	page_mark(p, said.mark);
	page_handle(p, ROLE_strong, ds_type_name(a->type, type, sizeof type), 5, CELL_CUT_END);
	p->column++;
	answer_records(p, a);
	if (said.mark == MARK_BAD)
		page_problem(p);
	if (why && a->status != DS_SECURE) {
		page_row(p);
		page_to(p, 1 + (depth + 1) * TREE_STEP + page_mark_width(p));
		page_wrap(p, (enum role)said.mark, p->column, why);
	}
	if (a->denial)
		denial_rows(p, a->denial, depth, true);
}

/* leaves - the answers at the end of a chain */
static void leaves(struct page *p, const struct ds_report *r, struct chosen c, int depth)
{
	struct target at = { .kind = TO_ANSWER, .which = ANSWER_MX, .host = c.host };

	if (c.host < 0) {
		answer_leaf(p, r, at, depth);
		return;
	}
	at.which = c.which;
	answer_leaf(p, r, at, depth);
	if (c.which == ANSWER_A) {
		at.which = ANSWER_AAAA;
		answer_leaf(p, r, at, depth);
	}
}

/* nothing - why there is no chain to draw */
static void nothing(struct page *p, const struct ds_report *r, struct chosen c)
{
	page_row(p);
	if (!r || !r->done)
		page_put(p, ROLE_busy, _("The chain is being followed."));
	else if (c.which == ANSWER_TLSA)
		page_wrap(p, ROLE_none, 0,
		    _("No TLSA question was asked: the address of this host is not secure, so a "
		      "correct sender does not ask either."));
	else
		page_put(p, ROLE_none, _("Nothing was found."));
}

/* chain_body - the tree */
static void chain_body(struct screen *s, struct page *p)
{
	const struct ds_report *r = screen_report(s);
	struct chosen c = chosen(s);
	struct ds_chain chain = target_chain(r, c.which, c.host);
	bool answer;

	if (!chain.n) {
		nothing(p, r, c);
		return;
	}
	answer = c.host < 0 ? r->mx != NULL : true;
	for (size_t i = 0; i < chain.n; i++) {
		struct twig t = { p, r, c, (int)i, (int)i };

		zone_row(&t, chain.links[i]);
		zone_twigs(t, chain.links[i], i + 1 == chain.n && !answer);
	}
	leaves(p, r, c, (int)chain.n - 1);
}

/* chain_act - J and K go from chain to chain */
static bool chain_act(struct screen *s, const struct action *action)
{
	int n = chain_count(screen_report(s));

	if (action->id != DO_NEXT_SIBLING && action->id != DO_PREVIOUS_SIBLING)
		return false;
	s->variant = (s->variant + (action->id == DO_NEXT_SIBLING ? 1 : n - 1)) % n;
	s->stale = true;
	s->list.top = 0;
	s->list.at = LIST_NONE;
	return true;
}

const struct screen_ops screen_chain = {
	.name = N_("Chain"),
	.scope = ON_CHAIN,
	.side = true,
	.lands = true,
	.head = chain_head,
	.body = chain_body,
	.act = chain_act,
};
