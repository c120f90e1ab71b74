/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every fault of mail hosts by its code: a report in order, one thing changed in it, and the code that
 * must be named. With nothing changed nothing is named that is worse than information.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "tests/unit/found.h"
#include "tests/unit/mail_bench.h"

#define count_of(a) (sizeof(a) / sizeof *(a))
/* --- one thing changed -------------------------------------------------------------------------- */

/* all_fail - no address fits */
static void all_fail(struct bench *b)
{
	b->probe[0].dane = b->probe[1].dane = DS_DANE_MISMATCH;
	b->probe[0].matched_record = b->probe[1].matched_record = -1;
	b->records[0].nmatches = 0;
}

/* one_fails - one of two addresses does not fit */
static void one_fails(struct bench *b)
{
	b->probe[1].dane = DS_DANE_MISMATCH;
	b->records[0].nmatches = 1;
}

/* issuer_records - the records name an issuer, which nobody sends */
static void issuer_records(struct bench *b)
{
	all_fail(b);
	b->records[0].usage = b->records[1].usage = 2;
}

/* issuer_name - ... is sent, and the name is another */
static void issuer_name(struct bench *b)
{
	issuer_records(b);
	b->records[0].nmatches = 2;
	b->match[0].depth = b->match[1].depth = 1;
	b->probe[0].dane_fault = b->probe[1].dane_fault = DS_CHAIN_NAME;
}

/* issuer_expired - ... is sent, and has expired */
static void issuer_expired(struct bench *b)
{
	issuer_name(b);
	b->issuer.not_after = NOW - DAY;
}

/* issuer_chain - ... is sent, and has not signed the server's own */
static void issuer_chain(struct bench *b)
{
	issuer_name(b);
	b->probe[0].dane_fault = b->probe[1].dane_fault = DS_CHAIN_OTHER;
	b->probe[0].dane_error = b->probe[1].dane_error = "certificate signature failure";
}

/* expired - the server's own certificate, under 3 1 1 */
static void expired(struct bench *b)
{
	b->cert.not_after = NOW - DAY;
}

/* soon - over in five days of 35 */
static void soon(struct bench *b)
{
	b->cert.not_after = NOW + 5 * DAY;
}

/* young - not begun */
static void young(struct bench *b)
{
	b->cert.not_before = NOW + DAY;
}

/* renamed - for another name */
static void renamed(struct bench *b)
{
	b->names[0] = "www.test.nl";
}

/* self_signed - by itself */
static void self_signed(struct bench *b)
{
	b->cert.self_signed = true;
	b->probe[0].ncerts = b->probe[1].ncerts = 1;
	b->probe[0].pkix = b->probe[1].pkix = "self-signed certificate";
}

/* alone - without its issuer */
static void alone(struct bench *b)
{
	b->probe[0].ncerts = b->probe[1].ncerts = 1;
	b->probe[0].pkix_fault = b->probe[1].pkix_fault = DS_CHAIN_NO_ISSUER;
	b->probe[0].pkix = b->probe[1].pkix = "unable to get local issuer certificate";
}

/* private_ca - with an issuer that no browser has */
static void private_ca(struct bench *b)
{
	b->probe[0].pkix = b->probe[1].pkix = "self-signed certificate in certificate chain";
}

/* weak_key - RSA under 2048 bits */
static void weak_key(struct bench *b)
{
	b->cert.key = "RSA 1024";
	b->cert.kind = DS_KEY_RSA;
	b->cert.bits = 1024;
}

/* weak_cipher - 112 bits */
static void weak_cipher(struct bench *b)
{
	b->tls.bits = 112;
}

/* weak_group - a short prime */
static void weak_group(struct bench *b)
{
	b->tls.group = "DH 1024";
}

/* weak_issuer - SHA-1 above the server's own */
static void weak_issuer(struct bench *b)
{
	b->issuer.signature = "sha1WithRSAEncryption";
}

/* weak_signature - SHA-1 */
static void weak_signature(struct bench *b)
{
	b->cert.signature = "sha1WithRSAEncryption";
}

/* old_tls - TLS 1.0 */
static void old_tls(struct bench *b)
{
	b->tls.version = "TLSv1";
}

/* asked - for a certificate of ours */
static void asked(struct bench *b)
{
	b->tls.asked_certificate = true;
}

/* differs - another certificate at the second address */
static void differs(struct bench *b)
{
	b->second.cert_sha256 = "ff";
	b->probe[1].certs = b->seconds;
	b->probe[1].ncerts = 1;
}

/* second_key - a second kind of key, which no record covers */
static void second_key(struct bench *b)
{
	b->alternate[0] = (struct ds_alternate){ .look = DS_LOOK_RSA,
		.result = DS_LOOKED_SHOWN,
		.ncerts = 1,
		.certs = b->seconds,
		.dane = DS_DANE_MISMATCH };
	b->alternates[0] = &b->alternate[0];
	b->probe[0].nalternates = 1;
	b->probe[0].alternates = b->alternates;
}

/* first_key - the usual key is not covered, and the second is */
static void first_key(struct bench *b)
{
	second_key(b);
	all_fail(b);
	b->alternate[0].dane = DS_DANE_VERIFIED;
}

/* nameless - no handshake without a name */
static void nameless(struct bench *b)
{
	second_key(b);
	b->alternate[0] = (struct ds_alternate){ .look = DS_LOOK_NO_SNI, .result = DS_LOOKED_NONE };
}

/* one_record - none for the next key */
static void one_record(struct bench *b)
{
	b->host.tlsa.nrecords = b->host.tlsa.nusable = 1;
}

/* in_haste - certificate and signature of the last minutes, the former record beside */
static void in_haste(struct bench *b)
{
	b->cert.not_before = NOW - 600;
	b->sig.inception = NOW - 600;
}

/* pinned - a public intermediate alone */
static void pinned(struct bench *b)
{
	b->records[0].usage = 2;
	b->match[0].depth = b->match[1].depth = 1;
	b->probe[0].matched_depth = b->probe[1].matched_depth = 1;
	one_record(b);
}

/* other_set - a whole set that fits nothing */
static void other_set(struct bench *b)
{
	b->records[1].selector = 0;
}

/* stale_512 - the stronger digest is that of a former key */
static void stale_512(struct bench *b)
{
	b->records[1].matching = 2;
	b->records[1].len = 64;
}

/* full - the whole key in the record */
static void full(struct bench *b)
{
	b->records[0].matching = 0;
}

/* long_ttl - two days */
static void long_ttl(struct bench *b)
{
	b->records[0].ttl = 2 * DAY;
}

/* unreachable - no way from here */
static void unreachable(struct bench *b)
{
	b->probe[0].connect = DS_CONN_UNREACHABLE;
	b->probe[0].error_kind = DS_PE_CONNECT;
}

/* refused - by the host or a firewall */
static void refused(struct bench *b)
{
	b->probe[0].connect = DS_CONN_REFUSED;
	b->probe[0].error_kind = DS_PE_CONNECT;
}

/* silent - no answer to the connection */
static void silent(struct bench *b)
{
	b->probe[0].connect = DS_CONN_TIMEOUT;
	b->probe[0].error_kind = DS_PE_CONNECT;
}

/* blocked - at every address */
static void blocked(struct bench *b)
{
	silent(b);
	b->probe[1].connect = DS_CONN_TIMEOUT;
	b->probe[1].error_kind = DS_PE_CONNECT;
}

/* broken_off - a dialogue that ended at a step, before the handshake */
static void broken_off(
    struct bench *b, enum ds_probe_error kind, enum ds_starttls starttls, int code)
{
	b->probe[0].error_kind = kind;
	b->probe[0].starttls = starttls;
	b->probe[0].reply_code = code;
	b->probe[0].error = "what was said";
	b->probe[0].step = DS_STEP_STARTTLS;
	b->probe[0].tls = NULL;
	b->probe[0].ncerts = 0;
	b->probe[0].dane = DS_DANE_NOT_APPLICABLE;
}

/* The steps at which it can end. */
#define BROKEN_OFF(name, kind, starttls, code)                                                     \
	static void name(struct bench *b)                                                          \
	{                                                                                          \
		broken_off(b, kind, starttls, code);                                               \
	}
BROKEN_OFF(greylisted, DS_PE_GREETING, DS_TLS_NONE, 450)
BROKEN_OFF(no_ehlo, DS_PE_EHLO, DS_TLS_NONE, 502)
BROKEN_OFF(busy_ehlo, DS_PE_EHLO, DS_TLS_NONE, 421)
BROKEN_OFF(not_offered, DS_PE_NONE, DS_TLS_NOT_OFFERED, 0)
BROKEN_OFF(not_started, DS_PE_STARTTLS, DS_TLS_REFUSED, 454)
BROKEN_OFF(injected, DS_PE_INJECTION, DS_TLS_PROTOCOL_ERROR, 0)
BROKEN_OFF(handshake, DS_PE_HANDSHAKE, DS_TLS_HANDSHAKE_FAILED, 0)
BROKEN_OFF(stalled, DS_PE_TIMEOUT, DS_TLS_NONE, 0)
BROKEN_OFF(hung_up, DS_PE_CLOSED, DS_TLS_NONE, 0)
BROKEN_OFF(garbage, DS_PE_PROTOCOL, DS_TLS_NONE, 0)
BROKEN_OFF(long_line, DS_PE_LINE_TOO_LONG, DS_TLS_NONE, 0)
BROKEN_OFF(many_lines, DS_PE_TOO_MANY_LINES, DS_TLS_NONE, 0)

/* slow - six seconds to the greeting */
static void slow(struct bench *b)
{
	b->line.us = 6000000;
}

static const struct bench_change changes[] = {
	{ "all fail", all_fail, DS_F_TLSA_MISMATCH, DS_ERROR },
	{ "one fails", one_fails, DS_F_TLSA_MISMATCH_ADDRESS, DS_ERROR },
	{ "issuer not sent", issuer_records, DS_F_TLSA_TA_NOT_SENT, DS_ERROR },
	{ "issuer, other name", issuer_name, DS_F_TLSA_TA_NAME, DS_ERROR },
	{ "issuer, expired", issuer_expired, DS_F_TLSA_TA_EXPIRED, DS_ERROR },
	{ "issuer, no chain", issuer_chain, DS_F_TLSA_TA_CHAIN, DS_ERROR },
	{ "expired under 3 1 1", expired, DS_F_TLSA_EE_EXPIRED, DS_WARNING },
	{ "expired", expired, DS_F_TLS_CERT_EXPIRED, DS_NOTICE },
	{ "expires soon", soon, DS_F_TLS_CERT_EXPIRES_SOON, DS_NOTICE },
	{ "not yet valid", young, DS_F_TLS_CERT_NOT_YET_VALID, DS_NOTICE },
	{ "another name", renamed, DS_F_TLS_CERT_NAME, DS_NOTICE },
	{ "self-signed", self_signed, DS_F_TLS_CERT_SELF_SIGNED, DS_INFO },
	{ "without its issuer", alone, DS_F_TLS_CHAIN_INCOMPLETE, DS_NOTICE },
	{ "private issuer", private_ca, DS_F_TLS_CERT_UNTRUSTED, DS_INFO },
	{ "weak key", weak_key, DS_F_TLS_CERT_WEAK_KEY, DS_WARNING },
	{ "weak signature", weak_signature, DS_F_TLS_CERT_WEAK_SIGNATURE, DS_WARNING },
	{ "weak issuer", weak_issuer, DS_F_TLS_CERT_WEAK_SIGNATURE, DS_WARNING },
	{ "weak cipher", weak_cipher, DS_F_TLS_CIPHER_WEAK, DS_WARNING },
	{ "weak group", weak_group, DS_F_TLS_CIPHER_WEAK, DS_WARNING },
	{ "TLS 1.0", old_tls, DS_F_TLS_VERSION_OLD, DS_WARNING },
	{ "client certificate", asked, DS_F_TLS_CLIENT_CERT_REQUESTED, DS_INFO },
	{ "two certificates", differs, DS_F_TLS_CERT_DIFFERS, DS_NOTICE },
	{ "second key uncovered", second_key, DS_F_TLSA_ALGORITHM_UNCOVERED, DS_ERROR },
	{ "usual key uncovered", first_key, DS_F_TLSA_ALGORITHM_UNCOVERED, DS_ERROR },
	{ "no default", nameless, DS_F_TLS_NO_DEFAULT_CERT, DS_WARNING },
	{ "one record", one_record, DS_F_TLSA_NO_ROLLOVER, DS_INFO },
	{ "in haste", in_haste, DS_F_TLSA_ROLLOVER_TOO_EARLY, DS_WARNING },
	{ "public intermediate", pinned, DS_F_TLSA_PUBLIC_CA_PINNED, DS_WARNING },
	{ "a set that fits nothing", other_set, DS_F_TLSA_PARAMETERS_UNMATCHED, DS_WARNING },
	{ "stale SHA-512", stale_512, DS_F_TLSA_DIGEST_AGILITY, DS_WARNING },
	{ "full data", full, DS_F_TLSA_FULL_DATA, DS_NOTICE },
	{ "long TTL", long_ttl, DS_F_TLSA_TTL_LONG, DS_NOTICE },
	{ "unreachable", unreachable, DS_F_SMTP_UNREACHABLE, DS_WARNING },
	{ "refused", refused, DS_F_SMTP_REFUSED, DS_WARNING },
	{ "silent", silent, DS_F_SMTP_TIMEOUT, DS_WARNING },
	{ "blocked", blocked, DS_F_SMTP_PORT_BLOCKED, DS_WARNING },
	{ "greylisted", greylisted, DS_F_SMTP_GREETING_REJECTED, DS_WARNING },
	{ "no EHLO", no_ehlo, DS_F_SMTP_EHLO_REJECTED, DS_ERROR },
	{ "EHLO put off", busy_ehlo, DS_F_SMTP_PUT_OFF, DS_WARNING },
	{ "no STARTTLS", not_offered, DS_F_STARTTLS_MISSING, DS_ERROR },
	{ "STARTTLS refused", not_started, DS_F_STARTTLS_REFUSED, DS_ERROR },
	{ "injection", injected, DS_F_STARTTLS_INJECTION, DS_ERROR },
	{ "handshake", handshake, DS_F_TLS_HANDSHAKE, DS_ERROR },
	{ "stalled", stalled, DS_F_SMTP_TIMEOUT, DS_ERROR },
	{ "hung up", hung_up, DS_F_SMTP_CLOSED, DS_ERROR },
	{ "garbage", garbage, DS_F_SMTP_PROTOCOL, DS_ERROR },
	{ "long line", long_line, DS_F_SMTP_LINE_TOO_LONG, DS_ERROR },
	{ "many lines", many_lines, DS_F_SMTP_TOO_MANY_LINES, DS_ERROR },
	{ "slow greeting", slow, DS_F_SMTP_GREETING_SLOW, DS_NOTICE },
};

/* nothing is wrong: information at most, and that a next key is ready */
static void test_in_order(void **state)
{
	struct bench *b = bench_new();

	(void)state;
	bench_run(b);
	for (size_t i = 0; i < b->d.report.nfindings; i++)
		assert_int_equal(b->d.report.findings[i]->severity, DS_INFO);
	assert_non_null(found(&b->d.report, DS_F_TLSA_ROLLOVER_READY));
	assert_non_null(found(&b->d.report, DS_F_TLSA_RECORD_UNMATCHED));
	bench_free(b);
}

/* each change is named by its code, as bad as it is, in words without a gap */
static void test_changes(void **state)
{
	(void)state;
	for (size_t i = 0; i < count_of(changes); i++)
		bench_expect(&changes[i]);
}

/* how many addresses fail of how many that answer */
static void test_k_of_n(void **state)
{
	struct bench *b = bench_new();
	const struct ds_finding *f;

	(void)state;
	all_fail(b);
	bench_run(b);
	f = found(&b->d.report, DS_F_TLSA_MISMATCH);
	assert_non_null(f);
	assert_string_equal(f->args[1], "192.0.2.1, 192.0.2.2");
	assert_string_equal(f->args[2], "2");
	assert_string_equal(f->args[3], "2");
	bench_free(b);
	b = bench_new();
	one_fails(b);
	bench_run(b);
	f = found(&b->d.report, DS_F_TLSA_MISMATCH_ADDRESS);
	assert_non_null(f);
	assert_string_equal(f->args[3], "2");
	assert_string_equal(f->args[4], "1");
	bench_free(b);
}

/* a second kind of key that fits nothing: which of the two the verdict speaks of */
static void test_who_is_shown(void **state)
{
	struct bench *b = bench_new(), *c = bench_new();

	(void)state;
	second_key(b);
	bench_run(b);
	first_key(c);
	bench_run(c);
	assert_non_null(
	    strstr(found(&b->d.report, DS_F_TLSA_ALGORITHM_UNCOVERED)->args[3], "other one"));
	assert_non_null(
	    strstr(found(&c->d.report, DS_F_TLSA_ALGORITHM_UNCOVERED)->args[3], "among them"));
	bench_free(b);
	bench_free(c);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_in_order),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_k_of_n),
		cmocka_unit_test(test_who_is_shown),
	};

	return cmocka_run_group_tests_name("findings_mail", tests, NULL, NULL) != 0;
}
