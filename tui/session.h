/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * session - the domains on the list, and the checks that run
 *
 * Checks start at once, a few side by side; the others wait their turn. Nothing here knows of the
 * screen: who shows the list is told that something changed.
 */
#ifndef DS_TUI_SESSION_H
#define DS_TUI_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ds_diagnosis;
struct ds_domain;
struct ds_engine;
struct ds_event;
struct ds_loop;
struct ds_report;
struct ds_watch;

#define SESSION_SIDE_BY_SIDE 8
#define SESSION_DOMAINS_MAX  10000

enum entry_state { ENTRY_WAITING, ENTRY_RUNNING, ENTRY_DONE, ENTRY_STOPPED };

/* One domain. Where there is no engine (tests), the report is put in by hand. */
struct tui_entry {
	struct session *session;
	unsigned id; /* never used twice; 0 is nobody's */
	char domain[254];
	char unicode[512];
	const char *story; /* msgid, or NULL */
	enum entry_state state;
	struct ds_diagnosis *diagnosis;
	const struct ds_report *report; /* NULL: nothing known yet */
	bool failed;                    /* the check could not begin */
};

struct session {
	struct ds_loop *loop;
	struct ds_engine *engine;
	struct tui_entry **entries;
	size_t n, cap;
	struct tui_entry *removed; /* the last one, for undo */
	size_t removed_from;
	unsigned ids;
	size_t running;
	bool recorded;         /* the engine plays a recording */
	struct ds_watch *pump; /* begins what waits */
	void (*changed)(void *arg, struct tui_entry *, const struct ds_event *);
	void *arg;
};

/* `changed` is called when an entry or its report has changed (event NULL: the entry itself). */
void session_init(struct session *, struct ds_loop *, struct ds_engine *,
    void (*changed)(void *arg, struct tui_entry *, const struct ds_event *), void *arg);
/* Lets the checks begin, where session_init was given no engine. */
void session_start(struct session *, struct ds_engine *);
void session_free(struct session *);

/* Puts a domain on the list and lets its check begin; the one that is there already where it is.
 * NULL: the list is full. */
struct tui_entry *session_add(struct session *, const struct ds_domain *);
struct tui_entry *session_find(const struct session *, unsigned id);
/* Its place on the list, or (size_t)-1. */
size_t session_place(const struct session *, unsigned id);

/* Off the list, its check stopped; undo puts the last one back. */
void session_remove(struct session *, unsigned id);
struct tui_entry *session_undo(struct session *);

/* Forgets the report and checks anew; false: what is watched is a recording, which says a thing once. */
bool session_recheck(struct session *, struct tui_entry *);
/* Stops its check; false: nothing ran. */
bool session_stop(struct session *, struct tui_entry *);
/* Stops all; false: nothing ran. */
bool session_stop_all(struct session *);

struct session_count {
	size_t waiting, running, done;
};
struct session_count session_count(const struct session *);

#endif
