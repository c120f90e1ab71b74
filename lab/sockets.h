/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sockets of the practice network: bound to loopback addresses only, never waiting, closed on exec.
 */
#ifndef DS_LAB_SOCKETS_H
#define DS_LAB_SOCKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/* Fill in an address: IPv4 in host byte order, or ::1. Returns its length. */
socklen_t lab_sockets_ipv4(struct sockaddr_storage *to, uint32_t address, uint16_t port);
socklen_t lab_sockets_ipv6(struct sockaddr_storage *to, uint16_t port);

/* A bound socket of a type (SOCK_DGRAM, SOCK_STREAM), or -1 with errno. */
int lab_sockets_bind(int type, const struct sockaddr_storage *to, socklen_t length);

/* Can this machine bind ::1? */
bool lab_sockets_have_ipv6(void);

/* A port at random, out of the way of the ports that systems give to outgoing connections. */
uint16_t lab_sockets_random_port(void);

#endif
