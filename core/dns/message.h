/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * message - DNS messages, read and made
 *
 * ldns reads the records; a linear look over the message comes first, because
 * ldns follows 65,535 compression pointers a name and trusts counts. Only types
 * that the program knows are read at all. Everything lies in the given arena.
 */
#ifndef DS_CORE_DNS_MESSAGE_H
#define DS_CORE_DNS_MESSAGE_H

#include "core/model.h"

struct arena;

/* One record. `rdata` is in canonical form (RFC 4034 section 6.2, RFC 6840 section 5.1). */
struct dns_rr {
	const uint8_t *owner;
	uint16_t type;
	uint32_t ttl;
	const uint8_t *rdata;
	size_t len;
	const struct ds_rr *show; /* for people */
};

struct dns_rrset {
	const uint8_t *owner;
	uint16_t type;
	uint32_t ttl;  /* the least of its records */
	size_t n;      /* at most DNS_RRSET_MAX */
	bool cut;      /* there are more: nothing can be proved of the set */
	bool sigs_cut; /* there may be more signatures than `sigs` */
	bool repeats;  /* a record came twice; it is kept once */
	const struct dns_rr **rrs;
	const struct dns_rr *first; /* of `rrs`, as received */
	size_t nsigs;
	const struct dns_rr **sigs; /* RRSIGs that cover it */
	struct dns_rrset *next;
};

struct dns_message {
	/* Of a message without records, with the extension of EDNS; 255 for all that are greater. */
	uint8_t rcode;
	bool aa, tc, ad, ra;
	bool edns;
	int ede; /* first Extended DNS Error, -1 for none */
	const char *ede_text;
	bool
	    strange; /* the authority section has records that are not read: their type, or class */
	bool
	    strange_proof; /* before all others of its kind, an NSEC or NSEC3 record of another class */
	bool left_out;     /* records past DNS_RRS_KEPT were not read */
	struct dns_rrset *answer; /* in the order received */
	struct dns_rrset *authority;
	struct dns_rrset *additional; /* addresses beside a referral; not read in other messages */
};

/* What a message says of the question for this type: DATA, NODATA, NXDOMAIN, or its error code. */
enum ds_outcome dns_message_outcome(const struct dns_message *, uint16_t type);

/* Reads a reply. NULL: malformed, or no memory (arena_failed tells). */
const struct dns_message *dns_message_read(struct arena *, const uint8_t *wire, size_t len);

/* The set at this owner of this type in a section, or NULL. */
const struct dns_rrset *dns_rrset_find(
    const struct dns_rrset *, const uint8_t *owner, uint16_t type);

/* True where the message is whole and safe to hand to ldns. */
bool dns_prescan(const uint8_t *wire, size_t len);

#define DNS_QUERY_MAX 288

/* How a question is put, or-ed. */
enum dns_query_flag {
	DNS_Q_RD = 1,   /* whoever is asked shall find out (a resolver) */
	DNS_Q_CD = 2,   /* and shall not check */
	DNS_Q_AD = 4,   /* and shall say whether it found the answer proved */
	DNS_Q_EDNS = 8, /* EDNS with DO and 1232 octets */
};
#define DNS_Q_RESOLVER  (DNS_Q_RD | DNS_Q_CD | DNS_Q_EDNS)
#define DNS_Q_OPINION   (DNS_Q_RD | DNS_Q_AD | DNS_Q_EDNS)
#define DNS_Q_AUTHORITY DNS_Q_EDNS

/* Writes a question. Returns its length. */
size_t dns_query_make(
    uint8_t out[DNS_QUERY_MAX], const uint8_t *name, uint16_t type, unsigned flags);

/* The name in RDATA at an offset (CNAME, NS: 0; MX: 2; RRSIG: 18), or NULL if it is not whole. */
const uint8_t *dns_rdata_name(const struct dns_rr *, size_t offset);

#endif
