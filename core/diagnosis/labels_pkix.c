/* SPDX-License-Identifier: BSD-2-Clause */
/* labels_pkix - what OpenSSL says of a chain of certificates, in words that can be translated */
#include <string.h>

#include "core/base/i18n.h"
#include "core/diagnosis/labels.h"

/* As X509_verify_cert_error_string says it; rarer ones stay in its own words. */
static const char *const known[] = {
	N_("verified"),
	N_("certificate has expired"),
	N_("certificate is not yet valid"),
	N_("self-signed certificate"),
	N_("self-signed certificate in certificate chain"),
	N_("unable to get local issuer certificate"),
	N_("unable to get issuer certificate"),
	N_("unable to verify the first certificate"),
	N_("hostname mismatch"),
	N_("certificate chain too long"),
	N_("invalid CA certificate"),
	N_("unsuitable certificate purpose"),
	N_("certificate signature failure"),
	N_("EE certificate key too weak"),
	N_("CA certificate key too weak"),
	N_("CA signature digest algorithm too weak"),
	N_("certificate not trusted"),
};

/* ds_pkix_label - the msgid of such words, or the words themselves */
const char *ds_pkix_label(const char *words)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i], words) == 0)
			return known[i];
	return words;
}
