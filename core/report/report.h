/* SPDX-License-Identifier: BSD-2-Clause */
/* report - the diagnosis of a domain as text and as JSON */
#ifndef DS_CORE_REPORT_REPORT_H
#define DS_CORE_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/model.h"

/* One sentence for a person: what a sender that honours DANE will do, and why. Translated. */
const char *ds_summary(const struct ds_report *, char *buf, size_t size);

/* Can this machine judge at all, and what is missing here? One line without a full stop. Translated. */
const char *ds_self_line(const struct ds_report *, char *buf, size_t size);

/* A status as it is shown: where this machine cannot judge, a proof that fails says nothing of the
 * domain, and is shown as one that is not established. */
enum ds_status ds_status_shown(const struct ds_report *, enum ds_status);

/* What the resolver itself says of an answer, in a few words. Translated. */
const char *ds_opinion_line(const struct ds_opinion *, char *buf, size_t size);

/* One line of danescope.report/1 with its newline, allocated with malloc; free() it. NULL: no memory. */
char *ds_report_json(const struct ds_report *);

/* The text report, allocated with malloc, for `columns` columns, with ANSI colours or not. */
char *ds_report_text(const struct ds_report *, unsigned columns, bool colour);

/* The report as one HTML page that needs nothing else, allocated with malloc. NULL: no memory. */
char *ds_report_html(const struct ds_report *);

/* The exit status of `check` for this report: 0, 1, 2 or 3 (CONTRACT: monitoring plugins). */
int ds_report_exit_status(const struct ds_report *);

#endif
