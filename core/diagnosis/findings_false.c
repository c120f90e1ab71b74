/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * findings_false - proofs of absence that are validly signed and deny what is there
 *
 * Every NSEC or NSEC3 record that was seen is held against every answer that was proved. A
 * resolver that uses proofs again for other questions (RFC 8198) believes such a record.
 */

#include <string.h>

#include "core/diagnosis/aside.h"
#include "core/diagnosis/findings.h"
#include "core/dns/name.h"

/* What is there, or is not. */
struct evidence {
	struct ds_diagnosis *d;
	int host; /* of the answer */
	const struct ds_answer *there;
	const char *zone; /* that holds it */
};

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
	struct arena *arena = e->d->arena;
	const uint8_t *owner, *next, *name, *apex;

	if (gap->hash != NULL || e->there->wildcard || gap->owner == NULL || gap->next == NULL)
		return false;
	owner = name_from_text(arena, gap->owner);
	next = name_from_text(arena, gap->next);
	name = name_from_text(arena, e->there->final);
	apex = name_from_text(arena, e->zone);
	if (owner == NULL || next == NULL || name == NULL || apex == NULL ||
	    !name_within(owner, apex) || name_compare(owner, name) >= 0)
		return false;
	return name_equal(next, apex) || name_compare(name, next) < 0;
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
static void hold_all(struct ds_diagnosis *d, int host, const struct ds_answer *there)
{
	const struct ds_report *r = &d->report;
	struct evidence e = { .d = d, .host = host, .there = there };

	if (there == NULL || there->nrrs == 0 || there->status != DS_SECURE || there->chain.n == 0)
		return;
	e.zone = there->chain.links[there->chain.n - 1]->zone;
	if (r->mx != NULL)
		hold(&e, r->mx->denial);
	for (size_t i = 0; i < r->nhosts; i++) {
		const struct ds_host *h = r->hosts[i];

		if (h->a != NULL)
			hold(&e, h->a->denial);
		if (h->aaaa != NULL)
			hold(&e, h->aaaa->denial);
		for (size_t k = 0; k < h->tlsa.ncandidates; k++)
			hold(&e, h->tlsa.candidates[k]->denial);
	}
	for (size_t i = 0; d->asides != NULL; i++) {
		const struct ds_denial *denial = asides_denial(d->asides, i);

		if (denial == NULL)
			return;
		hold(&e, denial);
	}
}

/* findings_false - every answer that was proved */
void findings_false(struct ds_diagnosis *d)
{
	const struct ds_report *r = &d->report;

	hold_all(d, FOR_DOMAIN, r->mx);
	for (size_t i = 0; i < r->nhosts; i++) {
		const struct ds_host *h = r->hosts[i];

		hold_all(d, (int)i, h->a);
		hold_all(d, (int)i, h->aaaa);
		hold_all(d, (int)i, h->tlsa.answer);
	}
}
