/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * screen_transcript - the dialogue with one address, line by line as it happens
 *
 * On the left the hosts and addresses with their state. It follows the end until one scrolls.
 */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/remark.h"
#include "core/danescope.h"
#include "core/diagnosis/labels.h"
#include "tui/facts.h"
#include "tui/glyph.h"
#include "tui/ui.h"
#include "tui/words.h"

/* dialogue_count - all dialogues of all hosts */
static int dialogue_count(const struct ds_report *r)
{
	int n = 0;

	for (size_t h = 0; r && h < r->nhosts; h++)
		n += (int)r->hosts[h]->nprobes;
	return n;
}

/* dialogue_at - the place of the i-th */
static struct target dialogue_at(const struct ds_report *r, int i)
{
	for (size_t h = 0; r && h < r->nhosts; h++) {
		if (i < (int)r->hosts[h]->nprobes)
			return (struct target){ .kind = TO_DIALOGUE, .host = (int)h, .a = i };
		i -= (int)r->hosts[h]->nprobes;
	}
	return (struct target){ .kind = TO_NONE, .host = -1 };
}

/* dialogue_number - which one is shown */
static int dialogue_number(const struct ds_report *r, const struct target *t)
{
	int n = 0;

	for (size_t h = 0; r && h < r->nhosts; h++) {
		if ((int)h == t->host)
			return n + t->a;
		n += (int)r->hosts[h]->nprobes;
	}
	return 0;
}

/* busiest - the dialogue that is shown until one is chosen: the first that has failed or talks */
static int busiest(const struct ds_report *r)
{
	int n = 0, first = -1;

	for (size_t h = 0; r && h < r->nhosts; h++)
		for (size_t i = 0; i < r->hosts[h]->nprobes; i++, n++) {
			const struct ds_probe *p = r->hosts[h]->probes[i];

			if (p->done && p->dane == DS_DANE_MISMATCH)
				return n;
			if (first < 0 && p->nlines)
				first = n;
		}
	return first < 0 ? 0 : first;
}

/* current - the dialogue that is shown, or NULL */
static const struct ds_probe *current(struct screen *s)
{
	const struct ds_report *r = screen_report(s);

	if (s->target.kind == TO_NONE) {
		s->target = dialogue_at(r, busiest(r));
		s->target.kind = TO_NONE;
	}
	return target_probe(r, &s->target);
}

/* probe_state - of a dialogue: DANE where it is judged, else how far it is */
static struct said probe_state(const struct ds_probe *probe)
{
	if (probe->done && probe->dane != DS_DANE_NOT_APPLICABLE)
		return words_dane(probe->dane);
	return words_starttls(probe);
}

/* left_from - the first host of the list that is shown: so that the open dialogue is in sight */
static size_t left_from(struct screen *s, const struct ds_report *r)
{
	size_t from = (size_t)(s->target.host < 0 ? 0 : s->target.host), rows = 0;
	size_t room = (s->list.height ? s->list.height : 18) * 2 / 3;

	while (from && rows + r->hosts[from - 1]->nprobes + 2 < room) {
		from--;
		rows += r->hosts[from]->nprobes + 2;
	}
	return from;
}

/* transcript_left - hosts and addresses */
static void transcript_left(struct screen *s, struct page *p)
{
	const struct ds_report *r = screen_report(s);
	const struct ds_probe *shown = current(s);

	for (size_t h = r && r->nhosts ? left_from(s, r) : 0; r && h < r->nhosts; h++) {
		const struct ds_host *host = r->hosts[h];

		page_blank(p);
		page_row(p);
		page_field(p, ROLE_strong, host->name, p->width - 1, CELL_CUT_MIDDLE);
		for (size_t i = 0; i < host->nprobes; i++) {
			const struct ds_probe *probe = host->probes[i];

			page_row(p);
			page_mark(p, probe_state(probe).mark);
			page_field(p, probe == shown ? ROLE_select : ROLE_value, probe->address,
			    p->width - p->column - 1, CELL_CUT_MIDDLE);
		}
	}
}

/* transcript_head - whose dialogue it is, and how it stands */
static void transcript_head(struct screen *s, struct page *p)
{
	const struct ds_probe *probe = current(s);
	const struct ds_host *host = target_host(screen_report(s), &s->target);
	char text[400], state[128];
	struct said said;

	if (!probe || !host)
		return;
	said = probe_state(probe);
	snprintf(state, sizeof state, "%s %s", p->theme->mark[said.mark][p->fancy], said.word);
	page_row(p);
	snprintf(
	    text, sizeof text, "%s %s %s", host->name, glyph(p->fancy, GLYPH_DOT), probe->address);
	page_field(p, ROLE_strong, text, p->width - cell_text_width(state) - 3, CELL_CUT_MIDDLE);
	page_right(p, (enum role)said.mark, state, p->width - 1);
	page_row(p);
	page_line(p, ROLE_rule, p->width - 1);
}

/* line_look - how each voice looks */
static enum role line_look(enum ds_line_from from, const char **sign, bool fancy)
{
	*sign = " ";
	switch (from) {
	case DS_FROM_SERVER: *sign = glyph(fancy, GLYPH_FROM); return ROLE_server;
	case DS_FROM_CLIENT: *sign = glyph(fancy, GLYPH_ARROW); return ROLE_client;
	case DS_FROM_TLS: *sign = glyph(fancy, GLYPH_DOT); return ROLE_tls;
	case DS_FROM_LOCAL: break;
	}
	return ROLE_dim;
}

/* line_row - one line of the dialogue */
static void line_row(struct screen *s, struct page *p, const struct ds_probe *probe, size_t i)
{
	const struct ds_line *line = &probe->lines[i];
	char words[REMARK_WORDS];
	const char *sign, *text = remark_words(words, sizeof words, line->text);
	enum role role = line_look(line->from, &sign, p->fancy);
	char time[32];
	size_t first;

	page_row(p);
	first = p->nrows - 1;
	page_link(p, (struct target){
			 .kind = TO_LINE, .host = s->target.host, .a = s->target.a, .b = (int)i });
	page_value(p, text);
	words_duration(time, sizeof time, line->us);
	page_right(p, ROLE_dim, time, 7);
	page_to(p, 8);
	page_field(p, role, sign, p->fancy ? 1 : 2, CELL_CUT_END);
	p->column++;
	if (line->from == DS_FROM_LOCAL || line->from == DS_FROM_TLS)
		page_wrap(p, role, p->column, text);
	else
		page_put(p, role, text);
	if (line->from == DS_FROM_SERVER && (line->text[0] == '4' || line->text[0] == '5'))
		p->rows[first].problem = true;
}

/* differs - the record that ought to fit, and what was shown */
static void differs(struct page *p, const struct ds_host *host, const struct ds_probe *probe)
{
	char record[64], digest[24];

	for (size_t i = 0; i < host->tlsa.nrecords && probe->ncerts; i++) {
		const struct ds_tlsa_record *r = &host->tlsa.records[i];
		const char *seen = fact_subject(r, probe->certs[0]);

		if (r->reason != DS_TLSA_USABLE || !seen)
			continue;
		page_putf(p, ROLE_bad, ": %s %s %s",
		    fact_record(r, p->fancy, record, sizeof record), glyph(p->fancy, GLYPH_DIFFERS),
		    fact_digest(seen, p->fancy, digest, sizeof digest));
		return;
	}
}

/* looks_row - what the address showed to others, in a word each */
static void looks_row(struct page *p, const struct ds_probe *probe)
{
	for (size_t i = 0; i < probe->nalternates; i++) {
		const struct ds_alternate *a = probe->alternates[i];
		struct said said = words_dane(a->dane);

		if (a->result != DS_LOOKED_SHOWN)
			said =
			    (struct said){ a->result == DS_LOOKED_NONE ? MARK_NONE : MARK_UNKNOWN,
				    a->result == DS_LOOKED_NONE ? _("has none") : _("unknown") };
		else if (a->same)
			said.word = _("the same");
		page_row(p);
		page_to(p, 8);
		page_put(p, ROLE_dim, _(ds_look_label(a->look)));
		p->column++;
		page_mark(p, said.mark);
		page_put(p, (enum role)said.mark, said.word);
	}
}

/* result_rows - what came of it, at the end */
static void result_rows(
    struct screen *s, struct page *p, const struct ds_host *host, const struct ds_probe *probe)
{
	struct said dane = words_dane(probe->dane);
	char record[40];

	if (!probe->done)
		return;
	page_blank(p);
	page_row(p);
	page_link(p, (struct target){ .kind = TO_PROBE, .host = s->target.host, .a = s->target.a });
	page_to(p, 8);
	page_handle(p, ROLE_strong, "DANE", 0, CELL_CUT_END);
	p->column++;
	page_mark(p, dane.mark);
	page_put(p, (enum role)dane.mark, dane.word);
	if (probe->matched_record >= 0 && (size_t)probe->matched_record < host->tlsa.nrecords)
		page_putf(p, ROLE_value, ": %s",
		    fact_record(&host->tlsa.records[probe->matched_record], p->fancy, record,
			sizeof record));
	if (probe->dane == DS_DANE_MISMATCH) {
		differs(p, host, probe);
		page_problem(p);
	}
	looks_row(p, probe);
}

/* transcript_body - the dialogue */
static void transcript_body(struct screen *s, struct page *p)
{
	const struct ds_report *r = screen_report(s);
	const struct ds_probe *probe = current(s);
	const struct ds_host *host = target_host(r, &s->target);

	if (!probe || !host) {
		page_row(p);
		page_put(p, ROLE_dim,
		    !r || !r->done ? _("No dialogue has begun yet.")
		    : r->probed    ? _("There was no mail host to talk to.")
				   : _("No connection was tried (--no-smtp)."));
		return;
	}
	for (size_t i = 0; i < probe->nlines; i++)
		line_row(s, p, probe, i);
	result_rows(s, p, host, probe);
}

/* go - another dialogue */
static void go(struct screen *s, int step)
{
	const struct ds_report *r = screen_report(s);
	int n = dialogue_count(r);

	if (n < 2) {
		ui_say(s->ui, "%s", _("There is no further one of these."));
		return;
	}
	current(s);
	s->target = dialogue_at(r, (dialogue_number(r, &s->target) + step + n) % n);
	s->stale = true;
	s->follow = true;
	s->list.top = 0;
	s->list.at = LIST_NONE;
}

/* transcript_act - dialogues and certificates */
static bool transcript_act(struct screen *s, const struct action *action)
{
	switch (action->id) {
	case DO_NEXT_SIBLING: go(s, 1); return true;
	case DO_PREVIOUS_SIBLING: go(s, -1); return true;
	case DO_CERTIFICATES:
		current(s);
		nav_certs(s->ui, &s->target, 0);
		return true;
	default: return false;
	}
}

const struct screen_ops screen_transcript = {
	.name = N_("Transcript"),
	.scope = ON_TRANSCRIPT,
	.panes = true,
	.head = transcript_head,
	.left = transcript_left,
	.body = transcript_body,
	.act = transcript_act,
};
