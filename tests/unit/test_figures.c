/* SPDX-License-Identifier: BSD-2-Clause */
/* test_figures - what of a report is counted, and of how many */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/diagnosis/provider.h"
#include "core/survey/figures.h"
#include "core/survey/figures_write.h"

/* A domain of two mail hosts, with one address each, all in order. */
struct mail {
	struct ds_report report;
	struct ds_answer mx;
	struct ds_host host[2], *hosts[2];
	struct ds_probe probe[2], *probes[2][1];
	struct ds_tlsa_record record[2];
};

/* mail_fill - all in order; change what a test needs changed */
static void mail_fill(struct mail *m)
{
	memset(m, 0, sizeof *m);
	for (size_t i = 0; i < 2; i++) {
		m->record[i] = (struct ds_tlsa_record){ .usage = 3, .selector = 1, .matching = 1 };
		m->probe[i] = (struct ds_probe){ .ehlo_seen = true, .starttls = DS_TLS_OK };
		m->probes[i][0] = &m->probe[i];
		m->host[i] = (struct ds_host){ .policy = DS_POL_DANE_VERIFIED,
			.address_status = DS_SECURE,
			.tlsa_known = true,
			.tlsa = { .status = DS_SECURE,
			    .nrecords = 1,
			    .nusable = 1,
			    .records = &m->record[i] },
			.nprobes = 1,
			.probes = m->probes[i] };
		m->hosts[i] = &m->host[i];
	}
	m->mx = (struct ds_answer){ .outcome = DS_OUT_DATA, .status = DS_SECURE };
	m->report = (struct ds_report){ .done = true,
		.probed = true,
		.verdict = DS_V_SECURED,
		.chain_known = true,
		.chain_status = DS_SECURE,
		.mx_kind = DS_MX_RECORDS,
		.mx_status = DS_SECURE,
		.mx = &m->mx,
		.nhosts = 2,
		.hosts = m->hosts };
}

/* expect - the answers as letters */
static void expect(const struct mail *m, const char *wanted)
{
	struct figures_facts facts = figures_facts(&m->report);
	char letters[FIGURES_STANDARDS + 1];

	figures_letters(&facts, letters);
	assert_string_equal(letters, wanted);
}

/* test_in_order - all five, and nothing of what is not known yet */
static void test_in_order(void **state)
{
	struct figures_facts none = figures_facts(NULL);
	struct mail m;

	(void)state;
	mail_fill(&m);
	expect(&m, "yyyyyy");
	m.report.done = false;
	expect(&m, "......");
	m.report.done = true;
	m.report.verdict = DS_V_PENDING;
	expect(&m, "......");
	for (int s = 0; s < FIGURES_STANDARDS; s++)
		assert_int_equal(none.answer[s], FIGURES_PENDING);
}

/* test_dnssec - of the domain: unsigned, invalid, not fetched; and what is wrong with ourselves */
static void test_dnssec(void **state)
{
	struct mail m;

	(void)state;
	mail_fill(&m);
	m.report.verdict = DS_V_PARTIAL;
	m.report.mx_status = DS_INSECURE;
	expect(&m, "nyyyyn");
	m.report.mx_status = DS_INDETERMINATE;
	expect(&m, "?yyyy?");
	m.report.mx_status = DS_UNCHECKED;
	expect(&m, "yyyyyy");
	m.report.chain_status = DS_INSECURE;
	expect(&m, "nyyyyn");
	m.report.mx_status = DS_BOGUS;
	m.report.verdict = DS_V_BROKEN;
	expect(&m, "nyyyyn");
	m.report.verdict = DS_V_UNKNOWN;
	expect(&m, "?yyyy?");
}

/* test_unread_mx - the list of hosts could not be had: the hosts are not known, and it is broken */
static void test_unread_mx(void **state)
{
	struct mail m;

	(void)state;
	mail_fill(&m);
	m.report.mx_kind = DS_MX_UNKNOWN;
	m.report.mx_status = DS_INDETERMINATE;
	m.report.verdict = DS_V_BROKEN;
	m.report.nhosts = 0;
	expect(&m, "?????n");
	m.report.mx_status = DS_BOGUS;
	expect(&m, "n????n");
	m.report.verdict = DS_V_UNKNOWN;
	expect(&m, "??????");
}

/* test_no_mail - what needs a mail host does not apply; DNSSEC does, unless there is no such name */
static void test_no_mail(void **state)
{
	struct mail m;

	(void)state;
	mail_fill(&m);
	m.report.verdict = DS_V_NO_MAIL;
	m.report.mx_kind = DS_MX_NULL;
	m.report.nhosts = 0;
	expect(&m, "y-----");
	m.report.mx_status = DS_INSECURE;
	expect(&m, "n-----");
	m.report.mx_kind = DS_MX_NONE;
	m.mx.outcome = DS_OUT_NXDOMAIN;
	expect(&m, "------");
}

/* test_hosts - the worst host decides; a no outweighs what is not known */
static void test_hosts(void **state)
{
	struct mail m;

	(void)state;
	mail_fill(&m);
	m.host[1].address_status = DS_INSECURE;
	m.host[1].policy = DS_POL_OPPORTUNISTIC;
	m.host[1].tlsa = (struct ds_tlsa){ .status = DS_UNCHECKED };
	expect(&m, "ynynnn");
	m.host[0].address_status = DS_INDETERMINATE;
	expect(&m, "ynynnn");
	mail_fill(&m);
	m.host[0].address_status = DS_INDETERMINATE;
	expect(&m, "y?yyy?");
}

/* test_starttls - at every address that answers; one that does not says nothing */
static void test_starttls(void **state)
{
	struct mail m;

	(void)state;
	mail_fill(&m);
	m.probe[1].ehlo_seen = false;
	m.probe[1].starttls = DS_TLS_NONE;
	expect(&m, "yyyyyy");
	m.probe[0].ehlo_seen = false;
	m.probe[0].starttls = DS_TLS_NONE;
	m.host[0].policy = m.host[1].policy = DS_POL_UNREACHABLE;
	expect(&m, "yy?y??");
	mail_fill(&m);
	m.probe[1].starttls = DS_TLS_NOT_OFFERED;
	m.host[1].policy = DS_POL_DANE_FAILED;
	expect(&m, "yynynn");
	m.probe[1].starttls = DS_TLS_HANDSHAKE_FAILED;
	expect(&m, "yynynn");
}

/* test_dane - records that fit nothing, that cannot be used, that cannot be had */
static void test_dane(void **state)
{
	struct mail m;

	(void)state;
	mail_fill(&m);
	m.host[1].policy = DS_POL_DANE_FAILED;
	expect(&m, "yyyynn");
	m.host[1].policy = DS_POL_ENCRYPT_ONLY;
	m.host[1].tlsa.nusable = 0;
	expect(&m, "yyyynn");
	m.host[1].policy = DS_POL_DNS_FAILED;
	m.host[1].tlsa = (struct ds_tlsa){ .status = DS_INDETERMINATE };
	expect(&m, "yyynnn");
	m.host[1].policy = DS_POL_OPPORTUNISTIC;
	m.host[1].tlsa = (struct ds_tlsa){ .status = DS_SECURE };
	expect(&m, "yyynnn");
	m.host[1].policy = DS_POL_UNKNOWN;
	m.host[1].tlsa_known = false;
	m.host[1].tlsa = (struct ds_tlsa){ .status = DS_UNCHECKED };
	expect(&m, "yyy???");
}

/* test_no_address - such a host fails no one, unless there is no other */
static void test_no_address(void **state)
{
	struct mail m;

	(void)state;
	mail_fill(&m);
	m.host[1].policy = DS_POL_NO_ADDRESS;
	m.host[1].nprobes = 0;
	m.host[1].tlsa = (struct ds_tlsa){ .status = DS_UNCHECKED };
	expect(&m, "yyyyyy");
	m.host[0] = m.host[1];
	m.report.verdict = DS_V_BROKEN;
	expect(&m, "yy?nnn");
}

/* test_not_probed - DNS alone says that DANE is not there, but not that it works */
static void test_not_probed(void **state)
{
	struct mail m;

	(void)state;
	mail_fill(&m);
	m.report.probed = false;
	for (size_t i = 0; i < 2; i++) {
		m.host[i].policy = DS_POL_NOT_PROBED;
		m.host[i].nprobes = 0;
	}
	expect(&m, "yy?y??");
	m.host[1].tlsa = (struct ds_tlsa){ .status = DS_SECURE };
	expect(&m, "yy?nnn");
}

/* test_provider - of the preferred host; numbers and names fit */
static void test_provider(void **state)
{
	struct mail m;

	(void)state;
	mail_fill(&m);
	m.host[0].provider = "google";
	m.host[1].provider = "exchange-online";
	assert_string_equal(provider_name(figures_facts(&m.report).provider), "google");
	assert_int_equal(provider_number(NULL), 0);
	assert_int_equal(provider_number("nobody"), 0);
	assert_null(provider_name(0));
	for (unsigned n = 1; provider_name(n); n++) {
		assert_in_range(n, 1, PROVIDERS - 1);
		assert_int_equal(provider_number(provider_name(n)), n);
	}
}

/* test_counts - of how many; one that goes is not counted any more */
static void test_counts(void **state)
{
	static const char *const answers[] = { "yyyyyy", "yyyynn", "y-----", "??????", "......" };
	struct figures f = { 0 }, twice = { 0 };
	struct figures_facts facts = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
		assert_true(figures_from_letters(&facts, answers[i]));
		facts.verdict = (uint8_t)i;
		figures_count(&f, &facts, 1);
	}
	assert_int_equal(f.domains, 5);
	assert_int_equal(figures_judged(&f, FIGURES_DNSSEC), 3);
	assert_int_equal(figures_kept(&f, FIGURES_DNSSEC), 3);
	assert_int_equal(figures_judged(&f, FIGURES_DANE), 2);
	assert_int_equal(figures_kept(&f, FIGURES_DANE), 1);
	assert_int_equal(f.answers[FIGURES_DANE][FIGURES_UNKNOWN], 1);
	assert_int_equal(f.answers[FIGURES_DANE][FIGURES_NOT_APPLICABLE], 1);
	assert_int_equal(f.answers[FIGURES_DANE][FIGURES_PENDING], 1);
	figures_sum(&twice, &f);
	figures_sum(&twice, &f);
	assert_int_equal(twice.domains, 10);
	assert_int_equal(figures_kept(&twice, FIGURES_DANE), 2);
	figures_count(&f, &facts, -1);
	assert_int_equal(f.domains, 4);
	assert_int_equal(f.answers[FIGURES_DANE][FIGURES_PENDING], 0);
}

/* test_percent - rounded, but never to a none or an all that is not so */
static void test_percent(void **state)
{
	(void)state;
	assert_int_equal(figures_percent(0, 0), -1);
	assert_int_equal(figures_percent(0, 7), 0);
	assert_int_equal(figures_percent(1, 100000), 1);
	assert_int_equal(figures_percent(99999, 100000), 99);
	assert_int_equal(figures_percent(7, 7), 100);
	assert_int_equal(figures_percent(1, 8), 13);
	assert_int_equal(figures_percent(180, 400), 45);
	assert_int_equal(figures_percent(UINT32_MAX, UINT32_MAX), 100);
}

/* test_letters - what is no row of letters changes nothing */
static void test_letters(void **state)
{
	struct figures_facts facts = { .verdict = DS_V_BROKEN };

	(void)state;
	assert_false(figures_from_letters(&facts, ""));
	assert_false(figures_from_letters(&facts, "yyyyy"));
	assert_false(figures_from_letters(&facts, "yyyyyyy"));
	assert_false(figures_from_letters(&facts, "yyyyyx"));
	for (int s = 0; s < FIGURES_STANDARDS; s++)
		assert_int_equal(facts.answer[s], FIGURES_PENDING);
	assert_true(figures_from_letters(&facts, "yn?-.y"));
	assert_int_equal(facts.verdict, DS_V_BROKEN);
}

/* many - figures of so many domains with these answers */
static void many(struct figures *f, const char *letters, enum ds_verdict verdict, unsigned n)
{
	struct figures_facts facts = { .verdict = (uint8_t)verdict };

	assert_true(figures_from_letters(&facts, letters));
	while (n--)
		figures_count(f, &facts, 1);
}

/* test_sentence - in words, with the numbers that fit */
static void test_sentence(void **state)
{
	struct figures f = { 0 };
	char text[512];

	(void)state;
	assert_string_equal(figures_sentence(&f, text, sizeof text),
	    "No domain that takes mail has been judged yet.");
	assert_string_equal(figures_left_out(&f, text, sizeof text), "");
	many(&f, "yyyyyy", DS_V_SECURED, 1);
	assert_string_equal(figures_sentence(&f, text, sizeof text),
	    "The one domain that takes mail is protected by DNSSEC and DANE.");
	many(&f, "yyyyyy", DS_V_SECURED, 179);
	many(&f, "yyynnn", DS_V_UNPROTECTED, 208);
	many(&f, "yyyynn", DS_V_BROKEN, 12);
	many(&f, "y-----", DS_V_NO_MAIL, 2);
	many(&f, "??????", DS_V_UNKNOWN, 1);
	many(&f, "......", DS_V_PENDING, 3);
	assert_string_equal(figures_sentence(&f, text, sizeof text),
	    "Of 400 domains that take mail, 180 (45 %) are protected by DNSSEC and DANE. 12 are "
	    "broken: careful senders hold back mail to them.");
	assert_string_equal(figures_left_out(&f, text, sizeof text),
	    "2 take no mail. 1 could not be judged. 3 are not checked yet.");
	assert_string_equal(figures_sentence(&f, text, 20), "Of 400 domains that");
	assert_string_equal(figures_left_out(&f, text, 18), "2 take no mail. 1");
}

/* a_page - of two groups, one with a name that means harm */
static struct figures_page a_page(struct figures_line lines[2])
{
	struct figures_page page = { .title = "all domains",
		.when = 1769850000,
		.head = "Group",
		.nlines = 2,
		.lines = lines };

	memset(lines, 0, 2 * sizeof *lines);
	lines[0].name = "=HYPERLINK(\"x\")<script>&";
	many(&lines[0].figures, "yyynnn", DS_V_UNPROTECTED, 3);
	lines[1].name = "Ministries of a name that is longer than its column";
	many(&lines[1].figures, "yyyyyy", DS_V_SECURED, 2);
	many(&lines[1].figures, "y-----", DS_V_NO_MAIL, 1);
	figures_sum(&page.all, &lines[0].figures);
	figures_sum(&page.all, &lines[1].figures);
	return page;
}

/* holds - a text that is freed after all was found in it */
static void holds(char *text, const char *const *wanted)
{
	assert_non_null(text);
	for (; *wanted; wanted++)
		if (!strstr(text, *wanted))
			fail_msg("\"%s\" is not in:\n%s", *wanted, text);
	free(text);
}

/* test_written - numbers beside percentages; a name is never more than a name */
static void test_written(void **state)
{
	struct figures_line lines[2];
	struct figures_page page = a_page(lines);
	char *html = figures_html(&page);

	(void)state;
	holds(figures_csv(&page),
	    (const char *const[]){
		"name,domains,secured,partial,unprotected,broken,no-mail,unknown,not_checked,dnssec",
		"\"all domains\",6,2,0,3,0,1,0,0,6,6,100,0,", ",2,5,40,0\r\n",
		"\r\n\"'=HYPERLINK(\"\"x\"\")<script>&\",3,0,0,3", NULL });
	holds(figures_text(&page),
	    (const char *const[]){ "all domains, 2026-01-31 (danescope ",
		"Of 5 domains that take mail, 2 (40 %) are protected", "DANE works  ",
		"########............   40 %  2 of 5\n",
		"\nMinistries of a name that is longer than its column\n          ", NULL });
	assert_non_null(html);
	assert_null(strstr(html, "<script"));
	holds(html,
	    (const char *const[]){ "<!DOCTYPE html>", "&lt;script&gt;&amp;",
		"<meter max=\"5\" value=\"2\">", "<td class=\"n\">40 %</td>", "</html>\n", NULL });
}

/* test_many - a hundred thousand domains are counted within a picture's time */
static void test_many(void **state)
{
	struct figures f = { 0 };
	struct timespec before, after;
	double ms;

	(void)state;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
	many(&f, "yyyynn", DS_V_BROKEN, 100000);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
	ms = (double)(after.tv_sec - before.tv_sec) * 1e3 +
	     (double)(after.tv_nsec - before.tv_nsec) / 1e6;
	print_message("    100,000 domains counted in %.1f ms\n", ms);
	assert_int_equal(f.domains, 100000);
	assert_true(ms < 400); /* with sanitizers; without them about a millisecond */
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_in_order),
		cmocka_unit_test(test_dnssec),
		cmocka_unit_test(test_unread_mx),
		cmocka_unit_test(test_no_mail),
		cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_starttls),
		cmocka_unit_test(test_dane),
		cmocka_unit_test(test_no_address),
		cmocka_unit_test(test_not_probed),
		cmocka_unit_test(test_provider),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_percent),
		cmocka_unit_test(test_letters),
		cmocka_unit_test(test_sentence),
		cmocka_unit_test(test_written),
		cmocka_unit_test(test_many),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("figures", tests, NULL, NULL) != 0;
}
