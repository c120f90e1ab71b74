/* SPDX-License-Identifier: BSD-2-Clause */
/* digest - TLSA data against certificates, by nothing but comparison */
#include "core/dane/digest.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

/* digest_make - encodes the certificate and its key as OpenSSL's DANE does, and digests them */
bool digest_make(struct digest_set *set, const X509 *x)
{
	size_t i;
	int len[2];

	memset(set, 0, sizeof(*set));
	len[0] = i2d_X509(x, &set->der[0]);
	len[1] = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x), &set->der[1]);
	for (i = 0; i < 2; i++) {
		if (len[i] < 0 || set->der[i] == NULL) {
			ERR_clear_error();
			return false;
		}
		set->len[i] = (size_t)len[i];
		SHA256(set->der[i], set->len[i], set->sha256[i]);
		SHA512(set->der[i], set->len[i], set->sha512[i]);
	}
	return true;
}

/* digest_free - frees what digest_make made */
void digest_free(struct digest_set *set)
{
	OPENSSL_free(set->der[0]);
	OPENSSL_free(set->der[1]);
	memset(set, 0, sizeof(*set));
}

/* digest_fits - whether a record names this certificate or key */
bool digest_fits(const struct digest_set *set, const struct ds_tlsa_record *record)
{
	const uint8_t *data;
	size_t len;

	if (record->selector > 1)
		return false;
	switch (record->matching) {
	case 0:
		data = set->der[record->selector];
		len = set->len[record->selector];
		break;
	case 1:
		data = set->sha256[record->selector];
		len = DIGEST_SHA256;
		break;
	case 2:
		data = set->sha512[record->selector];
		len = DIGEST_SHA512;
		break;
	default: return false;
	}
	return record->len == len && memcmp(record->data, data, len) == 0;
}
