/* SPDX-License-Identifier: BSD-2-Clause */
/* auth_net - authoritative servers in memory; see auth_net.h */
#include "tests/unit/auth_net.h"

#include <stdlib.h>
#include <string.h>

#include "core/diagnosis/diagnosis_impl.h"

/* server_at - who is at an address, or NULL */
static struct auth_server *server_at(struct auth_net *n, const struct net_address *address)
{
	char text[NET_ADDRESS_TEXT];

	net_address_text(address, text, sizeof text);
	for (size_t i = 0; i < n->n; i++)
		if (strcmp(n->servers[i].address, text) == 0)
			return &n->servers[i];
	return NULL;
}

/* zone_for - the deepest zone of a server that may answer; NULL: none */
static const struct dns_zone *zone_for(
    const struct auth_server *s, const ldns_rdf *name, ldns_rr_type type)
{
	const struct dns_zone *best = NULL;

	for (size_t i = 0; i < s->world->n; i++) {
		const struct dns_zone *z = &s->world->zones[i];
		bool same = ldns_dname_compare(z->apex, name) == 0;
		char zones[200], wanted[100];

		snprintf(zones, sizeof zones, " %s ", s->zones);
		snprintf(wanted, sizeof wanted, " %s ", z->wish.apex);
		if (strstr(zones, wanted) == NULL ||
		    (!same && !ldns_dname_is_subdomain(name, z->apex)))
			continue;
		/* DS is the parent's, where the server has that too. */
		if (best == NULL || (ldns_dname_is_subdomain(z->apex, best->apex) &&
					!(same && type == LDNS_RR_TYPE_DS)))
			best = z;
	}
	return best;
}

/* bare - a reply without records */
static ldns_pkt *bare(const ldns_rdf *name, ldns_rr_type type, ldns_pkt_rcode rcode)
{
	ldns_pkt *pkt = ldns_pkt_query_new(ldns_rdf_clone(name), type, LDNS_RR_CLASS_IN, LDNS_QR);

	ldns_pkt_set_rcode(pkt, (uint8_t)rcode);
	return pkt;
}

/* lame - a referral to the root */
static ldns_pkt *lame(const ldns_rdf *name, ldns_rr_type type)
{
	ldns_pkt *pkt = bare(name, type, LDNS_RCODE_NOERROR);

	ldns_pkt_set_edns_udp_size(pkt, 1232);
	dns_reply_add(pkt, 1, ". NS a.root.");
	return pkt;
}

/* is_empty - has the name only names below it? */
static bool is_empty(const struct dns_zone *z, const ldns_rdf *name)
{
	for (size_t i = 0; i < z->nsets; i++)
		if (ldns_dname_compare(z->sets[i].owner, name) == 0)
			return false;
	return dns_zone_has(z, name);
}

/* say - what a server says */
static ldns_pkt *say(const struct auth_server *s, const ldns_pkt *query)
{
	const ldns_rr *question = ldns_rr_list_rr(ldns_pkt_question(query), 0);
	const ldns_rdf *name = ldns_rr_owner(question);
	ldns_rr_type type = ldns_rr_get_type(question);
	const struct dns_zone *z = zone_for(s, name, type);
	ldns_pkt *pkt;

	if (s->mode == AUTH_REFUSES || z == NULL)
		return bare(name, type, LDNS_RCODE_REFUSED);
	if (s->mode == AUTH_FAILS)
		return bare(name, type, LDNS_RCODE_SERVFAIL);
	if (s->mode == AUTH_LAME)
		return lame(name, type);
	if (s->mode == AUTH_NO_EDNS && ldns_pkt_edns(query))
		return bare(name, type, LDNS_RCODE_FORMERR);
	if (s->mode == AUTH_NO_TLSA && type == LDNS_RR_TYPE_TLSA)
		return bare(name, type, LDNS_RCODE_NOTIMPL);
	if (s->mode == AUTH_BAD_VERSION && ldns_pkt_edns(query)) {
		pkt = bare(name, type, LDNS_RCODE_NOERROR);
		ldns_pkt_set_edns_udp_size(pkt, 1232);
		ldns_pkt_set_edns_extended_rcode(pkt, 1);
		return pkt;
	}
	pkt = dns_zone_answer(z, name, type);
	if (s->mode == AUTH_NO_EMPTY && is_empty(z, name))
		ldns_pkt_set_rcode(pkt, LDNS_RCODE_NXDOMAIN);
	if (!ldns_pkt_edns(query)) {
		ldns_pkt_set_edns_udp_size(pkt, 0);
		ldns_pkt_set_edns_do(pkt, false);
		dns_reply_strip(pkt, 0, 0);
	}
	return pkt;
}

/* on_wire - the reply of the server that was asked, in place of the resolver's */
static enum net_error on_wire(void *arg, const char *name, unsigned type, const struct net_ask *ask,
    uint8_t *wire, size_t *len)
{
	struct auth_server *s = server_at(arg, &ask->server);
	ldns_pkt *query = NULL, *pkt;
	uint8_t *made = NULL;

	if (s == NULL) {
		((struct auth_net *)arg)->strays++;
		return NET_UNREACHABLE;
	}
	s->asked++;
	if (ask->transport == NET_TCP && (s->mode == AUTH_NO_TCP || s->mode == AUTH_CUTS_ONLY))
		return NET_REFUSED;
	dns_must(ldns_wire2pkt(&query, ask->wire, ask->len) == LDNS_STATUS_OK, "query");
	pkt = say(s, query);
	if (s->edit != NULL)
		s->edit(pkt, name, type);
	dns_must(ldns_pkt2wire(&made, pkt, len) == LDNS_STATUS_OK && *len <= DNS_WIRE, "reply");
	memcpy(wire, made, *len);
	if (ask->transport == NET_UDP && (s->mode == AUTH_CUTS || s->mode == AUTH_CUTS_ONLY))
		wire[2] |= 2;
	if (s->mode == AUTH_GARBAGE)
		wire[7] = 99;
	free(made);
	ldns_pkt_free(pkt);
	ldns_pkt_free(query);
	return NET_OK;
}

/* is_lost - does nobody answer? */
static bool is_lost(void *arg, const struct net_ask *ask)
{
	struct auth_server *s = server_at(arg, &ask->server);

	return s != NULL && s->mode == AUTH_SILENT && ++s->asked > 0;
}

/* auth_begin - an engine as ds_engine_new makes it, but for its network */
void auth_begin(
    struct auth_net *n, const struct auth_server *servers, size_t count, const struct cert *cert)
{
	struct root_hints *hints;
	struct ds_engine *e;

	memset(n, 0, sizeof *n);
	dns_must(count <= AUTH_SERVERS, "too many servers");
	memcpy(n->servers, servers, count * sizeof *servers);
	n->n = count;
	dns_run_begin(&n->run, servers[0].world, cert);
	n->run.net.world = NULL;
	n->run.net.hook = (struct dns_hook){ n, NULL, on_wire };
	n->run.net.lost = is_lost;
	e = n->run.engine;
	e->iterating = true;
	e->iterate.port = 53;
	e->iterate.client = e->client;
	hints = &e->iterate.hints;
	for (size_t i = 0; i < count; i++) {
		struct root_hint *hint = &hints->hint[hints->n];

		if (servers[i].zones[0] != '.')
			continue;
		memcpy(hint->name, "\1a\4root", sizeof "\1a\4root");
		hint->name[1] = (uint8_t)('a' + hints->n++);
		dns_must(net_address_parse(&hint->address, servers[i].address, 53), "address");
	}
}

/* auth_domain - one diagnosis, to its end */
const struct ds_report *auth_domain(struct auth_net *n, const char *domain)
{
	return dns_run_domain(&n->run, domain);
}

/* auth_end - gives all back */
void auth_end(struct auth_net *n)
{
	dns_run_end(&n->run);
}
