/* SPDX-License-Identifier: BSD-2-Clause */
/* screen_findings - everything that was found, worst first */
#include <stdio.h>
#include <stdlib.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "tui/mem.h"
#include "tui/ui.h"
#include "tui/words.h"

/* findings_sorted - worst first; an array to be freed, NULL for none */
const struct ds_finding **findings_sorted(const struct ds_report *r)
{
	const struct ds_finding **all;

	if (!r || !r->nfindings)
		return NULL;
	all = mem_new(r->nfindings, sizeof *all);
	for (size_t i = 0; i < r->nfindings; i++)
		all[i] = r->findings[i];
	qsort(all, r->nfindings, sizeof *all, ds_finding_compare);
	return all;
}

/* finding_index - its place in the report, which never changes */
int finding_index(const struct ds_report *r, const struct ds_finding *finding)
{
	for (size_t i = 0; i < r->nfindings; i++)
		if (r->findings[i] == finding)
			return (int)i;
	return -1;
}

/* severity_heading - "2 errors", before the first of them */
static void severity_heading(struct page *p, const struct ds_report *r, enum ds_severity severity)
{
	size_t n = 0;

	for (size_t i = 0; i < r->nfindings; i++)
		n += r->findings[i]->severity == severity;
	page_blank(p);
	page_row(p);
	switch (severity) {
	case DS_ERROR: page_putf(p, ROLE_dim, n_("%zu error", "%zu errors", n), n); break;
	case DS_WARNING: page_putf(p, ROLE_dim, n_("%zu warning", "%zu warnings", n), n); break;
	case DS_NOTICE: page_putf(p, ROLE_dim, n_("%zu notice", "%zu notices", n), n); break;
	case DS_INFO: page_putf(p, ROLE_dim, n_("%zu remark", "%zu remarks", n), n); break;
	}
}

/* finding_row - what, and where */
static void finding_row(struct page *p, const struct ds_report *r, const struct ds_finding *f)
{
	struct said said = words_severity(f->severity);
	char title[256];
	int place = p->width >= 60 ? p->width * 36 / 100 : 0;

	page_row(p);
	page_link(p, (struct target){ .kind = TO_FINDING, .host = -1, .a = finding_index(r, f) });
	page_to(p, 1);
	page_mark(p, said.mark);
	ds_finding_title(f, title, sizeof title);
	page_handle(p, ROLE_normal, title, p->width - p->column - place - 2, CELL_CUT_END);
	if (place && f->at) {
		page_to(p, p->width - place - 1);
		page_field(p, ROLE_value, f->at, place, CELL_CUT_MIDDLE);
	}
	if (f->severity <= DS_WARNING)
		page_problem(p);
}

/* findings_body - all of them */
static void findings_body(struct screen *s, struct page *p)
{
	const struct ds_report *r = screen_report(s);
	const struct ds_finding **all = findings_sorted(r);

	if (!all) {
		page_row(p);
		page_put(p, ROLE_dim,
		    r && r->done ? _("Nothing was found that is worth a remark.")
				 : _("Nothing was found yet."));
		return;
	}
	for (size_t i = 0; i < r->nfindings; i++) {
		if (!i || all[i]->severity != all[i - 1]->severity)
			severity_heading(p, r, all[i]->severity);
		finding_row(p, r, all[i]);
	}
	free(all);
}

/* findings_foot - the selected one in words, where no pane shows it */
static void findings_foot(struct screen *s, struct page *p, int room)
{
	struct target target;
	const struct ds_finding *f;
	char text[1024];

	if (room < 14 || s->side.width > 0 || !screen_selected(s, &target))
		return;
	f = target_finding(screen_report(s), &target);
	if (!f)
		return;
	page_row(p);
	page_line(p, ROLE_rule, p->width - 1);
	page_row(p);
	page_wrap(p, ROLE_normal, 0, ds_finding_text(f, text, sizeof text));
	while (p->nrows < 5)
		page_row(p);
	p->nrows = 5;
}

const struct screen_ops screen_findings = {
	.name = N_("Findings"),
	.scope = ON_FINDINGS,
	.side = true,
	.body = findings_body,
	.foot = findings_foot,
};
