/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * DNSSEC keys of the practice zones.
 */
#ifndef DS_LAB_KEYS_H
#define DS_LAB_KEYS_H

#include <stdbool.h>
#include <ldns/ldns.h>

#include "lab/stories.h"

/* Make a key for a zone; flags 257 (signs keys) or 256. NULL on failure. ldns_key_deep_free(). */
ldns_key *lab_keys_make(const ldns_rdf *owner, enum lab_algorithm algorithm, uint16_t flags);

/* The DNSKEY record of a key. The caller owns it; NULL on failure. */
ldns_rr *lab_keys_dnskey(const ldns_key *key);

/* The DS record (SHA-256) of a key. The caller owns it; NULL on failure. */
ldns_rr *lab_keys_ds(const ldns_key *key);

/*
 * Sign every record set of a tree with one or two keys (zsk may be NULL) and add the proofs of
 * denial. The key set itself must be in the tree already. 0 or -1.
 */
int lab_keys_sign(ldns_dnssec_zone *tree, ldns_key *ksk, ldns_key *zsk, enum lab_denial denial);

#endif
