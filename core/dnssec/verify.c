/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * verify - signatures over RRsets (RFC 4035 section 5.3)
 *
 * Every signature is looked at, so that the reader sees the state of each; the
 * number of cryptographic checks is bounded (KeyTrap, CVE-2023-50387).
 */

#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dnssec/checked.h"
#include "core/dnssec/prover_impl.h"
#include "core/dnssec/pubkey.h"
#include "core/limits.h"

#define RRSIG_FIXED 18 /* octets before the signer's name (RFC 4034 section 3.1) */

/* The parts of an RRSIG record. */
struct rrsig {
	uint16_t type, tag;
	uint8_t algorithm, labels;
	uint32_t ttl, expiration, inception;
	const uint8_t *signer, *signature;
	size_t head_len, signature_len; /* head: all before the signature */
	const uint8_t *head;
};

/* get32 - four octets in network order */
static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* rrsig_read - takes a record apart */
static bool rrsig_read(const struct dns_rr *rr, struct rrsig *s)
{
	const uint8_t *p = rr->rdata;

	s->signer = rr->len > RRSIG_FIXED ? dns_rdata_name(rr, RRSIG_FIXED) : NULL;
	if (s->signer == NULL)
		return false;
	s->type = (uint16_t)(p[0] << 8 | p[1]);
	s->algorithm = p[2];
	s->labels = p[3];
	s->ttl = get32(p + 4);
	s->expiration = get32(p + 8);
	s->inception = get32(p + 12);
	s->tag = (uint16_t)(p[16] << 8 | p[17]);
	s->head = p;
	s->head_len = RRSIG_FIXED + name_len(s->signer);
	s->signature = p + s->head_len;
	s->signature_len = rr->len - s->head_len;
	return true;
}

/* moment - a 32-bit time of a signature as the moment nearest to `at` (RFC 4034 section 3.1.5) */
static int64_t moment(uint32_t t, int64_t at)
{
	return at + (int32_t)(t - (uint32_t)at);
}

/* rdata_order - canonical order of records (RFC 4034 section 6.3) */
static int rdata_order(const void *a, const void *b)
{
	const struct dns_rr *x = *(const struct dns_rr *const *)a;
	const struct dns_rr *y = *(const struct dns_rr *const *)b;
	size_t n = x->len < y->len ? x->len : y->len;
	int order = memcmp(x->rdata, y->rdata, n);

	return order != 0 ? order : x->len < y->len ? -1 : x->len > y->len;
}

/* signed_owner - the owner as it was signed: a wildcard where labels say so */
static const uint8_t *signed_owner(const uint8_t *owner, unsigned labels, uint8_t buf[256])
{
	const uint8_t *tail;

	if (name_labels(owner) <= labels ||
	    (name_is_wildcard(owner) && name_labels(owner) == labels + 1))
		return owner;
	tail = name_suffix(owner, labels);
	buf[0] = 1;
	buf[1] = '*';
	memcpy(buf + 2, tail, name_len(tail));
	return buf;
}

/* put - appends octets */
static uint8_t *put(uint8_t *p, const void *data, size_t len)
{
	memcpy(p, data, len);
	return p + len;
}

/* signed_data - what the signature is over (RFC 4034 section 3.1.8.1); malloc'd */
static uint8_t *signed_data(const struct dns_rrset *set, const struct rrsig *s, size_t *len)
{
	uint8_t wild[256], fixed[10], *data, *p;
	const uint8_t *owner = signed_owner(set->owner, s->labels, wild);
	size_t owner_len = name_len(owner), total = s->head_len;

	for (size_t i = 0; i < set->n; i++)
		total += owner_len + sizeof fixed + set->rrs[i]->len;
	data = p = malloc(total);
	if (data == NULL)
		return NULL;
	p = put(p, s->head, s->head_len);
	for (size_t i = 0; i < set->n; i++) {
		const struct dns_rr *rr = set->rrs[i];

		fixed[0] = (uint8_t)(set->type >> 8);
		fixed[1] = (uint8_t)set->type;
		fixed[2] = 0;
		fixed[3] = 1;
		memcpy(fixed + 4, s->head + 4, 4);
		fixed[8] = (uint8_t)(rr->len >> 8);
		fixed[9] = (uint8_t)rr->len;
		p = put(p, owner, owner_len);
		p = put(p, fixed, sizeof fixed);
		p = put(p, rr->rdata, rr->len);
	}
	*len = total;
	return data;
}

/* key_ready - builds the key at first use */
static bool key_ready(struct prover *p, const struct zone *zone, struct zone_key *k)
{
	const uint8_t *field = k->rr->rdata + 4;
	size_t len = k->rr->len - 4;
	bool built = true;

	if (k->key != NULL || k->broken)
		return !k->broken;
	k->dear = pubkey_too_dear(k->show->algorithm, field, len);
	if (!k->dear && p->checked != NULL)
		k->key = checked_key(p->checked, k->rr->rdata, k->rr->len, &built);
	else if (!k->dear)
		k->key = pubkey_new(k->show->algorithm, field, len);
	if (built)
		work_charge(p, zone, SEC_KEY_BUILT_US);
	k->broken = k->key == NULL;
	return !k->broken;
}

/* check - does this key fit this signature? Known from before, or found out within the bounds */
static enum ds_sig_state check(struct prover *p, const struct zone *zone, const struct zone_key *k,
    const struct rrsig *s, const uint8_t *data, size_t len)
{
	uint8_t id[CHECKED_ID];
	bool fits = false;
	bool named = p->checked != NULL && checked_id(p->checked, id, k->rr->rdata, k->rr->len,
					       data, len, s->signature, s->signature_len);

	if (!named || !checked_find(p->checked, id, &fits)) {
		if (!work_check(p, zone, pubkey_cost(k->key, len)))
			return DS_SIG_WORK_LIMIT;
		fits = pubkey_verify(k->key, data, len, s->signature, s->signature_len);
		if (!fits)
			work_charge(p, zone, (SEC_WORK_FAILED - 1) * pubkey_cost(k->key, len));
		if (named)
			checked_keep(p->checked, id, fits);
	}
	return fits ? DS_SIG_VALID : DS_SIG_INVALID;
}

/* key_may_sign - a zone key; a revoked one signs nothing but its own set (RFC 5011 section 2.1) */
static bool key_may_sign(const struct ds_key *key, uint16_t type)
{
	return key->zone_key && key->protocol == 3 && (!key->revoked || type == DS_T_DNSKEY);
}

/* What the checks of one set have come to so far. */
struct trial {
	unsigned tries;
	bool dear; /* a key that a signature is by is refused for its price */
};

/* try_keys - the state of a signature by the keys that have its tag */
static enum ds_sig_state try_keys(struct prover *p, const struct zone *zone,
    const struct dns_rrset *set, const struct rrsig *s, struct trial *t)
{
	enum ds_sig_state state = zone->keys_cut ? DS_SIG_WORK_LIMIT : DS_SIG_UNKNOWN_KEY;
	unsigned same_tag = 0;
	uint8_t *data = NULL;
	size_t len = 0;

	if (zone->keys_cut)
		p->bound = BOUND_KEYS_ZONE;
	for (size_t i = 0; i < zone->nkeys && state != DS_SIG_VALID; i++) {
		struct zone_key *k = &zone->keys[i];

		if (k->show->key_tag != s->tag || k->show->algorithm != s->algorithm)
			continue;
		if (!key_may_sign(k->show, set->type) || !key_ready(p, zone, k)) {
			state = DS_SIG_KEY_UNUSABLE;
			t->dear |= k->dear;
			if (k->dear)
				p->bound = BOUND_KEY_DEAR;
			continue;
		}
		state = DS_SIG_WORK_LIMIT;
		if (++same_tag > SEC_KEYS_PER_TAG || t->tries >= SEC_TRIES_PER_RRSET) {
			p->bound = same_tag > SEC_KEYS_PER_TAG ? BOUND_KEYS_TAG : BOUND_CHECKS_SET;
			break;
		}
		t->tries++;
		if (data == NULL)
			data = signed_data(set, s, &len);
		if (data == NULL) {
			p->bound = BOUND_MEMORY;
			break;
		}
		state = check(p, zone, k, s, data, len);
		if (state == DS_SIG_WORK_LIMIT)
			break;
		if (state == DS_SIG_VALID && set->type == DS_T_DNSKEY)
			k->show->signs_dnskey = true;
	}
	free(data);
	return state;
}

/* owner_labels - labels of an owner as RRSIG counts them: without an asterisk */
static unsigned owner_labels(const uint8_t *owner)
{
	return name_labels(owner) - name_is_wildcard(owner);
}

/* verify_knows - is the algorithm verified here? */
bool verify_knows(struct prover *p, unsigned algorithm)
{
	if (algorithm != 5 && algorithm != 7)
		return pubkey_algorithm_known(algorithm);
	if (p->sha1 == 0)
		p->sha1 = pubkey_algorithm_known(algorithm) ? 1 : -1;
	return p->sha1 > 0;
}

/* judge - the state of one signature, cheap reasons first */
static enum ds_sig_state judge(struct prover *p, const struct zone *zone,
    const struct dns_rrset *set, const struct rrsig *s, struct trial *t)
{
	if (!name_equal(s->signer, zone->name) || !name_within(set->owner, zone->name))
		return DS_SIG_WRONG_SIGNER;
	if (s->labels > owner_labels(set->owner) || s->labels < name_labels(zone->name))
		return DS_SIG_LABELS;
	if (!verify_knows(p, s->algorithm))
		return DS_SIG_UNSUPPORTED;
	/* An end before the beginning is none that can be reached (RFC 4034 section 3.1.5). */
	if (moment(s->expiration, p->at) < p->at || (int32_t)(s->expiration - s->inception) < 0)
		return DS_SIG_EXPIRED;
	if (moment(s->inception, p->at) > p->at)
		return DS_SIG_NOT_YET_VALID;
	if (set->cut) {
		p->bound = set->n >= DNS_RRSET_MAX ? BOUND_SET : BOUND_MESSAGE;
		return DS_SIG_WORK_LIMIT;
	}
	return try_keys(p, zone, set, s, t);
}

/* sig_show - a signature for the reader */
static void sig_show(
    struct prover *p, const struct dns_rr *rr, const struct rrsig *s, struct ds_sig *out)
{
	out->owner = rr->show->owner;
	out->type_covered = s->type;
	out->key_tag = s->tag;
	out->algorithm = s->algorithm;
	out->labels = s->labels;
	out->original_ttl = s->ttl;
	out->inception = moment(s->inception, p->at);
	out->expiration = moment(s->expiration, p->at);
	out->signer = name_text_dup(p->arena, s->signer);
	out->rr = rr->show;
}

/* conclude - what the states of the signatures come to. A bound that was reached matters only where
 * no signature is valid; then nothing is known of the set, whatever else is wrong with it */
static void conclude(struct prover *p, struct verified *v)
{
	for (size_t i = 0; i < v->nsigs; i++) {
		if (v->sigs[i].state != DS_SIG_WORK_LIMIT)
			continue;
		v->limited = true;
		if (v->secure)
			v->sigs[i].state = DS_SIG_UNCHECKED;
	}
	if (v->secure)
		v->why = DS_WHY_NONE;
	else if (v->limited)
		v->why = DS_WHY_WORK_LIMIT;
	else if (v->nsigs > 0)
		v->why = DS_WHY_SIG;
	p->exhausted |= v->limited && !v->secure;
}

/* verify_rrset - every signature over a set */
void verify_rrset(
    struct prover *p, const struct zone *zone, const struct dns_rrset *set, struct verified *out)
{
	struct trial t = { 0, false };

	memset(out, 0, sizeof *out);
	out->why = DS_WHY_SIG_MISSING;
	out->labels = UINT8_MAX;
	if (set->nsigs == 0) {
		out->limited = set->sigs_cut;
		if (set->sigs_cut)
			p->bound = BOUND_MESSAGE;
		conclude(p, out);
		return;
	}
	out->sigs = arena_alloc(p->arena, set->nsigs, sizeof *out->sigs);
	if (out->sigs == NULL) {
		p->bound = BOUND_MEMORY;
		out->why = DS_WHY_WORK_LIMIT; /* not known, which is not the same as wrong */
		return;
	}
	qsort((void *)(uintptr_t)set->rrs, set->n, sizeof(struct dns_rr *), rdata_order);
	for (size_t i = 0; i < set->nsigs; i++) {
		struct ds_sig *show = &out->sigs[out->nsigs];
		struct rrsig s;

		if (!rrsig_read(set->sigs[i], &s))
			continue;
		sig_show(p, set->sigs[i], &s, show);
		/* What is proved is proved: more checks only tell the reader about other signatures. The
		 * key set's matter too: the one by a key that the parent names must be among them. */
		show->state = out->secure && set->type != DS_T_DNSKEY && !work_spare(p, zone)
				  ? DS_SIG_UNCHECKED
				  : judge(p, zone, set, &s, &t);
		out->nsigs++;
		if (show->state == DS_SIG_VALID) {
			out->secure = true;
			if (s.labels < out->labels)
				out->labels = s.labels;
		}
	}
	out->limited = t.dear || set->sigs_cut;
	if (set->sigs_cut && !set->cut)
		p->bound = set->nsigs >= DNS_RRSET_MAX ? BOUND_SET : BOUND_MESSAGE;
	conclude(p, out);
}

/* rrset_first_signer - see prover_impl.h */
const uint8_t *rrset_first_signer(const struct dns_rrset *set)
{
	struct rrsig s;

	return set->nsigs > 0 && rrsig_read(set->sigs[0], &s) ? s.signer : NULL;
}

/* rrset_signer - the signer's name of the first signature that could be the zone's */
const uint8_t *rrset_signer(const struct dns_rrset *set)
{
	for (size_t i = 0; i < set->nsigs; i++) {
		struct rrsig s;

		if (rrsig_read(set->sigs[i], &s) && name_within(set->owner, s.signer))
			return s.signer;
	}
	return NULL;
}

/* rrset_signed_by - does any signature over the set name this signer? */
bool rrset_signed_by(const struct dns_rrset *set, const uint8_t *signer)
{
	for (size_t i = 0; i < set->nsigs; i++) {
		struct rrsig s;

		if (rrsig_read(set->sigs[i], &s) && name_equal(s.signer, signer))
			return true;
	}
	return false;
}

/* sigs_append - more signatures for the reader */
void sigs_append(struct arena *arena, const struct ds_sig **list, size_t *n,
    const struct ds_sig *more, size_t nmore)
{
	struct ds_sig *all = nmore > 0 ? arena_alloc(arena, *n + nmore, sizeof *all) : NULL;

	if (all == NULL)
		return;
	if (*n > 0)
		memcpy(all, *list, *n * sizeof *all);
	memcpy(all + *n, more, nmore * sizeof *all);
	*list = all;
	*n += nmore;
}
