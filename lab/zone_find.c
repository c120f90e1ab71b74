/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looking things up in a built zone. Nothing here changes the zone.
 */
#include "lab/zone.h"

/* lab_zone_contains - at or below the apex */
bool lab_zone_contains(const struct lab_zone *zone, const ldns_rdf *name)
{
	return ldns_dname_compare(name, zone->apex) == 0 ||
	       ldns_dname_is_subdomain(name, zone->apex);
}

/* lab_zone_place - binary search for the last name not after this one */
size_t lab_zone_place(const struct lab_zone *zone, const ldns_rdf *name, bool *exact)
{
	size_t low = 0, high = zone->name_count;

	/* The apex is before every name of its zone: names[low] <= name < names[high]. */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (ldns_dname_compare(zone->names[middle]->name, name) <= 0)
			low = middle;
		else
			high = middle;
	}
	*exact = ldns_dname_compare(zone->names[low]->name, name) == 0;
	return low;
}

/* lab_zone_name - the entry of a name */
const ldns_dnssec_name *lab_zone_name(const struct lab_zone *zone, const ldns_rdf *name)
{
	bool exact;
	size_t place;

	if (!lab_zone_contains(zone, name))
		return NULL;
	place = lab_zone_place(zone, name, &exact);
	return exact ? zone->names[place] : NULL;
}

/* lab_zone_exists - by records of its own, or by the next name being below it */
bool lab_zone_exists(const struct lab_zone *zone, const ldns_rdf *name)
{
	bool exact;
	size_t place = lab_zone_place(zone, name, &exact);

	return exact || (place + 1 < zone->name_count &&
			    ldns_dname_is_subdomain(zone->names[place + 1]->name, name));
}

/* lab_zone_rrset - one record set of an entry */
const ldns_dnssec_rrsets *lab_zone_rrset(const ldns_dnssec_name *entry, ldns_rr_type type)
{
	const ldns_dnssec_rrsets *set = entry != NULL ? entry->rrsets : NULL;

	while (set != NULL && set->type != type)
		set = set->next;
	return set;
}
