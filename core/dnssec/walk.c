/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * walk - one answer read and judged, alias by alias
 *
 * Each set on the way is judged by the zone that holds it; the answer as a whole
 * is as secure as the weakest of them. (RFC 4035 section 5, RFC 6672, RFC 7672 2.1.3)
 *
 * Of a message that follows aliases resolvers believe the first step, and ask for
 * the rest. Here the rest is taken where it proves, which saves a look-up.
 */

#include <string.h>

#include "core/base/arena.h"
#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dnssec/answer_impl.h"

/* weaken - the answer is no better than this */
void weaken(struct making *m, enum ds_status status, enum ds_reason why, const char *detail)
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

/* visit - notes a secure zone that a set of this look-up was proved by */
static void visit(struct making *m)
{
	for (size_t i = 0; i < m->nzones; i++)
		if (m->zones[i] == m->zone)
			return;
	if (m->nzones < sizeof m->zones / sizeof *m->zones)
		m->zones[m->nzones++] = m->zone;
}

/* judge_broken - a set without a valid signature. In an opt-out gap an unsigned zone may lie: what
 * nobody signed may be of one (RFC 5155 section 6) */
static enum ds_status judge_broken(
    struct making *m, const struct dns_rrset *set, enum ds_reason why)
{
	enum ds_status status = why == DS_WHY_WORK_LIMIT ? DS_INDETERMINATE : DS_BOGUS;

	if (status == DS_BOGUS && rrset_signer(set) == NULL && zone_in_gap(m->p, set->owner)) {
		status = DS_INSECURE;
		why = DS_WHY_OPT_OUT;
	}
	weaken(m, status, why, NULL);
	return status;
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
	if (!v.secure) {
		*status = judge_broken(m, set, v.why);
		return true;
	}
	visit(m);
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

/* has_signer - does the first record of a proof name a signer that could hold the name, be it signed well or
 * not? Resolvers take the signer from there. Without one, the message is of a zone that does not sign, if
 * there can be such */
static bool has_signer(const struct dns_message *msg, const uint8_t *name)
{
	const struct dns_rrset *set = msg->authority;
	const uint8_t *signer;

	while (set != NULL && (set->n == 0 || (set->type != DS_T_NSEC && set->type != DS_T_NSEC3)))
		set = set->next;
	signer = set != NULL && !msg->strange_proof ? rrset_first_signer(set) : NULL;
	return signer != NULL && name_within(name, signer);
}

/* lenient - the reply code is not signed: where an alias led, or with NSEC, it may say "no such name" of one
 * of which the other is proved, and the other way round */
static bool lenient(const struct making *m, const struct denial *d)
{
	if (d->denied != DENIED_NOT || d->why != DS_WHY_DENIAL_INVALID || d->show == NULL)
		return false;
	return m->a->naliases > 0 ||
	       (m->fact->outcome == DS_OUT_NXDOMAIN && d->show->kind == DS_DENIAL_NSEC);
}

/* deny - what proves the absence of the name or of the type */
static void deny(struct making *m, struct denial *d)
{
	const struct dns_message *msg = m->fact->msg;
	const struct dns_rrset *soa = dns_rrset_find(msg->authority, m->zone->name, DS_T_SOA);
	bool nxdomain = m->fact->outcome == DS_OUT_NXDOMAIN;
	struct denial other;

	denial_prove(m->p, m->zone, msg, m->at, m->a->type, nxdomain, d);
	if (lenient(m, d)) {
		denial_prove(m->p, m->zone, msg, m->at, m->a->type, !nxdomain, &other);
		if (other.denied != DENIED_NOT) {
			*d = other;
			m->a->outcome = nxdomain ? DS_OUT_NODATA : DS_OUT_NXDOMAIN;
		}
	}
	/* Beside aliases an unsigned one may be of another zone: see stranger.c. */
	if (soa != NULL && (m->a->naliases == 0 || rrset_signed_by(soa, m->zone->name)))
		denial_soa(m->p, m->zone, soa, d);
}

/* judge_denial - the status of "no such name" or "no such type". False: wait */
static bool judge_denial(struct making *m)
{
	bool claimed = has_signer(m->fact->msg, m->at);
	const uint8_t *signer =
	    m->a->naliases > 0 || claimed ? denial_signer(m->fact->msg, m->at) : NULL;
	struct denial d;

	if (!zone_find(m->p, m->at, signer != NULL ? signer : m->at, &m->zone))
		return false;
	m->a->outcome = m->fact->outcome == DS_OUT_NXDOMAIN ? DS_OUT_NXDOMAIN : DS_OUT_NODATA;
	if (!zone_status(m))
		return true;
	if (signer == NULL && !claimed && zone_in_gap(m->p, m->at)) {
		weaken(m, DS_INSECURE, DS_WHY_OPT_OUT, NULL);
		return true;
	}
	deny(m, &d);
	m->a->denial = d.show;
	sigs_append(m->p->arena, &m->a->sigs, &m->a->nsigs, d.sigs, d.nsigs);
	visit(m);
	if (d.denied == DENIED_INSECURE)
		weaken(m, DS_INSECURE, d.why, d.detail);
	else if (d.denied == DENIED_NOT && d.why == DS_WHY_WORK_LIMIT)
		weaken(m, DS_INDETERMINATE, d.why, d.detail);
	else if (d.denied == DENIED_NOT)
		weaken(m, DS_BOGUS, d.why, d.detail);
	stranger_judge(m, BESIDE_DENIAL);
	return true;
}

/* loops - has this name been met before? */
static bool loops(const struct making *m, const uint8_t *target)
{
	for (size_t i = 0; i < m->a->naliases; i++)
		if (name_equal(m->seen[i], target))
			return true;
	return false;
}

/* give_up - aliases that lead to no end: whoever asks never comes to judge them */
static void give_up(struct making *m, enum ds_reason why)
{
	m->a->status = DS_INDETERMINATE;
	m->a->why = why;
	m->a->detail = NULL;
}

/* follow - goes one alias further. False: wait */
static bool follow(struct making *m, const struct step *step, bool *stop)
{
	enum ds_status status = DS_UNCHECKED;
	struct dns_rrset room;
	struct ds_alias *alias;

	*stop = true;
	if (m->a->naliases >= DNS_ALIASES_MAX) {
		give_up(m, DS_WHY_ALIAS_TOO_LONG);
		return true;
	}
	if (!judge_set(m, step->dname ? step->set : alias_first(step->set, &room), &status))
		return false;
	m->seen[m->a->naliases] = m->at;
	alias = &m->aliases[m->a->naliases++];
	alias->owner = name_text_dup(m->p->arena, m->at);
	alias->target = name_text_dup(m->p->arena, step->target);
	alias->dname = step->dname;
	alias->status = status;
	*stop = loops(m, step->target);
	if (*stop)
		give_up(m, DS_WHY_ALIAS_LOOP);
	m->at = step->target;
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
	/* A record under "no such name": resolvers take neither the one nor the other for true. */
	if (m->fact->outcome == DS_OUT_NXDOMAIN && status == DS_SECURE)
		weaken(m, DS_BOGUS, DS_WHY_CONTRADICTION, NULL);
	stranger_judge(m, BESIDE_DATA);
	return true;
}

/* take_failure - a look-up without an answer */
static void take_failure(struct making *m, enum ds_outcome outcome)
{
	m->a->outcome = outcome;
	weaken(m, DS_INDETERMINATE, DS_WHY_LOOKUP, NULL);
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

/* walk_next - goes on with the look-up of the name that is next */
bool walk_next(struct making *m)
{
	const struct fact *fact = m->alone ? facts_peek(m->p->facts, m->at, m->a->type)
					   : facts_want(m->p->facts, m->at, m->a->type);

	if (fact == NULL)
		return false;
	m->fact = fact;
	m->nzones = 0;
	if (m->nfacts < DNS_ALIASES_MAX + 1)
		m->facts[m->nfacts++] = m->fact;
	return true;
}

/* is_hearsay - the name that is next was not asked for: an alias of this message leads there */
static bool is_hearsay(const struct making *m)
{
	return m->a->naliases > 0 && !name_equal(m->fact->name, m->at);
}

/* ask_itself - asks for the name that is next, of which the message says nothing, or nothing that proves.
 * (A wildcard's alias brings NSEC records, a server that does not follow aliases its own NS.) False: that
 * look-up was not made, and is not to be */
static bool ask_itself(struct making *m)
{
	stranger_judge(m, BESIDE_ALIAS);
	return walk_next(m);
}

/* take_step - reads what the message has of the name that is next. False: wait. *stop: that was all */
static bool take_step(struct making *m, const struct step *step, bool *stop)
{
	*stop = true;
	switch (step->kind) {
	case STEP_BROKEN: take_failure(m, DS_OUT_MALFORMED); return true;
	case STEP_DATA: return take_data(m, step->set);
	case STEP_ALIAS: return follow(m, step, stop);
	case STEP_NOTHING: break;
	}
	return judge_denial(m);
}

/* take_hearsay - the same of a name that was not asked for: where it does not prove, it is asked for.
 * False: wait */
static bool take_hearsay(struct making *m, const struct step *step, bool *stop)
{
	struct making before = *m, failed;
	struct ds_answer a = *m->a, worse;

	if (!take_step(m, step, stop))
		return false;
	if (m->a->status >= DS_INSECURE || m->a->status == a.status)
		return true;
	failed = *m;
	worse = *m->a;
	*m = before;
	*m->a = a;
	*stop = !ask_itself(m);
	if (*stop) {
		*m = failed;
		*m->a = worse;
	}
	return true;
}

/* read_on - one step of the answer. False: wait */
static bool read_on(struct making *m, bool *stop)
{
	struct step step;

	if (!m->fact->done)
		return false;
	if (m->fact->msg == NULL || m->fact->outcome > DS_OUT_NXDOMAIN) {
		take_failure(m, m->fact->outcome);
		*stop = true;
		return true;
	}
	alias_step(m, &step);
	if (!is_hearsay(m))
		return take_step(m, &step, stop);
	if (step.kind == STEP_NOTHING && !denies(m->fact->msg, m->at))
		return ask_itself(m);
	return take_hearsay(m, &step, stop);
}

/* walk - reads the answer from the name asked to its end. False: wait */
bool walk(struct making *m)
{
	bool stop = false;

	while (!stop)
		if (!read_on(m, &stop))
			return false;
	stranger_settle(m);
	return true;
}
