/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The practice world: which zones there are, how they hang together, which mail hosts they have.
 */
#include "lab/world.h"

#include <stdlib.h>
#include <string.h>

#include "lab/certs.h"
#include "lab/zone.h"

/* lab_world_server - 127.53.ZONE.1 and .2 */
uint32_t lab_world_server(const struct lab_zone *zone, unsigned k)
{
	return LAB_NET | zone->number << 8 | (k + 1);
}

/* lab_world_mailbox - the host that takes letters */
const struct lab_mail_host *lab_world_mailbox(const struct lab_world *world)
{
	for (size_t i = 0; i < world->host_count; i++)
		if (world->hosts[i].host->takes_mail)
			return &world->hosts[i];
	return NULL;
}

/* lab_world_zone - a zone by its name in the stories table */
const struct lab_zone *lab_world_zone(const struct lab_world *world, const char *apex)
{
	for (size_t i = 0; i < world->zone_count; i++)
		if (strcmp(world->zones[i].site->domain.name, apex) == 0)
			return &world->zones[i];
	return NULL;
}

/* site_at - the i-th zone's block: providers first, then stories */
static const struct lab_site *site_at(size_t i)
{
	size_t providers = lab_provider_count();

	return i < providers ? lab_provider(i) : lab_story(i - providers);
}

/* parent_of - the zone with the longest apex above this one */
static const struct lab_zone *parent_of(const struct lab_world *world, const struct lab_zone *zone)
{
	const struct lab_zone *best = NULL;

	for (size_t i = 0; i < world->zone_count; i++) {
		const struct lab_zone *other = &world->zones[i];

		if (ldns_dname_is_subdomain(zone->apex, other->apex) &&
		    (best == NULL || ldns_dname_is_subdomain(other->apex, best->apex)))
			best = other;
	}
	return best;
}

/* make_zones - one zone a site, each knowing its parent and its name servers */
static int make_zones(struct lab_world *world)
{
	world->zone_count = lab_provider_count() + lab_domain_count();
	if (world->zone_count > LAB_MAX_ZONES)
		return -1;
	world->zones = calloc(world->zone_count, sizeof(world->zones[0]));
	if (world->zones == NULL)
		return -1;
	for (size_t i = 0; i < world->zone_count; i++) {
		struct lab_zone *zone = &world->zones[i];

		zone->number = (unsigned)i;
		zone->site = site_at(i);
		zone->apex = ldns_dname_new_frm_str(zone->site->domain.name);
		if (zone->apex == NULL)
			return -1;
	}
	for (size_t i = 0; i < world->zone_count; i++) {
		struct lab_zone *zone = &world->zones[i];
		const char *servers = zone->site->servers;

		zone->parent = parent_of(world, zone);
		zone->served_by = servers != NULL ? lab_world_zone(world, servers) : zone;
		if (zone->served_by == NULL || lab_zone_make_keys(zone) != 0)
			return -1;
	}
	return 0;
}

/* make_hosts - an identity and an address for every mail host of every site */
static int make_hosts(struct lab_world *world)
{
	world->hosts = calloc(world->zone_count * LAB_MAX_HOSTS, sizeof(world->hosts[0]));
	world->ca = lab_certs_authority();
	if (world->hosts == NULL || world->ca == NULL)
		return -1;
	for (size_t i = 0; i < world->zone_count; i++) {
		const struct lab_site *site = world->zones[i].site;

		for (unsigned k = 0; k < LAB_MAX_HOSTS && site->hosts[k].name != NULL; k++) {
			struct lab_mail_host *mail = &world->hosts[world->host_count++];

			mail->host = &site->hosts[k];
			mail->address = LAB_NET | world->zones[i].number << 8 | (LAB_HOST_NO + k);
			mail->door = mail->address + (mail->host->takes_mail ? LAB_BEHIND_NO : 0);
			if (mail->host->cert == LAB_CERT_NONE)
				continue;
			mail->identity =
			    lab_certs_host(world->ca, mail->host->name, mail->host->cert);
			if (mail->identity == NULL)
				return -1;
		}
	}
	return 0;
}

/* status_of - what a validator with the right anchor makes of a zone */
static enum lab_status status_of(const struct lab_zone *zone)
{
	enum lab_status above = zone->parent != NULL ? status_of(zone->parent) : LAB_SECURE;

	if (above != LAB_SECURE)
		return above;
	switch (zone->site->signing) {
	case LAB_UNSIGNED: return LAB_INSECURE;
	case LAB_EXPIRED:
	case LAB_OLD_DS: return LAB_BOGUS;
	case LAB_SIGNED: break;
	}
	return LAB_SECURE;
}

/* lab_world_new - keys, certificates, zones */
struct lab_world *lab_world_new(bool ipv6)
{
	struct lab_world *world = calloc(1, sizeof(*world));

	if (world == NULL)
		return NULL;
	world->ipv6 = ipv6;
	if (make_zones(world) != 0 || make_hosts(world) != 0)
		return lab_world_free(world);
	for (size_t i = 0; i < world->zone_count; i++) {
		if (lab_zone_build(&world->zones[i], world) != 0)
			return lab_world_free(world);
		world->zones[i].status = status_of(&world->zones[i]);
	}
	return world;
}

/* lab_world_free - give everything back */
struct lab_world *lab_world_free(struct lab_world *world)
{
	if (world == NULL)
		return NULL;
	for (size_t i = 0; i < world->host_count; i++)
		lab_certs_free(world->hosts[i].identity);
	free(world->hosts);
	if (world->zones != NULL)
		for (size_t i = 0; i < world->zone_count; i++)
			lab_zone_clear(&world->zones[i]);
	free(world->zones);
	lab_certs_free(world->ca);
	free(world);
	return NULL;
}
