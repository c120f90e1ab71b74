/* SPDX-License-Identifier: BSD-2-Clause */
/* sections - the records of a message, gathered into sets; see sections.h */

#include <string.h>

#include "core/base/arena.h"
#include "core/dns/name.h"
#include "core/dns/sections.h"
#include "core/limits.h"

/* set_of - the set that a record belongs to, made when it is the first; NULL: no memory */
static struct dns_rrset *set_of(
    struct arena *arena, struct dns_rrset **section, const uint8_t *owner, uint16_t type)
{
	struct dns_rrset **end = section, *set;

	for (; *end != NULL; end = &(*end)->next)
		if ((*end)->type == type && name_equal((*end)->owner, owner))
			return *end;
	set = arena_alloc(arena, 1, sizeof *set);
	if (set == NULL)
		return NULL;
	set->owner = owner;
	set->type = type;
	set->ttl = UINT32_MAX;
	*end = set;
	return set;
}

/* list_add - grows a list of records by doubling */
static bool list_add(
    struct arena *arena, const struct dns_rr ***list, size_t *n, const struct dns_rr *rr)
{
	if ((*n & (*n - 1)) == 0) {
		size_t room = *n == 0 ? 1 : *n * 2;
		const struct dns_rr **bigger = arena_alloc(arena, room, sizeof(struct dns_rr *));

		if (bigger == NULL)
			return false;
		if (*n > 0)
			memcpy(bigger, *list, *n * sizeof(struct dns_rr *));
		*list = bigger;
	}
	(*list)[(*n)++] = rr;
	return true;
}

/* same_rdata - is this very record in the list already? (RFC 2181 section 5) */
static bool same_rdata(size_t n, const struct dns_rr **list, const struct dns_rr *rr)
{
	for (size_t i = 0; i < n; i++)
		if (list[i]->len == rr->len && memcmp(list[i]->rdata, rr->rdata, rr->len) == 0)
			return true;
	return false;
}

/* sig_add - puts a signature beside the set that it is over */
static bool sig_add(struct arena *arena, struct dns_rrset *set, const struct dns_rr *rr)
{
	if (same_rdata(set->nsigs, set->sigs, rr))
		return true;
	set->sigs_cut |= set->nsigs >= DNS_RRSET_MAX;
	return set->sigs_cut || list_add(arena, &set->sigs, &set->nsigs, rr);
}

/* section_add - puts a record where it belongs: into its set, or beside the set it signs */
bool section_add(struct arena *arena, struct dns_rrset **section, const struct dns_rr *rr)
{
	bool sig = rr->type == DS_T_RRSIG;
	struct dns_rrset *set;

	if (sig && rr->len < 19)
		return true;
	set = set_of(arena, section, rr->owner,
	    sig ? (uint16_t)(rr->rdata[0] << 8 | rr->rdata[1]) : rr->type);
	if (set == NULL)
		return false;
	if (sig)
		return sig_add(arena, set, rr);
	if (rr->ttl < set->ttl)
		set->ttl = rr->ttl;
	if (same_rdata(set->n, set->rrs, rr)) {
		set->repeats = true;
		return true;
	}
	if (set->n == 0)
		set->first = rr;
	set->cut |= set->n >= DNS_RRSET_MAX;
	return set->cut || list_add(arena, &set->rrs, &set->n, rr);
}

/* sigs_move - the signatures of a set go to another */
static bool sigs_move(struct arena *arena, struct dns_rrset *to, const struct dns_rrset *from)
{
	to->cut |= from->cut;
	to->sigs_cut |= from->sigs_cut;
	for (size_t i = 0; i < from->nsigs; i++)
		if (!sig_add(arena, to, from->sigs[i]))
			return false;
	return true;
}

/* find - the set of this owner and type, with records or without */
static struct dns_rrset **find(struct dns_rrset **section, const struct dns_rrset *like)
{
	while (*section != NULL &&
	       ((*section)->type != like->type || !name_equal((*section)->owner, like->owner)))
		section = &(*section)->next;
	return section;
}

/* is_apart - an SOA record in the answer is not the one of a denial */
static bool is_apart(const struct dns_rrset *a, const struct dns_rrset *b)
{
	return a->type == DS_T_SOA && a->n > 0 && b->n > 0;
}

/* sections_join - see sections.h */
bool sections_join(struct arena *arena, struct dns_message *msg)
{
	struct dns_rrset **at = &msg->answer;

	while (*at != NULL) {
		struct dns_rrset *first = *at, **second = find(&msg->authority, first);

		if (*second == NULL || is_apart(first, *second)) {
			at = &first->next;
		} else if (first->n == 0 && (*second)->n > 0) {
			if (!sigs_move(arena, *second, first))
				return false;
			*at = first->next;
		} else {
			if (!sigs_move(arena, first, *second))
				return false;
			*second = (*second)->next;
			at = &first->next;
		}
	}
	return true;
}
