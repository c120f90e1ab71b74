/* SPDX-License-Identifier: BSD-2-Clause */
/* test_attack - the attack on stage: what is shown of what happened, and when */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "tests/ui/expect.h"
#include "tests/ui/harness.h"

/* watch - all that waits is taken, and shown to its end */
static void watch(struct harness *h)
{
	assert_true(attack_arrived(&h->ui));
	harness_keys(h, "G");
}

/* test_pictures - the choice, the beginning and the end, at the sizes that matter */
static void test_pictures(void **state)
{
	static const struct {
		int columns, rows;
	} sizes[] = { { 80, 24 }, { 120, 40 }, { 40, 10 } };
	struct harness *h = *state;
	char name[64];

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		harness_open_stage(h, sizes[i].columns, sizes[i].rows, "256");
		harness_keys(h, "Xjjj");
		snprintf(name, sizeof name, "%dx%d/attack-choice", sizes[i].columns, sizes[i].rows);
		harness_golden(h, name);
		harness_keys(h, "<enter>");
		attack_arrived(&h->ui);
		harness_keys(h, "<pgdn><pgdn><pgdn><pgdn>");
		snprintf(name, sizeof name, "%dx%d/attack-begins", sizes[i].columns, sizes[i].rows);
		harness_golden(h, name);
		watch(h);
		snprintf(name, sizeof name, "%dx%d/attack-over", sizes[i].columns, sizes[i].rows);
		harness_golden(h, name);
		harness_keys(h, "<tab>");
		snprintf(name, sizeof name, "%dx%d/attack-other", sizes[i].columns, sizes[i].rows);
		harness_golden(h, name);
		harness_close(h);
		h->arena = NULL;
	}
}

/* test_ascii - the same without UTF-8 lines and marks */
static void test_ascii(void **state)
{
	struct harness *h = *state;

	harness_open_stage(h, 80, 24, "256");
	harness_keys(h, "~Xjjj<enter>");
	watch(h);
	harness_golden(h, "80x24/attack-ascii");
}

/* test_outcomes - what is said of a letter comes from what happened to it */
static void test_outcomes(void **state)
{
	struct harness *h = *state;
	const struct attack *a;

	harness_open_stage(h, 80, 40, "256");
	a = &h->ui.attack;
	harness_keys(h, "X<enter>");
	expect_shown(h, "Both senders set out.");
	expect_shown(h, "… on its way");
	assert_int_equal(attack_outcome(a, LAB_SENDER_PLAIN), ATTACK_PENDING);
	watch(h);
	assert_int_equal(attack_outcome(a, LAB_SENDER_PLAIN), ATTACK_DELIVERED);
	assert_int_equal(attack_outcome(a, LAB_SENDER_DANE), ATTACK_DELIVERED);
	expect_absent(h, "READ BY THE ATTACKER");
	expect_absent(h, "ATTACKER:");
	expect_shown(h, "Without DANE: It arrived encrypted.");
	expect_shown(h, "With DANE: Every answer was proved");
	harness_keys(h, "JJJ");
	watch(h);
	assert_int_equal(attack_outcome(a, LAB_SENDER_PLAIN), ATTACK_TAKEN);
	assert_int_equal(attack_outcome(a, LAB_SENDER_DANE), ATTACK_REFUSED);
	expect_shown(h, "✘ LETTER READ BY THE ATTACKER");
	expect_shown(h, "✔ REFUSED: the letter waits");
	expect_shown(h, "▌ The dike \\x1b[2J\\u{202e}does not ");
	harness_keys(h, "J");
	watch(h);
	assert_int_equal(attack_outcome(a, LAB_SENDER_PLAIN), ATTACK_FAILED);
	assert_int_equal(attack_outcome(a, LAB_SENDER_DANE), ATTACK_REFUSED);
	expect_shown(h, "✘ false: nothing proves the absence");
	expect_shown(h, "? NOT DELIVERED: the letter waits");
	harness_keys(h, "KK");
	assert_int_equal(a->what, LAB_ATTACK_STRIP);
	assert_int_equal(h->stage.begun, 7);
	assert_non_null(strstr(h->stage.letter, "Subject: "));
}

/* test_passed_on - the same deeds with another end: what was read may arrive all the same */
static void test_passed_on(void **state)
{
	static const struct lab_event more = { .us = 4500,
		.sender = LAB_SENDER_PLAIN,
		.part = LAB_PART_LETTER,
		.deed = LAB_DEED_ARRIVED,
		.text = "4D" };
	struct harness *h = *state;

	harness_open_stage(h, 80, 24, "256");
	harness_keys(h, "Xjjj<enter>");
	attack_arrived(&h->ui);
	attack_take(&h->ui.attack, &more);
	assert_int_equal(attack_outcome(&h->ui.attack, LAB_SENDER_PLAIN), ATTACK_OVERHEARD);
}

/* test_steps - one at a time, by hand or by itself, each long enough to be read; then nothing more */
static void test_steps(void **state)
{
	struct harness *h = *state;
	size_t n, steps;

	harness_open_stage(h, 80, 24, "256");
	harness_keys(h, "Xjjj<enter>");
	assert_int_equal(play_wait(&h->ui), 0);
	attack_arrived(&h->ui);
	harness_paint(h);
	expect_shown(h, "step 1 of ");
	assert_true(play_wait(&h->ui) >= 350 && play_wait(&h->ui) <= 2000);
	play_tick(&h->ui);
	harness_paint(h);
	expect_shown(h, "step 2 of ");
	harness_keys(h, "<pgdn>");
	expect_shown(h, "step 3 of ");
	assert_int_equal(play_wait(&h->ui), 0);
	harness_keys(h, "p");
	assert_int_not_equal(play_wait(&h->ui), 0);
	harness_keys(h, "?");
	assert_int_equal(play_wait(&h->ui), 0);
	harness_keys(h, "<esc>");
	steps = attack_steps(&h->ui.attack, false);
	for (n = 3; play_wait(&h->ui) && n < 200; n++)
		play_tick(&h->ui);
	assert_int_equal(n, steps);
	harness_paint(h);
	assert_int_equal(play_wait(&h->ui), 0);
	expect_shown(h, "LETTER READ BY THE ATTACKER");
	harness_keys(h, "<pgdn>");
	expect_shown(h, "That was the last step.");
}

/* test_octets - a step costs about as much as a scrolled line */
static void test_octets(void **state)
{
	struct harness *h = *state;
	size_t most = 0, all = 0, n = 0;

	harness_open_stage(h, 80, 24, "256");
	harness_keys(h, "Xjjj<enter>");
	attack_arrived(&h->ui);
	harness_keys(h, "<pgdn>");
	for (; n < attack_steps(&h->ui.attack, false) - 3; n++) {
		size_t octets = harness_keys(h, "<pgdn>");

		most = octets > most ? octets : most;
		all += octets;
	}
	print_message("    a step: %zu octets, the dearest %zu\n", all / n, most);
	assert_true(all / n <= 300);
	assert_true(most <= 800);
	assert_int_equal(harness_paint(h), 0);
}

/* test_refused_early - who has stopped says so, while the other one goes on */
static void test_refused_early(void **state)
{
	struct harness *h = *state;

	harness_open_stage(h, 80, 40, "256");
	harness_keys(h, "Xjjj<enter>");
	attack_arrived(&h->ui);
	while (!harness_shows(h, "not the key of the TLSA record"))
		harness_keys(h, "<pgdn>");
	expect_shown(h, "REFUSED: the letter waits");
	expect_shown(h, "on its way");
	expect_absent(h, "LETTER READ");
}

/* test_stop - Esc ends a run, then leaves; what comes late is not shown as if it had come in time */
static void test_stop(void **state)
{
	struct harness *h = *state;

	harness_open_stage(h, 80, 24, "256");
	harness_keys(h, "X<enter>");
	fixture_stage_until(&h->stage, 6);
	attack_arrived(&h->ui);
	harness_keys(h, "<esc>");
	assert_int_equal(h->stage.stopped, 1);
	expect_shown(h, "Stopped.");
	expect_shown(h, "The attack › No attack");
	harness_keys(h, "<esc>");
	expect_shown(h, "What does the attacker do?");
	harness_keys(h, "<enter>");
	harness_keys(h, "Q");
	assert_true(h->ui.quit);
	assert_int_equal(h->stage.begun, 2);
}

/* test_elsewhere - without a stage the key says why it does nothing; without the lab, that it is gone */
static void test_elsewhere(void **state)
{
	struct harness *h = *state;

	harness_open(h, 80, 24, "256");
	expect_absent(h, "X attack");
	harness_keys(h, "X");
	expect_shown(h, "The attack needs the practice network: danescope demo.");
	harness_close(h);
	harness_open_stage(h, 80, 24, "256");
	expect_shown(h, "X attack");
	h->stage.gone = true;
	harness_keys(h, "X<enter>");
	expect_shown(h, "The practice network is gone.");
	assert_false(attack_arrived(&h->ui));
	assert_false(h->ui.attack.running);
}

/* test_around - the command line, the explanation, the mask, and a copy of the whole */
static void test_around(void **state)
{
	struct harness *h = *state;

	harness_open_stage(h, 80, 24, "256");
	harness_keys(h, ":attack<enter>");
	expect_shown(h, "What does the attacker do?");
	harness_keys(h, "x");
	expect_shown(h, "The attack: five ways to read a letter");
	harness_keys(h, "<esc>jjj<enter>");
	watch(h);
	harness_keys(h, "x");
	expect_shown(h, "The attack: five ways to read a letter");
	harness_keys(h, "<esc>");
	expect_shown(h, "LETTER READ BY THE ATTACKER");
	harness_keys(h, "ys");
	expect_shown(h, "Sent to the terminal's clipboard: Show an own certificate");
	harness_keys(h, "P");
	expect_absent(h, "minister@minbrief.nl");
	expect_absent(h, "mail.minbrief");
}

/* test_every_size - nothing is written outside the screen, and every size shows something */
static void test_every_size(void **state)
{
	static const char *const keys[] = { "X", "<enter>", "G" };
	struct harness *h = *state;

	harness_open_stage(h, 80, 24, "256");
	for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
		harness_keys(h, keys[k]);
		attack_arrived(&h->ui);
		expect_every_size(h);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_pictures, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_ascii, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_outcomes, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_passed_on, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_steps, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_octets, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_refused_early, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_stop, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_elsewhere, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_around, expect_none, expect_end),
		cmocka_unit_test_setup_teardown(test_every_size, expect_none, expect_end),
	};

	setlocale(LC_ALL, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	setenv("LANGUAGE", "en", 1);
	return cmocka_run_group_tests_name("attack", tests, NULL, NULL) != 0;
}
