/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The DNS side on the network: every name server of the world and the resolver, UDP and TCP.
 */
#ifndef DS_LAB_DNS_SERVER_H
#define DS_LAB_DNS_SERVER_H

#include <stdint.h>

struct event_base;
struct lab_world;
struct lab_dns;

/*
 * Bind all addresses on one port and answer for the world once the loop runs. NULL with errno
 * when a bind fails (EADDRINUSE: try another port). The world must live as long.
 */
struct lab_dns *lab_dns_open(struct event_base *base, const struct lab_world *world, uint16_t port);

/* Close all sockets and connections. Takes NULL; returns NULL. */
struct lab_dns *lab_dns_close(struct lab_dns *dns);

#endif
