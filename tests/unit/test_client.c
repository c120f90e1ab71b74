/* SPDX-License-Identifier: BSD-2-Clause */
/* One question until it is answered: retries, TCP, the next resolver, bounds, and changes of mind. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/dns/client.h"
#include "core/dns/message.h"
#include "core/limits.h"
#include "tests/unit/dns_net.h"

#define count_of(a) (sizeof(a) / sizeof *(a))
#define BOUND       7000 /* milliseconds: a seventh is a second */
#define LOOKUPS     200

/* What a network does with the n-th message, and what was seen. */
struct seen {
	struct {
		enum net_error error;
		bool cut; /* TC */
	} script[8];
	size_t asked;
	struct {
		enum net_transport transport;
		unsigned timeout_ms, host; /* last octet of the server's address */
		bool retry;
	} messages[8];
	unsigned sent, received, done, forged;
	struct dns_result last;
	struct dns_lookup *lookup;
	enum { NEVER, AT_SENT, AT_RECEIVED } cancel; /* from within */
	unsigned cancel_at;                          /* at the n-th */
	unsigned refuse_at;                          /* `sent` says no at the n-th */
};

/* on_wire - plays the script */
static enum net_error on_wire(void *arg, const char *name, unsigned type, const struct net_ask *ask,
    uint8_t *wire, size_t *len)
{
	struct seen *s = arg;
	size_t n = s->asked++ % count_of(s->script);

	(void)name;
	(void)type;
	(void)len;
	s->messages[n].transport = ask->transport;
	s->messages[n].timeout_ms = ask->timeout_ms;
	s->messages[n].host = ask->server.octets[3];
	if (s->script[n].cut)
		wire[2] |= 2;
	return s->script[n].error;
}

/* on_sent, on_received, on_done - note, and change their mind if so told */
static bool on_sent(void *arg, const struct dns_exchange *x)
{
	struct seen *s = arg;

	assert_int_equal(s->done, 0);
	assert_int_equal(x->retry, s->sent > 0);
	assert_true(x->request_len > 12);
	s->sent++;
	if (s->cancel == AT_SENT && s->sent == s->cancel_at)
		dns_lookup_cancel(s->lookup);
	return s->sent != s->refuse_at;
}

static void on_received(void *arg, const struct dns_result *r)
{
	struct seen *s = arg;

	assert_int_equal(s->done, 0);
	s->received++;
	s->forged += r->forged;
	if (s->cancel == AT_RECEIVED && s->received == s->cancel_at)
		dns_lookup_cancel(s->lookup);
}

static void on_done(void *arg, const struct dns_result *r)
{
	struct seen *s = arg;

	s->done++;
	s->last = *r;
	assert_int_equal(r->outcome == DS_OUT_DATA, r->wire != NULL);
}

static const struct dns_watcher watcher = { on_sent, on_received, on_done };
static const uint8_t name[] = "\4test";
static const struct dns_how how = { .flags = DNS_Q_RESOLVER };

/* play - one question to `servers` resolvers; returns the time it took, in milliseconds */
static unsigned play(struct seen *s, size_t servers)
{
	struct net_address addresses[DNS_SERVERS_MAX];
	struct dns_client *client;
	struct dns_net net;

	for (unsigned i = 0; i < DNS_SERVERS_MAX; i++)
		addresses[i] = dns_net_resolver(i);
	dns_net_init(&net, NULL);
	net.hook = (struct dns_hook){ s, NULL, on_wire };
	client = dns_client_new(&net.net, addresses, servers, BOUND);
	s->lookup = dns_lookup(client, name, DS_T_A, &how, &watcher, s);
	assert_non_null(s->lookup);
	assert_int_equal(s->sent, 0); /* nothing from within */
	dns_client_pump(client);
	dns_net_run(&net);
	assert_int_equal(net.in_flight, 0);
	dns_client_free(client);
	return (unsigned)((net.net.now_us - DNS_BEGIN) / 1000);
}

/* how a question ends, and over how many messages */
static void test_ends(void **state)
{
	static const struct {
		struct seen script;
		unsigned sent;
		enum ds_outcome outcome;
	} cases[] = {
		{ { .script = { { NET_OK, false } } }, 1, DS_OUT_DATA },
		{ { .script = { { NET_TIMEOUT, false }, { NET_OK, false } } }, 2, DS_OUT_DATA },
		{ { .script = { { NET_TIMEOUT, false }, { NET_TIMEOUT, false },
			{ NET_TIMEOUT, false } } },
		    3, DS_OUT_TIMEOUT },
		{ { .script = { { NET_REFUSED, false }, { NET_UNREACHABLE, false },
			{ NET_REFUSED, false } } },
		    3, DS_OUT_UNREACHABLE },
		{ { .script = { { NET_REFUSED, false }, { NET_OK, false } } }, 2, DS_OUT_DATA },
		{ { .script = { { NET_NOT_RECORDED, false } } }, 1, DS_OUT_NOT_RECORDED },
		{ { .script = { { NET_OK, true }, { NET_OK, false } } }, 2, DS_OUT_DATA },
		{ { .script = { { NET_OK, true }, { NET_OK, true } } }, 2, DS_OUT_DATA },
		{ { .script = { { NET_OK, true }, { NET_TIMEOUT, false } } }, 2, DS_OUT_TIMEOUT },
		{ { .script = { { NET_OK, true }, { NET_CLOSED, false } } }, 2,
		    DS_OUT_UNREACHABLE },
		{ { .script = { { NET_TIMEOUT, false }, { NET_OK, true }, { NET_OK, false } } }, 3,
		    DS_OUT_DATA },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct seen s = cases[i].script;

		play(&s, 1);
		assert_int_equal(s.done, 1);
		assert_int_equal(s.sent, cases[i].sent);
		assert_int_equal(s.received, cases[i].sent);
		assert_int_equal(s.last.outcome, cases[i].outcome);
	}
}

/* patience grows, and all of it together is the bound */
static void test_patience(void **state)
{
	struct seen s = { .script = { { NET_TIMEOUT, false }, { NET_TIMEOUT, false },
			      { NET_TIMEOUT, false } } };

	(void)state;
	assert_int_equal(play(&s, 1), BOUND);
	assert_int_equal(s.messages[0].timeout_ms, 1000);
	assert_int_equal(s.messages[1].timeout_ms, 2000);
	assert_int_equal(s.messages[2].timeout_ms, 4000);
}

/* an answer that is cut is asked for over TCP, at the same resolver, in what is left of the time */
static void test_tcp(void **state)
{
	struct seen s = { .script = { { NET_TIMEOUT, false }, { NET_OK, true } } };

	(void)state;
	play(&s, 2);
	assert_int_equal(s.sent, 3);
	assert_int_equal(s.messages[0].transport, NET_UDP);
	assert_int_equal(s.messages[1].transport, NET_UDP);
	assert_int_equal(s.messages[2].transport, NET_TCP);
	assert_int_equal(s.messages[1].host, 54);
	assert_int_equal(s.messages[2].host, 54);
	assert_in_range(s.messages[2].timeout_ms, BOUND / 4, BOUND - 1000);
}

/* each try goes to the next resolver of the list, round and round */
static void test_servers(void **state)
{
	static const unsigned hosts[][3] = { { 53, 53, 53 }, { 53, 54, 53 }, { 53, 54, 55 } };

	(void)state;
	for (size_t n = 1; n <= DNS_SERVERS_MAX; n++) {
		struct seen s = { .script = { { NET_TIMEOUT, false }, { NET_REFUSED, false },
				      { NET_TIMEOUT, false } } };

		play(&s, n);
		for (size_t i = 0; i < 3; i++)
			assert_int_equal(s.messages[i].host, hosts[n - 1][i]);
	}
}

/* whoever counts messages may refuse one: the question ends there */
static void test_refused(void **state)
{
	(void)state;
	for (unsigned at = 1; at <= 3; at++) {
		struct seen s = { .script = { { NET_TIMEOUT, false }, { NET_TIMEOUT, false },
				      { NET_TIMEOUT, false } },
			.refuse_at = at };

		play(&s, 1);
		assert_int_equal(s.done, 1);
		assert_int_equal(s.asked, at - 1);
		assert_int_equal(s.received, at - 1);
		assert_int_equal(s.last.outcome, DS_OUT_UNREACHABLE);
	}
}

/* a question may be forgotten from within what it calls: no call follows, nothing is left */
static void test_cancel_within(void **state)
{
	(void)state;
	for (int when = AT_SENT; when <= AT_RECEIVED; when++)
		for (unsigned at = 1; at <= 3; at++) {
			struct seen s = { .script = { { NET_TIMEOUT, false }, { NET_OK, true },
					      { NET_OK, false } },
				.cancel_at = at };

			s.cancel = when == AT_SENT ? AT_SENT : AT_RECEIVED;
			play(&s, 1);
			assert_int_equal(s.done, 0);
			assert_int_equal(s.sent, at);
			assert_int_equal(s.received, when == AT_SENT ? at - 1 : at);
		}
}

/* replies that were not to the question are counted */
static void test_forged(void **state)
{
	struct net_address resolver = dns_net_resolver(0);
	struct seen s = { .sent = 0 };
	struct dns_client *client;
	struct dns_net net;

	(void)state;
	dns_net_init(&net, NULL);
	net.forged = 5;
	client = dns_client_new(&net.net, &resolver, 1, BOUND);
	s.lookup = dns_lookup(client, name, DS_T_A, &how, &watcher, &s);
	dns_client_pump(client);
	dns_net_run(&net);
	assert_int_equal(s.forged, 5);
	dns_client_free(client);
}

/* many questions: never more than the bound at once; forgotten ones make room */
static void test_in_flight(void **state)
{
	struct net_address resolver = dns_net_resolver(0);
	static struct seen s[LOOKUPS];
	struct dns_client *client;
	struct dns_net net;

	(void)state;
	memset(s, 0, sizeof s);
	dns_net_init(&net, NULL);
	client = dns_client_new(&net.net, &resolver, 1, BOUND);
	for (size_t i = 0; i < LOOKUPS; i++)
		s[i].lookup = dns_lookup(client, name, DS_T_A, &how, &watcher, &s[i]);
	dns_client_pump(client);
	assert_int_equal(net.in_flight, DNS_IN_FLIGHT);
	dns_lookup_cancel(s[0].lookup);                 /* under way: the next takes its place */
	dns_lookup_cancel(s[LOOKUPS - 1].lookup);       /* waiting, the last */
	dns_lookup_cancel(s[DNS_IN_FLIGHT + 5].lookup); /* waiting, in the middle */
	assert_int_equal(net.in_flight, DNS_IN_FLIGHT);
	assert_int_equal(s[DNS_IN_FLIGHT].sent, 1);
	dns_net_run(&net);
	assert_int_equal(net.most_in_flight, DNS_IN_FLIGHT);
	for (size_t i = 0; i < LOOKUPS; i++)
		assert_int_equal(s[i].done, i != 0 && i != LOOKUPS - 1 && i != DNS_IN_FLIGHT + 5);
	assert_int_equal(net.cancelled, 1);
	dns_client_free(client);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_patience),
		cmocka_unit_test(test_tcp),
		cmocka_unit_test(test_servers),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_cancel_within),
		cmocka_unit_test(test_forged),
		cmocka_unit_test(test_in_flight),
	};

	return cmocka_run_group_tests_name("client", tests, NULL, NULL) != 0;
}
