/* SPDX-License-Identifier: BSD-2-Clause */
/* text_host - one mail host in the text report: addresses, TLSA records, what each address showed */
#include "core/report/text_parts.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/base/i18n.h"
#include "core/base/remark.h"
#include "core/dane/rules.h"
#include "core/dane/tlsa.h"
#include "core/danescope.h"
#include "core/diagnosis/labels.h"
#include "core/report/report.h"

#define RECORD_INDENT 9 /* a record of 70 characters ends within 80 columns */

/* policy_state - the mark of a policy */
static enum sheet_state policy_state(enum ds_policy policy)
{
	switch (policy) {
	case DS_POL_DANE_VERIFIED: return SHEET_GOOD;
	case DS_POL_DANE_FAILED:
	case DS_POL_DNS_FAILED: return SHEET_BAD;
	case DS_POL_ENCRYPT_ONLY:
	case DS_POL_OPPORTUNISTIC:
	case DS_POL_NO_ADDRESS: return SHEET_WARN;
	case DS_POL_UNREACHABLE:
	case DS_POL_UNKNOWN: return SHEET_DUNNO;
	case DS_POL_NOT_PROBED: break;
	}
	return SHEET_PLAIN;
}

/* addresses_line - where the host is */
static void addresses_line(
    struct sheet *sheet, const struct ds_report *report, const struct ds_host *host)
{
	char line[1024];
	size_t len = 0;

	for (size_t i = 0; i < host->naddresses && len < sizeof(line); i++)
		len += (size_t)snprintf(
		    line + len, sizeof(line) - len, "%s%s", i > 0 ? ", " : "", host->addresses[i]);
	if (len < sizeof(line))
		snprintf(line + len, sizeof(line) - len, "%s(%s)", len > 0 ? " " : "",
		    _(ds_status_label(ds_status_shown(report, host->address_status))));
	sheet_item(sheet, 7, _("address"), line);
	for (size_t i = 0; i < host->naliases; i++) {
		snprintf(line, sizeof(line), _("%s is another name of %s"), host->aliases[i].owner,
		    host->aliases[i].target);
		sheet_item(sheet, 7, _("alias"), line);
	}
}

/* record_line - one TLSA record, and what it fits */
static void record_line(
    struct sheet *sheet, const struct ds_report *report, const struct ds_tlsa_record *record)
{
	char text[160], meaning[160], line[512], where[256] = "";
	size_t len = 0;

	for (size_t i = 0; i < record->nmatches && len < sizeof(where); i++)
		len += (size_t)snprintf(where + len, sizeof(where) - len, "%s%s", i > 0 ? ", " : "",
		    record->matches[i].address);
	tlsa_text(record, text, sizeof(text));
	tlsa_meaning(record, meaning, sizeof(meaning));
	if (record->reason != DS_TLSA_USABLE)
		snprintf(line, sizeof(line), _("%s (cannot be used: %s)"), text,
		    _(ds_tlsa_reason_label(record->reason)));
	else if (record->nmatches > 0)
		snprintf(line, sizeof(line), _("%s (%s) fits at %s"), text, meaning, where);
	else if (report->probed)
		snprintf(
		    line, sizeof(line), _("%s (%s) fits nothing that was shown"), text, meaning);
	else
		snprintf(line, sizeof(line), "%s (%s)", text, meaning);
	sheet_add(sheet, "%*s", RECORD_INDENT, "");
	sheet_wrap(sheet, RECORD_INDENT, RECORD_INDENT + 2, line);
}

/* tlsa_lines - the TLSA name and its records */
static void tlsa_lines(
    struct sheet *sheet, const struct ds_report *report, const struct ds_tlsa *tlsa)
{
	char line[512];

	if (tlsa->status == DS_UNCHECKED) {
		sheet_item(sheet, 7, "TLSA", _("not asked: the address of the host is not secure"));
		return;
	}
	snprintf(line, sizeof(line), "%s (%s)", tlsa->name != NULL ? tlsa->name : "?",
	    _(ds_status_label(ds_status_shown(report, tlsa->status))));
	sheet_item(sheet, 7, "TLSA", line);
	for (size_t i = 0; i < tlsa->nrecords; i++)
		record_line(sheet, report, &tlsa->records[i]);
	if (tlsa->nrecords == 0 && tlsa->answer != NULL)
		sheet_item(sheet, 7, "", _(ds_outcome_label(tlsa->answer->outcome)));
}

/* certificate_line - the server's own certificate */
static void certificate_line(struct sheet *sheet, const struct ds_certificate *cert)
{
	char line[512], until[32] = "";
	time_t t = (time_t)cert->not_after;
	struct tm tm;

	if (gmtime_r(&t, &tm) != NULL)
		strftime(until, sizeof(until), "%Y-%m-%d", &tm);
	snprintf(line, sizeof(line), _("%s, %s, until %s"), cert->subject, cert->key, until);
	sheet_add(sheet, "%*s", RECORD_INDENT, "");
	sheet_wrap(sheet, RECORD_INDENT, RECORD_INDENT + 2, line);
}

/* alternate_line - another certificate at the same address, or what is wrong without a name */
static void alternate_line(struct sheet *sheet, const struct ds_alternate *a)
{
	const char *fits = a->dane == DS_DANE_VERIFIED   ? N_("fits a TLSA record")
			   : a->dane == DS_DANE_MISMATCH ? N_("fits no TLSA record")
							 : N_("not held against any record");
	char line[768];

	if (a->result == DS_LOOKED_SHOWN && !a->same)
		snprintf(line, sizeof(line), "%s: %s, %s (%s)", _(ds_look_label(a->look)),
		    a->certs[0]->subject, a->certs[0]->key, _(fits));
	else if (a->look == DS_LOOK_NO_SNI && a->result == DS_LOOKED_NONE)
		snprintf(line, sizeof(line), "%s: %s", _(ds_look_label(a->look)),
		    _("no certificate at all"));
	else
		return;
	sheet_add(sheet, "%*s", RECORD_INDENT, "");
	sheet_wrap(sheet, RECORD_INDENT, RECORD_INDENT + 2, line);
}

/* probe_lines - what one address showed */
static void probe_lines(struct sheet *sheet, const struct ds_probe *probe)
{
	char line[512], words[REMARK_WORDS];

	if (probe->connect != DS_CONN_OK)
		snprintf(line, sizeof(line), _("%s port %u: %s"), probe->address, probe->port,
		    _(ds_connect_label(probe->connect)));
	else if (probe->tls == NULL)
		snprintf(line, sizeof(line), _("%s port %u: %s%s%s"), probe->address, probe->port,
		    _(ds_starttls_label(probe->starttls)), probe->error != NULL ? ": " : "",
		    probe->error != NULL ? remark_words(words, sizeof(words), probe->error) : "");
	else
		snprintf(line, sizeof(line), _("%s port %u: %s, %s%s%s"), probe->address,
		    probe->port, probe->tls->version, probe->tls->cipher,
		    probe->tls->group != NULL ? ", " : "",
		    probe->tls->group != NULL ? probe->tls->group : "");
	sheet_item(sheet, 7, "SMTP", line);
	if (probe->ncerts > 0)
		certificate_line(sheet, probe->certs[0]);
	for (size_t i = 0; i < probe->nalternates; i++)
		alternate_line(sheet, probe->alternates[i]);
}

/* says_more - does the resolver say something else than our status, or why? */
static bool says_more(const struct ds_report *report, const struct ds_answer *a)
{
	const struct ds_opinion *o = a != NULL ? ds_opinion_find(report, a->name, a->type) : NULL;

	return o != NULL &&
	       (o->ede >= 0 || o->outcome > DS_OUT_NXDOMAIN || o->ad != (a->status == DS_SECURE));
}

/* resolver_lines - its opinion, where it is not the same as ours */
static void resolver_lines(
    struct sheet *sheet, const struct ds_report *report, const struct ds_host *host)
{
	bool a = says_more(report, host->a), aaaa = says_more(report, host->aaaa);

	if (a || aaaa)
		text_opinion(
		    sheet, report, a ? host->a : host->aaaa, a && aaaa ? host->aaaa : NULL);
	if (says_more(report, host->tlsa.answer))
		text_opinion(sheet, report, host->tlsa.answer, NULL);
}

/* rule_line - what decided */
static void rule_line(struct sheet *sheet, unsigned number)
{
	const struct rule_entry *rule = rule_entry(number);
	char line[512];

	if (rule == NULL)
		return;
	snprintf(line, sizeof(line), "%s (%s)", _(rule->text), rule->ref);
	sheet_item(sheet, 7, _("rule"), line);
}

/* text_host - one mail host */
void text_host(struct sheet *sheet, const struct ds_report *report, const struct ds_host *host)
{
	char line[512];

	sheet_add(sheet, "\n  ");
	sheet_mark(sheet, policy_state(host->policy));
	snprintf(line, sizeof(line), "%s (%u): %s%s%s%s", host->name, host->preference,
	    _(ds_policy_label(host->policy)), host->provider != NULL ? " [" : "",
	    host->provider != NULL ? host->provider : "", host->provider != NULL ? "]" : "");
	sheet_wrap(sheet, 7, 7, line);
	rule_line(sheet, host->rule);
	addresses_line(sheet, report, host);
	tlsa_lines(sheet, report, &host->tlsa);
	resolver_lines(sheet, report, host);
	for (size_t i = 0; i < host->nprobes; i++)
		probe_lines(sheet, host->probes[i]);
}
