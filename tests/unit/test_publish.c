/* SPDX-License-Identifier: BSD-2-Clause */
/* Which TLSA records to publish, and what planned ones would do. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/dane/publish.h"
#include "core/limits.h"
#include "core/report/publish_report.h"
#include "core/smtp/certificate.h"
#include "tests/unit/judge_world.h"

#define CHAINS 4

/* A host whose chains are lists of the world's certificates. */
struct scene {
	struct judge_state *t;
	struct arena *arena;
	struct publish_chain chains[CHAINS];
	struct ds_tlsa_record records[WORLD_RECORDS];
	struct publish_host host;
};

/* scene - begins one; records: what is published, ended by NOBODY */
static struct scene *scene(void **state, const struct world_case *published)
{
	struct scene *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	s->t = *state;
	s->arena = arena_new(PUBLISH_MEMORY);
	assert_non_null(s->arena);
	s->host = (struct publish_host){ .host = WORLD_BASE,
		.base = WORLD_BASE,
		.port = 25,
		.at = CERTS_NOW,
		.looked = true,
		.address = DS_SECURE,
		.tlsa = DS_SECURE,
		.records = s->records,
		.chains = s->chains };
	s->host.nrecords = world_records(s->t->world, published, s->records);
	for (size_t i = 0; i < s->host.nrecords; i++)
		s->records[i].hex = "";
	return s;
}

/* scene_free - ends it */
static void scene_free(struct scene *s)
{
	world_records_free(s->records, s->host.nrecords);
	arena_free(s->arena);
	free(s);
}

/* shows - one more address, with its chain */
static void shows(struct scene *s, const char *where, const enum world_cert *sent)
{
	struct publish_chain *chain = &s->chains[s->host.nchains++];
	const struct ds_certificate **certs =
	    arena_alloc(s->arena, WORLD_CHAIN, sizeof(struct ds_certificate *));

	*chain = (struct publish_chain){ .where = where, .certs = certs };
	for (; sent[chain->ncerts] != NOBODY; chain->ncerts++) {
		const struct cert *cert = world_cert(s->t->world, sent[chain->ncerts]);

		certs[chain->ncerts] = certificate_read(s->arena, cert->der, cert->len, NULL);
		assert_non_null(certs[chain->ncerts]);
	}
}

/* fails - one more address, where nothing was shown */
static void fails(struct scene *s, const char *where, bool refused)
{
	s->chains[s->host.nchains++] =
	    (struct publish_chain){ .where = where, .failure = "said so", .refused = refused };
}

/* advice - "add 3 1 1, keep 2 1 1" */
static const char *advice(struct scene *s, struct publish_advice *out)
{
	static const char *const words[] = { "keep", "add", "spare", "remove" };
	char *text = arena_strdup(s->arena, "");

	assert_true(publish_advise(s->arena, s->t->judge, &s->host, out));
	for (size_t i = 0; i < out->nrecords; i++)
		text = arena_printf(s->arena, "%s%s%s %u %u %u", text, i > 0 ? ", " : "",
		    words[out->records[i].state], out->records[i].record.usage,
		    out->records[i].record.selector, out->records[i].record.matching);
	return text;
}

/* noted - whether a note holds these words */
static bool noted(const struct publish_advice *a, const char *words)
{
	for (size_t i = 0; i < a->nnotes; i++)
		if (strstr(a->notes[i], words) != NULL)
			return true;
	return false;
}

static const enum world_cert issued[] = { LEAF, INTER, NOBODY };
static const enum world_cert alone[] = { LEAF, NOBODY };
static const enum world_cert self[] = { SELF, NOBODY };
static const enum world_cert other_name[] = { LEAF_OTHER, INTER, NOBODY };
static const enum world_cert old[] = { LEAF_OLD, INTER, NOBODY };
static const enum world_cert rooted[] = { LEAF, INTER, ROOT, NOBODY };

static void nothing_published_yet(void **state)
{
	static const struct world_case none = { 0 };
	struct scene *s = scene(state, &none);
	struct publish_advice a;

	shows(s, "192.0.2.1", issued);
	shows(s, "192.0.2.2", issued);
	assert_string_equal(advice(s, &a), "add 3 1 1, add 2 1 1");
	assert_int_equal(a.result, PUBLISH_GOOD);
	assert_int_equal(a.ttl, 3600);
	assert_string_equal(a.records[0].record.hex, s->chains[0].certs[0]->spki_sha256);
	assert_string_equal(a.records[1].record.hex, s->chains[0].certs[1]->spki_sha256);
	assert_non_null(strstr(a.records[0].about, "192.0.2.1, 192.0.2.2"));
	scene_free(s);
}

/* One record for each key that some address shows; the root is preferred where it is sent. */
static void several_keys(void **state)
{
	static const struct world_case none = { 0 };
	struct scene *s = scene(state, &none);
	struct publish_advice a;

	shows(s, "192.0.2.1", rooted);
	shows(s, "192.0.2.2", self);
	assert_string_equal(advice(s, &a), "add 3 1 1, add 3 1 1");
	assert_true(noted(&a, "No 2 1 1"));
	scene_free(s);
	s = scene(state, &none);
	shows(s, "192.0.2.1", rooted);
	assert_string_equal(advice(s, &a), "add 3 1 1, add 2 1 1");
	assert_string_equal(a.records[1].record.hex, s->chains[0].certs[2]->spki_sha256);
	scene_free(s);
}

/* 2 1 1 is dropped where some chain would not pass by it, with the reason. */
static void no_issuer(void **state)
{
	static const struct world_case none = { 0 };
	static const enum world_cert *const chains[] = { other_name, old, alone };
	static const char *const reasons[] = { "ostname", "expired", NULL };

	for (size_t i = 0; i < 3; i++) {
		struct scene *s = scene(state, &none);
		struct publish_advice a;

		shows(s, "192.0.2.1", chains[i]);
		assert_string_equal(advice(s, &a), "add 3 1 1");
		assert_true(reasons[i] == NULL ? !noted(&a, "No 2 1 1") : noted(&a, reasons[i]));
		scene_free(s);
	}
}

static void what_is_published(void **state)
{
	static const struct world_case published = {
		.records = { { 3, 1, 1, LEAF, false }, { 3, 1, 1, SELF, false },
		    { 2, 1, 1, STRANGER, false }, { 1, 1, 1, LEAF, false },
		    { 3, 0, 1, LEAF, false }, { 3, 1, 2, LEAF, true } }
	};
	struct scene *s = scene(state, &published);
	struct publish_advice a;

	s->records[0].ttl = 200000;
	shows(s, "192.0.2.1", alone);
	assert_string_equal(advice(s, &a),
	    "keep 3 1 1, spare 3 1 1, remove 2 1 1, remove 1 1 1, keep 3 0 1, remove 3 1 2");
	assert_int_equal(a.ttl, 3600);
	assert_true(noted(&a, "200000"));
	assert_true(noted(&a, "next key seems"));
	scene_free(s);
}

/* A record that matches nothing is no next key where none beside it is right. */
static void all_wrong(void **state)
{
	static const struct world_case published = { .records = { { 3, 1, 1, SELF, false } } };
	struct scene *s = scene(state, &published);
	struct publish_advice a;

	shows(s, "192.0.2.1", alone);
	assert_string_equal(advice(s, &a), "add 3 1 1, remove 3 1 1");
	s->chains[0].planned = true;
	assert_string_equal(advice(s, &a), "add 3 1 1, spare 3 1 1");
	assert_true(noted(&a, "put the certificate in use"));
	scene_free(s);
}

static void without_tls(void **state)
{
	static const struct world_case published = { .records = { { 3, 1, 1, LEAF, false } } };
	struct scene *s = scene(state, &published);
	struct publish_advice a;

	fails(s, "192.0.2.1", true);
	assert_string_equal(advice(s, &a), "remove 3 1 1");
	assert_int_equal(a.result, PUBLISH_BAD);
	assert_true(noted(&a, "192.0.2.1 does no TLS (said so)"));
	shows(s, "192.0.2.2", alone);
	assert_string_equal(advice(s, &a), "keep 3 1 1");
	assert_int_equal(a.result, PUBLISH_BAD);
	scene_free(s);
	s = scene(state, &published);
	fails(s, "192.0.2.1", false);
	assert_string_equal(advice(s, &a), "");
	assert_int_equal(a.result, PUBLISH_UNSEEN);
	assert_true(noted(&a, "danescope check mx.example.org"));
	shows(s, "192.0.2.2", alone);
	assert_string_equal(advice(s, &a), "keep 3 1 1");
	assert_int_equal(a.result, PUBLISH_GOOD);
	assert_true(noted(&a, "192.0.2.1 showed no certificate (said so)"));
	s->chains[0].further = true;
	advice(s, &a);
	assert_true(noted(&a, "192.0.2.1: said so. If it has"));
	assert_false(noted(&a, "not looked at"));
	s->host.left_out = 3;
	advice(s, &a);
	assert_true(noted(&a, "3 more addresses were not looked at"));
	scene_free(s);
}

static void what_dns_says(void **state)
{
	static const struct world_case none = { 0 };
	static const struct {
		enum ds_status address, tlsa;
		bool missing;
		const char *words;
	} cases[] = {
		{ DS_INSECURE, DS_UNCHECKED, false, "not signed (zone example.org)" },
		{ DS_BOGUS, DS_UNCHECKED, false, "cannot be proved" },
		{ DS_SECURE, DS_INDETERMINATE, false, "What is published now cannot be proved" },
		{ DS_SECURE, DS_INSECURE, false, "no sender would count" },
		{ DS_SECURE, DS_UNCHECKED, true, "has no address" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scene *s = scene(state, &none);
		struct publish_advice a;

		s->host.address = cases[i].address;
		s->host.tlsa = cases[i].tlsa;
		s->host.missing = cases[i].missing;
		s->host.unsigned_zone = "example.org";
		shows(s, "192.0.2.1", old);
		advice(s, &a);
		assert_true(noted(&a, cases[i].words));
		assert_true(noted(&a, "ended on"));
		s->host.looked = false;
		advice(s, &a);
		assert_false(noted(&a, cases[i].words));
		scene_free(s);
	}
}

/* verdict - the results of a what-if, as digits, the whole first */
static const char *verdict(struct scene *s, const struct world_case *planned)
{
	struct ds_tlsa_record records[WORLD_RECORDS];
	size_t n = world_records(s->t->world, planned, records);
	char *text = arena_strdup(s->arena, "");
	struct publish_verdict v;

	assert_true(publish_verify(s->arena, s->t->judge, &s->host, n, records, &v));
	text = arena_printf(s->arena, "%d:", v.result);
	for (size_t i = 0; i < v.nchecks; i++) {
		text = arena_printf(s->arena, "%s%d", text, v.checks[i].result);
		assert_true((v.checks[i].reason == NULL) == (v.checks[i].result == PUBLISH_GOOD));
		assert_true((v.checks[i].record >= 0) == (v.checks[i].result == PUBLISH_GOOD));
	}
	world_records_free(records, n);
	return text;
}

static void what_if(void **state)
{
	static const struct world_case none = { 0 };
	static const struct world_case leaf = { .records = { { 3, 1, 1, LEAF, false } } };
	static const struct world_case both = { .records = { { 3, 1, 1, LEAF, false },
						    { 3, 1, 1, SELF, false } } };
	static const struct world_case issuer = { .records = { { 2, 1, 1, INTER, false } } };
	static const struct world_case web = { .records = { { 1, 1, 1, LEAF, false } } };
	struct scene *s = scene(state, &none);

	shows(s, "192.0.2.1", issued);
	assert_string_equal(verdict(s, &leaf), "0:0");
	assert_string_equal(verdict(s, &issuer), "0:0");
	assert_string_equal(verdict(s, &web), "1:1");
	assert_string_equal(verdict(s, &none), "1:");
	shows(s, "192.0.2.2", self);
	assert_string_equal(verdict(s, &leaf), "1:01");
	assert_string_equal(verdict(s, &both), "0:00");
	s->host.left_out = 2;
	assert_string_equal(verdict(s, &both), "2:00");
	assert_string_equal(verdict(s, &leaf), "1:01");
	s->host.left_out = 0;
	fails(s, "192.0.2.3", false);
	assert_string_equal(verdict(s, &both), "2:002");
	fails(s, "192.0.2.4", true);
	assert_string_equal(verdict(s, &both), "1:0021");
	scene_free(s);
}

static void what_if_dns_is_in_the_way(void **state)
{
	static const struct world_case leaf = { .records = { { 3, 1, 1, LEAF, false } } };
	struct scene *s = scene(state, &leaf);

	assert_string_equal(verdict(s, &leaf), "2:");
	shows(s, "192.0.2.1", alone);
	s->host.address = DS_BOGUS;
	assert_string_equal(verdict(s, &leaf), "2:0");
	s->host.address = DS_INSECURE;
	s->host.tlsa = DS_UNCHECKED;
	assert_string_equal(verdict(s, &leaf), "1:0");
	s->host.missing = true;
	assert_string_equal(verdict(s, &leaf), "1:0");
	s->host.looked = false;
	assert_string_equal(verdict(s, &leaf), "0:0");
	scene_free(s);
}

/* Whoever reads the zone-file form sees the records that count, and nothing but comments beside. */
static void zone_file_form(void **state)
{
	static const struct world_case published = { .records = { { 1, 1, 1, LEAF, false } } };
	struct scene *s = scene(state, &published);
	struct publish_advice a;
	char *text, *json;
	const char *line;
	size_t records = 0;

	shows(s, "192.0.2.1", issued);
	advice(s, &a);
	text = publish_advice_text(&s->host, &a);
	json = publish_advice_json(&s->host, &a);
	assert_non_null(text);
	assert_non_null(json);
	for (line = text; *line != '\0'; line = strchr(line, '\n') + 1) {
		if (line[0] == ';')
			continue;
		assert_memory_equal(line, "_25._tcp.mx.example.org. 3600 IN TLSA ", 38);
		records++;
	}
	assert_int_equal(records, 2);
	assert_non_null(strstr(text, "; _25._tcp.mx.example.org. "));
	assert_non_null(strstr(json, "\"state\":\"remove\""));
	assert_non_null(strstr(json, "\"schema\":\"danescope.tlsa/1\""));
	assert_int_equal(json[strlen(json) - 1], '\n');
	free(text);
	free(json);
	scene_free(s);
}

/* Without memory there is no answer, and no harm. */
static void no_memory(void **state)
{
	static const struct world_case published = { .records = { { 3, 1, 1, SELF, false } } };
	struct scene *s = scene(state, &published);
	struct publish_advice a;
	struct publish_verdict v;
	bool ok = false;

	shows(s, "192.0.2.1", issued);
	for (size_t room = 64; room < 65536 && !ok; room += 512) {
		struct arena *small = arena_new(room);

		assert_non_null(small);
		ok = publish_advise(small, s->t->judge, &s->host, &a) &&
		     publish_verify(small, s->t->judge, &s->host, 1, s->records, &v);
		arena_free(small);
	}
	assert_true(ok);
	scene_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_published_yet),
		cmocka_unit_test(several_keys),
		cmocka_unit_test(no_issuer),
		cmocka_unit_test(what_is_published),
		cmocka_unit_test(all_wrong),
		cmocka_unit_test(without_tls),
		cmocka_unit_test(what_dns_says),
		cmocka_unit_test(what_if),
		cmocka_unit_test(what_if_dns_is_in_the_way),
		cmocka_unit_test(zone_file_form),
		cmocka_unit_test(no_memory),
	};

	return cmocka_run_group_tests_name("publish", tests, judge_up, judge_down) != 0;
}
