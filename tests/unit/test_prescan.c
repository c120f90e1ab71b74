/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages as attackers make them, up to each bound and one past it. */
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

/* a good message, cut at every octet, is refused each time: by the scan, and by the reader */
static void test_truncated(void **state)
{
	struct wire *w = calloc(1, sizeof *w);

	(void)state;
	assert_non_null(w);
	wire_good(w);
	assert_true(wire_scans(w, w->len));
	assert_true(wire_reads(w, w->len));
	for (size_t len = 0; len < w->len; len++) {
		assert_false(wire_scans(w, len));
		assert_false(wire_reads(w, len));
	}
	free(w);
}

/* counts that say more than there is, and more questions than one */
static void test_counts(void **state)
{
	struct wire *w = calloc(1, sizeof *w);

	(void)state;
	assert_non_null(w);
	for (size_t at = 4; at <= 10; at += 2) {
		wire_good(w);
		wire_put16(w, at, (unsigned)(w->octets[at] << 8 | w->octets[at + 1]) + 1);
		assert_false(wire_scans(w, w->len));
		assert_false(wire_reads(w, w->len));
		wire_put16(w, at, 65535);
		assert_false(wire_scans(w, w->len));
	}
	wire_begin(w, 0, 0, 0);
	wire_name(w, "a.test");
	wire_add32(w, 0x00010001);
	assert_true(wire_scans(w, w->len)); /* octets after the end are nobody's */
	wire_put16(w, 4, 2);
	assert_false(wire_scans(w, w->len));
	wire_put16(w, 4, 0);
	w->len = 12;
	assert_true(wire_reads(w, w->len));
	assert_false(wire_scans(w, 11));
	free(w);
}

/* pointers to themselves, to each other, past the end, and odd label types */
static void test_pointers(void **state)
{
	static const struct {
		uint8_t name[6];
		size_t len;
		bool ok;
	} cases[] = {
		{ { 0xc0, 0x0c }, 2, true },  /* to the question */
		{ { 0xc0, 24 }, 2, false },   /* to itself */
		{ { 0xc0, 25 }, 2, false },   /* into itself */
		{ { 0xc0, 26 }, 2, true },    /* forward, to a name that is there: the root's */
		{ { 0xc0, 0xff }, 2, false }, /* past the end */
		{ { 0xff, 0xff }, 2, false }, /* far past the end */
		{ { 1, 'x', 0xc0, 24 }, 4, false },  /* to the label before it */
		{ { 1, 'x', 0xc0, 26 }, 4, false },  /* to itself, behind a label */
		{ { 1, 'x', 0xc0, 0x0c }, 4, true }, /* x.a.test */
		{ { 0x40, 0 }, 2, false },           /* label types of old */
		{ { 0x80, 0 }, 2, false },
		{ { 64, 0 }, 2, false },
	};
	struct wire *w = calloc(1, sizeof *w);

	(void)state;
	assert_non_null(w);
	for (size_t i = 0; i < count_of(cases); i++) {
		wire_begin(w, 1, 0, 0);
		assert_int_equal(w->len, 24);
		wire_add(w, cases[i].name, cases[i].len);
		wire_fixed(w, DS_T_A, 60, 4);
		wire_add(w, address, 4);
		assert_int_equal(wire_scans(w, w->len), cases[i].ok);
		assert_int_equal(wire_reads(w, w->len), cases[i].ok);
	}
	free(w);
}

/* chain_of - a message whose last owner takes `hops` pointers, each to the one before */
static void chain_of(struct wire *w, unsigned hops)
{
	size_t last = 12;

	wire_begin(w, 2, 0, 0);
	wire_add8(w, 0);
	wire_fixed(w, 10, 60, 2 * (hops - 1u)); /* a type that is not read */
	for (unsigned i = 1; i < hops; i++) {
		size_t here = w->len;

		wire_add16(w, 0xc000 | (unsigned)last);
		last = here;
	}
	wire_add16(w, 0xc000 | (unsigned)last);
	wire_fixed(w, DS_T_A, 60, 4);
	wire_add(w, address, 4);
}

/* a pointer for each label that a name can have is enough; an 8,000-pointer chain is an attack */
static void test_pointer_chain(void **state)
{
	struct wire *w = calloc(1, sizeof *w);

	(void)state;
	assert_non_null(w);
	chain_of(w, 1);
	assert_true(wire_reads(w, w->len));
	chain_of(w, DNS_POINTERS_MAX);
	assert_true(wire_scans(w, w->len));
	assert_true(wire_reads(w, w->len));
	chain_of(w, DNS_POINTERS_MAX + 1);
	assert_false(wire_scans(w, w->len));
	chain_of(w, 8000);
	assert_false(wire_scans(w, w->len));
	assert_false(wire_reads(w, w->len));
	free(w);
}

/* long_owner - an owner of this many octets, its end by a pointer to "a.test" */
static void long_owner(struct wire *w, unsigned octets)
{
	uint8_t label[64];
	unsigned left = octets - 8;

	wire_begin(w, 1, 0, 0);
	memset(label, 'x', sizeof label);
	while (left > 0) {
		unsigned n = left > 64 ? (left - 64 == 1 ? 62 : 64) : left;

		label[0] = (uint8_t)(n - 1);
		wire_add(w, label, n);
		left -= n;
	}
	wire_add16(w, 0xc00c);
	wire_fixed(w, DS_T_A, 60, 4);
	wire_add(w, address, 4);
}

/* names of 255 octets are names, of 256 are not, also when most of it is pointed to */
static void test_long_names(void **state)
{
	struct wire *w = calloc(1, sizeof *w);
	struct arena *arena = arena_new(1 << 20);

	(void)state;
	assert_non_null(w);
	long_owner(w, 255);
	assert_true(wire_scans(w, w->len));
	assert_int_equal(name_len(wire_read(arena, w, w->len)->answer->owner), 255);
	long_owner(w, 256);
	assert_false(wire_scans(w, w->len));
	assert_false(wire_reads(w, w->len));
	arena_free(arena);
	free(w);
}

/* names inside RDATA must end there */
static void test_rdata_names(void **state)
{
	static const struct {
		unsigned type;
		const char *data;
		size_t len;
		bool ok;
	} cases[] = {
		{ DS_T_CNAME, "\1x\0", 3, true },
		{ DS_T_CNAME, "", 0, false },
		{ DS_T_CNAME, "\5x", 2, false },
		{ DS_T_CNAME, "\xc0", 1, false },
		{ DS_T_NS, "\1x\0", 3, true },
		{ DS_T_DNAME, "\1x", 2, false },
		{ DS_T_MX, "\0\12\0", 3, true },
		{ DS_T_MX, "\0\12", 2, false },
		{ DS_T_MX, "\0", 1, false },
		{ DS_T_SOA, "\0\0", 2, true },
		{ DS_T_SOA, "\0", 1,
		    true }, /* cut short between two fields: kept, and worth nothing */
		{ DS_T_SOA, "\0\5a", 3, false },
		{ DS_T_RRSIG, "123456789012345678", 18, true },
		{ DS_T_RRSIG, "123456789012345678\0", 19, true },
		{ DS_T_RRSIG, "12345678901234567", 17, false },
		{ DS_T_RRSIG, "123456789012345678\4ab", 21, false },
		{ DS_T_NSEC, "\0", 1, true },
		{ DS_T_NSEC, "\2x", 2, false },
	};
	struct wire *w = calloc(1, sizeof *w);

	(void)state;
	assert_non_null(w);
	for (size_t i = 0; i < count_of(cases); i++) {
		wire_begin(w, 1, 0, 0);
		wire_record(w, "a.test", cases[i].type, 60, cases[i].data, cases[i].len);
		wire_add(w, "\0\0\0\0\0\0\0\0", 8); /* what follows must not be run into */
		assert_int_equal(wire_scans(w, w->len), cases[i].ok);
		if (!cases[i].ok)
			assert_false(wire_reads(w, w->len));
	}
	free(w);
}

/* as many records as are allowed, and one more */
static void test_many_records(void **state)
{
	struct wire *w = calloc(1, sizeof *w);

	(void)state;
	assert_non_null(w);
	for (unsigned n = DNS_RRS_MAX; n <= DNS_RRS_MAX + 1; n++) {
		wire_begin(w, 0, 0, n);
		for (unsigned i = 0; i < n; i++) {
			wire_add8(w, 0);
			wire_fixed(w, DS_T_A, 60, 4);
			wire_add(w, address, 4);
		}
		assert_int_equal(wire_scans(w, w->len), n == DNS_RRS_MAX);
		assert_int_equal(wire_reads(w, w->len), n == DNS_RRS_MAX);
	}
	free(w);
}

/* names in the RDATA of types that are not read either: they must end within it; what is cut short before
 * them is passed over, of types that are not read */
static void test_other_types(void **state)
{
	static const struct {
		unsigned type;
		const char *rdata;
		size_t len;
		bool ok;
	} cases[] = {
		{ 14, "\1a\0\1b\0", 6, true }, /* MINFO */
		{ 14, "\1a\0\5b\0", 6, false },
		{ 14, "\1a\0", 3, true },
		{ 35, "\0\1\0\2\1u\0\0\1a\0", 12, true }, /* NAPTR */
		{ 35, "\0\1\0\2\1u\0\0\7a\0", 12, false },
		{ 35, "\0\1\0\2\77u\0\0\1a\0", 12, false },
		{ 33, "\0\1\0\2", 4, true }, /* SRV */
		{ 33, "\0\1\0\2\0", 5, false },
		{ 16, "\77", 1, true }, /* TXT: no name */
		{ DS_T_MX, "\0\1", 2, false },
		{ DS_T_NS, "", 0, false },
	};
	struct wire *w = calloc(1, sizeof *w);

	(void)state;
	assert_non_null(w);
	for (size_t i = 0; i < count_of(cases); i++) {
		wire_begin(w, 0, 1, 0);
		wire_record(w, "a.test", cases[i].type, 60, cases[i].rdata, cases[i].len);
		if (wire_scans(w, w->len) != cases[i].ok)
			print_error("case %zu\n", i);
		assert_int_equal(wire_scans(w, w->len), cases[i].ok);
		assert_int_equal(wire_reads(w, w->len), cases[i].ok);
	}
	free(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_pointers),
		cmocka_unit_test(test_other_types),
		cmocka_unit_test(test_pointer_chain),
		cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_rdata_names),
		cmocka_unit_test(test_many_records),
	};

	return cmocka_run_group_tests_name("prescan", tests, NULL, NULL) != 0;
}
