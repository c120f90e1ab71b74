/* SPDX-License-Identifier: BSD-2-Clause */
/* iterate_read - what a server's message means for a question */

#include <string.h>

#include "core/base/arena.h"
#include "core/dns/iterate_impl.h"
#include "core/dns/message.h"
#include "core/dns/name.h"

/* find_type - the first set of a type in a section */
static const struct dns_rrset *find_type(const struct dns_rrset *set, uint16_t type)
{
	while (set != NULL && (set->type != type || set->n == 0))
		set = set->next;
	return set;
}

/* within - a copy of those sets of a section that lie in the zone; NULL may mean no memory */
static struct dns_rrset *within(
    struct arena *arena, const struct dns_rrset *set, const uint8_t *zone)
{
	struct dns_rrset *first = NULL, **end = &first;

	for (; set != NULL; set = set->next) {
		if (!name_within(set->owner, zone))
			continue;
		*end = arena_copy(arena, set, sizeof *set);
		if (*end == NULL)
			return first;
		(*end)->next = NULL;
		end = &(*end)->next;
	}
	return first;
}

/* end_of - where the aliases in an answer lead */
static const uint8_t *end_of(const struct dns_message *msg, const uint8_t *name)
{
	for (unsigned i = 0; i < DNS_ALIASES_MAX; i++) {
		const struct dns_rrset *set = dns_rrset_find(msg->answer, name, DS_T_CNAME);
		const uint8_t *to = set != NULL ? dns_rdata_name(set->rrs[0], 0) : NULL;

		if (to == NULL)
			break;
		name = to;
	}
	return name;
}

/* drop_soa - what a zone says of itself is nothing about a name that lies elsewhere */
static void drop_soa(struct dns_message *msg, const uint8_t *name)
{
	struct dns_rrset **at = &msg->authority;

	while (*at != NULL)
		if ((*at)->type == DS_T_SOA && !name_within(name, (*at)->owner))
			*at = (*at)->next;
		else
			at = &(*at)->next;
}

/* scrub - the message without what its server has no say in. NULL: no memory */
static const struct dns_message *scrub(struct arena *arena, const struct izone *zone,
    const uint8_t *name, const struct dns_message *msg)
{
	struct dns_message *out = arena_copy(arena, msg, sizeof *msg);
	const uint8_t *end;

	if (out == NULL)
		return NULL;
	out->answer = within(arena, msg->answer, zone->name);
	out->authority = within(arena, msg->authority, zone->name);
	end = end_of(out, name);
	drop_soa(out, end);
	/* "No such name" of an alias's target that lies elsewhere is hearsay. */
	if (out->rcode == 3 && end != name && find_type(out->authority, DS_T_SOA) == NULL)
		out->rcode = 0;
	return out;
}

/* refers_to - the zone below that a message refers to, on the way to the name; NULL: none. *upward
 * where it refers to where we come from */
static const uint8_t *refers_to(
    const struct izone *zone, const uint8_t *name, const struct dns_message *msg, bool *upward)
{
	const struct dns_rrset *ns = find_type(msg->authority, DS_T_NS);

	*upward = false;
	if (msg->rcode != 0 || msg->answer != NULL || ns == NULL ||
	    find_type(msg->authority, DS_T_SOA) != NULL)
		return NULL;
	if (name_within(name, ns->owner) && name_within(ns->owner, zone->name) &&
	    name_labels(ns->owner) > zone->labels)
		return ns->owner;
	*upward = !msg->aa;
	return NULL;
}

/* lame - a server that has no say in the zone */
static enum reading lame(struct reply *out)
{
	out->faults |= DS_SRV_LAME;
	out->outcome = DS_OUT_LAME;
	return READ_FAILED;
}

/* error_fault - what an error code is counted as */
static unsigned error_fault(enum ds_outcome outcome)
{
	return outcome == DS_OUT_REFUSED ? DS_SRV_REFUSES : DS_SRV_FAILS;
}

/* reply_read - what a message is for a question */
enum reading reply_read(struct arena *arena, const struct izone *zone, const uint8_t *name,
    uint16_t type, const struct dns_message *msg, struct reply *out, const uint8_t **cut)
{
	bool upward;

	out->msg = msg;
	out->outcome = dns_message_outcome(msg, type);
	if (out->outcome > DS_OUT_NXDOMAIN) {
		out->faults |= error_fault(out->outcome);
		return READ_FAILED;
	}
	*cut = refers_to(zone, name, msg, &upward);
	/* The child's own servers are no help with what the parent says of it. */
	if (*cut != NULL && !(type == DS_T_DS && name_equal(*cut, name)))
		return READ_REFERRAL;
	if (upward)
		return lame(out);
	if (!msg->aa && msg->answer == NULL)
		return lame(out);
	if (!msg->aa)
		out->faults |= DS_SRV_LAME;
	out->msg = scrub(arena, zone, name, msg);
	if (out->msg == NULL)
		return READ_FAILED;
	out->outcome = dns_message_outcome(out->msg, type);
	return READ_ANSWER;
}
