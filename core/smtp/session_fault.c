/* SPDX-License-Identifier: BSD-2-Clause */
/* session_fault - what can go wrong in a dialogue, in words */
#include "core/smtp/session_impl.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/remark.h"
#include "core/base/text.h"

#define SESSION_WORD 128 /* room for one of our own texts */

/* What is waited for at each step. */
static const char *const awaited[] = {
	[DS_STEP_GREETING] = N_("the greeting"),
	[DS_STEP_EHLO] = N_("the reply to EHLO"),
	[DS_STEP_STARTTLS] = N_("the reply to STARTTLS"),
	[DS_STEP_HANDSHAKE] = N_("the TLS handshake"),
	[DS_STEP_EHLO_TLS] = N_("the reply to EHLO over TLS"),
	[DS_STEP_QUIT] = N_("the reply to QUIT"),
};

/* note - notes why the dialogue ends before its time, and says so */
__attribute__((format(printf, 3, 4))) static void note(
    struct smtp_session *s, enum ds_probe_error kind, const char *msgid, ...)
{
	va_list ap;

	s->result.error_kind = kind;
	va_start(ap, msgid);
	remark_write_va(s->error, sizeof(s->error), msgid, ap);
	va_end(ap);
	session_tell(s, DS_FROM_LOCAL, s->error);
}

/* note_many - the same, of a number of octets */
static void note_many(
    struct smtp_session *s, enum ds_probe_error kind, const char *one, const char *many, size_t n)
{
	s->result.error_kind = kind;
	remark_write_many(s->error, sizeof(s->error), one, many, n);
	session_tell(s, DS_FROM_LOCAL, s->error);
}

/* broken - what the server says is not SMTP: no farewell, for it is out of step */
static void broken(struct smtp_session *s)
{
	if (s->step == DS_STEP_STARTTLS)
		s->result.starttls = DS_TLS_PROTOCOL_ERROR;
	session_done(s);
}

/* seconds_text - "10 s" */
static const char *seconds_text(char *buf, size_t size, unsigned ms)
{
	snprintf(buf, size, "%.3g s", ms / 1000.0);
	return buf;
}

/* session_unconnected - no connection came about */
void session_unconnected(struct smtp_session *s, enum net_error error)
{
	char bound[32];

	switch (error) {
	case NET_TIMEOUT:
		s->result.connect = DS_CONN_TIMEOUT;
		note(s, DS_PE_CONNECT, N_("no connection within %s"),
		    seconds_text(bound, sizeof(bound), s->bound_ms));
		break;
	case NET_REFUSED:
	case NET_CLOSED:
		s->result.connect = DS_CONN_REFUSED;
		note(s, DS_PE_CONNECT, N_("connection refused"));
		break;
	case NET_NOT_RECORDED:
		s->result.connect = DS_CONN_SKIPPED;
		note(s, DS_PE_CONNECT, N_("the recording does not hold this dialogue"));
		break;
	case NET_NO_MEMORY:
		s->result.connect = DS_CONN_SKIPPED;
		note(s, DS_PE_CONNECT, N_("no memory or descriptor left here"));
		break;
	default:
		s->result.connect = DS_CONN_UNREACHABLE;
		note(s, DS_PE_CONNECT, N_("unreachable: no route to this address"));
		break;
	}
}

/* ours - the stream ended for a reason of our own, which says nothing of the server */
static void ours(struct smtp_session *s, const char *words)
{
	char word[SESSION_WORD];

	if (s->result.starttls != DS_TLS_OK)
		s->result.ehlo_seen = false;
	note(s, DS_PE_CLOSED, "%s", remark_word(word, sizeof(word), words));
}

/* overdue - the deadline came */
static void overdue(struct smtp_session *s)
{
	char what[SESSION_WORD];
	char bound[32];

	remark_word(what, sizeof(what), awaited[s->step]);
	if (s->last_bound)
		note(s, DS_PE_TIMEOUT, N_("%s for the whole dialogue ended before %s"),
		    seconds_text(bound, sizeof(bound), s->options.total_ms), what);
	else
		note(s, DS_PE_TIMEOUT, N_("waited %s for %s"),
		    seconds_text(bound, sizeof(bound), s->bound_ms), what);
}

/* unsecured - no handshake came about */
static void unsecured(struct smtp_session *s, const char *why)
{
	char word[SESSION_ERROR / 2];

	s->result.starttls = DS_TLS_HANDSHAKE_FAILED;
	if (strcmp(why, NET_PLAIN_TEXT) == 0) {
		s->result.starttls = DS_TLS_PROTOCOL_ERROR;
		note(s, DS_PE_INJECTION, N_("text in clear after the reply to STARTTLS"));
	} else if (why[0] != '\0') {
		note(s, DS_PE_HANDSHAKE, N_("TLS handshake failed: %s"),
		    remark_word(word, sizeof(word), why));
	} else {
		note(s, DS_PE_HANDSHAKE, N_("the server hung up before %s"),
		    remark_word(word, sizeof(word), awaited[s->step]));
	}
}

/* session_cut - the stream ended in the middle of the dialogue */
void session_cut(struct smtp_session *s, enum net_error error, const char *why)
{
	char text[SESSION_ERROR / 2], word[SESSION_ERROR / 2 + 1], what[SESSION_WORD];

	text_clean(text, sizeof(text), why != NULL ? why : "", why != NULL ? strlen(why) : 0);
	if (error == NET_NO_MEMORY) {
		ours(s, N_("no memory or descriptor left here"));
	} else if (error == NET_NOT_RECORDED) {
		ours(s, N_("the recording does not hold the rest of this dialogue"));
	} else if (error == NET_TIMEOUT) {
		if (s->step == DS_STEP_HANDSHAKE)
			s->result.starttls = DS_TLS_HANDSHAKE_FAILED;
		overdue(s);
	} else if (s->step == DS_STEP_HANDSHAKE || s->step == DS_STEP_EHLO_TLS) {
		/* In TLS 1.3 the server refuses our lack of a certificate only after its handshake. */
		unsecured(s, text);
	} else {
		note(s, DS_PE_CLOSED, N_("the server hung up before %s%s%s"),
		    remark_word(what, sizeof(what), awaited[s->step]), text[0] != '\0' ? ": " : "",
		    remark_word(word, sizeof(word), text));
	}
}

/* session_bad_reply - a reply that breaks the rules or the bounds */
void session_bad_reply(struct smtp_session *s, const char *line)
{
	if (s->step == DS_STEP_QUIT) { /* whatever it says, it is over */
		session_enter(s, DS_STEP_DONE);
		return;
	}
	switch (s->reply.fault) {
	case REPLY_OTHER_CODE:
		note(s, DS_PE_PROTOCOL, N_("the code %d changes within the reply: %s"),
		    s->reply.code, line);
		break;
	case REPLY_LINE_LONG:
		note(s, DS_PE_LINE_TOO_LONG, N_("a line of over %d octets"), SMTP_LINE_MAX);
		break;
	case REPLY_LINES_MANY:
		note(s, DS_PE_TOO_MANY_LINES, N_("a reply of over %d lines"), SMTP_REPLY_LINES);
		break;
	case REPLY_OCTETS_MANY:
		note(s, DS_PE_TOO_MANY_LINES, N_("a reply of over %u octets"), SMTP_REPLY_OCTETS);
		break;
	default: note(s, DS_PE_PROTOCOL, N_("not an SMTP reply: %s"), line); break;
	}
	broken(s);
}

/* session_unexpected - a reply that is neither leave to go on nor a refusal */
void session_unexpected(struct smtp_session *s)
{
	s->result.reply_code = s->reply.code;
	note(s, DS_PE_PROTOCOL, N_("unexpected reply: %s"), s->first);
	broken(s);
}

/* show - octets of the server's that belong to no reply, line by line */
static void show(struct smtp_session *s, const uint8_t *data, size_t len)
{
	char text[SESSION_LINE];
	const uint8_t *end;
	size_t n;

	while (len > 0 && !s->over) {
		end = memchr(data, '\n', len);
		n = end != NULL ? (size_t)(end - data) + 1 : len;
		n = n < SMTP_LINE_KEPT ? n : SMTP_LINE_KEPT;
		text_clean(text, sizeof(text), data, n);
		session_tell(s, DS_FROM_SERVER, text);
		data += n;
		len -= n;
	}
}

/* session_out_of_turn - octets that came after a reply, before anything was asked */
void session_out_of_turn(struct smtp_session *s, const uint8_t *data, size_t len)
{
	show(s, data, len);
	if (s->step == DS_STEP_STARTTLS || s->step == DS_STEP_HANDSHAKE) {
		s->result.starttls = DS_TLS_PROTOCOL_ERROR;
		note_many(s, DS_PE_INJECTION,
		    NN_("%zu octet in clear after the reply to STARTTLS",
			"%zu octets in clear after the reply to STARTTLS"),
		    len);
	} else {
		note_many(s, DS_PE_PROTOCOL,
		    NN_("the server spoke out of turn: %zu octet",
			"the server spoke out of turn: %zu octets"),
		    len);
	}
	session_done(s);
}
