/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * session - the domains on the list, and the checks that run
 *
 * Checks start at once, a few side by side; the others wait their turn. Nothing here knows of the
 * screen: who shows the list is told that something changed. Nothing takes longer for a long list:
 * domains are found by name and by id in one step, and are counted as they change.
 */
#ifndef DS_TUI_SESSION_H
#define DS_TUI_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/gist.h"
#include "tui/groups.h"

struct ds_diagnosis;
struct ds_domain;
struct ds_engine;
struct ds_event;
struct ds_loop;
struct ds_report;
struct ds_watch;

#define SESSION_SIDE_BY_SIDE 8
#define SESSION_DOMAINS_MAX  1000000
/* Octets of reports that are kept whole. Beyond that the oldest is dropped down to its gist, and made
 * anew when it is opened. */
#define SESSION_REPORTS_KEPT (64u << 20)

enum entry_state { ENTRY_WAITING, ENTRY_RUNNING, ENTRY_DONE, ENTRY_STOPPED };

/* One domain. Where there is no engine (tests), the report is put in by hand. */
struct tui_entry {
	struct session *session;
	unsigned id; /* never used twice; 0 is nobody's */
	size_t place;
	uint32_t hash; /* of the name */
	const char *domain;
	const char *unicode; /* for people; often the same text */
	const char *story;   /* msgid, or NULL */
	enum entry_state state;
	struct ds_diagnosis *diagnosis;
	const struct ds_report *report;  /* NULL: nothing known yet, or not kept */
	struct gist gist;                /* of the last report that was complete */
	enum ds_verdict before;          /* verdict of the look before this one, while watching */
	struct tui_entry *next_same;     /* of those whose names fall together */
	struct tui_entry *older, *newer; /* reports that are kept, by age */
	size_t octets;                   /* of the report, while it is among these */
	uint64_t key;                    /* by which the list is ordered (order.c) */
	uint32_t rank;                   /* among the names (order.c) */
	uint16_t group;                  /* its number (groups.h); 0: none */
	bool shown;                      /* is among the rows (order.c) */
	bool touched;                    /* is to be ordered anew */
	bool watched;
	bool failed; /* the check could not begin */
};

struct session_count {
	size_t waiting, running, done;
};

struct session {
	struct ds_loop *loop;
	struct ds_engine *engine;
	struct tui_entry **entries;
	size_t n, cap;
	struct tui_entry **named; /* by the hash of the name */
	size_t nnamed;
	struct tui_entry **by_id;
	size_t by_id_cap;
	struct tui_entry *removed; /* the last one, for undo */
	size_t removed_from;
	unsigned ids;
	struct session_count count;
	struct groups
	    groups; /* with the figures of all entries: of the last report that was complete */
	size_t side_by_side;  /* 0: SESSION_SIDE_BY_SIDE */
	size_t first_waiting; /* nothing waits before it */
	unsigned revision;    /* another one when domains came or went */
	int widest;           /* cells of the longest name that has been on the list */
	struct tui_entry **touched;
	size_t ntouched, touched_cap;
	struct tui_entry *oldest, *newest; /* of the reports that are kept */
	size_t octets;
	unsigned held;         /* id of the one that is open: its report stays */
	uint64_t batch_us;     /* when the checks that run began to be more than none */
	size_t batch_done;     /* of them, over */
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

/* Puts a domain on the list and lets its check begin; the one that is there already where it is
 * (*fresh, which may be NULL, says which). NULL: the list is full. */
struct tui_entry *session_add(struct session *, const struct ds_domain *, bool *fresh);
/* Puts it into a group: there it is counted from now on. */
void session_group(struct session *, struct tui_entry *, unsigned group);
struct tui_entry *session_find(const struct session *, unsigned id);
struct tui_entry *session_named(const struct session *, const char *ascii);

/* What is known of an entry without having looked: a report that somebody else keeps, or the gist of
 * an earlier one. */
void session_put(struct session *, struct tui_entry *, const struct ds_report *);
void session_recall(struct session *, struct tui_entry *, const struct gist *);

/* Off the list, its check stopped; undo puts the last one back. */
void session_remove(struct session *, unsigned id);
struct tui_entry *session_undo(struct session *);

/* Forgets the report and checks anew; false: what is watched is a recording, which says a thing once. */
bool session_recheck(struct session *, struct tui_entry *);
/* Stops its check; false: nothing ran. */
bool session_stop(struct session *, struct tui_entry *);
/* Stops all; false: nothing ran. */
bool session_stop_all(struct session *);

/* The report of this one stays; where it was dropped before, it is made anew. 0: none. */
void session_hold(struct session *, unsigned id);

/* What is known of an entry, for its row. */
struct gist session_gist(const struct tui_entry *);
struct session_count session_count(const struct session *);
/* Checks a minute, and the seconds until all are over; false: that cannot be told yet. */
bool session_rate(const struct session *, unsigned *a_minute, unsigned *seconds_left);

#endif
