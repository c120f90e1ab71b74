/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * judge - OpenSSL's DANE verdict on certificates that were seen before
 *
 * A handshake would verify the chain with the DANE state of its SSL object. Here
 * such an object is made without a connection, told the names and records, and
 * its state lent to the same verification (ssl_verify_cert_chain does no other).
 * The trust store is empty: under DANE-TA only what the host sends counts.
 */
#include "core/dane/judge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/dane/judge_cache.h"
#include "core/dane/judge_chain.h"
#include "core/dane/judge_pkix.h"
#include "core/dane/judge_words.h"

struct dane_judge {
	SSL_CTX *ctx;       /* made when first needed, as are the stores */
	X509_STORE *empty;  /* DANE's */
	X509_STORE *system; /* the web's */
	struct judge_cache cache;
};

/* How a verification ended: X509_V_OK or an error, and the depth it was found at. */
struct outcome {
	int error; /* -1: out of memory */
	int depth;
};

/* dane_judge_new - a judge who has read nothing yet */
struct dane_judge *dane_judge_new(void)
{
	return calloc(1, sizeof(struct dane_judge));
}

/* dane_judge_free - frees it */
struct dane_judge *dane_judge_free(struct dane_judge *j)
{
	if (j == NULL)
		return NULL;
	SSL_CTX_free(j->ctx);
	X509_STORE_free(j->empty);
	X509_STORE_free(j->system);
	judge_cache_clear(&j->cache);
	free(j);
	return NULL;
}

/* dane_judge_share - uses another's context */
void dane_judge_share(struct dane_judge *j, struct ssl_ctx_st *ctx)
{
	if (ctx != NULL && j->ctx == NULL && SSL_CTX_up_ref(ctx) == 1)
		j->ctx = ctx;
}

/* dane_judge_know - a certificate that need not be parsed again */
void dane_judge_know(struct dane_judge *j, const uint8_t *der, size_t len, X509 *x)
{
	judge_cache_keep(&j->cache, der, len, x);
}

/* dane_judge_authorities - other CAs than the system's */
bool dane_judge_authorities(struct dane_judge *j, const char *path)
{
	X509_STORE_free(j->system);
	j->system = judge_pkix_file(path);
	return j->system != NULL;
}

/* ready_dane - the context and the empty store */
static bool ready_dane(struct dane_judge *j)
{
	if (j->empty == NULL)
		j->empty = X509_STORE_new();
	if (j->empty != NULL && j->ctx == NULL) {
		j->ctx = SSL_CTX_new(TLS_client_method());
		if (j->ctx != NULL && SSL_CTX_dane_enable(j->ctx) <= 0) {
			SSL_CTX_free(j->ctx);
			j->ctx = NULL;
		}
	}
	return j->ctx != NULL && j->empty != NULL;
}

/* set_names - whom the certificate may be for; a name with a leading dot would mean its children */
static bool set_names(SSL *ssl, const struct dane_case *c)
{
	size_t i;

	if (SSL_dane_enable(ssl, c->base) <= 0)
		return false;
	SSL_dane_set_flags(ssl, DANE_FLAG_NO_DANE_EE_NAMECHECKS);
	SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	for (i = 0; i < c->nnames; i++) {
		if (c->names[i][0] == '\0' || c->names[i][0] == '.')
			continue;
		if (!SSL_add1_host(ssl, c->names[i]))
			return false;
	}
	return true;
}

/* set_records - hands the usable records over; false: no memory */
static bool set_records(SSL *ssl, const struct dane_case *c)
{
	const struct ds_tlsa_record *r;
	size_t i;

	for (i = 0; i < c->nrecords; i++) {
		r = &c->records[i];
		if (r->reason == DS_TLSA_USABLE &&
		    SSL_dane_tlsa_add(ssl, r->usage, r->selector, r->matching, r->data, r->len) < 0)
			return false;
	}
	return true;
}

/* verify - X509_verify_cert as a handshake would call it */
static struct outcome verify(
    struct dane_judge *j, SSL *ssl, const struct judge_chain *chain, const struct dane_case *c)
{
	struct outcome out = { .error = -1 };
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	X509_VERIFY_PARAM *param;

	if (ctx == NULL || !X509_STORE_CTX_init(ctx, j->empty, chain->certs[0], chain->stack))
		goto done;
	X509_STORE_CTX_set0_dane(ctx, SSL_get0_dane(ssl));
	param = X509_STORE_CTX_get0_param(ctx);
	if (!X509_STORE_CTX_set_default(ctx, "ssl_server") ||
	    !X509_VERIFY_PARAM_set1(param, SSL_get0_param(ssl)))
		goto done;
	/* The verdict speaks of DANE: weak keys are a finding of their own. */
	X509_VERIFY_PARAM_set_auth_level(param, 0);
	X509_VERIFY_PARAM_set_time(param, c->at);
	if (X509_verify_cert(ctx) > 0) {
		out.error = X509_V_OK;
	} else {
		out.error = X509_STORE_CTX_get_error(ctx);
		out.depth = X509_STORE_CTX_get_error_depth(ctx);
		/* Not verified, and yet no error, is no success either. */
		if (out.error == X509_V_OK || out.error == X509_V_ERR_OUT_OF_MEM)
			out.error = -1;
	}
done:
	X509_STORE_CTX_free(ctx);
	return out;
}

/* same_record - whether this is the record that OpenSSL speaks of */
static bool same_record(const struct ds_tlsa_record *r, uint8_t usage, uint8_t selector,
    uint8_t matching, const unsigned char *data, size_t len)
{
	return r->reason == DS_TLSA_USABLE && r->usage == usage && r->selector == selector &&
	       r->matching == matching && r->len == len && memcmp(r->data, data, len) == 0;
}

/* add_match - the record that OpenSSL took: where its certificate was not sent, but stands in a
 * record, at what was sent and fits it too, or above all that was */
static void add_match(struct dane_opinion *o, bool sent)
{
	size_t i;

	for (i = 0; i < o->nmatches; i++)
		if (o->matches[i].record == (size_t)o->record) {
			if (!sent)
				o->depth = o->matches[i].depth;
			return;
		}
	if (o->nmatches < DANE_MATCHES_MAX)
		o->matches[o->nmatches++] =
		    (struct ds_match){ .record = (size_t)o->record, .depth = o->depth };
}

/* take_authority - which record OpenSSL took, and at which of the certificates sent */
static void take_authority(
    SSL *ssl, const struct judge_chain *chain, const struct dane_case *c, struct dane_opinion *o)
{
	uint8_t usage, selector, matching;
	const unsigned char *data;
	size_t len, i;
	X509 *cert = NULL;
	int sent;

	/* OpenSSL counts in the chain it built; a server may send it in another order. */
	SSL_get0_dane_authority(ssl, &cert, NULL);
	sent = judge_chain_depth(chain, cert);
	o->depth = sent >= 0 ? sent : (int)chain->n;
	if (SSL_get0_dane_tlsa(ssl, &usage, &selector, &matching, &data, &len) < 0)
		return;
	for (i = 0; i < c->nrecords && o->record < 0; i++)
		if (same_record(&c->records[i], usage, selector, matching, data, len))
			o->record = (int)i;
	if (o->record >= 0)
		add_match(o, sent >= 0);
}

/* mismatch - notes the reason */
static void mismatch(
    struct dane_opinion *o, enum ds_chain_fault fault, const char *words, const char *more)
{
	char text[2 * sizeof(o->dane_error)];

	o->dane = DS_DANE_MISMATCH;
	o->dane_fault = fault;
	snprintf(text, sizeof(text), "%s%s", words, more);
	text_clean(o->dane_error, sizeof(o->dane_error), text, strlen(text));
}

/* judge_dane - usable records and at least one certificate; false: no memory */
static bool judge_dane(struct dane_judge *j, const struct judge_chain *chain,
    const struct dane_case *c, struct dane_opinion *o)
{
	char more[sizeof(o->dane_error)];
	SSL *ssl = ready_dane(j) ? SSL_new(j->ctx) : NULL;
	struct outcome out = { .error = -1 };

	if (ssl != NULL && set_names(ssl, c) && set_records(ssl, c))
		out = verify(j, ssl, chain, c);
	if (out.error == X509_V_OK) {
		o->dane = DS_DANE_VERIFIED;
		take_authority(ssl, chain, c, o);
	} else if (out.error > 0) {
		judge_words(more, sizeof(more), out.error, out.depth, chain, c, o);
		mismatch(o, judge_fault(out.error), X509_verify_cert_error_string(out.error), more);
	}
	SSL_free(ssl);
	ERR_clear_error();
	return out.error >= 0;
}

/* count_usable - records that a sender can go by */
static size_t count_usable(const struct dane_case *c)
{
	size_t i, n = 0;

	for (i = 0; i < c->nrecords; i++)
		n += c->records[i].reason == DS_TLSA_USABLE;
	return n;
}

/* judge_records - the DANE half of an opinion; false: no memory */
static bool judge_records(struct dane_judge *j, const struct judge_chain *chain,
    const struct dane_case *c, struct dane_opinion *o)
{
	if (c->nrecords == 0)
		return true;
	if (count_usable(c) == 0) {
		o->dane = DS_DANE_NO_USABLE;
		return true;
	}
	if (chain->n == 0) {
		mismatch(o, DS_CHAIN_OTHER,
		    c->ncerts == 0 ? _("the server showed no certificate")
				   : _("the server's certificate cannot be read"),
		    "");
		return true;
	}
	return judge_chain_match(chain, c, o) && judge_dane(j, chain, c, o);
}

/* forget - an opinion that says nothing */
static void forget(struct dane_opinion *o)
{
	memset(o, 0, sizeof(*o));
	o->dane = DS_DANE_NOT_APPLICABLE;
	o->record = -1;
	o->depth = -1;
}

/* dane_judge_chain - both halves */
bool dane_judge_chain(struct dane_judge *j, const struct dane_case *c, struct dane_opinion *o)
{
	struct judge_chain chain;
	bool ok;

	forget(o);
	ok = judge_chain_make(&chain, &j->cache, c) && judge_records(j, &chain, c, o);
	if (ok && chain.n > 0) {
		if (j->system == NULL)
			j->system = judge_pkix_store();
		ok = j->system != NULL && judge_pkix(j->system, &chain, c, o);
	}
	judge_chain_free(&chain);
	if (!ok)
		forget(o);
	return ok;
}
