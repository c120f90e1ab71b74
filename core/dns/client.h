/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * client - one question to a resolver, or to a server of a zone, until it is answered or given up
 *
 * UDP with growing time-outs, the next resolver of the list at each try, TCP
 * where an answer is cut. A bounded number of messages is under way at once;
 * others wait their turn.
 */
#ifndef DS_CORE_DNS_CLIENT_H
#define DS_CORE_DNS_CLIENT_H

#include "core/model.h"
#include "core/net/address.h"

struct cache;
struct net;
struct dns_client;
struct dns_lookup;

#define DNS_SERVERS_MAX 3 /* resolvers, as in resolv.conf(5) */

/* One message, as it goes out and comes back. Octets are valid during the call. */
struct dns_exchange {
	const struct net_address *server;
	enum ds_transport transport;
	bool retry; /* not the first message of this question */
	const uint8_t *request;
	size_t request_len;
};

struct dns_result {
	enum ds_outcome outcome; /* DS_OUT_DATA: there is a message; or why there is none */
	const uint8_t *wire;
	size_t len;
	unsigned forged;                  /* replies that were not to the question, ignored */
	const struct net_address *server; /* the last one asked; NULL: none was */
	enum ds_transport transport;
	int64_t rtt_us;    /* of the answer; -1: none came */
	bool without_edns; /* the answer is to a question without EDNS: those with it failed */
	bool cut;          /* an answer over UDP was cut, so that TCP was tried */
};

/* How a question is put, and to whom. */
struct dns_how {
	unsigned flags;                   /* enum dns_query_flag of message.h, or-ed */
	const struct net_address *server; /* NULL: the client's own list, in turn */
	bool tcp;                         /* over TCP from the start */
	/* To an authoritative server: once more without EDNS where it does not understand that. */
	bool edns_or_not;
	bool shared;        /* the reply may come from the cache, and goes there */
	const bool *enough; /* not NULL: one repetition will do when this is set */
};

/* A reply out of the cache, or to the same question of another, is told by `done` alone.
 * `sent` may say no (a bound is reached): the question then ends as DS_OUT_UNREACHABLE. `received`
 * ends each message that was sent; `done` ends the question, and the look-up with it. */
struct dns_watcher {
	bool (*sent)(void *arg, const struct dns_exchange *);
	void (*received)(void *arg, const struct dns_result *);
	void (*done)(void *arg, const struct dns_result *);
};

/* NULL: out of memory. The network is borrowed. Without servers each question names its own. */
struct dns_client *dns_client_new(
    struct net *, const struct net_address *servers, size_t n, unsigned timeout_ms);
struct dns_client *dns_client_free(struct dns_client *);
/* Replies that may be shared are kept there from now on; borrowed. Questions that are under way are not
 * asked a second time then. */
void dns_client_share(struct dns_client *, struct cache *);
struct cache *dns_client_cache(const struct dns_client *);

/* Sends what waits, as far as there is room: to be called when a batch of questions was asked. */
void dns_client_pump(struct dns_client *);

/* Asks. Nothing is called or sent from within. The name is borrowed for the look-up's life.
 * NULL: no memory. */
struct dns_lookup *dns_lookup(struct dns_client *, const uint8_t *name, uint16_t type,
    const struct dns_how *, const struct dns_watcher *, void *arg);
/* Forgets it, also from within `sent` or `received`; no call follows. */
void dns_lookup_cancel(struct dns_lookup *);

#endif
