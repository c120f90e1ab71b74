/* SPDX-License-Identifier: BSD-2-Clause */
/* compare - do two servers say the same? See compare.h */

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "core/dns/asker.h"
#include "core/dns/compare.h"
#include "core/dns/message.h"
#include "core/dns/name.h"

/* has - is this RDATA in a list? */
static bool has(size_t n, const struct dns_rr *const *list, const struct dns_rr *rr)
{
	for (size_t i = 0; i < n; i++)
		if (list[i]->len == rr->len && memcmp(list[i]->rdata, rr->rdata, rr->len) == 0)
			return true;
	return false;
}

/* same_rrs - the same RDATA in any order; a list holds none twice */
static bool same_rrs(
    size_t n, const struct dns_rr *const *a, size_t m, const struct dns_rr *const *b)
{
	if (n != m)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!has(m, b, a[i]))
			return false;
	return true;
}

/* counts_as_denial - a set of the authority section that takes part in a proof */
static bool counts_as_denial(const struct dns_rrset *set)
{
	return set->type == DS_T_NSEC || set->type == DS_T_NSEC3 || set->type == DS_T_DS;
}

/* partner - the set of the same owner and type in another section, with records or without */
static const struct dns_rrset *partner(const struct dns_rrset *list, const struct dns_rrset *set)
{
	while (list != NULL && (list->type != set->type || !name_equal(list->owner, set->owner)))
		list = list->next;
	return list;
}

/* differ - in what the sets of one section differ from those of another, seen from the first */
static unsigned differ(const struct dns_rrset *a, const struct dns_rrset *b, bool denial)
{
	unsigned out = COMPARE_SAME;

	for (; a != NULL; a = a->next) {
		const struct dns_rrset *other = partner(b, a);

		if (denial && !counts_as_denial(a))
			continue;
		if (other == NULL || !same_rrs(a->n, a->rrs, other->n, other->rrs))
			out |= denial ? COMPARE_DENIAL : COMPARE_DATA;
		else if (!same_rrs(a->nsigs, a->sigs, other->nsigs, other->sigs))
			out |= denial ? COMPARE_DENIAL : COMPARE_SIGNATURES;
	}
	return out;
}

/* compare_replies - in what two replies differ */
unsigned compare_replies(const struct reply *a, const struct reply *b)
{
	if (a->outcome != b->outcome || (a->msg == NULL) != (b->msg == NULL))
		return COMPARE_OUTCOME;
	if (a->msg == NULL || a->outcome > DS_OUT_NXDOMAIN)
		return COMPARE_SAME;
	return differ(a->msg->answer, b->msg->answer, false) |
	       differ(b->msg->answer, a->msg->answer, false) |
	       differ(a->msg->authority, b->msg->authority, true) |
	       differ(b->msg->authority, a->msg->authority, true);
}
