/* SPDX-License-Identifier: BSD-2-Clause */
/* Delegations as they should not be: circles, no glue, no server, aliases, names without end. */
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
#include "core/limits.h"
#include "tests/unit/auth_net.h"
#include "tests/unit/found.h"

#define count_of(a) (sizeof(a) / sizeof *(a))
#define NOTHING     DS_F_COUNT
#define ROOT        "192.0.2.50"
#define NL          "192.0.2.51"
#define TEST        "192.0.2.61"
#define OTHER       "192.0.2.71"
#define MAIL        "test.nl. MX 10 mx.test.nl.\nmx.test.nl. A 192.0.2.1\n"

/* tell - what was found, where a test fails */
static void tell(const char *name, const struct ds_report *r)
{
	char text[2048];

	print_error("%s, verdict %s:\n", name, ds_verdict_word(r->verdict));
	for (size_t i = 0; i < r->nfindings; i++)
		print_error("\t%s: %s\n", ds_catalogue(r->findings[i]->code)->code,
		    ds_finding_text(r->findings[i], text, sizeof text));
}

/* A world of the root, nl., test.nl. and perhaps other.nl., and what is to be found of test.nl. */
struct scene {
	const char *name;
	const char *nl;                    /* records of nl. beside the delegations */
	struct dns_zone_wish test, other;  /* other: where it has an apex */
	const char *root_zones, *nl_zones; /* NULL: "." and "nl." */
	enum auth_mode mode;               /* of the server of test.nl. */
	void (*edit)(ldns_pkt *, const char *, unsigned);
	bool minimise;
	enum ds_code code;
	bool error;            /* the finding is one */
	enum ds_status status; /* of the MX answer */
};

/* play - one scene */
static void play(const struct scene *s)
{
	struct dns_zone_wish test = s->test, other = s->other;
	struct dns_world *w = dns_world_new();
	struct auth_server servers[] = {
		{ .address = ROOT, .world = w, .zones = s->root_zones ? s->root_zones : "." },
		{ .address = NL, .world = w, .zones = s->nl_zones ? s->nl_zones : "nl." },
		{ .address = TEST,
		    .world = w,
		    .zones = "test.nl. a.test.nl.",
		    .mode = s->mode,
		    .edit = s->edit },
		{ .address = OTHER, .world = w, .zones = "other.nl." },
	};
	const struct ds_finding *it;
	const struct ds_report *r;
	struct auth_net n;

	test.apex = "test.nl.";
	if (test.text == NULL)
		test.text = MAIL;
	dns_world_add(w,
	    &(struct dns_zone_wish){ .apex = ".", .ns = "a.root.", .text = "ns.nl. A " NL "\n" });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "nl.", .ns = "ns.nl.", .text = s->nl });
	dns_world_add(w, &test);
	if (other.apex != NULL)
		dns_world_add(w, &other);
	dns_world_build(w);
	auth_begin(&n, servers, count_of(servers), NULL);
	n.run.engine->no_smtp = true;
	n.run.engine->iterate.minimise = s->minimise;
	r = auth_domain(&n, "test.nl");
	it = s->code != NOTHING ? found(r, s->code) : NULL;
	if (r->mx_status != s->status || (s->code != NOTHING && it == NULL))
		tell(s->name, r);
	assert_int_equal(r->mx_status, s->status);
	if (s->code != NOTHING) {
		assert_non_null(it);
		assert_int_equal(it->severity == DS_ERROR, s->error);
	}
	for (size_t i = 0; s->code == NOTHING && i < r->nfindings; i++)
		if (r->findings[i]->severity <= DS_WARNING && r->mx_status == DS_SECURE) {
			tell(s->name, r);
			fail();
		}
	assert_true(r->queries_sent < DNS_QUERIES_MAX / 2);
	auth_end(&n);
	dns_world_free(w);
}

/* to_itself - a referral to the zone that was asked */
static void to_itself(ldns_pkt *pkt, const char *name, unsigned type)
{
	(void)name;
	(void)type;
	dns_reply_drop(pkt, 0, NULL, LDNS_RR_TYPE_MX, true);
	dns_reply_drop(pkt, 0, NULL, LDNS_RR_TYPE_A, true);
	dns_reply_drop(pkt, 0, NULL, LDNS_RR_TYPE_DNSKEY, true);
	dns_reply_drop(pkt, 1, NULL, LDNS_RR_TYPE_SOA, true);
	ldns_pkt_set_aa(pkt, false);
	dns_reply_add(pkt, 1, "test.nl. NS ns.test.nl.");
}

static void test_scenes(void **state)
{
	static const struct scene scenes[] = {
		{ "glue", .nl = "ns.nl. A " NL "\nns.test.nl. A " TEST "\n",
		    .test = { .ns = "ns.test.nl.", .text = MAIL "ns.test.nl. A " TEST "\n" },
		    .code = NOTHING, .status = DS_SECURE },
		{ "no glue, another zone's server",
		    .nl = "ns.nl. A " NL "\nns.other.nl. A " OTHER "\n",
		    .test = { .ns = "in.other.nl." },
		    .other = { .apex = "other.nl.",
			.ns = "ns.other.nl.",
			.text = "ns.other.nl. A " OTHER "\nin.other.nl. A " TEST "\n" },
		    .code = NOTHING, .status = DS_SECURE },
		{ "no glue for a server inside", .nl = "ns.nl. A " NL "\n",
		    .test = { .ns = "ns.test.nl.", .text = MAIL "ns.test.nl. A " TEST "\n" },
		    .code = DS_F_DNS_REFERRAL_LOOP, .error = true, .status = DS_INDETERMINATE },
		{ "two zones that need each other", .nl = "ns.nl. A " NL "\n",
		    .test = { .ns = "ns.other.nl." },
		    .other = { .apex = "other.nl.",
			.ns = "ns.test.nl.",
			.text = "ns.other.nl. A " TEST "\n" },
		    .code = DS_F_DNS_REFERRAL_LOOP, .error = true, .status = DS_INDETERMINATE },
		{ "a server's name that is an alias",
		    .nl = "ns.nl. A " NL "\nns.test.nl. A " TEST "\nns.other.nl. A " OTHER "\n",
		    .test = { .ns = "ns.test.nl. al.other.nl.",
			.text = MAIL "ns.test.nl. A " TEST "\n" },
		    .other = { .apex = "other.nl.",
			.ns = "ns.other.nl.",
			.text = "ns.other.nl. A " OTHER "\nal.other.nl. CNAME ns.other.nl.\n" },
		    .code = DS_F_DNS_SERVER_ALIAS, .status = DS_SECURE },
		{ "a server's name that is not there",
		    .nl = "ns.nl. A " NL "\nns.test.nl. A " TEST "\nns.other.nl. A " OTHER "\n",
		    .test = { .ns = "ns.test.nl. not.other.nl.",
			.text = MAIL "ns.test.nl. A " TEST "\n" },
		    .other = { .apex = "other.nl.",
			.ns = "ns.other.nl.",
			.text = "ns.other.nl. A " OTHER "\n" },
		    .code = DS_F_DNS_SERVER_NO_ADDRESS, .status = DS_SECURE },
		{ "nobody there", .nl = "ns.nl. A " NL "\nns.test.nl. A " TEST "\n",
		    .test = { .ns = "ns.test.nl." }, .mode = AUTH_SILENT,
		    .code = DS_F_DNS_NO_SERVER, .error = true, .status = DS_INDETERMINATE },
		{ "a server without glue inside, beside one that refuses",
		    .nl = "ns.nl. A " NL "\nns.test.nl. A " TEST "\n",
		    .test = { .ns = "ns.test.nl. in.test.nl." }, .mode = AUTH_REFUSES,
		    .code = DS_F_DNS_NO_SERVER, .error = true, .status = DS_INDETERMINATE },
		{ "refers to itself", .nl = "ns.nl. A " NL "\nns.test.nl. A " TEST "\n",
		    .test = { .ns = "ns.test.nl." }, .edit = to_itself,
		    .code = DS_F_DNS_SERVER_LAME, .status = DS_INDETERMINATE },
		{ "the zone lists another server",
		    .nl = "ns.nl. A " NL "\nns.test.nl. A " TEST "\n",
		    .test = { .ns = "ns.test.nl.",
			.child_ns = "ns.test.nl. ns2.test.nl.",
			.text = MAIL "ns.test.nl. A " TEST "\n" },
		    .code = DS_F_DNS_PARENT_CHILD_NS, .status = DS_SECURE },
		{ "parent and child on one server", .nl = "ns.nl. A " NL "\n",
		    .test = { .ns = "ns.nl." }, .nl_zones = "nl. test.nl.", .code = NOTHING,
		    .status = DS_SECURE },
		{ "the same, child not signed", .nl = "ns.nl. A " NL "\n",
		    .test = { .ns = "ns.nl.", .chain = DNS_UNSIGNED }, .nl_zones = "nl. test.nl.",
		    .code = NOTHING, .status = DS_INSECURE },
		{ "root and top on one server", .nl = "ns.nl. A " NL "\nns.test.nl. A " TEST "\n",
		    .test = { .ns = "ns.test.nl.", .text = MAIL "ns.test.nl. A " TEST "\n" },
		    .root_zones = ". nl.", .code = NOTHING, .status = DS_SECURE },
		{ "label by label", .nl = "ns.nl. A " NL "\nns.test.nl. A " TEST "\n",
		    .test = { .ns = "ns.test.nl.", .text = MAIL "ns.test.nl. A " TEST "\n" },
		    .minimise = true, .code = NOTHING, .status = DS_SECURE },
		{ "an empty name denied", .nl = "ns.nl. A " NL "\nns.test.nl. A " TEST "\n",
		    .test = { .ns = "ns.test.nl.",
			.text = MAIL "ns.test.nl. A " TEST
				     "\n_25._tcp.mx.test.nl. TLSA 3 1 1 00112233445566778899aabb"
				     "ccddeeff00112233445566778899aabbccddeeff\n" },
		    .minimise = true, .mode = AUTH_NO_EMPTY, .code = DS_F_DNS_SERVER_DENIES_EMPTY,
		    .status = DS_SECURE },
	};

	(void)state;
	for (size_t i = 0; i < count_of(scenes); i++)
		play(&scenes[i]);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scenes),
	};

	return cmocka_run_group_tests_name("delegation", tests, NULL, NULL) != 0;
}
