/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Proofs that something is not there (RFC 4035 section 3.1.3, RFC 5155 section 7.2).
 */
#ifndef DS_LAB_DENIAL_H
#define DS_LAB_DENIAL_H

#include "lab/world.h"

/*
 * Add to the authority section the records that prove that name has no records of the type asked
 * (exists true) or does not exist at all (exists false). For a delegation without DS give the
 * name of the delegation and exists true. Nothing is added for an unsigned zone. Returns whether
 * the proof leans on opt-out: then it does not make the answer secure.
 */
bool lab_denial_add(
    ldns_pkt *reply, const struct lab_zone *zone, const ldns_rdf *name, bool exists);

#endif
