/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * judge_cache - certificates parsed before
 *
 * One certificate serves many addresses, and one intermediate many hosts; to
 * decode its key costs more than to judge with it. Bounded, oldest out first.
 */
#ifndef DS_CORE_DANE_JUDGE_CACHE_H
#define DS_CORE_DANE_JUDGE_CACHE_H

#include <stddef.h>
#include <stdint.h>

#include <openssl/x509.h>

#define CACHE_CERTS  64
#define CACHE_OCTETS 8192 /* a larger certificate is not kept */

struct judge_cache {
	struct {
		uint8_t digest[32]; /* SHA-256 of the DER */
		X509 *x;            /* NULL: empty */
	} slots[CACHE_CERTS];
	size_t next; /* the slot that is taken next */
};

/* The certificate of this DER: the caller's own reference (X509_free). NULL: none that can be read,
 * or no memory. */
X509 *judge_cache_parse(struct judge_cache *, const uint8_t *der, size_t len);
/* Puts one in that was parsed elsewhere; takes a reference. */
void judge_cache_keep(struct judge_cache *, const uint8_t *der, size_t len, X509 *);
/* Empties it. */
void judge_cache_clear(struct judge_cache *);

#endif
