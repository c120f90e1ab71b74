/* SPDX-License-Identifier: BSD-2-Clause */
/* test_change - what two looks saw, what is another between them, and how that is told */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "core/limits.h"
#include "core/survey/change.h"
#include "core/survey/seen.h"
#include "sample.h"

#define SIGNED                                                                                     \
	"zone\tb.nl\tsecure\nmail\tb.nl\tmx\nhost\tmx.b.nl\tdane-verified\nanswer\t_25._tcp.mx.b.nl\tsecure\n"
#define CERT_A "cert\tmx.b.nl\taaaa 1111 1790000000\n"
#define CERT_B "cert\tmx.b.nl\tbbbb 2222 1790000001\n"
#define CERT_C "cert\tmx.b.nl\taaaa 3333 1790000002\n"
#define TLSA_A "tlsa\t_25._tcp.mx.b.nl\t3 1 1 aaaa\n"
#define TLSA_B "tlsa\t_25._tcp.mx.b.nl\t3 1 1 bbbb\n"

/* Two looks, and what is told of their difference: one clause a line. */
static const struct telling {
	const char *before, *after, *told;
} tellings[] = {
	{ SIGNED CERT_A TLSA_A, SIGNED CERT_A TLSA_A, "" },
	{ SIGNED CERT_A TLSA_A, SIGNED CERT_B TLSA_A,
	    "new key at mx.b.nl, TLSA records unchanged\n" },
	{ SIGNED CERT_A, SIGNED CERT_B, "certificate of mx.b.nl renewed, new key\n" },
	{ SIGNED CERT_A TLSA_A, SIGNED CERT_C TLSA_A,
	    "certificate of mx.b.nl renewed, same key\n" },
	{ SIGNED CERT_A TLSA_A, SIGNED CERT_B TLSA_B,
	    "TLSA record of mx.b.nl replaced: 3 1 1 bbbb instead of 3 1 1 aaaa\n"
	    "certificate of mx.b.nl renewed, new key\n" },
	{ SIGNED TLSA_A, SIGNED TLSA_A TLSA_B, "TLSA record of mx.b.nl added: 3 1 1 bbbb\n" },
	{ SIGNED TLSA_A TLSA_B, SIGNED TLSA_A, "TLSA record of mx.b.nl removed: 3 1 1 bbbb\n" },
	/* what a look could not see has not gone */
	{ SIGNED CERT_A, SIGNED, "" },
	{ SIGNED TLSA_A,
	    "zone\tb.nl\tsecure\nmail\tb.nl\tmx\nhost\tmx.b.nl\tdns-failed\n"
	    "answer\t_25._tcp.mx.b.nl\tbogus\n",
	    "the proof of the TLSA answer of mx.b.nl fails\nthe look-up of mx.b.nl fails\n" },
	{ "zone\tb.nl\tsecure\nds\tb.nl\t1 13 2 aa\nkey\tb.nl\t1 13\n",
	    "zone\tb.nl\tindeterminate\n", "b.nl could not be looked up\n" },
	{ SIGNED "address\tmx.b.nl\t192.0.2.1\nmx\tmx.b.nl\t10\n", "mail\tb.nl\t-\n",
	    "who takes the mail of b.nl could not be looked up\n" },
	/* the chain of trust */
	{ "zone\tb.nl\tsecure\nds\tb.nl\t1 13 2 aa\n", "zone\tb.nl\tbogus\nds\tb.nl\t2 13 2 bb\n",
	    "DS record of b.nl replaced: key 2 instead of 1\nthe proof of b.nl fails\n" },
	{ "zone\tb.nl\tsecure\nds\tb.nl\t1 13 2 aa\n", "zone\tb.nl\tbogus\nds\tb.nl\t1 13 2 bb\n",
	    "DS record of b.nl changed: key 1\nthe proof of b.nl fails\n" },
	{ "zone\tb.nl\tsecure\nds\tb.nl\t1 13 2 aa\nkey\tb.nl\t1 13\n", "zone\tb.nl\tinsecure\n",
	    "DS record of b.nl removed: key 1\nkey 1 of b.nl removed\nb.nl is not signed\n" },
	{ "zone\tb.nl\tsecure\nkey\tb.nl\t1 13\n",
	    "zone\tb.nl\tsecure\nkey\tb.nl\t1 13\nkey\tb.nl\t2 13\n", "key 2 of b.nl added\n" },
	/* who takes the mail, and where */
	{ SIGNED "mx\tmx.b.nl\t10\n", SIGNED "mx\tmx.b.nl\t20\nmx\tmx2.b.nl\t10\n",
	    "mail host mx.b.nl: preference 20 instead of 10\nmail host mx2.b.nl added\n" },
	{ SIGNED "address\tmx.b.nl\t192.0.2.1\n", SIGNED "address\tmx.b.nl\t192.0.2.2\n",
	    "mx.b.nl moved: 192.0.2.2 instead of 192.0.2.1\n" },
	{ "mail\tb.nl\tmx\n", "mail\tb.nl\tnull\n", "b.nl now says that it takes no mail\n" },
	/* faults */
	{ SIGNED, SIGNED "error\t_25._tcp.mx.b.nl\tTLSA_MISMATCH mail-operator\n",
	    "certificate fits no TLSA record (_25._tcp.mx.b.nl)\n" },
	{ SIGNED "warning\tmx.b.nl\tSTARTTLS_MISSING mail-operator\n", SIGNED,
	    "over: no encryption offered (mx.b.nl)\n" },
	{ SIGNED, SIGNED "warning\tmx.b.nl\tOF_ANOTHER_VERSION nobody\n",
	    "OF_ANOTHER_VERSION (mx.b.nl)\n" },
	/* lines that are none, or were not written by us */
	{ SIGNED, SIGNED "nothing\n\n\t\t\nerror\tx\x1b[31m\tTLSA_MISMATCH you\nkey\tb.nl\n", "" },
};

/* tell - all changes, a line each */
static void tell(struct arena *arena, const char *before, const char *after, char *out, size_t size)
{
	struct changes changes;
	struct seen a, b;
	char text[400];
	size_t len = 0;

	assert_true(seen_read(&a, arena, before) && seen_read(&b, arena, after));
	assert_true(changes_find(&changes, arena, &a, &b));
	out[0] = '\0';
	for (size_t i = 0; i < changes.n; i++)
		len += (size_t)snprintf(
		    out + len, size - len, "%s\n", change_text(&changes.all[i], text, sizeof text));
}

static void differences_are_told(void **state)
{
	char told[2048];

	(void)state;
	for (size_t i = 0; i < sizeof(tellings) / sizeof(tellings[0]); i++) {
		struct arena *arena = arena_new(1 << 20);

		tell(arena, tellings[i].before, tellings[i].after, told, sizeof told);
		if (strcmp(told, tellings[i].told) != 0)
			fail_msg("case %zu:\n%s, and not\n%s", i, told, tellings[i].told);
		arena_free(arena);
	}
}

static void each_has_who_acts(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct changes changes;
	struct seen a, b;

	(void)state;
	assert_true(seen_read(&a, arena, SIGNED "ds\tb.nl\t1 13 2 aa\nkey\tb.nl\t1 13\n" CERT_A));
	assert_true(seen_read(&b, arena,
	    SIGNED
	    "ds\tb.nl\t2 13 2 aa\nkey\tb.nl\t2 13\nerror\tmx.b.nl\tTLSA_MISMATCH mail-operator\n" CERT_B));
	assert_true(changes_find(&changes, arena, &a, &b));
	assert_int_equal(changes.n, 4);
	assert_int_equal(change_actor(&changes.all[0]), DS_ACT_REGISTRAR);
	assert_int_equal(change_actor(&changes.all[1]), DS_ACT_DNS_OPERATOR);
	assert_int_equal(change_actor(&changes.all[2]), DS_ACT_MAIL_OPERATOR);
	assert_int_equal(change_actor(&changes.all[3]), DS_ACT_MAIL_OPERATOR);
	assert_true(change_is_cause(&changes.all[2]));
	assert_false(change_is_cause(&changes.all[3]));
	assert_int_equal(change_weight(&changes.all[3]), 2);
	arena_free(arena);
}

/* holds - does a text have this line? */
static bool holds(const char *text, const char *line)
{
	const char *at = strstr(text, line);

	return at != NULL && (at == text || at[-1] == '\n');
}

static void a_report_comes_down_to_lines(void **state)
{
	struct sample *s = calloc(1, sizeof *s);
	char *text;

	(void)state;
	sample_fill(s);
	text = seen_write(&s->report);
	assert_non_null(text);
	assert_true(holds(text, "ds\texample.nl\t4711 13 2 0011"));
	assert_true(holds(text, "key\texample.nl\t4711 13\n"));
	assert_true(holds(text, "mx\tmx1.example.nl\t10\n"));
	assert_true(holds(text, "address\tmx1.example.nl\t192.0.2.25\n"));
	assert_true(holds(text, "tlsa\t_25._tcp.mx1.example.nl\t3 1 1 0011"));
	assert_true(holds(text, "cert\tmx1.example.nl\t0011"));
	assert_true(holds(text, "host\tmx1.example.nl\tdane-verified\n"));
	/* of a provider not the addresses; of the root nothing */
	assert_null(strstr(text, "address\tmx2.example.nl"));
	assert_null(strstr(text, "\t38696 "));
	assert_int_equal(seen_signed_until(&s->report), s->sigs[0].expiration);
	free(text);
	free(s);
}

static void long_data_is_cut_where_it_says_nothing(void **state)
{
	struct sample *s = calloc(1, sizeof *s);
	char *hex = malloc(4001), *text, *other;

	(void)state;
	sample_fill(s);
	memset(hex, 'a', 4000);
	hex[4000] = '\0';
	s->records[0].hex = hex;
	text = seen_write(&s->report);
	hex[3999] = 'b';
	other = seen_write(&s->report);
	assert_true(strlen(text) < 2000);
	assert_string_not_equal(text, other);
	free(text);
	free(other);
	free(hex);
	free(s);
}

static void what_is_ours_is_left_out(void **state)
{
	struct sample *s = calloc(1, sizeof *s);
	struct ds_finding f = { .code = DS_F_RESOLVER_DISAGREES,
		.severity = DS_WARNING,
		.who = DS_ACT_YOU,
		.at = "192.0.2.53",
		.host = -1 };
	const struct ds_finding *list[1] = { &f };
	char *text;

	(void)state;
	sample_fill(s);
	s->report.findings = list;
	s->report.nfindings = 1;
	s->report.done = true;
	text = seen_write(&s->report);
	assert_null(strstr(text, "RESOLVER"));
	free(text);
	assert_true(seen_worth(&s->report));
	f.code = DS_F_SMTP_PORT_BLOCKED;
	assert_false(seen_worth(&s->report));
	f.code = DS_F_TLSA_MISMATCH;
	s->report.self.fault = DS_SELF_CLOCK;
	assert_false(seen_worth(&s->report));
	s->report.self.fault = DS_SELF_FINE;
	s->report.verdict = DS_V_PENDING;
	assert_false(seen_worth(&s->report));
	free(s);
}

static void a_huge_report_stays_within_the_bounds(void **state)
{
	struct sample *s = calloc(1, sizeof *s);
	const struct ds_finding **list = calloc(2000, sizeof *list);
	struct ds_finding *all = calloc(2000, sizeof *all);
	char name[2000][8], *text;
	struct arena *arena = arena_new(1 << 20);
	struct seen seen;

	(void)state;
	sample_fill(s);
	for (int i = 0; i < 2000; i++) {
		snprintf(name[i], sizeof name[i], "n%d", i);
		all[i] = (struct ds_finding){
			.code = DS_F_TLSA_MISMATCH, .severity = DS_ERROR, .at = name[i], .host = -1
		};
		list[i] = &all[i];
	}
	s->report.findings = list;
	s->report.nfindings = 2000;
	text = seen_write(&s->report);
	assert_non_null(text);
	assert_true(strlen(text) < HISTORY_TEXT);
	assert_true(seen_read(&seen, arena, text));
	assert_in_range(seen.n, HISTORY_LINES - 8, HISTORY_LINES);
	free(text);
	arena_free(arena);
	free(all);
	free(list);
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(differences_are_told),
		cmocka_unit_test(each_has_who_acts),
		cmocka_unit_test(a_report_comes_down_to_lines),
		cmocka_unit_test(long_data_is_cut_where_it_says_nothing),
		cmocka_unit_test(what_is_ours_is_left_out),
		cmocka_unit_test(a_huge_report_stays_within_the_bounds),
	};

	return cmocka_run_group_tests_name("change", tests, NULL, NULL) != 0;
}
