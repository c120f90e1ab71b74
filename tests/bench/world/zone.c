/* SPDX-License-Identifier: BSD-2-Clause */
/* zone - filling, signing and writing one zone; see zone.h */
#include "tests/bench/world/zone.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DAY 86400

/* zone_die - ends the program */
void zone_die(const char *what, const char *why)
{
	fprintf(stderr, "world: %s: %s\n", what, why);
	exit(1);
}

/* must - ends the program where ldns failed */
static void must(ldns_status status, const char *what)
{
	if (status != LDNS_STATUS_OK)
		zone_die(what, ldns_get_errorstr_by_id(status));
}

/* zone_open - opens a file, or ends the program */
FILE *zone_open(const char *mode, const char *format, ...)
{
	char path[512];
	va_list args;
	FILE *file;

	va_start(args, format);
	vsnprintf(path, sizeof path, format, args);
	va_end(args);
	file = fopen(path, mode);
	if (file == NULL)
		zone_die(path, strerror(errno));
	return file;
}

/* key_make - a key pair that belongs to nobody yet */
static ldns_key *key_make(ldns_signing_algorithm algorithm, unsigned short bits)
{
	ldns_key *key = ldns_key_new_frm_algorithm(algorithm, bits);

	if (key == NULL)
		zone_die("key", "cannot be made");
	return key;
}

/* zone_ring_make - the RSA keys */
void zone_ring_make(struct zone_ring *ring)
{
	for (size_t i = 0; i < ZONE_RSA; i++)
		ring->rsa[i] = key_make(LDNS_SIGN_RSASHA256, 2048);
}

/* zone_ring_clear - gives them back */
void zone_ring_clear(struct zone_ring *ring)
{
	for (size_t i = 0; i < ZONE_RSA; i++)
		ldns_key_deep_free(ring->rsa[i]);
}

/* add_line - one record in zone-file form */
static void add_line(ldns_dnssec_zone *zone, const char *line)
{
	ldns_rr *rr = NULL;

	must(ldns_rr_new_frm_str(&rr, line, ZONE_TTL, NULL, NULL), line);
	must(ldns_dnssec_zone_add_rr(zone, rr), line);
}

/* zone_add - formats and adds a record */
void zone_add(ldns_dnssec_zone *zone, const char *format, ...)
{
	char line[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof line, format, args);
	va_end(args);
	add_line(zone, line);
}

/* zone_add_file - adds what others have written for their parent */
void zone_add_file(ldns_dnssec_zone *zone, const char *path)
{
	FILE *file = zone_open("r", "%s", path);
	char line[1024];

	while (fgets(line, sizeof line, file) != NULL) {
		line[strcspn(line, ";\n")] = '\0';
		if (line[0] != '\0')
			add_line(zone, line);
	}
	fclose(file);
}

/* zone_new - begins a zone */
ldns_dnssec_zone *zone_new(const char *owner, const char *server, const char *second)
{
	ldns_dnssec_zone *zone = ldns_dnssec_zone_new();

	if (zone == NULL)
		zone_die(owner, "out of memory");
	zone_add(zone, "%s %d IN SOA %s hostmaster.dns.nl. 1 14400 3600 604800 600", owner,
	    ZONE_TTL, server);
	zone_add(zone, "%s %d IN NS %s", owner, ZONE_TTL, server);
	if (second != NULL)
		zone_add(zone, "%s %d IN NS %s", owner, ZONE_TTL, second);
	return zone;
}

/* key_adopt - makes a key the zone's own and adds its record, which it returns */
static ldns_rr *key_adopt(
    ldns_dnssec_zone *zone, const char *owner, ldns_key *key, unsigned short flags, bool expired)
{
	uint32_t now = (uint32_t)time(NULL);
	ldns_rr *rr;

	ldns_rdf_deep_free(ldns_key_pubkey_owner(key));
	ldns_key_set_pubkey_owner(key, ldns_dname_new_frm_str(owner));
	ldns_key_set_flags(key, flags);
	ldns_key_set_inception(key, now - (expired ? 40 : 1) * DAY);
	ldns_key_set_expiration(key, expired ? now - DAY : now + 30 * DAY);
	ldns_key_set_origttl(key, ZONE_TTL);
	ldns_key_set_use(key, true);
	rr = ldns_key2rr(key);
	if (rr == NULL)
		zone_die(owner, "no DNSKEY");
	ldns_rr_set_ttl(rr, ZONE_TTL);
	ldns_key_set_keytag(key, ldns_calc_keytag(rr));
	must(ldns_dnssec_zone_add_rr(zone, rr), owner);
	return rr;
}

/* sign - all record sets, and the denial */
static void sign(
    ldns_dnssec_zone *zone, const char *owner, ldns_key_list *keys, const struct zone_plan *plan)
{
	ldns_rr_list *added = ldns_rr_list_new();
	ldns_status status;

	if (plan->nsec3)
		status = ldns_dnssec_zone_sign_nsec3(zone, added, keys,
		    ldns_dnssec_default_replace_signatures, NULL, LDNS_SHA1,
		    plan->opt_out ? LDNS_NSEC3_VARS_OPTOUT_MASK : 0, (uint16_t)plan->iterations, 0,
		    NULL);
	else
		status = ldns_dnssec_zone_sign(
		    zone, added, keys, ldns_dnssec_default_replace_signatures, NULL);
	must(status, owner);
	ldns_rr_list_free(added); /* the records are the zone's */
}

/* publish_ds - what the parent is to say of the key */
static void publish_ds(FILE *file, const ldns_rr *dnskey, bool wrong)
{
	ldns_rr *ds = ldns_key_rr2ds(dnskey, LDNS_SHA256);

	if (ds == NULL)
		zone_die("DS", "cannot be made");
	if (wrong)
		ldns_rdf_data(ldns_rr_rdf(ds, 3))[0] ^= 1;
	ldns_rr_set_ttl(ds, ZONE_TTL);
	ldns_rr_print(file, ds);
	ldns_rr_free(ds);
}

/* zone_finish - keys, signatures, the file */
void zone_finish(ldns_dnssec_zone *zone, const char *owner, const struct zone_plan *plan,
    const char *path, FILE *ds, FILE *dnskey)
{
	ldns_key *keys[2] = { NULL, NULL };
	ldns_key_list *list = ldns_key_list_new();
	ldns_rr *first = NULL;
	FILE *file = zone_open("w", "%s", path);

	for (unsigned i = 0; i < (plan->split ? 2u : 1u); i++) {
		ldns_rr *rr;

		keys[i] = plan->ring != NULL ? plan->ring->rsa[(plan->pick + i) % ZONE_RSA]
					     : key_make(LDNS_SIGN_ECDSAP256SHA256, 256);
		rr = key_adopt(zone, owner, keys[i], i == 0 ? 257 : 256, plan->expired);
		first = i == 0 ? rr : first;
		ldns_key_list_push_key(list, keys[i]);
	}
	sign(zone, owner, list, plan);
	ldns_dnssec_zone_print(file, zone);
	fclose(file);
	if (ds != NULL)
		publish_ds(ds, first, plan->wrong_ds);
	if (dnskey != NULL)
		ldns_rr_print(dnskey, first);
	ldns_key_list_set_key_count(list, 0); /* to free the list and not the keys */
	ldns_key_list_free(list);
	for (unsigned i = 0; i < 2 && keys[i] != NULL && plan->ring == NULL; i++)
		ldns_key_deep_free(keys[i]);
	ldns_dnssec_zone_deep_free(zone);
}
