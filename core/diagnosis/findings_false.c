/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * findings_false - proofs of absence that are validly signed and deny what is there
 *
 * Every NSEC or NSEC3 record that was seen is held against every answer that was proved. A
 * resolver that uses proofs again for other questions (RFC 8198) believes such a record.
 */

#include <string.h>

#include "core/base/arena.h"
#include "core/diagnosis/aside.h"
#include "core/diagnosis/findings.h"
#include "core/dns/name.h"

#define HOSTS_HELD 8            /* mail hosts whose proofs are held against each other */
#define SCRATCH    (256u << 10) /* octets of names that are taken apart for one answer */

/* What is there, or is not. */
struct evidence {
	struct ds_diagnosis *d;
	struct arena *scratch;
	int host; /* of the answer */
	const struct ds_answer *there;
	const char *zone;           /* that holds it */
	const uint8_t *name, *apex; /* both as octets */
};

/* hosts_held - how many hosts are looked at */
static size_t hosts_held(const struct ds_report *r)
{
	return r->nhosts < HOSTS_HELD ? r->nhosts : HOSTS_HELD;
}

/* lists - is the word in a bitmap's words? */
static bool lists(const char *types, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = types; at != NULL && (at = strstr(at, word)) != NULL; at++)
		if ((at == types || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
			return true;
	return false;
}

/* is_cut - the parent's side of a delegation, which says nothing of what is in the child */
static bool is_cut(const struct ds_gap *gap)
{
	return lists(gap->types, "NS") && !lists(gap->types, "SOA");
}

/* denies_type - a record at the very name, without the type? */
static bool denies_type(const struct evidence *e, const struct ds_gap *gap)
{
	char type[32];

	return (gap->role == DS_GAP_MATCHES || gap->role == DS_GAP_ENCLOSER) &&
	       strcmp(gap->about, e->there->final) == 0 &&
	       !lists(gap->types, ds_type_name(e->there->type, type, sizeof type));
}

/* denies_name - a gap (of NSEC) in which the name would lie? */
static bool denies_name(const struct evidence *e, const struct ds_gap *gap)
{
	const uint8_t *owner, *next;

	if (gap->hash != NULL || e->there->wildcard || gap->owner == NULL || gap->next == NULL)
		return false;
	owner = name_from_text(e->scratch, gap->owner);
	next = name_from_text(e->scratch, gap->next);
	if (owner == NULL || next == NULL || !name_within(owner, e->apex) ||
	    name_compare(owner, e->name) >= 0)
		return false;
	return name_equal(next, e->apex) || name_compare(e->name, next) < 0;
}

/* hold - one proof against one answer */
static void hold(const struct evidence *e, const struct ds_denial *denial)
{
	char type[32];

	for (size_t i = 0; denial != NULL && i < denial->ngaps; i++) {
		const struct ds_gap *gap = &denial->gaps[i];

		if (gap->types == NULL || gap->about == NULL || is_cut(gap) ||
		    (!denies_type(e, gap) && !denies_name(e, gap)))
			continue;
		finding_note(e->d, DS_F_DNSSEC_DENIAL_FALSE, e->host, e->there->final,
		    ds_type_name(e->there->type, type, sizeof type), e->zone, gap->owner, NULL);
		return;
	}
}

/* hold_all - every proof that was seen against one answer */
static void hold_all(const struct evidence *e)
{
	const struct ds_report *r = &e->d->report;
	const struct ds_denial *aside;

	if (r->mx != NULL)
		hold(e, r->mx->denial);
	for (size_t i = 0; i < hosts_held(r); i++) {
		const struct ds_host *h = r->hosts[i];

		if (h->a != NULL)
			hold(e, h->a->denial);
		if (h->aaaa != NULL)
			hold(e, h->aaaa->denial);
		for (size_t k = 0; k < h->tlsa.ncandidates; k++)
			hold(e, h->tlsa.candidates[k]->denial);
	}
	for (size_t i = 0; e->d->asides != NULL && (aside = asides_denial(e->d->asides, i)) != NULL;
	     i++)
		hold(e, aside);
}

/* review - one answer, if it says that something is there */
static void review(struct ds_diagnosis *d, int host, const struct ds_answer *there)
{
	struct evidence e = { .d = d, .host = host, .there = there };

	if (there == NULL || there->nrrs == 0 || there->status != DS_SECURE || there->chain.n == 0)
		return;
	e.zone = there->chain.links[there->chain.n - 1]->zone;
	e.scratch = arena_new(SCRATCH);
	if (e.scratch == NULL)
		return;
	e.name = name_from_text(e.scratch, there->final);
	e.apex = name_from_text(e.scratch, e.zone);
	if (e.name != NULL && e.apex != NULL)
		hold_all(&e);
	arena_free(e.scratch);
}

/* findings_false - every answer that was proved */
void findings_false(struct ds_diagnosis *d)
{
	const struct ds_report *r = &d->report;

	review(d, FOR_DOMAIN, r->mx);
	for (size_t i = 0; i < hosts_held(r); i++) {
		const struct ds_host *h = r->hosts[i];

		review(d, (int)i, h->a);
		review(d, (int)i, h->aaaa);
		review(d, (int)i, h->tlsa.answer);
	}
}
