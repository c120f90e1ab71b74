/* SPDX-License-Identifier: BSD-2-Clause */
/* event - what became known, added up to a report; see event.h */

#include <string.h>

#include "core/base/arena.h"
#include "core/diagnosis/event.h"
#include "core/limits.h"

/* grow - a list with room for one more: doubled when its length is a power of two. NULL: no memory */
static void *grow(struct arena *arena, void *list, size_t n, size_t size)
{
	void *bigger;

	if (n > 0 && (n & (n - 1)) != 0)
		return list;
	bigger = arena_alloc(arena, n == 0 ? 1 : 2 * n, size);
	if (bigger != NULL && n > 0)
		memcpy(bigger, list, n * size);
	return bigger;
}

/* host_of - the host that an event speaks of, or NULL */
static struct ds_host *host_of(struct ds_report *r, const struct ds_event *e)
{
	return e->host_index < r->nhosts ? r->hosts[e->host_index] : NULL;
}

/* probe_of - the dialogue that an event speaks of, or NULL */
static struct ds_probe *probe_of(struct ds_report *r, const struct ds_event *e)
{
	struct ds_host *h = host_of(r, e);

	return h != NULL && e->probe_index < h->nprobes ? h->probes[e->probe_index] : NULL;
}

/* started - the frame of the report */
static void started(struct ds_report *r, const struct ds_event *e)
{
	r->domain = e->started.domain;
	r->domain_unicode = e->started.domain_unicode;
	r->started_ms = e->started.started_ms;
	r->judged_at = e->started.judged_at;
	r->probed = e->started.probed;
	r->iterated = e->started.iterated;
	r->smtp_port = e->started.smtp_port;
	r->tlsa_port = e->started.tlsa_port;
	r->mx_status = r->chain_status = DS_UNCHECKED;
	r->self.trusted = -1;
}

/* query - a message sent, or the end of one */
static void query(struct arena *arena, struct ds_report *r, const struct ds_event *e)
{
	struct ds_query **list;

	if (e->kind == DS_EV_QUERY_DONE)
		return; /* the message is the same that is in the list */
	list = grow(arena, r->queries, r->nqueries, sizeof(struct ds_query *));
	if (list == NULL)
		return;
	r->queries = list;
	r->queries[r->nqueries++] = (struct ds_query *)(uintptr_t)e->query;
	r->queries_sent++;
	r->queries_tcp += e->query->transport == DS_TCP;
	r->queries_retried += e->query->retry;
}

/* mx - who takes the domain's mail */
static void mx(struct ds_report *r, const struct ds_event *e)
{
	r->mx_kind = e->mx.kind;
	r->mx = e->mx.answer;
	r->mx_status = e->mx.answer != NULL ? e->mx.answer->status : DS_UNCHECKED;
	r->nmx = e->mx.nrecords;
	r->mx_records = e->mx.records;
	r->mx_left_out = e->mx.left_out;
}

/* host - one more mail host */
static void host(struct arena *arena, struct ds_report *r, const struct ds_event *e)
{
	struct ds_host *h = arena_alloc(arena, 1, sizeof *h);
	struct ds_host **list = grow(arena, r->hosts, r->nhosts, sizeof(struct ds_host *));

	if (h == NULL || list == NULL)
		return;
	h->index = r->nhosts;
	h->name = e->host.name;
	h->preference = e->host.preference;
	h->provider = e->host.provider;
	h->address_status = h->tlsa.status = DS_UNCHECKED;
	r->hosts = list;
	r->hosts[r->nhosts++] = h;
}

/* addresses - where a host is */
static void addresses(struct ds_host *h, const struct ds_event *e)
{
	h->address_status = e->addresses.status;
	h->a = e->addresses.a;
	h->aaaa = e->addresses.aaaa;
	h->naddresses = e->addresses.n;
	h->addresses = e->addresses.addresses;
	h->addresses_left_out = e->addresses.left_out;
	h->naliases = e->addresses.naliases;
	h->aliases = e->addresses.aliases;
	h->chain = e->addresses.chain;
}

/* probe - one more dialogue */
static void probe(struct arena *arena, struct ds_host *h, const struct ds_event *e)
{
	struct ds_probe *p = arena_alloc(arena, 1, sizeof *p);
	struct ds_probe **list = grow(arena, h->probes, h->nprobes, sizeof(struct ds_probe *));

	if (p == NULL || list == NULL)
		return;
	p->index = h->nprobes;
	p->address = e->probe.address;
	p->port = e->probe.port;
	p->sni = e->probe.sni;
	p->started_us = e->us;
	p->matched_record = -1;
	h->probes = list;
	h->probes[h->nprobes++] = p;
}

/* line - one more line of a transcript */
static void line(struct arena *arena, struct ds_probe *p, const struct ds_event *e)
{
	struct ds_line *list;

	if (p->nlines >= SMTP_TRANSCRIPT)
		return;
	list = grow(arena, p->lines, p->nlines, sizeof *list);
	if (list == NULL)
		return;
	p->lines = list;
	p->lines[p->nlines++] = e->line;
}

/* end - how a dialogue ended */
static void end(struct ds_probe *p, const struct ds_event *e)
{
	p->done = true;
	p->connect = e->end.connect;
	p->starttls = e->end.starttls;
	p->ehlo_seen = e->end.ehlo_seen;
	p->error_kind = e->end.error_kind;
	p->error = e->end.error;
	p->reply_code = e->end.reply_code;
}

/* add_match - notes with a record that it fits the chain shown at an address */
static void add_match(
    struct arena *arena, struct ds_tlsa_record *rec, const char *address, int depth)
{
	struct ds_tlsa_match *list = grow(arena, rec->matches, rec->nmatches, sizeof *list);

	if (list == NULL)
		return;
	rec->matches = list;
	rec->matches[rec->nmatches].address = address;
	rec->matches[rec->nmatches].depth = depth;
	rec->nmatches++;
}

/* match - DANE and PKIX as judged for one dialogue */
static void match(
    struct arena *arena, struct ds_host *h, struct ds_probe *p, const struct ds_event *e)
{
	p->dane = e->match.dane;
	p->dane_fault = e->match.dane_fault;
	p->dane_error = e->match.dane_error;
	p->matched_record = e->match.record;
	p->matched_depth = e->match.depth;
	p->pkix_fault = e->match.pkix_fault;
	p->pkix = e->match.pkix;
	for (size_t i = 0; i < e->match.nmatches; i++)
		if (e->match.matches[i].record < h->tlsa.nrecords)
			add_match(arena, &h->tlsa.records[e->match.matches[i].record], p->address,
			    e->match.matches[i].depth);
}

/* alternate - one more handshake with an address. The records that fit it are not noted with them:
 * what a record fits is what most senders are shown */
static void alternate(struct arena *arena, struct ds_probe *p, const struct ds_event *e)
{
	const struct ds_alternate **list =
	    grow(arena, p->alternates, p->nalternates, sizeof(struct ds_alternate *));

	if (list == NULL)
		return;
	p->alternates = list;
	p->alternates[p->nalternates++] = e->alternate;
}

/* opinion - what the resolver makes of one question */
static void opinion(struct arena *arena, struct ds_report *r, const struct ds_event *e)
{
	const struct ds_opinion **list =
	    grow(arena, r->opinions, r->nopinions, sizeof(struct ds_opinion *));

	if (list == NULL)
		return;
	r->opinions = list;
	r->opinions[r->nopinions++] = e->opinion;
}

/* finding - one more finding */
static void finding(struct arena *arena, struct ds_report *r, const struct ds_event *e)
{
	const struct ds_finding **list =
	    grow(arena, r->findings, r->nfindings, sizeof(struct ds_finding *));

	if (list == NULL)
		return;
	r->findings = list;
	r->findings[r->nfindings++] = e->finding;
}

/* apply_probe - the events of one dialogue */
static void apply_probe(struct arena *arena, struct ds_report *r, const struct ds_event *e)
{
	struct ds_probe *p = probe_of(r, e);

	if (p == NULL)
		return;
	switch (e->kind) {
	case DS_EV_STEP:
		p->step = e->step;
		if (e->step > DS_STEP_CONNECT)
			p->connect = DS_CONN_OK;
		break;
	case DS_EV_LINE: line(arena, p, e); break;
	case DS_EV_TLS:
		p->tls = e->tls.tls;
		p->ncerts = e->tls.ncerts;
		p->certs = e->tls.certs;
		p->starttls = DS_TLS_OK;
		break;
	case DS_EV_PROBE_DONE: end(p, e); break;
	case DS_EV_MATCH: match(arena, host_of(r, e), p, e); break;
	case DS_EV_ALTERNATE: alternate(arena, p, e); break;
	default: break;
	}
}

/* tlsa - what was found at the TLSA base; the records are the report's own, matches are added to them */
static void tlsa(struct arena *arena, struct ds_host *h, const struct ds_event *e)
{
	h->tlsa = *e->tlsa;
	h->tlsa_known = true;
	h->tlsa.records =
	    arena_copy(arena, e->tlsa->records, e->tlsa->nrecords * sizeof *e->tlsa->records);
	if (h->tlsa.records == NULL)
		h->tlsa.nrecords = h->tlsa.nusable = 0;
}

/* apply_host - the events of one host */
static void apply_host(struct arena *arena, struct ds_report *r, const struct ds_event *e)
{
	struct ds_host *h = host_of(r, e);

	if (h == NULL)
		return;
	switch (e->kind) {
	case DS_EV_ADDRESSES: addresses(h, e); break;
	case DS_EV_TLSA: tlsa(arena, h, e); break;
	case DS_EV_PROBE: probe(arena, h, e); break;
	case DS_EV_POLICY:
		h->policy = e->policy.policy;
		h->rule = e->policy.rule;
		break;
	default: apply_probe(arena, r, e);
	}
}

/* event_apply - one event more in the sum */
void event_apply(struct arena *arena, struct ds_report *r, const struct ds_event *e)
{
	r->elapsed_us = e->us;
	switch (e->kind) {
	case DS_EV_STARTED: started(r, e); break;
	case DS_EV_QUERY_SENT:
	case DS_EV_QUERY_DONE: query(arena, r, e); break;
	case DS_EV_CHAIN: r->chain_known = true; /* fall through */
	case DS_EV_LINK:
		r->chain = e->chain.chain;
		r->chain_status = e->chain.status;
		break;
	case DS_EV_MX: mx(r, e); break;
	case DS_EV_HOST: host(arena, r, e); break;
	case DS_EV_SELF: r->self = e->self; break;
	case DS_EV_OPINION: opinion(arena, r, e); break;
	case DS_EV_FINDING: finding(arena, r, e); break;
	case DS_EV_VERDICT:
		r->verdict = e->verdict.verdict;
		r->verdict_us = e->us;
		r->deliverable = e->verdict.deliverable;
		r->rule = e->verdict.rule;
		r->senders = e->verdict.senders;
		r->nsenders = r->senders != NULL ? DS_SENDERS : 0;
		break;
	case DS_EV_DONE:
		r->done = true;
		r->queries_us = e->done.queries_us;
		break;
	default: apply_host(arena, r, e);
	}
}

/* ds_opinion_find - see danescope.h */
const struct ds_opinion *ds_opinion_find(const struct ds_report *r, const char *name, uint16_t type)
{
	for (size_t i = 0; name != NULL && i < r->nopinions; i++)
		if (r->opinions[i]->type == type && strcmp(r->opinions[i]->name, name) == 0)
			return r->opinions[i];
	return NULL;
}
