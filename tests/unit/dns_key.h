/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dns_key - zone keys, and signatures over records made without the program's own code
 *
 * Ed25519 keys come from a seed, so that tests with them are the same at every run. What is signed
 * is put together by ldns. Everything here aborts the test where OpenSSL or ldns fails.
 */
#ifndef DS_TESTS_UNIT_DNS_KEY_H
#define DS_TESTS_UNIT_DNS_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ldns/ldns.h>
#include <openssl/evp.h>

#define DNS_NOW 1767225600 /* 2026-01-01: what "now" is in the tests */
#define DNS_DAY 86400
#define DNS_TTL 3600

struct dns_key {
	EVP_PKEY *pair;
	unsigned algorithm, flags;
	uint8_t rdata[1100]; /* of the DNSKEY record */
	size_t len;
	uint16_t tag;
};

/* What is unusual about a signature; zeroes are the usual. */
struct dns_sig_wish {
	uint32_t inception, expiration; /* 0: a day before DNS_NOW, 30 days after it */
	const char *signer;             /* NULL: the apex */
	int labels;                     /* added to the right number */
	uint16_t tag;                   /* 0: the key's */
	unsigned algorithm;             /* 0: the key's */
	bool spoilt;                    /* an octet of the signature is changed */
	bool absent;                    /* not there at all */
};

/* A key of 1024 bits for RSA; `seed` counts for Ed25519 alone. */
void dns_key_make(struct dns_key *, unsigned algorithm, unsigned flags, unsigned seed);
/* From a pair that it takes. */
void dns_key_take(struct dns_key *, EVP_PKEY *pair, unsigned algorithm, unsigned flags);
void dns_key_clear(struct dns_key *);
/* Sets flags, protocol or algorithm of the record anew. */
void dns_key_flags(struct dns_key *, unsigned flags);

ldns_rr *dns_key_rr(const struct dns_key *, const ldns_rdf *apex);
/* `digest_type` 1, 2 or 4; others get an invented digest. */
ldns_rr *dns_key_ds(const struct dns_key *, const ldns_rdf *apex, unsigned digest_type);

/* A bare signature as RRSIG holds it; its length. `out` takes 600 octets. */
size_t dns_key_sign(const struct dns_key *, const uint8_t *data, size_t len, uint8_t *out);
/* The RRSIG over a set; NULL where the wish says so. `wish` may be NULL. */
ldns_rr *dns_sign(const struct dns_key *, const ldns_rdf *apex, const ldns_rr_list *set,
    const struct dns_sig_wish *wish);

/* Ends the program where a tool does not do what a test needs. */
void dns_must(bool ok, const char *what);
/* A name, a record, from text. */
ldns_rdf *dns_name(const char *text);
ldns_rr *dns_rr(const char *text);

#endif
