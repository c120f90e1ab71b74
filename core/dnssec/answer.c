/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * answer - one answer judged, alias by alias
 *
 * Each set on the way is judged by the zone that holds it; the answer as a whole
 * is as secure as the weakest of them. (RFC 4035 section 5, RFC 6672, RFC 7672 2.1.3)
 */

#include <string.h>

#include "core/base/arena.h"
#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dnssec/prover_impl.h"
#include "core/limits.h"

/* An answer in the making: it is kept, so that a wait costs no work twice. */
struct making {
	struct prover *p;
	struct ds_answer *a;
	const struct fact *fact; /* the look-up that is being read */
	const uint8_t *at;       /* the name that is next */
	struct ds_alias *aliases;
	const uint8_t *seen[DNS_ALIASES_MAX];
	const struct zone *zone;                       /* of the last set */
	const struct fact *facts[DNS_ALIASES_MAX + 1]; /* the look-ups that were read */
	size_t nfacts;
	bool waiting;         /* it has failed; another server is still to answer */
	struct making *first; /* what the first replies made of it */
};

/* weaken - the answer is no better than this */
static void weaken(struct making *m, enum ds_status status, enum ds_reason why, const char *detail)
{
	if (status >= m->a->status)
		return;
	m->a->status = status;
	m->a->why = why;
	m->a->detail = why == DS_WHY_WORK_LIMIT && detail == NULL ? bound_word(m->p) : detail;
}

/* zone_status - takes over the status of the zone that holds a set. True: it is secure */
static bool zone_status(struct making *m)
{
	const struct ds_link *link = m->zone->link;

	if (link->status == DS_SECURE)
		return true;
	weaken(m, link->status, DS_WHY_PARENT, NULL);
	return false;
}

/* judge_wildcard - what the proof beside a wildcard's answer makes of it. Always true: no wait */
static bool judge_wildcard(struct making *m, const struct denial *d, enum ds_status *status)
{
	enum ds_reason why = d->why;

	if (d->denied == DENIED_INSECURE) {
		*status = DS_INSECURE;
	} else if (d->denied == DENIED_NOT && why == DS_WHY_WORK_LIMIT) {
		*status = DS_INDETERMINATE;
	} else if (d->denied == DENIED_NOT) {
		*status = DS_BOGUS;
		why = DS_WHY_WILDCARD;
	} else {
		*status = DS_SECURE;
	}
	weaken(m, *status, why, d->detail);
	return true;
}

/* verify_as - looks at a set as one of the zone that its signer names; where that fails, as one of the
 * zone that holds its owner, so that a signature in a parent's name is called just that. False: wait */
static bool verify_as(struct making *m, const struct dns_rrset *set, struct verified *v)
{
	const uint8_t *signer = rrset_signer(set);
	const struct zone *holder;

	if (!zone_find(m->p, set->owner, signer != NULL ? signer : set->owner, &m->zone))
		return false;
	memset(v, 0, sizeof *v);
	if (m->zone->link->status != DS_SECURE)
		return true;
	verify_rrset(m->p, m->zone, set, v);
	if (v->secure || v->why == DS_WHY_WORK_LIMIT || signer == NULL)
		return true;
	if (!zone_find(m->p, set->owner, set->owner, &holder))
		return false;
	if (holder == m->zone || holder->link->status != DS_SECURE)
		return true;
	m->zone = holder;
	verify_rrset(m->p, holder, set, v);
	return true;
}

/* judge_set - the status of one set. False: wait */
static bool judge_set(struct making *m, const struct dns_rrset *set, enum ds_status *status)
{
	struct verified v;
	struct denial d;

	if (!verify_as(m, set, &v))
		return false;
	*status = m->zone->link->status;
	if (!zone_status(m))
		return true;
	sigs_append(m->p->arena, &m->a->sigs, &m->a->nsigs, v.sigs, v.nsigs);
	*status = DS_BOGUS;
	if (!v.secure) {
		if (v.why == DS_WHY_WORK_LIMIT)
			*status = DS_INDETERMINATE;
		weaken(m, *status, v.why, NULL);
		return true;
	}
	if (v.labels < name_labels(set->owner) - name_is_wildcard(set->owner)) {
		m->a->wildcard = true;
		denial_wildcard(m->p, m->zone, m->fact->msg, set->owner, v.labels, &d);
		m->a->denial = d.show;
		sigs_append(m->p->arena, &m->a->sigs, &m->a->nsigs, d.sigs, d.nsigs);
		return judge_wildcard(m, &d, status);
	}
	*status = DS_SECURE;
	return true;
}

/* closer - of two zones the one closer to the name, if it can hold the name at all */
static const uint8_t *closer(const uint8_t *best, const uint8_t *zone, const uint8_t *name)
{
	if (zone == NULL || !name_within(name, zone))
		return best;
	return best == NULL || name_within(zone, best) ? zone : best;
}

/* denial_signer - the zone that signed the denial in a message, if it could hold the name: of several (a
 * message that follows aliases has proofs of every zone on the way) the closest. An SOA without a
 * signature may show that a zone lies deeper, and is no reason to look less deep. NULL: nobody signed */
static const uint8_t *denial_signer(const struct dns_message *msg, const uint8_t *name)
{
	const uint8_t *signer = NULL, *soa = NULL;

	for (const struct dns_rrset *set = msg->authority; set != NULL; set = set->next) {
		if (set->type != DS_T_NSEC && set->type != DS_T_NSEC3 && set->type != DS_T_SOA)
			continue;
		signer = closer(signer, rrset_signer(set), name);
		if (set->type == DS_T_SOA && set->n > 0)
			soa = closer(soa, set->owner, name);
	}
	return signer != NULL ? closer(signer, soa, name) : NULL;
}

/* judge_denial - the status of "no such name" or "no such type". False: wait */
static bool judge_denial(struct making *m)
{
	const uint8_t *signer = denial_signer(m->fact->msg, m->at);
	struct denial d;

	if (!zone_find(m->p, m->at, signer != NULL ? signer : m->at, &m->zone))
		return false;
	if (!zone_status(m))
		return true;
	denial_prove(m->p, m->zone, m->fact->msg, m->at, m->a->type,
	    m->fact->outcome == DS_OUT_NXDOMAIN, &d);
	m->a->denial = d.show;
	sigs_append(m->p->arena, &m->a->sigs, &m->a->nsigs, d.sigs, d.nsigs);
	if (d.denied == DENIED_INSECURE)
		weaken(m, DS_INSECURE, d.why, d.detail);
	else if (d.denied == DENIED_NOT)
		weaken(
		    m, d.why == DS_WHY_WORK_LIMIT ? DS_INDETERMINATE : DS_BOGUS, d.why, d.detail);
	return true;
}

/* find_dname - the DNAME above a name from which its alias follows (RFC 6672) */
static const struct dns_rrset *find_dname(struct making *m, const uint8_t **target)
{
	const struct dns_rrset *set = m->fact->msg->answer;

	for (; set != NULL; set = set->next) {
		const uint8_t *to;

		if (set->type != DS_T_DNAME || set->n != 1 || name_equal(set->owner, m->at) ||
		    !name_within(m->at, set->owner))
			continue;
		to = dns_rdata_name(set->rrs[0], 0);
		*target = to != NULL ? name_replace(m->p->arena, m->at, set->owner, to) : NULL;
		if (*target != NULL)
			return set;
	}
	return NULL;
}

/* find_alias - the set that says that a name is an alias, and of what */
static const struct dns_rrset *find_alias(struct making *m, const uint8_t **target, bool *dname)
{
	const struct dns_rrset *set = find_dname(m, target);

	*dname = set != NULL;
	if (set != NULL)
		return set;
	set = dns_rrset_find(m->fact->msg->answer, m->at, DS_T_CNAME);
	*target = set != NULL ? dns_rdata_name(set->rrs[0], 0) : NULL;
	return *target != NULL ? set : NULL;
}

/* loops - has this name been met before? */
static bool loops(const struct making *m, const uint8_t *target)
{
	for (size_t i = 0; i < m->a->naliases; i++)
		if (name_equal(m->seen[i], target))
			return true;
	return false;
}

/* follow - goes one alias further. False: wait */
static bool follow(
    struct making *m, const struct dns_rrset *set, const uint8_t *target, bool dname, bool *stop)
{
	enum ds_status status = DS_UNCHECKED;
	struct ds_alias *alias;

	*stop = true;
	if (m->a->naliases >= DNS_ALIASES_MAX) {
		weaken(m, DS_INDETERMINATE, DS_WHY_ALIAS_TOO_LONG, NULL);
		return true;
	}
	if (!judge_set(m, set, &status))
		return false;
	m->seen[m->a->naliases] = m->at;
	alias = &m->aliases[m->a->naliases++];
	alias->owner = name_text_dup(m->p->arena, m->at);
	alias->target = name_text_dup(m->p->arena, target);
	alias->dname = dname;
	alias->status = status;
	*stop = loops(m, target);
	if (*stop)
		weaken(m, DS_INDETERMINATE, DS_WHY_ALIAS_LOOP, NULL);
	m->at = target;
	return true;
}

/* take_data - the set that was asked for. False: wait */
static bool take_data(struct making *m, const struct dns_rrset *set)
{
	const struct ds_rr **rrs;
	enum ds_status status = DS_UNCHECKED;

	if (!judge_set(m, set, &status))
		return false;
	rrs = arena_alloc(m->p->arena, set->n, sizeof(struct ds_rr *));
	if (rrs == NULL)
		return false;
	for (size_t i = 0; i < set->n; i++)
		rrs[i] = set->rrs[i]->show;
	m->a->rrs = rrs;
	m->a->nrrs = set->n;
	m->a->outcome = DS_OUT_DATA;
	return true;
}

/* take_failure - a look-up without an answer */
static void take_failure(struct making *m)
{
	m->a->outcome = m->fact->outcome;
	weaken(m, DS_INDETERMINATE, DS_WHY_LOOKUP, NULL);
}

/* take_opinion - what the resolver thinks of it */
static void take_opinion(struct making *m)
{
	const struct dns_message *msg = m->fact->msg;

	m->a->ede = -1;
	if (msg == NULL)
		return;
	m->a->rcode = msg->rcode;
	m->a->ad = msg->ad;
	m->a->ede = msg->ede;
	m->a->ede_text = msg->ede_text;
}

/* denies - could the authority section be the denial of a name? None is without the SOA of the zone that
 * denies; where that is signed, not without NSEC or NSEC3 records either */
static bool denies(const struct dns_message *msg, const uint8_t *name)
{
	bool soa = false, needs_proof = false, proof = false;

	for (const struct dns_rrset *set = msg->authority; set != NULL; set = set->next) {
		proof |= set->type == DS_T_NSEC || set->type == DS_T_NSEC3;
		if (set->type != DS_T_SOA || set->n == 0 || !name_within(name, set->owner))
			continue;
		soa = true;
		needs_proof |= set->nsigs > 0;
	}
	return soa && (proof || !needs_proof);
}

/* leads_nowhere - a message that follows an alias and then says nothing of its target. (A wildcard's
 * alias brings NSEC records, a server that does not follow aliases its own NS) */
static bool leads_nowhere(const struct making *m)
{
	return m->a->naliases > 0 && !name_equal(m->fact->name, m->at) &&
	       !denies(m->fact->msg, m->at);
}

/* read_next - goes on with the look-up of the name that is next */
static void read_next(struct making *m)
{
	m->fact = facts_want(m->p->facts, m->at, m->a->type);
	if (m->nfacts < DNS_ALIASES_MAX + 1)
		m->facts[m->nfacts++] = m->fact;
}

/* walk - reads the answer from the name asked to its end. False: wait */
static bool walk(struct making *m)
{
	for (;;) {
		const struct dns_rrset *set;
		const uint8_t *target = NULL;
		bool dname = false, stop = false;

		if (!m->fact->done)
			return false;
		if (m->fact->msg == NULL || m->fact->outcome > DS_OUT_NXDOMAIN) {
			take_failure(m);
			return true;
		}
		set = dns_rrset_find(m->fact->msg->answer, m->at, m->a->type);
		if (set != NULL)
			return take_data(m, set);
		set = find_alias(m, &target, &dname);
		if (set != NULL) {
			if (!follow(m, set, target, dname, &stop))
				return false;
			if (stop)
				return true;
			continue;
		}
		if (leads_nowhere(m)) {
			read_next(m);
			continue;
		}
		m->a->outcome =
		    m->fact->outcome == DS_OUT_NXDOMAIN ? DS_OUT_NXDOMAIN : DS_OUT_NODATA;
		return judge_denial(m);
	}
}

/* recall - an answer in the making, or made */
static struct memo *recall(const struct prover *p, const uint8_t *name, uint16_t type)
{
	struct memo *memo = p->memos;

	while (memo != NULL && (memo->type != type || !name_equal(memo->name, name)))
		memo = memo->next;
	return memo;
}

/* making_new - an answer from its beginning, without a look-up yet; NULL: no memory */
static struct making *making_new(struct prover *p, const uint8_t *name, uint16_t type)
{
	struct making *m = arena_alloc(p->arena, 1, sizeof *m);

	if (m == NULL)
		return NULL;
	m->p = p;
	m->at = name;
	m->a = arena_alloc(p->arena, 1, sizeof *m->a);
	m->aliases = arena_alloc(p->arena, DNS_ALIASES_MAX, sizeof *m->aliases);
	if (m->a == NULL || m->aliases == NULL)
		return NULL;
	m->a->name = name_text_dup(p->arena, name);
	m->a->type = type;
	m->a->status = DS_SECURE;
	m->a->aliases = m->aliases;
	return m;
}

/* making_begin - the same, with the look-up of its name */
static struct making *making_begin(struct prover *p, const uint8_t *name, uint16_t type)
{
	struct making *m = making_new(p, name, type);

	if (m != NULL)
		read_next(m);
	return m;
}

/* begin - an empty answer; NULL: no memory */
static struct memo *begin(struct prover *p, const uint8_t *name, uint16_t type)
{
	struct memo *memo = arena_alloc(p->arena, 1, sizeof *memo);

	if (memo == NULL)
		return NULL;
	memo->making = making_begin(p, name, type);
	if (memo->making == NULL)
		return NULL;
	memo->name = name;
	memo->type = type;
	memo->next = p->memos;
	p->memos = memo;
	return memo;
}

/* failed - is there hope that another server's reply proves what this one did not? */
static bool failed(const struct making *m)
{
	return m->a->status < DS_INSECURE && m->a->why != DS_WHY_PARENT &&
	       m->a->why != DS_WHY_WORK_LIMIT;
}

/* another - begins again with another server's reply to one of the look-ups; *wait: one is still to
 * come. NULL: none */
static struct making *another(struct memo *memo, bool *wait)
{
	struct making *m = memo->making, *again;

	*wait = false;
	for (size_t i = 0; i < m->nfacts; i++) {
		switch (facts_another(m->p->facts, m->facts[i])) {
		case FACTS_WAIT: *wait = true; return NULL;
		case FACTS_NONE: break;
		case FACTS_TAKEN:
			again = making_begin(m->p, memo->name, memo->type);
			if (again != NULL)
				again->first = m->first != NULL ? m->first : m;
			return again;
		}
	}
	return NULL;
}

/* settle - walks until an answer proves, or the first one that failed is all there is. False: wait */
static bool settle(struct memo *memo)
{
	for (;;) {
		struct making *m = memo->making, *again;

		if (!m->waiting && !walk(m))
			return false;
		if (!failed(m))
			return true;
		again = another(memo, &m->waiting);
		if (m->waiting)
			return false;
		memo->making = again != NULL ? again : m->first != NULL ? m->first : m;
		if (again == NULL)
			return true;
	}
}

/* prove_answer - the answer to a question, judged. False: wait */
bool prove_answer(
    struct prover *p, const uint8_t *name, uint16_t type, const struct ds_answer **answer)
{
	struct memo *memo = recall(p, name, type);
	struct making *m;

	*answer = NULL;
	if (memo == NULL)
		memo = begin(p, name, type);
	if (memo == NULL)
		return true;
	if (!memo->done) {
		if (!settle(memo))
			return arena_failed(p->arena);
		memo->done = true;
		m = memo->making;
		m->a->final = name_text_dup(p->arena, m->at);
		take_opinion(m);
		if (m->zone != NULL)
			zone_chain(p, m->zone, &m->a->chain);
	}
	*answer = memo->making->a;
	return true;
}

/* answer_final_name - the end of the aliases, in wire form */
const uint8_t *answer_final_name(const struct prover *p, const uint8_t *name, uint16_t type)
{
	const struct memo *memo = recall(p, name, type);

	return memo != NULL ? memo->making->at : name;
}

/* answer_of - what one fact alone says */
const struct ds_answer *answer_of(struct prover *p, const struct fact *fact)
{
	struct making *m = making_new(p, fact->name, fact->type);

	if (m == NULL)
		return NULL;
	m->fact = fact;
	return walk(m) ? m->a : NULL;
}
