/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text - the report for a person at a terminal
 *
 * The first line is one that a monitoring system can show: verdict, domain, summary.
 * Then what it rests on, from the root down, and what to do about it.
 */
#include "core/report/report.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "core/diagnosis/labels.h"
#include "core/report/sheet.h"
#include "core/report/text_parts.h"

/* text_state - the mark of a security status */
enum sheet_state text_state(enum ds_status status)
{
	switch (status) {
	case DS_BOGUS: return SHEET_BAD;
	case DS_INDETERMINATE: return SHEET_DUNNO;
	case DS_INSECURE: return SHEET_WARN;
	case DS_SECURE: return SHEET_GOOD;
	case DS_UNCHECKED: break;
	}
	return SHEET_PLAIN;
}

/* verdict_line - the line that a monitoring system shows */
static void verdict_line(struct sheet *sheet, const struct ds_report *report)
{
	static const char *const colours[] = {
		[DS_V_PENDING] = "",
		[DS_V_SECURED] = "\033[1;32m",
		[DS_V_PARTIAL] = "\033[1;33m",
		[DS_V_UNPROTECTED] = "\033[1;33m",
		[DS_V_BROKEN] = "\033[1;31m",
		[DS_V_NO_MAIL] = "\033[1m",
		[DS_V_UNKNOWN] = "\033[1;35m",
	};
	const char *word = ds_verdict_word(report->verdict);
	char upper[16], summary[2048];
	size_t n = 0;

	for (; word != NULL && word[n] != '\0' && n < sizeof(upper) - 1; n++)
		upper[n] = (char)toupper((unsigned char)word[n]);
	upper[n] = '\0';
	sheet_add(sheet, "%s%s%s %s - %s\n", sheet->colour ? colours[report->verdict] : "",
	    n > 0 ? upper : "UNKNOWN", sheet->colour ? "\033[0m" : "", report->domain_unicode,
	    ds_summary(report, summary, sizeof(summary)));
}

/* keys_of - "key 17153 (ECDSAP256SHA256)": the keys that were found trustworthy */
static void keys_of(const struct ds_link *link, char *buf, size_t size)
{
	size_t len = 0;
	char name[32];

	buf[0] = '\0';
	for (size_t i = 0; i < link->nkeys && len < size; i++) {
		const struct ds_key *key = &link->keys[i];

		if (!key->trusted)
			continue;
		len +=
		    (size_t)snprintf(buf + len, size - len, _("%skey %u (%s)"), len > 0 ? ", " : "",
			key->key_tag, ds_algorithm_name(key->algorithm, name, sizeof(name)));
	}
}

/* link_servers - how many servers of a zone answer, in what time, and those that do not */
static void link_servers(struct sheet *sheet, const struct ds_link *link)
{
	int64_t least = INT64_MAX, most = 0;
	char line[2048];
	size_t works = 0, len = 0;

	for (size_t i = 0; i < link->nservers; i++) {
		const struct ds_server *s = &link->servers[i];

		if (s->rtt_us < 0 || strcmp(s->outcome, "ok") != 0)
			continue;
		least = s->rtt_us < least ? s->rtt_us : least;
		most = s->rtt_us > most ? s->rtt_us : most;
		works++;
	}
	if (works == 1)
		len = (size_t)snprintf(
		    line, sizeof line, _("1 answers, in %.1f ms"), (double)least / 1e3);
	else if (works > 1)
		len = (size_t)snprintf(line, sizeof line, _("%zu answer, in %.1f to %.1f ms"),
		    works, (double)least / 1e3, (double)most / 1e3);
	for (size_t i = 0; i < link->nservers && len < sizeof line; i++) {
		const struct ds_server *s = &link->servers[i];

		if (s->rtt_us < 0 || strcmp(s->outcome, "ok") != 0)
			len += (size_t)snprintf(line + len, sizeof line - len, "%s%s (%s): %s",
			    len > 0 ? "; " : "", s->name != NULL ? s->name : "", s->address,
			    _(s->outcome));
	}
	if (link->nservers > 0)
		sheet_item(sheet, 7, _("servers"), line);
}

/* chain_link - one zone, with what vouches for it */
static void chain_link(
    struct sheet *sheet, const struct ds_report *report, const struct ds_link *link)
{
	char keys[512], line[1024];

	keys_of(link, keys, sizeof(keys));
	if (link->status != DS_SECURE && link->detail != NULL)
		snprintf(
		    line, sizeof(line), "%s (%s)", _(ds_reason_label(link->why)), _(link->detail));
	else if (link->status != DS_SECURE)
		snprintf(line, sizeof(line), "%s", _(ds_reason_label(link->why)));
	else if (link->parent == NULL)
		snprintf(line, sizeof(line), _("%s, the trust anchor"), keys);
	else
		snprintf(line, sizeof(line), _("%s, vouched for by %s"), keys, link->parent->zone);
	sheet_add(sheet, "  ");
	sheet_mark(sheet, text_state(ds_status_shown(report, link->status)));
	sheet_add(sheet, "%-24s ", link->zone);
	sheet_wrap(
	    sheet, 7 + (sheet_width(link->zone) > 24 ? sheet_width(link->zone) : 24) + 1, 32, line);
	link_servers(sheet, link);
}

/* self_row - this machine, from which the chain hangs */
static void self_row(struct sheet *sheet, const struct ds_report *report)
{
	char line[512];

	sheet_add(sheet, "  ");
	sheet_mark(sheet, report->self.fault == DS_SELF_FINE ? SHEET_GOOD : SHEET_DUNNO);
	/* TRANSLATORS: a row of a table; the next column says whether it can judge */
	sheet_add(sheet, "%-24s ", _("this machine"));
	sheet_wrap(sheet, 32, 32, ds_self_line(report, line, sizeof(line)));
}

/* chain_section - from the root down */
static void chain_section(struct sheet *sheet, const struct ds_report *report)
{
	sheet_heading(sheet, _("Chain of trust"));
	if (report->self.known)
		self_row(sheet, report);
	for (size_t i = 0; i < report->chain.n; i++)
		chain_link(sheet, report, report->chain.links[i]);
	if (report->chain.n == 0)
		sheet_add(sheet, "  %s\n",
		    _(ds_status_label(ds_status_shown(report, report->chain_status))));
}

/* text_opinion - what the resolver itself says of an answer, where it was asked; of two answers once,
 * where it says the same */
void text_opinion(struct sheet *sheet, const struct ds_report *report, const struct ds_answer *a,
    const struct ds_answer *too)
{
	const struct ds_opinion *o = a != NULL ? ds_opinion_find(report, a->name, a->type) : NULL;
	const struct ds_opinion *p =
	    too != NULL ? ds_opinion_find(report, too->name, too->type) : NULL;
	char line[512], other[512], type[16], second[16], text[600];

	if (o == NULL)
		return;
	ds_opinion_line(o, line, sizeof(line));
	if (p != NULL && strcmp(line, ds_opinion_line(p, other, sizeof(other))) == 0)
		snprintf(text, sizeof(text), "%s, %s: %s",
		    ds_type_name(a->type, type, sizeof(type)),
		    ds_type_name(too->type, second, sizeof(second)), line);
	else
		snprintf(
		    text, sizeof(text), "%s: %s", ds_type_name(a->type, type, sizeof(type)), line);
	sheet_item(sheet, 7, _("resolver"), text);
	if (p != NULL && strcmp(line, other) != 0)
		text_opinion(sheet, report, too, NULL);
}

/* mx_section - who takes the mail */
static void mx_section(struct sheet *sheet, const struct ds_report *report)
{
	sheet_heading(sheet, _("Mail servers"));
	sheet_add(sheet, "  ");
	sheet_mark(sheet, text_state(ds_status_shown(report, report->mx_status)));
	switch (report->mx_kind) {
	case DS_MX_RECORDS:
		sheet_add(sheet, _("MX records of %s: %s\n"), report->domain_unicode,
		    _(ds_status_label(ds_status_shown(report, report->mx_status))));
		break;
	case DS_MX_IMPLICIT: sheet_add(sheet, "%s\n", _("no MX record: the domain itself")); break;
	case DS_MX_NULL: sheet_add(sheet, "%s\n", _("the domain takes no mail")); break;
	case DS_MX_NONE: sheet_add(sheet, "%s\n", _("no MX record and no address")); break;
	case DS_MX_UNKNOWN:
		sheet_add(
		    sheet, "%s\n", _(ds_status_label(ds_status_shown(report, report->mx_status))));
		break;
	}
	text_opinion(sheet, report, report->mx, NULL);
	for (size_t i = 0; i < report->nmx; i++)
		sheet_add(sheet, "       %5u  %s\n", report->mx_records[i].preference,
		    report->mx_records[i].host);
	if (report->mx_left_out > 0)
		sheet_add(sheet, _("              and %lu more, not looked at\n"),
		    (unsigned long)report->mx_left_out);
}

/* one_finding - what, who, how */
static void one_finding(struct sheet *sheet, const struct ds_finding *f)
{
	static const enum sheet_state states[] = {
		[DS_ERROR] = SHEET_BAD,
		[DS_WARNING] = SHEET_WARN,
		[DS_NOTICE] = SHEET_PLAIN,
		[DS_INFO] = SHEET_PLAIN,
	};
	const struct ds_catalogue_entry *entry = ds_catalogue(f->code);
	char text[2048], line[512];
	const char *side;

	sheet_add(sheet, "  ");
	sheet_mark(sheet, states[f->severity]);
	snprintf(line, sizeof(line), "%s: %s [%s]", _(ds_severity_label(f->severity)),
	    ds_finding_title(f, text, sizeof(text)), entry != NULL ? entry->code : "");
	sheet_wrap(sheet, 7, 7, line);
	sheet_add(sheet, "       ");
	sheet_wrap(sheet, 7, 7, ds_finding_text(f, text, sizeof(text)));
	if ((side = ds_finding_expected(f, text, sizeof(text))) != NULL)
		sheet_item(sheet, 7, _("expected"), side);
	if ((side = ds_finding_seen(f, text, sizeof(text))) != NULL)
		sheet_item(sheet, 7, _("seen"), side);
	if (f->who != DS_ACT_NOBODY)
		sheet_item(sheet, 7, _("who acts"), _(ds_actor_label(f->who)));
	sheet_item(sheet, 7, _("what"), ds_finding_fix(f, text, sizeof(text)));
	sheet_item(sheet, 7, _("rule"), ds_finding_ref(f));
}

/* findings_section - worst first */
static void findings_section(struct sheet *sheet, const struct ds_report *report)
{
	size_t n = report->nfindings;
	const struct ds_finding **sorted = calloc(n + 1, sizeof(struct ds_finding *));

	if (sorted == NULL) {
		sheet->failed = true;
		return;
	}
	for (size_t i = 0; i < n; i++)
		sorted[i] = report->findings[i];
	qsort(sorted, n, sizeof(struct ds_finding *), ds_finding_compare);
	if (n > 0)
		sheet_heading(sheet, _("Findings"));
	for (size_t i = 0; i < n; i++)
		one_finding(sheet, sorted[i]);
	free(sorted);
}

/* closing - what it took */
static void closing(struct sheet *sheet, const struct ds_report *report)
{
	char judged[32] = "", line[256];
	time_t at = (time_t)report->judged_at;
	struct tm tm;

	if (gmtime_r(&at, &tm) != NULL)
		strftime(judged, sizeof(judged), "%Y-%m-%d %H:%M UTC", &tm);
	snprintf(line, sizeof(line),
	    n_("As at %s; %u DNS question in %.0f ms, %.0f ms in all.",
		"As at %s; %u DNS questions in %.0f ms, %.0f ms in all.", report->queries_sent),
	    judged, report->queries_sent, (double)report->queries_us / 1000.0,
	    (double)report->elapsed_us / 1000.0);
	sheet_add(sheet, "\n");
	sheet_wrap(sheet, 0, 0, line);
}

/* ds_report_text - the whole */
char *ds_report_text(const struct ds_report *report, unsigned columns, bool colour)
{
	struct sheet sheet;

	sheet_init(&sheet, columns, colour);
	verdict_line(&sheet, report);
	chain_section(&sheet, report);
	mx_section(&sheet, report);
	for (size_t i = 0; i < report->nhosts; i++)
		text_host(&sheet, report, report->hosts[i]);
	text_senders(&sheet, report);
	findings_section(&sheet, report);
	closing(&sheet, report);
	return sheet_take(&sheet);
}
