/* SPDX-License-Identifier: BSD-2-Clause */
/* figures_write - figures that go into a report of the user's */
#include "core/survey/figures_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/danescope.h"
#include "core/report/html_escape.h"
#include "core/report/sheet.h"

#define TEXT_COLUMNS 80
#define TEXT_BAR     20 /* signs of a whole bar */
#define TEXT_NAME    26 /* columns of a name */
#define TEXT_CELL    9  /* columns of a percentage and its head */

static const char *const column_names[FIGURES_STANDARDS] = { [FIGURES_DNSSEC] = "dnssec",
	[FIGURES_DNSSEC_MX] = "dnssec_mx",
	[FIGURES_STARTTLS] = "starttls",
	[FIGURES_TLSA] = "tlsa",
	[FIGURES_DANE] = "dane",
	[FIGURES_ALL] = "all" };

/* percent_text - "45 %", or "-" */
static const char *percent_text(const struct figures *f, enum figures_standard s, char buf[16])
{
	int percent = figures_percent(figures_kept(f, s), figures_judged(f, s));

	if (percent < 0)
		return "-";
	snprintf(buf, 16, "%d %%", percent);
	return buf;
}

/* --- a table for a spreadsheet ----------------------------------------------------------- */

/* csv_field - in quotes; never a formula */
static void csv_field(FILE *out, const char *text)
{
	fputs(text[0] != '\0' && strchr("=+-@", text[0]) != NULL ? "\"'" : "\"", out);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

/* csv_heads - names of the columns */
static void csv_heads(FILE *out)
{
	fputs("name,domains", out);
	for (int v = DS_V_SECURED; v <= DS_V_UNKNOWN; v++)
		fprintf(out, ",%s", ds_verdict_word((enum ds_verdict)v));
	fputs(",not_checked", out);
	for (int s = 0; s < FIGURES_STANDARDS; s++)
		fprintf(out, ",%s,%s_of,%s_percent,%s_unknown", column_names[s], column_names[s],
		    column_names[s], column_names[s]);
	fputs("\r\n", out);
}

/* csv_line - one name */
static void csv_line(FILE *out, const char *name, const struct figures *f)
{
	csv_field(out, name);
	fprintf(out, ",%u", f->domains);
	for (int v = DS_V_SECURED; v <= DS_V_UNKNOWN; v++)
		fprintf(out, ",%u", f->verdicts[v]);
	fprintf(out, ",%u", f->verdicts[DS_V_PENDING]);
	for (int s = 0; s < FIGURES_STANDARDS; s++) {
		uint32_t kept = figures_kept(f, (enum figures_standard)s);
		uint32_t of = figures_judged(f, (enum figures_standard)s);

		fprintf(out, ",%u,%u,", kept, of);
		if (of > 0)
			fprintf(out, "%d", figures_percent(kept, of));
		fprintf(out, ",%u", f->answers[s][FIGURES_UNKNOWN]);
	}
	fputs("\r\n", out);
}

/* figures_csv - the whole first, then each name */
char *figures_csv(const struct figures_page *page)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (out == NULL)
		return NULL;
	csv_heads(out);
	csv_line(out, page->title, &page->all);
	for (size_t i = 0; i < page->nlines; i++)
		csv_line(out, page->lines[i].name, &page->lines[i].figures);
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}

/* --- text ----------------------------------------------------------------------------------- */

/* padded - a text, and blanks up to so many columns */
static void padded(struct sheet *sheet, const char *text, unsigned columns)
{
	unsigned width = sheet_width(text);

	sheet_add(sheet, "%s%*s", text, width < columns ? (int)(columns - width) : 1, "");
}

/* text_bar - one standard */
static void text_bar(struct sheet *sheet, const struct figures *f, enum figures_standard s)
{
	uint32_t kept = figures_kept(f, s), of = figures_judged(f, s);
	unsigned full = of > 0 ? (unsigned)((uint64_t)kept * TEXT_BAR / of) : 0;
	char percent[16];

	padded(sheet, figures_name(s), TEXT_NAME);
	for (unsigned i = 0; i < TEXT_BAR; i++)
		sheet_add(sheet, "%s", i < full ? "#" : ".");
	sheet_add(sheet, "  %5s  ", percent_text(f, s, percent));
	sheet_add(sheet, _("%u of %u"), kept, of);
	if (f->answers[s][FIGURES_UNKNOWN] > 0)
		sheet_add(sheet, n_(", %u unknown", ", %u unknown", f->answers[s][FIGURES_UNKNOWN]),
		    f->answers[s][FIGURES_UNKNOWN]);
	sheet_add(sheet, "\n");
}

/* right - a text that ends where its cell does */
static void right(struct sheet *sheet, const char *text)
{
	unsigned width = sheet_width(text);

	sheet_add(sheet, "%*s%s", width < TEXT_CELL ? (int)(TEXT_CELL - width) : 1, "", text);
}

/* text_table - each name */
static void text_table(struct sheet *sheet, const struct figures_page *page)
{
	char percent[16];

	padded(sheet, page->head, TEXT_NAME);
	for (int s = 0; s < FIGURES_STANDARDS; s++)
		right(sheet, figures_head((enum figures_standard)s));
	sheet_add(sheet, "\n");
	for (size_t i = 0; i < page->nlines; i++) {
		const struct figures_line *line = &page->lines[i];
		bool fits = sheet_width(line->name) < TEXT_NAME;

		if (fits)
			padded(sheet, line->name, TEXT_NAME);
		else
			sheet_add(sheet, "%s\n%*s", line->name, TEXT_NAME, "");
		for (int s = 0; s < FIGURES_STANDARDS; s++)
			right(
			    sheet, percent_text(&line->figures, (enum figures_standard)s, percent));
		sheet_add(sheet, "\n");
	}
}

/* figures_text - bars, and a table below them */
char *figures_text(const struct figures_page *page)
{
	char buf[512], when[32];
	struct sheet sheet;

	sheet_init(&sheet, TEXT_COLUMNS, false);
	sheet_add(&sheet, "%s, %.10s (danescope %s)\n\n", page->title,
	    text_time(when, sizeof(when), page->when), DS_VERSION);
	sheet_wrap(&sheet, 0, 0, figures_sentence(&page->all, buf, sizeof(buf)));
	if (figures_left_out(&page->all, buf, sizeof(buf))[0] != '\0')
		sheet_wrap(&sheet, 0, 0, buf);
	sheet_add(&sheet, "\n");
	for (int s = 0; s < FIGURES_STANDARDS; s++)
		text_bar(&sheet, &page->all, (enum figures_standard)s);
	if (page->nlines > 0) {
		sheet_add(&sheet, "\n");
		text_table(&sheet, page);
	}
	return sheet_take(&sheet);
}

/* --- a page for a browser --------------------------------------------------------------- */

static const char style[] =
    "body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#111;"
    "background:#fff}table{border-collapse:collapse;width:100%;margin:1.5em 0}"
    "th,td{padding:.3em .6em;border-bottom:1px solid #ccc;text-align:left}"
    "td.n,th.n{text-align:right;white-space:nowrap}td.bar{width:40%}"
    "meter{width:100%;height:1.2em}";

/* html_cell - a text in a cell */
static void html_cell(FILE *out, const char *tag, const char *text)
{
	fprintf(out, "<%s>", tag);
	html_escape(out, text);
	fprintf(out, "</%.2s>", tag);
}

/* html_bar - one standard */
static void html_bar(FILE *out, const struct figures *f, enum figures_standard s)
{
	uint32_t kept = figures_kept(f, s), of = figures_judged(f, s);
	char text[64];

	fputs("<tr>", out);
	html_cell(out, "td", figures_name(s));
	fprintf(out, "<td class=\"bar\"><meter max=\"%u\" value=\"%u\"></meter></td>",
	    of > 0 ? of : 1, kept);
	html_cell(out, "td class=\"n\"", percent_text(f, s, text));
	snprintf(text, sizeof(text), _("%u of %u"), kept, of);
	html_cell(out, "td class=\"n\"", text);
	snprintf(text, sizeof(text), n_("%u unknown", "%u unknown", f->answers[s][FIGURES_UNKNOWN]),
	    f->answers[s][FIGURES_UNKNOWN]);
	html_cell(out, "td class=\"n\"", f->answers[s][FIGURES_UNKNOWN] > 0 ? text : "");
	fputs("</tr>\n", out);
}

/* html_table - each name */
static void html_table(FILE *out, const struct figures_page *page)
{
	char percent[16];

	fputs("<table>\n<tr>", out);
	html_cell(out, "th", page->head);
	for (int s = 0; s < FIGURES_STANDARDS; s++)
		html_cell(out, "th class=\"n\"", figures_head((enum figures_standard)s));
	fputs("</tr>\n", out);
	for (size_t i = 0; i < page->nlines; i++) {
		fputs("<tr>", out);
		html_cell(out, "td", page->lines[i].name);
		for (int s = 0; s < FIGURES_STANDARDS; s++)
			html_cell(out, "td class=\"n\"",
			    percent_text(
				&page->lines[i].figures, (enum figures_standard)s, percent));
		fputs("</tr>\n", out);
	}
	fputs("</table>\n", out);
}

/* figures_html - one page; it loads nothing, and runs nothing */
char *figures_html(const struct figures_page *page)
{
	char *text = NULL, buf[512], when[32];
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (out == NULL)
		return NULL;
	fprintf(out,
	    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
	    _("en"));
	html_escape(out, page->title);
	fprintf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n", style);
	html_cell(out, "h1", page->title);
	fprintf(out, "\n<p>%.10s, danescope %s</p>\n<p><strong>",
	    text_time(when, sizeof(when), page->when), DS_VERSION);
	html_escape(out, figures_sentence(&page->all, buf, sizeof(buf)));
	fputs("</strong> ", out);
	html_escape(out, figures_left_out(&page->all, buf, sizeof(buf)));
	fputs("</p>\n<table>\n", out);
	for (int s = 0; s < FIGURES_STANDARDS; s++)
		html_bar(out, &page->all, (enum figures_standard)s);
	fputs("</table>\n", out);
	if (page->nlines > 0)
		html_table(out, page);
	fputs("</body>\n</html>\n", out);
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}
