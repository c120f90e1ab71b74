/* SPDX-License-Identifier: BSD-2-Clause */
/* From the root down, with trouble that is ours: no name server is blamed for it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/diagnosis/catalogue.h"
#include "core/diagnosis/diagnosis_impl.h"
#include "core/report/report.h"
#include "tests/unit/auth_net.h"

#define count_of(a) (sizeof(a) / sizeof *(a))
#define GLUE        "ns1.test.nl. A 192.0.2.61\nns2.test.nl. A 192.0.2.62\n"

/* make - the root, nl., and test.nl. with two servers */
static struct dns_world *make(void)
{
	struct dns_world *w = dns_world_new();

	dns_world_add(w, &(struct dns_zone_wish){
			     .apex = ".", .ns = "a.root.", .text = "ns.nl. A 192.0.2.51\n" });
	dns_world_add(w, &(struct dns_zone_wish){
			     .apex = "nl.", .ns = "ns.nl.", .text = "ns.nl. A 192.0.2.51\n" GLUE });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "test.nl.",
			     .ns = "ns1.test.nl. ns2.test.nl.",
			     .text = GLUE "test.nl. MX 0 .\n" });
	dns_world_build(w);
	return w;
}

/* has - is there a finding whose code begins so? */
static bool has(const struct ds_report *r, const char *prefix)
{
	for (size_t i = 0; i < r->nfindings; i++)
		if (strncmp(ds_catalogue(r->findings[i]->code)->code, prefix, strlen(prefix)) == 0)
			return true;
	return false;
}

/* strip - something on the way leaves the signatures out */
static void strip(ldns_pkt *pkt, const char *name, unsigned type)
{
	(void)name;
	(void)type;
	dns_reply_strip(pkt, 0, 0);
	dns_reply_strip(pkt, 1, 0);
}

/* each trouble, at all servers alike */
static void test_all_alike(void **state)
{
	static const struct {
		enum auth_mode mode;
		void (*edit)(ldns_pkt *, const char *, unsigned);
		enum ds_self_fault fault;
		enum ds_verdict verdict;
		const char *code; /* NULL: none */
	} cases[] = {
		{ AUTH_FINE, NULL, DS_SELF_FINE, DS_V_NO_MAIL, NULL },
		{ AUTH_SILENT, NULL, DS_SELF_SILENT, DS_V_UNKNOWN, "SELF_ROOT_UNREACHABLE" },
		{ AUTH_REFUSES, NULL, DS_SELF_SILENT, DS_V_UNKNOWN, "SELF_ROOT_UNREACHABLE" },
		{ AUTH_FINE, strip, DS_SELF_STRIPPED, DS_V_UNKNOWN, "SELF_DNSSEC_STRIPPED" },
		{ AUTH_NO_TCP, NULL, DS_SELF_FINE, DS_V_NO_MAIL, "SELF_TCP_BLOCKED" },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_world *w = make();
		struct auth_server servers[] = {
			{ .address = "192.0.2.50", .world = w, .zones = "." },
			{ .address = "192.0.2.51", .world = w, .zones = "nl." },
			{ .address = "192.0.2.61", .world = w, .zones = "test.nl." },
			{ .address = "192.0.2.62", .world = w, .zones = "test.nl." },
		};
		const struct ds_report *r;
		struct auth_net n;
		char line[512];

		for (size_t k = 0; k < count_of(servers); k++) {
			servers[k].mode = cases[i].mode;
			servers[k].edit = cases[i].edit;
		}
		auth_begin(&n, servers, count_of(servers), NULL);
		r = auth_domain(&n, "test.nl");
		if (r->self.fault != cases[i].fault || r->verdict != cases[i].verdict ||
		    has(r, "DNS_") || has(r, "RESOLVER_"))
			for (size_t k = 0; k < r->nfindings; k++)
				print_error(
				    "%zu: %s\n", i, ds_catalogue(r->findings[k]->code)->code);
		assert_int_equal(r->self.fault, cases[i].fault);
		assert_int_equal(r->verdict, cases[i].verdict);
		assert_true(cases[i].code == NULL || has(r, cases[i].code));
		assert_false(has(r, "DNS_"));
		assert_false(has(r, "RESOLVER_"));
		assert_int_equal(cases[i].mode == AUTH_NO_TCP, r->self.tcp == DS_REACH_FAILS);
		assert_int_equal(cases[i].mode == AUTH_NO_TCP,
		    strstr(ds_self_line(r, line, sizeof line), "no DNS over TCP from here") !=
			NULL);
		auth_end(&n);
		dns_world_free(w);
	}
}

/* the domain's servers cut answers short and are not there over TCP: whose fault, tells the root */
static void test_want_of_tcp(void **state)
{
	static const struct {
		enum auth_mode others;
		enum ds_self_fault fault;
		enum ds_verdict verdict;
	} cases[] = {
		{ AUTH_FINE, DS_SELF_FINE, DS_V_BROKEN },
		{ AUTH_NO_TCP, DS_SELF_TCP, DS_V_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		bool ours = cases[i].fault == DS_SELF_TCP;
		struct dns_world *w = make();
		const struct auth_server servers[] = {
			{ "192.0.2.50", w, ".", cases[i].others, NULL, 0 },
			{ "192.0.2.51", w, "nl.", cases[i].others, NULL, 0 },
			{ "192.0.2.61", w, "test.nl.", AUTH_CUTS_ONLY, NULL, 0 },
			{ "192.0.2.62", w, "test.nl.", AUTH_CUTS_ONLY, NULL, 0 },
		};
		const struct ds_report *r;
		struct auth_net n;

		auth_begin(&n, servers, count_of(servers), NULL);
		r = auth_domain(&n, "test.nl");
		for (size_t k = 0; k < r->nfindings; k++)
			print_message("    %s\n", ds_catalogue(r->findings[k]->code)->code);
		assert_int_equal(r->self.fault, cases[i].fault);
		assert_int_equal(r->verdict, cases[i].verdict);
		assert_int_equal(r->self.tcp, ours ? DS_REACH_FAILS : DS_REACH_WORKS);
		assert_int_equal(has(r, "SELF_TCP_BLOCKED"), ours);
		assert_int_equal(has(r, "DNS_"), !ours);
		assert_int_equal(has(r, "MX_"), !ours);
		auth_end(&n);
		dns_world_free(w);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_alike),
		cmocka_unit_test(test_want_of_tcp),
	};

	return cmocka_run_group_tests_name("self_iterate", tests, NULL, NULL) != 0;
}
