/* SPDX-License-Identifier: BSD-2-Clause */
/* attacks - hostile zones and servers, each named after what it tries */
#ifndef DS_TESTS_BENCH_HOSTILE_ATTACKS_H
#define DS_TESTS_BENCH_HOSTILE_ATTACKS_H

#include "tests/bench/hostile/server.h"
#include "tests/unit/dns_world.h"

/* An attack made ready. */
struct attack {
	const char *name;   /* of the table of attacks */
	const char *domain; /* what to look at */
	bool iterate;       /* from the root server at the second address */
	struct dns_world *world;
	server_fn *fn; /* gets this attack as its argument */
	unsigned algorithm, tag, count;
	size_t size; /* of a signature, where it is not the usual */
	uint64_t random;
	void (*edit)(struct attack *, const char *name, unsigned type, ldns_pkt *);
};

size_t attacks_count(void);
/* Makes the n-th ready; false: it takes long (servers that are silent), and `quick` was asked for. */
bool attack_make(struct attack *, size_t n, bool quick);
void attack_clear(struct attack *);

/* --- attacks_iterate.c --- */
/* A root, and below it evil. at the third address; victim. at the fourth. */
size_t attack_refer(
    void *arg, unsigned at, const char *name, unsigned type, uint8_t out[SERVER_WIRE]);

enum { REFER_NXNS, REFER_ENDLESS, REFER_CYCLE, REFER_SILENT };

#endif
