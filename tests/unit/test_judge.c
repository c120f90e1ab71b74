/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The judge: every case of the table is judged apart and by a real handshake
 * with a verifying client, and both must agree; so must random ones.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509_vfy.h>

#include "core/base/text.h"
#include "core/limits.h"
#include "tests/unit/judge_world.h"

#define VERIFIED DS_DANE_VERIFIED
#define MISMATCH DS_DANE_MISMATCH

static const char *const no_match = "no matching DANE TLSA records";

struct tests_state {
	struct world *world;
	struct dane_judge *judge;
};

/* up - one world for all tests: keys are dear to make */
static int up(void **state)
{
	struct tests_state *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	t->world = world_new();
	t->judge = dane_judge_new();
	*state = t;
	return t->judge == NULL;
}

/* down - and its end */
static int down(void **state)
{
	struct tests_state *t = *state;

	dane_judge_free(t->judge);
	world_free(t->world);
	free(t);
	return 0;
}

/* A case and what must come of it. */
struct expected {
	const char *name;
	struct world_case c;
	enum ds_dane_result dane;
	int record, depth; /* that OpenSSL took; depth among those sent */
	size_t nmatches;
	const char *error; /* the beginning of it */
};

static const struct expected cases[] = {
	{ "3 1 1", { { LEAF }, { { 3, 1, 1, LEAF, 0 } }, { 0 } }, VERIFIED, 0, 0, 1, "" },
	{ "3 0 1", { { LEAF, INTER }, { { 3, 0, 1, LEAF, 0 } }, { 0 } }, VERIFIED, 0, 0, 1, "" },
	{ "3 1 2", { { LEAF }, { { 3, 1, 2, LEAF, 0 } }, { 0 } }, VERIFIED, 0, 0, 1, "" },
	{ "3 0 0", { { LEAF }, { { 3, 0, 0, LEAF, 0 } }, { 0 } }, VERIFIED, 0, 0, 1, "" },
	{ "3 1 0", { { LEAF }, { { 3, 1, 0, LEAF, 0 } }, { 0 } }, VERIFIED, 0, 0, 1, "" },
	{ "3 1 1 stale", { { LEAF }, { { 3, 1, 1, LEAF, 1 } }, { 0 } }, MISMATCH, -1, -1, 0,
	    "no matching DANE TLSA records" },
	{ "3 1 1 expired", { { LEAF_OLD }, { { 3, 1, 1, LEAF_OLD, 0 } }, { 0 } }, VERIFIED, 0, 0, 1,
	    "" },
	{ "3 1 1 another name", { { LEAF_OTHER }, { { 3, 1, 1, LEAF_OTHER, 0 } }, { 0 } }, VERIFIED,
	    0, 0, 1, "" },
	{ "3 1 1 self-signed, expired, another name",
	    { { SELF_OLD }, { { 3, 1, 1, SELF_OLD, 0 } }, { 0 } }, VERIFIED, 0, 0, 1, "" },
	{ "3 1 1 weak key", { { LEAF_WEAK }, { { 3, 1, 1, LEAF_WEAK, 0 } }, { 0 } }, VERIFIED, 0, 0,
	    1, "" },
	{ "3 1 1 of the issuer", { { LEAF, INTER }, { { 3, 1, 1, INTER, 0 } }, { 0 } }, MISMATCH,
	    -1, -1, 0,
	    "no matching DANE TLSA records: record 1 fits certificate 1, but usage 3 names the "
	    "server's own" },
	{ "second of two", { { LEAF }, { { 3, 1, 1, ROOT, 0 }, { 3, 1, 1, LEAF, 0 } }, { 0 } },
	    VERIFIED, 1, 0, 1, "" },

	{ "2 0 1", { { LEAF, INTER, ROOT }, { { 2, 0, 1, ROOT, 0 } }, { 0 } }, VERIFIED, 0, 2, 1,
	    "" },
	{ "2 1 1", { { LEAF, INTER, ROOT }, { { 2, 1, 1, INTER, 0 } }, { 0 } }, VERIFIED, 0, 1, 1,
	    "" },
	{ "2 0 2", { { LEAF, INTER, ROOT }, { { 2, 0, 2, ROOT, 0 } }, { 0 } }, VERIFIED, 0, 2, 1,
	    "" },
	{ "2 0 0", { { LEAF, INTER, ROOT }, { { 2, 0, 0, ROOT, 0 } }, { 0 } }, VERIFIED, 0, 2, 1,
	    "" },
	{ "2 1 0", { { LEAF, INTER, ROOT }, { { 2, 1, 0, INTER, 0 } }, { 0 } }, VERIFIED, 0, 1, 1,
	    "" },
	{ "2 0 0 not sent", { { LEAF, INTER }, { { 2, 0, 0, ROOT, 0 } }, { 0 } }, VERIFIED, 0, 2, 1,
	    "" },
	{ "2 1 0 not sent", { { LEAF }, { { 2, 1, 0, INTER, 0 } }, { 0 } }, VERIFIED, 0, 1, 1, "" },
	{ "2 0 1 not sent", { { LEAF, INTER }, { { 2, 0, 1, ROOT, 0 } }, { 0 } }, MISMATCH, -1, -1,
	    0, "no matching DANE TLSA records" },
	{ "2 0 1 stale", { { LEAF, INTER }, { { 2, 0, 1, INTER, 1 } }, { 0 } }, MISMATCH, -1, -1, 0,
	    "no matching DANE TLSA records" },
	{ "2 0 1 expired", { { LEAF_OLD, INTER }, { { 2, 0, 1, INTER, 0 } }, { 0 } }, MISMATCH, -1,
	    -1, 1, "certificate has expired: certificate 0; under usage 2 dates count" },
	{ "2 0 1 too young", { { LEAF_YOUNG, INTER }, { { 2, 0, 1, INTER, 0 } }, { 0 } }, MISMATCH,
	    -1, -1, 1, "certificate is not yet valid: certificate 0" },
	{ "2 0 1 old intermediate", { { LEAF, INTER_OLD, ROOT }, { { 2, 0, 1, ROOT, 0 } }, { 0 } },
	    MISMATCH, -1, -1, 1, "certificate has expired: certificate 1" },
	{ "2 0 1 another name", { { LEAF_OTHER, INTER }, { { 2, 0, 1, INTER, 0 } }, { 0 } },
	    MISMATCH, -1, -1, 1,
	    "hostname mismatch: record 1 fits, but the certificate is not for mx.example.org" },
	{ "2 0 1 next-hop name", { { LEAF_DOMAIN, INTER }, { { 2, 0, 1, INTER, 0 } }, { 0 } },
	    MISMATCH, -1, -1, 1, "hostname mismatch" },
	{ "2 0 1 next-hop name asked for",
	    { { LEAF_DOMAIN, INTER }, { { 2, 0, 1, INTER, 0 } }, { "example.net", "example.org" } },
	    VERIFIED, 0, 1, 1, "" },
	{ "2 0 1 wildcard", { { LEAF_WILD, INTER }, { { 2, 0, 1, INTER, 0 } }, { 0 } }, VERIFIED, 0,
	    1, 1, "" },
	{ "2 0 1 wildcard of two labels",
	    { { LEAF_WIDE, INTER }, { { 2, 0, 1, INTER, 0 } }, { 0 } }, MISMATCH, -1, -1, 1,
	    "hostname mismatch" },
	{ "2 0 1 wildcard in part", { { LEAF_PARTIAL, INTER }, { { 2, 0, 1, INTER, 0 } }, { 0 } },
	    MISMATCH, -1, -1, 1, "hostname mismatch" },
	{ "2 0 1 common name", { { LEAF_CN, INTER }, { { 2, 0, 1, INTER, 0 } }, { 0 } }, VERIFIED,
	    0, 1, 1, "" },
	{ "2 0 1 common name beside a DNS name",
	    { { LEAF_CN_ONLY, INTER }, { { 2, 0, 1, INTER, 0 } }, { 0 } }, MISMATCH, -1, -1, 1,
	    "hostname mismatch" },
	{ "2 0 1 of the leaf", { { LEAF, INTER }, { { 2, 0, 1, LEAF, 0 } }, { 0 } }, MISMATCH, -1,
	    -1, 0,
	    "no matching DANE TLSA records: record 1 fits the server's own certificate, but usage "
	    "2 "
	    "names an issuer" },
	{ "2 0 1 of a self-signed leaf", { { SELF }, { { 2, 0, 1, SELF, 0 } }, { 0 } }, MISMATCH,
	    -1, -1, 0, "no matching DANE TLSA records: record 1 fits the server's own" },
	{ "2 0 1 of a stranger", { { LEAF, STRANGER }, { { 2, 0, 1, STRANGER, 0 } }, { 0 } },
	    MISMATCH, -1, -1, 1,
	    "no matching DANE TLSA records: record 1 fits certificate 1, which is not above" },
	{ "2 0 1 no CA", { { LEAF_NOBODYS, LEAF }, { { 2, 0, 1, LEAF, 0 } }, { 0 } }, MISMATCH, -1,
	    -1, 1, "invalid CA certificate" },
	{ "2 0 1 out of order", { { LEAF, ROOT, INTER }, { { 2, 0, 1, ROOT, 0 } }, { 0 } },
	    VERIFIED, 0, 1, 1, "" },
	{ "2 0 1 weak key", { { LEAF_WEAK, INTER }, { { 2, 0, 1, INTER, 0 } }, { 0 } }, VERIFIED, 0,
	    1, 1, "" },

	{ "stale digest beside",
	    { { LEAF }, { { 3, 1, 1, LEAF, 0 }, { 3, 1, 2, LEAF, 1 } }, { 0 } }, MISMATCH, -1, -1,
	    1, "no matching DANE TLSA records: record 1 fits, but a stronger digest beside it" },
	{ "stale digest of another selector",
	    { { LEAF }, { { 3, 1, 1, LEAF, 0 }, { 3, 0, 2, LEAF, 1 } }, { 0 } }, VERIFIED, 0, 0, 1,
	    "" },
	{ "stale digest of another usage",
	    { { LEAF, INTER }, { { 3, 1, 1, LEAF, 0 }, { 2, 1, 2, INTER, 1 } }, { 0 } }, VERIFIED,
	    0, 0, 1, "" },
	{ "stale digest beside full data",
	    { { LEAF }, { { 3, 1, 2, LEAF, 1 }, { 3, 1, 0, LEAF, 0 } }, { 0 } }, VERIFIED, 1, 0, 1,
	    "" },
	{ "weaker digest stale",
	    { { LEAF }, { { 3, 1, 1, LEAF, 1 }, { 3, 1, 2, LEAF, 0 } }, { 0 } }, VERIFIED, 1, 0, 1,
	    "" },
	{ "key stale, issuer good",
	    { { LEAF, INTER }, { { 3, 1, 1, LEAF, 1 }, { 2, 1, 1, INTER, 0 } }, { 0 } }, VERIFIED,
	    1, 1, 1, "" },
	{ "key good, issuer stale",
	    { { LEAF, INTER }, { { 2, 1, 1, INTER, 1 }, { 3, 1, 1, LEAF, 0 } }, { 0 } }, VERIFIED,
	    1, 0, 1, "" },
	{ "both good, the issuer expired",
	    { { LEAF_OLD, INTER }, { { 2, 1, 1, INTER, 0 }, { 3, 1, 1, LEAF_OLD, 0 } }, { 0 } },
	    VERIFIED, 1, 0, 2, "" },
	{ "PKIX beside", { { LEAF }, { { 1, 1, 1, LEAF, 0 }, { 3, 1, 1, LEAF, 0 } }, { 0 } },
	    VERIFIED, 1, 0, 1, "" },
};

#define NCASES (sizeof(cases) / sizeof(cases[0]))

/* Each case as expected. */
static void table(void **state)
{
	struct tests_state *t = *state;
	struct dane_opinion o;
	size_t i;

	for (i = 0; i < NCASES; i++) {
		const struct expected *e = &cases[i];

		o = world_judge(t->world, t->judge, &e->c);
		if (o.dane != e->dane || o.record != e->record || o.depth != e->depth ||
		    o.nmatches != e->nmatches ||
		    strncmp(o.dane_error, e->error, strlen(e->error)) != 0 ||
		    (e->error[0] == '\0') != (o.dane_error[0] == '\0'))
			fail_msg("%s: %d, record %d at %d, %zu matches, \"%s\"", e->name,
			    (int)o.dane, o.record, o.depth, o.nmatches, o.dane_error);
		assert_true(text_is_clean(o.dane_error) && text_is_clean(o.pkix));
	}
}

/* agree - whether the judge and a handshake come to the same */
static void agree(struct tests_state *t, const struct world_case *c, const char *name)
{
	struct dane_opinion o = world_judge(t->world, t->judge, c);
	int record, depth, error = world_handshake(t->world, c, &record, &depth);
	const char *words = error == X509_V_OK ? "" : X509_verify_cert_error_string(error);

	if (o.dane == DS_DANE_NO_USABLE) { /* a handshake then falls back to CAs, and has none */
		assert_int_not_equal(error, X509_V_OK);
		return;
	}
	if ((error == X509_V_OK) != (o.dane == VERIFIED) || o.record != record ||
	    strncmp(o.dane_error, words, strlen(words)) != 0)
		fail_msg("%s: judged %d \"%s\" record %d; live \"%s\" record %d", name, (int)o.dane,
		    o.dane_error, o.record, words, record);
	if (error == X509_V_OK)
		assert_in_range(o.depth, 0, WORLD_CHAIN);
	else
		assert_int_equal(o.depth, -1);
}

/* Each case by a handshake. */
static void table_live(void **state)
{
	size_t i;

	for (i = 0; i < NCASES; i++)
		agree(*state, &cases[i].c, cases[i].name);
}

/* pick - a number under n */
static unsigned pick(unsigned *seed, unsigned n)
{
	return (unsigned)rand_r(seed) % n;
}

/* random_case - any leaf with any chain, and records that have something to do with them */
static void random_case(struct world_case *c, unsigned *seed, bool ee_alone)
{
	static const enum world_cert above[] = { INTER, INTER, ROOT, INTER_OLD, STRANGER, LEAF };
	size_t i, n = 1 + pick(seed, WORLD_CHAIN), nrecords = 1 + pick(seed, WORLD_RECORDS);

	memset(c, 0, sizeof(*c));
	c->sent[0] = LEAF + pick(seed, WORLD_CERTS - LEAF);
	if (c->sent[0] == INTER_OLD)
		c->sent[0] = LEAF;
	for (i = 1; i < n; i++)
		c->sent[i] = above[pick(seed, 6)];
	for (i = 0; i < nrecords; i++) {
		struct world_record *r = &c->records[i];

		r->usage = (uint8_t)(ee_alone ? 3 : 2 + pick(seed, 2));
		r->selector = (uint8_t)pick(seed, 2);
		r->matching = (uint8_t)(pick(seed, 8) == 0 ? 0 : 1 + pick(seed, 2));
		r->cert = c->sent[r->usage == 3 ? 0 : pick(seed, (unsigned)n)];
		if (pick(seed, 5) == 0)
			r->cert = ROOT;
		r->stale = pick(seed, 3) == 0;
	}
	if (pick(seed, 3) == 0)
		c->names[0] = "example.org";
}

/* Random cases by handshakes: the property that the judge stands for. */
static void random_live(void **state)
{
	struct world_case c;
	unsigned seed = 7672, i;
	char name[32];

	for (i = 0; i < 600; i++) {
		random_case(&c, &seed, false);
		snprintf(name, sizeof(name), "case %u", i);
		agree(*state, &c, name);
	}
}

/* selected - whether senders look at a usable record: full data, or the strongest digest of its
 * usage and selector */
static bool selected(const struct ds_tlsa_record *records, size_t n, size_t at)
{
	size_t i;

	if (records[at].matching == 0)
		return true;
	for (i = 0; i < n; i++)
		if (records[i].reason == DS_TLSA_USABLE && records[i].usage == records[at].usage &&
		    records[i].selector == records[at].selector &&
		    records[i].matching > records[at].matching)
			return false;
	return true;
}

/* 10,000 cases of usage 3: OpenSSL verifies exactly where a selected record is in our own list of
 * matches, at depth 0. */
static void matches_agree(void **state)
{
	struct tests_state *t = *state;
	struct ds_tlsa_record records[WORLD_RECORDS];
	unsigned seed = 7671, verified = 0, i;
	struct world_case c;
	struct dane_opinion o;
	size_t n, m;

	for (i = 0; i < 10000; i++) {
		bool fits = false;

		random_case(&c, &seed, true);
		n = world_records(t->world, &c, records);
		o = world_judge_by(t->world, t->judge, &c, records, n);
		for (m = 0; m < o.nmatches; m++) {
			assert_int_equal(o.matches[m].depth, 0);
			fits = fits || selected(records, n, o.matches[m].record);
		}
		if (fits != (o.dane == VERIFIED))
			fail_msg("case %u: %d of %zu matches", i, (int)o.dane, o.nmatches);
		if (o.dane == VERIFIED)
			assert_true(selected(records, n, (size_t)o.record));
		verified += o.dane == VERIFIED;
		world_records_free(records, n);
	}
	assert_in_range(verified, 2000, 9500);
}

/* A name with a leading dot would mean whatever is below it: it is not asked for. */
static void children_of_a_name(void **state)
{
	static const struct world_case c = { { LEAF_OTHER, INTER }, { { 2, 0, 1, INTER, 0 } },
		{ ".example.net", "" } };
	struct tests_state *t = *state;

	assert_int_equal(world_judge(t->world, t->judge, &c).dane, MISMATCH);
}

/* Nothing to judge by, or nothing to judge. */
static void nothing(void **state)
{
	static const struct world_case none = { { LEAF }, { { 0 } }, { 0 } };
	static const struct world_case unusable = { { LEAF },
		{ { 0, 1, 1, LEAF, 0 }, { 1, 0, 1, LEAF, 0 }, { 9, 1, 1, LEAF, 0 } }, { 0 } };
	static const struct world_case nobody = { { NOBODY }, { { 3, 1, 1, LEAF, 0 } }, { 0 } };
	struct tests_state *t = *state;
	struct dane_opinion o = world_judge(t->world, t->judge, &none);

	assert_int_equal(o.dane, DS_DANE_NOT_APPLICABLE);
	assert_int_equal(o.record, -1);
	assert_true(o.pkix[0] != '\0');
	o = world_judge(t->world, t->judge, &unusable);
	assert_int_equal(o.dane, DS_DANE_NO_USABLE);
	assert_int_equal(o.nmatches, 0);
	o = world_judge(t->world, t->judge, &nobody);
	assert_int_equal(o.dane, MISMATCH);
	assert_string_equal(o.dane_error, "the server showed no certificate");
	assert_string_equal(o.pkix, "");
}

/* The moment is the caller's: the same chain before, within and after its days. */
static void the_moment(void **state)
{
	struct tests_state *t = *state;
	const struct cert *leaf = world_cert(t->world, LEAF), *inter = world_cert(t->world, INTER);
	const struct ds_certificate certs[] = { { .der = leaf->der, .der_len = leaf->len },
		{ .der = inter->der, .der_len = inter->len } };
	const struct ds_certificate *const sent[] = { &certs[0], &certs[1] };
	static const struct world_case c = { { LEAF, INTER }, { { 2, 0, 1, INTER, 0 } }, { 0 } };
	static const struct {
		int day;
		enum ds_dane_result dane;
	} days[] = { { -2, MISMATCH }, { 0, VERIFIED }, { 89, VERIFIED }, { 91, MISMATCH } };
	struct ds_tlsa_record records[WORLD_RECORDS];
	struct dane_case dane = {
		.base = WORLD_BASE, .records = records, .ncerts = 2, .certs = sent
	};
	struct dane_opinion o;
	size_t i;

	dane.nrecords = world_records(t->world, &c, records);
	for (i = 0; i < 4; i++) {
		dane.at = CERTS_NOW + days[i].day * CERTS_DAY;
		assert_true(dane_judge_chain(t->judge, &dane, &o));
		assert_int_equal(o.dane, days[i].dane);
	}
	world_records_free(records, dane.nrecords);
}

/* What is no certificate ends the chain; as the server's own it matches nothing. */
static void unreadable(void **state)
{
	struct tests_state *t = *state;
	static const uint8_t junk[] = { 0x30, 0x03, 1, 2, 3 };
	const struct cert *leaf = world_cert(t->world, LEAF), *root = world_cert(t->world, ROOT);
	const struct ds_certificate bad = { .der = junk, .der_len = sizeof(junk) },
				    good = { .der = leaf->der, .der_len = leaf->len },
				    top = { .der = root->der, .der_len = root->len };
	const struct ds_certificate *const first[] = { &bad, &good };
	const struct ds_certificate *const second[] = { &good, &bad, &top };
	static const struct world_case c = { { LEAF },
		{ { 3, 1, 1, LEAF, 0 }, { 2, 0, 1, ROOT, 0 } }, { 0 } };
	struct ds_tlsa_record records[WORLD_RECORDS];
	struct dane_case dane = { .base = WORLD_BASE, .records = records, .at = CERTS_NOW };
	struct dane_opinion o;

	dane.nrecords = world_records(t->world, &c, records);
	dane.ncerts = 2;
	dane.certs = first;
	assert_true(dane_judge_chain(t->judge, &dane, &o));
	assert_int_equal(o.dane, MISMATCH);
	assert_string_equal(o.dane_error, "the server's certificate cannot be read");
	dane.ncerts = 3;
	dane.certs = second;
	assert_true(dane_judge_chain(t->judge, &dane, &o));
	assert_int_equal(o.dane, VERIFIED);
	assert_int_equal(o.nmatches, 1);
	world_records_free(records, dane.nrecords);
}

/* A chain longer than the bound: what stands beyond it is not looked at. */
static void long_chain(void **state)
{
	struct tests_state *t = *state;
	const struct cert *leaf = world_cert(t->world, LEAF), *inter = world_cert(t->world, INTER),
			  *root = world_cert(t->world, ROOT);
	const struct ds_certificate own = { .der = leaf->der, .der_len = leaf->len },
				    above = { .der = inter->der, .der_len = inter->len },
				    top = { .der = root->der, .der_len = root->len };
	const struct ds_certificate *sent[TLS_CHAIN_CERTS + 1];
	static const struct world_case c = { { LEAF }, { { 2, 0, 1, ROOT, 0 } }, { 0 } };
	struct ds_tlsa_record records[WORLD_RECORDS];
	struct dane_case dane = {
		.base = WORLD_BASE, .records = records, .certs = sent, .at = CERTS_NOW
	};
	struct dane_opinion o;
	size_t i;

	dane.nrecords = world_records(t->world, &c, records);
	sent[0] = &own;
	for (i = 1; i < TLS_CHAIN_CERTS + 1; i++)
		sent[i] = &above;
	dane.ncerts = TLS_CHAIN_CERTS;
	sent[TLS_CHAIN_CERTS - 1] = &top;
	assert_true(dane_judge_chain(t->judge, &dane, &o));
	assert_int_equal(o.dane, VERIFIED);
	assert_int_equal(o.depth, TLS_CHAIN_CERTS - 1);
	dane.ncerts = TLS_CHAIN_CERTS + 1;
	sent[TLS_CHAIN_CERTS - 1] = &above;
	sent[TLS_CHAIN_CERTS] = &top;
	assert_true(dane_judge_chain(t->judge, &dane, &o));
	assert_int_equal(o.dane, MISMATCH);
	world_records_free(records, dane.nrecords);
}

/* trust - writes a certificate into a directory of hashed names */
static void trust(const char *dir, const struct cert *cert, char *path, size_t size)
{
	FILE *f;

	snprintf(path, size, "%s/%08lx.0", dir, X509_subject_name_hash(cert->x));
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(PEM_write_X509(f, cert->x), 1);
	assert_int_equal(fclose(f), 0);
}

/* The web's view: a chain to a CA of the directory; names of subjectAltName alone. */
static void pkix(void **state)
{
	static const struct {
		struct world_case c;
		const char *pkix;
	} views[] = {
		{ { { LEAF, INTER }, { { 0 } }, { 0 } }, "verified" },
		{ { { LEAF, INTER, ROOT }, { { 3, 1, 1, LEAF, 1 } }, { 0 } }, "verified" },
		{ { { LEAF_WILD, INTER }, { { 0 } }, { 0 } }, "verified" },
		{ { { LEAF }, { { 0 } }, { 0 } }, "unable to get local issuer certificate" },
		{ { { LEAF_OLD, INTER }, { { 0 } }, { 0 } }, "certificate has expired" },
		{ { { LEAF_OTHER, INTER }, { { 0 } }, { "mx.example.net" } }, "hostname mismatch" },
		{ { { LEAF_CN, INTER }, { { 0 } }, { 0 } }, "hostname mismatch" },
		{ { { LEAF_WEAK, INTER }, { { 0 } }, { 0 } }, "EE certificate key too weak" },
		{ { { SELF }, { { 0 } }, { 0 } }, "self-signed certificate" },
		{ { { LEAF, STRANGER }, { { 0 } }, { 0 } },
		    "unable to get local issuer certificate" },
	};
	struct tests_state *t = *state;
	char dir[] = "/tmp/judge-XXXXXX", path[64];
	struct dane_judge *judge;
	struct dane_opinion o;
	size_t i;

	assert_non_null(mkdtemp(dir));
	trust(dir, world_cert(t->world, ROOT), path, sizeof(path));
	assert_int_equal(setenv("SSL_CERT_DIR", dir, 1), 0);
	judge = dane_judge_new();
	for (i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
		o = world_judge(t->world, judge, &views[i].c);
		if (strcmp(o.pkix, views[i].pkix) != 0)
			fail_msg("view %zu: %s", i, o.pkix);
	}
	dane_judge_free(judge);
	unsetenv("SSL_CERT_DIR");
	unlink(path);
	rmdir(dir);
}

/* Under DANE-TA the system's CAs do not count: what is trusted there must still be sent. */
static void trust_store_is_apart(void **state)
{
	static const struct world_case c = { { LEAF, INTER }, { { 2, 0, 1, ROOT, 0 } }, { 0 } };
	struct tests_state *t = *state;
	char dir[] = "/tmp/judge-XXXXXX", path[64];
	struct dane_judge *judge;
	struct dane_opinion o;

	assert_non_null(mkdtemp(dir));
	trust(dir, world_cert(t->world, ROOT), path, sizeof(path));
	assert_int_equal(setenv("SSL_CERT_DIR", dir, 1), 0);
	judge = dane_judge_new();
	o = world_judge(t->world, judge, &c);
	assert_int_equal(o.dane, MISMATCH);
	assert_string_equal(o.dane_error, no_match);
	assert_string_equal(o.pkix, "verified");
	dane_judge_free(judge);
	unsetenv("SSL_CERT_DIR");
	unlink(path);
	rmdir(dir);
}

/* judge_alone - the opinion of a self-signed certificate and a record of its SHA-256 */
static struct dane_opinion judge_alone(struct dane_judge *judge, const struct cert *cert)
{
	uint8_t digest[SHA256_DIGEST_LENGTH];
	const struct ds_certificate read = { .der = cert->der, .der_len = cert->len };
	const struct ds_certificate *const sent[] = { &read };
	const struct ds_tlsa_record record = {
		.usage = 3, .matching = 1, .data = digest, .len = sizeof(digest)
	};
	const struct dane_case c = { .base = WORLD_BASE,
		.nrecords = 1,
		.records = &record,
		.ncerts = 1,
		.certs = sent,
		.at = CERTS_NOW };
	struct dane_opinion o;

	SHA256(cert->der, cert->len, digest);
	assert_true(dane_judge_chain(judge, &c, &o));
	return o;
}

/* More certificates than are remembered, and some again and again: each is judged as itself. */
static void many_certificates(void **state)
{
	struct tests_state *t = *state;
	struct cert *certs[150];
	size_t i;

	for (i = 0; i < 150; i++)
		certs[i] = cert_make(&(struct cert_wish){ .cn = "mx.example.org" });
	for (i = 0; i < 600; i++)
		assert_int_equal(
		    judge_alone(t->judge, certs[i < 300 ? i % 150 : i * i % 150]).dane, VERIFIED);
	for (i = 0; i < 150; i++)
		cert_free(certs[i]);
}

/* A judge that judged nothing, and none at all. */
static void idle(void **state)
{
	(void)state;
	assert_null(dane_judge_free(dane_judge_new()));
	assert_null(dane_judge_free(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table),
		cmocka_unit_test(table_live),
		cmocka_unit_test(random_live),
		cmocka_unit_test(matches_agree),
		cmocka_unit_test(children_of_a_name),
		cmocka_unit_test(nothing),
		cmocka_unit_test(the_moment),
		cmocka_unit_test(unreadable),
		cmocka_unit_test(long_chain),
		cmocka_unit_test(pkix),
		cmocka_unit_test(trust_store_is_apart),
		cmocka_unit_test(many_certificates),
		cmocka_unit_test(idle),
	};

	return cmocka_run_group_tests_name("judge", tests, up, down) != 0;
}
