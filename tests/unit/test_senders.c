/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What becomes of a message from each kind of sender: one thing is changed in a domain whose mail is in
 * order, and each sender's outcome and code are looked up in a table.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/dane/policy.h"
#include "core/dane/rules.h"
#include "core/dane/senders.h"
#include "tests/unit/mail_bench.h"

#define count_of(a) (sizeof(a) / sizeof *(a))

/* Short words for the table. */
#define AUTH  DS_SEND_AUTHENTICATED
#define ENCR  DS_SEND_ENCRYPTED
#define OPEN  DS_SEND_CLEAR
#define HELD  DS_SEND_DEFERRED
#define BACK  DS_SEND_BOUNCED
#define DUNNO DS_SEND_UNKNOWN

/* in_order - nothing is changed */
static void in_order(struct bench *b)
{
	(void)b;
}

/* both_probes - how both dialogues ended */
static void both_probes(struct bench *b, enum ds_starttls starttls, enum ds_dane_result dane)
{
	for (size_t i = 0; i < 2; i++) {
		b->probe[i].starttls = starttls;
		b->probe[i].dane = dane;
		if (starttls != DS_TLS_OK)
			b->probe[i].ncerts = 0;
	}
}

/* mismatch - the certificate fits no record, at any address */
static void mismatch(struct bench *b)
{
	both_probes(b, DS_TLS_OK, DS_DANE_MISMATCH);
}

/* one_mismatch - at one address of two: the other one is tried */
static void one_mismatch(struct bench *b)
{
	b->probe[0].dane = DS_DANE_MISMATCH;
}

/* wrong_name - under usage 2 */
static void wrong_name(struct bench *b)
{
	mismatch(b);
	b->probe[0].dane_fault = b->probe[1].dane_fault = DS_CHAIN_NAME;
}

/* issuer_expired - under usage 2 */
static void issuer_expired(struct bench *b)
{
	mismatch(b);
	b->probe[0].dane_fault = b->probe[1].dane_fault = DS_CHAIN_EXPIRED;
}

/* expired - under usage 3, where dates do not count */
static void expired(struct bench *b)
{
	b->cert.not_after = NOW - DAY;
}

/* no_starttls - it is not offered */
static void no_starttls(struct bench *b)
{
	both_probes(b, DS_TLS_NOT_OFFERED, DS_DANE_NOT_APPLICABLE);
}

/* starttls_refused - it is offered, and refused */
static void starttls_refused(struct bench *b)
{
	both_probes(b, DS_TLS_REFUSED, DS_DANE_NOT_APPLICABLE);
}

/* no_handshake - it fails */
static void no_handshake(struct bench *b)
{
	both_probes(b, DS_TLS_HANDSHAKE_FAILED, DS_DANE_NOT_APPLICABLE);
}

/* silent - nothing could be seen */
static void silent(struct bench *b)
{
	both_probes(b, DS_TLS_NONE, DS_DANE_NOT_APPLICABLE);
	b->probe[0].ehlo_seen = b->probe[1].ehlo_seen = false;
}

/* unusable - no record can be used, and TLS works */
static void unusable(struct bench *b)
{
	b->host.tlsa.nusable = 0;
	both_probes(b, DS_TLS_OK, DS_DANE_NO_USABLE);
}

/* unusable_clear - and TLS does not */
static void unusable_clear(struct bench *b)
{
	b->host.tlsa.nusable = 0;
	no_starttls(b);
}

/* no_records - proved that there is none */
static void no_records(struct bench *b)
{
	b->host.tlsa.nrecords = b->host.tlsa.nusable = 0;
	b->tlsa.nrrs = 0;
	both_probes(b, DS_TLS_OK, DS_DANE_NOT_APPLICABLE);
}

/* no_records_clear - and no TLS either */
static void no_records_clear(struct bench *b)
{
	no_records(b);
	no_starttls(b);
}

/* tlsa_fails - the TLSA look-up is an error */
static void tlsa_fails(struct bench *b)
{
	no_records(b);
	b->host.tlsa.status = b->tlsa.status = DS_BOGUS;
}

/* address_fails - the address look-up is one */
static void address_fails(struct bench *b)
{
	b->a.status = DS_BOGUS;
}

/* one_family - the other one is forged or broken: who validates does not go there, and what is at such
 * an address does not count */
static void one_family(struct bench *b)
{
	b->aaaa = b->a;
	b->aaaa.type = DS_T_AAAA;
	b->aaaa.status = DS_BOGUS;
	b->host.aaaa = &b->aaaa;
	b->probe[1].address = "2001:db8::2";
	b->probe[1].dane = DS_DANE_MISMATCH;
	b->probe[1].starttls = DS_TLS_NOT_OFFERED;
	assert_int_equal(policy_host(&b->host, true), DS_POL_DANE_VERIFIED);
	b->aaaa.status = DS_SECURE;
	assert_int_equal(policy_host(&b->host, true), DS_POL_DANE_FAILED);
	b->aaaa.status = DS_BOGUS;
}

/* no_address - there is none */
static void no_address(struct bench *b)
{
	b->a.nrrs = 0;
	b->host.nprobes = 0;
}

/* half - the list of hosts is not signed, and they are in order */
static void half(struct bench *b)
{
	b->d.report.mx_status = DS_INSECURE;
}

/* half_mismatch - ... and they are not */
static void half_mismatch(struct bench *b)
{
	half(b);
	mismatch(b);
}

/* half_open - ... and have no TLSA records */
static void half_open(struct bench *b)
{
	half(b);
	no_records(b);
}

/* mx_bogus - the list of hosts is forged or broken */
static void mx_bogus(struct bench *b)
{
	b->d.report.mx_status = DS_BOGUS;
}

/* mx_lost - ... or not to be had */
static void mx_lost(struct bench *b)
{
	b->d.report.mx_status = DS_INDETERMINATE;
	b->d.report.nhosts = 0;
}

/* null_mx - the domain takes no mail */
static void null_mx(struct bench *b)
{
	b->d.report.mx_kind = DS_MX_NULL;
	b->d.report.nhosts = 0;
}

/* missing - the name does not exist */
static void missing(struct bench *b)
{
	b->d.report.mx_kind = DS_MX_NONE;
	b->mx.outcome = DS_OUT_NXDOMAIN;
	b->d.report.nhosts = 0;
}

/* second_good - the first host fails, the second is in order */
static void second_good(struct bench *b)
{
	b->d.report.nhosts = 2;
	b->other.probes = &b->probes[1];
	b->other.nprobes = 1;
	b->host.nprobes = 1;
	b->probe[0].dane = DS_DANE_MISMATCH;
}

/* second_silent - the first host fails, and of the second nothing is known */
static void second_silent(struct bench *b)
{
	second_good(b);
	b->probe[1].ehlo_seen = false;
	b->probe[1].starttls = DS_TLS_NONE;
}

static const struct {
	const char *name;
	void (*change)(struct bench *);
	enum ds_delivery outcome[DS_SENDERS]; /* strict, dane, dane-only, Exchange Online, none */
	const char *postfix, *exchange;       /* codes, of dane and of Exchange Online */
} cases[] = {
	{ "in order", in_order, { AUTH, AUTH, AUTH, AUTH, ENCR }, NULL, NULL },
	{ "mismatch", mismatch, { HELD, HELD, HELD, HELD, ENCR }, "4.7.5", "4.7.323" },
	{ "one mismatch", one_mismatch, { AUTH, AUTH, AUTH, AUTH, ENCR }, NULL, NULL },
	{ "wrong name", wrong_name, { HELD, HELD, HELD, HELD, ENCR }, "4.7.5", "4.7.325" },
	{ "issuer expired", issuer_expired, { HELD, HELD, HELD, HELD, ENCR }, "4.7.5", "4.7.322" },
	{ "expired, 3 1 1", expired, { AUTH, AUTH, AUTH, HELD, ENCR }, NULL, "4.7.322" },
	{ "no STARTTLS", no_starttls, { HELD, HELD, HELD, HELD, OPEN }, "4.7.4", "4.7.321" },
	{ "refused", starttls_refused, { HELD, HELD, HELD, HELD, OPEN }, "4.7.4", "4.7.321" },
	{ "handshake", no_handshake, { HELD, HELD, HELD, HELD, OPEN }, "4.7.5", "4.7.321" },
	{ "silent", silent, { DUNNO, DUNNO, DUNNO, DUNNO, DUNNO }, NULL, NULL },
	{ "unusable", unusable, { ENCR, ENCR, HELD, ENCR, ENCR }, NULL, NULL },
	{ "unusable, clear", unusable_clear, { HELD, HELD, HELD, HELD, OPEN }, "4.7.4", "4.7.321" },
	{ "no TLSA", no_records, { ENCR, ENCR, HELD, ENCR, ENCR }, NULL, NULL },
	{ "no TLSA, clear", no_records_clear, { OPEN, OPEN, HELD, OPEN, OPEN }, NULL, NULL },
	{ "TLSA fails", tlsa_fails, { HELD, HELD, HELD, HELD, ENCR }, "4.7.5", "4.7.324" },
	{ "address fails", address_fails, { HELD, HELD, HELD, HELD, ENCR }, "4.4.3", "4.4.312" },
	{ "one family", one_family, { AUTH, AUTH, AUTH, AUTH, ENCR }, NULL, NULL },
	{ "no address", no_address, { BACK, BACK, BACK, BACK, BACK }, "5.4.4", "5.4.310" },
	{ "half-DANE", half, { ENCR, ENCR, HELD, ENCR, ENCR }, NULL, NULL },
	{ "half, mismatch", half_mismatch, { ENCR, HELD, HELD, ENCR, ENCR }, "4.7.5", NULL },
	{ "half, no TLSA", half_open, { ENCR, ENCR, HELD, ENCR, ENCR }, NULL, NULL },
	{ "MX bogus", mx_bogus, { HELD, HELD, HELD, HELD, ENCR }, "4.4.3", "4.7.324" },
	{ "MX lost", mx_lost, { HELD, HELD, HELD, HELD, HELD }, "4.4.3", "4.4.312" },
	{ "null MX", null_mx, { BACK, BACK, BACK, BACK, BACK }, "5.1.0", "5.1.10" },
	{ "no such name", missing, { BACK, BACK, BACK, BACK, BACK }, "5.4.4", "5.4.310" },
	{ "second host", second_good, { AUTH, AUTH, AUTH, AUTH, ENCR }, NULL, NULL },
	{ "second silent", second_silent, { DUNNO, DUNNO, DUNNO, DUNNO, ENCR }, NULL, NULL },
};

/* same - equal texts, or none */
static bool same(const char *a, const char *b)
{
	return (a == NULL) == (b == NULL) && (a == NULL || strcmp(a, b) == 0);
}

/* the table: each kind of sender, and what two of them log */
static void test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct bench *b = bench_new();
		struct ds_sender_outcome out[DS_SENDERS];

		cases[i].change(b);
		senders_judge(&b->d.report, true, out);
		for (size_t k = 0; k < DS_SENDERS; k++) {
			if (out[k].delivery != cases[i].outcome[k])
				print_error(
				    "%s, sender %zu: %d\n", cases[i].name, k, (int)out[k].delivery);
			assert_int_equal(out[k].sender, k);
			assert_int_equal(out[k].delivery, cases[i].outcome[k]);
			assert_non_null(out[k].why);
			assert_true(out[k].rule == 0 || rule_entry(out[k].rule) != NULL);
			assert_true(out[k].delivery == HELD || out[k].delivery == BACK ||
				    out[k].code == NULL);
		}
		if (!same(out[DS_SENDER_POSTFIX].code, cases[i].postfix) ||
		    !same(out[DS_SENDER_EXCHANGE].code, cases[i].exchange))
			print_error("%s: %s, %s\n", cases[i].name, out[DS_SENDER_POSTFIX].code,
			    out[DS_SENDER_EXCHANGE].code);
		assert_true(same(out[DS_SENDER_POSTFIX].code, cases[i].postfix));
		assert_true(same(out[DS_SENDER_EXCHANGE].code, cases[i].exchange));
		bench_free(b);
	}
}

/* by which rule: the list of hosts that is not proved is why TLSA records are left aside */
static void test_rule(void **state)
{
	struct bench *b = bench_new();
	struct ds_sender_outcome out[DS_SENDERS];

	(void)state;
	half(b);
	senders_judge(&b->d.report, true, out);
	assert_int_equal(out[DS_SENDER_STRICT].rule, RULE_MX_INSECURE);
	assert_int_equal(out[DS_SENDER_DANE_ONLY].rule, RULE_MX_INSECURE);
	assert_int_equal(out[DS_SENDER_POSTFIX].rule, RULE_EE);
	assert_int_equal(out[DS_SENDER_PLAIN].rule, RULE_NONE);
	bench_free(b);
}

/* the host that takes the message, and those that would */
static void test_via(void **state)
{
	struct bench *b = bench_new();
	struct ds_sender_outcome out[DS_SENDERS];

	(void)state;
	second_good(b);
	senders_judge(&b->d.report, true, out);
	assert_int_equal(out[DS_SENDER_STRICT].host, 1);
	assert_int_equal(out[DS_SENDER_STRICT].via, 2);
	assert_int_equal(out[DS_SENDER_PLAIN].host, 0);
	assert_int_equal(out[DS_SENDER_PLAIN].via, 3);
	bench_free(b);
}

/* dane-only says why it insists */
static void test_dane_only(void **state)
{
	static const struct {
		void (*change)(struct bench *);
		const char *log;
	} insists[] = {
		{ half, "non DNSSEC destination" },
		{ no_records, "no TLSA records found" },
		{ unusable, "TLSA records unusable" },
	};

	(void)state;
	for (size_t i = 0; i < count_of(insists); i++) {
		struct bench *b = bench_new();
		struct ds_sender_outcome out[DS_SENDERS];

		insists[i].change(b);
		senders_judge(&b->d.report, true, out);
		assert_string_equal(out[DS_SENDER_DANE_ONLY].code, "4.7.5");
		assert_string_equal(out[DS_SENDER_DANE_ONLY].log, insists[i].log);
		bench_free(b);
	}
}

/* where our own resolver does not work nothing is known of anybody */
static void test_blind(void **state)
{
	struct bench *b = bench_new();
	struct ds_sender_outcome out[DS_SENDERS];

	(void)state;
	senders_judge(&b->d.report, false, out);
	for (size_t k = 0; k < DS_SENDERS; k++) {
		assert_int_equal(out[k].delivery, DS_SEND_UNKNOWN);
		assert_int_equal(out[k].host, -1);
	}
	bench_free(b);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_rule),
		cmocka_unit_test(test_via),
		cmocka_unit_test(test_dane_only),
		cmocka_unit_test(test_blind),
	};

	return cmocka_run_group_tests_name("senders", tests, NULL, NULL) != 0;
}
