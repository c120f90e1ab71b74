/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The authoritative face of the DNS side, and the way that every query takes: read it, build an
 * answer, write it. The attacker meddles with answers between the last two steps.
 */
#include "lab/answer.h"

#include "lab/answer_impl.h"
#include "lab/denial.h"
#include "lab/zone.h"

#define EDNS_VERSION     0
#define EXTENDED_BADVERS 1 /* upper bits of rcode 16 */

/* delegation_above - the highest delegation at or above a name, or NULL */
static const ldns_dnssec_name *delegation_above(const struct lab_zone *zone, const ldns_rdf *name)
{
	uint8_t depth = ldns_dname_label_count(name);
	uint8_t apex_depth = ldns_dname_label_count(zone->apex);

	for (int skip = depth - apex_depth - 1; skip >= 0; skip--) {
		ldns_rdf *ancestor = ldns_dname_clone_from(name, (uint16_t)skip);
		const ldns_dnssec_name *entry =
		    ancestor != NULL ? lab_zone_name(zone, ancestor) : NULL;

		ldns_rdf_deep_free(ancestor);
		if (lab_zone_rrset(entry, LDNS_RR_TYPE_NS) != NULL)
			return entry;
	}
	return NULL;
}

/* lab_answer_find - delegation, data, alias, or nothing */
struct lab_find lab_answer_find(
    const struct lab_zone *zone, const ldns_rdf *name, ldns_rr_type type)
{
	struct lab_find found = { .kind = LAB_FIND_REFERRAL };

	found.entry = delegation_above(zone, name);
	if (found.entry != NULL &&
	    !(type == LDNS_RR_TYPE_DS && ldns_dname_compare(found.entry->name, name) == 0))
		return found;
	found.entry = lab_zone_name(zone, name);
	found.set = lab_zone_rrset(found.entry, type);
	if (found.set != NULL) {
		found.kind = LAB_FIND_DATA;
		return found;
	}
	if (type == LDNS_RR_TYPE_NSEC && found.entry != NULL && found.entry->nsec != NULL &&
	    ldns_rr_get_type(found.entry->nsec) == LDNS_RR_TYPE_NSEC) {
		found.kind = LAB_FIND_NSEC;
		return found;
	}
	found.set = lab_zone_rrset(found.entry, LDNS_RR_TYPE_CNAME);
	if (found.set != NULL)
		found.kind = LAB_FIND_ALIAS;
	else
		found.kind = lab_zone_exists(zone, name) ? LAB_FIND_NODATA : LAB_FIND_NXDOMAIN;
	return found;
}

/* lab_answer_zone - whose business a question is */
const struct lab_zone *lab_answer_zone(const struct lab_world *world,
    const struct lab_zone *servers, const ldns_rdf *name, ldns_rr_type type)
{
	const struct lab_zone *best = NULL, *child = NULL;

	for (size_t i = 0; i < world->zone_count; i++) {
		const struct lab_zone *zone = &world->zones[i];

		if ((servers != NULL && zone->served_by != servers) ||
		    !lab_zone_contains(zone, name))
			continue;
		if (type == LDNS_RR_TYPE_DS && ldns_dname_compare(zone->apex, name) == 0)
			child = zone;
		else if (best == NULL || ldns_dname_is_subdomain(zone->apex, best->apex))
			best = zone;
	}
	/* A server of the child alone answers for DS that it has none. */
	return best != NULL ? best : child;
}

/* lab_answer_negative - SOA and proof */
bool lab_answer_negative(ldns_pkt *reply, const struct lab_query *query,
    const struct lab_zone *zone, const ldns_rdf *name, bool exists)
{
	lab_packet_add(reply, LDNS_SECTION_AUTHORITY,
	    lab_zone_rrset(zone->tree->soa, LDNS_RR_TYPE_SOA), query->dnssec);
	if (!query->dnssec)
		return false;
	return lab_denial_add(reply, zone, name, exists);
}

/* lab_answer_found - the record set, with its signatures if wanted */
void lab_answer_found(ldns_pkt *reply, const struct lab_query *query, const struct lab_find *found)
{
	if (found->kind == LAB_FIND_NSEC)
		lab_packet_add_rr(reply, LDNS_SECTION_ANSWER, found->entry->nsec,
		    query->dnssec ? found->entry->nsec_signatures : NULL);
	else
		lab_packet_add(reply, LDNS_SECTION_ANSWER, found->set, query->dnssec);
}

/* add_glue - addresses of the name servers of a delegation, as far as this zone has them */
static void add_glue(ldns_pkt *reply, const struct lab_zone *zone, const ldns_dnssec_rrsets *ns)
{
	for (const ldns_dnssec_rrs *rrs = ns->rrs; rrs != NULL; rrs = rrs->next) {
		const ldns_dnssec_name *server = lab_zone_name(zone, ldns_rr_rdf(rrs->rr, 0));

		lab_packet_add(
		    reply, LDNS_SECTION_ADDITIONAL, lab_zone_rrset(server, LDNS_RR_TYPE_A), false);
	}
}

/* refer - to the servers of a child zone, with DS or the proof that there is none */
static void refer(ldns_pkt *reply, const struct lab_query *query, const struct lab_zone *zone,
    const ldns_dnssec_name *delegation)
{
	const ldns_dnssec_rrsets *ns = lab_zone_rrset(delegation, LDNS_RR_TYPE_NS);
	const ldns_dnssec_rrsets *ds = lab_zone_rrset(delegation, LDNS_RR_TYPE_DS);

	ldns_pkt_set_aa(reply, false);
	lab_packet_add(reply, LDNS_SECTION_AUTHORITY, ns, false);
	if (query->dnssec && ds != NULL)
		lab_packet_add(reply, LDNS_SECTION_AUTHORITY, ds, true);
	else if (query->dnssec)
		lab_denial_add(reply, zone, delegation->name, true);
	add_glue(reply, zone, ns);
}

/* quirk_of - what the story makes the name servers say instead of an answer */
static uint8_t quirk_of(const struct lab_zone *zone, ldns_rr_type type)
{
	if (type != LDNS_RR_TYPE_TLSA)
		return LDNS_RCODE_NOERROR;
	switch (zone->site->tlsa_quirk) {
	case LAB_TLSA_NOTIMP: return LDNS_RCODE_NOTIMPL;
	case LAB_TLSA_SERVFAIL: return LDNS_RCODE_SERVFAIL;
	case LAB_TLSA_ANSWERED: break;
	}
	return LDNS_RCODE_NOERROR;
}

/* answer_authoritative - as a name server of some zones does */
static void answer_authoritative(ldns_pkt *reply, const struct lab_world *world,
    const struct lab_zone *server, const struct lab_query *query)
{
	const struct lab_zone *zone = lab_answer_zone(world, server, query->name, query->type);
	struct lab_find found;

	if (zone == NULL) {
		ldns_pkt_set_rcode(reply, LDNS_RCODE_REFUSED);
		return;
	}
	ldns_pkt_set_rcode(reply, quirk_of(zone, query->type));
	if (ldns_pkt_get_rcode(reply) != LDNS_RCODE_NOERROR)
		return;
	ldns_pkt_set_aa(reply, true);
	found = lab_answer_find(zone, query->name, query->type);
	switch (found.kind) {
	case LAB_FIND_REFERRAL: refer(reply, query, zone, found.entry); break;
	case LAB_FIND_NXDOMAIN:
		ldns_pkt_set_rcode(reply, LDNS_RCODE_NXDOMAIN);
		lab_answer_negative(reply, query, zone, query->name, false);
		break;
	case LAB_FIND_NODATA: lab_answer_negative(reply, query, zone, query->name, true); break;
	case LAB_FIND_DATA:
	case LAB_FIND_NSEC:
	case LAB_FIND_ALIAS: lab_answer_found(reply, query, &found); break;
	}
}

/* refused - queries that nobody answers here: other classes, transfers, "any", signatures alone */
static uint8_t refused(const struct lab_query *query)
{
	const ldns_rr *question = ldns_rr_list_rr(ldns_pkt_question(query->packet), 0);

	if (ldns_rr_get_class(question) != LDNS_RR_CLASS_IN)
		return LDNS_RCODE_REFUSED;
	if (query->type == LDNS_RR_TYPE_RRSIG || (query->type >= 128 && query->type <= 255) ||
	    query->type == LDNS_RR_TYPE_OPT)
		return LDNS_RCODE_NOTIMPL;
	return LDNS_RCODE_NOERROR;
}

/* build - the answer as records */
static void build(ldns_pkt *reply, const struct lab_world *world, const struct lab_zone *server,
    const struct lab_query *query)
{
	if (ldns_pkt_edns_version(query->packet) != EDNS_VERSION) {
		ldns_pkt_set_edns_extended_rcode(reply, EXTENDED_BADVERS);
		return;
	}
	ldns_pkt_set_rcode(reply, refused(query));
	if (ldns_pkt_get_rcode(reply) != LDNS_RCODE_NOERROR)
		return;
	if (server != NULL)
		answer_authoritative(reply, world, server, query);
	else
		lab_resolve(reply, world, query);
}

/* answer - read, build, let who stands on the way change it, write */
static size_t answer(const struct lab_world *world, const struct lab_zone *server,
    const struct lab_meddler *by, bool tcp, const uint8_t *wire, size_t length, uint8_t *out,
    size_t size)
{
	struct lab_query query;
	ldns_pkt *reply;
	size_t written = 0;

	if (size < LAB_HEADER_SIZE)
		return 0;
	switch (lab_query_read(&query, wire, length, tcp, out)) {
	case LAB_QUERY_IGNORE: return 0;
	case LAB_QUERY_REPLY: return LAB_HEADER_SIZE;
	case LAB_QUERY_OK: break;
	}
	reply = lab_packet_reply(&query);
	if (reply != NULL) {
		build(reply, world, server, &query);
		if (by != NULL)
			by->meddle(by->arg, by->sender, reply, &query);
		written = lab_packet_write(reply, &query, out, size);
	}
	ldns_pkt_free(reply);
	lab_query_clear(&query);
	return written;
}

/* lab_answer - as the name servers, or the resolver, say it */
size_t lab_answer(const struct lab_world *world, const struct lab_zone *server, bool tcp,
    const uint8_t *wire, size_t length, uint8_t *out, size_t size)
{
	return answer(world, server, NULL, tcp, wire, length, out, size);
}

/* lab_answer_by - as it comes out where somebody stands on the way */
size_t lab_answer_by(const struct lab_world *world, const struct lab_meddler *by, bool tcp,
    const uint8_t *wire, size_t length, uint8_t *out, size_t size)
{
	return answer(world, NULL, by, tcp, wire, length, out, size);
}
