/* SPDX-License-Identifier: BSD-2-Clause */
/* compare - do two servers say the same? */
#ifndef DS_CORE_DNS_COMPARE_H
#define DS_CORE_DNS_COMPARE_H

struct reply;

/* In what two replies differ, or-ed. Order, TTLs and what is only said beside the answer do not
 * count. */
enum compare {
	COMPARE_SAME = 0,
	COMPARE_OUTCOME = 1,
	COMPARE_DATA = 2,
	COMPARE_SIGNATURES = 4,
	COMPARE_DENIAL = 8,
};

unsigned compare_replies(const struct reply *, const struct reply *);

#endif
