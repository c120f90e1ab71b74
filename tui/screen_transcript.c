/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * screen_transcript - the dialogue with one address, line by line as it happens
 *
 * On the left the hosts and addresses with their state. It follows the end until one scrolls.
 */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
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

/* transcript_left - hosts and addresses */
static void transcript_left(struct screen *s, struct page *p)
{
	const struct ds_report *r = screen_report(s);
	const struct ds_probe *shown = current(s);

	for (size_t h = 0; r && h < r->nhosts; h++) {
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
	const char *sign;
	enum role role = line_look(line->from, &sign, p->fancy);
	char time[32];

	page_row(p);
	page_link(p, (struct target){
			 .kind = TO_LINE, .host = s->target.host, .a = s->target.a, .b = (int)i });
	page_value(p, line->text);
	words_duration(time, sizeof time, line->us);
	page_right(p, ROLE_dim, time, 7);
	page_to(p, 8);
	page_field(p, role, sign, p->fancy ? 1 : 2, CELL_CUT_END);
	p->column++;
	page_put(p, role, line->text);
	if (line->from == DS_FROM_SERVER && (line->text[0] == '4' || line->text[0] == '5'))
		page_problem(p);
}

/* result_rows - what came of it, at the end */
static void result_rows(struct page *p, const struct ds_host *host, const struct ds_probe *probe)
{
	struct said dane = words_dane(probe->dane);
	char record[40];

	if (!probe->done)
		return;
	page_blank(p);
	page_row(p);
	page_to(p, 8);
	page_put(p, ROLE_dim, "DANE");
	p->column++;
	page_mark(p, dane.mark);
	page_put(p, (enum role)dane.mark, dane.word);
	if (probe->matched_record >= 0 && (size_t)probe->matched_record < host->tlsa.nrecords)
		page_putf(p, ROLE_value, ": %s",
		    fact_record(&host->tlsa.records[probe->matched_record], p->fancy, record,
			sizeof record));
	if (probe->dane == DS_DANE_MISMATCH)
		page_problem(p);
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
	result_rows(p, host, probe);
}

/* go - another dialogue */
static void go(struct screen *s, int step)
{
	const struct ds_report *r = screen_report(s);
	int n = dialogue_count(r);

	if (!n)
		return;
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
	struct target t;

	switch (action->id) {
	case DO_NEXT_SIBLING: go(s, 1); return true;
	case DO_PREVIOUS_SIBLING: go(s, -1); return true;
	case DO_CERTIFICATES:
		current(s);
		t = (struct target){ .kind = TO_CERT, .host = s->target.host, .a = s->target.a };
		if (target_cert(screen_report(s), &t))
			nav_open(s->ui, &t);
		else
			ui_say(s->ui, "%s", _("No certificate was shown here."));
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
