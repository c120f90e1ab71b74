/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * facts - what was asked for one domain, and what came back
 *
 * Each question is asked once. Who needs an answer calls facts_want as often as
 * it likes: the first call asks, later ones look. So the prover can be written
 * as plain functions that say "wait" until what they need is there.
 *
 * A question may bring several replies, one a server. A fact is done with the
 * first that can be used; the others are kept beside it, and are taken in its
 * place one after the other where the proof of it fails (facts_another).
 */
#ifndef DS_CORE_DNS_FACTS_H
#define DS_CORE_DNS_FACTS_H

#include "core/dns/traffic.h"
#include "core/model.h"

struct arena;
struct asker;
struct dns_client;
struct dns_message;
struct facts;
struct iterate_setup;
struct net;
struct reply;

struct fact {
	const uint8_t *name;
	uint16_t type;
	bool tcp;     /* asked over TCP, to see whether that works (facts_want_tcp) */
	bool opinion; /* what a resolver thinks itself (facts_want_opinion): never judged by */
	bool done;
	bool slow;                     /* a message of it went unanswered */
	bool settled;                  /* every server has answered or was given up */
	enum ds_outcome outcome;       /* once done; DATA, NODATA, NXDOMAIN: there is a message */
	const struct dns_message *msg; /* NULL: see outcome */
	/* All replies, in the order in which they came, and the one that `outcome` and `msg` are of;
	 * NULL: none. (core/dns/asker.h) */
	size_t nreplies;
	const struct reply *replies, *judged;
	const struct fact *next; /* of all facts, in the order in which they were asked for */
};

struct facts_watcher {
	void (*query)(void *arg, const struct ds_query *); /* a message was sent, or has ended */
	void (*changed)(void *arg); /* a fact is there, or has one reply more */
};

/* Asks a resolver. NULL: out of memory. Everything that is learnt lies in the arena; client and net
 * are borrowed. */
struct facts *facts_new(struct arena *, struct net *, struct dns_client *, uint64_t began_us,
    const struct facts_watcher *, void *arg);
/* Asks the authoritative servers. The set-up is borrowed. */
struct facts *facts_new_iterating(struct arena *, struct net *, struct iterate_setup *,
    uint64_t began_us, const struct facts_watcher *, void *arg);
/* The iterator behind them (core/dns/iterate.h); NULL where a resolver is asked. */
struct asker *facts_iterator(const struct facts *);
/* Forgets what is still under way. */
struct facts *facts_free(struct facts *);
/* Sends what waits: to be called when a batch of facts was wanted. */
void facts_pump(struct facts *);

/* The fact, asked for now if it was not before. Never NULL: when a bound is reached or no memory is
 * left, a fact that says so. `name` must live as long as the arena. */
const struct fact *facts_want(struct facts *, const uint8_t *name, uint16_t type);
/* The same of a resolver's own opinion: asked with AD and without CD, so that it validates and says
 * what it found (AD, SERVFAIL, Extended DNS Errors). Counts as a query; nothing is judged by it. */
const struct fact *facts_want_opinion(struct facts *, const uint8_t *name, uint16_t type);
/* The same over TCP alone: a question of its own. */
const struct fact *facts_want_tcp(struct facts *, const uint8_t *name, uint16_t type);
/* The fact if it was asked for, else NULL. */
const struct fact *facts_peek(const struct facts *, const uint8_t *name, uint16_t type);
const struct fact *facts_peek_opinion(const struct facts *, const uint8_t *name, uint16_t type);
/* Every fact, in the order in which they were asked for: the first, and on by `next`. */
const struct fact *facts_first(const struct facts *);

enum facts_more {
	FACTS_WAIT,  /* servers are still to answer: call again when facts have changed */
	FACTS_TAKEN, /* outcome and msg are now those of another reply, unlike all before */
	FACTS_NONE,  /* there is none: outcome and msg are those of the first reply again */
};
/* What is in a fact did not prove: takes the reply of another server in its place. */
enum facts_more facts_another(struct facts *, const struct fact *);
/* True where every server has answered this question or was given up. */
bool facts_settled(const struct fact *);
/* The same of all questions. */
bool facts_all_settled(const struct facts *);

/* A bound on messages was reached. */
bool facts_exhausted(const struct facts *);
/* Did the resolver, or any server, give a proper answer at all? */
bool facts_resolver_works(const struct facts *);

void facts_counts(const struct facts *, struct traffic_counts *);

#endif
