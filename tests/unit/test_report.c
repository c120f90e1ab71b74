/* SPDX-License-Identifier: BSD-2-Clause */
/* The reports: the JSON keeps to its contract, the text is what a person should see. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "core/diagnosis/catalogue.h"
#include "core/report/report.h"
#include "core/report/sheet.h"

#include "sample.h"

#define HEX32 "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

/* load - the JSON report, read back */
static json_t *load(const struct ds_report *report)
{
	char *line = ds_report_json(report);
	json_error_t error;
	json_t *object;

	assert_non_null(line);
	assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
	object = json_loads(line, JSON_REJECT_DUPLICATES, &error);
	free(line);
	assert_non_null(object);
	return object;
}

/* assert_keys - an object has these keys first, in this order */
static void assert_keys(const json_t *object, const char *expected)
{
	char keys[512] = "";
	const char *key;
	json_t *value;

	assert_true(json_is_object(object));
	json_object_foreach((json_t *)(uintptr_t)object, key, value)
	    snprintf(keys + strlen(keys), sizeof(keys) - strlen(keys), "%s ", key);
	if (strncmp(keys, expected, strlen(expected)) != 0)
		fail_msg("keys are \"%s\", not \"%s\"", keys, expected);
}

/* at - a member deep inside: "hosts.0.tlsa.base" */
static json_t *at(json_t *value, const char *path)
{
	char step[64];

	while (value != NULL && *path != '\0') {
		size_t len = strcspn(path, ".");

		snprintf(step, sizeof(step), "%.*s", (int)len, path);
		value = json_is_array(value) ? json_array_get(value, strtoul(step, NULL, 10))
					     : json_object_get(value, step);
		path += len + (path[len] == '.');
	}
	return value;
}

/* assert_text - a member is this string; NULL: null */
static void assert_text(json_t *report, const char *path, const char *expected)
{
	json_t *value = at(report, path);

	if (value == NULL)
		fail_msg("%s is not there", path);
	if (expected == NULL && !json_is_null(value))
		fail_msg("%s is not null", path);
	if (expected != NULL &&
	    (!json_is_string(value) || strcmp(json_string_value(value), expected) != 0))
		fail_msg("%s is not \"%s\"", path, expected);
}

static void keys_are_those_of_the_contract(void **state)
{
	static const struct {
		const char *path, *keys;
	} objects[] = {
		{ "", "schema domain domain_unicode started elapsed_ms probed mode verdict "
		      "deliverable summary dnssec mx hosts findings queries " },
		{ "dnssec", "status chain " },
		{ "dnssec.chain.1", "zone status parent servers ds dnskey rrsigs denial nsec3 " },
		{ "dnssec.chain.0.servers.0", "name address rtt_ms outcome faults replies " },
		{ "dnssec.chain.1.ds.0", "key_tag algorithm digest_type digest matches_key " },
		{ "dnssec.chain.1.dnskey.0",
		    "key_tag algorithm flags bits sep revoked signs_dnskey " },
		{ "dnssec.chain.1.rrsigs.0",
		    "type_covered key_tag algorithm inception expiration valid reason " },
		{ "dnssec.chain.1.nsec3", "iterations salt opt_out " },
		{ "mx", "status kind records " },
		{ "mx.records.0", "preference host " },
		{ "hosts.0", "host preference policy provider cname address_status addresses chain "
			     "tlsa probes " },
		{ "hosts.0.tlsa", "base name cname status records " },
		{ "hosts.0.tlsa.records.0",
		    "usage selector matching data ttl usable reason matches " },
		{ "hosts.0.tlsa.records.0.matches.0", "address depth " },
		{ "hosts.0.probes.0", "address port sni connect starttls error tls certificates "
				      "dane pkix transcript " },
		{ "hosts.0.probes.0.tls", "version cipher group bits " },
		{ "hosts.0.probes.0.certificates.0",
		    "subject issuer names not_before not_after key "
		    "cert_sha256 spki_sha256 " },
		{ "hosts.0.probes.0.transcript.0", "ms from text " },
		{ "findings.0", "code severity at text fix ref " },
		{ "queries", "sent tcp retries ms " },
	};
	struct sample s;
	json_t *report;

	(void)state;
	sample_fill(&s);
	report = load(&s.report);
	for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++)
		assert_keys(at(report, objects[i].path), objects[i].keys);
	json_decref(report);
}

static void values_are_those_of_the_report(void **state)
{
	static const struct {
		const char *path, *text;
	} values[] = {
		{ "schema", "danescope.report/1" },
		{ "started", "2026-01-31T12:00:00.250Z" },
		{ "mode", "resolver" },
		{ "verdict", "partial" },
		{ "deliverable", "yes" },
		{ "dnssec.status", "secure" },
		{ "dnssec.chain.0.parent", NULL },
		{ "dnssec.chain.0.denial", NULL },
		{ "dnssec.chain.0.nsec3", NULL },
		{ "dnssec.chain.1.parent", "." },
		{ "dnssec.chain.1.denial", "nsec3" },
		{ "dnssec.chain.1.nsec3.salt", "ab12" },
		{ "dnssec.chain.1.rrsigs.0.type_covered", "DNSKEY" },
		{ "dnssec.chain.1.rrsigs.0.expiration", "2026-03-02T12:00:00Z" },
		{ "dnssec.chain.1.rrsigs.0.reason", NULL },
		{ "dnssec.chain.1.rrsigs.1.reason", "expired" },
		{ "mx.kind", "mx" },
		{ "hosts.0.policy", "dane-verified" },
		{ "hosts.0.provider", NULL },
		{ "hosts.0.addresses.1", "2001:db8::25" },
		{ "hosts.0.tlsa.cname.0", "tlsa.example.nl" },
		{ "hosts.0.tlsa.records.0.data", HEX32 },
		{ "hosts.0.tlsa.records.0.reason", NULL },
		{ "hosts.0.tlsa.records.1.reason", "pkix-usage" },
		{ "hosts.0.probes.0.error", NULL },
		{ "hosts.0.probes.0.transcript.1.from", "server" },
		{ "hosts.0.probes.0.transcript.1.text", "220 mx1.example.nl ESMTP \\x1b[31m" },
		{ "hosts.0.probes.1.connect", "refused" },
		{ "hosts.0.probes.1.starttls", "none" },
		{ "hosts.0.probes.1.tls", NULL },
		{ "hosts.0.probes.1.pkix", NULL },
		{ "hosts.1.tlsa.status", NULL },
		{ "hosts.1.tlsa.base", NULL },
		{ "hosts.1.address_status", "insecure" },
		{ "findings.0.code", "DNSSEC_SIG_EXPIRED" },
		{ "findings.1.code", "DNSSEC_SIG_WRONG_SIGNER" },
		{ "findings.1.expected", "example.nl" },
		{ "findings.2.code", "TLSA_NO_ROLLOVER" },
		{ "findings.2.who", "mail-operator" },
	};
	struct sample s;
	json_t *report;

	(void)state;
	sample_fill(&s);
	report = load(&s.report);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		assert_text(report, values[i].path, values[i].text);
	assert_true(json_real_value(at(report, "elapsed_ms")) == 182.4);
	assert_true(json_real_value(at(report, "dnssec.chain.0.servers.0.rtt_ms")) == 4.1);
	assert_true(json_is_true(at(report, "dnssec.chain.1.rrsigs.0.valid")));
	assert_true(json_is_false(at(report, "dnssec.chain.1.rrsigs.1.valid")));
	assert_true(json_is_false(at(report, "hosts.0.tlsa.records.1.usable")));
	assert_int_equal(json_array_size(at(report, "hosts.1.probes")), 0);
	assert_int_equal(json_integer_value(at(report, "queries.sent")), 23);
	json_decref(report);
}

/* Nothing is known yet: every key is there all the same. */
static void an_empty_report_is_whole(void **state)
{
	const struct ds_report empty = { .domain = "a.nl",
		.domain_unicode = "a.nl",
		.chain_status = DS_UNCHECKED,
		.mx_status = DS_UNCHECKED };
	json_t *report;
	char *text;

	(void)state;
	report = load(&empty);
	assert_text(report, "verdict", "unknown");
	assert_text(report, "dnssec.status", NULL);
	assert_text(report, "mx.status", NULL);
	assert_text(report, "mx.kind", NULL);
	assert_int_equal(json_array_size(at(report, "hosts")), 0);
	assert_true(json_is_array(at(report, "hosts")));
	assert_true(json_is_array(at(report, "findings")));
	json_decref(report);
	text = ds_report_text(&empty, 80, false);
	assert_non_null(text);
	assert_memory_equal(text, "UNKNOWN a.nl - ", 15);
	free(text);
}

static const char golden[] =
    "PARTIAL example.nl - Mail to example.nl is protected by DANE at the hosts that answer; "
    "nothing "
    "could be seen at mx2.example.nl.\n"
    "\n"
    "Chain of trust\n"
    "  [OK] .                        key 38696 (RSASHA256), the trust anchor\n"
    "       servers  1 answers, in 4.1 ms\n"
    "  [OK] example.nl               key 4711 (ECDSAP256SHA256), vouched for by .\n"
    "\n"
    "Mail servers\n"
    "  [OK] MX records of example.nl: secure\n"
    "          10  mx1.example.nl\n"
    "          20  mx2.example.nl\n"
    "\n"
    "  [OK] mx1.example.nl (10): protected by DANE\n"
    "       address  192.0.2.25, 2001:db8::25 (secure)\n";

static void text_reads_as_it_should(void **state)
{
	struct sample s;
	char *text;

	(void)state;
	sample_fill(&s);
	text = ds_report_text(&s.report, 80, false);
	assert_non_null(text);
	text[sizeof(golden) - 1] = '\0';
	assert_string_equal(text, golden);
	free(text);
}

static void text_tells_all(void **state)
{
	static const char *const lines[] = {
		"       TLSA     _25._tcp.mx1.example.nl (secure)\n",
		"fits at 192.0.2.25\n",
		"cannot be used: usage 0 and 1 are not for",
		"       SMTP     192.0.2.25 port 25: TLSv1.3, TLS_AES_256_GCM_SHA384, X25519\n",
		"CN=mx1.example.nl, EC P-256, until 2026-03-02\n",
		"       SMTP     2001:db8::25 port 25: connection refused\n",
		"  [? ] mx2.example.nl (20): could not be reached [some-provider]\n",
		"not asked: the address of the host is not secure\n",
		"  [!!] error: signature expired [DNSSEC_SIG_EXPIRED]\n",
		"       expected example.nl\n",
		"       seen     example.org\n",
		"       who acts the operator of the name servers\n",
		"       rule     RFC 4035 §5.3.1\n",
		"\nAs at 2026-01-31 12:00 UTC; 23 DNS questions in 61 ms, 182 ms in all.\n",
	};
	struct sample s;
	char *text;

	(void)state;
	sample_fill(&s);
	text = ds_report_text(&s.report, 80, false);
	assert_non_null(text);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (strstr(text, lines[i]) == NULL)
			fail_msg("\"%s\" is not in:\n%s", lines[i], text);
	assert_null(strchr(text, '\033'));
	free(text);
}

/* Past the first line, which a program reads, nothing runs over the edge, but for a digest in a
 * narrow terminal: it stays whole, to be copied. */
static void text_keeps_to_its_width(void **state)
{
	struct sample s;
	char *text, *line, *rest;

	(void)state;
	sample_fill(&s);
	for (unsigned columns = 60; columns <= 100; columns += 10) {
		text = ds_report_text(&s.report, columns, false);
		assert_non_null(text);
		rest = strchr(text, '\n') + 1;
		for (line = strtok_r(rest, "\n", &rest); line != NULL;
		     line = strtok_r(NULL, "\n", &rest))
			if (sheet_width(line) > columns && strstr(line, "  " HEX32) == NULL)
				fail_msg("%u columns: %s", columns, line);
		free(text);
	}
}

static void colours_only_when_asked(void **state)
{
	struct sample s;
	char *text;

	(void)state;
	sample_fill(&s);
	text = ds_report_text(&s.report, 80, true);
	assert_non_null(text);
	assert_memory_equal(text, "\033[1;33mPARTIAL\033[0m example.nl - ", 32);
	free(text);
}

static void status_is_that_of_a_plugin(void **state)
{
	static const int expected[] = {
		[DS_V_PENDING] = 3,
		[DS_V_SECURED] = 0,
		[DS_V_PARTIAL] = 1,
		[DS_V_UNPROTECTED] = 1,
		[DS_V_BROKEN] = 2,
		[DS_V_NO_MAIL] = 0,
		[DS_V_UNKNOWN] = 3,
	};
	struct ds_report report = { .domain_unicode = "a.nl" };

	(void)state;
	for (int verdict = DS_V_PENDING; verdict <= DS_V_UNKNOWN; verdict++) {
		report.verdict = (enum ds_verdict)verdict;
		assert_int_equal(ds_report_exit_status(&report), expected[verdict]);
	}
}

/* assert_summary - the sentence for the report as it is now */
static void assert_summary(const struct ds_report *report, const char *expected)
{
	char buf[1024];

	assert_string_equal(ds_summary(report, buf, sizeof(buf)), expected);
}

static void summary_names_the_hosts(void **state)
{
	struct sample s;

	(void)state;
	sample_fill(&s);
	s.report.verdict = DS_V_BROKEN;
	s.found[2].code = DS_F_SMTP_TIMEOUT;
	s.found[2].severity = DS_ERROR;
	s.host[1].policy = DS_POL_DANE_FAILED;
	assert_summary(&s.report, "Senders that honour DANE deliver mail to example.nl through "
				  "mx1.example.nl and refuse mx2.example.nl (mail host silent).");
	s.host[0].policy = DS_POL_DNS_FAILED;
	assert_summary(&s.report,
	    "Senders that honour DANE hold mail to example.nl back: they "
	    "cannot trust mx1.example.nl and mx2.example.nl (mail host silent).");
	s.host[0].policy = s.host[1].policy = DS_POL_NO_ADDRESS;
	assert_summary(&s.report, "Mail to example.nl cannot be delivered: no mail host "
				  "(mx1.example.nl and mx2.example.nl) has an address.");
	s.report.mx_status = DS_BOGUS;
	assert_summary(&s.report,
	    "Senders that check DNSSEC hold mail to example.nl back: who takes "
	    "its mail cannot be proved (signature expired).");
}

static void summary_counts_many_hosts(void **state)
{
	struct ds_host hosts[5];
	struct ds_host *list[5];
	struct ds_report report = { .domain_unicode = "a.nl",
		.verdict = DS_V_SECURED,
		.probed = true,
		.mx_status = DS_SECURE,
		.nhosts = 5,
		.hosts = list };
	static const char *const names[] = { "m1", "m2", "m3", "m4", "m5" };

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		hosts[i] = (struct ds_host){ .name = names[i], .policy = DS_POL_DANE_VERIFIED };
		list[i] = &hosts[i];
	}
	assert_summary(&report, "Mail to a.nl is protected by DANE: senders encrypt to m1, m2, m3 "
				"and 2 more and make sure who is there.");
	report.nhosts = 3;
	assert_summary(&report, "Mail to a.nl is protected by DANE: senders encrypt to m1, m2 and "
				"m3 and make sure who is there.");
}

static void summary_says_why_nothing_protects(void **state)
{
	struct sample s;

	(void)state;
	sample_fill(&s);
	s.report.verdict = DS_V_UNPROTECTED;
	s.host[0].policy = s.host[1].policy = DS_POL_OPPORTUNISTIC;
	assert_summary(&s.report,
	    "Mail to example.nl is delivered without protection: DANE does not "
	    "apply to mx1.example.nl and mx2.example.nl, for want of TLSA "
	    "records that can be trusted.");
	s.host[0].address_status = DS_INSECURE;
	assert_summary(&s.report,
	    "Mail to example.nl is delivered without protection: the domain is "
	    "signed, but its mail hosts (mx1.example.nl and mx2.example.nl) lie "
	    "in a zone that is not.");
	s.report.mx_status = DS_INSECURE;
	assert_summary(&s.report,
	    "Mail to example.nl is delivered without protection: the domain is "
	    "not signed (DNSSEC), and an attacker can read or divert it.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_those_of_the_contract),
		cmocka_unit_test(values_are_those_of_the_report),
		cmocka_unit_test(an_empty_report_is_whole),
		cmocka_unit_test(text_reads_as_it_should),
		cmocka_unit_test(text_tells_all),
		cmocka_unit_test(text_keeps_to_its_width),
		cmocka_unit_test(colours_only_when_asked),
		cmocka_unit_test(status_is_that_of_a_plugin),
		cmocka_unit_test(summary_names_the_hosts),
		cmocka_unit_test(summary_counts_many_hosts),
		cmocka_unit_test(summary_says_why_nothing_protects),
	};

	return cmocka_run_group_tests_name("report", tests, NULL, NULL) != 0;
}
