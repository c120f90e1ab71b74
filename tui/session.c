/* SPDX-License-Identifier: BSD-2-Clause */
/* session - the domains on the list, and the checks that run */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "core/base/loop.h"
#include "core/danescope.h"
#include "tui/mem.h"
#include "tui/session.h"

/* tell - something changed */
static void tell(struct session *s, struct tui_entry *entry, const struct ds_event *event)
{
	if (s->changed)
		s->changed(s->arg, entry, event);
}

/* pump_soon - let waiting checks begin, once the present event is over */
static void pump_soon(struct session *s)
{
	if (s->pump)
		ds_watch_after(s->pump, 0);
}

/* on_event - the diagnosis of an entry says something */
static void on_event(void *arg, struct ds_diagnosis *diagnosis, const struct ds_event *event)
{
	struct tui_entry *entry = arg;
	struct session *s = entry->session;

	entry->report = ds_diagnosis_report(diagnosis);
	if (event->kind == DS_EV_DONE && entry->state == ENTRY_RUNNING) {
		entry->state = ENTRY_DONE;
		s->running--;
		pump_soon(s);
	}
	tell(s, entry, event);
}

/* begin - start the check of one entry */
static void begin(struct session *s, struct tui_entry *entry)
{
	entry->state = ENTRY_RUNNING;
	s->running++;
	if (ds_diagnose(&entry->diagnosis, s->engine, entry->domain, on_event, entry)) {
		entry->report = ds_diagnosis_report(entry->diagnosis);
		return;
	}
	entry->state = ENTRY_STOPPED;
	entry->failed = true;
	s->running--;
	tell(s, entry, NULL);
}

/* on_pump - begin what waits, as far as there is room */
static void on_pump(void *arg)
{
	struct session *s = arg;

	for (size_t i = 0; i < s->n && s->running < SESSION_SIDE_BY_SIDE; i++)
		if (s->entries[i]->state == ENTRY_WAITING)
			begin(s, s->entries[i]);
}

/* session_init - an empty list */
void session_init(struct session *s, struct ds_loop *loop, struct ds_engine *engine,
    void (*changed)(void *arg, struct tui_entry *, const struct ds_event *), void *arg)
{
	*s = (struct session){ .loop = loop, .changed = changed, .arg = arg };
	if (loop && engine)
		session_start(s, engine);
}

/* session_start - from now on checks can run: what waits begins */
void session_start(struct session *s, struct ds_engine *engine)
{
	s->engine = engine;
	s->recorded = ds_engine_recorded(engine)[0] != NULL;
	s->pump = ds_loop_timer(s->loop, on_pump, s);
	pump_soon(s);
}

/* drop_report - forget what is known of an entry */
static void drop_report(struct session *s, struct tui_entry *entry)
{
	if (entry->state == ENTRY_RUNNING)
		s->running--;
	if (entry->diagnosis)
		entry->diagnosis = ds_diagnosis_free(entry->diagnosis);
	entry->report = NULL;
	entry->failed = false;
}

/* entry_free - one entry with its report */
static void entry_free(struct session *s, struct tui_entry *entry)
{
	if (!entry)
		return;
	drop_report(s, entry);
	free(entry);
}

/* session_free - everything, stopping what runs */
void session_free(struct session *s)
{
	for (size_t i = 0; i < s->n; i++)
		entry_free(s, s->entries[i]);
	entry_free(s, s->removed);
	free(s->entries);
	if (s->pump)
		ds_watch_free(s->pump);
	*s = (struct session){ .loop = NULL };
}

/* session_add - a domain on the list */
struct tui_entry *session_add(struct session *s, const struct ds_domain *domain)
{
	struct tui_entry *entry;

	for (size_t i = 0; i < s->n; i++)
		if (!strcmp(s->entries[i]->domain, domain->ascii))
			return s->entries[i];
	if (s->n >= SESSION_DOMAINS_MAX)
		return NULL;
	s->entries = mem_room(s->entries, &s->cap, s->n + 1, sizeof *s->entries);
	entry = s->entries[s->n++] = mem_new(1, sizeof *entry);
	entry->session = s;
	entry->id = ++s->ids;
	snprintf(entry->domain, sizeof entry->domain, "%s", domain->ascii);
	snprintf(entry->unicode, sizeof entry->unicode, "%s", domain->unicode);
	pump_soon(s);
	return entry;
}

/* session_place - where an entry stands */
size_t session_place(const struct session *s, unsigned id)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->entries[i]->id == id)
			return i;
	return (size_t)-1;
}

/* session_find - an entry by its id */
struct tui_entry *session_find(const struct session *s, unsigned id)
{
	size_t i = session_place(s, id);

	return i < s->n ? s->entries[i] : NULL;
}

/* session_remove - off the list, but kept for undo */
void session_remove(struct session *s, unsigned id)
{
	size_t i = session_place(s, id);

	if (i >= s->n)
		return;
	entry_free(s, s->removed);
	session_stop(s, s->entries[i]);
	s->removed = s->entries[i];
	s->removed_from = i;
	memmove(&s->entries[i], &s->entries[i + 1], (s->n - i - 1) * sizeof *s->entries);
	s->n--;
}

/* session_undo - the last one back to where it was */
struct tui_entry *session_undo(struct session *s)
{
	struct tui_entry *entry = s->removed;
	size_t at = s->removed_from < s->n ? s->removed_from : s->n;

	if (!entry)
		return NULL;
	s->entries = mem_room(s->entries, &s->cap, s->n + 1, sizeof *s->entries);
	memmove(&s->entries[at + 1], &s->entries[at], (s->n - at) * sizeof *s->entries);
	s->entries[at] = entry;
	s->n++;
	s->removed = NULL;
	return entry;
}

/* session_recheck - look anew */
bool session_recheck(struct session *s, struct tui_entry *entry)
{
	if (!s->engine)
		return true;
	if (s->recorded)
		return false;
	drop_report(s, entry);
	entry->state = ENTRY_WAITING;
	pump_soon(s);
	tell(s, entry, NULL);
	return true;
}

/* session_stop - what runs or waits for this entry */
bool session_stop(struct session *s, struct tui_entry *entry)
{
	bool ran = entry->state == ENTRY_RUNNING;

	if (!ran && entry->state != ENTRY_WAITING)
		return false;
	entry->state = ENTRY_STOPPED;
	if (ran) {
		s->running--;
		if (entry->diagnosis)
			ds_diagnosis_stop(entry->diagnosis);
		pump_soon(s);
	}
	tell(s, entry, NULL);
	return true;
}

/* session_stop_all - all that runs or waits */
bool session_stop_all(struct session *s)
{
	bool any = false;

	for (size_t i = 0; i < s->n; i++)
		any |= session_stop(s, s->entries[i]);
	return any;
}

/* session_count - how far the list is */
struct session_count session_count(const struct session *s)
{
	struct session_count count = { 0, 0, 0 };

	for (size_t i = 0; i < s->n; i++) {
		count.waiting += s->entries[i]->state == ENTRY_WAITING;
		count.running += s->entries[i]->state == ENTRY_RUNNING;
		count.done += s->entries[i]->state >= ENTRY_DONE;
	}
	return count;
}
