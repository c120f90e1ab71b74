/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * look - what other senders may be shown at the same address
 *
 * A server with certificates of two kinds chooses by what the client can do, and
 * one with many names by the name that is asked for. Where TLSA records bind
 * senders each of these certificates must fit (RFC 7671 section 8, RFC 7672
 * section 8.1). So an address that has shown a certificate is asked twice more:
 * for the other kind of key, and without a name. The verdict waits for none of it.
 */

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/dane/judge.h"
#include "core/diagnosis/findings.h"
#include "core/smtp/certificate.h"
#include "core/smtp/session.h"

/* shown_at - the dialogue in the report */
static const struct ds_probe *shown_at(const struct probe_work *p)
{
	const struct ds_host *h = p->host->d->report.hosts[p->host->index];

	return p->index < h->nprobes ? h->probes[p->index] : NULL;
}

/* add - one more thing to look at */
static void add(struct probe_work *p, enum ds_look look)
{
	struct look_work *l = &p->looks[p->nlooks++];

	l->probe = p;
	l->look = look;
}

/* look_plan - the other kind of key, and no name */
void look_plan(struct probe_work *p)
{
	const struct ds_engine *engine = p->host->d->engine;
	const struct ds_probe *shown = shown_at(p);
	bool binding = p->host->d->report.hosts[p->host->index]->tlsa.nrecords > 0;

	if (shown == NULL || shown->ncerts == 0 || shown->starttls != DS_TLS_OK ||
	    engine->looks == DS_LOOKS_NEVER || (engine->looks == DS_LOOKS_SECURE && !binding))
		return;
	add(p, shown->certs[0]->kind == DS_KEY_RSA ? DS_LOOK_ECDSA : DS_LOOK_RSA);
	add(p, DS_LOOK_NO_SNI);
}

/* on_step - the steps are the same as before */
static void on_step(void *arg, enum ds_step step)
{
	(void)arg;
	(void)step;
}

/* on_line - and so are the lines */
static void on_line(void *arg, enum ds_line_from from, const char *text)
{
	(void)arg;
	(void)from;
	(void)text;
}

/* on_secured - a certificate */
static void on_secured(void *arg, const struct net_tls *seen)
{
	struct look_work *l = arg;

	probe_seen(l->probe->host->d, shown_at(l->probe), seen, &l->tls, &l->ncerts, &l->certs);
}

/* is_wanted - a key of the kind that was asked for? A network that cannot ask shows the usual one */
static bool is_wanted(const struct look_work *l)
{
	enum ds_key_kind kind = l->certs[0]->kind;

	return l->look == DS_LOOK_NO_SNI || (l->look == DS_LOOK_RSA) == (kind == DS_KEY_RSA);
}

/* judge_same - what was judged before */
static void judge_same(const struct ds_probe *shown, struct ds_alternate *a)
{
	a->dane = shown->dane;
	a->dane_fault = shown->dane_fault;
	a->pkix_fault = shown->pkix_fault;
	a->dane_error = shown->dane_error;
	a->matched_record = shown->matched_record;
	a->matched_depth = shown->matched_depth;
	a->pkix = shown->pkix;
}

/* judge - holds the certificates against the records */
static void judge(struct look_work *l, struct ds_alternate *a)
{
	struct arena *arena = l->probe->host->d->arena;
	struct dane_opinion o;

	a->result = DS_LOOKED_SHOWN;
	a->same = certificate_same_chain(shown_at(l->probe), l->ncerts, l->certs);
	a->tls = l->tls;
	a->ncerts = l->ncerts;
	a->certs = l->certs;
	if (a->same) {
		judge_same(shown_at(l->probe), a);
		return;
	}
	if (!probe_opinion(l->probe, l->ncerts, l->certs, &o))
		return;
	a->dane = o.dane;
	a->dane_fault = o.dane_fault;
	a->pkix_fault = o.pkix_fault;
	a->dane_error = o.dane_error[0] != '\0' ? arena_strdup(arena, o.dane_error) : NULL;
	a->matched_record = o.record;
	a->matched_depth = o.depth;
	a->pkix = o.pkix[0] != '\0' ? arena_strdup(arena, o.pkix) : NULL;
}

/* tell - what was seen. A failed handshake, where the first one succeeded, is an answer too */
static void tell(struct look_work *l, const struct smtp_result *r)
{
	struct probe_work *p = l->probe;
	struct ds_diagnosis *d = p->host->d;
	struct ds_event e = {
		.kind = DS_EV_ALTERNATE, .host_index = p->host->index, .probe_index = p->index
	};
	struct ds_alternate *a = arena_alloc(d->arena, 1, sizeof *a);

	if (a == NULL)
		return;
	a->look = l->look;
	a->matched_record = -1;
	a->error = r->error != NULL ? arena_strdup(d->arena, r->error) : NULL;
	if (l->ncerts > 0 && is_wanted(l))
		judge(l, a);
	else if (l->ncerts == 0 && r->error_kind == DS_PE_HANDSHAKE)
		a->result = DS_LOOKED_NONE;
	e.alternate = a;
	diagnosis_tell(d, &e);
}

/* on_done - it is over. What the recording does not hold was never looked at */
static void on_done(void *arg, const struct smtp_result *r)
{
	struct look_work *l = arg;
	struct ds_diagnosis *d = l->probe->host->d;

	l->session = NULL;
	l->done = true;
	turn_end(d->engine, &l->turn);
	if (r->connect != DS_CONN_SKIPPED)
		tell(l, r);
	diagnosis_step(d);
	turn_let_in(d->engine);
}

/* is_late - has the verdict been there so long that nobody waits for more? */
static bool is_late(const struct ds_diagnosis *d)
{
	uint64_t now_us = d->engine->net->now_us - d->began_us;

	return d->verdict_told && now_us - d->report.verdict_us > SMTP_LOOKS_MS * UINT64_C(1000);
}

/* leave_out - a look that does not take place, and is said to be missing */
static void leave_out(struct look_work *l)
{
	struct ds_diagnosis *d = l->probe->host->d;

	l->begun = l->done = true;
	finding_note(d, DS_F_LIMIT_REACHED, FOR_DOMAIN, d->report.domain,
	    N_("milliseconds for further looks at mail hosts"), finding_number(d, SMTP_LOOKS_MS),
	    NULL, NULL);
}

/* begin - asks once more, if the address is free */
static void begin(struct look_work *l)
{
	static const struct smtp_watcher watcher = { on_step, on_line, on_secured, on_done };
	static const enum net_purpose purposes[] = {
		[DS_LOOK_RSA] = NET_RSA,
		[DS_LOOK_ECDSA] = NET_ECDSA,
		[DS_LOOK_NO_SNI] = NET_NAMELESS,
	};
	struct probe_work *p = l->probe;
	struct ds_engine *engine = p->host->d->engine;
	struct smtp_options options = { .ehlo = engine->ehlo,
		.sni = l->look == DS_LOOK_NO_SNI ? "" : p->host->sni,
		.purpose = purposes[l->look],
		.step_ms = engine->timeout_ms < SMTP_LOOK_MS ? engine->timeout_ms : SMTP_LOOK_MS,
		.total_ms = SMTP_LOOK_MS };

	if (is_late(p->host->d)) {
		leave_out(l);
		return;
	}
	if (!turn_is_free(engine, &p->address))
		return;
	l->begun = true;
	turn_begin(engine, &l->turn, &p->address);
	l->session = smtp_start(engine->net, &p->address, &options, &watcher, l);
	if (l->session == NULL) {
		turn_end(engine, &l->turn);
		l->done = true;
	}
}

/* look_step - begins what is not begun. True: all are over */
bool look_step(struct probe_work *p)
{
	bool over = true;

	for (size_t i = 0; i < p->nlooks; i++) {
		if (!p->looks[i].begun)
			begin(&p->looks[i]);
		over &= p->looks[i].done;
	}
	return over;
}

/* look_stop - ends them at once */
void look_stop(struct probe_work *p)
{
	for (size_t i = 0; i < p->nlooks; i++) {
		struct look_work *l = &p->looks[i];

		if (l->session == NULL)
			continue;
		smtp_cancel(l->session);
		l->session = NULL;
		turn_end(p->host->d->engine, &l->turn);
	}
}
