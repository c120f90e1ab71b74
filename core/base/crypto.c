/* SPDX-License-Identifier: BSD-2-Clause */
/* crypto - OpenSSL, begun as this program wants it; see crypto.h */

#define OPENSSL_SUPPRESS_DEPRECATED /* of ERR_load_*: nothing else loads words late */

#include <stddef.h>

#include <openssl/crypto.h>
#include <openssl/err.h>

#include "core/base/crypto.h"

/* crypto_begin - no configuration, no words of errors before there is one, no tidying up when the
 * process ends: the system does that */
bool crypto_begin(void)
{
	return OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT |
				       OPENSSL_INIT_NO_ADD_ALL_CIPHERS |
				       OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS,
		   NULL) == 1;
}

/* load_words - of whatever a handshake and its certificates pass through; those of TLS itself are there */
static void load_words(void)
{
	ERR_load_ERR_strings();
	ERR_load_ASN1_strings();
	ERR_load_BN_strings();
	ERR_load_CRYPTO_strings();
	ERR_load_DH_strings();
	ERR_load_EC_strings();
	ERR_load_EVP_strings();
	ERR_load_OBJ_strings();
	ERR_load_RAND_strings();
	ERR_load_RSA_strings();
	ERR_load_X509_strings();
	ERR_load_X509V3_strings();
}

/* crypto_words - loaded when the first is missed */
const char *crypto_words(unsigned long error)
{
	const char *words = ERR_reason_error_string(error);

	if (words != NULL)
		return words;
	load_words();
	return ERR_reason_error_string(error);
}
