/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * policy - what a sender that does opportunistic DANE does (RFC 7672)
 *
 * Pure functions over the report: no clock, no network, no memory.
 */
#ifndef DS_CORE_DANE_POLICY_H
#define DS_CORE_DANE_POLICY_H

#include "core/model.h"

/* The address answers of a host taken together (RFC 7672 section 2.2.2). */
struct policy_addresses {
	bool failed;           /* no answer with addresses, and at least one look-up failed */
	bool none;             /* proved or not: there is no address */
	enum ds_status status; /* of the answers with addresses; else of the weakest answer */
	const struct ds_answer *answer; /* the one that decides, NULL where neither was asked */
};
void policy_addresses(
    const struct ds_answer *a, const struct ds_answer *aaaa, struct policy_addresses *out);

/* An answer that is an error to a sender: bogus, or not to be had (RFC 7672 section 2.1.2). */
bool policy_is_error(enum ds_status);

/* Does the dialogue show what a sender would meet? Not before the reply to EHLO (unless that is a
 * refusal for good), and not where the certificates could not be judged. */
bool policy_probe_shows(const struct ds_host *, const struct ds_probe *);
/* The same for a sender that validates: not at an address whose look-up is an error either. */
bool policy_probe_counts(const struct ds_host *, const struct ds_probe *);

/* What a sender does with a host, once its look-ups are settled and its dialogues over. */
enum ds_policy policy_host(const struct ds_host *, bool probed);

/* The verdict on the domain and what can still be delivered. `resolver_works`: there was a proper
 * answer to anything, and the root could be proved. `limited`: a bound on work was spent. */
enum ds_verdict policy_verdict(const struct ds_report *, bool resolver_works, bool limited);
enum ds_deliverable policy_deliverable(const struct ds_report *, enum ds_verdict);

#endif
