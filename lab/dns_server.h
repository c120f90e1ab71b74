/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The DNS side on the network: every name server of the world and the resolver, UDP and TCP.
 */
#ifndef DS_LAB_DNS_SERVER_H
#define DS_LAB_DNS_SERVER_H

#include <stddef.h>
#include <stdint.h>

struct event_base;
struct lab_meddler;
struct lab_world;
struct lab_dns;

/*
 * Bind all addresses on one port and answer for the world once the loop runs. NULL with errno
 * when a bind fails (EADDRINUSE: try another port). For each of `count` meddlers the resolver has a
 * face more, on an address of its own. World and meddlers must live as long.
 */
struct lab_dns *lab_dns_open(struct event_base *base, const struct lab_world *world,
    const struct lab_meddler *meddlers, size_t count, uint16_t port);

/* Close all sockets and connections. Takes NULL; returns NULL. */
struct lab_dns *lab_dns_close(struct lab_dns *dns);

#endif
