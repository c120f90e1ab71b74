/* SPDX-License-Identifier: BSD-2-Clause */
/* Which resolvers are asked: what resolv.conf says, and what it does not. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/dns/resolver.h"

#define count_of(a) (sizeof(a) / sizeof *(a))

/* lines that name a server, and lines that do not */
static void test_parse(void **state)
{
	static const struct {
		const char *text;
		size_t n;
		const char *first;
	} cases[] = {
		{ "", 0, NULL },
		{ "nameserver 192.0.2.1\n", 1, "192.0.2.1" },
		{ "nameserver 192.0.2.1", 1, "192.0.2.1" },
		{ "nameserver\t \t2001:db8::1 \r\n", 1, "2001:db8::1" },
		{ "# nameserver 192.0.2.1\n;nameserver 192.0.2.2\n nameserver 192.0.2.3\n", 0,
		    NULL },
		{ "nameservers 192.0.2.1\nnameserver192.0.2.1\n", 0, NULL },
		{ "search example.nl\nnameserver 192.0.2.1\noptions edns0\n", 1, "192.0.2.1" },
		{ "nameserver dns.example.nl\nnameserver 192.0.2.1\n", 1, "192.0.2.1" },
		{ "nameserver\nnameserver \nnameserver 300.1.1.1\n", 0, NULL },
		{ "nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\n"
		  "nameserver 192.0.2.4\n",
		    3, "192.0.2.1" },
		{ "nameserver "
		  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		  "\n",
		    0, NULL },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct net_address out[3];
		char text[NET_ADDRESS_TEXT];

		assert_int_equal(resolver_parse(cases[i].text, out, 3), cases[i].n);
		if (cases[i].first != NULL) {
			assert_string_equal(
			    net_address_text(&out[0], text, sizeof text), cases[i].first);
			assert_int_equal(out[0].port, 53);
		}
	}
}

/* from a file; without one, or without a server in it, this very machine (resolv.conf(5)) */
static void test_system(void **state)
{
	char path[] = "/tmp/danescope-resolver-XXXXXX", text[NET_ADDRESS_TEXT];
	struct net_address out[3];
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(resolver_system(path, out, 3), 1);
	assert_string_equal(net_address_text(&out[0], text, sizeof text), "127.0.0.1");
	assert_int_equal(write(fd, "nameserver 192.0.2.9\n", 21), 21);
	assert_int_equal(resolver_system(path, out, 3), 1);
	assert_string_equal(net_address_text(&out[0], text, sizeof text), "192.0.2.9");
	close(fd);
	unlink(path);
	assert_int_equal(resolver_system(path, out, 3), 1);
	assert_string_equal(net_address_text(&out[0], text, sizeof text), "127.0.0.1");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_system),
	};

	return cmocka_run_group_tests_name("resolver", tests, NULL, NULL) != 0;
}
