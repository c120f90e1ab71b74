/* SPDX-License-Identifier: BSD-2-Clause */
/* cut - does a zone begin at a name? What the DS look-up there says (RFC 4035 section 5.2) */

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dnssec/prover_impl.h"
#include "core/limits.h"

/* take_ds - the DS set of a link, for the reader and for matching */
static struct ds_ds *take_ds(struct prover *p, struct zone *z, const struct dns_rrset *set)
{
	size_t n = set->n < SEC_DS_MAX ? set->n : SEC_DS_MAX;
	struct ds_ds *ds = arena_alloc(p->arena, n, sizeof *ds);

	if (ds == NULL)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		const struct dns_rr *rr = set->rrs[i];
		struct ds_ds *one = &ds[z->link->nds];

		if (rr->len < 5)
			continue;
		one->key_tag = (uint16_t)(rr->rdata[0] << 8 | rr->rdata[1]);
		one->algorithm = rr->rdata[2];
		one->digest_type = rr->rdata[3];
		one->digest = text_hex_dup(p->arena, rr->rdata + 4, rr->len - 4);
		one->supported =
		    verify_knows(p, one->algorithm) &&
		    (one->digest_type == 1 || one->digest_type == 2 || one->digest_type == 4);
		one->rr = rr->show;
		z->link->nds++;
	}
	z->ds_cut = set->n > n;
	z->link->ds = ds;
	z->link->ds_ttl = set->ttl;
	return ds;
}

/* is_pure - does every record verify that must, for the proof that there is no DS set? With NSEC3 all,
 * with NSEC all of its own kind; an NSEC record at the very name is enough by itself */
static bool is_pure(const struct denial *d)
{
	if (d->show == NULL || d->denied == DENIED_NOT)
		return true;
	if (d->show->kind == DS_DENIAL_NSEC3)
		return !d->impure_nsec && !d->impure_nsec3;
	return !d->impure_nsec || (d->show->ngaps > 0 && d->show->gaps[0].role == DS_GAP_MATCHES);
}

/* no_ds - a name without a DS set: unsigned delegation, no cut at all, or no proof */
static void no_ds(
    struct prover *p, struct cut *c, const struct zone *parent, const struct fact *fact)
{
	bool nxdomain = fact->outcome == DS_OUT_NXDOMAIN;
	struct denial d;

	denial_prove(p, parent, fact->msg, c->name, DS_T_DS, nxdomain, &d);
	/* The reply code is not signed, and not what counts here: some servers say "no such name" of a
	 * name with names below it, and prove that it holds no DS. */
	if (nxdomain && d.denied == DENIED_NOT && d.why == DS_WHY_DENIAL_INVALID)
		denial_prove(p, parent, fact->msg, c->name, DS_T_DS, false, &d);
	if (!is_pure(&d)) {
		d.denied = DENIED_NOT;
		d.why = DS_WHY_DENIAL_INVALID;
		d.detail = N_("a record beside the proof does not verify");
	}
	if (d.denied == DENIED_NAME || (d.denied == DENIED_TYPE && !d.delegation))
		return;
	/* "No such name" out of an opt-out gap: no zone is there, proved or not. */
	c->gap = d.denied == DENIED_INSECURE && nxdomain;
	if (c->gap)
		return;
	c->zone = zone_new(p, c->name, parent);
	if (c->zone == NULL)
		return;
	c->zone->link->denial = d.show;
	sigs_append(p->arena, &c->zone->link->sigs, &c->zone->link->nsigs, d.sigs, d.nsigs);
	if (d.denied == DENIED_NOT)
		zone_settle(c->zone, d.why == DS_WHY_WORK_LIMIT ? DS_INDETERMINATE : DS_BOGUS,
		    d.why, d.detail);
	else
		zone_settle(
		    c->zone, DS_INSECURE, d.denied == DENIED_TYPE ? DS_WHY_NO_DS : d.why, d.detail);
}

/* with_ds - a name with a DS set: is the set itself proved? */
static bool with_ds(
    struct prover *p, struct cut *c, const struct zone *parent, const struct dns_rrset *set)
{
	struct verified v;

	c->zone = zone_new(p, c->name, parent);
	if (c->zone == NULL || take_ds(p, c->zone, set) == NULL)
		return false;
	verify_rrset(p, parent, set, &v);
	sigs_append(p->arena, &c->zone->link->sigs, &c->zone->link->nsigs, v.sigs, v.nsigs);
	if (v.secure)
		return true;
	zone_settle(c->zone, v.why == DS_WHY_WORK_LIMIT ? DS_INDETERMINATE : DS_BOGUS, v.why,
	    v.why == DS_WHY_WORK_LIMIT ? bound_word(p) : N_("the signature over the DS set"));
	return false;
}

/* is_redirected - does a DNAME above the name stand in the reply, and is it proved? Nothing is below that */
static bool is_redirected(
    struct prover *p, const struct cut *c, const struct zone *parent, const struct dns_message *msg)
{
	for (const struct dns_rrset *set = msg->answer; set != NULL; set = set->next) {
		struct verified v;

		if (!alias_is_above(set, c->name))
			continue;
		verify_rrset(p, parent, set, &v);
		return v.secure;
	}
	return false;
}

/* with_alias - a name that is an alias: no zone begins there, if the alias is proved */
static void with_alias(struct prover *p, struct cut *c, const struct zone *parent,
    const struct dns_message *msg, const struct dns_rrset *set)
{
	struct dns_rrset room;
	struct verified v;

	verify_rrset(p, parent, alias_first(set, &room), &v);
	if (v.secure || is_redirected(p, c, parent, msg))
		return;
	c->zone = zone_new(p, c->name, parent);
	if (c->zone == NULL)
		return;
	sigs_append(p->arena, &c->zone->link->sigs, &c->zone->link->nsigs, v.sigs, v.nsigs);
	if (v.why == DS_WHY_WORK_LIMIT)
		zone_settle(c->zone, DS_INDETERMINATE, v.why, bound_word(p));
	else
		zone_settle(c->zone, DS_BOGUS, DS_WHY_DENIAL_INVALID,
		    N_("an alias stands in its place that does not verify"));
}

/* contradict - a DS set, and "no such name" */
static void contradict(struct prover *p, struct cut *c, const struct zone *parent)
{
	c->zone = zone_new(p, c->name, parent);
	if (c->zone != NULL)
		zone_settle(c->zone, DS_BOGUS, DS_WHY_CONTRADICTION, NULL);
}

/* cut_begin - what the DS look-up of a name says. Sets done where that settles it */
void cut_begin(struct prover *p, struct cut *c, const struct zone *parent, const struct fact *fact)
{
	const struct dns_rrset *ds, *alias;

	c->done = true;
	if (fact->msg == NULL || fact->outcome > DS_OUT_NXDOMAIN) {
		c->zone = zone_new(p, c->name, parent);
		if (c->zone != NULL)
			zone_failed(c->zone, fact->outcome);
		return;
	}
	ds = dns_rrset_find(fact->msg->answer, c->name, DS_T_DS);
	alias = alias_before(fact->msg, c->name, ds);
	if (ds == NULL)
		ds = dns_rrset_find(fact->msg->authority, c->name, DS_T_DS);
	if (alias != NULL)
		with_alias(p, c, parent, fact->msg, alias);
	else if (ds == NULL && !is_redirected(p, c, parent, fact->msg))
		no_ds(p, c, parent, fact);
	else if (ds == NULL)
		return; /* nothing is below a DNAME */
	else if (fact->outcome == DS_OUT_NXDOMAIN)
		contradict(p, c, parent);
	else
		c->done = !with_ds(p, c, parent, ds);
}

/* cut_new - a name of which nothing is known yet; NULL: no memory */
static struct cut *cut_new(struct prover *p, const uint8_t *name)
{
	struct cut *c = arena_alloc(p->arena, 1, sizeof *c);

	if (c == NULL)
		return NULL;
	c->name = name;
	c->next = p->cuts;
	p->cuts = c;
	return c;
}

/* cut_failed - is what the DS look-up led to worth another server's word? */
static bool cut_failed(const struct cut *c)
{
	return c->zone != NULL && c->zone->link->status < DS_INSECURE &&
	       c->zone->link->why != DS_WHY_WORK_LIMIT;
}

/* cut_settle - goes through the servers' replies to the DS question until one proves. False: wait */
static bool cut_settle(
    struct prover *p, struct cut *c, const struct zone *parent, const struct fact *fact)
{
	for (;;) {
		if (!c->tries.waiting) {
			if (c->zone == NULL)
				cut_begin(p, c, parent, fact);
			if (!c->done)
				c->done = zone_keys(p, c->zone);
			if (!c->done)
				return false;
			if (!cut_failed(c))
				return true;
		}
		if (c->tries.first == NULL)
			c->tries.first = c->zone;
		c->tries.waiting = c->done = false;
		switch (facts_another(p->facts, fact)) {
		case FACTS_WAIT: c->tries.waiting = true; return false;
		case FACTS_TAKEN: c->zone = NULL; break;
		case FACTS_NONE:
			c->zone = (struct zone *)(uintptr_t)c->tries.first;
			return c->done = true;
		}
	}
}

/* cut_find - does a zone begin at this name? False: wait */
bool cut_find(struct prover *p, const struct zone *parent, const uint8_t *name, struct zone **out)
{
	const struct fact *fact;
	struct cut *c;

	for (c = p->cuts; c != NULL && !name_equal(c->name, name); c = c->next)
		;
	if (c == NULL)
		c = cut_new(p, name);
	if (c == NULL)
		return false;
	if (!c->done) {
		fact = facts_want(p->facts, name, DS_T_DS);
		if (!fact->done || !cut_settle(p, c, parent, fact))
			return false;
	}
	*out = c->zone;
	return true;
}

/* zone_in_gap - see prover_impl.h */
bool zone_in_gap(const struct prover *p, const uint8_t *name)
{
	for (const struct cut *c = p->cuts; c != NULL; c = c->next)
		if (c->gap && name_within(name, c->name))
			return true;
	return false;
}
