/* SPDX-License-Identifier: BSD-2-Clause */
/* findings_hosted - mail at a provider: what state it is in, and what the next step is */

#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/diagnosis/findings.h"

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
	if (strcmp(wanted, seen) != 0)
		finding_add(d, &f);
}

/* review_old - a tenant at the old name: the domain must be signed before it can move */
static void review_old(struct ds_diagnosis *d, const struct ds_host *h)
{
	bool is_signed = d->report.mx_status == DS_SECURE;
	struct found f = { .code = DS_F_EXO_LEGACY_HOST,
		.host = (int)h->index,
		.at = d->report.domain,
		.other_who = !is_signed,
		.who = DS_ACT_DNS_OPERATOR };

	f.args[0] = h->name;
	f.args[1] =
	    is_signed ? N_("The domain is signed: the way is free.")
		      : N_("First have the domain signed (DNSSEC), with its DS at the registrar.");
	finding_add(d, &f);
	review_label(d, h);
}

/* review_both - a tenant at both names: which of them do senders take? */
static void review_both(struct ds_diagnosis *d, const struct ds_host *was, const struct ds_host *is)
{
	const char *next =
	    N_("Give the new host the lower preference number, once a test has shown that "
	       "it takes mail.");

	if (is->preference < was->preference)
		next =
		    N_("Senders take the new host already: remove the MX record of the old one.");
	finding_note(
	    d, DS_F_EXO_OLD_AND_NEW, FOR_DOMAIN, d->report.domain, was->name, is->name, next, NULL);
}

/* review_new - a tenant at the new name: how far has it come? */
static void review_new(struct ds_diagnosis *d, const struct ds_host *h)
{
	review_label(d, h);
	if (d->report.mx_status == DS_INSECURE)
		note(d, DS_F_EXO_DOMAIN_UNSIGNED, h, NULL);
	else if (h->address_status == DS_SECURE && h->tlsa.nrecords == 0)
		note(d, DS_F_EXO_DANE_OFF, h, NULL);
	else if (d->report.mx_status == DS_SECURE && h->policy == DS_POL_DANE_VERIFIED)
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

/* findings_hosted - every host that is a provider's */
void findings_hosted(struct ds_diagnosis *d)
{
	const struct ds_host *was = NULL, *is = NULL;

	for (size_t i = 0; i < d->report.nhosts; i++) {
		const struct ds_host *h = d->report.hosts[i];

		if (is_retired(h->name)) {
			note(d, DS_F_EXO_RETIRED_HOST, h, NULL);
		} else if (ends_in(h->name, old_name)) {
			was = h;
			review_old(d, h);
		} else if (ends_in(h->name, new_name)) {
			is = h;
			review_new(d, h);
		} else if (ends_in(h->name, ".msv1.invalid")) {
			note(d, DS_F_EXO_OWNERSHIP_RECORD, h, NULL);
		} else {
			review_other(d, h);
		}
	}
	if (was != NULL && is != NULL)
		review_both(d, was, is);
}
