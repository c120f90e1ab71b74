/* SPDX-License-Identifier: BSD-2-Clause */
/* zone_text - records in zone-file form, from files that the user named (never from the network) */
#ifndef DS_CORE_DNS_ZONE_TEXT_H
#define DS_CORE_DNS_ZONE_TEXT_H

#include <stddef.h>

struct ldns_struct_rr;

/* Called for each record, of whatever type; it belongs to the reader. */
typedef void zone_text_fn(void *arg, const struct ldns_struct_rr *rr);

/* Reads the records of `text`. Returns 0, or the number of the line that is no record. */
int zone_text_read(const char *text, size_t len, zone_text_fn *, void *arg);

#endif
