/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Can this machine judge? Each thing that may be wrong here, and that no domain is called broken
 * for it.
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
#include "core/report/report.h"
#include "tests/unit/dns_run.h"
#include "tests/unit/found.h"

#define count_of(a) (sizeof(a) / sizeof *(a))
#define TEXT        "test.nl. MX 10 mx.test.nl.\nmx.test.nl. A 192.0.2.1\nmx.test.nl. AAAA 2001:db8::1\n"

/* What is wrong, and what is to come of it. */
struct trouble {
	struct dns_sig_wish root, others; /* over keys */
	void (*packet)(void *arg, const char *name, unsigned type, ldns_pkt *);
	enum net_error (*wire)(void *arg, const char *name, unsigned type, const struct net_ask *,
	    uint8_t *wire, size_t *len);
	int days; /* that our clock is ahead */
	bool at_given, built_in;
	enum ds_self_fault fault;
	int code; /* enum ds_code */
};

/* make_with - root, nl. and test.nl., which holds `text` */
static struct dns_world *make_with(
    const struct dns_sig_wish *root, const struct dns_sig_wish *others, const char *text)
{
	struct dns_world *w = dns_world_new();

	dns_world_add(
	    w, &(struct dns_zone_wish){ .apex = ".", .keys_sig = *root, .ds_sig = *others });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "nl.", .keys_sig = *others });
	dns_world_add(
	    w, &(struct dns_zone_wish){ .apex = "test.nl.", .text = text, .keys_sig = *others });
	dns_world_build(w);
	return w;
}

/* make - the same with one host */
static struct dns_world *make(const struct dns_sig_wish *root, const struct dns_sig_wish *others)
{
	return make_with(root, others, TEXT);
}

/* begin - an engine over a world with its trouble */
static void begin(struct dns_run *run, const struct dns_world *w, const struct trouble *t)
{
	dns_run_begin(run, w, NULL);
	run->net.hook.packet = t->packet;
	run->net.hook.wire = t->wire;
	run->net.net.epoch_us += t->days * (int64_t)DNS_DAY * 1000000;
	if (t->at_given) {
		run->engine->at_given = true;
		run->engine->at = DNS_NOW + t->days * (int64_t)DNS_DAY;
	}
	if (t->built_in)
		anchors_built_in(&run->engine->anchors);
}

/* strip - a resolver that leaves the signatures out */
static void strip(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	(void)arg;
	(void)name;
	(void)type;
	dns_reply_strip(pkt, 0, 0);
	dns_reply_strip(pkt, 1, 0);
}

/* no_keys - a resolver that has never heard of DNSKEY */
static void no_keys(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	(void)arg;
	if (type == DS_T_DNSKEY)
		dns_reply_drop(pkt, 0, name, LDNS_RR_TYPE_DNSKEY, true);
}

/* silent - no answer to anything */
static enum net_error silent(void *arg, const char *name, unsigned type, const struct net_ask *ask,
    uint8_t *wire, size_t *len)
{
	(void)arg;
	(void)name;
	(void)type;
	(void)ask;
	(void)wire;
	(void)len;
	return NET_TIMEOUT;
}

/* no_tcp - the root's keys need TCP, and TCP brings nothing */
static enum net_error no_tcp(void *arg, const char *name, unsigned type, const struct net_ask *ask,
    uint8_t *wire, size_t *len)
{
	(void)arg;
	(void)len;
	if (ask->transport == NET_TCP)
		return NET_TIMEOUT;
	if (type == DS_T_DNSKEY && strcmp(name, ".") == 0)
		wire[2] |= 0x02;
	return NET_OK;
}

static const struct dns_sig_wish late = { .expiration = DNS_NOW - 40 * DNS_DAY,
	.inception = DNS_NOW - 60 * DNS_DAY };
static const struct dns_sig_wish early = { .inception = DNS_NOW + 2 * DNS_DAY };

/* each trouble: named, and the verdict is unknown */
static void test_troubles(void **state)
{
	const struct trouble cases[] = {
		{ .fault = DS_SELF_FINE, .code = -1 },
		{ .packet = strip, .fault = DS_SELF_STRIPPED, .code = DS_F_RESOLVER_NO_DNSSEC },
		{ .packet = no_keys, .fault = DS_SELF_STRIPPED, .code = DS_F_RESOLVER_NO_DNSSEC },
		{ .wire = silent, .fault = DS_SELF_SILENT, .code = DS_F_RESOLVER_UNREACHABLE },
		{ .wire = no_tcp, .fault = DS_SELF_SILENT, .code = DS_F_RESOLVER_UNREACHABLE },
		{ .wire = no_tcp, .fault = DS_SELF_SILENT, .code = DS_F_SELF_TCP_BLOCKED },
		{ .built_in = true, .fault = DS_SELF_ANCHOR, .code = DS_F_DNSSEC_ANCHOR_STALE },
		/* all signatures off the same way: the clock; not all of them: the root */
		{ .days = 60, .fault = DS_SELF_CLOCK, .code = DS_F_DNSSEC_CLOCK_SUSPECT },
		{ .root = early,
		    .others = early,
		    .fault = DS_SELF_CLOCK,
		    .code = DS_F_DNSSEC_CLOCK_SUSPECT },
		{ .days = -400, .fault = DS_SELF_CLOCK, .code = DS_F_DNSSEC_CLOCK_SUSPECT },
		{ .root = late, .fault = DS_SELF_ROOT, .code = DS_F_SELF_ROOT_UNPROVED },
		{ .root = early, .fault = DS_SELF_ROOT, .code = DS_F_SELF_ROOT_UNPROVED },
		{ .root = { .spoilt = true },
		    .fault = DS_SELF_ROOT,
		    .code = DS_F_SELF_ROOT_UNPROVED },
		/* a moment that was chosen is not our clock's */
		{ .days = 60,
		    .at_given = true,
		    .fault = DS_SELF_ROOT,
		    .code = DS_F_SELF_ROOT_UNPROVED },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_world *w = make(&cases[i].root, &cases[i].others);
		bool fine = cases[i].fault == DS_SELF_FINE;
		const struct ds_report *r;
		struct dns_run run;
		char line[512];

		begin(&run, w, &cases[i]);
		r = dns_run_domain(&run, "test.nl");
		if (r->self.fault != cases[i].fault)
			print_error("case %zu: fault %d\n", i, (int)r->self.fault);
		assert_true(r->self.known);
		assert_int_equal(r->self.fault, cases[i].fault);
		assert_int_equal(r->verdict == DS_V_UNKNOWN, !fine);
		assert_true(fine || found(r, cases[i].code) != NULL);
		assert_int_equal(
		    r->self.udp, cases[i].wire == silent ? DS_REACH_FAILS : DS_REACH_WORKS);
		assert_true(strlen(ds_self_line(r, line, sizeof line)) > 0);
		/* where nothing answers at all, TCP is not what is missing */
		assert_int_equal(cases[i].wire == no_tcp,
		    strstr(ds_self_line(r, line, sizeof line), "TCP") != NULL);
		/* nobody is called broken: neither a host nor the domain */
		for (size_t k = 0; !fine && k < r->nhosts; k++)
			assert_int_equal(r->hosts[k]->policy, DS_POL_UNKNOWN);
		for (size_t k = 0; !fine && k < r->nfindings; k++)
			assert_true(r->findings[k]->severity != DS_ERROR ||
				    r->findings[k]->who == DS_ACT_YOU);
		dns_run_end(&run);
		dns_world_free(w);
	}
}

/* which keys are held, which are seen, and which of them is trusted */
static void test_tags(void **state)
{
	struct dns_world *w = make(&(struct dns_sig_wish){ 0 }, &(struct dns_sig_wish){ 0 });
	uint16_t tag = dns_world_zone(w, ".")->key[0].tag;
	const struct ds_finding *f;
	const struct ds_report *r;
	struct dns_run run;
	char own[8];

	(void)state;
	snprintf(own, sizeof own, "%u", (unsigned)tag);
	dns_run_begin(&run, w, NULL);
	r = dns_run_domain(&run, "test.nl");
	assert_int_equal(r->self.trusted, tag);
	assert_int_equal(r->self.nheld, 1);
	assert_int_equal(r->self.held[0], tag);
	assert_int_equal(r->self.nseen, 1);
	assert_int_equal(r->self.seen[0], tag);
	anchors_built_in(&run.engine->anchors);
	r = dns_run_domain(&run, "test.nl");
	assert_int_equal(r->self.trusted, -1);
	f = found(r, DS_F_DNSSEC_ANCHOR_STALE);
	assert_non_null(f);
	assert_string_equal(f->expected, "20326, 38696");
	assert_string_equal(f->seen, own);
	dns_run_end(&run);
	dns_world_free(w);
}

/* a root key that was revoked since: the anchor of it counts no more */
static void test_revoked(void **state)
{
	struct dns_world *w = dns_world_new();
	const struct ds_report *r;
	struct dns_zone *root;
	struct dns_run run;

	(void)state;
	root = dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "nl." });
	dns_world_build(w); /* the anchors are those of the key as it was */
	dns_run_begin(&run, w, NULL);
	dns_world_free(w);
	w = dns_world_new();
	root = dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
	dns_key_flags(&root->key[0], 257 | 0x80);
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "nl." });
	dns_world_build(w);
	run.net.world = w;
	r = dns_run_domain(&run, "nl");
	assert_int_equal(r->self.fault, DS_SELF_ANCHOR);
	assert_int_equal(r->self.trusted, -1);
	assert_int_equal(r->verdict, DS_V_UNKNOWN);
	dns_run_end(&run);
	dns_world_free(w);
}

/* over_tcp - what comes over TCP; `arg`: enum net_error */
static enum net_error over_tcp(void *arg, const char *name, unsigned type,
    const struct net_ask *ask, uint8_t *wire, size_t *len)
{
	(void)name;
	(void)type;
	(void)wire;
	(void)len;
	return ask->transport == NET_TCP ? *(const enum net_error *)arg : NET_OK;
}

/* tcp_messages - how many were sent over TCP */
static unsigned tcp_messages(const struct ds_report *r)
{
	unsigned n = 0;

	for (size_t i = 0; i < r->nqueries; i++)
		n += r->queries[i]->transport == DS_TCP;
	return n;
}

/* TCP is tried though nothing needs it: once for many domains, and again after a while. What fails, or
 * is in no recording, changes no verdict */
static void test_tcp(void **state)
{
	const struct {
		enum net_error error;
		enum ds_reach reach;
	} cases[] = { { NET_OK, DS_REACH_WORKS }, { NET_TIMEOUT, DS_REACH_FAILS },
		{ NET_REFUSED, DS_REACH_FAILS }, { NET_NOT_RECORDED, DS_REACH_UNTRIED } };
	struct dns_world *w = make(&(struct dns_sig_wish){ 0 }, &(struct dns_sig_wish){ 0 });

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		enum net_error error = cases[i].error;
		struct dns_run run;

		dns_run_begin(&run, w, NULL);
		run.net.hook = (struct dns_hook){ &error, NULL, over_tcp };
		for (size_t turn = 0; turn < 3; turn++) {
			const struct ds_report *r;

			if (turn == 2)
				run.engine->tcp_asked_us -= ASIDE_TCP_S * 1000000ull;
			r = dns_run_domain(&run, "test.nl");
			assert_int_equal(tcp_messages(r), turn != 1);
			assert_int_equal(r->self.tcp, cases[i].reach);
			assert_int_equal(r->self.fault, DS_SELF_FINE);
			assert_int_not_equal(r->verdict, DS_V_UNKNOWN);
			assert_int_equal(found(r, DS_F_SELF_TCP_BLOCKED) != NULL,
			    cases[i].reach == DS_REACH_FAILS);
			assert_true(r->elapsed_us < 15000000);
		}
		dns_run_end(&run);
	}
	dns_world_free(w);
}

/* no way to IPv6 from here: no fault of the host's, one remark for all */
static void test_no_route(void **state)
{
	struct dns_world *w = make(&(struct dns_sig_wish){ 0 }, &(struct dns_sig_wish){ 0 });
	const struct ds_finding *f;
	const struct ds_report *r;
	struct dns_run run;

	(void)state;
	dns_run_begin(&run, w, NULL);
	run.mails[3].mode = DNS_MAIL_NO_ROUTE;
	r = dns_run_domain(&run, "test.nl");
	assert_int_equal(r->self.ipv4, DS_REACH_WORKS);
	assert_int_equal(r->self.ipv6, DS_REACH_FAILS);
	assert_int_equal(r->self.fault, DS_SELF_FINE);
	f = found(r, DS_F_SELF_NO_ROUTE);
	assert_non_null(f);
	assert_string_equal(f->args[0], "IPv6");
	assert_string_equal(f->args[1], "1");
	assert_null(found(r, DS_F_SMTP_UNREACHABLE));
	dns_run_end(&run);
	dns_world_free(w);
}

/* no way to one address, and one to another of that family: that is no fault of this machine's */
static void test_no_route_to_one(void **state)
{
	struct dns_sig_wish good = { 0 };
	struct dns_world *w = make_with(&good, &good, TEXT "mx.test.nl. A 192.0.2.2\n");
	const struct ds_report *r;
	struct dns_run run;

	(void)state;
	dns_run_begin(&run, w, NULL);
	run.mails[1].mode = DNS_MAIL_NO_ROUTE;
	r = dns_run_domain(&run, "test.nl");
	assert_int_equal(r->self.ipv4, DS_REACH_WORKS);
	assert_null(found(r, DS_F_SELF_NO_ROUTE));
	assert_non_null(found(r, DS_F_SMTP_UNREACHABLE));
	dns_run_end(&run);
	dns_world_free(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_troubles),
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_revoked),
		cmocka_unit_test(test_tcp),
		cmocka_unit_test(test_no_route),
		cmocka_unit_test(test_no_route_to_one),
	};

	return cmocka_run_group_tests_name("self", tests, NULL, NULL) != 0;
}
