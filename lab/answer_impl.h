/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the two faces of the DNS side share: the search for one name and type in one zone.
 */
#ifndef DS_LAB_ANSWER_IMPL_H
#define DS_LAB_ANSWER_IMPL_H

#include "lab/packet.h"
#include "lab/world.h"

enum lab_find_kind {
	LAB_FIND_DATA,     /* set: the record set */
	LAB_FIND_NSEC,     /* the NSEC record itself was asked for; entry: where it is */
	LAB_FIND_ALIAS,    /* set: the CNAME */
	LAB_FIND_REFERRAL, /* entry: the delegation */
	LAB_FIND_NODATA,
	LAB_FIND_NXDOMAIN,
};

struct lab_find {
	enum lab_find_kind kind;
	const ldns_dnssec_name *entry;
	const ldns_dnssec_rrsets *set;
};

/* Look a name and type up in the zone, which contains the name. */
struct lab_find lab_answer_find(
    const struct lab_zone *zone, const ldns_rdf *name, ldns_rr_type type);

/*
 * The zone that answers for a name and type: the deepest one that contains it, for DS the deepest
 * above it (RFC 4035 section 3.1.4.1). servers limits the choice to zones served by that zone's
 * name servers; NULL: all zones. NULL if there is none.
 */
const struct lab_zone *lab_answer_zone(const struct lab_world *world,
    const struct lab_zone *servers, const ldns_rdf *name, ldns_rr_type type);

/*
 * Add SOA and, for queries that want it, the proof to a negative answer. Returns whether the
 * proof leans on opt-out.
 */
bool lab_answer_negative(ldns_pkt *reply, const struct lab_query *query,
    const struct lab_zone *zone, const ldns_rdf *name, bool exists);

/* Add the records that were found to the answer section. */
void lab_answer_found(ldns_pkt *reply, const struct lab_query *query, const struct lab_find *found);

/* Answer as the recursive resolver (resolve.c). */
void lab_resolve(ldns_pkt *reply, const struct lab_world *world, const struct lab_query *query);

#endif
