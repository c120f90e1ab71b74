/* SPDX-License-Identifier: BSD-2-Clause */
/* Certificates of every kind, also those that are none, in words. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/pem.h>
#include <openssl/sha.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/limits.h"
#include "core/smtp/certificate.h"
#include "core/smtp/x509.h"
#include "tests/unit/certs.h"

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

/* read - makes a certificate and reads it */
static const struct ds_certificate *read(struct arena *arena, const struct cert_wish *wish)
{
	struct cert *made = cert_make(wish);
	const struct ds_certificate *cert = certificate_read(arena, made->der, made->len, NULL);

	assert_non_null(cert);
	cert_free(made);
	return cert;
}

/* An ordinary certificate: every field. */
static void plain(void **state)
{
	struct cert *ca = cert_make(&(struct cert_wish){ .cn = "Test CA", .ca = true });
	struct cert *made = cert_make(&(struct cert_wish){ .cn = "mx.example.org",
	    .san = "DNS:mx.example.org,email:a@example.org,DNS:*.mail.example.org,IP:192.0.2.1",
	    .issuer = ca });
	const struct ds_certificate *cert = certificate_read(*state, made->der, made->len, NULL);
	uint8_t digest[SHA256_DIGEST_LENGTH];
	char hex[2 * SHA256_DIGEST_LENGTH + 1];
	unsigned char *spki = NULL;
	int len;

	assert_string_equal(cert->subject, "CN=mx.example.org");
	assert_string_equal(cert->issuer, "CN=Test CA");
	assert_int_equal(cert->nnames, 2);
	assert_string_equal(cert->names[0], "mx.example.org");
	assert_string_equal(cert->names[1], "*.mail.example.org");
	assert_int_equal(cert->not_before, CERTS_NOW - CERTS_DAY);
	assert_int_equal(cert->not_after, CERTS_NOW + 90 * CERTS_DAY);
	assert_string_equal(cert->key, "EC P-256");
	assert_string_equal(cert->signature, "ecdsa-with-SHA256");
	assert_int_equal(strlen(cert->serial), 4);
	assert_false(cert->self_signed);
	assert_false(cert->ca);
	assert_int_equal(cert->der_len, made->len);
	assert_memory_equal(cert->der, made->der, made->len);
	SHA256(made->der, made->len, digest);
	text_hex(hex, digest, sizeof(digest));
	assert_string_equal(cert->cert_sha256, hex);
	len = i2d_PUBKEY(made->key, &spki);
	SHA256(spki, (size_t)len, digest);
	text_hex(hex, digest, sizeof(digest));
	assert_string_equal(cert->spki_sha256, hex);
	OPENSSL_free(spki);
	cert_free(made);
	cert_free(ca);
}

/* What is written as PEM reads back as the same certificate. */
static void pem(void **state)
{
	struct cert *made = cert_make(&(struct cert_wish){ .cn = "mx.example.org" });
	const struct ds_certificate *cert = certificate_read(*state, made->der, made->len, NULL);
	BIO *bio = BIO_new_mem_buf(cert->pem, -1);
	X509 *x = PEM_read_bio_X509(bio, NULL, NULL, NULL);

	assert_non_null(x);
	assert_int_equal(X509_cmp(x, made->x), 0);
	X509_free(x);
	BIO_free(bio);
	cert_free(made);
}

/* Kinds of keys, and the signatures they make. */
static void keys(void **state)
{
	static const struct {
		const char *type, *key, *signature;
	} kinds[] = {
		{ NULL, "EC P-256", "ecdsa-with-SHA256" },
		{ "P-384", "EC P-384", "ecdsa-with-SHA256" },
		{ "secp256k1", "EC secp256k1", "ecdsa-with-SHA256" },
		{ "RSA", "RSA 2048", "sha256WithRSAEncryption" },
		{ "RSA-1024", "RSA 1024", "sha256WithRSAEncryption" },
		{ "ED25519", "Ed25519", "ED25519" },
		{ "ED448", "Ed448", "ED448" },
	};
	const struct ds_certificate *cert;
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		cert = read(*state, &(struct cert_wish){ .cn = "a", .key_type = kinds[i].type });
		assert_string_equal(cert->key, kinds[i].key);
		assert_string_equal(cert->signature, kinds[i].signature);
		assert_true(cert->self_signed);
	}
}

/* Self-signed is the signature, not the names alone; CA is the constraint. */
static void self_signed_and_ca(void **state)
{
	struct cert *ca = cert_make(&(struct cert_wish){ .cn = "Same name", .ca = true });
	const struct ds_certificate *cert;
	struct cert *child = cert_make(&(struct cert_wish){ .cn = "Same name", .issuer = ca });

	for (int parsed = 0; parsed < 2; parsed++) {
		cert = certificate_read(*state, ca->der, ca->len, parsed ? ca->x : NULL);
		assert_true(cert->self_signed);
		assert_true(cert->ca);
		cert = certificate_read(*state, child->der, child->len, parsed ? child->x : NULL);
		assert_false(cert->self_signed);
		assert_false(cert->ca);
	}
	cert_free(child);
	cert_free(ca);
}

/* The common name is shown where there is no DNS name, and only there; none at all is no harm. */
static void common_name(void **state)
{
	const struct ds_certificate *cert;

	cert = read(*state, &(struct cert_wish){ .cn = "mx.example.org" });
	assert_int_equal(cert->nnames, 1);
	assert_string_equal(cert->names[0], "mx.example.org");
	cert = read(*state, &(struct cert_wish){ .cn = "mx.example.org", .san = "IP:192.0.2.1" });
	assert_int_equal(cert->nnames, 1);
	cert = read(*state, &(struct cert_wish){ .cn = "a.example", .san = "DNS:b.example" });
	assert_int_equal(cert->nnames, 1);
	assert_string_equal(cert->names[0], "b.example");
	cert = read(*state, &(struct cert_wish){ .cn = NULL });
	assert_int_equal(cert->nnames, 0);
	assert_string_equal(cert->subject, "");
}

/* NUL, escapes, bidirectional controls and broken UTF-8 in names become visible. */
static void hostile_names(void **state)
{
	static const uint8_t san[] = { 0x30, 18, 0x82, 16, 'g', 'o', 'o', 'd', '.', 'n', 'l', 0,
		'.', 'b', 'a', 'd', 0x1b, '[', '2', 'J' };
	static const char cn[] = "a\0b\x1b]0;x\a\xe2\x80\xae,\"\\ caf\xc3\xa9";
	const struct ds_certificate *cert;

	cert = read(*state,
	    &(struct cert_wish){
		.cn = cn, .cn_len = sizeof(cn) - 1, .san_der = san, .san_der_len = sizeof(san) });
	assert_int_equal(cert->nnames, 1);
	assert_string_equal(cert->names[0], "good.nl\\x00.bad\\x1b[2J");
	assert_string_equal(
	    cert->subject, "CN=a\\x00b\\x1b]0\\;x\\x07\\u{202e}\\,\\\"\\\\ caf\xc3\xa9");
	assert_true(text_is_clean(cert->subject));
}

/* The number and length of names are bounded. */
static void many_names(void **state)
{
	char *san = malloc(5000 * 24);
	const struct ds_certificate *cert;
	size_t at = 0, i;

	assert_non_null(san);
	for (i = 0; i < 5000; i++)
		at += (size_t)snprintf(san + at, 24, "%sDNS:h%zu.example", i > 0 ? "," : "", i);
	cert = read(*state, &(struct cert_wish){ .cn = "many", .san = san });
	assert_int_equal(cert->nnames, TLS_NAMES_SHOWN);
	assert_string_equal(cert->names[99], "h99.example");
	free(san);
}

/* A name of 64 KiB is shown as far as it helps. */
static void long_name(void **state)
{
	size_t len = 60000;
	char *der = malloc(len + 10);
	const struct ds_certificate *cert;

	assert_non_null(der);
	/* SEQUENCE { [2] "aaa..." }, lengths in three octets */
	memset(der, 'a', len + 10);
	memcpy(der, "\x30\x83\x00", 3);
	der[3] = (char)((len + 5) >> 8);
	der[4] = (char)((len + 5) & 0xff);
	memcpy(der + 5, "\x82\x83\x00", 3);
	der[8] = (char)(len >> 8);
	der[9] = (char)(len & 0xff);
	cert = read(*state, &(struct cert_wish){
				.cn = "long", .san_der = (uint8_t *)der, .san_der_len = len + 10 });
	free(der);
	assert_int_equal(cert->nnames, 1);
	assert_true(strlen(cert->names[0]) < 300);
	assert_non_null(strstr(cert->names[0], "aaa..."));
}

/* Not a certificate: said so, with digest and octets. */
static void no_certificate(void **state)
{
	static const uint8_t junk[] = "this is no certificate";
	struct cert *made = cert_make(&(struct cert_wish){ .cn = "mx" });
	uint8_t *longer = malloc(made->len + 1);
	const struct ds_certificate *cert;

	cert = certificate_read(*state, junk, sizeof(junk), NULL);
	assert_string_equal(cert->subject, "not a certificate that can be read");
	assert_string_equal(cert->issuer, "");
	assert_string_equal(cert->key, "");
	assert_int_equal(strlen(cert->cert_sha256), 64);
	assert_memory_equal(cert->der, junk, sizeof(junk));
	cert = certificate_read(*state, junk, 0, NULL);
	assert_string_equal(cert->subject, "not a certificate that can be read");
	assert_string_equal(
	    cert->cert_sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	memcpy(longer, made->der, made->len);
	longer[made->len] = 0;
	cert = certificate_read(*state, longer, made->len + 1, NULL);
	assert_string_equal(cert->subject, "not a certificate that can be read");
	free(longer);
	cert_free(made);
}

/* sound - what must hold of any certificate, read or not */
static void sound(const struct ds_certificate *cert)
{
	size_t i;

	assert_non_null(cert);
	assert_true(text_is_clean(cert->subject) && text_is_clean(cert->issuer));
	assert_true(text_is_clean(cert->key) && text_is_clean(cert->signature));
	assert_true(text_is_clean(cert->serial));
	assert_int_equal(strlen(cert->cert_sha256), 64);
	assert_true(cert->nnames <= TLS_NAMES_SHOWN);
	for (i = 0; i < cert->nnames; i++)
		assert_true(text_is_clean(cert->names[i]));
}

/* Cut at every octet, and with one octet changed a few thousand times: it stays sound, and it is read
 * exactly where OpenSSL reads it. */
static void damaged(void **state)
{
	struct cert *made = cert_make(&(struct cert_wish){
	    .cn = "mx.example.org", .san = "DNS:mx.example.org,DNS:b.example", .ca = true });
	unsigned seed = 4711;
	const struct ds_certificate *cert;
	struct arena *arena;
	uint8_t *copy;
	size_t i, at;
	X509 *x;

	(void)state;
	for (i = 0; i < made->len + 4000; i++) {
		size_t len = i < made->len ? i : made->len;

		copy = malloc(len > 0 ? len : 1);
		memcpy(copy, made->der, len);
		at = (size_t)rand_r(&seed) % made->len;
		if (i >= made->len)
			copy[at] = (uint8_t)rand_r(&seed);
		arena = arena_new(DIAGNOSIS_MEMORY);
		cert = certificate_read(arena, copy, len, NULL);
		sound(cert);
		x = x509_parse(copy, len);
		assert_int_equal(x != NULL, cert->key[0] != '\0');
		X509_free(x);
		arena_free(arena);
		free(copy);
	}
	cert_free(made);
}

/* Without memory there is no certificate, and no crash, whatever was the last octet. */
static void no_memory(void **state)
{
	struct cert *made =
	    cert_make(&(struct cert_wish){ .cn = "mx.example.org", .san = "DNS:mx.example.org" });
	struct arena *arena;
	size_t limit, full = 0;

	(void)state;
	for (limit = 64; limit < 20000; limit += 64) {
		arena = arena_new(limit);
		if (certificate_read(arena, made->der, made->len, NULL) != NULL)
			full++;
		else
			assert_true(arena_failed(arena));
		arena_free(arena);
	}
	assert_true(full > 0);
	cert_free(made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(plain, up, down),
		cmocka_unit_test_setup_teardown(pem, up, down),
		cmocka_unit_test_setup_teardown(keys, up, down),
		cmocka_unit_test_setup_teardown(self_signed_and_ca, up, down),
		cmocka_unit_test_setup_teardown(common_name, up, down),
		cmocka_unit_test_setup_teardown(hostile_names, up, down),
		cmocka_unit_test_setup_teardown(many_names, up, down),
		cmocka_unit_test_setup_teardown(long_name, up, down),
		cmocka_unit_test_setup_teardown(no_certificate, up, down),
		cmocka_unit_test_setup_teardown(damaged, up, down),
		cmocka_unit_test_setup_teardown(no_memory, up, down),
	};

	return cmocka_run_group_tests_name("certificate", tests, NULL, NULL) != 0;
}
