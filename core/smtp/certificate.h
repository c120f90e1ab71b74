/* SPDX-License-Identifier: BSD-2-Clause */
/* certificate - what an X.509 certificate says, in words */
#ifndef DS_CORE_SMTP_CERTIFICATE_H
#define DS_CORE_SMTP_CERTIFICATE_H

#include "core/model.h"

struct arena;

/* Reads one certificate (DER) into the arena. Never NULL for lack of sense: what cannot be parsed
 * becomes a certificate whose subject says so, with its digest and DER. NULL: no memory. */
const struct ds_certificate *certificate_read(struct arena *, const uint8_t *der, size_t len);

/* Does a dialogue show these very certificates, in this order? */
bool certificate_same_chain(
    const struct ds_probe *, size_t n, const struct ds_certificate *const *certs);

#endif
