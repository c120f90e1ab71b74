/* SPDX-License-Identifier: BSD-2-Clause */
/* provider - who runs a mail host, as far as its name tells */

#include "core/diagnosis/provider.h"

#include <stddef.h>
#include <string.h>

#include "core/diagnosis/diagnosis_impl.h"

static const struct {
	const char *suffix, *name;
} providers[] = {
	{ ".mail.protection.outlook.com", "exchange-online" },
	{ ".mx.microsoft", "exchange-online" },
	{ ".olc.protection.outlook.com", "outlook.com" },
	{ ".google.com", "google" },
	{ ".googlemail.com", "google" },
	{ ".protonmail.ch", "proton" },
	{ ".messagingengine.com", "fastmail" },
	{ ".soverin.net", "soverin" },
	{ ".transip.email", "transip" },
	{ ".pphosted.com", "proofpoint" },
	{ ".mimecast.com", "mimecast" },
	{ ".messagelabs.com", "symantec" },
	{ ".barracudanetworks.com", "barracuda" },
	{ ".zivver.com", "zivver" },
	{ ".zoho.eu", "zoho" },
	{ ".zoho.com", "zoho" },
};

_Static_assert(sizeof providers / sizeof providers[0] < PROVIDERS,
    "each provider has a number below PROVIDERS");

/* provider_of - a short name, or NULL */
const char *provider_of(const char *host)
{
	size_t len = strlen(host);

	for (size_t i = 0; i < sizeof providers / sizeof providers[0]; i++) {
		size_t n = strlen(providers[i].suffix);

		if (len > n && strcmp(host + len - n, providers[i].suffix) == 0)
			return providers[i].name;
	}
	return NULL;
}

/* provider_name - the name of a number: the table has some names more than once, one after the other */
const char *provider_name(unsigned number)
{
	unsigned n = 0;

	for (size_t i = 0; i < sizeof providers / sizeof providers[0]; i++) {
		n += i == 0 || strcmp(providers[i].name, providers[i - 1].name) != 0;
		if (n == number)
			return providers[i].name;
	}
	return NULL;
}

/* provider_number - the number of a name */
unsigned provider_number(const char *name)
{
	const char *known;

	for (unsigned n = 1; name != NULL && (known = provider_name(n)) != NULL; n++)
		if (strcmp(known, name) == 0)
			return n;
	return 0;
}
