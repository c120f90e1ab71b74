/* SPDX-License-Identifier: BSD-2-Clause */
/* What a run remembers of checks and keys: found again, bounded, the oldest out, keys held on to. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/dnssec/checked.h"
#include "core/dnssec/pubkey.h"
#include "core/limits.h"
#include "tests/unit/dns_key.h"

static const uint8_t text[] = "what is signed";

/* id_of - the name of a check with a number in it */
static void id_of(struct checked *c, uint8_t id[CHECKED_ID], unsigned n)
{
	assert_true(
	    checked_id(c, id, (const uint8_t *)&n, sizeof n, text, sizeof text, text, sizeof text));
}

/* each of the three parts makes another check, and so does the place where one ends */
static void test_names(void **state)
{
	static const struct {
		const char *key, *data, *sig;
	} cases[] = { { "key", "data", "sig" }, { "kez", "data", "sig" }, { "key", "datb", "sig" },
		{ "key", "data", "sih" }, { "keyd", "ata", "sig" }, { "key", "datas", "ig" },
		{ "", "keydata", "sig" }, { "key", "", "datasig" } };
	struct checked *c = checked_new();
	bool fits;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint8_t id[CHECKED_ID];

		assert_true(checked_id(c, id, (const uint8_t *)cases[i].key, strlen(cases[i].key),
		    (const uint8_t *)cases[i].data, strlen(cases[i].data),
		    (const uint8_t *)cases[i].sig, strlen(cases[i].sig)));
		assert_false(checked_find(c, id, &fits));
		checked_keep(c, id, i % 2 == 0);
		assert_true(checked_find(c, id, &fits));
		assert_int_equal(fits, i % 2 == 0);
	}
	checked_free(c);
}

/* as many as there is room for are all there; one more, and what was used least lately is gone */
static void test_bound(void **state)
{
	struct checked *c = checked_new();
	uint8_t id[CHECKED_ID];
	bool fits;

	(void)state;
	for (unsigned n = 0; n < SEC_CHECKED_SIGS; n++) {
		id_of(c, id, n);
		checked_keep(c, id, n % 3 == 0);
	}
	for (unsigned n = 0; n < SEC_CHECKED_SIGS; n++) {
		id_of(c, id, n);
		assert_true(checked_find(c, id, &fits));
		assert_int_equal(fits, n % 3 == 0);
	}
	id_of(c, id, 0); /* used again: now 1 is the oldest */
	assert_true(checked_find(c, id, &fits));
	id_of(c, id, SEC_CHECKED_SIGS);
	checked_keep(c, id, true);
	assert_true(checked_find(c, id, &fits));
	id_of(c, id, 0);
	assert_true(checked_find(c, id, &fits));
	id_of(c, id, 1);
	assert_false(checked_find(c, id, &fits));
	id_of(c, id, 2);
	assert_true(checked_find(c, id, &fits));
	for (unsigned n = 0; n < 3 * SEC_CHECKED_SIGS; n++) {
		id_of(c, id, 100000 + n);
		checked_keep(c, id, true);
		assert_true(checked_find(c, id, &fits));
	}
	id_of(c, id, 0);
	assert_false(checked_find(c, id, &fits));
	checked_free(c);
}

/* a key is built once, outlives its place here while somebody holds it, and a bad one stays bad */
static void test_keys(void **state)
{
	struct checked *c = checked_new();
	struct pubkey *one, *two;
	struct dns_key key;
	uint8_t sig[600], junk[4 + 32] = { 1, 0, 3, 15 }, bad[] = { 1, 0, 3, 13, 1, 2, 3 };
	size_t n;
	bool built;

	(void)state;
	dns_key_make(&key, 15, 256, 7);
	n = dns_key_sign(&key, text, sizeof text, sig);
	one = checked_key(c, key.rdata, key.len, &built);
	assert_non_null(one);
	assert_true(built);
	two = checked_key(c, key.rdata, key.len, &built);
	assert_ptr_equal(one, two);
	assert_false(built);
	pubkey_free(two);
	assert_null(checked_key(c, bad, sizeof bad, &built));
	assert_true(built);
	assert_null(checked_key(c, bad, sizeof bad, &built));
	assert_false(built);
	for (unsigned i = 0; i <= SEC_CHECKED_KEYS; i++) {
		junk[10] = (uint8_t)i;
		junk[11] = (uint8_t)(i >> 8);
		pubkey_free(checked_key(c, junk, sizeof junk, &built));
		assert_true(built);
	}
	two = checked_key(c, key.rdata, key.len, &built);
	assert_true(built); /* it was out; what is held is another */
	pubkey_free(two);
	checked_free(c);
	assert_true(pubkey_verify(one, text, sizeof text, sig, n));
	pubkey_free(one);
	dns_key_clear(&key);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_bound),
		cmocka_unit_test(test_keys),
	};

	return cmocka_run_group_tests_name("checked", tests, NULL, NULL) != 0;
}
