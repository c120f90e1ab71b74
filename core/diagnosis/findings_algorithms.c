/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * findings_algorithms - algorithms that a zone has keys of, and does not sign with
 *
 * A zone signs every set with every algorithm of its keys (RFC 4035 section 2.2); validators are content
 * with one (RFC 6840 section 5.11), but not all of them always were.
 */

#include <string.h>

#include "core/diagnosis/findings.h"

/* The signatures over one set, by the zone that holds it. */
struct review {
	struct ds_diagnosis *d;
	int host;
	const struct ds_link *zone;
	const struct ds_sig *first; /* of the set */
	size_t n;                   /* signatures of all sets */
	const struct ds_sig *sigs;
};

/* is_same_set - are both over the same records? */
static bool is_same_set(const struct ds_sig *a, const struct ds_sig *b)
{
	return a->type_covered == b->type_covered && strcmp(a->owner, b->owner) == 0;
}

/* signs - is there a signature of this algorithm over the set? */
static bool signs(const struct review *r, unsigned algorithm)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->sigs[i].algorithm == algorithm && is_same_set(&r->sigs[i], r->first))
			return true;
	return false;
}

/* signing - the algorithms that do sign the set */
static const char *signing(const struct review *r)
{
	const char *list = "";
	char buf[64];

	for (unsigned algorithm = 0; algorithm < 256; algorithm++)
		if (signs(r, algorithm))
			list =
			    finding_join(r->d, list, ds_algorithm_name(algorithm, buf, sizeof buf));
	return list;
}

/* missing - an algorithm that does not sign the set; once a zone is enough */
static void missing(const struct review *r, unsigned algorithm)
{
	char name[64], type[32];

	if (!signs(r, algorithm))
		finding_note(r->d, DS_F_DNSSEC_ALGORITHM_INCOMPLETE, r->host, r->zone->zone,
		    ds_algorithm_name(algorithm, name, sizeof name), signing(r),
		    ds_type_name(r->first->type_covered, type, sizeof type), NULL);
}

/* review_set - a set that is proved: do all algorithms of the keys sign it, and of the DS records the
 * key set? */
static void review_set(const struct review *r)
{
	for (size_t i = 0; i < r->zone->nkeys; i++) {
		const struct ds_key *k = &r->zone->keys[i];

		if (k->zone_key && k->protocol == 3 && !k->revoked)
			missing(r, k->algorithm);
	}
	for (size_t i = 0; i < r->zone->nds; i++)
		if (r->first->type_covered == DS_T_DNSKEY)
			missing(r, r->zone->ds[i].algorithm);
}

/* is_first_valid - a valid signature stands for its set; of several the first */
static bool is_first_valid(const struct review *r)
{
	for (const struct ds_sig *s = r->sigs; s != r->first; s++)
		if (s->state == DS_SIG_VALID && is_same_set(s, r->first))
			return false;
	return r->first->state == DS_SIG_VALID;
}

/* findings_algorithms - the sets that a zone has signed, of a list of signatures */
void findings_algorithms(struct ds_diagnosis *d, int host, const struct ds_link *zone, size_t n,
    const struct ds_sig *sigs)
{
	for (size_t i = 0; i < n; i++) {
		struct review r = { d, host, zone, &sigs[i], n, sigs };

		if (is_first_valid(&r) && strcmp(sigs[i].signer, zone->zone) == 0)
			review_set(&r);
	}
}
