/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mail at a provider: each state of the move to DANE that can be seen from outside is named, and what
 * comes next and when.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/found.h"
#include "tests/unit/mail_bench.h"

#define count_of(a) (sizeof(a) / sizeof *(a))

/* hosted - by a provider; `name` is the host's */
static void hosted(struct bench *b, const char *name)
{
	b->host.name = name;
	b->host.provider = provider_of(name);
	b->names[0] = name;
}

/* no_records - the host has none */
static void no_records(struct bench *b)
{
	b->host.tlsa.nrecords = b->host.tlsa.nusable = 0;
	b->tlsa.nrrs = 0;
	b->tlsa.outcome = DS_OUT_NODATA;
	b->host.policy = DS_POL_OPPORTUNISTIC;
	b->probe[0].dane = b->probe[1].dane = DS_DANE_NOT_APPLICABLE;
}

/* exo_old - S0 and S1 of the move: the old name */
static void exo_old(struct bench *b)
{
	hosted(b, "test-nl.mail.protection.outlook.com");
	no_records(b);
}

/* exo_both - S2: both names */
static void exo_both(struct bench *b)
{
	exo_old(b);
	b->other.name = "test-nl.x-v1.mx.microsoft";
	b->d.report.nhosts = 2;
}

/* exo_unsigned - S3: the new name, the domain not signed */
static void exo_unsigned(struct bench *b)
{
	hosted(b, "test-nl.x-v1.mx.microsoft");
	b->d.report.mx_status = DS_INSECURE;
}

/* exo_off - S4 and S8: signed, and no TLSA record */
static void exo_off(struct bench *b)
{
	hosted(b, "test-nl.x-v1.mx.microsoft");
	no_records(b);
}

/* exo_done - S5 */
static void exo_done(struct bench *b)
{
	hosted(b, "test-nl.x-v1.mx.microsoft");
}

/* gateway - S6 */
static void gateway(struct bench *b)
{
	hosted(b, "mx1.test.pphosted.com");
}

/* exo_copied - S7: made for another domain */
static void exo_copied(struct bench *b)
{
	hosted(b, "elders-nl.x-v1.mx.microsoft");
}

/* exo_retired - a name that is gone */
static void exo_retired(struct bench *b)
{
	hosted(b, "test.mail.eo.outlook.com");
}

/* exo_proof - no mail host at all */
static void exo_proof(struct bench *b)
{
	hosted(b, "ms12345678.msv1.invalid");
}

/* google - a provider without DANE */
static void google(struct bench *b)
{
	hosted(b, "aspmx.l.google.com");
	no_records(b);
}

/* ready - a provider with DANE, the domain not signed */
static void ready(struct bench *b)
{
	hosted(b, "mx1.soverin.net");
	b->d.report.mx_status = DS_INSECURE;
}

static const struct bench_change changes[] = {
	{ "S1 old name", exo_old, DS_F_EXO_LEGACY_HOST, DS_NOTICE },
	{ "S2 both names", exo_both, DS_F_EXO_OLD_AND_NEW, DS_WARNING },
	{ "S3 unsigned", exo_unsigned, DS_F_EXO_DOMAIN_UNSIGNED, DS_WARNING },
	{ "S4 not turned on", exo_off, DS_F_EXO_DANE_OFF, DS_NOTICE },
	{ "S5 complete", exo_done, DS_F_EXO_COMPLETE, DS_INFO },
	{ "S6 gateway", gateway, DS_F_PROVIDER_GATEWAY, DS_INFO },
	{ "S7 copied", exo_copied, DS_F_EXO_NAME_FOR_OTHER_DOMAIN, DS_WARNING },
	{ "retired", exo_retired, DS_F_EXO_RETIRED_HOST, DS_ERROR },
	{ "ownership", exo_proof, DS_F_EXO_OWNERSHIP_RECORD, DS_NOTICE },
	{ "no DANE there", google, DS_F_PROVIDER_NO_DANE, DS_NOTICE },
	{ "provider ready", ready, DS_F_PROVIDER_READY_DOMAIN_UNSIGNED, DS_WARNING },
};

/* each change is named by its code, as bad as it is, in words without a gap */
static void test_changes(void **state)
{
	(void)state;
	for (size_t i = 0; i < count_of(changes); i++)
		bench_expect(&changes[i]);
}

/* the first step of the move to the new name depends on the domain's being signed, and so does who
 * takes it */
static void test_first_step(void **state)
{
	struct bench *b = bench_new(), *c = bench_new();

	(void)state;
	exo_old(b);
	bench_run(b);
	exo_old(c);
	c->d.report.mx_status = DS_INSECURE;
	bench_run(c);
	assert_int_equal(found(&b->d.report, DS_F_EXO_LEGACY_HOST)->who, DS_ACT_MAIL_OPERATOR);
	assert_int_equal(found(&c->d.report, DS_F_EXO_LEGACY_HOST)->who, DS_ACT_DNS_OPERATOR);
	assert_string_not_equal(found(&b->d.report, DS_F_EXO_LEGACY_HOST)->args[1],
	    found(&c->d.report, DS_F_EXO_LEGACY_HOST)->args[1]);
	bench_free(b);
	bench_free(c);
}

/* what has to be waited for between the steps: the TTL that was signed, not what a resolver has left
 * of it; and no TLSA record may be held on to as long as its denial says */
static void test_waits(void **state)
{
	struct ds_sig sig = { .type_covered = DS_T_MX, .original_ttl = 7200 };
	struct ds_rr rr = { .type = DS_T_MX, .ttl = 100 };
	const struct ds_rr *rrs[] = { &rr };
	struct ds_denial denial = { .nrrs = 1, .rrs = rrs };
	struct bench *b = bench_new(), *c = bench_new();
	char until[24];

	(void)state;
	exo_both(b);
	b->mx = (struct ds_answer){ .nrrs = 1, .rrs = rrs, .nsigs = 1, .sigs = &sig };
	bench_run(b);
	assert_null(found(&b->d.report, DS_F_EXO_COMPLETE)); /* while the old name is there */
	assert_string_equal(found(&b->d.report, DS_F_EXO_LEGACY_HOST)->args[2], "7200");
	assert_string_equal(found(&b->d.report, DS_F_EXO_OLD_AND_NEW)->args[3], "7200");
	snprintf(until, sizeof until, "%lld", (long long)NOW + 7200);
	assert_string_equal(found(&b->d.report, DS_F_EXO_OLD_AND_NEW)->args[4], until);
	bench_free(b);
	exo_off(c);
	c->tlsa.denial = &denial;
	bench_run(c);
	assert_string_equal(found(&c->d.report, DS_F_EXO_DANE_OFF)->args[1], "1900");
	bench_free(c);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_first_step),
		cmocka_unit_test(test_waits),
	};

	return cmocka_run_group_tests_name("findings_hosted", tests, NULL, NULL) != 0;
}
