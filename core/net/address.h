/* SPDX-License-Identifier: BSD-2-Clause */
/* address - an IP address with a port */
#ifndef DS_CORE_NET_ADDRESS_H
#define DS_CORE_NET_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NET_ADDRESS_TEXT 64 /* enough for any address with zone and port */

struct sockaddr_storage;

struct net_address {
	int family; /* 4 or 6 */
	uint8_t octets[16];
	uint32_t scope; /* of a link-local IPv6 address */
	uint16_t port;
};

/* "192.0.2.1", "2001:db8::1", "fe80::1%eth0", each with "@PORT" at will. */
bool net_address_parse(struct net_address *, const char *text, unsigned default_port);
/* From the RDATA of an A (4 octets) or AAAA (16) record. */
bool net_address_from_octets(
    struct net_address *, const uint8_t *octets, size_t len, unsigned port);
/* Without the port; writes at most NET_ADDRESS_TEXT octets and returns buf. */
const char *net_address_text(const struct net_address *, char *buf, size_t len);
bool net_address_equal(const struct net_address *, const struct net_address *);
/* The length to pass to connect(2). */
unsigned net_address_sockaddr(const struct net_address *, struct sockaddr_storage *);
bool net_address_from_sockaddr(struct net_address *, const struct sockaddr_storage *);
/* Not global unicast: loopback, private, link-local, documentation ... (IANA special-purpose
 * registries): an address that the Internet cannot reach. */
bool net_address_is_special(const struct net_address *);

#endif
