/* SPDX-License-Identifier: BSD-2-Clause */
/* damage - one message made different, in one of the ways of attackers and of bad luck */
#ifndef DS_TESTS_BENCH_AGREE_DAMAGE_H
#define DS_TESTS_BENCH_AGREE_DAMAGE_H

#include <stdint.h>

#include "tests/bench/agree/talk.h"

enum damage {
	DAMAGE_BIT,     /* one bit, anywhere behind the question */
	DAMAGE_RCODE,   /* another reply code */
	DAMAGE_DROP,    /* a record less */
	DAMAGE_TWICE,   /* a record twice */
	DAMAGE_ADD,     /* an invented record in a set, or beside it */
	DAMAGE_BORROW,  /* a record of another message of the talk */
	DAMAGE_TIME,    /* a signature's begin or end */
	DAMAGE_ORDER,   /* the records in another order */
	DAMAGE_SWAP,    /* two signatures exchanged */
	DAMAGE_FIELD,   /* a number in a signature's head */
	DAMAGE_CASE,    /* letters of an owner's name */
	DAMAGE_TTL,     /* a record's TTL */
	DAMAGE_SECTION, /* a record in the other section */
	DAMAGES,
};

const char *damage_name(enum damage);

/* A number below n; the next state stays in *random. */
uint64_t damage_random(uint64_t *random, uint64_t n);

/* Damages the message that t->which names, into t->damaged. False: this message cannot be damaged
 * so. */
bool damage_do(struct talk *t, enum damage, uint64_t *random);

#endif
