/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * screen_chain - a chain of trust as a tree: zones, DS records, keys, signatures, proofs
 *
 * The domain's own chain, that of each mail host and that of each TLSA name; Tab goes from one to the
 * next. What the tree is made of: chain_tree.c.
 */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "tui/chain_tree.h"
#include "tui/opinion.h"
#include "tui/ui.h"

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
	page_field(p, ROLE_normal, whose, p->width - p->column - (chain_count(r) > 1 ? 22 : 2),
	    CELL_CUT_MIDDLE);
	snprintf(count, sizeof count, _("%d of %d (Tab)"), s->variant + 1, chain_count(r));
	if (chain_count(r) > 1)
		page_right(p, ROLE_dim, count, p->width - 1);
	page_row(p);
	page_line(p, ROLE_rule, p->width - 1);
}

/* failed - a look-up that brought no answer to follow */
static void failed(struct page *p, const struct ds_answer *answer)
{
	struct said said = words_outcome(answer->outcome);
	char text[300];

	snprintf(text, sizeof text,
	    _("The question was asked, and has no answer: %s. There is no chain to follow."),
	    said.word);
	page_wrap(p, (enum role)said.mark, 0, text);
}

/* nothing - why there is no chain to draw */
static void nothing(struct page *p, const struct ds_report *r, struct chosen c)
{
	const struct ds_answer *tlsa =
	    r && c.which == ANSWER_TLSA ? r->hosts[c.host]->tlsa.answer : NULL;

	page_row(p);
	if (!r || !r->done)
		page_put(p, ROLE_busy, _("The chain is being followed."));
	else if (tlsa && tlsa->outcome > DS_OUT_NXDOMAIN)
		failed(p, tlsa);
	else if (c.which == ANSWER_TLSA)
		page_wrap(p, ROLE_none, 0,
		    _("No TLSA question was asked: the address of this host is not secure, so a "
		      "correct sender does not ask either."));
	else
		page_put(p, ROLE_none, _("Nothing was found."));
}

/* self_row - what the whole tree rests on */
static void self_row(struct page *p, const struct ds_report *r)
{
	char text[300];
	struct said said = opinion_self(r, text, sizeof text);

	page_row(p);
	page_link(p, (struct target){ .kind = TO_SELF, .host = -1 });
	page_to(p, 1);
	page_mark(p, said.mark);
	page_handle(p, ROLE_strong, _("this machine"), 0, CELL_CUT_END);
	page_to(p, p->column + 2);
	page_field(p, said.mark == MARK_GOOD ? ROLE_dim : (enum role)said.mark, said.word,
	    p->width - p->column - 1, CELL_CUT_END);
	if (said.mark == MARK_UNKNOWN)
		page_problem(p);
}

/* chain_body - the tree */
static void chain_body(struct screen *s, struct page *p)
{
	const struct ds_report *r = screen_report(s);
	struct chosen c = chosen(s);
	struct ds_chain chain = target_chain(r, c.which, c.host);
	struct chain_tree tree;
	bool answer;

	if (r)
		self_row(p, r);
	if (!chain.n) {
		nothing(p, r, c);
		return;
	}
	answer = c.host >= 0 || r->mx;
	chain_tree_begin(&tree, p, r, c.which, c.host, chain.n);
	for (size_t i = 0; i < chain.n; i++)
		chain_tree_zone(&tree, &chain, i, i + 1 == chain.n && !answer);
	chain_leaves(&tree);
}

/* go - another chain */
static void go(struct screen *s, int variant)
{
	s->variant = variant;
	s->stale = true;
	s->landed = false;
	s->list.top = 0;
	s->list.at = LIST_NONE;
}

/* chain_act - Tab goes through the chains and on to the next screen, J and K go round */
static bool chain_act(struct screen *s, const struct action *action)
{
	int n = chain_count(screen_report(s));

	if (n == 1 && (action->id == DO_NEXT_SIBLING || action->id == DO_PREVIOUS_SIBLING)) {
		ui_say(s->ui, "%s", _("This is the only chain here."));
		return true;
	}
	switch (action->id) {
	case DO_NEXT_SIBLING: go(s, (s->variant + 1) % n); return true;
	case DO_PREVIOUS_SIBLING: go(s, (s->variant + n - 1) % n); return true;
	case DO_NEXT_SCREEN: go(s, (s->variant + 1) % n); return s->variant > 0;
	case DO_PREVIOUS_SCREEN:
		if (!s->variant)
			return false;
		go(s, s->variant - 1);
		return true;
	default: return false;
	}
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
