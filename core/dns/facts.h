/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * facts - what was asked for one domain, and what came back
 *
 * Each question is asked once. Who needs an answer calls facts_want as often as
 * it likes: the first call asks, later ones look. So the prover can be written
 * as plain functions that say "wait" until what they need is there.
 */
#ifndef DS_CORE_DNS_FACTS_H
#define DS_CORE_DNS_FACTS_H

#include "core/model.h"

struct arena;
struct dns_client;
struct dns_message;
struct facts;
struct net;

struct fact {
	const uint8_t *name;
	uint16_t type;
	bool done;
	bool slow;                     /* a message of it went unanswered */
	enum ds_outcome outcome;       /* once done; DATA, NODATA, NXDOMAIN: there is a message */
	const struct dns_message *msg; /* NULL: see outcome */
};

struct facts_watcher {
	void (*query)(void *arg, const struct ds_query *); /* a message was sent, or has ended */
	void (*changed)(void *arg);                        /* a fact is there */
};

/* NULL: out of memory. Everything that is learnt lies in the arena; client and net are borrowed. */
struct facts *facts_new(struct arena *, struct net *, struct dns_client *, uint64_t began_us,
    const struct facts_watcher *, void *arg);
/* Forgets what is still under way. */
struct facts *facts_free(struct facts *);

/* The fact, asked for now if it was not before. Never NULL: when a bound is reached or no memory is
 * left, a fact that says so. `name` must live as long as the arena. */
const struct fact *facts_want(struct facts *, const uint8_t *name, uint16_t type);
/* The fact if it was asked for, else NULL. */
const struct fact *facts_peek(const struct facts *, const uint8_t *name, uint16_t type);

/* A bound on messages was reached. */
bool facts_exhausted(const struct facts *);
/* Did the resolver give any proper answer at all? */
bool facts_resolver_works(const struct facts *);

struct facts_counts {
	unsigned sent, tcp, retried, forged;
	uint64_t busy_us; /* time in which at least one message was under way */
};
void facts_counts(const struct facts *, struct facts_counts *);

#endif
