/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_wire - messages put together octet by octet, as attackers do */
#ifndef DS_TESTS_UNIT_DNS_WIRE_H
#define DS_TESTS_UNIT_DNS_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct dns_message;

/* A message in the making. */
struct wire {
	uint8_t octets[65535 + 1024];
	size_t len;
};

void wire_add(struct wire *, const void *data, size_t len);
void wire_add8(struct wire *, unsigned value);
void wire_add16(struct wire *, unsigned value);
void wire_add32(struct wire *, unsigned long value);
/* A number over what is there. */
void wire_put16(struct wire *, size_t at, unsigned value);
/* A name without pointers. */
void wire_name(struct wire *, const char *text);
/* Header and question: "a.test" at octet 12, for type A. What follows begins at octet 24. */
void wire_begin(struct wire *, unsigned answers, unsigned authorities, unsigned additionals);
/* What stands between owner and RDATA. */
void wire_fixed(struct wire *, unsigned type, unsigned long ttl, size_t len);
void wire_record(struct wire *, const char *owner, unsigned type, unsigned long ttl,
    const void *data, size_t len);
/* A message with something of everything, pointers too. */
void wire_good(struct wire *);

/* The first `len` octets, in memory of that very size: does the scan take them, can they be read? */
bool wire_scans(const struct wire *, size_t len);
bool wire_reads(const struct wire *, size_t len);
const struct dns_message *wire_read(struct arena *, const struct wire *, size_t len);

#endif
