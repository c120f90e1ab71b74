/* SPDX-License-Identifier: BSD-2-Clause */
/* What is read from messages as servers, good and bad, make them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/limits.h"
#include "tests/unit/dns_wire.h"

#define count_of(a) (sizeof(a) / sizeof *(a))

static const uint8_t address[4] = { 192, 0, 2, 1 };

/* addresses_of - n different addresses at one owner */
static void addresses_of(struct wire *w, unsigned n)
{
	wire_begin(w, n, 0, 0);
	for (unsigned i = 0; i < n; i++) {
		const uint8_t data[4] = { 10, 0, (uint8_t)(i >> 8), (uint8_t)i };

		wire_add16(w, 0xc00c);
		wire_fixed(w, DS_T_A, 60, 4);
		wire_add(w, data, 4);
	}
}

/* a set is kept up to its bound; past it, it says so; likewise the message */
static void test_large_sets(void **state)
{
	static const struct {
		unsigned n, kept;
		bool cut, left_out;
	} cases[] = { { DNS_RRSET_MAX, DNS_RRSET_MAX, false, false },
		{ DNS_RRSET_MAX + 1, DNS_RRSET_MAX, true, false },
		{ DNS_RRS_KEPT + 1, DNS_RRSET_MAX, true, true } };
	struct wire *w = calloc(1, sizeof *w);

	(void)state;
	assert_non_null(w);
	for (size_t i = 0; i < count_of(cases); i++) {
		struct arena *arena = arena_new((size_t)8 << 20);
		const struct dns_message *msg;

		addresses_of(w, cases[i].n);
		msg = wire_read(arena, w, w->len);
		assert_non_null(msg);
		assert_int_equal(msg->answer->n, cases[i].kept);
		assert_int_equal(msg->answer->cut, cases[i].cut);
		assert_int_equal(msg->left_out, cases[i].left_out);
		arena_free(arena);
	}
	free(w);
}

/* records left unread make every set of the message doubtful */
static void test_left_out(void **state)
{
	struct wire *w = calloc(1, sizeof *w);
	struct arena *arena = arena_new((size_t)8 << 20);
	const struct dns_message *msg;

	(void)state;
	assert_non_null(w);
	wire_begin(w, 1, DNS_RRS_KEPT, 0);
	wire_record(w, "a.test", DS_T_A, 60, address, 4);
	for (unsigned i = 0; i < DNS_RRS_KEPT; i++) {
		const uint8_t data[4] = { 10, 0, 0, (uint8_t)i };

		wire_add8(w, 2);
		wire_add8(w, 'a' + i / 64);
		wire_add8(w, 'a' + i % 16);
		wire_add8(w, 0);
		wire_fixed(w, DS_T_A, 60, 4);
		wire_add(w, data, 4);
	}
	msg = wire_read(arena, w, w->len);
	assert_non_null(msg);
	assert_true(msg->left_out);
	assert_true(msg->answer->cut);
	arena_free(arena);
	free(w);
}

/* signatures of a message are read up to their bound; past it every set is doubtful */
static void test_many_rrsigs(void **state)
{
	struct wire *w = calloc(1, sizeof *w);

	(void)state;
	assert_non_null(w);
	for (unsigned n = DNS_SIGS_KEPT; n <= DNS_SIGS_KEPT + 1; n++) {
		struct arena *arena = arena_new(1 << 20);
		uint8_t sig[40] = { 0, DS_T_A, 13, 1 };
		const struct dns_message *msg;

		wire_begin(w, n + 1, 0, 0);
		wire_record(w, "a.test", DS_T_A, 60, address, 4);
		for (unsigned i = 0; i < n; i++) {
			sig[39] = (uint8_t)i;
			wire_record(w, "a.test", DS_T_RRSIG, 60, sig, sizeof sig);
		}
		msg = wire_read(arena, w, w->len);
		assert_non_null(msg);
		assert_int_equal(msg->answer->nsigs, DNS_SIGS_KEPT);
		assert_int_equal(msg->left_out, n > DNS_SIGS_KEPT);
		assert_int_equal(msg->answer->sigs_cut, n > DNS_SIGS_KEPT);
		arena_free(arena);
	}
	free(w);
}

/* duplicates count once, upper case is lower, the least TTL is the set's */
static void test_sets(void **state)
{
	static const uint8_t other[4] = { 192, 0, 2, 2 };
	struct wire *w = calloc(1, sizeof *w);
	struct arena *arena = arena_new(1 << 20);
	const struct dns_message *msg;
	const struct dns_rrset *set;

	(void)state;
	assert_non_null(w);
	wire_begin(w, 6, 1, 1);
	wire_record(w, "A.TEST", DS_T_A, 300, address, 4);
	wire_record(w, "a.test", DS_T_A, 100, other, 4);
	wire_record(w, "a.Test", DS_T_A, 200, address, 4);
	wire_record(w, "a.test", DS_T_CNAME, 0x80000000ul, "\3WWW\7EXAMPLE\0", 13);
	wire_record(w, "a.test", 99, 60, "\1x", 2);
	wire_name(w, "a.test"); /* of another class */
	wire_add16(w, DS_T_A);
	wire_add16(w, 3);
	wire_add32(w, 60);
	wire_add16(w, 4);
	wire_add(w, address, 4);
	wire_record(w, "b.test", DS_T_A, 0x7ffffffful, address, 4);
	wire_record(w, "c.test", DS_T_A, 60, address, 4);
	msg = wire_read(arena, w, w->len);
	assert_non_null(msg);
	set = dns_rrset_find(msg->answer, name_from_text(arena, "a.test"), DS_T_A);
	assert_non_null(set);
	assert_int_equal(set->n, 2);
	assert_int_equal(set->ttl, 100);
	assert_false(set->cut);
	assert_string_equal(set->rrs[0]->show->owner, "a.test");
	assert_string_equal(set->rrs[0]->show->text, "192.0.2.1");
	set = set->next;
	assert_int_equal(set->type, DS_T_CNAME);
	assert_int_equal(set->ttl, 0); /* RFC 2181 section 8 */
	assert_memory_equal(set->rrs[0]->rdata, "\3www\7example\0", 13);
	assert_null(set->next);
	assert_int_equal(msg->authority->ttl, INT32_MAX);
	assert_null(msg->authority->next);
	assert_null(dns_rrset_find(msg->answer, name_from_text(arena, "c.test"), DS_T_A));
	arena_free(arena);
	free(w);
}

/* rrsig - an RRSIG record over a type */
static void rrsig(struct wire *w, const char *owner, unsigned covered, char mark)
{
	uint8_t data[] = "..............01xx\4Test\0signature";

	data[0] = (uint8_t)(covered >> 8);
	data[1] = (uint8_t)covered;
	data[sizeof data - 2] = (uint8_t)mark;
	wire_record(w, owner, DS_T_RRSIG, 60, data, sizeof data - 1);
}

/* signatures stand beside the set that they cover, also where there is no such set */
static void test_signatures(void **state)
{
	struct wire *w = calloc(1, sizeof *w);
	struct arena *arena = arena_new(1 << 20);
	const struct dns_message *msg;
	const uint8_t *name;

	(void)state;
	assert_non_null(w);
	wire_begin(w, 6, 0, 0);
	rrsig(w, "a.test", DS_T_A, '1');
	wire_record(w, "a.test", DS_T_A, 60, address, 4);
	rrsig(w, "A.test", DS_T_A, '2');
	rrsig(w, "a.test", DS_T_A, '1'); /* the same again */
	rrsig(w, "a.test", DS_T_MX, '1');
	rrsig(w, "b.test", DS_T_A, '1');
	msg = wire_read(arena, w, w->len);
	assert_non_null(msg);
	name = name_from_text(arena, "a.test");
	assert_int_equal(dns_rrset_find(msg->answer, name, DS_T_A)->nsigs, 2);
	assert_int_equal(dns_rrset_find(msg->answer, name, DS_T_A)->n, 1);
	assert_null(dns_rrset_find(msg->answer, name, DS_T_MX));
	assert_int_equal(msg->answer->next->nsigs, 1);
	assert_int_equal(msg->answer->next->next->nsigs, 1);
	assert_memory_equal(
	    dns_rdata_name(msg->answer->sigs[0], 18), "\4test\0", 6); /* RFC 4034 6.2 */
	arena_free(arena);
	free(w);
}

/* a set and its signatures are one, in whichever of both sections they stand; records in both are not */
static void test_joined(void **state)
{
	static const uint8_t other[4] = { 192, 0, 2, 2 };
	struct wire *w = calloc(1, sizeof *w);
	struct arena *arena = arena_new(1 << 20);
	const struct dns_message *msg;

	(void)state;
	assert_non_null(w);
	wire_begin(w, 3, 4, 0);
	wire_record(w, "a.test", DS_T_A, 60, address, 4);
	rrsig(w, "b.test", DS_T_A, '1');
	rrsig(w, "c.test", DS_T_A, '1');
	rrsig(w, "a.test", DS_T_A, '2');
	wire_record(w, "a.test", DS_T_A, 60, other, 4);
	wire_record(w, "b.test", DS_T_A, 60, other, 4);
	wire_record(w, "d.test", DS_T_RRSIG, 60, "123456789012345678", 18);
	msg = wire_read(arena, w, w->len);
	assert_non_null(msg);
	assert_int_equal(msg->answer->n, 1);
	assert_int_equal(msg->answer->nsigs, 1);
	assert_memory_equal(msg->answer->first->rdata, address, 4);
	assert_int_equal(msg->answer->next->n, 0); /* what signs nothing stays */
	assert_null(msg->answer->next->next);
	assert_int_equal(msg->authority->n, 1);
	assert_int_equal(msg->authority->nsigs, 1);
	assert_null(msg->authority->next);
	assert_true(msg->strange);
	assert_false(msg->strange_proof);
	arena_free(arena);
	free(w);
}

/* an extended code beside records is passed over; OPT stands once, in the additional section */
static void test_opt_place(void **state)
{
	static const struct {
		unsigned answers, additionals; /* OPT records of each, after one A record */
		bool read;
	} cases[] = { { 0, 1, true }, { 1, 0, false }, { 0, 2, false } };
	struct wire *w = calloc(1, sizeof *w);

	(void)state;
	assert_non_null(w);
	for (size_t i = 0; i < count_of(cases); i++) {
		struct arena *arena = arena_new(1 << 20);
		const struct dns_message *msg;

		wire_begin(w, 1 + cases[i].answers, 0, cases[i].additionals);
		wire_record(w, "a.test", DS_T_A, 60, address, 4);
		for (unsigned n = cases[i].answers + cases[i].additionals; n > 0; n--)
			wire_record(w, "", DS_T_OPT, 0x01008000ul, "", 0);
		msg = wire_read(arena, w, w->len);
		assert_int_equal(msg != NULL, cases[i].read);
		if (msg != NULL)
			assert_int_equal(msg->rcode, 0);
		arena_free(arena);
	}
	free(w);
}

/* what ldns refuses is kept as it came where it holds no names; else the message is refused */
static void test_malformed_rdata(void **state)
{
	static const struct {
		unsigned type;
		const char *data;
		size_t len, kept; /* SIZE_MAX: the message is refused */
	} cases[] = {
		{ DS_T_TLSA, "\3\1", 2, 2 },
		{ DS_T_TLSA, "", 0, 0 },
		{ DS_T_TLSA, "\3\1\1", 3, 3 },
		{ DS_T_A, "\300\0\2", 3, 3 },
		{ DS_T_AAAA, "\40\1", 2, 2 },
		{ DS_T_DS, "\0\1\10", 3, 3 },
		{ DS_T_DNSKEY, "\1", 1, 1 },
		{ DS_T_NSEC3, "\1\0\0\0\11ab", 7, 7 },
		{ DS_T_NSEC3, "\1\0\0\0\0\24abc", 9, 9 },
		{ DS_T_SOA, "\0\0\1\2", 4, 4 }, /* names, and then too little */
		{ DS_T_MX, "\0", 1, SIZE_MAX },
		{ DS_T_RRSIG, "12345678901234567", 17, SIZE_MAX },
	};
	struct wire *w = calloc(1, sizeof *w);

	(void)state;
	assert_non_null(w);
	for (size_t i = 0; i < count_of(cases); i++) {
		struct arena *arena = arena_new(1 << 20);
		const struct dns_message *msg;

		wire_begin(w, 1, 0, 0);
		wire_record(w, "a.test", cases[i].type, 60, cases[i].data, cases[i].len);
		msg = wire_read(arena, w, w->len);
		if (cases[i].kept == SIZE_MAX) {
			assert_null(msg);
		} else {
			assert_non_null(msg);
			assert_int_equal(msg->answer->rrs[0]->len, cases[i].kept);
			assert_memory_equal(
			    msg->answer->rrs[0]->rdata, cases[i].data, cases[i].kept);
			assert_non_null(msg->answer->rrs[0]->show->text);
		}
		arena_free(arena);
	}
	free(w);
}

/* EDNS: the extended code, the first Extended DNS Error, hostile options */
static void test_edns(void **state)
{
	static const struct {
		unsigned extended, rcode, want;
		const char *options;
		size_t len;
		int ede;
		const char *text;
	} cases[] = {
		{ 0, 3, 3, "", 0, -1, NULL },
		{ 1, 0, 16, "", 0, -1, NULL },
		{ 15, 15, 255, "", 0, -1, NULL },
		{ 16, 0, 255, "", 0, -1, NULL }, /* not NOERROR */
		{ 0, 2, 2, "\0\17\0\2\0\11", 6, 9, "" },
		{ 0, 2, 2, "\0\17\0\5\0\6\x1b[m", 9, 6, "\\x1b[m" },
		{ 0, 2, 2, "\0\12\0\1x\0\17\0\2\0\7\0\17\0\2\0\11", 17, 7, "" },
		{ 0, 2, 2, "\0\17\0\1x", 5, -1, NULL },
		{ 0, 2, 2, "\0\17\0\77\0\6", 6, -1, NULL },
		{ 0, 2, 2, "\0\17\377", 3, -1, NULL },
	};
	struct wire *w = calloc(1, sizeof *w);

	(void)state;
	assert_non_null(w);
	for (size_t i = 0; i < count_of(cases); i++) {
		struct arena *arena = arena_new(1 << 20);
		const struct dns_message *msg;

		wire_begin(w, 0, 0, 1);
		wire_put16(w, 2, 0x8180 | cases[i].rcode);
		wire_add8(w, 0);
		wire_add16(w, DS_T_OPT);
		wire_add16(w, 1232);
		wire_add8(w, cases[i].extended);
		wire_add8(w, 0);
		wire_add16(w, 0x8000);
		wire_add16(w, (unsigned)cases[i].len);
		wire_add(w, cases[i].options, cases[i].len);
		msg = wire_read(arena, w, w->len);
		assert_non_null(msg);
		assert_true(msg->edns);
		assert_int_equal(msg->rcode, cases[i].want);
		assert_int_equal(msg->ede, cases[i].ede);
		if (cases[i].text != NULL)
			assert_string_equal(msg->ede_text, cases[i].text);
		else
			assert_null(msg->ede_text);
		arena_free(arena);
	}
	free(w);
}

/* options past the bound are not read */
static void test_many_options(void **state)
{
	struct wire *w = calloc(1, sizeof *w);

	(void)state;
	assert_non_null(w);
	for (unsigned before = DNS_OPTIONS_MAX - 1; before <= DNS_OPTIONS_MAX; before++) {
		struct arena *arena = arena_new(1 << 20);
		const struct dns_message *msg;

		wire_begin(w, 0, 0, 1);
		wire_add8(w, 0);
		wire_fixed(w, DS_T_OPT, 0, before * 4 + 6);
		for (unsigned i = 0; i < before; i++)
			wire_add32(w, 0x000a0000);
		wire_add(w, "\0\17\0\2\0\11", 6);
		msg = wire_read(arena, w, w->len);
		assert_non_null(msg);
		assert_int_equal(msg->ede, before < DNS_OPTIONS_MAX ? 9 : -1);
		arena_free(arena);
	}
	free(w);
}

/* no memory: no message, at whatever point it runs out; never a message that lacks something */
static void test_no_memory(void **state)
{
	struct wire *w = calloc(1, sizeof *w);
	bool whole = false;

	(void)state;
	assert_non_null(w);
	wire_good(w);
	for (size_t limit = 64; !whole && limit < 65536; limit += 16) {
		struct arena *arena = arena_new(limit);
		const struct dns_message *msg = wire_read(arena, w, w->len);

		assert_int_equal(msg == NULL, arena_failed(arena));
		whole = msg != NULL;
		arena_free(arena);
	}
	assert_true(whole);
	free(w);
}

/* the question that goes out: RD, CD, DO, 1,232 octets */
static void test_query(void **state)
{
	static const uint8_t want[] = { 0, 0, 1, 0x10, 0, 1, 0, 0, 0, 0, 0, 1, 1, 'a', 4, 't', 'e',
		's', 't', 0, 0, 52, 0, 1, 0, 0, 41, 4, 0xd0, 0, 0, 0x80, 0, 0, 0 };
	uint8_t out[DNS_QUERY_MAX], longest[255];

	(void)state;
	assert_int_equal(
	    dns_query_make(out, (const uint8_t *)"\1a\4test\0", DS_T_TLSA, DNS_Q_RESOLVER),
	    sizeof want);
	assert_memory_equal(out, want, sizeof want);
	assert_true(dns_prescan(out, sizeof want));
	memset(longest, 'x', sizeof longest);
	for (size_t i = 0; i < 254; i += 2)
		longest[i] = 1;
	longest[254] = 0;
	assert_int_equal(dns_query_make(out, longest, DS_T_A, DNS_Q_RESOLVER), 12 + 255 + 4 + 11);
	assert_true(12 + 255 + 4 + 11 <= DNS_QUERY_MAX);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_large_sets),
		cmocka_unit_test(test_left_out),
		cmocka_unit_test(test_many_rrsigs),
		cmocka_unit_test(test_sets),
		cmocka_unit_test(test_signatures),
		cmocka_unit_test(test_joined),
		cmocka_unit_test(test_opt_place),
		cmocka_unit_test(test_malformed_rdata),
		cmocka_unit_test(test_edns),
		cmocka_unit_test(test_many_options),
		cmocka_unit_test(test_no_memory),
		cmocka_unit_test(test_query),
	};

	return cmocka_run_group_tests_name("message", tests, NULL, NULL) != 0;
}
