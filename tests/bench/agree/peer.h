/* SPDX-License-Identifier: BSD-2-Clause */
/* peer - the other validator: libunbound, that hears a talk through a socket on the loopback */
#ifndef DS_TESTS_BENCH_AGREE_PEER_H
#define DS_TESTS_BENCH_AGREE_PEER_H

#include "core/model.h"
#include "tests/bench/agree/talk.h"

struct peer;

/* Answers from the talk on a port of 127.0.0.1 until peer_free. */
struct peer *peer_new(struct talk *);
struct peer *peer_free(struct peer *);

struct peer_result {
	enum ds_status status;
	enum ds_outcome outcome;
	char why[256];
};

/* Asks with an empty cache, at DNS_NOW, with the world's root as the anchor. `debug`: what it does
 * goes to standard error. */
void peer_ask(struct peer *, const char *name, unsigned type, bool debug, struct peer_result *);

#endif
