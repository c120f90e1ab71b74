/* SPDX-License-Identifier: BSD-2-Clause */
/* asker_resolver - questions to a recursive resolver: one reply each; see asker.h */

#include <stdlib.h>

#include "core/base/arena.h"
#include "core/dns/asker.h"
#include "core/dns/client.h"
#include "core/dns/message.h"
#include "core/dns/traffic.h"

struct asker_resolver {
	struct asker asker;
	struct arena *arena;
	struct traffic *traffic;
	struct dns_client *client;
};

struct inquiry {
	struct asker_resolver *owner;
	struct question question;
	const struct asker_watcher *watch;
	void *arg;
	struct dns_lookup *lookup;
	struct ds_query *query;  /* the message under way */
	bool telling, cancelled; /* forgotten from within `sent`: freed when that returns */
};

/* self - the resolver behind the interface */
static struct asker_resolver *self(struct asker *asker)
{
	return (struct asker_resolver *)(void *)asker;
}

/* on_sent - a message goes out */
static bool on_sent(void *arg, const struct dns_exchange *x)
{
	struct inquiry *q = arg;

	q->telling = true;
	q->query = traffic_sent(q->owner->traffic, q->question.name, q->question.type, x);
	q->telling = false;
	if (q->cancelled) {
		free(q);
		return false;
	}
	return q->query != NULL;
}

/* on_received - a message has ended */
static void on_received(void *arg, const struct dns_result *result)
{
	struct inquiry *q = arg;

	if (result->outcome == DS_OUT_TIMEOUT)
		q->watch->slow(q->arg);
	traffic_received(q->owner->traffic, q->query, result);
}

/* on_done - the question has its answer, or none */
static void on_done(void *arg, const struct dns_result *result)
{
	struct inquiry *q = arg;
	struct reply *reply = arena_alloc(q->owner->arena, 1, sizeof *reply);
	const struct dns_message *msg = NULL;

	q->lookup = NULL;
	if (reply != NULL) {
		reply->outcome = result->outcome;
		reply->transport = result->transport;
		reply->rtt_us = result->rtt_us;
		if (result->server != NULL)
			reply->address = *result->server;
		if (result->outcome == DS_OUT_DATA) {
			msg = dns_message_read(q->owner->arena, result->wire, result->len);
			reply->msg = msg;
			reply->outcome = msg != NULL ? dns_message_outcome(msg, q->question.type)
						     : DS_OUT_MALFORMED;
		}
	}
	q->watch->reply(q->arg, reply, true);
	free(q);
}

/* ask - a new question */
static struct inquiry *ask(struct asker *asker, const struct question *question,
    const struct asker_watcher *watch, void *arg)
{
	static const struct dns_watcher watcher = { on_sent, on_received, on_done };
	struct inquiry *q = calloc(1, sizeof *q);
	struct dns_how how = { .flags = question->opinion ? DNS_Q_OPINION : DNS_Q_RESOLVER,
		.tcp = question->tcp,
		.shared = !question->opinion && !question->tcp &&
			  (question->type == DS_T_DS || question->type == DS_T_DNSKEY) };

	if (q == NULL)
		return NULL;
	q->owner = self(asker);
	q->question = *question;
	q->watch = watch;
	q->arg = arg;
	q->lookup = dns_lookup(q->owner->client, question->name, question->type, &how, &watcher, q);
	if (q->lookup != NULL)
		return q;
	free(q);
	return NULL;
}

/* cancel - forgets a question */
static void cancel(struct asker *asker, struct inquiry *q)
{
	(void)asker;
	dns_lookup_cancel(q->lookup);
	if (q->telling)
		q->cancelled = true;
	else
		free(q);
}

/* pump - sends what waits */
static void pump(struct asker *asker)
{
	dns_client_pump(self(asker)->client);
}

/* asker_free - its questions are over */
static void asker_free(struct asker *asker)
{
	free(self(asker));
}

/* asker_resolver_new - asks this client's resolvers */
struct asker *asker_resolver_new(
    struct arena *arena, struct traffic *traffic, struct dns_client *client)
{
	static const struct asker_ops ops = { ask, cancel, pump, asker_free };
	struct asker_resolver *r = calloc(1, sizeof *r);

	if (r == NULL)
		return NULL;
	r->asker.ops = &ops;
	r->arena = arena;
	r->traffic = traffic;
	r->client = client;
	return &r->asker;
}
