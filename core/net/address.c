/* SPDX-License-Identifier: BSD-2-Clause */
/* address - an IP address with a port: text, socket form, comparison */
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "core/base/number.h"
#include "core/net/address.h"

/* address_len - octets of an address of its family */
static size_t address_len(const struct net_address *address)
{
	return address->family == 4 ? 4 : 16;
}

/* is_link_local - fe80::/10: only with its scope does it say which link */
static bool is_link_local(const struct net_address *address)
{
	return address->family == 6 && address->octets[0] == 0xfe &&
	       (address->octets[1] & 0xc0) == 0x80;
}

/* parse_scope - the name or number of an interface */
static bool parse_scope(struct net_address *out, const char *zone)
{
	unsigned scope;

	if (!is_link_local(out))
		return false;
	scope = if_nametoindex(zone);
	if (scope == 0 && !number_parse(&scope, zone, 1, UINT32_MAX))
		return false;
	out->scope = scope;
	return true;
}

/* parse_host - an address without port */
static bool parse_host(struct net_address *out, char *text)
{
	char *zone;

	if (inet_pton(AF_INET, text, out->octets) == 1) {
		out->family = 4;
		return true;
	}
	zone = strchr(text, '%');
	if (zone != NULL)
		*zone++ = '\0';
	if (inet_pton(AF_INET6, text, out->octets) != 1)
		return false;
	out->family = 6;
	return zone == NULL || parse_scope(out, zone);
}

/* net_address_parse - "ADDRESS" or "ADDRESS@PORT" */
bool net_address_parse(struct net_address *out, const char *text, unsigned default_port)
{
	struct net_address address = { 0 };
	unsigned port = default_port;
	char host[NET_ADDRESS_TEXT];
	size_t len = strcspn(text, "@");

	if (len >= sizeof(host))
		return false;
	memcpy(host, text, len);
	host[len] = '\0';
	if (text[len] == '@' && !number_parse(&port, text + len + 1, 1, UINT16_MAX))
		return false;
	if (!parse_host(&address, host))
		return false;
	address.port = (uint16_t)port;
	*out = address;
	return true;
}

/* net_address_from_octets - of an A or AAAA record */
bool net_address_from_octets(
    struct net_address *out, const uint8_t *octets, size_t len, unsigned port)
{
	if (len != 4 && len != 16)
		return false;
	memset(out, 0, sizeof(*out));
	memcpy(out->octets, octets, len);
	out->family = len == 4 ? 4 : 6;
	out->port = (uint16_t)port;
	return true;
}

/* net_address_text - without the port; the scope by its number */
const char *net_address_text(const struct net_address *address, char *buf, size_t len)
{
	char host[INET6_ADDRSTRLEN];
	int family = address->family == 4 ? AF_INET : AF_INET6;

	if (inet_ntop(family, address->octets, host, sizeof(host)) == NULL)
		host[0] = '\0';
	if (address->scope != 0)
		snprintf(buf, len, "%s%%%u", host, (unsigned)address->scope);
	else
		snprintf(buf, len, "%s", host);
	return buf;
}

/* net_address_equal - the same end of a connection */
bool net_address_equal(const struct net_address *a, const struct net_address *b)
{
	return a->family == b->family && a->port == b->port && a->scope == b->scope &&
	       memcmp(a->octets, b->octets, address_len(a)) == 0;
}

/* net_address_sockaddr - for connect(2) and its kind */
unsigned net_address_sockaddr(const struct net_address *address, struct sockaddr_storage *out)
{
	struct sockaddr_in in4 = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };

	memset(out, 0, sizeof(*out));
	if (address->family == 4) {
		in4.sin_port = htons(address->port);
		memcpy(&in4.sin_addr, address->octets, 4);
		memcpy(out, &in4, sizeof(in4));
		return sizeof(in4);
	}
	in6.sin6_port = htons(address->port);
	in6.sin6_scope_id = address->scope;
	memcpy(&in6.sin6_addr, address->octets, 16);
	memcpy(out, &in6, sizeof(in6));
	return sizeof(in6);
}

/* net_address_from_sockaddr - what accept(2) and getsockname(2) tell */
bool net_address_from_sockaddr(struct net_address *out, const struct sockaddr_storage *in)
{
	struct sockaddr_in in4;
	struct sockaddr_in6 in6;

	memset(out, 0, sizeof(*out));
	if (in->ss_family == AF_INET) {
		memcpy(&in4, in, sizeof(in4));
		out->family = 4;
		out->port = ntohs(in4.sin_port);
		memcpy(out->octets, &in4.sin_addr, 4);
		return true;
	}
	if (in->ss_family != AF_INET6)
		return false;
	memcpy(&in6, in, sizeof(in6));
	out->family = 6;
	out->port = ntohs(in6.sin6_port);
	out->scope = in6.sin6_scope_id;
	memcpy(out->octets, &in6.sin6_addr, 16);
	return true;
}
