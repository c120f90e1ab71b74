/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * publish_zone - the TLSA records of a text in zone-file form
 *
 * What RFC 1035 section 5.1 allows of a line and a person writes: owners, TTLs
 * and classes left out, "@", relative names after $ORIGIN, $TTL, comments,
 * parentheses, and RFC 3597's "\# 35 0301..."; beyond that a line that is only
 * the data ("3 1 1 8f3c..."), which has no owner. Other types are passed over.
 */
#ifndef DS_CORE_DANE_PUBLISH_ZONE_H
#define DS_CORE_DANE_PUBLISH_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PUBLISH_OWNER_MAX  256
#define PUBLISH_RDATA_MAX  8192 /* a certificate in full; what is larger nobody serves over UDP */
#define PUBLISH_REASON_MAX 128

/* Called for each record. `owner`: lower case, without the last dot; "" where there was none. False
 * ends the reading without complaint. */
typedef bool publish_zone_fn(
    void *arg, const char *owner, uint32_t ttl, const uint8_t *rdata, size_t len);

/* Reads `text`. Returns 0, or the number of the line that cannot be understood, with a translated
 * reason, of PUBLISH_REASON_MAX octets, fit for a terminal. */
unsigned publish_zone_read(
    const char *text, size_t len, publish_zone_fn *fn, void *arg, char *reason);

#endif
