/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * alternate - what the replies of single servers would prove
 *
 * The report is judged by the best reply; a validator that happens to ask another
 * server meets what that one says. Here each is judged apart, with what work is
 * left, and nothing of it gets into what the report is judged by.
 */

#include "core/base/arena.h"
#include "core/dns/asker.h"
#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dnssec/prover_impl.h"

/* from_sigs - the state of the first signature that fails */
static enum ds_sig_state from_sigs(size_t n, const struct ds_sig *sigs)
{
	for (size_t i = 0; i < n; i++)
		if (sigs[i].state != DS_SIG_VALID && sigs[i].state != DS_SIG_UNCHECKED)
			return sigs[i].state;
	return DS_SIG_VALID;
}

/* from_link - as a link was judged */
static void from_link(const struct ds_link *link, struct judged *out)
{
	out->status = link->status;
	out->why = link->why;
	out->detail = link->detail;
	if (link->why == DS_WHY_SIG)
		out->sig = from_sigs(link->nsigs, link->sigs);
}

/* zone_at - the zone that begins at a name, if it was judged */
static const struct zone *zone_at(const struct prover *p, const uint8_t *name)
{
	const struct cut *c = p->cuts;

	if (name_is_root(name))
		return p->root_done ? p->root : NULL;
	while (c != NULL && (!c->done || !name_equal(c->name, name)))
		c = c->next;
	return c != NULL ? c->zone : NULL;
}

/* scratch - a zone like that one before its keys were judged; NULL: no memory */
static struct zone *scratch(struct prover *p, const struct zone *like)
{
	struct zone *z = zone_new(p, like->name, like->parent);
	struct ds_ds *ds = arena_copy(p->arena, like->link->ds, like->link->nds * sizeof *ds);

	if (z == NULL || (ds == NULL && like->link->nds > 0))
		return NULL;
	z->link->ds = ds;
	z->link->nds = like->link->nds;
	z->ds_cut = like->ds_cut;
	z->ds_tags_cut = like->ds_tags_cut;
	return z;
}

/* judge_keys - a DNSKEY set against the zone's DS set, or the anchors */
static void judge_keys(struct prover *p, const struct fact *fact, struct judged *out)
{
	const struct zone *like = zone_at(p, fact->name);
	struct zone *z;

	if (like == NULL)
		return;
	if (like->link->status == DS_INSECURE || (like->link->nds == 0 && like->parent != NULL)) {
		out->status = like->link->status;
		return;
	}
	z = scratch(p, like);
	if (z == NULL)
		return;
	if (z->parent == NULL)
		zone_judge_root(p, z, fact);
	else
		zone_judge_keys(p, z, fact);
	from_link(z->link, out);
}

/* judge_ds - a DS set, or its absence, by the parent's keys; and whether the zone's keys fit it */
static void judge_ds(struct prover *p, const struct fact *fact, struct judged *out)
{
	const struct fact *keys = facts_peek(p->facts, fact->name, DS_T_DNSKEY);
	const uint8_t *above = name_parent(fact->name);
	struct cut c = { .name = fact->name };
	const struct zone *parent;

	if (!zone_find(p, above, above, &parent))
		return;
	if (parent->link->status != DS_SECURE) {
		out->status = parent->link->status;
		return;
	}
	cut_begin(p, &c, parent, fact);
	if (c.zone == NULL) {
		out->status = DS_SECURE; /* proved: no zone begins here */
		return;
	}
	if (!c.done && keys != NULL && keys->done)
		zone_judge_keys(p, c.zone, keys);
	else if (!c.done)
		return;
	from_link(c.zone->link, out);
}

/* judge_answer - any other answer */
static void judge_answer(struct prover *p, const struct fact *fact, struct judged *out)
{
	const struct ds_answer *answer = answer_of(p, fact);

	if (answer == NULL)
		return;
	out->status = answer->status;
	out->why = answer->why;
	out->detail = answer->detail;
	if (answer->why == DS_WHY_SIG)
		out->sig = from_sigs(answer->nsigs, answer->sigs);
}

/* prove_reply - what one reply would prove */
void prove_reply(
    struct prover *p, const struct fact *fact, const struct reply *reply, struct judged *out)
{
	struct fact alone = *fact;
	bool exhausted = p->exhausted;

	*out = (struct judged){ .status = DS_UNCHECKED, .sig = DS_SIG_VALID };
	alone.outcome = reply->outcome;
	alone.msg = reply->msg;
	alone.done = true;
	if (reply->msg == NULL || reply->outcome > DS_OUT_NXDOMAIN) {
		out->status = DS_INDETERMINATE;
		out->why = DS_WHY_LOOKUP;
		return;
	}
	if (!p->root_done || !work_spare(p, p->root))
		return;
	if (fact->type == DS_T_DNSKEY)
		judge_keys(p, &alone, out);
	else if (fact->type == DS_T_DS)
		judge_ds(p, &alone, out);
	else
		judge_answer(p, &alone, out);
	p->exhausted = exhausted;
}
