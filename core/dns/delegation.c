/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * delegation - zones, their name servers, and the addresses of these
 *
 * An address beside a referral counts where its name lies in the zone that
 * refers; other names are looked up from the root down, each in a walk of its own.
 */

#include <string.h>

#include "core/base/arena.h"
#include "core/dns/cache.h"
#include "core/dns/iterate_impl.h"
#include "core/dns/message.h"
#include "core/dns/name.h"

/* zone_add - a zone without servers; NULL: too many, or no memory */
static struct izone *zone_add(struct iterator *it, const uint8_t *name, struct izone *parent)
{
	struct izone *zone, **end = &it->zones;

	if (it->nzones >= ITER_ZONES_MAX)
		return NULL;
	zone = arena_alloc(it->arena, 1, sizeof *zone);
	if (zone == NULL)
		return NULL;
	zone->name = name;
	zone->labels = name_labels(name);
	zone->parent = parent;
	while (*end != NULL)
		end = &(*end)->next;
	*end = zone;
	it->nzones++;
	return zone;
}

/* add_ns - a name server's name, once; NULL: there are too many */
static struct ns *add_ns(struct izone *zone, const uint8_t *name)
{
	for (size_t i = 0; i < zone->nns; i++)
		if (name_equal(zone->ns[i].name, name))
			return &zone->ns[i];
	if (zone->nns == ITER_NS_MAX)
		return NULL;
	zone->names[zone->nns] = name;
	zone->ns[zone->nns].name = name;
	return &zone->ns[zone->nns++];
}

/* add_server - an address of a name server, once */
static void add_server(
    struct iterator *it, struct izone *zone, struct ns *ns, const struct net_address *address)
{
	struct zone_server *server = &zone->servers[zone->nservers];

	if (it->setup->family != 0 && it->setup->family != address->family)
		return;
	ns->naddresses++;
	for (size_t i = 0; i < zone->nservers; i++)
		if (net_address_equal(&zone->servers[i].address, address))
			return;
	if (zone->nservers == ITER_ADDRESSES_MAX)
		return;
	server->ns = ns->name;
	server->address = *address;
	server->rtt_us = -1;
	if (net_address_is_special(address))
		server->faults |= DS_SRV_SPECIAL;
	zone->nservers++;
}

/* zone_root - the root, from the hints; NULL: no memory */
struct izone *zone_root(struct iterator *it)
{
	static const uint8_t root[1] = { 0 };
	const struct root_hints *hints = &it->setup->hints;
	struct izone *zone = zone_add(it, root, NULL);

	for (int family = 4; zone != NULL && family <= 6; family += 2)
		for (size_t i = 0; i < hints->n; i++) {
			struct ns *ns = add_ns(zone, hints->hint[i].name);

			if (ns != NULL)
				ns->looked_up = true; /* nobody is above to be asked */
			if (ns != NULL && hints->hint[i].address.family == family)
				add_server(it, zone, ns, &hints->hint[i].address);
		}
	return zone;
}

/* zone_is_infrastructure - the root, or a top-level zone */
bool zone_is_infrastructure(const struct izone *zone)
{
	return zone->labels <= 1;
}

/* zone_deepest - the zone to be asked */
struct izone *zone_deepest(const struct iterator *it, const uint8_t *name, uint16_t type)
{
	unsigned most = name_labels(name);
	struct izone *best = it->root;

	if (type == DS_T_DS && most > 0)
		most--;
	for (struct izone *zone = it->zones; zone != NULL; zone = zone->next)
		if (zone->labels <= most && zone->labels > best->labels &&
		    name_within(name, zone->name))
			best = zone;
	return best;
}

/* glue_of - the addresses of one family beside a referral */
static void glue_of(struct iterator *it, const struct izone *from, struct izone *zone,
    const struct dns_message *msg, uint16_t type)
{
	for (size_t i = 0; i < zone->nns; i++) {
		struct ns *ns = &zone->ns[i];
		const struct dns_rrset *set = dns_rrset_find(msg->additional, ns->name, type);
		struct net_address address;

		if (set == NULL || !name_within(ns->name, from->name))
			continue;
		for (size_t k = 0; k < set->n; k++)
			if (net_address_from_octets(
				&address, set->rrs[k]->rdata, set->rrs[k]->len, it->setup->port))
				add_server(it, zone, ns, &address);
	}
}

/* find_zone - the zone of this name, if it was met */
static struct izone *find_zone(const struct iterator *it, const uint8_t *name)
{
	struct izone *zone = it->zones;

	while (zone != NULL && !name_equal(zone->name, name))
		zone = zone->next;
	return zone;
}

/* zone_refer - takes a referral; what another server refers to the same zone adds to it */
struct izone *zone_refer(
    struct iterator *it, struct izone *from, const uint8_t *cut, const struct dns_message *msg)
{
	const struct dns_rrset *set = dns_rrset_find(msg->authority, cut, DS_T_NS);
	struct izone *zone = find_zone(it, cut);

	if (zone == NULL)
		zone = zone_add(it, cut, from);
	if (zone == NULL)
		return NULL;
	for (size_t i = 0; i < set->n; i++) {
		const uint8_t *name = dns_rdata_name(set->rrs[i], 0);

		if (name != NULL)
			add_ns(zone, name);
	}
	glue_of(it, from, zone, msg, DS_T_A);
	glue_of(it, from, zone, msg, DS_T_AAAA);
	return zone;
}

/* referral_key - under which a referral to a zone is kept */
static struct cache_key referral_key(const uint8_t *cut)
{
	return (struct cache_key){ .name = cut, .type = DS_T_NS };
}

/* zone_keep - keeps a referral for other diagnoses */
void zone_keep(struct iterator *it, const uint8_t *cut, const struct dns_result *result)
{
	struct cache *cache = dns_client_cache(it->setup->client);
	struct cache_key key = referral_key(cut);

	if (cache != NULL && find_zone(it, cut) == NULL)
		cache_put(cache, &key,
		    &(struct cached){ .wire = result->wire, .len = result->len, .rtt_us = -1 });
}

/* recall - a zone below that one, from a referral that was kept. False: there is none */
static bool recall(struct iterator *it, struct cache *cache, struct izone *from, const uint8_t *cut)
{
	struct cache_key key = referral_key(cut);
	const struct cached *kept = cache_find(cache, &key);
	const struct dns_message *msg =
	    kept != NULL ? dns_message_read(it->arena, kept->wire, kept->len) : NULL;

	return msg != NULL && dns_rrset_find(msg->authority, cut, DS_T_NS) != NULL &&
	       zone_refer(it, from, cut, msg) != NULL;
}

/* zone_recall - takes the zones on the way to a name from what other diagnoses have met */
void zone_recall(struct iterator *it, const uint8_t *name, uint16_t type)
{
	struct cache *cache = dns_client_cache(it->setup->client);
	unsigned most = name_labels(name);

	if (cache == NULL)
		return;
	if (type == DS_T_DS && most > 0)
		most--;
	for (unsigned n = 1; n <= most; n++) {
		const uint8_t *cut = name_suffix(name, n);

		if (find_zone(it, cut) == NULL)
			recall(it, cache, zone_deepest(it, cut, DS_T_DS), cut);
	}
}

/* zone_look_up - asks for the addresses that the delegation does not give */
void zone_look_up(struct iterator *it, struct izone *zone, unsigned depth)
{
	for (size_t i = 0; i < zone->nns; i++) {
		struct ns *ns = &zone->ns[i];

		if (ns->naddresses > 0 || ns->looked_up || zone->lookups >= ITER_LOOKUPS_MAX / 2)
			continue;
		ns->looked_up = true;
		zone->lookups++;
		if (it->setup->family != 6)
			inquiry_for_address(it, zone, ns, DS_T_A, depth);
		if (it->setup->family != 4)
			inquiry_for_address(it, zone, ns, DS_T_AAAA, depth);
	}
}

/* zone_take_addresses - what the look-up of a name server's address brought */
void zone_take_addresses(struct iterator *it, struct izone *zone, struct ns *ns,
    const struct reply *reply, uint16_t type)
{
	const struct dns_rrset *set = NULL;
	struct net_address address;

	if (reply != NULL && reply->msg != NULL && reply->outcome == DS_OUT_DATA) {
		set = dns_rrset_find(reply->msg->answer, ns->name, type);
		if (dns_rrset_find(reply->msg->answer, ns->name, DS_T_CNAME) != NULL)
			zone->alias = ns->name; /* RFC 2181 section 10.3: not followed */
	}
	for (size_t i = 0; set != NULL && i < set->n && i < ADDRESSES_MAX; i++)
		if (net_address_from_octets(
			&address, set->rrs[i]->rdata, set->rrs[i]->len, it->setup->port))
			add_server(it, zone, ns, &address);
	if (ns->pending == 0 && ns->naddresses == 0)
		zone->unresolved = ns->name;
	zone->failed = zone->pending == 0 && zone->nservers == 0;
}

/* waits - does an inquiry wait for addresses of its zone's servers, the first or more of them? */
static bool waits(const struct inquiry *q)
{
	return q->state == INQUIRY_ADDRESSES || (q->state == INQUIRY_SENT && q->in_flight == 0);
}

/* moves - can a look-up for this zone's servers still come to something? */
static bool moves(struct iterator *it, struct izone *zone)
{
	zone->visited = true;
	for (struct inquiry *q = it->inquiries; q != NULL; q = q->next) {
		if (q->serves != zone)
			continue;
		if (!waits(q))
			return true;
		if (!q->zone->visited && moves(it, q->zone))
			return true;
	}
	return false;
}

/* give_up - ends the look-ups for a zone in a circle. True: there was one */
static bool give_up(struct iterator *it, struct izone *zone)
{
	for (struct inquiry *q = it->inquiries; q != NULL; q = q->next)
		if (q->serves == zone) {
			inquiry_finish(q, NULL);
			return true;
		}
	return false;
}

/* zones_break_circles - ends what can come to nothing */
void zones_break_circles(struct iterator *it)
{
	for (struct izone *zone = it->zones; zone != NULL; zone = zone->next) {
		if (zone->pending == 0)
			continue;
		for (struct izone *other = it->zones; other != NULL; other = other->next)
			other->visited = false;
		if (moves(it, zone))
			continue;
		zone->circular = zone->nservers == 0;
		while (give_up(it, zone) && !it->freed)
			;
	}
}
