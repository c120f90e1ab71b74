/* SPDX-License-Identifier: BSD-2-Clause */
/* findings_tlsa - what is wrong with a host's TLSA records, and with what they match */

#include <stdio.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/dane/tlsa.h"
#include "core/diagnosis/findings.h"
#include "core/diagnosis/labels.h"

#define RECORD_TEXT 200
#define DAY         86400

/* What the rules below look at. */
struct review {
	struct ds_diagnosis *d;
	const struct ds_host *h;
	const struct ds_tlsa *t;
	bool verified, mismatch; /* some address verified; some did not match */
};

/* note - a finding at the TLSA name; the first argument is the host */
static void note(const struct review *r, enum ds_code code, const char *arg2, const char *arg3)
{
	finding_note(r->d, code, (int)r->h->index, r->t->name, r->h->name, arg2, arg3, NULL);
}

/* insecure_place - where the proof of an answer ends: an unsigned zone or an alias */
static const char *insecure_place(const struct ds_answer *a)
{
	for (size_t i = 0; i < a->naliases; i++)
		if (a->aliases[i].status == DS_INSECURE)
			return a->aliases[i].owner;
	for (size_t i = 0; i < a->chain.n; i++)
		if (a->chain.links[i]->status == DS_INSECURE)
			return a->chain.links[i]->zone;
	return a->name;
}

/* review_ignored - an answer that no sender asks for */
static void review_ignored(const struct review *r)
{
	const struct ds_answer *a = r->t->ignored;
	int host = (int)r->h->index;

	if (a == NULL)
		return;
	if (policy_is_error(a->status))
		finding_note(r->d, DS_F_TLSA_LOOKUP_FAILED_HARMLESS, host, a->name, r->h->name,
		    ds_failure_label(a), NULL, NULL);
	else if (a->nrrs > 0)
		finding_note(r->d, DS_F_TLSA_INSECURE, host, a->name, r->h->name, insecure_place(a),
		    NULL, NULL);
}

/* review_candidates - the answers that were asked for and gave no secure records */
static void review_candidates(const struct review *r)
{
	int host = (int)r->h->index;

	for (size_t i = 0; i < r->t->ncandidates; i++) {
		const struct ds_answer *a = r->t->candidates[i];

		findings_links(r->d, host, &a->chain);
		findings_answer(r->d, host, a);
		if (policy_is_error(a->status))
			finding_note(r->d, DS_F_TLSA_LOOKUP_FAILED, host, a->name, r->h->name,
			    ds_failure_label(a), NULL, NULL);
		else if (a->nrrs > 0 && a->status == DS_INSECURE)
			finding_note(r->d, DS_F_TLSA_INSECURE, host, a->name, r->h->name,
			    insecure_place(a), NULL, NULL);
	}
	if (r->t->nrecords == 0 && r->t->ncandidates > 0 && r->t->answer->nrrs == 0 &&
	    !policy_is_error(r->t->status))
		note(r, DS_F_TLSA_NONE, NULL, NULL);
}

/* unusable - why a record cannot be used */
static void unusable(const struct review *r, const struct ds_tlsa_record *rec)
{
	char text[RECORD_TEXT];
	const char *arg2 = NULL, *arg3 = NULL;
	enum ds_code code;

	switch (rec->reason) {
	case DS_TLSA_PKIX:
		code = DS_F_TLSA_USAGE_PKIX;
		arg2 = finding_number(r->d, rec->usage);
		break;
	case DS_TLSA_USAGE:
		code = DS_F_TLSA_USAGE_UNKNOWN;
		arg2 = finding_number(r->d, rec->usage);
		break;
	case DS_TLSA_SELECTOR:
		code = DS_F_TLSA_SELECTOR_UNKNOWN;
		arg2 = finding_number(r->d, rec->selector);
		break;
	case DS_TLSA_MATCHING:
		code = DS_F_TLSA_MATCHING_UNKNOWN;
		arg2 = finding_number(r->d, rec->matching);
		break;
	case DS_TLSA_LENGTH:
		code = DS_F_TLSA_LENGTH;
		arg2 = finding_number(r->d, (int64_t)rec->len);
		arg3 = finding_number(r->d, rec->matching == 2 ? 64 : 32);
		break;
	case DS_TLSA_DATA:
	case DS_TLSA_INVALID: code = DS_F_TLSA_DATA_INVALID; break;
	case DS_TLSA_USABLE:
	default: return;
	}
	finding_note(r->d, code, (int)r->h->index, r->t->name, tlsa_text(rec, text, sizeof text),
	    arg2, arg3, NULL);
}

/* addresses_with - the addresses whose dialogue came to this result */
static const char *addresses_with(const struct review *r, enum ds_dane_result result)
{
	const char *list = "";

	for (size_t i = 0; i < r->h->nprobes; i++)
		if (r->h->probes[i]->dane == result && r->h->probes[i]->ncerts > 0)
			list = finding_join(r->d, list, r->h->probes[i]->address);
	return list;
}

/* count_with - how many addresses that is */
static int64_t count_with(const struct review *r, enum ds_dane_result result)
{
	int64_t n = 0;

	for (size_t i = 0; i < r->h->nprobes; i++)
		n += r->h->probes[i]->dane == result && r->h->probes[i]->ncerts > 0;
	return n;
}

/* all_trust_anchors - do all usable records name an issuer? */
static bool all_trust_anchors(const struct ds_tlsa *t)
{
	for (size_t i = 0; i < t->nrecords; i++)
		if (t->records[i].reason == DS_TLSA_USABLE && t->records[i].usage != 2)
			return false;
	return t->nusable > 0;
}

/* names_text - the names in a certificate */
static const char *names_text(const struct review *r, const struct ds_certificate *c)
{
	const char *list = "";

	for (size_t i = 0; i < c->nnames; i++)
		list = finding_join(r->d, list, c->names[i]);
	return *list != '\0' ? list : c->subject;
}

/* sent_text - the subjects of the certificates that were sent */
static const char *sent_text(const struct review *r, const struct ds_probe *p)
{
	const char *list = "";

	for (size_t i = 0; i < p->ncerts; i++)
		list = finding_join(r->d, list, p->certs[i]->subject);
	return list;
}

/* fits_anything - does some record fit a certificate that this address showed? */
static bool fits_anything(const struct review *r, const struct ds_probe *p)
{
	for (size_t i = 0; i < r->t->nrecords; i++)
		for (size_t k = 0; k < r->t->records[i].nmatches; k++)
			if (strcmp(r->t->records[i].matches[k].address, p->address) == 0)
				return true;
	return false;
}

/* first_expired - the first certificate of a chain that is over, or NULL */
static const struct ds_certificate *first_expired(const struct review *r, const struct ds_probe *p)
{
	for (size_t i = 0; i < p->ncerts; i++)
		if (p->certs[i]->not_after < r->d->report.judged_at)
			return p->certs[i];
	return NULL;
}

/* issuer_fault - why records that name an issuer do not match */
static void issuer_fault(const struct review *r, const struct ds_probe *p)
{
	const struct ds_certificate *expired = first_expired(r, p);
	struct found f = { .host = (int)r->h->index, .at = r->t->name };

	f.args[0] = r->h->name;
	f.args[1] = p->address;
	if (!fits_anything(r, p)) {
		f.code = DS_F_TLSA_TA_NOT_SENT;
		f.expected = finding_records(r->d, r->t);
		f.seen = sent_text(r, p);
	} else if (expired != NULL) {
		f.code = DS_F_TLSA_TA_EXPIRED;
		f.args[2] = finding_number(r->d, expired->not_after);
	} else if (p->dane_fault == DS_CHAIN_NAME) {
		f.code = DS_F_TLSA_TA_NAME;
		f.expected = r->t->base;
		if (r->d->report.mx_status == DS_SECURE)
			f.expected = finding_join(r->d, f.expected, r->d->report.domain);
		f.seen = names_text(r, p->certs[0]);
	} else {
		f.code = DS_F_TLSA_TA_CHAIN;
		f.args[2] = p->dane_error;
	}
	finding_add(r->d, &f);
}

/* mismatch - addresses whose certificate fits nothing */
static void mismatch(const struct review *r, const struct ds_probe *p)
{
	struct found f = { .code = DS_F_TLSA_MISMATCH, .host = (int)r->h->index, .at = r->t->name };

	f.args[0] = r->h->name;
	f.args[1] = addresses_with(r, DS_DANE_MISMATCH);
	f.args[2] = finding_number(r->d, count_with(r, DS_DANE_MISMATCH));
	f.args[3] =
	    finding_number(r->d, count_with(r, DS_DANE_MISMATCH) + count_with(r, DS_DANE_VERIFIED));
	f.expected = finding_records(r->d, r->t);
	f.seen = arena_printf(r->d->arena, "3 1 1 %s", p->certs[0]->spki_sha256);
	if (r->verified) {
		f.code = DS_F_TLSA_MISMATCH_ADDRESS;
		f.args[4] = f.args[2];
		f.args[2] = addresses_with(r, DS_DANE_VERIFIED);
	}
	finding_add(r->d, &f);
}

/* review_mismatches - why it does not match, address by address where that differs */
static void review_mismatches(const struct review *r)
{
	const struct ds_probe *first = NULL;

	for (size_t i = 0; i < r->h->nprobes; i++) {
		const struct ds_probe *p = r->h->probes[i];

		if (p->dane != DS_DANE_MISMATCH || p->ncerts == 0)
			continue;
		if (first == NULL)
			first = p;
		if (all_trust_anchors(r->t))
			issuer_fault(r, p);
	}
	if (first != NULL && (!all_trust_anchors(r->t) || r->verified))
		mismatch(r, first);
}

/* same_parameters - records that a sender takes as one set (RFC 7671 section 8) */
static bool same_parameters(const struct ds_tlsa_record *a, const struct ds_tlsa_record *b)
{
	return a->usage == b->usage && a->selector == b->selector && a->matching == b->matching;
}

/* set_matches - does any record with these parameters fit? */
static bool set_matches(const struct review *r, const struct ds_tlsa_record *like)
{
	for (size_t i = 0; i < r->t->nrecords; i++)
		if (same_parameters(&r->t->records[i], like) && r->t->records[i].nmatches > 0)
			return true;
	return false;
}

/* weaker_match - a record that fits and differs in its weaker digest alone, or NULL */
static const struct ds_tlsa_record *weaker_match(
    const struct review *r, const struct ds_tlsa_record *stale)
{
	for (size_t i = 0; i < r->t->nrecords; i++) {
		const struct ds_tlsa_record *rec = &r->t->records[i];

		if (rec->usage == stale->usage && rec->selector == stale->selector &&
		    rec->matching == 1 && stale->matching == 2 && rec->nmatches > 0)
			return rec;
	}
	return NULL;
}

/* parameters - "3 1 1" */
static const char *parameters(const struct review *r, const struct ds_tlsa_record *rec)
{
	const char *text = arena_printf(r->d->arena, "%u %u %u", (unsigned)rec->usage,
	    (unsigned)rec->selector, (unsigned)rec->matching);

	return text != NULL ? text : "";
}

/* agility - a stale record whose digest is stronger than that of one that fits: an error where the
 * strongest alone counted and failed (RFC 7671 section 9) */
static void agility(
    const struct review *r, const struct ds_tlsa_record *stale, const struct ds_tlsa_record *fits)
{
	struct found f = { .code = DS_F_TLSA_DIGEST_AGILITY,
		.host = (int)r->h->index,
		.at = r->t->name,
		.other_severity = r->mismatch,
		.severity = DS_ERROR };

	f.args[0] = r->h->name;
	f.args[1] = parameters(r, stale);
	f.args[2] = parameters(r, fits);
	finding_add(r->d, &f);
}

/* review_unmatched - records beside those that fit */
static void review_unmatched(const struct review *r)
{
	char text[RECORD_TEXT];

	for (size_t i = 0; i < r->t->nrecords; i++) {
		const struct ds_tlsa_record *rec = &r->t->records[i], *weaker;

		if (rec->reason != DS_TLSA_USABLE || rec->nmatches > 0)
			continue;
		weaker = weaker_match(r, rec);
		if (weaker != NULL && !set_matches(r, rec))
			agility(r, rec, weaker);
		else if (!r->verified)
			continue;
		else if (!set_matches(r, rec))
			note(r, DS_F_TLSA_PARAMETERS_UNMATCHED, parameters(r, rec), NULL);
		else
			note(
			    r, DS_F_TLSA_RECORD_UNMATCHED, tlsa_text(rec, text, sizeof text), NULL);
	}
}

/* review_publishing - what is unwise though it works */
static void review_publishing(const struct review *r)
{
	char text[RECORD_TEXT];

	for (size_t i = 0; i < r->t->nrecords; i++) {
		const struct ds_tlsa_record *rec = &r->t->records[i];

		if (rec->matching == 0 && rec->reason == DS_TLSA_USABLE)
			note(r, DS_F_TLSA_FULL_DATA, tlsa_text(rec, text, sizeof text), NULL);
		if (rec->ttl > DAY)
			note(r, DS_F_TLSA_TTL_LONG, finding_number(r->d, rec->ttl), NULL);
		unusable(r, rec);
	}
	if (r->t->nrecords > 0 && r->t->nusable == 0)
		note(r, DS_F_TLSA_ALL_UNUSABLE, NULL, NULL);
}

/* findings_tlsa - everything about a host's TLSA records */
void findings_tlsa(struct ds_diagnosis *d, const struct ds_host *h)
{
	struct review r = { .d = d, .h = h, .t = &h->tlsa };

	for (size_t i = 0; i < h->nprobes; i++) {
		r.verified |= h->probes[i]->dane == DS_DANE_VERIFIED;
		r.mismatch |= h->probes[i]->dane == DS_DANE_MISMATCH;
	}
	review_ignored(&r);
	review_candidates(&r);
	review_publishing(&r);
	if (r.mismatch)
		review_mismatches(&r);
	if (r.verified || r.mismatch)
		review_unmatched(&r);
	if (r.verified)
		findings_rollover(d, h);
}
