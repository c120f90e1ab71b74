/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Signatures: each way in which one can be wrong, time that wraps, keys that may not sign, and the
 * bounds on work (KeyTrap, CVE-2023-50387), at the limit and one past it.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/dnssec/prover_impl.h"
#include "core/dnssec/pubkey.h"
#include "core/limits.h"
#include "tests/unit/dns_case.h"

#define count_of(a) (sizeof(a) / sizeof *(a))

/* What came of the question for a.test. */
struct seen {
	enum ds_status status;
	enum ds_reason why;
	enum ds_sig_state state; /* of the first signature; DS_SIG_UNCHECKED: there is none */
	unsigned states[16];     /* how many are in each state */
	bool exhausted;
};

static const char data[] = "a.test. A 192.0.2.1\na.test. A 192.0.2.7\n*.w.test. A 192.0.2.2\n";

/* ask - one question to a world, at a moment */
static struct seen ask(
    const struct dns_world *w, const struct dns_hook *hook, const char *name, int64_t at)
{
	const struct ds_answer *a;
	struct dns_case c;
	struct seen seen = { .state = DS_SIG_UNCHECKED };

	dns_case_begin(&c, w, at, 0);
	if (hook != NULL)
		c.net.hook = *hook;
	a = dns_case_ask(&c, name, DS_T_A);
	assert_non_null(a);
	seen.status = a->status;
	seen.why = a->why;
	if (a->nsigs > 0)
		seen.state = a->sigs[0].state;
	for (size_t i = 0; i < a->nsigs; i++)
		seen.states[a->sigs[i].state]++;
	seen.exhausted = prover_exhausted(c.prover);
	dns_case_end(&c);
	return seen;
}

/* world - the root, and test. to wish */
static struct dns_world *world(const struct dns_zone_wish *wish)
{
	struct dns_zone_wish test = *wish;
	struct dns_world *w = dns_world_new();

	test.apex = "test.";
	if (test.text == NULL)
		test.text = data;
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(w, &test);
	return w;
}

/* each way to be wrong, over the records asked for */
static void test_signatures(void **state)
{
	static const struct {
		struct dns_sig_wish wish;
		enum ds_status status;
		enum ds_reason why;
		enum ds_sig_state state;
	} cases[] = {
		{ { 0 }, DS_SECURE, DS_WHY_NONE, DS_SIG_VALID },
		{ { .expiration = DNS_NOW }, DS_SECURE, DS_WHY_NONE, DS_SIG_VALID },
		{ { .expiration = DNS_NOW - 1 }, DS_BOGUS, DS_WHY_SIG, DS_SIG_EXPIRED },
		{ { .inception = DNS_NOW }, DS_SECURE, DS_WHY_NONE, DS_SIG_VALID },
		{ { .inception = DNS_NOW + 1 }, DS_BOGUS, DS_WHY_SIG, DS_SIG_NOT_YET_VALID },
		{ { .inception = DNS_NOW + 9, .expiration = DNS_NOW - 9 }, DS_BOGUS, DS_WHY_SIG,
		    DS_SIG_EXPIRED },
		/* an end that lies before the beginning, though both look right from here */
		{ { .inception = DNS_NOW - 2000000000u, .expiration = DNS_NOW + 147483647u },
		    DS_SECURE, DS_WHY_NONE, DS_SIG_VALID },
		{ { .inception = DNS_NOW - 2000000000u, .expiration = DNS_NOW + 147483648u },
		    DS_BOGUS, DS_WHY_SIG, DS_SIG_EXPIRED },
		{ { .signer = "." }, DS_BOGUS, DS_WHY_SIG, DS_SIG_WRONG_SIGNER },
		{ { .signer = "a.test." }, DS_BOGUS, DS_WHY_SIG, DS_SIG_WRONG_SIGNER },
		{ { .signer = "other." }, DS_BOGUS, DS_WHY_SIG, DS_SIG_WRONG_SIGNER },
		{ { .signer = "TEST." }, DS_SECURE, DS_WHY_NONE, DS_SIG_VALID },
		{ { .labels = 1 }, DS_BOGUS, DS_WHY_SIG, DS_SIG_LABELS },
		{ { .labels = -1 }, DS_BOGUS, DS_WHY_SIG, DS_SIG_INVALID },
		{ { .labels = -2 }, DS_BOGUS, DS_WHY_SIG, DS_SIG_LABELS },
		{ { .tag = 1 }, DS_BOGUS, DS_WHY_SIG, DS_SIG_UNKNOWN_KEY },
		{ { .algorithm = 13 }, DS_BOGUS, DS_WHY_SIG, DS_SIG_UNKNOWN_KEY },
		{ { .algorithm = 99 }, DS_BOGUS, DS_WHY_SIG, DS_SIG_UNSUPPORTED },
		{ { .spoilt = true }, DS_BOGUS, DS_WHY_SIG, DS_SIG_INVALID },
		{ { .absent = true }, DS_BOGUS, DS_WHY_SIG_MISSING, DS_SIG_UNCHECKED },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_world *w = world(&(struct dns_zone_wish){ .data_sig = cases[i].wish });
		struct seen seen;

		dns_world_build(w);
		seen = ask(w, NULL, "a.test", 0);
		assert_int_equal(seen.status, cases[i].status);
		assert_int_equal(seen.why, cases[i].why);
		assert_int_equal(seen.state, cases[i].state);
		assert_false(seen.exhausted);
		dns_world_free(w);
	}
}

/* times are serial numbers: past 2038, and round the end of 32 bits in 2106 (RFC 4034 3.1.5) */
static void test_time_wraps(void **state)
{
	static const int64_t half = INT64_C(1) << 31, whole = INT64_C(1) << 32;
	const struct {
		int64_t inception, expiration, at;
		enum ds_status status;
	} cases[] = {
		{ half - 1000, half + 1000, half, DS_SECURE },
		{ half - 1000, half + 1000, half + 1001, DS_BOGUS },
		{ half - 1000, half + 1000, half - 1001, DS_BOGUS },
		{ whole - 1000, whole + 1000, whole - 100, DS_SECURE },
		{ whole - 1000, whole + 1000, whole + 1000, DS_SECURE },
		{ whole - 1000, whole + 1000, whole + 1001, DS_BOGUS },
		{ whole - 1000, whole + 1000, whole - 1001, DS_BOGUS },
		{ whole + half - 5, whole + half + 5, whole + half, DS_SECURE },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_sig_wish sig = { .inception = (uint32_t)cases[i].inception,
			.expiration = (uint32_t)cases[i].expiration };
		struct dns_zone_wish wish = { .apex = ".", .text = data };
		struct dns_world *w = dns_world_new();
		struct seen seen;

		wish.data_sig = wish.ds_sig = wish.keys_sig = sig;
		dns_world_add(w, &wish);
		dns_world_build(w);
		seen = ask(w, NULL, "a.test", cases[i].at);
		assert_int_equal(seen.status, cases[i].status);
		dns_world_free(w);
	}
}

/* every algorithm that is verified, for a whole chain */
static void test_algorithms(void **state)
{
	static const unsigned algorithms[] = { 5, 7, 8, 10, 13, 14, 15, 16 };

	(void)state;
	for (size_t i = 0; i < count_of(algorithms); i++) {
		struct dns_zone_wish wish = { .algorithm = algorithms[i] };
		struct dns_world *w = world(&wish);

		dns_world_build(w);
		assert_int_equal(ask(w, NULL, "a.test", 0).status, DS_SECURE);
		dns_world_free(w);
		wish.data_sig.spoilt = true;
		w = world(&wish);
		dns_world_build(w);
		assert_int_equal(ask(w, NULL, "a.test", 0).state, DS_SIG_INVALID);
		dns_world_free(w);
	}
}

/* where OpenSSL verifies no SHA-1 signatures, a zone that has no others counts as unsigned, never as
 * broken; one that has others is proved by those */
static void test_sha1_refused(void **state)
{
	static const unsigned algorithms[] = { 5, 7 };

	(void)state;
	for (size_t i = 0; i < count_of(algorithms); i++)
		for (int sha1 = -1; sha1 <= 1; sha1 += 2) {
			struct dns_world *w =
			    world(&(struct dns_zone_wish){ .algorithm = algorithms[i] });
			const struct ds_answer *a;
			struct dns_case c;

			dns_world_build(w);
			dns_case_begin(&c, w, 0, 0);
			c.prover->sha1 = sha1;
			a = dns_case_ask(&c, "a.test", DS_T_A);
			assert_int_equal(a->status, sha1 < 0 ? DS_INSECURE : DS_SECURE);
			assert_int_equal(
			    a->chain.links[1]->why, sha1 < 0 ? DS_WHY_UNSUPPORTED : DS_WHY_NONE);
			assert_false(prover_exhausted(c.prover));
			dns_case_end(&c);
			dns_world_free(w);
		}
	assert_true(pubkey_algorithm_known(5)); /* this OpenSSL does */
	assert_true(pubkey_algorithm_known(7));
}

/* keys that may not sign records: no zone key, another protocol, revoked */
static void test_key_uses(void **state)
{
	static const struct {
		unsigned flags, protocol;
		enum ds_sig_state state;
	} cases[] = {
		{ 256, 3, DS_SIG_VALID }, { 257, 3, DS_SIG_VALID },
		{ 256 | 0x8000, 3, DS_SIG_VALID }, /* unknown flags mean nothing */
		{ 0, 3, DS_SIG_KEY_UNUSABLE }, { 1, 3, DS_SIG_KEY_UNUSABLE },
		{ 256, 2, DS_SIG_KEY_UNUSABLE },
		{ 256 | 0x80, 3, DS_SIG_KEY_UNUSABLE }, /* RFC 5011 section 2.1 */
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_world *w = world(&(struct dns_zone_wish){ .split = true });
		struct dns_zone *z = dns_world_zone(w, "test.");
		struct seen seen;

		z->key[1].rdata[2] = (uint8_t)cases[i].protocol;
		dns_key_flags(&z->key[1], cases[i].flags);
		dns_world_build(w);
		seen = ask(w, NULL, "a.test", 0);
		assert_int_equal(seen.state, cases[i].state);
		assert_int_equal(
		    seen.status, cases[i].state == DS_SIG_VALID ? DS_SECURE : DS_BOGUS);
		dns_world_free(w);
	}
}

/* add_twins - keys of the same tag and algorithm as another, good for nothing, before it in the set */
static void add_twins(
    struct dns_zone *z, const struct dns_key *key, unsigned n, char *text, size_t size)
{
	for (unsigned i = 0; i < n; i++) {
		struct dns_key twin = *key;
		char *line;
		ldns_rr *rr;

		/* What is added to one octet is taken from another of the same weight. */
		if (key->rdata[10] < 0x80)
			twin.rdata[10] = (uint8_t)(key->rdata[10] + i + 1);
		else
			twin.rdata[10] = (uint8_t)(key->rdata[10] - i - 1);
		for (unsigned at = 12; at < 30; at += 2) {
			int want = (int)twin.rdata[at] + (int)key->rdata[10] - (int)twin.rdata[10];

			if (want >= 0 && want <= 255) {
				twin.rdata[at] = (uint8_t)want;
				break;
			}
		}
		rr = dns_key_rr(&twin, z->apex);
		assert_int_equal(ldns_calc_keytag(rr), key->tag);
		line = ldns_rr2str(rr);
		snprintf(text + strlen(text), size - strlen(text), "%s", line);
		free(line);
		ldns_rr_free(rr);
	}
}

/* twin_world - a zone whose key of records has twins */
static struct dns_world *twin_world(unsigned twins)
{
	struct dns_world *first = world(&(struct dns_zone_wish){ .split = true }), *w;
	struct dns_zone *z = dns_world_zone(first, "test.");
	char *text = calloc(1, 8192);

	assert_non_null(text);
	snprintf(text, 8192, "%s", data);
	add_twins(z, &z->key[1], twins, text, 8192);
	w = world(&(struct dns_zone_wish){ .split = true, .text = text });
	dns_world_build(w);
	dns_world_free(first);
	free(text);
	return w;
}

/* keys of one tag: four are tried, the fifth is not, and nothing is said of the zone then */
static void test_colliding_keys(void **state)
{
	struct dns_world *w = twin_world(SEC_KEYS_PER_TAG - 1);
	struct seen seen = ask(w, NULL, "a.test", 0);

	(void)state;
	assert_int_equal(seen.status, DS_SECURE);
	assert_false(seen.exhausted);
	dns_world_free(w);

	w = twin_world(SEC_KEYS_PER_TAG);
	seen = ask(w, NULL, "a.test", 0);
	assert_int_equal(seen.status, DS_INDETERMINATE);
	assert_int_equal(seen.why, DS_WHY_WORK_LIMIT);
	assert_int_equal(seen.state, DS_SIG_WORK_LIMIT);
	assert_true(seen.exhausted);
	dns_world_free(w);
}

/* What is put beside the signature of a.test. */
struct crowd {
	const struct dns_zone *z;
	unsigned before, after;
	struct dns_sig_wish wish;
};

/* crowd_in - other signatures by the same key before and after the good one */
static void crowd_in(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	const struct crowd *crowd = arg;
	const struct dns_set *set;
	ldns_rdf *owner;

	if (type != DS_T_A || strcmp(name, "a.test.") != 0)
		return;
	owner = dns_name(name);
	set = dns_zone_set(crowd->z, owner, LDNS_RR_TYPE_A);
	dns_reply_strip(pkt, 0, LDNS_RR_TYPE_A);
	for (unsigned i = 0; i <= crowd->before + crowd->after; i++) {
		struct dns_sig_wish wish = crowd->wish;

		wish.expiration = wish.expiration != 0 ? wish.expiration : DNS_NOW + 100 + i;
		wish.inception = DNS_NOW - 100 - i;
		ldns_pkt_push_rr(pkt, LDNS_SECTION_ANSWER,
		    i == crowd->before
			? ldns_rr_clone(ldns_rr_list_rr(set->sigs, 0))
			: dns_sign(&crowd->z->key[0], crowd->z->apex, set->rrs, &wish));
	}
	ldns_rdf_deep_free(owner);
}

/* signatures over one set: eight are tried, the ninth is not; one good one among the eight is enough */
static void test_many_signatures(void **state)
{
	static const struct {
		unsigned before, after;
		enum ds_status status;
		unsigned valid, invalid, limit, unchecked;
	} cases[] = {
		{ SEC_TRIES_PER_RRSET - 1, 0, DS_SECURE, 1, SEC_TRIES_PER_RRSET - 1, 0, 0 },
		{ SEC_TRIES_PER_RRSET, 0, DS_INDETERMINATE, 0, SEC_TRIES_PER_RRSET, 1, 0 },
		{ 0, SEC_TRIES_PER_RRSET - 1, DS_SECURE, 1, SEC_TRIES_PER_RRSET - 1, 0, 0 },
		{ 0, SEC_TRIES_PER_RRSET, DS_SECURE, 1, SEC_TRIES_PER_RRSET - 1, 0, 1 },
		{ 3, 20, DS_SECURE, 1, SEC_TRIES_PER_RRSET - 1, 0, 16 },
	};
	struct dns_world *w = world(&(struct dns_zone_wish){ 0 });

	(void)state;
	dns_world_build(w);
	for (size_t i = 0; i < count_of(cases); i++) {
		struct crowd crowd = { .z = dns_world_zone(w, "test."),
			.before = cases[i].before,
			.after = cases[i].after,
			.wish = { .spoilt = true } };
		struct dns_hook hook = { .arg = &crowd, .packet = crowd_in };
		struct seen seen = ask(w, &hook, "a.test", 0);

		assert_int_equal(seen.status, cases[i].status);
		assert_int_equal(seen.states[DS_SIG_VALID], cases[i].valid);
		assert_int_equal(seen.states[DS_SIG_INVALID], cases[i].invalid);
		assert_int_equal(seen.states[DS_SIG_WORK_LIMIT], cases[i].limit);
		assert_int_equal(seen.states[DS_SIG_UNCHECKED], cases[i].unchecked);
		assert_int_equal(seen.exhausted, cases[i].status != DS_SECURE);
	}
	dns_world_free(w);
}

/* signatures that are refused unseen cost nothing: any number of them may stand before a good one */
static void test_cheap_signatures(void **state)
{
	struct dns_world *w = world(&(struct dns_zone_wish){ 0 });
	struct crowd crowd = { .before = 40, .wish = { .expiration = DNS_NOW - 1 } };
	struct dns_hook hook = { .arg = &crowd, .packet = crowd_in };
	struct seen seen;

	(void)state;
	dns_world_build(w);
	crowd.z = dns_world_zone(w, "test.");
	seen = ask(w, &hook, "a.test", 0);
	assert_int_equal(seen.status, DS_SECURE);
	assert_int_equal(seen.states[DS_SIG_EXPIRED], 40);
	dns_world_free(w);
}

/* many_cheap - more signatures than are kept, each refused unseen */
static void many_cheap(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	struct crowd crowd = { .z = arg, .before = DNS_RRSET_MAX, .wish = { .tag = 1 } };

	crowd_in(&crowd, name, type, pkt);
}

/* past the signatures that are kept of a set there may be a good one: not known, never bogus */
static void test_signatures_left_out(void **state)
{
	struct dns_world *w = world(&(struct dns_zone_wish){ 0 });
	struct dns_hook hook = { .packet = many_cheap };
	struct seen seen;

	(void)state;
	dns_world_build(w);
	hook.arg = dns_world_zone(w, "test.");
	seen = ask(w, &hook, "a.test", 0);
	assert_int_equal(seen.status, DS_INDETERMINATE);
	assert_int_equal(seen.why, DS_WHY_WORK_LIMIT);
	assert_true(seen.exhausted);
	dns_world_free(w);
}

/* keys with which a check would cost too much: what they signed is not known; keys under 512 bits are
 * no keys (RFC 5702 section 2.1) */
static void test_dear_keys(void **state)
{
	static const struct {
		unsigned exponent; /* octets; the first is 1 */
		enum ds_status status;
	} cases[] = { { 8, DS_BOGUS }, { 9, DS_INDETERMINATE }, { 67, DS_INDETERMINATE },
		{ 68, DS_BOGUS } };

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct dns_world *w =
		    world(&(struct dns_zone_wish){ .split = true, .algorithm = 8 });
		struct dns_zone *z = dns_world_zone(w, "test.");
		struct seen seen;

		/* 128 octets of modulus give some of theirs to the exponent. */
		z->key[1].rdata[4] = (uint8_t)cases[i].exponent;
		z->key[1].rdata[5] = 1;
		z->key[1].rdata[4 + cases[i].exponent] |= 1;
		z->key[1].rdata[5 + cases[i].exponent] |= 0x80;
		dns_key_flags(&z->key[1], 256);
		dns_world_build(w);
		seen = ask(w, NULL, "a.test", 0);
		assert_int_equal(seen.status, cases[i].status);
		assert_int_equal(
		    seen.state, cases[i].exponent > 8 ? DS_SIG_KEY_UNUSABLE : DS_SIG_INVALID);
		assert_int_equal(seen.exhausted, seen.status == DS_INDETERMINATE);
		dns_world_free(w);
	}
}

/* a bound that was reached stays the reason, whatever comes after it */
static void test_limit_is_the_reason(void **state)
{
	struct dns_world *w = twin_world(SEC_KEYS_PER_TAG);
	struct dns_zone *z = dns_world_zone(w, "test.");
	struct crowd crowd = { .z = z, .before = 0, .after = 1, .wish = { .tag = 1 } };
	struct dns_hook hook = { .arg = &crowd, .packet = crowd_in };
	struct seen seen = ask(w, &hook, "a.test", 0);

	(void)state;
	assert_int_equal(seen.states[DS_SIG_WORK_LIMIT], 1);
	assert_int_equal(seen.states[DS_SIG_UNKNOWN_KEY], 1);
	assert_int_equal(seen.status, DS_INDETERMINATE);
	assert_int_equal(seen.why, DS_WHY_WORK_LIMIT);
	dns_world_free(w);
}

/* add_many - more records at a.test than belong to it */
static void add_many(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	char line[64];

	if (type != DS_T_A || strcmp(name, "a.test.") != 0)
		return;
	for (unsigned i = 0; i < *(unsigned *)arg; i++) {
		snprintf(line, sizeof line, "a.test. A 10.0.0.%u", i);
		dns_reply_add(pkt, 0, line);
	}
}

/* a set that was tampered with is bogus; one that is too large to be kept is not known */
static void test_large_set(void **state)
{
	struct dns_world *w = world(&(struct dns_zone_wish){ 0 });
	unsigned n = 1;
	struct dns_hook hook = { .arg = &n, .packet = add_many };

	(void)state;
	dns_world_build(w);
	assert_int_equal(ask(w, &hook, "a.test", 0).status, DS_BOGUS);
	n = DNS_RRSET_MAX - 2;
	assert_int_equal(ask(w, &hook, "a.test", 0).status, DS_BOGUS);
	n = DNS_RRSET_MAX - 1;
	assert_int_equal(ask(w, &hook, "a.test", 0).status, DS_INDETERMINATE);
	assert_true(ask(w, &hook, "a.test", 0).exhausted);
	dns_world_free(w);
}

/* change_ttl - a TTL that a cache has counted down, or a forger up */
static void change_ttl(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	(void)name;
	(void)type;
	for (size_t i = 0; i < ldns_rr_list_rr_count(ldns_pkt_answer(pkt)); i++)
		ldns_rr_set_ttl(ldns_rr_list_rr(ldns_pkt_answer(pkt), i), *(uint32_t *)arg);
}

/* reverse - the records in another order */
static void reverse(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	ldns_rr_list *old = ldns_pkt_answer(pkt), *list = ldns_rr_list_new();

	(void)arg;
	(void)name;
	(void)type;
	for (size_t i = ldns_rr_list_rr_count(old); i > 0; i--)
		ldns_rr_list_push_rr(list, ldns_rr_list_rr(old, i - 1));
	ldns_rr_list_free(old);
	ldns_pkt_set_answer(pkt, list);
}

/* neither the TTL nor the order on the wire is signed: the original TTL is */
static void test_unsigned_parts(void **state)
{
	uint32_t ttls[] = { 0, 1, 3599, 100000 };
	struct dns_hook hook = { .packet = change_ttl };
	struct dns_world *w = world(&(struct dns_zone_wish){ 0 });

	(void)state;
	dns_world_build(w);
	for (size_t i = 0; i < count_of(ttls); i++) {
		hook.arg = &ttls[i];
		assert_int_equal(ask(w, &hook, "a.test", 0).status, DS_SECURE);
	}
	hook.packet = reverse;
	assert_int_equal(ask(w, &hook, "a.test", 0).status, DS_SECURE);
	dns_world_free(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_signatures),
		cmocka_unit_test(test_time_wraps),
		cmocka_unit_test(test_algorithms),
		cmocka_unit_test(test_sha1_refused),
		cmocka_unit_test(test_key_uses),
		cmocka_unit_test(test_colliding_keys),
		cmocka_unit_test(test_many_signatures),
		cmocka_unit_test(test_cheap_signatures),
		cmocka_unit_test(test_signatures_left_out),
		cmocka_unit_test(test_dear_keys),
		cmocka_unit_test(test_limit_is_the_reason),
		cmocka_unit_test(test_large_set),
		cmocka_unit_test(test_unsigned_parts),
	};

	return cmocka_run_group_tests_name("verify", tests, NULL, NULL) != 0;
}
