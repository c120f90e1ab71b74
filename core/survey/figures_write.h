/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * figures_write - figures that go into a report of the user's: as text, as a table for a spreadsheet,
 * as a page for a browser
 *
 * Text and page are in the user's language. The table (CSV, RFC 4180) is for programs: its heads are
 * names that do not change, and numbers stand beside each percentage; "percent" is empty where there
 * is nothing to take it of. A name that a spreadsheet would take for a formula gets an apostrophe before it.
 */
#ifndef DS_CORE_SURVEY_FIGURES_WRITE_H
#define DS_CORE_SURVEY_FIGURES_WRITE_H

#include <stddef.h>
#include <stdint.h>

#include "core/survey/figures.h"

struct figures_line {
	const char *name; /* fit for a terminal */
	struct figures figures;
};

/* Borrowed while it is written. */
struct figures_page {
	const char *title; /* what they are of: "Ministries", or "all domains" */
	int64_t when;      /* seconds since 1970 */
	struct figures all;
	const char *head; /* of the names below: "Group" */
	size_t nlines;
	const struct figures_line *lines;
};

/* Each malloc'd; NULL: out of memory. */
char *figures_csv(const struct figures_page *);
char *figures_text(const struct figures_page *);
char *figures_html(const struct figures_page *);

#endif
