/* SPDX-License-Identifier: BSD-2-Clause */
/* detail_mail - mail hosts, dialogues, TLSA records, certificates and findings */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/remark.h"
#include "core/danescope.h"
#include "core/dane/tlsa.h"
#include "core/diagnosis/catalogue.h"
#include "core/diagnosis/labels.h"
#include "core/report/report.h"
#include "tui/detail.h"
#include "tui/facts.h"
#include "tui/faults.h"
#include "tui/page.h"
#include "tui/ui.h"
#include "tui/words.h"

#define LABEL 14

/* title - mark, name and state of a thing */
static void title(struct page *p, struct said said, const char *name)
{
	page_row(p);
	page_mark(p, said.mark);
	page_wrap(p, ROLE_strong, page_mark_width(p), name);
	page_row(p);
	page_to(p, page_mark_width(p));
	page_put(p, (enum role)said.mark, said.word);
}

/* finding_rows - what was found about one host (-1: about everything), a row each */
static void finding_rows(struct page *p, const struct ds_report *r, int host)
{
	const struct ds_finding **all = findings_sorted(r);
	char text[256];
	bool any = false;

	for (size_t i = 0; all && i < r->nfindings; i++) {
		struct said said = words_severity(all[i]->severity);

		if ((host >= 0 && all[i]->host != host) || all[i]->severity == DS_INFO)
			continue;
		if (!any) {
			page_blank(p);
			page_heading(p, _("Findings"));
		}
		any = true;
		page_row(p);
		page_link(p, (struct target){
				 .kind = TO_FINDING, .host = -1, .a = finding_index(r, all[i]) });
		page_mark(p, said.mark);
		ds_finding_title(all[i], text, sizeof text);
		page_handle(p, ROLE_normal, text, p->width - p->column - 1, CELL_CUT_END);
		if (all[i]->severity <= DS_WARNING)
			page_problem(p);
	}
	free(all);
}

/* detail_domain - a domain beside the list */
void detail_domain(struct page *p, const struct tui_entry *entry)
{
	const struct ds_report *r = entry->report;
	char text[1024];

	if (!r) {
		title(p, words_verdict(DS_V_PENDING), entry->unicode);
		return;
	}
	title(p, words_verdict(r->verdict), entry->unicode);
	page_blank(p);
	if (r->done) {
		page_row(p);
		page_wrap(p, ROLE_normal, 0, ds_summary(r, text, sizeof text));
	}
	if (entry->story) {
		page_blank(p);
		page_row(p);
		page_wrap(p, ROLE_dim, 0, _(entry->story));
	}
	for (size_t h = 0; h < r->nhosts; h++) {
		struct said said = words_host(r, r->hosts[h]);

		if (!h) {
			page_blank(p);
			page_heading(p, _("Mail hosts"));
		}
		page_row(p);
		page_mark(p, said.mark);
		page_field(
		    p, ROLE_normal, r->hosts[h]->name, p->width - p->column - 18, CELL_CUT_MIDDLE);
		page_to(p, p->column + 1);
		page_field(p, (enum role)said.mark, said.word, 15, CELL_CUT_END);
	}
	finding_rows(p, r, -1);
}

/* detail_host - a mail host: addresses, records, dialogues */
void detail_host(struct page *p, const struct ds_report *r, const struct target *t)
{
	const struct ds_host *host = target_host(r, t);
	char text[512];

	if (!host)
		return;
	title(p, words_host(r, host), host->name);
	page_row(p);
	page_wrap(p, ROLE_normal, 0, words_policy_deed(host->policy));
	page_blank(p);
	page_pair(p, _("Fact"), ROLE_normal, LABEL, fact_host(host, p->fancy, text, sizeof text));
	snprintf(text, sizeof text, "%u", host->preference);
	page_pair(p, _("Preference"), ROLE_value, LABEL, text);
	if (host->provider)
		page_pair(p, _("Provider"), ROLE_value, LABEL, host->provider);
	for (size_t i = 0; i < host->naliases; i++)
		page_pair(p, i ? "" : _("Alias of"), ROLE_value, LABEL, host->aliases[i].target);
	page_pair(p, _("Address"), ROLE_normal, LABEL, words_status(r, host->address_status).word);
	page_pair(p, "TLSA", ROLE_normal, LABEL, words_status(r, host->tlsa.status).word);
	for (size_t i = 0; i < host->tlsa.nrecords; i++) {
		page_row(p);
		page_link(p, (struct target){ .kind = TO_RECORD, .host = t->host, .a = (int)i });
		page_to(p, 2);
		page_mark(p, words_record_mark(host, &host->tlsa.records[i]));
		page_handle(p, ROLE_value,
		    fact_record(&host->tlsa.records[i], p->fancy, text, sizeof text), 0,
		    CELL_CUT_END);
		p->column++;
		page_field(p, ROLE_dim, tlsa_meaning(&host->tlsa.records[i], text, sizeof text),
		    p->width - p->column - 1, CELL_CUT_END);
	}
	if (host->nprobes) {
		page_blank(p);
		page_heading(p, _("Dialogues"));
	}
	for (size_t i = 0; i < host->nprobes; i++) {
		struct said said = words_starttls(host->probes[i]);

		page_row(p);
		page_link(p, (struct target){ .kind = TO_PROBE, .host = t->host, .a = (int)i });
		page_mark(p, said.mark);
		page_handle(p, ROLE_value, host->probes[i]->address, 0, CELL_CUT_MIDDLE);
		page_to(p, p->column + 2);
		page_put(p, (enum role)said.mark, fact_probe(host->probes[i], text, sizeof text));
	}
	finding_rows(p, r, t->host);
}

/* cert_link - a row that leads to a certificate */
static void cert_link(struct page *p, const struct ds_certificate *cert, struct target t)
{
	page_row(p);
	page_link(p, t);
	page_value(p, cert->subject);
	page_to(p, 2);
	page_handle(p, ROLE_value, cert->subject, p->width - 4, CELL_CUT_MIDDLE);
}

/* detail_probe - one dialogue in brief */
void detail_probe(struct page *p, const struct ds_report *r, const struct target *t)
{
	const struct ds_probe *probe = target_probe(r, t);
	struct said dane;
	char text[256], words[REMARK_WORDS];

	if (!probe)
		return;
	dane = words_dane(probe->dane);
	title(p, words_starttls(probe), probe->address);
	page_blank(p);
	if (probe->error)
		page_pair(p, _("Ended by"), ROLE_bad, LABEL,
		    remark_words(words, sizeof words, probe->error));
	page_row(p);
	page_put(p, ROLE_dim, "DANE");
	page_to(p, LABEL);
	page_mark(p, dane.mark);
	page_put(p, (enum role)dane.mark, dane.word);
	if (probe->dane_error)
		page_pair(p, "", ROLE_dim, LABEL, probe->dane_error);
	if (probe->tls) {
		snprintf(text, sizeof text, "%s, %s%s%s", probe->tls->version, probe->tls->cipher,
		    probe->tls->group ? ", " : "", probe->tls->group ? probe->tls->group : "");
		page_pair(p, "TLS", ROLE_value, LABEL, text);
	}
	if (probe->sni)
		page_pair(p, _("Asked for"), ROLE_value, LABEL, probe->sni);
	if (probe->pkix)
		page_pair(p, _("As a browser"), ROLE_value, LABEL, _(ds_pkix_label(probe->pkix)));
	if (!probe->ncerts)
		return;
	page_blank(p);
	page_heading(p, _("Certificates shown"));
	for (size_t i = 0; i < probe->ncerts; i++)
		cert_link(p, probe->certs[i],
		    (struct target){ .kind = TO_CERT, .host = t->host, .a = t->a, .b = (int)i });
}

/* comparison - a record's digest beside what each address showed */
static void comparison(
    struct page *p, const struct ds_host *host, const struct ds_tlsa_record *record)
{
	page_blank(p);
	page_heading(p, _("Expected and seen"));
	page_pair(p, _("Record"), ROLE_value, LABEL, record->hex);
	for (size_t i = 0; i < host->nprobes; i++) {
		const struct ds_probe *probe = host->probes[i];
		const char *seen = fact_subject(record, probe->ncerts ? probe->certs[0] : NULL);

		if (!seen)
			continue;
		page_pair(p, record->selector ? _("Key seen") : _("Cert. seen"),
		    strcmp(seen, record->hex) ? ROLE_bad : ROLE_good, LABEL, seen);
		page_pair(p, "", ROLE_dim, LABEL, probe->address);
	}
}

/* detail_record - a TLSA record */
void detail_record(struct page *p, const struct ds_report *r, const struct target *t)
{
	const struct ds_host *host = target_host(r, t);
	const struct ds_tlsa_record *record;
	struct said said;
	char text[1200];

	if (!host || t->a < 0 || (size_t)t->a >= host->tlsa.nrecords)
		return;
	record = &host->tlsa.records[t->a];
	said = record->nmatches ? (struct said){ MARK_GOOD, _("matches") }
				: words_tlsa_reason(record->reason);
	said.mark = words_record_mark(host, record);
	fact_record(record, p->fancy, text, sizeof text);
	title(p, said, text);
	page_row(p);
	page_wrap(p, ROLE_normal, 0, tlsa_meaning(record, text, sizeof text));
	page_blank(p);
	page_pair(p, _("Name"), ROLE_value, LABEL, host->tlsa.name ? host->tlsa.name : "?");
	snprintf(text, sizeof text, "%u", record->ttl);
	page_pair(p, "TTL", ROLE_value, LABEL, text);
	comparison(p, host, record);
	if (!record->nmatches && host->policy == DS_POL_DANE_FAILED &&
	    fact_publish(r, host, text, sizeof text)) {
		page_blank(p);
		page_heading(p, _("To be published"));
		page_row(p);
		page_link(p, (struct target){ .kind = TO_CERT, .host = t->host });
		page_value(p, text);
		page_wrap(p, ROLE_accent, 0, text);
	}
}

/* cert_names - whom the certificate is for */
static void cert_names(struct page *p, const struct ds_certificate *cert)
{
	for (size_t i = 0; i < cert->nnames && i < 12; i++)
		page_pair(p, i ? "" : _("Names"), ROLE_value, LABEL, cert->names[i]);
	if (cert->nnames > 12) {
		page_row(p);
		page_to(p, LABEL);
		page_putf(p, ROLE_dim, _("and %zu more"), cert->nnames - 12);
	}
}

/* cert_dates - when it is valid */
static void cert_dates(struct page *p, const struct ds_report *r, const struct ds_certificate *cert)
{
	char text[96], when[32];
	bool ended = cert->not_after <= r->judged_at;

	snprintf(text, sizeof text, "%s UTC", words_moment(when, sizeof when, cert->not_before));
	page_pair(p, _("Valid from"), ROLE_value, LABEL, text);
	snprintf(text, sizeof text, "%s UTC", words_moment(when, sizeof when, cert->not_after));
	page_pair(p, _("until"), ended ? ROLE_weak : ROLE_value, LABEL, text);
	page_row(p);
	page_to(p, LABEL);
	fact_life(p, cert->not_before, cert->not_after, r->judged_at, p->width > 60 ? 24 : 12,
	    14 * 86400);
}

/* pem_rows - the certificate itself */
static void pem_rows(struct page *p, const char *pem)
{
	page_blank(p);
	page_heading(p, "PEM");
	page_row(p);
	page_wrap(p, ROLE_value, 0, pem);
}

/* cert_chain - the certificates that were sent together with this one */
static void cert_chain(struct page *p, const struct ds_probe *probe, struct target t)
{
	size_t look = (size_t)t.b / TARGET_LOOK;
	const struct ds_alternate *a = look ? probe->alternates[look - 1] : NULL;
	size_t n = a ? a->ncerts : probe->ncerts;

	int own = t.b;

	if (n < 2)
		return;
	page_blank(p);
	page_heading(p, _("The chain that was shown"));
	t.b -= t.b % TARGET_LOOK;
	for (size_t i = 0; i < n; i++, t.b++) {
		const struct ds_certificate *c = a ? a->certs[i] : probe->certs[i];

		if (t.b != own) {
			cert_link(p, c, t);
			continue;
		}
		page_row(p);
		page_to(p, 2);
		page_field(p, ROLE_strong, c->subject, p->width - 4, CELL_CUT_MIDDLE);
	}
}

/* detail_cert - a certificate */
void detail_cert(struct page *p, const struct ds_report *r, const struct target *t)
{
	const struct ds_certificate *cert = target_cert(r, t);
	const struct ds_probe *probe = target_probe(r, t);
	bool ended;

	if (!cert || !probe)
		return;
	ended = cert->not_after <= r->judged_at;
	title(p,
	    ended ? (struct said){ MARK_WEAK, _("expired") }
		  : (struct said){ MARK_GOOD, _("within its dates") },
	    cert->subject);
	page_blank(p);
	page_pair(p, _("Shown at"), ROLE_value, LABEL, probe->address);
	page_pair(
	    p, _("Issuer"), ROLE_value, LABEL, cert->self_signed ? _("itself") : cert->issuer);
	cert_names(p, cert);
	cert_dates(p, r, cert);
	page_pair(p, _("Key"), ROLE_value, LABEL, cert->key);
	page_pair(p, _("Signature"), ROLE_value, LABEL, cert->signature ? cert->signature : "");
	page_pair(p, _("Serial"), ROLE_value, LABEL, cert->serial ? cert->serial : "");
	page_blank(p);
	page_heading(p, _("SHA-256 digests"));
	page_pair(p, _("Certificate"), ROLE_value, LABEL, cert->cert_sha256);
	page_pair(p, _("Key (3 1 1)"), ROLE_value, LABEL, cert->spki_sha256);
	cert_chain(p, probe, *t);
	if (cert->pem)
		pem_rows(p, cert->pem);
}

/* detail_line - a line of a dialogue, whole */
void detail_line(struct page *p, const struct ds_report *r, const struct target *t)
{
	const struct ds_probe *probe = target_probe(r, t);
	char time[32], words[REMARK_WORDS];

	if (!probe || t->b < 0 || (size_t)t->b >= probe->nlines)
		return;
	page_pair(p, _("Said by"), ROLE_value, LABEL, ds_from_word(probe->lines[t->b].from));
	page_pair(p, _("After"), ROLE_value, LABEL,
	    words_duration(time, sizeof time, probe->lines[t->b].us));
	page_blank(p);
	page_row(p);
	page_wrap(p, ROLE_normal, 0, remark_words(words, sizeof words, probe->lines[t->b].text));
}

/* detail_finding - a finding: what, evidence, who, how, where it is written */
void detail_finding(struct page *p, const struct ds_report *r, const struct target *t)
{
	const struct ds_finding *f = target_finding(r, t);
	const struct ds_catalogue_entry *entry = f ? ds_catalogue(f->code) : NULL;
	struct said said;
	char text[2048];

	if (!f)
		return;
	said = words_severity(f->severity);
	ds_finding_title(f, text, sizeof text);
	title(p, said, text);
	page_blank(p);
	page_row(p);
	page_wrap(p, ROLE_normal, 0, ds_finding_text(f, text, sizeof text));
	page_blank(p);
	if (f->at)
		page_pair(p, _("Where"), ROLE_value, LABEL, f->at);
	fault_evidence(p, LABEL, f);
	page_blank(p);
	page_pair(p, _("Who acts"), ROLE_strong, LABEL, words_actor(f->who));
	page_pair(p, _("What to do"), ROLE_normal, LABEL, ds_finding_fix(f, text, sizeof text));
	page_blank(p);
	page_pair(p, _("Written in"), ROLE_dim, LABEL, ds_finding_ref(f));
	page_pair(p, _("Code"), ROLE_dim, LABEL, entry ? entry->code : "");
	page_blank(p);
	page_row(p);
	page_put(p, ROLE_dim, _("t: text for a ticket"));
}
