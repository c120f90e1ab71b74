/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The judge at its edges: nothing to judge, what cannot be read, bounds, the
 * moment, dear keys, and the view of the web.
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

#include "core/limits.h"
#include "tests/unit/judge_world.h"

/* A name with a leading dot would mean whatever is below it: it is not asked for. */
static void children_of_a_name(void **state)
{
	static const struct world_case c = { { LEAF_OTHER, INTER }, { { 2, 0, 1, INTER, 0 } },
		{ ".example.net", "" } };
	struct judge_state *t = *state;

	assert_int_equal(world_judge(t->world, t->judge, &c).dane, DS_DANE_MISMATCH);
}

/* Nothing to judge by, or nothing to judge. */
static void nothing(void **state)
{
	static const struct world_case none = { { LEAF }, { { 0 } }, { 0 } };
	static const struct world_case unusable = { { LEAF },
		{ { 0, 1, 1, LEAF, 0 }, { 1, 0, 1, LEAF, 0 }, { 9, 1, 1, LEAF, 0 } }, { 0 } };
	static const struct world_case nobody = { { NOBODY }, { { 3, 1, 1, LEAF, 0 } }, { 0 } };
	struct judge_state *t = *state;
	struct dane_opinion o = world_judge(t->world, t->judge, &none);

	assert_int_equal(o.dane, DS_DANE_NOT_APPLICABLE);
	assert_int_equal(o.record, -1);
	assert_true(o.pkix[0] != '\0');
	o = world_judge(t->world, t->judge, &unusable);
	assert_int_equal(o.dane, DS_DANE_NO_USABLE);
	assert_int_equal(o.nmatches, 0);
	o = world_judge(t->world, t->judge, &nobody);
	assert_int_equal(o.dane, DS_DANE_MISMATCH);
	assert_string_equal(o.dane_error, "the server showed no certificate");
	assert_string_equal(o.pkix, "");
}

/* The moment is the caller's: the same chain before, within and after its days. */
static void the_moment(void **state)
{
	struct judge_state *t = *state;
	const struct cert *leaf = world_cert(t->world, LEAF), *inter = world_cert(t->world, INTER);
	const struct ds_certificate certs[] = { { .der = leaf->der, .der_len = leaf->len },
		{ .der = inter->der, .der_len = inter->len } };
	const struct ds_certificate *const sent[] = { &certs[0], &certs[1] };
	static const struct world_case c = { { LEAF, INTER }, { { 2, 0, 1, INTER, 0 } }, { 0 } };
	static const struct {
		int day;
		enum ds_dane_result dane;
	} days[] = { { -2, DS_DANE_MISMATCH }, { 0, DS_DANE_VERIFIED }, { 89, DS_DANE_VERIFIED },
		{ 91, DS_DANE_MISMATCH } };
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
	struct judge_state *t = *state;
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
	assert_int_equal(o.dane, DS_DANE_MISMATCH);
	assert_string_equal(o.dane_error, "the server's certificate cannot be read");
	dane.ncerts = 3;
	dane.certs = second;
	assert_true(dane_judge_chain(t->judge, &dane, &o));
	assert_int_equal(o.dane, DS_DANE_VERIFIED);
	assert_int_equal(o.nmatches, 1);
	world_records_free(records, dane.nrecords);
}

/* A chain longer than the bound: what stands beyond it is not looked at. */
static void long_chain(void **state)
{
	struct judge_state *t = *state;
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
	assert_int_equal(o.dane, DS_DANE_VERIFIED);
	assert_int_equal(o.depth, TLS_CHAIN_CERTS - 1);
	dane.ncerts = TLS_CHAIN_CERTS + 1;
	sent[TLS_CHAIN_CERTS - 1] = &above;
	sent[TLS_CHAIN_CERTS] = &top;
	assert_true(dane_judge_chain(t->judge, &dane, &o));
	assert_int_equal(o.dane, DS_DANE_MISMATCH);
	world_records_free(records, dane.nrecords);
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

/* An issuer whose key is too dear to check with ends the chain; a leaf's own key is not used. */
static void dear_keys(void **state)
{
	struct judge_state *t = *state;
	const struct cert *root = world_cert(t->world, ROOT), *leaf = world_cert(t->world, LEAF);
	EVP_PKEY *key = cert_dear_key();
	struct cert *dear =
	    cert_make(&(struct cert_wish){ .cn = "dear", .key = key, .issuer = root, .ca = true });
	const struct ds_certificate own = { .der = leaf->der, .der_len = leaf->len },
				    above = { .der = dear->der, .der_len = dear->len };
	const struct ds_certificate *const second[] = { &own, &above };
	uint8_t digest[SHA256_DIGEST_LENGTH];
	const struct ds_tlsa_record record = {
		.usage = 2, .matching = 1, .data = digest, .len = sizeof(digest)
	};
	const struct dane_case c = { .base = WORLD_BASE,
		.nrecords = 1,
		.records = &record,
		.ncerts = 2,
		.certs = second,
		.at = CERTS_NOW };
	struct dane_opinion o;

	SHA256(dear->der, dear->len, digest);
	assert_true(dane_judge_chain(t->judge, &c, &o));
	assert_int_equal(o.dane, DS_DANE_MISMATCH);
	assert_int_equal(o.nmatches, 0);
	assert_int_equal(judge_alone(t->judge, dear).dane, DS_DANE_VERIFIED);
	cert_free(dear);
	EVP_PKEY_free(key);
}

/* judge_with_ca - opinions of `n` cases by a judge whose system trusts this CA alone. Nothing is
 * asserted before the directory of hashed names is gone again. */
static void judge_with_ca(const struct world *w, const struct world_case *const *cases, size_t n,
    struct dane_opinion *opinions)
{
	const struct cert *ca = world_cert(w, ROOT);
	char dir[] = "/tmp/judge-XXXXXX", path[64];
	struct dane_judge *judge;
	bool written = false;
	size_t i;
	FILE *f;

	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/%08lx.0", dir, X509_subject_name_hash(ca->x));
	f = fopen(path, "w");
	if (f != NULL) {
		written = PEM_write_X509(f, ca->x) == 1;
		written = fclose(f) == 0 && written;
	}
	setenv("SSL_CERT_DIR", dir, 1);
	judge = dane_judge_new();
	for (i = 0; i < n; i++)
		opinions[i] = world_judge(w, judge, cases[i]);
	dane_judge_free(judge);
	unsetenv("SSL_CERT_DIR");
	unlink(path);
	rmdir(dir);
	assert_true(written);
}

/* The web's view: a chain to a CA of the directory; names of subjectAltName alone. */
static void pkix(void **state)
{
	static const struct {
		struct world_case c;
		const char *pkix;
		enum ds_chain_fault fault;
	} views[] = {
		{ { { LEAF, INTER }, { { 0 } }, { 0 } }, "verified", DS_CHAIN_FINE },
		{ { { LEAF, INTER, ROOT }, { { 3, 1, 1, LEAF, 1 } }, { 0 } }, "verified",
		    DS_CHAIN_FINE },
		{ { { LEAF_WILD, INTER }, { { 0 } }, { 0 } }, "verified", DS_CHAIN_FINE },
		{ { { LEAF }, { { 0 } }, { 0 } }, "unable to get local issuer certificate",
		    DS_CHAIN_NO_ISSUER },
		{ { { LEAF_OLD, INTER }, { { 0 } }, { 0 } }, "certificate has expired",
		    DS_CHAIN_EXPIRED },
		{ { { LEAF_OTHER, INTER }, { { 0 } }, { "mx.example.net" } }, "hostname mismatch",
		    DS_CHAIN_NAME },
		{ { { LEAF_CN, INTER }, { { 0 } }, { 0 } }, "hostname mismatch", DS_CHAIN_NAME },
		{ { { LEAF_WEAK, INTER }, { { 0 } }, { 0 } }, "EE certificate key too weak",
		    DS_CHAIN_OTHER },
		{ { { SELF }, { { 0 } }, { 0 } }, "self-signed certificate", DS_CHAIN_OTHER },
		{ { { LEAF, STRANGER }, { { 0 } }, { 0 } },
		    "unable to get local issuer certificate", DS_CHAIN_NO_ISSUER },
	};
	enum { NVIEWS = sizeof(views) / sizeof(views[0]) };
	const struct world_case *asked[NVIEWS];
	struct dane_opinion opinions[NVIEWS];
	struct judge_state *t = *state;
	size_t i;

	for (i = 0; i < NVIEWS; i++)
		asked[i] = &views[i].c;
	judge_with_ca(t->world, asked, NVIEWS, opinions);
	for (i = 0; i < NVIEWS; i++)
		if (strcmp(opinions[i].pkix, views[i].pkix) != 0 ||
		    opinions[i].pkix_fault != views[i].fault)
			fail_msg("view %zu: %s", i, opinions[i].pkix);
}

/* Under DANE-TA the system's CAs do not count: what is trusted there must still be sent. */
static void trust_store_is_apart(void **state)
{
	static const struct world_case c = { { LEAF, INTER }, { { 2, 0, 1, ROOT, 0 } }, { 0 } };
	const struct world_case *const asked[] = { &c };
	struct judge_state *t = *state;
	struct dane_opinion o;

	judge_with_ca(t->world, asked, 1, &o);
	assert_int_equal(o.dane, DS_DANE_MISMATCH);
	assert_string_equal(o.dane_error, "no matching DANE TLSA records");
	assert_string_equal(o.pkix, "verified");
}

/* More certificates than are remembered, some again and again, some parsed elsewhere: each is judged
 * as itself. */
static void many_certificates(void **state)
{
	struct judge_state *t = *state;
	struct cert *certs[150];
	size_t i;

	for (i = 0; i < 150; i++)
		certs[i] = cert_make(&(struct cert_wish){ .cn = "mx.example.org" });
	for (i = 0; i < 150; i += 3) {
		dane_judge_know(t->judge, certs[i]->der, certs[i]->len, certs[i]->x);
		dane_judge_know(t->judge, certs[i]->der, certs[i]->len, certs[i]->x);
	}
	for (i = 0; i < 600; i++)
		assert_int_equal(judge_alone(t->judge, certs[i < 300 ? i % 150 : i * i % 150]).dane,
		    DS_DANE_VERIFIED);
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

/* the CAs of a file instead of the system's: what they issued is trusted, and what others did is not;
 * a file without any is refused */
static void authorities(void **state)
{
	struct judge_state *s = *state;
	struct world_case c = { .sent = { LEAF, INTER } }, other = { .sent = { SELF } };
	char path[] = "/tmp/danescope-ca-XXXXXX";
	struct dane_judge *judge = dane_judge_new();
	FILE *f = fdopen(mkstemp(path), "w");
	struct dane_opinion o;

	assert_non_null(f);
	assert_false(dane_judge_authorities(judge, path));
	assert_false(dane_judge_authorities(judge, "/does/not/exist"));
	assert_int_equal(PEM_write_X509(f, world_cert(s->world, ROOT)->x), 1);
	fclose(f);
	assert_true(dane_judge_authorities(judge, path));
	o = world_judge(s->world, judge, &c);
	assert_string_equal(o.pkix, "verified");
	o = world_judge(s->world, judge, &other);
	assert_string_not_equal(o.pkix, "verified");
	unlink(path);
	dane_judge_free(judge);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(children_of_a_name),
		cmocka_unit_test(nothing),
		cmocka_unit_test(the_moment),
		cmocka_unit_test(unreadable),
		cmocka_unit_test(long_chain),
		cmocka_unit_test(dear_keys),
		cmocka_unit_test(pkix),
		cmocka_unit_test(trust_store_is_apart),
		cmocka_unit_test(many_certificates),
		cmocka_unit_test(idle),
		cmocka_unit_test(authorities),
	};

	return cmocka_run_group_tests_name("judge_edges", tests, judge_up, judge_down) != 0;
}
