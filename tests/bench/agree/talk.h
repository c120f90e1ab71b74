/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * talk - what a resolver says of a world of signed zones, one message of it damaged
 *
 * Two validators hear the same talk, each by its own way; so it is locked. Messages are made when
 * they are first asked for, and then stay the same.
 */
#ifndef DS_TESTS_BENCH_AGREE_TALK_H
#define DS_TESTS_BENCH_AGREE_TALK_H

#include <pthread.h>

#include "tests/unit/dns_world.h"

#define TALK_MESSAGES 256
#define TALK_WIRE     65535

enum listener { OURS, PEER, LISTENERS };

struct talk_message {
	char name[256]; /* with its last dot */
	unsigned type;
	uint8_t *wire;
	size_t len;
	bool heard[LISTENERS]; /* since talk_begin */
};

struct talk {
	const struct dns_world *world;
	pthread_mutex_t lock;
	size_t n;
	size_t learnt; /* of them, those of undamaged answers: each case borrows from these */
	struct talk_message messages[TALK_MESSAGES];
	const struct talk_message *which; /* NULL: none is damaged */
	uint8_t damaged[TALK_WIRE];
	size_t damaged_len;
};

void talk_init(struct talk *, const struct dns_world *);
void talk_clear(struct talk *);
/* Nothing is damaged, nobody has heard anything. */
void talk_begin(struct talk *);
/* The message of a question; its length. `out` takes TALK_WIRE octets. */
size_t talk_hear(struct talk *, enum listener, const char *name, unsigned type, uint8_t *out);

#endif
