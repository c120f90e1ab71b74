/* SPDX-License-Identifier: BSD-2-Clause */
/* Answers through aliases, and answers that were damaged on the way. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/dns_case.h"

static struct dns_world *make(void)
{
	struct dns_world *w = dns_world_new();
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "nl.", .chain = DNS_NSEC3, .opt_out = true });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "goed.nl.", .text = "goed.nl. MX 10 mx.goed.nl.\nmx.goed.nl. A 192.0.2.1\n"
		"_25._tcp.mx.goed.nl. TLSA 3 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n" });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "los.nl.", .chain = DNS_UNSIGNED, .text = "los.nl. MX 10 mx.goed.nl.\n"});
	dns_world_build(w);
	return w;
}

static void test_first(void **state)
{
	static const struct { const char *name; unsigned type; } q[] = { {"goed.nl", DS_T_MX}, {"mx.goed.nl", DS_T_A}, {"mx.goed.nl", DS_T_AAAA},
	{"_25._tcp.mx.goed.nl", DS_T_TLSA}, {"_tcp.mx.goed.nl", DS_T_TLSA}, {"x.goed.nl", DS_T_A}, {"los.nl", DS_T_MX}, {"los.nl", DS_T_A}, {"x.nl", DS_T_A}, {"x", DS_T_A} };
	struct dns_world *w = make();
	(void)state;
	for (size_t i = 0; i < sizeof q / sizeof *q; i++) {
		struct dns_case c;
		const struct ds_answer *a;
		dns_case_begin(&c, w, 0, 0);
		a = dns_case_ask(&c, q[i].name, q[i].type);
		assert_non_null(a);
		fprintf(stderr, "%s %u: status %d why %d outcome %d detail %s n %zu asked %zu chain %zu\n", q[i].name, q[i].type, a->status, a->why, a->outcome, a->detail ? a->detail : "-", a->nrrs, c.net.asked, a->chain.n);
		for (size_t k = 0; k < a->chain.n; k++)
			fprintf(stderr, "   %s %d %d %s\n", a->chain.links[k]->zone, a->chain.links[k]->status, a->chain.links[k]->why, a->chain.links[k]->detail ? a->chain.links[k]->detail : "-");
		dns_case_end(&c);
	}
	dns_world_free(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(test_first) };
	return cmocka_run_group_tests_name("answer", tests, NULL, NULL) != 0;
}
