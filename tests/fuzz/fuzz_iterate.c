/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_iterate - authoritative servers that say anything: the walk ends, and stays within its bounds
 *
 * The input is a tape. For each message under way octets of it choose which is answered next, whether
 * at all, and what with: referrals, addresses, aliases and denials about a handful of names, so that
 * delegations of every shape come about. A tape that is over leaves servers silent.
 */
#include <string.h>

#include "core/base/arena.h"
#include "core/dns/asker.h"
#include "core/dns/cache.h"
#include "core/dns/client.h"
#include "core/dns/facts.h"
#include "core/dns/iterate.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dnssec/prover.h"
#include "core/limits.h"
#include "core/net/net.h"
#include "tests/fuzz/asked.h"
#include "tests/fuzz/must.h"

#define WIRE_MOST      2048
#define MOST_FOR_REPLY (WIRE_MOST - 700)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The names that everything is about, in wire form. */
static const char *const names[] = {
	"",
	"\2nl",
	"\4test\2nl",
	"\2ns\4test\2nl",
	"\2mx\4test\2nl",
	"\1b\2nl",
	"\2ns\1b\2nl",
	"\1x\2ns\1b\2nl",
	"\3com",
	"\2ns\3com",
};

/* The network: what is asked, and the tape. */
struct fuzz_net {
	struct asked asked;
	const uint8_t *data;
	size_t size, at;
	bool changed; /* something became known */
};

/* octet - the next one of the tape; 0 where it is over */
static unsigned octet(struct fuzz_net *n)
{
	return n->at < n->size ? n->data[n->at++] : 0;
}

/* put_name - one of the names, or the one that is asked about */
static uint8_t *put_name(struct fuzz_net *n, const struct net_exchange *x, uint8_t *p)
{
	unsigned which = octet(n) % (sizeof names / sizeof *names + 4);
	const uint8_t *name =
	    which < sizeof names / sizeof *names ? (const uint8_t *)names[which] : x->wire + 12;
	size_t len = name_len(name);

	memcpy(p, name, len);
	return p + len;
}

/* put_record - a record about the names */
static uint8_t *put_record(struct fuzz_net *n, const struct net_exchange *x, uint8_t *p)
{
	static const uint8_t types[] = { DS_T_NS, DS_T_NS, DS_T_A, DS_T_A, DS_T_AAAA, DS_T_CNAME,
		DS_T_SOA, DS_T_MX, DS_T_DS, DS_T_NSEC };
	unsigned type = types[octet(n) % sizeof types];
	uint8_t *length, *begin;

	p = put_name(n, x, p);
	memcpy(p, (uint8_t[]){ 0, (uint8_t)type, 0, 1, 0, 0, 1, (uint8_t)octet(n) }, 8);
	length = p + 8;
	begin = p = p + 10;
	switch (type) {
	case DS_T_A:
		memcpy(p, (uint8_t[]){ 192, 0, 2, (uint8_t)(octet(n) % 8) }, 4);
		p += 4;
		break;
	case DS_T_AAAA:
		memset(p, (int)octet(n), 16);
		p += 16;
		break;
	case DS_T_DS:
		memset(p, (int)octet(n), 36);
		p += 36;
		break;
	case DS_T_MX:
		memset(p, 0, 2);
		p = put_name(n, x, p + 2);
		break;
	case DS_T_NSEC:
		p = put_name(n, x, p);
		memcpy(p, (uint8_t[]){ 0, 1, (uint8_t)octet(n) }, 3);
		p += 3;
		break;
	case DS_T_SOA:
		p = put_name(n, x, put_name(n, x, p));
		memset(p, 1, 20);
		p += 20;
		break;
	default: p = put_name(n, x, p); break;
	}
	length[0] = (uint8_t)((p - begin) >> 8);
	length[1] = (uint8_t)(p - begin);
	return p;
}

/* make_reply - what a server says. Returns its length */
static size_t make_reply(struct fuzz_net *n, const struct net_exchange *x, uint8_t out[WIRE_MOST])
{
	size_t question = 12 + name_len(x->wire + 12) + 4;
	uint8_t *p = out + question;
	unsigned flags = octet(n);

	memcpy(out, x->wire, question);
	memset(out + 4, 0, 8);
	out[2] = (uint8_t)(0x80 | (flags & 0x06)); /* AA, TC */
	out[3] = flags & 0x08 ? (uint8_t)(octet(n) % 6) : 0;
	out[5] = 1;
	for (unsigned section = 0; section < 3; section++)
		for (unsigned k = octet(n) % 4; k > 0 && p < out + MOST_FOR_REPLY; k--) {
			p = put_record(n, x, p);
			out[7 + 2 * section]++;
		}
	return (size_t)(p - out);
}

/* deliver - one question gets its reply, or none. False: none is under way */
static bool deliver(struct fuzz_net *n)
{
	struct net_exchange **at = &n->asked.first;
	struct net_reply reply = { .error = NET_TIMEOUT };
	uint8_t wire[WIRE_MOST];

	if (*at == NULL)
		return false;
	for (unsigned skip = octet(n) % 8; skip > 0 && (*at)->next != NULL; skip--)
		at = &(*at)->next;
	if (n->at < n->size && octet(n) % 8 != 0) {
		reply.error = NET_OK;
		reply.len = make_reply(n, *at, wire);
		reply.wire = wire;
	}
	asked_reply(&n->asked, at, &reply);
	return true;
}

/* on_query, on_changed - what is told of it */
static void on_query(void *arg, const struct ds_query *q)
{
	(void)arg;
	(void)q;
}

static void on_changed(void *arg)
{
	((struct fuzz_net *)arg)->changed = true;
}

/* look - one domain, until nothing is left under way */
static void look(struct fuzz_net *n, struct iterate_setup *setup, const struct anchors *anchors)
{
	static const struct facts_watcher watcher = { on_query, on_changed };
	struct arena *arena = arena_new(DIAGNOSIS_MEMORY);
	const uint8_t *name = (const uint8_t *)names[2];
	struct facts *facts = facts_new_iterating(arena, &n->asked.net, setup, 0, &watcher, n);
	struct prover *p = prover_new(arena, facts, anchors, NULL, ASKED_NOW);
	const struct ds_answer *answer = NULL;
	unsigned asked = n->asked.n;

	must(arena != NULL && facts != NULL && p != NULL);
	while (!prove_answer(p, name, DS_T_MX, &answer)) {
		n->changed = false;
		facts_pump(facts);
		must(deliver(n) || n->changed || arena_failed(arena));
		if (arena_failed(arena))
			break;
	}
	while (!facts_all_settled(facts) && !arena_failed(arena)) {
		n->changed = false;
		facts_pump(facts);
		must(deliver(n) || n->changed);
	}
	must(n->asked.n - asked <= DNS_QUERIES_MAX);
	must(answer == NULL || answer->status != DS_SECURE); /* nobody has the root's key */
	for (const struct fact *fact = facts_first(facts); fact != NULL && !arena_failed(arena);
	     fact = fact->next)
		for (const struct reply *r = fact->replies; r != NULL; r = r->next) {
			struct judged judged;

			prove_reply(p, fact, r, &judged);
			must(judged.status != DS_SECURE || arena_failed(arena));
		}
	facts_free(facts);
	must(n->asked.first == NULL);
	prover_free(p);
	arena_free(arena);
}

/* LLVMFuzzerTestOneInput - one domain, looked at twice with what is kept of the first time */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_net n = { .data = data, .size = size };
	struct iterate_setup setup = { .port = 53, .hints = { .n = 1 } };
	struct anchors anchors;
	struct cache *cache;

	asked_init(&n.asked);
	asked_anchors(&anchors);
	memcpy(setup.hints.hint[0].name, "\1a\4root", sizeof "\1a\4root");
	must(net_address_parse(&setup.hints.hint[0].address, "192.0.2.53", 53));
	setup.minimise = octet(&n) % 4 == 0;
	setup.client = dns_client_new(&n.asked.net, NULL, 0, STEP_MS);
	cache = cache_new(&n.asked.net);
	must(setup.client != NULL && cache != NULL);
	dns_client_share(setup.client, cache);
	look(&n, &setup, &anchors);
	look(&n, &setup, &anchors);
	dns_client_free(setup.client);
	cache_free(cache);
	return 0;
}
