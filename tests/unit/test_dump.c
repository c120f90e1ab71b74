/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages as text: what was sent and received, line by line, and nothing that could move a cursor. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/danescope.h"
#include "core/dns/message.h"
#include "core/limits.h"
#include "tests/unit/dns_wire.h"

/* has - the text holds this */
static void has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("\"%s\" is not in:\n%s", part, text);
}

/* a question of ours: its flags, its name and EDNS */
static void test_question(void **state)
{
	static const uint8_t name[] = "\007minfiet\002nl";
	uint8_t wire[DNS_QUERY_MAX];
	size_t len = dns_query_make(wire, name, DS_T_TLSA, DNS_Q_RESOLVER);
	char *text = ds_message_text(wire, len);

	(void)state;
	assert_non_null(text);
	has(text, ";; flags: rd cd; question 1, answer 0, authority 0, additional 1\n");
	has(text, ";; EDNS: version 0, size 1232, DO\n");
	has(text, ";; question\nminfiet.nl. IN TLSA\n");
	free(text);
}

/* a reply: each record on a line of its own, with its TTL */
static void test_reply(void **state)
{
	static const uint8_t address[4] = { 192, 0, 2, 1 };
	struct wire *w = calloc(1, sizeof *w);
	char *text;

	(void)state;
	assert_non_null(w);
	wire_begin(w, 2, 0, 0);
	wire_record(w, "a.test", DS_T_A, 60, address, 4);
	wire_record(w, "b.test", DS_T_A, 7, address, 4);
	text = ds_message_text(w->octets, w->len);
	assert_non_null(text);
	has(text, "NOERROR\n");
	has(text, ";; answer\na.test. 60 IN A 192.0.2.1\nb.test. 7 IN A 192.0.2.1\n");
	free(text);
	free(w);
}

/* what is no message, or is not whole, is said to be so; nothing is read past its end */
static void test_broken(void **state)
{
	static const uint8_t address[4] = { 192, 0, 2, 1 };
	struct wire *w = calloc(1, sizeof *w);

	(void)state;
	assert_non_null(w);
	wire_begin(w, 1, 0, 0);
	wire_record(w, "a.test", DS_T_A, 60, address, 4);
	for (size_t len = 0; len < w->len; len++) {
		uint8_t *exact = malloc(len + 1);
		char *text;

		assert_non_null(exact);
		memcpy(exact, w->octets, len);
		text = ds_message_text(exact, len);
		assert_non_null(text);
		has(text, len < 12 ? "no DNS message" : "malformed");
		free(text);
		free(exact);
	}
	free(w);
}

/* an escape sequence in a name and in the words of an EDE are made visible */
static void test_hostile(void **state)
{
	static const uint8_t owner[] = "\004a\033[m\004test";
	static const uint8_t opt[] = { 0, 15, 0, 7, 0, 7, 'x', 0x1b, '[', '2', 'J' };
	struct wire *w = calloc(1, sizeof *w);
	char *text;

	(void)state;
	assert_non_null(w);
	wire_begin(w, 1, 0, 1);
	wire_add(w, owner, sizeof owner);
	wire_fixed(w, DS_T_A, 60, 4);
	wire_add(w, "\300\000\002\001", 4);
	wire_add8(w, 0);
	wire_fixed(w, DS_T_OPT, 0, sizeof opt);
	wire_add(w, opt, sizeof opt);
	text = ds_message_text(w->octets, w->len);
	assert_non_null(text);
	has(text, ";; EDE 7 x\\x1b[2J\n");
	for (char *s = text; *s != '\0'; s++)
		if (*s == '\n')
			*s = ' ';
	assert_true(text_is_clean(text));
	free(text);
	free(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_question),
		cmocka_unit_test(test_reply),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests_name("dump", tests, NULL, NULL) != 0;
}
