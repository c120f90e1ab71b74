/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zone - one zone of the bench world: filled with records, signed, written as a zone file
 *
 * Whatever fails ends the program with a line on standard error: half a world measures nothing.
 */
#ifndef DS_TESTS_BENCH_WORLD_ZONE_H
#define DS_TESTS_BENCH_WORLD_ZONE_H

#include <ldns/ldns.h>
#include <stdbool.h>
#include <stdio.h>

#define ZONE_TTL 3600
#define ZONE_RSA 8 /* RSA key pairs in the ring; they are dear to make, so zones share them */

/* Key pairs for the zones that sign with RSA. */
struct zone_ring {
	ldns_key *rsa[ZONE_RSA];
};

/* How a zone is signed. */
struct zone_plan {
	const struct zone_ring *ring; /* NULL: ECDSA P-256 with keys of its own */
	unsigned pick;                /* which keys of the ring */
	bool split;                   /* a KSK and a ZSK; otherwise one key for both */
	bool nsec3, opt_out;
	int iterations;
	bool expired;
	bool wrong_ds; /* the parent's digest fits no key */
};

void zone_ring_make(struct zone_ring *);
void zone_ring_clear(struct zone_ring *);

/* An SOA record and the name servers; the second may be NULL. */
ldns_dnssec_zone *zone_new(const char *owner, const char *server, const char *second);

/* One record in zone-file form. */
void zone_add(ldns_dnssec_zone *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Every line of a file. */
void zone_add_file(ldns_dnssec_zone *, const char *path);

/* Signs, writes to `path`, frees. DS goes to `ds` and DNSKEY (of the KSK) to `dnskey`, or NULL. */
void zone_finish(ldns_dnssec_zone *, const char *owner, const struct zone_plan *, const char *path,
    FILE *ds, FILE *dnskey);

/* A file that must open. */
FILE *zone_open(const char *mode, const char *format, ...) __attribute__((format(printf, 2, 3)));
_Noreturn void zone_die(const char *what, const char *why);

#endif
