/* SPDX-License-Identifier: BSD-2-Clause */
/* Replies that diagnoses share: as long as their TTLs say, once each, and afresh for who looks again. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/diagnosis/diagnosis_impl.h"
#include "core/dns/cache.h"
#include "core/dns/name.h"
#include "core/limits.h"
#include "tests/unit/auth_net.h"

#define count_of(a) (sizeof(a) / sizeof *(a))
#define GLUE        "ns.a.nl. A 192.0.2.61\n"

/* wire_of - a reply with these records; NULL: none in that section */
static size_t wire_of(uint8_t out[1024], const char *answer, const char *authority, unsigned rcode)
{
	ldns_pkt *pkt = ldns_pkt_query_new(
	    dns_name("test."), LDNS_RR_TYPE_DS, LDNS_RR_CLASS_IN, LDNS_QR | LDNS_AA);
	uint8_t *wire = NULL;
	size_t len;

	if (answer != NULL)
		dns_reply_add(pkt, 0, answer);
	if (authority != NULL)
		dns_reply_add(pkt, 1, authority);
	ldns_pkt_set_rcode(pkt, (uint8_t)rcode);
	assert_int_equal(ldns_pkt2wire(&wire, pkt, &len), LDNS_STATUS_OK);
	assert_true(len <= 1024);
	memcpy(out, wire, len);
	free(wire);
	ldns_pkt_free(pkt);
	return len;
}

/* how long a reply may be kept */
static void test_ttl(void **state)
{
	static const struct {
		const char *answer, *authority;
		unsigned rcode;
		uint32_t ttl;
	} cases[] = {
		{ "test. 300 DS 1 15 2 00", NULL, 0, 300 },
		{ "test. 0 DS 1 15 2 00", NULL, 0, 0 },
		{ "test. 999999 DS 1 15 2 00", NULL, 0, DNS_CACHE_TTL },
		{ "test. 300 DS 1 15 2 00", "test. 200 NS ns.test.", 0, 200 },
		{ NULL, "test. 900 SOA ns. host. 1 2 3 4 600", 0, 600 },
		{ NULL, "test. 500 SOA ns. host. 1 2 3 4 600", 3, 500 },
		{ "test. 900 DS 1 15 2 00", "test. 900 SOA ns. host. 1 2 3 4 600", 0, 900 },
		{ "test. 300 DS 1 15 2 00", NULL, 2, 0 }, /* SERVFAIL */
		{ "test. 300 DS 1 15 2 00", NULL, 5, 0 },
		{ NULL, NULL, 0, 0 },
	};
	uint8_t wire[1024];

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		size_t len = wire_of(wire, cases[i].answer, cases[i].authority, cases[i].rcode);

		assert_int_equal(cache_ttl(wire, len), cases[i].ttl);
		for (size_t cut = 0; cut < len; cut++)
			assert_int_equal(cache_ttl(wire, cut), 0);
		wire[2] |= 2;
		assert_int_equal(cache_ttl(wire, len), 0); /* TC */
	}
}

/* kept until its time is over, under its own key alone, and never more than the bound */
static void test_life(void **state)
{
	struct net net = { .now_us = 1000000 };
	struct cache *c = cache_new(&net);
	struct arena *arena = arena_new(8u << 20);
	uint8_t wire[1024];
	struct cached reply = { .wire = wire, .rtt_us = 7 };
	struct cache_key key = { .name = (const uint8_t *)"\4test", .type = DS_T_DS };
	struct cache_key other = key;

	(void)state;
	assert_non_null(c);
	reply.len = wire_of(wire, "test. 300 DS 1 15 2 00", NULL, 0);
	assert_true(net_address_parse(&key.server, "192.0.2.1", 53));
	cache_put(c, &key, &reply);
	assert_int_equal(cache_count(c), 1);
	assert_int_equal(cache_find(c, &key)->rtt_us, 7);
	assert_memory_equal(cache_find(c, &key)->wire, wire, reply.len);
	assert_true(net_address_parse(&other.server, "192.0.2.2", 53));
	assert_null(cache_find(c, &other));
	other.server = key.server;
	other.type = DS_T_DNSKEY;
	assert_null(cache_find(c, &other));
	net.now_us += 299 * UINT64_C(1000000);
	assert_non_null(cache_find(c, &key));
	net.now_us += 1000000;
	assert_null(cache_find(c, &key));
	assert_int_equal(cache_count(c), 0);
	for (unsigned i = 0; i < DNS_CACHE_ENTRIES + 100; i++) {
		char name[32];

		snprintf(name, sizeof name, "n%u.test", i);
		key.name = name_from_text(arena, name);
		cache_put(c, &key, &reply);
	}
	assert_int_equal(cache_count(c), DNS_CACHE_ENTRIES);
	assert_non_null(cache_find(c, &key)); /* the newest stay */
	cache_free(c);
	arena_free(arena);
}

/* who looks at a domain again sees its zones afresh, and the top-level ones as they are known */
static void test_afresh(void **state)
{
	static const uint8_t nl[] = "\2nl", domain[] = "\4test\2nl";
	struct net net = { .now_us = 1000000 };
	struct cache *c = cache_new(&net);
	struct cache_key top = { .name = nl, .type = DS_T_DS };
	struct cache_key below = { .name = domain, .type = DS_T_DS };
	uint8_t wire[1024];
	struct cached reply = { .wire = wire };

	(void)state;
	reply.len = wire_of(wire, "test. 300 DS 1 15 2 00", NULL, 0);
	cache_look(c, domain);
	cache_put(c, &top, &reply);
	cache_put(c, &below, &reply);
	cache_look(c, (const uint8_t *)"\5other\2nl");
	assert_non_null(cache_find(c, &below));
	cache_look(c, domain);
	assert_null(cache_find(c, &below));
	assert_non_null(cache_find(c, &top));
	cache_free(c);
}

/* the second domain of a run asks neither the root nor nl. for what is known of them, and shows their
 * servers all the same */
static void test_second_domain(void **state)
{
	static const char text[] = GLUE "a.nl. MX 0 .\n";
	struct dns_world *w = dns_world_new();
	struct auth_server servers[] = {
		{ .address = "192.0.2.50", .world = w, .zones = "." },
		{ .address = "192.0.2.51", .world = w, .zones = "nl." },
		{ .address = "192.0.2.61", .world = w, .zones = "a.nl. b.nl." },
	};
	const struct ds_report *r;
	unsigned root, nl, first;
	struct auth_net n;

	(void)state;
	dns_world_add(w, &(struct dns_zone_wish){
			     .apex = ".", .ns = "a.root.", .text = "ns.nl. A 192.0.2.51\n" });
	dns_world_add(w, &(struct dns_zone_wish){
			     .apex = "nl.", .ns = "ns.nl.", .text = "ns.nl. A 192.0.2.51\n" GLUE });
	dns_world_add(
	    w, &(struct dns_zone_wish){ .apex = "a.nl.", .ns = "ns.a.nl.", .text = text });
	dns_world_add(w,
	    &(struct dns_zone_wish){ .apex = "b.nl.", .ns = "ns.a.nl.", .text = "b.nl. MX 0 .\n" });
	dns_world_build(w);
	auth_begin(&n, servers, count_of(servers), NULL);
	n.run.engine->cache = cache_new(n.run.engine->net);
	dns_client_share(n.run.engine->client, n.run.engine->cache);
	r = auth_domain(&n, "a.nl");
	assert_int_equal(r->verdict, DS_V_NO_MAIL);
	first = r->queries_sent;
	root = n.servers[0].asked;
	nl = n.servers[1].asked;
	r = auth_domain(&n, "b.nl");
	assert_int_equal(r->verdict, DS_V_NO_MAIL);
	assert_int_equal(r->chain.n, 3);
	assert_int_equal(n.servers[0].asked, root);
	assert_int_equal(n.servers[1].asked, nl + 2); /* the way to b.nl., and its DS set */
	assert_true(r->queries_sent < first);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(r->chain.links[i]->nservers, 1);
		assert_string_equal(r->chain.links[i]->servers[0].outcome, "ok");
		assert_true(r->chain.links[i]->servers[0].nreplies > 0);
	}
	nl = n.servers[1].asked;
	auth_domain(&n, "b.nl"); /* again: afresh below nl. */
	assert_int_equal(n.servers[0].asked, root);
	assert_int_equal(n.servers[1].asked, nl + 2);
	auth_end(&n);
	dns_world_free(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ttl),
		cmocka_unit_test(test_life),
		cmocka_unit_test(test_afresh),
		cmocka_unit_test(test_second_domain),
	};

	return cmocka_run_group_tests_name("cache", tests, NULL, NULL) != 0;
}
