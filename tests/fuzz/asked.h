/* SPDX-License-Identifier: BSD-2-Clause */
/* asked - a network that keeps the questions put to it, for a fuzzer to answer */
#ifndef DS_TESTS_FUZZ_ASKED_H
#define DS_TESTS_FUZZ_ASKED_H

#include "core/dns/message.h"
#include "core/dnssec/anchor.h"
#include "core/net/net.h"

#define ASKED_NOW INT64_C(1767225600) /* 2026-01-01, as in the seeds */

/* One question under way. */
struct net_exchange {
	uint8_t wire[DNS_QUERY_MAX];
	size_t len;
	net_reply_fn *fn;
	void *arg;
	struct net_exchange *next;
};

struct asked {
	struct net net;             /* first: what the engine holds */
	struct net_exchange *first; /* under way, in the order they were asked */
	unsigned n;                 /* asked so far */
};

void asked_init(struct asked *);
/* Delivers the reply to the question at this place of the list, and forgets it. */
void asked_reply(struct asked *, struct net_exchange **at, const struct net_reply *);
/* The root key that the seeds are signed under. */
void asked_anchors(struct anchors *);

#endif
