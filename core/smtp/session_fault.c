/* SPDX-License-Identifier: BSD-2-Clause */
/* session_fault - what can go wrong in a dialogue, in words */
#include "core/smtp/session_impl.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/text.h"

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
    struct smtp_session *s, enum ds_probe_error kind, const char *format, ...)
{
	char text[SESSION_LINE + 256];
	va_list ap;

	s->result.error_kind = kind;
	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	text_clean(s->error, sizeof(s->error), text, strlen(text)); /* cuts between characters */
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
		note(s, DS_PE_CONNECT, _("no connection within %s"),
		    seconds_text(bound, sizeof(bound), s->bound_ms));
		break;
	case NET_REFUSED:
	case NET_CLOSED:
		s->result.connect = DS_CONN_REFUSED;
		note(s, DS_PE_CONNECT, "%s", _("connection refused"));
		break;
	case NET_NOT_RECORDED:
		s->result.connect = DS_CONN_SKIPPED;
		note(s, DS_PE_CONNECT, "%s", _("the recording does not hold this dialogue"));
		break;
	case NET_NO_MEMORY:
		s->result.connect = DS_CONN_SKIPPED;
		note(s, DS_PE_CONNECT, "%s", _("no memory or descriptor left here"));
		break;
	default:
		s->result.connect = DS_CONN_UNREACHABLE;
		note(s, DS_PE_CONNECT, "%s", _("unreachable: no route to this address"));
		break;
	}
}

/* ours - the stream ended for a reason of our own, which says nothing of the server */
static void ours(struct smtp_session *s, const char *words)
{
	if (s->result.starttls != DS_TLS_OK)
		s->result.ehlo_seen = false;
	note(s, DS_PE_CLOSED, "%s", words);
}

/* overdue - the deadline came */
static void overdue(struct smtp_session *s)
{
	const char *what = _(awaited[s->step]);
	char bound[32];

	if (s->last_bound)
		note(s, DS_PE_TIMEOUT, _("%s for the whole dialogue ended before %s"),
		    seconds_text(bound, sizeof(bound), s->options.total_ms), what);
	else
		note(s, DS_PE_TIMEOUT, _("waited %s for %s"),
		    seconds_text(bound, sizeof(bound), s->bound_ms), what);
}

/* unsecured - no handshake came about */
static void unsecured(struct smtp_session *s, const char *why)
{
	s->result.starttls = DS_TLS_HANDSHAKE_FAILED;
	if (strcmp(why, NET_PLAIN_TEXT) == 0) {
		s->result.starttls = DS_TLS_PROTOCOL_ERROR;
		note(s, DS_PE_INJECTION, "%s", _("text in clear after the reply to STARTTLS"));
	} else if (why[0] != '\0') {
		note(s, DS_PE_HANDSHAKE, _("TLS handshake failed: %s"), _(why));
	} else {
		note(s, DS_PE_HANDSHAKE, _("the server hung up before %s"), _(awaited[s->step]));
	}
}

/* session_cut - the stream ended in the middle of the dialogue */
void session_cut(struct smtp_session *s, enum net_error error, const char *why)
{
	char text[SESSION_ERROR / 2];

	text_clean(text, sizeof(text), why != NULL ? why : "", why != NULL ? strlen(why) : 0);
	if (error == NET_NO_MEMORY) {
		ours(s, _("no memory or descriptor left here"));
	} else if (error == NET_NOT_RECORDED) {
		ours(s, _("the recording does not hold the rest of this dialogue"));
	} else if (error == NET_TIMEOUT) {
		if (s->step == DS_STEP_HANDSHAKE)
			s->result.starttls = DS_TLS_HANDSHAKE_FAILED;
		overdue(s);
	} else if (s->step == DS_STEP_HANDSHAKE || s->step == DS_STEP_EHLO_TLS) {
		/* In TLS 1.3 the server refuses our lack of a certificate only after its handshake. */
		unsecured(s, text);
	} else {
		note(s, DS_PE_CLOSED, _("the server hung up before %s%s%s"), _(awaited[s->step]),
		    text[0] != '\0' ? ": " : "", text[0] != '\0' ? _(text) : "");
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
		note(s, DS_PE_PROTOCOL, _("the code %d changes within the reply: %s"),
		    s->reply.code, line);
		break;
	case REPLY_LINE_LONG:
		note(s, DS_PE_LINE_TOO_LONG, _("a line of over %d octets"), SMTP_LINE_MAX);
		break;
	case REPLY_LINES_MANY:
		note(s, DS_PE_TOO_MANY_LINES, _("a reply of over %d lines"), SMTP_REPLY_LINES);
		break;
	case REPLY_OCTETS_MANY:
		note(s, DS_PE_TOO_MANY_LINES, _("a reply of over %u octets"), SMTP_REPLY_OCTETS);
		break;
	default: note(s, DS_PE_PROTOCOL, _("not an SMTP reply: %s"), line); break;
	}
	broken(s);
}

/* session_unexpected - a reply that is neither leave to go on nor a refusal */
void session_unexpected(struct smtp_session *s)
{
	s->result.reply_code = s->reply.code;
	note(s, DS_PE_PROTOCOL, _("unexpected reply: %s"), s->first);
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
		note(s, DS_PE_INJECTION,
		    n_("%zu octet in clear after the reply to STARTTLS",
			"%zu octets in clear after the reply to STARTTLS", len),
		    len);
	} else {
		note(s, DS_PE_PROTOCOL,
		    n_("the server spoke out of turn: %zu octet",
			"the server spoke out of turn: %zu octets", len),
		    len);
	}
	session_done(s);
}
