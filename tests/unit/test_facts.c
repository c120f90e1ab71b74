/* SPDX-License-Identifier: BSD-2-Clause */
/* What was asked and what came back: once each, counted, bounded, and named rightly. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/dns/asker.h"
#include "core/dns/client.h"
#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/limits.h"
#include "tests/unit/dns_net.h"

#define count_of(a) (sizeof(a) / sizeof *(a))

/* A table of facts over a network. */
struct bench {
	struct dns_net net;
	struct arena *arena;
	struct dns_client *client;
	struct facts *facts;
	unsigned sent, ended, changed;
	unsigned flags; /* the fourth octet of the last question: CD and AD */
	/* what is done to replies */
	unsigned rcode;
	const char *add;
	bool garbage, empty;
	size_t octets; /* of a reply, with what follows its records; 0: as it is */
	enum net_error error;
};

/* on_query, on_changed - counts */
static void on_query(void *arg, const struct ds_query *q)
{
	struct bench *b = arg;

	b->sent += !q->done;
	b->ended += q->done;
	assert_true(q->request_len > 12);
	assert_true(!q->done || q->done_us >= q->sent_us);
}

static void on_changed(void *arg)
{
	((struct bench *)arg)->changed++;
}

/* on_packet, on_wire - replies to wish */
static void on_packet(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	struct bench *b = arg;

	(void)name;
	(void)type;
	ldns_pkt_set_rcode(pkt, (uint8_t)b->rcode);
	if (b->add != NULL)
		dns_reply_add(pkt, 0, b->add);
}

static enum net_error on_wire(void *arg, const char *name, unsigned type, const struct net_ask *ask,
    uint8_t *wire, size_t *len)
{
	struct bench *b = arg;

	(void)name;
	(void)type;
	b->flags = ask->wire[3];
	if (b->garbage)
		wire[7] = 99;
	if (b->empty)
		*len = 0;
	if (b->octets > 0) {
		memset(wire + *len, 0, b->octets - *len);
		*len = b->octets;
	}
	return b->error;
}

/* begin, end - the life of a bench */
static void begin(struct bench *b, size_t memory)
{
	static const struct facts_watcher watcher = { on_query, on_changed };
	struct net_address resolver = dns_net_resolver(0);

	dns_net_init(&b->net, NULL);
	b->net.hook = (struct dns_hook){ b, on_packet, on_wire };
	b->arena = arena_new(memory);
	b->client = dns_client_new(&b->net.net, &resolver, 1, STEP_MS);
	b->facts = facts_new(b->arena, &b->net.net, b->client, DNS_BEGIN, &watcher, b);
	assert_non_null(b->facts);
}

static void end(struct bench *b)
{
	facts_free(b->facts);
	dns_client_free(b->client);
	arena_free(b->arena);
	assert_int_equal(dns_net_clear(&b->net), 0);
}

static const uint8_t test[] = "\4test", other[] = "\5other";

/* how a question ends, in one word */
static void test_outcomes(void **state)
{
	static const struct {
		struct bench wish;
		enum ds_outcome outcome;
		bool message, works;
	} cases[] = {
		{ { .add = "test. A 192.0.2.1" }, DS_OUT_DATA, true, true },
		{ { .add = "test. CNAME other." }, DS_OUT_DATA, true, true },
		{ { .add = "test. AAAA 2001:db8::1" }, DS_OUT_NODATA, true, true },
		{ { .rcode = 0 }, DS_OUT_NODATA, true, true },
		{ { .rcode = 1 }, DS_OUT_RCODE, true, false },
		{ { .rcode = 2 }, DS_OUT_SERVFAIL, true, false },
		{ { .rcode = 3 }, DS_OUT_NXDOMAIN, true, true },
		{ { .rcode = 3, .add = "test. CNAME other." }, DS_OUT_NXDOMAIN, true, true },
		{ { .rcode = 4 }, DS_OUT_NOTIMP, true, false },
		{ { .rcode = 5 }, DS_OUT_REFUSED, true, false },
		{ { .rcode = 9 }, DS_OUT_RCODE, true, false },
		{ { .garbage = true }, DS_OUT_MALFORMED, false, false },
		{ { .empty = true }, DS_OUT_MALFORMED, false, false },
		{ { .error = NET_TIMEOUT }, DS_OUT_TIMEOUT, false, false },
		{ { .error = NET_UNREACHABLE }, DS_OUT_UNREACHABLE, false, false },
		{ { .error = NET_NOT_RECORDED }, DS_OUT_NOT_RECORDED, false, false },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct bench b = cases[i].wish;
		const struct fact *fact;

		begin(&b, 1 << 20);
		fact = facts_want(b.facts, test, DS_T_A);
		assert_false(fact->done);
		dns_client_pump(b.client);
		dns_net_run(&b.net);
		assert_true(fact->done);
		if (fact->outcome != cases[i].outcome)
			print_error("case %zu: outcome %d\n", i, (int)fact->outcome);
		assert_int_equal(fact->outcome, cases[i].outcome);
		assert_int_equal(fact->msg != NULL, cases[i].message);
		assert_int_equal(facts_resolver_works(b.facts), cases[i].works);
		assert_int_equal(b.changed, 1);
		assert_int_equal(b.sent, b.ended);
		end(&b);
	}
}

/* each question is asked once, whoever wants to know */
static void test_once(void **state)
{
	struct bench b = { .rcode = 0 };
	const struct fact *fact;

	(void)state;
	begin(&b, 1 << 20);
	assert_null(facts_peek(b.facts, test, DS_T_A));
	fact = facts_want(b.facts, test, DS_T_A);
	assert_ptr_equal(facts_want(b.facts, test, DS_T_A), fact);
	assert_ptr_equal(facts_peek(b.facts, test, DS_T_A), fact);
	assert_ptr_not_equal(facts_want(b.facts, test, DS_T_AAAA), fact);
	assert_ptr_not_equal(facts_want(b.facts, other, DS_T_A), fact);
	assert_int_equal(b.net.asked, 0);
	dns_client_pump(b.client);
	dns_net_run(&b.net);
	assert_ptr_equal(facts_want(b.facts, test, DS_T_A), fact);
	assert_int_equal(b.net.asked, 3);
	end(&b);
}

/* a resolver's own opinion is a question of its own, asked so that it checks; nothing is judged by it */
static void test_opinion(void **state)
{
	struct bench b = { .add = "test. A 192.0.2.1" };
	const struct fact *fact, *opinion;

	(void)state;
	begin(&b, 1 << 20);
	assert_null(facts_peek_opinion(b.facts, test, DS_T_A));
	opinion = facts_want_opinion(b.facts, test, DS_T_A);
	assert_null(facts_peek(b.facts, test, DS_T_A));
	dns_client_pump(b.client);
	dns_net_run(&b.net);
	assert_true(opinion->done && opinion->opinion);
	assert_int_equal(b.flags, 0x20); /* AD, not CD */
	assert_false(facts_resolver_works(b.facts));
	fact = facts_want(b.facts, test, DS_T_A);
	assert_ptr_not_equal(fact, opinion);
	dns_client_pump(b.client);
	dns_net_run(&b.net);
	assert_int_equal(b.flags, 0x10); /* CD */
	assert_ptr_equal(facts_peek_opinion(b.facts, test, DS_T_A), opinion);
	assert_ptr_equal(facts_first(b.facts), opinion);
	assert_ptr_equal(facts_first(b.facts)->next, fact);
	end(&b);
}

/* with a resolver there is one reply: none can be taken in its place */
static void test_no_other(void **state)
{
	struct bench b = { .add = "test. A 192.0.2.1" };
	const struct dns_message *msg;
	const struct fact *fact;

	(void)state;
	begin(&b, 1 << 20);
	fact = facts_want(b.facts, test, DS_T_A);
	assert_false(facts_settled(fact));
	assert_false(facts_all_settled(b.facts));
	dns_client_pump(b.client);
	dns_net_run(&b.net);
	assert_true(facts_settled(fact));
	assert_true(facts_all_settled(b.facts));
	assert_int_equal(fact->nreplies, 1);
	assert_int_equal(fact->replies->rtt_us, DNS_RTT);
	msg = fact->msg;
	assert_int_equal(facts_another(b.facts, fact), FACTS_NONE);
	assert_ptr_equal(fact->msg, msg);
	end(&b);
}

/* counts: messages, retries, TCP, and the time in which any was under way, once */
static void test_counts(void **state)
{
	struct bench b = { .error = NET_TIMEOUT };
	struct traffic_counts counts;

	(void)state;
	begin(&b, 1 << 20);
	facts_want(b.facts, test, DS_T_A);
	facts_want(b.facts, other, DS_T_A);
	dns_client_pump(b.client);
	b.net.forged = 2;
	dns_net_run(&b.net);
	facts_counts(b.facts, &counts);
	assert_int_equal(counts.sent, 2 * DNS_TRIES);
	assert_int_equal(counts.retried, 2 * (DNS_TRIES - 1));
	assert_int_equal(counts.tcp, 0);
	assert_int_equal(counts.forged, 2);
	assert_true(counts.busy_us <= b.net.net.now_us - DNS_BEGIN);
	end(&b);
}

/* up to the bound everything is asked; past it nothing, and it says so */
static void test_bound(void **state)
{
	struct bench b = { .rcode = 0 };
	struct traffic_counts counts;
	const struct fact *last = NULL;

	(void)state;
	begin(&b, (size_t)8 << 20);
	for (unsigned i = 0; i < DNS_QUERIES_MAX; i++) {
		char name[16];

		snprintf(name, sizeof name, "n%u", i);
		last = facts_want(b.facts, name_from_text(b.arena, name), DS_T_A);
	}
	dns_client_pump(b.client);
	dns_net_run(&b.net);
	assert_false(facts_exhausted(b.facts));
	assert_int_equal(last->outcome, DS_OUT_NODATA);
	last = facts_want(b.facts, test, DS_T_A);
	dns_client_pump(b.client);
	dns_net_run(&b.net);
	assert_true(last->done);
	assert_int_equal(last->outcome, DS_OUT_UNREACHABLE);
	assert_true(facts_exhausted(b.facts));
	facts_counts(b.facts, &counts);
	assert_int_equal(counts.sent, DNS_QUERIES_MAX);
	last = facts_want(b.facts, other, DS_T_A); /* not even written down */
	assert_true(last->done);
	assert_null(facts_peek(b.facts, other, DS_T_A));
	end(&b);
}

/* so many octets come for one domain: once they are there, no more is asked */
static void test_octets(void **state)
{
	enum { ANSWERS = 20 };
	struct bench b = { .octets = DNS_OCTETS_MAX / ANSWERS };
	const struct fact *last = NULL;

	(void)state;
	begin(&b, (size_t)8 << 20);
	for (unsigned i = 0; i < ANSWERS; i++) {
		char name[16];

		snprintf(name, sizeof name, "n%u", i);
		if (i == ANSWERS - 1)
			b.octets += DNS_OCTETS_MAX % ANSWERS - 1; /* one short of the bound */
		facts_want(b.facts, name_from_text(b.arena, name), DS_T_A);
		dns_client_pump(b.client);
		dns_net_run(&b.net);
	}
	assert_false(facts_exhausted(b.facts));
	b.octets = 100;
	facts_want(b.facts, name_from_text(b.arena, "one.more"), DS_T_A);
	dns_client_pump(b.client);
	dns_net_run(&b.net);
	assert_false(facts_exhausted(b.facts));
	last = facts_want(b.facts, name_from_text(b.arena, "too.many"), DS_T_A);
	dns_client_pump(b.client);
	dns_net_run(&b.net);
	assert_true(facts_exhausted(b.facts));
	assert_int_equal(last->outcome, DS_OUT_UNREACHABLE);
	end(&b);
}

/* given up while more waits than may be under way: nothing more is sent */
static void test_free_early(void **state)
{
	struct bench b = { .rcode = 0 };
	size_t asked;

	(void)state;
	begin(&b, (size_t)8 << 20);
	for (unsigned i = 0; i < 2 * DNS_IN_FLIGHT; i++) {
		char name[16];

		snprintf(name, sizeof name, "n%u", i);
		facts_want(b.facts, name_from_text(b.arena, name), DS_T_A);
	}
	dns_client_pump(b.client);
	asked = b.net.asked;
	assert_int_equal(asked, DNS_IN_FLIGHT);
	b.facts = facts_free(b.facts);
	assert_int_equal(b.net.asked, asked);
	assert_int_equal(b.changed, 0);
	end(&b);
}

/* no memory: a fact that says so, not a crash */
static void test_no_memory(void **state)
{
	(void)state;
	for (size_t limit = 64; limit < 16384; limit += 64) {
		struct bench b = { .add = "test. A 192.0.2.1" };
		const struct fact *fact;

		begin(&b, limit);
		fact = facts_want(b.facts, test, DS_T_A);
		assert_non_null(fact);
		dns_client_pump(b.client);
		dns_net_run(&b.net);
		assert_true(fact->done);
		assert_int_equal(fact->outcome == DS_OUT_DATA, fact->msg != NULL);
		assert_true(fact->msg != NULL || arena_failed(b.arena));
		end(&b);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_outcomes),
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_opinion),
		cmocka_unit_test(test_no_other),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_bound),
		cmocka_unit_test(test_octets),
		cmocka_unit_test(test_free_early),
		cmocka_unit_test(test_no_memory),
	};

	return cmocka_run_group_tests_name("facts", tests, NULL, NULL) != 0;
}
