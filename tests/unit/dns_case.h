/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_case - a prover over a world: one question, judged */
#ifndef DS_TESTS_UNIT_DNS_CASE_H
#define DS_TESTS_UNIT_DNS_CASE_H

#include "core/model.h"
#include "tests/unit/dns_net.h"

struct dns_case {
	struct dns_net net;
	struct anchors *anchors;
	struct arena *arena;
	struct dns_client *client;
	struct facts *facts;
	struct prover *prover;
};

/* At DNS_NOW, with the world's root as the anchor. `at` 0: DNS_NOW; `memory` 0: plenty. */
void dns_case_begin(struct dns_case *, const struct dns_world *, int64_t at, size_t memory);
/* Asks and waits. NULL: no memory. */
const struct ds_answer *dns_case_ask(struct dns_case *, const char *name, unsigned type);
/* The chain down to a name. */
enum ds_status dns_case_chain(struct dns_case *, const char *name, struct ds_chain *);
void dns_case_end(struct dns_case *);

#endif
