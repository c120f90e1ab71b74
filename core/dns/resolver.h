/* SPDX-License-Identifier: BSD-2-Clause */
/* resolver - which resolvers to ask: the one given, or the system's (resolv.conf(5)) */
#ifndef DS_CORE_DNS_RESOLVER_H
#define DS_CORE_DNS_RESOLVER_H

#include <stddef.h>

#include "core/net/address.h"

/* The resolvers of a resolv.conf(5) text, at most `max`. Returns how many. */
size_t resolver_parse(const char *text, struct net_address *out, size_t max);

/* Those of a file; the local host where the file names none, as the C library does. */
size_t resolver_system(const char *path, struct net_address *out, size_t max);

#endif
