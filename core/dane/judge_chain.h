/* SPDX-License-Identifier: BSD-2-Clause */
/* judge_chain - the certificates of a case as OpenSSL's objects, and the records that fit them */
#ifndef DS_CORE_DANE_JUDGE_CHAIN_H
#define DS_CORE_DANE_JUDGE_CHAIN_H

#include <openssl/x509.h>

#include "core/dane/judge.h"
#include "core/limits.h"

struct judge_cache;

/* As sent. It ends before the first certificate that cannot be read or whose key is too dear to
 * check a signature with (of the server's own the key is not needed). */
struct judge_chain {
	size_t n;
	X509 *certs[TLS_CHAIN_CERTS];
	STACK_OF(X509) * stack; /* the same ones; borrows them */
};

/* False: out of memory. Freed with judge_chain_free in either case. */
bool judge_chain_make(struct judge_chain *, struct judge_cache *, const struct dane_case *);
void judge_chain_free(struct judge_chain *);

/* Writes the usable records that fit where their usage lets them: an end entity's at depth 0, an
 * issuer's above. One match a record. False: out of memory. */
bool judge_chain_match(const struct judge_chain *, const struct dane_case *, struct dane_opinion *);

/* The depth at which an unfit record's data would fit, were its usage another; -1: nowhere. */
int judge_chain_misplaced(const struct judge_chain *, const struct dane_case *, size_t *record);

/* The depth of the certificate among those sent, or -1. */
int judge_chain_depth(const struct judge_chain *, const X509 *);

#endif
