/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The look-up of a sender that knows nothing of DNSSEC: it asks its resolver and believes what
 * comes back.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <ldns/ldns.h>
#include <openssl/rand.h>

#include "lab/packet.h"
#include "lab/sender.h"
#include "lab/sockets.h"
#include "lab/world.h"

/* connected - a UDP socket to this sender's resolver, or -1 */
static int connected(const struct lab_order *order)
{
	struct sockaddr_storage to;
	socklen_t length = lab_sockets_ipv4(
	    &to, LAB_NET | (LAB_FALSE_NO + (uint32_t)order->sender), order->view->dns_port);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd >= 0 && connect(fd, (struct sockaddr *)&to, length) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* query_make - a question without EDNS: no wish for signatures; freed with LDNS_FREE */
static uint8_t *query_make(const char *name, ldns_rr_type type, uint16_t id, size_t *length)
{
	ldns_rdf *owner = ldns_dname_new_frm_str(name);
	ldns_pkt *query =
	    owner != NULL ? ldns_pkt_query_new(owner, type, LDNS_RR_CLASS_IN, LDNS_RD) : NULL;
	uint8_t *wire = NULL;

	if (query != NULL) {
		ldns_pkt_set_id(query, id);
		if (ldns_pkt2wire(&wire, query, length) != LDNS_STATUS_OK)
			wire = NULL;
		ldns_pkt_free(query);
	}
	return wire;
}

/* receive - the reply with our number, within the time; NULL: none came */
static ldns_pkt *receive(int fd, uint16_t id)
{
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	uint8_t wire[LAB_UDP_MAX];
	ldns_pkt *reply = NULL;
	ssize_t got;

	if (poll(&ready, 1, LAB_SENDER_STEP_S * 1000) != 1)
		return NULL;
	got = recv(fd, wire, sizeof(wire), 0);
	if (got < LAB_HEADER_SIZE || wire[0] != id >> 8 || wire[1] != (id & 255) ||
	    ldns_wire2pkt(&reply, wire, (size_t)got) != LDNS_STATUS_OK)
		return NULL;
	return reply;
}

/* ask - one question to the resolver; NULL: no answer came */
static ldns_pkt *ask(const struct lab_order *order, const char *name, ldns_rr_type type)
{
	ldns_pkt *reply = NULL;
	uint8_t *wire;
	uint16_t id = 0;
	size_t length;
	int fd = connected(order);

	RAND_bytes((unsigned char *)&id, sizeof(id));
	wire = query_make(name, type, id, &length);
	if (fd >= 0 && wire != NULL && send(fd, wire, length, 0) == (ssize_t)length)
		reply = receive(fd, id);
	LDNS_FREE(wire);
	if (fd >= 0)
		close(fd);
	return reply;
}

/* name_of - a name as text, without its last dot */
static void name_of(const ldns_rdf *name, char *text, size_t size)
{
	char *full = ldns_rdf2str(name);
	size_t length = full != NULL ? strlen(full) : 0;

	if (length > 1 && full[length - 1] == '.')
		full[length - 1] = '\0';
	snprintf(text, size, "%s", full != NULL ? full : "");
	LDNS_FREE(full);
}

/* fail - the look-up ends here */
static void fail(struct lab_route *route, enum lab_cause cause, const char *name, const char *type)
{
	route->cause = cause;
	route->dsn = "4.4.3";
	snprintf(route->why, sizeof(route->why),
	    "Host or domain name not found. Name service error for name=%s type=%s: Host not found, "
	    "try again",
	    name, type);
}

/* find_host - the MX record with the lowest preference; false: there is none */
static bool find_host(const struct lab_order *order, struct lab_route *route)
{
	ldns_pkt *reply;
	unsigned best = ~0u;

	lab_order_tell(order, LAB_PART_MX, LAB_DEED_ASK, 0, "MX %s", LAB_STAGE_DOMAIN);
	reply = ask(order, LAB_STAGE_DOMAIN, LDNS_RR_TYPE_MX);
	if (reply == NULL)
		lab_order_tell(order, LAB_PART_MX, LAB_DEED_NO_ANSWER, 0, "%s", "");
	for (size_t i = 0; reply != NULL && i < ldns_pkt_ancount(reply); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(ldns_pkt_answer(reply), i);
		char name[256];

		if (ldns_rr_get_type(rr) != LDNS_RR_TYPE_MX || ldns_rr_rd_count(rr) != 2)
			continue;
		name_of(ldns_rr_rdf(rr, 1), name, sizeof(name));
		lab_order_tell(order, LAB_PART_MX, LAB_DEED_ANSWER, 0, "%u %s",
		    ldns_rdf2native_int16(ldns_rr_rdf(rr, 0)), name);
		if (ldns_rdf2native_int16(ldns_rr_rdf(rr, 0)) < best) {
			best = ldns_rdf2native_int16(ldns_rr_rdf(rr, 0));
			snprintf(route->host, sizeof(route->host), "%s", name);
		}
	}
	ldns_pkt_free(reply);
	if (best == ~0u)
		fail(route, LAB_CAUSE_MX, LAB_STAGE_DOMAIN, "MX");
	return best != ~0u;
}

/* find_address - its first address; false: there is none */
static bool find_address(const struct lab_order *order, struct lab_route *route)
{
	ldns_pkt *reply;
	bool found = false;

	lab_order_tell(order, LAB_PART_ADDRESS, LAB_DEED_ASK, 0, "A %s", route->host);
	reply = ask(order, route->host, LDNS_RR_TYPE_A);
	for (size_t i = 0; reply != NULL && !found && i < ldns_pkt_ancount(reply); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(ldns_pkt_answer(reply), i);
		char text[INET_ADDRSTRLEN];

		if (ldns_rr_get_type(rr) != LDNS_RR_TYPE_A || ldns_rr_rd_count(rr) != 1)
			continue;
		memcpy(&route->address, ldns_rdf_data(ldns_rr_rdf(rr, 0)), sizeof(route->address));
		inet_ntop(AF_INET, &route->address, text, sizeof(text));
		route->address = ntohl(route->address);
		lab_order_tell(order, LAB_PART_ADDRESS, LAB_DEED_ANSWER, 0, "%s", text);
		found = true;
	}
	ldns_pkt_free(reply);
	if (!found) {
		lab_order_tell(order, LAB_PART_ADDRESS, LAB_DEED_NO_ANSWER, 0, "%s", "");
		fail(route, LAB_CAUSE_ADDRESS, route->host, "A");
	}
	return found;
}

/* lab_route_plain - two questions */
void lab_route_plain(const struct lab_order *order, struct lab_route *route)
{
	route->found = find_host(order, route) && find_address(order, route);
}
