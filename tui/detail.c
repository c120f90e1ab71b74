/* SPDX-License-Identifier: BSD-2-Clause */
/* detail - everything that is known of one thing: which page is made for what */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "core/survey/history.h"
#include "tui/detail.h"
#include "tui/opinion.h"
#include "tui/past.h"
#include "tui/servers.h"
#include "tui/ui.h"

#define READABLE 96 /* cells of a line on a page of text */

/* gone - the thing is not there: not yet, or not after another check */
static void gone(struct page *p)
{
	page_row(p);
	page_put(p, ROLE_dim, _("This is not known (any more)."));
}

/* of_report - things within a report; false: there is no such thing */
static void of_report(
    struct ui *ui, struct page *p, const struct ds_report *r, const struct target *t)
{
	switch (t->kind) {
	case TO_LINK: detail_link(p, r, t); break;
	case TO_DS: detail_ds(p, r, t); break;
	case TO_KEY: detail_key(p, r, t); break;
	case TO_SIG: detail_sig(p, r, t); break;
	case TO_DENIAL: detail_denial(p, r, t); break;
	case TO_SERVERS: detail_servers(p, r, t); break;
	case TO_ANSWER: detail_answer(p, r, t); break;
	case TO_HOST: detail_host(p, r, t); break;
	case TO_PROBE:
	case TO_DIALOGUE: detail_probe(p, r, t); break;
	case TO_RECORD: detail_record(p, r, t); break;
	case TO_CERT: detail_cert(p, r, t); break;
	case TO_LINE: detail_line(p, r, t); break;
	case TO_FINDING: detail_finding(p, r, t); break;
	case TO_QUERY: detail_query(p, r, t, ui->settings[SET_PRIVATE] != 0); break;
	case TO_SELF: detail_self(p, r, t); break;
	case TO_COMMAND:
		if (t->host >= 0)
			detail_host(p, r, t);
		break;
	default: break; /* nothing of a report */
	}
}

/* detail_build - the page of a thing */
void detail_build(struct ui *ui, unsigned entry, const struct target *t, struct page *p)
{
	const struct tui_entry *of =
	    session_find(&ui->session, t->kind == TO_DOMAIN ? (unsigned)t->a : entry);

	if (of && t->kind == TO_DOMAIN)
		detail_domain(p, of);
	else if (of && t->kind == TO_PERIOD)
		detail_period(ui, p, entry, t->a);
	else if (of && of->report)
		of_report(ui, p, of->report, t);
	if (!p->nrows)
		gone(p);
}

/* number_name - "key 4711" */
static const char *number_name(char *buf, size_t size, const char *what, unsigned n)
{
	snprintf(buf, size, "%s %u", what, n);
	return buf;
}

/* link_name - what the path calls something of a zone */
static const char *link_name(
    const struct ds_link *link, const struct target *t, char *buf, size_t size)
{

	if (!link)
		return "?";
	if (t->kind == TO_DS && (size_t)t->b < link->nds)
		return number_name(buf, size, "DS", link->ds[t->b].key_tag);
	if (t->kind == TO_KEY && (size_t)t->b < link->nkeys)
		return number_name(buf, size, _("key"), link->keys[t->b].key_tag);
	if (t->kind == TO_DENIAL)
		return _("proof");
	if (t->kind == TO_SERVERS)
		return _("name servers");
	return link->zone;
}

/* sig_name - what the path calls a signature */
static const char *sig_name(const struct ds_sig *sig, char *buf, size_t size)
{
	char type[16];

	snprintf(
	    buf, size, "RRSIG %s", sig ? ds_type_name(sig->type_covered, type, sizeof type) : "?");
	return buf;
}

/* query_name - what the path calls a message */
static const char *query_name(const struct ds_query *q, char *buf, size_t size)
{
	char type[16];

	snprintf(buf, size, "%s %s", q ? ds_type_name(q->type, type, sizeof type) : "?",
	    q ? q->name : "");
	return buf;
}

/* period_name - what the path calls a time of the history */
static const char *period_name(
    struct ui *ui, unsigned entry, const struct target *t, char *buf, size_t size)
{
	const struct past *past = past_of(ui, entry);
	const struct period *of = past_at(past, t->a);

	return of ? past_when(buf, size, past_now(ui, past), of->from_ms, false) : "?";
}

/* mail_name - what the path calls something of a mail host; NULL: it is none */
static const char *mail_name(const struct ds_report *r, const struct target *t)
{
	const struct ds_host *host = target_host(r, t);
	const struct ds_probe *probe = target_probe(r, t);

	switch (t->kind) {
	case TO_HOST: return host ? host->name : "?";
	case TO_PROBE:
	case TO_DIALOGUE: return probe ? probe->address : "?";
	case TO_RECORD: return _("TLSA record");
	case TO_CERT: return _("certificate");
	case TO_LINE: return _("line");
	default: return NULL;
	}
}

/* detail_name - what the path calls a thing */
const char *detail_name(
    struct ui *ui, unsigned entry, const struct target *t, char *buf, size_t size)
{
	const struct tui_entry *of = session_find(&ui->session, entry);
	const struct ds_report *r = of ? of->report : NULL;
	const struct ds_answer *answer = target_answer(r, t);
	const struct ds_finding *finding = target_finding(r, t);
	const char *mail = mail_name(r, t);

	if (mail)
		return mail;
	switch (t->kind) {
	case TO_LINK:
	case TO_DS:
	case TO_KEY:
	case TO_SERVERS:
	case TO_DENIAL: return link_name(target_link(r, t), t, buf, size);
	case TO_SIG: return sig_name(target_sig(r, t), buf, size);
	case TO_ANSWER: return answer ? ds_type_name(answer->type, buf, size) : "?";
	case TO_FINDING: return finding ? ds_finding_title(finding, buf, size) : "?";
	case TO_SELF: return _("this machine");
	case TO_QUERY: return query_name(target_query(r, t), buf, size);
	case TO_PERIOD: return period_name(ui, entry, t, buf, size);
	default: return "?";
	}
}

/* detail_body - the page on a screen of its own */
static void detail_body(struct screen *s, struct page *p)
{
	if (p->width > READABLE)
		p->width = READABLE;
	detail_build(s->ui, s->entry, &s->target, p);
}

/* detail_title - its part of the path */
static const char *detail_title(struct screen *s, char *buf, size_t size)
{
	return detail_name(s->ui, s->entry, &s->target, buf, size);
}

const struct screen_ops screen_detail = {
	.name = N_("Detail"),
	.scope = ON_DETAIL,
	.side = true,
	.body = detail_body,
	.title = detail_title,
};
