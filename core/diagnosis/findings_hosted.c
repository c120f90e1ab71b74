/* SPDX-License-Identifier: BSD-2-Clause */
/* findings_hosted - mail at a provider: what state it is in, and what the next step is */

#include <stdio.h>
#include <string.h>

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

/* review_other - providers other than Exchange Online */
static void review_other(struct ds_diagnosis *d, const struct ds_host *h)
{
	if (h->provider == NULL)
		return;
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
			note(d, DS_F_EXO_LEGACY_HOST, h, NULL);
			review_label(d, h);
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
		finding_note(d, DS_F_EXO_OLD_AND_NEW, FOR_DOMAIN, d->report.domain, was->name,
		    is->name, NULL, NULL);
}
