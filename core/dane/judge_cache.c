/* SPDX-License-Identifier: BSD-2-Clause */
/* judge_cache - a ring of parsed certificates */
#include "core/dane/judge_cache.h"

#include <string.h>

#include <openssl/sha.h>

#include "core/smtp/x509.h"

/* look_up - the certificate of a digest, or NULL */
static X509 *look_up(struct judge_cache *cache, const uint8_t *digest)
{
	size_t i;

	for (i = 0; i < CACHE_CERTS && cache->slots[i].x != NULL; i++)
		if (memcmp(cache->slots[i].digest, digest, SHA256_DIGEST_LENGTH) == 0)
			return cache->slots[i].x;
	return NULL;
}

/* keep - puts a certificate into the oldest slot, with a reference of its own */
static void keep(struct judge_cache *cache, const uint8_t *digest, X509 *x)
{
	if (!X509_up_ref(x))
		return;
	X509_free(cache->slots[cache->next].x);
	cache->slots[cache->next].x = x;
	memcpy(cache->slots[cache->next].digest, digest, SHA256_DIGEST_LENGTH);
	cache->next = (cache->next + 1) % CACHE_CERTS;
}

/* judge_cache_parse - parses a certificate, or finds it */
X509 *judge_cache_parse(struct judge_cache *cache, const uint8_t *der, size_t len)
{
	uint8_t digest[SHA256_DIGEST_LENGTH];
	X509 *x;

	if (len > CACHE_OCTETS)
		return x509_parse(der, len);
	SHA256(der, len, digest);
	x = look_up(cache, digest);
	if (x != NULL)
		return X509_up_ref(x) ? x : NULL;
	x = x509_parse(der, len);
	if (x != NULL)
		keep(cache, digest, x);
	return x;
}

/* judge_cache_keep - puts one in that is not there yet */
void judge_cache_keep(struct judge_cache *cache, const uint8_t *der, size_t len, X509 *x)
{
	uint8_t digest[SHA256_DIGEST_LENGTH];

	if (len > CACHE_OCTETS)
		return;
	SHA256(der, len, digest);
	if (look_up(cache, digest) == NULL)
		keep(cache, digest, x);
}

/* judge_cache_clear - gives every certificate back */
void judge_cache_clear(struct judge_cache *cache)
{
	size_t i;

	for (i = 0; i < CACHE_CERTS; i++)
		X509_free(cache->slots[i].x);
	memset(cache, 0, sizeof(*cache));
}
