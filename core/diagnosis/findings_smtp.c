/* SPDX-License-Identifier: BSD-2-Clause */
/* findings_smtp - what is wrong with the dialogues with a host */

#include <stdio.h>

#include "core/base/i18n.h"
#include "core/diagnosis/findings.h"
#include "core/diagnosis/labels.h"
#include "core/diagnosis/self.h"

#define SLOW_US 5000000 /* a greeting that takes this long makes some senders give up */

/* A dialogue under review. */
struct review {
	struct ds_diagnosis *d;
	const struct ds_host *h;
	const struct ds_probe *p;
	bool mandatory; /* secure TLSA records: without TLS there is no delivery */
};

/* add - a finding at the address; an error where TLS is mandatory and `grave` */
static void add(
    const struct review *r, enum ds_code code, const char *arg2, const char *arg3, bool grave)
{
	struct found f = { .code = code, .host = (int)r->h->index, .at = r->p->address };

	f.args[0] = r->h->name;
	f.args[1] = arg2;
	f.args[2] = arg3;
	if (grave && r->mandatory) {
		f.other_severity = true;
		f.severity = DS_ERROR;
	}
	finding_add(r->d, &f);
}

/* port - the port as text */
static const char *port(const struct review *r)
{
	return finding_number(r->d, r->p->port);
}

/* words - what was seen, or at least something */
static const char *words(const struct review *r)
{
	return r->p->error != NULL ? r->p->error : "?";
}

/* review_connect - the connection that did not come about */
static void review_connect(const struct review *r)
{
	switch (r->p->connect) {
	case DS_CONN_REFUSED: add(r, DS_F_SMTP_REFUSED, port(r), NULL, false); break;
	case DS_CONN_TIMEOUT:
		add(r, DS_F_SMTP_TIMEOUT, port(r), ds_step_label(DS_STEP_CONNECT), false);
		break;
	case DS_CONN_UNREACHABLE:
		if (!self_has_no_route(
			&r->d->report, r->p)) /* else it is no fault of theirs: findings_self.c */
			add(r, DS_F_SMTP_UNREACHABLE, port(r), NULL, false);
		break;
	case DS_CONN_PENDING:
	case DS_CONN_OK:
	case DS_CONN_SKIPPED: break;
	}
}

/* review_error - what ended the dialogue before its time */
static void review_error(const struct review *r)
{
	const struct ds_probe *p = r->p;

	switch (p->error_kind) {
	case DS_PE_CONNECT: review_connect(r); break;
	case DS_PE_GREETING: add(r, DS_F_SMTP_GREETING_REJECTED, words(r), NULL, false); break;
	case DS_PE_EHLO:
		if (p->reply_code >= 500)
			add(r, DS_F_SMTP_EHLO_REJECTED, words(r), NULL, true);
		else
			add(r, DS_F_SMTP_PUT_OFF, words(r), NULL, false);
		break;
	case DS_PE_STARTTLS: add(r, DS_F_STARTTLS_REFUSED, words(r), NULL, true); break;
	case DS_PE_INJECTION: add(r, DS_F_STARTTLS_INJECTION, NULL, NULL, true); break;
	case DS_PE_HANDSHAKE: add(r, DS_F_TLS_HANDSHAKE, words(r), NULL, true); break;
	case DS_PE_TIMEOUT:
		add(r, DS_F_SMTP_TIMEOUT, port(r), ds_step_label(p->step), p->ehlo_seen);
		break;
	case DS_PE_CLOSED:
		add(r, DS_F_SMTP_CLOSED, port(r), ds_step_label(p->step), p->ehlo_seen);
		break;
	case DS_PE_PROTOCOL: add(r, DS_F_SMTP_PROTOCOL, words(r), NULL, p->ehlo_seen); break;
	case DS_PE_LINE_TOO_LONG:
		add(r, DS_F_SMTP_LINE_TOO_LONG, finding_number(r->d, SMTP_LINE_MAX), NULL,
		    p->ehlo_seen);
		break;
	case DS_PE_TOO_MANY_LINES:
		add(r, DS_F_SMTP_TOO_MANY_LINES, finding_number(r->d, SMTP_REPLY_LINES), NULL,
		    p->ehlo_seen);
		break;
	case DS_PE_NONE: break;
	}
}

/* review_greeting - how long the first line took */
static void review_greeting(const struct review *r)
{
	for (size_t i = 0; i < r->p->nlines; i++) {
		const struct ds_line *line = &r->p->lines[i];

		if (line->from != DS_FROM_SERVER)
			continue;
		if (line->us > SLOW_US)
			add(r, DS_F_SMTP_GREETING_SLOW,
			    finding_number(r->d, (int64_t)(line->us / 1000000)), NULL, false);
		return;
	}
}

/* findings_smtp - every dialogue with a host */
void findings_smtp(struct ds_diagnosis *d, const struct ds_host *h)
{
	for (size_t i = 0; i < h->nprobes; i++) {
		struct review r = { d, h, h->probes[i], h->tlsa.nrecords > 0 };

		review_error(&r);
		review_greeting(&r);
		if (h->probes[i]->starttls == DS_TLS_NOT_OFFERED)
			add(&r, DS_F_STARTTLS_MISSING, NULL, NULL, true);
		if (h->probes[i]->nlines >= SMTP_TRANSCRIPT)
			finding_note(d, DS_F_LIMIT_REACHED, (int)h->index, h->probes[i]->address,
			    N_("lines of a transcript"), finding_number(d, SMTP_TRANSCRIPT), NULL,
			    NULL);
	}
}

/* findings_port - nobody answers: a control host that does not either settles it; without one it takes
 * more than one silent address, and nobody else who answered in this run */
void findings_port(struct ds_diagnosis *d)
{
	struct silence s = control_silence(&d->report);
	const char *how = N_("no mail host answers at any address");

	if (s.tried == 0 || s.silent < s.tried || d->engine->smtp_answers)
		return;
	if (d->control.silent)
		how = N_("the control host does not answer either");
	else if (s.tried < 2)
		return;
	finding_note(d, DS_F_SMTP_PORT_BLOCKED, FOR_DOMAIN, d->report.domain,
	    finding_number(d, d->engine->smtp_port), finding_number(d, (int64_t)s.tried), how,
	    NULL);
}
