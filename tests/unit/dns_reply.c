/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_reply - what a resolver makes of the zones, and changes to that; see dns_world.h */
#include "tests/unit/dns_world.h"

#include <string.h>

#define STEPS 16 /* aliases that are followed in one reply */

/* A reply in the making. */
struct reply {
	const struct dns_world *w;
	ldns_pkt *pkt;
	const struct dns_zone *z;
};

/* section_of - one of the two sections with proofs */
static ldns_pkt_section section_of(unsigned section)
{
	return section == 0 ? LDNS_SECTION_ANSWER : LDNS_SECTION_AUTHORITY;
}

/* add_list - copies of records, each once */
static void add_list(ldns_pkt *pkt, unsigned section, const ldns_rr_list *list)
{
	for (size_t i = 0; i < ldns_rr_list_rr_count(list); i++) {
		ldns_rr *rr = ldns_rr_clone(ldns_rr_list_rr(list, i));

		if (!ldns_pkt_safe_push_rr(pkt, section_of(section), rr))
			ldns_rr_free(rr);
	}
}

/* dns_reply_add_set - a set and its signatures */
void dns_reply_add_set(ldns_pkt *pkt, unsigned section, const struct dns_set *set)
{
	if (set == NULL)
		return;
	add_list(pkt, section, set->rrs);
	add_list(pkt, section, set->sigs);
}

/* dns_reply_add - a record of text */
void dns_reply_add(ldns_pkt *pkt, unsigned section, const char *text)
{
	ldns_pkt_push_rr(pkt, section_of(section), dns_rr(text));
}

/* rebuild - moves what is to stay into a new list */
static void rebuild(ldns_pkt *pkt, unsigned section, const bool *gone)
{
	ldns_rr_list *old = section == 0 ? ldns_pkt_answer(pkt) : ldns_pkt_authority(pkt);
	ldns_rr_list *kept = ldns_rr_list_new();

	for (size_t i = 0; i < ldns_rr_list_rr_count(old); i++) {
		if (gone[i])
			ldns_rr_free(ldns_rr_list_rr(old, i));
		else
			ldns_rr_list_push_rr(kept, ldns_rr_list_rr(old, i));
	}
	ldns_rr_list_free(old);
	ldns_pkt_set_section_count(pkt, section_of(section), (uint16_t)ldns_rr_list_rr_count(kept));
	if (section == 0)
		ldns_pkt_set_answer(pkt, kept);
	else
		ldns_pkt_set_authority(pkt, kept);
}

/* covered_by - the type that a signature is over */
static ldns_rr_type covered_by(const ldns_rr *rr)
{
	return ldns_rdf2rr_type(ldns_rr_rrsig_typecovered(rr));
}

/* dns_reply_drop - removes a set */
void dns_reply_drop(
    ldns_pkt *pkt, unsigned section, const char *owner, ldns_rr_type type, bool with_signatures)
{
	ldns_rr_list *list = section == 0 ? ldns_pkt_answer(pkt) : ldns_pkt_authority(pkt);
	ldns_rdf *name = owner != NULL ? dns_name(owner) : NULL;
	bool gone[256] = { false };

	for (size_t i = 0; i < ldns_rr_list_rr_count(list); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(list, i);

		if (name != NULL && ldns_dname_compare(ldns_rr_owner(rr), name) != 0)
			continue;
		gone[i] = ldns_rr_get_type(rr) == type ||
			  (with_signatures && ldns_rr_get_type(rr) == LDNS_RR_TYPE_RRSIG &&
			      covered_by(rr) == type);
	}
	rebuild(pkt, section, gone);
	ldns_rdf_deep_free(name);
}

/* dns_reply_strip - removes signatures */
void dns_reply_strip(ldns_pkt *pkt, unsigned section, ldns_rr_type covered)
{
	ldns_rr_list *list = section == 0 ? ldns_pkt_answer(pkt) : ldns_pkt_authority(pkt);
	bool gone[256] = { false };

	for (size_t i = 0; i < ldns_rr_list_rr_count(list); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(list, i);

		gone[i] = ldns_rr_get_type(rr) == LDNS_RR_TYPE_RRSIG &&
			  (covered == 0 || covered_by(rr) == covered);
	}
	rebuild(pkt, section, gone);
}

/* zone_of - the zone that answers: the deepest, for DS the deepest above */
static const struct dns_zone *zone_of(
    const struct dns_world *w, const ldns_rdf *name, ldns_rr_type type)
{
	const struct dns_zone *best = NULL;

	for (size_t i = 0; i < w->n; i++) {
		const struct dns_zone *z = &w->zones[i];
		bool same = ldns_dname_compare(z->apex, name) == 0;

		if (same ? type == LDNS_RR_TYPE_DS && ldns_dname_label_count(name) > 0
			 : !ldns_dname_is_subdomain(name, z->apex))
			continue;
		if (best == NULL || ldns_dname_is_subdomain(z->apex, best->apex))
			best = z;
	}
	dns_must(best != NULL, "a world without a root");
	return best;
}

/* prove - one record of the proof */
static void prove(struct reply *r, const ldns_rdf *name, bool covers)
{
	const struct dns_set *set =
	    dns_zone_is_signed(r->z) ? dns_zone_denial(r->z, name, covers) : NULL;
	ldns_rr_list *list = ldns_pkt_authority(r->pkt);

	for (size_t i = 0; set != NULL && i < ldns_rr_list_rr_count(list); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(list, i);

		if (ldns_rr_get_type(rr) == set->type &&
		    ldns_dname_compare(ldns_rr_owner(rr), set->owner) == 0)
			return;
	}
	dns_reply_add_set(r->pkt, 1, set);
}

/* encloser_of - the closest name above that is there, and the one a label longer */
static ldns_rdf *encloser_of(const struct dns_zone *z, const ldns_rdf *name, ldns_rdf **closer)
{
	ldns_rdf *at = ldns_rdf_clone(name);

	*closer = NULL;
	while (!(z->wish.chain == DNS_NSEC3 && dns_zone_is_signed(z)
		     ? dns_zone_denial(z, at, false) != NULL
		     : dns_zone_has(z, at))) {
		ldns_rdf_deep_free(*closer);
		*closer = at;
		at = ldns_dname_left_chop(at);
	}
	return at;
}

/* wildcard_of - "*." before a name */
static ldns_rdf *wildcard_of(const ldns_rdf *encloser)
{
	ldns_rdf *star = dns_name("*"), *out = ldns_dname_cat_clone(star, encloser);

	ldns_rdf_deep_free(star);
	return out;
}

/* prove_closer - that nothing is closer than the encloser */
static void prove_closer(struct reply *r, const ldns_rdf *name, const ldns_rdf *encloser,
    const ldns_rdf *closer, bool encloser_too)
{
	if (r->z->wish.chain == DNS_NSEC3) {
		if (encloser_too)
			prove(r, encloser, false);
		if (closer != NULL)
			prove(r, closer, true);
	} else {
		prove(r, name, true);
	}
}

/* soa - what a negative answer begins with */
static void soa(struct reply *r)
{
	dns_reply_add_set(r->pkt, 1, dns_zone_set(r->z, r->z->apex, LDNS_RR_TYPE_SOA));
}

/* nodata - the name is there, the type is not */
static void nodata(struct reply *r, const ldns_rdf *name)
{
	ldns_rdf *encloser, *closer;

	soa(r);
	if (dns_zone_is_signed(r->z) && dns_zone_denial(r->z, name, false) == NULL) {
		encloser = encloser_of(r->z, name, &closer);
		prove_closer(r, name, encloser, closer, true);
		ldns_rdf_deep_free(encloser);
		ldns_rdf_deep_free(closer);
	} else {
		prove(r, name, false);
	}
}

/* expand - a wildcard's set at the name asked for */
static void expand(struct reply *r, const struct dns_set *set, const ldns_rdf *name)
{
	for (size_t i = 0; i < ldns_rr_list_rr_count(set->rrs) + ldns_rr_list_rr_count(set->sigs);
	     i++) {
		size_t n = ldns_rr_list_rr_count(set->rrs);
		ldns_rr *rr = ldns_rr_clone(
		    i < n ? ldns_rr_list_rr(set->rrs, i) : ldns_rr_list_rr(set->sigs, i - n));

		ldns_rdf_deep_free(ldns_rr_owner(rr));
		ldns_rr_set_owner(rr, ldns_rdf_clone(name));
		ldns_pkt_push_rr(r->pkt, LDNS_SECTION_ANSWER, rr);
	}
}

/* absent - the name is not there: a wildcard, or nothing. Returns an alias to follow, or NULL */
static const ldns_rdf *absent(struct reply *r, const ldns_rdf *name, ldns_rr_type type)
{
	ldns_rdf *closer, *encloser = encloser_of(r->z, name, &closer);
	ldns_rdf *wild = wildcard_of(encloser);
	const struct dns_set *set = dns_zone_set(r->z, wild, type);
	const ldns_rdf *target = NULL;

	if (set == NULL) {
		set = dns_zone_set(r->z, wild, LDNS_RR_TYPE_CNAME);
		if (set != NULL)
			target = ldns_rr_rdf(ldns_rr_list_rr(set->rrs, 0), 0);
	}
	if (set != NULL) {
		expand(r, set, name);
		prove_closer(r, name, encloser, closer, false);
	} else {
		soa(r);
		prove_closer(r, name, encloser, closer, true);
		prove(r, wild, !dns_zone_has(r->z, wild));
		if (!dns_zone_has(r->z, wild))
			ldns_pkt_set_rcode(r->pkt, LDNS_RCODE_NXDOMAIN);
	}
	ldns_rdf_deep_free(wild);
	ldns_rdf_deep_free(encloser);
	ldns_rdf_deep_free(closer);
	return target;
}

/* dname_above - the DNAME that redirects a name, or NULL */
static const struct dns_set *dname_above(const struct dns_zone *z, const ldns_rdf *name)
{
	for (size_t i = 0; i < z->nsets; i++)
		if (z->sets[i].type == LDNS_RR_TYPE_DNAME &&
		    ldns_dname_is_subdomain(name, z->sets[i].owner))
			return &z->sets[i];
	return NULL;
}

/* redirect - adds a DNAME and the alias that follows from it. Returns the alias's target */
static ldns_rdf *redirect(struct reply *r, const struct dns_set *dname, const ldns_rdf *name)
{
	const ldns_rdf *to = ldns_rr_rdf(ldns_rr_list_rr(dname->rrs, 0), 0);
	ldns_rdf *target = ldns_rdf_clone(to);
	unsigned keep = ldns_dname_label_count(name) - ldns_dname_label_count(dname->owner);
	ldns_rr *alias = ldns_rr_new_frm_type(LDNS_RR_TYPE_CNAME);

	for (unsigned i = keep; i > 0; i--) {
		ldns_rdf *label = ldns_dname_label(name, (uint8_t)(i - 1));
		ldns_rdf *longer = ldns_dname_cat_clone(label, target);

		ldns_rdf_deep_free(label);
		ldns_rdf_deep_free(target);
		target = longer;
	}
	dns_reply_add_set(r->pkt, 0, dname);
	ldns_rr_set_owner(alias, ldns_rdf_clone(name));
	ldns_rr_set_rdf(alias, ldns_rdf_clone(target), 0);
	ldns_pkt_push_rr(r->pkt, LDNS_SECTION_ANSWER, alias);
	return target;
}

/* step - one name; returns the name to go on with, or NULL */
static ldns_rdf *step(struct reply *r, const ldns_rdf *name, ldns_rr_type type)
{
	const struct dns_set *set;
	const ldns_rdf *target;

	r->z = zone_of(r->w, name, type);
	set = dname_above(r->z, name);
	if (set != NULL)
		return redirect(r, set, name);
	set = dns_zone_set(r->z, name, type);
	if (set != NULL) {
		dns_reply_add_set(r->pkt, 0, set);
		return NULL;
	}
	set = dns_zone_set(r->z, name, LDNS_RR_TYPE_CNAME);
	if (set != NULL) {
		dns_reply_add_set(r->pkt, 0, set);
		return ldns_rdf_clone(ldns_rr_rdf(ldns_rr_list_rr(set->rrs, 0), 0));
	}
	if (dns_zone_has(r->z, name)) {
		nodata(r, name);
		return NULL;
	}
	target = absent(r, name, type);
	return target != NULL ? ldns_rdf_clone(target) : NULL;
}

/* dns_world_answer - follows aliases from zone to zone */
ldns_pkt *dns_world_answer(const struct dns_world *w, const ldns_rdf *name, ldns_rr_type type)
{
	ldns_pkt *pkt = ldns_pkt_query_new(
	    ldns_rdf_clone(name), type, LDNS_RR_CLASS_IN, LDNS_RD | LDNS_QR | LDNS_RA | LDNS_CD);
	struct reply r = { w, pkt, NULL };
	ldns_rdf *at = ldns_rdf_clone(name);

	ldns_pkt_set_edns_udp_size(pkt, 1232);
	ldns_pkt_set_edns_do(pkt, true);
	for (unsigned i = 0; i < STEPS && at != NULL; i++) {
		ldns_rdf *next = step(&r, at, type);

		ldns_rdf_deep_free(at);
		at = next;
	}
	ldns_rdf_deep_free(at);
	return pkt;
}

/* cut_above - the delegation that a name lies at or below, or NULL; for DS strictly below */
static const struct dns_set *cut_above(
    const struct dns_zone *z, const ldns_rdf *name, ldns_rr_type type)
{
	for (size_t i = 0; i < z->nsets; i++) {
		const struct dns_set *set = &z->sets[i];
		bool same = ldns_dname_compare(set->owner, name) == 0;

		if (set->type == LDNS_RR_TYPE_NS && ldns_dname_compare(set->owner, z->apex) != 0 &&
		    (same ? type != LDNS_RR_TYPE_DS : ldns_dname_is_subdomain(name, set->owner)))
			return set;
	}
	return NULL;
}

/* refer - a referral: the servers' names, DS or its absence, the addresses that are there */
static void refer(struct reply *r, const struct dns_set *ns)
{
	const struct dns_set *ds = dns_zone_set(r->z, ns->owner, LDNS_RR_TYPE_DS);

	dns_reply_add_set(r->pkt, 1, ns);
	if (ds != NULL)
		dns_reply_add_set(r->pkt, 1, ds);
	else
		prove(r, ns->owner, false);
	for (size_t i = 0; i < ldns_rr_list_rr_count(ns->rrs); i++) {
		const ldns_rdf *name = ldns_rr_rdf(ldns_rr_list_rr(ns->rrs, i), 0);
		const struct dns_set *glue = dns_zone_set(r->z, name, LDNS_RR_TYPE_A);

		for (size_t k = 0; glue != NULL && k < ldns_rr_list_rr_count(glue->rrs); k++)
			ldns_pkt_push_rr(r->pkt, LDNS_SECTION_ADDITIONAL,
			    ldns_rr_clone(ldns_rr_list_rr(glue->rrs, k)));
	}
}

/* in_zone - one name in one zone: what is there, an alias to follow inside it, or nothing */
static ldns_rdf *in_zone(struct reply *r, const ldns_rdf *name, ldns_rr_type type)
{
	const struct dns_set *set = dns_zone_set(r->z, name, type);
	const ldns_rdf *target;

	if (set == NULL)
		set = dns_zone_set(r->z, name, LDNS_RR_TYPE_CNAME);
	if (set != NULL) {
		dns_reply_add_set(r->pkt, 0, set);
		return set->type == type
			   ? NULL
			   : ldns_rdf_clone(ldns_rr_rdf(ldns_rr_list_rr(set->rrs, 0), 0));
	}
	if (dns_zone_has(r->z, name)) {
		nodata(r, name);
		return NULL;
	}
	target = absent(r, name, type);
	return target != NULL ? ldns_rdf_clone(target) : NULL;
}

/* dns_zone_answer - with authority, or a referral */
ldns_pkt *dns_zone_answer(const struct dns_zone *z, const ldns_rdf *name, ldns_rr_type type)
{
	ldns_pkt *pkt =
	    ldns_pkt_query_new(ldns_rdf_clone(name), type, LDNS_RR_CLASS_IN, LDNS_QR | LDNS_AA);
	const struct dns_set *cut = cut_above(z, name, type);
	struct reply r = { NULL, pkt, z };
	ldns_rdf *at = ldns_rdf_clone(name);

	ldns_pkt_set_edns_udp_size(pkt, 1232);
	ldns_pkt_set_edns_do(pkt, true);
	if (cut != NULL) {
		ldns_pkt_set_aa(pkt, false);
		refer(&r, cut);
	}
	for (unsigned i = 0; cut == NULL && i < STEPS && at != NULL; i++) {
		ldns_rdf *next = NULL;

		if ((ldns_dname_compare(at, z->apex) == 0 ||
			ldns_dname_is_subdomain(at, z->apex)) &&
		    cut_above(z, at, type) == NULL)
			next = in_zone(&r, at, type);
		ldns_rdf_deep_free(at);
		at = next;
	}
	ldns_rdf_deep_free(at);
	return pkt;
}
