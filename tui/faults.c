/* SPDX-License-Identifier: BSD-2-Clause */
/* faults - the findings that belong to one place in a chain of trust */
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "tui/faults.h"
#include "tui/page.h"
#include "tui/ui.h"
#include "tui/words.h"

#define LABEL 14

/* of_dns - is it about DNS and DNSSEC at all? */
static bool of_dns(const struct ds_finding *f)
{
	static const char *const kinds[] = { "DNSSEC_", "DNS_", "RESOLVER_" };
	const struct ds_catalogue_entry *entry = ds_catalogue(f->code);

	for (size_t i = 0; entry && i < sizeof kinds / sizeof kinds[0]; i++)
		if (!strncmp(entry->code, kinds[i], strlen(kinds[i])))
			return true;
	return false;
}

/* names_type - does it speak of records of one type? (the first argument of those on signatures) */
static bool names_type(const struct ds_finding *f, unsigned type)
{
	char name[16];

	return f->args[0] && !strcmp(f->args[0], ds_type_name(type, name, sizeof name));
}

/* names_answer - does it speak of records that are no part of a chain? */
static bool names_answer(const struct ds_finding *f)
{
	static const enum ds_type types[] = { DS_T_MX, DS_T_A, DS_T_AAAA, DS_T_TLSA, DS_T_CNAME,
		DS_T_DNAME };

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (names_type(f, types[i]))
			return true;
	return false;
}

/* fault_of_zone - is a finding about this zone? */
bool fault_of_zone(const struct ds_finding *f, const struct ds_link *link)
{
	return f->at && of_dns(f) && !strcmp(f->at, link->zone) && !names_answer(f);
}

/* fault_of_answer - is it about this answer? */
bool fault_of_answer(const struct ds_finding *f, const struct ds_answer *a)
{
	bool alias = names_type(f, DS_T_CNAME) || names_type(f, DS_T_DNAME);

	if (!f->at || !of_dns(f))
		return false;
	for (size_t i = 0; alias && i < a->naliases; i++)
		if (!strcmp(f->at, a->aliases[i].owner))
			return true;
	if (strcmp(f->at, a->name) && strcmp(f->at, a->final ? a->final : a->name))
		return false;
	for (size_t i = 0; i < a->chain.n; i++)
		if (!strcmp(f->at, a->chain.links[i]->zone))
			return names_type(f, a->type);
	return names_type(f, a->type) || !names_answer(f);
}

/* fault_next - the next finding about a place */
const struct ds_finding *fault_next(const struct ds_report *r, const struct target *t, size_t *i)
{
	const struct ds_link *link = t->kind == TO_ANSWER || t->a < 0 ? NULL : target_link(r, t);
	const struct ds_answer *answer = link ? NULL : target_answer(r, t);

	for (; r && *i < r->nfindings; (*i)++) {
		const struct ds_finding *f = r->findings[*i];

		if ((link && fault_of_zone(f, link)) || (answer && fault_of_answer(f, answer))) {
			(*i)++;
			return f;
		}
	}
	return NULL;
}

/* fault_worst - the worst finding about a place */
const struct ds_finding *fault_worst(const struct ds_report *r, const struct target *t)
{
	const struct ds_finding *f, *worst = NULL;

	for (size_t i = 0; (f = fault_next(r, t, &i));)
		if (!worst || f->severity < worst->severity)
			worst = f;
	return worst;
}

/* fault_evidence - what ought to be there, and what is */
void fault_evidence(struct page *p, int column, const struct ds_finding *f)
{
	char text[2048];
	const char *side;

	side = ds_finding_expected(f, text, sizeof text);
	if (side)
		page_pair(p, _("Expected"), ROLE_good, column, side);
	side = ds_finding_seen(f, text, sizeof text);
	if (side)
		page_pair(
		    p, _("Seen"), f->severity <= DS_WARNING ? ROLE_bad : ROLE_value, column, side);
}

/* fault_row - one of them */
static void fault_row(struct page *p, const struct ds_report *r, const struct ds_finding *f)
{
	struct said said = words_severity(f->severity);
	char text[2048];

	page_row(p);
	page_link(p, (struct target){ .kind = TO_FINDING, .host = -1, .a = finding_index(r, f) });
	if (f->severity <= DS_WARNING)
		page_problem(p);
	page_mark(p, said.mark);
	ds_finding_title(f, text, sizeof text);
	page_handle(p, f->severity <= DS_WARNING ? (enum role)said.mark : ROLE_strong, text,
	    cell_text_width(text) < p->width - p->column - 1 ? 0 : p->width - p->column - 1,
	    CELL_CUT_END);
	fault_evidence(p, LABEL, f);
	if (f->who != DS_ACT_NOBODY)
		page_pair(p, _("Who acts"), ROLE_normal, LABEL, words_actor(f->who));
	if (f->severity <= DS_WARNING)
		page_pair(
		    p, _("What to do"), ROLE_normal, LABEL, ds_finding_fix(f, text, sizeof text));
}

/* fault_rows - what was found at a place, worst first */
void fault_rows(struct page *p, const struct ds_report *r, const struct target *t)
{
	const struct ds_finding *f;
	bool any = false;

	for (int severity = DS_ERROR; severity <= DS_INFO; severity++)
		for (size_t i = 0; (f = fault_next(r, t, &i));) {
			if ((int)f->severity != severity)
				continue;
			page_blank(p);
			if (!any)
				page_heading(p, _("What was found here"));
			any = true;
			fault_row(p, r, f);
		}
}
