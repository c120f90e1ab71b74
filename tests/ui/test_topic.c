/* SPDX-License-Identifier: BSD-2-Clause */
/* test_topic - everything that can be selected is explained, in two languages, in short sentences */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <ctype.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "tests/ui/expect.h"
#include "tests/ui/fixture.h"
#include "tests/ui/harness.h"
#include "tui/target.h"
#include "tui/topic.h"

/* gettext looks again when this changes (as the program itself does: cli/language.c) */
extern int _nl_msg_cat_cntr;

/* words_a_sentence - of the longest sentence of a text */
static size_t words_a_sentence(const char *text)
{
	size_t most = 0, words = 0;

	for (const char *s = text; *s; s++) {
		bool stop = strchr(".;:!?", *s) && (!s[1] || isspace((unsigned char)s[1]));

		words += isspace((unsigned char)s[0]) && s[1] && !isspace((unsigned char)s[1]);
		most = words > most ? words : most;
		if (stop || (s[0] == '\n' && s[1] == '\n'))
			words = 0;
	}
	return most;
}

/* speak - a language, at once */
static void speak(const char *language)
{
	setenv("LANGUAGE", language, 1);
	_nl_msg_cat_cntr++;
}

/* test_texts - each has a title and a text that can be read; what it leads on to is another one */
static void test_texts(void **state)
{
	(void)state;
	for (int nl = 0; nl < 2; nl++) {
		speak(nl ? "nl" : "en");
		for (enum topic t = 0; t < TOPIC_COUNT; t++) {
			enum topic near;

			assert_true(strlen(topic_title(t)) > 8);
			assert_true(strlen(topic_text(t)) > 120);
			if (words_a_sentence(topic_text(t)) > 28)
				fail_msg("%zu words: %s", words_a_sentence(topic_text(t)),
				    topic_text(t));
			for (size_t i = 0; (near = topic_near(t, i)) != TOPIC_COUNT; i++)
				assert_true(near < TOPIC_COUNT && near != t);
			assert_true(topic_near(t, 0) != TOPIC_COUNT);
		}
	}
	speak("en");
}

/* test_findings - a finding of each code is explained by what it is about, not by the verdict */
static void test_findings(void **state)
{
	struct arena *arena = arena_new((size_t)8 << 20);
	struct ds_report *r = arena_copy(arena, fixture_report(arena, FIXTURE_SECURED), sizeof *r);
	const struct target t = { .kind = TO_FINDING, .host = -1 };
	struct ds_finding f = { .host = -1 };
	const struct ds_finding *list = &f;

	(void)state;
	r->findings = &list;
	r->nfindings = 1;
	for (f.code = 0; ds_catalogue(f.code); f.code++) {
		const char *code = ds_catalogue(f.code)->code;
		enum topic topic = topic_of(r, &t, 0);

		if (!strncmp(code, "DNSSEC_SIG", 10))
			assert_int_equal(topic, TOPIC_RRSIG);
		if (!strncmp(code, "DNSSEC", 6) || !strncmp(code, "TLS", 3) ||
		    !strncmp(code, "MX_", 3) || !strncmp(code, "STARTTLS", 8))
			assert_int_not_equal(topic, TOPIC_SECURED);
	}
	arena_free(arena);
}

/* test_way - from a record to its numbers and back, and Dutch at once */
static void test_way(void **state)
{
	struct harness *h = *state;

	harness_open(h, 80, 24, "256");
	harness_keys(h, "<enter>4gj x");
	assert_true(harness_shows(h, "the promise of a mail host"));
	assert_true(harness_shows(h, "3 1 1 8f3c2a…: this very key"));
	harness_keys(h, "<enter>");
	assert_true(harness_shows(h, "TLSA, first number: usage"));
	harness_keys(h, "<esc><esc>");
	assert_true(harness_shows(h, "minfiets.nl › TLSA "));
	harness_keys(h, "x J");
	assert_true(harness_shows(h, "TLSA, first number"));
	harness_keys(h, "3");
	assert_true(harness_shows(h, "minfiets.nl › Mail hosts"));
	harness_keys(h, "<esc>x");
	assert_true(harness_shows(h, "Verdict: secured"));
	harness_keys(h, "2");
	assert_true(harness_shows(h, "minfiets.nl › Chain"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_findings),
		cmocka_unit_test_setup_teardown(test_way, expect_none, expect_end),
	};

	setlocale(LC_ALL, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	setenv("LANGUAGE", "en", 1);
	bindtextdomain(DS_TEXT_DOMAIN, "build/locale");
	bind_textdomain_codeset(DS_TEXT_DOMAIN, "UTF-8");
	return cmocka_run_group_tests_name("topic", tests, NULL, NULL) != 0;
}
