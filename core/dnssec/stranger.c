/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stranger - what stands in a message beside the sets that an answer rests on
 *
 * Nothing is judged by it. But validating resolvers take a message as a whole: Unbound
 * verifies every set that its scrubber leaves in, and refuses the answer for one that
 * does not verify. Mail is deferred then; so the answer is called what they call it.
 */

#include <string.h>

#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dnssec/answer_impl.h"

/* stray - the answer is refused for this set; NULL: for one that is not read */
static void stray(struct making *m, const struct dns_rrset *set, enum ds_status status)
{
	if (status >= m->a->status)
		return;
	weaken(m, status, DS_WHY_STRANGER, NULL);
	if (set == NULL)
		return;
	m->a->stranger = name_text_dup(m->p->arena, set->owner);
	m->a->stranger_type = set->n > 0 ? set->type : DS_T_RRSIG;
}

/* is_proved - was a signature over the set found valid already, on the way to the answer? */
static bool is_proved(const struct making *m, const struct dns_rrset *set)
{
	for (size_t i = 0; i < m->a->nsigs; i++)
		for (size_t k = 0; k < set->nsigs; k++)
			if (m->a->sigs[i].state == DS_SIG_VALID &&
			    m->a->sigs[i].rr == set->sigs[k]->show)
				return true;
	return false;
}

/* zone_of - the zone on the way to the answer that has signed the set, or says so; NULL: none */
static const struct zone *zone_of(const struct making *m, const struct dns_rrset *set)
{
	for (size_t i = 0; i < m->nzones; i++)
		if (rrset_signed_by(set, m->zones[i]->name))
			return m->zones[i];
	return NULL;
}

/* has_soa - the authority section of a denial */
static bool has_soa(const struct dns_message *msg)
{
	const struct dns_rrset *set = msg->authority;

	while (set != NULL && (set->type != DS_T_SOA || set->n == 0))
		set = set->next;
	return set != NULL;
}

/* ns_counts - name servers are dropped where they are of no use: beside a denial, of another name, and
 * unsigned, as a forwarder may add them */
static bool ns_counts(const struct making *m, const struct dns_rrset *set, enum beside beside)
{
	if (set->nsigs == 0 || !name_within(m->at, set->owner))
		return false;
	return beside == BESIDE_DATA ||
	       (m->fact->outcome != DS_OUT_NXDOMAIN && !has_soa(m->fact->msg));
}

/* counts - does a resolver leave this set of the authority section in? Of a message that leads on to
 * another name it keeps the proofs alone */
static bool counts(const struct making *m, const struct dns_rrset *set, enum beside beside)
{
	if (m->a->naliases > 0 && !name_equal(m->fact->name, m->at))
		return set->n > 0 && (set->type == DS_T_NSEC || set->type == DS_T_NSEC3);
	if (set->n == 0)
		return true; /* signatures of nothing */
	switch (set->type) {
	case DS_T_A:
	case DS_T_AAAA:
	case DS_T_CNAME:
	case DS_T_DNAME:
	case DS_T_DS: return false;
	case DS_T_NS: return ns_counts(m, set, beside);
	default: return true;
	}
}

/* is_alone - does no other set of the authority section count? */
static bool is_alone(const struct making *m, const struct dns_rrset *set, enum beside beside)
{
	for (const struct dns_rrset *other = m->fact->msg->authority; other != NULL;
	     other = other->next)
		if (other != set && counts(m, other, beside))
			return false;
	return !m->fact->msg->strange;
}

/* judge - one set. A set of no zone on the way is refused where one zone answers for all; beside aliases
 * only in the end, for it may be of a zone that they lead to */
static void judge(struct making *m, const struct dns_rrset *set, bool forgiven)
{
	const struct zone *zone = set->n > 0 ? zone_of(m, set) : NULL;
	struct verified v;

	if (zone == NULL && m->a->naliases > 0) {
		if (set->type != DS_T_NS && m->foreign == NULL)
			m->foreign = set;
		return;
	}
	if (zone == NULL) {
		if (!forgiven)
			stray(m, set, DS_BOGUS);
		return;
	}
	if (is_proved(m, set))
		return;
	verify_rrset(m->p, zone, set, &v);
	if (v.secure || forgiven)
		return;
	sigs_append(m->p->arena, &m->a->sigs, &m->a->nsigs, v.sigs, v.nsigs);
	if (v.why == DS_WHY_WORK_LIMIT)
		weaken(m, DS_INDETERMINATE, v.why, NULL);
	else
		stray(m, set, DS_BOGUS);
}

/* judge_answer - an alias that comes behind the data of its name */
static void judge_answer(struct making *m)
{
	const struct dns_rrset *set = dns_rrset_find(m->fact->msg->answer, m->at, m->a->type);

	for (set = set != NULL ? set->next : NULL; set != NULL; set = set->next)
		if (set->n > 0 && set->type == DS_T_CNAME && name_equal(set->owner, m->at) &&
		    (m->a->naliases == 0 || zone_of(m, set) != NULL))
			judge(m, set, false);
}

/* stranger_judge - see answer_impl.h */
void stranger_judge(struct making *m, enum beside beside)
{
	const struct dns_message *msg = m->fact->msg;

	if (m->nzones == 0 || msg->left_out)
		return; /* no zone that signs; or it is known that not all is known */
	if (beside == BESIDE_DATA && m->a->type != DS_T_CNAME)
		judge_answer(m);
	for (const struct dns_rrset *set = msg->authority; set != NULL; set = set->next)
		if (counts(m, set, beside))
			judge(m, set,
			    beside == BESIDE_DATA && set->type == DS_T_NS && set->n > 0 &&
				is_alone(m, set, beside));
	if (msg->strange && m->a->naliases == 0)
		stray(m, NULL, DS_BOGUS);
	m->strange |= msg->strange && name_equal(m->fact->name, m->at);
}

/* stranger_settle - see answer_impl.h. What the last message has too is judged there */
void stranger_settle(struct making *m)
{
	const struct dns_message *msg = m->fact->msg;

	if (m->foreign != NULL && msg != NULL &&
	    dns_rrset_find(msg->authority, m->foreign->owner, m->foreign->type) != NULL &&
	    dns_rrset_find(msg->authority, m->foreign->owner, m->foreign->type) != m->foreign)
		m->foreign = NULL;
	if ((m->foreign != NULL || m->strange) && m->a->status == DS_SECURE)
		stray(m, m->foreign, DS_BOGUS);
}
