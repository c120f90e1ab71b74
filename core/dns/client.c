/* SPDX-License-Identifier: BSD-2-Clause */
/* client - one question to the resolver, until it is answered or given up; see client.h */

#include <stdlib.h>
#include <string.h>

#include "core/dns/cache.h"
#include "core/dns/client_impl.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/limits.h"
#include "core/net/net.h"

static void send_next(struct dns_lookup *);

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

/* let_in - sends for those that wait, while there is room */
static void let_in(struct dns_client *c)
{
	if (c->letting_in)
		return; /* further up it goes on */
	c->letting_in = true;
	while (c->first != NULL && c->in_flight < c->in_flight_most) {
		struct dns_lookup *l = c->first;

		dequeue(l);
		if (!lookup_share(l))
			send_next(l);
	}
	c->letting_in = false;
}

/* lookup_finish - tells the end, to those who have joined too, and forgets the look-up. Each who is told may
 * make others go away */
void lookup_finish(struct dns_lookup *l, const struct dns_result *result)
{
	struct dns_client *c = l->client;

	if (l->leads)
		lookup_keep(l, result);
	lookup_stop_leading(l);
	l->watch.done(l->arg, result);
	while (l->joined != NULL) {
		struct dns_lookup *other = l->joined;

		lookup_leave(other);
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
		lookup_finish(l, &result);
}

/* patience - how long to wait for this message: a seventh, two and four sevenths of the bound; over
 * TCP what is left of it, or a quarter where only that is to be found out */
static unsigned patience(const struct dns_lookup *l)
{
	unsigned bound = l->client->timeout_ms, spent;

	if (!l->tcp && l->how.enough != NULL && *l->how.enough)
		return bound / ((1u << DNS_TRIES) - 1);
	if (l->how.tcp)
		return bound / 4;
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
		lookup_finish(l, &none);
		return;
	}
	l->exchange = c->net->ops->ask(c->net, &ask, on_reply, l);
	if (l->exchange == NULL) {
		if (tell_received(l, &none))
			lookup_finish(l, &none);
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
		lookup_leave(l);
	lookup_stop_leading(l);
	while (l->joined != NULL) { /* they ask for themselves */
		struct dns_lookup *other = l->joined;

		lookup_leave(other);
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
