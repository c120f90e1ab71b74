/* SPDX-License-Identifier: BSD-2-Clause */
/* anchor_text - DS and DNSKEY records from a file of the user's, in zone-file form */
#ifndef DS_CORE_DNS_ANCHOR_TEXT_H
#define DS_CORE_DNS_ANCHOR_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Called for each record; `ds`: a DS record, else a DNSKEY. */
typedef void anchor_text_fn(void *arg, bool at_root, bool ds, const uint8_t *rdata, size_t len);

/* Reads text of the user's own, never of the network. Other record types are passed over. Returns 0,
 * or the number of the line that is no record. */
int anchor_text_read(const char *text, size_t len, anchor_text_fn *, void *arg);

#endif
