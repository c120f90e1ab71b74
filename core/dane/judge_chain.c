/* SPDX-License-Identifier: BSD-2-Clause */
/* judge_chain - from the certificates that were seen to those that are judged */
#include "core/dane/judge_chain.h"

#include <string.h>

#include "core/dane/digest.h"
#include "core/dane/judge_cache.h"
#include "core/smtp/x509.h"

#define USAGE_DANE_TA 2

/* cannot_sign - a certificate that is not followed upwards */
static bool cannot_sign(const X509 *x)
{
	const EVP_PKEY *key = X509_get0_pubkey(x);

	return key != NULL && x509_key_is_dear(key);
}

/* judge_chain_make - parses what was sent, as far as it can be used */
bool judge_chain_make(
    struct judge_chain *chain, struct judge_cache *cache, const struct dane_case *c)
{
	size_t i;
	X509 *x;

	memset(chain, 0, sizeof(*chain));
	chain->stack = sk_X509_new_null();
	if (chain->stack == NULL)
		return false;
	for (i = 0; i < c->ncerts && i < TLS_CHAIN_CERTS; i++) {
		x = judge_cache_parse(cache, c->certs[i]->der, c->certs[i]->der_len);
		if (x == NULL || (i > 0 && cannot_sign(x))) {
			X509_free(x);
			break;
		}
		chain->certs[chain->n++] = x;
		if (!sk_X509_push(chain->stack, x))
			return false;
	}
	return true;
}

/* judge_chain_free - frees what judge_chain_make made */
void judge_chain_free(struct judge_chain *chain)
{
	size_t i;

	for (i = 0; i < chain->n; i++)
		X509_free(chain->certs[i]);
	sk_X509_free(chain->stack);
	memset(chain, 0, sizeof(*chain));
}

/* may_be_at - whether a usage speaks of this depth */
static bool may_be_at(const struct ds_tlsa_record *record, size_t depth)
{
	return record->usage == USAGE_DANE_TA ? depth > 0 : depth == 0;
}

/* any_at - whether a usable record speaks of this depth at all */
static bool any_at(const struct dane_case *c, size_t depth)
{
	size_t i;

	for (i = 0; i < c->nrecords; i++)
		if (c->records[i].reason == DS_TLSA_USABLE && may_be_at(&c->records[i], depth))
			return true;
	return false;
}

/* is_matched - whether a record has its match already */
static bool is_matched(const struct dane_opinion *o, size_t record)
{
	size_t i;

	for (i = 0; i < o->nmatches; i++)
		if (o->matches[i].record == record)
			return true;
	return false;
}

/* judge_chain_match - compares every usable record with every certificate it may speak of */
bool judge_chain_match(
    const struct judge_chain *chain, const struct dane_case *c, struct dane_opinion *o)
{
	struct digest_set set;
	size_t depth, i;

	for (depth = 0; depth < chain->n; depth++) {
		if (!any_at(c, depth))
			continue;
		if (!digest_make(&set, chain->certs[depth])) {
			digest_free(&set);
			return false;
		}
		for (i = 0; i < c->nrecords && o->nmatches < DANE_MATCHES_MAX; i++) {
			if (c->records[i].reason != DS_TLSA_USABLE ||
			    !may_be_at(&c->records[i], depth) || is_matched(o, i))
				continue;
			if (digest_fits(&set, &c->records[i]))
				o->matches[o->nmatches++] =
				    (struct ds_match){ .record = i, .depth = (int)depth };
		}
		digest_free(&set);
	}
	return true;
}

/* judge_chain_misplaced - looks for data that fits at a depth its usage does not speak of */
int judge_chain_misplaced(
    const struct judge_chain *chain, const struct dane_case *c, size_t *record)
{
	struct digest_set set;
	int found = -1;
	size_t depth, i;

	for (depth = 0; depth < chain->n && found < 0; depth++) {
		if (digest_make(&set, chain->certs[depth])) {
			for (i = 0; i < c->nrecords && found < 0; i++) {
				if (c->records[i].reason == DS_TLSA_USABLE &&
				    digest_fits(&set, &c->records[i])) {
					*record = i;
					found = (int)depth;
				}
			}
		}
		digest_free(&set);
	}
	return found;
}

/* judge_chain_depth - where a certificate stands among those sent */
int judge_chain_depth(const struct judge_chain *chain, const X509 *x)
{
	size_t i;

	for (i = 0; i < chain->n && x != NULL; i++)
		if (X509_cmp(chain->certs[i], x) == 0)
			return (int)i;
	return -1;
}
