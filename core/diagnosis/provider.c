/* SPDX-License-Identifier: BSD-2-Clause */
/* provider - who runs a mail host, as far as its name tells */

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
