/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cache - replies that all diagnoses of a run share
 *
 * Kept are replies about DS and DNSKEY sets, a server each, and referrals: what
 * is above the domains is fetched once. TTLs are honoured (RFC 2308 for what is
 * not there). A domain that is looked at again is looked at afresh: of what lies
 * below the top-level zones nothing is kept then.
 */
#ifndef DS_CORE_DNS_CACHE_H
#define DS_CORE_DNS_CACHE_H

#include "core/model.h"
#include "core/net/address.h"

struct cache;
struct net;

/* Whose reply to what. A referral has no server: its name is that of the zone below, its type NS. */
struct cache_key {
	struct net_address server;
	const uint8_t *name;
	uint16_t type;
	unsigned flags; /* as asked (message.h) */
};

/* A reply as it came. */
struct cached {
	const uint8_t *wire;
	size_t len;
	enum ds_transport transport;
	int64_t rtt_us;
	bool without_edns, cut;
};

/* NULL: out of memory. The network is borrowed, for its clock. */
struct cache *cache_new(struct net *);
struct cache *cache_free(struct cache *);

/* A reply that has not expired; NULL: none. Valid until the next call. */
const struct cached *cache_find(struct cache *, const struct cache_key *);
/* Keeps a copy for as long as the TTLs in the message allow; not at all where that is 0, or where it is
 * no answer. Without memory it does nothing. */
void cache_put(struct cache *, const struct cache_key *, const struct cached *);
/* A domain is looked at; where it was before, all below the top-level zones is forgotten. */
void cache_look(struct cache *, const uint8_t *domain);
size_t cache_count(const struct cache *);

/* How long a message may be kept, in seconds; 0: not at all. */
uint32_t cache_ttl(const uint8_t *wire, size_t len);

#endif
