/* SPDX-License-Identifier: BSD-2-Clause */
/* Trust anchors: those built in, those of a file, and what is no anchor. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/dnssec/anchor.h"
#include "core/dnssec/pubkey.h"
#include "tests/unit/dns_key.h"

#define count_of(a) (sizeof(a) / sizeof *(a))

/* The root's key of 2017, as IANA publishes it (key tag 20326). */
#define KSK_2017                                                                                   \
	". IN DNSKEY 257 3 8 "                                                                     \
	"AwEAAaz/tAm8yTn4Mfeh5eyI96WSVexTBAvkMgJzkKTOiW1vkIbzxeF3+/4RgWOq7HrxRixHlFlExOLAJr5emLvN" \
	"7SWXgnLh4+B5xQlNVz8Og8kvArMtNROxVQuCaSnIDdD5LKyWbRd2n9WGe2R8PzgCmr3EgVLrjyBxWezF0jLHwVN8" \
	"efS3rCj/EWgvIWgb9tarpVUDK/b58Da+sqqls3eNbuv7pr+eoZG+SrDK6nWeL3c6H5Apxz7LjVc1uTIdsIXxuOLY" \
	"A4/ilBmSVIzuDWfdRUfhHdY6+cn8HFRm+2hM8AnXGXws9555KrUB5qihylGa8subX2Nn6UwNR1AkUTV74bU="
/* The one of 2024 (key tag 38696). */
#define KSK_2024                                                                                   \
	". IN DNSKEY 257 3 8 "                                                                     \
	"AwEAAa96jeuknZlaeSrvyAJj6ZHv28hhOKkx3rLGXVaC6rXTsDc449/cidltpkyGwCJNnOAlFNKF2jBosZBU5e"   \
	"eHspaQWOmOElZsjICMQMC3aeHbGiShvZsx4wMYSjH8e7Vrhbu6irwCzVBApESjbUdpWWmEnhathWu1jo+siFUi"   \
	"RAAxm9qyJNg/wOZqqzL/dL/q8PkcRU5oUKEpUge71M3ej2/7CPqpdVwuMoTvoB+ZOT4YeGyxMvHmbrxlFzGOHO"   \
	"ijtzN+u1TQNatX2XBuzZNQ1K+s2CXkPIZo7s6JgZyvaBevYtxPvYLw4z9mR7K2vaF18UYH9Z9GNUUeayffKC73"   \
	"PYc="
#define DS_2017 ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D"

/* rdata_of - the RDATA of a record in text; its length */
static size_t rdata_of(const char *text, uint8_t out[1200])
{
	ldns_rr *rr = dns_rr(text);
	size_t n = 0;

	for (size_t i = 0; i < ldns_rr_rd_count(rr); i++) {
		memcpy(
		    out + n, ldns_rdf_data(ldns_rr_rdf(rr, i)), ldns_rdf_size(ldns_rr_rdf(rr, i)));
		n += ldns_rdf_size(ldns_rr_rdf(rr, i));
	}
	ldns_rr_free(rr);
	return n;
}

/* parse - anchors from text; false with a problem in words */
static bool parse(struct anchors *a, const char *text)
{
	char problem[200] = "";
	bool ok = anchors_parse(a, text, strlen(text), problem, sizeof problem);

	assert_int_equal(ok, problem[0] == '\0');
	return ok;
}

/* the keys that are public knowledge fit the anchors that are built in, until they are revoked */
static void test_known_keys(void **state)
{
	static const struct {
		const char *text;
		uint16_t tag;
	} keys[] = { { KSK_2017, 20326 }, { KSK_2024, 38696 } };
	struct anchors a;

	(void)state;
	anchors_built_in(&a);
	assert_true(a.built_in);
	assert_int_equal(a.n, count_of(keys));
	for (size_t i = 0; i < count_of(keys); i++) {
		uint8_t rdata[1200];
		size_t len = rdata_of(keys[i].text, rdata);

		assert_int_equal(pubkey_tag(rdata, len), keys[i].tag);
		assert_int_equal(a.list[i].key_tag, keys[i].tag);
		assert_true(anchors_match(&a, rdata, len));
		rdata[1] |= 0x80; /* another tag, so no anchor any more (RFC 5011) */
		assert_false(anchors_match(&a, rdata, len));
		rdata[1] &= 0x7f;
		rdata[len - 1] ^= 1;
		assert_false(anchors_match(&a, rdata, len));
	}
}

/* a digest as IANA publishes it */
static void test_known_digest(void **state)
{
	uint8_t rdata[1200], ds[1200], digest[64];
	size_t len = rdata_of(KSK_2017, rdata);

	(void)state;
	assert_int_equal(rdata_of(DS_2017, ds), 36);
	assert_int_equal(pubkey_ds_digest(2, (const uint8_t *)"", 1, rdata, len, digest), 32);
	assert_memory_equal(digest, ds + 4, 32);
}

/* files: both kinds of record, comments, several lines, other types passed over */
static void test_files(void **state)
{
	static const struct {
		const char *text;
		size_t n;
	} cases[] = {
		{ DS_2017 "\n", 1 },
		{ DS_2017, 1 },
		{ KSK_2017 "\n", 1 },
		{ "; a comment\n\n" DS_2017 " ; another\n", 1 },
		{ "$TTL 3600\n" DS_2017 "\n" KSK_2017 "\n", 2 },
		{ ". 172800 IN DS 20326 8 2 ( E06D44B80B8F1D39A95C0B0D7C65D084\n"
		  "58E880409BBC683457104237C7F8EC8D )\n",
		    1 },
		{ DS_2017 "\n. IN NS a.test.\n", 1 },
		{ "test. IN DS 1 8 2 00\n" DS_2017 "\n", 1 },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		uint8_t rdata[1200];
		size_t len = rdata_of(KSK_2017, rdata);
		struct anchors a;

		assert_true(parse(&a, cases[i].text));
		assert_int_equal(a.n, cases[i].n);
		assert_true(a.built_in); /* the same as are, wherever they come from */
		assert_true(anchors_match(&a, rdata, len));
	}
}

/* an anchor of another root */
static void test_other_root(void **state)
{
	struct anchors a;

	(void)state;
	assert_true(parse(&a,
	    ". IN DS 20326 8 2 5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5"
	    "A5A5A\n"));
	assert_int_equal(a.n, 1);
	assert_false(a.built_in);
}

/* what is no anchor file is refused, with the line or the reason */
static void test_no_files(void **state)
{
	static const char *const texts[] = { "", "\n", "; nothing\n", "hello\n",
		"test. IN DS 1 8 2 00\n", ". IN NS a.test.\n", ". IN DS 20326 8 2\n", ". IN DS x\n",
		"\x01\x02\x03" };
	struct anchors a;
	char problem[200];

	(void)state;
	for (size_t i = 0; i < count_of(texts); i++)
		assert_false(parse(&a, texts[i]));
	assert_false(anchors_parse(
	    &a, DS_2017 "\nhello\n", strlen(DS_2017 "\nhello\n"), problem, sizeof problem));
	assert_non_null(strstr(problem, "2"));
}

/* more than there is room for: the first count, nothing overflows */
static void test_many(void **state)
{
	char *text = calloc(1, 8192);
	struct anchors a;

	(void)state;
	assert_non_null(text);
	for (unsigned i = 0; i < ANCHORS_MAX + 4; i++)
		snprintf(text + strlen(text), 8192 - strlen(text), ". IN DS %u 8 2 %064x\n", i, i);
	assert_true(parse(&a, text));
	assert_int_equal(a.n, ANCHORS_MAX);
	free(text);
}

/* digests that are too long for any type, or of a type that is not computed, match nothing */
static void test_odd_digests(void **state)
{
	static const char *const texts[] = {
		". IN DS 20326 8 3 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n",
		". IN DS 20326 8 2 E06D44B8\n",
		". IN DS 20326 13 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n",
	};
	uint8_t rdata[1200];
	size_t len = rdata_of(KSK_2017, rdata);

	(void)state;
	for (size_t i = 0; i < count_of(texts); i++) {
		struct anchors a;

		assert_true(parse(&a, texts[i]));
		assert_false(anchors_match(&a, rdata, len));
	}
	for (size_t n = 0; n < 5; n++) {
		struct anchors a;

		anchors_built_in(&a);
		assert_false(anchors_match(&a, rdata, n));
	}
}

/* what the system keeps beside the built-in anchors: new ones are added, those that are held, revoked
 * or unreadable are not */
static void test_extended(void **state)
{
	static const struct {
		const char *text;
		size_t more;
	} cases[] = {
		{ KSK_2017 "\n" KSK_2024 "\n", 0 },
		{ DS_2017 "\n", 0 },
		{ ". IN DS 4711 13 2 "
		  "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n",
		    1 },
		{ ". IN DNSKEY 257 3 15 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", 1 },
		{ ". IN DNSKEY 385 3 15 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", 0 },
		{ "nl. IN DNSKEY 257 3 15 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", 0 },
		{ "no zone file at all", 0 },
		{ "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct anchors a;

		anchors_built_in(&a);
		anchors_extend(&a, cases[i].text, strlen(cases[i].text));
		assert_int_equal(a.n, 2 + cases[i].more);
		assert_true(a.built_in);
		assert_int_equal(a.list[0].key_tag, 20326);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_keys),
		cmocka_unit_test(test_known_digest),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_other_root),
		cmocka_unit_test(test_no_files),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_odd_digests),
		cmocka_unit_test(test_extended),
	};

	return cmocka_run_group_tests_name("anchor", tests, NULL, NULL) != 0;
}
