/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zone - the links of the chain: from the parent's DS set to the zone's keys
 *
 * The walk goes from the root down and asks of each name whether a zone begins
 * there. It stops at the first link that is not secure: below it nothing can be
 * proved. (RFC 4035 section 5.2)
 */

#include <string.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dnssec/anchor.h"
#include "core/dnssec/prover_impl.h"
#include "core/dnssec/pubkey.h"
#include "core/limits.h"

static const uint8_t root_name[1] = { 0 };

/* zone_new - a zone whose link is still to be judged; NULL: no memory */
struct zone *zone_new(struct prover *p, const uint8_t *name, const struct zone *parent)
{
	struct zone *z = arena_alloc(p->arena, 1, sizeof *z);
	struct ds_link *link = arena_alloc(p->arena, 1, sizeof *link);
	struct work *work = arena_alloc(p->arena, 1, sizeof *work);

	if (z == NULL || link == NULL || work == NULL)
		return NULL;
	z->work = work;
	z->name = name;
	z->link = link;
	z->parent = parent;
	link->zone = name_text_dup(p->arena, name);
	link->parent = parent != NULL ? parent->link : NULL;
	link->status = DS_INDETERMINATE;
	z->next = p->zones;
	p->zones = z;
	return z;
}

/* settle_failed - a link whose look-up failed */
static void settle_failed(struct zone *z, enum ds_outcome outcome)
{
	z->link->status = DS_INDETERMINATE;
	z->link->why = DS_WHY_LOOKUP;
	z->link->outcome = outcome;
}

/* settle - judges a link */
static void settle(struct zone *z, enum ds_status status, enum ds_reason why, const char *detail)
{
	z->link->status = status;
	z->link->why = why;
	if (detail != NULL)
		z->link->detail = detail;
}

/* settle_limited - a link that would take more work than is done */
static void settle_limited(struct prover *p, struct zone *z)
{
	p->exhausted = true;
	settle(z, DS_INDETERMINATE, DS_WHY_WORK_LIMIT, bound_word(p));
}

/* key_show - a DNSKEY record for the reader (RFC 4034 section 2.1) */
static void key_show(const struct dns_rr *rr, struct ds_key *k)
{
	k->flags = (uint16_t)(rr->rdata[0] << 8 | rr->rdata[1]);
	k->protocol = rr->rdata[2];
	k->algorithm = rr->rdata[3];
	k->key_tag = pubkey_tag(rr->rdata, rr->len);
	k->bits = pubkey_bits(k->algorithm, rr->rdata + 4, rr->len - 4);
	k->zone_key = k->flags & 0x0100;
	k->sep = k->flags & 0x0001;
	k->revoked = k->flags & 0x0080;
	k->rr = rr->show;
}

/* zone_take_keys - the keys of a zone from its DNSKEY set */
bool zone_take_keys(struct prover *p, struct zone *z, const struct dns_rrset *set)
{
	size_t n = set->n < SEC_KEYS_MAX ? set->n : SEC_KEYS_MAX;
	struct ds_key *show = arena_alloc(p->arena, n, sizeof *show);

	z->keys = arena_alloc(p->arena, n, sizeof *z->keys);
	if (show == NULL || z->keys == NULL)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (set->rrs[i]->len < 5)
			continue;
		key_show(set->rrs[i], &show[z->nkeys]);
		z->keys[z->nkeys].rr = set->rrs[i];
		z->keys[z->nkeys].show = &show[z->nkeys];
		z->nkeys++;
	}
	z->keys_cut = set->n > n;
	z->link->keys = show;
	z->link->nkeys = z->nkeys;
	z->link->keys_ttl = set->ttl;
	return true;
}

/* signed_by_trusted - has a key that a DS or an anchor names signed the key set? (RFC 4035 5.2) */
static bool signed_by_trusted(const struct zone *z, const struct verified *v)
{
	for (size_t i = 0; i < v->nsigs; i++) {
		if (v->sigs[i].state != DS_SIG_VALID)
			continue;
		for (size_t k = 0; k < z->nkeys; k++) {
			const struct ds_key *key = z->keys[k].show;

			if (key->key_tag == v->sigs[i].key_tag && key->trusted && !key->revoked &&
			    key->signs_dnskey && key->algorithm == v->sigs[i].algorithm)
				return true;
		}
	}
	return false;
}

/* settle_cut - a link of whose DS records or keys not all are looked at */
static void settle_cut(struct prover *p, struct zone *z)
{
	p->bound = !z->ds_cut ? BOUND_KEYS_ZONE : z->ds_tags_cut ? BOUND_KEYS_TAG : BOUND_DS;
	settle_limited(p, z);
}

/* judge_keys - the key set, once it is known which of its keys are trusted */
static void judge_keys(struct prover *p, struct zone *z, const struct dns_rrset *set)
{
	struct verified v;

	verify_rrset(p, z, set, &v);
	sigs_append(p->arena, &z->link->sigs, &z->link->nsigs, v.sigs, v.nsigs);
	if (signed_by_trusted(z, &v))
		settle(z, DS_SECURE, DS_WHY_NONE, NULL);
	else if (v.limited || v.why == DS_WHY_WORK_LIMIT)
		settle_limited(p, z); /* the one that counts may be among those not looked at */
	else if (z->ds_cut || z->keys_cut)
		settle_cut(p, z); /* likewise */
	else if (set->nsigs == 0)
		settle(z, DS_BOGUS, DS_WHY_SIG_MISSING, NULL);
	else
		settle(z, DS_BOGUS, v.secure ? DS_WHY_KEYS_UNSIGNED : DS_WHY_SIG, NULL);
}

/* digest_counts - which DS digests count: SHA-1 only where nothing better is there (RFC 4509 3) */
static bool digest_counts(const struct ds_link *link, const struct ds_ds *ds)
{
	if (!ds->supported)
		return false;
	if (ds->digest_type != 1)
		return true;
	for (size_t i = 0; i < link->nds; i++)
		if (link->ds[i].supported && link->ds[i].digest_type != 1 &&
		    link->ds[i].algorithm == ds->algorithm)
			return false;
	return true;
}

/* digest_fits - is this the digest of this key? */
static bool digest_fits(const struct zone *z, const struct zone_key *k, const struct ds_ds *ds)
{
	uint8_t digest[64];
	size_t n = pubkey_ds_digest(
	    ds->digest_type, z->name, name_len(z->name), k->rr->rdata, k->rr->len, digest);

	return n > 0 && ds->rr->rdata_len == n + 4 && memcmp(ds->rr->rdata + 4, digest, n) == 0;
}

/* match_ds - which keys do the DS records name? Returns why none is trusted, or NONE */
static enum ds_reason match_ds(struct zone *z, struct ds_ds *ds, size_t n)
{
	enum ds_reason why = DS_WHY_DS_NO_KEY;
	bool trusted = false;

	for (size_t i = 0; i < n; i++) {
		unsigned same_tag = 0;

		for (size_t k = 0; k < z->nkeys; k++) {
			struct zone_key *key = &z->keys[k];

			if (key->show->key_tag != ds[i].key_tag ||
			    key->show->algorithm != ds[i].algorithm)
				continue;
			if (why == DS_WHY_DS_NO_KEY)
				why = DS_WHY_DS_DIGEST;
			if (++same_tag > SEC_KEYS_PER_TAG) {
				/* as many are tried as for a signature */
				z->ds_cut = z->ds_tags_cut = true;
				break;
			}
			if (!digest_fits(z, key, &ds[i]))
				continue;
			ds[i].matches_key = true;
			if (digest_counts(z->link, &ds[i]) && key->show->zone_key) {
				key->show->trusted = true;
				trusted = true;
			}
		}
	}
	return trusted ? DS_WHY_NONE : why;
}

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

/* any_supported - does any DS record name what is verified here? Else: unsigned (RFC 4035 5.2) */
static bool any_supported(const struct ds_link *link)
{
	for (size_t i = 0; i < link->nds; i++)
		if (link->ds[i].supported)
			return true;
	return false;
}

/* What one key set made of a zone, to go back to. */
struct zone_state {
	struct ds_link link;
	size_t nkeys;
	struct zone_key *keys;
	bool keys_cut;
};

/* state_save - a copy in the arena; NULL: no memory */
static const struct zone_state *state_save(struct prover *p, const struct zone *z)
{
	struct zone_state state = { *z->link, z->nkeys, z->keys, z->keys_cut };

	return arena_copy(p->arena, &state, sizeof state);
}

/* state_restore - goes back; keys that were built meanwhile are given back, for they are the zone's
 * to free. The DS records are copied: what they match is noted in them. */
static void state_restore(struct prover *p, struct zone *z, const struct zone_state *state)
{
	struct ds_ds *ds = arena_copy(p->arena, state->link.ds, state->link.nds * sizeof *ds);

	for (size_t i = 0; i < z->nkeys; i++)
		z->keys[i].key = pubkey_free(z->keys[i].key);
	*z->link = state->link;
	z->link->ds = ds != NULL ? ds : state->link.ds;
	z->nkeys = state->nkeys;
	z->keys = state->keys;
	z->keys_cut = state->keys_cut;
}

/* try_keys - judges a zone's keys by one server's reply after the other until one proves. False: wait */
static bool try_keys(struct prover *p, struct zone *z, const struct fact *fact,
    void (*judge)(struct prover *, struct zone *, const struct fact *))
{
	struct tries *t = &z->keys_tries;

	if (!fact->done)
		return false;
	if (t->blank == NULL)
		t->blank = state_save(p, z);
	for (;;) {
		if (!t->waiting)
			judge(p, z, fact);
		if (z->link->status == DS_SECURE || z->link->why == DS_WHY_WORK_LIMIT)
			return true;
		if (t->first == NULL)
			t->first = state_save(p, z);
		if (t->blank == NULL || t->first == NULL)
			return true;
		t->waiting = false;
		switch (facts_another(p->facts, fact)) {
		case FACTS_WAIT: t->waiting = true; return false;
		case FACTS_NONE: state_restore(p, z, t->first); return true;
		case FACTS_TAKEN: state_restore(p, z, t->blank); break;
		}
	}
}

/* zone_judge_keys - do a zone's keys follow from its DS set, which is proved? */
void zone_judge_keys(struct prover *p, struct zone *z, const struct fact *fact)
{
	struct ds_ds *ds = (struct ds_ds *)(uintptr_t)z->link->ds;
	const struct dns_rrset *set;
	enum ds_reason why;

	if (fact->msg == NULL || fact->outcome > DS_OUT_NXDOMAIN) {
		settle_failed(z, fact->outcome);
		return;
	}
	set = dns_rrset_find(fact->msg->answer, z->name, DS_T_DNSKEY);
	if (set == NULL && !fact->msg->left_out) {
		settle(z, DS_BOGUS, DS_WHY_NO_KEYS, NULL);
		return;
	}
	if (set == NULL || !zone_take_keys(p, z, set)) {
		p->bound = set == NULL ? BOUND_MESSAGE : BOUND_MEMORY;
		settle_limited(p, z);
		return;
	}
	why = match_ds(z, ds, z->link->nds);
	if (why != DS_WHY_NONE && (z->ds_cut || z->keys_cut))
		settle_cut(p, z);
	else if (why != DS_WHY_NONE)
		settle(z, DS_BOGUS, why, NULL);
	else
		judge_keys(p, z, set);
}

/* keys_from_ds - a link whose DS set is proved: do its keys follow from it? False: wait */
static bool keys_from_ds(struct prover *p, struct zone *z)
{
	if (any_supported(z->link))
		return try_keys(p, z, facts_want(p->facts, z->name, DS_T_DNSKEY), zone_judge_keys);
	if (z->ds_cut)
		settle_cut(p, z);
	else
		settle(z, DS_INSECURE, DS_WHY_UNSUPPORTED, NULL);
	return true;
}

/* zone_judge_root - are the root's keys those of the anchors? A root that cannot be proved says something
 * of us, our clock or our resolver, never of a domain: indeterminate, not bogus. */
void zone_judge_root(struct prover *p, struct zone *z, const struct fact *fact)
{
	const struct dns_rrset *set = NULL;
	bool trusted = false;

	if (fact->msg != NULL && fact->outcome <= DS_OUT_NXDOMAIN)
		set = dns_rrset_find(fact->msg->answer, root_name, DS_T_DNSKEY);

	if (set == NULL || !zone_take_keys(p, z, set)) {
		settle_failed(z, fact->outcome);
		return;
	}
	for (size_t i = 0; i < z->nkeys; i++) {
		const struct dns_rr *rr = z->keys[i].rr;

		z->keys[i].show->trusted = anchors_match(p->anchors, rr->rdata, rr->len);
		trusted |= z->keys[i].show->trusted;
	}
	if (set->nsigs == 0)
		settle(z, DS_INDETERMINATE, DS_WHY_SIG_MISSING, NULL);
	else if (!trusted)
		settle(z, DS_INDETERMINATE, DS_WHY_NO_ANCHOR, NULL);
	else
		judge_keys(p, z, set);
	if (z->link->status != DS_SECURE)
		z->link->status = DS_INDETERMINATE;
}

/* root_find - the root's keys, by the anchors. False: wait */
static bool root_find(struct prover *p, const struct zone **out)
{
	const struct fact *fact = facts_want(p->facts, root_name, DS_T_DNSKEY);

	*out = p->root;
	if (p->root != NULL && p->root_done)
		return true;
	if (!fact->done)
		return false;
	if (p->root == NULL)
		p->root = zone_new(p, root_name, NULL);
	if (p->root == NULL)
		return false;
	p->root_done = try_keys(p, p->root, fact, zone_judge_root);
	*out = p->root_done ? p->root : NULL;
	return p->root_done;
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
	if (d.denied == DENIED_NAME || (d.denied == DENIED_TYPE && !d.delegation))
		return;
	/* "No such name" out of an opt-out gap: no zone is there, proved or not. */
	if (d.denied == DENIED_INSECURE && nxdomain)
		return;
	c->zone = zone_new(p, c->name, parent);
	if (c->zone == NULL)
		return;
	c->zone->link->denial = d.show;
	sigs_append(p->arena, &c->zone->link->sigs, &c->zone->link->nsigs, d.sigs, d.nsigs);
	if (d.denied == DENIED_NOT)
		settle(c->zone, d.why == DS_WHY_WORK_LIMIT ? DS_INDETERMINATE : DS_BOGUS, d.why,
		    d.detail);
	else
		settle(
		    c->zone, DS_INSECURE, d.denied == DENIED_TYPE ? DS_WHY_NO_DS : d.why, d.detail);
}

/* with_ds - a name with a DS set: is the set itself proved? False: no memory */
static bool with_ds(
    struct prover *p, struct cut *c, const struct zone *parent, const struct dns_rrset *set)
{
	struct verified v;

	c->zone = zone_new(p, c->name, parent);
	if (c->zone == NULL || take_ds(p, c->zone, set) == NULL)
		return false;
	verify_rrset(p, parent, set, &v);
	sigs_append(p->arena, &c->zone->link->sigs, &c->zone->link->nsigs, v.sigs, v.nsigs);
	if (!v.secure) {
		settle(c->zone, v.why == DS_WHY_WORK_LIMIT ? DS_INDETERMINATE : DS_BOGUS, v.why,
		    v.why == DS_WHY_WORK_LIMIT ? bound_word(p)
					       : N_("the signature over the DS set"));
		c->done = true;
	}
	return true;
}

/* cut_begin - what the DS look-up of a name says. Sets done where that settles it */
void cut_begin(struct prover *p, struct cut *c, const struct zone *parent, const struct fact *fact)
{
	const struct dns_rrset *set;

	if (fact->msg == NULL || fact->outcome > DS_OUT_NXDOMAIN) {
		c->zone = zone_new(p, c->name, parent);
		if (c->zone != NULL)
			settle_failed(c->zone, fact->outcome);
		c->done = true;
		return;
	}
	set = dns_rrset_find(fact->msg->answer, c->name, DS_T_DS);
	if (set != NULL) {
		if (!with_ds(p, c, parent, set))
			c->done = true;
		return;
	}
	/* An alias is no zone cut: where it leads is the answer's concern. */
	if (dns_rrset_find(fact->msg->answer, c->name, DS_T_CNAME) == NULL)
		no_ds(p, c, parent, fact);
	c->done = true;
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
				c->done = keys_from_ds(p, c->zone);
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
static bool cut_find(
    struct prover *p, const struct zone *parent, const uint8_t *name, struct zone **out)
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

/* zone_find - the zone that holds a name. *out is as far as the walk got */
bool zone_find(
    struct prover *p, const uint8_t *name, const uint8_t *deepest, const struct zone **out)
{
	unsigned depth = name_labels(deepest);

	if (!root_find(p, out))
		return false;
	for (unsigned n = 1; n <= depth && (*out)->link->status == DS_SECURE; n++) {
		struct zone *next = NULL;

		if (!cut_find(p, *out, name_suffix(name, n), &next))
			return false;
		if (next != NULL)
			*out = next;
	}
	return true;
}

/* zone_chain - the links down to a zone, root first */
void zone_chain(struct prover *p, const struct zone *zone, struct ds_chain *out)
{
	const struct ds_link **links;
	size_t n = 0;

	for (const struct zone *z = zone; z != NULL; z = z->parent)
		n++;
	out->n = 0;
	out->links = NULL;
	links = arena_alloc(p->arena, n, sizeof(struct ds_link *));
	if (links == NULL || n == 0)
		return;
	out->n = n;
	out->links = links;
	for (const struct zone *z = zone; z != NULL; z = z->parent)
		links[--n] = z->link;
}
