/* SPDX-License-Identifier: BSD-2-Clause */
/* certs - certificates made on the spot, by OpenSSL, to any wish */
#ifndef DS_TESTS_UNIT_CERTS_H
#define DS_TESTS_UNIT_CERTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/x509.h>

#define CERTS_NOW 1767225600 /* 2026-01-01: what "now" is in the tests */
#define CERTS_DAY 86400

struct cert {
	X509 *x;
	EVP_PKEY *key;
	uint8_t *der;
	size_t len;
};

/* Zeroes mean: a new P-256 key, self-signed, valid from a day before CERTS_NOW to 90 after it. */
struct cert_wish {
	const char *cn;  /* NULL: an empty subject */
	size_t cn_len;   /* 0: its length */
	const char *san; /* as OpenSSL's configuration spells it: "DNS:mx.example,DNS:b.example" */
	const uint8_t *san_der; /* or as it stands in the extension */
	size_t san_der_len;
	const struct cert *issuer;
	bool ca;
	int from_day, to_day; /* relative to CERTS_NOW */
	EVP_PKEY *key;        /* referenced, not taken */
	const char *key_type; /* "RSA", "ED25519", "P-384" ... */
};

/* A public RSA key of 2048 bits with an exponent of 1001: each check with it costs dear. Owned by the
 * caller; there is no private key, so that a certificate for it needs an issuer. */
EVP_PKEY *cert_dear_key(void);

/* Aborts the test where OpenSSL fails. */
struct cert *cert_make(const struct cert_wish *);
struct cert *cert_free(struct cert *);

#endif
