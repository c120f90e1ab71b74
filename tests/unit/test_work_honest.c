/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the bounds on work leave to honest zones: one that signs with the dearest algorithm and has ten
 * mail hosts is proved all the way.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "core/diagnosis/diagnosis_impl.h"
#include "core/dnssec/prover_impl.h"
#include "tests/unit/dns_run.h"

#define TLSA  "3 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define HOSTS 10

/* add_host - a mail host in zone-file form */
static void add_host(char *text, size_t size, unsigned i, bool six, bool tlsa)
{
	size_t len = strlen(text);

	len += (size_t)snprintf(text + len, size - len,
	    "test.nl. MX 10 m%u.test.nl.\nm%u.test.nl. A 192.0.2.1\n", i, i);
	if (six)
		len +=
		    (size_t)snprintf(text + len, size - len, "m%u.test.nl. AAAA 2001:db8::1\n", i);
	if (tlsa)
		snprintf(text + len, size - len, "_25._tcp.m%u.test.nl. TLSA " TLSA "\n", i);
}

/* make - root, nl. and test.nl., which signs with P-384 */
static struct dns_world *make(enum dns_chain chain, bool six, bool tlsa)
{
	struct dns_world *w = dns_world_new();
	char text[8192] = "";

	for (unsigned i = 0; i < HOSTS; i++)
		add_host(text, sizeof text, i, six, tlsa);
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "nl." });
	dns_world_add(w,
	    &(struct dns_zone_wish){
		.apex = "test.nl.", .algorithm = 14, .split = true, .chain = chain, .text = text });
	dns_world_build(w);
	return w;
}

/* ten hosts, with and without IPv6 and TLSA, NSEC and NSEC3 */
static void test_ten_hosts(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 8; i++) {
		struct dns_world *w = make(i & 4 ? DNS_NSEC3 : DNS_NSEC, i & 2, i & 1);
		const struct ds_report *r;
		struct dns_run run;

		dns_run_begin(&run, w, NULL);
		run.engine->no_smtp = true;
		r = dns_run_domain(&run, "test.nl");
		if (prover_exhausted(run.d->prover))
			print_error("case %u: %u us\n", i, run.d->prover->work.us);
		assert_false(prover_exhausted(run.d->prover));
		assert_int_equal(r->nhosts, HOSTS);
		for (size_t k = 0; k < HOSTS; k++)
			assert_int_equal(r->hosts[k]->address_status, DS_SECURE);
		dns_run_end(&run);
		dns_world_free(w);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ten_hosts),
	};

	return cmocka_run_group_tests_name("work_honest", tests, NULL, NULL) != 0;
}
