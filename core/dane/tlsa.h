/* SPDX-License-Identifier: BSD-2-Clause */
/* tlsa - TLSA records, decoded and judged (RFC 6698 section 2, RFC 7671 section 9, RFC 7672 3.1) */
#ifndef DS_CORE_DANE_TLSA_H
#define DS_CORE_DANE_TLSA_H

#include "core/model.h"

struct arena;

/* Decodes the TLSA records among `rrs`. At most TLSA_MAX (limits.h) of them; *n says how many.
 * Usability is a matter of the record alone. NULL with *n == 0: none, or no memory. */
struct ds_tlsa_record *tlsa_decode(
    struct arena *, size_t nrrs, const struct ds_rr *const *rrs, size_t *n);

/* "3 1 1 8f3c…" in zone-file form, the data cut in its middle to fit `size`; returns buf. */
const char *tlsa_text(const struct ds_tlsa_record *, char *buf, size_t size);

/* What usage, selector and matching type mean, translated ("this very key, SHA-256"). */
const char *tlsa_meaning(const struct ds_tlsa_record *, char *buf, size_t size);

#endif
