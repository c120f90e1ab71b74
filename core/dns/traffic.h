/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * traffic - every message of one diagnosis, counted, bounded and shown
 *
 * Whoever sends says so before and after; at DNS_QUERIES_MAX the answer is no.
 */
#ifndef DS_CORE_DNS_TRAFFIC_H
#define DS_CORE_DNS_TRAFFIC_H

#include "core/model.h"

struct arena;
struct dns_exchange;
struct dns_result;
struct net;
struct traffic;

/* Called when a message was sent, and when it has ended. */
typedef void traffic_fn(void *arg, const struct ds_query *);

/* NULL: out of memory. What is shown lies in the arena; the network is borrowed. */
struct traffic *traffic_new(
    struct arena *, struct net *, uint64_t began_us, traffic_fn *, void *arg);
struct traffic *traffic_free(struct traffic *);

/* A message goes out. NULL: it may not, for the bound is reached or no memory is left. */
struct ds_query *traffic_sent(
    struct traffic *, const uint8_t *name, uint16_t type, const struct dns_exchange *);
/* It has ended. */
void traffic_received(struct traffic *, struct ds_query *, const struct dns_result *);
/* Nothing is sent from now on. */
void traffic_close(struct traffic *);

/* Messages that may still be sent. */
unsigned traffic_left(const struct traffic *);
/* A message was refused because of the bound. */
bool traffic_exhausted(const struct traffic *);

struct traffic_counts {
	unsigned sent, tcp, retried, forged;
	uint64_t busy_us; /* time in which at least one message was under way */
};
void traffic_counts(const struct traffic *, struct traffic_counts *);

#endif
