/* SPDX-License-Identifier: BSD-2-Clause */
/* Proofs by NSEC: those that hold, without each of their parts, and those that only look so. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/dns_proof.h"

#define count_of(a) (sizeof(a) / sizeof *(a))
#define NAMES(...)  ((const char *const[]){ __VA_ARGS__, NULL })

static const struct dns_question honest[] = {
	DNS_HONEST("a.test", DS_T_AAAA, DS_OUT_NODATA),
	DNS_HONEST("test", DS_T_MX, DS_OUT_NODATA),
	DNS_HONEST("c.test", DS_T_A, DS_OUT_NXDOMAIN),
	DNS_HONEST("0.test", DS_T_A, DS_OUT_NXDOMAIN),  /* before the first name */
	DNS_HONEST("zz.test", DS_T_A, DS_OUT_NXDOMAIN), /* after the last one */
	DNS_HONEST("z.y.test", DS_T_A, DS_OUT_NXDOMAIN),
	DNS_HONEST("below.a.test", DS_T_A, DS_OUT_NXDOMAIN),
	DNS_HONEST("ent.test", DS_T_A, DS_OUT_NODATA),
	DNS_HONEST("x.ent.test", DS_T_A, DS_OUT_NXDOMAIN),
	DNS_HONEST("q.w.test", DS_T_A, DS_OUT_DATA),
	DNS_HONEST("q.q.w.test", DS_T_A, DS_OUT_DATA),
	DNS_HONEST("q.w.test", DS_T_AAAA, DS_OUT_NODATA),
	DNS_HONEST("q.x.w.test", DS_T_A, DS_OUT_NXDOMAIN),
	DNS_HONEST("w.test", DS_T_A, DS_OUT_NODATA),
	DNS_HONEST("*.w.test", DS_T_AAAA, DS_OUT_NODATA),
	DNS_HONEST("q.kn.test", DS_T_A, DS_OUT_DATA),
	DNS_HONEST("q.kn.test", DS_T_AAAA, DS_OUT_NODATA),
	DNS_HONEST("cn.test", DS_T_AAAA, DS_OUT_NODATA),
	DNS_HONEST("nothing", DS_T_A, DS_OUT_NXDOMAIN),
	DNS_HONEST("n.sub.test", DS_T_MX, DS_OUT_NODATA),
	DNS_OPEN("x.los.test", DS_T_A, DS_OUT_NXDOMAIN, DS_WHY_PARENT),
};

/* what a server says that knows its zone */
static void test_honest(void **state)
{
	struct dns_world *w = dns_proof_world(&(struct dns_zone_wish){ .chain = DNS_NSEC });

	(void)state;
	dns_ask_all(w, honest, count_of(honest));
	dns_world_free(w);
}

/* every record of a proof is needed */
static void test_each_part(void **state)
{
	struct dns_world *w = dns_proof_world(&(struct dns_zone_wish){ .chain = DNS_NSEC });

	(void)state;
	assert_in_range(dns_ask_without(w, honest, count_of(honest)), 25, 60);
	dns_world_free(w);
}

static void no_signatures(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_strip(pkt, 1, LDNS_RR_TYPE_NSEC);
}

static void no_proof(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_drop(pkt, 1, NULL, LDNS_RR_TYPE_NSEC, true);
}

/* the SOA beside a sound proof: without its signature, with another serial than was signed, absent */
static void soa_unsigned(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_strip(pkt, 1, LDNS_RR_TYPE_SOA);
}

static void soa_changed(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_drop(pkt, 1, NULL, LDNS_RR_TYPE_SOA, false);
	dns_reply_add(pkt, 1, "test. SOA ns.test. host.test. 2 14400 3600 604800 600");
}

static void soa_absent(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_drop(pkt, 1, NULL, LDNS_RR_TYPE_SOA, true);
}

/* records that say the opposite, or speak of something else */
static void deny_a(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, false, "test.", NAMES("a.test."), NULL);
}

static void deny_a_by_b(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, false, "test.", NAMES("b.test."), NULL);
}

static void deny_alias(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, false, "test.", NAMES("cn.test."), NULL);
}

static void deny_sub_by_parent(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, false, "test.", NAMES("sub.test."), NULL);
}

static void deny_below_sub(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, true, "test.", NAMES("sub.test."), NAMES("*.sub.test."));
}

static void deny_below_dname(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, true, "test.", NAMES("d.test."), NAMES("*.d.test."));
}

static void deny_without_wildcard(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, true, "test.", NULL, NAMES("q.w.test."));
}

static void deny_with_wildcard(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, true, "test.", NAMES("*.w.test."), NAMES("q.w.test."));
}

static void deny_wildcard_type(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, false, "test.", NAMES("*.w.test."), NAMES("q.w.test."));
}

static void deny_ds_by_child(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, false, "sub.test.", NAMES("sub.test."), NULL);
}

static void deny_by_other_zone(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, true, ".", NAMES("test."), NAMES("t."));
}

/* expand - a wildcard's records at a name, with what NSEC record is around it */
static void expand(const struct dns_world *w, ldns_pkt *pkt, const char *apex, const char *wild,
    const char *name, const char *around)
{
	const struct dns_zone *z = dns_world_zone((struct dns_world *)(uintptr_t)w, apex);
	ldns_rdf *star = dns_name(wild);
	const struct dns_set *set = dns_zone_set(z, star, LDNS_RR_TYPE_A);

	dns_deny(w, pkt, false, apex, NULL, NAMES(around));
	dns_reply_add_set(pkt, 0, set);
	for (size_t i = 0; i < ldns_rr_list_rr_count(ldns_pkt_answer(pkt)); i++) {
		ldns_rr *rr = ldns_rr_list_rr(ldns_pkt_answer(pkt), i);

		ldns_rdf_deep_free(ldns_rr_owner(rr));
		ldns_rr_set_owner(rr, dns_name(name));
	}
	ldns_rdf_deep_free(star);
}

static void wildcard_past_closer(const struct dns_world *w, ldns_pkt *pkt)
{
	expand(w, pkt, "test.", "*.w.test.", "q.x.w.test.", "q.x.w.test.");
}

static void wildcard_over_name(const struct dns_world *w, ldns_pkt *pkt)
{
	expand(w, pkt, "test.", "*.w.test.", "x.w.test.", "q.w.test.");
}

static void wildcard_past_sibling(const struct dns_world *w, ldns_pkt *pkt)
{
	expand(w, pkt, "wild.", "*.wild.", "q.b.wild.", "q.b.wild.");
}

static void wildcard_into_child(const struct dns_world *w, ldns_pkt *pkt)
{
	expand(w, pkt, "wild.", "*.wild.", "n.kid.wild.", "n.kid.wild.");
}

/* an NSEC record that a wildcard was made of: it proves nothing of the name that it is given */
static void nsec_from_wildcard(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, false, "test.", NAMES("*.w.test."), NULL);
	for (size_t i = 0; i < ldns_rr_list_rr_count(ldns_pkt_authority(pkt)); i++) {
		ldns_rr *rr = ldns_rr_list_rr(ldns_pkt_authority(pkt), i);

		if (!ldns_dname_is_wildcard(ldns_rr_owner(rr)))
			continue;
		ldns_rdf_deep_free(ldns_rr_owner(rr));
		ldns_rr_set_owner(rr, dns_name("x.w.test."));
	}
}

static const struct dns_question forged[] = {
	DNS_FORGED("a.test", DS_T_AAAA, DS_OUT_NODATA, DS_WHY_SIG_MISSING, soa_unsigned, NULL),
	DNS_FORGED("c.test", DS_T_A, DS_OUT_NXDOMAIN, DS_WHY_SIG, soa_changed, NULL),
	{ "c.test", DS_T_A, DS_OUT_NXDOMAIN, DS_SECURE, DS_WHY_NONE, soa_absent, NULL },
	/* What is proved is less than what was said: that counts. */
	{ "a.test", DS_T_AAAA, DS_OUT_NODATA, DS_SECURE, DS_WHY_NONE, dns_say_nxdomain, NULL },
	{ "ent.test", DS_T_A, DS_OUT_NODATA, DS_SECURE, DS_WHY_NONE, dns_say_nxdomain, NULL },
	{ "q.w.test", DS_T_AAAA, DS_OUT_NODATA, DS_SECURE, DS_WHY_NONE, dns_say_nxdomain, NULL },
	DNS_FORGED("c.test", DS_T_A, DS_OUT_NODATA, DS_WHY_DENIAL_INVALID, dns_say_noerror,
	    "proved absent"),
	DNS_FORGED("c.test", DS_T_A, DS_OUT_NXDOMAIN, DS_WHY_DENIAL_MISSING, no_proof, NULL),
	DNS_FORGED("c.test", DS_T_A, DS_OUT_NXDOMAIN, DS_WHY_SIG_MISSING, no_signatures, NULL),
	DNS_FORGED("q.w.test", DS_T_A, DS_OUT_DATA, DS_WHY_WILDCARD, no_proof, NULL),
	DNS_FORGED("a.test", DS_T_A, DS_OUT_NODATA, DS_WHY_DENIAL_INVALID, deny_a, "bitmap"),
	DNS_FORGED("a.test", DS_T_A, DS_OUT_NODATA, DS_WHY_DENIAL_INVALID, deny_a_by_b,
	    "no record covers"),
	DNS_FORGED("cn.test", DS_T_A, DS_OUT_NODATA, DS_WHY_DENIAL_INVALID, deny_alias, "alias"),
	DNS_FORGED("sub.test", DS_T_MX, DS_OUT_NODATA, DS_WHY_DENIAL_INVALID, deny_sub_by_parent,
	    "parent's side"),
	DNS_FORGED("n.sub.test", DS_T_A, DS_OUT_NXDOMAIN, DS_WHY_DENIAL_INVALID, deny_below_sub,
	    "zone cut"),
	DNS_FORGED(
	    "n.d.test", DS_T_A, DS_OUT_NXDOMAIN, DS_WHY_DENIAL_INVALID, deny_below_dname, "DNAME"),
	DNS_FORGED("q.w.test", DS_T_A, DS_OUT_NXDOMAIN, DS_WHY_DENIAL_INVALID,
	    deny_without_wildcard, NULL),
	DNS_FORGED("q.w.test", DS_T_A, DS_OUT_NXDOMAIN, DS_WHY_DENIAL_INVALID, deny_with_wildcard,
	    "a wildcard is there"),
	DNS_FORGED(
	    "q.w.test", DS_T_A, DS_OUT_NODATA, DS_WHY_DENIAL_INVALID, deny_wildcard_type, "bitmap"),
	DNS_FORGED(
	    "x.w.test", DS_T_AAAA, DS_OUT_NODATA, DS_WHY_DENIAL_INVALID, nsec_from_wildcard, NULL),
	DNS_FORGED(
	    "a.test", DS_T_A, DS_OUT_NXDOMAIN, DS_WHY_DENIAL_INVALID, deny_by_other_zone, NULL),
	DNS_FORGED(
	    "q.x.w.test", DS_T_A, DS_OUT_DATA, DS_WHY_WILDCARD, wildcard_past_closer, "closer"),
	DNS_FORGED("x.w.test", DS_T_A, DS_OUT_DATA, DS_WHY_WILDCARD, wildcard_over_name, NULL),
	DNS_FORGED(
	    "q.b.wild", DS_T_A, DS_OUT_DATA, DS_WHY_WILDCARD, wildcard_past_sibling, "closer"),
	DNS_FORGED(
	    "n.kid.wild", DS_T_A, DS_OUT_DATA, DS_WHY_WILDCARD, wildcard_into_child, "zone cut"),
	/* The DS set of sub.test. denied by its own apex: the link, and all below, is bogus. */
	DNS_FORGED("sub.test", DS_T_DS, DS_OUT_NODATA, DS_WHY_PARENT, deny_ds_by_child, NULL),
};

/* what a forger can make of records that are really signed */
static void test_forged(void **state)
{
	struct dns_world *w = dns_proof_world(&(struct dns_zone_wish){ .chain = DNS_NSEC });

	(void)state;
	dns_ask_all(w, forged, count_of(forged));
	dns_world_free(w);
}

/* a proof whose signatures are over proves nothing */
static void test_expired(void **state)
{
	static const struct dns_question q[] = {
		DNS_FORGED("a.test", DS_T_AAAA, DS_OUT_NODATA, DS_WHY_SIG, NULL, NULL),
		DNS_FORGED("q.w.test", DS_T_A, DS_OUT_DATA, DS_WHY_WILDCARD, NULL, NULL),
		DNS_HONEST("a.test", DS_T_A, DS_OUT_DATA),
	};
	struct dns_world *w = dns_proof_world(&(struct dns_zone_wish){
	    .chain = DNS_NSEC, .denial_sig = { .expiration = DNS_NOW - 1 } });

	(void)state;
	dns_ask_all(w, q, count_of(q));
	dns_world_free(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_honest),
		cmocka_unit_test(test_each_part),
		cmocka_unit_test(test_forged),
		cmocka_unit_test(test_expired),
	};

	return cmocka_run_group_tests_name("nsec", tests, NULL, NULL) != 0;
}
