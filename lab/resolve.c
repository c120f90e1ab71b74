/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The recursive face of the DNS side. It does not validate: what a validator would find of each
 * zone is known from the story that the zone tells. With CD it hands out everything.
 */
#include "lab/answer_impl.h"

#define MAX_ALIASES 8

/* Extended DNS Errors (RFC 8914) */
enum { EDE_DNSSEC_BOGUS = 6, EDE_SIGNATURE_EXPIRED = 7, EDE_DNSKEY_MISSING = 9, EDE_NETWORK = 23 };

/* What has been gathered on the way. */
struct gathered {
	const struct lab_zone *worst; /* the zone that decides the status */
	enum lab_status status;       /* of the whole chain of aliases */
	bool failed;                  /* a name server gave no answer */
};

/* note_status - an answer is as good as its weakest part */
static void note_status(struct gathered *sum, const struct lab_zone *zone, enum lab_status status)
{
	if (sum->worst == NULL || status > sum->status) {
		sum->status = status;
		sum->worst = zone;
	}
}

/* one_step - ask one zone for one name; returns the alias to follow, or NULL at the end */
static const ldns_rdf *one_step(ldns_pkt *reply, const struct lab_world *world,
    const struct lab_query *query, const ldns_rdf *name, struct gathered *sum)
{
	const struct lab_zone *zone = lab_answer_zone(world, NULL, name, query->type);
	struct lab_find found;
	bool exists;

	if (query->type == LDNS_RR_TYPE_TLSA && zone->site->tlsa_quirk != LAB_TLSA_ANSWERED) {
		sum->failed = true;
		return NULL;
	}
	note_status(sum, zone, zone->status);
	found = lab_answer_find(zone, name, query->type);
	switch (found.kind) {
	case LAB_FIND_DATA:
	case LAB_FIND_NSEC: lab_answer_found(reply, query, &found); return NULL;
	case LAB_FIND_ALIAS:
		lab_answer_found(reply, query, &found);
		return ldns_rr_rdf(found.set->rrs->rr, 0);
	case LAB_FIND_REFERRAL: /* a delegation to servers that are not there */
		sum->failed = true;
		return NULL;
	case LAB_FIND_NODATA:
	case LAB_FIND_NXDOMAIN: break;
	}
	exists = found.kind == LAB_FIND_NODATA;
	if (!exists)
		ldns_pkt_set_rcode(reply, LDNS_RCODE_NXDOMAIN);
	if (lab_answer_negative(reply, query, zone, name, exists))
		note_status(sum, zone, LAB_INSECURE);
	return NULL;
}

/* fail - nothing but the error, and why */
static void fail(ldns_pkt *reply, const struct gathered *sum)
{
	lab_packet_empty(reply);
	ldns_pkt_set_rcode(reply, LDNS_RCODE_SERVFAIL);
	if (sum->failed)
		lab_packet_explain(reply, EDE_NETWORK, "no name server gave an answer");
	else if (sum->worst->site->signing == LAB_EXPIRED)
		lab_packet_explain(reply, EDE_SIGNATURE_EXPIRED, "signature expired");
	else if (sum->worst->site->signing == LAB_OLD_DS)
		lab_packet_explain(reply, EDE_DNSKEY_MISSING, "no DNSKEY matches the DS");
	else
		lab_packet_explain(reply, EDE_DNSSEC_BOGUS, "validation failed");
}

/* lab_resolve - follow aliases from zone to zone, then judge the whole */
void lab_resolve(ldns_pkt *reply, const struct lab_world *world, const struct lab_query *query)
{
	const ldns_rdf *name = query->name;
	struct gathered sum = { 0 };

	ldns_pkt_set_ra(reply, true);
	if (!ldns_pkt_rd(query->packet)) {
		ldns_pkt_set_rcode(reply, LDNS_RCODE_REFUSED);
		return;
	}
	for (int i = 0; i < MAX_ALIASES && name != NULL; i++)
		name = one_step(reply, world, query, name, &sum);
	if (name != NULL) /* still an alias */
		sum.failed = true;
	if (sum.failed || (sum.status == LAB_BOGUS && !ldns_pkt_cd(query->packet)))
		fail(reply, &sum);
	else
		ldns_pkt_set_ad(reply,
		    sum.status == LAB_SECURE && (query->dnssec || ldns_pkt_ad(query->packet)));
}
