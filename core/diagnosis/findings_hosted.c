/* SPDX-License-Identifier: BSD-2-Clause */
/* findings_hosted - mail at a provider: what state it is in, and what the next step is */

#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/diagnosis/findings.h"

#define APPEARS 1800 /* seconds that Exchange Online takes to publish TLSA records, at most */

static const char old_name[] = ".mail.protection.outlook.com";
static const char new_name[] = ".mx.microsoft";

/* Names of Exchange Online that take no mail any more. */
static const char *const retired[] = {
	"mail.eo.outlook.com",
	"mail.messaging.microsoft.com",
	"mail.global.frontbridge.com",
	"mail.protection.outlook.de",
};

/* ends_in - a name below this one? */
static bool ends_in(const char *name, const char *suffix)
{
	size_t n = strlen(name), k = strlen(suffix);

	return n > k && strcmp(name + n - k, suffix) == 0;
}

/* is_retired - a name that is gone, or below one? */
static bool is_retired(const char *name)
{
	for (size_t i = 0; i < sizeof retired / sizeof retired[0]; i++) {
		size_t n = strlen(name), k = strlen(retired[i]);

		if (n >= k && strcmp(name + n - k, retired[i]) == 0 &&
		    (n == k || name[n - k - 1] == '.'))
			return true;
	}
	return false;
}

/* longer - the longest of a time and the TTLs that were signed with a type's records: what a resolver
 * gives has been counted down */
static int64_t longer(int64_t ttl, const struct ds_answer *a, uint16_t type)
{
	for (size_t i = 0; i < a->nsigs; i++)
		if (a->sigs[i].type_covered == type && a->sigs[i].original_ttl > ttl)
			ttl = a->sigs[i].original_ttl;
	return ttl;
}

/* mx_hold - for how long a resolver may hold the MX records, seconds */
static int64_t mx_hold(const struct ds_diagnosis *d)
{
	const struct ds_answer *mx = d->report.mx;
	int64_t ttl = 0;

	if (mx == NULL)
		return 0;
	for (size_t i = 0; i < mx->nrrs; i++)
		if (mx->rrs[i]->type == DS_T_MX && mx->rrs[i]->ttl > ttl)
			ttl = mx->rrs[i]->ttl;
	return longer(ttl, mx, DS_T_MX);
}

/* denial_hold - for how long it may hold on to there being no TLSA record (RFC 2308 section 5) */
static int64_t denial_hold(const struct ds_host *h)
{
	const struct ds_answer *a = h->tlsa.ncandidates > 0 ? h->tlsa.candidates[0] : NULL;
	int64_t ttl = 0;

	if (a == NULL || a->denial == NULL)
		return 0;
	for (size_t i = 0; i < a->denial->nrrs; i++)
		if (a->denial->rrs[i]->ttl > ttl)
			ttl = a->denial->rrs[i]->ttl;
	return longer(longer(ttl, a, DS_T_NSEC), a, DS_T_NSEC3);
}

/* note - a finding that concerns the domain, about a host */
static void note(
    struct ds_diagnosis *d, enum ds_code code, const struct ds_host *h, const char *arg2)
{
	finding_note(d, code, (int)h->index, d->report.domain, h->name, arg2, NULL, NULL);
}

/* label_for - the first label that Exchange Online gives this domain: dots become hyphens */
static void label_for(const char *domain, char out[254])
{
	size_t i = 0;

	for (; domain[i] != '\0' && i < 253; i++)
		out[i] = domain[i] == '.' ? '-' : domain[i];
	out[i] = '\0';
}

/* review_label - a host name made for another domain: a copied MX */
static void review_label(struct ds_diagnosis *d, const struct ds_host *h)
{
	char wanted[254], seen[254];
	struct found f = { .code = DS_F_EXO_NAME_FOR_OTHER_DOMAIN,
		.host = (int)h->index,
		.at = d->report.domain,
		.expected = wanted,
		.seen = seen };

	label_for(d->report.domain, wanted);
	snprintf(seen, sizeof seen, "%.*s", (int)strcspn(h->name, "."), h->name);
	f.args[0] = h->name;
	f.args[1] = finding_number(d, mx_hold(d));
	if (strcmp(wanted, seen) != 0)
		finding_add(d, &f);
}

/* first_step - of the move to the new name */
static const char *first_step(const struct ds_diagnosis *d, const struct ds_host *is)
{
	if (d->report.mx_status != DS_SECURE)
		return N_("First have the domain signed (DNSSEC), with its DS at the registrar.");
	if (is != NULL)
		return N_("The new host is published already: go on from there.");
	return N_("The domain is signed: the way is free.");
}

/* review_old - a tenant at the old name: the domain must be signed before it can move. `is`: the host
 * at the new name, or NULL */
static void review_old(struct ds_diagnosis *d, const struct ds_host *h, const struct ds_host *is)
{
	bool is_signed = d->report.mx_status == DS_SECURE;
	struct found f = { .code = DS_F_EXO_LEGACY_HOST,
		.host = (int)h->index,
		.at = d->report.domain,
		.other_who = !is_signed,
		.who = DS_ACT_DNS_OPERATOR };

	f.args[0] = h->name;
	f.args[1] = first_step(d, is);
	f.args[2] = finding_number(d, mx_hold(d));
	finding_add(d, &f);
	review_label(d, h);
}

/* review_both - a tenant at both names: which of them do senders take? */
static void review_both(struct ds_diagnosis *d, const struct ds_host *was, const struct ds_host *is)
{
	struct found f = {
		.code = DS_F_EXO_OLD_AND_NEW, .host = FOR_DOMAIN, .at = d->report.domain
	};
	const char *next =
	    N_("Give the new host the lower preference number, once a test has shown that "
	       "it takes mail.");

	if (is->preference < was->preference)
		next =
		    N_("Senders take the new host already: remove the MX record of the old one.");
	f.args[0] = was->name;
	f.args[1] = is->name;
	f.args[2] = next;
	f.args[3] = finding_number(d, mx_hold(d));
	f.args[4] = finding_number(d, d->report.judged_at + mx_hold(d));
	finding_add(d, &f);
}

/* review_new - a tenant at the new name: how far has it come? `was`: the host at the old one, or NULL */
static void review_new(struct ds_diagnosis *d, const struct ds_host *h, const struct ds_host *was)
{
	review_label(d, h);
	if (d->report.mx_status == DS_INSECURE)
		note(d, DS_F_EXO_DOMAIN_UNSIGNED, h, NULL);
	else if (h->address_status == DS_SECURE && h->tlsa.nrecords == 0)
		note(d, DS_F_EXO_DANE_OFF, h, finding_number(d, APPEARS + denial_hold(h)));
	else if (was == NULL && d->report.mx_status == DS_SECURE &&
		 h->policy == DS_POL_DANE_VERIFIED)
		note(d, DS_F_EXO_COMPLETE, h, NULL);
}

/* is_gateway - a provider that filters mail for others? */
static bool is_gateway(const char *provider)
{
	static const char *const gateways[] = { "proofpoint", "mimecast", "symantec", "barracuda",
		"zivver" };

	for (size_t i = 0; i < sizeof gateways / sizeof gateways[0]; i++)
		if (strcmp(provider, gateways[i]) == 0)
			return true;
	return false;
}

/* review_other - providers other than Exchange Online */
static void review_other(struct ds_diagnosis *d, const struct ds_host *h)
{
	if (h->provider == NULL)
		return;
	if (is_gateway(h->provider))
		note(d, DS_F_PROVIDER_GATEWAY, h, h->provider);
	if (strcmp(h->provider, "google") == 0 || strcmp(h->provider, "outlook.com") == 0)
		note(d, DS_F_PROVIDER_NO_DANE, h, h->provider);
	else if (d->report.mx_status == DS_INSECURE && h->tlsa.nusable > 0)
		note(d, DS_F_PROVIDER_READY_DOMAIN_UNSIGNED, h, h->provider);
}

/* host_below - the first host whose name ends so, or NULL */
static const struct ds_host *host_below(const struct ds_diagnosis *d, const char *suffix)
{
	for (size_t i = 0; i < d->report.nhosts; i++)
		if (ends_in(d->report.hosts[i]->name, suffix))
			return d->report.hosts[i];
	return NULL;
}

/* findings_hosted - every host that is a provider's */
void findings_hosted(struct ds_diagnosis *d)
{
	const struct ds_host *was = host_below(d, old_name), *is = host_below(d, new_name);

	for (size_t i = 0; i < d->report.nhosts; i++) {
		const struct ds_host *h = d->report.hosts[i];

		if (is_retired(h->name)) {
			note(d, DS_F_EXO_RETIRED_HOST, h, finding_number(d, mx_hold(d)));
		} else if (ends_in(h->name, old_name)) {
			review_old(d, h, is);
		} else if (ends_in(h->name, new_name)) {
			review_new(d, h, was);
		} else if (ends_in(h->name, ".msv1.invalid")) {
			note(d, DS_F_EXO_OWNERSHIP_RECORD, h, NULL);
		} else {
			review_other(d, h);
		}
	}
	if (was != NULL && is != NULL)
		review_both(d, was, is);
}
