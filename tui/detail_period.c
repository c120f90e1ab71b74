/* SPDX-License-Identifier: BSD-2-Clause */
/* detail_period - everything that is known of one time in which all looks saw the same */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "core/survey/history.h"
#include "tui/detail.h"
#include "tui/facts.h"
#include "tui/glyph.h"
#include "tui/page.h"
#include "tui/past.h"
#include "tui/ui.h"
#include "tui/words.h"

#define LABEL 14

/* change_mark - does it make things worse or better? */
static enum mark change_mark(const struct change *c)
{
	int weight = change_weight(c);

	if (c->alone)
		return MARK_BAD;
	return weight > 1 ? MARK_BAD : weight == 1 ? MARK_WEAK : weight < 0 ? MARK_GOOD : MARK_NONE;
}

/* same_words - is a change told by the one before it, in the same words? */
static bool same_words(const struct changes *changes, size_t i)
{
	char text[400], before[400];

	return i && !strcmp(change_text(&changes->all[i], text, sizeof text),
			change_text(&changes->all[i - 1], before, sizeof before));
}

/* detail_changes - with which a period began, and whose doing: not said again where it is the same */
void detail_changes(struct page *p, const struct period *of)
{
	const struct changes *changes = &of->changes;
	enum ds_actor before = DS_ACT_NOBODY;

	for (size_t i = 0; i < changes->n; i++) {
		const struct change *c = &changes->all[i];
		enum mark mark = change_mark(c);
		enum ds_actor who = change_actor(c);
		bool named = who != before && who != DS_ACT_NOBODY && who != DS_ACT_YOU &&
			     change_weight(c) >= 0 && c->kind != SEEN_HOST;
		char text[400];

		if (same_words(changes, i))
			continue;
		page_row(p);
		page_mark(p, mark);
		page_wrap(p, mark == MARK_BAD || mark == MARK_WEAK ? (enum role)mark : ROLE_normal,
		    page_mark_width(p), change_text(c, text, sizeof text));
		if (named) {
			before = who;
			page_putf(p, ROLE_dim, " %s ", glyph(p->fancy, GLYPH_DOT));
			page_wrap(p, ROLE_dim, page_mark_width(p), words_actor(who));
		}
	}
	if (!changes->n) {
		page_row(p);
		page_put(p, ROLE_dim, _("Nothing to compare with before."));
	}
}

/* when - from when until when, and how often */
static void when(struct page *p, const struct period *of)
{
	char from[64], until[64], text[200];

	past_date(from, sizeof from, of->from_ms);
	past_date(until, sizeof until, of->until_ms);
	page_pair(p, _("First look"), ROLE_value, LABEL, from);
	if (of->looks > 1) {
		page_pair(p, _("Last look"), ROLE_value, LABEL, until);
		snprintf(text, sizeof text, n_("%u look", "%u looks", of->looks), of->looks);
		page_pair(p, _("Seen"), ROLE_normal, LABEL, text);
	}
	page_pair(
	    p, _("Asked"), ROLE_normal, LABEL, of->via ? of->via : _("the authoritative servers"));
	if (of->signed_until)
		page_pair(p, _("Signed until"), ROLE_value, LABEL,
		    words_moment(from, sizeof from, of->signed_until));
}

/* deliverable - what a sender that checks could do */
static const char *deliverable(enum ds_deliverable d)
{
	switch (d) {
	case DS_DELIVER_YES: return _("mail arrives");
	case DS_DELIVER_DEGRADED: return _("some routes are lost");
	case DS_DELIVER_NO: return _("no mail arrives");
	case DS_DELIVER_UNKNOWN: break;
	}
	return _("not known");
}

/* place - a name behind a text; on a line of its own where it would be cut */
static void place(struct page *p, enum role role, int indent, const char *text)
{
	if (p->column > indent && p->column + 1 + cell_text_width(text) >= p->width)
		page_row(p);
	page_to(p, p->column ? p->column + 1 : indent);
	page_wrap(p, role, indent, text);
}

/* finding_line - a fault that was seen */
static void finding_line(struct page *p, const struct seen_line *line)
{
	const struct ds_catalogue_entry *entry = NULL;
	enum mark mark = line->kind == SEEN_ERROR ? MARK_BAD : MARK_WEAK;
	size_t len = strcspn(line->value, " ");

	for (int i = 0; ds_catalogue(i) && !entry; i++)
		if (strlen(ds_catalogue(i)->code) == len &&
		    !strncmp(ds_catalogue(i)->code, line->value, len))
			entry = ds_catalogue(i);
	page_row(p);
	page_mark(p, mark);
	if (entry)
		page_wrap(p, (enum role)mark, page_mark_width(p), _(entry->title));
	else
		page_putf(p, (enum role)mark, "%.*s", (int)len, line->value);
	place(p, ROLE_value, page_mark_width(p), line->place);
}

/* label_of - what a line is about, in the terms of the DNS */
static const char *label_of(enum seen_kind kind)
{
	switch (kind) {
	case SEEN_DS: return "DS";
	case SEEN_KEY: return _("key");
	case SEEN_MX: return "MX";
	case SEEN_ADDRESS: return _("address");
	case SEEN_TLSA: return "TLSA";
	case SEEN_CERT: return _("certificate");
	default: return "";
	}
}

/* cert_value - the digest of the key, and the end of the certificate */
static const char *cert_value(const char *value, bool fancy, char *buf, size_t size)
{
	char key[80] = "", cert[80] = "", end[64], shown[40];
	long long until = 0;

	if (sscanf(value, "%79s %79s %lld", key, cert, &until) != 3)
		return value;
	snprintf(buf, size, _("key %s, until %s"), fact_digest(key, fancy, shown, sizeof shown),
	    words_moment(end, sizeof end, until));
	return buf;
}

/* value_of - a value as it is shown */
static const char *value_of(const struct seen_line *line, bool fancy, char *buf, size_t size)
{
	if (line->kind == SEEN_CERT)
		return cert_value(line->value, fancy, buf, size);
	snprintf(buf, size, "%s", line->value);
	return fact_shorten(buf, fancy);
}

/* lines_of - all lines of one kind, under a heading each place once */
static void lines_of(struct page *p, const struct seen *seen, enum seen_kind kind)
{
	const char *before = "";
	char text[200];

	for (size_t i = 0; i < seen->n; i++) {
		const struct seen_line *line = &seen->lines[i];

		if (line->kind != kind)
			continue;
		page_row(p);
		page_field(p, ROLE_dim, strcmp(before, line->place) ? label_of(kind) : "",
		    LABEL - 2, CELL_CUT_END);
		page_to(p, LABEL);
		if (strcmp(before, line->place))
			page_wrap(p, ROLE_normal, LABEL, line->place);
		place(p, ROLE_value, LABEL, value_of(line, p->fancy, text, sizeof text));
		before = line->place;
	}
}

/* detail_period - its verdict, what changed with it, and all that was seen */
void detail_period(struct ui *ui, struct page *p, unsigned entry, int id)
{
	const struct period *of = past_at(past_of(ui, entry), id);
	struct said said;

	if (!of)
		return;
	said = words_verdict(of->verdict);
	page_row(p);
	page_mark(p, said.mark);
	page_put(p, (enum role)said.mark, said.word);
	page_putf(p, ROLE_dim, ", %s", deliverable(of->deliverable));
	page_blank(p);
	when(p, of);
	page_blank(p);
	page_heading(p, _("What changed"));
	detail_changes(p, of);
	page_blank(p);
	page_heading(p, _("What was seen"));
	for (size_t i = 0; i < of->seen.n; i++)
		if (of->seen.lines[i].kind >= SEEN_ERROR)
			finding_line(p, &of->seen.lines[i]);
	for (enum seen_kind kind = 0; kind < SEEN_ZONE; kind++)
		if (kind != SEEN_MAIL)
			lines_of(p, &of->seen, kind);
}
