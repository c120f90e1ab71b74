/* SPDX-License-Identifier: BSD-2-Clause */
/* session - the domains on the list: found by name and by id, taken off, put back */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "core/base/loop.h"
#include "core/danescope.h"
#include "tui/cell.h"
#include "tui/mem.h"
#include "tui/session.h"
#include "tui/session_checks.h"

#define NAMED_FIRST 64 /* a power of two, as all that follow */

/* chain_of - the entries whose names fall together */
static struct tui_entry **chain_of(const struct session *s, uint32_t hash)
{
	return &s->named[hash & (s->nnamed - 1)];
}

/* name_link - an entry can be found by its name */
static void name_link(struct session *s, struct tui_entry *entry)
{
	struct tui_entry **chain = chain_of(s, entry->hash);

	entry->next_same = *chain;
	*chain = entry;
}

/* name_unlink - and no more */
static void name_unlink(struct session *s, const struct tui_entry *entry)
{
	struct tui_entry **chain = chain_of(s, entry->hash);

	while (*chain != entry)
		chain = &(*chain)->next_same;
	*chain = entry->next_same;
}

/* name_room - as many chains as there are entries */
static void name_room(struct session *s)
{
	if (s->n < s->nnamed)
		return;
	free(s->named);
	s->nnamed = s->nnamed ? s->nnamed * 2 : NAMED_FIRST;
	s->named = mem_new(s->nnamed, sizeof *s->named);
	for (size_t i = 0; i < s->n; i++)
		name_link(s, s->entries[i]);
}

/* session_init - an empty list */
void session_init(struct session *s, struct ds_loop *loop, struct ds_engine *engine,
    void (*changed)(void *arg, struct tui_entry *, const struct ds_event *), void *arg)
{
	*s = (struct session){ .loop = loop, .changed = changed, .arg = arg };
	name_room(s);
	if (loop && engine)
		session_start(s, engine);
}

/* entry_free - one entry with its report */
static void entry_free(struct session *s, struct tui_entry *entry)
{
	if (!entry)
		return;
	checks_forget(s, entry);
	free(entry);
}

/* session_free - everything, stopping what runs */
void session_free(struct session *s)
{
	for (size_t i = 0; i < s->n; i++)
		entry_free(s, s->entries[i]);
	entry_free(s, s->removed);
	free(s->entries);
	free(s->named);
	free(s->by_id);
	free(s->touched);
	groups_free(&s->groups);
	if (s->pump)
		ds_watch_free(s->pump);
	*s = (struct session){ .loop = NULL };
}

/* entry_new - with its names behind it: most of a long list are the same twice, and kept once */
static struct tui_entry *entry_new(struct session *s, const struct ds_domain *domain)
{
	size_t len = strlen(domain->ascii) + 1;
	size_t more = strcmp(domain->ascii, domain->unicode) ? strlen(domain->unicode) + 1 : 0;
	struct tui_entry *entry = mem_new(1, sizeof *entry + len + more);
	char *names = (char *)(entry + 1);

	memcpy(names, domain->ascii, len);
	memcpy(names + len, domain->unicode, more);
	entry->domain = names;
	entry->unicode = more ? names + len : names;
	entry->hash = mem_hash(domain->ascii);
	entry->session = s;
	entry->id = ++s->ids;
	entry->gist = gist_of(NULL);
	return entry;
}

/* session_add - a domain on the list */
struct tui_entry *session_add(struct session *s, const struct ds_domain *domain, bool *fresh)
{
	struct tui_entry *entry = session_named(s, domain->ascii);

	if (fresh)
		*fresh = !entry;
	if (entry)
		return entry;
	if (s->n >= SESSION_DOMAINS_MAX)
		return NULL;
	s->entries = mem_room(s->entries, &s->cap, s->n + 1, sizeof *s->entries);
	entry = entry_new(s, domain);
	s->by_id = mem_room(s->by_id, &s->by_id_cap, entry->id + 1, sizeof *s->by_id);
	s->by_id[entry->id] = entry;
	name_link(s, entry);
	entry->place = s->n;
	s->entries[s->n++] = entry;
	name_room(s);
	if (cell_text_width(entry->unicode) > s->widest)
		s->widest = cell_text_width(entry->unicode);
	s->count.waiting++;
	s->revision++;
	groups_count(&s->groups, entry->group, &entry->gist.figures, 1);
	checks_soon(s);
	return entry;
}

/* session_group - to which group an entry belongs */
void session_group(struct session *s, struct tui_entry *entry, unsigned group)
{
	groups_count(&s->groups, entry->group, &entry->gist.figures, -1);
	entry->group = (uint16_t)group;
	groups_count(&s->groups, entry->group, &entry->gist.figures, 1);
	s->revision++;
}

/* session_named - an entry by its name */
struct tui_entry *session_named(const struct session *s, const char *ascii)
{
	uint32_t hash = mem_hash(ascii);
	struct tui_entry *entry = *chain_of(s, hash);

	while (entry && (entry->hash != hash || strcmp(entry->domain, ascii)))
		entry = entry->next_same;
	return entry;
}

/* session_find - an entry by its id */
struct tui_entry *session_find(const struct session *s, unsigned id)
{
	return id && id <= s->ids ? s->by_id[id] : NULL;
}

/* renumber - the places from one on */
static void renumber(struct session *s, size_t from)
{
	for (size_t i = from; i < s->n; i++)
		s->entries[i]->place = i;
	if (s->first_waiting > from)
		s->first_waiting = from;
	s->revision++;
}

/* session_remove - off the list, but not yet forgotten */
void session_remove(struct session *s, unsigned id)
{
	struct tui_entry *entry = session_find(s, id);
	size_t i;

	if (!entry)
		return;
	entry_free(s, s->removed);
	session_stop(s, entry);
	checks_count(s, entry->state, -1);
	groups_count(&s->groups, entry->group, &entry->gist.figures, -1);
	i = entry->place;
	s->by_id[id] = NULL;
	name_unlink(s, entry);
	s->removed = entry;
	s->removed_from = i;
	memmove(&s->entries[i], &s->entries[i + 1], (s->n - i - 1) * sizeof *s->entries);
	s->n--;
	renumber(s, i);
}

/* session_undo - the last one back to where it was; NULL where it is on the list again anyway */
struct tui_entry *session_undo(struct session *s)
{
	struct tui_entry *entry = s->removed;
	size_t at = s->removed_from < s->n ? s->removed_from : s->n;

	if (!entry)
		return NULL;
	s->removed = NULL;
	if (session_named(s, entry->domain)) {
		entry_free(s, entry);
		return NULL;
	}
	s->entries = mem_room(s->entries, &s->cap, s->n + 1, sizeof *s->entries);
	memmove(&s->entries[at + 1], &s->entries[at], (s->n - at) * sizeof *s->entries);
	s->entries[at] = entry;
	s->n++;
	s->by_id[entry->id] = entry;
	name_link(s, entry);
	name_room(s);
	checks_count(s, entry->state, 1);
	groups_count(&s->groups, entry->group, &entry->gist.figures, 1);
	renumber(s, at);
	return entry;
}
