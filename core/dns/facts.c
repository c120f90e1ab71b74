/* SPDX-License-Identifier: BSD-2-Clause */
/* facts - what was asked for one domain, and what came back; see facts.h */

#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/dns/client.h"
#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/limits.h"
#include "core/net/net.h"

#define BUCKETS 64 /* a diagnosis has some twenty questions */

/* A question, with what is needed while it is under way. */
struct entry {
	struct fact fact;
	struct facts *owner;
	struct dns_lookup *lookup; /* NULL when done */
	struct ds_query *query;    /* the message under way */
	struct entry *next;
};

struct facts {
	struct arena *arena;
	struct net *net;
	struct dns_client *client;
	uint64_t began_us;
	struct facts_watcher watch;
	void *arg;
	struct entry *buckets[BUCKETS];
	struct fact refused; /* what facts_want gives when it cannot ask */
	struct facts_counts counts;
	unsigned under_way;
	uint64_t busy_since_us;
	size_t nqueries;
	bool exhausted;
	bool works;
	bool closing; /* nothing is sent any more */
};

/* facts_new - an empty table */
struct facts *facts_new(struct arena *arena, struct net *net, struct dns_client *client,
    uint64_t began_us, const struct facts_watcher *watch, void *arg)
{
	struct facts *f = calloc(1, sizeof *f);

	if (f == NULL)
		return NULL;
	f->arena = arena;
	f->net = net;
	f->client = client;
	f->began_us = began_us;
	f->watch = *watch;
	f->arg = arg;
	f->refused.done = true;
	f->refused.outcome = DS_OUT_UNREACHABLE;
	return f;
}

/* facts_free - forgets the questions under way */
struct facts *facts_free(struct facts *f)
{
	if (f == NULL)
		return NULL;
	f->closing = true;
	for (size_t i = 0; i < BUCKETS; i++)
		for (struct entry *e = f->buckets[i]; e != NULL; e = e->next)
			if (e->lookup != NULL) {
				dns_lookup_cancel(e->lookup);
				e->lookup = NULL;
			}
	free(f);
	return NULL;
}

/* bucket - where a question is kept */
static size_t bucket(const uint8_t *name, uint16_t type)
{
	uint32_t hash = 2166136261u ^ type;
	size_t n = name_len(name);

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ name[i]) * 16777619u;
	return hash % BUCKETS;
}

/* find - the entry of a question, or NULL */
static struct entry *find(const struct facts *f, const uint8_t *name, uint16_t type)
{
	for (struct entry *e = f->buckets[bucket(name, type)]; e != NULL; e = e->next)
		if (e->fact.type == type && name_equal(e->fact.name, name))
			return e;
	return NULL;
}

/* since - the moment, counted from the beginning of the diagnosis */
static uint64_t since(const struct facts *f)
{
	return f->net->now_us - f->began_us;
}

/* on_sent - a message goes out; no when the bound is reached */
static bool on_sent(void *arg, const struct dns_exchange *x)
{
	struct entry *e = arg;
	struct facts *f = e->owner;
	char address[NET_ADDRESS_TEXT];
	struct ds_query *q;

	if (f->closing)
		return false;
	if (f->counts.sent >= DNS_QUERIES_MAX) {
		f->exhausted = true;
		return false;
	}
	q = arena_alloc(f->arena, 1, sizeof *q);
	if (q == NULL)
		return false;
	q->id = f->nqueries++;
	q->name = name_text_dup(f->arena, e->fact.name);
	q->type = e->fact.type;
	q->server = arena_strdup(f->arena, net_address_text(x->server, address, sizeof address));
	q->port = x->server->port;
	q->transport = x->transport;
	q->retry = x->retry;
	q->sent_us = since(f);
	q->request = arena_copy(f->arena, x->request, x->request_len);
	q->request_len = x->request_len;
	if (arena_failed(f->arena))
		return false;
	e->query = q;
	f->counts.sent++;
	f->counts.retried += x->retry;
	f->counts.tcp += x->transport == DS_TCP;
	if (f->under_way++ == 0)
		f->busy_since_us = q->sent_us;
	f->watch.query(f->arg, q);
	return true;
}

/* on_received - a message has ended */
static void on_received(void *arg, const struct dns_result *result)
{
	struct entry *e = arg;
	struct facts *f = e->owner;
	struct ds_query *q = e->query;

	e->query = NULL;
	e->fact.slow |= result->outcome == DS_OUT_TIMEOUT;
	q->done = true;
	q->done_us = since(f);
	q->outcome = result->outcome;
	if (result->wire != NULL) {
		q->reply = arena_copy(f->arena, result->wire, result->len);
		q->reply_len = q->reply != NULL ? result->len : 0;
		q->rcode = result->len > 3 ? result->wire[3] & 0x0f : 0;
	}
	f->counts.forged += result->forged;
	if (--f->under_way == 0)
		f->counts.busy_us += q->done_us - f->busy_since_us;
	f->watch.query(f->arg, q);
}

/* outcome_of - what a message says */
static enum ds_outcome outcome_of(const struct fact *fact, const struct dns_message *msg)
{
	switch (msg->rcode) {
	case 0: break;
	case 2: return DS_OUT_SERVFAIL;
	case 3: return DS_OUT_NXDOMAIN;
	case 4: return DS_OUT_NOTIMP;
	case 5: return DS_OUT_REFUSED;
	default: return DS_OUT_RCODE;
	}
	for (const struct dns_rrset *set = msg->answer; set != NULL; set = set->next)
		if (set->n > 0 && (set->type == fact->type || set->type == DS_T_CNAME))
			return DS_OUT_DATA;
	return DS_OUT_NODATA;
}

/* on_done - the question has its answer, or none */
static void on_done(void *arg, const struct dns_result *result)
{
	struct entry *e = arg;
	struct facts *f = e->owner;

	e->lookup = NULL;
	e->fact.done = true;
	e->fact.outcome = result->outcome;
	if (result->outcome == DS_OUT_DATA) {
		e->fact.msg = dns_message_read(f->arena, result->wire, result->len);
		e->fact.outcome =
		    e->fact.msg != NULL ? outcome_of(&e->fact, e->fact.msg) : DS_OUT_MALFORMED;
		if (e->fact.outcome <= DS_OUT_NXDOMAIN)
			f->works = true;
	}
	if (!f->closing)
		f->watch.changed(f->arg);
}

/* ask - puts a new question into the table and sends it */
static struct entry *ask(struct facts *f, const uint8_t *name, uint16_t type)
{
	static const struct dns_watcher watcher = { on_sent, on_received, on_done };
	struct entry *e = arena_alloc(f->arena, 1, sizeof *e);
	size_t at = bucket(name, type);

	if (e == NULL)
		return NULL;
	e->fact.name = name;
	e->fact.type = type;
	e->owner = f;
	e->lookup = dns_lookup(f->client, name, type, &watcher, e);
	if (e->lookup == NULL)
		return NULL;
	e->next = f->buckets[at];
	f->buckets[at] = e;
	return e;
}

/* facts_want - the fact, asked for if need be */
const struct fact *facts_want(struct facts *f, const uint8_t *name, uint16_t type)
{
	struct entry *e = find(f, name, type);

	if (e == NULL && !f->exhausted)
		e = ask(f, name, type);
	return e != NULL ? &e->fact : &f->refused;
}

/* facts_peek - the fact if it was asked for */
const struct fact *facts_peek(const struct facts *f, const uint8_t *name, uint16_t type)
{
	const struct entry *e = find(f, name, type);

	return e != NULL ? &e->fact : NULL;
}

/* facts_exhausted - was the bound on messages reached? */
bool facts_exhausted(const struct facts *f)
{
	return f->exhausted;
}

/* facts_resolver_works - was there any proper answer? */
bool facts_resolver_works(const struct facts *f)
{
	return f->works;
}

/* facts_counts - messages, and the time that they took */
void facts_counts(const struct facts *f, struct facts_counts *out)
{
	*out = f->counts;
	if (f->under_way > 0)
		out->busy_us += since(f) - f->busy_since_us;
}
