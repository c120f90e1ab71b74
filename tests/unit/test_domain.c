/* SPDX-License-Identifier: BSD-2-Clause */
/* test_domain - what people type: domains, moments, numbers */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "core/base/number.h"
#include "core/base/text.h"
#include "core/danescope.h"

#define L63 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz0123456789a"
#define X100                                                                                       \
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
	"xxxxxxxxxxxx"

/* test_understood - every shape a domain is typed in */
static void test_understood(void **state)
{
	static const struct {
		const char *in, *ascii, *unicode;
	} rows[] = {
		{ "voorbeeld.nl", "voorbeeld.nl", NULL },
		{ "  Voorbeeld.NL.\n", "voorbeeld.nl", NULL },
		{ "nl", "nl", NULL },
		{ "jan@voorbeeld.nl", "voorbeeld.nl", NULL },
		{ "Jan de Vries <jan@voorbeeld.nl>", "voorbeeld.nl", NULL },
		{ "\"a<b\" <jan@voorbeeld.nl>", "voorbeeld.nl", NULL },
		{ "<jan@voorbeeld.nl>", "voorbeeld.nl", NULL },
		{ "a/b?c#d@voorbeeld.nl", "voorbeeld.nl", NULL },
		{ "\"a@b\"@voorbeeld.nl", "voorbeeld.nl", NULL },
		{ "mailto:jan@voorbeeld.nl?subject=x", "voorbeeld.nl", NULL },
		{ "https://www.voorbeeld.nl/pad?a=b@c.nl#x", "www.voorbeeld.nl", NULL },
		{ "https://jan:geheim@voorbeeld.nl:8443/pad", "voorbeeld.nl", NULL },
		{ "HTTP://voorbeeld.nl", "voorbeeld.nl", NULL },
		{ "voorbeeld.nl:25", "voorbeeld.nl", NULL },
		{ "voorbeeld.nl./", "voorbeeld.nl", NULL },
		{ "voorbeeld.nl/pad", "voorbeeld.nl", NULL },
		{ "_25._tcp.mx.voorbeeld.nl", "_25._tcp.mx.voorbeeld.nl", NULL },
		{ "1-2.3com.nl", "1-2.3com.nl", NULL },
		{ L63 ".nl", L63 ".nl", NULL },
		{ L63 "." L63 "." L63 "."
		      "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz012345678",
		    L63 "." L63 "." L63 "."
			"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz012345678",
		    NULL },
		{ "caf\xc3\xa9.nl", "xn--caf-dma.nl", "caf\xc3\xa9.nl" },
		{ "CAF\xc3\x89.nl", "xn--caf-dma.nl", "caf\xc3\xa9.nl" },
		{ "cafe\xcc\x81.nl", "xn--caf-dma.nl", "caf\xc3\xa9.nl" },
		{ "XN--CAF-DMA.nl", "xn--caf-dma.nl", "caf\xc3\xa9.nl" },
		{ "stra\xc3\x9f"
		  "e.nl",
		    "xn--strae-oqa.nl",
		    "stra\xc3\x9f"
		    "e.nl" },
		{ "\xe4\xbe\x8b\xe3\x80\x82\xe4\xbe\x8b\xe3\x80\x82", "xn--fsq.xn--fsq",
		    "\xe4\xbe\x8b.\xe4\xbe\x8b" },
		{ "jan@b\xc3\xbc"
		  "cher.example",
		    "xn--bcher-kva.example",
		    "b\xc3\xbc"
		    "cher.example" },
		{ "voor\xc2\xad"
		  "beeld.nl",
		    "voorbeeld.nl", NULL },
		/* A-labels that decode to nothing that may be shown */
		{ "xn--a-0.nl", "xn--a-0.nl", NULL },
		{ "xn--0000.nl", "xn--0000.nl", NULL },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ds_problem problem = { 0 };
		struct ds_domain domain;

		if (!ds_domain_parse(&domain, rows[i].in, &problem))
			fail_msg("%s: %s", rows[i].in, problem.text);
		assert_string_equal(domain.ascii, rows[i].ascii);
		assert_string_equal(
		    domain.unicode, rows[i].unicode != NULL ? rows[i].unicode : rows[i].ascii);
	}
}

/* test_refused - one clear sentence each, exit status 64, nothing half-done */
static void test_refused(void **state)
{
	static const struct {
		const char *in, *sentence;
	} rows[] = {
		{ "", "nothing where a domain should be: type one, such as example.nl" },
		{ " \t ", "nothing where a domain should be: type one, such as example.nl" },
		{ "jan@", "nothing where a domain should be: type one, such as example.nl" },
		{ "https:///pad",
		    "nothing where a domain should be: type one, such as example.nl" },
		{ "192.0.2.1", "192.0.2.1 is an address: type the mail domain" },
		{ "jan@192.0.2.1", "192.0.2.1 is an address: type the mail domain" },
		{ "192.0.2.1:25", "192.0.2.1 is an address: type the mail domain" },
		{ "192.0.2.1.", "192.0.2.1 is an address: type the mail domain" },
		{ "2001:db8::1", "2001:db8::1 is an address: type the mail domain" },
		{ "fe80::1%eth0", "fe80::1%eth0 is an address: type the mail domain" },
		{ "[2001:db8::1]:25", "[2001:db8::1]:25 is an address: type the mail domain" },
		{ "300.1", "300.1 is an address: type the mail domain" },
		{ "\xef\xbc\x91.\xef\xbc\x92",
		    "\xef\xbc\x91.\xef\xbc\x92 is an address: type the mail domain" },
		{ ".", "\".\" is not a domain: a part between two dots is empty" },
		{ "a..nl", "\"a..nl\" is not a domain: a part between two dots is empty" },
		{ ".nl", "\".nl\" is not a domain: a part between two dots is empty" },
		{ "a.nl..", "\"a.nl.\" is not a domain: a part between two dots is empty" },
		{ "a\r\nRCPT", "\"a\\x0d\\x0aRCPT\" is not a domain: it has a space or a control "
			       "character in it" },
		{ "a b.nl",
		    "\"a b.nl\" is not a domain: it has a space or a control character in it" },
		{ "a\x1b[2J.nl", "\"a\\x1b[2J.nl\" is not a domain: it has a space or a control "
				 "character in it" },
		{ "-a.nl", "\"-a.nl\" is not a domain: a part begins or ends with a hyphen" },
		{ "a!.nl", "\"a!.nl\" is not a domain: only letters, digits, hyphens and dots can "
			   "be in one" },
		{ "*.nl", "\"*.nl\" is not a domain: only letters, digits, hyphens and dots can be "
			  "in one" },
		{ "a:b:c", "\"a:b:c\" is not a domain: only letters, digits, hyphens and dots can "
			   "be in one" },
		{ L63 "b.nl", "\"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz01234...\""
			      " is not a domain: a part is longer than 63 octets" },
		{ X100 X100 X100, "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...\""
				  " is not a domain: it is longer than 253 octets" },
		{ "a\xe2\x80\xae.nl", "\"a\\u{202e}.nl\" is not a domain: it has a character that "
				      "no international name can have" },
		{ "\xff\xfe.nl", "\"\\xff\\xfe.nl\" is not a domain: it has a character that no "
				 "international name can have" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ds_problem problem = { 0 };
		struct ds_domain domain;

		memset(&domain, 'x', sizeof(domain));
		assert_false(ds_domain_parse(&domain, rows[i].in, &problem));
		assert_string_equal(problem.text, rows[i].sentence);
		assert_int_equal(problem.exit_status, 64);
		assert_true(text_is_clean(problem.text));
		assert_string_equal(domain.ascii, "");
		assert_string_equal(domain.unicode, "");
	}
}

/* test_long - one octet over the whole, and lengths no buffer expects */
static void test_long(void **state)
{
	static char input[200000];
	struct ds_problem problem;
	struct ds_domain domain;
	size_t len;

	(void)state;
	for (len = 1; len < sizeof(input); len = len < 2000 ? len + 1 : len * 2) {
		size_t i;

		for (i = 0; i < len; i++)
			input[i] = i % 2 == 0 ? 'a' : '.';
		input[len] = '\0';
		/* one dot at the end does not count */
		assert_int_equal(ds_domain_parse(&domain, input, &problem), len <= 254);
		memset(input, '\xe4', len);
		assert_false(ds_domain_parse(&domain, input, &problem));
		assert_true(text_is_clean(problem.text));
	}
}

/* test_moments - RFC 3339 and distances */
static void test_moments(void **state)
{
	static const struct {
		const char *in;
		int64_t out;
	} rows[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "2026-01-31T09:00:00Z", 1769850000 },
		{ "2026-01-31t09:00:00z", 1769850000 },
		{ "2026-01-31 10:00:00+01:00", 1769850000 },
		{ "2026-01-31T03:30:00.999-05:30", 1769850000 },
		{ "2026-01-31", 1769817600 },
		{ "2024-02-29", 1709164800 },
		{ "2000-02-29", 951782400 },
		{ "1969-12-31T23:59:59Z", -1 },
		{ "2016-12-31T23:59:60Z", 1483228800 },
		{ "0000-01-01", -62167219200 },
		{ "9999-12-31T23:59:59Z", 253402300799 },
		{ "+7d", 1000 + 7 * 86400 },
		{ "-12h", 1000 - 12 * 3600 },
		{ "+30m", 1000 + 1800 },
		{ "+90s", 1090 },
		{ "-2w", 1000 - 14 * 86400 },
	};
	static const char *const wrong[] = { "", "now", "2026", "2026-1-31", "2026-13-01",
		"2026-00-01", "2026-02-29", "1900-02-29", "2026-01-32", "2026-01-31T",
		"2026-01-31T09:00Z", "2026-01-31T09:00:00", "2026-01-31T24:00:00Z",
		"2026-01-31T09:60:00Z", "2026-01-31T09:00:61Z", "2026-01-31T09:00:00.Z",
		"2026-01-31T09:00:00+1", "2026-01-31T09:00:00+24:00", "2026-01-31T09:00:00Zx",
		"2026-01-31x", "+", "+7", "+d", "+7dd", "+7y", "7d", "+ 7d", "+-7d",
		"+99999999999999999999d" };
	int64_t out;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!ds_time_parse(&out, rows[i].in, 1000))
			fail_msg("%s", rows[i].in);
		assert_int_equal(out, rows[i].out);
	}
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		out = 77;
		if (ds_time_parse(&out, wrong[i], 1000))
			fail_msg("%s was taken", wrong[i]);
		assert_int_equal(out, 77);
	}
	assert_false(ds_time_parse(&out, "+1s", INT64_MAX));
}

/* test_numbers - strict and within bounds */
static void test_numbers(void **state)
{
	static const char *const wrong[] = { "", " 7", "7 ", "-7", "+7", "7x", "0x7", "0", "65536",
		"4294967303", "99999999999999999999" };
	unsigned out = 5;
	size_t i;

	(void)state;
	assert_true(number_parse(&out, "65535", 1, 65535));
	assert_int_equal(out, 65535);
	assert_true(number_parse(&out, "007", 1, 65535));
	assert_int_equal(out, 7);
	assert_true(number_parse(&out, "4294967295", 0, 4294967295u));
	assert_int_equal(out, 4294967295u);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		out = 5;
		assert_false(number_parse(&out, wrong[i], 1, 65535));
		assert_int_equal(out, 5);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_understood),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_moments),
		cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests_name("domain", tests, NULL, NULL) != 0;
}
