/* SPDX-License-Identifier: BSD-2-Clause */
/* client - one question to the resolver, until it is answered or given up; see client.h */

#include <stdlib.h>
#include <string.h>

#include "core/dns/cache.h"
#include "core/dns/client.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/limits.h"
#include "core/net/net.h"

struct dns_client {
	struct net *net;
	struct net_address servers[DNS_SERVERS_MAX];
	size_t nservers;
	unsigned timeout_ms;
	unsigned in_flight, in_flight_most;
	struct dns_lookup *first, *last; /* waiting for their turn */
	struct cache *cache;             /* NULL: nothing is shared */
	struct dns_lookup *shared;       /* under way, that others may join */
	bool letting_in;
};

struct dns_lookup {
	struct dns_client *client;
	struct dns_watcher watch;
	void *arg;
	const uint8_t *name;
	uint16_t type;
	struct dns_how how;
	unsigned asked;            /* the flags as asked for, whatever is tried then */
	struct net_address server; /* the last one asked */
	unsigned tries;            /* messages sent over UDP */
	bool tcp, cut, without_edns;
	unsigned sent; /* messages in all */
	uint64_t began_us, sent_us;
	struct net_exchange *exchange; /* NULL while it waits */
	bool queued;
	bool telling,
	    cancelled; /* forgotten from within its own watcher: freed when that returns */
	struct dns_lookup *next, *prev;
	bool leads; /* it is in the client's list of those to be joined */
	struct dns_lookup *next_shared;
	struct dns_lookup *leader;               /* whose reply it waits for */
	struct dns_lookup *joined, *next_joined; /* who waits for its own */
};

static void send_next(struct dns_lookup *);
static void finish(struct dns_lookup *, const struct dns_result *);

/* dns_client_new - makes a client for these resolvers */
struct dns_client *dns_client_new(
    struct net *net, const struct net_address *servers, size_t n, unsigned timeout_ms)
{
	struct dns_client *client = calloc(1, sizeof *client);

	if (client == NULL)
		return NULL;
	client->net = net;
	client->timeout_ms = timeout_ms;
	client->in_flight_most = n > 0 ? DNS_IN_FLIGHT : DNS_IN_FLIGHT_ALL;
	client->nservers = n < DNS_SERVERS_MAX ? n : DNS_SERVERS_MAX;
	if (n > 0)
		memcpy(client->servers, servers, client->nservers * sizeof *servers);
	return client;
}

/* dns_client_free - its look-ups must be over */
struct dns_client *dns_client_free(struct dns_client *client)
{
	free(client);
	return NULL;
}

/* dns_client_share - replies that may be shared are kept there */
void dns_client_share(struct dns_client *client, struct cache *cache)
{
	client->cache = cache;
}

/* dns_client_cache - where they are kept; NULL: nowhere */
struct cache *dns_client_cache(const struct dns_client *client)
{
	return client->cache;
}

/* dns_client_server - the first resolver */
const struct net_address *dns_client_server(const struct dns_client *client)
{
	return &client->servers[0];
}

/* enqueue - puts a look-up at the end of those that wait */
static void enqueue(struct dns_lookup *l)
{
	struct dns_client *c = l->client;

	l->queued = true;
	l->next = NULL;
	l->prev = c->last;
	if (c->last != NULL)
		c->last->next = l;
	else
		c->first = l;
	c->last = l;
}

/* dequeue - takes a look-up out of those that wait */
static void dequeue(struct dns_lookup *l)
{
	struct dns_client *c = l->client;

	if (l->prev != NULL)
		l->prev->next = l->next;
	else
		c->first = l->next;
	if (l->next != NULL)
		l->next->prev = l->prev;
	else
		c->last = l->prev;
	l->queued = false;
}

/* key_of - under which its reply is shared */
static struct cache_key key_of(const struct dns_lookup *l)
{
	return (
	    struct cache_key){ .server = l->how.server != NULL ? l->server : l->client->servers[0],
		.name = l->name,
		.type = l->type,
		.flags = l->asked };
}

/* leader_of - the same question under way, for another; NULL: none */
static struct dns_lookup *leader_of(const struct dns_lookup *l)
{
	struct cache_key key = key_of(l);
	struct dns_lookup *other = l->client->shared;

	for (; other != NULL; other = other->next_shared) {
		struct cache_key its = key_of(other);

		if (its.type == key.type && its.flags == key.flags &&
		    net_address_equal(&its.server, &key.server) && name_equal(its.name, key.name))
			return other;
	}
	return NULL;
}

/* lead - from now on others may join it */
static void lead(struct dns_lookup *l)
{
	l->leads = true;
	l->next_shared = l->client->shared;
	l->client->shared = l;
}

/* stop_leading - nobody joins it any more; those who have stay with it */
static void stop_leading(struct dns_lookup *l)
{
	struct dns_lookup **at = &l->client->shared;

	if (!l->leads)
		return;
	while (*at != l)
		at = &(*at)->next_shared;
	*at = l->next_shared;
	l->leads = false;
}

/* leave - no longer waits for another's reply */
static void leave(struct dns_lookup *l)
{
	struct dns_lookup **at = &l->leader->joined;

	while (*at != l)
		at = &(*at)->next_joined;
	*at = l->next_joined;
	l->leader = NULL;
}

/* tell_cached - ends a look-up with a reply out of the cache, which may change meanwhile */
static void tell_cached(struct dns_lookup *l, const struct cached *reply)
{
	uint8_t *copy = malloc(reply->len);
	struct dns_result result = { .outcome = DS_OUT_DATA,
		.wire = copy,
		.len = reply->len,
		.server = &l->server,
		.transport = reply->transport,
		.rtt_us = reply->rtt_us,
		.without_edns = reply->without_edns,
		.cut = reply->cut };

	if (copy == NULL) {
		result.outcome = DS_OUT_UNREACHABLE;
		result.wire = NULL;
	} else {
		memcpy(copy, reply->wire, reply->len);
	}
	finish(l, &result);
	free(copy);
}

/* share - does somebody else's reply do, one that is there or one to come? */
static bool share(struct dns_lookup *l)
{
	struct dns_client *c = l->client;
	struct cache_key key = key_of(l);
	const struct cached *reply;

	if (c->cache == NULL || !l->how.shared)
		return false;
	l->server = key.server;
	reply = cache_find(c->cache, &key);
	if (reply != NULL) {
		tell_cached(l, reply);
		return true;
	}
	l->leader = leader_of(l);
	if (l->leader == NULL) {
		lead(l);
		return false;
	}
	l->next_joined = l->leader->joined;
	l->leader->joined = l;
	return true;
}

/* let_in - sends for those that wait, while there is room */
static void let_in(struct dns_client *c)
{
	if (c->letting_in)
		return; /* further up it goes on */
	c->letting_in = true;
	while (c->first != NULL && c->in_flight < c->in_flight_most) {
		struct dns_lookup *l = c->first;

		dequeue(l);
		if (!share(l))
			send_next(l);
	}
	c->letting_in = false;
}

/* keep - puts a reply into the cache */
static void keep(const struct dns_lookup *l, const struct dns_result *result)
{
	struct cache_key key = key_of(l);

	if (result->outcome == DS_OUT_DATA)
		cache_put(l->client->cache, &key,
		    &(struct cached){ .wire = result->wire,
			.len = result->len,
			.transport = result->transport,
			.rtt_us = result->rtt_us,
			.without_edns = result->without_edns,
			.cut = result->cut });
}

/* finish - tells the end, to those who have joined too, and forgets the look-up. Each who is told may
 * make others go away */
static void finish(struct dns_lookup *l, const struct dns_result *result)
{
	struct dns_client *c = l->client;

	if (l->leads)
		keep(l, result);
	stop_leading(l);
	l->watch.done(l->arg, result);
	while (l->joined != NULL) {
		struct dns_lookup *other = l->joined;

		leave(other);
		other->watch.done(other->arg, result);
		free(other);
	}
	free(l);
	let_in(c);
}

/* outcome_of - a network's error in the words of DNS */
static enum ds_outcome outcome_of(enum net_error error)
{
	switch (error) {
	case NET_OK: return DS_OUT_DATA;
	case NET_TIMEOUT: return DS_OUT_TIMEOUT;
	case NET_NOT_RECORDED: return DS_OUT_NOT_RECORDED;
	case NET_REFUSED:
	case NET_UNREACHABLE:
	case NET_CLOSED:
	case NET_NO_MEMORY: break;
	}
	return DS_OUT_UNREACHABLE;
}

/* fails_with_edns - does the server say that it does not understand EDNS? (RFC 6891 section 7) */
static bool fails_with_edns(const struct dns_lookup *l, const struct dns_result *result)
{
	size_t opt = 12 + name_len(l->name) + 4; /* where an OPT record stands that is alone */
	unsigned rcode;

	if (!l->how.edns_or_not || !(l->how.flags & DNS_Q_EDNS) || result->len <= 3)
		return false;
	rcode = result->wire[3] & 0x0fu;
	if (rcode == 0 && result->len >= opt + 11 && result->wire[opt + 2] == DS_T_OPT)
		return result->wire[opt + 5] == 1; /* BADVERS */
	return rcode == 1 || rcode == 4;
}

/* try_again - is there sense in another message after this result? */
static bool try_again(struct dns_lookup *l, const struct dns_result *result)
{
	bool enough = l->how.enough != NULL && *l->how.enough;

	if (result->outcome == DS_OUT_DATA) {
		if (!l->tcp && result->len > 2 && (result->wire[2] & 0x02)) {
			l->tcp = l->cut = true;
			return true;
		}
		if (!fails_with_edns(l, result))
			return false;
		l->how.flags &= ~(unsigned)DNS_Q_EDNS;
		l->without_edns = true;
		return true;
	}
	if (result->outcome == DS_OUT_NOT_RECORDED || l->tcp || l->tries >= DNS_TRIES ||
	    (enough && l->tries >= 2))
		return false;
	if (l->how.edns_or_not && l->tries == DNS_TRIES - 1 && (l->how.flags & DNS_Q_EDNS)) {
		l->how.flags &= ~(unsigned)DNS_Q_EDNS;
		l->without_edns = true;
	}
	return true;
}

/* told - after a call of the watcher; false: it has cancelled the look-up, which is gone now */
static bool told(struct dns_lookup *l)
{
	l->telling = false;
	if (!l->cancelled)
		return true;
	free(l);
	return false;
}

/* tell_sent - a message is to go out. *go: it may. False: the look-up is gone */
static bool tell_sent(struct dns_lookup *l, const struct dns_exchange *exchange, bool *go)
{
	l->telling = true;
	*go = l->watch.sent(l->arg, exchange);
	return told(l);
}

/* tell_received - a message has ended. False: the look-up is gone */
static bool tell_received(struct dns_lookup *l, const struct dns_result *result)
{
	l->telling = true;
	l->watch.received(l->arg, result);
	return told(l);
}

/* on_reply - a message's end */
static void on_reply(void *arg, const struct net_reply *reply)
{
	struct dns_lookup *l = arg;
	struct dns_result result = { .outcome = outcome_of(reply->error),
		.wire = reply->wire,
		.len = reply->len,
		.forged = reply->forged,
		.server = &l->server,
		.transport = l->tcp ? DS_TCP : DS_UDP,
		.rtt_us = -1,
		.without_edns = l->without_edns,
		.cut = l->cut };

	l->exchange = NULL;
	if (reply->error == NET_OK)
		result.rtt_us = (int64_t)(l->client->net->now_us - l->sent_us);
	l->client->in_flight--;
	if (!tell_received(l, &result))
		return;
	if (try_again(l, &result))
		send_next(l);
	else
		finish(l, &result);
}

/* patience - how long to wait for this message: a seventh, two and four sevenths of the bound; over
 * TCP what is left of it */
static unsigned patience(const struct dns_lookup *l)
{
	unsigned bound = l->client->timeout_ms, spent;

	if (!l->tcp && l->how.enough != NULL && *l->how.enough)
		return bound / ((1u << DNS_TRIES) - 1);
	if (!l->tcp)
		return bound * (1u << (l->tries - 1)) / ((1u << DNS_TRIES) - 1);
	spent = (unsigned)((l->client->net->now_us - l->began_us) / 1000);
	return spent + bound / 4 < bound ? bound - spent : bound / 4;
}

/* send_next - sends the next message of a look-up */
static void send_next(struct dns_lookup *l)
{
	struct dns_client *c = l->client;
	uint8_t wire[DNS_QUERY_MAX];
	struct dns_exchange exchange = { .request = wire, .retry = l->sent > 0 };
	struct net_ask ask = { .wire = wire, .transport = l->tcp ? NET_TCP : NET_UDP };
	struct dns_result none = { .outcome = DS_OUT_UNREACHABLE, .rtt_us = -1 };
	bool go;

	if (l->sent == 0)
		l->began_us = c->net->now_us;
	if (!l->tcp)
		l->tries++;
	l->sent++;
	if (l->how.server == NULL)
		l->server = c->servers[(l->tries - 1) % c->nservers];
	ask.server = l->server;
	ask.len = dns_query_make(wire, l->name, l->type, l->how.flags);
	ask.timeout_ms = patience(l);
	exchange.server = &ask.server;
	exchange.transport = l->tcp ? DS_TCP : DS_UDP;
	exchange.request_len = ask.len;
	l->sent_us = c->net->now_us;
	if (!tell_sent(l, &exchange, &go))
		return;
	if (!go) {
		finish(l, &none);
		return;
	}
	l->exchange = c->net->ops->ask(c->net, &ask, on_reply, l);
	if (l->exchange == NULL) {
		if (tell_received(l, &none))
			finish(l, &none);
		return;
	}
	c->in_flight++;
}

/* dns_lookup - asks a question */
struct dns_lookup *dns_lookup(struct dns_client *client, const uint8_t *name, uint16_t type,
    const struct dns_how *how, const struct dns_watcher *watch, void *arg)
{
	struct dns_lookup *l = calloc(1, sizeof *l);

	if (l == NULL)
		return NULL;
	l->client = client;
	l->watch = *watch;
	l->arg = arg;
	l->name = name;
	l->type = type;
	l->how = *how;
	l->asked = how->flags;
	l->tcp = how->tcp;
	if (how->server != NULL)
		l->server = *how->server;
	enqueue(l);
	return l;
}

/* dns_client_pump - sends for those that wait */
void dns_client_pump(struct dns_client *client)
{
	let_in(client);
}

/* dns_lookup_cancel - forgets a look-up */
void dns_lookup_cancel(struct dns_lookup *l)
{
	struct dns_client *c = l->client;

	if (l->leader != NULL)
		leave(l);
	stop_leading(l);
	while (l->joined != NULL) { /* they ask for themselves */
		struct dns_lookup *other = l->joined;

		leave(other);
		enqueue(other);
	}
	if (l->queued)
		dequeue(l);
	if (l->exchange != NULL) {
		c->net->ops->ask_cancel(c->net, l->exchange);
		c->in_flight--;
	}
	if (l->telling)
		l->cancelled = true;
	else
		free(l);
	let_in(c);
}
