/* SPDX-License-Identifier: BSD-2-Clause */
/* The catalogue of findings: its entries, and its templates filled in. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "core/diagnosis/catalogue.h"
#include "core/diagnosis/labels.h"
#include "core/danescope.h"

#include "sample.h"

/* known_placeholder - is what stands between braces one that a finding can fill? */
static bool known_placeholder(const char *name, size_t len)
{
	static const char *const known[] = { "at", "expected", "seen", "1", "2", "3", "4", "5" };
	static const char *const forms[] = { "", ":time", ":span", ":day", ":word" };
	char one[32];

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		for (size_t j = 0; j < sizeof(forms) / sizeof(forms[0]); j++) {
			snprintf(one, sizeof(one), "%s%s", known[i], forms[j]);
			if (strlen(one) == len && memcmp(one, name, len) == 0)
				return true;
		}
	return false;
}

/* check_template - every brace opens a known placeholder */
static void check_template(const char *code, const char *template)
{
	for (const char *open = strchr(template, '{'); open != NULL; open = strchr(open + 1, '{')) {
		const char *close = strchr(open, '}');

		if (close == NULL || !known_placeholder(open + 1, (size_t)(close - open) - 1))
			fail_msg("%s: \"%s\"", code, template);
	}
}

static void every_entry_is_whole(void **state)
{
	const struct ds_catalogue_entry *a, *b;
	int n = 0;

	(void)state;
	for (; (a = ds_catalogue(n)) != NULL; n++) {
		assert_int_equal(
		    strspn(a->code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"), strlen(a->code));
		assert_true(a->title[0] != '\0' && a->text[0] != '\0' && a->fix[0] != '\0');
		assert_true(a->ref[0] != '\0');
		assert_null(strchr(a->title, '{'));
		check_template(a->code, a->text);
		check_template(a->code, a->fix);
		for (int i = 0; i < n; i++) {
			b = ds_catalogue(i);
			assert_string_not_equal(a->code, b->code);
		}
	}
	assert_int_equal(n, DS_F_COUNT);
	assert_null(ds_catalogue(-1));
}

/* is_of_dns - of a chain of trust, a name server, the resolver or this machine */
static bool is_of_dns(const char *code)
{
	return strncmp(code, "DNS", 3) == 0 || strncmp(code, "RESOLVER_", 9) == 0 ||
	       strncmp(code, "SELF_", 5) == 0;
}

/* What ought to be there stands beside what is, for all that is wrong; each side can be filled in. */
static void every_fault_has_evidence(void **state)
{
	const struct ds_catalogue_entry *e;

	(void)state;
	for (int n = 0; (e = ds_catalogue(n)) != NULL; n++) {
		if ((e->expected == NULL || e->seen == NULL) &&
		    (e->severity != DS_INFO || is_of_dns(e->code)))
			fail_msg("%s has no evidence", e->code);
		assert_true((e->expected == NULL) == (e->seen == NULL));
		if (e->expected == NULL)
			continue;
		check_template(e->code, e->expected);
		check_template(e->code, e->seen);
		assert_string_not_equal(e->expected, e->seen);
		assert_true(strcmp(e->expected, "{expected}") == 0 ||
			    strstr(e->expected, "{expected}") == NULL);
	}
}

static void evidence_is_filled_in(void **state)
{
	const struct ds_finding expired = { .code = DS_F_DNSSEC_SIG_EXPIRED,
		.at = "example.nl",
		.args = { "MX", "1", "1769860800", "3600" } };
	const struct ds_finding unsigned_keys = {
		.code = DS_F_DNSSEC_DNSKEY_NOT_SIGNED_BY_DS, .expected = "4711", .seen = ""
	};
	const struct ds_finding elsewhere = { .code = DS_F_DNSSEC_SIG_UNKNOWN_KEY,
		.at = "mx.example.nl",
		.args = { "CNAME", "4711", "example.nl" },
		.seen = "4711" };
	const struct ds_finding null_mx = { .code = DS_F_MX_NULL, .at = "example.nl" };
	char buf[256];

	(void)state;
	assert_string_equal(
	    ds_finding_expected(&expired, buf, sizeof(buf)), "a signature that is valid now");
	assert_string_equal(
	    ds_finding_seen(&expired, buf, sizeof(buf)), "valid until 2026-01-31 12:00:00 UTC");
	assert_string_equal(ds_finding_expected(&unsigned_keys, buf, sizeof(buf)), "4711");
	assert_string_equal(ds_finding_seen(&unsigned_keys, buf, sizeof(buf)), "none");
	assert_string_equal(
	    ds_finding_expected(&elsewhere, buf, sizeof(buf)), "a key that example.nl publishes");
	assert_null(ds_finding_expected(&null_mx, buf, sizeof(buf)));
	assert_null(ds_finding_seen(&null_mx, buf, sizeof(buf)));
}

static void arguments_are_filled_in(void **state)
{
	struct sample s;
	char buf[1024];

	(void)state;
	sample_fill(&s);
	assert_string_equal(ds_finding_title(&s.found[1], buf, sizeof(buf)), "signature expired");
	assert_string_equal(ds_finding_text(&s.found[1], buf, sizeof(buf)),
	    "The signature over DNSKEY of example.nl (key 4711) expired on 2026-01-31 12:00:00 "
	    "UTC, 3 days ago. Validating senders no longer accept the answer and hold mail back.");
	assert_string_equal(ds_finding_text(&s.found[2], buf, sizeof(buf)),
	    "The signature over A of mx1.example.nl (key 4711) is in the name of example.org; only "
	    "example.nl may sign it.");
	assert_string_equal(ds_finding_ref(&s.found[1]), "RFC 4035 §5.3.1");
}

static void days_and_words_are_told(void **state)
{
	const struct ds_finding soon = { .code = DS_F_DNSSEC_SIG_EXPIRES_SOON,
		.at = "example.nl",
		.args = { "MX", "1", "1769947200", "1769774400" } };
	const struct ds_finding failed = { .code = DS_F_MX_LOOKUP_FAILED,
		.at = "example.nl",
		.args = { ds_outcome_label(DS_OUT_TIMEOUT) } };
	char buf[1024];

	(void)state;
	assert_string_equal(ds_finding_fix(&soon, buf, sizeof(buf)),
	    "See to it on Friday 2026-01-30 (UTC) at the latest: is the signer still at work? It "
	    "should have renewed this signature by now.");
	ds_finding_text(&failed, buf, sizeof(buf));
	assert_non_null(strstr(buf, "cannot be established: no answer in time."));
}

static void spans_have_a_sensible_unit(void **state)
{
	static const struct {
		const char *seconds, *text;
	} cases[] = {
		{ "0", "0 seconds" },
		{ "1", "1 second" },
		{ "119", "119 seconds" },
		{ "120", "2 minutes" },
		{ "7199", "119 minutes" },
		{ "7200", "2 hours" },
		{ "172799", "47 hours" },
		{ "172800", "2 days" },
		{ "-172800", "2 days" },
		{ "not a number", "not a number" },
		{ "-9223372036854775808", "106751991167300 days" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct ds_finding f = {
			.code = DS_F_TLSA_TTL_LONG, .at = "a", .args = { "b", cases[i].seconds }
		};
		char buf[1024], expected[128];

		snprintf(expected, sizeof(expected), " for %s. For so long", cases[i].text);
		ds_finding_text(&f, buf, sizeof(buf));
		if (strstr(buf, expected) == NULL)
			fail_msg("%s: %s", cases[i].seconds, buf);
	}
}

static void what_is_missing_is_marked(void **state)
{
	const struct ds_finding f = { .code = DS_F_DNSSEC_SIG_EXPIRED };
	const struct ds_finding unknown = { .code = DS_F_COUNT };
	char buf[1024];

	(void)state;
	ds_finding_text(&f, buf, sizeof(buf));
	assert_non_null(strstr(buf, "over ? of ? (key ?) expired on ?, ? ago"));
	assert_string_equal(ds_finding_text(&unknown, buf, sizeof(buf)), "");
	assert_string_equal(ds_finding_ref(&unknown), "");
}

/* A value that looks like a placeholder is not taken for one. */
static void values_are_not_templates(void **state)
{
	const struct ds_finding f = { .code = DS_F_MX_NULL, .at = "{1} {at} {" };
	char buf[1024];

	(void)state;
	assert_string_equal(ds_finding_text(&f, buf, sizeof(buf)),
	    "{1} {at} { says that it takes no mail (null MX).");
}

static void short_buffers_hold_whole_characters(void **state)
{
	const struct ds_finding f = { .code = DS_F_MX_NULL, .at = "ëëë" };
	char buf[64];

	(void)state;
	for (size_t size = 0; size < sizeof(buf); size++) {
		size_t len;

		memset(buf, '#', sizeof(buf));
		ds_finding_text(&f, buf, size);
		if (size == 0) {
			assert_int_equal(buf[0], '#');
			continue;
		}
		len = strlen(buf);
		assert_true(len < size);
		assert_int_equal(buf[size], '#');
		if (len <= 6)
			assert_int_equal(len % 2, 0);
	}
}

static void worst_comes_first(void **state)
{
	struct sample s;

	(void)state;
	sample_fill(&s);
	assert_ptr_equal(ds_finding_worst(&s.report), &s.found[1]);
	s.report.nfindings = 0;
	assert_null(ds_finding_worst(&s.report));
}

static void words_end_with_unknown(void **state)
{
	char buf[32];

	(void)state;
	assert_string_equal(ds_policy_word((enum ds_policy)99), "unknown");
	assert_string_equal(ds_status_label((enum ds_status)99), "unknown");
	assert_null(ds_status_word(DS_UNCHECKED));
	assert_null(ds_verdict_word(DS_V_PENDING));
	assert_string_equal(ds_algorithm_name(13, buf, sizeof(buf)), "ECDSAP256SHA256");
	assert_string_equal(ds_algorithm_name(99, buf, sizeof(buf)), "algorithm 99");
	assert_string_equal(ds_type_name(DS_T_TLSA, buf, sizeof(buf)), "TLSA");
	assert_string_equal(ds_type_name(65534, buf, sizeof(buf)), "TYPE65534");
	assert_string_equal(ds_digest_name(9, buf, sizeof(buf)), "digest type 9");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_entry_is_whole),
		cmocka_unit_test(every_fault_has_evidence),
		cmocka_unit_test(evidence_is_filled_in),
		cmocka_unit_test(arguments_are_filled_in),
		cmocka_unit_test(days_and_words_are_told),
		cmocka_unit_test(spans_have_a_sensible_unit),
		cmocka_unit_test(what_is_missing_is_marked),
		cmocka_unit_test(values_are_not_templates),
		cmocka_unit_test(short_buffers_hold_whole_characters),
		cmocka_unit_test(worst_comes_first),
		cmocka_unit_test(words_end_with_unknown),
	};

	return cmocka_run_group_tests_name("catalogue", tests, NULL, NULL) != 0;
}
