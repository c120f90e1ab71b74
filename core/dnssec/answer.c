/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * answer - answers that are asked for: each is made once, and kept
 *
 * Where what one server says does not prove, that of the next is taken.
 */

#include "core/base/arena.h"
#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dnssec/answer_impl.h"

/* recall - an answer in the making, or made */
static struct memo *recall(const struct prover *p, const uint8_t *name, uint16_t type)
{
	struct memo *memo = p->memos;

	while (memo != NULL && (memo->type != type || !name_equal(memo->name, name)))
		memo = memo->next;
	return memo;
}

/* making_new - an answer from its beginning, without a look-up yet; NULL: no memory */
static struct making *making_new(struct prover *p, const uint8_t *name, uint16_t type)
{
	struct making *m = arena_alloc(p->arena, 1, sizeof *m);

	if (m == NULL)
		return NULL;
	m->p = p;
	m->at = name;
	m->a = arena_alloc(p->arena, 1, sizeof *m->a);
	m->aliases = arena_alloc(p->arena, DNS_ALIASES_MAX, sizeof *m->aliases);
	if (m->a == NULL || m->aliases == NULL)
		return NULL;
	m->a->name = name_text_dup(p->arena, name);
	m->a->type = type;
	m->a->status = DS_SECURE;
	m->a->aliases = m->aliases;
	return m;
}

/* making_begin - the same, with the look-up of its name */
static struct making *making_begin(struct prover *p, const uint8_t *name, uint16_t type)
{
	struct making *m = making_new(p, name, type);

	if (m != NULL)
		walk_next(m);
	return m;
}

/* begin - an empty answer; NULL: no memory */
static struct memo *begin(struct prover *p, const uint8_t *name, uint16_t type)
{
	struct memo *memo = arena_alloc(p->arena, 1, sizeof *memo);

	if (memo == NULL)
		return NULL;
	memo->making = making_begin(p, name, type);
	if (memo->making == NULL)
		return NULL;
	memo->name = name;
	memo->type = type;
	memo->next = p->memos;
	p->memos = memo;
	return memo;
}

/* failed - is there hope that another server's reply proves what this one did not? */
static bool failed(const struct making *m)
{
	return m->a->status < DS_INSECURE && m->a->why != DS_WHY_PARENT &&
	       m->a->why != DS_WHY_WORK_LIMIT;
}

/* another - begins again with another server's reply to one of the look-ups; *wait: one is still to
 * come. NULL: none */
static struct making *another(struct memo *memo, bool *wait)
{
	struct making *m = memo->making, *again;

	*wait = false;
	for (size_t i = 0; i < m->nfacts; i++) {
		switch (facts_another(m->p->facts, m->facts[i])) {
		case FACTS_WAIT: *wait = true; return NULL;
		case FACTS_NONE: break;
		case FACTS_TAKEN:
			again = making_begin(m->p, memo->name, memo->type);
			if (again != NULL)
				again->first = m->first != NULL ? m->first : m;
			return again;
		}
	}
	return NULL;
}

/* settle - walks until an answer proves, or the first one that failed is all there is. False: wait */
static bool settle(struct memo *memo)
{
	for (;;) {
		struct making *m = memo->making, *again;

		if (!m->waiting && !walk(m))
			return false;
		if (!failed(m))
			return true;
		again = another(memo, &m->waiting);
		if (m->waiting)
			return false;
		memo->making = again != NULL ? again : m->first != NULL ? m->first : m;
		if (again == NULL)
			return true;
	}
}

/* take_opinion - what the resolver thinks of it */
static void take_opinion(struct making *m)
{
	const struct dns_message *msg = m->fact->msg;

	m->a->ede = -1;
	if (msg == NULL)
		return;
	m->a->rcode = msg->rcode;
	m->a->ad = msg->ad;
	m->a->ede = msg->ede;
	m->a->ede_text = msg->ede_text;
}

/* prove_answer - the answer to a question, judged. False: wait */
bool prove_answer(
    struct prover *p, const uint8_t *name, uint16_t type, const struct ds_answer **answer)
{
	struct memo *memo = recall(p, name, type);
	struct making *m;

	*answer = NULL;
	if (memo == NULL)
		memo = begin(p, name, type);
	if (memo == NULL)
		return true;
	if (!memo->done) {
		if (!settle(memo))
			return arena_failed(p->arena);
		memo->done = true;
		m = memo->making;
		m->a->final = name_text_dup(p->arena, m->at);
		take_opinion(m);
		if (m->zone != NULL)
			zone_chain(p, m->zone, &m->a->chain);
	}
	*answer = memo->making->a;
	return true;
}

/* answer_final_name - the end of the aliases, in wire form */
const uint8_t *answer_final_name(const struct prover *p, const uint8_t *name, uint16_t type)
{
	const struct memo *memo = recall(p, name, type);

	return memo != NULL ? memo->making->at : name;
}

/* answer_of - what one fact alone says */
const struct ds_answer *answer_of(struct prover *p, const struct fact *fact)
{
	struct making *m = making_new(p, fact->name, fact->type);

	if (m == NULL)
		return NULL;
	m->fact = fact;
	m->alone = true;
	return walk(m) ? m->a : NULL;
}
