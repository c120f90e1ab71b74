/* SPDX-License-Identifier: BSD-2-Clause */
/* x509 - the one door through which foreign DER comes to OpenSSL */
#include "core/smtp/x509.h"

#include <limits.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>

/* x509_parse - reads one certificate */
X509 *x509_parse(const uint8_t *der, size_t len)
{
	const unsigned char *p = der;
	X509 *x = NULL;

	if (len > 0 && len <= LONG_MAX)
		x = d2i_X509(NULL, &p, (long)len);
	if (x != NULL && p != der + len) {
		X509_free(x);
		x = NULL;
	}
	ERR_clear_error();
	return x;
}

/* x509_parse_key - reads one public key */
EVP_PKEY *x509_parse_key(const uint8_t *der, size_t len)
{
	const unsigned char *p = der;
	EVP_PKEY *key = NULL;

	if (len > 0 && len <= LONG_MAX)
		key = d2i_PUBKEY(NULL, &p, (long)len);
	if (key != NULL && p != der + len) {
		EVP_PKEY_free(key);
		key = NULL;
	}
	ERR_clear_error();
	return key;
}

/* x509_key_is_dear - whether a check with this key costs more than it is worth */
bool x509_key_is_dear(const EVP_PKEY *key)
{
	BIGNUM *e = NULL;
	bool dear;

	if (!EVP_PKEY_is_a(key, "RSA") && !EVP_PKEY_is_a(key, "RSA-PSS"))
		return false;
	dear = EVP_PKEY_get_bits(key) > X509_RSA_MAX_BITS ||
	       !EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &e) ||
	       BN_num_bits(e) > X509_RSA_EXP_BITS;
	BN_free(e);
	ERR_clear_error();
	return dear;
}
