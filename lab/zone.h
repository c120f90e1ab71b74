/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One zone: filling it, signing it, looking things up in it.
 */
#ifndef DS_LAB_ZONE_H
#define DS_LAB_ZONE_H

#include "lab/world.h"

/* Name of a zone's own k-th name server, with the last dot. */
void lab_zone_server_name(const struct lab_zone *zone, unsigned k, char *name, size_t size);

/* Make the zone's keys and the DS that its parent publishes. 0 or -1. */
int lab_zone_make_keys(struct lab_zone *zone);

/* Put all records into the tree, sign and index it. All zones must have their keys. 0 or -1. */
int lab_zone_build(struct lab_zone *zone, const struct lab_world *world);

/* Free what is inside; the struct is the caller's. */
void lab_zone_clear(struct lab_zone *zone);

/* Is name at or below the apex? */
bool lab_zone_contains(const struct lab_zone *zone, const ldns_rdf *name);

/*
 * Place of name among the zone's names: the last name that is not after it in canonical order.
 * *exact says whether it is that name itself. The zone must contain name.
 */
size_t lab_zone_place(const struct lab_zone *zone, const ldns_rdf *name, bool *exact);

/* The tree's entry of that very name, or NULL. */
const ldns_dnssec_name *lab_zone_name(const struct lab_zone *zone, const ldns_rdf *name);

/* Does the name exist: with records of its own, or because names below it do (RFC 4592 2.2.2)? */
bool lab_zone_exists(const struct lab_zone *zone, const ldns_rdf *name);

/* The record set of a type at an entry, or NULL. entry may be NULL. */
const ldns_dnssec_rrsets *lab_zone_rrset(const ldns_dnssec_name *entry, ldns_rr_type type);

#endif
