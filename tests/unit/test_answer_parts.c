/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Answers whose parts come from several zones, or do not all come: who denies, when an alias's target is
 * asked for by itself, and what is left undetermined where a bound left a part of a proof out.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "core/dnssec/prover.h"
#include "core/limits.h"
#include "tests/unit/dns_case.h"
#include "tests/unit/dns_proof.h"

#define count_of(a) (sizeof(a) / sizeof *(a))
#define NAMES(...)  ((const char *const[]){ __VA_ARGS__, NULL })

/* foreign_soa - the SOA of an unsigned zone becomes one of its signed parent, without a signature */
static void foreign_soa(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_drop(pkt, 1, NULL, LDNS_RR_TYPE_SOA, true);
	dns_reply_add(pkt, 1, "test. SOA ns.test. host.test. 1 14400 3600 604800 600");
}

/* alias_only - as a server that does not follow aliases, with the reply code of the target */
static void alias_only(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_drop(pkt, 0, NULL, LDNS_RR_TYPE_A, true);
	ldns_pkt_set_rcode(pkt, LDNS_RCODE_NXDOMAIN);
}

/* no_nsec - a signed SOA and no proof */
static void no_nsec(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_drop(pkt, 1, NULL, LDNS_RR_TYPE_NSEC, true);
}

/* no_soa_signature - the proof is whole, the SOA beside it unsigned */
static void no_soa_signature(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_strip(pkt, 1, LDNS_RR_TYPE_SOA);
}

/* servfail - an error code, whatever comes with it */
static void servfail(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	ldns_pkt_set_rcode(pkt, LDNS_RCODE_SERVFAIL);
}

/* whose denial it is, and whose SOA counts */
static void test_whose(void **state)
{
	static const struct dns_part parts[] = {
		{ "los.test", DS_T_MX, NULL, 0, NULL, DS_OUT_NODATA, DS_INSECURE, DS_WHY_PARENT,
		    NULL },
		{ "los.test", DS_T_MX, "los.test.", DS_T_MX, foreign_soa, DS_OUT_NODATA,
		    DS_INSECURE, DS_WHY_PARENT, NULL },
		/* beside an answer's denial the SOA must be valid; a link is judged by the proof alone */
		{ "a.test", DS_T_MX, "a.test.", DS_T_MX, no_soa_signature, DS_OUT_NODATA, DS_BOGUS,
		    DS_WHY_SIG_MISSING, NULL },
		{ "los.test", DS_T_A, "los.test.", DS_T_DS, no_soa_signature, DS_OUT_DATA,
		    DS_INSECURE, DS_WHY_PARENT, NULL },
		/* keys that come with an error code are none */
		{ "a.test", DS_T_A, ".", DS_T_DNSKEY, servfail, DS_OUT_DATA, DS_INDETERMINATE,
		    DS_WHY_PARENT, NULL },
	};
	struct dns_world *w = dns_proof_world(&(struct dns_zone_wish){ .chain = DNS_NSEC });

	(void)state;
	dns_ask_parts(w, parts, count_of(parts));
	dns_world_free(w);
}

/* the target of an alias is asked for by itself where the reply neither holds nor denies it */
static void test_target(void **state)
{
	static const struct dns_part parts[] = {
		{ "cn.test", DS_T_A, "cn.test.", DS_T_A, alias_only, DS_OUT_DATA, DS_SECURE,
		    DS_WHY_NONE, NULL },
		{ "q.kn.test", DS_T_A, "q.kn.test.", DS_T_A, alias_only, DS_OUT_DATA, DS_SECURE,
		    DS_WHY_NONE, NULL },
		{ "cn.test", DS_T_AAAA, "cn.test.", DS_T_AAAA, no_nsec, DS_OUT_NODATA, DS_SECURE,
		    DS_WHY_NONE, NULL },
		{ "a.test", DS_T_AAAA, "a.test.", DS_T_AAAA, no_nsec, DS_OUT_NODATA, DS_BOGUS,
		    DS_WHY_DENIAL_MISSING, NULL },
	};
	struct dns_world *w = dns_proof_world(&(struct dns_zone_wish){ .chain = DNS_NSEC });

	(void)state;
	dns_ask_parts(w, parts, count_of(parts));
	dns_world_free(w);
}

/* an alias out of a wildcard, into another zone that denies the target: proofs of both in one reply */
static void test_two_zones(void **state)
{
	static const enum dns_chain chains[] = { DNS_NSEC, DNS_NSEC3 };
	static const struct dns_part parts[] = {
		{ "q.k.test", DS_T_A, NULL, 0, NULL, DS_OUT_NXDOMAIN, DS_SECURE, DS_WHY_NONE,
		    NULL },
		{ "q.k.test", DS_T_MX, NULL, 0, NULL, DS_OUT_NXDOMAIN, DS_SECURE, DS_WHY_NONE,
		    NULL },
		{ "q.l.test", DS_T_MX, NULL, 0, NULL, DS_OUT_NODATA, DS_SECURE, DS_WHY_NONE, NULL },
	};

	(void)state;
	for (size_t i = 0; i < count_of(chains); i++) {
		struct dns_world *w = dns_world_new();

		dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
		dns_world_add(
		    w, &(struct dns_zone_wish){ .apex = "test.",
			   .chain = chains[i],
			   .text = "*.k.test. CNAME no.sub.test.\n*.l.test. CNAME n.sub.test.\n" });
		dns_world_add(w, &(struct dns_zone_wish){ .apex = "sub.test.",
				     .chain = chains[i],
				     .text = "n.sub.test. A 192.0.2.1\n" });
		dns_world_build(w);
		dns_ask_parts(w, parts, count_of(parts));
		dns_world_free(w);
	}
}

/* as many other records before the two that prove the absence of c.test. as there is room for */
static void crowd_of_six(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, true, "test.",
	    NAMES("a.test.", "cn.test.", "d.test.", "deep.ent.test.", "*.w.test.", "x.w.test."),
	    NAMES("c.test.", "*.test."));
}

/* one too many */
static void crowd_of_seven(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, true, "test.",
	    NAMES("a.test.", "cn.test.", "d.test.", "deep.ent.test.", "*.w.test.", "x.w.test.",
		"*.kn.test."),
	    NAMES("c.test.", "*.test."));
}

/* cut_short - more records than are read, before the proof */
static void cut_short(const struct dns_world *w, ldns_pkt *pkt)
{
	ldns_rr_list *proof = ldns_pkt_authority(pkt);

	(void)w;
	ldns_pkt_set_authority(pkt, ldns_rr_list_new());
	ldns_pkt_set_section_count(pkt, LDNS_SECTION_AUTHORITY, 0);
	for (unsigned i = 0; i < DNS_RRS_KEPT; i++) {
		char line[64];

		snprintf(line, sizeof line, "x%u.test. NS ns.test.", i);
		dns_reply_add(pkt, 1, line);
	}
	for (size_t i = 0; i < ldns_rr_list_rr_count(proof); i++)
		ldns_pkt_push_rr(pkt, LDNS_SECTION_AUTHORITY, ldns_rr_list_rr(proof, i));
	ldns_rr_list_free(proof);
}

/* a part of a proof that a bound left out leaves the answer undetermined, never bogus */
static void test_left_out(void **state)
{
	static const struct dns_part parts[] = {
		{ "c.test", DS_T_A, "c.test.", DS_T_A, crowd_of_six, DS_OUT_NXDOMAIN, DS_SECURE,
		    DS_WHY_NONE, NULL },
		{ "c.test", DS_T_A, "c.test.", DS_T_A, crowd_of_seven, DS_OUT_NXDOMAIN,
		    DS_INDETERMINATE, DS_WHY_WORK_LIMIT, NULL },
		{ "c.test", DS_T_A, "c.test.", DS_T_A, cut_short, DS_OUT_NXDOMAIN, DS_INDETERMINATE,
		    DS_WHY_WORK_LIMIT, NULL },
	};
	struct dns_world *w = dns_proof_world(&(struct dns_zone_wish){ .chain = DNS_NSEC });

	(void)state;
	dns_ask_parts(w, parts, count_of(parts));
	dns_world_free(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whose),
		cmocka_unit_test(test_target),
		cmocka_unit_test(test_two_zones),
		cmocka_unit_test(test_left_out),
	};

	return cmocka_run_group_tests_name("answer parts", tests, NULL, NULL) != 0;
}
