/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a mail host of the practice network says, command by command.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "lab/smtp_dialogue.h"

static char reply[LAB_DIALOGUE_REPLY_MAX];

/* say - one command; the reply is in reply */
static enum lab_dialogue_next say(struct lab_dialogue *dialogue, const char *line)
{
	enum lab_dialogue_next next = lab_dialogue_reply(dialogue, line, reply, sizeof(reply));

	assert_true(strlen(reply) >= 5);
	assert_string_equal(reply + strlen(reply) - 2, "\r\n");
	return next;
}

/* code - the reply begins with this number */
static bool code(const char *number)
{
	return strncmp(reply, number, 3) == 0;
}

/* the greeting names the host */
static void test_greeting(void **state)
{
	struct lab_dialogue dialogue = { .name = "mx.example.nl" };

	(void)state;
	lab_dialogue_greet(&dialogue, reply, sizeof(reply));
	assert_memory_equal(reply, "220 mx.example.nl ", 18);
}

/* STARTTLS is offered before TLS and not within, and only by a host that has it */
static void test_offer(void **state)
{
	struct lab_dialogue dialogue = { .name = "mx.example.nl", .can_tls = true };

	(void)state;
	assert_int_equal(say(&dialogue, "EHLO a.example"), LAB_DIALOGUE_GO_ON);
	assert_non_null(strstr(reply, "\r\n250-STARTTLS\r\n"));
	assert_non_null(strstr(reply, "\r\n250 ")); /* the last line */
	dialogue.in_tls = true;
	say(&dialogue, "ehlo a.example");
	assert_true(code("250"));
	assert_null(strstr(reply, "STARTTLS"));
	dialogue.in_tls = dialogue.can_tls = false;
	say(&dialogue, "EHLO a.example");
	assert_null(strstr(reply, "STARTTLS"));
	say(&dialogue, "HELO a.example");
	assert_string_equal(reply, "250 mx.example.nl\r\n");
}

/* STARTTLS in its place leads to TLS, elsewhere to an error */
static void test_starttls(void **state)
{
	struct lab_dialogue dialogue = { .name = "mx.example.nl", .can_tls = true };

	(void)state;
	assert_int_equal(say(&dialogue, "STARTTLS"), LAB_DIALOGUE_GO_ON);
	assert_true(code("503"));
	say(&dialogue, "EHLO a.example");
	assert_int_equal(say(&dialogue, "STARTTLS now"), LAB_DIALOGUE_GO_ON);
	assert_true(code("501"));
	assert_int_equal(say(&dialogue, "StartTLS"), LAB_DIALOGUE_TLS);
	assert_true(code("220"));
	dialogue.in_tls = true;
	assert_int_equal(say(&dialogue, "STARTTLS"), LAB_DIALOGUE_GO_ON);
	assert_true(code("554"));
	dialogue.in_tls = dialogue.can_tls = false;
	assert_int_equal(say(&dialogue, "STARTTLS"), LAB_DIALOGUE_GO_ON);
	assert_true(code("502"));
}

/* mail is refused, nonsense too, and a word is only a command as a whole */
static void test_other_commands(void **state)
{
	static const struct {
		const char *line, *code;
	} cases[] = {
		{ "MAIL FROM:<a@example.nl>", "550" },
		{ "RCPT TO:<a@example.nl>", "503" },
		{ "DATA", "503" },
		{ "NOOP", "250" },
		{ "noop really", "250" },
		{ "RSET", "250" },
		{ "NOOPX", "502" },
		{ "EHLO", "501" },
		{ "EHLOX a", "502" },
		{ "", "502" },
		{ "QUITS", "502" },
	};
	struct lab_dialogue dialogue = { .name = "mx.example.nl" };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("\"%s\"\n", cases[i].line);
		assert_int_equal(say(&dialogue, cases[i].line), LAB_DIALOGUE_GO_ON);
		assert_true(code(cases[i].code));
	}
	assert_int_equal(say(&dialogue, "QUIT"), LAB_DIALOGUE_END);
	assert_true(code("221"));
}

/* nobody may go on for ever */
static void test_patience(void **state)
{
	struct lab_dialogue dialogue = { .name = "mx.example.nl" };
	int said = 0;

	(void)state;
	while (said < 1000 && say(&dialogue, "NOOP") == LAB_DIALOGUE_GO_ON)
		said++;
	assert_in_range(said, 50, 500);
	assert_true(code("421"));
}

/* letters: only where they are taken, in their order, and TLS makes a fresh start */
static void test_letter(void **state)
{
	struct lab_dialogue dialogue = { .name = "mx.example.nl", .can_tls = true };

	(void)state;
	say(&dialogue, "EHLO a.example");
	say(&dialogue, "MAIL FROM:<a@a.example>");
	assert_true(code("550"));
	dialogue =
	    (struct lab_dialogue){ .name = "mx.example.nl", .can_tls = true, .takes_mail = true };
	say(&dialogue, "MAIL FROM:<a@a.example>");
	assert_true(code("503"));
	say(&dialogue, "EHLO a.example");
	say(&dialogue, "RCPT TO:<b@example.nl>");
	assert_true(code("503"));
	assert_int_equal(say(&dialogue, "DATA"), LAB_DIALOGUE_GO_ON);
	assert_true(code("503"));
	say(&dialogue, "MAIL FROM:<a@a.example>");
	assert_true(code("250"));
	assert_int_equal(say(&dialogue, "DATA"), LAB_DIALOGUE_GO_ON);
	assert_true(code("503"));
	say(&dialogue, "RCPT TO:<b@example.nl>");
	assert_true(code("250"));
	lab_dialogue_encrypted(&dialogue);
	assert_int_equal(say(&dialogue, "DATA"), LAB_DIALOGUE_GO_ON);
	assert_true(code("503"));
	say(&dialogue, "EHLO a.example");
	say(&dialogue, "MAIL FROM:<a@a.example>");
	say(&dialogue, "RCPT TO:<b@example.nl>");
	say(&dialogue, "RSET");
	assert_int_equal(say(&dialogue, "DATA"), LAB_DIALOGUE_GO_ON);
	say(&dialogue, "MAIL FROM:<a@a.example>");
	say(&dialogue, "RCPT TO:<b@example.nl>");
	assert_int_equal(say(&dialogue, "DATA"), LAB_DIALOGUE_DATA);
	assert_true(code("354"));
	lab_dialogue_letter(&dialogue, "4ABC", reply, sizeof(reply));
	assert_string_equal(reply, "250 2.0.0 Ok: queued as 4ABC\r\n");
	assert_int_equal(say(&dialogue, "DATA"), LAB_DIALOGUE_GO_ON);
	lab_dialogue_letter(&dialogue, NULL, reply, sizeof(reply));
	assert_true(code("552"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_greeting),
		cmocka_unit_test(test_offer),
		cmocka_unit_test(test_starttls),
		cmocka_unit_test(test_other_commands),
		cmocka_unit_test(test_patience),
		cmocka_unit_test(test_letter),
	};

	return cmocka_run_group_tests_name("lab_dialogue", tests, NULL, NULL) != 0;
}
