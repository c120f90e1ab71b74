/* SPDX-License-Identifier: BSD-2-Clause */
/* publish_verify - the host of a report; and which of its chains would pass by a set of records */
#include <stdio.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/base/remark.h"
#include "core/dane/policy.h"
#include "core/dane/publish_impl.h"

/* worse - of two results the one that counts */
static enum publish_result worse(enum publish_result a, enum publish_result b)
{
	if (a == PUBLISH_BAD || b == PUBLISH_BAD)
		return PUBLISH_BAD;
	return a == PUBLISH_UNSEEN || b == PUBLISH_UNSEEN ? PUBLISH_UNSEEN : PUBLISH_GOOD;
}

/* check_chain - one chain; false: no memory */
static bool check_chain(struct arena *arena, struct dane_judge *judge, const struct publish_host *h,
    size_t n, const struct ds_tlsa_record *records, struct publish_check *out)
{
	struct dane_opinion o;

	out->record = out->depth = -1;
	if (out->chain->ncerts == 0) {
		out->result = out->chain->refused ? PUBLISH_BAD : PUBLISH_UNSEEN;
		out->reason = out->chain->failure;
		return true;
	}
	if (!publish_judge(judge, h, out->chain, n, records, &o))
		return false;
	out->result = o.dane == DS_DANE_VERIFIED ? PUBLISH_GOOD : PUBLISH_BAD;
	if (o.dane == DS_DANE_VERIFIED) {
		out->record = o.record;
		out->depth = o.depth;
		return true;
	}
	out->reason = o.dane == DS_DANE_NO_USABLE
			  ? _("none of the records can be used: encrypted, to whom is unknown")
			  : arena_strdup(arena, o.dane_error);
	return out->reason != NULL;
}

/* host_fault - what makes the records useless whatever they say, or NULL; *result: how bad it is */
static const char *host_fault(
    const struct publish_host *h, size_t nrecords, enum publish_result *result)
{
	*result = PUBLISH_BAD;
	if (h->looked && h->missing)
		return _("it has no address");
	if (h->looked && policy_is_error(h->address)) {
		*result = PUBLISH_UNSEEN;
		return _("its address cannot be looked up, or not be proved");
	}
	if (h->looked && h->address == DS_INSECURE && h->tlsa == DS_UNCHECKED)
		return _("its address is not signed: no sender looks at its records");
	if (nrecords == 0)
		return _("there is no record for it");
	*result = h->nchains == 0 ? PUBLISH_UNSEEN : PUBLISH_GOOD;
	return h->nchains == 0 ? _("no certificate was seen") : NULL;
}

/* publish_verify - every chain by the records */
bool publish_verify(struct arena *arena, struct dane_judge *judge, const struct publish_host *h,
    size_t nrecords, const struct ds_tlsa_record *records, struct publish_verdict *out)
{
	struct publish_check *checks = arena_alloc(arena, h->nchains, sizeof(*checks));

	memset(out, 0, sizeof(*out));
	if (checks == NULL)
		return false;
	out->reason = host_fault(h, nrecords, &out->result);
	out->checks = checks;
	if (nrecords == 0)
		return true;
	for (size_t i = 0; i < h->nchains; i++) {
		checks[i].chain = &h->chains[i];
		if (!check_chain(arena, judge, h, nrecords, records, &checks[i]))
			return false;
		out->result = worse(out->result, checks[i].result);
	}
	out->nchecks = h->nchains;
	if (out->result == PUBLISH_GOOD && h->left_out > 0 && !h->chains[0].planned) {
		out->result = PUBLISH_UNSEEN;
		out->reason = _("it has more addresses than are looked at");
	}
	return true;
}

/* probe_chain - what one address showed */
static void probe_chain(struct arena *arena, const struct ds_probe *p, struct publish_chain *out)
{
	char words[REMARK_WORDS];

	*out = (struct publish_chain){ .where = p->address };
	if (p->ncerts > 0 && p->starttls == DS_TLS_OK) {
		out->ncerts = p->ncerts;
		out->certs = p->certs;
		return;
	}
	out->refused = p->ehlo_seen && p->starttls != DS_TLS_NONE && p->starttls != DS_TLS_OK;
	out->failure = p->error != NULL
			   ? arena_strdup(arena, remark_words(words, sizeof(words), p->error))
		       : p->starttls == DS_TLS_NOT_OFFERED ? _("STARTTLS is not offered")
							   : _("no certificate was seen");
}

/* other_chain - what the same address shows to a client of another key type; false: nothing else */
static bool other_chain(
    const struct ds_probe *p, const struct ds_alternate *a, struct publish_chain *out)
{
	if (a->look == DS_LOOK_NO_SNI || a->same || a->result == DS_LOOKED_NONE)
		return false;
	*out =
	    (struct publish_chain){ .where = p->address, .ncerts = a->ncerts, .certs = a->certs };
	out->further = a->ncerts == 0;
	if (out->further)
		out->failure = a->look == DS_LOOK_RSA
				   ? _("whether it has an RSA certificate too was not seen")
				   : _("whether it has an ECDSA certificate too was not seen");
	return true;
}

/* count_chains - as many as an address can show, for all addresses */
static size_t count_chains(const struct ds_host *h)
{
	size_t n = h->nprobes;

	for (size_t i = 0; i < h->nprobes; i++)
		n += h->probes[i]->nalternates;
	return n;
}

/* base_of - where the records belong: the first name that a sender asks at, without its port */
static const char *base_of(const struct ds_host *h)
{
	static const char tcp[] = "._tcp.";
	const char *found;

	if (h->tlsa.base != NULL)
		return h->tlsa.base;
	if (h->tlsa.ncandidates == 0)
		return h->name;
	found = strstr(h->tlsa.candidates[0]->name, tcp);
	return found != NULL ? found + sizeof(tcp) - 1 : h->name;
}

/* unsigned_zone - the first zone of a chain that is not signed */
static const char *unsigned_zone(const struct ds_chain *chain)
{
	for (size_t i = 0; i < chain->n; i++)
		if (chain->links[i]->status == DS_INSECURE)
			return chain->links[i]->zone;
	return NULL;
}

/* publish_from_report - the one host of a report */
bool publish_from_report(
    struct arena *arena, const struct ds_report *report, struct publish_host *out)
{
	const struct ds_host *h = report->nhosts > 0 ? report->hosts[0] : NULL;
	struct publish_chain *chains;

	memset(out, 0, sizeof(*out));
	out->host = out->base = report->domain;
	out->port = report->tlsa_port;
	out->at = report->judged_at;
	out->looked = true;
	out->address = out->tlsa = DS_UNCHECKED;
	if (h == NULL)
		return false;
	out->base = base_of(h);
	out->address = h->address_status;
	out->tlsa = h->tlsa.status;
	out->left_out = h->addresses_left_out;
	out->missing = h->naddresses == 0 && !policy_is_error(h->address_status);
	out->unsigned_zone = unsigned_zone(&h->chain);
	out->nrecords = h->tlsa.nrecords;
	out->records = h->tlsa.records;
	chains = arena_alloc(arena, count_chains(h), sizeof(*chains));
	if (chains == NULL)
		return false;
	for (size_t i = 0; i < h->nprobes; i++) {
		const struct ds_probe *p = h->probes[i];

		probe_chain(arena, p, &chains[out->nchains++]);
		for (size_t k = 0; k < p->nalternates; k++)
			out->nchains += other_chain(p, p->alternates[k], &chains[out->nchains]);
	}
	out->chains = chains;
	return true;
}
