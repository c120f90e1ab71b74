/* SPDX-License-Identifier: BSD-2-Clause */
/* From the root down: what is asked of whom, how soon, and what comes of it when servers fail. */
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
#include "core/report/report.h"
#include "tests/unit/auth_net.h"
#include "tests/unit/found.h"

#define count_of(a) (sizeof(a) / sizeof *(a))
#define NOTHING     DS_F_COUNT
#define GLUE        "ns1.test.nl. A 192.0.2.61\nns2.test.nl. A 192.0.2.62\nns3.test.nl. A 192.0.2.63\n"
#define NAMES       "ns1.test.nl. ns2.test.nl. ns3.test.nl."

/* What all tests share: the world as it should be. */
struct shared {
	struct cert *cert;
	char text[600];
	struct dns_world *world;
};

/* world_of - the root, nl., and test.nl. with three servers */
static struct dns_world *world_of(const struct shared *s, const struct dns_zone_wish *zone)
{
	struct dns_world *w = dns_world_new();
	struct dns_zone_wish test = *zone;

	test.apex = "test.nl.";
	if (test.ns == NULL)
		test.ns = NAMES;
	if (test.text == NULL)
		test.text = s->text;
	dns_world_add(w, &(struct dns_zone_wish){
			     .apex = ".", .ns = "a.root.", .text = "ns.nl. A 192.0.2.51\n" });
	dns_world_add(w, &(struct dns_zone_wish){
			     .apex = "nl.", .ns = "ns.nl.", .text = "ns.nl. A 192.0.2.51\n" GLUE });
	dns_world_add(w, &test);
	dns_world_build(w);
	return w;
}

/* up, down - makes it, frees it */
static int up(void **state)
{
	struct shared *s = calloc(1, sizeof *s);
	char tlsa[80];

	assert_non_null(s);
	s->cert = dns_run_cert(tlsa);
	snprintf(s->text, sizeof s->text,
	    GLUE "test.nl. MX 10 mx.test.nl.\nmx.test.nl. A 192.0.2.1\n"
		 "_25._tcp.mx.test.nl. TLSA %s\n",
	    tlsa);
	s->world = world_of(s, &(struct dns_zone_wish){ 0 });
	*state = s;
	return 0;
}

static int down(void **state)
{
	struct shared *s = *state;

	dns_world_free(s->world);
	cert_free(s->cert);
	free(s);
	return 0;
}

/* tell - what was found, where a test fails */
static void tell(size_t number, const struct ds_report *r)
{
	char text[2048];

	print_error("case %zu, verdict %s:\n", number, ds_verdict_word(r->verdict));
	for (size_t i = 0; i < r->nfindings; i++)
		print_error("\t%s: %s\n", ds_catalogue(r->findings[i]->code)->code,
		    ds_finding_text(r->findings[i], text, sizeof text));
}

/* begin - the usual five servers, two of which may be told to be otherwise */
static void begin(struct auth_net *n, const struct shared *s, const struct auth_server *second,
    const struct auth_server *third)
{
	struct auth_server servers[] = {
		{ .address = "192.0.2.50", .world = s->world, .zones = "." },
		{ .address = "192.0.2.51", .world = s->world, .zones = "nl." },
		{ .address = "192.0.2.61", .world = s->world, .zones = "test.nl." },
		{ .address = "192.0.2.62", .world = s->world, .zones = "test.nl." },
		{ .address = "192.0.2.63", .world = s->world, .zones = "test.nl." },
	};

	for (size_t i = 0; i < 2; i++) {
		const struct auth_server *wish = i == 0 ? second : third;

		servers[3 + i].mode = wish->mode;
		servers[3 + i].edit = wish->edit;
		if (wish->world != NULL)
			servers[3 + i].world = wish->world;
	}
	auth_begin(n, servers, count_of(servers), s->cert);
}

static const struct auth_server fine = { .mode = AUTH_FINE };

/* on_event - notes when the verdict came */
static void on_event(void *arg, struct ds_diagnosis *d, const struct ds_event *e)
{
	(void)d;
	if (e->kind == DS_EV_VERDICT)
		*(uint64_t *)arg = e->us;
}

/* all is well: secured, in as many rounds as it takes at least, and every server was asked */
static void test_rounds(void **state)
{
	uint64_t verdict_us = 0;
	const struct shared *s = *state;
	const struct ds_report *r;
	struct auth_net n;

	begin(&n, s, &fine, &fine);
	n.run.watch = on_event;
	n.run.arg = &verdict_us;
	r = auth_domain(&n, "test.nl");
	if (r->verdict != DS_V_SECURED)
		tell(0, r);
	assert_int_equal(r->verdict, DS_V_SECURED);
	/* Root, nl., test.nl. twice (MX, then its host), and the five of SMTP. */
	assert_true(n.run.net.opened_us - DNS_BEGIN <= 4 * DNS_RTT);
	assert_true(verdict_us <= 9 * DNS_RTT);
	assert_true(r->iterated);
	assert_int_equal(n.strays, 0);
	for (size_t i = 0; i < n.n; i++)
		assert_true(n.servers[i].asked > 0);
	assert_int_equal(r->chain.n, 3);
	assert_int_equal(r->chain.links[2]->nservers, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct ds_server *server = &r->chain.links[2]->servers[i];

		assert_string_equal(server->outcome, "ok");
		assert_int_equal(server->rtt_us, DNS_RTT);
		assert_true(server->nreplies >= 6);
		for (size_t k = 0; k < server->nreplies; k++) {
			assert_int_equal(server->replies[k].group, 0);
			assert_int_equal(server->replies[k].status, DS_SECURE);
		}
	}
	for (size_t i = 0; i < r->nfindings; i++)
		assert_true(r->findings[i]->severity > DS_WARNING);
	auth_end(&n);
}

/* one server of three fails: the verdict stands, and the finding says which */
static void test_one_fails(void **state)
{
	static const struct {
		enum auth_mode mode;
		enum ds_code code;
	} cases[] = {
		{ AUTH_SILENT, DS_F_DNS_SERVER_TIMEOUT },
		{ AUTH_REFUSES, DS_F_DNS_SERVER_REFUSED },
		{ AUTH_FAILS, DS_F_DNS_SERVER_FAILED },
		{ AUTH_LAME, DS_F_DNS_SERVER_LAME },
		{ AUTH_GARBAGE, DS_F_DNS_SERVER_MALFORMED },
		{ AUTH_NO_EDNS, DS_F_DNS_SERVER_NO_EDNS },
		{ AUTH_BAD_VERSION, DS_F_DNS_SERVER_NO_EDNS },
		{ AUTH_NO_TCP, DS_F_DNS_SERVER_NO_TCP },
		{ AUTH_CUTS_ONLY, DS_F_DNS_SERVER_NO_TCP },
		{ AUTH_NO_TLSA, DS_F_DNS_SERVER_FAILED },
		{ AUTH_CUTS, NOTHING },
	};
	const struct shared *s = *state;

	for (size_t i = 0; i < count_of(cases); i++) {
		const struct ds_finding *it;
		const struct ds_report *r;
		struct auth_net n;

		begin(&n, s, &(struct auth_server){ .mode = cases[i].mode }, &fine);
		r = auth_domain(&n, "test.nl");
		it = cases[i].code != NOTHING ? found(r, cases[i].code) : NULL;
		if (r->verdict != DS_V_SECURED || (cases[i].code != NOTHING && it == NULL))
			tell(i, r);
		assert_int_equal(r->verdict, DS_V_SECURED);
		if (cases[i].code != NOTHING) {
			assert_non_null(it);
			assert_string_equal(it->at, "192.0.2.62");
		}
		assert_null(found(r, DS_F_DNS_NO_SERVER));
		auth_end(&n);
	}
}

/* count - how often a finding is there */
static size_t count(const struct ds_report *r, enum ds_code code)
{
	size_t n = 0;

	for (size_t i = 0; i < r->nfindings; i++)
		n += r->findings[i]->code == (int)code;
	return n;
}

/* one server of three serves something else: whether a validator fails there makes the severity */
static void test_one_differs(void **state)
{
	static const struct {
		struct dns_zone_wish wish;
		enum ds_code code;
		bool error;
		const char *word;
	} cases[] = {
		{ { .data_sig = { .expiration = -86400 } }, DS_F_DNS_SERVERS_DIFFER, true,
		    "the signature has expired" },
		{ { .keys_sig = { .expiration = -86400 } }, DS_F_DNS_SERVERS_DIFFER, true,
		    "the signature has expired" },
		{ { .text = GLUE "test.nl. MX 20 mx.test.nl.\nmx.test.nl. A 192.0.2.1\n" },
		    DS_F_DNS_SERVERS_DIFFER, false, "the records are not the same" },
		{ { .child_ns = "ns1.test.nl. ns2.test.nl." }, DS_F_DNS_SERVERS_DIFFER, false,
		    "the records are not the same" },
		{ { .chain = DNS_NSEC3 }, NOTHING, false, NULL },
	};
	const struct shared *s = *state;

	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_zone_wish wish = cases[i].wish;
		struct dns_world *other = world_of(s, &wish);
		const struct ds_finding *it;
		const struct ds_report *r;
		struct auth_net n;

		begin(&n, s, &fine, &(struct auth_server){ .world = other });
		r = auth_domain(&n, "test.nl");
		it = cases[i].code != NOTHING ? found(r, cases[i].code) : NULL;
		if (r->verdict != DS_V_SECURED || (cases[i].code != NOTHING && it == NULL))
			tell(i, r);
		assert_int_equal(r->verdict, DS_V_SECURED);
		if (cases[i].code != NOTHING) {
			assert_non_null(it);
			assert_int_equal(it->severity == DS_ERROR, cases[i].error);
			assert_int_equal(count(r, cases[i].code), 1); /* of many questions */
			assert_string_equal(it->args[1], "1");
			assert_string_equal(it->args[2], "3");
			assert_string_equal(it->args[3], "ns3.test.nl (192.0.2.63)");
			assert_string_equal(it->args[4], cases[i].word);
		} else {
			assert_null(found(r, DS_F_DNS_SERVERS_DIFFER));
		}
		auth_end(&n);
		dns_world_free(other);
	}
}

/* larger - more over UDP than was asked for */
static void larger(ldns_pkt *pkt, const char *name, unsigned type)
{
	char line[300];

	(void)name;
	for (unsigned i = 0; type == LDNS_RR_TYPE_MX && i < 12; i++) {
		snprintf(line, sizeof line, "test.nl. TXT \"%u %0200u\"", i, 0U);
		dns_reply_add(pkt, 1, line);
	}
}

/* another_serial - an older version of the zone, by its number */
static void another_serial(ldns_pkt *pkt, const char *name, unsigned type)
{
	(void)name;
	if (type != LDNS_RR_TYPE_SOA)
		return;
	dns_reply_drop(pkt, 0, NULL, LDNS_RR_TYPE_SOA, true);
	dns_reply_add(pkt, 0, "test.nl. SOA ns.test. host.test. 7 14400 3600 604800 600");
}

/* what servers do that harms nobody at once, or everybody */
static void test_remarks(void **state)
{
	static const struct {
		struct auth_server second, third;
		enum ds_code code;
		const char *arg; /* the first; NULL: not looked at */
		bool error;
	} cases[] = {
		{ { .edit = larger }, { 0 }, DS_F_DNS_SERVER_UDP_TOO_LARGE, "test.nl", false },
		{ { .edit = another_serial }, { 0 }, DS_F_DNS_SERVERS_SERIAL, NULL, false },
		{ { 0 }, { 0 }, DS_F_DNS_SERVER_PRIVATE_ADDRESS, NULL, false },
		{ { 0 }, { 0 }, DS_F_MX_HOST_PRIVATE_ADDRESS, NULL, false },
		{ { .mode = AUTH_NO_TLSA }, { .mode = AUTH_NO_TLSA }, DS_F_DNS_SERVER_UNKNOWN_TYPE,
		    NULL, true },
	};
	const struct shared *s = *state;

	for (size_t i = 0; i < count_of(cases); i++) {
		const struct ds_finding *it;
		const struct ds_report *r;
		struct auth_net n;

		begin(&n, s, &cases[i].second, &cases[i].third);
		n.run.engine->anchors.built_in = cases[i].code == DS_F_DNS_SERVER_PRIVATE_ADDRESS ||
						 cases[i].code == DS_F_MX_HOST_PRIVATE_ADDRESS;
		if (cases[i].error)
			n.servers[2].mode = AUTH_NO_TLSA;
		r = auth_domain(&n, "test.nl");
		it = found(r, cases[i].code);
		if (it == NULL)
			tell(i, r);
		assert_non_null(it);
		assert_int_equal(it->severity == DS_ERROR, cases[i].error);
		if (cases[i].arg != NULL)
			assert_non_null(strstr(it->args[0], cases[i].arg));
		assert_int_equal(r->verdict, cases[i].error ? DS_V_BROKEN : DS_V_SECURED);
		auth_end(&n);
	}
}

/* faults_of - what is wrong with a server of the domain's zone */
static unsigned faults_of(const struct ds_report *r, const char *address)
{
	const struct ds_link *link = r->chain.links[r->chain.n - 1];

	for (size_t i = 0; i < link->nservers; i++)
		if (strcmp(link->servers[i].address, address) == 0)
			return link->servers[i].faults & ~(unsigned)DS_SRV_SPECIAL;
	return ~0u;
}

/* what all replies together say: one server fails for TLSA alone, one is not named by the zone itself */
static void test_marks(void **state)
{
	const struct shared *s = *state;
	struct shared other = *s;
	const struct ds_report *r;
	char *text;
	struct auth_net n;

	other.world =
	    world_of(s, &(struct dns_zone_wish){ .child_ns = "ns1.test.nl. ns2.test.nl." });
	begin(&n, &other, &(struct auth_server){ .mode = AUTH_NO_TLSA }, &fine);
	r = auth_domain(&n, "test.nl");
	assert_int_equal(r->verdict, DS_V_SECURED);
	assert_int_equal(faults_of(r, "192.0.2.61"), 0);
	assert_int_equal(faults_of(r, "192.0.2.62"), DS_SRV_UNKNOWN_TYPE);
	assert_int_equal(faults_of(r, "192.0.2.63"), DS_SRV_PARENT_ONLY);
	assert_non_null(found(r, DS_F_DNS_SERVER_FAILED));
	assert_non_null(found(r, DS_F_DNS_PARENT_CHILD_NS));
	text = ds_report_json(r);
	assert_non_null(strstr(text, "\"outcome\":\"ok\",\"faults\":[\"unknown-type\""));
	assert_non_null(strstr(text, "\"parent-only\"]"));
	free(text);
	auth_end(&n);
	begin(&n, &other, &(struct auth_server){ .mode = AUTH_REFUSES }, &fine);
	text = ds_report_text(auth_domain(&n, "test.nl"), 100, false);
	assert_non_null(strstr(text, "servers  2 answer, in 10.0 to 10.0 ms"));
	assert_non_null(strstr(text, "ns2.test.nl (192.0.2.62): refused"));
	free(text);
	auth_end(&n);
	dns_world_free(other.world);
}

/* hundred - a referral to a zone of a hundred servers, none of which has an address here (NXNSAttack) */
static void hundred(ldns_pkt *pkt, const char *name, unsigned type)
{
	char line[200];

	(void)name;
	if (type == LDNS_RR_TYPE_DS)
		return;
	dns_reply_drop(pkt, 1, NULL, LDNS_RR_TYPE_NS, true);
	for (unsigned i = 0; i < 100; i++) {
		snprintf(line, sizeof line, "test.nl. NS ns%u.victim.nl.", i);
		dns_reply_add(pkt, 1, line);
	}
}

/* a delegation to a hundred servers without addresses: the victim hears of it a few times at most */
static void test_fan_out(void **state)
{
	const struct shared *s = *state;
	struct dns_world *w = dns_world_new();
	struct auth_server servers[] = {
		{ .address = "192.0.2.50", .world = w, .zones = "." },
		{ .address = "192.0.2.51", .world = w, .zones = "nl.", .edit = hundred },
		{ .address = "192.0.2.71", .world = w, .zones = "victim.nl." },
	};
	const struct ds_report *r;
	struct auth_net n;

	dns_world_add(w, &(struct dns_zone_wish){
			     .apex = ".", .ns = "a.root.", .text = "ns.nl. A 192.0.2.51\n" });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "nl.",
			     .ns = "ns.nl.",
			     .text = "ns.nl. A 192.0.2.51\nns.victim.nl. A 192.0.2.71\n" });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "test.nl.", .text = s->text });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "victim.nl.", .ns = "ns.victim.nl." });
	dns_world_build(w);
	auth_begin(&n, servers, count_of(servers), s->cert);
	r = auth_domain(&n, "test.nl");
	assert_int_equal(r->verdict, DS_V_BROKEN);
	assert_true(n.servers[2].asked <= 2 * ITER_LOOKUPS_MAX);
	assert_true(r->queries_sent < 60);
	auth_end(&n);
	dns_world_free(w);
}

/* asked - how many messages went out for that to servers of the zone, repetitions aside */
static unsigned asked(const struct ds_report *r, const char *name, unsigned type)
{
	unsigned n = 0;

	for (size_t i = 0; i < r->nqueries; i++)
		n += strcmp(r->queries[i]->name, name) == 0 && r->queries[i]->type == type &&
		     !r->queries[i]->retry && strncmp(r->queries[i]->server, "192.0.2.1", 9) == 0;
	return n;
}

/* up to the bound of messages servers are compared; past it what the verdict needs is asked still */
static void test_budget(void **state)
{
	const struct shared *s = *state;
	struct auth_server servers[AUTH_SERVERS];
	char glue[2000] = "ns.nl. A 192.0.2.51\n", names[400] = "", text[4000];
	struct dns_world *w = dns_world_new();
	const struct ds_report *r;
	struct auth_net n;

	servers[0] = (struct auth_server){ .address = "192.0.2.50", .world = w, .zones = "." };
	servers[1] = (struct auth_server){ .address = "192.0.2.51", .world = w, .zones = "nl." };
	for (unsigned i = 0; i < 13; i++) {
		static char addresses[13][20];

		snprintf(addresses[i], sizeof addresses[i], "192.0.2.%u", 100 + i);
		snprintf(glue + strlen(glue), sizeof glue - strlen(glue), "n%u.test.nl. A %s\n", i,
		    addresses[i]);
		snprintf(names + strlen(names), sizeof names - strlen(names), "%sn%u.test.nl.",
		    i > 0 ? " " : "", i);
		servers[2 + i] = (struct auth_server){
			.address = addresses[i], .world = w, .zones = "test.nl."
		};
	}
	snprintf(text, sizeof text, "%s%s", s->text, strchr(glue, '\n') + 1);
	for (unsigned i = 0; i < 8; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text),
		    "test.nl. MX 20 m%u.test.nl.\nm%u.test.nl. A 192.0.2.2\n", i, i);
	dns_world_add(w, &(struct dns_zone_wish){
			     .apex = ".", .ns = "a.root.", .text = "ns.nl. A 192.0.2.51\n" });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "nl.", .ns = "ns.nl.", .text = glue });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "test.nl.", .ns = names, .text = text });
	dns_world_build(w);
	auth_begin(&n, servers, 15, s->cert);
	r = auth_domain(&n, "test.nl");
	if (r->verdict != DS_V_PARTIAL)
		tell(0, r);
	assert_int_equal(r->verdict, DS_V_PARTIAL); /* the other hosts have no TLSA record */
	assert_non_null(found(r, DS_F_LIMIT_REACHED));
	assert_in_range(r->queries_sent, DNS_QUERIES_MAX - ITER_RESERVE, DNS_QUERIES_MAX);
	assert_int_equal(r->mx_status, DS_SECURE);
	/* What counts was asked of all; what stands beside it had to wait, and was asked of one or two. */
	assert_int_equal(asked(r, "test.nl", DS_T_MX), 13);
	assert_int_equal(asked(r, "test.nl", DS_T_DNSKEY), 13);
	assert_in_range(asked(r, "test.nl", DS_T_CDS), 1, 2);
	assert_in_range(asked(r, "test.nl", DS_T_NS), 1, 2);
	auth_end(&n);
	dns_world_free(w);
}

/* thirty-two hosts in a zone with three servers: what a verdict needs comes before comparison */
static void test_many_hosts(void **state)
{
	const struct shared *s = *state;
	const char *tlsa = strstr(s->text, "TLSA ");
	struct dns_world *w;
	struct shared many;
	char text[8192] = GLUE;
	const struct ds_report *r;
	struct auth_net n;

	for (unsigned i = 0; i < MX_MAX; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text),
		    "test.nl. MX 10 m%u.test.nl.\nm%u.test.nl. A 192.0.2.%u\n"
		    "_25._tcp.m%u.test.nl. %s",
		    i, i, 1 + i % 4, i, tlsa);
	many.world = w = world_of(s, &(struct dns_zone_wish){ .text = text });
	many.cert = s->cert;
	begin(&n, &many, &fine, &fine);
	r = auth_domain(&n, "test.nl");
	if (r->verdict != DS_V_SECURED)
		tell(0, r);
	assert_int_equal(r->verdict, DS_V_SECURED);
	assert_int_equal(r->nhosts, MX_MAX);
	assert_true(r->queries_sent < DNS_QUERIES_MAX);
	assert_non_null(found(r, DS_F_LIMIT_REACHED)); /* not all servers were compared */
	auth_end(&n);
	dns_world_free(w);
}

/* a domain with one server alone: works, and is told */
static void test_single(void **state)
{
	const struct shared *s = *state;
	struct dns_world *w = world_of(s, &(struct dns_zone_wish){ .ns = "ns1.test.nl." });
	struct auth_server servers[] = {
		{ .address = "192.0.2.50", .world = w, .zones = "." },
		{ .address = "192.0.2.51", .world = w, .zones = "nl." },
		{ .address = "192.0.2.61", .world = w, .zones = "test.nl." },
	};
	const struct ds_finding *it;
	const struct ds_report *r;
	struct auth_net n;

	auth_begin(&n, servers, count_of(servers), s->cert);
	r = auth_domain(&n, "test.nl");
	it = found(r, DS_F_DNS_SINGLE_SERVER);
	if (it == NULL)
		tell(0, r);
	assert_non_null(it);
	assert_string_equal(it->at, "test.nl");
	assert_string_equal(it->args[0], "ns1.test.nl");
	assert_int_equal(r->verdict, DS_V_SECURED);
	auth_end(&n);
	dns_world_free(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rounds),
		cmocka_unit_test(test_one_fails),
		cmocka_unit_test(test_one_differs),
		cmocka_unit_test(test_many_hosts),
		cmocka_unit_test(test_single),
		cmocka_unit_test(test_remarks),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_fan_out),
		cmocka_unit_test(test_budget),
	};

	return cmocka_run_group_tests_name("iterate", tests, up, down) != 0;
}
