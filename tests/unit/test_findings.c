/* SPDX-License-Identifier: BSD-2-Clause */
/* Each fault is named by its own code: zones and hosts with one fault each, and what is found. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/diagnosis/catalogue.h"
#include "core/diagnosis/diagnosis_impl.h"
#include "tests/unit/dns_run.h"
#include "tests/unit/found.h"

#define count_of(a) (sizeof(a) / sizeof *(a))
#define DIGEST      "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define HOST        "mx.test.nl. A 192.0.2.1\n"
#define MAIL        "test.nl. MX 10 mx.test.nl.\n" HOST
#define NOTHING     DS_F_COUNT
#define SALT_20     "0123456789abcdefghij"
#define SALT        SALT_20 SALT_20 SALT_20 SALT_20 SALT_20 /* three blocks of SHA-1 a hash */

/* What all tests share. */
struct shared {
	struct cert *cert;
	char tlsa[80], good[400];
};

/* up, down - makes it, frees it */
static int up(void **state)
{
	struct shared *s = calloc(1, sizeof *s);

	assert_non_null(s);
	s->cert = dns_run_cert(s->tlsa);
	snprintf(s->good, sizeof s->good, MAIL "_25._tcp.mx.test.nl. TLSA %s\n", s->tlsa);
	*state = s;
	return 0;
}

static int down(void **state)
{
	struct shared *s = *state;

	cert_free(s->cert);
	free(s);
	return 0;
}

/* tell - what was found, where a test fails */
static void tell(size_t number, const struct ds_report *r)
{
	print_error("case %zu, verdict %d:\n", number, (int)r->verdict);
	for (size_t i = 0; i < r->nfindings; i++)
		print_error(
		    "\t%s at %s\n", ds_catalogue(r->findings[i]->code)->code, r->findings[i]->at);
}

/* look - a diagnosis of test.nl in a world of three zones; all texts of its findings can be made */
static void look(size_t number, const struct shared *s, const struct dns_zone_wish *parent,
    const struct dns_zone_wish *zone, enum ds_code code, bool error)
{
	struct dns_zone_wish nl = *parent, test = *zone;
	struct dns_world *w = dns_world_new();
	const struct ds_finding *it;
	const struct ds_report *r;
	struct dns_run run;
	char text[2048];

	nl.apex = "nl.";
	test.apex = "test.nl.";
	if (test.text == NULL)
		test.text = s->good;
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(w, &nl);
	dns_world_add(w, &test);
	dns_world_build(w);
	dns_run_begin(&run, w, s->cert);
	r = dns_run_domain(&run, "test.nl");
	it = code != NOTHING ? found(r, code) : NULL;
	if ((code != NOTHING && it == NULL) || (it != NULL && (it->severity == DS_ERROR) != error))
		tell(number, r);
	if (code != NOTHING) {
		assert_non_null(it);
		assert_int_equal(it->severity == DS_ERROR, error);
	}
	for (size_t i = 0; i < r->nfindings; i++) {
		if (code == NOTHING)
			assert_true(r->findings[i]->severity > DS_WARNING);
		assert_true(strlen(ds_finding_title(r->findings[i], text, sizeof text)) > 0);
		assert_true(strlen(ds_finding_text(r->findings[i], text, sizeof text)) > 0);
		assert_null(strchr(text, '{')); /* nothing is left unfilled */
		ds_finding_fix(r->findings[i], text, sizeof text);
		assert_null(strchr(text, '{'));
	}
	dns_run_end(&run);
	dns_world_free(w);
}

/* zones: each with one fault */
static void test_zones(void **state)
{
	static const struct {
		struct dns_zone_wish parent, zone;
		enum ds_code code;
		bool error; /* or merely something to know */
	} cases[] = {
		{ { 0 }, { 0 }, NOTHING, false },
		{ { .chain = DNS_NSEC3, .opt_out = true }, { .chain = DNS_NSEC3 }, NOTHING, false },
		{ { 0 }, { .chain = DNS_UNSIGNED }, DS_F_DNSSEC_UNSIGNED, false },
		{ { 0 }, { .no_ds = true }, DS_F_DNSSEC_DS_MISSING, false },
		{ { 0 }, { .ds_stray = true }, DS_F_DNSSEC_DS_NO_KEY, true },
		{ { 0 }, { .ds = { 1 } }, DS_F_DNSSEC_DS_DIGEST_DEPRECATED, false },
		{ { 0 }, { .ds = { 3 } }, DS_F_DNSSEC_DS_DIGEST_UNSUPPORTED, false },
		{ { 0 }, { .algorithm = 8 }, DS_F_DNSSEC_KEY_SMALL, false },
		{ { 0 }, { .algorithm = 5 }, DS_F_DNSSEC_ALGORITHM_DEPRECATED, false },
		{ { 0 }, { .key_flags = 256 }, DS_F_DNSSEC_KEY_NOT_SEP, false },
		{ { 0 }, { .key_flags = 257 | 0x80 }, DS_F_DNSSEC_KEY_REVOKED, true },
		{ { 0 }, { .key_flags = 257 | 0x80 }, DS_F_DNSSEC_DNSKEY_NOT_SIGNED_BY_DS, true },
		{ { 0 }, { .chain = DNS_NSEC3, .iterations = 5 }, DS_F_DNSSEC_NSEC3_ITERATIONS,
		    false },
		{ { 0 }, { .chain = DNS_NSEC3, .iterations = 50 }, DS_F_DNSSEC_NSEC3_ITERATIONS,
		    false },
		{ { 0 }, { .chain = DNS_NSEC3, .iterations = 51, .text = MAIL },
		    DS_F_DNSSEC_NSEC3_LIMIT, false },
		{ { 0 }, { .chain = DNS_NSEC3, .salt = "ab" }, DS_F_DNSSEC_NSEC3_SALT, false },
		/* few iterations, and a salt that makes each of them three times as dear */
		{ { 0 },
		    { .chain = DNS_NSEC3,
			.iterations = 17,
			.text = MAIL,
			.salt =
			    "ninety-nine octets of salt, ninety-nine octets of salt, ninety-nine "
			    "octets of salt, ninety-nine octe" },
		    DS_F_DNSSEC_NSEC3_LIMIT, false },
		{ { 0 },
		    { .chain = DNS_NSEC3,
			.iterations = 16,
			.text = MAIL,
			.salt =
			    "ninety-nine octets of salt, ninety-nine octets of salt, ninety-nine "
			    "octets of salt, ninety-nine octe" },
		    DS_F_DNSSEC_NSEC3_ITERATIONS, false },
		/* a key of another algorithm that signs nothing */
		{ { 0 },
		    { .text = MAIL
			"test.nl. DNSKEY 256 3 13 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
			"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n" },
		    DS_F_DNSSEC_ALGORITHM_INCOMPLETE, false },
		{ { 0 }, { .data_sig = { .expiration = DNS_NOW - 1 } }, DS_F_DNSSEC_SIG_EXPIRED,
		    true },
		{ { 0 }, { .keys_sig = { .expiration = DNS_NOW - 1 } }, DS_F_DNSSEC_SIG_EXPIRED,
		    true },
		{ { .ds_sig = { .expiration = DNS_NOW - 1 } }, { 0 }, DS_F_DNSSEC_SIG_EXPIRED,
		    true },
		/* of AAAA: senders take the IPv4 address */
		{ { 0 }, { .denial_sig = { .expiration = DNS_NOW - 1 } }, DS_F_DNSSEC_SIG_EXPIRED,
		    false },
		{ { 0 }, { .data_sig = { .inception = DNS_NOW + 1 } },
		    DS_F_DNSSEC_SIG_NOT_YET_VALID, true },
		{ { 0 }, { .data_sig = { .spoilt = true } }, DS_F_DNSSEC_SIG_INVALID, true },
		{ { 0 }, { .data_sig = { .tag = 1 } }, DS_F_DNSSEC_SIG_UNKNOWN_KEY, true },
		{ { 0 }, { .data_sig = { .labels = 1 } }, DS_F_DNSSEC_SIG_LABELS, true },
		{ { 0 }, { .data_sig = { .signer = "other." } }, DS_F_DNSSEC_SIG_WRONG_SIGNER,
		    true },
		{ { 0 }, { .data_sig = { .absent = true } }, DS_F_DNSSEC_SIG_MISSING, true },
		{ { 0 }, { .keys_sig = { .absent = true } }, DS_F_DNSSEC_SIG_MISSING, true },
		{ { 0 },
		    { .data_sig = { .inception = DNS_NOW - 20 * DNS_DAY,
			  .expiration = DNS_NOW + 2 * DNS_DAY } },
		    DS_F_DNSSEC_SIG_EXPIRES_SOON, false },
		{ { 0 }, { .data_sig = { .expiration = DNS_NOW + 400u * DNS_DAY } },
		    DS_F_DNSSEC_SIG_LIFETIME_LONG, false },
	};

	for (size_t i = 0; i < count_of(cases); i++)
		look(i, *state, &cases[i].parent, &cases[i].zone, cases[i].code, cases[i].error);
}

/* mail exchangers: each with one fault */
static void test_mail(void **state)
{
	static const struct {
		const char *text;
		enum ds_code code;
		bool error; /* or merely something to know */
	} cases[] = {
		{ "test.nl. MX 0 .\n", DS_F_MX_NULL, false },
		{ "test.nl. MX 5 .\n", DS_F_MX_NULL_PREFERENCE, false },
		{ MAIL "test.nl. MX 0 .\n", DS_F_MX_NULL_MIXED, false },
		{ "test.nl. TXT x\n", DS_F_MX_NONE, false },
		{ "test.nl. A 192.0.2.1\n", DS_F_MX_IMPLICIT, false },
		{ "test.nl. MX 10 192.0.2.1.\n", DS_F_MX_HOST_ADDRESS_LITERAL, true },
		{ "test.nl. MX 10 not.there.test.nl.\n", DS_F_MX_HOST_MISSING, true },
		{ MAIL "test.nl. MX 20 not.there.test.nl.\n", DS_F_MX_HOST_MISSING, false },
		{ "test.nl. MX 10 x.test.nl.\nx.test.nl. TXT x\n", DS_F_MX_HOST_NO_ADDRESS, true },
		{ "test.nl. MX 10 al.test.nl.\nal.test.nl. CNAME mx.test.nl.\n" HOST,
		    DS_F_MX_HOST_ALIAS, false },
		{ MAIL, DS_F_TLSA_NONE, false },
		{ MAIL, DS_F_MX_HOST_NO_IPV6, false },
		{ MAIL "mx.test.nl. TLSA 3 1 1 " DIGEST "\n", DS_F_TLSA_WRONG_OWNER, false },
		{ MAIL "_25._tcp.test.nl. TLSA 3 1 1 " DIGEST "\n", DS_F_TLSA_WRONG_OWNER, false },
		{ "test.nl. MX 10 al.test.nl.\nal.test.nl. CNAME am.test.nl.\n"
		  "am.test.nl. CNAME mx.test.nl.\n_25._tcp.am.test.nl. TLSA 3 1 1 " DIGEST
		  "\n" HOST,
		    DS_F_TLSA_WRONG_OWNER, false },
		{ "test.nl. MX 10 lus.test.nl.\nlus.test.nl. CNAME lus.test.nl.\n",
		    DS_F_DNS_ALIAS_LOOP, true },
		{ MAIL "_25._tcp.mx.test.nl. TLSA 1 1 1 " DIGEST "\n", DS_F_TLSA_USAGE_PKIX,
		    false },
		{ MAIL "_25._tcp.mx.test.nl. TLSA 9 1 1 " DIGEST "\n", DS_F_TLSA_USAGE_UNKNOWN,
		    false },
		{ MAIL "_25._tcp.mx.test.nl. TLSA 3 7 1 " DIGEST "\n", DS_F_TLSA_SELECTOR_UNKNOWN,
		    false },
		{ MAIL "_25._tcp.mx.test.nl. TLSA 3 1 9 " DIGEST "\n", DS_F_TLSA_MATCHING_UNKNOWN,
		    false },
		{ MAIL "_25._tcp.mx.test.nl. TLSA 3 1 2 " DIGEST "\n", DS_F_TLSA_LENGTH, false },
		{ MAIL "_25._tcp.mx.test.nl. TLSA 3 1 0 " DIGEST "\n", DS_F_TLSA_DATA_INVALID,
		    false },
		{ MAIL "_25._tcp.mx.test.nl. TLSA 3 1 2 " DIGEST "\n", DS_F_TLSA_ALL_UNUSABLE,
		    false },
		{ MAIL "_25._tcp.mx.test.nl. TLSA 3 1 1 " DIGEST "\n", DS_F_TLSA_MISMATCH, true },
		{ MAIL "_25._tcp.mx.test.nl. TLSA 2 1 1 " DIGEST "\n", DS_F_TLSA_TA_NOT_SENT,
		    true },
	};

	for (size_t i = 0; i < count_of(cases); i++)
		look(i, *state, &(struct dns_zone_wish){ 0 },
		    &(struct dns_zone_wish){ .text = cases[i].text }, cases[i].code,
		    cases[i].error);
}

/* a revoked key that signs records is named as such */
static void test_revoked_signer(void **state)
{
	const struct shared *s = *state;
	struct dns_world *w = dns_world_new();
	struct dns_zone *z;
	struct dns_run run;

	dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
	z = dns_world_add(
	    w, &(struct dns_zone_wish){ .apex = "test.", .text = "test. MX 0 .\n", .split = true });
	dns_key_flags(&z->key[1], 256 | 0x80);
	dns_world_build(w);
	dns_run_begin(&run, w, s->cert);
	assert_non_null(found(dns_run_domain(&run, "test"), DS_F_DNSSEC_KEY_REVOKED));
	assert_null(found(ds_diagnosis_report(run.d), DS_F_DNSSEC_KEY_REFUSED));
	dns_run_end(&run);
	dns_world_free(w);
}

/* the same thing, met twice, is told once */
static void test_once(void **state)
{
	struct shared *s = *state;
	struct dns_world *w = dns_run_world(s->tlsa);
	const struct ds_report *r;
	struct dns_run run;

	dns_run_begin(&run, w, s->cert);
	r = dns_run_domain(&run, "uit.nl");
	for (size_t i = 0; i < r->nfindings; i++)
		for (size_t k = i + 1; k < r->nfindings; k++) {
			const struct ds_finding *a = r->findings[i], *b = r->findings[k];

			assert_false(a->code == b->code && strcmp(a->at, b->at) == 0 &&
				     (a->args[0] == NULL || b->args[0] == NULL ||
					 strcmp(a->args[0], b->args[0]) == 0) &&
				     (a->args[1] == NULL || b->args[1] == NULL ||
					 strcmp(a->args[1], b->args[1]) == 0));
		}
	dns_run_end(&run);
	dns_world_free(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_zones),
		cmocka_unit_test(test_mail),
		cmocka_unit_test(test_revoked_signer),
		cmocka_unit_test(test_once),
	};

	return cmocka_run_group_tests_name("findings", tests, up, down) != 0;
}
