/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_world - zones: filled, chained and signed; see dns_world.h */
#include "tests/unit/dns_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* dns_world_new - no zone yet */
struct dns_world *dns_world_new(void)
{
	struct dns_world *w = calloc(1, sizeof *w);

	dns_must(w != NULL, "memory");
	return w;
}

/* zone_clear - gives a zone's records and keys back */
static void zone_clear(struct dns_zone *z)
{
	for (size_t i = 0; i < z->nsets; i++) {
		ldns_rdf_deep_free(z->sets[i].owner);
		ldns_rr_list_deep_free(z->sets[i].rrs);
		ldns_rr_list_deep_free(z->sets[i].sigs);
	}
	for (size_t i = 0; i < z->nkeys; i++)
		dns_key_clear(&z->key[i]);
	ldns_rdf_deep_free(z->apex);
}

/* dns_world_free - gives all back */
struct dns_world *dns_world_free(struct dns_world *w)
{
	if (w == NULL)
		return NULL;
	for (size_t i = 0; i < w->n; i++)
		zone_clear(&w->zones[i]);
	free(w->anchors);
	free(w);
	return NULL;
}

/* dns_zone_is_signed - has it keys? */
bool dns_zone_is_signed(const struct dns_zone *z)
{
	return z->wish.chain != DNS_UNSIGNED;
}

/* dns_zone_set - the set of a type at an owner */
const struct dns_set *dns_zone_set(
    const struct dns_zone *z, const ldns_rdf *owner, ldns_rr_type type)
{
	for (size_t i = 0; i < z->nsets; i++)
		if (z->sets[i].type == type && ldns_dname_compare(z->sets[i].owner, owner) == 0)
			return &z->sets[i];
	return NULL;
}

/* put - takes a record into its set */
static void put(struct dns_zone *z, ldns_rr *rr)
{
	struct dns_set *set =
	    (struct dns_set *)(uintptr_t)dns_zone_set(z, ldns_rr_owner(rr), ldns_rr_get_type(rr));

	if (set == NULL) {
		dns_must(z->nsets < DNS_SETS, "too many sets");
		set = &z->sets[z->nsets++];
		set->owner = ldns_rdf_clone(ldns_rr_owner(rr));
		set->type = ldns_rr_get_type(rr);
		set->rrs = ldns_rr_list_new();
		set->sigs = ldns_rr_list_new();
	}
	dns_must(ldns_rr_list_push_rr(set->rrs, rr), "memory");
}

/* put_text - takes records in, a line each */
static void put_text(struct dns_zone *z, const char *text)
{
	while (*text != '\0') {
		char line[2048];
		size_t n = strcspn(text, "\n");

		dns_must(n < sizeof line, "line");
		memcpy(line, text, n);
		line[n] = '\0';
		if (n > 0)
			put(z, dns_rr(line));
		text += n + (text[n] == '\n');
	}
}

/* put_ns - a name server's name a record */
static void put_ns(struct dns_zone *z, const char *apex, const char *names)
{
	char line[300];

	if (names == NULL)
		names = "ns.test.";
	while (*names != '\0') {
		int n = (int)strcspn(names, " ");

		snprintf(line, sizeof line, "%s NS %.*s", apex, n, names);
		put(z, dns_rr(line));
		names += n + (names[n] == ' ');
	}
}

/* make_keys - the zone's keys; the seed is the zone's name */
static void make_keys(struct dns_zone *z)
{
	unsigned algorithm = z->wish.algorithm ? z->wish.algorithm : 15, seed = 0;
	unsigned flags = z->wish.key_flags ? z->wish.key_flags : 257;

	for (const char *p = z->wish.apex; *p != '\0'; p++)
		seed = seed * 31 + (unsigned char)*p;
	dns_key_make(&z->key[z->nkeys++], algorithm, flags, seed);
	if (z->wish.split)
		dns_key_make(&z->key[z->nkeys++], algorithm, 256, seed + 1);
}

/* dns_world_add - a zone with its own records */
struct dns_zone *dns_world_add(struct dns_world *w, const struct dns_zone_wish *wish)
{
	struct dns_zone *z = &w->zones[w->n++];
	char line[600];

	dns_must(w->n <= DNS_ZONES, "too many zones");
	z->wish = *wish;
	z->apex = dns_name(wish->apex);
	snprintf(
	    line, sizeof line, "%s SOA ns.test. host.test. 1 14400 3600 604800 600\n", wish->apex);
	put_text(z, line);
	put_ns(z, wish->apex, wish->child_ns != NULL ? wish->child_ns : wish->ns);
	if (wish->text != NULL)
		put_text(z, wish->text);
	if (dns_zone_is_signed(z))
		make_keys(z);
	return z;
}

/* dns_world_zone - a zone by its name */
struct dns_zone *dns_world_zone(struct dns_world *w, const char *apex)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->zones[i].wish.apex, apex) == 0)
			return &w->zones[i];
	return NULL;
}

/* parent_of - the zone above */
static struct dns_zone *parent_of(struct dns_world *w, const struct dns_zone *z)
{
	struct dns_zone *best = NULL;

	for (size_t i = 0; i < w->n; i++) {
		struct dns_zone *up = &w->zones[i];

		if (ldns_dname_is_subdomain(z->apex, up->apex) &&
		    (best == NULL || ldns_dname_is_subdomain(up->apex, best->apex)))
			best = up;
	}
	return best;
}

/* delegate - puts NS and DS of a zone into its parent */
static void delegate(struct dns_world *w, const struct dns_zone *z)
{
	struct dns_zone *up = parent_of(w, z);
	struct dns_key other;

	if (up == NULL)
		return;
	put_ns(up, z->wish.apex, z->wish.ns);
	if (!dns_zone_is_signed(z) || z->wish.no_ds || !dns_zone_is_signed(up))
		return;
	dns_key_make(&other, 15, 257, 9999);
	for (size_t i = 0; i < 4 && (i == 0 || z->wish.ds[i] != 0); i++)
		put(up, dns_key_ds(z->wish.ds_stray ? &other : &z->key[0], z->apex,
			    z->wish.ds[i] != 0 ? z->wish.ds[i] : 2));
	dns_key_clear(&other);
}

/* is_below_cut - does the name belong to a zone below? */
static bool is_below_cut(const struct dns_zone *z, const ldns_rdf *name)
{
	for (size_t i = 0; i < z->nsets; i++)
		if (z->sets[i].type == LDNS_RR_TYPE_NS &&
		    ldns_dname_compare(z->sets[i].owner, z->apex) != 0 &&
		    ldns_dname_is_subdomain(name, z->sets[i].owner))
			return true;
	return false;
}

/* is_cut - is the name a delegation? */
static bool is_cut(const struct dns_zone *z, const ldns_rdf *name)
{
	return ldns_dname_compare(name, z->apex) != 0 &&
	       dns_zone_set(z, name, LDNS_RR_TYPE_NS) != NULL;
}

/* dns_zone_has - is the name there, or one below it? */
bool dns_zone_has(const struct dns_zone *z, const ldns_rdf *name)
{
	for (size_t i = 0; i < z->nsets; i++)
		if (z->sets[i].type != LDNS_RR_TYPE_NSEC3 &&
		    (ldns_dname_compare(z->sets[i].owner, name) == 0 ||
			ldns_dname_is_subdomain(z->sets[i].owner, name)))
			return true;
	return false;
}

/* hash - RFC 5155 section 5, by OpenSSL alone */
static void hash(const struct dns_zone *z, const ldns_rdf *name, uint8_t out[20])
{
	size_t salt = z->wish.salt != NULL ? strlen(z->wish.salt) : 0, n = ldns_rdf_size(name);
	uint8_t buf[600];

	dns_must(n + salt <= sizeof buf, "hash");
	memcpy(buf, ldns_rdf_data(name), n);
	for (unsigned i = 0; i <= z->wish.iterations; i++) {
		if (salt > 0)
			memcpy(buf + n, z->wish.salt, salt);
		dns_must(EVP_Digest(buf, n + salt, out, NULL, EVP_sha1(), NULL) == 1, "SHA-1");
		memcpy(buf, out, 20);
		n = 20;
	}
}

/* dns_zone_hashed - the owner of the NSEC3 about a name */
ldns_rdf *dns_zone_hashed(const struct dns_zone *z, const ldns_rdf *name)
{
	uint8_t raw[20];
	char label[64];
	ldns_rdf *out, *whole;

	hash(z, name, raw);
	dns_must(ldns_b32_ntop_extended_hex(raw, 20, label, sizeof label) == 32, "base32");
	for (char *p = label; *p != '\0'; p++)
		*p = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
	out = dns_name(label);
	whole = ldns_dname_cat_clone(out, z->apex);
	ldns_rdf_deep_free(out);
	return whole;
}

/* bitmap - the types at a name, as a denial record holds them */
static ldns_rdf *bitmap(const struct dns_zone *z, const ldns_rdf *name)
{
	ldns_rr_type types[DNS_SETS + 2];
	bool authoritative = !is_below_cut(z, name), any = false;
	size_t n = 0;

	for (size_t i = 0; i < z->nsets; i++) {
		if (ldns_dname_compare(z->sets[i].owner, name) != 0)
			continue;
		types[n++] = z->sets[i].type;
		any |= authoritative || z->sets[i].type == LDNS_RR_TYPE_DS;
	}
	if (any || z->wish.chain == DNS_NSEC)
		types[n++] = LDNS_RR_TYPE_RRSIG;
	if (z->wish.chain == DNS_NSEC)
		types[n++] = LDNS_RR_TYPE_NSEC;
	return ldns_dnssec_create_nsec_bitmap(
	    types, n, z->wish.chain == DNS_NSEC ? LDNS_RR_TYPE_NSEC : LDNS_RR_TYPE_NSEC3);
}

/* names_of - the names with records that stand in the chain, in order */
static size_t names_of(const struct dns_zone *z, const ldns_rdf *out[2 * DNS_SETS])
{
	size_t n = 0;

	for (size_t i = 0; i < z->nsets; i++) {
		const ldns_rdf *owner = z->sets[i].owner;
		bool seen = false;

		if ((is_below_cut(z, owner) && !is_cut(z, owner)) ||
		    (z->wish.opt_out && is_cut(z, owner) &&
			dns_zone_set(z, owner, LDNS_RR_TYPE_DS) == NULL))
			continue;
		for (size_t k = 0; k < n; k++)
			seen |= ldns_dname_compare(out[k], owner) == 0;
		if (!seen)
			out[n++] = owner;
	}
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && ldns_dname_compare(out[k - 1], out[k]) > 0; k--) {
			const ldns_rdf *swap = out[k];

			out[k] = out[k - 1];
			out[k - 1] = swap;
		}
	return n;
}

/* chain_nsec - one record a name, each with the next */
static void chain_nsec(struct dns_zone *z)
{
	const ldns_rdf *names[2 * DNS_SETS];
	ldns_rr *made[DNS_SETS];
	size_t n = names_of(z, names);

	for (size_t i = 0; i < n; i++) {
		made[i] = ldns_rr_new();
		ldns_rr_set_type(made[i], LDNS_RR_TYPE_NSEC);
		ldns_rr_set_class(made[i], LDNS_RR_CLASS_IN);
		ldns_rr_set_ttl(made[i], 600);
		ldns_rr_set_owner(made[i], ldns_rdf_clone(names[i]));
		ldns_rr_push_rdf(made[i], ldns_rdf_clone(names[(i + 1) % n]));
		ldns_rr_push_rdf(made[i], bitmap(z, names[i]));
	}
	for (size_t i = 0; i < n; i++)
		put(z, made[i]);
}

/* A name with its hash. */
struct hashed {
	ldns_rdf *name;
	uint8_t hash[20];
};

/* by_hash - in the order of hashes */
static int by_hash(const void *a, const void *b)
{
	return memcmp(((const struct hashed *)a)->hash, ((const struct hashed *)b)->hash, 20);
}

/* add_hashed - a name, and those between it and the apex */
static void add_hashed(
    const struct dns_zone *z, struct hashed *list, size_t *n, const ldns_rdf *name)
{
	ldns_rdf *up;

	for (size_t i = 0; i < *n; i++)
		if (ldns_dname_compare(list[i].name, name) == 0)
			return;
	dns_must(*n < 2 * DNS_SETS, "too many names");
	list[*n].name = ldns_rdf_clone(name);
	hash(z, name, list[*n].hash);
	++*n;
	if (ldns_dname_compare(name, z->apex) == 0)
		return;
	up = ldns_dname_left_chop(name);
	add_hashed(z, list, n, up);
	ldns_rdf_deep_free(up);
}

/* nsec3 - one record */
static ldns_rr *nsec3(const struct dns_zone *z, const struct hashed *at, const uint8_t next[20])
{
	ldns_rr *rr = ldns_rr_new();
	uint8_t salt[256], hashed[21] = { 20 };

	salt[0] = (uint8_t)(z->wish.salt != NULL ? strlen(z->wish.salt) : 0);
	memcpy(salt + 1, z->wish.salt != NULL ? z->wish.salt : "", salt[0]);
	memcpy(hashed + 1, next, 20);
	ldns_rr_set_type(rr, LDNS_RR_TYPE_NSEC3);
	ldns_rr_set_class(rr, LDNS_RR_CLASS_IN);
	ldns_rr_set_ttl(rr, 600);
	ldns_rr_set_owner(rr, dns_zone_hashed(z, at->name));
	ldns_rr_push_rdf(rr,
	    ldns_native2rdf_int8(LDNS_RDF_TYPE_INT8, (uint8_t)(z->wish.hash ? z->wish.hash : 1)));
	ldns_rr_push_rdf(rr, ldns_native2rdf_int8(LDNS_RDF_TYPE_INT8, z->wish.opt_out));
	ldns_rr_push_rdf(
	    rr, ldns_native2rdf_int16(LDNS_RDF_TYPE_INT16, (uint16_t)z->wish.iterations));
	ldns_rr_push_rdf(rr, ldns_rdf_new_frm_data(LDNS_RDF_TYPE_NSEC3_SALT, salt[0] + 1u, salt));
	ldns_rr_push_rdf(rr, ldns_rdf_new_frm_data(LDNS_RDF_TYPE_NSEC3_NEXT_OWNER, 21, hashed));
	ldns_rr_push_rdf(rr, bitmap(z, at->name));
	return rr;
}

/* chain_nsec3 - one record a hashed name, empty non-terminals among them */
static void chain_nsec3(struct dns_zone *z)
{
	const ldns_rdf *names[2 * DNS_SETS];
	struct hashed list[2 * DNS_SETS];
	ldns_rr *made[2 * DNS_SETS];
	size_t n = 0, plain = names_of(z, names);

	for (size_t i = 0; i < plain; i++)
		add_hashed(z, list, &n, names[i]);
	qsort(list, n, sizeof *list, by_hash);
	for (size_t i = 0; i < n; i++)
		made[i] = nsec3(z, &list[i], list[(i + 1) % n].hash);
	for (size_t i = 0; i < n; i++) {
		put(z, made[i]);
		ldns_rdf_deep_free(list[i].name);
	}
}

/* dns_zone_denial - the record at a name, or the one whose gap holds it */
const struct dns_set *dns_zone_denial(const struct dns_zone *z, const ldns_rdf *name, bool covers)
{
	bool hashed = z->wish.chain == DNS_NSEC3;
	ldns_rr_type type = hashed ? LDNS_RR_TYPE_NSEC3 : LDNS_RR_TYPE_NSEC;
	ldns_rdf *at = hashed ? dns_zone_hashed(z, name) : ldns_rdf_clone(name);
	const struct dns_set *best = NULL, *last = NULL;

	for (size_t i = 0; i < z->nsets; i++) {
		const struct dns_set *set = &z->sets[i];
		int order = ldns_dname_compare(set->owner, at);

		if (set->type != type)
			continue;
		if (last == NULL || ldns_dname_compare(set->owner, last->owner) > 0)
			last = set;
		if (covers ? order < 0 &&
				 (best == NULL || ldns_dname_compare(set->owner, best->owner) > 0)
			   : order == 0)
			best = set;
	}
	ldns_rdf_deep_free(at);
	return best == NULL && covers ? last : best;
}

/* sig_wish - what is unusual about signatures over a type */
static const struct dns_sig_wish *sig_wish(const struct dns_zone *z, ldns_rr_type type)
{
	switch (type) {
	case LDNS_RR_TYPE_DNSKEY: return &z->wish.keys_sig;
	case LDNS_RR_TYPE_DS: return &z->wish.ds_sig;
	case LDNS_RR_TYPE_NSEC:
	case LDNS_RR_TYPE_NSEC3:
	case LDNS_RR_TYPE_SOA: return &z->wish.denial_sig;
	default: return &z->wish.data_sig;
	}
}

/* sign_set - signatures over one set, where it is the zone's to sign */
static void sign_set(struct dns_zone *z, struct dns_set *set)
{
	const struct dns_sig_wish *wish = sig_wish(z, set->type);
	bool keys = set->type == LDNS_RR_TYPE_DNSKEY;
	ldns_rr *sig;

	if (is_below_cut(z, set->owner) && set->type != LDNS_RR_TYPE_DS &&
	    set->type != LDNS_RR_TYPE_NSEC)
		return;
	sig = dns_sign(&z->key[z->wish.split && !keys], z->apex, set->rrs, wish);
	if (sig != NULL)
		ldns_rr_list_push_rr(set->sigs, sig);
}

/* build_zone - keys, chain, signatures */
static void build_zone(struct dns_zone *z)
{
	if (!dns_zone_is_signed(z))
		return;
	for (size_t i = 0; i < z->nkeys; i++)
		put(z, dns_key_rr(&z->key[i], z->apex));
	if (z->wish.chain == DNS_NSEC)
		chain_nsec(z);
	else
		chain_nsec3(z);
	for (size_t i = 0; i < z->nsets; i++)
		sign_set(z, &z->sets[i]);
}

/* dns_world_build - delegations first, then each zone */
void dns_world_build(struct dns_world *w)
{
	const struct dns_zone *root = dns_world_zone(w, ".");

	for (size_t i = 0; i < w->n; i++)
		delegate(w, &w->zones[i]);
	for (size_t i = 0; i < w->n; i++)
		build_zone(&w->zones[i]);
	if (root != NULL && root->nkeys > 0) {
		ldns_rr *ds = dns_key_ds(&root->key[0], root->apex, 2);

		w->anchors = ldns_rr2str(ds);
		ldns_rr_free(ds);
	}
}
