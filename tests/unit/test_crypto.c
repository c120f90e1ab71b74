/* SPDX-License-Identifier: BSD-2-Clause */
/* Errors of OpenSSL in words, though they are not loaded when it begins. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <openssl/asn1err.h>
#include <openssl/ecerr.h>
#include <openssl/err.h>
#include <openssl/rsaerr.h>
#include <openssl/ssl.h>
#include <openssl/x509err.h>

#include "core/base/crypto.h"

/* the words of TLS are there with its first context, those of the rest when asked for */
static void words(void **state)
{
	SSL_CTX *ctx;

	(void)state;
	assert_true(crypto_begin());
	ctx = SSL_CTX_new(TLS_client_method());
	assert_non_null(ctx);
	assert_null(ERR_reason_error_string(ERR_PACK(ERR_LIB_EC, 0, EC_R_POINT_IS_NOT_ON_CURVE)));
	assert_string_equal(crypto_words(ERR_PACK(ERR_LIB_SSL, 0, SSL_R_WRONG_VERSION_NUMBER)),
	    "wrong version number");
	assert_string_equal(crypto_words(ERR_PACK(ERR_LIB_EC, 0, EC_R_POINT_IS_NOT_ON_CURVE)),
	    "point is not on curve");
	assert_string_equal(
	    crypto_words(ERR_PACK(ERR_LIB_RSA, 0, RSA_R_BAD_SIGNATURE)), "bad signature");
	assert_string_equal(crypto_words(ERR_PACK(ERR_LIB_ASN1, 0, ASN1_R_WRONG_TAG)), "wrong tag");
	assert_string_equal(crypto_words(ERR_PACK(ERR_LIB_SSL, 0, ERR_R_EVP_LIB)), "EVP lib");
	assert_string_equal(
	    crypto_words(ERR_PACK(ERR_LIB_X509, 0, X509_R_UNABLE_TO_GET_CERTS_PUBLIC_KEY)),
	    "unable to get certs public key");
	assert_null(crypto_words(ERR_PACK(ERR_LIB_EC, 0, 999)));
	SSL_CTX_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests_name("crypto", tests, NULL, NULL) != 0;
}
