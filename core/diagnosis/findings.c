/* SPDX-License-Identifier: BSD-2-Clause */
/* findings - how a finding is told; see findings.h */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/dane/tlsa.h"
#include "core/diagnosis/findings.h"

#define DAY         86400
#define RECORD_TEXT 200

/* same_text - equal, or both absent? */
static bool same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* is_told - was this very thing told before? Shared zones are met once a host */
static bool is_told(const struct ds_report *r, const struct found *f)
{
	for (size_t i = 0; i < r->nfindings; i++) {
		const struct ds_finding *old = r->findings[i];

		if (old->code == (int)f->code && same_text(old->at, f->at) &&
		    same_text(old->args[0], f->args[0]) && same_text(old->args[1], f->args[1]))
			return true;
	}
	return false;
}

/* much_the_same - the same text, or moments (in decimal seconds) of the same day */
static bool much_the_same(const char *a, const char *b)
{
	char *end_a, *end_b;
	long long x, y;

	if (a == NULL || b == NULL || *a == '\0' || *b == '\0')
		return same_text(a, b);
	x = strtoll(a, &end_a, 10);
	y = strtoll(b, &end_b, 10);
	if (*end_a != '\0' || *end_b != '\0')
		return strcmp(a, b) == 0;
	return llabs(x - y) <= DAY;
}

/* severity_of - as the finding says, or the catalogue; an error that a sender gets around is none */
static enum ds_severity severity_of(const struct ds_diagnosis *d, const struct found *f)
{
	enum ds_severity severity =
	    f->other_severity ? f->severity : ds_catalogue((int)f->code)->severity;

	return d->softened && severity == DS_ERROR ? DS_WARNING : severity;
}

/* is_covered - was the same fault of the same zone told, no milder, for the domain or this host? */
static bool is_covered(const struct ds_diagnosis *d, const struct found *f)
{
	const struct ds_report *r = &d->report;

	for (size_t i = 0; f->zone != NULL && i < r->nfindings; i++) {
		const struct ds_finding *old = r->findings[i];

		if (old->code == (int)f->code && same_text(old->zone, f->zone) &&
		    (old->host == f->host || old->host == FOR_DOMAIN) &&
		    old->severity <= severity_of(d, f) && much_the_same(old->args[2], f->args[2]))
			return true;
	}
	return false;
}

/* keep - a copy in the arena; NULL stays NULL */
static const char *keep(struct ds_diagnosis *d, const char *text)
{
	return text != NULL ? arena_strdup(d->arena, text) : NULL;
}

/* finding_add - tells a finding */
void finding_add(struct ds_diagnosis *d, const struct found *f)
{
	const struct ds_catalogue_entry *entry = ds_catalogue((int)f->code);
	struct ds_event e = { .kind = DS_EV_FINDING };
	struct ds_finding *out;

	if (is_told(&d->report, f) || is_covered(d, f))
		return;
	out = arena_alloc(d->arena, 1, sizeof *out);
	if (out == NULL)
		return;
	out->code = (int)f->code;
	out->severity = severity_of(d, f);
	out->who = f->other_who ? f->who : entry->who;
	out->at = keep(d, f->at);
	out->zone = keep(d, f->zone);
	out->host = f->host;
	for (size_t i = 0; i < DS_FINDING_ARGS; i++)
		out->args[i] = keep(d, f->args[i]);
	out->expected = keep(d, f->expected);
	out->seen = keep(d, f->seen);
	e.finding = out;
	diagnosis_tell(d, &e);
}

/* finding_note - the usual case */
void finding_note(struct ds_diagnosis *d, enum ds_code code, int host, const char *at,
    const char *arg1, const char *arg2, const char *arg3, const char *arg4)
{
	struct found f = {
		.code = code, .host = host, .at = at, .args = { arg1, arg2, arg3, arg4 }
	};

	finding_add(d, &f);
}

/* finding_number - a number as text */
const char *finding_number(struct ds_diagnosis *d, int64_t number)
{
	const char *text = arena_printf(d->arena, "%" PRId64, number);

	return text != NULL ? text : "";
}

/* finding_records - the records that count */
const char *finding_records(struct ds_diagnosis *d, const struct ds_tlsa *t)
{
	const char *list = "";
	char text[RECORD_TEXT];

	for (size_t i = 0; i < t->nrecords; i++)
		if (t->records[i].reason == DS_TLSA_USABLE)
			list = finding_join(d, list,
			    arena_strdup(d->arena, tlsa_text(&t->records[i], text, sizeof text)));
	return list;
}

/* finding_join - a list with one more */
const char *finding_join(struct ds_diagnosis *d, const char *list, const char *more)
{
	const char *text =
	    list != NULL && *list != '\0' ? arena_printf(d->arena, "%s, %s", list, more) : more;

	return text != NULL ? text : "";
}

/* findings_on_internet - by the anchors, or by where the root's servers are */
bool findings_on_internet(const struct ds_diagnosis *d)
{
	const struct root_hints *hints = &d->engine->iterate.hints;

	if (d->engine->anchors.built_in)
		return true;
	for (size_t i = 0; i < hints->n; i++)
		if (net_address_is_special(&hints->hint[i].address))
			return false;
	return d->engine->iterating && hints->n > 0;
}
