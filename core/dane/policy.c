/* SPDX-License-Identifier: BSD-2-Clause */
/* policy - what a sender that does opportunistic DANE does; see policy.h */

#include <string.h>

#include "core/dane/policy.h"

/* has_data - an answer with addresses that a sender may use? */
static bool has_data(const struct ds_answer *a)
{
	return a != NULL && a->nrrs > 0 && !policy_is_error(a->status);
}

/* failed - an answer that is an error? */
static bool failed(const struct ds_answer *a)
{
	return a != NULL && policy_is_error(a->status);
}

/* policy_is_error - bogus and indeterminate are the same to a sender */
bool policy_is_error(enum ds_status status)
{
	return status == DS_BOGUS || status == DS_INDETERMINATE;
}

/* policy_addresses - either family is enough; the more secure one with addresses decides */
void policy_addresses(
    const struct ds_answer *a, const struct ds_answer *aaaa, struct policy_addresses *out)
{
	const struct ds_answer *best = NULL;

	out->failed = out->none = false;
	if (has_data(a))
		best = a;
	if (has_data(aaaa) && (best == NULL || aaaa->status > best->status))
		best = aaaa;
	if (best == NULL) {
		out->failed = failed(a) || failed(aaaa);
		out->none = !out->failed;
		best = a;
		if (best == NULL || (aaaa != NULL && aaaa->status < best->status))
			best = aaaa;
	}
	out->answer = best;
	out->status = best != NULL ? best->status : DS_UNCHECKED;
}

/* What the dialogues with a host come to. */
struct tally {
	size_t answered; /* addresses at which EHLO had a reply */
	size_t no_tls;   /* of these: STARTTLS not offered, refused or failed */
	size_t mismatch; /* of these: encrypted, and no record matches */
};

/* ehlo_refused - EHLO was answered, with a no for good: STARTTLS is impossible there */
static bool ehlo_refused(const struct ds_probe *p)
{
	return p->error_kind == DS_PE_EHLO && p->reply_code >= 500;
}

/* is_unjudged - encrypted, but the certificates were never held against the records (no memory):
 * that is neither a match nor a mismatch */
static bool is_unjudged(const struct ds_host *h, const struct ds_probe *p)
{
	return p->starttls == DS_TLS_OK && h->tlsa.nusable > 0 && p->dane != DS_DANE_VERIFIED &&
	       p->dane != DS_DANE_MISMATCH;
}

/* is_trusted_family - was the address in an answer that a sender uses? Of two families one may fail,
 * and the other is enough */
static bool is_trusted_family(const struct ds_host *h, const struct ds_probe *p)
{
	bool six = p->address != NULL && strchr(p->address, ':') != NULL;

	return !failed(six ? h->aaaa : h->a);
}

/* policy_probe_shows - see policy.h */
bool policy_probe_shows(const struct ds_host *h, const struct ds_probe *p)
{
	return (p->ehlo_seen || ehlo_refused(p)) && !is_unjudged(h, p);
}

/* policy_probe_counts - see policy.h */
bool policy_probe_counts(const struct ds_host *h, const struct ds_probe *p)
{
	return policy_probe_shows(h, p) && is_trusted_family(h, p);
}

/* tally - counts the dialogues that show something */
static struct tally tally(const struct ds_host *h)
{
	struct tally t = { 0, 0, 0 };

	for (size_t i = 0; i < h->nprobes; i++) {
		const struct ds_probe *p = h->probes[i];

		if (!policy_probe_counts(h, p))
			continue;
		t.answered++;
		t.no_tls += p->starttls != DS_TLS_OK;
		t.mismatch += p->starttls == DS_TLS_OK && p->dane == DS_DANE_MISMATCH;
	}
	return t;
}

/* policy_host - the table of the contract, from the top */
enum ds_policy policy_host(const struct ds_host *h, bool probed)
{
	struct policy_addresses addresses;
	struct tally t;

	policy_addresses(h->a, h->aaaa, &addresses);
	if (addresses.failed)
		return DS_POL_DNS_FAILED;
	if (addresses.none)
		return DS_POL_NO_ADDRESS;
	if (policy_is_error(h->tlsa.status))
		return DS_POL_DNS_FAILED;
	if (!probed)
		return DS_POL_NOT_PROBED;
	if (h->tlsa.nrecords == 0)
		return DS_POL_OPPORTUNISTIC;
	t = tally(h);
	if (t.answered == 0)
		return DS_POL_UNREACHABLE;
	if (t.no_tls > 0 || t.mismatch > 0)
		return DS_POL_DANE_FAILED;
	return h->tlsa.nusable > 0 ? DS_POL_DANE_VERIFIED : DS_POL_ENCRYPT_ONLY;
}

/* What the hosts of a domain come to. */
struct fleet {
	size_t n;           /* hosts with an address, or whose look-up failed */
	size_t failed;      /* dane-failed, dns-failed */
	size_t half;        /* of these: verified at some other address, which a sender tries too */
	size_t verified;    /* or, unprobed, with usable records */
	size_t encrypted;   /* or, unprobed, with records none of which is usable */
	size_t unreachable; /* unreachable, and those without TLSA that did not answer either */
	size_t answered;    /* hosts with a reply to EHLO at some address */
};

/* answered - did EHLO have a reply at any address of the host? */
static bool answered(const struct ds_host *h)
{
	return tally(h).answered > 0;
}

/* is_half - dane-failed, and yet verified at some address? */
static bool is_half(const struct ds_host *h)
{
	for (size_t i = 0; i < h->nprobes; i++)
		if (h->policy == DS_POL_DANE_FAILED && h->probes[i]->dane == DS_DANE_VERIFIED)
			return true;
	return false;
}

/* count_host - adds one host to the fleet */
static void count_host(struct fleet *f, const struct ds_host *h, bool probed)
{
	if (h->policy == DS_POL_NO_ADDRESS)
		return;
	f->n++;
	f->failed += h->policy == DS_POL_DANE_FAILED || h->policy == DS_POL_DNS_FAILED;
	f->half += is_half(h);
	f->unreachable += h->policy == DS_POL_UNREACHABLE ||
			  (probed && h->policy == DS_POL_OPPORTUNISTIC && !answered(h));
	f->answered += answered(h);
	if (probed) {
		f->verified += h->policy == DS_POL_DANE_VERIFIED;
		f->encrypted += h->policy == DS_POL_ENCRYPT_ONLY;
	} else if (h->policy == DS_POL_NOT_PROBED) {
		f->verified += h->tlsa.nusable > 0;
		f->encrypted += h->tlsa.nrecords > 0 && h->tlsa.nusable == 0;
	}
}

/* fleet - adds the hosts up */
static struct fleet fleet(const struct ds_report *r)
{
	struct fleet f = { 0 };

	for (size_t i = 0; i < r->nhosts; i++)
		count_host(&f, r->hosts[i], r->probed);
	return f;
}

/* policy_verdict - where two rows of the contract fit, the order of the tests decides */
enum ds_verdict policy_verdict(const struct ds_report *r, bool resolver_works, bool limited)
{
	struct fleet f = fleet(r);

	if (!resolver_works || limited)
		return DS_V_UNKNOWN;
	if (policy_is_error(r->mx_status) || f.failed > 0)
		return DS_V_BROKEN;
	if (r->mx_kind == DS_MX_NULL || r->mx_kind == DS_MX_NONE)
		return DS_V_NO_MAIL;
	if (f.n == 0)
		return DS_V_BROKEN;
	if (r->mx_status == DS_SECURE && f.verified == r->nhosts)
		return DS_V_SECURED;
	if (f.verified + f.encrypted > 0)
		return DS_V_PARTIAL;
	if (r->probed && f.answered == 0)
		return DS_V_UNKNOWN;
	return DS_V_UNPROTECTED;
}

/* policy_deliverable - what is left to a sender that validates */
enum ds_deliverable policy_deliverable(const struct ds_report *r, enum ds_verdict verdict)
{
	struct fleet f = fleet(r);

	if (verdict == DS_V_UNKNOWN || verdict == DS_V_PENDING)
		return DS_DELIVER_UNKNOWN;
	if (verdict == DS_V_NO_MAIL || policy_is_error(r->mx_status) || f.n == 0 ||
	    f.failed - f.half + f.unreachable >= f.n)
		return DS_DELIVER_NO;
	return f.failed + f.unreachable > 0 ? DS_DELIVER_DEGRADED : DS_DELIVER_YES;
}
