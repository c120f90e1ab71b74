/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dns_world - signed zones in memory, and a resolver that answers from them
 *
 * A world is a list of zones: dns_world_add each (in any order, the root too), then dns_world_build.
 * Delegations, DS records, SOA, keys, chains of NSEC or NSEC3 and signatures come by themselves.
 * What is to be wrong is in the wish, or is done to the reply.
 */
#ifndef DS_TESTS_UNIT_DNS_WORLD_H
#define DS_TESTS_UNIT_DNS_WORLD_H

#include "tests/unit/dns_key.h"

#define DNS_ZONES 16
#define DNS_SETS  200
#define DNS_KEYS  8

enum dns_chain { DNS_NSEC, DNS_NSEC3, DNS_UNSIGNED };

struct dns_zone_wish {
	const char *apex;     /* "example." */
	const char *ns;       /* names of its servers, a space between; NULL: "ns.test." */
	const char *child_ns; /* those that it lists itself, where they are others */
	const char *text;     /* records in zone-file form, a line each, names in full */
	enum dns_chain chain;
	unsigned iterations;
	unsigned hash;      /* of NSEC3; 0: SHA-1, the only one that there is */
	const char *salt;   /* as it is, not in hex; NULL: none */
	bool opt_out;       /* unsigned delegations have no NSEC3 */
	unsigned algorithm; /* 0: 15 */
	unsigned ds[4];     /* digest types; none: 2 */
	bool no_ds;         /* signed, and the parent does not know */
	bool ds_stray;      /* the DS names a key that the zone does not have */
	bool split;         /* a key for keys, another for the rest */
	unsigned key_flags; /* 0: 257 */
	/* Over DNSKEY, over DS here, over denials and SOA, over the rest. */
	struct dns_sig_wish keys_sig, ds_sig, denial_sig, data_sig;
};

struct dns_set {
	ldns_rdf *owner;
	ldns_rr_type type;
	ldns_rr_list *rrs, *sigs;
};

struct dns_zone {
	struct dns_zone_wish wish;
	ldns_rdf *apex;
	struct dns_key key[DNS_KEYS]; /* the first is the one that DS names */
	size_t nkeys, nsets;
	struct dns_set sets[DNS_SETS];
};

struct dns_world {
	size_t n;
	struct dns_zone zones[DNS_ZONES];
	char *anchors; /* the root's DS in zone-file form, once built */
};

struct dns_world *dns_world_new(void);
struct dns_world *dns_world_free(struct dns_world *);
struct dns_zone *dns_world_add(struct dns_world *, const struct dns_zone_wish *);
void dns_world_build(struct dns_world *);

struct dns_zone *dns_world_zone(struct dns_world *, const char *apex);
/* The set at an owner, or NULL. */
const struct dns_set *dns_zone_set(
    const struct dns_zone *, const ldns_rdf *owner, ldns_rr_type type);
/* Does the name exist, be it for names below it alone? */
bool dns_zone_has(const struct dns_zone *, const ldns_rdf *name);
/* The owner that an NSEC3 record about this name has. */
ldns_rdf *dns_zone_hashed(const struct dns_zone *, const ldns_rdf *name);
bool dns_zone_is_signed(const struct dns_zone *);

/* The NSEC or NSEC3 set at the name or, `covers`, whose gap holds it; NULL: none. */
const struct dns_set *dns_zone_denial(const struct dns_zone *, const ldns_rdf *name, bool covers);

/* What a resolver says to a question (with CD). The caller frees it. */
ldns_pkt *dns_world_answer(const struct dns_world *, const ldns_rdf *name, ldns_rr_type type);

/* What a server with authority for this zone says. The caller frees it. */
ldns_pkt *dns_zone_answer(const struct dns_zone *, const ldns_rdf *name, ldns_rr_type type);

/* --- changes to a reply: 0 is the answer section, 1 the authority section --- */

/* Removes the records of this type at this owner (NULL: any), not their signatures, or with them. */
void dns_reply_drop(
    ldns_pkt *, unsigned section, const char *owner, ldns_rr_type type, bool with_signatures);
/* Removes all signatures over a type; 0: over anything. */
void dns_reply_strip(ldns_pkt *, unsigned section, ldns_rr_type covered);
/* Adds a set with its signatures; a record of text. */
void dns_reply_add_set(ldns_pkt *, unsigned section, const struct dns_set *);
void dns_reply_add(ldns_pkt *, unsigned section, const char *text);

#endif
