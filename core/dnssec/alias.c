/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * alias - what a message has of one name: data, or a CNAME or DNAME that leads on
 *
 * No name has an alias and data (RFC 1034 section 3.6.2). Of a message that holds
 * both, resolvers read what comes first.
 */

#include "core/base/arena.h"
#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dnssec/answer_impl.h"

/* alias_first - see answer_impl.h */
const struct dns_rrset *alias_first(const struct dns_rrset *set, struct dns_rrset *room)
{
	if (set->n <= 1 || set->cut)
		return set;
	*room = *set;
	room->n = 1;
	room->rrs = &room->first;
	return room;
}

/* alias_before - see prover_impl.h */
const struct dns_rrset *alias_before(
    const struct dns_message *msg, const uint8_t *name, const struct dns_rrset *data)
{
	const struct dns_rrset *set = msg->answer;

	for (; set != NULL && set != data; set = set->next)
		if (set->type == DS_T_CNAME && set->n > 0 && name_equal(set->owner, name))
			return set;
	return NULL;
}

/* alias_is_above - see prover_impl.h */
bool alias_is_above(const struct dns_rrset *set, const uint8_t *name)
{
	return set->type == DS_T_DNAME && set->n > 0 && !name_equal(set->owner, name) &&
	       name_within(name, set->owner);
}

/* take_dname - a DNAME; it comes once, and alone (RFC 6672 section 2.4) */
static void take_dname(const struct making *m, const struct dns_rrset *set, struct step *out)
{
	const uint8_t *to = dns_rdata_name(set->first, 0);

	out->dname = true;
	out->set = set;
	if (set->n == 1 && !set->repeats && to != NULL)
		out->target = name_replace(m->p->arena, m->at, set->owner, to);
	out->kind = out->target != NULL ? STEP_ALIAS : STEP_BROKEN;
}

/* take_cname - a CNAME. Beside it may stand the DNAME that it was made of: that is what is signed */
static void take_cname(const struct making *m, const struct dns_rrset *set, struct step *out)
{
	out->set = set;
	out->target = dns_rdata_name(set->first, 0);
	out->kind = out->target != NULL ? STEP_ALIAS : STEP_BROKEN;
	for (const struct dns_rrset *next = set->next; next != NULL; next = next->next) {
		struct step dname = { 0 };

		if (!alias_is_above(next, m->at))
			continue;
		take_dname(m, next, &dname);
		if (dname.kind == STEP_ALIAS && out->target != NULL &&
		    name_equal(dname.target, out->target))
			*out = dname;
		return;
	}
}

/* alias_step - see answer_impl.h */
void alias_step(const struct making *m, struct step *out)
{
	*out = (struct step){ .kind = STEP_NOTHING };
	for (const struct dns_rrset *set = m->fact->msg->answer; set != NULL; set = set->next) {
		if (alias_is_above(set, m->at)) {
			take_dname(m, set, out);
			return;
		}
		if (set->n == 0 || !name_equal(set->owner, m->at))
			continue;
		if (set->type == m->a->type) {
			out->kind = STEP_DATA;
			out->set = set;
			return;
		}
		if (set->type == DS_T_CNAME) {
			take_cname(m, set, out);
			return;
		}
	}
}
