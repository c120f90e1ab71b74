/* SPDX-License-Identifier: BSD-2-Clause */
/* test_address - text, socket form and kind of addresses */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "core/net/address.h"

/* test_parse - what is an address, with its port */
static void test_parse(void **state)
{
	static const struct {
		const char *in, *text;
		int family;
		unsigned port, scope;
	} rows[] = {
		{ "192.0.2.1", "192.0.2.1", 4, 53, 0 },
		{ "192.0.2.1@5353", "192.0.2.1", 4, 5353, 0 },
		{ "2001:DB8:0:0::1", "2001:db8::1", 6, 53, 0 },
		{ "2001:db8::1@65535", "2001:db8::1", 6, 65535, 0 },
		{ "::", "::", 6, 53, 0 },
		{ "::ffff:192.0.2.1", "::ffff:192.0.2.1", 6, 53, 0 },
		{ "fe80::1%lo", "fe80::1%1", 6, 53, 1 },
		{ "fe80::1%1@54", "fe80::1%1", 6, 54, 1 },
		{ "fe80::1%4294967295", "fe80::1%4294967295", 6, 53, 4294967295u },
	};
	static const char *const wrong[] = { "", "@53", "localhost", "192.0.2", "192.0.2.256",
		"192.0.2.1@", "192.0.2.1@0", "192.0.2.1@65536", "192.0.2.1@53@54", "192.0.2.1:53",
		"[2001:db8::1]", "2001:db8::1%lo", "192.0.2.1%lo", "fe80::1%",
		"fe80::1%nosuchthing", " 192.0.2.1", "192.0.2.1 ", "0x7f.1",
		"1111:2222:3333:4444:5555:6666:7777:8888:9999",
		"1111111111111111111111111111111111111111111111111111111111111111111111111" };
	struct net_address address;
	char buf[NET_ADDRESS_TEXT];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!net_address_parse(&address, rows[i].in, 53))
			fail_msg("%s", rows[i].in);
		assert_int_equal(address.family, rows[i].family);
		assert_int_equal(address.port, rows[i].port);
		assert_int_equal(address.scope, rows[i].scope);
		assert_string_equal(net_address_text(&address, buf, sizeof(buf)), rows[i].text);
	}
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		if (net_address_parse(&address, wrong[i], 53))
			fail_msg("%s was taken", wrong[i]);
	}
}

/* test_sockaddr - there and back */
static void test_sockaddr(void **state)
{
	static const char *const texts[] = { "192.0.2.1@25", "2001:db8::25@53", "fe80::2%1@1" };
	struct sockaddr_storage storage;
	struct net_address a, b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_true(net_address_parse(&a, texts[i], 0));
		assert_true(net_address_sockaddr(&a, &storage) <= sizeof(storage));
		assert_true(net_address_from_sockaddr(&b, &storage));
		assert_true(net_address_equal(&a, &b));
		b.port++;
		assert_false(net_address_equal(&a, &b));
		b = a;
		b.octets[a.family == 4 ? 3 : 15] ^= 1;
		assert_false(net_address_equal(&a, &b));
		b = a;
		b.family = a.family == 4 ? 6 : 4;
		assert_false(net_address_equal(&a, &b));
	}
	storage.ss_family = AF_UNIX;
	assert_false(net_address_from_sockaddr(&b, &storage));
}

/* test_octets - of A and AAAA records; other lengths are none */
static void test_octets(void **state)
{
	static const uint8_t octets[17] = { 192, 0, 2, 25 };
	struct net_address address;
	char buf[NET_ADDRESS_TEXT];
	size_t len;

	(void)state;
	for (len = 0; len <= 17; len++)
		assert_int_equal(
		    net_address_from_octets(&address, octets, len, 25), len == 4 || len == 16);
	assert_true(net_address_from_octets(&address, octets, 4, 25));
	assert_string_equal(net_address_text(&address, buf, sizeof(buf)), "192.0.2.25");
	assert_int_equal(address.port, 25);
	assert_true(net_address_from_octets(&address, octets, 16, 25));
	assert_string_equal(net_address_text(&address, buf, sizeof(buf)), "c000:219::");
}

/* test_special - both sides of the edges of the blocks */
static void test_special(void **state)
{
	static const char *const special[] = { "0.0.0.0", "10.255.255.255", "100.64.0.0",
		"100.127.255.255", "127.0.0.1", "169.254.169.254", "172.16.0.0", "172.31.255.255",
		"192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255",
		"198.51.100.1", "203.0.113.255", "224.0.0.1", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::ffff:127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "100::1",
		"2001::1", "2001:1ff:ffff::1", "2001:db8::1", "2002:c0a8:0101::1", "3fff::1",
		"3fff:fff::1", "4000::1", "fc00::1", "fdff::1", "fe80::1", "fec0::1", "ff02::1" };
	static const char *const global[] = { "1.1.1.1", "9.255.255.255", "11.0.0.0",
		"100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1", "172.15.255.255",
		"172.32.0.0", "192.0.1.1", "192.0.3.0", "192.167.255.255", "198.17.255.255",
		"198.20.0.0", "223.255.255.255", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2000::1",
		"2001:200::1", "2001:db7::1", "2001:db9::1", "2002:0101:0101::1", "2a00::1",
		"3ffe::1", "3fff:1000::1" };
	struct net_address address;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(special) / sizeof(special[0]); i++) {
		assert_true(net_address_parse(&address, special[i], 25));
		if (!net_address_is_special(&address))
			fail_msg("%s", special[i]);
	}
	for (i = 0; i < sizeof(global) / sizeof(global[0]); i++) {
		assert_true(net_address_parse(&address, global[i], 25));
		if (net_address_is_special(&address))
			fail_msg("%s", global[i]);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_sockaddr),
		cmocka_unit_test(test_octets),
		cmocka_unit_test(test_special),
	};

	return cmocka_run_group_tests_name("address", tests, NULL, NULL) != 0;
}
