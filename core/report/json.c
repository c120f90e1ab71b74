/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json - the report as one object of danescope.report/1
 *
 * Every key is always there; what is not known is null or an empty list. Keys come
 * in the order of the contract. Where memory runs out a part is NULL, json_pack
 * fails on it, and so does the whole.
 */
#include "core/report/report.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "core/base/text.h"
#include "core/dane/rules.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "core/report/json_parts.h"

#define DIGITS 12 /* of a number with a fraction */

/* json_list - an array of `n` members, each made by `make` */
json_t *json_list(size_t n, json_t *(*make)(const void *, size_t), const void *from)
{
	json_t *list = json_array();

	for (size_t i = 0; list != NULL && i < n; i++) {
		if (json_array_append_new(list, make(from, i)) != 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

/* json_ms - microseconds as milliseconds */
json_t *json_ms(uint64_t us)
{
	return json_real((double)us / 1000.0);
}

/* json_time - a moment */
json_t *json_time(int64_t seconds)
{
	char buf[40];

	return json_string(text_time(buf, sizeof(buf), seconds));
}

/* one_string - a member of a list of strings */
static json_t *one_string(const void *from, size_t i)
{
	return json_string(((const char *const *)from)[i]);
}

/* json_strings - a list of strings */
json_t *json_strings(size_t n, const char *const *strings)
{
	return json_list(n, one_string, strings);
}

/* one_alias - where one alias leads */
static json_t *one_alias(const void *from, size_t i)
{
	return json_string(((const struct ds_alias *)from)[i].target);
}

/* json_aliases - the names that an alias chain leads through */
json_t *json_aliases(size_t n, const struct ds_alias *aliases)
{
	return json_list(n, one_alias, aliases);
}

/* one_mx - one MX record */
static json_t *one_mx(const void *from, size_t i)
{
	const struct ds_mx_record *mx = (const struct ds_mx_record *)from + i;

	return json_pack("{s:i, s:s}", "preference", (int)mx->preference, "host", mx->host);
}

/* one_finding - one finding, in the language of the reader */
static json_t *one_finding(const void *from, size_t i)
{
	const struct ds_finding *f = ((const struct ds_finding *const *)from)[i];
	const struct ds_catalogue_entry *entry = ds_catalogue(f->code);
	char title[256], text[2048], fix[1024], expected[1024], seen[1024];

	return json_pack("{s:s?, s:s, s:s?, s:s, s:s, s:s, s:s, s:s, s:s?, s:s?}", "code",
	    entry != NULL ? entry->code : NULL, "severity", ds_severity_word(f->severity), "at",
	    f->at, "text", ds_finding_text(f, text, sizeof(text)), "fix",
	    ds_finding_fix(f, fix, sizeof(fix)), "ref", ds_finding_ref(f), "title",
	    ds_finding_title(f, title, sizeof(title)), "who", ds_actor_word(f->who), "expected",
	    ds_finding_expected(f, expected, sizeof(expected)), "seen",
	    ds_finding_seen(f, seen, sizeof(seen)));
}

/* findings_of - all findings, worst first */
static json_t *findings_of(const struct ds_report *report)
{
	size_t n = report->nfindings;
	const struct ds_finding **sorted = calloc(n + 1, sizeof(struct ds_finding *));
	json_t *list;

	if (sorted == NULL)
		return NULL;
	for (size_t i = 0; i < n; i++)
		sorted[i] = report->findings[i];
	qsort(sorted, n, sizeof(struct ds_finding *), ds_finding_compare);
	list = json_list(n, one_finding, sorted);
	free(sorted);
	return list;
}

/* mx_of - who takes the mail */
static json_t *mx_of(const struct ds_report *report)
{
	enum ds_mx_kind kind = report->mx_kind;

	return json_pack("{s:s?, s:s?, s:o, s:o}", "status", ds_status_word(report->mx_status),
	    "kind", kind == DS_MX_UNKNOWN ? NULL : ds_mx_kind_word(kind), "records",
	    json_list(report->nmx, one_mx, report->mx_records), "resolver",
	    json_opinion(report, report->mx != NULL ? report->mx->name : NULL, DS_T_MX));
}

/* queries_of - what it took */
static json_t *queries_of(const struct ds_report *report)
{
	return json_pack("{s:i, s:i, s:i, s:o}", "sent", (int)report->queries_sent, "tcp",
	    (int)report->queries_tcp, "retries", (int)report->queries_retried, "ms",
	    json_ms(report->queries_us));
}

/* one_host - one mail host */
static json_t *one_host(const void *from, size_t i)
{
	const struct ds_report *report = from;

	return json_host(report, report->hosts[i]);
}

/* report_of - the whole */
static json_t *report_of(const struct ds_report *report)
{
	enum ds_verdict verdict = report->verdict == DS_V_PENDING ? DS_V_UNKNOWN : report->verdict;
	char started[40], summary[2048];

	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:b, s:s, s:s, s:s, s:s, s:{s:s?, s:o}, s:o, "
			 "s:o, s:o, s:o, s:o, s:o, s:o, s:s?, s:o}",
	    "schema", "danescope.report/1", "domain", report->domain, "domain_unicode",
	    report->domain_unicode, "started",
	    text_time_ms(started, sizeof(started), report->started_ms), "elapsed_ms",
	    json_ms(report->elapsed_us), "probed", (int)report->probed, "mode",
	    report->iterated ? "iterate" : "resolver", "verdict", ds_verdict_word(verdict),
	    "deliverable", ds_deliverable_word(report->deliverable), "summary",
	    ds_summary(report, summary, sizeof(summary)), "dnssec", "status",
	    ds_status_word(report->chain_status), "chain", json_chain(&report->chain), "mx",
	    mx_of(report), "hosts", json_list(report->nhosts, one_host, report), "findings",
	    findings_of(report), "queries", queries_of(report), "self", json_self(report),
	    "senders", json_senders(report), "rule",
	    report->rule != 0 ? json_integer(report->rule) : json_null(), "rule_ref",
	    rule_ref(report->rule), "verdict_ms",
	    report->done || report->verdict_us > 0 ? json_ms(report->verdict_us) : json_null());
}

/* ds_report_json - one line */
char *ds_report_json(const struct ds_report *report)
{
	json_t *object = report_of(report);
	char *line = NULL, *grown;
	size_t len;

	if (object == NULL)
		return NULL;
	line = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(DIGITS));
	json_decref(object);
	if (line == NULL)
		return NULL;
	len = strlen(line);
	grown = realloc(line, len + 2);
	if (grown == NULL) {
		free(line);
		return NULL;
	}
	memcpy(grown + len, "\n", 2);
	return grown;
}
