/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Proofs by NSEC3: those that hold, without each of their parts, those that only look so, opt-out,
 * and what hashing may cost (RFC 9276, CVE-2023-50868).
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

static const struct dns_question honest[] = {
	DNS_HONEST("a.test", DS_T_AAAA, DS_OUT_NODATA),
	DNS_HONEST("test", DS_T_MX, DS_OUT_NODATA),
	DNS_HONEST("c.test", DS_T_A, DS_OUT_NXDOMAIN),
	DNS_HONEST("0.test", DS_T_A, DS_OUT_NXDOMAIN),
	DNS_HONEST("z.y.test", DS_T_A, DS_OUT_NXDOMAIN),
	DNS_HONEST("below.a.test", DS_T_A, DS_OUT_NXDOMAIN),
	DNS_HONEST("ent.test", DS_T_A, DS_OUT_NODATA),
	DNS_HONEST("x.ent.test", DS_T_A, DS_OUT_NXDOMAIN),
	DNS_HONEST("q.w.test", DS_T_A, DS_OUT_DATA),
	DNS_HONEST("q.q.w.test", DS_T_A, DS_OUT_DATA),
	DNS_HONEST("q.w.test", DS_T_AAAA, DS_OUT_NODATA),
	DNS_HONEST("q.x.w.test", DS_T_A, DS_OUT_NXDOMAIN),
	DNS_HONEST("w.test", DS_T_A, DS_OUT_NODATA),
	DNS_HONEST("q.kn.test", DS_T_A, DS_OUT_DATA),
	DNS_HONEST("cn.test", DS_T_AAAA, DS_OUT_NODATA),
	DNS_HONEST("n.sub.test", DS_T_A, DS_OUT_DATA),
	DNS_OPEN("los.test", DS_T_A, DS_OUT_DATA, DS_WHY_PARENT),
};

/* what a server says that knows its zone, with a salt and without */
static void test_honest(void **state)
{
	static const char *const salts[] = { NULL, "x", "\1\2\3\4\5\6\7\10" };

	(void)state;
	for (size_t i = 0; i < count_of(salts); i++) {
		struct dns_world *w = dns_proof_world(&(struct dns_zone_wish){
		    .chain = DNS_NSEC3, .salt = salts[i], .iterations = (unsigned)i });

		dns_ask_all(w, honest, count_of(honest));
		dns_world_free(w);
	}
}

/* every record of a proof is needed: closest encloser, next closer name, wildcard */
static void test_each_part(void **state)
{
	struct dns_world *w = dns_proof_world(&(struct dns_zone_wish){ .chain = DNS_NSEC3 });

	(void)state;
	assert_in_range(dns_ask_without(w, honest, count_of(honest)), 25, 60);
	dns_world_free(w);
}

static void no_proof(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	dns_reply_drop(pkt, 1, NULL, LDNS_RR_TYPE_NSEC3, true);
}

/* records that say the opposite, or speak of something else */
static void deny_a(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, false, "test.", NAMES("a.test."), NULL);
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
	dns_deny(w, pkt, true, "test.", NAMES("sub.test."), NAMES("n.sub.test.", "*.sub.test."));
}

static void deny_below_dname(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, true, "test.", NAMES("d.test."), NAMES("n.d.test.", "*.d.test."));
}

static void deny_from_higher(const struct dns_world *w, ldns_pkt *pkt)
{
	/* The encloser is not the closest: "w.test." is there, and is passed over. */
	dns_deny(w, pkt, true, "test.", NAMES("test."), NAMES("q.w.test.", "*.test."));
}

static void deny_with_wildcard(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, true, "test.", NAMES("w.test.", "*.w.test."), NAMES("q.w.test."));
}

static void deny_wildcard_type(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, false, "test.", NAMES("w.test.", "*.w.test."), NAMES("q.w.test."));
}

static void deny_c_briefly(const struct dns_world *w, ldns_pkt *pkt)
{
	dns_deny(w, pkt, false, "test.", NAMES("test."), NAMES("c.test."));
}

/* a wildcard's records at a name, with the records that do not cover what is closer */
static void wildcard_past_closer(const struct dns_world *w, ldns_pkt *pkt)
{
	const struct dns_zone *z = dns_world_zone((struct dns_world *)(uintptr_t)w, "test.");
	ldns_rdf *star = dns_name("*.w.test.");

	dns_deny(w, pkt, false, "test.", NAMES("x.w.test."), NAMES("q.x.w.test."));
	dns_reply_add_set(pkt, 0, dns_zone_set(z, star, LDNS_RR_TYPE_A));
	for (size_t i = 0; i < ldns_rr_list_rr_count(ldns_pkt_answer(pkt)); i++) {
		ldns_rr *rr = ldns_rr_list_rr(ldns_pkt_answer(pkt), i);

		ldns_rdf_deep_free(ldns_rr_owner(rr));
		ldns_rr_set_owner(rr, dns_name("q.x.w.test."));
	}
	ldns_rdf_deep_free(star);
}

static const struct dns_question forged[] = {
	DNS_FORGED("a.test", DS_T_AAAA, DS_OUT_NXDOMAIN, DS_WHY_DENIAL_INVALID, dns_say_nxdomain,
	    "the name is there"),
	DNS_FORGED("c.test", DS_T_A, DS_OUT_NODATA, DS_WHY_DENIAL_INVALID, dns_say_noerror,
	    "proved absent"),
	DNS_FORGED("ent.test", DS_T_A, DS_OUT_NXDOMAIN, DS_WHY_DENIAL_INVALID, dns_say_nxdomain,
	    "the name is there"),
	DNS_FORGED("q.w.test", DS_T_AAAA, DS_OUT_NXDOMAIN, DS_WHY_DENIAL_INVALID, dns_say_nxdomain,
	    "a wildcard is there"),
	DNS_FORGED("c.test", DS_T_A, DS_OUT_NXDOMAIN, DS_WHY_DENIAL_MISSING, no_proof, NULL),
	DNS_FORGED("q.w.test", DS_T_A, DS_OUT_DATA, DS_WHY_WILDCARD, no_proof, NULL),
	DNS_FORGED("a.test", DS_T_A, DS_OUT_NODATA, DS_WHY_DENIAL_INVALID, deny_a, "bitmap"),
	DNS_FORGED("cn.test", DS_T_A, DS_OUT_NODATA, DS_WHY_DENIAL_INVALID, deny_alias, "alias"),
	DNS_FORGED("sub.test", DS_T_MX, DS_OUT_NODATA, DS_WHY_DENIAL_INVALID, deny_sub_by_parent,
	    "parent's side"),
	DNS_FORGED("n.sub.test", DS_T_A, DS_OUT_NXDOMAIN, DS_WHY_DENIAL_INVALID, deny_below_sub,
	    "zone cut"),
	DNS_FORGED(
	    "n.d.test", DS_T_A, DS_OUT_NXDOMAIN, DS_WHY_DENIAL_INVALID, deny_below_dname, "DNAME"),
	DNS_FORGED("q.w.test", DS_T_A, DS_OUT_NXDOMAIN, DS_WHY_DENIAL_INVALID, deny_from_higher,
	    "next closer"),
	DNS_FORGED("q.w.test", DS_T_A, DS_OUT_NXDOMAIN, DS_WHY_DENIAL_INVALID, deny_with_wildcard,
	    "a wildcard is there"),
	DNS_FORGED(
	    "q.w.test", DS_T_A, DS_OUT_NODATA, DS_WHY_DENIAL_INVALID, deny_wildcard_type, "bitmap"),
	DNS_FORGED("q.x.w.test", DS_T_A, DS_OUT_DATA, DS_WHY_WILDCARD, wildcard_past_closer, NULL),
};

/* what a forger can make of records that are really signed */
static void test_forged(void **state)
{
	struct dns_world *w = dns_proof_world(&(struct dns_zone_wish){ .chain = DNS_NSEC3 });

	(void)state;
	dns_ask_all(w, forged, count_of(forged));
	dns_world_free(w);
}

/* opt-out: what lies in such a gap may be an unsigned delegation: never secure, never an error
 * (RFC 5155 sections 6 and 9.2) */
static void test_opt_out(void **state)
{
	static const struct dns_question q[] = {
		DNS_HONEST("a.test", DS_T_AAAA, DS_OUT_NODATA),
		DNS_HONEST("n.sub.test", DS_T_A, DS_OUT_DATA),
		DNS_OPEN("c.test", DS_T_A, DS_OUT_NXDOMAIN, DS_WHY_OPT_OUT),
		DNS_OPEN("los.test", DS_T_A, DS_OUT_DATA, DS_WHY_PARENT),
		DNS_OPEN("los.test", DS_T_DS, DS_OUT_NODATA, DS_WHY_OPT_OUT),
		DNS_OPEN("q.w.test", DS_T_A, DS_OUT_DATA, DS_WHY_OPT_OUT),
		/* a wildcard without the type: an unsigned delegation may be closer */
		DNS_OPEN("q.w.test", DS_T_AAAA, DS_OUT_NODATA, DS_WHY_OPT_OUT),
		DNS_FORGED("q.w.test", DS_T_A, DS_OUT_NODATA, DS_WHY_DENIAL_INVALID,
		    deny_wildcard_type, "bitmap"),
		/* a name above unsigned delegations only has no record (RFC 5155 erratum 3441) */
		{ "c.test", DS_T_A, DS_OUT_NODATA, DS_INSECURE, DS_WHY_OPT_OUT, deny_c_briefly,
		    NULL },
		DNS_FORGED("a.test", DS_T_A, DS_OUT_NODATA, DS_WHY_DENIAL_INVALID, deny_a, NULL),
		DNS_FORGED("sub.test", DS_T_MX, DS_OUT_NODATA, DS_WHY_DENIAL_INVALID,
		    deny_sub_by_parent, NULL),
	};
	struct dns_world *w =
	    dns_proof_world(&(struct dns_zone_wish){ .chain = DNS_NSEC3, .opt_out = true });

	(void)state;
	dns_ask_all(w, q, count_of(q));
	dns_world_free(w);
}

/* iterations: up to 50 as other validators do; beyond, every proof makes its answer insecure, an
 * answer from a wildcard too, and what needs no proof stays secure */
static void test_iterations(void **state)
{
	static const struct dns_question fine[] = {
		DNS_HONEST("c.test", DS_T_A, DS_OUT_NXDOMAIN),
		DNS_HONEST("a.test", DS_T_AAAA, DS_OUT_NODATA),
		DNS_HONEST("q.w.test", DS_T_A, DS_OUT_DATA),
	};
	static const struct dns_question dear[] = {
		DNS_OPEN("c.test", DS_T_A, DS_OUT_NXDOMAIN, DS_WHY_NSEC3_COST),
		DNS_OPEN("a.test", DS_T_AAAA, DS_OUT_NODATA, DS_WHY_NSEC3_COST),
		DNS_OPEN("q.w.test", DS_T_A, DS_OUT_DATA, DS_WHY_NSEC3_COST),
		DNS_OPEN("los.test", DS_T_A, DS_OUT_DATA, DS_WHY_PARENT),
		DNS_HONEST("a.test", DS_T_A, DS_OUT_DATA),
		DNS_HONEST("n.sub.test", DS_T_A, DS_OUT_DATA),
	};
	static const struct {
		unsigned iterations;
		bool fine;
	} cases[] = { { 0, true }, { 1, true }, { 49, true }, { 50, true }, { 51, false },
		{ 150, false }, { 2500, false } };

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_world *w = dns_proof_world(&(struct dns_zone_wish){
		    .chain = DNS_NSEC3, .iterations = cases[i].iterations });

		if (cases[i].fine)
			dns_ask_all(w, fine, count_of(fine));
		else
			dns_ask_all(w, dear, count_of(dear));
		dns_world_free(w);
	}
}

/* a dear proof without its signature, or that proves nothing, is no excuse */
static void test_iterations_unsigned(void **state)
{
	struct dns_world *w = dns_proof_world(&(struct dns_zone_wish){
	    .chain = DNS_NSEC3, .iterations = 2500, .denial_sig = { .spoilt = true } });
	static const struct dns_question q[] = {
		DNS_FORGED("c.test", DS_T_A, DS_OUT_NXDOMAIN, DS_WHY_SIG, NULL, NULL),
		DNS_FORGED("q.w.test", DS_T_A, DS_OUT_DATA, DS_WHY_WILDCARD, NULL, NULL),
	};

	(void)state;
	dns_ask_all(w, q, count_of(q));
	dns_world_free(w);
}

/* deep_name - "x.x.x...test" */
static const char *deep_name(char out[256], unsigned labels)
{
	for (unsigned i = 0; i < labels; i++)
		memcpy(out + 2 * i, "x.", 2);
	memcpy(out + 2 * labels, "test", 5);
	return out;
}

/* a name with many labels costs a hash each: past the bound nothing is said, and that is told */
static void test_deep_names(void **state)
{
	static const struct {
		unsigned iterations, labels;
		enum ds_status status;
	} cases[] = { { 0, 120, DS_SECURE }, { 49, 2, DS_SECURE }, { 49, 5, DS_SECURE },
		{ 49, 6, DS_INDETERMINATE }, { 49, 120, DS_INDETERMINATE } };

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_world *w = dns_proof_world(&(struct dns_zone_wish){
		    .chain = DNS_NSEC3, .iterations = cases[i].iterations });
		const struct ds_answer *a;
		struct dns_case c;
		char name[256];

		dns_case_begin(&c, w, 0, 0);
		a = dns_case_ask(&c, deep_name(name, cases[i].labels), DS_T_A);
		assert_non_null(a);
		assert_int_equal(a->status, cases[i].status);
		assert_int_equal(prover_exhausted(c.prover), cases[i].status != DS_SECURE);
		if (cases[i].status != DS_SECURE)
			assert_int_equal(a->why, DS_WHY_WORK_LIMIT);
		dns_case_end(&c);
		dns_world_free(w);
	}
}

/* the whole of a diagnosis has a bound too */
static void test_many_proofs(void **state)
{
	struct dns_world *w =
	    dns_proof_world(&(struct dns_zone_wish){ .chain = DNS_NSEC3, .iterations = 49 });
	unsigned secure = 0, limited = 0;
	struct dns_case c;

	(void)state;
	dns_case_begin(&c, w, 0, 0);
	for (unsigned i = 0; i < 40; i++) {
		const struct ds_answer *a;
		char name[32];

		snprintf(name, sizeof name, "n%u.test", i);
		a = dns_case_ask(&c, name, DS_T_A);
		assert_non_null(a);
		secure += a->status == DS_SECURE;
		limited += a->why == DS_WHY_WORK_LIMIT;
	}
	assert_in_range(secure, 10, SEC_NSEC3_TOTAL / (4 * 50));
	assert_int_equal(secure + limited, 40);
	assert_true(prover_exhausted(c.prover));
	dns_case_end(&c);
	dns_world_free(w);
}

/* The proof's records signed anew, with a field changed. */
struct change {
	struct dns_zone *z;
	size_t field;
	uint8_t value;
};

static void change_field(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	const struct change *change = arg;
	ldns_rr_list *list = ldns_pkt_authority(pkt);
	size_t n = ldns_rr_list_rr_count(list);

	if (type != DS_T_A || strcmp(name, "c.test.") != 0)
		return;
	dns_reply_strip(pkt, 1, LDNS_RR_TYPE_NSEC3);
	list = ldns_pkt_authority(pkt);
	n = ldns_rr_list_rr_count(list);
	for (size_t i = 0; i < n; i++) {
		ldns_rr *rr = ldns_rr_list_rr(list, i);
		ldns_rr_list *set;

		if (ldns_rr_get_type(rr) != LDNS_RR_TYPE_NSEC3)
			continue;
		ldns_rdf_data(ldns_rr_rdf(rr, change->field))[0] = change->value;
		set = ldns_rr_list_new();
		ldns_rr_list_push_rr(set, rr);
		ldns_pkt_push_rr(pkt, LDNS_SECTION_AUTHORITY,
		    dns_sign(&change->z->key[0], change->z->apex, set, NULL));
		ldns_rr_list_free(set);
	}
}

/* move_down - the proof's records signed anew, a label deeper than the zone's own */
static void move_down(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	const struct dns_zone *z = arg;
	ldns_rr_list *list;
	size_t n;

	if (type != DS_T_A || strcmp(name, "c.test.") != 0)
		return;
	dns_reply_strip(pkt, 1, LDNS_RR_TYPE_NSEC3);
	list = ldns_pkt_authority(pkt);
	n = ldns_rr_list_rr_count(list);
	for (size_t i = 0; i < n; i++) {
		ldns_rr *rr = ldns_rr_list_rr(list, i);
		ldns_rr_list *set = ldns_rr_list_new();

		if (ldns_rr_get_type(rr) == LDNS_RR_TYPE_NSEC3) {
			ldns_rdf *label = ldns_dname_label(ldns_rr_owner(rr), 0);
			ldns_rdf *below = dns_name("sub2.test.");

			ldns_rdf_deep_free(ldns_rr_owner(rr));
			ldns_rr_set_owner(rr, ldns_dname_cat_clone(label, below));
			ldns_rdf_deep_free(label);
			ldns_rdf_deep_free(below);
			ldns_rr_list_push_rr(set, rr);
			ldns_pkt_push_rr(
			    pkt, LDNS_SECTION_AUTHORITY, dns_sign(&z->key[0], z->apex, set, NULL));
		}
		ldns_rr_list_free(set);
	}
}

/* records that do not stand right below the apex are of no chain of the zone (RFC 5155 section 3) */
static void test_misplaced(void **state)
{
	struct dns_world *w = dns_proof_world(&(struct dns_zone_wish){ .chain = DNS_NSEC3 });
	const struct ds_answer *a;
	struct dns_case c;

	(void)state;
	dns_case_begin(&c, w, 0, 0);
	c.net.hook.arg = dns_world_zone(w, "test.");
	c.net.hook.packet = move_down;
	a = dns_case_ask(&c, "c.test", DS_T_A);
	assert_int_equal(a->status, DS_BOGUS);
	dns_case_end(&c);
	dns_world_free(w);
}

/* records with another hash algorithm or unknown flags are passed over (RFC 5155 section 8.2) */
static void test_unknown_fields(void **state)
{
	static const struct {
		size_t field;
		uint8_t value;
		enum ds_status status;
	} cases[] = { { 0, 1, DS_SECURE }, { 0, 2, DS_BOGUS }, { 0, 0, DS_BOGUS },
		{ 1, 0, DS_SECURE }, { 1, 1, DS_INSECURE }, { 1, 2, DS_BOGUS },
		{ 1, 0x81, DS_BOGUS } };
	struct dns_world *w = dns_proof_world(&(struct dns_zone_wish){ .chain = DNS_NSEC3 });

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct change change = { dns_world_zone(w, "test."), cases[i].field,
			cases[i].value };
		const struct ds_answer *a;
		struct dns_case c;

		dns_case_begin(&c, w, 0, 0);
		c.net.hook.arg = &change;
		c.net.hook.packet = change_field;
		a = dns_case_ask(&c, "c.test", DS_T_A);
		assert_non_null(a);
		assert_int_equal(a->status, cases[i].status);
		dns_case_end(&c);
	}
	dns_world_free(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_honest),
		cmocka_unit_test(test_each_part),
		cmocka_unit_test(test_forged),
		cmocka_unit_test(test_opt_out),
		cmocka_unit_test(test_iterations),
		cmocka_unit_test(test_iterations_unsigned),
		cmocka_unit_test(test_deep_names),
		cmocka_unit_test(test_many_proofs),
		cmocka_unit_test(test_unknown_fields),
		cmocka_unit_test(test_misplaced),
	};

	return cmocka_run_group_tests_name("nsec3", tests, NULL, NULL) != 0;
}
