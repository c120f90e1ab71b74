/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * address_special - addresses that the Internet cannot reach
 *
 * From the IANA special-purpose registries (RFC 6890) and the multicast ranges:
 * every block that is not globally reachable. Blocks that carry an IPv4 address
 * within (mapped, NAT64, 6to4) are judged by that.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/net/address.h"

struct block {
	uint8_t octets[16];
	uint8_t bits;
};

static const struct block blocks4[] = {
	{ { 0 }, 8 },             /* this network: RFC 791 */
	{ { 10 }, 8 },            /* private: RFC 1918 */
	{ { 100, 64 }, 10 },      /* carrier-grade NAT: RFC 6598 */
	{ { 127 }, 8 },           /* loopback */
	{ { 169, 254 }, 16 },     /* link-local: RFC 3927 */
	{ { 172, 16 }, 12 },      /* private */
	{ { 192, 0, 0 }, 24 },    /* IETF protocols: RFC 6890 */
	{ { 192, 0, 2 }, 24 },    /* documentation: RFC 5737 */
	{ { 192, 88, 99 }, 24 },  /* 6to4 relays, withdrawn: RFC 7526 */
	{ { 192, 168 }, 16 },     /* private */
	{ { 198, 18 }, 15 },      /* benchmarks: RFC 2544 */
	{ { 198, 51, 100 }, 24 }, /* documentation */
	{ { 203, 0, 113 }, 24 },  /* documentation */
	{ { 224 }, 4 },           /* multicast */
	{ { 240 }, 4 },           /* reserved, and broadcast */
};

/* Only 2000::/3 is given out as global unicast; these are the holes in it. */
static const struct block blocks6[] = {
	{ { 0x20, 0x01, 0x00 }, 23 },       /* IETF protocols, Teredo, ORCHID: RFC 2928 */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32 }, /* documentation: RFC 3849 */
	{ { 0x3f, 0xff }, 20 },             /* documentation: RFC 9637 */
};

static const struct block global6 = { { 0x20 }, 3 };
static const struct block mapped4 = { { [10] = 0xff, 0xff }, 96 };    /* ::ffff:0:0/96 */
static const struct block nat64 = { { 0x00, 0x64, 0xff, 0x9b }, 96 }; /* RFC 6052 */
static const struct block sixto4 = { { 0x20, 0x02 }, 16 };            /* RFC 3056 */

/* in_block - whether the first bits are the block's */
static bool in_block(const uint8_t *octets, const struct block *block)
{
	size_t whole = block->bits / 8;
	unsigned rest = block->bits % 8;
	uint8_t mask = (uint8_t)(0xff00u >> rest);

	if (memcmp(octets, block->octets, whole) != 0)
		return false;
	return rest == 0 || ((octets[whole] ^ block->octets[whole]) & mask) == 0;
}

/* in_any - whether one of `n` blocks holds it */
static bool in_any(const uint8_t *octets, const struct block *blocks, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (in_block(octets, &blocks[i]))
			return true;
	}
	return false;
}

/* special4 - of four octets */
static bool special4(const uint8_t *octets)
{
	return in_any(octets, blocks4, sizeof(blocks4) / sizeof(blocks4[0]));
}

/* net_address_is_special - not global unicast */
bool net_address_is_special(const struct net_address *address)
{
	const uint8_t *octets = address->octets;

	if (address->family == 4)
		return special4(octets);
	if (in_block(octets, &mapped4) || in_block(octets, &nat64))
		return special4(octets + 12);
	if (in_block(octets, &sixto4))
		return special4(octets + 2);
	if (!in_block(octets, &global6))
		return true;
	return in_any(octets, blocks6, sizeof(blocks6) / sizeof(blocks6[0]));
}
