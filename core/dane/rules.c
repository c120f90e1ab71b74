/* SPDX-License-Identifier: BSD-2-Clause */
/* rules - which of the rules decided; see rules.h */

#include <string.h>

#include "core/base/i18n.h"
#include "core/dane/policy.h"
#include "core/dane/rules.h"

static const struct rule_entry entries[] = {
	{ RULE_MX_ERROR, "RFC 7672 §2.1.2",
	    N_("the MX look-up is an error: mail waits, and no address is tried instead") },
	{ RULE_MX_NO_NAME, "RFC 5321 §5.1", N_("the name does not exist: mail is returned") },
	{ RULE_MX_IMPLICIT, "RFC 5321 §5.1",
	    N_("there is no MX record: the domain's own address is the mail host") },
	{ RULE_MX_SECURE, "RFC 7672 §2.2.1", N_("the list of mail hosts is proved") },
	{ RULE_MX_INSECURE, "RFC 7672 §2.2.1",
	    N_("the list of mail hosts is not proved: no destination is authenticated") },
	{ RULE_MX_NULL, "RFC 7505 §3", N_("the domain takes no mail") },
	{ RULE_ADDRESS_ERROR, "RFC 7672 §2.1.2",
	    N_("the address look-up is an error: the host is skipped") },
	{ RULE_NO_ADDRESS, "RFC 7672 §2.2.2",
	    N_("the host has no address: nothing is asked further") },
	{ RULE_ADDRESS_INSECURE, "RFC 7672 §2.2.2",
	    N_("the address is not proved: TLSA is not asked for") },
	{ RULE_ALIAS_INSECURE, "RFC 7672 §2.2.2",
	    N_("the alias itself is not proved: TLSA is asked for nowhere") },
	{ RULE_TLSA_INSECURE, "RFC 7672 §2.2", N_("TLSA records that are not proved are ignored") },
	{ RULE_TLSA_ABSENT, "RFC 7672 §2.2", N_("there is no TLSA record: TLS is optional") },
	{ RULE_TLSA_ERROR, "RFC 7672 §2.1.2",
	    N_("the TLSA look-up is an error: nothing is delivered to the host") },
	{ RULE_TLSA_USABLE, "RFC 7672 §2.2",
	    N_("a usable TLSA record makes TLS and authentication mandatory") },
	{ RULE_TLSA_UNUSABLE, "RFC 7672 §2.2",
	    N_("TLSA records of which none is usable make TLS mandatory, without authentication") },
	{ RULE_AGILITY, "RFC 7671 §9",
	    N_("of the records that differ in their digest only the strongest digest counts") },
	{ RULE_EE, "RFC 7671 §5.1",
	    N_("usage 3: the server's own certificate or key counts, and no name or date") },
	{ RULE_TA, "RFC 7671 §5.2",
	    N_("usage 2: the certificate leads to the issuer, and names and dates count") },
	{ RULE_TA_SENT, "RFC 7672 §3.1.2",
	    N_("usage 2: the issuer's certificate must be sent along") },
	{ RULE_TA_NAME, "RFC 7672 §3.2.2",
	    N_("usage 2: the certificate must bear the name of the host or of the domain") },
	{ RULE_STARTTLS, "RFC 7672 §2.2",
	    N_("TLSA records make TLS mandatory: without it nothing is delivered") },
	{ RULE_ALL_REJECTED, "RFC 7672 §2.1.2", N_("no host is acceptable: mail waits") },
};

/* rule_entry - by its number */
const struct rule_entry *rule_entry(unsigned number)
{
	for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++)
		if (entries[i].number == number)
			return &entries[i];
	return NULL;
}

/* rule_ref - where it stands */
const char *rule_ref(unsigned number)
{
	const struct rule_entry *entry = rule_entry(number);

	return entry != NULL ? entry->ref : NULL;
}

/* without_tlsa - why a host is left to opportunistic TLS */
static unsigned without_tlsa(const struct ds_host *h)
{
	struct policy_addresses addresses;

	policy_addresses(h->a, h->aaaa, &addresses);
	if (h->tlsa.ncandidates == 0) {
		if (addresses.answer != NULL && addresses.answer->naliases > 0)
			return RULE_ALIAS_INSECURE;
		return RULE_ADDRESS_INSECURE;
	}
	for (size_t i = 0; i < h->tlsa.ncandidates; i++)
		if (h->tlsa.candidates[i]->nrrs > 0)
			return RULE_TLSA_INSECURE;
	return RULE_TLSA_ABSENT;
}

/* usage_counts - does some usable record have this usage? */
static bool usage_counts(const struct ds_tlsa *t, uint8_t usage)
{
	for (size_t i = 0; i < t->nrecords; i++)
		if (t->records[i].reason == DS_TLSA_USABLE && t->records[i].usage == usage)
			return true;
	return false;
}

/* fits_at - does a record fit what was shown at an address, whatever came of it? */
static bool fits_at(const struct ds_tlsa *t, const char *address)
{
	for (size_t i = 0; i < t->nrecords; i++)
		for (size_t k = 0; k < t->records[i].nmatches; k++)
			if (strcmp(t->records[i].matches[k].address, address) == 0)
				return true;
	return false;
}

/* rule_of_mismatch - why the records of a host do not match at an address */
static unsigned rule_of_mismatch(const struct ds_host *h, const struct ds_probe *p)
{
	bool ee = usage_counts(&h->tlsa, 3), ta = usage_counts(&h->tlsa, 2);

	if (fits_at(&h->tlsa, p->address) && !ta)
		return RULE_AGILITY;
	if (ee || !ta)
		return RULE_TLSA_USABLE;
	if (!fits_at(&h->tlsa, p->address))
		return RULE_TA_SENT;
	if (p->dane_fault == DS_CHAIN_NAME)
		return RULE_TA_NAME;
	return RULE_TA;
}

/* rule_of_failure - the first address that a sender refuses, and why */
static unsigned rule_of_failure(const struct ds_host *h)
{
	for (size_t i = 0; i < h->nprobes; i++)
		if (h->probes[i]->dane == DS_DANE_MISMATCH)
			return rule_of_mismatch(h, h->probes[i]);
	return RULE_STARTTLS;
}

/* rule_of_match - by which kind of record a host is verified */
static unsigned rule_of_match(const struct ds_host *h)
{
	for (size_t i = 0; i < h->nprobes; i++) {
		int record = h->probes[i]->matched_record;

		if (h->probes[i]->dane == DS_DANE_VERIFIED && record >= 0 &&
		    (size_t)record < h->tlsa.nrecords)
			return h->tlsa.records[record].usage == 2 ? RULE_TA : RULE_EE;
	}
	return RULE_TLSA_USABLE;
}

/* rule_of_host - by what it was judged */
unsigned rule_of_host(const struct ds_host *h, enum ds_policy policy)
{
	switch (policy) {
	case DS_POL_DNS_FAILED:
		return policy_is_error(h->tlsa.status) ? RULE_TLSA_ERROR : RULE_ADDRESS_ERROR;
	case DS_POL_NO_ADDRESS: return RULE_NO_ADDRESS;
	case DS_POL_OPPORTUNISTIC: return without_tlsa(h);
	case DS_POL_ENCRYPT_ONLY: return RULE_TLSA_UNUSABLE;
	case DS_POL_DANE_FAILED: return rule_of_failure(h);
	case DS_POL_DANE_VERIFIED: return rule_of_match(h);
	case DS_POL_UNREACHABLE:
	case DS_POL_NOT_PROBED:
	case DS_POL_UNKNOWN: break;
	}
	return RULE_NONE;
}

/* rule_of_domain - by what its hosts were found */
unsigned rule_of_domain(const struct ds_report *r)
{
	if (r->mx == NULL)
		return RULE_NONE;
	if (policy_is_error(r->mx_status))
		return RULE_MX_ERROR;
	switch (r->mx_kind) {
	case DS_MX_NULL: return RULE_MX_NULL;
	case DS_MX_NONE:
		return r->mx->outcome == DS_OUT_NXDOMAIN ? RULE_MX_NO_NAME : RULE_MX_IMPLICIT;
	case DS_MX_IMPLICIT: return RULE_MX_IMPLICIT;
	case DS_MX_RECORDS: return r->mx_status == DS_SECURE ? RULE_MX_SECURE : RULE_MX_INSECURE;
	case DS_MX_UNKNOWN: break;
	}
	return RULE_NONE;
}
