/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * session - the SMTP dialogue as a state machine
 *
 * Its states are the steps of the model, and session_enter alone changes them.
 * Where something goes wrong the step stays where it was, so that the report can
 * say at which one; a server that only refuses still gets its QUIT.
 */
#include "core/smtp/session_impl.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/remark.h"
#include "core/base/text.h"
#include "core/smtp/facts.h"

#define QUIT_MS     1000 /* the facts are in: a farewell is waited for no longer */
#define EHLO_MAX    255
#define EHLO_UNSAID "localhost" /* for a name that could break out of its command */

/* What the streams of one purpose call. */
#define HANDLER(what)                                                                              \
	[what] = { what, session_connected, session_received, session_secured, session_ended }

/* session_tell - one line of the dialogue; of those over the bound only that they were */
void session_tell(struct smtp_session *s, enum ds_line_from from, const char *text)
{
	char left[64];

	if (s->over || s->nlines >= SMTP_TRANSCRIPT)
		return;
	if (++s->nlines == SMTP_TRANSCRIPT) {
		from = DS_FROM_LOCAL;
		text = remark_write(left, sizeof(left), N_("further lines are left out"));
	}
	s->watch.line(s->arg, from, text);
}

/* session_remark - a line of our own */
static __attribute__((format(printf, 2, 3))) void session_remark(
    struct smtp_session *s, const char *msgid, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, msgid);
	remark_write_va(text, sizeof(text), msgid, ap);
	va_end(ap);
	session_tell(s, DS_FROM_LOCAL, text);
}

/* session_tell_tls - a line about the handshake */
static void session_tell_tls(void *arg, const char *text)
{
	session_tell(arg, DS_FROM_TLS, text);
}

/* session_leave - the end of a call of ours; frees what ended within it */
static void session_leave(struct smtp_session *s)
{
	if (--s->depth == 0 && s->over)
		free(s);
}

/* session_close - lets go of the stream */
static void session_close(struct smtp_session *s)
{
	if (s->stream != NULL)
		s->net->ops->close(s->net, s->stream);
	s->stream = NULL;
}

/* session_done - reports, once; nothing is told after it */
void session_done(struct smtp_session *s)
{
	if (s->over)
		return;
	session_close(s);
	s->result.error = s->error[0] != '\0' ? s->error : NULL;
	s->over = true;
	s->watch.done(s->arg, &s->result);
}

/* session_deadline - the time that a step has: its own bound, or what is left of the total */
static unsigned session_deadline(struct smtp_session *s, unsigned step_ms)
{
	uint64_t spent = (s->net->now_us - s->began_us + 999) / 1000;
	uint64_t left = spent < s->options.total_ms ? s->options.total_ms - spent : 0;

	s->last_bound = left < step_ms;
	s->bound_ms = s->last_bound ? (unsigned)left : step_ms;
	if (s->bound_ms == 0)
		s->bound_ms = 1;
	return s->bound_ms;
}

/* session_command - says one line to the server */
static void session_command(struct smtp_session *s, const char *verb, const char *argument)
{
	char line[EHLO_MAX + 32];
	int n;

	n = snprintf(
	    line, sizeof(line), "%s%s%s\r\n", verb, argument[0] != '\0' ? " " : "", argument);
	reply_begin(&s->reply);
	s->net->ops->send(s->net, s->stream, line, (size_t)n);
	line[n - 2] = '\0';
	session_tell(s, DS_FROM_CLIENT, line);
}

/* session_enter - goes to a step and does what begins it */
void session_enter(struct smtp_session *s, enum ds_step step)
{
	unsigned bound =
	    step == DS_STEP_QUIT && s->options.step_ms > QUIT_MS ? QUIT_MS : s->options.step_ms;

	if (s->over)
		return;
	s->step = step;
	s->watch.step(s->arg, step);
	if (s->over)
		return;
	if (step == DS_STEP_DONE) {
		session_done(s);
		return;
	}
	s->net->ops->deadline(s->net, s->stream, session_deadline(s, bound));
	switch (step) {
	case DS_STEP_GREETING: reply_begin(&s->reply); break;
	case DS_STEP_EHLO:
	case DS_STEP_EHLO_TLS: session_command(s, "EHLO", s->options.ehlo); break;
	case DS_STEP_STARTTLS: session_command(s, "STARTTLS", ""); break;
	case DS_STEP_HANDSHAKE: s->net->ops->start_tls(s->net, s->stream, s->options.sni); break;
	default: session_command(s, "QUIT", ""); break;
	}
}

/* session_refused - the server said no: that is the result, and the farewell follows */
static void session_refused(struct smtp_session *s, enum ds_probe_error kind)
{
	s->result.error_kind = kind;
	s->result.reply_code = s->reply.code;
	snprintf(s->error, sizeof(s->error), "%s", s->first);
	session_enter(s, DS_STEP_QUIT);
}

/* session_next - goes on to a step, if the server has waited for it */
static void session_next(struct smtp_session *s, enum ds_step step, const uint8_t *rest, size_t len)
{
	if (len == 0) {
		session_enter(s, step);
		return;
	}
	session_out_of_turn(s, rest, len);
}

/* session_ehlo_reply - the reply to EHLO in clear is complete */
static void session_ehlo_reply(struct smtp_session *s, const uint8_t *rest, size_t len)
{
	s->result.ehlo_seen = true;
	if (s->offered) {
		session_next(s, DS_STEP_STARTTLS, rest, len);
		return;
	}
	s->result.starttls = DS_TLS_NOT_OFFERED;
	session_remark(s, N_("STARTTLS is not offered"));
	session_enter(s, DS_STEP_QUIT);
}

/* session_reply - a reply is complete; `rest` came with it */
static void session_reply(struct smtp_session *s, const uint8_t *rest, size_t len)
{
	int code = s->reply.code;
	bool refusal = code >= 400;

	switch (s->step) {
	case DS_STEP_GREETING:
		if (code == 220)
			session_next(s, DS_STEP_EHLO, rest, len);
		else if (refusal)
			session_refused(s, DS_PE_GREETING);
		else
			session_unexpected(s);
		break;
	case DS_STEP_EHLO:
	case DS_STEP_EHLO_TLS:
		if (refusal)
			session_refused(s, DS_PE_EHLO);
		else if (code != 250)
			session_unexpected(s);
		else if (s->step == DS_STEP_EHLO)
			session_ehlo_reply(s, rest, len);
		else
			session_enter(s, DS_STEP_QUIT);
		break;
	case DS_STEP_STARTTLS:
		if (code == 220) {
			session_next(s, DS_STEP_HANDSHAKE, rest, len);
		} else if (refusal) {
			s->result.starttls = DS_TLS_REFUSED;
			session_refused(s, DS_PE_STARTTLS);
		} else {
			session_unexpected(s);
		}
		break;
	default: session_enter(s, DS_STEP_DONE); break;
	}
}

/* session_line - tells the line that the parser holds, whole or not */
static void session_line(struct smtp_session *s, char *text, size_t size)
{
	struct reply *r = &s->reply;
	char remark[128];

	text_clean(text, size, r->text, r->len);
	if (r->nlines <= 1)
		text_clean(s->first, sizeof(s->first), r->text, r->len);
	if (r->seen > 0 || r->line_over)
		session_tell(s, DS_FROM_SERVER, text);
	if (r->seen > r->len)
		session_tell(s, DS_FROM_LOCAL,
		    remark_write_many(remark, sizeof(remark),
			NN_("%zu more octet of this line", "%zu more octets of this line"),
			r->seen - r->len));
	if (r->bare_lf && !s->noted_lf) {
		s->noted_lf = true;
		session_remark(s, N_("the line ends in LF without CR"));
	}
}

/* session_octets - feeds the parser with what came */
static void session_octets(struct smtp_session *s, const uint8_t *data, size_t len)
{
	char text[SESSION_LINE];
	enum reply_state state;
	size_t i;

	for (i = 0; i < len && !s->over; i++) {
		state = reply_octet(&s->reply, data[i]);
		if (state == REPLY_MORE)
			continue;
		session_line(s, text, sizeof(text));
		if (s->step == DS_STEP_EHLO && reply_offers(&s->reply, "STARTTLS"))
			s->offered = true;
		if (state == REPLY_BAD) {
			session_bad_reply(s, text);
			return;
		}
		if (state == REPLY_LAST) {
			session_reply(s, data + i + 1, len - i - 1);
			if (s->step != DS_STEP_QUIT)
				return;
		}
	}
}

/* session_connected - the stream is open */
static void session_connected(void *arg)
{
	struct smtp_session *s = arg;

	s->depth++;
	s->result.connect = DS_CONN_OK;
	session_remark(s, N_("connected"));
	session_enter(s, DS_STEP_GREETING);
	session_leave(s);
}

/* session_received - octets of the server's, in clear or out of TLS */
static void session_received(void *arg, const uint8_t *data, size_t len)
{
	struct smtp_session *s = arg;

	s->depth++;
	if (s->step == DS_STEP_HANDSHAKE) /* clear text where TLS was due */
		session_out_of_turn(s, data, len);
	else
		session_octets(s, data, len);
	session_leave(s);
}

/* session_secured - the handshake is done: the facts are in. QUIT is said and its reply not waited
 * for. A server that asked for our certificate may still refuse us for having none (TLS 1.3 says so
 * after its handshake): there EHLO is said first, and its reply shows (RFC 3207 section 4.2) */
static void session_secured(void *arg, const struct net_tls *tls)
{
	struct smtp_session *s = arg;

	s->depth++;
	s->result.starttls = DS_TLS_OK;
	facts_tell(tls, s->options.sni, session_tell_tls, s);
	if (!s->over)
		s->watch.secured(s->arg, tls);
	if (tls->asked_certificate) {
		session_enter(s, DS_STEP_EHLO_TLS);
	} else if (!s->over) {
		session_command(s, "QUIT", "");
		session_enter(s, DS_STEP_DONE);
	}
	session_leave(s);
}

/* session_ended - the stream is over, by whomever */
static void session_ended(void *arg, enum net_error error, const char *why)
{
	struct smtp_session *s = arg;
	char text[SESSION_LINE];

	s->depth++;
	s->stream = NULL;
	if (s->step == DS_STEP_QUIT) {
		session_remark(
		    s, error == NET_TIMEOUT ? N_("no reply to QUIT") : N_("the server hung up"));
		session_enter(s, DS_STEP_DONE);
	} else if (s->step == DS_STEP_CONNECT) {
		session_unconnected(s, error);
	} else {
		if (s->step != DS_STEP_HANDSHAKE && s->reply.len > 0 && !s->reply.line_over)
			session_line(s, text, sizeof(text));
		session_cut(s, error, why);
	}
	session_done(s);
	session_leave(s);
}

/* ehlo_name - the name for EHLO, unless it holds what no name does (a line end, above all) */
static const char *ehlo_name(const char *name)
{
	static const char fit[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "0123456789-._:[]";
	size_t n = strlen(name);

	return n > 0 && n <= EHLO_MAX && strspn(name, fit) == n ? name : EHLO_UNSAID;
}

/* smtp_start - begins a dialogue */
struct smtp_session *smtp_start(struct net *net, const struct net_address *address,
    const struct smtp_options *options, const struct smtp_watcher *watch, void *arg)
{
	static const struct net_stream_handler handlers[NET_PURPOSES] = {
		HANDLER(NET_DIALOGUE),
		HANDLER(NET_RSA),
		HANDLER(NET_ECDSA),
		HANDLER(NET_NAMELESS),
	};
	struct smtp_session *s = calloc(1, sizeof(*s));
	char text[NET_ADDRESS_TEXT];

	if (s == NULL)
		return NULL;
	s->net = net;
	s->options = *options;
	s->options.ehlo = ehlo_name(options->ehlo);
	s->watch = *watch;
	s->arg = arg;
	s->step = DS_STEP_CONNECT;
	s->began_us = net->now_us;
	s->stream = net->ops->open(
	    net, address, session_deadline(s, options->step_ms), &handlers[options->purpose], s);
	if (s->stream == NULL) {
		free(s);
		return NULL;
	}
	s->depth++;
	s->watch.step(arg, DS_STEP_CONNECT);
	session_remark(s, N_("connecting to %s port %u"),
	    net_address_text(address, text, sizeof(text)), address->port);
	s->depth--;
	return s;
}

/* smtp_cancel - ends it without a word */
void smtp_cancel(struct smtp_session *s)
{
	if (s == NULL || s->over)
		return;
	session_close(s);
	s->over = true;
	s->depth++;
	session_leave(s);
}
