/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * DNS messages on their way in and out: what is checked of a query before it is parsed, and what
 * every answer has in common.
 */
#ifndef DS_LAB_PACKET_H
#define DS_LAB_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ldns/ldns.h>

#define LAB_PACKET_MAX 65535 /* over TCP */
#define LAB_UDP_MAX    1232  /* over UDP, even if the client would take more (DNS flag day 2020) */

/* A query that passed the checks. */
struct lab_query {
	ldns_pkt *packet; /* as it came */
	ldns_rdf *name;   /* the name asked for, in lower case */
	ldns_rr_type type;
	bool dnssec;  /* DO: signatures and proofs are wanted */
	size_t limit; /* octets that the answer may have */
};

/* What a query turned out to be. */
enum lab_query_result {
	LAB_QUERY_OK,     /* the query is filled in; lab_query_clear() it */
	LAB_QUERY_IGNORE, /* no query at all: say nothing */
	LAB_QUERY_REPLY,  /* an error: the reply, a bare header, has been written */
};

/*
 * Check and parse a message. error has room for LAB_HEADER_SIZE octets, for LAB_QUERY_REPLY.
 */
#define LAB_HEADER_SIZE 12
enum lab_query_result lab_query_read(struct lab_query *query, const uint8_t *wire, size_t length,
    bool tcp, uint8_t error[LAB_HEADER_SIZE]);
void lab_query_clear(struct lab_query *query);

/* An answer to a query: header, question and EDNS, no records yet. NULL without memory. */
ldns_pkt *lab_packet_reply(const struct lab_query *query);

/* Add a record set, and its signatures where the query wants them. set may be NULL. */
void lab_packet_add(
    ldns_pkt *reply, ldns_pkt_section section, const ldns_dnssec_rrsets *set, bool signatures);

/* Add one record (a copy) with or without signatures; what is there already is not repeated. */
void lab_packet_add_rr(ldns_pkt *reply, ldns_pkt_section section, const ldns_rr *rr,
    const ldns_dnssec_rrs *signatures);

/* Take all records out of an answer but the question. */
void lab_packet_empty(ldns_pkt *reply);

/* Add an Extended DNS Error (RFC 8914). */
void lab_packet_explain(ldns_pkt *reply, uint16_t code, const char *text);

/*
 * Write an answer into out, cut down to the question with TC set if it is longer than the query
 * allows. Number of octets, or 0 on failure.
 */
size_t lab_packet_write(
    const ldns_pkt *reply, const struct lab_query *query, uint8_t *out, size_t size);

#endif
