/* SPDX-License-Identifier: BSD-2-Clause */
/* judge_world - a small PKI, and handshakes through memory */
#include "tests/unit/judge_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "core/base/arena.h"
#include "core/dane/tlsa.h"
#include "core/limits.h"

struct world {
	struct cert *certs[WORLD_CERTS];
	struct ds_certificate as_read[WORLD_CERTS];
};

/* must - ends the program where OpenSSL does not do what a test needs */
static void must(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "judge_world: %s failed\n", what);
	ERR_print_errors_fp(stderr);
	abort();
}

/* leaf - an end entity's certificate */
static struct cert *leaf(const struct cert *issuer, const char *cn, const char *san, int from,
    int to, const char *key_type)
{
	return cert_make(&(struct cert_wish){ .cn = cn,
	    .san = san,
	    .issuer = issuer,
	    .from_day = from,
	    .to_day = to,
	    .key_type = key_type });
}

/* make_leaves - those that are alike but for one thing */
static void make_leaves(struct world *w)
{
	static const struct {
		enum world_cert at;
		const char *cn, *san;
		int from, to;
		const char *key_type;
	} leaves[] = {
		{ LEAF, "leaf", "DNS:mx.example.org", 0, 0, NULL },
		{ LEAF_OLD, "leaf", "DNS:mx.example.org", -90, -1, NULL },
		{ LEAF_YOUNG, "leaf", "DNS:mx.example.org", 1, 90, NULL },
		{ LEAF_OTHER, "leaf", "DNS:mx.example.net", 0, 0, NULL },
		{ LEAF_WILD, "leaf", "DNS:*.example.org", 0, 0, NULL },
		{ LEAF_WIDE, "leaf", "DNS:*.org", 0, 0, NULL },
		{ LEAF_PARTIAL, "leaf", "DNS:m*.example.org", 0, 0, NULL },
		{ LEAF_CN, "mx.example.org", NULL, 0, 0, NULL },
		{ LEAF_CN_ONLY, "mx.example.org", "DNS:mx.example.net", 0, 0, NULL },
		{ LEAF_DOMAIN, "leaf", "DNS:example.org", 0, 0, NULL },
		{ LEAF_WEAK, "leaf", "DNS:mx.example.org", 0, 0, "RSA-1024" },
	};
	size_t i;

	for (i = 0; i < sizeof(leaves) / sizeof(leaves[0]); i++)
		w->certs[leaves[i].at] = leaf(w->certs[INTER], leaves[i].cn, leaves[i].san,
		    leaves[i].from, leaves[i].to, leaves[i].key_type);
}

/* world_new - makes every certificate */
struct world *world_new(void)
{
	struct world *w = calloc(1, sizeof(*w));
	size_t i;

	must(w != NULL, "memory");
	w->certs[ROOT] = cert_make(&(struct cert_wish){ .cn = "Root", .ca = true });
	w->certs[STRANGER] = cert_make(&(struct cert_wish){ .cn = "Stranger", .ca = true });
	w->certs[INTER] =
	    cert_make(&(struct cert_wish){ .cn = "Inter", .ca = true, .issuer = w->certs[ROOT] });
	w->certs[INTER_OLD] = cert_make(&(struct cert_wish){ .cn = "Inter",
	    .ca = true,
	    .issuer = w->certs[ROOT],
	    .key = w->certs[INTER]->key,
	    .from_day = -90,
	    .to_day = -1 });
	make_leaves(w);
	w->certs[LEAF_NOBODYS] = leaf(w->certs[LEAF], "below", "DNS:mx.example.org", 0, 0, NULL);
	w->certs[SELF] = leaf(NULL, "self", "DNS:mx.example.org", 0, 0, NULL);
	w->certs[SELF_OLD] = leaf(NULL, "self", "DNS:mx.example.net", -90, -1, NULL);
	for (i = ROOT; i < WORLD_CERTS; i++) {
		w->as_read[i].der = w->certs[i]->der;
		w->as_read[i].der_len = w->certs[i]->len;
	}
	return w;
}

/* world_free - frees them */
struct world *world_free(struct world *w)
{
	size_t i;

	for (i = ROOT; w != NULL && i < WORLD_CERTS; i++)
		cert_free(w->certs[i]);
	free(w);
	return NULL;
}

/* world_cert - one of them */
const struct cert *world_cert(const struct world *w, enum world_cert which)
{
	return w->certs[which];
}

/* rdata_of - what a record holds; owned by the caller */
static uint8_t *rdata_of(const struct world *w, const struct world_record *r, size_t *len)
{
	const struct cert *cert = w->certs[r->cert];
	unsigned char *der = NULL, *rdata;
	int n = r->selector == 0 ? i2d_X509(cert->x, &der)
				 : i2d_X509_PUBKEY(X509_get_X509_PUBKEY(cert->x), &der);

	must(n > 0, "encoding");
	*len = 3 + (r->matching == 0 ? (size_t)n : r->matching == 1 ? 32 : 64);
	rdata = malloc(*len);
	must(rdata != NULL, "memory");
	rdata[0] = r->usage;
	rdata[1] = r->selector;
	rdata[2] = r->matching;
	if (r->matching == 0)
		memcpy(rdata + 3, der, (size_t)n);
	else if (r->matching == 1)
		SHA256(der, (size_t)n, rdata + 3);
	else
		SHA512(der, (size_t)n, rdata + 3);
	if (r->stale)
		rdata[*len - 1] ^= 1;
	OPENSSL_free(der);
	return rdata;
}

/* world_records - decoded by the code under test's own neighbour */
size_t world_records(
    const struct world *w, const struct world_case *c, struct ds_tlsa_record *records)
{
	size_t i, one, len;

	for (i = 0; i < WORLD_RECORDS && c->records[i].cert != NOBODY; i++) {
		struct arena *arena = arena_new(DIAGNOSIS_MEMORY);
		uint8_t *rdata = rdata_of(w, &c->records[i], &len);
		const struct ds_rr rr = { .type = DS_T_TLSA, .rdata = rdata, .rdata_len = len };
		const struct ds_rr *const rrs[] = { &rr };
		struct ds_tlsa_record *r = tlsa_decode(arena, 1, rrs, &one);

		must(r != NULL, "tlsa_decode");
		records[i] = *r;
		records[i].hex = NULL;
		arena_free(arena);
	}
	return i;
}

/* world_records_free - frees the data of records */
void world_records_free(struct ds_tlsa_record *records, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		uint8_t *rdata;

		memcpy(&rdata, &records[i].data, sizeof(rdata));
		free(rdata - 3);
	}
}

/* world_judge_by - the opinion under test, by records decoded before */
struct dane_opinion world_judge_by(const struct world *w, struct dane_judge *judge,
    const struct world_case *c, const struct ds_tlsa_record *records, size_t n)
{
	const struct ds_certificate *certs[WORLD_CHAIN];
	struct dane_case dane = { .base = WORLD_BASE,
		.names = c->names,
		.records = records,
		.nrecords = n,
		.certs = certs,
		.at = CERTS_NOW };
	struct dane_opinion opinion;

	while (dane.ncerts < WORLD_CHAIN && c->sent[dane.ncerts] != NOBODY) {
		certs[dane.ncerts] = &w->as_read[c->sent[dane.ncerts]];
		dane.ncerts++;
	}
	while (dane.nnames < 3 && c->names[dane.nnames] != NULL)
		dane.nnames++;
	must(dane_judge_chain(judge, &dane, &opinion), "dane_judge_chain");
	return opinion;
}

/* world_judge - the same, with the records of the case */
struct dane_opinion world_judge(
    const struct world *w, struct dane_judge *judge, const struct world_case *c)
{
	struct ds_tlsa_record records[WORLD_RECORDS];
	size_t n = world_records(w, c, records);
	struct dane_opinion opinion = world_judge_by(w, judge, c, records, n);

	world_records_free(records, n);
	return opinion;
}

/* server_context - a server that sends the certificates of a case as they are */
static SSL_CTX *server_context(const struct world *w, const struct world_case *c)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	size_t i;

	must(ctx != NULL, "server");
	SSL_CTX_set_security_level(ctx, 0);
	SSL_CTX_set_mode(ctx, SSL_MODE_NO_AUTO_CHAIN);
	must(SSL_CTX_use_certificate(ctx, w->certs[c->sent[0]]->x) == 1, "certificate");
	must(SSL_CTX_use_PrivateKey(ctx, w->certs[c->sent[0]]->key) == 1, "key");
	for (i = 1; i < WORLD_CHAIN && c->sent[i] != NOBODY; i++)
		must(SSL_CTX_add1_chain_cert(ctx, w->certs[c->sent[i]]->x) == 1, "chain");
	return ctx;
}

/* client - an ordinary DANE client: every record is offered to it, OpenSSL sorts them out */
static SSL *client(
    SSL_CTX *ctx, const struct world_case *c, const struct ds_tlsa_record *records, size_t nrecords)
{
	SSL *ssl;
	size_t i;

	SSL_CTX_set_security_level(ctx, 0);
	must(SSL_CTX_dane_enable(ctx) > 0, "DANE");
	ssl = SSL_new(ctx);
	must(ssl != NULL && SSL_dane_enable(ssl, WORLD_BASE) > 0, "DANE");
	SSL_set_verify(ssl, SSL_VERIFY_PEER, NULL);
	SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	SSL_dane_set_flags(ssl, DANE_FLAG_NO_DANE_EE_NAMECHECKS);
	X509_VERIFY_PARAM_set_time(SSL_get0_param(ssl), CERTS_NOW);
	for (i = 0; i < 3 && c->names[i] != NULL; i++)
		must(SSL_add1_host(ssl, c->names[i]) == 1, "name");
	for (i = 0; i < nrecords; i++)
		if (records[i].usage >= 2)
			SSL_dane_tlsa_add(ssl, records[i].usage, records[i].selector,
			    records[i].matching, records[i].data, records[i].len);
	return ssl;
}

/* handshake - passes octets to and fro until both are done or one gives up */
static void handshake(SSL *a, SSL *b)
{
	BIO *left, *right;
	int i;

	must(BIO_new_bio_pair(&left, 65536, &right, 65536) == 1, "BIO pair");
	SSL_set_bio(a, left, left);
	SSL_set_bio(b, right, right);
	SSL_set_connect_state(a);
	SSL_set_accept_state(b);
	for (i = 0; i < 10; i++) {
		SSL_do_handshake(a);
		SSL_do_handshake(b);
	}
	ERR_clear_error();
}

/* taken - the index of the record that a client took, or -1 */
static int taken(SSL *ssl, const struct ds_tlsa_record *records, size_t n)
{
	uint8_t usage, selector, matching;
	const unsigned char *data;
	size_t len, i;

	if (SSL_get0_dane_tlsa(ssl, &usage, &selector, &matching, &data, &len) < 0)
		return -1;
	for (i = 0; i < n; i++)
		if (records[i].usage == usage && records[i].selector == selector &&
		    records[i].matching == matching && records[i].len == len &&
		    memcmp(records[i].data, data, len) == 0)
			return (int)i;
	return -1;
}

/* world_handshake - what a client that verifies says */
int world_handshake(const struct world *w, const struct world_case *c, int *record, int *depth)
{
	struct ds_tlsa_record records[WORLD_RECORDS];
	size_t n = world_records(w, c, records);
	SSL_CTX *cctx = SSL_CTX_new(TLS_client_method()), *sctx = server_context(w, c);
	SSL *a = client(cctx, c, records, n), *b = SSL_new(sctx);
	int error;

	must(b != NULL, "server");
	handshake(a, b);
	error = (int)SSL_get_verify_result(a);
	must((error == X509_V_OK) == SSL_is_init_finished(a), "handshake");
	*record = taken(a, records, n);
	*depth = SSL_get0_dane_authority(a, NULL, NULL);
	SSL_free(a);
	SSL_free(b);
	SSL_CTX_free(cctx);
	SSL_CTX_free(sctx);
	world_records_free(records, n);
	return error;
}

/* judge_up - one world and one judge */
int judge_up(void **state)
{
	struct judge_state *t = calloc(1, sizeof(*t));

	must(t != NULL, "memory");
	t->world = world_new();
	t->judge = dane_judge_new();
	*state = t;
	return t->judge == NULL;
}

/* judge_down - and their end */
int judge_down(void **state)
{
	struct judge_state *t = *state;

	dane_judge_free(t->judge);
	world_free(t->world);
	free(t);
	return 0;
}
