/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * work - what the checks of one diagnosis may cost
 *
 * Spent budgets leave an answer undetermined: never secure, never bogus. One zone cannot spend all, so
 * that a hostile mail host leaves something for the domain's others.
 */

#include "core/dnssec/prover_impl.h"
#include "core/limits.h"

/* spent - is there no room for one check more, or for its price? Then it is noted which has run out */
static bool spent(
    struct prover *p, bool checks, bool price, enum bound by_count, enum bound by_price)
{
	if (checks)
		p->bound = by_count;
	else if (price)
		p->bound = by_price;
	return checks || price;
}

/* work_check - may one more check of this price be done? Then it is counted */
bool work_check(struct prover *p, const struct zone *zone, unsigned us)
{
	const struct work *all = &p->work, *here = zone->work;

	if (spent(p, all->checks >= SEC_TRIES_MAX, all->us + us > SEC_WORK_US, BOUND_CHECKS_ALL,
		BOUND_WORK_ALL) ||
	    spent(p, here->checks >= SEC_TRIES_ZONE, here->us + us > SEC_WORK_ZONE_US,
		BOUND_CHECKS_ZONE, BOUND_WORK_ZONE))
		return false;
	p->work.checks++;
	p->work.us += us;
	zone->work->checks++;
	zone->work->us += us;
	return true;
}

/* work_spare - is enough left to check what only the reader wants to know? */
bool work_spare(const struct prover *p, const struct zone *zone)
{
	return p->work.us < SEC_WORK_US / 2 && zone->work->us < SEC_WORK_ZONE_US / 2;
}

/* work_charge - counts what was done without asking */
void work_charge(struct prover *p, const struct zone *zone, unsigned us)
{
	p->work.us += us;
	zone->work->us += us;
}
