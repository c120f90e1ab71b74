/* SPDX-License-Identifier: BSD-2-Clause */
/* turn - dialogues of all diagnoses take turns at an address */

#include "core/diagnosis/diagnosis_impl.h"

/* turn_is_free - are there fewer dialogues with this address than is polite? */
bool turn_is_free(const struct ds_engine *engine, const struct net_address *address)
{
	unsigned n = 0;

	for (const struct turn *t = engine->turns; t != NULL; t = t->next)
		n += net_address_equal(t->address, address);
	return n < SMTP_PER_ADDRESS;
}

/* turn_begin - one more */
void turn_begin(struct ds_engine *engine, struct turn *turn, const struct net_address *address)
{
	turn->address = address;
	turn->next = engine->turns;
	engine->turns = turn;
}

/* turn_end - the address is free for others */
void turn_end(struct ds_engine *engine, struct turn *turn)
{
	struct turn **at = &engine->turns;

	while (*at != NULL && *at != turn)
		at = &(*at)->next;
	if (*at != NULL)
		*at = turn->next;
}

/* turn_let_in - lets the diagnoses that wait for an address go on */
void turn_let_in(struct ds_engine *engine)
{
	for (struct ds_diagnosis *d = engine->diagnoses, *next; d != NULL; d = next) {
		next = d->next;
		if (!d->over)
			diagnosis_step(d);
	}
}
