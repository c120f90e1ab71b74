/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pubkey - the public key of a DNSKEY record, kept ready for use
 *
 * To build a key costs as much as a signature check; so it is built once and
 * kept beside its record. (RFC 3110, 5702, 6605, 8080)
 */
#ifndef DS_CORE_DNSSEC_PUBKEY_H
#define DS_CORE_DNSSEC_PUBKEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pubkey;

/* True where signatures of this DNSKEY algorithm are verified here. For 5 and 7 OpenSSL is asked:
 * where it verifies no SHA-1 signatures (a policy of the system, or how it was built) they count as
 * unsupported, and zones signed with nothing else as unsigned. */
bool pubkey_algorithm_known(unsigned algorithm);

/* From the key field of a DNSKEY record. NULL: malformed, too small, too dear, or no memory. */
struct pubkey *pubkey_new(unsigned algorithm, const uint8_t *field, size_t len);
/* The same, from the curve of `like` where that is a key of this algorithm: to set up a curve takes
 * three times as long as to put a point on it. NULL: no such key. */
struct pubkey *pubkey_new_like(
    const struct pubkey *like, unsigned algorithm, const uint8_t *field, size_t len);
/* One holder more; each gives it back with pubkey_free. NULL stays NULL. */
struct pubkey *pubkey_hold(struct pubkey *);
struct pubkey *pubkey_free(struct pubkey *);

/* True for a key that is well-formed, and refused because a check with it would cost too much. */
bool pubkey_too_dear(unsigned algorithm, const uint8_t *field, size_t len);
/* What one check over so many octets costs, in microseconds of the machine that limits.h tells of. */
unsigned pubkey_cost(const struct pubkey *, size_t len);

/* The size of the key in bits, from its field alone; 0: not known. */
unsigned pubkey_bits(unsigned algorithm, const uint8_t *field, size_t len);

/* Does this signature (as in RRSIG) over `data` fit? Never when anything fails. */
bool pubkey_verify(
    struct pubkey *, const uint8_t *data, size_t len, const uint8_t *sig, size_t sig_len);

/* RFC 4034 appendix B, over the whole RDATA. */
uint16_t pubkey_tag(const uint8_t *rdata, size_t len);

/* The digest that a DS record of this type would hold for owner and DNSKEY RDATA; its length, or 0
 * for a type that is not computed here. `out` takes 64 octets. (RFC 4034 section 5.1.4) */
size_t pubkey_ds_digest(unsigned digest_type, const uint8_t *owner, size_t owner_len,
    const uint8_t *rdata, size_t len, uint8_t out[64]);

#endif
