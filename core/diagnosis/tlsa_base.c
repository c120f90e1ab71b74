/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tlsa_base - at which name a sender looks for TLSA records (RFC 7672 section 2.2.2)
 *
 * A host that is no alias: at its own name, if its address is secure. An alias
 * that is secure throughout: at its end, then at its beginning. One whose first
 * step alone is secure: at its beginning. Otherwise nowhere.
 */

#include "core/base/arena.h"
#include "core/dane/tlsa.h"
#include "core/diagnosis/diagnosis_impl.h"
#include "core/dns/facts.h"
#include "core/dns/name.h"
#include "core/dnssec/prover.h"

#define CANDIDATES_MAX 2

/* The names that may be the base domain, in the order of asking. */
struct candidates {
	size_t n;
	const uint8_t *base[CANDIDATES_MAX];
};

/* host_tlsa_name - where the TLSA records of a base domain are (RFC 6698 section 3) */
const uint8_t *host_tlsa_name(struct ds_diagnosis *d, const uint8_t *base)
{
	const char *port = arena_printf(d->arena, "_%u", d->engine->tlsa_port);
	const uint8_t *tcp = name_prepend(d->arena, "_tcp", base);

	return port != NULL && tcp != NULL ? name_prepend(d->arena, port, tcp) : NULL;
}

/* find_candidates - by the security of the addresses and of the first alias */
static struct candidates find_candidates(const struct host_work *h)
{
	struct candidates c = { 0 };
	const struct ds_answer *answer = h->addresses.answer;

	if (h->addresses.failed || h->addresses.none || answer == NULL)
		return c;
	if (answer->naliases == 0) {
		if (answer->status == DS_SECURE)
			c.base[c.n++] = h->name;
		return c;
	}
	if (answer->status == DS_SECURE)
		c.base[c.n++] = answer_final_name(h->d->prover, h->name, answer->type);
	if (answer->aliases[0].status == DS_SECURE)
		c.base[c.n++] = h->name;
	return c;
}

/* take_records - the records of the answer that decides */
static void take_records(struct host_work *h, const uint8_t *base)
{
	struct ds_tlsa *t = &h->tlsa;

	t->base = name_text_dup(h->d->arena, base);
	t->records = tlsa_decode(h->d->arena, t->answer->nrrs, t->answer->rrs, &t->nrecords);
	for (size_t i = 0; i < t->nrecords; i++)
		t->nusable += t->records[i].reason == DS_TLSA_USABLE;
}

/* ask_in_turn - the first candidate with secure records decides; an error ends the search; else the
 * first candidate's answer stands for all. False: wait */
static bool ask_in_turn(struct host_work *h, const struct candidates *c)
{
	struct ds_diagnosis *d = h->d;
	const struct ds_answer **answers = arena_alloc(d->arena, c->n, sizeof(struct ds_answer *));
	size_t n = 0;

	for (size_t i = 0; answers != NULL && i < c->n; i++) {
		const uint8_t *name = host_tlsa_name(d, c->base[i]);
		const struct ds_answer *answer;

		if (name == NULL || !prove_answer(d->prover, name, DS_T_TLSA, &answer) ||
		    answer == NULL)
			return false;
		answers[n++] = answer;
		h->tlsa.ncandidates = n;
		h->tlsa.candidates = answers;
		if (h->tlsa.answer == NULL || policy_is_error(answer->status) ||
		    (answer->status == DS_SECURE && answer->nrrs > 0))
			h->tlsa.answer = answer;
		if (policy_is_error(answer->status))
			break;
		if (answer->status == DS_SECURE && answer->nrrs > 0) {
			take_records(h, c->base[i]);
			break;
		}
	}
	if (h->tlsa.answer != NULL) {
		h->tlsa.name = h->tlsa.answer->name;
		h->tlsa.status = h->tlsa.answer->status;
	}
	return true;
}

/* dialogues_over - is nothing left to wait for? */
static bool dialogues_over(const struct host_work *h)
{
	for (size_t i = 0; i < h->nprobes; i++)
		if (!h->probes[i].done)
			return false;
	return !h->d->engine->no_smtp && h->nprobes > 0;
}

/* see_ignored - the TLSA answer that no sender asks for, unless it keeps us waiting. False: wait */
static bool see_ignored(struct host_work *h)
{
	const uint8_t *name = host_tlsa_name(h->d, h->name);
	const struct fact *fact = name != NULL ? facts_peek(h->d->facts, name, DS_T_TLSA) : NULL;

	if (fact == NULL || h->addresses.failed || h->addresses.none)
		return true;
	if (!fact->done)
		return h->aliased || (fact->slow && dialogues_over(h));
	return prove_answer(h->d->prover, name, DS_T_TLSA, &h->tlsa.ignored) || h->aliased;
}

/* host_settle_tlsa - finds the TLSA base domain. False: wait */
bool host_settle_tlsa(struct host_work *h)
{
	struct ds_event e = { .kind = DS_EV_TLSA, .host_index = h->index, .tlsa = &h->tlsa };
	struct candidates c = find_candidates(h);

	if (c.n == 0 ? !see_ignored(h) : !ask_in_turn(h, &c))
		return false;
	diagnosis_tell(h->d, &e);
	return true;
}
