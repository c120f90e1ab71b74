/* SPDX-License-Identifier: BSD-2-Clause */
/* What is asked beside the proof: the resolver's own opinion, CDS and CDNSKEY, the name between. */
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
#include "core/diagnosis/labels.h"
#include "core/report/report.h"
#include "tests/unit/dns_run.h"
#include "tests/unit/found.h"

#define count_of(a) (sizeof(a) / sizeof *(a))
#define HEAD        12 /* octets before the question */

static char tlsa[80], mail[400];
static struct cert *cert;

/* up, down - a certificate and the record of it */
static int up(void **state)
{
	(void)state;
	cert = dns_run_cert(tlsa);
	snprintf(mail, sizeof mail,
	    "test.nl. MX 10 mx.test.nl.\nmx.test.nl. A 192.0.2.1\n_25._tcp.mx.test.nl. TLSA %s\n",
	    tlsa);
	return 0;
}

static int down(void **state)
{
	(void)state;
	cert_free(cert);
	return 0;
}

/* has_any - is one of these there? */
static bool has_any(const struct ds_report *r, const char *prefix)
{
	for (size_t i = 0; i < r->nfindings; i++)
		if (strncmp(ds_catalogue(r->findings[i]->code)->code, prefix, strlen(prefix)) == 0)
			return true;
	return false;
}

/* make - root, nl. and test.nl. with its mail, and more */
static struct dns_world *make(const struct dns_zone_wish *wish, const char *more)
{
	struct dns_world *w = dns_world_new();
	struct dns_zone_wish zone = *wish;
	char text[4096];

	snprintf(text, sizeof text, "%s%s", mail, more);
	zone.apex = "test.nl.";
	zone.text = text;
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "nl." });
	dns_world_add(w, &zone);
	dns_world_build(w);
	return w;
}

/* How the resolver behaves when it is asked for its opinion. */
enum manner { VALIDATES, NEVER_AD, CREDULOUS, FAILS, AD_FOR_ALL, SILENT };

/* is_opinion - a question without CD */
static bool is_opinion(const struct net_ask *ask)
{
	return (ask->wire[3] & 0x10) == 0;
}

/* refuse - SERVFAIL with "signature expired" (RFC 8914): the question, and EDNS */
static void refuse(const char *name, uint8_t *wire, size_t *len)
{
	static const uint8_t opt[] = { 0, 0, 41, 4, 208, 0, 0, 0x80, 0, 0, 6, 0, 15, 0, 2, 0, 7 };
	size_t end = HEAD + (strcmp(name, ".") == 0 ? 1 : strlen(name) + 1) + 4;

	wire[3] = (uint8_t)((wire[3] & 0xd0) | LDNS_RCODE_SERVFAIL);
	memset(wire + 6, 0, 5);
	wire[11] = 1;
	memcpy(wire + end, opt, sizeof opt);
	*len = end + sizeof opt;
}

/* opine - a resolver of some manner; `arg` says which */
static enum net_error opine(void *arg, const char *name, unsigned type, const struct net_ask *ask,
    uint8_t *wire, size_t *len)
{
	enum manner manner = *(const enum manner *)arg;
	bool root = strcmp(name, ".") == 0;

	(void)type;
	if (!is_opinion(ask))
		return NET_OK;
	if (manner == FAILS && !root)
		refuse(name, wire, len);
	else if (manner == VALIDATES || manner == AD_FOR_ALL || (root && manner != NEVER_AD))
		wire[3] |= 0x20;
	return NET_OK;
}

/* lose - messages to a resolver that keeps its opinion to itself */
static bool lose(void *arg, const struct net_ask *ask)
{
	return *(const enum manner *)arg == SILENT && is_opinion(ask);
}

/* each manner beside each state of the zone */
static void test_opinions(void **state)
{
	const struct {
		struct dns_zone_wish zone;
		enum manner manner;
		int code; /* -1: none of the resolver */
		enum ds_status expected;
		const char *seen;
	} cases[] = {
		{ { 0 }, VALIDATES, -1, DS_SECURE, NULL },
		{ { 0 }, NEVER_AD, DS_F_RESOLVER_NOT_VALIDATING, DS_SECURE, NULL },
		{ { 0 }, FAILS, DS_F_RESOLVER_DISAGREES, DS_SECURE, "it fails (SERVFAIL)" },
		{ { 0 }, CREDULOUS, DS_F_RESOLVER_DISAGREES, DS_SECURE,
		    "it is not proved (no AD)" },
		{ { 0 }, SILENT, -1, DS_SECURE, NULL },
		{ { .chain = DNS_UNSIGNED }, CREDULOUS, -1, DS_SECURE, NULL },
		{ { .chain = DNS_UNSIGNED }, NEVER_AD, DS_F_RESOLVER_NOT_VALIDATING, DS_SECURE,
		    NULL },
		{ { .chain = DNS_UNSIGNED }, AD_FOR_ALL, DS_F_RESOLVER_DISAGREES, DS_INSECURE,
		    "it is authentic (AD)" },
		{ { .chain = DNS_UNSIGNED }, FAILS, DS_F_RESOLVER_DISAGREES, DS_INSECURE,
		    "it fails (SERVFAIL)" },
		{ { .data_sig = { .spoilt = true }, .denial_sig = { .spoilt = true } }, FAILS, -1,
		    DS_SECURE, NULL },
		{ { .data_sig = { .spoilt = true } }, CREDULOUS, DS_F_RESOLVER_NOT_VALIDATING,
		    DS_SECURE, NULL },
		{ { .data_sig = { .spoilt = true } }, AD_FOR_ALL, DS_F_RESOLVER_DISAGREES, DS_BOGUS,
		    "it is authentic (AD)" },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_world *w = make(&cases[i].zone, "");
		enum manner manner = cases[i].manner;
		const struct ds_finding *f;
		const struct ds_report *r;
		struct dns_run run;
		char text[2048];

		dns_run_begin(&run, w, cert);
		run.net.hook = (struct dns_hook){ &manner, NULL, opine };
		run.net.lost = lose;
		r = dns_run_domain(&run, "test.nl");
		f = cases[i].code >= 0 ? found(r, cases[i].code) : NULL;
		if ((cases[i].code < 0) != !has_any(r, "RESOLVER_") ||
		    (cases[i].code >= 0 && f == NULL))
			print_error("case %zu\n", i);
		assert_int_equal(cases[i].code < 0, !has_any(r, "RESOLVER_"));
		assert_true(cases[i].code < 0 || f != NULL);
		if (cases[i].seen != NULL) {
			assert_string_equal(ds_finding_expected(f, text, sizeof text),
			    ds_status_label(cases[i].expected));
			assert_string_equal(ds_finding_seen(f, text, sizeof text), cases[i].seen);
		}
		if (f != NULL) {
			ds_finding_text(f, text, sizeof text);
			assert_null(strchr(text, '?')); /* every argument is there */
		}
		/* the verdict is that of the proof */
		assert_int_equal(r->verdict, cases[i].zone.data_sig.spoilt ? DS_V_BROKEN
					     : cases[i].zone.chain == DNS_UNSIGNED
						 ? DS_V_UNPROTECTED
						 : DS_V_SECURED);
		dns_run_end(&run);
		dns_world_free(w);
	}
}

/* what the resolver said is in the report, with the reason that it gave */
static void test_reported(void **state)
{
	struct dns_world *w = make(&(struct dns_zone_wish){ 0 }, "");
	enum manner manner = FAILS;
	const struct ds_opinion *o;
	const struct ds_report *r;
	struct dns_run run;
	char line[256], *json;

	(void)state;
	dns_run_begin(&run, w, cert);
	run.net.hook = (struct dns_hook){ &manner, NULL, opine };
	run.net.lost = lose;
	r = dns_run_domain(&run, "test.nl");
	o = ds_opinion_find(r, "test.nl", DS_T_MX);
	assert_non_null(o);
	assert_int_equal(o->outcome, DS_OUT_SERVFAIL);
	assert_int_equal(o->ede, 7);
	assert_string_equal(ds_opinion_line(o, line, sizeof line),
	    "the server reports a failure (SERVFAIL); its reason: a signature has expired (EDE 7)");
	assert_non_null(ds_opinion_find(r, "mx.test.nl", DS_T_A));
	assert_non_null(ds_opinion_find(r, "_25._tcp.mx.test.nl", DS_T_TLSA));
	assert_null(ds_opinion_find(r, "test.nl", DS_T_TLSA));
	json = ds_report_json(r);
	assert_non_null(strstr(
	    json, "\"resolver\":{\"outcome\":\"servfail\",\"rcode\":2,\"ad\":false,\"ede\":7"));
	free(json);
	dns_run_end(&run);
	dns_world_free(w);
}

/* a resolver judges as of now: what it says is not held against a proof as at another moment */
static void test_other_moment(void **state)
{
	struct dns_world *w = make(
	    &(struct dns_zone_wish){ .data_sig = { .expiration = DNS_NOW + 5 * DNS_DAY } }, "");

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		enum manner manner = VALIDATES;
		const struct ds_report *r;
		struct dns_run run;

		dns_run_begin(&run, w, cert);
		run.net.hook = (struct dns_hook){ &manner, NULL, opine };
		run.engine->at_given = i == 1;
		run.engine->at = DNS_NOW + 6 * DNS_DAY;
		r = dns_run_domain(&run, "test.nl");
		assert_int_equal(r->verdict, i == 0 ? DS_V_SECURED : DS_V_BROKEN);
		assert_false(has_any(r, "RESOLVER_"));
		assert_non_null(ds_opinion_find(r, "test.nl", DS_T_MX));
		dns_run_end(&run);
	}
	dns_world_free(w);
}

/* opinions cost no round: not before the first connection, and not at the end */
static void test_no_round(void **state)
{
	struct dns_world *w = make(&(struct dns_zone_wish){ 0 }, "");
	uint64_t elapsed[4], opened[4];

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		enum manner manner = i % 2 == 0 ? VALIDATES : SILENT;
		const struct ds_report *r;
		struct dns_run run;

		dns_run_begin(&run, w, cert);
		run.engine->looks = DS_LOOKS_NEVER;
		run.net.hook = (struct dns_hook){ &manner, NULL, opine };
		run.net.lost = lose;
		run.engine->no_smtp = i >= 2;
		r = dns_run_domain(&run, "test.nl");
		assert_int_equal(r->verdict, DS_V_SECURED);
		elapsed[i] = r->elapsed_us;
		opened[i] = run.net.opened_us - DNS_BEGIN;
		dns_run_end(&run);
	}
	assert_int_equal(opened[0], 2 * DNS_RTT);
	assert_int_equal(opened[1], 2 * DNS_RTT);
	assert_in_range(elapsed[0], 1, 9 * DNS_RTT);
	assert_in_range(elapsed[2], 1, 2 * DNS_RTT);
	/* where it keeps silent: the first message of each, and no more */
	assert_in_range(elapsed[1], 1, 2500000);
	assert_in_range(elapsed[3], 1, 2500000);
	dns_world_free(w);
}

/* every Extended DNS Error has words; so has one without a name */
static void test_ede_words(void **state)
{
	(void)state;
	for (int i = 0; i < 30; i++)
		assert_true(strlen(ds_ede_label(i)) > 0);
	assert_string_equal(ds_ede_label(30), ds_ede_label(-1));
}

/* as_child - the record as the zone itself publishes it: "\tDS\t" becomes "\tCDS\t" */
static void as_child(char *out, size_t size, ldns_rr *rr, const char *type)
{
	char *text = ldns_rr2str(rr), mark[16], *at;

	snprintf(mark, sizeof mark, "\t%s\t", type);
	at = strstr(text, mark);
	dns_must(at != NULL, "record");
	snprintf(out, size, "%.*s\tC%s", (int)(at - text), text, at + 1);
	free(text);
	ldns_rr_free(rr);
}

/* records_of - CDS and CDNSKEY of the key of test.nl.; the same at every run */
static void records_of(char cds[600], char cdnskey[600])
{
	struct dns_world *w = dns_world_new();
	struct dns_zone *z = dns_world_add(w, &(struct dns_zone_wish){ .apex = "test.nl." });

	as_child(cds, 600, dns_key_ds(&z->key[0], z->apex, 2), "DS");
	as_child(cdnskey, 600, dns_key_rr(&z->key[0], z->apex), "DNSKEY");
	dns_world_free(w);
}

/* strip_cds - CDS without its signature */
static void strip_cds(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	(void)arg;
	(void)name;
	if (type == DS_T_CDS)
		dns_reply_strip(pkt, 0, 0);
}

/* what a zone asks its parent for */
static void test_cds(void **state)
{
	char cds[600], cdnskey[600];
	const struct {
		const char *text;
		bool split, strip;
		int code; /* -1: none */
	} cases[] = {
		{ "", false, false, -1 },
		{ cds, false, false, -1 },
		{ cdnskey, false, false, -1 },
		{ "test.nl. CDS 0 0 0 00\n", false, false, DS_F_DNSSEC_CDS_DELETE },
		{ "test.nl. CDNSKEY 0 3 0 AA==\n", false, false, DS_F_DNSSEC_CDS_DELETE },
		{ "test.nl. CDS 4711 13 2 "
		  "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n",
		    false, false, DS_F_DNSSEC_CDS_MISMATCH },
		{ cds, false, true, DS_F_DNSSEC_CDS_UNSIGNED },
		/* signed by a key that the parent knows nothing of */
		{ cds, true, false, DS_F_DNSSEC_CDS_UNSIGNED },
	};

	(void)state;
	records_of(cds, cdnskey);
	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_world *w =
		    make(&(struct dns_zone_wish){ .split = cases[i].split }, cases[i].text);
		const struct ds_finding *f;
		const struct ds_report *r;
		struct dns_run run;
		char own[8];

		snprintf(own, sizeof own, "%u", dns_world_zone(w, "test.nl.")->key[0].tag);
		dns_run_begin(&run, w, cert);
		if (cases[i].strip)
			run.net.hook.packet = strip_cds;
		r = dns_run_domain(&run, "test.nl");
		f = cases[i].code >= 0 ? found(r, cases[i].code) : NULL;
		if ((cases[i].code >= 0) != (f != NULL))
			print_error("case %zu\n", i);
		assert_int_equal(cases[i].code < 0, !has_any(r, "DNSSEC_CDS"));
		assert_true(cases[i].code < 0 || f != NULL);
		assert_int_equal(r->verdict, DS_V_SECURED);
		if (cases[i].code == DS_F_DNSSEC_CDS_MISMATCH) {
			assert_string_equal(f->expected, own);
			assert_string_equal(f->seen, "4711");
		}
		dns_run_end(&run);
		dns_world_free(w);
	}
}

/* a mail host of another zone: where that is what its name stands in, CDS is asked for in the round of the
 * addresses; where not, in one more; of an unsigned domain's host nothing is asked too early */
static void test_rounds(void **state)
{
	static const struct {
		const char *host;
		enum dns_chain domain;
		uint64_t rounds;
		unsigned questions;
	} cases[] = {
		{ "mx.other.nl.", DNS_NSEC, 2, 22 },
		{ "mx.mail.other.nl.", DNS_NSEC, 3, 26 }, /* two in vain */
		{ "mx.other.nl.", DNS_UNSIGNED, 3, 20 },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_world *w = dns_world_new();
		const struct ds_report *r;
		struct dns_run run;
		char mx[80], other[400];

		snprintf(mx, sizeof mx, "test.nl. MX 10 %s\n", cases[i].host);
		snprintf(other, sizeof other,
		    "%s A 192.0.2.1\n_25._tcp.%s TLSA %s\nother.nl. CDS 0 0 0 00\n", cases[i].host,
		    cases[i].host, tlsa);
		dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
		dns_world_add(w, &(struct dns_zone_wish){ .apex = "nl." });
		dns_world_add(w, &(struct dns_zone_wish){
				     .apex = "test.nl.", .text = mx, .chain = cases[i].domain });
		dns_world_add(w, &(struct dns_zone_wish){ .apex = "other.nl.", .text = other });
		dns_world_build(w);
		dns_run_begin(&run, w, cert);
		run.engine->no_smtp = true;
		r = dns_run_domain(&run, "test.nl");
		assert_int_equal(r->elapsed_us, cases[i].rounds * DNS_RTT);
		assert_non_null(found(r, DS_F_DNSSEC_CDS_DELETE));
		assert_int_equal(r->queries_sent, cases[i].questions);
		dns_run_end(&run);
		dns_world_free(w);
	}
}

/* deny_between - a server that knows no empty non-terminals */
static void deny_between(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	(void)arg;
	(void)type;
	if (strcmp(name, "_tcp.mx.test.nl.") == 0)
		ldns_pkt_set_rcode(pkt, LDNS_RCODE_NXDOMAIN);
}

/* "no such name", though a TLSA record lies below it (RFC 8020) */
static void test_between(void **state)
{
	struct dns_world *w = make(&(struct dns_zone_wish){ 0 }, "");
	const struct ds_finding *f;
	const struct ds_report *r;
	struct dns_run run;

	(void)state;
	dns_run_begin(&run, w, cert);
	r = dns_run_domain(&run, "test.nl");
	assert_null(found(r, DS_F_DNSSEC_DENIAL_EMPTY_NONTERMINAL));
	run.net.hook.packet = deny_between;
	r = dns_run_domain(&run, "test.nl");
	f = found(r, DS_F_DNSSEC_DENIAL_EMPTY_NONTERMINAL);
	assert_non_null(f);
	assert_string_equal(f->at, "_tcp.mx.test.nl");
	assert_string_equal(f->args[2], "_25._tcp.mx.test.nl");
	assert_int_equal(r->verdict, DS_V_SECURED); /* who asks for the whole name gets it */
	dns_run_end(&run);
	dns_world_free(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_opinions),
		cmocka_unit_test(test_reported),
		cmocka_unit_test(test_other_moment),
		cmocka_unit_test(test_no_round),
		cmocka_unit_test(test_ede_words),
		cmocka_unit_test(test_cds),
		cmocka_unit_test(test_rounds),
		cmocka_unit_test(test_between),
	};

	return cmocka_run_group_tests_name("aside", tests, up, down) != 0;
}
