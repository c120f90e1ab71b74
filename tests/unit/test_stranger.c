/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Replies that hold more, or other things, than they should: a validating resolver refuses most of them as
 * a whole, and forgives some. Each case is what Unbound 1.17 makes of it (tests/bench/bench_agree.c).
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "core/dnssec/prover.h"
#include "tests/unit/dns_case.h"
#include "tests/unit/dns_proof.h"

#define count_of(a) (sizeof(a) / sizeof *(a))

/* move - records of a type go from one section to the other, at its end */
static void move(ldns_pkt *pkt, unsigned from, ldns_rr_type type)
{
	ldns_rr_list *sections[] = { ldns_pkt_answer(pkt), ldns_pkt_authority(pkt) };
	ldns_rr_list *kept = ldns_rr_list_new();
	size_t n = ldns_rr_list_rr_count(sections[from]);

	for (size_t i = 0; i < n; i++) {
		ldns_rr *rr = ldns_rr_list_rr(sections[from], i);

		ldns_rr_list_push_rr(
		    ldns_rr_get_type(rr) == type ? sections[1 - from] : kept, ldns_rr_clone(rr));
	}
	while (ldns_rr_list_rr_count(sections[from]) > 0)
		ldns_rr_free(ldns_rr_list_pop_rr(sections[from]));
	ldns_rr_list_cat(sections[from], kept);
	ldns_rr_list_free(kept);
	ldns_pkt_set_section_count(
	    pkt, LDNS_SECTION_ANSWER, (uint16_t)ldns_rr_list_rr_count(sections[0]));
	ldns_pkt_set_section_count(
	    pkt, LDNS_SECTION_AUTHORITY, (uint16_t)ldns_rr_list_rr_count(sections[1]));
}

/* put_first - a record of text before all others of the answer */
static void put_first(ldns_pkt *pkt, const char *text)
{
	ldns_rr_list *list = ldns_pkt_answer(pkt);

	dns_reply_add(pkt, 0, text);
	for (size_t i = ldns_rr_list_rr_count(list) - 1; i > 0; i--) {
		ldns_rr *rr = ldns_rr_list_rr(list, i);

		ldns_rr_list_set_rr(list, ldns_rr_list_rr(list, i - 1), i);
		ldns_rr_list_set_rr(list, rr, i - 1);
	}
}

/* --- what is done --- */

static void stray_nsec(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_add(pkt, 1, "b.test. NSEC z.test. A RRSIG NSEC");
}

static void stray_text(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_add(pkt, 1, "test. TXT there");
}

static void stray_soa(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_add(pkt, 1, "test. SOA ns.test. host.test. 1 14400 3600 604800 600");
}

static void forgiven(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_add(pkt, 1, "test. NS ns.test.");
	dns_reply_add(pkt, 1, "b.test. A 203.0.113.9");
	dns_reply_add(pkt, 1, "b.test. CNAME a.test.");
	dns_reply_add(pkt, 1, "b.test. DS 1 15 2 00");
}

static void sigs_elsewhere(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	move(pkt, 0, LDNS_RR_TYPE_RRSIG);
}

static void sigs_up(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	move(pkt, 1, LDNS_RR_TYPE_RRSIG);
}

static void nsec_up(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	move(pkt, 1, LDNS_RR_TYPE_NSEC);
}

static void ds_down(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	move(pkt, 0, LDNS_RR_TYPE_DS);
}

static void alias_behind(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_add(pkt, 0, "a.test. CNAME b.test.");
}

static void alias_before(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	put_first(pkt, "a.test. CNAME b.test.");
}

static void second_alias(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_add(pkt, 0, "cn.test. CNAME b.test.");
}

static void other_alias_first(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	put_first(pkt, "cn.test. CNAME b.test.");
}

static void second_dname(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_add(pkt, 0, "d.test. DNAME a.test.");
}

static void forged_target(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_drop(pkt, 0, "a.test.", LDNS_RR_TYPE_A, true);
	dns_reply_add(pkt, 0, "a.test. A 203.0.113.9");
}

static void alias_to_itself(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	put_first(pkt, "a.test. CNAME a.test.");
}

static void alias_for_ds(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_drop(pkt, 1, NULL, LDNS_RR_TYPE_NSEC, true);
	dns_reply_add(pkt, 0, "los.test. CNAME a.test.");
}

static void unsigned_proof(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_strip(pkt, 1, LDNS_RR_TYPE_NSEC3);
}

static void stray_nsec3(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_add(pkt, 1,
	    "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom.test. NSEC3 1 0 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr A RRSIG");
}

/* the first record of the proof, with its signature, under a name outside the zone that signed it */
static void off_tree(const struct dns_world *w, ldns_pkt *pkt)
{
	ldns_rr_list *list = ldns_pkt_authority(pkt);
	ldns_rdf *owner = NULL;

	(void)w;
	for (size_t i = 0; i < ldns_rr_list_rr_count(list); i++) {
		ldns_rr *rr = ldns_rr_list_rr(list, i);

		if (owner == NULL && ldns_rr_get_type(rr) == LDNS_RR_TYPE_NSEC3)
			owner = ldns_rdf_clone(ldns_rr_owner(rr));
		if (owner == NULL || ldns_rdf_compare(owner, ldns_rr_owner(rr)) != 0)
			continue;
		ldns_rdf_deep_free(ldns_rr_owner(rr));
		ldns_rr_set_owner(rr, ldns_dname_label(owner, 0));
	}
	ldns_rdf_deep_free(owner);
}

/* what stands beside an answer must verify, or be of a kind that is dropped */
static void test_beside(void **state)
{
	static const struct dns_part parts[] = {
		{ "a.test", DS_T_A, "a.test.", DS_T_A, stray_nsec, DS_OUT_DATA, DS_BOGUS,
		    DS_WHY_STRANGER, "b.test" },
		{ "a.test", DS_T_AAAA, "a.test.", DS_T_AAAA, stray_nsec, DS_OUT_NODATA, DS_BOGUS,
		    DS_WHY_STRANGER, "b.test" },
		{ "a.test", DS_T_A, "a.test.", DS_T_A, stray_text, DS_OUT_DATA, DS_BOGUS,
		    DS_WHY_STRANGER, NULL },
		{ "a.test", DS_T_A, "a.test.", DS_T_A, stray_soa, DS_OUT_DATA, DS_BOGUS,
		    DS_WHY_STRANGER, "test" },
		{ "a.test", DS_T_A, "a.test.", DS_T_A, forgiven, DS_OUT_DATA, DS_SECURE,
		    DS_WHY_NONE, NULL },
		{ "a.test", DS_T_AAAA, "a.test.", DS_T_AAAA, forgiven, DS_OUT_NODATA, DS_SECURE,
		    DS_WHY_NONE, NULL },
		/* a name whose zone does not sign has nothing that must verify */
		{ "los.test", DS_T_A, "los.test.", DS_T_A, stray_text, DS_OUT_DATA, DS_INSECURE,
		    DS_WHY_PARENT, NULL },
		/* of an alias's reply resolvers keep the proofs alone */
		{ "cn.test", DS_T_A, "cn.test.", DS_T_A, stray_text, DS_OUT_DATA, DS_SECURE,
		    DS_WHY_NONE, NULL },
		{ "cn.test", DS_T_A, "cn.test.", DS_T_A, stray_nsec, DS_OUT_DATA, DS_BOGUS,
		    DS_WHY_STRANGER, "b.test" },
		{ "a.test", DS_T_A, "a.test.", DS_T_A, alias_behind, DS_OUT_DATA, DS_BOGUS,
		    DS_WHY_STRANGER, "a.test" },
	};
	struct dns_world *w = dns_proof_world(&(struct dns_zone_wish){ .chain = DNS_NSEC });

	(void)state;
	dns_ask_parts(w, parts, count_of(parts));
	dns_world_free(w);
}

/* signatures count wherever they stand, records only where they belong */
static void test_sections(void **state)
{
	static const struct dns_part parts[] = {
		{ "a.test", DS_T_A, "a.test.", DS_T_A, sigs_elsewhere, DS_OUT_DATA, DS_SECURE,
		    DS_WHY_NONE, NULL },
		{ "c.test", DS_T_A, "c.test.", DS_T_A, sigs_up, DS_OUT_NXDOMAIN, DS_SECURE,
		    DS_WHY_NONE, NULL },
		{ "c.test", DS_T_A, "c.test.", DS_T_A, nsec_up, DS_OUT_NXDOMAIN, DS_BOGUS,
		    DS_WHY_DENIAL_MISSING, NULL },
		{ "a.test", DS_T_A, "test.", DS_T_DNSKEY, sigs_elsewhere, DS_OUT_DATA, DS_SECURE,
		    DS_WHY_NONE, NULL },
		{ "n.sub.test", DS_T_A, "sub.test.", DS_T_DS, ds_down, DS_OUT_DATA, DS_SECURE,
		    DS_WHY_NONE, NULL },
	};
	struct dns_world *w = dns_proof_world(&(struct dns_zone_wish){ .chain = DNS_NSEC });

	(void)state;
	dns_ask_parts(w, parts, count_of(parts));
	dns_world_free(w);
}

/* a record and "no such name" at once; aliases beside data, and more than one */
static void test_contradictions(void **state)
{
	static const struct dns_part parts[] = {
		{ "a.test", DS_T_A, "a.test.", DS_T_A, dns_say_nxdomain, DS_OUT_DATA, DS_BOGUS,
		    DS_WHY_CONTRADICTION, NULL },
		{ "los.test", DS_T_A, "los.test.", DS_T_A, dns_say_nxdomain, DS_OUT_DATA,
		    DS_INSECURE, DS_WHY_PARENT, NULL },
		{ "n.sub.test", DS_T_A, "sub.test.", DS_T_DS, dns_say_nxdomain, DS_OUT_DATA,
		    DS_BOGUS, DS_WHY_PARENT, NULL },
		{ "a.test", DS_T_A, "a.test.", DS_T_A, alias_before, DS_OUT_DATA, DS_BOGUS,
		    DS_WHY_SIG_MISSING, NULL },
		{ "cn.test", DS_T_A, "cn.test.", DS_T_A, second_alias, DS_OUT_DATA, DS_SECURE,
		    DS_WHY_NONE, NULL },
		{ "cn.test", DS_T_A, "cn.test.", DS_T_A, other_alias_first, DS_OUT_DATA, DS_BOGUS,
		    DS_WHY_SIG, NULL },
		{ "n.d.test", DS_T_A, "n.d.test.", DS_T_A, second_dname, DS_OUT_MALFORMED,
		    DS_INDETERMINATE, DS_WHY_LOOKUP, NULL },
		{ "a.test", DS_T_A, "a.test.", DS_T_A, alias_to_itself, DS_OUT_DATA,
		    DS_INDETERMINATE, DS_WHY_ALIAS_LOOP, NULL },
		/* what a reply says of a name that was not asked for is asked for, where it fails */
		{ "cn.test", DS_T_A, "cn.test.", DS_T_A, forged_target, DS_OUT_DATA, DS_SECURE,
		    DS_WHY_NONE, NULL },
		/* an alias is no proof that no zone begins at a name, if it is not proved itself */
		{ "los.test", DS_T_A, "los.test.", DS_T_DS, alias_for_ds, DS_OUT_DATA, DS_BOGUS,
		    DS_WHY_PARENT, NULL },
	};
	struct dns_world *w = dns_proof_world(&(struct dns_zone_wish){ .chain = DNS_NSEC });

	(void)state;
	dns_ask_parts(w, parts, count_of(parts));
	dns_world_free(w);
}

/* in an opt-out gap an unsigned zone may lie: what nobody signed is not proved wrong there */
static void test_gap(void **state)
{
	static const struct dns_part parts[] = {
		{ "c.test", DS_T_A, "c.test.", DS_T_A, unsigned_proof, DS_OUT_NXDOMAIN, DS_INSECURE,
		    DS_WHY_OPT_OUT, NULL },
		{ "c.test", DS_T_A, "c.test.", DS_T_A, off_tree, DS_OUT_NXDOMAIN, DS_BOGUS,
		    DS_WHY_DENIAL_INVALID, NULL },
		{ "los.test", DS_T_A, "los.test.", DS_T_DS, dns_say_nxdomain, DS_OUT_DATA,
		    DS_INSECURE, DS_WHY_OPT_OUT, NULL },
		{ "los.test", DS_T_A, "los.test.", DS_T_DS, stray_nsec3, DS_OUT_DATA, DS_BOGUS,
		    DS_WHY_PARENT, NULL },
		{ "a.test", DS_T_AAAA, "a.test.", DS_T_AAAA, unsigned_proof, DS_OUT_NODATA,
		    DS_BOGUS, DS_WHY_SIG_MISSING, NULL },
	};
	struct dns_world *w =
	    dns_proof_world(&(struct dns_zone_wish){ .chain = DNS_NSEC3, .opt_out = true });

	(void)state;
	dns_ask_parts(w, parts, count_of(parts));
	dns_world_free(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_beside),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_contradictions),
		cmocka_unit_test(test_gap),
	};

	return cmocka_run_group_tests_name("stranger", tests, NULL, NULL);
}
