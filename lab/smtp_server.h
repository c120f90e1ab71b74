/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The mail hosts on the network: each on its own address, all on one port.
 */
#ifndef DS_LAB_SMTP_SERVER_H
#define DS_LAB_SMTP_SERVER_H

#include <stdint.h>

struct event_base;
struct lab_world;
struct lab_smtp;

/* As lab_dns_open(): NULL with errno when a bind fails; the world must live as long. */
struct lab_smtp *lab_smtp_open(
    struct event_base *base, const struct lab_world *world, uint16_t port);

/* Close all sockets and sessions. Takes NULL; returns NULL. */
struct lab_smtp *lab_smtp_close(struct lab_smtp *smtp);

#endif
