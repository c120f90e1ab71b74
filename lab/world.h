/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The practice world in memory: signed zones and mail hosts, ready to be asked, not yet served.
 * No sockets here, so that tests can ask it directly. Only lab/ and its tests include this.
 */
#ifndef DS_LAB_WORLD_H
#define DS_LAB_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <netinet/in.h>
#include <ldns/ldns.h>

#include "lab/stories.h"

struct lab_identity;

/* Addresses: 127.53.ZONE.NUMBER, host byte order; the resolver takes a number of the root's. */
#define LAB_NET         0x7f350000u /* 127.53.0.0 */
#define LAB_RESOLVER_NO 53
#define LAB_FALSE_NO    60  /* the attacker between a sender and the resolver, by sender */
#define LAB_ATTACKER_NO 66  /* the attacker's own mail host */
#define LAB_SENDER_NO   100 /* where a sender comes from, by sender */
#define LAB_HOST_NO     25  /* the first mail host of a zone */
#define LAB_BEHIND_NO   100 /* further on: a mail host behind the line */
#define LAB_SERVERS     2   /* name servers a zone */
#define LAB_TTL         3600
#define LAB_MAX_ZONES   200
#define LAB_TLSA_PORT   25

/* What a validating resolver finds; ordered, the greater the worse. */
enum lab_status { LAB_SECURE, LAB_INSECURE, LAB_BOGUS };

/* One signed denial record. */
struct lab_denial_record {
	const ldns_rr *rr;           /* NSEC or NSEC3, owned by the zone's tree */
	const ldns_dnssec_rrs *sigs; /* its signatures, the same */
};

struct lab_zone {
	const struct lab_site *site;
	ldns_rdf *apex;
	const struct lab_zone *parent;    /* NULL for the root */
	const struct lab_zone *served_by; /* the zone whose name servers serve this one */
	unsigned number;                  /* third octet of its addresses */
	ldns_key *ksk, *zsk;              /* NULL: unsigned; zsk NULL: one key for both */
	ldns_rr *ds;                      /* what the parent publishes, or NULL */
	ldns_dnssec_zone *tree;           /* owns every record of the zone */
	const ldns_dnssec_name **names;   /* the tree's names in canonical order */
	size_t name_count;
	struct lab_denial_record *nsec3; /* in the order of their hashes */
	size_t nsec3_count;
	enum lab_status status;
};

/* One mail host as the SMTP side needs it. */
struct lab_mail_host {
	const struct lab_host *host;
	struct lab_identity *identity; /* NULL: no TLS */
	uint32_t address;              /* as published: IPv4, host byte order */
	uint32_t door;                 /* where it listens: the same, or behind the line */
};

struct lab_world {
	struct lab_zone *zones; /* the root first */
	size_t zone_count;
	struct lab_mail_host *hosts;
	size_t host_count;
	struct lab_identity *ca;
	bool ipv6; /* whether AAAA records are given */
};

/*
 * Make keys, certificates and zones. NULL when memory or the cryptography fails. The caller owns
 * the world and gives it to lab_world_free(), which takes NULL and returns NULL.
 */
struct lab_world *lab_world_new(bool ipv6);
struct lab_world *lab_world_free(struct lab_world *world);

/* The zone with exactly this apex, or NULL. */
const struct lab_zone *lab_world_zone(const struct lab_world *world, const char *apex);

/* The mail host that takes letters, or NULL. */
const struct lab_mail_host *lab_world_mailbox(const struct lab_world *world);

/* IPv4 address of a zone's k-th name server (0 <= k < LAB_SERVERS), host byte order. */
uint32_t lab_world_server(const struct lab_zone *zone, unsigned k);

#endif
