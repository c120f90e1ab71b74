/* SPDX-License-Identifier: BSD-2-Clause */
/* probe - the dialogue with one address of a host, told and judged */

#include <string.h>

#include "core/base/arena.h"
#include "core/dane/judge.h"
#include "core/diagnosis/diagnosis_impl.h"
#include "core/dns/name.h"
#include "core/dnssec/prover.h"
#include "core/smtp/certificate.h"
#include "core/smtp/session.h"

#define REFERENCE_NAMES 2 /* the next-hop domain as given, and as its aliases end */

/* blank - an event of this dialogue */
static struct ds_event blank(const struct probe_work *p, enum ds_event_kind kind)
{
	struct ds_event e = { .kind = kind, .host_index = p->host->index, .probe_index = p->index };

	return e;
}

/* on_step - the dialogue goes on */
static void on_step(void *arg, enum ds_step step)
{
	struct probe_work *p = arg;
	struct ds_event e = blank(p, DS_EV_STEP);

	e.step = step;
	diagnosis_tell(p->host->d, &e);
}

/* on_line - one more line */
static void on_line(void *arg, enum ds_line_from from, const char *text)
{
	struct probe_work *p = arg;
	struct ds_diagnosis *d = p->host->d;
	struct ds_event e = blank(p, DS_EV_LINE);

	e.line.us = d->engine->net->now_us - p->began_us;
	e.line.from = from;
	e.line.text = arena_strdup(d->arena, text);
	if (e.line.text != NULL)
		diagnosis_tell(d, &e);
}

/* known_certificate - the one with these octets that was shown before, or NULL */
static const struct ds_certificate *known_certificate(
    const struct ds_probe *shown, const struct net_der *der)
{
	for (size_t i = 0; shown != NULL && i < shown->ncerts; i++)
		if (shown->certs[i]->der_len == der->len && shown->certs[i]->der != NULL &&
		    memcmp(shown->certs[i]->der, der->data, der->len) == 0)
			return shown->certs[i];
	return NULL;
}

/* ready_judge - made at the first certificate; it shares the TLS of the sockets. False: no memory */
static bool ready_judge(struct ds_engine *engine)
{
	if (engine->judge_ready)
		return true;
	if (engine->judge == NULL)
		engine->judge = dane_judge_new();
	engine->judge_ready = engine->judge != NULL;
	if (engine->judge != NULL && engine->live != NULL)
		dane_judge_share(engine->judge, net_live_tls(engine->live));
	return engine->judge != NULL;
}

/* read_certificate - one that was not shown before. To decode a key takes longer than to judge with it:
 * the judge is given what the handshake has decoded */
static const struct ds_certificate *read_certificate(
    struct ds_diagnosis *d, const struct net_der *der)
{
	if (der->parsed != NULL && ready_judge(d->engine))
		dane_judge_know(d->engine->judge, der->data, der->len, der->parsed);
	return certificate_read(d->arena, der->data, der->len, der->parsed);
}

/* probe_seen - what a handshake showed, in the arena; false: no memory */
bool probe_seen(struct ds_diagnosis *d, const struct ds_probe *shown, const struct net_tls *seen,
    const struct ds_tls **out_tls, size_t *ncerts, const struct ds_certificate *const **out_certs)
{
	struct arena *arena = d->arena;
	struct ds_tls *tls = arena_alloc(arena, 1, sizeof *tls);
	size_t n = seen->ncerts < TLS_CHAIN_CERTS ? seen->ncerts : TLS_CHAIN_CERTS;
	const struct ds_certificate **certs =
	    arena_alloc(arena, n, sizeof(struct ds_certificate *));

	*ncerts = 0;
	if (tls == NULL || certs == NULL)
		return false;
	tls->version = arena_strdup(arena, seen->version);
	tls->cipher = arena_strdup(arena, seen->cipher);
	tls->group = seen->group != NULL ? arena_strdup(arena, seen->group) : NULL;
	tls->bits = seen->bits;
	tls->signature = seen->signature != NULL ? arena_strdup(arena, seen->signature) : NULL;
	tls->extended_master = seen->extended_master;
	tls->renegotiation = seen->renegotiation;
	tls->asked_certificate = seen->asked_certificate;
	for (size_t i = 0; i < n; i++) {
		certs[i] = known_certificate(shown, &seen->certs[i]);
		if (certs[i] == NULL)
			certs[i] = read_certificate(d, &seen->certs[i]);
		if (certs[i] == NULL)
			return false;
	}
	*out_tls = tls;
	*out_certs = certs;
	*ncerts = n;
	return true;
}

/* on_secured - the handshake is done */
static void on_secured(void *arg, const struct net_tls *seen)
{
	struct probe_work *p = arg;
	struct ds_event e = blank(p, DS_EV_TLS);

	if (probe_seen(p->host->d, NULL, seen, &e.tls.tls, &e.tls.ncerts, &e.tls.certs))
		diagnosis_tell(p->host->d, &e);
}

/* on_done - the dialogue is over */
static void on_done(void *arg, const struct smtp_result *r)
{
	struct probe_work *p = arg;
	struct ds_diagnosis *d = p->host->d;
	struct ds_event e = blank(p, DS_EV_PROBE_DONE);

	p->session = NULL;
	p->done = true;
	turn_end(d->engine, &p->turn);
	d->engine->smtp_answers |= r->connect == DS_CONN_OK;
	e.end.connect = r->connect;
	e.end.starttls = r->starttls;
	e.end.ehlo_seen = r->ehlo_seen;
	e.end.error_kind = r->error_kind;
	e.end.error = r->error != NULL ? arena_strdup(d->arena, r->error) : NULL;
	e.end.reply_code = r->reply_code;
	diagnosis_tell(d, &e);
	diagnosis_step(d);
	turn_let_in(d->engine);
}

/* tell_begin - one more dialogue for the report */
static void tell_begin(struct probe_work *p)
{
	struct ds_event e = blank(p, DS_EV_PROBE);

	e.probe.address = p->text;
	e.probe.port = p->address.port;
	e.probe.sni = p->host->sni;
	p->began_us = p->host->d->engine->net->now_us;
	diagnosis_tell(p->host->d, &e);
}

/* probe_begin - begins a dialogue unless the address is busy. Dialogues are told in the order of
 * their index, which is their place in the report */
void probe_begin(struct probe_work *p)
{
	static const struct smtp_watcher watcher = { on_step, on_line, on_secured, on_done };
	struct host_work *h = p->host;
	struct ds_engine *engine = h->d->engine;
	struct smtp_options options = { .ehlo = engine->ehlo,
		.sni = h->sni,
		.step_ms = engine->timeout_ms,
		.total_ms = SMTP_TOTAL_MS };

	if (!turn_is_free(engine, &p->address) || h->d->report.hosts[h->index]->nprobes != p->index)
		return;
	p->begun = true;
	turn_begin(engine, &p->turn, &p->address);
	tell_begin(p);
	p->session = smtp_start(engine->net, &p->address, &options, &watcher, p);
	if (p->session == NULL) {
		turn_end(engine, &p->turn);
		p->done = true;
	}
}

/* probe_stop - ends it at once */
void probe_stop(struct probe_work *p)
{
	if (p->session == NULL)
		return;
	smtp_cancel(p->session);
	p->session = NULL;
	turn_end(p->host->d->engine, &p->turn);
}

/* reference_names - the further names that a certificate may bear under DANE-TA: those of the
 * next-hop domain, if nobody could have forged the MX (RFC 7672 section 3.2.2) */
static size_t reference_names(const struct ds_diagnosis *d, const char *names[REFERENCE_NAMES])
{
	const struct ds_report *r = &d->report;
	size_t n = 0;

	if (r->mx_status != DS_SECURE)
		return 0;
	names[n++] = r->domain;
	if (r->mx != NULL && r->mx->naliases > 0)
		names[n++] = r->mx->final;
	return n;
}

/* tell_match - the judge's opinion */
static void tell_match(struct probe_work *p, const struct dane_opinion *o)
{
	struct arena *arena = p->host->d->arena;
	struct ds_event e = blank(p, DS_EV_MATCH);

	e.match.dane = o->dane;
	e.match.dane_fault = o->dane_fault;
	e.match.pkix_fault = o->pkix_fault;
	e.match.dane_error = o->dane_error[0] != '\0' ? arena_strdup(arena, o->dane_error) : NULL;
	e.match.record = o->record;
	e.match.depth = o->depth;
	e.match.nmatches = o->nmatches;
	e.match.matches = arena_copy(arena, o->matches, o->nmatches * sizeof *o->matches);
	if (e.match.matches == NULL)
		e.match.nmatches = 0;
	e.match.pkix = o->pkix[0] != '\0' ? arena_strdup(arena, o->pkix) : NULL;
	diagnosis_tell(p->host->d, &e);
}

/* probe_opinion - do certificates that were shown here fit? */
bool probe_opinion(struct probe_work *p, size_t ncerts, const struct ds_certificate *const *certs,
    struct dane_opinion *opinion)
{
	struct ds_diagnosis *d = p->host->d;
	const struct ds_host *h = d->report.hosts[p->host->index];
	const char *names[REFERENCE_NAMES];
	struct dane_case c = { .base = h->tlsa.base != NULL ? h->tlsa.base : h->name,
		.nnames = reference_names(d, names),
		.names = names,
		.nrecords = h->tlsa.nrecords,
		.records = h->tlsa.records,
		.ncerts = ncerts,
		.certs = certs,
		.at = d->report.judged_at };

	return ready_judge(d->engine) && dane_judge_chain(d->engine->judge, &c, opinion);
}

/* probe_judge - do the certificates fit? */
void probe_judge(struct probe_work *p)
{
	const struct ds_host *h = p->host->d->report.hosts[p->host->index];
	const struct ds_probe *shown = p->index < h->nprobes ? h->probes[p->index] : NULL;
	struct dane_opinion opinion;

	p->judged = true;
	/* Refused after the handshake (for want of our certificate), nobody delivers: whatever was
	 * shown, nothing is verified. */
	if (shown == NULL || shown->ncerts == 0 || shown->starttls != DS_TLS_OK)
		return;
	if (probe_opinion(p, shown->ncerts, shown->certs, &opinion))
		tell_match(p, &opinion);
	look_plan(p);
}
