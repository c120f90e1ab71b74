/* SPDX-License-Identifier: BSD-2-Clause */
/* traffic - every message of one diagnosis, counted, bounded and shown; see traffic.h */

#include <stdlib.h>

#include "core/base/arena.h"
#include "core/dns/client.h"
#include "core/dns/name.h"
#include "core/dns/traffic.h"
#include "core/limits.h"
#include "core/net/net.h"

struct traffic {
	struct arena *arena;
	struct net *net;
	uint64_t began_us;
	traffic_fn *fn;
	void *arg;
	struct traffic_counts counts;
	unsigned under_way;
	uint64_t busy_since_us;
	size_t nqueries;
	size_t octets; /* received */
	bool exhausted;
	bool closed;
};

/* traffic_new - nothing was sent yet */
struct traffic *traffic_new(
    struct arena *arena, struct net *net, uint64_t began_us, traffic_fn *fn, void *arg)
{
	struct traffic *t = calloc(1, sizeof *t);

	if (t == NULL)
		return NULL;
	t->arena = arena;
	t->net = net;
	t->began_us = began_us;
	t->fn = fn;
	t->arg = arg;
	return t;
}

/* traffic_free - what was shown stays in the arena */
struct traffic *traffic_free(struct traffic *t)
{
	free(t);
	return NULL;
}

/* since - the moment, counted from the beginning of the diagnosis */
static uint64_t since(const struct traffic *t)
{
	return t->net->now_us - t->began_us;
}

/* query_new - a message for the report; NULL: no memory */
static struct ds_query *query_new(
    struct traffic *t, const uint8_t *name, uint16_t type, const struct dns_exchange *x)
{
	char address[NET_ADDRESS_TEXT];
	struct ds_query *q = arena_alloc(t->arena, 1, sizeof *q);

	if (q == NULL)
		return NULL;
	q->name = name_text_dup(t->arena, name);
	q->type = type;
	q->server = arena_strdup(t->arena, net_address_text(x->server, address, sizeof address));
	q->port = x->server->port;
	q->transport = x->transport;
	q->retry = x->retry;
	q->sent_us = since(t);
	q->request = arena_copy(t->arena, x->request, x->request_len);
	q->request_len = x->request_len;
	return arena_failed(t->arena) ? NULL : q;
}

/* traffic_sent - a message goes out */
struct ds_query *traffic_sent(
    struct traffic *t, const uint8_t *name, uint16_t type, const struct dns_exchange *x)
{
	struct ds_query *q;

	if (t->closed)
		return NULL;
	if (t->counts.sent >= DNS_QUERIES_MAX || t->octets >= DNS_OCTETS_MAX) {
		t->exhausted = true;
		return NULL;
	}
	q = query_new(t, name, type, x);
	if (q == NULL)
		return NULL;
	q->id = t->nqueries++;
	t->counts.sent++;
	t->counts.retried += x->retry;
	t->counts.tcp += x->transport == DS_TCP;
	if (t->under_way++ == 0)
		t->busy_since_us = q->sent_us;
	t->fn(t->arg, q);
	return q;
}

/* traffic_received - a message has ended */
void traffic_received(struct traffic *t, struct ds_query *q, const struct dns_result *result)
{
	q->done = true;
	q->done_us = since(t);
	q->outcome = result->outcome;
	if (result->wire != NULL) {
		t->octets += result->len;
		q->reply = arena_copy(t->arena, result->wire, result->len);
		q->reply_len = q->reply != NULL ? result->len : 0;
		q->rcode = result->len > 3 ? result->wire[3] & 0x0f : 0;
	}
	t->counts.forged += result->forged;
	if (--t->under_way == 0)
		t->counts.busy_us += q->done_us - t->busy_since_us;
	t->fn(t->arg, q);
}

/* traffic_close - nothing is sent any more */
void traffic_close(struct traffic *t)
{
	t->closed = true;
}

/* traffic_left - how much may still be sent */
unsigned traffic_left(const struct traffic *t)
{
	return DNS_QUERIES_MAX - t->counts.sent;
}

/* traffic_exhausted - was the bound reached? */
bool traffic_exhausted(const struct traffic *t)
{
	return t->exhausted;
}

/* traffic_counts - messages, and the time that they took */
void traffic_counts(const struct traffic *t, struct traffic_counts *out)
{
	*out = t->counts;
	if (t->under_way > 0)
		out->busy_us += since(t) - t->busy_since_us;
}
