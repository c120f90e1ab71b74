/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_prover - any octets as the replies of a resolver: proving ends, and stays within its bounds
 *
 * The input is a list of messages, each with its length before it (two octets). The question of the
 * first is the one that is asked; each question then gets the first message that repeats it. The
 * seeds are whole conversations under the root key whose digest is below.
 */
#include <string.h>

#include "core/base/arena.h"
#include "core/dns/client.h"
#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dnssec/prover.h"
#include "core/limits.h"
#include "core/net/net.h"
#include "tests/fuzz/asked.h"
#include "tests/fuzz/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The network: what is asked, and the input. */
struct fuzz_net {
	struct asked asked;
	const uint8_t *data;
	size_t size;
};

/* message_at - the message at an offset of the input; NULL: there is none */
static const uint8_t *message_at(const struct fuzz_net *n, size_t at, size_t *len)
{
	if (at + 2 > n->size)
		return NULL;
	*len = (size_t)n->data[at] << 8 | n->data[at + 1];
	if (*len > n->size - at - 2)
		*len = n->size - at - 2;
	return n->data + at + 2;
}

/* find_reply - the first message with this question */
static const uint8_t *find_reply(
    const struct fuzz_net *n, const struct net_exchange *x, size_t *len)
{
	size_t question = x->len - 12 - 11; /* without the header and EDNS */
	const uint8_t *message;

	for (size_t at = 0; (message = message_at(n, at, len)) != NULL; at += 2 + *len)
		if (*len >= 12 + question && memcmp(message + 12, x->wire + 12, question) == 0)
			return message;
	return NULL;
}

/* deliver - the first question gets its reply, or a time-out. False: none is under way */
static bool deliver(struct fuzz_net *n)
{
	struct net_exchange *x = n->asked.first;
	struct net_reply reply = { .error = NET_OK };

	if (x == NULL)
		return false;
	reply.wire = find_reply(n, x, &reply.len);
	if (reply.wire == NULL) {
		reply.error = NET_TIMEOUT;
		reply.len = 0;
	}
	asked_reply(&n->asked, &n->asked.first, &reply);
	return true;
}

/* on_query, on_changed - nobody watches */
static void on_query(void *arg, const struct ds_query *q)
{
	(void)arg;
	(void)q;
}

static void on_changed(void *arg)
{
	(void)arg;
}

/* question_of - what the first message asks; NULL: nothing */
static const uint8_t *question_of(struct arena *arena, const struct fuzz_net *n, uint16_t *type)
{
	size_t len = 0, at = 12;
	const uint8_t *message = message_at(n, 0, &len);

	if (message == NULL || !dns_prescan(message, len) || (message[4] << 8 | message[5]) != 1)
		return NULL;
	for (; message[at] != 0; at += message[at] + 1u)
		if (message[at] > 63)
			return NULL;
	*type = (uint16_t)(message[at + 1] << 8 | message[at + 2]);
	return name_dup(arena, message + 12);
}

/* prove - asks until the answer is there, or nothing more can come */
static void prove(struct fuzz_net *n, struct arena *arena, struct dns_client *client,
    struct facts *facts, const struct anchors *anchors)
{
	struct prover *p = prover_new(arena, facts, anchors, NULL, ASKED_NOW);
	const struct ds_answer *answer = NULL;
	uint16_t type = 0;
	const uint8_t *name = question_of(arena, n, &type);

	must(p != NULL);
	while (name != NULL && !prove_answer(p, name, type, &answer)) {
		dns_client_pump(client);
		must(deliver(n) || arena_failed(arena));
		if (arena_failed(arena))
			break;
	}
	must(n->asked.n <= DNS_QUERIES_MAX);
	must(answer == NULL || answer->naliases <= DNS_ALIASES_MAX);
	/* What is secure has a secure chain under it. */
	if (answer != NULL && answer->status == DS_SECURE && !arena_failed(arena))
		must(answer->chain.n > 0 &&
		     answer->chain.links[answer->chain.n - 1]->status == DS_SECURE);
	prover_free(p);
}

/* LLVMFuzzerTestOneInput - one conversation */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct facts_watcher watcher = { on_query, on_changed };
	struct fuzz_net n = { .data = data, .size = size };
	struct arena *arena = arena_new(DIAGNOSIS_MEMORY);
	struct anchors anchors;
	struct dns_client *client;
	struct net_address server;
	struct facts *facts;

	asked_init(&n.asked);
	asked_anchors(&anchors);
	must(net_address_parse(&server, "192.0.2.53", 53));
	client = dns_client_new(&n.asked.net, &server, 1, STEP_MS);
	must(arena != NULL && client != NULL);
	facts = facts_new(arena, &n.asked.net, client, 0, &watcher, &n);
	must(facts != NULL);
	prove(&n, arena, client, facts, &anchors);
	facts_free(facts);
	must(n.asked.first == NULL);
	dns_client_free(client);
	arena_free(arena);
	return 0;
}
