/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The dialogue against scripted servers: what it says, tells and concludes, also
 * when octets come one by one or are cut anywhere, and against every way of a
 * server's to be rude.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/certs.h"
#include "tests/unit/smtp_watch.h"

/* A server, and what must come of it. */
struct expected {
	const char *name;
	const struct script *script;
	enum ds_connect connect;
	enum ds_starttls starttls;
	enum ds_probe_error kind;
	enum ds_step step; /* the last one */
	bool ehlo_seen;
	bool whole; /* the result depends on what comes in one delivery: not cut */
	int code;
	const char *error; /* a part of it; "" for none */
	const char *log;   /* a part of the lines, or NULL */
};

/* check - compares a dialogue with what was expected */
static void check(const struct expected *e, const struct seen *seen)
{
	if (seen->result.connect != e->connect || seen->result.starttls != e->starttls ||
	    seen->result.error_kind != e->kind || seen->step != e->step ||
	    seen->result.ehlo_seen != e->ehlo_seen || seen->result.reply_code != e->code)
		fail_msg("%s: connect %d starttls %d kind %d step %d ehlo %d code %d\n%s", e->name,
		    (int)seen->result.connect, (int)seen->result.starttls,
		    (int)seen->result.error_kind, (int)seen->step, (int)seen->result.ehlo_seen,
		    seen->result.reply_code, seen->log);
	if ((e->error[0] == '\0') != (seen->error[0] == '\0') ||
	    strstr(seen->error, e->error) == NULL)
		fail_msg("%s: error \"%s\"", e->name, seen->error);
	if (e->log != NULL && strstr(seen->log, e->log) == NULL)
		fail_msg("%s: lines\n%s", e->name, seen->log);
}

/* said - how many octets the server of a script says */
static size_t said(const struct script *script)
{
	size_t n = 0;

	for (; script->act != SCRIPT_END && script->act != SCRIPT_OVER; script++)
		if (script->act == SCRIPT_SAY)
			n += script->len;
	return n;
}

/* check_all_ways - whole, octet by octet, and with a cut after each octet */
static void check_all_ways(const struct expected *e)
{
	struct seen *seen = watch_run(e->script, 0, 0), *other;
	size_t cut, n = said(e->script), stride = n > 4096 ? n / 64 : 1;

	check(e, seen);
	for (cut = 0; !e->whole && cut < n; cut += stride) {
		other = watch_run(e->script, cut == 0, cut);
		check(e, other);
		if (strcmp(seen->log, other->log) != 0)
			fail_msg("%s cut at %zu:\n%s---\n%s", e->name, cut, seen->log, other->log);
		free(other);
	}
	free(seen);
}

/* Asked for a certificate of ours, the client says EHLO once more: the refusal may come only now. */
static void asked_for_certificate(void **state)
{
	const struct script script[] = { to_ehlo2, says("250-mx.example.org\r\n250 8BITMIME\r\n"),
		awaits("QUIT\r\n"), says("221 2.0.0 bye\r\n"), ends() };
	const struct expected e = { "asked", script, DS_CONN_OK, DS_TLS_OK, DS_PE_NONE,
		DS_STEP_DONE, true, false, 0, "",
		"C EHLO probe.example\n"
		"S 250-mx.example.org\n"
		"S 250 8BITMIME\n"
		"C QUIT\n"
		"S 221 2.0.0 bye\n" };

	(void)state;
	check_all_ways(&e);
}

/* A good session, with two certificates. */
static void good_session(void **state)
{
	struct cert *ca = cert_make(&(struct cert_wish){ .cn = "Test CA", .ca = true });
	struct cert *leaf = cert_make(&(struct cert_wish){
	    .cn = "mx.example.org", .san = "DNS:mx.example.org", .issuer = ca });
	const struct net_der certs[] = { { leaf->der, leaf->len, NULL },
		{ ca->der, ca->len, NULL } };
	const struct net_tls tls = { .version = "TLSv1.3",
		.cipher = "TLS_AES_256_GCM_SHA384",
		.group = "X25519",
		.bits = 256,
		.ncerts = 2,
		.certs = certs };
	const struct script script[] = { connects(), says("220 mx.example.org ESMTP\r\n"),
		awaits(EHLO), says(CAPS), awaits("STARTTLS\r\n"), says("220 go ahead\r\n"),
		{ .act = SCRIPT_TLS, .text = "mx.example.org", .tls = &tls }, awaits("QUIT\r\n"),
		ends() };
	const struct expected e = { "good", script, DS_CONN_OK, DS_TLS_OK, DS_PE_NONE, DS_STEP_DONE,
		true, false, 0, "",
		"L connecting to 192.0.2.25 port 25\n"
		"L connected\n"
		"S 220 mx.example.org ESMTP\n"
		"C EHLO probe.example\n"
		"S 250-mx.example.org hello\n"
		"S 250-SIZE 1000\n"
		"S 250 STARTTLS\n"
		"C STARTTLS\n"
		"S 220 go ahead\n"
		"T TLSv1.3, TLS_AES_256_GCM_SHA384 (256 bits), X25519\n"
		"T server name asked for: mx.example.org\n"
		"T certificate 0: CN=mx.example.org, issued by CN=Test CA, valid until "
		"2026-04-01T00:00:00Z\n"
		"T certificate 1: CN=Test CA, issued by CN=Test CA, valid until "
		"2026-04-01T00:00:00Z\n"
		"C QUIT\n" };
	struct seen *seen;

	(void)state;
	check_all_ways(&e);
	seen = watch_run(script, 0, 0);
	assert_int_equal(seen->secured, 3);
	assert_string_equal(seen->log, e.log);
	free(seen);
	cert_free(leaf);
	cert_free(ca);
}

static const struct script refused_connection[] = { over(NET_REFUSED, NULL) };
static const struct script no_route[] = { over(NET_UNREACHABLE, NULL) };
static const struct script no_connection[] = { ends() };
static const struct script not_recorded[] = { over(NET_NOT_RECORDED, NULL) };
static const struct script no_descriptor[] = { over(NET_NO_MEMORY, NULL) };

static const struct script greeting_554[] = { connects(),
	says("554-mx.example.org\r\n554 go away\r\n"), bye };
static const struct script greeting_421[] = { connects(), says("421 too busy\r\n"),
	awaits("QUIT\r\n"), over(NET_CLOSED, NULL) };
static const struct script greeting_250[] = { connects(), says("250 hello\r\n"), ends() };
static const struct script greeting_none[] = { connects(), ends() };
static const struct script greeting_half[] = { connects(), says("220-mx\r\n220 wai"), ends() };
static const struct script greeting_closed[] = { connects(), over(NET_CLOSED, NULL) };
static const struct script greeting_ssh[] = { connects(), says("SSH-2.0-OpenSSH_9.2\r\n"), ends() };
static const struct script greeting_twice[] = { connects(), says("220 one\r\n220 two\r\n"),
	ends() };
static const struct script greeting_mixed[] = { connects(), says("220-one\r\n221 two\r\n"),
	ends() };
static const struct script greeting_many[] = { connects(), says("220-mx\r\n220-b\r\n220 c\r\n"),
	awaits(EHLO), says("250 mx\r\n"), bye };
static const struct script greeting_code_alone[] = { connects(), says("220\r\n"), awaits(EHLO),
	says("250\r\n"), bye };
static const struct script greeting_bare_lf[] = { connects(), says("220 mx\n"), awaits(EHLO),
	says("250 mx\n"), bye };
static const struct script greeting_hostile[] = { connects(),
	says("220 a\0b\x1b]0;x\a\x9b\xe2\x80\xae\r\r\n"), awaits(EHLO), says("250 mx\r\n"), bye };

static const struct script ehlo_500[] = { to_ehlo, says("500 what?\r\n"), bye };
static const struct script ehlo_502[] = { to_ehlo, says("502 no\r\n"), bye };
static const struct script ehlo_300[] = { to_ehlo, says("354 mail?\r\n"), ends() };
static const struct script ehlo_mixed[] = { to_ehlo, says("250-mx\r\n251 STARTTLS\r\n"), ends() };
static const struct script ehlo_nothing[] = { to_ehlo, ends() };
static const struct script ehlo_closed[] = { to_ehlo, says("250-mx\r\n250-ST"),
	over(NET_CLOSED, NULL) };
static const struct script ehlo_ahead[] = { to_ehlo, says(CAPS "220 go\r\n"), ends() };
static const struct script no_starttls[] = { to_ehlo, says("250-mx\r\n250 SIZE\r\n"), bye };
static const struct script first_line_only[] = { to_ehlo, says("250 STARTTLS\r\n"), bye };
static const struct script near_starttls[] = { to_ehlo,
	says("250-mx\r\n250-STARTTLSX\r\n250-XSTARTTLS\r\n250-AUTH STARTTLS\r\n250 STARTTL\r\n"),
	bye };
static const struct script small_starttls[] = { to_ehlo,
	says("250-mx\r\n250-StartTls x\r\n250 A\r\n"), awaits("STARTTLS\r\n"), says("454 no\r\n"),
	bye };

static const struct script starttls_454[] = { to_tls, says("454 TLS not available\r\n"), bye };
static const struct script starttls_502[] = { to_tls, says("502 no\r\n"), bye };
static const struct script starttls_250[] = { to_tls, says("250 fine\r\n"), ends() };
static const struct script starttls_garbage[] = { to_tls, says("\x16\x03\x01\r\n"), ends() };
static const struct script starttls_nothing[] = { to_tls, ends() };
static const struct script starttls_closed[] = { to_tls, over(NET_CLOSED, NULL) };
static const struct script injected[] = { to_tls, says("220 go\r\n250 injected\r\n"), ends() };
static const struct script injected_part[] = { to_tls, says("220 go\r\n2"), ends() };
static const struct script injected_later[] = { to_tls, says("220 go\r\n"), clear(),
	says("250 injected\r\n"), ends() };

static const struct script tls_alert[] = { to_tls, says("220 go\r\n"), clear(),
	over(NET_CLOSED, "tlsv1 alert \x1b[31mprotocol version") };
static const struct script tls_plain[] = { to_tls, says("220 go\r\n"), clear(),
	over(NET_CLOSED, "plain text instead of TLS") };
static const struct script tls_no_memory[] = { to_tls, says("220 go\r\n"), clear(),
	over(NET_NO_MEMORY, NULL) };
static const struct script ehlo_not_recorded[] = { to_ehlo, says(CAPS), awaits("STARTTLS\r\n"),
	over(NET_NOT_RECORDED, NULL) };
static const struct script tls_closed[] = { to_tls, says("220 go\r\n"), clear(),
	over(NET_CLOSED, NULL) };
static const struct script tls_silent[] = { to_tls, says("220 go\r\n"), clear(), ends() };

static const struct script ehlo2_refused[] = { to_ehlo2, says("530 no\r\n"), bye };
static const struct script ehlo2_closed[] = { to_ehlo2,
	over(NET_CLOSED, "tlsv13 alert certificate required") };
static const struct script ehlo2_silent[] = { to_ehlo2, ends() };
static const struct script quit_silent[] = { to_ehlo2, says("250 mx\r\n"), awaits("QUIT\r\n"),
	ends() };
static const struct script quit_closed[] = { to_ehlo2, says("250 mx\r\n"), awaits("QUIT\r\n"),
	over(NET_CLOSED, NULL) };
static const struct script quit_garbage[] = { to_ehlo2, says("250 mx\r\n"), awaits("QUIT\r\n"),
	says("\xff\xff\r\n"), ends() };

#define OK   DS_CONN_OK
#define NONE DS_TLS_NONE

static const struct expected rude[] = {
	{ "connection refused", refused_connection, DS_CONN_REFUSED, NONE, DS_PE_CONNECT,
	    DS_STEP_CONNECT, false, false, 0, "connection refused", NULL },
	{ "no route", no_route, DS_CONN_UNREACHABLE, NONE, DS_PE_CONNECT, DS_STEP_CONNECT, false,
	    false, 0, "unreachable", NULL },
	{ "no connection", no_connection, DS_CONN_TIMEOUT, NONE, DS_PE_CONNECT, DS_STEP_CONNECT,
	    false, false, 0, "no connection within 10 s", NULL },
	{ "not recorded", not_recorded, DS_CONN_SKIPPED, NONE, DS_PE_CONNECT, DS_STEP_CONNECT,
	    false, false, 0, "recording", NULL },
	{ "no descriptor", no_descriptor, DS_CONN_SKIPPED, NONE, DS_PE_CONNECT, DS_STEP_CONNECT,
	    false, false, 0, "descriptor", NULL },

	{ "greeting 554", greeting_554, OK, NONE, DS_PE_GREETING, DS_STEP_DONE, false, false, 554,
	    "554-mx.example.org", "S 554 go away\nC QUIT\nS 221 bye\n" },
	{ "greeting 421", greeting_421, OK, NONE, DS_PE_GREETING, DS_STEP_DONE, false, false, 421,
	    "421 too busy", "C QUIT\nL the server hung up\n" },
	{ "greeting 250", greeting_250, OK, NONE, DS_PE_PROTOCOL, DS_STEP_GREETING, false, false,
	    250, "unexpected reply: 250 hello", NULL },
	{ "no greeting", greeting_none, OK, NONE, DS_PE_TIMEOUT, DS_STEP_GREETING, false, false, 0,
	    "waited 10 s for the greeting", NULL },
	{ "half a greeting", greeting_half, OK, NONE, DS_PE_TIMEOUT, DS_STEP_GREETING, false, false,
	    0, "waited 10 s for the greeting", "S 220-mx\nS 220 wai\nL waited" },
	{ "closed at once", greeting_closed, OK, NONE, DS_PE_CLOSED, DS_STEP_GREETING, false, false,
	    0, "hung up before the greeting", NULL },
	{ "SSH", greeting_ssh, OK, NONE, DS_PE_PROTOCOL, DS_STEP_GREETING, false, false, 0,
	    "not an SMTP reply: SSH-2.0-OpenSSH_9.2", "S SSH-2.0-OpenSSH_9.2\n" },
	{ "two greetings", greeting_twice, OK, NONE, DS_PE_PROTOCOL, DS_STEP_GREETING, false, true,
	    0, "out of turn: 9 octets", "S 220 one\nS 220 two\\x0d\\x0a\nL the" },
	{ "greeting of two codes", greeting_mixed, OK, NONE, DS_PE_PROTOCOL, DS_STEP_GREETING,
	    false, false, 0, "the code 220 changes within the reply: 221 two", NULL },
	{ "greeting of three lines", greeting_many, OK, DS_TLS_NOT_OFFERED, DS_PE_NONE,
	    DS_STEP_DONE, true, false, 0, "", "S 220-mx\nS 220-b\nS 220 c\nC EHLO" },
	{ "codes alone", greeting_code_alone, OK, DS_TLS_NOT_OFFERED, DS_PE_NONE, DS_STEP_DONE,
	    true, false, 0, "", "S 220\nC EHLO" },
	{ "bare LF", greeting_bare_lf, OK, DS_TLS_NOT_OFFERED, DS_PE_NONE, DS_STEP_DONE, true,
	    false, 0, "", "S 220 mx\nL the line ends in LF without CR\nC EHLO" },
	{ "hostile text", greeting_hostile, OK, DS_TLS_NOT_OFFERED, DS_PE_NONE, DS_STEP_DONE, true,
	    false, 0, "", "S 220 a\\x00b\\x1b]0;x\\x07\\x9b\\u{202e}\\x0d\nC EHLO" },

	{ "EHLO 500", ehlo_500, OK, NONE, DS_PE_EHLO, DS_STEP_DONE, false, false, 500, "500 what?",
	    "C QUIT\n" },
	{ "EHLO 502", ehlo_502, OK, NONE, DS_PE_EHLO, DS_STEP_DONE, false, false, 502, "502 no",
	    NULL },
	{ "EHLO 354", ehlo_300, OK, NONE, DS_PE_PROTOCOL, DS_STEP_EHLO, false, false, 354,
	    "unexpected reply: 354 mail?", NULL },
	{ "EHLO of two codes", ehlo_mixed, OK, NONE, DS_PE_PROTOCOL, DS_STEP_EHLO, false, false, 0,
	    "the code 250 changes", NULL },
	{ "EHLO unanswered", ehlo_nothing, OK, NONE, DS_PE_TIMEOUT, DS_STEP_EHLO, false, false, 0,
	    "waited 10 s for the reply to EHLO", NULL },
	{ "closed in EHLO", ehlo_closed, OK, NONE, DS_PE_CLOSED, DS_STEP_EHLO, false, false, 0,
	    "hung up before the reply to EHLO", "S 250-ST\n" },
	{ "answers ahead", ehlo_ahead, OK, NONE, DS_PE_PROTOCOL, DS_STEP_EHLO, true, true, 0,
	    "out of turn: 8 octets", NULL },
	{ "no STARTTLS", no_starttls, OK, DS_TLS_NOT_OFFERED, DS_PE_NONE, DS_STEP_DONE, true, false,
	    0, "", "L STARTTLS is not offered\nC QUIT\n" },
	{ "named STARTTLS", first_line_only, OK, DS_TLS_NOT_OFFERED, DS_PE_NONE, DS_STEP_DONE, true,
	    false, 0, "", NULL },
	{ "near STARTTLS", near_starttls, OK, DS_TLS_NOT_OFFERED, DS_PE_NONE, DS_STEP_DONE, true,
	    false, 0, "", NULL },
	{ "StartTls x", small_starttls, OK, DS_TLS_REFUSED, DS_PE_STARTTLS, DS_STEP_DONE, true,
	    false, 454, "454 no", NULL },

	{ "STARTTLS 454", starttls_454, OK, DS_TLS_REFUSED, DS_PE_STARTTLS, DS_STEP_DONE, true,
	    false, 454, "454 TLS not available", NULL },
	{ "STARTTLS 502", starttls_502, OK, DS_TLS_REFUSED, DS_PE_STARTTLS, DS_STEP_DONE, true,
	    false, 502, "502 no", NULL },
	{ "STARTTLS 250", starttls_250, OK, DS_TLS_PROTOCOL_ERROR, DS_PE_PROTOCOL, DS_STEP_STARTTLS,
	    true, false, 250, "unexpected reply: 250 fine", NULL },
	{ "STARTTLS garbage", starttls_garbage, OK, DS_TLS_PROTOCOL_ERROR, DS_PE_PROTOCOL,
	    DS_STEP_STARTTLS, true, false, 0, "not an SMTP reply: \\x16\\x03\\x01", NULL },
	{ "STARTTLS unanswered", starttls_nothing, OK, NONE, DS_PE_TIMEOUT, DS_STEP_STARTTLS, true,
	    false, 0, "waited 10 s for the reply to STARTTLS", NULL },
	{ "closed in STARTTLS", starttls_closed, OK, NONE, DS_PE_CLOSED, DS_STEP_STARTTLS, true,
	    false, 0, "hung up before the reply to STARTTLS", NULL },
	{ "injection", injected, OK, DS_TLS_PROTOCOL_ERROR, DS_PE_INJECTION, DS_STEP_STARTTLS, true,
	    true, 0, "14 octets in clear", "S 220 go\nS 250 injected\\x0d\\x0a\nL 14 octets" },
	{ "injection of one octet", injected_part, OK, DS_TLS_PROTOCOL_ERROR, DS_PE_INJECTION,
	    DS_STEP_STARTTLS, true, true, 0, "1 octet in clear", "S 220 go\nS 2\n" },
	{ "injection later", injected_later, OK, DS_TLS_PROTOCOL_ERROR, DS_PE_INJECTION,
	    DS_STEP_HANDSHAKE, true, true, 0, "14 octets in clear", "S 250 injected\\x0d\\x0a\n" },

	{ "TLS alert", tls_alert, OK, DS_TLS_HANDSHAKE_FAILED, DS_PE_HANDSHAKE, DS_STEP_HANDSHAKE,
	    true, false, 0, "TLS handshake failed: tlsv1 alert \\x1b[31mprotocol version", NULL },
	{ "plain text for TLS", tls_plain, OK, DS_TLS_PROTOCOL_ERROR, DS_PE_INJECTION,
	    DS_STEP_HANDSHAKE, true, false, 0, "text in clear after the reply to STARTTLS", NULL },
	{ "no memory in TLS", tls_no_memory, OK, NONE, DS_PE_CLOSED, DS_STEP_HANDSHAKE, false,
	    false, 0, "no memory or descriptor left here", NULL },
	{ "recording ends", ehlo_not_recorded, OK, NONE, DS_PE_CLOSED, DS_STEP_STARTTLS, false,
	    false, 0, "the recording does not hold the rest", NULL },
	{ "closed in TLS", tls_closed, OK, DS_TLS_HANDSHAKE_FAILED, DS_PE_HANDSHAKE,
	    DS_STEP_HANDSHAKE, true, false, 0, "hung up before the TLS handshake", NULL },
	{ "silent in TLS", tls_silent, OK, DS_TLS_HANDSHAKE_FAILED, DS_PE_TIMEOUT,
	    DS_STEP_HANDSHAKE, true, false, 0, "waited 10 s for the TLS handshake", NULL },

	{ "second EHLO refused", ehlo2_refused, OK, DS_TLS_OK, DS_PE_EHLO, DS_STEP_DONE, true,
	    false, 530, "530 no", "T the server showed no certificate\nC EHLO" },
	{ "second EHLO closed", ehlo2_closed, OK, DS_TLS_HANDSHAKE_FAILED, DS_PE_HANDSHAKE,
	    DS_STEP_EHLO_TLS, true, false, 0,
	    "TLS handshake failed: tlsv13 alert certificate required", "T TLSv1.2\\x1b[2J, X" },
	{ "second EHLO unanswered", ehlo2_silent, OK, DS_TLS_OK, DS_PE_TIMEOUT, DS_STEP_EHLO_TLS,
	    true, false, 0, "waited 10 s", NULL },
	{ "QUIT unanswered", quit_silent, OK, DS_TLS_OK, DS_PE_NONE, DS_STEP_DONE, true, false, 0,
	    "", "C QUIT\nL no reply to QUIT\n" },
	{ "QUIT closed", quit_closed, OK, DS_TLS_OK, DS_PE_NONE, DS_STEP_DONE, true, false, 0, "",
	    "C QUIT\nL the server hung up\n" },
	{ "QUIT garbage", quit_garbage, OK, DS_TLS_OK, DS_PE_NONE, DS_STEP_DONE, true, false, 0, "",
	    "S \\xff\\xff\n" },
};

/* Every rude server of the table, delivered in every way. */
static void rude_servers(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rude) / sizeof(rude[0]); i++)
		check_all_ways(&rude[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_session),
		cmocka_unit_test(asked_for_certificate),
		cmocka_unit_test(rude_servers),
	};

	return cmocka_run_group_tests_name("smtp_session", tests, NULL, NULL) != 0;
}
