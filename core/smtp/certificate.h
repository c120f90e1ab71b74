/* SPDX-License-Identifier: BSD-2-Clause */
/* certificate - what an X.509 certificate says, in words */
#ifndef DS_CORE_SMTP_CERTIFICATE_H
#define DS_CORE_SMTP_CERTIFICATE_H

#include "core/model.h"

struct arena;
struct x509_st;

/* Reads one certificate (DER) into the arena. Never NULL for lack of sense: what cannot be parsed
 * becomes a certificate whose subject says so, with its digest and DER. `parsed`: the same one as
 * OpenSSL has it, where somebody has parsed it already (that takes long), or NULL. NULL: no memory. */
const struct ds_certificate *certificate_read(
    struct arena *, const uint8_t *der, size_t len, struct x509_st *parsed);

/* Does a dialogue show these very certificates, in this order? */
bool certificate_same_chain(
    const struct ds_probe *, size_t n, const struct ds_certificate *const *certs);

#endif
