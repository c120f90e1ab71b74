/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * asker - who finds the answers to questions, as an interface
 *
 *	asker_resolver_new()  asks a recursive resolver: one reply a question
 *	iterate_new()         asks the authoritative servers from the root down: a
 *	                      reply of every server of the zone, by every address
 *
 * One asker a diagnosis; what it reads lies in the arena of that diagnosis.
 */
#ifndef DS_CORE_DNS_ASKER_H
#define DS_CORE_DNS_ASKER_H

#include "core/model.h"
#include "core/net/address.h"

struct arena;
struct asker;
struct dns_client;
struct dns_message;
struct inquiry;
struct traffic;

/* What one server said to a question. Lies in the arena; so does all that it points to. */
struct reply {
	const uint8_t *zone; /* whose server it is; NULL: a resolver */
	const uint8_t *ns;   /* its name; NULL: a resolver */
	struct net_address address;
	enum ds_transport transport;
	int64_t rtt_us; /* -1: no answer */
	enum ds_outcome outcome;
	const struct dns_message
	    *msg;           /* there is one with DATA, NODATA, NXDOMAIN and error codes */
	unsigned faults;    /* enum ds_server_fault, or-ed */
	unsigned group;     /* equal content has one number, from 0 */
	bool tried;         /* it was judged by already (facts_another) */
	struct reply *next; /* in the order in which they came */
};

/* A question. The name lives as long as the arena. */
struct question {
	const uint8_t *name;
	uint16_t type;
	bool tcp; /* over TCP, to see whether that works */
	bool
	    opinion; /* to a resolver: not our own proof, but what it thinks itself (CD = 0, AD = 1) */
};

/* `reply` may come several times; with `last` no more follow (the reply is NULL where the end brings
 * none), and the inquiry is over. `slow`: a message of it went unanswered. */
struct asker_watcher {
	void (*reply)(void *arg, struct reply *, bool last);
	void (*slow)(void *arg);
};

struct asker_ops {
	/* Nothing is called from within. NULL: no memory. */
	struct inquiry *(*ask)(
	    struct asker *, const struct question *, const struct asker_watcher *, void *arg);
	/* Forgets it; no call follows. */
	void (*cancel)(struct asker *, struct inquiry *);
	/* Sends what waits: to be called when a batch of questions was asked. */
	void (*pump)(struct asker *);
	/* Its inquiries must be over or cancelled. */
	void (*free)(struct asker *);
};

struct asker {
	const struct asker_ops *ops;
};

/* Asks a resolver. All borrowed. NULL: out of memory. */
struct asker *asker_resolver_new(struct arena *, struct traffic *, struct dns_client *);

#endif
