/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * checked - signatures that were checked, and keys that were built, for all diagnoses of a run
 *
 * The zones above are the same for every domain. A check is known by a digest of all that it
 * depends on: the DNSKEY record, what was signed, and the signature; so what is remembered is what
 * would come out again. Bounded: what was not wanted for longest goes first.
 */
#ifndef DS_CORE_DNSSEC_CHECKED_H
#define DS_CORE_DNSSEC_CHECKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct checked;
struct pubkey;

#define CHECKED_ID 32

/* NULL: out of memory. */
struct checked *checked_new(void);
struct checked *checked_free(struct checked *);

/* What names one check: DNSKEY RDATA, signed data, signature. False: no memory, nothing to look up. */
bool checked_id(struct checked *, uint8_t id[CHECKED_ID], const uint8_t *key, size_t key_len,
    const uint8_t *data, size_t len, const uint8_t *sig, size_t sig_len);
/* Was it done before? Then *fits is what came out. */
bool checked_find(struct checked *, const uint8_t id[CHECKED_ID], bool *fits);
void checked_keep(struct checked *, const uint8_t id[CHECKED_ID], bool fits);

/* The key of a DNSKEY record (its RDATA), built or remembered; *built tells which. The caller holds
 * it, and gives it back with pubkey_free. NULL: it cannot be built. */
struct pubkey *checked_key(struct checked *, const uint8_t *rdata, size_t len, bool *built);

#endif
