/* SPDX-License-Identifier: BSD-2-Clause */
/* sections - the records of a message, gathered into sets */
#ifndef DS_CORE_DNS_SECTIONS_H
#define DS_CORE_DNS_SECTIONS_H

#include "core/dns/message.h"

/* Puts a record where it belongs: into its set, or beside the set that it signs. False: no memory. */
bool section_add(struct arena *, struct dns_rrset **section, const struct dns_rr *);

/* Joins what answer and authority section hold of one set: its signatures may stand in the other
 * section, for they are checked wherever they are found. Of records in both, those of the answer count
 * (RFC 2181 section 5.4.1: a set comes once, and the answer is what is trusted most). False: no memory. */
bool sections_join(struct arena *, struct dns_message *);

#endif
