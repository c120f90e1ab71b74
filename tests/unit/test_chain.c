/* SPDX-License-Identifier: BSD-2-Clause */
/* The chain of trust, link by link: what makes a zone secure, unsigned, broken or unknown. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/dnssec/anchor.h"
#include "core/dnssec/prover.h"
#include "core/limits.h"
#include "tests/unit/dns_case.h"

#define count_of(a) (sizeof(a) / sizeof *(a))

/* What a chain came to. */
struct seen {
	enum ds_status status;
	size_t n;
	enum ds_status last;
	enum ds_reason why;
	struct ds_link link; /* the last; its lists are gone */
	bool exhausted;
};

/* walk - the chain down to a name */
static struct seen walk(const struct dns_world *w, const struct dns_hook *hook, const char *name)
{
	struct seen seen = { 0 };
	struct ds_chain chain;
	struct dns_case c;

	dns_case_begin(&c, w, 0, 0);
	if (hook != NULL)
		c.net.hook = *hook;
	seen.status = dns_case_chain(&c, name, &chain);
	seen.n = chain.n;
	assert_true(chain.n > 0);
	seen.link = *chain.links[chain.n - 1];
	seen.last = seen.link.status;
	seen.why = seen.link.why;
	seen.exhausted = prover_exhausted(c.prover);
	assert_int_equal(seen.status, seen.last);
	for (size_t i = 0; i + 1 < chain.n; i++) {
		assert_int_equal(chain.links[i]->status, DS_SECURE);
		assert_ptr_equal(chain.links[i + 1]->parent, chain.links[i]);
	}
	dns_case_end(&c);
	return seen;
}

/* under - a root and nl., to wish, and test.nl. to wish */
static struct dns_world *under(
    const struct dns_zone_wish *parent, const struct dns_zone_wish *child)
{
	struct dns_zone_wish nl = *parent, test = *child;
	struct dns_world *w = dns_world_new();

	nl.apex = "nl.";
	test.apex = "test.nl.";
	test.text =
	    "test.nl. MX 10 mx.test.nl.\nmx.test.nl. A 192.0.2.1\na.b.c.test.nl. A 192.0.2.2\n";
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(w, &nl);
	dns_world_add(w, &test);
	return w;
}

/* each link by how parent and child are made */
static void test_links(void **state)
{
	static const struct {
		struct dns_zone_wish parent, child;
		size_t n;
		enum ds_status status;
		enum ds_reason why;
	} cases[] = {
		{ { 0 }, { 0 }, 3, DS_SECURE, DS_WHY_NONE },
		{ { .chain = DNS_NSEC3 }, { .chain = DNS_NSEC3 }, 3, DS_SECURE, DS_WHY_NONE },
		{ { 0 }, { .split = true }, 3, DS_SECURE, DS_WHY_NONE },
		{ { 0 }, { .chain = DNS_UNSIGNED }, 3, DS_INSECURE, DS_WHY_NO_DS },
		{ { .chain = DNS_NSEC3 }, { .chain = DNS_UNSIGNED }, 3, DS_INSECURE, DS_WHY_NO_DS },
		{ { .chain = DNS_NSEC3, .opt_out = true }, { .chain = DNS_UNSIGNED }, 3,
		    DS_INSECURE, DS_WHY_OPT_OUT },
		{ { .chain = DNS_NSEC3, .opt_out = true }, { 0 }, 3, DS_SECURE, DS_WHY_NONE },
		{ { .chain = DNS_NSEC3, .iterations = 200 }, { .chain = DNS_UNSIGNED }, 3,
		    DS_INSECURE, DS_WHY_NSEC3_COST },
		{ { 0 }, { .no_ds = true }, 3, DS_INSECURE, DS_WHY_NO_DS },
		{ { .chain = DNS_UNSIGNED }, { 0 }, 2, DS_INSECURE, DS_WHY_NO_DS },
		/* digests */
		{ { 0 }, { .ds = { 1 } }, 3, DS_SECURE, DS_WHY_NONE },
		{ { 0 }, { .ds = { 4 } }, 3, DS_SECURE, DS_WHY_NONE },
		{ { 0 }, { .ds = { 1, 2 } }, 3, DS_SECURE, DS_WHY_NONE },
		{ { 0 }, { .ds = { 3 } }, 3, DS_INSECURE, DS_WHY_UNSUPPORTED },
		{ { 0 }, { .ds = { 3, 2 } }, 3, DS_SECURE, DS_WHY_NONE },
		{ { 0 }, { .ds = { 200, 5 } }, 3, DS_INSECURE, DS_WHY_UNSUPPORTED },
		/* keys and signatures */
		{ { 0 }, { .ds_stray = true }, 3, DS_BOGUS, DS_WHY_DS_NO_KEY },
		{ { 0 }, { .keys_sig = { .expiration = DNS_NOW - 1 } }, 3, DS_BOGUS, DS_WHY_SIG },
		{ { 0 }, { .keys_sig = { .absent = true } }, 3, DS_BOGUS, DS_WHY_SIG_MISSING },
		{ { 0 }, { .keys_sig = { .spoilt = true } }, 3, DS_BOGUS, DS_WHY_SIG },
		{ { .ds_sig = { .expiration = DNS_NOW - 1 } }, { 0 }, 3, DS_BOGUS, DS_WHY_SIG },
		{ { .ds_sig = { .absent = true } }, { 0 }, 3, DS_BOGUS, DS_WHY_SIG_MISSING },
		{ { .denial_sig = { .expiration = DNS_NOW - 1 } }, { .chain = DNS_UNSIGNED }, 3,
		    DS_BOGUS, DS_WHY_SIG },
		{ { .denial_sig = { .absent = true } }, { .chain = DNS_UNSIGNED }, 3, DS_BOGUS,
		    DS_WHY_SIG_MISSING },
		{ { 0 }, { .key_flags = 257 | 0x80 }, 3, DS_BOGUS, DS_WHY_KEYS_UNSIGNED },
		{ { .keys_sig = { .spoilt = true } }, { 0 }, 2, DS_BOGUS, DS_WHY_SIG },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_world *w = under(&cases[i].parent, &cases[i].child);
		struct seen seen;

		dns_world_build(w);
		seen = walk(w, NULL, "test.nl");
		if (seen.status != cases[i].status || seen.why != cases[i].why)
			print_error(
			    "case %zu: status %d, why %d\n", i, (int)seen.status, (int)seen.why);
		assert_int_equal(seen.n, cases[i].n);
		assert_int_equal(seen.status, cases[i].status);
		assert_int_equal(seen.why, cases[i].why);
		assert_false(seen.exhausted);
		dns_world_free(w);
	}
}

/* names without a cut between them and their zone end in the same link */
static void test_no_cut(void **state)
{
	static const struct {
		const char *name;
		size_t n;
	} cases[] = { { ".", 1 }, { "nl", 2 }, { "test.nl", 3 }, { "mx.test.nl", 3 },
		{ "a.b.c.test.nl", 3 }, { "c.test.nl", 3 }, { "not.there.test.nl", 3 },
		{ "nothing", 1 }, { "a.b.nothing", 1 } };
	static const enum dns_chain chains[] = { DNS_NSEC, DNS_NSEC3 };

	(void)state;
	for (size_t k = 0; k < count_of(chains); k++) {
		struct dns_zone_wish wish = { .chain = chains[k] };
		struct dns_world *w = under(&wish, &wish);

		dns_world_build(w);
		for (size_t i = 0; i < count_of(cases); i++) {
			struct seen seen = walk(w, NULL, cases[i].name);

			assert_int_equal(seen.status, DS_SECURE);
			assert_int_equal(seen.n, cases[i].n);
		}
		dns_world_free(w);
	}
}

/* What is done to the reply to one question. */
struct trick {
	const char *name;
	unsigned type;
	struct dns_world *w;
	void (*edit)(struct trick *, ldns_pkt *);
	enum net_error error;
	unsigned rcode;
};

/* on_packet - applies a trick */
static void on_packet(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	struct trick *t = arg;

	if (type != t->type || strcmp(name, t->name) != 0)
		return;
	if (t->edit != NULL)
		t->edit(t, pkt);
	if (t->rcode != 0) {
		dns_reply_drop(pkt, 0, NULL, (ldns_rr_type)type, true);
		ldns_pkt_set_rcode(pkt, (uint8_t)t->rcode);
	}
}

/* on_wire - lets a question fail */
static enum net_error on_wire(void *arg, const char *name, unsigned type, const struct net_ask *ask,
    uint8_t *wire, size_t *len)
{
	const struct trick *t = arg;

	(void)ask;
	(void)wire;
	(void)len;
	return type == t->type && strcmp(name, t->name) == 0 ? t->error : NET_OK;
}

/* play - a chain with a trick */
static struct seen play(struct trick *t, const char *name)
{
	struct dns_hook hook = { t, on_packet, on_wire };

	return walk(t->w, &hook, name);
}

/* SHA-1 that does not fit beside SHA-256 that does is passed over, and not the other way round
 * (RFC 4509 section 3) */
static void test_sha1_beside(void **state)
{
	static const struct {
		unsigned spoil;
		enum ds_status status;
	} cases[] = { { 1, DS_SECURE }, { 2, DS_BOGUS } };

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_world *w =
		    under(&(struct dns_zone_wish){ 0 }, &(struct dns_zone_wish){ .ds = { 1, 2 } });
		struct dns_zone *nl = dns_world_zone(w, "nl.");
		ldns_rdf *apex = dns_name("test.nl.");
		const struct dns_set *set;

		dns_world_build(w);
		set = dns_zone_set(nl, apex, LDNS_RR_TYPE_DS);
		for (size_t k = 0; k < 2; k++) {
			ldns_rr *ds = ldns_rr_list_rr(set->rrs, k);

			if (ldns_rdf2native_int8(ldns_rr_rdf(ds, 2)) == cases[i].spoil)
				ldns_rdf_data(ldns_rr_rdf(ds, 3))[0] ^= 1;
		}
		ldns_rr_free(ldns_rr_list_pop_rr(set->sigs));
		ldns_rr_list_push_rr(set->sigs, dns_sign(&nl->key[0], nl->apex, set->rrs, NULL));
		assert_int_equal(walk(w, NULL, "test.nl").status, cases[i].status);
		ldns_rdf_deep_free(apex);
		dns_world_free(w);
	}
}

/* look-ups that fail: nothing is known, which is not the same as broken */
static void test_failures(void **state)
{
	static const struct {
		const char *name;
		unsigned type;
		enum net_error error;
		unsigned rcode;
		enum ds_outcome outcome;
		size_t n;
	} cases[] = {
		{ "test.nl.", DS_T_DS, NET_TIMEOUT, 0, DS_OUT_TIMEOUT, 3 },
		{ "test.nl.", DS_T_DNSKEY, NET_TIMEOUT, 0, DS_OUT_TIMEOUT, 3 },
		{ "test.nl.", DS_T_DNSKEY, NET_REFUSED, 0, DS_OUT_UNREACHABLE, 3 },
		{ "test.nl.", DS_T_DNSKEY, NET_OK, LDNS_RCODE_SERVFAIL, DS_OUT_SERVFAIL, 3 },
		{ "nl.", DS_T_DNSKEY, NET_OK, LDNS_RCODE_REFUSED, DS_OUT_REFUSED, 2 },
		{ "nl.", DS_T_DS, NET_OK, LDNS_RCODE_NOTIMPL, DS_OUT_NOTIMP, 2 },
		{ ".", DS_T_DNSKEY, NET_OK, LDNS_RCODE_FORMERR, DS_OUT_RCODE, 1 },
		{ ".", DS_T_DNSKEY, NET_TIMEOUT, 0, DS_OUT_TIMEOUT, 1 },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct trick t = { cases[i].name, cases[i].type,
			under(&(struct dns_zone_wish){ 0 }, &(struct dns_zone_wish){ 0 }), NULL,
			cases[i].error, cases[i].rcode };
		struct seen seen;

		dns_world_build(t.w);
		seen = play(&t, "test.nl");
		assert_int_equal(seen.status, DS_INDETERMINATE);
		assert_int_equal(seen.why, DS_WHY_LOOKUP);
		assert_int_equal(seen.link.outcome, cases[i].outcome);
		assert_int_equal(seen.n, cases[i].n);
		dns_world_free(t.w);
	}
}

/* tricks with the replies about test.nl. */
static void no_keys(struct trick *t, ldns_pkt *pkt)
{
	(void)t;
	dns_reply_drop(pkt, 0, NULL, LDNS_RR_TYPE_DNSKEY, true);
}

static void strip_ds(struct trick *t, ldns_pkt *pkt)
{
	(void)t;
	dns_reply_drop(pkt, 0, NULL, LDNS_RR_TYPE_DS, true);
}

static void false_alias(struct trick *t, ldns_pkt *pkt)
{
	strip_ds(t, pkt);
	dns_reply_add(pkt, 0, "test.nl. CNAME nl.");
}

static void child_denies(struct trick *t, ldns_pkt *pkt)
{
	const struct dns_zone *z = dns_world_zone(t->w, "test.nl.");

	strip_ds(t, pkt);
	dns_reply_add_set(pkt, 1, dns_zone_denial(z, z->apex, false));
}

static void nobody_denies(struct trick *t, ldns_pkt *pkt)
{
	const struct dns_zone *z = dns_world_zone(t->w, "nl.");
	ldns_rdf *other = dns_name("other.nl.");

	strip_ds(t, pkt);
	dns_reply_add_set(pkt, 1, dns_zone_denial(z, z->apex, false));
	dns_reply_add_set(pkt, 1, dns_zone_denial(z, other, true));
	ldns_rdf_deep_free(other);
}

static void other_keys(struct trick *t, ldns_pkt *pkt)
{
	struct dns_zone *z = dns_world_zone(t->w, "nl.");
	const struct dns_set *set = dns_zone_set(z, z->apex, LDNS_RR_TYPE_DNSKEY);

	no_keys(t, pkt);
	dns_reply_add_set(pkt, 0, set);
	for (size_t i = 0; i < ldns_rr_list_rr_count(ldns_pkt_answer(pkt)); i++) {
		ldns_rdf_deep_free(ldns_rr_owner(ldns_rr_list_rr(ldns_pkt_answer(pkt), i)));
		ldns_rr_set_owner(ldns_rr_list_rr(ldns_pkt_answer(pkt), i), dns_name("test.nl."));
	}
}

static void added_key(struct trick *t, ldns_pkt *pkt)
{
	struct dns_key key;

	dns_key_make(&key, 15, 257, 77);
	ldns_pkt_push_rr(
	    pkt, LDNS_SECTION_ANSWER, dns_key_rr(&key, dns_world_zone(t->w, "test.nl.")->apex));
	dns_key_clear(&key);
}

/* what a forger can do to the replies that make a link: never unsigned, never secure */
static void test_forged(void **state)
{
	static const struct {
		unsigned type;
		void (*edit)(struct trick *, ldns_pkt *);
		enum ds_reason why;
	} cases[] = {
		{ DS_T_DNSKEY, no_keys, DS_WHY_NO_KEYS },
		{ DS_T_DNSKEY, other_keys, DS_WHY_DS_NO_KEY },
		{ DS_T_DNSKEY, added_key, DS_WHY_SIG },
		{ DS_T_DS, strip_ds, DS_WHY_DENIAL_MISSING },
		{ DS_T_DS, child_denies, DS_WHY_SIG },
		{ DS_T_DS, nobody_denies, DS_WHY_DENIAL_INVALID },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct trick t = { "test.nl.", cases[i].type,
			under(&(struct dns_zone_wish){ 0 }, &(struct dns_zone_wish){ 0 }),
			cases[i].edit, NET_OK, 0 };
		struct seen seen;

		dns_world_build(t.w);
		seen = play(&t, "test.nl");
		assert_int_equal(seen.status, DS_BOGUS);
		assert_int_equal(seen.why, cases[i].why);
		dns_world_free(t.w);
	}
}

/* an alias in place of the DS set makes nothing unsigned: what is below is then the parent's */
static void test_alias_for_ds(void **state)
{
	struct trick t = { "test.nl.", DS_T_DS,
		under(&(struct dns_zone_wish){ 0 }, &(struct dns_zone_wish){ 0 }), false_alias,
		NET_OK, 0 };
	const struct ds_answer *a;
	struct dns_case c;

	(void)state;
	dns_world_build(t.w);
	dns_case_begin(&c, t.w, 0, 0);
	c.net.hook = (struct dns_hook){ &t, on_packet, on_wire };
	a = dns_case_ask(&c, "test.nl", DS_T_MX);
	assert_int_equal(a->status, DS_BOGUS);
	dns_case_end(&c);
	dns_world_free(t.w);
}

/* more DS records than are looked at: not known, and the bound is told */
static void test_many_ds(void **state)
{
	(void)state;
	for (unsigned n = SEC_DS_MAX - 1; n <= SEC_DS_MAX; n++) {
		char text[2000] = "";
		struct dns_world *w;
		struct seen seen;

		for (unsigned i = 0; i < n; i++)
			snprintf(text + strlen(text), sizeof text - strlen(text),
			    "test.nl. DS %u 15 2 %064x\n", i + 1, i);
		w = under(&(struct dns_zone_wish){ .text = text }, &(struct dns_zone_wish){ 0 });
		dns_world_build(w);
		seen = walk(w, NULL, "test.nl");
		assert_int_equal(seen.status, n < SEC_DS_MAX ? DS_SECURE : DS_INDETERMINATE);
		assert_int_equal(seen.exhausted, n >= SEC_DS_MAX);
		assert_int_equal(seen.link.nds, SEC_DS_MAX);
		dns_world_free(w);
	}
}

/* more keys than are looked at, likewise */
static void test_many_keys(void **state)
{
	(void)state;
	for (unsigned n = SEC_KEYS_MAX - 1; n <= SEC_KEYS_MAX; n++) {
		struct dns_world *w = dns_world_new();
		char *text = calloc(1, 8192);
		struct seen seen;

		assert_non_null(text);
		for (unsigned i = 0; i < n; i++)
			snprintf(text + strlen(text), 8192 - strlen(text),
			    "test. DNSKEY 256 3 15 %c%cAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
			    (char)('A' + i / 20), (char)('A' + i % 20));
		dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
		dns_world_add(w, &(struct dns_zone_wish){ .apex = "test.", .text = text });
		dns_world_build(w);
		seen = walk(w, NULL, "test");
		assert_int_equal(seen.link.nkeys, SEC_KEYS_MAX);
		assert_int_equal(seen.status, n < SEC_KEYS_MAX ? DS_SECURE : DS_INDETERMINATE);
		assert_int_equal(seen.exhausted, n >= SEC_KEYS_MAX);
		dns_world_free(w);
		free(text);
	}
}

/* say_nxdomain - of a name with names below it, and the proof says so */
static void say_nxdomain(struct trick *t, ldns_pkt *pkt)
{
	(void)t;
	ldns_pkt_set_rcode(pkt, LDNS_RCODE_NXDOMAIN);
}

/* "no such name" for the DS set of an empty non-terminal: what counts is the proof that no zone begins
 * there; names below are proved as ever (Unbound does so too) */
static void test_nxdomain_above(void **state)
{
	static const enum dns_chain chains[] = { DNS_NSEC, DNS_NSEC3 };

	(void)state;
	for (size_t i = 0; i < count_of(chains); i++) {
		struct dns_zone_wish wish = { .chain = chains[i] };
		struct trick t = { "c.test.nl.", DS_T_DS, under(&wish, &wish), say_nxdomain, NET_OK,
			0 };
		struct seen seen;

		dns_world_build(t.w);
		seen = play(&t, "a.b.c.test.nl");
		assert_int_equal(seen.status, DS_SECURE);
		assert_int_equal(seen.n, 3);
		dns_world_free(t.w);
	}
}

/* a root that fits no anchor is bogus, and the walk ends there */
static void test_anchors(void **state)
{
	struct dns_world *w = under(&(struct dns_zone_wish){ 0 }, &(struct dns_zone_wish){ 0 });
	struct ds_chain chain;
	struct dns_case c;

	(void)state;
	dns_world_build(w);
	dns_case_begin(&c, w, 0, 0);
	anchors_built_in(c.anchors);
	assert_int_equal(dns_case_chain(&c, "test.nl", &chain), DS_BOGUS);
	assert_int_equal(chain.n, 1);
	assert_int_equal(chain.links[0]->why, DS_WHY_NO_ANCHOR);
	dns_case_end(&c);
	dns_world_free(w);
}

/* a resolver that strips signatures: our trouble, not the domain's */
static void strip_all(struct trick *t, ldns_pkt *pkt)
{
	(void)t;
	dns_reply_strip(pkt, 0, 0);
}

static void test_stripped(void **state)
{
	struct trick t = { ".", DS_T_DNSKEY,
		under(&(struct dns_zone_wish){ 0 }, &(struct dns_zone_wish){ 0 }), strip_all,
		NET_OK, 0 };
	struct seen seen;

	(void)state;
	dns_world_build(t.w);
	seen = play(&t, "test.nl");
	assert_int_equal(seen.status, DS_BOGUS);
	assert_int_equal(seen.why, DS_WHY_SIG_MISSING);
	dns_world_free(t.w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_no_cut),
		cmocka_unit_test(test_sha1_beside),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_forged),
		cmocka_unit_test(test_alias_for_ds),
		cmocka_unit_test(test_many_ds),
		cmocka_unit_test(test_many_keys),
		cmocka_unit_test(test_nxdomain_above),
		cmocka_unit_test(test_anchors),
		cmocka_unit_test(test_stripped),
	};

	return cmocka_run_group_tests_name("chain", tests, NULL, NULL) != 0;
}
