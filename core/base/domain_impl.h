/* SPDX-License-Identifier: BSD-2-Clause */
/* domain_impl - what the files of domain share */
#ifndef DS_CORE_BASE_DOMAIN_IMPL_H
#define DS_CORE_BASE_DOMAIN_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#define DOMAIN_MAX   253 /* octets without the last dot (RFC 1035 section 2.3.4) */
#define DOMAIN_LABEL 63
#define DOMAIN_TYPED 1024 /* octets of host that are looked at: 253 A-labels need fewer as UTF-8 */

/* The part of what was typed that names a host: white space, display names, schemes, users, ports,
 * paths and one last dot are taken off. Points into `typed`. */
struct domain_part {
	const char *text;
	size_t len;
};

struct domain_part domain_find_host(const char *typed);

/* Whether this is an IP address, or would be read as one ("[2001:db8::1]", "300.1"). */
bool domain_is_address(const char *host);

#endif
