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

#include <openssl/x509_vfy.h>

#include "core/base/text.h"
#include "tests/unit/judge_world.h"

#define VERIFIED DS_DANE_VERIFIED
#define MISMATCH DS_DANE_MISMATCH

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
	struct judge_state *t = *state;
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
static void agree(struct judge_state *t, const struct world_case *c, const char *name)
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
	struct judge_state *t = *state;
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table),
		cmocka_unit_test(table_live),
		cmocka_unit_test(random_live),
		cmocka_unit_test(matches_agree),
	};

	return cmocka_run_group_tests_name("judge", tests, judge_up, judge_down) != 0;
}
