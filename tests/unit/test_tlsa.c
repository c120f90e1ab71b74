/* SPDX-License-Identifier: BSD-2-Clause */
/* TLSA records: which can be used, and why not, as OpenSSL and the RFCs have it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/ssl.h>

#include "core/base/arena.h"
#include "core/dane/tlsa.h"
#include "core/limits.h"
#include "tests/unit/certs.h"

#define DATA_MAX 4096

/* up - an arena for each test */
static int up(void **state)
{
	*state = arena_new(DIAGNOSIS_MEMORY);
	return *state == NULL;
}

/* down - and its end */
static int down(void **state)
{
	arena_free(*state);
	return 0;
}

/* one - decodes one record of this RDATA */
static const struct ds_tlsa_record *one(struct arena *arena, const uint8_t *rdata, size_t len)
{
	const struct ds_rr rr = { .owner = "_25._tcp.mx.example",
		.type = DS_T_TLSA,
		.ttl = 3600,
		.rdata = rdata,
		.rdata_len = len };
	const struct ds_rr *const rrs[] = { &rr };
	struct ds_tlsa_record *record;
	size_t n;

	record = tlsa_decode(arena, 1, rrs, &n);
	assert_non_null(record);
	assert_int_equal(n, 1);
	return record;
}

/* reason - of a record with these fields and `len` octets of data; NULL: octets of 7 */
static enum ds_tlsa_reason reason(
    struct arena *arena, int usage, int selector, int matching, const uint8_t *data, size_t len)
{
	uint8_t rdata[DATA_MAX];

	assert_true(len <= sizeof(rdata) - 3);
	rdata[0] = (uint8_t)usage;
	rdata[1] = (uint8_t)selector;
	rdata[2] = (uint8_t)matching;
	memset(rdata + 3, 7, len);
	if (data != NULL)
		memcpy(rdata + 3, data, len);
	return one(arena, rdata, len + 3)->reason;
}

/* Every field of a decoded record. */
static void fields(void **state)
{
	uint8_t rdata[35] = { 3, 1, 1, 0xab, 0xcd };
	const struct ds_tlsa_record *r = one(*state, rdata, sizeof(rdata));

	assert_int_equal(r->usage, 3);
	assert_int_equal(r->selector, 1);
	assert_int_equal(r->matching, 1);
	assert_int_equal(r->len, 32);
	assert_memory_equal(r->data, rdata + 3, 32);
	assert_int_equal(r->ttl, 3600);
	assert_int_equal(strlen(r->hex), 64);
	assert_memory_equal(r->hex, "abcd0000", 8);
	assert_int_equal(r->reason, DS_TLSA_USABLE);
	assert_int_equal(r->nmatches, 0);
}

/* The reasons, in the order of the fields. */
static void reasons(void **state)
{
	static const struct {
		int usage, selector, matching;
		size_t len;
		enum ds_tlsa_reason reason;
	} cases[] = {
		{ 3, 1, 1, 32, DS_TLSA_USABLE },
		{ 3, 0, 1, 32, DS_TLSA_USABLE },
		{ 2, 1, 1, 32, DS_TLSA_USABLE },
		{ 2, 0, 2, 64, DS_TLSA_USABLE },
		{ 0, 1, 1, 32, DS_TLSA_PKIX },
		{ 1, 1, 1, 32, DS_TLSA_PKIX },
		{ 1, 9, 9, 1, DS_TLSA_PKIX },
		{ 4, 1, 1, 32, DS_TLSA_USAGE },
		{ 255, 1, 1, 32, DS_TLSA_USAGE },
		{ 4, 9, 9, 1, DS_TLSA_USAGE },
		{ 3, 2, 1, 32, DS_TLSA_SELECTOR },
		{ 3, 255, 9, 1, DS_TLSA_SELECTOR },
		{ 3, 1, 3, 32, DS_TLSA_MATCHING },
		{ 3, 1, 255, 1, DS_TLSA_MATCHING },
		{ 3, 1, 1, 0, DS_TLSA_LENGTH },
		{ 3, 1, 1, 31, DS_TLSA_LENGTH },
		{ 3, 1, 1, 33, DS_TLSA_LENGTH },
		{ 3, 1, 1, 64, DS_TLSA_LENGTH },
		{ 3, 1, 2, 32, DS_TLSA_LENGTH },
		{ 3, 1, 2, 63, DS_TLSA_LENGTH },
		{ 3, 1, 2, 65, DS_TLSA_LENGTH },
		{ 3, 0, 0, 0, DS_TLSA_LENGTH },
		{ 3, 0, 0, 32, DS_TLSA_DATA },
		{ 3, 1, 0, 32, DS_TLSA_DATA },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (reason(*state, cases[i].usage, cases[i].selector, cases[i].matching, NULL,
			cases[i].len) != cases[i].reason)
			fail_msg("%d %d %d of %zu octets", cases[i].usage, cases[i].selector,
			    cases[i].matching, cases[i].len);
}

/* Less than three octets: no record, and no octet read beyond them. */
static void too_short(void **state)
{
	size_t len;

	for (len = 0; len < 3; len++) {
		uint8_t *rdata = malloc(len > 0 ? len : 1);
		const struct ds_tlsa_record *r;

		memset(rdata, 3, len);
		r = one(*state, rdata, len);
		assert_int_equal(r->reason, DS_TLSA_INVALID);
		assert_int_equal(r->len, 0);
		assert_string_equal(r->hex, "");
		free(rdata);
	}
}

/* Full data must be one whole certificate, or one whole key. */
static void full_data(void **state)
{
	struct cert *cert = cert_make(&(struct cert_wish){ .cn = "mx" });
	uint8_t der[DATA_MAX] = { 0 };
	unsigned char *key = NULL;
	size_t len = (size_t)i2d_PUBKEY(cert->key, &key);

	memcpy(der, cert->der, cert->len);
	assert_int_equal(reason(*state, 3, 0, 0, der, cert->len), DS_TLSA_USABLE);
	assert_int_equal(reason(*state, 2, 0, 0, der, cert->len), DS_TLSA_USABLE);
	assert_int_equal(reason(*state, 3, 0, 0, der, cert->len + 1), DS_TLSA_DATA);
	assert_int_equal(reason(*state, 3, 0, 0, der, cert->len - 1), DS_TLSA_DATA);
	assert_int_equal(reason(*state, 3, 1, 0, der, cert->len), DS_TLSA_DATA);
	memcpy(der, key, len);
	assert_int_equal(reason(*state, 3, 1, 0, der, len), DS_TLSA_USABLE);
	assert_int_equal(reason(*state, 2, 1, 0, der, len), DS_TLSA_USABLE);
	assert_int_equal(reason(*state, 3, 1, 0, der, len + 1), DS_TLSA_DATA);
	assert_int_equal(reason(*state, 3, 0, 0, der, len), DS_TLSA_DATA);
	OPENSSL_free(key);
	cert_free(cert);
}

/* A key that costs hundreds of ordinary checks is no key (RSA with a long exponent). */
static void dear_key(void **state)
{
	struct cert *ca = cert_make(&(struct cert_wish){ .cn = "CA", .ca = true }), *cert;
	EVP_PKEY *dear = cert_dear_key(), *plain = EVP_RSA_gen(2048);
	unsigned char *der = NULL;
	size_t len = (size_t)i2d_PUBKEY(dear, &der);

	assert_int_equal(reason(*state, 2, 1, 0, der, len), DS_TLSA_DATA);
	OPENSSL_free(der);
	der = NULL;
	len = (size_t)i2d_PUBKEY(plain, &der);
	assert_int_equal(reason(*state, 2, 1, 0, der, len), DS_TLSA_USABLE);
	OPENSSL_free(der);
	cert = cert_make(&(struct cert_wish){ .cn = "dear", .key = dear, .issuer = ca });
	assert_int_equal(reason(*state, 2, 0, 0, cert->der, cert->len), DS_TLSA_DATA);
	cert_free(cert);
	cert_free(ca);
	EVP_PKEY_free(dear);
	EVP_PKEY_free(plain);
}

/* takes - whether OpenSSL takes the record: 1, 0, or -1 for one that is malformed for it */
static int takes(SSL *ssl, const uint8_t *rdata, size_t len)
{
	return SSL_dane_tlsa_add(ssl, rdata[0], rdata[1], rdata[2], rdata + 3, len - 3) > 0;
}

/* Random records: usable here is usable for OpenSSL, but for the usages that are not for mail. */
static void as_openssl(void **state)
{
	static const size_t lengths[] = { 0, 1, 31, 32, 33, 63, 64, 65, 91 };
	struct cert *cert = cert_make(&(struct cert_wish){ .cn = "mx" });
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	unsigned char *key = NULL;
	size_t keylen = (size_t)i2d_PUBKEY(cert->key, &key), len, usable = 0;
	unsigned seed = 99, i;
	uint8_t rdata[DATA_MAX];
	SSL *ssl;

	(void)state;
	assert_true(SSL_CTX_dane_enable(ctx) > 0);
	for (i = 0; i < 5000; i++) {
		struct arena *arena = arena_new(DIAGNOSIS_MEMORY);
		enum ds_tlsa_reason got;

		rdata[0] = (uint8_t)((unsigned)rand_r(&seed) % 5);
		rdata[1] = (uint8_t)((unsigned)rand_r(&seed) % 3);
		rdata[2] = (uint8_t)((unsigned)rand_r(&seed) % 4);
		len = lengths[(size_t)rand_r(&seed) % 9];
		memset(rdata + 3, 9, len);
		if (rand_r(&seed) % 2 == 0) {
			len = rdata[1] == 0 ? cert->len : keylen;
			memcpy(rdata + 3, rdata[1] == 0 ? cert->der : key, len);
			if (rand_r(&seed) % 2 == 0)
				rdata[3 + (size_t)rand_r(&seed) % len] ^= 1;
		}
		got = one(arena, rdata, len + 3)->reason;
		ssl = SSL_new(ctx);
		assert_true(SSL_dane_enable(ssl, "mx.example") > 0);
		if (rdata[0] == 0 || rdata[0] == 1)
			assert_int_equal(got, DS_TLSA_PKIX);
		else if ((got == DS_TLSA_USABLE) != takes(ssl, rdata, len + 3))
			fail_msg("%u %u %u of %zu octets: %d", rdata[0], rdata[1], rdata[2], len,
			    (int)got);
		usable += got == DS_TLSA_USABLE;
		SSL_free(ssl);
		arena_free(arena);
	}
	assert_in_range(usable, 100, 4000);
	OPENSSL_free(key);
	SSL_CTX_free(ctx);
	cert_free(cert);
}

/* Other types are passed over; of too many the first ones are taken. */
static void among_others(void **state)
{
	static uint8_t rdata[TLSA_MAX + 8][35];
	static struct ds_rr rrs[TLSA_MAX + 8];
	const struct ds_rr *all[TLSA_MAX + 8];
	struct ds_tlsa_record *records;
	size_t i, n = 7;

	for (i = 0; i < TLSA_MAX + 8; i++) {
		memcpy(rdata[i], "\x03\x01\x01", 3);
		rdata[i][3] = (uint8_t)i;
		rrs[i] = (struct ds_rr){
			.type = DS_T_TLSA, .rdata = rdata[i], .rdata_len = 35, .ttl = 60
		};
		all[i] = &rrs[i];
	}
	rrs[0].type = DS_T_CNAME;
	records = tlsa_decode(*state, TLSA_MAX + 8, all, &n);
	assert_int_equal(n, TLSA_MAX);
	assert_int_equal(records[0].data[0], 1);
	assert_int_equal(records[TLSA_MAX - 1].data[0], TLSA_MAX);
	assert_null(tlsa_decode(*state, 1, all, &n));
	assert_int_equal(n, 0);
	assert_null(tlsa_decode(*state, 0, NULL, &n));
	assert_int_equal(n, 0);
}

/* No memory: nothing, whenever it runs out. */
static void no_memory(void **state)
{
	static const uint8_t rdata[35] = { 3, 1, 1 };
	const struct ds_rr rr = { .type = DS_T_TLSA, .rdata = rdata, .rdata_len = 35 };
	const struct ds_rr *const rrs[] = { &rr, &rr, &rr };
	size_t limit, n, full = 0;

	(void)state;
	for (limit = 16; limit < 4096; limit += 16) {
		struct arena *arena = arena_new(limit);

		if (tlsa_decode(arena, 3, rrs, &n) != NULL) {
			assert_int_equal(n, 3);
			full++;
		} else {
			assert_int_equal(n, 0);
		}
		arena_free(arena);
	}
	assert_true(full > 0);
}

/* Zone-file form at every size of the buffer: never over, cut in the middle. */
static void text(void **state)
{
	uint8_t rdata[35] = { 3, 1, 1 };
	const struct ds_tlsa_record *r;
	char *buf;
	size_t size, i;

	for (i = 0; i < 32; i++)
		rdata[3 + i] = (uint8_t)i;
	r = one(*state, rdata, sizeof(rdata));
	for (size = 1; size < 80; size++) {
		buf = malloc(size);
		assert_non_null(buf);
		assert_ptr_equal(tlsa_text(r, buf, size), buf);
		assert_true(strlen(buf) < size);
		if (size == 30)
			assert_string_equal(buf, "3 1 1 000102030405060...d1e1f");
		if (size >= 6 + 64 + 1)
			assert_string_equal(buf,
			    "3 1 1 000102030405060708090a0b0c0d0e0f101112131415"
			    "161718191a1b1c1d1e1f");
		free(buf);
	}
	r = one(*state, rdata, 2);
	assert_non_null(tlsa_text(r, (char[20]){ 0 }, 20));
}

/* What the fields mean, in words; unknown ones too. */
static void meaning(void **state)
{
	static const struct {
		uint8_t rdata[3];
		const char *text;
	} cases[] = {
		{ { 3, 1, 1 }, "this very key, SHA-256" },
		{ { 3, 0, 2 }, "this very certificate, SHA-512" },
		{ { 2, 0, 1 }, "an issuer's certificate, SHA-256" },
		{ { 2, 1, 0 }, "an issuer's key, in full" },
		{ { 1, 1, 1 }, "this key, certified by a public CA (not for mail), SHA-256" },
		{ { 0, 0, 1 }, "a public CA's certificate (not for mail), SHA-256" },
		{ { 7, 0, 1 }, "unknown usage, SHA-256" },
		{ { 3, 7, 9 }, "unknown selector, unknown matching type" },
	};
	char buf[160], small[8];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
		    tlsa_meaning(one(*state, cases[i].rdata, 3), buf, sizeof(buf)), cases[i].text);
	assert_string_equal(
	    tlsa_meaning(one(*state, cases[0].rdata, 3), small, sizeof(small)), "this ve");
	assert_string_equal(tlsa_meaning(one(*state, cases[0].rdata, 1), buf, sizeof(buf)),
	    "no TLSA record: too short");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(fields, up, down),
		cmocka_unit_test_setup_teardown(reasons, up, down),
		cmocka_unit_test_setup_teardown(too_short, up, down),
		cmocka_unit_test_setup_teardown(full_data, up, down),
		cmocka_unit_test_setup_teardown(dear_key, up, down),
		cmocka_unit_test_setup_teardown(as_openssl, up, down),
		cmocka_unit_test_setup_teardown(among_others, up, down),
		cmocka_unit_test_setup_teardown(no_memory, up, down),
		cmocka_unit_test_setup_teardown(text, up, down),
		cmocka_unit_test_setup_teardown(meaning, up, down),
	};

	return cmocka_run_group_tests_name("tlsa", tests, NULL, NULL) != 0;
}
