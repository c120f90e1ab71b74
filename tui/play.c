/* SPDX-License-Identifier: BSD-2-Clause */
/* play - a diagnosis as a row of steps, in the order in which they happened */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "tui/mem.h"
#include "tui/play.h"

#define TOGETHER_US 1000 /* what leaves within this time leaves at once */

/* Steps in the making. */
struct maker {
	const struct ds_report *report;
	struct play_step *at;
	size_t n, cap;
};

/* put - one more */
static void put(struct maker *m, struct play_step step)
{
	m->at = mem_room(m->at, &m->cap, m->n + 1, sizeof *m->at);
	m->at[m->n++] = step;
}

/* put_queries - questions, those that leave together as one, and their answers */
static void put_queries(struct maker *m)
{
	const struct ds_report *r = m->report;

	for (size_t i = 0; i < r->nqueries;) {
		size_t n = 1;

		while (i + n < r->nqueries &&
		       r->queries[i + n]->sent_us < r->queries[i]->sent_us + TOGETHER_US)
			n++;
		put(m,
		    (struct play_step){
			.kind = PLAY_ASK, .us = r->queries[i]->sent_us, .a = (int)i, .n = (int)n });
		i += n;
	}
	for (size_t i = 0; i < r->nqueries; i++)
		if (r->queries[i]->done)
			put(m,
			    (struct play_step){
				.kind = PLAY_ANSWER, .us = r->queries[i]->done_us, .a = (int)i });
}

/* put_zones - a zone is judged when the last answer about it is there, and not before its parent */
static void put_zones(struct maker *m)
{
	const struct ds_report *r = m->report;
	uint64_t us = 0;

	for (size_t i = 0; i < r->chain.n; i++) {
		const struct ds_link *link = r->chain.links[i];

		for (size_t q = 0; q < r->nqueries; q++) {
			const struct ds_query *query = r->queries[q];
			bool about = query->type == DS_T_DS || query->type == DS_T_DNSKEY;

			if (about && query->done && !strcmp(query->name, link->zone) &&
			    query->done_us > us)
				us = query->done_us;
		}
		if (link->status != DS_UNCHECKED)
			put(m, (struct play_step){ .kind = PLAY_ZONE, .us = us, .a = (int)i });
	}
}

/* same_voice - do two lines belong to one reply? */
static bool same_voice(const struct ds_line *x, const struct ds_line *y)
{
	if (x->from != y->from || x->from == DS_FROM_CLIENT)
		return false;
	return x->from != DS_FROM_SERVER ||
	       (strlen(x->text) > 3 && x->text[3] == '-' && !strncmp(x->text, y->text, 3));
}

/* put_talk - a dialogue; returns when its last line was said */
static uint64_t put_talk(struct maker *m, size_t h, size_t i)
{
	const struct ds_probe *p = m->report->hosts[h]->probes[i];

	for (size_t l = 0; l < p->nlines;) {
		size_t n = 1;

		while (l + n < p->nlines && same_voice(&p->lines[l + n - 1], &p->lines[l + n]))
			n++;
		put(m, (struct play_step){ .kind = PLAY_TALK,
			   .us = p->started_us + p->lines[l].us,
			   .host = (int)h,
			   .a = (int)i,
			   .b = (int)l,
			   .n = (int)n });
		l += n;
	}
	return p->started_us + (p->nlines ? p->lines[p->nlines - 1].us : 0);
}

/* put_hosts - the dialogues, and after the last of a host what becomes of mail there */
static void put_hosts(struct maker *m)
{
	const struct ds_report *r = m->report;

	for (size_t h = 0; h < r->nhosts; h++) {
		uint64_t last = 0, us;

		for (size_t i = 0; i < r->hosts[h]->nprobes; i++) {
			us = put_talk(m, h, i);
			last = us > last ? us : last;
		}
		if (r->hosts[h]->policy != DS_POL_UNKNOWN)
			put(m, (struct play_step){ .kind = PLAY_HOST,
				   .us = last ? last : r->elapsed_us,
				   .host = (int)h });
	}
}

/* by_time - steps of the same moment stay in the order in which they were put */
static int by_time(const void *x, const void *y)
{
	const struct play_step *a = x, *b = y;

	if (a->us != b->us)
		return a->us < b->us ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->host != b->host)
		return a->host < b->host ? -1 : 1;
	return a->a != b->a ? (a->a < b->a ? -1 : 1) : a->b < b->b ? -1 : a->b > b->b;
}

/* play_steps - all of them */
struct play_step *play_steps(const struct ds_report *r, size_t *n)
{
	struct maker m = { .report = r };

	put_queries(&m);
	put_zones(&m);
	put_hosts(&m);
	if (m.n)
		qsort(m.at, m.n, sizeof *m.at, by_time);
	for (size_t i = 0; i < r->nfindings; i++)
		if (r->findings[i]->severity <= DS_WARNING)
			put(&m, (struct play_step){
				    .kind = PLAY_FINDING, .us = r->elapsed_us, .a = (int)i });
	if (r->done)
		put(&m, (struct play_step){ .kind = PLAY_VERDICT, .us = r->elapsed_us });
	*n = m.n;
	return m.at;
}

/* play_target - where a step can be looked at */
struct target play_target(const struct ds_report *r, const struct play_step *s)
{
	(void)r;
	switch (s->kind) {
	case PLAY_ASK:
	case PLAY_ANSWER: return (struct target){ .kind = TO_QUERY, .host = -1, .a = s->a };
	case PLAY_ZONE: return (struct target){ .kind = TO_LINK, .host = -1, .a = s->a };
	case PLAY_TALK:
		return (struct target){ .kind = TO_LINE, .host = s->host, .a = s->a, .b = s->b };
	case PLAY_HOST: return (struct target){ .kind = TO_HOST, .host = s->host };
	case PLAY_FINDING: return (struct target){ .kind = TO_FINDING, .host = -1, .a = s->a };
	case PLAY_VERDICT: break;
	}
	return (struct target){ .kind = TO_ANSWER, .which = ANSWER_MX, .host = -1 };
}
