/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Answers through aliases, by the security of each step; loops and chains that are too long; replies
 * that stop half-way; memory that runs out.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/dns/client.h"
#include "core/dns/name.h"
#include "core/dnssec/prover.h"
#include "core/limits.h"
#include "tests/unit/dns_case.h"

#define count_of(a) (sizeof(a) / sizeof *(a))

/* Zones by what they are worth. */
static struct dns_world *world(void)
{
	static const char good[] = "good. MX 10 a.good.\n"
				   "a.good. A 192.0.2.1\n"
				   "one.good. CNAME a.good.\n"
				   "two.good. CNAME one.good.\n"
				   "toopen.good. CNAME a.open.\n"
				   "tobad.good. CNAME a.bad.\n"
				   "tonone.good. CNAME none.good.\n"
				   "tonodata.good. CNAME good.\n"
				   "over.good. CNAME back.open.\n"
				   "dn.good. DNAME sub.good.\n"
				   "x.sub.good. A 192.0.2.2\n"
				   "dopen.good. DNAME open.\n"
				   "*.wc.good. CNAME a.good.\n"
				   "loop.good. CNAME loop.good.\n"
				   "l1.good. CNAME l2.good.\n"
				   "l2.good. CNAME l1.good.\n"
				   "dl.good. DNAME dl.dl.good.\n";
	static const char open[] = "a.open. A 192.0.2.3\n"
				   "back.open. CNAME a.good.\n"
				   "tobad.open. CNAME a.bad.\n"
				   "none.open. CNAME nothing.open.\n";
	static const char bad[] = "a.bad. A 192.0.2.4\n"
				  "back.bad. CNAME a.good.\n"
				  "toopen.bad. CNAME a.open.\n";
	struct dns_world *w = dns_world_new();

	dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "good.", .text = good });
	dns_world_add(
	    w, &(struct dns_zone_wish){ .apex = "open.", .chain = DNS_UNSIGNED, .text = open });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "bad.",
			     .text = bad,
			     .data_sig = { .spoilt = true },
			     .denial_sig = { .spoilt = true } });
	dns_world_build(w);
	return w;
}

/* the whole is as secure as its weakest link; each link has a status of its own */
static void test_aliases(void **state)
{
	static const struct {
		const char *name;
		enum ds_outcome outcome;
		enum ds_status status;
		size_t naliases;
		enum ds_status steps[3];
		const char *final;
	} cases[] = {
		{ "a.good", DS_OUT_DATA, DS_SECURE, 0, { 0 }, "a.good" },
		{ "one.good", DS_OUT_DATA, DS_SECURE, 1, { DS_SECURE }, "a.good" },
		{ "two.good", DS_OUT_DATA, DS_SECURE, 2, { DS_SECURE, DS_SECURE }, "a.good" },
		{ "toopen.good", DS_OUT_DATA, DS_INSECURE, 1, { DS_SECURE }, "a.open" },
		{ "tobad.good", DS_OUT_DATA, DS_BOGUS, 1, { DS_SECURE }, "a.bad" },
		{ "tonone.good", DS_OUT_NXDOMAIN, DS_SECURE, 1, { DS_SECURE }, "none.good" },
		{ "tonodata.good", DS_OUT_NODATA, DS_SECURE, 1, { DS_SECURE }, "good" },
		{ "over.good", DS_OUT_DATA, DS_INSECURE, 2, { DS_SECURE, DS_INSECURE }, "a.good" },
		{ "x.dn.good", DS_OUT_DATA, DS_SECURE, 1, { DS_SECURE }, "x.sub.good" },
		{ "n.dn.good", DS_OUT_NXDOMAIN, DS_SECURE, 1, { DS_SECURE }, "n.sub.good" },
		{ "a.dopen.good", DS_OUT_DATA, DS_INSECURE, 1, { DS_SECURE }, "a.open" },
		{ "q.wc.good", DS_OUT_DATA, DS_SECURE, 1, { DS_SECURE }, "a.good" },
		{ "back.open", DS_OUT_DATA, DS_INSECURE, 1, { DS_INSECURE }, "a.good" },
		{ "none.open", DS_OUT_NXDOMAIN, DS_INSECURE, 1, { DS_INSECURE }, "nothing.open" },
		{ "tobad.open", DS_OUT_DATA, DS_BOGUS, 1, { DS_INSECURE }, "a.bad" },
		{ "back.bad", DS_OUT_DATA, DS_BOGUS, 1, { DS_BOGUS }, "a.good" },
		{ "toopen.bad", DS_OUT_DATA, DS_BOGUS, 1, { DS_BOGUS }, "a.open" },
	};
	struct dns_world *w = world();

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		const struct ds_answer *a;
		struct dns_case c;

		dns_case_begin(&c, w, 0, 0);
		a = dns_case_ask(&c, cases[i].name, DS_T_A);
		assert_non_null(a);
		if (a->status != cases[i].status)
			print_error(
			    "%s: status %d, why %d\n", cases[i].name, (int)a->status, (int)a->why);
		assert_int_equal(a->status, cases[i].status);
		assert_int_equal(a->outcome, cases[i].outcome);
		assert_int_equal(a->naliases, cases[i].naliases);
		assert_string_equal(a->final, cases[i].final);
		for (size_t k = 0; k < a->naliases; k++)
			assert_int_equal(a->aliases[k].status, cases[i].steps[k]);
		assert_int_equal(a->nrrs > 0, cases[i].outcome == DS_OUT_DATA);
		dns_case_end(&c);
	}
	dns_world_free(w);
}

/* a DNAME is told from a CNAME, and what it makes is its own, whatever alias the server adds */
static void test_dname(void **state)
{
	struct dns_world *w = world();
	const struct ds_answer *a;
	struct dns_case c;

	(void)state;
	dns_case_begin(&c, w, 0, 0);
	a = dns_case_ask(&c, "x.dn.good", DS_T_A);
	assert_true(a->aliases[0].dname);
	assert_string_equal(a->aliases[0].owner, "x.dn.good");
	assert_string_equal(a->aliases[0].target, "x.sub.good");
	dns_case_end(&c);
	dns_world_free(w);
}

/* aliases that lead round */
static void test_loops(void **state)
{
	static const struct {
		const char *name;
		size_t naliases;
		enum ds_reason why;
	} cases[] = {
		{ "loop.good", 1, DS_WHY_ALIAS_LOOP }, { "l1.good", 2, DS_WHY_ALIAS_LOOP },
		{ "x.dl.good", DNS_ALIASES_MAX, DS_WHY_ALIAS_TOO_LONG }, /* longer at each step */
	};
	struct dns_world *w = world();

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		const struct ds_answer *a;
		struct dns_case c;

		dns_case_begin(&c, w, 0, 0);
		a = dns_case_ask(&c, cases[i].name, DS_T_A);
		assert_non_null(a);
		assert_int_equal(a->status, DS_INDETERMINATE);
		assert_int_equal(a->why, cases[i].why);
		assert_int_equal(a->naliases, cases[i].naliases);
		assert_int_equal(a->nrrs, 0);
		dns_case_end(&c);
	}
	dns_world_free(w);
}

/* chain_world - n aliases and an address, or n aliases in a ring */
static struct dns_world *chain_world(unsigned n, bool ring)
{
	struct dns_world *w = dns_world_new();
	char text[2000] = "";

	for (unsigned i = 0; i < n; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text),
		    "c%u.test. CNAME c%u.test.\n", i, ring ? (i + 1) % n : i + 1);
	if (!ring)
		snprintf(
		    text + strlen(text), sizeof text - strlen(text), "c%u.test. A 192.0.2.1\n", n);
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "test.", .text = text });
	dns_world_build(w);
	return w;
}

/* chains and rings of aliases, up to the bound and one past it */
static void test_lengths(void **state)
{
	static const struct {
		unsigned n;
		bool ring;
		enum ds_reason why;
	} cases[] = {
		{ DNS_ALIASES_MAX - 1, false, DS_WHY_NONE },
		{ DNS_ALIASES_MAX, false, DS_WHY_NONE },
		{ DNS_ALIASES_MAX + 1, false, DS_WHY_ALIAS_TOO_LONG },
		{ 1, true, DS_WHY_ALIAS_LOOP },
		{ 2, true, DS_WHY_ALIAS_LOOP },
		{ DNS_ALIASES_MAX, true, DS_WHY_ALIAS_LOOP },
		{ DNS_ALIASES_MAX + 1, true, DS_WHY_ALIAS_TOO_LONG },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_world *w = chain_world(cases[i].n, cases[i].ring);
		const struct ds_answer *a;
		struct dns_case c;

		dns_case_begin(&c, w, 0, 0);
		a = dns_case_ask(&c, "c0.test", DS_T_A);
		assert_non_null(a);
		assert_int_equal(a->why, cases[i].why);
		assert_int_equal(
		    a->status, cases[i].why == DS_WHY_NONE ? DS_SECURE : DS_INDETERMINATE);
		assert_true(a->naliases <= DNS_ALIASES_MAX);
		dns_case_end(&c);
		dns_world_free(w);
	}
}

/* first_alias_only - a resolver that does not follow: the alias and nothing more */
static void first_alias_only(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	ldns_rr_list *list = ldns_pkt_answer(pkt);

	(void)arg;
	if (type != DS_T_A || strcmp(name, "a.good.") == 0)
		return;
	while (ldns_rr_list_rr_count(list) > 2)
		ldns_rr_free(ldns_rr_list_pop_rr(list));
	ldns_pkt_set_section_count(pkt, LDNS_SECTION_ANSWER, 2);
}

/* what an alias leads to is asked for where the reply does not say */
static void test_half_way(void **state)
{
	struct dns_world *w = world();
	const struct ds_answer *a;
	struct dns_case c;

	(void)state;
	dns_case_begin(&c, w, 0, 0);
	c.net.hook.packet = first_alias_only;
	a = dns_case_ask(&c, "two.good", DS_T_A);
	assert_non_null(a);
	assert_int_equal(a->status, DS_SECURE);
	assert_int_equal(a->naliases, 2);
	assert_int_equal(a->nrrs, 1);
	dns_case_end(&c);
	dns_world_free(w);
}

/* an answer is kept: it is the same, and nothing is asked twice */
static void test_kept(void **state)
{
	struct dns_world *w = world();
	const struct ds_answer *first, *second;
	struct dns_case c;
	size_t asked;

	(void)state;
	dns_case_begin(&c, w, 0, 0);
	first = dns_case_ask(&c, "two.good", DS_T_A);
	asked = c.net.asked;
	second = dns_case_ask(&c, "two.good", DS_T_A);
	assert_ptr_equal(first, second);
	assert_int_equal(c.net.asked, asked);
	assert_true(
	    name_equal(answer_final_name(c.prover, (const uint8_t *)"\3two\4good\0", DS_T_A),
		(const uint8_t *)"\1a\4good\0"));
	dns_case_end(&c);
	dns_world_free(w);
}

/* memory runs out at every point: no answer, or one that is whole; never a secure half */
static void test_no_memory(void **state)
{
	static const char *const names[] = { "two.good", "x.dn.good", "none.good", "q.wc.good",
		"toopen.good" };
	struct dns_world *w = world();

	(void)state;
	for (size_t i = 0; i < count_of(names); i++) {
		bool whole = false;

		for (size_t limit = 1024; !whole; limit += 97) {
			const struct ds_answer *a;
			struct dns_case c;

			dns_case_begin(&c, w, 0, limit);
			a = dns_case_ask(&c, names[i], DS_T_A);
			whole = !arena_failed(c.arena);
			assert_true(limit < 1 << 20);
			if (whole) {
				assert_non_null(a);
				assert_int_equal(a->status, i == 4 ? DS_INSECURE : DS_SECURE);
			}
			dns_case_end(&c);
		}
	}
	dns_world_free(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_aliases),
		cmocka_unit_test(test_dname),
		cmocka_unit_test(test_loops),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_half_way),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_no_memory),
	};

	return cmocka_run_group_tests_name("answer", tests, NULL, NULL) != 0;
}
