/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What proofs may cost: each budget at its end and one past it, what keys are priced at, and that a
 * spent budget makes nothing secure or bogus (KeyTrap, CVE-2023-50387; CVE-2026-50045).
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/dnssec/checked.h"
#include "core/dnssec/prover_impl.h"
#include "core/dnssec/pubkey.h"
#include "core/limits.h"
#include "tests/unit/dns_case.h"

/* as many checks as a zone has, and one more; another zone has its own until the diagnosis has none */
static void test_keytrap_checks(void **state)
{
	struct prover p = { 0 };
	unsigned done = 0;

	(void)state;
	for (unsigned zones = 0; zones < 10; zones++) {
		struct work work = { 0, 0 };
		struct zone z = { .work = &work };
		unsigned here = 0;

		while (work_check(&p, &z, 1))
			here++;
		done += here;
		assert_int_equal(work.checks, here);
		if (done < SEC_TRIES_MAX)
			assert_int_equal(here, SEC_TRIES_ZONE);
	}
	assert_int_equal(done, SEC_TRIES_MAX);
}

/* the same by price: the last microsecond is there, the next is not */
static void test_keytrap_price(void **state)
{
	struct prover p = { 0 };
	struct work first = { 0, 0 }, second = { 0, 0 };
	struct zone a = { .work = &first }, b = { .work = &second };

	(void)state;
	assert_false(work_check(&p, &a, SEC_WORK_ZONE_US + 1));
	assert_true(work_spare(&p, &a));
	assert_true(work_check(&p, &a, SEC_WORK_ZONE_US));
	assert_false(work_check(&p, &a, 1));
	assert_false(work_spare(&p, &b));
	assert_false(work_check(&p, &b, SEC_WORK_US - SEC_WORK_ZONE_US + 1));
	assert_true(work_check(&p, &b, SEC_WORK_US - SEC_WORK_ZONE_US));
	assert_false(work_check(&p, &b, 1));
	assert_int_equal(p.work.us, SEC_WORK_US);
	assert_int_equal(p.work.checks, 2);
}

/* rsa - a field with an exponent and a modulus of so many bits */
static unsigned rsa_price(unsigned exponent, unsigned bits)
{
	uint8_t field[600] = { 0 };
	size_t len = (exponent + 7) / 8, size = bits / 8;
	struct pubkey *p;
	unsigned price;

	field[0] = (uint8_t)len;
	field[1] = (uint8_t)(1 << (exponent - 1) % 8);
	field[len] |= 1;
	memset(field + 1 + len, 0xff, size);
	p = pubkey_new(8, field, 1 + len + size);
	assert_non_null(p);
	price = pubkey_cost(p, 0);
	pubkey_free(p);
	return price;
}

/* prices keep the order that was measured: modulus, exponent, curve, and the length of what is signed */
static void test_prices(void **state)
{
	static const unsigned order[] = { 8, 13, 15, 16, 14 };
	unsigned last = 0;

	(void)state;
	assert_in_range(rsa_price(17, 2048), 15, 30);
	assert_in_range(rsa_price(17, 4096), 65, 100);
	assert_in_range(rsa_price(64, 4096), 250, 350);
	assert_in_range(rsa_price(2, 512), 1, 10);
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		struct dns_key key;
		struct pubkey *p;

		dns_key_make(&key, order[i], 256, 1);
		p = pubkey_new(order[i], key.rdata + 4, key.len - 4);
		assert_true(pubkey_cost(p, 100) > last);
		assert_in_range(pubkey_cost(p, 64000) - pubkey_cost(p, 0), 100, 200);
		last = pubkey_cost(p, 100);
		pubkey_free(p);
		dns_key_clear(&key);
	}
	assert_in_range(last, 600, 700);
}

/* What is put in place of the signature of n*.trap. */
struct trap {
	const struct dns_zone *z;
	unsigned spoilt;
};

/* spring - so many wrong signatures before the good one */
static void spring(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	const struct trap *trap = arg;
	const struct dns_set *set;
	ldns_rdf *owner;

	if (type != DS_T_A || name[0] != 'n')
		return;
	owner = dns_name(name);
	set = dns_zone_set(trap->z, owner, LDNS_RR_TYPE_A);
	dns_reply_strip(pkt, 0, LDNS_RR_TYPE_A);
	for (unsigned i = 0; i < trap->spoilt; i++) {
		struct dns_sig_wish wish = { .spoilt = true, .inception = DNS_NOW - 100 - i };

		ldns_pkt_push_rr(pkt, LDNS_SECTION_ANSWER,
		    dns_sign(&trap->z->key[0], trap->z->apex, set->rrs, &wish));
	}
	ldns_pkt_push_rr(pkt, LDNS_SECTION_ANSWER, ldns_rr_clone(ldns_rr_list_rr(set->sigs, 0)));
	ldns_rdf_deep_free(owner);
}

/* trap_world - trap. signs with P-384 and has twelve names; calm. is like anybody */
static struct dns_world *trap_world(void)
{
	struct dns_world *w = dns_world_new();
	char text[1000] = "";

	for (unsigned i = 0; i < 12; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text),
		    "n%u.trap. A 192.0.2.1\nm%u.trap. A 192.0.2.1\n", i, i);
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "trap.", .algorithm = 14, .text = text });
	dns_world_add(
	    w, &(struct dns_zone_wish){ .apex = "calm.", .text = "a.calm. A 192.0.2.2\n" });
	dns_world_build(w);
	return w;
}

/* a zone that makes every answer dear: first its answers are proved, then they are undetermined,
 * never bogus; the zone beside it is proved as ever */
static void test_keytrap_p384(void **state)
{
	struct dns_world *w = trap_world();
	struct trap trap = { dns_world_zone(w, "trap."), SEC_TRIES_PER_RRSET - 1 };
	unsigned secure = 0, limited = 0;
	struct dns_case c;

	(void)state;
	dns_case_begin(&c, w, 0, 0);
	c.net.hook = (struct dns_hook){ .arg = &trap, .packet = spring };
	for (unsigned i = 0; i < 12; i++) {
		const struct ds_answer *a;
		char name[16];

		snprintf(name, sizeof name, "n%u.trap", i);
		a = dns_case_ask(&c, name, DS_T_A);
		assert_non_null(a);
		secure += a->status == DS_SECURE;
		limited += a->status == DS_INDETERMINATE && a->why == DS_WHY_WORK_LIMIT;
		if (a->why == DS_WHY_WORK_LIMIT)
			assert_int_equal(prover_bound(a->detail), SEC_WORK_ZONE_US);
		assert_int_equal(prover_exhausted(c.prover), limited > 0);
	}
	assert_int_equal(secure + limited, 12);
	assert_in_range(secure, 2, 6);
	assert_true(c.prover->work.us <= SEC_WORK_ZONE_US + 1000);
	assert_int_equal(dns_case_ask(&c, "a.calm", DS_T_A)->status, DS_SECURE);
	dns_case_end(&c);
	dns_world_free(w);
}

/* once half is spent, what is proved is not looked into further: many names with one good signature
 * before wrong ones are all proved */
static void test_spare(void **state)
{
	struct dns_world *w = trap_world();
	struct dns_case c;

	(void)state;
	dns_case_begin(&c, w, 0, 0);
	for (unsigned i = 0; i < 12; i++) {
		char name[16];

		snprintf(name, sizeof name, "m%u.trap", i);
		assert_int_equal(dns_case_ask(&c, name, DS_T_A)->status, DS_SECURE);
	}
	assert_false(prover_exhausted(c.prover));
	dns_case_end(&c);
	dns_world_free(w);
}

/* us_of - the price of one answer more */
static unsigned us_of(struct dns_case *c, const char *name)
{
	unsigned before = c->prover->work.us;

	assert_int_equal(dns_case_ask(c, name, DS_T_A)->status, DS_SECURE);
	return c->prover->work.us - before;
}

/* a check that fails counts more than once: honest zones have few of them */
static void test_failed(void **state)
{
	struct dns_world *w = trap_world();
	struct trap trap = { dns_world_zone(w, "trap."), 1 };
	struct dns_case c;
	unsigned one;

	(void)state;
	dns_case_begin(&c, w, 0, 0);
	us_of(&c, "m0.trap"); /* with all that is above it */
	one = us_of(&c, "m1.trap");
	assert_in_range(one, 600, 700);
	c.net.hook = (struct dns_hook){ .arg = &trap, .packet = spring };
	assert_int_equal(us_of(&c, "n0.trap"), one + SEC_WORK_FAILED * one);
	dns_case_end(&c);
	dns_world_free(w);
}

/* what a run remembers costs nothing the second time, and says the same, of wrong signatures too */
static void test_remembered(void **state)
{
	struct dns_world *w = dns_world_new();
	struct checked *checked = checked_new();
	unsigned us[2];

	(void)state;
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(w,
	    &(struct dns_zone_wish){
		.apex = "bad.", .text = "a.bad. A 192.0.2.1\n", .data_sig = { .spoilt = true } });
	dns_world_build(w);
	for (unsigned turn = 0; turn < 2; turn++) {
		const struct ds_answer *a;
		struct dns_case c;

		dns_case_begin(&c, w, 0, 0);
		c.prover->checked = checked;
		a = dns_case_ask(&c, "a.bad", DS_T_A);
		assert_int_equal(a->status, DS_BOGUS);
		assert_int_equal(a->sigs[0].state, DS_SIG_INVALID);
		us[turn] = c.prover->work.us;
		dns_case_end(&c);
	}
	assert_true(us[0] > 4 * 104);
	assert_int_equal(us[1], 0);
	checked_free(checked);
	dns_world_free(w);
}

/* What is put in place of the signatures over the key set of test. */
struct crowd {
	const struct dns_zone *z;
	unsigned spoilt;
};

/* crowd_keys - over the key set: a good signature by the other key, wrong ones by the key that the
 * parent names, and the good one by that last */
static void crowd_keys(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	const struct crowd *crowd = arg;
	const struct dns_zone *z = crowd->z;
	const struct dns_set *set = dns_zone_set(z, z->apex, LDNS_RR_TYPE_DNSKEY);

	if (type != DS_T_DNSKEY || strcmp(name, "test.") != 0)
		return;
	dns_reply_strip(pkt, 0, LDNS_RR_TYPE_DNSKEY);
	ldns_pkt_push_rr(pkt, LDNS_SECTION_ANSWER, dns_sign(&z->key[1], z->apex, set->rrs, NULL));
	for (unsigned i = 0; i < crowd->spoilt; i++) {
		struct dns_sig_wish wish = { .spoilt = true, .inception = DNS_NOW - 9 - i };

		ldns_pkt_push_rr(
		    pkt, LDNS_SECTION_ANSWER, dns_sign(&z->key[0], z->apex, set->rrs, &wish));
	}
	ldns_pkt_push_rr(pkt, LDNS_SECTION_ANSWER, ldns_rr_clone(ldns_rr_list_rr(set->sigs, 0)));
}

/* chain_status - of test. under a root */
static enum ds_status chain_status(
    const struct dns_world *w, const struct dns_hook *hook, bool *exhausted, unsigned *bound)
{
	enum ds_status status;
	struct ds_chain chain;
	struct dns_case c;

	dns_case_begin(&c, w, 0, 0);
	if (hook != NULL)
		c.net.hook = *hook;
	status = dns_case_chain(&c, "test", &chain);
	*exhausted = prover_exhausted(c.prover);
	*bound = prover_bound(chain.links[chain.n - 1]->detail);
	dns_case_end(&c);
	return status;
}

/* a valid signature by another key does not hide that the one that counts was not checked */
static void test_keytrap_keys(void **state)
{
	static const struct {
		unsigned spoilt;
		enum ds_status status;
	} cases[] = { { SEC_TRIES_PER_RRSET - 2, DS_SECURE },
		{ SEC_TRIES_PER_RRSET - 1, DS_INDETERMINATE } };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct dns_world *w = dns_world_new();
		struct crowd crowd = { .spoilt = cases[i].spoilt };
		struct dns_hook hook = { .arg = &crowd, .packet = crowd_keys };
		unsigned bound;
		bool exhausted;

		dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
		dns_world_add(w, &(struct dns_zone_wish){ .apex = "test.", .split = true });
		dns_world_build(w);
		crowd.z = dns_world_zone(w, "test.");
		assert_int_equal(chain_status(w, &hook, &exhausted, &bound), cases[i].status);
		assert_int_equal(exhausted, cases[i].status != DS_SECURE);
		assert_int_equal(bound, exhausted ? SEC_TRIES_PER_RRSET : 0);
		dns_world_free(w);
	}
}

/* add_twins - keys with the tag of another, for a zone file */
static void add_twins(char *text, const struct dns_key *key, unsigned n)
{
	ldns_rdf *apex = dns_name("test.");

	for (unsigned i = 1; i <= n; i++) {
		int by = key->rdata[10] < 0x80 ? (int)i : -(int)i;
		struct dns_key twin = *key;
		ldns_rr *rr;
		char *line;

		/* What one octet gains, another of the same weight loses. */
		twin.rdata[10] = (uint8_t)(key->rdata[10] + by);
		for (unsigned at = 12; at < 30; at += 2)
			if (key->rdata[at] - by >= 0 && key->rdata[at] - by <= 255) {
				twin.rdata[at] = (uint8_t)(key->rdata[at] - by);
				break;
			}
		rr = dns_key_rr(&twin, apex);
		assert_int_equal(ldns_calc_keytag(rr), key->tag);
		line = ldns_rr2str(rr);
		memcpy(text + strlen(text), line, strlen(line) + 1);
		free(line);
		ldns_rr_free(rr);
	}
	ldns_rdf_deep_free(apex);
}

/* colliding DS: of the keys that one DS may name, as many are digested as are tried for a signature */
static void test_keytrap_ds(void **state)
{
	(void)state;
	for (unsigned twins = SEC_KEYS_PER_TAG - 1; twins <= SEC_KEYS_PER_TAG; twins++) {
		struct dns_world *w = dns_world_new();
		char text[8192] = "";
		enum ds_status status;
		unsigned bound;
		bool exhausted;

		dns_world_add(w, &(struct dns_zone_wish){ .apex = "test." });
		add_twins(text, &dns_world_zone(w, "test.")->key[0], twins);
		dns_world_free(w);
		w = dns_world_new();
		dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
		dns_world_add(w, &(struct dns_zone_wish){ .apex = "test.", .text = text });
		dns_world_build(w);
		status = chain_status(w, NULL, &exhausted, &bound);
		assert_int_equal(status, twins < SEC_KEYS_PER_TAG ? DS_SECURE : DS_INDETERMINATE);
		assert_int_equal(exhausted, twins >= SEC_KEYS_PER_TAG);
		assert_int_equal(bound, exhausted ? SEC_KEYS_PER_TAG : 0);
		dns_world_free(w);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keytrap_checks),
		cmocka_unit_test(test_keytrap_price),
		cmocka_unit_test(test_prices),
		cmocka_unit_test(test_keytrap_p384),
		cmocka_unit_test(test_keytrap_keys),
		cmocka_unit_test(test_keytrap_ds),
		cmocka_unit_test(test_spare),
		cmocka_unit_test(test_failed),
		cmocka_unit_test(test_remembered),
	};

	return cmocka_run_group_tests_name("work", tests, NULL, NULL) != 0;
}
