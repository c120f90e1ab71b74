/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * findings_rollover - will the TLSA records fit the next certificate too?
 *
 * RFC 7671 section 8: a record is published before its key is used, long enough for every cache to
 * have it; what cannot be foreseen, such as an authority's next intermediate, should not be relied on.
 */

#include <string.h>

#include "core/diagnosis/findings.h"

#define BACKDATED 3600 /* signers and authorities set the beginning about an hour back */

/* What the rules below look at. */
struct review {
	struct ds_diagnosis *d;
	const struct ds_host *h;
	const struct ds_tlsa *t;
	const struct ds_probe *p; /* the first address that is verified */
};

/* note - a finding at the TLSA name; the first argument is the host */
static void note(const struct review *r, enum ds_code code, const char *arg2, const char *arg3)
{
	finding_note(r->d, code, (int)r->h->index, r->t->name, r->h->name, arg2, arg3, NULL);
}

/* has_usage - does a usable record have this usage, and fit where that is wanted? */
static bool has_usage(const struct ds_tlsa *t, uint8_t usage, bool fits)
{
	for (size_t i = 0; i < t->nrecords; i++)
		if (t->records[i].reason == DS_TLSA_USABLE && t->records[i].usage == usage &&
		    (!fits || t->records[i].nmatches > 0))
			return true;
	return false;
}

/* newest - when the TLSA set was last signed; 0 where that is not known */
static int64_t newest(const struct ds_answer *a)
{
	int64_t at = 0;

	for (size_t i = 0; a != NULL && i < a->nsigs; i++)
		if (a->sigs[i].state == DS_SIG_VALID && a->sigs[i].inception > at)
			at = a->sigs[i].inception;
	return at;
}

/* was_replaced - is there a record like the one in use that fits nothing: that of the former key? */
static bool was_replaced(const struct ds_tlsa *t, const struct ds_tlsa_record *used)
{
	for (size_t i = 0; i < t->nrecords; i++) {
		const struct ds_tlsa_record *r = &t->records[i];

		if (r->reason == DS_TLSA_USABLE && r->nmatches == 0 && r->usage == used->usage &&
		    r->selector == used->selector && r->matching == used->matching)
			return true;
	}
	return false;
}

/* review_early - a certificate, and a signature over its record, that are both younger than the set
 * may be in a cache. A record that was there long before looks the same, where the zone is signed anew
 * all the time: so it is said as what it is, a possibility */
static void review_early(const struct review *r)
{
	int record = r->p->matched_record;
	int64_t at = r->d->report.judged_at, made = r->p->certs[0]->not_before;
	int64_t kept, until;

	if (record < 0 || r->t->records[record].usage != 3 ||
	    !was_replaced(r->t, &r->t->records[record]))
		return;
	kept = BACKDATED + (int64_t)r->t->records[record].ttl;
	until = newest(r->t->answer) + kept;
	if (until > at && made <= at && made + kept > at)
		note(r, DS_F_TLSA_ROLLOVER_TOO_EARLY, finding_number(r->d, until - at),
		    finding_number(r->d, at - made));
}

/* review_pinned - records that name a public authority's intermediate, and no key of the host's own */
static void review_pinned(const struct review *r)
{
	size_t depth = (size_t)r->p->matched_depth;
	int record = r->p->matched_record;

	if (record < 0 || r->t->records[record].usage != 2 || depth == 0 || depth >= r->p->ncerts)
		return;
	if (r->p->pkix == NULL || strcmp(r->p->pkix, "verified") != 0 ||
	    r->p->certs[depth]->self_signed || has_usage(r->t, 3, true))
		return;
	note(r, DS_F_TLSA_PUBLIC_CA_PINNED, r->p->certs[depth]->subject, NULL);
}

/* review_next - is there a record for the next key? With records of issuers alone there need not be */
static void review_next(const struct review *r)
{
	int64_t end = r->p->certs[0]->not_after, ttl = (int64_t)r->t->records[0].ttl;

	if (!has_usage(r->t, 3, false))
		return;
	if (r->t->nusable > 1)
		note(r, DS_F_TLSA_ROLLOVER_READY, NULL, NULL);
	else
		note(r, DS_F_TLSA_NO_ROLLOVER, finding_number(r->d, end - 2 * ttl), NULL);
}

/* findings_rollover - what will be */
void findings_rollover(struct ds_diagnosis *d, const struct ds_host *h)
{
	struct review r = { .d = d, .h = h, .t = &h->tlsa };

	for (size_t i = 0; i < h->nprobes && r.p == NULL; i++)
		if (h->probes[i]->dane == DS_DANE_VERIFIED && h->probes[i]->ncerts > 0)
			r.p = h->probes[i];
	if (r.p == NULL)
		return;
	review_early(&r);
	review_pinned(&r);
	review_next(&r);
}
