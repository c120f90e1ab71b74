/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The bounds of the dialogue: of lines, octets and time, at the limit and one
 * over; cancelling at any moment; and octets without sense.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/limits.h"
#include "tests/unit/smtp_watch.h"

static const struct script quit_silent[] = { to_ehlo2, says("250 mx\r\n"), awaits("QUIT\r\n"),
	ends() };
static const struct script injected[] = { to_tls, says("220 go\r\n250 injected\r\n"), ends() };
static const struct script ehlo_mixed[] = { to_ehlo, says("250-mx\r\n251 STARTTLS\r\n"), ends() };
static const struct script starttls_454[] = { to_tls, says("454 TLS not available\r\n"), bye };
static const struct script tls_alert[] = { to_tls, says("220 go\r\n"), clear(),
	over(NET_CLOSED, "tlsv1 alert \x1b[31mprotocol version") };
static const struct script refused_connection[] = { over(NET_REFUSED, NULL) };

/* repeat - a text `n` times */
static char *repeat(const char *text, size_t n)
{
	size_t len = strlen(text), i;
	char *out = malloc(len * n + 1);

	assert_non_null(out);
	for (i = 0; i < n; i++)
		memcpy(out + i * len, text, len);
	out[len * n] = '\0';
	return out;
}

/* greeting_of - how a greeting of this text is taken */
static struct seen *greeting_of(const char *text, size_t chunk)
{
	const struct script script[] = { connects(),
		{ .act = SCRIPT_SAY, .text = text, .len = strlen(text) }, ends() };

	return watch_run(script, chunk, 0);
}

/* bound - a greeting made of a repeated text and an end gives this error */
static void bound(const char *text, size_t n, const char *end, enum ds_probe_error kind)
{
	char *much = repeat(text, n), *all = malloc(strlen(much) + strlen(end) + 1);
	static const size_t chunks[] = { 0, 1, 1000 };
	struct seen *seen;
	size_t i;

	assert_non_null(all);
	snprintf(all, strlen(much) + strlen(end) + 1, "%s%s", much, end);
	for (i = 0; i < 3; i++) {
		seen = greeting_of(all, chunks[i]);
		if (seen->result.error_kind != kind)
			fail_msg("%zu x \"%.10s\": %d %s", n, text, (int)seen->result.error_kind,
			    seen->error);
		assert_true(seen->lines <= SMTP_TRANSCRIPT);
		free(seen);
	}
	free(all);
	free(much);
}

/* Each bound, at the limit and one over. A server that is let through waits for EHLO in vain. */
static void bounds(void **state)
{
	char line[SMTP_REPLY_OCTETS / 64 + 1];

	(void)state;
	bound("220-x\r\n", SMTP_REPLY_LINES - 1, "220 x\r\n", DS_PE_TIMEOUT);
	bound("220-x\r\n", SMTP_REPLY_LINES, "220 x\r\n", DS_PE_TOO_MANY_LINES);
	bound("220-x\r\n", 5000, "220 x\r\n", DS_PE_TOO_MANY_LINES);
	bound("2", 1, "20 x\r\n", DS_PE_TIMEOUT);
	memset(line, 'x', sizeof(line));
	memcpy(line, "220-", 4);
	memcpy(line + sizeof(line) - 3, "\r\n", 3);
	bound(line, 63, "220 x\r\n", DS_PE_TIMEOUT);
	bound(line, 64, "220 x\r\n", DS_PE_TOO_MANY_LINES);
}

/* long_line - a greeting of one line with `n` octets before its CRLF */
static struct seen *long_line(size_t n)
{
	char *x = repeat("x", n - 4), *text = malloc(n + 3);
	struct seen *seen;

	assert_non_null(text);
	snprintf(text, n + 3, "220 %s\r\n", x);
	seen = greeting_of(text, 0);
	free(text);
	free(x);
	return seen;
}

/* A line is kept to its bound, cut with a remark beyond that, and refused over the next. */
static void long_lines(void **state)
{
	struct seen *seen = long_line(SMTP_LINE_KEPT);

	(void)state;
	assert_int_equal(seen->result.error_kind, DS_PE_TIMEOUT);
	assert_null(strstr(seen->log, "more octet"));
	free(seen);
	seen = long_line(SMTP_LINE_KEPT + 1);
	assert_int_equal(seen->result.error_kind, DS_PE_TIMEOUT);
	assert_non_null(strstr(seen->log, "x\nL 1 more octet of this line\nC EHLO"));
	free(seen);
	seen = long_line(SMTP_LINE_MAX - 1);
	assert_int_equal(seen->result.error_kind, DS_PE_TIMEOUT);
	free(seen);
	seen = long_line(SMTP_LINE_MAX);
	assert_int_equal(seen->result.error_kind, DS_PE_LINE_TOO_LONG);
	free(seen);
}

/* A line that never ends costs no more than its bound. */
static void endless_line(void **state)
{
	char *x = repeat("x", 1u << 20);
	struct seen *seen = greeting_of(x, 16384);

	(void)state;
	assert_int_equal(seen->result.error_kind, DS_PE_LINE_TOO_LONG);
	assert_string_equal(seen->error, "a line of over 2048 octets");
	assert_true(seen->len < 4096);
	free(seen);
	free(x);
}

/* A server that drips: the step's deadline counts, not the last octet. */
static void dripping_greeting(void **state)
{
	const struct script script[] = { connects(), says("2"), waits(4000), says("2"), waits(4000),
		says("0"), waits(4000), says(" mx\r\n"), ends() };
	struct seen *seen = watch_run(script, 0, 0);

	(void)state;
	assert_int_equal(seen->result.error_kind, DS_PE_TIMEOUT);
	assert_string_equal(seen->error, "waited 10 s for the greeting");
	assert_non_null(strstr(seen->log, "S 220\nL waited"));
	free(seen);
}

/* A server that uses up each step is cut at the total. */
static void slow_all_over(void **state)
{
	const struct script script[] = { connects(), waits(9000), says("220 mx\r\n"), awaits(EHLO),
		waits(9000), says(CAPS), awaits("STARTTLS\r\n"), waits(9000), says("220 go\r\n"),
		tls_ok(), awaits(EHLO), waits(9000), says("250 mx\r\n"), ends() };
	struct net *net = net_script_new(script, 0, 0);
	struct seen *seen = calloc(1, sizeof(*seen));
	uint64_t began = net->now_us;

	(void)state;
	assert_non_null(watch_start(net, seen, "probe.example"));
	assert_true(net_script_run(net));
	assert_in_range(net->now_us - began, 29999000, 30000000);
	assert_int_equal(seen->result.error_kind, DS_PE_TIMEOUT);
	assert_int_equal(seen->result.starttls, DS_TLS_OK);
	assert_string_equal(
	    seen->error, "30 s for the whole dialogue ended before the reply to EHLO over TLS");
	net->ops->free(net);
	free(seen);
}

/* The farewell is waited for a second, no longer. */
static void quit_is_short(void **state)
{
	struct net *net = net_script_new(quit_silent, 0, 0);
	struct seen *seen = calloc(1, sizeof(*seen));
	uint64_t began = net->now_us;

	(void)state;
	assert_non_null(watch_start(net, seen, "probe.example"));
	assert_true(net_script_run(net));
	assert_in_range(net->now_us - began, 1000000, 1010000);
	net->ops->free(net);
	free(seen);
}

/* Cancelled at every line, from within the call: nothing is told after it, nothing leaks. */
static void cancelled_anywhere(void **state)
{
	static const struct script *const scripts[] = { quit_silent, injected, ehlo_mixed,
		starttls_454, tls_alert, refused_connection };
	struct smtp_session *session;
	struct seen *seen;
	struct net *net;
	unsigned at;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		for (at = 2; at < 40; at++) {
			seen = calloc(1, sizeof(*seen));
			net = net_script_new(scripts[i], 0, 0);
			session = watch_start(net, seen, "probe.example");
			assert_non_null(session);
			seen->cancel = &session;
			seen->cancel_at = at;
			assert_true(net_script_run(net));
			assert_int_equal(seen->done, seen->lines < at);
			assert_true(seen->lines <= at);
			net->ops->free(net);
			free(seen);
		}
	}
}

/* Cancelled before anything came, and NULL. */
static void cancelled_at_once(void **state)
{
	struct net *net = net_script_new(quit_silent, 0, 0);
	struct seen *seen = calloc(1, sizeof(*seen));

	(void)state;
	smtp_cancel(NULL);
	smtp_cancel(watch_start(net, seen, "probe.example"));
	assert_true(net_script_is_over(net));
	assert_int_equal(seen->done, 0);
	net->ops->free(net);
	free(seen);
}

/* A name for EHLO that would carry a command of its own is not said. */
static void ehlo_name_is_harmless(void **state)
{
	static const struct script script[] = { connects(), says("220 mx\r\n"),
		awaits("EHLO localhost\r\n"), says("500 no\r\n"), bye };
	static const char *const names[] = { "a\r\nMAIL FROM:<>", "a b", "", "a\n", "a\x1b" };
	struct seen *seen;
	struct net *net;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		seen = calloc(1, sizeof(*seen));
		net = net_script_new(script, 0, 0);
		assert_non_null(watch_start(net, seen, names[i]));
		if (!net_script_run(net))
			fail_msg("%s", net_script_offence(net));
		net->ops->free(net);
		free(seen);
	}
}

/* Random octets as a greeting: the dialogue ends, within its bounds. */
static void random_greetings(void **state)
{
	static const char alphabet[] = "225054- \r\n\r\n\0\x1b\xffx";
	unsigned seed = 20260101, i, j;
	char text[400];
	struct seen *seen;

	(void)state;
	for (i = 0; i < 3000; i++) {
		const struct script script[] = { connects(),
			{ .act = SCRIPT_SAY, .text = text, .len = sizeof(text) },
			over(NET_CLOSED, NULL) };

		for (j = 0; j < sizeof(text); j++)
			text[j] = alphabet[(size_t)rand_r(&seed) % (sizeof(alphabet) - 1)];
		if (i % 2 == 0)
			memcpy(text, "220-x\r\n220-y\r\n", 14);
		seen = watch_run(script, 0, 1 + i % 300);
		assert_true(seen->result.error_kind != DS_PE_NONE);
		assert_int_equal(seen->result.starttls, DS_TLS_NONE);
		free(seen);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bounds),
		cmocka_unit_test(long_lines),
		cmocka_unit_test(endless_line),
		cmocka_unit_test(dripping_greeting),
		cmocka_unit_test(slow_all_over),
		cmocka_unit_test(quit_is_short),
		cmocka_unit_test(cancelled_anywhere),
		cmocka_unit_test(cancelled_at_once),
		cmocka_unit_test(ehlo_name_is_harmless),
		cmocka_unit_test(random_greetings),
	};

	return cmocka_run_group_tests_name("smtp_bounds", tests, NULL, NULL) != 0;
}
