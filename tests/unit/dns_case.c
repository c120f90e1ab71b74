/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_case - a prover over a world; see dns_case.h */
#include "tests/unit/dns_case.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/dns/client.h"
#include "core/dns/facts.h"
#include "core/dns/name.h"
#include "core/dnssec/anchor.h"
#include "core/dnssec/prover.h"

/* on_query - nobody watches */
static void on_query(void *arg, const struct ds_query *q)
{
	(void)arg;
	(void)q;
}

/* on_changed - the case looks for itself */
static void on_changed(void *arg)
{
	(void)arg;
}

/* dns_case_begin - a prover that knows nothing yet */
void dns_case_begin(struct dns_case *c, const struct dns_world *world, int64_t at, size_t memory)
{
	static const struct facts_watcher watcher = { on_query, on_changed };
	struct net_address resolver = dns_net_resolver(0);
	char problem[200];

	memset(c, 0, sizeof *c);
	dns_net_init(&c->net, world);
	c->anchors = calloc(1, sizeof *c->anchors);
	dns_must(c->anchors != NULL, "memory");
	if (world->anchors != NULL)
		dns_must(anchors_parse(c->anchors, world->anchors, strlen(world->anchors), problem,
			     sizeof problem),
		    "anchors");
	c->arena = arena_new(memory != 0 ? memory : (size_t)64 << 20);
	c->client = dns_client_new(&c->net.net, &resolver, 1, 10000);
	c->facts = facts_new(c->arena, &c->net.net, c->client, DNS_BEGIN, &watcher, c);
	c->prover = prover_new(c->arena, c->facts, c->anchors, NULL, at != 0 ? at : DNS_NOW);
	dns_must(c->prover != NULL, "prover");
}

/* go_on - sends what waits and delivers one thing; false: nothing is left */
static bool go_on(struct dns_case *c)
{
	dns_client_pump(c->client);
	return dns_net_step(&c->net);
}

/* dns_case_ask - one question, judged */
const struct ds_answer *dns_case_ask(struct dns_case *c, const char *name, unsigned type)
{
	const uint8_t *wire = name_from_text(c->arena, name);
	const struct ds_answer *answer = NULL;

	while (wire != NULL && !prove_answer(c->prover, wire, (uint16_t)type, &answer))
		if (!go_on(c))
			return NULL;
	return answer;
}

/* dns_case_chain - the chain down to a name */
enum ds_status dns_case_chain(struct dns_case *c, const char *name, struct ds_chain *chain)
{
	const uint8_t *wire = name_from_text(c->arena, name);
	enum ds_status status = DS_UNCHECKED;

	while (wire != NULL && !prove_chain(c->prover, wire, chain, &status))
		if (!go_on(c))
			return DS_UNCHECKED;
	return status;
}

/* dns_case_end - gives all back */
void dns_case_end(struct dns_case *c)
{
	facts_free(c->facts);
	prover_free(c->prover);
	dns_client_free(c->client);
	arena_free(c->arena);
	free(c->anchors);
	dns_net_clear(&c->net);
}
