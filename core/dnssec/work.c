/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * work - what the checks of one diagnosis may cost
 *
 * Spent budgets leave an answer undetermined: never secure, never bogus. One zone cannot spend all, so
 * that a hostile mail host leaves something for the domain's others.
 */

#include "core/dnssec/prover_impl.h"
#include "core/limits.h"

/* fits - is there room for so much more? */
static bool fits(const struct work *w, unsigned checks, unsigned us, unsigned more)
{
	return w->checks < checks && w->us + more <= us;
}

/* work_check - may one more check of this price be done? Then it is counted */
bool work_check(struct prover *p, const struct zone *zone, unsigned us)
{
	if (!fits(&p->work, SEC_TRIES_MAX, SEC_WORK_US, us) ||
	    !fits(zone->work, SEC_TRIES_ZONE, SEC_WORK_ZONE_US, us))
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
