/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whole diagnoses over a network in memory: what they come to, in how many rounds, where TLSA is
 * looked for, and that a watcher may stop them at any event.
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

/* each domain, and what it comes to */
static void test_domains(void **state)
{
	static const struct {
		const char *domain;
		enum ds_mx_kind kind;
		enum ds_status mx;
		enum ds_verdict verdict;
		size_t nhosts;
		enum ds_policy policy; /* of the first host */
		const char *base;      /* its TLSA base */
	} cases[] = {
		{ "goed.nl", DS_MX_RECORDS, DS_SECURE, DS_V_SECURED, 2, DS_POL_DANE_VERIFIED,
		    "mx1.goed.nl" },
		{ "los.nl", DS_MX_RECORDS, DS_INSECURE, DS_V_UNPROTECTED, 1, DS_POL_OPPORTUNISTIC,
		    NULL },
		{ "naarlos.nl", DS_MX_RECORDS, DS_SECURE, DS_V_UNPROTECTED, 1, DS_POL_OPPORTUNISTIC,
		    NULL },
		/* a secure alias: its end first; then its beginning */
		{ "alias.nl", DS_MX_RECORDS, DS_SECURE, DS_V_SECURED, 1, DS_POL_DANE_VERIFIED,
		    "mx1.goed.nl" },
		{ "alleen.nl", DS_MX_RECORDS, DS_SECURE, DS_V_SECURED, 1, DS_POL_DANE_VERIFIED,
		    "alleen.goed.nl" },
		/* a secure alias into an unsigned zone: its beginning alone */
		{ "uit.nl", DS_MX_RECORDS, DS_SECURE, DS_V_PARTIAL, 2, DS_POL_DANE_VERIFIED,
		    "uit.goed.nl" },
		/* an unsigned alias: nowhere, whatever is at its end */
		{ "terug.nl", DS_MX_RECORDS, DS_SECURE, DS_V_UNPROTECTED, 1, DS_POL_OPPORTUNISTIC,
		    NULL },
		{ "nul.nl", DS_MX_NULL, DS_SECURE, DS_V_NO_MAIL, 0, 0, NULL },
		{ "impliciet.nl", DS_MX_IMPLICIT, DS_SECURE, DS_V_SECURED, 1, DS_POL_DANE_VERIFIED,
		    "impliciet.nl" },
		{ "niets.nl", DS_MX_NONE, DS_SECURE, DS_V_NO_MAIL, 0, 0, NULL },
		{ "erniet.nl", DS_MX_NONE, DS_INSECURE, DS_V_NO_MAIL, 0, 0, NULL },
		{ "erniet", DS_MX_NONE, DS_SECURE, DS_V_NO_MAIL, 0, 0, NULL },
	};
	struct dns_run_stock *s = *state;

	for (size_t i = 0; i < count_of(cases); i++) {
		const struct ds_report *r;
		struct dns_run run;

		dns_run_begin(&run, s->world, s->cert);
		r = dns_run_domain(&run, cases[i].domain);
		if (r->verdict != cases[i].verdict)
			print_error("%s: verdict %d\n", cases[i].domain, (int)r->verdict);
		assert_true(r->done);
		assert_int_equal(r->mx_kind, cases[i].kind);
		assert_int_equal(r->mx_status, cases[i].mx);
		assert_int_equal(r->verdict, cases[i].verdict);
		assert_int_equal(r->nhosts, cases[i].nhosts);
		if (cases[i].nhosts > 0) {
			assert_int_equal(r->hosts[0]->policy, cases[i].policy);
			if (cases[i].base != NULL)
				assert_string_equal(r->hosts[0]->tlsa.base, cases[i].base);
			else
				assert_null(r->hosts[0]->tlsa.base);
		}
		assert_in_range(r->queries_sent, 1, 60);
		dns_run_end(&run);
	}
}

/* a host at an insecure address, or behind an alias that is: no sender asks for its TLSA records, so
 * they are not judged */
static void test_tlsa_not_asked(void **state)
{
	static const char *const domains[] = { "naarlos.nl", "terug.nl" };
	struct dns_run_stock *s = *state;

	for (size_t i = 0; i < count_of(domains); i++) {
		const struct ds_report *r;
		struct dns_run run;

		dns_run_begin(&run, s->world, s->cert);
		r = dns_run_domain(&run, domains[i]);
		assert_int_equal(r->hosts[0]->tlsa.status, DS_UNCHECKED);
		assert_int_equal(r->hosts[0]->tlsa.ncandidates, 0);
		assert_int_equal(r->hosts[0]->tlsa.nrecords, 0);
		assert_non_null(r->hosts[0]->tlsa.ignored);
		assert_non_null(found(r, DS_F_TLSA_INSECURE));
		assert_null(found(r, DS_F_TLSA_NONE));
		dns_run_end(&run);
	}
}

/* one mail host alone: no MX is asked for */
static void test_one_host(void **state)
{
	struct dns_run_stock *s = *state;
	const struct ds_report *r;
	struct dns_run run;

	dns_run_begin(&run, s->world, s->cert);
	dns_must(ds_diagnose_host(&run.d, run.engine, "mx1.goed.nl", NULL, NULL), "diagnosis");
	dns_net_run(&run.net);
	r = ds_diagnosis_report(run.d);
	assert_true(r->done);
	assert_int_equal(r->nhosts, 1);
	assert_string_equal(r->hosts[0]->name, "mx1.goed.nl");
	assert_int_equal(r->hosts[0]->policy, DS_POL_DANE_VERIFIED);
	assert_int_equal(r->mx_kind, DS_MX_UNKNOWN);
	assert_int_equal(r->mx_status, DS_UNCHECKED);
	for (size_t i = 0; i < r->nqueries; i++)
		assert_int_not_equal(r->queries[i]->type, DS_T_MX);
	dns_run_end(&run);
}

/* a host below "invalid" is nowhere: nothing is asked of it, and nothing fails for want of a proof */
static void test_nowhere(void **state)
{
	struct dns_run_stock *s = *state;
	const struct ds_report *r;
	struct dns_run run;

	dns_run_begin(&run, s->world, s->cert);
	r = dns_run_domain(&run, "bewijs.nl");
	assert_int_equal(r->nhosts, 2);
	assert_int_equal(r->hosts[1]->policy, DS_POL_NO_ADDRESS);
	assert_int_equal(r->hosts[1]->address_status, DS_INSECURE);
	assert_int_equal(r->verdict, DS_V_PARTIAL);
	assert_non_null(found(r, DS_F_EXO_OWNERSHIP_RECORD));
	for (size_t i = 0; i < r->nqueries; i++)
		assert_null(strstr(r->queries[i]->name, "invalid"));
	dns_run_end(&run);
}

/* two rounds of questions come before the first connection, and none after it adds to the time */
static void test_rounds(void **state)
{
	static const struct {
		const char *domain;
		unsigned rounds;
	} cases[] = { { "goed.nl", 2 }, { "los.nl", 2 }, { "naarlos.nl", 2 },
		{ "impliciet.nl", 2 } };
	struct dns_run_stock *s = *state;

	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_run run;

		dns_run_begin(&run, s->world, s->cert);
		dns_run_domain(&run, cases[i].domain);
		assert_int_not_equal(run.net.opened_us, 0);
		assert_true(run.net.opened_us - DNS_BEGIN <= cases[i].rounds * DNS_RTT);
		dns_run_end(&run);
	}
}

/* without connections: nothing is opened, and the verdict is that of DNS */
static void test_no_smtp(void **state)
{
	struct dns_run_stock *s = *state;
	const struct ds_report *r;
	struct dns_run run;

	dns_run_begin(&run, s->world, s->cert);
	run.engine->no_smtp = true;
	r = dns_run_domain(&run, "goed.nl");
	assert_int_equal(run.net.opened, 0);
	assert_false(r->probed);
	assert_int_equal(r->verdict, DS_V_SECURED);
	assert_int_equal(r->hosts[0]->policy, DS_POL_NOT_PROBED);
	assert_int_equal(r->hosts[0]->nprobes, 0);
	dns_run_end(&run);
}

/* one address family: neither asked for nor connected to */
static void test_family(void **state)
{
	struct dns_run_stock *s = *state;

	for (int family = 4; family <= 6; family += 2) {
		const struct ds_report *r;
		struct dns_run run;

		dns_run_begin(&run, s->world, s->cert);
		run.engine->family = family;
		r = dns_run_domain(&run, "goed.nl");
		assert_int_equal(r->hosts[0]->naddresses, 1);
		for (size_t i = 0; i < r->nqueries; i++)
			assert_int_not_equal(r->queries[i]->type, family == 4 ? DS_T_AAAA : DS_T_A);
		assert_int_equal(
		    r->hosts[1]->policy, family == 4 ? DS_POL_DANE_VERIFIED : DS_POL_NO_ADDRESS);
		dns_run_end(&run);
	}
}

/* the mail host's manners, and what they make of the domain */
static void test_mail_hosts(void **state)
{
	static const struct {
		enum dns_mail_mode mode;
		enum ds_policy policy;
		enum ds_verdict verdict;
		enum ds_code finding;
	} cases[] = {
		{ DNS_MAIL_NO_STARTTLS, DS_POL_DANE_FAILED, DS_V_BROKEN, DS_F_STARTTLS_MISSING },
		{ DNS_MAIL_TLS_FAILS, DS_POL_DANE_FAILED, DS_V_BROKEN, DS_F_TLS_HANDSHAKE },
		{ DNS_MAIL_NO_EHLO, DS_POL_DANE_FAILED, DS_V_BROKEN, DS_F_SMTP_EHLO_REJECTED },
		{ DNS_MAIL_REFUSED, DS_POL_UNREACHABLE, DS_V_UNKNOWN, DS_F_SMTP_REFUSED },
		{ DNS_MAIL_SILENT, DS_POL_UNREACHABLE, DS_V_UNKNOWN, DS_F_SMTP_PORT_BLOCKED },
		{ DNS_MAIL_NO_GREETING, DS_POL_UNREACHABLE, DS_V_UNKNOWN,
		    DS_F_SMTP_GREETING_REJECTED },
	};
	struct dns_run_stock *s = *state;

	for (size_t i = 0; i < count_of(cases); i++) {
		const struct ds_report *r;
		struct dns_run run;

		dns_run_begin(&run, s->world, s->cert);
		for (size_t k = 0; k < DNS_RUN_MAILS; k++)
			run.mails[k].mode = cases[i].mode;
		r = dns_run_domain(&run, "goed.nl");
		assert_int_equal(r->hosts[0]->policy, cases[i].policy);
		assert_int_equal(r->verdict, cases[i].verdict);
		assert_non_null(found(r, cases[i].finding));
		dns_run_end(&run);
	}
}

/* nobody answers: two addresses are enough to say so, unless somebody else did in this run; a control
 * host settles it, whether it is silent too, refuses, or answers */
static void test_control(void **state)
{
	static const struct {
		const char *domain, *control;
		enum dns_mail_mode mode; /* of the control host */
		bool answers, blocked;
	} cases[] = {
		{ "goed.nl", "", 0, false, true },
		{ "goed.nl", "", 0, true, false },
		{ "los.nl", "", 0, false, false }, /* one address */
		{ "los.nl", "192.0.2.7", DNS_MAIL_SILENT, false, true },
		{ "goed.nl", "192.0.2.7", DNS_MAIL_REFUSED, false, true },
		{ "goed.nl", "192.0.2.7", DNS_MAIL_FINE, false, false },
		{ "los.nl", "mx1.goed.nl", DNS_MAIL_SILENT, false, true },
		{ "los.nl", "leeg.goed.nl", DNS_MAIL_FINE, false, false },
	};
	struct dns_run_stock *s = *state;

	for (size_t i = 0; i < count_of(cases); i++) {
		const struct ds_report *r;
		struct dns_run run;

		dns_run_begin(&run, s->world, s->cert);
		for (size_t k = 0; k < DNS_RUN_MAILS; k++)
			run.mails[k].mode = DNS_MAIL_SILENT;
		run.mails[DNS_RUN_MAILS - 1].mode = cases[i].mode;
		snprintf(run.engine->control, sizeof run.engine->control, "%s", cases[i].control);
		run.engine->smtp_answers = cases[i].answers;
		r = dns_run_domain(&run, cases[i].domain);
		assert_int_equal(found(r, DS_F_SMTP_PORT_BLOCKED) != NULL, cases[i].blocked);
		assert_true(r->done);
		dns_run_end(&run);
	}
}

/* another certificate at one address of two: that address fails, and it is told which */
static void test_mismatch(void **state)
{
	struct cert *other = cert_make(&(struct cert_wish){ .cn = "other.example" });
	struct dns_run_stock *s = *state;
	const struct ds_report *r;
	struct dns_run run;

	dns_run_begin(&run, s->world, s->cert);
	run.mails[3].cert = other->der;
	run.mails[3].cert_len = other->len;
	r = dns_run_domain(&run, "goed.nl");
	assert_int_equal(r->hosts[0]->policy, DS_POL_DANE_FAILED);
	assert_int_equal(r->hosts[1]->policy, DS_POL_DANE_VERIFIED);
	assert_int_equal(r->verdict, DS_V_BROKEN);
	assert_int_equal(r->deliverable, DS_DELIVER_DEGRADED);
	assert_non_null(found(r, DS_F_TLSA_MISMATCH_ADDRESS));
	dns_run_end(&run);
	cert_free(other);
}

/* A question that fails. */
struct failing {
	const char *name;
	unsigned type;
	enum net_error error;
};

/* on_wire - lets it fail */
static enum net_error on_wire(void *arg, const char *name, unsigned type, const struct net_ask *ask,
    uint8_t *wire, size_t *len)
{
	const struct failing *f = arg;

	(void)ask;
	if ((f->name != NULL && strcmp(name, f->name) != 0) || (f->type != 0 && type != f->type))
		return NET_OK;
	if (f->error == NET_OK) {
		wire[3] = (uint8_t)((wire[3] & 0xf0) | LDNS_RCODE_SERVFAIL);
		for (size_t i = 6; i < 12; i++)
			wire[i] = 0;
		*len = 12 + strlen(name) + 1 + 4;
	}
	return f->error;
}

/* look-ups that fail, one by one: what is theirs breaks, what is ours is unknown */
static void test_failures(void **state)
{
	static const struct {
		struct failing failing;
		enum ds_verdict verdict;
		enum ds_policy policy; /* of the first host */
	} cases[] = {
		{ { "goed.nl.", DS_T_MX, NET_TIMEOUT }, DS_V_BROKEN, 0 },
		{ { "goed.nl.", DS_T_MX, NET_OK }, DS_V_BROKEN, 0 },
		{ { "_25._tcp.mx1.goed.nl.", DS_T_TLSA, NET_OK }, DS_V_BROKEN, DS_POL_DNS_FAILED },
		{ { "_25._tcp.mx1.goed.nl.", DS_T_TLSA, NET_TIMEOUT }, DS_V_BROKEN,
		    DS_POL_DNS_FAILED },
		/* one family is enough */
		{ { "mx1.goed.nl.", DS_T_AAAA, NET_OK }, DS_V_SECURED, DS_POL_DANE_VERIFIED },
		{ { "mx1.goed.nl.", DS_T_A, NET_TIMEOUT }, DS_V_SECURED, DS_POL_DANE_VERIFIED },
		{ { "mx1.goed.nl.", 0, NET_TIMEOUT }, DS_V_BROKEN, DS_POL_DNS_FAILED },
		{ { "goed.nl.", DS_T_DNSKEY, NET_OK }, DS_V_BROKEN, DS_POL_DNS_FAILED },
		/* our own resolver */
		{ { NULL, 0, NET_TIMEOUT }, DS_V_UNKNOWN, 0 },
		{ { NULL, 0, NET_OK }, DS_V_UNKNOWN, 0 },
		{ { NULL, 0, NET_REFUSED }, DS_V_UNKNOWN, 0 },
		{ { ".", DS_T_DNSKEY, NET_TIMEOUT }, DS_V_UNKNOWN, 0 },
	};
	struct dns_run_stock *s = *state;

	for (size_t i = 0; i < count_of(cases); i++) {
		struct failing failing = cases[i].failing;
		const struct ds_report *r;
		struct dns_run run;

		dns_run_begin(&run, s->world, s->cert);
		run.net.hook = (struct dns_hook){ &failing, NULL, on_wire };
		r = dns_run_domain(&run, "goed.nl");
		if (r->verdict != cases[i].verdict)
			print_error("case %zu: verdict %d\n", i, (int)r->verdict);
		assert_true(r->done);
		assert_int_equal(r->verdict, cases[i].verdict);
		if (cases[i].policy != 0)
			assert_int_equal(r->hosts[0]->policy, cases[i].policy);
		dns_run_end(&run);
	}
}

/* no_mx - the MX of goed.nl denied, without proof */
static void no_mx(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	(void)arg;
	if (type == DS_T_MX && strcmp(name, "impliciet.nl.") == 0)
		dns_reply_drop(pkt, 1, NULL, LDNS_RR_TYPE_NSEC, true);
}

/* an error is no proof that there is no MX: no sender goes on to the address (RFC 7672 2.1.2) */
static void test_no_fallback(void **state)
{
	struct dns_run_stock *s = *state;
	const struct ds_report *r;
	struct dns_run run;

	dns_run_begin(&run, s->world, s->cert);
	run.net.hook.packet = no_mx;
	r = dns_run_domain(&run, "impliciet.nl");
	assert_int_equal(r->mx_status, DS_BOGUS);
	assert_int_equal(r->mx_kind, DS_MX_UNKNOWN);
	assert_int_equal(r->nhosts, 0);
	assert_int_equal(r->verdict, DS_V_BROKEN);
	assert_int_equal(run.net.opened, 0);
	dns_run_end(&run);
}

/* What a watcher counts, and where it stops. */
struct stopper {
	size_t events, stop_at;
	bool over;
	size_t after; /* events after the last */
};

/* stop_at - stops at its event; nothing follows the end */
static void stop_at(void *arg, struct ds_diagnosis *d, const struct ds_event *e)
{
	struct stopper *s = arg;

	s->after += s->over;
	s->over |= e->kind == DS_EV_DONE;
	if (++s->events == s->stop_at)
		ds_diagnosis_stop(d);
}

/* a watcher may stop a diagnosis at any event: it ends once, and nothing is left under way */
static void test_stop_anywhere(void **state)
{
	static const char *const domains[] = { "goed.nl", "uit.nl", "nul.nl" };
	struct dns_run_stock *s = *state;

	for (size_t i = 0; i < count_of(domains); i++) {
		bool reached = true;

		for (size_t at = 1; reached; at++) {
			struct stopper stopper = { .stop_at = at };
			const struct ds_report *r;
			struct dns_run run;

			dns_run_begin(&run, s->world, s->cert);
			run.watch = stop_at;
			run.arg = &stopper;
			r = dns_run_domain(&run, domains[i]);
			assert_true(stopper.over);
			assert_true(r->done);
			assert_int_equal(stopper.after, 0);
			reached = stopper.events >= at;
			dns_run_end(&run);
		}
	}
}

/* freed in the middle: at any delivery; no callback follows, nothing is left */
static void test_free_anywhere(void **state)
{
	struct dns_run_stock *s = *state;
	bool going = true;

	for (size_t steps = 0; going; steps++) {
		struct stopper stopper = { .stop_at = SIZE_MAX };
		struct dns_run run;

		dns_run_begin(&run, s->world, s->cert);
		assert_true(ds_diagnose(&run.d, run.engine, "goed.nl", stop_at, &stopper));
		for (size_t i = 0; i < steps && going; i++)
			going = dns_net_step(&run.net);
		stopper.over = true;
		run.d = ds_diagnosis_free(run.d);
		assert_int_equal(stopper.after, 0);
		dns_run_end(&run);
	}
}

/* the bound on messages: past it the verdict is unknown, and it says why */
static void test_query_bound(void **state)
{
	struct dns_world *w = dns_world_new();
	struct dns_run_stock *s = *state;
	const struct ds_report *r;
	struct dns_run run;
	char text[8192] = "";

	for (unsigned i = 0; i < MX_MAX; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text),
		    "veel.nl. MX 10 mx.a%u.b%u.c%u.d%u.nl.\n", i, i, i, i);
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "nl." });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "veel.nl.", .text = text });
	dns_world_build(w);
	dns_run_begin(&run, w, s->cert);
	r = dns_run_domain(&run, "veel.nl");
	assert_int_equal(r->queries_sent, DNS_QUERIES_MAX);
	assert_int_equal(run.net.asked, DNS_QUERIES_MAX);
	assert_true(run.net.most_in_flight <= DNS_IN_FLIGHT);
	assert_int_equal(r->verdict, DS_V_UNKNOWN);
	assert_non_null(found(r, DS_F_LIMIT_REACHED));
	dns_run_end(&run);
	dns_world_free(w);
}

/* two diagnoses at once share the resolver and are polite to each address */
static void test_together(void **state)
{
	struct dns_run_stock *s = *state;
	struct ds_diagnosis *d[6];
	struct dns_run run;

	dns_run_begin(&run, s->world, s->cert);
	for (size_t i = 0; i < count_of(d); i++)
		assert_true(ds_diagnose(&d[i], run.engine, "goed.nl", NULL, NULL));
	dns_net_run(&run.net);
	for (size_t i = 0; i < count_of(d); i++) {
		assert_int_equal(ds_diagnosis_report(d[i])->verdict, DS_V_SECURED);
		ds_diagnosis_free(d[i]);
	}
	assert_true(run.net.most_in_flight <= DNS_IN_FLIGHT);
	dns_run_end(&run);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_domains),
		cmocka_unit_test(test_tlsa_not_asked),
		cmocka_unit_test(test_one_host),
		cmocka_unit_test(test_nowhere),
		cmocka_unit_test(test_rounds),
		cmocka_unit_test(test_no_smtp),
		cmocka_unit_test(test_family),
		cmocka_unit_test(test_mail_hosts),
		cmocka_unit_test(test_control),
		cmocka_unit_test(test_mismatch),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_no_fallback),
		cmocka_unit_test(test_stop_anywhere),
		cmocka_unit_test(test_free_anywhere),
		cmocka_unit_test(test_query_bound),
		cmocka_unit_test(test_together),
	};

	return cmocka_run_group_tests_name("diagnosis", tests, dns_run_up, dns_run_down) != 0;
}
