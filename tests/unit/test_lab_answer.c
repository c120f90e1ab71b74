/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The practice network's answers: what its name servers and its resolver say to a query, octets
 * in, octets out. Proofs and signatures are checked with ldns, not with the code that made them.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <string.h>
#include <ldns/ldns.h>

#include "lab/answer.h"
#include "lab/packet.h"
#include "lab/world.h"

enum { DO = 1, CD = 2, TCP = 4, NO_RD = 8, PLAIN = 16 /* no EDNS */ };

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

/* query_make - a query in wire form; the caller frees it */
static uint8_t *query_make(const char *name, ldns_rr_type type, uint16_t size, int how, size_t *n)
{
	ldns_pkt *query = ldns_pkt_query_new(
	    ldns_dname_new_frm_str(name), type, LDNS_RR_CLASS_IN, how & NO_RD ? 0 : LDNS_RD);
	uint8_t *wire = NULL;

	assert_non_null(query);
	ldns_pkt_set_id(query, 4711);
	ldns_pkt_set_cd(query, how & CD);
	if (!(how & PLAIN)) {
		ldns_pkt_set_edns_udp_size(query, size);
		ldns_pkt_set_edns_do(query, how & DO);
	}
	assert_int_equal(ldns_pkt2wire(&wire, query, n), LDNS_STATUS_OK);
	ldns_pkt_free(query);
	return wire;
}

/* ask_size - the answer of a zone's servers (NULL: of the resolver); the caller frees it */
static ldns_pkt *ask_size(
    void **state, const char *server, const char *name, ldns_rr_type type, uint16_t size, int how)
{
	const struct lab_world *world = *state;
	const struct lab_zone *zone = server != NULL ? lab_world_zone(world, server) : NULL;
	ldns_pkt *reply = NULL;
	size_t n, length;
	uint8_t *wire = query_make(name, type, size, how, &n);

	assert_true(server == NULL || zone != NULL);
	length = lab_answer(world, zone, how & TCP, wire, n, reply_wire, sizeof(reply_wire));
	LDNS_FREE(wire);
	assert_true(length > LAB_HEADER_SIZE);
	assert_int_equal(ldns_wire2pkt(&reply, reply_wire, length), LDNS_STATUS_OK);
	assert_int_equal(ldns_pkt_id(reply), 4711);
	assert_true(ldns_pkt_qr(reply));
	return reply;
}

/* ask - the same with room enough */
static ldns_pkt *ask(void **state, const char *server, const char *name, ldns_rr_type type, int how)
{
	return ask_size(state, server, name, type, 1232, how);
}

/* count - records of a type in a section */
static size_t count(const ldns_pkt *reply, ldns_rr_type type, ldns_pkt_section section)
{
	ldns_rr_list *list = ldns_pkt_rr_list_by_type(reply, type, section);
	size_t n = list != NULL ? ldns_rr_list_rr_count(list) : 0;

	ldns_rr_list_deep_free(list);
	return n;
}

/* assert_signed - every set of a type in a section is signed by a key of the zone */
static void assert_signed(void **state, const ldns_pkt *reply, const char *zone, ldns_rr_type type,
    ldns_pkt_section section)
{
	ldns_pkt *keys_reply = ask(state, zone, zone, LDNS_RR_TYPE_DNSKEY, DO | TCP);
	ldns_rr_list *keys =
	    ldns_pkt_rr_list_by_type(keys_reply, LDNS_RR_TYPE_DNSKEY, LDNS_SECTION_ANSWER);
	ldns_rr_list *all = ldns_pkt_rr_list_by_type(reply, type, section);
	ldns_rr_list *sigs = ldns_pkt_rr_list_by_type(reply, LDNS_RR_TYPE_RRSIG, section);

	assert_non_null(all);
	assert_non_null(sigs);
	for (size_t i = 0; i < ldns_rr_list_rr_count(all); i++) {
		const ldns_rdf *owner = ldns_rr_owner(ldns_rr_list_rr(all, i));
		ldns_rr_list *set = ldns_pkt_rr_list_by_name_and_type(reply, owner, type, section);
		size_t good = 0;

		for (size_t k = 0; k < ldns_rr_list_rr_count(sigs); k++)
			if (ldns_dname_compare(ldns_rr_owner(ldns_rr_list_rr(sigs, k)), owner) ==
				0 &&
			    ldns_verify_rrsig_keylist(set, ldns_rr_list_rr(sigs, k), keys, NULL) ==
				LDNS_STATUS_OK)
				good++;
		assert_int_equal(good, 1);
		ldns_rr_list_deep_free(set);
	}
	ldns_rr_list_deep_free(sigs);
	ldns_rr_list_deep_free(all);
	ldns_rr_list_deep_free(keys);
	ldns_pkt_free(keys_reply);
}

/* denial_status - what ldns makes of the proof in a negative answer */
static ldns_status denial_status(const ldns_pkt *reply, ldns_rr_type kind)
{
	ldns_rr *question = ldns_rr_list_rr(ldns_pkt_question(reply), 0);
	ldns_rr_list *proof = ldns_pkt_rr_list_by_type(reply, kind, LDNS_SECTION_AUTHORITY);
	ldns_rr_list *sigs =
	    ldns_pkt_rr_list_by_type(reply, LDNS_RR_TYPE_RRSIG, LDNS_SECTION_AUTHORITY);
	ldns_status status;

	assert_non_null(proof);
	assert_non_null(sigs);
	if (kind == LDNS_RR_TYPE_NSEC)
		status = ldns_dnssec_verify_denial(question, proof, sigs);
	else
		status = ldns_dnssec_verify_denial_nsec3(
		    question, proof, sigs, LDNS_RCODE_NXDOMAIN, ldns_rr_get_type(question), true);
	ldns_rr_list_deep_free(sigs);
	ldns_rr_list_deep_free(proof);
	return status;
}

/* a referral carries NS, the signed DS and glue, and no authority of its own */
static void test_referral_signed(void **state)
{
	ldns_pkt *reply = ask(state, ".", "mx1.minfiets.nl.", LDNS_RR_TYPE_A, DO);

	assert_int_equal(ldns_pkt_get_rcode(reply), LDNS_RCODE_NOERROR);
	assert_false(ldns_pkt_aa(reply));
	assert_false(ldns_pkt_ra(reply));
	assert_int_equal(ldns_pkt_ancount(reply), 0);
	assert_int_equal(count(reply, LDNS_RR_TYPE_NS, LDNS_SECTION_AUTHORITY), 2);
	assert_int_equal(count(reply, LDNS_RR_TYPE_A, LDNS_SECTION_ADDITIONAL), 2);
	assert_signed(state, reply, ".", LDNS_RR_TYPE_DS, LDNS_SECTION_AUTHORITY);
	ldns_pkt_free(reply);
}

/* a referral to an unsigned zone proves that there is no DS, here by opt-out */
static void test_referral_unsigned(void **state)
{
	ldns_pkt *reply = ask(state, "nl", "minwind.nl.", LDNS_RR_TYPE_MX, DO);
	ldns_rr_list *proof =
	    ldns_pkt_rr_list_by_type(reply, LDNS_RR_TYPE_NSEC3, LDNS_SECTION_AUTHORITY);

	assert_int_equal(count(reply, LDNS_RR_TYPE_NS, LDNS_SECTION_AUTHORITY), 2);
	assert_int_equal(count(reply, LDNS_RR_TYPE_DS, LDNS_SECTION_AUTHORITY), 0);
	assert_non_null(proof);
	for (size_t i = 0; i < ldns_rr_list_rr_count(proof); i++) {
		assert_true(ldns_nsec3_optout(ldns_rr_list_rr(proof, i)));
		assert_int_equal(ldns_nsec3_iterations(ldns_rr_list_rr(proof, i)), 0);
		assert_int_equal(ldns_nsec3_salt_length(ldns_rr_list_rr(proof, i)), 0);
	}
	assert_signed(state, reply, "nl", LDNS_RR_TYPE_NSEC3, LDNS_SECTION_AUTHORITY);
	ldns_rr_list_deep_free(proof);
	ldns_pkt_free(reply);
}

/* the parent answers for DS, with authority */
static void test_ds_at_parent(void **state)
{
	ldns_pkt *reply = ask(state, "nl", "minfiets.nl.", LDNS_RR_TYPE_DS, DO);

	assert_true(ldns_pkt_aa(reply));
	assert_signed(state, reply, "nl", LDNS_RR_TYPE_DS, LDNS_SECTION_ANSWER);
	ldns_pkt_free(reply);
}

/* the child's servers know no DS and say so */
static void test_ds_at_child(void **state)
{
	ldns_pkt *reply = ask(state, "minfiets.nl", "minfiets.nl.", LDNS_RR_TYPE_DS, DO);

	assert_int_equal(ldns_pkt_get_rcode(reply), LDNS_RCODE_NOERROR);
	assert_int_equal(ldns_pkt_ancount(reply), 0);
	assert_signed(state, reply, "minfiets.nl", LDNS_RR_TYPE_SOA, LDNS_SECTION_AUTHORITY);
	assert_int_equal(denial_status(reply, LDNS_RR_TYPE_NSEC), LDNS_STATUS_OK);
	ldns_pkt_free(reply);
}

/* servers of parent and child alike answer DS from the parent, the rest from the child */
static void test_ds_shared_servers(void **state)
{
	const char *name = "j-v1.mx.microsoft.";
	ldns_pkt *ds = ask(state, "mx.microsoft", name, LDNS_RR_TYPE_DS, DO);
	ldns_pkt *soa = ask(state, "mx.microsoft", name, LDNS_RR_TYPE_SOA, DO);

	assert_signed(state, ds, "mx.microsoft", LDNS_RR_TYPE_DS, LDNS_SECTION_ANSWER);
	assert_true(ldns_pkt_aa(soa));
	assert_int_equal(count(soa, LDNS_RR_TYPE_SOA, LDNS_SECTION_ANSWER), 1);
	ldns_pkt_free(soa);
	ldns_pkt_free(ds);
}

/* a name without the type asked for, and one that exists only because of names below it */
static void test_nodata_nsec(void **state)
{
	const char *names[] = { "mx2.minfiets.nl.", "_tcp.mx1.minfiets.nl." };

	for (size_t i = 0; i < 2; i++) {
		ldns_pkt *reply = ask(state, "minfiets.nl", names[i], LDNS_RR_TYPE_AAAA, DO);

		assert_int_equal(ldns_pkt_get_rcode(reply), LDNS_RCODE_NOERROR);
		assert_true(ldns_pkt_aa(reply));
		assert_int_equal(ldns_pkt_ancount(reply), 0);
		assert_signed(
		    state, reply, "minfiets.nl", LDNS_RR_TYPE_SOA, LDNS_SECTION_AUTHORITY);
		assert_signed(
		    state, reply, "minfiets.nl", LDNS_RR_TYPE_NSEC, LDNS_SECTION_AUTHORITY);
		assert_int_equal(denial_status(reply, LDNS_RR_TYPE_NSEC), LDNS_STATUS_OK);
		ldns_pkt_free(reply);
	}
}

/* the same under NSEC3: the record at the hash of the name, without that type, and no other */
static void test_nodata_nsec3(void **state)
{
	ldns_pkt *reply = ask(state, "minregen.nl", "mail.minregen.nl.", LDNS_RR_TYPE_TLSA, DO);
	const ldns_rdf *name = ldns_rr_owner(ldns_rr_list_rr(ldns_pkt_question(reply), 0));
	ldns_rr_list *proof =
	    ldns_pkt_rr_list_by_type(reply, LDNS_RR_TYPE_NSEC3, LDNS_SECTION_AUTHORITY);
	ldns_rdf *hash, *label;
	ldns_rr *nsec3;

	assert_int_equal(ldns_pkt_get_rcode(reply), LDNS_RCODE_NOERROR);
	assert_int_equal(ldns_pkt_ancount(reply), 0);
	assert_int_equal(ldns_rr_list_rr_count(proof), 1);
	nsec3 = ldns_rr_list_rr(proof, 0);
	hash = ldns_nsec3_hash_name_frm_nsec3(nsec3, name);
	label = ldns_dname_label(ldns_rr_owner(nsec3), 0);
	assert_int_equal(ldns_dname_compare(hash, label), 0);
	assert_true(ldns_nsec_bitmap_covers_type(ldns_nsec3_bitmap(nsec3), LDNS_RR_TYPE_A));
	assert_false(ldns_nsec_bitmap_covers_type(ldns_nsec3_bitmap(nsec3), LDNS_RR_TYPE_TLSA));
	assert_signed(state, reply, "minregen.nl", LDNS_RR_TYPE_NSEC3, LDNS_SECTION_AUTHORITY);
	ldns_rdf_deep_free(label);
	ldns_rdf_deep_free(hash);
	ldns_rr_list_deep_free(proof);
	ldns_pkt_free(reply);
}

/* a name that does not exist, and no wildcard that could stand for it */
static void test_nxdomain(void **state)
{
	static const struct {
		const char *zone, *name;
		ldns_rr_type kind;
	} cases[] = {
		{ "minfiets.nl", "niets.minfiets.nl.", LDNS_RR_TYPE_NSEC },
		{ "minfiets.nl", "a.b.c.minfiets.nl.", LDNS_RR_TYPE_NSEC },
		{ "minfiets.nl", "z._tcp.mx1.minfiets.nl.", LDNS_RR_TYPE_NSEC },
		{ ".", "nergens.", LDNS_RR_TYPE_NSEC },
		{ "minregen.nl", "niets.minregen.nl.", LDNS_RR_TYPE_NSEC3 },
		{ "minregen.nl", "_25._tcp.mail.minregen.nl.", LDNS_RR_TYPE_NSEC3 },
		{ "nl", "niets.nl.", LDNS_RR_TYPE_NSEC3 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ldns_pkt *reply = ask(state, cases[i].zone, cases[i].name, LDNS_RR_TYPE_A, DO);

		print_message("%s\n", cases[i].name);
		assert_int_equal(ldns_pkt_get_rcode(reply), LDNS_RCODE_NXDOMAIN);
		assert_true(ldns_pkt_aa(reply));
		assert_signed(state, reply, cases[i].zone, cases[i].kind, LDNS_SECTION_AUTHORITY);
		assert_int_equal(denial_status(reply, cases[i].kind), LDNS_STATUS_OK);
		ldns_pkt_free(reply);
	}
}

/* who does not ask for DNSSEC gets none of it */
static void test_without_do(void **state)
{
	static const struct {
		const char *zone, *name;
	} cases[] = {
		{ "minfiets.nl", "minfiets.nl." },
		{ "minfiets.nl", "niets.minfiets.nl." },
		{ "nl", "minfiets.nl." },
		{ "nl", "minwind.nl." },
		{ NULL, "minfiets.nl." },
		{ NULL, "niets.minregen.nl." },
	};
	const int hows[] = { 0, PLAIN };

	for (size_t i = 0; i < 2 * sizeof(cases) / sizeof(cases[0]); i++) {
		ldns_pkt *reply =
		    ask(state, cases[i / 2].zone, cases[i / 2].name, LDNS_RR_TYPE_MX, hows[i % 2]);
		ldns_rr_list *all = ldns_pkt_all_noquestion(reply);

		for (size_t k = 0; k < ldns_rr_list_rr_count(all); k++) {
			ldns_rr_type type = ldns_rr_get_type(ldns_rr_list_rr(all, k));

			assert_int_not_equal(type, LDNS_RR_TYPE_RRSIG);
			assert_int_not_equal(type, LDNS_RR_TYPE_NSEC);
			assert_int_not_equal(type, LDNS_RR_TYPE_NSEC3);
			assert_int_not_equal(type, LDNS_RR_TYPE_DS);
		}
		assert_false(ldns_pkt_edns_do(reply));
		assert_int_equal(ldns_pkt_edns(reply), hows[i % 2] != PLAIN);
		ldns_rr_list_deep_free(all);
		ldns_pkt_free(reply);
	}
}

/* what does not fit is cut to nothing, with TC; over TCP it comes whole */
static void test_truncation(void **state)
{
	ldns_pkt *cut = ask_size(state, ".", ".", LDNS_RR_TYPE_DNSKEY, 512, DO);
	ldns_pkt *whole = ask_size(state, ".", ".", LDNS_RR_TYPE_DNSKEY, 512, DO | TCP);
	ldns_pkt *wide = ask_size(state, ".", ".", LDNS_RR_TYPE_DNSKEY, 4096, DO);
	ldns_pkt *narrow = ask_size(state, ".", ".", LDNS_RR_TYPE_DNSKEY, 10, DO);

	assert_true(ldns_pkt_tc(cut));
	assert_int_equal(ldns_pkt_ancount(cut), 0);
	assert_true(ldns_pkt_edns_do(cut));
	assert_true(ldns_pkt_aa(cut));
	assert_false(ldns_pkt_tc(whole));
	assert_int_equal(count(whole, LDNS_RR_TYPE_DNSKEY, LDNS_SECTION_ANSWER), 2);
	assert_false(ldns_pkt_tc(wide));
	assert_signed(state, wide, ".", LDNS_RR_TYPE_DNSKEY, LDNS_SECTION_ANSWER);
	assert_true(ldns_pkt_tc(narrow));
	ldns_pkt_free(narrow);
	ldns_pkt_free(wide);
	ldns_pkt_free(whole);
	ldns_pkt_free(cut);
}

/* zones of others, transfers, and the quirks that a story wants */
static void test_other_rcodes(void **state)
{
	static const struct {
		const char *server, *name;
		ldns_rr_type type;
		ldns_pkt_rcode rcode;
	} cases[] = {
		{ "minfiets.nl", "minmolen.nl.", LDNS_RR_TYPE_MX, LDNS_RCODE_REFUSED },
		{ "minfiets.nl", "nl.", LDNS_RR_TYPE_NS, LDNS_RCODE_REFUSED },
		{ "minfiets.nl", "minfiets.nl.", LDNS_RR_TYPE_AXFR, LDNS_RCODE_NOTIMPL },
		{ "minfiets.nl", "minfiets.nl.", LDNS_RR_TYPE_ANY, LDNS_RCODE_NOTIMPL },
		{ "minfiets.nl", "minfiets.nl.", LDNS_RR_TYPE_RRSIG, LDNS_RCODE_NOTIMPL },
		{ "outlook.com", "_25._tcp.x.outlook.com.", LDNS_RR_TYPE_TLSA, LDNS_RCODE_NOTIMPL },
		{ "outlook.com", "outlook.com.", LDNS_RR_TYPE_SOA, LDNS_RCODE_NOERROR },
		{ "minmist.nl", "_25._tcp.mail.minmist.nl.", LDNS_RR_TYPE_TLSA,
		    LDNS_RCODE_SERVFAIL },
		{ "minmist.nl", "mail.minmist.nl.", LDNS_RR_TYPE_A, LDNS_RCODE_NOERROR },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ldns_pkt *reply = ask(state, cases[i].server, cases[i].name, cases[i].type, DO);

		print_message("%s at %s\n", cases[i].name, cases[i].server);
		assert_int_equal(ldns_pkt_get_rcode(reply), cases[i].rcode);
		if (cases[i].rcode != LDNS_RCODE_NOERROR)
			assert_int_equal(ldns_pkt_ancount(reply) + ldns_pkt_nscount(reply), 0);
		ldns_pkt_free(reply);
	}
}

/* the resolver: AD for what is secure, SERVFAIL for what is bogus, everything with CD */
static void test_resolver_status(void **state)
{
	static const struct {
		const char *name;
		ldns_rr_type type;
		int how;
		ldns_pkt_rcode rcode;
		bool ad;
	} cases[] = {
		{ "minfiets.nl.", LDNS_RR_TYPE_MX, DO, LDNS_RCODE_NOERROR, true },
		{ "niets.minfiets.nl.", LDNS_RR_TYPE_MX, DO, LDNS_RCODE_NXDOMAIN, true },
		{ "minwind.nl.", LDNS_RR_TYPE_MX, DO, LDNS_RCODE_NOERROR, false },
		{ "minwind.nl.", LDNS_RR_TYPE_DS, DO, LDNS_RCODE_NOERROR, false },
		{ "niets.nl.", LDNS_RR_TYPE_MX, DO, LDNS_RCODE_NXDOMAIN, false },
		{ "minfiets.nl.", LDNS_RR_TYPE_DS, DO, LDNS_RCODE_NOERROR, true },
		{ "minkaas.nl.", LDNS_RR_TYPE_MX, DO, LDNS_RCODE_SERVFAIL, false },
		{ "minkaas.nl.", LDNS_RR_TYPE_DS, DO, LDNS_RCODE_NOERROR, true },
		{ "minkaas.nl.", LDNS_RR_TYPE_MX, DO | CD, LDNS_RCODE_NOERROR, false },
		{ "mindijk.nl.", LDNS_RR_TYPE_MX, 0, LDNS_RCODE_SERVFAIL, false },
		{ "mindijk.nl.", LDNS_RR_TYPE_DNSKEY, DO | CD, LDNS_RCODE_NOERROR, false },
		{ "_25._tcp.x.outlook.com.", LDNS_RR_TYPE_TLSA, DO | CD, LDNS_RCODE_SERVFAIL,
		    false },
		{ "minfiets.nl.", LDNS_RR_TYPE_MX, NO_RD, LDNS_RCODE_REFUSED, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ldns_pkt *reply = ask(state, NULL, cases[i].name, cases[i].type, cases[i].how);

		print_message("%s (%zu)\n", cases[i].name, i);
		assert_true(ldns_pkt_ra(reply));
		assert_false(ldns_pkt_aa(reply));
		assert_int_equal(ldns_pkt_get_rcode(reply), cases[i].rcode);
		assert_int_equal(ldns_pkt_ad(reply), cases[i].ad);
		if (cases[i].rcode == LDNS_RCODE_SERVFAIL)
			assert_int_equal(ldns_pkt_ancount(reply) + ldns_pkt_nscount(reply), 0);
		ldns_pkt_free(reply);
	}
}

/* the resolver says why it failed */
static void test_resolver_explains(void **state)
{
	ldns_pkt *reply = ask(state, NULL, "minkaas.nl.", LDNS_RR_TYPE_MX, DO);
	ldns_edns_option_list *options = ldns_pkt_edns_get_option_list(reply);
	const ldns_edns_option *option;

	assert_non_null(options);
	assert_int_equal(ldns_edns_option_list_get_count(options), 1);
	option = ldns_edns_option_list_get_option(options, 0);
	assert_int_equal(ldns_edns_get_code(option), LDNS_EDNS_EDE);
	assert_int_equal(ldns_edns_get_data(option)[1], 7); /* signature expired */
	ldns_pkt_free(reply);
}

/* the resolver follows an alias into another zone, signatures of both included */
static void test_resolver_alias(void **state)
{
	ldns_pkt *reply = ask(state, NULL, "mail.minspiegel.nl.", LDNS_RR_TYPE_A, DO);

	assert_true(ldns_pkt_ad(reply));
	assert_int_equal(count(reply, LDNS_RR_TYPE_CNAME, LDNS_SECTION_ANSWER), 1);
	assert_int_equal(count(reply, LDNS_RR_TYPE_A, LDNS_SECTION_ANSWER), 1);
	assert_signed(state, reply, "minspiegel.nl", LDNS_RR_TYPE_CNAME, LDNS_SECTION_ANSWER);
	assert_signed(state, reply, "oefenpost.nl", LDNS_RR_TYPE_A, LDNS_SECTION_ANSWER);
	ldns_pkt_free(reply);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_referral_signed),
		cmocka_unit_test(test_referral_unsigned),
		cmocka_unit_test(test_ds_at_parent),
		cmocka_unit_test(test_ds_at_child),
		cmocka_unit_test(test_ds_shared_servers),
		cmocka_unit_test(test_nodata_nsec),
		cmocka_unit_test(test_nodata_nsec3),
		cmocka_unit_test(test_nxdomain),
		cmocka_unit_test(test_without_do),
		cmocka_unit_test(test_truncation),
		cmocka_unit_test(test_other_rcodes),
		cmocka_unit_test(test_resolver_status),
		cmocka_unit_test(test_resolver_explains),
		cmocka_unit_test(test_resolver_alias),
	};

	return cmocka_run_group_tests_name("lab_answer", tests, world_up, world_down) != 0;
}
