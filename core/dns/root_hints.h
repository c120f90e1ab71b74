/* SPDX-License-Identifier: BSD-2-Clause */
/* root_hints - where iteration begins: the root's name servers and their addresses */
#ifndef DS_CORE_DNS_ROOT_HINTS_H
#define DS_CORE_DNS_ROOT_HINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/net/address.h"

#define ROOT_HINTS_MAX 32 /* thirteen servers with two addresses each, and some room */

struct root_hint {
	uint8_t name[256]; /* wire form */
	struct net_address address;
};

struct root_hints {
	size_t n;
	struct root_hint hint[ROOT_HINTS_MAX];
};

/* The root servers of the Internet, to be asked at this port. */
void root_hints_built_in(struct root_hints *, unsigned port);
/* A and AAAA records in zone-file form, a text of the user's own. False: *why says what is wrong. */
bool root_hints_parse(
    struct root_hints *, const char *text, size_t len, unsigned port, char *why, size_t size);

#endif
