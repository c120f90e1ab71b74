/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Building one zone: from its block in the stories table to signed records.
 */
#include "lab/zone.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lab/certs.h"
#include "lab/keys.h"

#define DAY 86400

/* add - one record, given in zone-file form */
__attribute__((format(printf, 2, 3))) static int add(struct lab_zone *zone, const char *format, ...)
{
	char line[1024];
	ldns_rr *rr = NULL;
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (length < 0 || (size_t)length >= sizeof(line))
		return -1;
	if (ldns_rr_new_frm_str(&rr, line, LAB_TTL, NULL, NULL) != LDNS_STATUS_OK)
		return -1;
	if (ldns_dnssec_zone_add_rr(zone->tree, rr) != LDNS_STATUS_OK) {
		ldns_rr_free(rr);
		return -1;
	}
	return 0;
}

/* add_address - an A record in the practice network's own range */
static int add_address(struct lab_zone *zone, const char *name, uint32_t address)
{
	return add(zone, "%s IN A %u.%u.%u.%u", name, address >> 24, address >> 16 & 255,
	    address >> 8 & 255, address & 255);
}

/* apex_text - the apex with its last dot: "." or "nl." */
static void apex_text(const struct lab_zone *zone, char *text, size_t size)
{
	const char *name = zone->site->domain.name;

	snprintf(text, size, "%s%s", name, strcmp(name, ".") == 0 ? "" : ".");
}

/* lab_zone_server_name - a.oefenroot. for the root, ns1.<zone> for others */
void lab_zone_server_name(const struct lab_zone *zone, unsigned k, char *name, size_t size)
{
	if (zone->parent == NULL)
		snprintf(name, size, "%c.oefenroot.", (char)('a' + k));
	else
		snprintf(name, size, "ns%u.%s.", k + 1, zone->site->domain.name);
}

/* key_make - a key whose signatures last as long as the story says */
static ldns_key *key_make(const struct lab_zone *zone, uint16_t flags)
{
	ldns_key *key = lab_keys_make(zone->apex, zone->site->algorithm, flags);
	bool expired = zone->site->signing == LAB_EXPIRED;
	uint32_t now = (uint32_t)time(NULL);

	if (key != NULL) {
		ldns_key_set_inception(key, now - (expired ? 16 * DAY : DAY));
		ldns_key_set_expiration(key, expired ? now - 2 * DAY : now + 13 * DAY);
	}
	return key;
}

/* lab_zone_make_keys - the keys, and the DS that is, or should be, that of the key in use */
int lab_zone_make_keys(struct lab_zone *zone)
{
	ldns_key *old = NULL;

	if (zone->site->signing == LAB_UNSIGNED)
		return 0;
	zone->ksk = key_make(zone, LDNS_KEY_ZONE_KEY | LDNS_KEY_SEP_KEY);
	if (zone->ksk == NULL)
		return -1;
	if (zone->site->keys == LAB_TWO_KEYS) {
		zone->zsk = key_make(zone, LDNS_KEY_ZONE_KEY);
		if (zone->zsk == NULL)
			return -1;
	}
	if (zone->site->signing == LAB_OLD_DS) {
		old = key_make(zone, LDNS_KEY_ZONE_KEY | LDNS_KEY_SEP_KEY);
		if (old == NULL)
			return -1;
	}
	zone->ds = lab_keys_ds(old != NULL ? old : zone->ksk);
	if (old != NULL)
		ldns_key_deep_free(old);
	return zone->ds != NULL ? 0 : -1;
}

/* add_apex - SOA, name servers, keys */
static int add_apex(struct lab_zone *zone)
{
	char apex[256], server[300];
	ldns_key *keys[] = { zone->ksk, zone->zsk };

	apex_text(zone, apex, sizeof(apex));
	lab_zone_server_name(zone->served_by, 0, server, sizeof(server));
	if (add(zone, "%s IN SOA %s hostmaster.oefendns.nl. %lu 14400 3600 604800 600", apex,
		server, (unsigned long)time(NULL)) != 0)
		return -1;
	for (unsigned k = 0; k < LAB_SERVERS; k++) {
		lab_zone_server_name(zone->served_by, k, server, sizeof(server));
		if (add(zone, "%s IN NS %s", apex, server) != 0)
			return -1;
		if (zone->served_by == zone &&
		    add_address(zone, server, lab_world_server(zone, k)) != 0)
			return -1;
	}
	for (size_t i = 0; i < 2 && keys[i] != NULL; i++) {
		ldns_rr *dnskey = lab_keys_dnskey(keys[i]);

		if (dnskey == NULL)
			return -1;
		if (ldns_dnssec_zone_add_rr(zone->tree, dnskey) != LDNS_STATUS_OK) {
			ldns_rr_free(dnskey);
			return -1;
		}
	}
	return 0;
}

/* add_host - addresses and TLSA records of one mail host */
static int add_host(
    struct lab_zone *zone, const struct lab_world *world, const struct lab_mail_host *mail)
{
	char name[300], tlsa[160];

	snprintf(name, sizeof(name), "%s.", mail->host->name);
	if (add_address(zone, name, mail->address) != 0)
		return -1;
	if (mail->host->ipv6 && world->ipv6 && add(zone, "%s IN AAAA ::1", name) != 0)
		return -1;
	for (size_t i = 0; i < LAB_MAX_TLSA && mail->host->tlsa[i] != NULL; i++) {
		if (lab_certs_tlsa(
			mail->host->tlsa[i], mail->identity, world->ca, tlsa, sizeof(tlsa)) != 0 ||
		    add(zone, "_%d._tcp.%s IN TLSA %s", LAB_TLSA_PORT, name, tlsa) != 0)
			return -1;
	}
	return 0;
}

/* add_mail - everything that the story says of mail */
static int add_mail(struct lab_zone *zone, const struct lab_world *world)
{
	const struct lab_site *site = zone->site;

	for (size_t i = 0; i < LAB_MAX_MX && site->mx[i] != NULL; i++) {
		const char *dot = strcmp(site->mx[i], "0 .") == 0 ? "" : ".";

		if (add(zone, "%s. IN MX %s%s", site->domain.name, site->mx[i], dot) != 0)
			return -1;
	}
	for (size_t i = 0; i < world->host_count; i++) {
		const struct lab_host *host = world->hosts[i].host;

		if (host >= site->hosts && host < site->hosts + LAB_MAX_HOSTS &&
		    add_host(zone, world, &world->hosts[i]) != 0)
			return -1;
	}
	for (size_t i = 0; i < LAB_MAX_MORE && site->more[i] != NULL; i++)
		if (add(zone, "%s", site->more[i]) != 0)
			return -1;
	return 0;
}

/* add_delegation - NS, glue and DS of one child */
static int add_delegation(struct lab_zone *zone, const struct lab_zone *child)
{
	char server[300];
	ldns_rr *ds;

	for (unsigned k = 0; k < LAB_SERVERS; k++) {
		lab_zone_server_name(child->served_by, k, server, sizeof(server));
		if (add(zone, "%s. IN NS %s", child->site->domain.name, server) != 0)
			return -1;
		if (child->served_by == child &&
		    add_address(zone, server, lab_world_server(child, k)) != 0)
			return -1;
	}
	if (child->ds == NULL)
		return 0;
	ds = ldns_rr_clone(child->ds);
	if (ds == NULL || ldns_dnssec_zone_add_rr(zone->tree, ds) != LDNS_STATUS_OK) {
		ldns_rr_free(ds);
		return -1;
	}
	return 0;
}

/* add_children - the delegations with (or without) a DS */
static int add_children(struct lab_zone *zone, const struct lab_world *world, bool with_ds)
{
	for (size_t i = 0; i < world->zone_count; i++) {
		const struct lab_zone *child = &world->zones[i];

		if (child->parent == zone && (child->ds != NULL) == with_ds &&
		    add_delegation(zone, child) != 0)
			return -1;
	}
	return 0;
}

/* compare_denial - for qsort: by owner name, canonical order */
static int compare_denial(const void *a, const void *b)
{
	const struct lab_denial_record *left = a, *right = b;

	return ldns_dname_compare(ldns_rr_owner(left->rr), ldns_rr_owner(right->rr));
}

/* make_index - sorted arrays of the names and of the NSEC3 records */
static int make_index(struct lab_zone *zone)
{
	size_t count = zone->tree->names->count;

	zone->names = calloc(count, sizeof(zone->names[0]));
	zone->nsec3 = calloc(count, sizeof(zone->nsec3[0]));
	if (zone->names == NULL || zone->nsec3 == NULL)
		return -1;
	for (ldns_rbnode_t *node = ldns_rbtree_first(zone->tree->names);
	     node != LDNS_RBTREE_NULL && zone->name_count < count; node = ldns_rbtree_next(node)) {
		const ldns_dnssec_name *name = node->data;

		zone->names[zone->name_count++] = name;
		if (name->nsec == NULL || ldns_rr_get_type(name->nsec) != LDNS_RR_TYPE_NSEC3)
			continue;
		zone->nsec3[zone->nsec3_count].rr = name->nsec;
		zone->nsec3[zone->nsec3_count++].sigs = name->nsec_signatures;
	}
	qsort(zone->nsec3, zone->nsec3_count, sizeof(zone->nsec3[0]), compare_denial);
	return 0;
}

/* lab_zone_build - fill, sign, index */
int lab_zone_build(struct lab_zone *zone, const struct lab_world *world)
{
	bool opt_out = zone->site->denial == LAB_NSEC3_OPTOUT;

	zone->tree = ldns_dnssec_zone_new();
	if (zone->tree == NULL)
		return -1;
	if (add_apex(zone) != 0 || add_mail(zone, world) != 0 ||
	    add_children(zone, world, true) != 0)
		return -1;
	/* Opt-out leaves unsigned delegations out of the chain: they come after signing. */
	if (!opt_out && add_children(zone, world, false) != 0)
		return -1;
	if (zone->ksk != NULL) {
		if (ldns_dnssec_zone_mark_glue(zone->tree) != LDNS_STATUS_OK ||
		    lab_keys_sign(zone->tree, zone->ksk, zone->zsk, zone->site->denial) != 0)
			return -1;
	}
	if (opt_out && add_children(zone, world, false) != 0)
		return -1;
	return make_index(zone);
}

/* lab_zone_clear - give everything back */
void lab_zone_clear(struct lab_zone *zone)
{
	free(zone->nsec3);
	free(zone->names);
	if (zone->tree != NULL)
		ldns_dnssec_zone_deep_free(zone->tree);
	ldns_rr_free(zone->ds);
	if (zone->zsk != NULL)
		ldns_key_deep_free(zone->zsk);
	if (zone->ksk != NULL)
		ldns_key_deep_free(zone->ksk);
	ldns_rdf_deep_free(zone->apex);
}
