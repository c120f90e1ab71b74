/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rules of docs/SENDER-RULES.md that the tests of the parts do not see: each test has the number of
 * its rule, and looks at whole diagnoses over a small world (test.nl is signed, los.nl is not).
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/dane/rules.h"
#include "core/diagnosis/catalogue.h"
#include "core/diagnosis/diagnosis_impl.h"
#include "tests/unit/dns_run.h"

#define STALE "3 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

/* A certificate, and the record that fits it. */
struct shared {
	struct cert *cert;
	char tlsa[80];
};

/* A diagnosis of test.nl, with its world. */
struct look {
	struct dns_world *world;
	struct dns_run run;
	const struct ds_report *r;
	const struct ds_host *h; /* the first mail host, or NULL */
};

/* up, down - makes it, frees it */
static int up(void **state)
{
	struct shared *s = calloc(1, sizeof *s);

	assert_non_null(s);
	s->cert = dns_run_cert(s->tlsa);
	*state = s;
	return 0;
}

static int down(void **state)
{
	struct shared *s = *state;

	cert_free(s->cert);
	free(s);
	return 0;
}

/* fill - the record that fits for each " T" */
static char *fill(const struct shared *s, const char *text)
{
	size_t n = 0, room = strlen(text) + 8 * sizeof s->tlsa;
	char *out = malloc(room);

	assert_non_null(out);
	for (; *text != '\0'; text++)
		if (strncmp(text, " T\n", 3) == 0) {
			n += (size_t)snprintf(out + n, room - n, " %s", s->tlsa);
			text++;
		} else {
			out[n++] = *text;
		}
	out[n] = '\0';
	return out;
}

/* look_begin - the world: test.nl holds `text`, los.nl `unsigned_text` */
static void look_begin(
    struct look *l, const struct shared *s, const char *text, const char *unsigned_text)
{
	char *a = fill(s, text), *b = fill(s, unsigned_text);

	memset(l, 0, sizeof *l);
	l->world = dns_world_new();
	dns_world_add(l->world, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(l->world, &(struct dns_zone_wish){ .apex = "nl." });
	dns_world_add(l->world, &(struct dns_zone_wish){ .apex = "test.nl.", .text = a });
	dns_world_add(l->world,
	    &(struct dns_zone_wish){ .apex = "los.nl.", .chain = DNS_UNSIGNED, .text = b });
	dns_world_build(l->world);
	free(a);
	free(b);
	dns_run_begin(&l->run, l->world, s->cert);
}

/* look_at - the diagnosis */
static void look_at(struct look *l)
{
	l->r = dns_run_domain(&l->run, "test.nl");
	assert_true(l->r->done);
	l->h = l->r->nhosts > 0 ? l->r->hosts[0] : NULL;
}

/* look - both */
static void look(struct look *l, const struct shared *s, const char *text, const char *other)
{
	look_begin(l, s, text, other);
	look_at(l);
}

/* look_end - gives all back */
static void look_end(struct look *l)
{
	dns_run_end(&l->run);
	dns_world_free(l->world);
}

/* was_asked - did a question of this name and type leave? */
static bool was_asked(const struct look *l, const char *name, uint16_t type)
{
	for (size_t i = 0; i < l->r->nqueries; i++)
		if (l->r->queries[i]->type == type && strcmp(l->r->queries[i]->name, name) == 0)
			return true;
	return false;
}

/* has - was this found? */
static bool has(const struct look *l, enum ds_code code)
{
	for (size_t i = 0; i < l->r->nfindings; i++)
		if (l->r->findings[i]->code == (int)code)
			return true;
	return false;
}

#define GOOD "mx.test.nl. A 192.0.2.1\n_25._tcp.mx.test.nl. TLSA T\n"

/* 14, 54: all proved: the list of hosts by rule 14, the host by its own key */
static void rule_14_secure_list(void **state)
{
	struct look l;

	look(&l, *state, "test.nl. MX 10 mx.test.nl.\n" GOOD, "");
	assert_int_equal(l.r->verdict, DS_V_SECURED);
	assert_int_equal(l.r->rule, RULE_MX_SECURE);
	assert_int_equal(l.h->rule, RULE_EE);
	look_end(&l);
}

/* 18: the order is that of the preference, whoever has TLSA records */
static void rule_18_preference(void **state)
{
	struct look l;

	look(&l, *state,
	    "test.nl. MX 20 mx.test.nl.\ntest.nl. MX 10 kaal.test.nl.\n"
	    "kaal.test.nl. A 192.0.2.2\n" GOOD,
	    "");
	assert_string_equal(l.h->name, "kaal.test.nl");
	assert_int_equal(l.r->verdict, DS_V_PARTIAL);
	assert_int_equal(l.r->senders[DS_SENDER_STRICT].delivery, DS_SEND_ENCRYPTED);
	assert_int_equal(l.r->senders[DS_SENDER_STRICT].host, 0);
	assert_int_equal(l.r->senders[DS_SENDER_DANE_ONLY].host, 1);
	look_end(&l);
}

/* 20: a null MX beside another: the domain takes mail, and "." is no host */
static void rule_20_null_beside(void **state)
{
	struct look l;

	look(&l, *state, "test.nl. MX 0 .\ntest.nl. MX 10 mx.test.nl.\n" GOOD, "");
	assert_int_equal(l.r->mx_kind, DS_MX_RECORDS);
	assert_int_equal(l.r->nhosts, 1);
	assert_int_equal(l.r->verdict, DS_V_SECURED);
	assert_true(has(&l, DS_F_MX_NULL_MIXED));
	look_end(&l);
}

/* 21: an address where a name belongs: no host, and another one counts alone */
static void rule_21_literal(void **state)
{
	struct look l;

	look(&l, *state, "test.nl. MX 10 192.0.2.9.\ntest.nl. MX 20 mx.test.nl.\n" GOOD, "");
	assert_int_equal(l.h->policy, DS_POL_NO_ADDRESS);
	assert_int_equal(l.r->hosts[1]->policy, DS_POL_DANE_VERIFIED);
	assert_true(has(&l, DS_F_MX_HOST_ADDRESS_LITERAL));
	look_end(&l);
}

/* 21: what cannot be a host name at all, though all is published that a host needs */
static void rule_21_invalid(void **state)
{
	struct look l;

	look(&l, *state,
	    "test.nl. MX 10 mail!host.test.nl.\ntest.nl. MX 20 mx.test.nl.\n" GOOD
	    "mail!host.test.nl. A 192.0.2.2\n_25._tcp.mail!host.test.nl. TLSA T\n",
	    "");
	assert_int_equal(l.h->policy, DS_POL_NO_ADDRESS);
	assert_int_equal(l.r->hosts[1]->policy, DS_POL_DANE_VERIFIED);
	assert_int_equal(l.r->verdict, DS_V_PARTIAL);
	assert_true(has(&l, DS_F_MX_HOST_INVALID));
	assert_false(has(&l, DS_F_MX_HOST_NO_ADDRESS));
	assert_false(was_asked(&l, "mail!host.test.nl", DS_T_A));
	look_end(&l);
}

/* 17, 22: the domain is an alias: its end has the hosts, which are shown as published */
static void rule_17_domain_alias(void **state)
{
	struct look l;

	look_begin(&l, *state,
	    "ook.test.nl. CNAME test.nl.\ntest.nl. MX 10 al.test.nl.\nal.test.nl. CNAME mx.test.nl.\n" GOOD,
	    "");
	l.r = dns_run_domain(&l.run, "ook.test.nl");
	assert_int_equal(l.r->verdict, DS_V_SECURED);
	assert_string_equal(l.r->hosts[0]->name, "al.test.nl");
	assert_string_equal(l.r->hosts[0]->tlsa.base, "mx.test.nl");
	look_end(&l);
}

/* 26: no address, no question about TLSA that counts */
static void rule_26_no_address(void **state)
{
	struct look l;

	look(&l, *state,
	    "test.nl. MX 10 mx.test.nl.\nmx.test.nl. TXT x\n_25._tcp.mx.test.nl. TLSA T\n", "");
	assert_int_equal(l.h->policy, DS_POL_NO_ADDRESS);
	assert_int_equal(l.h->rule, RULE_NO_ADDRESS);
	assert_int_equal(l.h->tlsa.status, DS_UNCHECKED);
	look_end(&l);
}

/* 27: an address that is not proved: TLSA does not count, and its failing is no failure */
static void rule_27_insecure_address(void **state)
{
	struct look l;

	look(&l, *state, "test.nl. MX 10 mx.los.nl.\n",
	    "mx.los.nl. A 192.0.2.1\n_25._tcp.mx.los.nl. TLSA T\n");
	assert_int_equal(l.h->policy, DS_POL_OPPORTUNISTIC);
	assert_int_equal(l.h->rule, RULE_ADDRESS_INSECURE);
	look_end(&l);
}

/* 29, 35: the end of a secure alias comes first, and secure records there end the search though none
 * can be used */
static void rule_35_unusable_ends_search(void **state)
{
	struct look l;

	look(&l, *state,
	    "test.nl. MX 10 al.test.nl.\nal.test.nl. CNAME mx.test.nl.\nmx.test.nl. A 192.0.2.1\n"
	    "_25._tcp.al.test.nl. TLSA T\n_25._tcp.mx.test.nl. TLSA 1 1 1 "
	    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n",
	    "");
	assert_string_equal(l.h->tlsa.base, "mx.test.nl");
	assert_int_equal(l.h->policy, DS_POL_ENCRYPT_ONLY);
	assert_int_equal(l.h->rule, RULE_TLSA_UNUSABLE);
	look_end(&l);
}

/* 31: an alias that is not proved itself: nowhere */
static void rule_31_insecure_alias(void **state)
{
	struct look l;

	look(&l, *state, "test.nl. MX 10 al.los.nl.\n" GOOD, "al.los.nl. CNAME mx.test.nl.\n");
	assert_int_equal(l.h->policy, DS_POL_OPPORTUNISTIC);
	assert_int_equal(l.h->rule, RULE_ALIAS_INSECURE);
	assert_null(l.h->tlsa.base);
	look_end(&l);
}

/* 32: the names between are never asked, except to say that a record there is in vain */
static void rule_32_between(void **state)
{
	struct look l;

	look_begin(&l, *state,
	    "test.nl. MX 10 al.test.nl.\nal.test.nl. CNAME am.test.nl.\nam.test.nl. CNAME mx.test.nl.\n"
	    "_25._tcp.am.test.nl. TLSA T\nmx.test.nl. A 192.0.2.1\n",
	    "");
	look_at(&l);
	assert_int_equal(l.h->tlsa.ncandidates, 2);
	assert_int_equal(l.h->policy, DS_POL_OPPORTUNISTIC);
	assert_true(has(&l, DS_F_TLSA_WRONG_OWNER));
	look_end(&l);
	look_begin(&l, *state,
	    "test.nl. MX 10 al.test.nl.\nal.test.nl. CNAME am.test.nl.\nam.test.nl. CNAME mx.test.nl.\n" GOOD,
	    "");
	look_at(&l);
	assert_int_equal(l.h->policy, DS_POL_DANE_VERIFIED);
	assert_false(was_asked(&l, "_25._tcp.am.test.nl", DS_T_TLSA));
	look_end(&l);
}

/* 34: the number in the TLSA name is the port's, or the one that was given */
static void rule_34_port(void **state)
{
	struct look l;

	look_begin(&l, *state,
	    "test.nl. MX 10 mx.test.nl.\nmx.test.nl. A 192.0.2.1\n_2525._tcp.mx.test.nl. TLSA T\n",
	    "");
	l.run.engine->tlsa_port = 2525;
	look_at(&l);
	assert_string_equal(l.h->tlsa.name, "_2525._tcp.mx.test.nl");
	assert_int_equal(l.h->policy, DS_POL_DANE_VERIFIED);
	look_end(&l);
}

/* 36: the TLSA name may be an alias, or come from a wildcard; the base stays the host */
static void rule_36_tlsa_alias(void **state)
{
	static const char *const texts[] = {
		"_25._tcp.mx.test.nl. CNAME dane.test.nl.\ndane.test.nl. TLSA T\n",
		"*._tcp.mx.test.nl. TLSA T\n",
		"_tcp.mx.test.nl. DNAME dane.test.nl.\n_25.dane.test.nl. TLSA T\n",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct look l;
		char text[512];

		snprintf(text, sizeof text, "%s%s",
		    "test.nl. MX 10 mx.test.nl.\nmx.test.nl. A 192.0.2.1\n", texts[i]);
		look(&l, *state, text, "");
		if (l.h->policy != DS_POL_DANE_VERIFIED)
			print_error("case %zu\n", i);
		assert_int_equal(l.h->policy, DS_POL_DANE_VERIFIED);
		assert_string_equal(l.h->tlsa.base, "mx.test.nl");
		look_end(&l);
	}
}

/* 36, 37: an alias out of the signed zone: the records at its end are ignored */
static void rule_37_insecure_tlsa(void **state)
{
	struct look l;

	look(&l, *state,
	    "test.nl. MX 10 mx.test.nl.\nmx.test.nl. A 192.0.2.1\n"
	    "_25._tcp.mx.test.nl. CNAME dane.los.nl.\n",
	    "dane.los.nl. TLSA " STALE "\n");
	assert_int_equal(l.h->policy, DS_POL_OPPORTUNISTIC);
	assert_int_equal(l.h->rule, RULE_TLSA_INSECURE);
	assert_int_equal(l.h->tlsa.nrecords, 0);
	assert_true(has(&l, DS_F_TLSA_INSECURE));
	look_end(&l);
}

/* 38, 41: proved that there is none: TLS is optional */
static void rule_38_absent(void **state)
{
	struct look l;

	look(&l, *state, "test.nl. MX 10 mx.test.nl.\nmx.test.nl. A 192.0.2.1\n", "");
	assert_int_equal(l.h->policy, DS_POL_OPPORTUNISTIC);
	assert_int_equal(l.h->rule, RULE_TLSA_ABSENT);
	look_end(&l);
}

/* no_tlsa - every question about TLSA fails */
static enum net_error no_tlsa(void *arg, const char *name, unsigned type, const struct net_ask *ask,
    uint8_t *wire, size_t *len)
{
	(void)arg;
	(void)ask;
	if (type == DS_T_TLSA) {
		wire[3] = (uint8_t)((wire[3] & 0xf0) | LDNS_RCODE_SERVFAIL);
		memset(wire + 6, 0, 6);
		*len = 12 + strlen(name) + 1 + 4;
	}
	return NET_OK;
}

/* 39: an error ends the search, and the host is left alone, even where it would do */
static void rule_39_tlsa_error(void **state)
{
	struct look l;

	look_begin(&l, *state, "test.nl. MX 10 mx.test.nl.\n" GOOD, "");
	l.run.net.hook = (struct dns_hook){ NULL, NULL, no_tlsa };
	look_at(&l);
	assert_int_equal(l.h->policy, DS_POL_DNS_FAILED);
	assert_int_equal(l.h->rule, RULE_TLSA_ERROR);
	assert_int_equal(l.r->senders[DS_SENDER_STRICT].delivery, DS_SEND_DEFERRED);
	assert_int_equal(l.r->senders[DS_SENDER_PLAIN].delivery, DS_SEND_ENCRYPTED);
	look_end(&l);
}

/* 47, 49: records are alternatives; none that fits makes the host unusable */
static void rule_47_alternatives(void **state)
{
	struct look l;

	look(&l, *state,
	    "test.nl. MX 10 mx.test.nl.\n" GOOD "_25._tcp.mx.test.nl. TLSA " STALE "\n", "");
	assert_int_equal(l.h->policy, DS_POL_DANE_VERIFIED);
	look_end(&l);
	look(&l, *state,
	    "test.nl. MX 10 mx.test.nl.\nmx.test.nl. A 192.0.2.1\n_25._tcp.mx.test.nl. TLSA " STALE
	    "\n",
	    "");
	assert_int_equal(l.h->policy, DS_POL_DANE_FAILED);
	assert_int_equal(l.h->rule, RULE_TLSA_USABLE);
	look_end(&l);
}

/* 51, 52: the stronger digest counts alone, and is stale: the weaker one that fits does not help */
static void rule_51_agility(void **state)
{
	struct look l;

	look(&l, *state,
	    "test.nl. MX 10 mx.test.nl.\n" GOOD "_25._tcp.mx.test.nl. TLSA 3 1 2 "
	    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
	    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n",
	    "");
	assert_int_equal(l.h->policy, DS_POL_DANE_FAILED);
	assert_int_equal(l.h->rule, RULE_AGILITY);
	assert_true(has(&l, DS_F_TLSA_DIGEST_AGILITY));
	look_end(&l);
}

/* 67: TLSA records, and STARTTLS is not to be had */
static void rule_67_starttls(void **state)
{
	static const enum dns_mail_mode modes[] = { DNS_MAIL_NO_STARTTLS, DNS_MAIL_TLS_FAILS,
		DNS_MAIL_NO_EHLO };

	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		struct look l;

		look_begin(&l, *state, "test.nl. MX 10 mx.test.nl.\n" GOOD, "");
		l.run.mails[0].mode = modes[i];
		look_at(&l);
		assert_int_equal(l.h->policy, DS_POL_DANE_FAILED);
		assert_int_equal(l.h->rule, RULE_STARTTLS);
		look_end(&l);
	}
}

/* 68: the name that is asked for in TLS is the TLSA base */
static void rule_68_sni(void **state)
{
	struct look l;

	look(&l, *state, "test.nl. MX 10 al.test.nl.\nal.test.nl. CNAME mx.test.nl.\n" GOOD, "");
	assert_string_equal(l.h->probes[0]->sni, "mx.test.nl");
	look_end(&l);
	look(&l, *state,
	    "test.nl. MX 10 al.test.nl.\nal.test.nl. CNAME mx.test.nl.\nmx.test.nl. A 192.0.2.1\n"
	    "_25._tcp.al.test.nl. TLSA T\n",
	    "");
	assert_string_equal(l.h->probes[0]->sni, "al.test.nl");
	look_end(&l);
}

/* 23, 77: a host whose address fails is passed over; where it is the only one, mail waits */
static void rule_77_all_rejected(void **state)
{
	struct look l;

	look_begin(&l, *state, "test.nl. MX 10 mx.test.nl.\n" GOOD, "");
	l.run.mails[0].mode = DNS_MAIL_NO_STARTTLS;
	look_at(&l);
	assert_int_equal(l.r->deliverable, DS_DELIVER_NO);
	for (int i = 0; i < DS_SENDER_PLAIN; i++)
		assert_int_equal(l.r->senders[i].delivery, DS_SEND_DEFERRED);
	look_end(&l);
}

/* 78: protected is who has a secure list and a right record at every address of every host */
static void rule_78_every_address(void **state)
{
	struct look l;

	look_begin(&l, *state, "test.nl. MX 10 mx.test.nl.\nmx.test.nl. A 192.0.2.2\n" GOOD, "");
	l.run.mails[1].mode = DNS_MAIL_NO_STARTTLS;
	look_at(&l);
	assert_int_equal(l.r->verdict, DS_V_BROKEN);
	assert_int_equal(l.r->deliverable, DS_DELIVER_DEGRADED);
	assert_int_equal(l.r->senders[DS_SENDER_STRICT].delivery, DS_SEND_AUTHENTICATED);
	look_end(&l);
}

/* every rule that can decide has a reference and a sentence, once */
static void rules_listed(void **state)
{
	static const unsigned all[] = { 11, 12, 13, 14, 15, 19, 23, 26, 27, 31, 37, 38, 39, 47, 48,
		51, 54, 60, 61, 62, 67, 77 };

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		assert_non_null(rule_entry(all[i]));
		assert_int_equal(strncmp(rule_ref(all[i]), "RFC ", 4), 0);
		assert_true(strlen(rule_entry(all[i])->text) > 10);
	}
	assert_null(rule_entry(0));
	assert_null(rule_entry(90));
	assert_null(rule_ref(0));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(rule_14_secure_list),
		cmocka_unit_test(rule_17_domain_alias),
		cmocka_unit_test(rule_18_preference),
		cmocka_unit_test(rule_20_null_beside),
		cmocka_unit_test(rule_21_literal),
		cmocka_unit_test(rule_21_invalid),
		cmocka_unit_test(rule_26_no_address),
		cmocka_unit_test(rule_27_insecure_address),
		cmocka_unit_test(rule_31_insecure_alias),
		cmocka_unit_test(rule_32_between),
		cmocka_unit_test(rule_34_port),
		cmocka_unit_test(rule_35_unusable_ends_search),
		cmocka_unit_test(rule_36_tlsa_alias),
		cmocka_unit_test(rule_37_insecure_tlsa),
		cmocka_unit_test(rule_38_absent),
		cmocka_unit_test(rule_39_tlsa_error),
		cmocka_unit_test(rule_47_alternatives),
		cmocka_unit_test(rule_51_agility),
		cmocka_unit_test(rule_67_starttls),
		cmocka_unit_test(rule_68_sni),
		cmocka_unit_test(rule_77_all_rejected),
		cmocka_unit_test(rule_78_every_address),
		cmocka_unit_test(rules_listed),
	};

	return cmocka_run_group_tests_name("sender_rules", tests, up, down) != 0;
}
