/* SPDX-License-Identifier: BSD-2-Clause */
/* test_labels - OpenSSL's words for a chain are the ones that have translations */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <openssl/x509_vfy.h>

#include "core/diagnosis/labels.h"

/* test_pkix - what a public chain commonly fails by is known, in this version's own words */
static void test_pkix(void **state)
{
	static const int errors[] = { X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID,
		X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
		X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT,
		X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_HOSTNAME_MISMATCH,
		X509_V_ERR_CERT_CHAIN_TOO_LONG, X509_V_ERR_INVALID_CA, X509_V_ERR_INVALID_PURPOSE,
		X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_EE_KEY_TOO_SMALL,
		X509_V_ERR_CA_KEY_TOO_SMALL, X509_V_ERR_CA_MD_TOO_WEAK, X509_V_ERR_CERT_UNTRUSTED };

	(void)state;
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
		const char *words = X509_verify_cert_error_string(errors[i]);

		assert_string_equal(ds_pkix_label(words), words);
		assert_ptr_not_equal(ds_pkix_label(words), words); /* a msgid of the table */
	}
	assert_string_equal(ds_pkix_label("verified"), "verified");
}

/* test_rare - others stay as they are */
static void test_rare(void **state)
{
	const char *words = X509_verify_cert_error_string(X509_V_ERR_PATH_LENGTH_EXCEEDED);

	(void)state;
	assert_ptr_equal(ds_pkix_label(words), words);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pkix),
		cmocka_unit_test(test_rare),
	};

	return cmocka_run_group_tests_name("labels", tests, NULL, NULL) != 0;
}
