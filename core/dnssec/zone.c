/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zone - the links of the chain: do a zone's keys follow from what its parent, or an anchor, says?
 *
 * The walk goes from the root down and asks of each name whether a zone begins
 * there (cut.c). It stops at the first link that is not secure: below it nothing
 * can be proved. (RFC 4035 section 5.2)
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

/* zone_failed - a link whose look-up failed */
void zone_failed(struct zone *z, enum ds_outcome outcome)
{
	z->link->status = DS_INDETERMINATE;
	z->link->why = DS_WHY_LOOKUP;
	z->link->outcome = outcome;
}

/* zone_settle - judges a link */
void zone_settle(struct zone *z, enum ds_status status, enum ds_reason why, const char *detail)
{
	z->link->status = status;
	z->link->why = why;
	if (detail != NULL)
		z->link->detail = detail;
}

/* zone_limited - a link that would take more work than is done */
void zone_limited(struct prover *p, struct zone *z)
{
	p->exhausted = true;
	zone_settle(z, DS_INDETERMINATE, DS_WHY_WORK_LIMIT, bound_word(p));
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
	zone_limited(p, z);
}

/* judge_keys - the key set, once it is known which of its keys are trusted */
static void judge_keys(struct prover *p, struct zone *z, const struct dns_rrset *set)
{
	struct verified v;

	verify_rrset(p, z, set, &v);
	sigs_append(p->arena, &z->link->sigs, &z->link->nsigs, v.sigs, v.nsigs);
	if (signed_by_trusted(z, &v))
		zone_settle(z, DS_SECURE, DS_WHY_NONE, NULL);
	else if (v.limited || v.why == DS_WHY_WORK_LIMIT)
		zone_limited(p, z); /* the one that counts may be among those not looked at */
	else if (z->ds_cut || z->keys_cut)
		settle_cut(p, z); /* likewise */
	else if (set->nsigs == 0)
		zone_settle(z, DS_BOGUS, DS_WHY_SIG_MISSING, NULL);
	else
		zone_settle(z, DS_BOGUS, v.secure ? DS_WHY_KEYS_UNSIGNED : DS_WHY_SIG, NULL);
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

/* find_keys - the DNSKEY set of a zone in a message; an alias before it hides it */
static const struct dns_rrset *find_keys(const struct dns_message *msg, const uint8_t *name)
{
	const struct dns_rrset *set = dns_rrset_find(msg->answer, name, DS_T_DNSKEY);

	return set == NULL || alias_before(msg, name, set) != NULL ? NULL : set;
}

/* zone_judge_keys - do a zone's keys follow from its DS set, which is proved? */
void zone_judge_keys(struct prover *p, struct zone *z, const struct fact *fact)
{
	struct ds_ds *ds = (struct ds_ds *)(uintptr_t)z->link->ds;
	const struct dns_rrset *set;
	enum ds_reason why;

	if (fact->msg == NULL || fact->outcome > DS_OUT_NXDOMAIN) {
		zone_failed(z, fact->outcome);
		return;
	}
	set = find_keys(fact->msg, z->name);
	if (set == NULL && !fact->msg->left_out) {
		zone_settle(z, DS_BOGUS, DS_WHY_NO_KEYS, NULL);
		return;
	}
	if (set == NULL || !zone_take_keys(p, z, set)) {
		p->bound = set == NULL ? BOUND_MESSAGE : BOUND_MEMORY;
		zone_limited(p, z);
		return;
	}
	why = match_ds(z, ds, z->link->nds);
	if (why != DS_WHY_NONE && (z->ds_cut || z->keys_cut))
		settle_cut(p, z);
	else if (why != DS_WHY_NONE)
		zone_settle(z, DS_BOGUS, why, NULL);
	else
		judge_keys(p, z, set);
}

/* zone_keys - a link whose DS set is proved: do its keys follow from it? False: wait */
bool zone_keys(struct prover *p, struct zone *z)
{
	if (any_supported(z->link))
		return try_keys(p, z, facts_want(p->facts, z->name, DS_T_DNSKEY), zone_judge_keys);
	if (z->ds_cut)
		settle_cut(p, z);
	else
		zone_settle(z, DS_INSECURE, DS_WHY_UNSUPPORTED, NULL);
	return true;
}

/* trust_anchors - notes which of the root's keys are an anchor's. False: none */
static bool trust_anchors(const struct prover *p, struct zone *z)
{
	bool trusted = false;

	for (size_t i = 0; i < z->nkeys; i++) {
		const struct dns_rr *rr = z->keys[i].rr;

		z->keys[i].show->trusted = anchors_match(p->anchors, rr->rdata, rr->len);
		trusted |= z->keys[i].show->trusted;
	}
	return trusted;
}

/* zone_judge_root - are the root's keys those of the anchors? Keys that were fetched and do not verify are
 * bogus, and so is all below (RFC 4035 section 4.3). It is us whom that says something of, our anchor,
 * clock or resolver, never a domain: see self.c */
void zone_judge_root(struct prover *p, struct zone *z, const struct fact *fact)
{
	const struct dns_rrset *set = NULL;

	if (fact->msg == NULL || fact->outcome > DS_OUT_NXDOMAIN) {
		zone_failed(z, fact->outcome);
		return;
	}
	set = find_keys(fact->msg, root_name);
	if (set == NULL && !fact->msg->left_out) {
		zone_settle(z, DS_BOGUS, DS_WHY_NO_KEYS, NULL);
		z->link->outcome = fact->outcome;
	} else if (set == NULL || !zone_take_keys(p, z, set)) {
		p->bound = set == NULL ? BOUND_MESSAGE : BOUND_MEMORY;
		zone_limited(p, z);
	} else if (set->nsigs == 0) {
		zone_settle(z, DS_BOGUS, DS_WHY_SIG_MISSING, NULL);
	} else if (!trust_anchors(p, z)) {
		zone_settle(z, DS_BOGUS, DS_WHY_NO_ANCHOR, NULL);
	} else {
		judge_keys(p, z, set);
	}
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
		else if (zone_in_gap(p, name_suffix(name, n)))
			break; /* what nobody knows of, nobody knows anything below of */
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
