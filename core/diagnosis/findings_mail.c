/* SPDX-License-Identifier: BSD-2-Clause */
/* findings_mail - what is wrong with the MX, the hosts' addresses, and the fleet as a whole */

#include <stdio.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/diagnosis/findings.h"
#include "core/diagnosis/labels.h"
#include "core/dns/facts.h"
#include "core/dnssec/prover.h"

/* note - a finding that concerns the domain */
static void note(struct ds_diagnosis *d, enum ds_code code, const char *arg1, const char *arg2)
{
	finding_note(d, code, FOR_DOMAIN, d->report.domain, arg1, arg2, NULL, NULL);
}

/* is_literal - an IPv4 address where a host name should be */
static bool is_literal(const char *host)
{
	struct net_address address;

	return net_address_parse(&address, host, 25);
}

/* review_records - the MX records one by one */
static void review_records(struct ds_diagnosis *d)
{
	const struct ds_report *r = &d->report;

	for (size_t i = 0; i < r->nmx; i++) {
		const struct ds_mx_record *mx = &r->mx_records[i];
		bool root = strcmp(mx->host, ".") == 0;

		if (root && r->nmx > 1)
			note(d, DS_F_MX_NULL_MIXED, NULL, NULL);
		else if (root && mx->preference != 0)
			note(d, DS_F_MX_NULL_PREFERENCE, finding_number(d, mx->preference), NULL);
		else if (is_literal(mx->host))
			note(d, DS_F_MX_HOST_ADDRESS_LITERAL, mx->host, NULL);
		else if (!root && !mx->usable)
			note(d, DS_F_MX_HOST_INVALID, mx->host, NULL);
	}
	if (r->mx_left_out > 0)
		note(d, DS_F_MX_TOO_MANY, finding_number(d, (int64_t)(r->nmx + r->mx_left_out)),
		    finding_number(d, (int64_t)r->nmx));
}

/* findings_mx - the MX look-up */
void findings_mx(struct ds_diagnosis *d)
{
	const struct ds_report *r = &d->report;

	if (r->mx == NULL)
		return;
	findings_answer(d, FOR_DOMAIN, r->mx);
	if (policy_is_error(r->mx_status)) {
		if (r->self.fault == DS_SELF_FINE && r->chain.n > 0)
			note(d, DS_F_MX_LOOKUP_FAILED, ds_failure_label(r->mx), NULL);
		return;
	}
	review_records(d);
	switch (r->mx_kind) {
	case DS_MX_NULL: note(d, DS_F_MX_NULL, NULL, NULL); return;
	case DS_MX_NONE:
		note(d, r->mx->outcome == DS_OUT_NXDOMAIN ? DS_F_MX_DOMAIN_MISSING : DS_F_MX_NONE,
		    NULL, NULL);
		return;
	case DS_MX_IMPLICIT: note(d, DS_F_MX_IMPLICIT, NULL, NULL); break;
	case DS_MX_RECORDS:
	case DS_MX_UNKNOWN: break;
	}
	if (r->mx_status == DS_INSECURE)
		note(d, DS_F_MX_INSECURE, NULL, NULL);
}

/* no_address - a host without one: an error where it is the only host */
static void no_address(struct ds_diagnosis *d, const struct ds_host *h)
{
	bool missing = (h->a != NULL && h->a->outcome == DS_OUT_NXDOMAIN) ||
		       (h->aaaa != NULL && h->aaaa->outcome == DS_OUT_NXDOMAIN);
	struct found f = { .code = missing ? DS_F_MX_HOST_MISSING : DS_F_MX_HOST_NO_ADDRESS,
		.host = (int)h->index,
		.at = h->name,
		.other_severity = true,
		.severity = d->nhosts > 1 ? DS_WARNING : DS_ERROR };

	if (h->address_status != DS_UNCHECKED) /* else MX_HOST_INVALID says it */
		finding_add(d, &f);
}

/* insecure_zone - the first zone of a chain that is not signed */
static const char *insecure_zone(const struct ds_chain *chain)
{
	for (size_t i = 0; i < chain->n; i++)
		if (chain->links[i]->status == DS_INSECURE)
			return chain->links[i]->zone;
	return NULL;
}

/* is_private - an address that the Internet cannot reach? */
static bool is_private(const char *text)
{
	struct net_address address;

	return net_address_parse(&address, text, 25) && net_address_is_special(&address);
}

/* private_addresses - a host at addresses that the Internet cannot reach. In a network of its own they
 * are in order, unless another address of the host is the Internet's */
static void private_addresses(struct ds_diagnosis *d, const struct ds_host *h)
{
	bool count = findings_on_internet(d);

	for (size_t i = 0; i < h->naddresses; i++)
		count |= !is_private(h->addresses[i]);
	for (size_t i = 0; count && i < h->naddresses; i++)
		if (is_private(h->addresses[i]))
			finding_note(d, DS_F_MX_HOST_PRIVATE_ADDRESS, (int)h->index, h->name,
			    h->addresses[i], NULL, NULL, NULL);
}

/* review_reach - addresses that cannot be reached, or could be more */
static void review_reach(struct ds_diagnosis *d, const struct ds_host *h)
{
	private_addresses(d, h);
	if (h->aaaa != NULL && h->aaaa->nrrs == 0 && !policy_is_error(h->aaaa->status) &&
	    h->naddresses > 0)
		finding_note(
		    d, DS_F_MX_HOST_NO_IPV6, (int)h->index, h->name, NULL, NULL, NULL, NULL);
	if (h->addresses_left_out > 0)
		finding_note(d, DS_F_LIMIT_REACHED, (int)h->index, h->name,
		    N_("addresses of a mail host"), finding_number(d, ADDRESSES_MAX), NULL, NULL);
}

/* is_domains_fault - does the answer fail for the very link at which the domain's own chain ends? */
static bool is_domains_fault(const struct ds_diagnosis *d, const struct ds_answer *a)
{
	const struct ds_chain *own = &d->report.chain;

	return a != NULL && a->why == DS_WHY_PARENT && a->chain.n > 0 && own->n > 0 &&
	       policy_is_error(d->report.mx_status) &&
	       a->chain.links[a->chain.n - 1] == own->links[own->n - 1];
}

/* review_addresses - where the host is, and what that is worth */
static void review_addresses(struct ds_diagnosis *d, const struct ds_host *h)
{
	struct policy_addresses addresses;
	int host = (int)h->index;

	policy_addresses(h->a, h->aaaa, &addresses);
	findings_links(d, host, &h->chain);
	d->softened = !addresses.failed; /* one family is enough (RFC 7672 section 2.2.2) */
	findings_answer(d, host, h->a);
	findings_answer(d, host, h->aaaa);
	d->softened = false;
	if (h->naliases > 0)
		finding_note(d, DS_F_MX_HOST_ALIAS, host, h->name,
		    h->aliases[h->naliases - 1].target, NULL, NULL, NULL);
	if (d->report.self.fault != DS_SELF_FINE)
		return; /* nothing is known of it, for a reason of our own */
	if (addresses.failed && is_domains_fault(d, addresses.answer))
		return; /* said of the domain already */
	if (addresses.failed && addresses.answer != NULL)
		finding_note(d, DS_F_MX_HOST_LOOKUP_FAILED, host, h->name,
		    ds_failure_label(addresses.answer), NULL, NULL, NULL);
	else if (addresses.none)
		no_address(d, h);
	else if (addresses.status == DS_INSECURE && h->tlsa.ncandidates == 0 &&
		 insecure_zone(&h->chain) != NULL)
		finding_note(d, DS_F_MX_HOST_INSECURE, host, h->name, insecure_zone(&h->chain),
		    NULL, NULL, NULL);
	review_reach(d, h);
}

/* findings_host - one host, when it is settled */
void findings_host(struct ds_diagnosis *d, const struct ds_host *h)
{
	review_addresses(d, h);
	findings_tlsa(d, h);
	findings_smtp(d, h);
	findings_cert(d, h);
}

/* mixed - some hosts are protected and some are not */
static void mixed(struct ds_diagnosis *d)
{
	const char *good = "", *open = "";

	for (size_t i = 0; i < d->report.nhosts; i++) {
		const struct ds_host *h = d->report.hosts[i];

		if (h->policy == DS_POL_DANE_VERIFIED ||
		    (h->policy == DS_POL_NOT_PROBED && h->tlsa.nusable > 0))
			good = finding_join(d, good, h->name);
		else if (h->policy == DS_POL_OPPORTUNISTIC || h->policy == DS_POL_NOT_PROBED)
			open = finding_join(d, open, h->name);
	}
	if (*good != '\0' && *open != '\0')
		note(d, DS_F_MX_MIXED_PROTECTION, good, open);
}

/* findings_domain - what can be said only when everything is known */
void findings_domain(struct ds_diagnosis *d)
{
	mixed(d);
	findings_hosted(d);
	findings_port(d);
	if (facts_exhausted(d->facts) && d->report.queries_sent >= DNS_QUERIES_MAX)
		note(d, DS_F_LIMIT_REACHED, N_("DNS messages"), finding_number(d, DNS_QUERIES_MAX));
	else if (facts_exhausted(d->facts))
		note(d, DS_F_LIMIT_REACHED, N_("octets of DNS messages"),
		    finding_number(d, DNS_OCTETS_MAX));
	if (arena_failed(d->arena))
		note(d, DS_F_LIMIT_REACHED, N_("memory"), finding_number(d, DIAGNOSIS_MEMORY));
}
