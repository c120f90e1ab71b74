/* SPDX-License-Identifier: BSD-2-Clause */
/* client_impl - what the parts of the client share */
#ifndef DS_CORE_DNS_CLIENT_IMPL_H
#define DS_CORE_DNS_CLIENT_IMPL_H

#include "core/dns/client.h"

struct net_exchange;

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

/* --- client.c --- */

/* Tells the end, to those who have joined too, and forgets the look-up. */
void lookup_finish(struct dns_lookup *, const struct dns_result *);

/* --- client_share.c --- */

/* Does somebody else's reply do? Out of the cache: the look-up is over then; or to come: it waits for
 * that. False: it is to be sent; others may join it. */
bool lookup_share(struct dns_lookup *);
/* Nobody joins it any more; those who have stay with it. */
void lookup_stop_leading(struct dns_lookup *);
/* No longer waits for another's reply. */
void lookup_leave(struct dns_lookup *);
/* Puts a reply into the cache. */
void lookup_keep(const struct dns_lookup *, const struct dns_result *);

#endif
