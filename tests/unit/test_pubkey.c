/* SPDX-License-Identifier: BSD-2-Clause */
/* Public keys and bare signatures of every algorithm, at the edges of what is taken. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>

#include "core/dnssec/pubkey.h"
#include "core/limits.h"
#include "tests/unit/dns_key.h"

#define count_of(a) (sizeof(a) / sizeof *(a))

static const uint8_t text[] = "what is signed";

/* every algorithm: a signature fits its own data and key, and nothing else */
static void test_algorithms(void **state)
{
	static const struct {
		unsigned number, bits;
	} cases[] = { { 5, 1024 }, { 7, 1024 }, { 8, 1024 }, { 10, 1024 }, { 13, 256 }, { 14, 384 },
		{ 15, 256 }, { 16, 456 } };

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		uint8_t sig[600], copy[sizeof text];
		struct dns_key key, other;
		struct pubkey *p, *q;
		size_t n;

		dns_key_make(&key, cases[i].number, 257, 1);
		dns_key_make(&other, cases[i].number, 257, 2);
		assert_true(pubkey_algorithm_known(cases[i].number));
		assert_int_equal(
		    pubkey_bits(cases[i].number, key.rdata + 4, key.len - 4), cases[i].bits);
		p = pubkey_new(cases[i].number, key.rdata + 4, key.len - 4);
		q = pubkey_new_like(p, cases[i].number, other.rdata + 4, other.len - 4);
		assert_non_null(p);
		assert_non_null(q);
		n = dns_key_sign(&key, text, sizeof text, sig);
		assert_true(pubkey_verify(p, text, sizeof text, sig, n));
		assert_true(pubkey_verify(p, text, sizeof text, sig, n)); /* and again */
		assert_false(pubkey_verify(q, text, sizeof text, sig, n));
		assert_false(pubkey_verify(p, text, sizeof text - 1, sig, n));
		assert_false(pubkey_verify(p, text, sizeof text, sig, n - 1));
		assert_false(pubkey_verify(p, text, sizeof text, sig, 0));
		memcpy(copy, text, sizeof text);
		copy[3] ^= 0x20;
		assert_false(pubkey_verify(p, copy, sizeof copy, sig, n));
		for (size_t at = 0; at < n; at += 7) {
			sig[at] ^= 1;
			assert_false(pubkey_verify(p, text, sizeof text, sig, n));
			sig[at] ^= 1;
		}
		assert_true(pubkey_verify(p, text, sizeof text, sig, n));
		pubkey_free(p);
		pubkey_free(q);
		dns_key_clear(&key);
		dns_key_clear(&other);
	}
}

/* algorithms that are not verified have no keys */
static void test_unknown(void **state)
{
	static const unsigned numbers[] = { 0, 1, 3, 6, 12, 17, 23, 252, 253, 255, 256 + 8, 1000 };
	uint8_t field[64] = { 1 };

	(void)state;
	for (size_t i = 0; i < count_of(numbers); i++) {
		assert_false(pubkey_algorithm_known(numbers[i]));
		assert_null(pubkey_new(numbers[i], field, sizeof field));
		assert_int_equal(pubkey_bits(numbers[i], field, sizeof field), 0);
	}
}

/* rsa_field - exponent and modulus of so many bits; its length */
static size_t rsa_field(uint8_t *out, unsigned exponent_bits, bool even, unsigned modulus_bits)
{
	size_t e = (exponent_bits + 7) / 8, n = (modulus_bits + 7) / 8;

	memset(out, 0x5a, 1 + e + n);
	out[0] = (uint8_t)e;
	out[1] = (uint8_t)(1u << ((exponent_bits + 7) % 8));
	out[e] = (uint8_t)(e == 1 ? out[1] | !even : 0x5a | !even);
	out[1 + e] = (uint8_t)(1u << ((modulus_bits + 7) % 8));
	out[e + n] |= 1;
	return 1 + e + n;
}

/* RSA keys that mean nothing, or are too dear to use (RFC 3110) */
static void test_rsa_sizes(void **state)
{
	static const struct {
		unsigned exponent, modulus;
		bool even, ok;
	} cases[] = {
		{ 17, 500, false, false },
		{ 17, SEC_RSA_MIN_BITS - 1, false, false },
		{ 17, SEC_RSA_MIN_BITS, false, true },
		{ 17, 2048, false, true },
		{ 17, SEC_RSA_MAX_BITS, false, true },
		{ 17, SEC_RSA_MAX_BITS + 1, false, false },
		{ 17, 16384, false, false },
		{ 2, 2048, false, true },
		{ 1, 2048, false, false }, /* the exponent is 1 */
		{ SEC_RSA_EXP_BITS, 2048, false, true },
		{ SEC_RSA_EXP_BITS + 1, 2048, false, false },
		{ 2040, 2048, false, false },
		{ 17, 2048, true, false },
		{ 2, 2048, true, false },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		uint8_t *field = malloc(3000);
		size_t len = rsa_field(field, cases[i].exponent, cases[i].even, cases[i].modulus);
		struct pubkey *p = pubkey_new(8, field, len);

		if ((p != NULL) != cases[i].ok)
			print_error("case %zu\n", i);
		assert_int_equal(p != NULL, cases[i].ok);
		assert_int_equal(pubkey_bits(8, field, len), cases[i].modulus);
		pubkey_free(p);
		free(field);
	}
}

/* RSA fields in odd forms: the long form of the length, leading zeros, cut short */
static void test_rsa_forms(void **state)
{
	struct dns_key key;
	uint8_t sig[600], field[400];
	const uint8_t *old = key.rdata + 4;
	size_t n, len;
	struct pubkey *p;

	(void)state;
	dns_key_make(&key, 8, 256, 0);
	n = dns_key_sign(&key, text, sizeof text, sig);
	/* 0, two octets of length, a zero more before each number. */
	len = key.len - 4;
	field[0] = 0;
	field[1] = 0;
	field[2] = (uint8_t)(old[0] + 1);
	field[3] = 0;
	memcpy(field + 4, old + 1, old[0]);
	field[4 + old[0]] = 0;
	memcpy(field + 5 + old[0], old + 1 + old[0], len - 1 - old[0]);
	p = pubkey_new(8, field, len + 4);
	assert_non_null(p);
	assert_int_equal(pubkey_bits(8, field, len + 4), 1024);
	assert_true(pubkey_verify(p, text, sizeof text, sig, n));
	pubkey_free(p);
	for (size_t cut = 0; cut < 1u + old[0] + 2; cut++) {
		uint8_t *exact = malloc(cut > 0 ? cut : 1);

		memcpy(exact, old, cut);
		assert_null(pubkey_new(8, exact, cut));
		pubkey_bits(8, exact, cut);
		free(exact);
	}
	memset(field, 0, sizeof field);
	assert_null(pubkey_new(8, field, sizeof field));
	field[0] = 3; /* an exponent and a modulus of nothing but zeros */
	assert_null(pubkey_new(8, field, sizeof field));
	assert_int_equal(pubkey_bits(8, field, sizeof field), 0);
	dns_key_clear(&key);
}

/* keys of the wrong length, or that are no point of the curve */
static void test_other_forms(void **state)
{
	static const struct {
		unsigned number;
		size_t len;
	} cases[] = { { 13, 64 }, { 14, 96 }, { 15, 32 }, { 16, 57 } };
	uint8_t junk[200];

	(void)state;
	memset(junk, 0x41, sizeof junk);
	for (size_t i = 0; i < count_of(cases); i++) {
		assert_null(pubkey_new(cases[i].number, junk, cases[i].len - 1));
		assert_null(pubkey_new(cases[i].number, junk, cases[i].len + 1));
		assert_null(pubkey_new(cases[i].number, junk, 0));
	}
	assert_null(pubkey_new(13, junk, 64)); /* not on the curve */
	assert_null(pubkey_new(14, junk, 96));
	memset(junk, 0, sizeof junk);
	assert_null(pubkey_new(13, junk, 64));
}

/* a key built like another is judged as one that is built alone, whatever the other is */
static void test_like(void **state)
{
	static const unsigned numbers[] = { 8, 13, 14, 15 };
	uint8_t junk[96], sig[600];

	(void)state;
	memset(junk, 0x41, sizeof junk);
	for (size_t i = 0; i < count_of(numbers); i++) {
		struct dns_key model, key;
		struct pubkey *like;

		dns_key_make(&model, numbers[i], 257, 1);
		like = pubkey_new(numbers[i], model.rdata + 4, model.len - 4);
		assert_null(pubkey_new_like(like, 13, junk, 64)); /* not on the curve */
		assert_null(pubkey_new_like(like, 14, junk, 96));
		assert_null(pubkey_new_like(like, 13, junk, 63));
		for (size_t k = 0; k < count_of(numbers); k++) {
			struct pubkey *p;
			size_t n;

			dns_key_make(&key, numbers[k], 257, 2);
			p = pubkey_new_like(like, numbers[k], key.rdata + 4, key.len - 4);
			assert_non_null(p);
			n = dns_key_sign(&key, text, sizeof text, sig);
			assert_true(pubkey_verify(p, text, sizeof text, sig, n));
			sig[n - 1] ^= 1;
			assert_false(pubkey_verify(p, text, sizeof text, sig, n));
			pubkey_free(p);
			dns_key_clear(&key);
		}
		pubkey_free(like);
		dns_key_clear(&model);
	}
}

/* ECDSA signatures whose numbers are short, or begin with a high bit: made until each was seen */
static void test_ecdsa_edges(void **state)
{
	static const unsigned numbers[] = { 13, 14 };

	(void)state;
	for (size_t i = 0; i < count_of(numbers); i++) {
		size_t half = numbers[i] == 13 ? 32 : 48;
		bool high[2] = { false, false }, low[2] = { false, false };
		unsigned zeros = 0;
		struct dns_key key;
		struct pubkey *p;

		dns_key_make(&key, numbers[i], 256, 0);
		p = pubkey_new(numbers[i], key.rdata + 4, key.len - 4);
		for (unsigned made = 0;
		     made < 4000 && (zeros < 2 || !high[0] || !high[1] || !low[0] || !low[1]);
		     made++) {
			uint8_t sig[600];

			dns_key_sign(&key, text, sizeof text, sig);
			for (size_t k = 0; k < 2; k++) {
				high[k] |= sig[k * half] >= 0x80;
				low[k] |= sig[k * half] < 0x80;
				zeros += sig[k * half] == 0;
			}
			assert_true(pubkey_verify(p, text, sizeof text, sig, 2 * half));
		}
		assert_true(high[0] && high[1] && low[0] && low[1] && zeros >= 2);
		pubkey_free(p);
		dns_key_clear(&key);
	}
}

/* signatures of nothing but zeros, or of the largest numbers, are no signatures */
static void test_ecdsa_nonsense(void **state)
{
	uint8_t sig[96];
	struct dns_key key;
	struct pubkey *p;

	(void)state;
	dns_key_make(&key, 13, 256, 0);
	p = pubkey_new(13, key.rdata + 4, key.len - 4);
	memset(sig, 0, sizeof sig);
	assert_false(pubkey_verify(p, text, sizeof text, sig, 64));
	memset(sig, 0xff, sizeof sig);
	assert_false(pubkey_verify(p, text, sizeof text, sig, 64));
	for (size_t len = 0; len < sizeof sig; len++)
		assert_false(pubkey_verify(p, text, sizeof text, sig, len));
	pubkey_free(p);
	dns_key_clear(&key);
}

/* digests of DS records against OpenSSL's own, by way of the tests' key helper */
static void test_digests(void **state)
{
	static const struct {
		unsigned type;
		size_t len;
	} cases[] = { { 1, 20 }, { 2, 32 }, { 4, 48 }, { 0, 0 }, { 3, 0 }, { 5, 0 }, { 255, 0 } };
	struct dns_key key;
	ldns_rdf *apex = dns_name("test.");

	(void)state;
	dns_key_make(&key, 15, 257, 3);
	for (size_t i = 0; i < count_of(cases); i++) {
		ldns_rr *ds = dns_key_ds(&key, apex, cases[i].type);
		uint8_t digest[64];

		assert_int_equal(pubkey_ds_digest(cases[i].type, ldns_rdf_data(apex),
				     ldns_rdf_size(apex), key.rdata, key.len, digest),
		    cases[i].len);
		if (cases[i].len > 0)
			assert_memory_equal(
			    digest, ldns_rdf_data(ldns_rr_rdf(ds, 3)), cases[i].len);
		assert_int_equal(pubkey_tag(key.rdata, key.len), key.tag);
		ldns_rr_free(ds);
	}
	assert_int_equal(pubkey_tag(key.rdata, 0), 0);
	ldns_rdf_deep_free(apex);
	dns_key_clear(&key);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_algorithms),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_rsa_sizes),
		cmocka_unit_test(test_rsa_forms),
		cmocka_unit_test(test_other_forms),
		cmocka_unit_test(test_like),
		cmocka_unit_test(test_ecdsa_edges),
		cmocka_unit_test(test_ecdsa_nonsense),
		cmocka_unit_test(test_digests),
	};

	return cmocka_run_group_tests_name("pubkey", tests, NULL, NULL) != 0;
}
