/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * server - name servers on the loopback: one port, several addresses, UDP and TCP, each message counted
 *
 * What is said is up to a function; it is called by one thread at a time.
 */
#ifndef DS_TESTS_BENCH_HOSTILE_SERVER_H
#define DS_TESTS_BENCH_HOSTILE_SERVER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SERVER_ADDRESSES 8 /* 127.0.0.1 and on */
#define SERVER_WIRE      65535

/* A message in answer to a question at the n-th address, into `out`; its length, or 0 for silence. The
 * ID is filled in, and a message that is too long for UDP is cut, by the server. */
typedef size_t server_fn(
    void *arg, unsigned at, const char *name, unsigned type, uint8_t out[SERVER_WIRE]);

struct server {
	unsigned port;
	int udp[SERVER_ADDRESSES], tcp[SERVER_ADDRESSES], stop[2];
	pthread_t thread;
	pthread_mutex_t lock;
	server_fn *fn;
	void *arg;
	unsigned asked[SERVER_ADDRESSES]; /* since server_begin */
};

void server_start(struct server *);
void server_end(struct server *);
/* From now on this function answers (NULL: nobody does), and counts begin anew. */
void server_begin(struct server *, server_fn *, void *arg);

#endif
