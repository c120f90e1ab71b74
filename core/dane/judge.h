/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * judge - do the certificates that a host showed fit its TLSA records?
 *
 * OpenSSL's DANE functions decide (RFC 6698, 7671, 7672); which records fit, and
 * at which depth, is worked out beside it for the reader, and must agree.
 * The certificates are judged apart from the handshake that showed them, so that
 * a live run, a recording and another moment are judged in the same way.
 */
#ifndef DS_CORE_DANE_JUDGE_H
#define DS_CORE_DANE_JUDGE_H

#include "core/model.h"

struct dane_judge;
struct ssl_ctx_st;
struct x509_st;

struct dane_case {
	const char *base; /* the TLSA base domain; the host's name without TLSA */
	size_t nnames;
	const char *const *names; /* further reference identifiers (RFC 7672 section 3.2.2) */
	size_t nrecords;
	const struct ds_tlsa_record *records; /* secure ones, usable or not; may be empty */
	size_t ncerts;
	const struct ds_certificate *const *certs;
	int64_t at; /* the moment to judge at */
};

#define DANE_MATCHES_MAX 64

struct dane_opinion {
	enum ds_dane_result dane;
	enum ds_chain_fault dane_fault, pkix_fault;
	char dane_error[160]; /* "" or OpenSSL's reason, clean */
	int record;           /* index of the record that OpenSSL took, -1 for none */
	int depth;
	size_t nmatches; /* records whose data fit a certificate of the chain */
	struct ds_match matches[DANE_MATCHES_MAX];
	char pkix[160]; /* "verified", or why a web browser would object to this chain for `base` */
};

/* Holds the SSL context and the system's trust store (looked up by hash, never loaded whole).
 * NULL: OpenSSL could not be set up. */
struct dane_judge *dane_judge_new(void);
struct dane_judge *dane_judge_free(struct dane_judge *);

/* Lets it use a context with DANE enabled (net_live_tls) instead of making one of its own, which takes
 * a while; it takes a reference. NULL: it makes its own. To be called before the first chain. */
void dane_judge_share(struct dane_judge *, struct ssl_ctx_st *);

/* A certificate (DER) that a handshake has parsed: it takes a reference, and parses it no more. */
void dane_judge_know(struct dane_judge *, const uint8_t *der, size_t len, struct x509_st *);

/* Goes by the CA certificates of a PEM file instead of the system's. False: it holds none that can be
 * read, or out of memory. */
bool dane_judge_authorities(struct dane_judge *, const char *path);

/* False: out of memory; the opinion is then "not applicable". */
bool dane_judge_chain(struct dane_judge *, const struct dane_case *, struct dane_opinion *);

#endif
