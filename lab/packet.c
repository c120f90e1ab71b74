/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * DNS messages in and out. A query is checked by hand first, since ldns follows compression
 * pointers further than a query has any reason to use them.
 */
#include "lab/packet.h"

#include <string.h>

#define FLAG_QR      0x80 /* in the third octet of the header */
#define OPCODE_SHIFT 3
#define NAME_OCTETS  255
#define OPT_FIXED    11 /* root name, type, class, TTL, length */

/* read16 - two octets, network order */
static uint16_t read16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

/* question_end - where the question ends, or 0 if it is not one plain name, type and class */
static size_t question_end(const uint8_t *wire, size_t length)
{
	size_t at = LAB_HEADER_SIZE;

	while (at < length && wire[at] != 0) {
		if (wire[at] > 63) /* compressed, or a label of an unknown kind */
			return 0;
		at += 1u + wire[at];
	}
	if (at + 5 > length || at + 1 - LAB_HEADER_SIZE > NAME_OCTETS)
		return 0;
	return at + 5;
}

/* well_formed - exactly one question, after it nothing or one OPT record, and then the end */
static bool well_formed(const uint8_t *wire, size_t length)
{
	size_t at = question_end(wire, length);
	uint16_t additional = read16(wire + 10);

	if (read16(wire + 4) != 1 || read16(wire + 6) != 0 || read16(wire + 8) != 0)
		return false;
	if (at == 0 || additional > 1)
		return false;
	if (additional == 0)
		return at == length;
	if (length - at < OPT_FIXED || wire[at] != 0 || read16(wire + at + 1) != LDNS_RR_TYPE_OPT)
		return false;
	return length - at - OPT_FIXED == read16(wire + at + 9);
}

/* error_write - a bare header with a response code */
static enum lab_query_result error_write(
    const uint8_t *wire, ldns_pkt_rcode rcode, uint8_t error[LAB_HEADER_SIZE])
{
	memset(error, 0, LAB_HEADER_SIZE);
	memcpy(error, wire, 2);
	/* Opcode and RD are given back as they came. */
	error[2] = (uint8_t)(FLAG_QR | (wire[2] & 0x79));
	error[3] = (uint8_t)rcode;
	return LAB_QUERY_REPLY;
}

/* limit_of - how long the answer may be */
static size_t limit_of(const ldns_pkt *packet, bool tcp)
{
	size_t size = ldns_pkt_edns_udp_size(packet);

	if (tcp)
		return LAB_PACKET_MAX;
	if (size < LDNS_MIN_BUFLEN)
		return LDNS_MIN_BUFLEN;
	return size < LAB_UDP_MAX ? size : LAB_UDP_MAX;
}

/* lab_query_read - refuse what is odd, parse what is not */
enum lab_query_result lab_query_read(struct lab_query *query, const uint8_t *wire, size_t length,
    bool tcp, uint8_t error[LAB_HEADER_SIZE])
{
	const ldns_rr *question;

	memset(query, 0, sizeof(*query));
	if (length < LAB_HEADER_SIZE || length > LAB_PACKET_MAX || (wire[2] & FLAG_QR))
		return LAB_QUERY_IGNORE;
	if ((wire[2] >> OPCODE_SHIFT & 15) != LDNS_PACKET_QUERY)
		return error_write(wire, LDNS_RCODE_NOTIMPL, error);
	if (!well_formed(wire, length) ||
	    ldns_wire2pkt(&query->packet, wire, length) != LDNS_STATUS_OK)
		return error_write(wire, LDNS_RCODE_FORMERR, error);
	question = ldns_rr_list_rr(ldns_pkt_question(query->packet), 0);
	query->name = ldns_rdf_clone(ldns_rr_owner(question));
	if (query->name == NULL) {
		lab_query_clear(query);
		return error_write(wire, LDNS_RCODE_SERVFAIL, error);
	}
	ldns_dname2canonical(query->name);
	query->type = ldns_rr_get_type(question);
	query->dnssec = ldns_pkt_edns_do(query->packet);
	query->limit = limit_of(query->packet, tcp);
	return LAB_QUERY_OK;
}

/* lab_query_clear - give back what lab_query_read() made */
void lab_query_clear(struct lab_query *query)
{
	ldns_rdf_deep_free(query->name);
	ldns_pkt_free(query->packet);
	memset(query, 0, sizeof(*query));
}

/* lab_packet_reply - the frame of an answer */
ldns_pkt *lab_packet_reply(const struct lab_query *query)
{
	const ldns_rr *question = ldns_rr_list_rr(ldns_pkt_question(query->packet), 0);
	ldns_pkt *reply = ldns_pkt_new();
	ldns_rr *copy = ldns_rr_clone(question);

	if (reply == NULL || copy == NULL) {
		ldns_rr_free(copy);
		ldns_pkt_free(reply);
		return NULL;
	}
	/* The clone of a question record does not say that it is one. */
	ldns_rr_set_question(copy, true);
	ldns_pkt_push_rr(reply, LDNS_SECTION_QUESTION, copy);
	ldns_pkt_set_id(reply, ldns_pkt_id(query->packet));
	ldns_pkt_set_qr(reply, true);
	ldns_pkt_set_rd(reply, ldns_pkt_rd(query->packet));
	ldns_pkt_set_cd(reply, ldns_pkt_cd(query->packet));
	if (ldns_pkt_edns(query->packet)) {
		ldns_pkt_set_edns_udp_size(reply, LAB_UDP_MAX);
		ldns_pkt_set_edns_do(reply, query->dnssec);
	}
	return reply;
}

/* lab_packet_add_rr - one record, once */
void lab_packet_add_rr(
    ldns_pkt *reply, ldns_pkt_section section, const ldns_rr *rr, const ldns_dnssec_rrs *signatures)
{
	ldns_rr *copy = ldns_rr_clone(rr);

	if (copy == NULL)
		return;
	if (!ldns_pkt_safe_push_rr(reply, section, copy))
		ldns_rr_free(copy);
	for (; signatures != NULL; signatures = signatures->next)
		lab_packet_add_rr(reply, section, signatures->rr, NULL);
}

/* lab_packet_add - a whole record set */
void lab_packet_add(
    ldns_pkt *reply, ldns_pkt_section section, const ldns_dnssec_rrsets *set, bool signatures)
{
	if (set == NULL)
		return;
	for (const ldns_dnssec_rrs *rrs = set->rrs; rrs != NULL; rrs = rrs->next)
		lab_packet_add_rr(reply, section, rrs->rr, NULL);
	for (const ldns_dnssec_rrs *sig = signatures ? set->signatures : NULL; sig != NULL;
	     sig = sig->next)
		lab_packet_add_rr(reply, section, sig->rr, NULL);
}

/* lab_packet_empty - nothing but the question */
void lab_packet_empty(ldns_pkt *reply)
{
	ldns_rr_list_deep_free(ldns_pkt_answer(reply));
	ldns_rr_list_deep_free(ldns_pkt_authority(reply));
	ldns_rr_list_deep_free(ldns_pkt_additional(reply));
	ldns_pkt_set_answer(reply, ldns_rr_list_new());
	ldns_pkt_set_authority(reply, ldns_rr_list_new());
	ldns_pkt_set_additional(reply, ldns_rr_list_new());
	ldns_pkt_set_section_count(reply, LDNS_SECTION_ANSWER, 0);
	ldns_pkt_set_section_count(reply, LDNS_SECTION_AUTHORITY, 0);
	ldns_pkt_set_section_count(reply, LDNS_SECTION_ADDITIONAL, 0);
}

/* lab_packet_explain - why an answer is an error, in a code and in words */
void lab_packet_explain(ldns_pkt *reply, uint16_t code, const char *text)
{
	uint8_t data[130];
	size_t length = strnlen(text, sizeof(data) - 2);
	ldns_edns_option_list *list;
	ldns_edns_option *option;

	if (!ldns_pkt_edns(reply))
		return;
	data[0] = (uint8_t)(code >> 8);
	data[1] = (uint8_t)code;
	memcpy(data + 2, text, length);
	list = ldns_edns_option_list_new();
	option = ldns_edns_new_from_data(LDNS_EDNS_EDE, length + 2, data);
	if (list == NULL || option == NULL || !ldns_edns_option_list_push(list, option)) {
		ldns_edns_deep_free(option);
		ldns_edns_option_list_deep_free(list);
		return;
	}
	ldns_pkt_set_edns_option_list(reply, list);
}

/* wire_write - an answer as octets, if it fits */
static size_t wire_write(const ldns_pkt *reply, uint8_t *out, size_t size)
{
	uint8_t *wire = NULL;
	size_t length = 0;

	if (ldns_pkt2wire(&wire, reply, &length) != LDNS_STATUS_OK || length > size)
		length = 0;
	else
		memcpy(out, wire, length);
	LDNS_FREE(wire);
	return length;
}

/* lab_packet_write - whole, or truncated */
size_t lab_packet_write(
    const ldns_pkt *reply, const struct lab_query *query, uint8_t *out, size_t size)
{
	size_t allowed = query->limit < size ? query->limit : size;
	size_t length = wire_write(reply, out, allowed);
	ldns_pkt *cut;

	if (length > 0)
		return length;
	cut = lab_packet_reply(query);
	if (cut == NULL)
		return 0;
	ldns_pkt_set_rcode(cut, (uint8_t)ldns_pkt_get_rcode(reply));
	ldns_pkt_set_aa(cut, ldns_pkt_aa(reply));
	ldns_pkt_set_ra(cut, ldns_pkt_ra(reply));
	ldns_pkt_set_tc(cut, true);
	length = wire_write(cut, out, allowed);
	ldns_pkt_free(cut);
	return length;
}
