/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The practice network and messages that are no proper query: refused or passed over, unharmed.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "lab/answer.h"
#include "lab/packet.h"
#include "lab/world.h"

enum { FORMERR = 1, NXDOMAIN = 3, NOTIMP = 4, TYPE_A = 1, TYPE_NS = 2, CLASS_IN = 1 };

#define OPT_SIZE 11

/* MX of minfiets.nl, with EDNS and DO */
static const uint8_t query[] = { 0x12, 0x67, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1,
	/* question */ 8, 'm', 'i', 'n', 'f', 'i', 'e', 't', 's', 2, 'n', 'l', 0, 0, 15, 0, 1,
	/* OPT, 1232 octets, version 0, DO */ 0, 0, 41, 4, 0xd0, 0, 0, 0x80, 0, 0, 0 };

static uint8_t reply_wire[LAB_PACKET_MAX];

/* world_up - one world for all tests: making keys takes a while */
static int world_up(void **state)
{
	*state = lab_world_new(true);
	return *state != NULL ? 0 : -1;
}

/* world_down - and its end */
static int world_down(void **state)
{
	*state = lab_world_free(*state);
	return 0;
}

/* raw - the length of the answer to raw octets */
static size_t raw(void **state, const uint8_t *wire, size_t length)
{
	return lab_answer(*state, NULL, false, wire, length, reply_wire, sizeof(reply_wire));
}

/* assert_formerr - the answer is a bare header that says "format error" */
static void assert_formerr(void **state, const uint8_t *wire, size_t length)
{
	assert_int_equal(raw(state, wire, length), LAB_HEADER_SIZE);
	assert_memory_equal(reply_wire, wire, 2);
	assert_true(reply_wire[2] & 0x80);
	assert_int_equal(reply_wire[3] & 15, FORMERR);
}

/* octets that are no query, or half of one */
static void test_malformed(void **state)
{
	const uint8_t *wire = query;
	const size_t n = sizeof(query);
	uint8_t bad[600];

	assert_true(raw(state, wire, n) > LAB_HEADER_SIZE);
	for (size_t cut = 0; cut < n; cut++) {
		if (cut < LAB_HEADER_SIZE)
			assert_int_equal(raw(state, wire, cut), 0);
		else
			assert_formerr(state, wire, cut);
	}
	memset(bad, 0, sizeof(bad));
	memcpy(bad, wire, n);
	assert_formerr(state, bad, n + 1); /* something after the end */
	bad[5] = 2;                        /* two questions */
	assert_formerr(state, bad, n);
	bad[5] = 1;
	bad[7] = 1; /* an answer in a query */
	assert_formerr(state, bad, n);
	bad[7] = 0;
	bad[12] = 0xc0; /* a compressed name, pointing to itself */
	bad[13] = 12;
	assert_formerr(state, bad, n);
	bad[12] = 64; /* a label of an unknown kind */
	assert_formerr(state, bad, n);
	memcpy(bad, wire, n);
	bad[2] |= 0x80; /* an answer, not a query */
	assert_int_equal(raw(state, bad, n), 0);
	bad[2] = 4 << 3; /* NOTIFY */
	assert_int_equal(raw(state, bad, n), LAB_HEADER_SIZE);
	assert_int_equal(reply_wire[3] & 15, NOTIMP);
}

/* without EDNS too the message ends with the question */
static void test_malformed_plain(void **state)
{
	uint8_t plain[sizeof(query)];
	size_t n = sizeof(query) - OPT_SIZE;

	memcpy(plain, query, sizeof(query));
	plain[11] = 0; /* nothing in the additional section */
	assert_true(raw(state, plain, n) > LAB_HEADER_SIZE);
	assert_formerr(state, plain, n + 1);
}

/* a compressed name is refused even where it leads to a good one: here to the root */
static void test_compressed(void **state)
{
	enum { POINTER = 0xc0, NO_ANSWERS = 6 /* two zero octets of the header */ };
	uint8_t wire[LAB_HEADER_SIZE + 1 + POINTER + 5] = { 0, 1, 1, 0, 0, 1 };

	wire[LAB_HEADER_SIZE] = POINTER;
	wire[LAB_HEADER_SIZE + 1] = NO_ANSWERS;
	wire[LAB_HEADER_SIZE + 3] = TYPE_NS;
	wire[LAB_HEADER_SIZE + 5] = CLASS_IN;
	assert_formerr(state, wire, LAB_HEADER_SIZE + 6);
	assert_formerr(state, wire, sizeof(wire));
}

/* a name of 255 octets is one, a longer one is none */
static void test_long_names(void **state)
{
	uint8_t wire[400] = { 0, 1, 1, 0, 0, 1 };
	size_t at = LAB_HEADER_SIZE;

	for (int i = 0; i < 4; i++) {
		uint8_t length = i < 3 ? 63 : 61;

		wire[at] = length;
		memset(wire + at + 1, 'x', length);
		at += 1u + length;
	}
	wire[at + 2] = TYPE_A;
	wire[at + 4] = CLASS_IN;
	assert_int_equal(at + 1 - LAB_HEADER_SIZE, 255);
	assert_true(raw(state, wire, at + 5) > LAB_HEADER_SIZE);
	assert_int_equal(reply_wire[3] & 15, NXDOMAIN);
	wire[LAB_HEADER_SIZE + 3 * 64] = 62;
	wire[at] = 'x';
	wire[at + 1] = 0;
	memset(wire + at + 2, 0, 8);
	wire[at + 3] = TYPE_A;
	wire[at + 5] = CLASS_IN;
	assert_formerr(state, wire, at + 6);
}

/* an EDNS version that does not exist yet */
static void test_badvers(void **state)
{
	uint8_t newer[sizeof(query)];
	size_t length;

	memcpy(newer, query, sizeof(query));
	newer[sizeof(query) - OPT_SIZE + 6] = 1;
	length = raw(state, newer, sizeof(newer));
	assert_int_equal(length, sizeof(query)); /* header, question, OPT */
	assert_int_equal(reply_wire[3] & 15, 0);
	assert_int_equal(reply_wire[length - OPT_SIZE + 5], 1); /* the upper bits of rcode 16 */
	assert_memory_equal(reply_wire + 6, "\0\0\0\0", 4);
}

/* every octet of a query set to many values: an answer, an error or silence, no harm */
static void test_every_octet(void **state)
{
	uint8_t wire[sizeof(query)];
	size_t answers = 0;

	for (size_t i = 0; i < sizeof(query); i++) {
		for (int value = 0; value < 256; value += 5) {
			size_t length;

			memcpy(wire, query, sizeof(query));
			wire[i] = (uint8_t)value;
			length = raw(state, wire, sizeof(wire));
			assert_true(length == 0 || length >= LAB_HEADER_SIZE);
			assert_true(length <= LAB_UDP_MAX);
			answers += length > LAB_HEADER_SIZE;
		}
	}
	assert_true(answers > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_malformed_plain),
		cmocka_unit_test(test_compressed),
		cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_badvers),
		cmocka_unit_test(test_every_octet),
	};

	return cmocka_run_group_tests_name("lab_packet", tests, world_up, world_down) != 0;
}
