/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * past - the history of the domains on the list: looks go in, the past of one domain comes out
 *
 * Nothing is kept of a recording or of another moment (then there is no history, tui.h), nor while
 * names are hidden or the user wants nothing kept.
 */
#ifndef DS_TUI_PAST_H
#define DS_TUI_PAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct page;
struct past;
struct period;
struct tui_entry;
struct ui;

/* A check is over: its look waits to be written. */
void past_note(struct ui *, const struct tui_entry *);
/* Looks that wait to be written. */
size_t past_waits(const struct ui *);
/* A step of the writing; `idle`: nobody waits for the console. True: there is more. */
bool past_step(struct ui *, bool idle);
void past_end(struct ui *);

/* What is known of a domain, or NULL; good until the next check of it is over. */
const struct past *past_of(struct ui *, unsigned entry);
/* Are looks kept now? Else why not, as a sentence. */
const char *past_off(const struct ui *);

/* This moment, in milliseconds since 1970; where there is no clock (tests), that of the newest look. */
int64_t past_now(const struct ui *, const struct past *);

/* Instead of this moment: all moments in full and in UTC, for what is read elsewhere and later. */
#define PAST_UTC 0

/* "14:02" of today, "Tuesday 14:02" of this week, else "2026-01-31 14:02"; where the user is. Narrow: at
 * most 11 cells. */
const char *past_when(char *buf, size_t size, int64_t now, int64_t ms, bool narrow);
/* "2026-01-31 14:02", where the user is. */
const char *past_date(char *buf, size_t size, int64_t ms);
/* Since when it is so and when it was otherwise; what changed then, unless `brief`: one or two sentences. */
const char *past_headline(const struct past *, int64_t now, bool brief, char *buf, size_t size);
/* The period that a row leads to: by its id, 0 for the newest; or NULL. */
const struct period *past_at(const struct past *, int id);
/* The headline in UTC, for a ticket; "": nothing is known of earlier. */
const char *past_ticket(struct ui *, const struct tui_entry *, char *buf, size_t size);
/* "Seen like this since Tuesday 14:02.", or "": the look of this moment is the first one. */
const char *past_since_line(struct ui *, const struct tui_entry *, char *buf, size_t size);
/* What changed when a period began, shortly: the cause that weighs most, and how much more. */
const char *past_change(const struct past *, size_t period, char *buf, size_t size);

/* detail_period.c: everything that is known of a period. */
void detail_period(struct ui *, struct page *, unsigned entry, int id);
/* All changes with which it began, a row or two each. */
void detail_changes(struct page *, const struct period *);

#endif
