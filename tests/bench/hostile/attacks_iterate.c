/* SPDX-License-Identifier: BSD-2-Clause */
/* attacks_iterate - servers that send one round; see attacks.h */
#include "tests/bench/hostile/attacks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOT = 1, EVIL = 2, VICTIM = 3, SILENT = 4 };

#define NAMES 100 /* name servers that a referral names */

/* is_below - does the name lie in the zone, or is it the zone? */
static bool is_below(const char *name, const char *zone)
{
	size_t n = strlen(name), z = strlen(zone);

	return n >= z && strcasecmp(name + n - z, zone) == 0 && (n == z || name[n - z - 1] == '.');
}

/* add_rr - a record of text to a section */
static void add_rr(ldns_pkt *pkt, ldns_pkt_section section, const char *text)
{
	ldns_pkt_push_rr(pkt, section, dns_rr(text));
}

/* refer_to - NS records with an address */
static void refer_to(ldns_pkt *pkt, const char *zone, unsigned at)
{
	char line[600];

	snprintf(line, sizeof line, "%s NS ns.%s", zone, zone);
	add_rr(pkt, LDNS_SECTION_AUTHORITY, line);
	snprintf(line, sizeof line, "ns.%s A 127.0.0.%u", zone, at + 1);
	add_rr(pkt, LDNS_SECTION_ADDITIONAL, line);
}

/* deny_ds - the proof that the root has no DS of a zone */
static void deny_ds(const struct attack *a, ldns_pkt *pkt, const char *zone)
{
	ldns_rdf *name = dns_name(zone);

	dns_reply_add_set(pkt, 1, dns_zone_denial(&a->world->zones[0], name, false));
	ldns_rdf_deep_free(name);
}

/* root_says - referrals to evil. and victim., all else from the world */
static void root_says(const struct attack *a, const char *name, unsigned type, ldns_pkt **pkt)
{
	const char *zone = is_below(name, "evil.") ? "evil." : "victim.";

	if (!is_below(name, zone) || (type == LDNS_RR_TYPE_DS && strcasecmp(name, zone) == 0)) {
		ldns_rdf *owner = dns_name(name);

		ldns_pkt_free(*pkt);
		*pkt = dns_world_answer(a->world, owner, (ldns_rr_type)type);
		ldns_pkt_set_aa(*pkt, true);
		ldns_pkt_set_ra(*pkt, false);
		ldns_rdf_deep_free(owner);
		return;
	}
	refer_to(*pkt, zone, zone[0] == 'e' ? EVIL : VICTIM);
	deny_ds(a, *pkt, zone);
}

/* deeper - a referral to a zone one label longer than the one asked of before: the shortest not yet
 * delegated is not known here, so each answer goes on from the number of answers given */
static void deeper(struct attack *a, const char *name, ldns_pkt *pkt)
{
	const char *zone = name + strlen(name) - 5; /* "evil." */

	for (unsigned i = 0; i <= a->tag && zone > name; i++)
		zone -= 2;
	a->tag++;
	refer_to(pkt, zone > name ? zone : name, EVIL);
}

/* evil_says - by the attack */
static void evil_says(struct attack *a, const char *name, ldns_pkt *pkt)
{
	char line[300];

	switch (a->count) {
	case REFER_NXNS:
		for (unsigned i = 0; i < NAMES; i++) {
			snprintf(line, sizeof line, "sub.evil. NS n%u.victim.", i);
			add_rr(pkt, LDNS_SECTION_AUTHORITY, line);
		}
		break;
	case REFER_ENDLESS: deeper(a, name, pkt); break;
	case REFER_CYCLE:
		add_rr(pkt, LDNS_SECTION_AUTHORITY,
		    is_below(name, "a.evil.") ? "a.evil. NS ns.b.evil." : "b.evil. NS ns.a.evil.");
		break;
	default:
		for (unsigned i = 0; i < 13; i++) {
			snprintf(line, sizeof line, "sub.evil. NS n%u.sub.evil.", i);
			add_rr(pkt, LDNS_SECTION_AUTHORITY, line);
			snprintf(
			    line, sizeof line, "n%u.sub.evil. A 127.0.0.%u", i, SILENT + 1 + i % 4);
			add_rr(pkt, LDNS_SECTION_ADDITIONAL, line);
		}
	}
}

/* attack_refer - each address is another server */
size_t attack_refer(
    void *arg, unsigned at, const char *name, unsigned type, uint8_t out[SERVER_WIRE])
{
	struct attack *a = arg;
	ldns_pkt *pkt;
	uint8_t *wire = NULL;
	size_t len = 0;

	if (at >= SILENT)
		return 0;
	pkt = ldns_pkt_query_new(dns_name(name), (ldns_rr_type)type, LDNS_RR_CLASS_IN, LDNS_QR);
	if (at == ROOT) {
		root_says(a, name, type, &pkt);
	} else if (at == EVIL) {
		evil_says(a, name, pkt);
	} else {
		ldns_pkt_set_aa(pkt, true);
		ldns_pkt_set_rcode(pkt, LDNS_RCODE_NXDOMAIN);
		add_rr(pkt, LDNS_SECTION_AUTHORITY,
		    "victim. SOA ns.victim. host.victim. 1 14400 3600 604800 600");
	}
	ldns_pkt_set_edns_udp_size(pkt, 1232);
	ldns_pkt_set_edns_do(pkt, true);
	if (ldns_pkt2wire(&wire, pkt, &len) == LDNS_STATUS_OK && len <= SERVER_WIRE)
		memcpy(out, wire, len);
	else
		len = 0;
	free(wire);
	ldns_pkt_free(pkt);
	return len;
}
