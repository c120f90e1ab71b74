/* SPDX-License-Identifier: BSD-2-Clause */
/* session_checks - the checks that run, their reports, and how many of these are kept */
#include <stdlib.h>
#include <string.h>

#include "core/base/loop.h"
#include "core/danescope.h"
#include "tui/mem.h"
#include "tui/session_checks.h"

#define BEGIN_AT_ONCE 2       /* each takes some of a millisecond, and a key may wait */
#define RATE_AFTER_US 2000000 /* before that a rate is a guess */

/* tell - something changed */
static void tell(struct session *s, struct tui_entry *entry, const struct ds_event *event)
{
	if (!entry->touched) {
		s->touched =
		    mem_room(s->touched, &s->touched_cap, s->ntouched + 1, sizeof *s->touched);
		s->touched[s->ntouched++] = entry;
		entry->touched = true;
	}
	if (s->changed)
		s->changed(s->arg, entry, event);
}

/* untouch - an entry that goes is not to be ordered any more */
static void untouch(struct session *s, struct tui_entry *entry)
{
	for (size_t i = 0; entry->touched && i < s->ntouched; i++)
		if (s->touched[i] == entry) {
			s->touched[i] = s->touched[--s->ntouched];
			entry->touched = false;
		}
}

/* checks_soon - let waiting checks begin */
void checks_soon(struct session *s)
{
	if (s->pump)
		ds_watch_after(s->pump, 0);
}

/* checks_count - one more or less in a state */
void checks_count(struct session *s, enum entry_state state, int by)
{
	size_t *count = state == ENTRY_WAITING   ? &s->count.waiting
			: state == ENTRY_RUNNING ? &s->count.running
						 : &s->count.done;

	*count += (size_t)by;
}

/* set_state - and what is counted of it */
static void set_state(struct session *s, struct tui_entry *entry, enum entry_state state)
{
	if (!s->count.running && state == ENTRY_RUNNING) {
		s->batch_us = s->loop ? ds_loop_ticks(s->loop) : 0;
		s->batch_done = 0;
	}
	checks_count(s, entry->state, -1);
	entry->state = state;
	checks_count(s, state, 1);
	if (state == ENTRY_WAITING && entry->place < s->first_waiting)
		s->first_waiting = entry->place;
}

/* unkeep - a report is not among those that are kept */
static void unkeep(struct session *s, struct tui_entry *entry)
{
	if (!entry->octets)
		return;
	*(entry->older ? &entry->older->newer : &s->oldest) = entry->newer;
	*(entry->newer ? &entry->newer->older : &s->newest) = entry->older;
	s->octets -= entry->octets;
	entry->octets = 0;
	entry->older = entry->newer = NULL;
}

/* drop - a report down to its gist */
static void drop(struct session *s, struct tui_entry *entry)
{
	unkeep(s, entry);
	if (entry->diagnosis)
		entry->diagnosis = ds_diagnosis_free(entry->diagnosis);
	entry->report = NULL;
	tell(s, entry, NULL);
}

/* make_room - drop the oldest reports while all together are too many */
static void make_room(struct session *s)
{
	struct tui_entry *entry = s->oldest, *next;

	for (; entry && s->octets > SESSION_REPORTS_KEPT; entry = next) {
		next = entry->newer;
		if (entry->id != s->held)
			drop(s, entry);
	}
}

/* keep - the newest of the reports that are kept */
static void keep(struct session *s, struct tui_entry *entry)
{
	entry->octets = ds_diagnosis_memory(entry->diagnosis) + 1;
	entry->older = s->newest;
	entry->newer = NULL;
	*(s->newest ? &s->newest->newer : &s->oldest) = entry;
	s->newest = entry;
	s->octets += entry->octets;
}

/* set_gist - another one, and what is counted of it */
static void set_gist(struct session *s, struct tui_entry *entry, struct gist gist)
{
	groups_count(&s->groups, entry->group, &entry->gist.figures, -1);
	entry->gist = gist;
	groups_count(&s->groups, entry->group, &entry->gist.figures, 1);
}

/* on_event - the diagnosis of an entry says something */
static void on_event(void *arg, struct ds_diagnosis *diagnosis, const struct ds_event *event)
{
	struct tui_entry *entry = arg;
	struct session *s = entry->session;

	entry->report = ds_diagnosis_report(diagnosis);
	if (event->kind == DS_EV_DONE && entry->state == ENTRY_RUNNING) {
		set_state(s, entry, ENTRY_DONE);
		s->batch_done++;
		set_gist(s, entry, gist_of(entry->report));
		keep(s, entry);
		checks_soon(s);
	}
	tell(s, entry, event);
}

/* begin - start the check of one entry */
static void begin(struct session *s, struct tui_entry *entry)
{
	set_state(s, entry, ENTRY_RUNNING);
	if (ds_diagnose(&entry->diagnosis, s->engine, entry->domain, on_event, entry)) {
		entry->report = ds_diagnosis_report(entry->diagnosis);
		return;
	}
	set_state(s, entry, ENTRY_STOPPED);
	entry->failed = true;
	tell(s, entry, NULL);
}

/* on_pump - begin what waits, as far as there is room; make room for reports */
static void on_pump(void *arg)
{
	struct session *s = arg;
	size_t most = s->side_by_side ? s->side_by_side : SESSION_SIDE_BY_SIDE;

	make_room(s);
	for (size_t i = 0;
	     i < BEGIN_AT_ONCE && s->first_waiting < s->n && s->count.running < most;) {
		struct tui_entry *entry = s->entries[s->first_waiting++];

		if (entry->state != ENTRY_WAITING)
			continue;
		begin(s, entry);
		i++;
	}
	if (s->first_waiting < s->n && s->count.waiting && s->count.running < most)
		checks_soon(s);
}

/* session_start - from now on checks can run: what waits begins */
void session_start(struct session *s, struct ds_engine *engine)
{
	s->engine = engine;
	s->recorded = ds_engine_recorded(engine)[0] != NULL;
	s->pump = ds_loop_timer(s->loop, on_pump, s);
	checks_soon(s);
}

/* checks_forget - an entry goes */
void checks_forget(struct session *s, struct tui_entry *entry)
{
	untouch(s, entry);
	unkeep(s, entry);
	if (entry->diagnosis)
		entry->diagnosis = ds_diagnosis_free(entry->diagnosis);
	entry->report = NULL;
}

/* session_put - a report that somebody else keeps */
void session_put(struct session *s, struct tui_entry *entry, const struct ds_report *report)
{
	set_state(s, entry, report && report->done ? ENTRY_DONE : ENTRY_RUNNING);
	entry->report = report;
	set_gist(s, entry, gist_of(report && report->done ? report : NULL));
	tell(s, entry, NULL);
}

/* session_recall - what an earlier report came down to */
void session_recall(struct session *s, struct tui_entry *entry, const struct gist *gist)
{
	if (entry->state != ENTRY_WAITING)
		return;
	set_state(s, entry, ENTRY_DONE);
	set_gist(s, entry, *gist);
	tell(s, entry, NULL);
}

/* session_recheck - look anew */
bool session_recheck(struct session *s, struct tui_entry *entry)
{
	if (!s->engine)
		return true;
	if (s->recorded)
		return false;
	entry->before = entry->gist.known ? entry->gist.verdict : DS_V_PENDING;
	unkeep(s, entry);
	if (entry->diagnosis)
		entry->diagnosis = ds_diagnosis_free(entry->diagnosis);
	entry->report = NULL;
	entry->failed = false;
	set_state(s, entry, ENTRY_WAITING);
	checks_soon(s);
	tell(s, entry, NULL);
	return true;
}

/* session_stop - what runs or waits for this entry */
bool session_stop(struct session *s, struct tui_entry *entry)
{
	bool ran = entry->state == ENTRY_RUNNING;

	if (!ran && entry->state != ENTRY_WAITING)
		return false;
	set_state(s, entry, ENTRY_STOPPED);
	if (ran) {
		if (entry->diagnosis)
			ds_diagnosis_stop(entry->diagnosis);
		checks_soon(s);
	}
	tell(s, entry, NULL);
	return true;
}

/* session_stop_all - all that runs or waits */
bool session_stop_all(struct session *s)
{
	bool any = false;

	for (size_t i = 0; i < s->n && s->count.waiting + s->count.running; i++)
		any |= session_stop(s, s->entries[i]);
	return any;
}

/* session_hold - the report of this one stays */
void session_hold(struct session *s, unsigned id)
{
	struct tui_entry *entry = session_find(s, id);

	s->held = id;
	if (entry && entry->state == ENTRY_DONE && !entry->report)
		session_recheck(s, entry);
}

/* session_gist - what is known of an entry, for its row */
struct gist session_gist(const struct tui_entry *entry)
{
	return entry->report ? gist_of(entry->report) : entry->gist;
}

/* session_count - how far the list is */
struct session_count session_count(const struct session *s)
{
	return s->count;
}

/* session_rate - how fast, and how long still */
bool session_rate(const struct session *s, unsigned *a_minute, unsigned *seconds_left)
{
	uint64_t us = s->loop ? ds_loop_ticks(s->loop) - s->batch_us : 0;
	size_t left = s->count.waiting + s->count.running;

	if (us < RATE_AFTER_US || s->batch_done < 3 || !left)
		return false;
	*a_minute = (unsigned)(s->batch_done * 60000000u / us);
	*seconds_left = (unsigned)(left * (us / s->batch_done) / 1000000u);
	return true;
}
