/* SPDX-License-Identifier: BSD-2-Clause */
/* prover - life of a prover, and the chain down to a name; see prover.h */

#include <stdlib.h>

#include "core/base/arena.h"
#include "core/dns/facts.h"
#include "core/dns/name.h"
#include "core/dnssec/prover_impl.h"
#include "core/dnssec/pubkey.h"
#include "core/limits.h"

/* prover_new - nothing is proved yet */
struct prover *prover_new(struct arena *arena, struct facts *facts, const struct anchors *anchors,
    struct checked *checked, int64_t at)
{
	struct prover *p = calloc(1, sizeof *p);

	if (p == NULL)
		return NULL;
	p->arena = arena;
	p->facts = facts;
	p->anchors = anchors;
	p->checked = checked;
	p->at = at;
	return p;
}

/* prover_free - gives the built keys back; what was proved stays in the arena */
struct prover *prover_free(struct prover *p)
{
	if (p == NULL)
		return NULL;
	for (struct zone *z = p->zones; z != NULL; z = z->next)
		for (size_t i = 0; i < z->nkeys; i++)
			pubkey_free(z->keys[i].key);
	free(p);
	return NULL;
}

/* prover_expect - asks for all that a chain to this name can need; for what lies deeper than names do,
 * only when it is needed */
void prover_expect(struct prover *p, const uint8_t *name)
{
	unsigned labels = name_labels(name);

	if (facts_iterator(p->facts) != NULL)
		return; /* there the zones on the way tell, as they are found */
	if (labels > SEC_EXPECT_LABELS)
		labels = SEC_EXPECT_LABELS;
	for (unsigned n = 0; n <= labels; n++) {
		const uint8_t *at = name_suffix(name, n);

		if (n > 0)
			facts_want(p->facts, at, DS_T_DS);
		facts_want(p->facts, at, DS_T_DNSKEY);
	}
}

/* prove_chain - the links down to the zone that holds a name */
bool prove_chain(
    struct prover *p, const uint8_t *name, struct ds_chain *chain, enum ds_status *status)
{
	const struct zone *zone = NULL;
	bool done = zone_find(p, name, name, &zone);

	chain->n = 0;
	*status = DS_UNCHECKED;
	if (zone != NULL) {
		zone_chain(p, zone, chain);
		*status = zone->link->status;
	}
	return done;
}

/* prover_exhausted - was a bound on work reached? */
bool prover_exhausted(const struct prover *p)
{
	return p->exhausted;
}
