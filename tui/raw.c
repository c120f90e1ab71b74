/* SPDX-License-Identifier: BSD-2-Clause */
/* raw - how to ask for a thing with other tools, and the records that it consists of */
#include <stdio.h>
#include <string.h>

#include "core/danescope.h"
#include "tui/raw.h"
#include "tui/target.h"

/* add - text as it is */
static void add(char *out, size_t size, const char *text)
{
	size_t len = strlen(out);

	snprintf(out + len, size - len, "%s", text);
}

/* raw_argument - one argument, quoted where a shell could take it for something else */
void raw_argument(char *out, size_t size, const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "._:-/@+=[]";
	char piece[2] = "";

	add(out, size, " ");
	if (*text && *text != '-' && strspn(text, plain) == strlen(text)) {
		add(out, size, text);
		return;
	}
	add(out, size, "'");
	for (; *text; text++) {
		piece[0] = *text;
		add(out, size, *text == '\'' ? "'\\''" : piece);
	}
	add(out, size, "'");
}

/* What the making of commands carries along. */
struct maker {
	const struct ds_report *report;
	raw_command_fn *take;
	void *arg;
	const struct ds_server *server; /* of the zone that is asked about, or NULL */
};

/* whom - whom to ask: the server of the zone, or the resolver that was asked */
static void whom(const struct maker *m, char *out, size_t size)
{
	const struct ds_report *r = m->report;
	const char *address = m->server ? m->server->address : NULL;
	unsigned port = 53;
	char text[128];

	for (size_t i = 0; i < r->nqueries; i++) {
		if (address && strcmp(r->queries[i]->server, address))
			continue;
		if (!address && r->iterated)
			break;
		address = r->queries[i]->server;
		port = r->queries[i]->port;
		break;
	}
	if (!address)
		return;
	snprintf(text, sizeof text, "@%s", address);
	raw_argument(out, size, text);
	snprintf(text, sizeof text, " -p %u", port);
	if (port != 53)
		add(out, size, text);
}

/* dig - "dig @192.0.2.53 +dnssec +cd TLSA _25._tcp.mx1.example.nl" */
static void dig(const struct maker *m, unsigned type, const char *name)
{
	char out[RAW_COMMAND] = "dig", buf[24], dotted[600];

	if (!name)
		return;
	whom(m, out, sizeof out);
	add(out, sizeof out, m->server ? " +norecurse +dnssec" : " +dnssec +cd");
	raw_argument(out, sizeof out, ds_type_name(type, buf, sizeof buf));
	snprintf(dotted, sizeof dotted, "%s%s", name, strcmp(name, ".") ? "." : "");
	raw_argument(out, sizeof out, dotted);
	m->take(m->arg, out);
}

/* dane_options - what lets openssl judge by the TLSA records */
static void dane_options(char *out, size_t size, const struct ds_host *host)
{
	char record[1200];

	if (!host->tlsa.nusable || !host->tlsa.base)
		return;
	add(out, size, " -dane_tlsa_domain");
	raw_argument(out, size, host->tlsa.base);
	add(out, size, " -dane_ee_no_namechecks");
	for (size_t i = 0; i < host->tlsa.nrecords; i++) {
		const struct ds_tlsa_record *r = &host->tlsa.records[i];

		if (r->reason != DS_TLSA_USABLE || strlen(r->hex) > 128)
			continue;
		snprintf(record, sizeof record, "%u %u %u %s", r->usage, r->selector, r->matching,
		    r->hex);
		add(out, size, " -dane_tlsa_rrdata");
		raw_argument(out, size, record);
	}
}

/* openssl - "openssl s_client -starttls smtp -connect 192.0.2.25:25 -servername mx1.example.nl" */
static void openssl(const struct maker *m, const struct ds_host *host, const struct ds_probe *probe)
{
	char out[RAW_COMMAND] = "openssl s_client -starttls smtp -connect", where[128];
	bool six = strchr(probe->address, ':') != NULL;

	snprintf(where, sizeof where, "%s%s%s:%u", six ? "[" : "", probe->address, six ? "]" : "",
	    probe->port);
	raw_argument(out, sizeof out, where);
	if (probe->sni) {
		add(out, sizeof out, " -servername");
		raw_argument(out, sizeof out, probe->sni);
	}
	add(out, sizeof out, " -showcerts");
	dane_options(out, sizeof out, host);
	m->take(m->arg, out);
}

/* of_host - its addresses, its TLSA records, its dialogues */
static void of_host(const struct maker *m, const struct ds_host *host)
{
	dig(m, DS_T_A, host->name);
	dig(m, DS_T_AAAA, host->name);
	if (host->tlsa.name)
		dig(m, DS_T_TLSA, host->tlsa.name);
	for (size_t i = 0; i < host->nprobes && i < 4; i++)
		openssl(m, host, host->probes[i]);
}

/* of_link - a zone: what its parent says of it, and its keys */
static void of_link(struct maker *m, const struct ds_link *link)
{
	m->server = link->parent && link->parent->nservers ? &link->parent->servers[0] : NULL;
	if (link->parent)
		dig(m, DS_T_DS, link->zone);
	m->server = link->nservers ? &link->servers[0] : NULL;
	dig(m, DS_T_DNSKEY, link->zone);
	dig(m, DS_T_NS, link->zone);
}

/* of_finding - where it was found */
static void of_finding(struct maker *m, const struct ds_finding *f)
{
	const struct ds_report *r = m->report;

	if (f->host >= 0 && (size_t)f->host < r->nhosts) {
		of_host(m, r->hosts[f->host]);
		return;
	}
	for (size_t i = 0; f->at && i < r->chain.n; i++)
		if (!strcmp(r->chain.links[i]->zone, f->at))
			of_link(m, r->chain.links[i]);
	m->server = NULL;
	dig(m, DS_T_MX, r->domain);
}

/* raw_commands - each command by which the thing can be had */
void raw_commands(
    const struct ds_report *r, const struct target *t, raw_command_fn *take, void *arg)
{
	struct maker m = { .report = r, .take = take, .arg = arg };
	const struct ds_link *link = target_link(r, t);
	const struct ds_answer *answer = target_answer(r, t);
	const struct ds_host *host = target_host(r, t);
	const struct ds_probe *probe = target_probe(r, t);
	const struct ds_query *query = target_query(r, t);
	const struct ds_finding *finding = target_finding(r, t);
	bool talk = t->kind == TO_PROBE || t->kind == TO_DIALOGUE || t->kind == TO_CERT ||
		    t->kind == TO_LINE;
	bool zone = t->kind == TO_LINK || t->kind == TO_DS || t->kind == TO_KEY ||
		    t->kind == TO_SIG || t->kind == TO_DENIAL || t->kind == TO_SERVERS;

	if (zone && link)
		of_link(&m, link);
	else if ((zone || t->kind == TO_ANSWER) && answer)
		dig(&m, answer->type, answer->name);
	else if (query)
		dig(&m, query->type, query->name);
	else if (finding)
		of_finding(&m, finding);
	else if (t->kind == TO_RECORD && host)
		dig(&m, DS_T_TLSA, host->tlsa.name);
	else if (t->kind == TO_HOST && host)
		of_host(&m, host);
	else if (talk && host && probe)
		openssl(&m, host, probe);
	else
		dig(&m, DS_T_MX, r->domain);
}

/* sigs - signatures, as records */
static void sigs(const struct ds_sig *list, size_t n, raw_record_fn *take, void *arg)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].rr)
			take(arg, list[i].rr);
}

/* denial - the records of a proof */
static void denial(const struct ds_denial *d, raw_record_fn *take, void *arg)
{
	for (size_t i = 0; d && i < d->nrrs; i++)
		take(arg, d->rrs[i]);
}

/* link_records - all of a zone */
static void link_records(const struct ds_link *link, raw_record_fn *take, void *arg)
{
	for (size_t i = 0; i < link->nds; i++)
		if (link->ds[i].rr)
			take(arg, link->ds[i].rr);
	for (size_t i = 0; i < link->nkeys; i++)
		if (link->keys[i].rr)
			take(arg, link->keys[i].rr);
	denial(link->denial, take, arg);
	sigs(link->sigs, link->nsigs, take, arg);
}

/* answer_records - all of an answer */
static void answer_records(const struct ds_answer *a, raw_record_fn *take, void *arg)
{
	if (!a)
		return;
	for (size_t i = 0; i < a->nrrs; i++)
		take(arg, a->rrs[i]);
	denial(a->denial, take, arg);
	sigs(a->sigs, a->nsigs, take, arg);
}

/* raw_records - each record of a thing */
void raw_records(const struct ds_report *r, const struct target *t, raw_record_fn *take, void *arg)
{
	const struct ds_link *link = target_link(r, t);
	const struct ds_finding *finding = target_finding(r, t);
	struct target of = *t;
	const struct ds_host *host;

	if (finding || t->kind == TO_NONE || t->kind == TO_DOMAIN)
		of = (struct target){ .kind = TO_HOST, .host = finding ? finding->host : -1 };
	host = target_host(r, &of);
	switch (t->kind) {
	case TO_QUERY: return; /* what came back stands decoded on its own page */
	case TO_LINK:
	case TO_DS:
	case TO_KEY:
	case TO_SIG:
	case TO_DENIAL:
	case TO_SERVERS:
		if (link)
			link_records(link, take, arg);
		else
			answer_records(target_answer(r, t), take, arg);
		return;
	case TO_ANSWER: answer_records(target_answer(r, t), take, arg); return;
	default: break;
	}
	if (!host) {
		answer_records(r->mx, take, arg);
		return;
	}
	if (t->kind != TO_RECORD) {
		answer_records(host->a, take, arg);
		answer_records(host->aaaa, take, arg);
	}
	answer_records(host->tlsa.answer, take, arg);
}
