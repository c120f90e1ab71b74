/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Proofs of denial. The records were made and signed at start; here the right ones are chosen.
 */
#include "lab/denial.h"

#include "lab/packet.h"
#include "lab/zone.h"

/* parent_name - the name without its first label; the caller frees it */
static ldns_rdf *parent_name(const ldns_rdf *name)
{
	return ldns_dname_left_chop(name);
}

/* wildcard_of - "*." before a name; the caller frees it */
static ldns_rdf *wildcard_of(const ldns_rdf *name)
{
	ldns_rdf *star = ldns_dname_new_frm_str("*");
	ldns_rdf *wildcard = star != NULL ? ldns_dname_cat_clone(star, name) : NULL;

	ldns_rdf_deep_free(star);
	return wildcard;
}

/* add_nsec - the NSEC at the name or, if there is none, the one before that covers it */
static void add_nsec(ldns_pkt *reply, const struct lab_zone *zone, const ldns_rdf *name)
{
	bool exact;
	size_t place = lab_zone_place(zone, name, &exact);

	/* Glue has no NSEC. The apex, at 0, always has one. */
	while (place > 0 && zone->names[place]->nsec == NULL)
		place--;
	if (zone->names[place]->nsec != NULL)
		lab_packet_add_rr(reply, LDNS_SECTION_AUTHORITY, zone->names[place]->nsec,
		    zone->names[place]->nsec_signatures);
}

/* closest_encloser - the longest existing name above one that does not exist; caller frees */
static ldns_rdf *closest_encloser(const struct lab_zone *zone, const ldns_rdf *name)
{
	ldns_rdf *encloser = parent_name(name);

	while (encloser != NULL && ldns_dname_compare(encloser, zone->apex) != 0 &&
	       !lab_zone_exists(zone, encloser)) {
		ldns_rdf *next = parent_name(encloser);

		ldns_rdf_deep_free(encloser);
		encloser = next;
	}
	return encloser;
}

/* prove_nsec - with NSEC: at the name, or around the name and around the wildcard */
static void prove_nsec(
    ldns_pkt *reply, const struct lab_zone *zone, const ldns_rdf *name, bool exists)
{
	ldns_rdf *encloser, *wildcard;

	add_nsec(reply, zone, name);
	if (exists)
		return;
	encloser = closest_encloser(zone, name);
	wildcard = encloser != NULL ? wildcard_of(encloser) : NULL;
	if (wildcard != NULL)
		add_nsec(reply, zone, wildcard);
	ldns_rdf_deep_free(wildcard);
	ldns_rdf_deep_free(encloser);
}

/* hash_of - the owner name of a name's NSEC3 record; the caller frees it */
static ldns_rdf *hash_of(const struct lab_zone *zone, const ldns_rdf *name)
{
	ldns_rdf *hash = ldns_nsec3_hash_name_frm_nsec3(zone->nsec3[0].rr, name);

	if (hash != NULL && ldns_dname_cat(hash, zone->apex) != LDNS_STATUS_OK) {
		ldns_rdf_deep_free(hash);
		return NULL;
	}
	return hash;
}

/* find_nsec3 - the record that matches a name (*match) or covers it; NULL without memory */
static const struct lab_denial_record *find_nsec3(
    const struct lab_zone *zone, const ldns_rdf *name, bool *match)
{
	ldns_rdf *hash = hash_of(zone, name);
	/* Before the first hash it is the last record that covers: the chain is a ring. */
	size_t found = zone->nsec3_count - 1;

	*match = false;
	if (hash == NULL)
		return NULL;
	for (size_t i = 0; i < zone->nsec3_count; i++) {
		int order = ldns_dname_compare(ldns_rr_owner(zone->nsec3[i].rr), hash);

		if (order > 0)
			break;
		found = i;
		*match = order == 0;
	}
	ldns_rdf_deep_free(hash);
	return &zone->nsec3[found];
}

/* add_nsec3 - the record that matches or covers a name; returns whether it matches */
static bool add_nsec3(ldns_pkt *reply, const struct lab_zone *zone, const ldns_rdf *name)
{
	bool match;
	const struct lab_denial_record *record = find_nsec3(zone, name, &match);

	if (record != NULL)
		lab_packet_add_rr(reply, LDNS_SECTION_AUTHORITY, record->rr, record->sigs);
	return match;
}

/* has_nsec3 - does a record match the name? */
static bool has_nsec3(const struct lab_zone *zone, const ldns_rdf *name)
{
	bool match;

	return find_nsec3(zone, name, &match) != NULL && match;
}

/* prove_encloser - the closest name above with an NSEC3, returned for the caller to free, and a
 * record that covers the name that is one label longer */
static ldns_rdf *prove_encloser(ldns_pkt *reply, const struct lab_zone *zone, const ldns_rdf *name)
{
	ldns_rdf *closer = ldns_rdf_clone(name);
	ldns_rdf *encloser = closer != NULL ? parent_name(closer) : NULL;

	while (encloser != NULL && ldns_dname_compare(encloser, zone->apex) != 0 &&
	       !has_nsec3(zone, encloser)) {
		ldns_rdf_deep_free(closer);
		closer = encloser;
		encloser = parent_name(closer);
	}
	if (encloser != NULL) {
		add_nsec3(reply, zone, encloser);
		add_nsec3(reply, zone, closer);
	}
	ldns_rdf_deep_free(closer);
	return encloser;
}

/* prove_nsec3 - returns whether opt-out plays a part */
static bool prove_nsec3(
    ldns_pkt *reply, const struct lab_zone *zone, const ldns_rdf *name, bool exists)
{
	ldns_rdf *encloser, *wildcard;

	if (exists && has_nsec3(zone, name)) {
		add_nsec3(reply, zone, name);
		return false;
	}
	encloser = prove_encloser(reply, zone, name);
	if (!exists && encloser != NULL) {
		wildcard = wildcard_of(encloser);
		if (wildcard != NULL)
			add_nsec3(reply, zone, wildcard);
		ldns_rdf_deep_free(wildcard);
	}
	ldns_rdf_deep_free(encloser);
	return ldns_nsec3_optout(zone->nsec3[0].rr);
}

/* lab_denial_add - by whichever kind of record the zone has */
bool lab_denial_add(ldns_pkt *reply, const struct lab_zone *zone, const ldns_rdf *name, bool exists)
{
	if (zone->ksk == NULL)
		return false;
	if (zone->nsec3_count > 0)
		return prove_nsec3(reply, zone, name, exists);
	prove_nsec(reply, zone, name, exists);
	return false;
}
