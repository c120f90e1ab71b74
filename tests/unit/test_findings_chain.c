/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Faults of the chain of trust and of denials that a signed world does not have by itself: each is
 * done to a reply, or to a key, and must be named, with what was expected and what was seen.
 */
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
#define MAIL        "test.nl. MX 10 mx.test.nl.\nmx.test.nl. A 192.0.2.1\n"
#define DIGEST      "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

/* A reply, or a key, as it should not be. */
typedef void trick_fn(void *arg, const char *name, unsigned type, ldns_pkt *);

/* make - root, nl. and test.nl. as wished */
static struct dns_world *make(const struct dns_zone_wish *parent, const struct dns_zone_wish *zone)
{
	struct dns_zone_wish nl = *parent, test = *zone;
	struct dns_world *w = dns_world_new();

	nl.apex = "nl.";
	test.apex = "test.nl.";
	if (test.text == NULL)
		test.text = MAIL;
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(w, &nl);
	dns_world_add(w, &test);
	return w;
}

/* no_keys - the keys of test.nl. are gone, its DS is not */
static void no_keys(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	(void)arg;
	if (type == DS_T_DNSKEY && strcmp(name, "test.nl.") == 0)
		dns_reply_drop(pkt, 0, NULL, LDNS_RR_TYPE_DNSKEY, true);
}

/* no_proof - "no such record" without proof */
static void no_proof(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	(void)arg;
	(void)name;
	if (type == DS_T_AAAA || type == DS_T_A) {
		dns_reply_drop(pkt, 1, NULL, LDNS_RR_TYPE_NSEC, true);
		dns_reply_drop(pkt, 1, NULL, LDNS_RR_TYPE_NSEC3, true);
	}
}

/* no_tlsa_proof - the same of TLSA alone */
static void no_tlsa_proof(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	(void)arg;
	(void)name;
	if (type == DS_T_TLSA)
		dns_reply_drop(pkt, 1, NULL, LDNS_RR_TYPE_NSEC, true);
}

/* other_proof - "no such record" with the proof of another name */
static void other_proof(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	struct dns_world *w = arg;
	struct dns_zone *z = dns_world_zone(w, "test.nl.");
	const struct dns_set *set = dns_zone_denial(z, z->apex, false);

	if (type != DS_T_AAAA || strcmp(name, "mx.test.nl.") != 0)
		return;
	dns_reply_drop(pkt, 1, NULL, LDNS_RR_TYPE_NSEC, true);
	dns_reply_add_set(pkt, 1, set);
}

/* high_ttl - a TTL that nobody signed */
static void high_ttl(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	ldns_rr_list *list = ldns_pkt_answer(pkt);

	(void)arg;
	for (size_t i = 0; i < ldns_rr_list_rr_count(list); i++)
		if (type == DS_T_MX || (type == DS_T_DS && strcmp(name, "test.nl.") == 0))
			ldns_rr_set_ttl(ldns_rr_list_rr(list, i), 200000);
}

/* stray - an NSEC record that nobody signed, beside the MX set */
static void stray(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	(void)arg;
	if (type == DS_T_MX && strcmp(name, "test.nl.") == 0)
		dns_reply_add(pkt, 1, "a.test.nl. NSEC z.test.nl. A RRSIG NSEC");
}

/* stray_type - a record of a type that is not read, beside it */
static void stray_type(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	(void)arg;
	if (type == DS_T_MX && strcmp(name, "test.nl.") == 0)
		dns_reply_add(pkt, 1, "test.nl. TXT there");
}

/* mx_denied - the MX set, and "no such name" */
static void mx_denied(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	(void)arg;
	if (type == DS_T_MX && strcmp(name, "test.nl.") == 0)
		ldns_pkt_set_rcode(pkt, LDNS_RCODE_NXDOMAIN);
}

/* ds_denied - the DS set, and "no such name" */
static void ds_denied(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	(void)arg;
	if (type == DS_T_DS && strcmp(name, "test.nl.") == 0)
		ldns_pkt_set_rcode(pkt, LDNS_RCODE_NXDOMAIN);
}

/* host_denied - "no such name" of the mail host, which has no AAAA record */
static void host_denied(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	(void)arg;
	if (type == DS_T_AAAA && strcmp(name, "mx.test.nl.") == 0)
		ldns_pkt_set_rcode(pkt, LDNS_RCODE_NXDOMAIN);
}

/* each trick, and what it is called */
static void test_tricks(void **state)
{
	static const struct {
		struct dns_zone_wish parent, zone;
		trick_fn *trick;
		enum ds_code code;
		enum ds_severity severity;
		const char *at;
	} cases[] = {
		{ { 0 }, { 0 }, no_keys, DS_F_DNSSEC_DS_NO_CHILD_KEYS, DS_ERROR, "test.nl" },
		{ { 0 }, { .key_flags = 1 }, NULL, DS_F_DNSSEC_KEY_NOT_ZONE_KEY, DS_ERROR,
		    "test.nl" },
		{ { .text = "test.nl. DS 4711 99 2 " DIGEST "\n" }, { .no_ds = true }, NULL,
		    DS_F_DNSSEC_ALGORITHM_UNSUPPORTED, DS_WARNING, "test.nl" },
		{ { .text = "test.nl. DS 4711 13 99 " DIGEST "\n" }, { .no_ds = true }, NULL,
		    DS_F_DNSSEC_DS_DIGEST_UNSUPPORTED, DS_WARNING, "test.nl" },
		{ { 0 }, { 0 }, no_proof, DS_F_DNSSEC_DENIAL_MISSING, DS_WARNING, "mx.test.nl" },
		{ { 0 }, { 0 }, other_proof, DS_F_DNSSEC_DENIAL_INVALID, DS_WARNING, "mx.test.nl" },
		{ { 0 }, { .text = "test.nl. MX 10 x.test.nl.\n*.test.nl. A 192.0.2.1\n" },
		    no_proof, DS_F_DNSSEC_WILDCARD_PROOF_MISSING, DS_ERROR, "x.test.nl" },
		{ { 0 },
		    { .text = "test.nl. MX 10 mx.weg.test.nl.\nlos.test.nl. NS ns.test.\n",
			.chain = DNS_NSEC3,
			.opt_out = true },
		    NULL, DS_F_DNSSEC_NSEC3_OPT_OUT, DS_NOTICE, "mx.weg.test.nl" },
		{ { 0 }, { .chain = DNS_NSEC3, .hash = 2 }, NULL, DS_F_DNSSEC_NSEC3_HASH_UNKNOWN,
		    DS_WARNING, "mx.test.nl" },
		{ { 0 }, { 0 }, stray, DS_F_DNSSEC_STRANGER, DS_ERROR, "test.nl" },
		{ { 0 }, { 0 }, stray_type, DS_F_DNSSEC_STRANGER, DS_ERROR, "test.nl" },
		{ { 0 }, { 0 }, mx_denied, DS_F_DNSSEC_CONTRADICTION, DS_ERROR, "test.nl" },
		{ { 0 }, { 0 }, ds_denied, DS_F_DNSSEC_CONTRADICTION, DS_ERROR, "test.nl" },
		{ { 0 }, { 0 }, host_denied, DS_F_DNSSEC_NAME_DENIED, DS_WARNING, "mx.test.nl" },
		{ { 0 }, { 0 }, high_ttl, DS_F_DNSSEC_TTL_ABOVE_SIGNED, DS_NOTICE, "test.nl" },
		{ { 0 }, { 0 }, high_ttl, DS_F_DNSSEC_DS_TTL_LONG, DS_NOTICE, "test.nl" },
		/* of TLSA nobody gets around it: an error again */
		{ { 0 }, { 0 }, no_tlsa_proof, DS_F_DNSSEC_DENIAL_MISSING, DS_ERROR,
		    "_25._tcp.mx.test.nl" },
		/* caches keep it past its end */
		{ { 0 },
		    { .data_sig = { .inception = DNS_NOW - 600, .expiration = DNS_NOW + 3000 } },
		    NULL, DS_F_DNSSEC_SIG_EXPIRES_SOON, DS_WARNING, "test.nl" },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_world *w = make(&cases[i].parent, &cases[i].zone);
		const struct ds_finding *f;
		const struct ds_report *r;
		struct dns_run run;
		char text[2048];

		dns_world_build(w);
		dns_run_begin(&run, w, NULL);
		run.net.hook = (struct dns_hook){ w, cases[i].trick, NULL };
		r = dns_run_domain(&run, "test.nl");
		f = found(r, cases[i].code);
		if (f == NULL) {
			for (size_t k = 0; k < r->nfindings; k++)
				print_error("\t%s at %s\n",
				    ds_catalogue(r->findings[k]->code)->code, r->findings[k]->at);
			fail_msg("case %zu", i);
		}
		assert_int_equal(f->severity, cases[i].severity);
		assert_string_equal(f->at, cases[i].at);
		assert_null(strchr(ds_finding_text(f, text, sizeof text), '?'));
		assert_null(strchr(ds_finding_fix(f, text, sizeof text), '{'));
		dns_run_end(&run);
		dns_world_free(w);
	}
}

/* a DS with the right tag and the wrong digest: both digests are shown */
static void test_digest(void **state)
{
	struct dns_world *w = make(&(struct dns_zone_wish){ 0 }, &(struct dns_zone_wish){ 0 });
	unsigned tag = dns_world_zone(w, "test.nl.")->key[0].tag;
	const struct ds_finding *f;
	struct dns_run run;
	char text[200];

	(void)state;
	dns_world_free(w);
	snprintf(text, sizeof text, "test.nl. DS %u 15 2 " DIGEST "\n", tag);
	w = make(&(struct dns_zone_wish){ .text = text }, &(struct dns_zone_wish){ .no_ds = true });
	dns_world_build(w);
	dns_run_begin(&run, w, NULL);
	f = found(dns_run_domain(&run, "test.nl"), DS_F_DNSSEC_DS_DIGEST_MISMATCH);
	assert_non_null(f);
	assert_string_equal(f->expected, DIGEST);
	assert_int_equal(strlen(f->seen), 64);
	assert_int_equal(f->severity, DS_ERROR);
	dns_run_end(&run);
	dns_world_free(w);
}

/* rsa - a DNSKEY record with a modulus of so many octets; returns its tag */
static uint16_t rsa(char *out, size_t size, size_t octets)
{
	uint8_t key[1200] = { 3, 1, 0, 1 };
	ldns_rdf *field;
	ldns_rr *rr = dns_rr("test.nl. 3600 IN DNSKEY 256 3 8 AwEAAQ==");
	char *text;
	uint16_t tag;

	memset(key + 4, 0xc5, octets);
	field = ldns_rdf_new_frm_data(LDNS_RDF_TYPE_B64, 4 + octets, key);
	ldns_rdf_deep_free(ldns_rr_set_rdf(rr, field, 3));
	text = ldns_rr2str(rr);
	text[strcspn(text, ";")] = '\0'; /* a remark on the key */
	snprintf(out, size, MAIL "%s\n", text);
	tag = ldns_calc_keytag(rr);
	free(text);
	ldns_rr_free(rr);
	return tag;
}

/* RSA keys that are no keys, or whose use costs too much: refused, and named with their size */
static void test_refused(void **state)
{
	static const size_t octets[] = { 20, 600 };

	(void)state;
	for (size_t i = 0; i < count_of(octets); i++) {
		char text[4096], bits[8];
		uint16_t tag = rsa(text, sizeof text, octets[i]);
		struct dns_world *w = make(
		    &(struct dns_zone_wish){ 0 }, &(struct dns_zone_wish){ .text = text,
						      .data_sig = { .tag = tag, .algorithm = 8 } });
		const struct ds_finding *f;
		struct dns_run run;

		snprintf(bits, sizeof bits, "%zu", 8 * octets[i]);
		dns_world_build(w);
		dns_run_begin(&run, w, NULL);
		f = found(dns_run_domain(&run, "test.nl"), DS_F_DNSSEC_KEY_REFUSED);
		assert_non_null(f);
		assert_string_equal(f->args[1], bits);
		dns_run_end(&run);
		dns_world_free(w);
	}
}

/* lie - the proof about mx.test.nl. from a zone where it has no address; keys are the same */
static void lie(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	struct dns_world *other = arg;
	ldns_rdf *mx = dns_name("mx.test.nl.");

	if (type == DS_T_AAAA && strcmp(name, "mx.test.nl.") == 0) {
		dns_reply_drop(pkt, 1, NULL, LDNS_RR_TYPE_NSEC, true);
		dns_reply_add_set(
		    pkt, 1, dns_zone_denial(dns_world_zone(other, "test.nl."), mx, false));
	}
	ldns_rdf_deep_free(mx);
}

/* skip_mx - the proof that nothing lies between test.nl. and zz.test.nl., where mx.test.nl. is */
static void skip_mx(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	struct dns_world *other = arg;
	struct dns_zone *z = dns_world_zone(other, "test.nl.");

	if (type == DS_T_CDS && strcmp(name, "test.nl.") == 0) {
		dns_reply_drop(pkt, 1, NULL, LDNS_RR_TYPE_NSEC, true);
		dns_reply_add_set(pkt, 1, dns_zone_denial(z, z->apex, false));
	}
}

/* validly signed proofs that deny what the same servers give */
static void test_false(void **state)
{
	static const struct {
		const char *other; /* what the signer of the proof knew */
		trick_fn *trick;
		const char *type;
	} cases[] = {
		{ "test.nl. MX 10 mx.test.nl.\nmx.test.nl. TXT x\n", lie, "A" },
		{ "test.nl. MX 10 mx.test.nl.\nzz.test.nl. A 192.0.2.1\n", skip_mx, "A" },
		{ "test.nl. TXT x\nmx.test.nl. A 192.0.2.1\n", skip_mx, "MX" },
		{ MAIL, lie, NULL },
		{ MAIL, skip_mx, NULL },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_world *w =
		    make(&(struct dns_zone_wish){ 0 }, &(struct dns_zone_wish){ 0 });
		struct dns_world *other = make(&(struct dns_zone_wish){ 0 },
		    &(struct dns_zone_wish){ .text = cases[i].other });
		const struct ds_finding *f;
		struct dns_run run;

		dns_world_build(w);
		dns_world_build(other);
		dns_run_begin(&run, w, NULL);
		run.net.hook = (struct dns_hook){ other, cases[i].trick, NULL };
		f = found(dns_run_domain(&run, "test.nl"), DS_F_DNSSEC_DENIAL_FALSE);
		if ((f != NULL) != (cases[i].type != NULL))
			print_error("case %zu\n", i);
		assert_int_equal(f != NULL, cases[i].type != NULL);
		if (f != NULL)
			assert_string_equal(f->args[0], cases[i].type);
		dns_run_end(&run);
		dns_world_free(other);
		dns_world_free(w);
	}
}

/* a signature of tomorrow: is our clock the suspect? */
static void test_early(void **state)
{
	static const struct {
		unsigned wait;
		bool at_given;
		const char *words;
	} cases[] = {
		{ 60, false, "this machine's own clock may be slow" },
		{ 2 * DNS_DAY, false, "Our own clock is not the cause" },
		{ 60, true, "the one that --at gives" },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_world *w = make(&(struct dns_zone_wish){ 0 },
		    &(struct dns_zone_wish){
			.data_sig = { .inception = DNS_NOW + cases[i].wait } });
		const struct ds_finding *f;
		struct dns_run run;
		char text[2048];

		dns_world_build(w);
		dns_run_begin(&run, w, NULL);
		run.engine->at_given = cases[i].at_given;
		run.engine->at = DNS_NOW;
		f = found(dns_run_domain(&run, "test.nl"), DS_F_DNSSEC_SIG_NOT_YET_VALID);
		assert_non_null(f);
		assert_non_null(strstr(ds_finding_text(f, text, sizeof text), cases[i].words));
		dns_run_end(&run);
		dns_world_free(w);
	}
}

/* the day by which somebody must look is never one that has gone: Friday before a weekend */
static void test_last_day(void **state)
{
	static const struct {
		unsigned left;
		const char *day;
	} cases[] = {
		/* DNS_NOW is Thursday 2026-01-01 */
		{ 3600, "Thursday 2026-01-01" },
		{ 3 * DNS_DAY - 60, "Friday 2026-01-02" },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_world *w = make(&(struct dns_zone_wish){ 0 },
		    &(struct dns_zone_wish){ .data_sig = { .inception = DNS_NOW - 30 * DNS_DAY,
						 .expiration = DNS_NOW + cases[i].left } });
		const struct ds_finding *f;
		struct dns_run run;
		char text[2048];

		dns_world_build(w);
		dns_run_begin(&run, w, NULL);
		f = found(dns_run_domain(&run, "test.nl"), DS_F_DNSSEC_SIG_EXPIRES_SOON);
		assert_non_null(f);
		ds_finding_fix(f, text, sizeof text);
		if (strstr(text, cases[i].day) == NULL)
			fail_msg("%s", text);
		dns_run_end(&run);
		dns_world_free(w);
	}
}

/* one fault, one error beside what follows from it for the domain */
static void test_not_many(void **state)
{
	static const struct dns_zone_wish zones[] = {
		{ .keys_sig = { .expiration = DNS_NOW - 1 } },
		{ .data_sig = { .expiration = DNS_NOW - 1 },
		    .keys_sig = { .expiration = DNS_NOW - 1 },
		    .denial_sig = { .expiration = DNS_NOW - 1 } },
		{ .ds_stray = true },
		{ .keys_sig = { .absent = true } },
		{ .key_flags = 257 | 0x80 },
	};

	(void)state;
	for (size_t i = 0; i < count_of(zones); i++) {
		struct dns_world *w = make(&(struct dns_zone_wish){ 0 }, &zones[i]);
		const struct ds_report *r;
		struct dns_run run;
		size_t errors = 0;

		dns_world_build(w);
		dns_run_begin(&run, w, NULL);
		r = dns_run_domain(&run, "test.nl");
		for (size_t k = 0; k < r->nfindings; k++)
			errors += r->findings[k]->severity == DS_ERROR;
		if (errors < 2 || errors > 3)
			for (size_t k = 0; k < r->nfindings; k++)
				print_error("%zu: %s at %s\n", i,
				    ds_catalogue(r->findings[k]->code)->code, r->findings[k]->at);
		assert_in_range(
		    errors, 2, 3); /* the cause, perhaps its twin, and MX_LOOKUP_FAILED */
		assert_non_null(found(r, DS_F_MX_LOOKUP_FAILED));
		assert_null(found(r, DS_F_MX_HOST_LOOKUP_FAILED));
		assert_int_not_equal(ds_finding_worst(r)->code, DS_F_MX_LOOKUP_FAILED);
		dns_run_end(&run);
		dns_world_free(w);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tricks),
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_false),
		cmocka_unit_test(test_early),
		cmocka_unit_test(test_last_day),
		cmocka_unit_test(test_not_many),
	};

	return cmocka_run_group_tests_name("findings_chain", tests, NULL, NULL) != 0;
}
