/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * publish - the records that fit what a host shows
 *
 * 3 1 1 for each key, as RFC 7672 section 3.1 recommends, and 2 1 1 for the issuer
 * where every chain would pass by that as well: RFC 7671 section 8 wants each set
 * of parameters to be complete.
 */
#include <stdio.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/dane/publish_impl.h"
#include "core/dane/tlsa.h"
#include "core/limits.h"

#define TTL_USUAL 3600 /* RFC 7671 section 13: modest */
#define TTL_LEAST 300
#define TTL_MOST  86400
#define DIGEST    32

/* A record that is proposed. */
struct proposal {
	struct ds_tlsa_record record;
	const struct ds_certificate *cert;
	const char *where; /* the addresses that show it */
};

struct proposals {
	size_t n;
	struct proposal list[PUBLISH_CHAINS_MAX];
};

/* own_name - where nobody named a host: a name that the certificate bears */
static const char *own_name(const struct publish_chain *chain, char *buf, size_t size)
{
	const struct ds_certificate *cert = chain->ncerts > 0 ? chain->certs[0] : NULL;
	const char *name = cert != NULL && cert->nnames > 0 ? cert->names[0] : "";

	if (strncmp(name, "*.", 2) != 0)
		return name;
	snprintf(buf, size, "mx%s", name + 1);
	return buf;
}

/* publish_judge - asks the judge, who knows of no next-hop domain here */
bool publish_judge(struct dane_judge *judge, const struct publish_host *h,
    const struct publish_chain *chain, size_t nrecords, const struct ds_tlsa_record *records,
    struct dane_opinion *opinion)
{
	char own[256];
	const struct dane_case c = { .base = h->base != NULL ? h->base
							     : own_name(chain, own, sizeof(own)),
		.nrecords = nrecords,
		.records = records,
		.ncerts = chain->ncerts,
		.certs = chain->certs,
		.at = h->at };

	return dane_judge_chain(judge, &c, opinion);
}

/* publish_passes - whether the judge is content */
bool publish_passes(struct dane_judge *judge, const struct publish_host *h,
    const struct publish_chain *chain, size_t nrecords, const struct ds_tlsa_record *records)
{
	struct dane_opinion opinion;

	return publish_judge(judge, h, chain, nrecords, records, &opinion) &&
	       opinion.dane == DS_DANE_VERIFIED;
}

/* publish_join - a list with one more */
const char *publish_join(struct arena *arena, const char *text, const char *more)
{
	if (text == NULL || more == NULL)
		return NULL;
	return text[0] == '\0' ? more : arena_printf(arena, "%s, %s", text, more);
}

/* make_record - "USAGE 1 1 DIGEST"; false: no memory */
static bool make_record(struct arena *arena, uint8_t usage, const struct ds_certificate *cert,
    struct ds_tlsa_record *out)
{
	uint8_t rdata[3 + DIGEST] = { usage, 1, 1 };
	struct ds_rr rr = { .type = DS_T_TLSA, .rdata_len = sizeof(rdata) };
	const struct ds_rr *const rrs[] = { &rr };
	const struct ds_tlsa_record *record;
	size_t n;

	text_unhex(rdata + 3, DIGEST, cert->spki_sha256, strlen(cert->spki_sha256));
	rr.rdata = arena_copy(arena, rdata, sizeof(rdata));
	record = rr.rdata != NULL ? tlsa_decode(arena, 1, rrs, &n) : NULL;
	if (record == NULL)
		return false;
	*out = *record;
	return true;
}

/* same_record - alike but for their TTL */
static bool same_record(const struct ds_tlsa_record *a, const struct ds_tlsa_record *b)
{
	return a->usage == b->usage && a->selector == b->selector && a->matching == b->matching &&
	       a->len == b->len && (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}

/* is_told - whether a list of addresses has this one */
static bool is_told(const char *list, const char *where)
{
	size_t len = strlen(where);

	for (const char *at = list; (at = strstr(at, where)) != NULL; at += len)
		if ((at == list || at[-1] == ' ') && (at[len] == '\0' || at[len] == ','))
			return true;
	return false;
}

/* propose - one record more, or one more address for a record; false: no memory */
static bool propose(struct arena *arena, struct proposals *p, uint8_t usage,
    const struct ds_certificate *cert, const char *where)
{
	struct proposal *new = &p->list[p->n];

	if (cert->spki_sha256[0] == '\0')
		return true; /* not one that can be read */
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->list[i].cert->spki_sha256, cert->spki_sha256) == 0) {
			if (!is_told(p->list[i].where, where))
				p->list[i].where = publish_join(arena, p->list[i].where, where);
			return p->list[i].where != NULL;
		}
	if (p->n == PUBLISH_CHAINS_MAX)
		return true;
	*new = (struct proposal){ .cert = cert, .where = where };
	p->n++;
	return make_record(arena, usage, cert, &new->record);
}

/* issuer_of - of the issuers that a chain sends the one that lasts: the root, or the nearest */
static const struct ds_certificate *issuer_of(const struct publish_chain *chain)
{
	const struct ds_certificate *last;

	if (chain->ncerts < 2)
		return NULL;
	last = chain->certs[chain->ncerts - 1];
	return last->self_signed && last->ca ? last : chain->certs[1];
}

/* propose_all - the keys, and the issuers; false: no memory */
static bool propose_all(struct arena *arena, const struct publish_host *h, struct proposals *keys,
    struct proposals *issuers)
{
	for (size_t i = 0; i < h->nchains; i++) {
		const struct publish_chain *chain = &h->chains[i];
		const struct ds_certificate *issuer = issuer_of(chain);

		if (chain->ncerts > 0 && !propose(arena, keys, 3, chain->certs[0], chain->where))
			return false;
		if (issuer != NULL && !propose(arena, issuers, 2, issuer, chain->where))
			return false;
	}
	return true;
}

/* issuers_fault - why the issuers' records would not do for every chain; NULL: they would */
static const char *issuers_fault(struct arena *arena, struct dane_judge *judge,
    const struct publish_host *h, const struct proposals *issuers)
{
	struct ds_tlsa_record records[PUBLISH_CHAINS_MAX];
	struct dane_opinion opinion;

	if (issuers->n == 0)
		return _("no issuer is sent");
	for (size_t i = 0; i < issuers->n; i++)
		records[i] = issuers->list[i].record;
	for (size_t i = 0; i < h->nchains; i++) {
		const struct publish_chain *chain = &h->chains[i];

		if (chain->ncerts == 0)
			continue;
		if (!publish_judge(judge, h, chain, issuers->n, records, &opinion))
			return _("out of memory");
		if (opinion.dane != DS_DANE_VERIFIED)
			return arena_printf(arena, "%s: %s", chain->where, opinion.dane_error);
	}
	return NULL;
}

/* published - the same record among those that are published, or NULL */
static const struct ds_tlsa_record *published(
    const struct publish_host *h, const struct ds_tlsa_record *record)
{
	for (size_t i = 0; i < h->nrecords; i++)
		if (same_record(&h->records[i], record))
			return &h->records[i];
	return NULL;
}

/* about - what a proposal names: the certificate, its end, where it was seen */
static const char *about(struct arena *arena, const struct proposal *p, bool issuer)
{
	char until[32];

	text_time(until, sizeof(until), p->cert->not_after);
	return arena_printf(arena,
	    issuer ? _("the issuer's key (%s), %s, until %s; from %s")
		   : _("this very key (%s), %s, until %s; from %s"),
	    p->cert->key, p->cert->subject, until, p->where);
}

/* add - one record of the advice; false: no memory */
static bool add(struct publish_record *list, size_t *n, enum publish_state state,
    const struct ds_tlsa_record *record, const char *text)
{
	list[(*n)++] = (struct publish_record){ .state = state, .record = *record, .about = text };
	return text != NULL;
}

/* add_proposals - those of one kind */
static bool add_proposals(struct arena *arena, const struct publish_host *h,
    const struct proposals *p, bool issuer, struct publish_record *list, size_t *n)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct ds_tlsa_record *there = published(h, &p->list[i].record);

		if (!add(list, n, there != NULL ? PUBLISH_KEEP : PUBLISH_ADD,
			there != NULL ? there : &p->list[i].record,
			about(arena, &p->list[i], issuer)))
			return false;
	}
	return true;
}

/* is_listed - whether the advice has a record already */
static bool is_listed(
    const struct publish_record *list, size_t n, const struct ds_tlsa_record *record)
{
	for (size_t i = 0; i < n; i++)
		if (same_record(&list[i].record, record))
			return true;
	return false;
}

/* fits_somewhere - whether some chain passes by this record alone */
static bool fits_somewhere(
    struct dane_judge *judge, const struct publish_host *h, const struct ds_tlsa_record *record)
{
	for (size_t i = 0; i < h->nchains; i++)
		if (h->chains[i].ncerts > 0 && publish_passes(judge, h, &h->chains[i], 1, record))
			return true;
	return false;
}

/* in_good_company - whether a published record of the same parameters fits: this may be the next key */
static bool in_good_company(
    const struct publish_record *list, size_t n, const struct ds_tlsa_record *record)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].state == PUBLISH_KEEP && list[i].record.usage == record->usage &&
		    list[i].record.selector == record->selector &&
		    list[i].record.matching == record->matching)
			return true;
	return false;
}

/* all_planned - whether what is judged is not shown by anybody yet */
static bool all_planned(const struct publish_host *h)
{
	return h->nchains > 0 && h->chains[0].planned;
}

/* add_published - what is published beside the proposals */
static bool add_published(struct arena *arena, struct dane_judge *judge,
    const struct publish_host *h, struct publish_record *list, size_t *n)
{
	bool nothing = *n == 0;
	char meaning[128];

	for (size_t i = 0; i < h->nrecords; i++) {
		const struct ds_tlsa_record *r = &h->records[i];
		enum publish_state state = PUBLISH_REMOVE;
		const char *text;

		if (is_listed(list, *n, r))
			continue;
		if (nothing) {
			text = _("promises TLS, which the host does not do");
		} else if (r->reason != DS_TLSA_USABLE) {
			text = arena_printf(arena, _("cannot be used: %s"),
			    tlsa_meaning(r, meaning, sizeof(meaning)));
		} else if (fits_somewhere(judge, h, r)) {
			state = PUBLISH_KEEP;
			text = arena_printf(arena, _("fits as well: %s"),
			    tlsa_meaning(r, meaning, sizeof(meaning)));
		} else if (all_planned(h)) {
			state = PUBLISH_SPARE;
			text = _("does not fit the planned certificate: it stays until that is in "
				 "use everywhere");
		} else if (in_good_company(list, *n, r)) {
			state = PUBLISH_SPARE;
			text = _("fits nothing that is shown: it stays if it names the next key, "
				 "and goes if not");
		} else {
			text = _("fits nothing that is shown");
		}
		if (!add(list, n, state, r, text))
			return false;
	}
	return true;
}

/* outcome - whether something may be published at all */
static enum publish_result outcome(const struct publish_host *h)
{
	bool seen = false;

	for (size_t i = 0; i < h->nchains; i++) {
		if (h->chains[i].refused)
			return PUBLISH_BAD;
		seen |= h->chains[i].ncerts > 0;
	}
	return seen ? PUBLISH_GOOD : PUBLISH_UNSEEN;
}

/* usual_ttl - that of the published records, if it is sensible */
static uint32_t usual_ttl(const struct publish_host *h)
{
	uint32_t ttl = h->nrecords > 0 ? h->records[0].ttl : TTL_USUAL;

	return ttl >= TTL_LEAST && ttl <= TTL_MOST ? ttl : TTL_USUAL;
}

/* publish_advise - what to publish */
bool publish_advise(struct arena *arena, struct dane_judge *judge, const struct publish_host *h,
    struct publish_advice *out)
{
	struct proposals keys = { 0 }, issuers = { 0 };
	const char *fault = NULL;
	struct publish_record *list;
	size_t n = 0;

	memset(out, 0, sizeof(*out));
	out->result = outcome(h);
	out->ttl = usual_ttl(h);
	list = arena_alloc(arena, 2 * PUBLISH_CHAINS_MAX + h->nrecords, sizeof(*list));
	if (list == NULL || !propose_all(arena, h, &keys, &issuers))
		return false;
	if (keys.n > 0) {
		fault = issuers_fault(arena, judge, h, &issuers);
		if (!add_proposals(arena, h, &keys, false, list, &n) ||
		    (fault == NULL && !add_proposals(arena, h, &issuers, true, list, &n)))
			return false;
	}
	if ((keys.n > 0 || out->result == PUBLISH_BAD) && !add_published(arena, judge, h, list, &n))
		return false;
	out->nrecords = n;
	out->records = list;
	return publish_notes(arena, judge, h, out, issuers.n > 0 ? fault : NULL);
}
