/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * html - the report as one page for a browser: for a ticket, an archive, a colleague without a
 * terminal. It holds everything that the text holds, loads nothing, and runs nothing.
 */
#include "core/report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "core/report/html_escape.h"

#define HTML_COLUMNS 100

static const char style[] =
    "body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;"
    "color:#111;background:#fff}pre{font:14px/1.35 monospace;overflow:auto;"
    "background:#f4f4f4;padding:1em}h2{margin-top:2em}dt{font-weight:bold;"
    "margin-top:1em}dd{margin-left:0}.error{color:#a00}.warning{color:#7a4b00}";

/* html_escape - a text, with what HTML would take for its own written out */
void html_escape(FILE *out, const char *text)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '&': fputs("&amp;", out); break;
		case '<': fputs("&lt;", out); break;
		case '>': fputs("&gt;", out); break;
		case '"': fputs("&quot;", out); break;
		default: fputc(*text, out); break;
		}
	}
}

/* element - a text in an element */
static void element(FILE *out, const char *name, const char *text)
{
	fprintf(out, "<%s>", name);
	html_escape(out, text);
	fprintf(out, "</%s>\n", name);
}

/* finding - what, where, and what to do */
static void finding(FILE *out, const struct ds_finding *f)
{
	char buf[2048];

	fprintf(out, "<dt class=\"%s\">", ds_severity_word(f->severity));
	html_escape(out, f->at != NULL ? f->at : "");
	fprintf(out, "</dt>\n");
	element(out, "dd", ds_finding_text(f, buf, sizeof(buf)));
	element(out, "dd", ds_finding_fix(f, buf, sizeof(buf)));
}

/* ds_report_html - the report as one page */
char *ds_report_html(const struct ds_report *report)
{
	char *page = NULL, *text = ds_report_text(report, HTML_COLUMNS, false), buf[2048];
	const char *verdict = ds_verdict_word(report->verdict);
	size_t size = 0;
	FILE *out = text != NULL ? open_memstream(&page, &size) : NULL;

	if (out == NULL) {
		free(text);
		return NULL;
	}
	fprintf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
	    _("en"));
	element(out, "title", report->domain_unicode);
	fprintf(out, "<style>%s</style>\n</head>\n<body>\n", style);
	element(out, "h1", report->domain_unicode);
	fprintf(out, "<p><strong>%s</strong> ", verdict != NULL ? verdict : "");
	html_escape(out, ds_summary(report, buf, sizeof(buf)));
	fprintf(out, "</p>\n");
	if (report->nfindings > 0)
		element(out, "h2", _("Findings"));
	fprintf(out, "<dl>\n");
	for (size_t i = 0; i < report->nfindings; i++)
		finding(out, report->findings[i]);
	fprintf(out, "</dl>\n");
	element(out, "h2", _("The whole report"));
	element(out, "pre", text);
	fprintf(out, "</body>\n</html>\n");
	free(text);
	if (fclose(out) != 0) {
		free(page);
		return NULL;
	}
	return page;
}
