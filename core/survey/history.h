/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * history - what was seen of a domain at earlier looks, kept in a file (SQLite)
 *
 * Looks that saw the same make one period: such a look only moves its end. What was seen is
 * described in seen.h, what is another from one period to the next in change.h.
 *
 * Looks are kept by domain and by the way in which they were made (with a resolver or without, with
 * mail hosts or without, which ports, which addresses, whose trust anchor): looks of two ways see
 * different things, and that is no change. A look in which this machine could see nothing is not kept.
 *
 * history_note only puts a look into a queue; history_write takes it from there, a few at a time, for
 * an idle moment: nothing in it waits, for a disk or for another program. The file is opened at the
 * first need. What goes wrong is told once (history_problem), and then there is no history: nothing
 * else fails for it.
 *
 * Several programs may use one file: each look is written in a transaction, and where another one
 * writes the queue waits. Moments are milliseconds since 1970. A file of a newer version is left alone.
 */
#ifndef DS_CORE_SURVEY_HISTORY_H
#define DS_CORE_SURVEY_HISTORY_H

#include "core/model.h"
#include "core/survey/change.h"
#include "core/survey/seen.h"

struct ds_options;
struct history;

/* A time in which every look saw the same. */
struct period {
	int64_t id;                /* never used twice within the file */
	int64_t from_ms, until_ms; /* first and last look, since 1970 */
	unsigned looks;
	enum ds_verdict verdict;
	enum ds_deliverable deliverable;
	int64_t signed_until; /* of the last look, in seconds; 0: not known */
	const char *via; /* the resolver that was asked last; NULL: the authoritative servers */
	struct seen seen;
	struct changes changes; /* against the period before it; none for the first */
};

/* The periods of one domain, newest first; an arena of its own. */
struct past {
	struct arena *arena;
	size_t n;
	const struct period *periods;
	size_t others; /* looks that were made in other ways */
};

/* Since when is it as it is now, and when was it last otherwise? */
struct since {
	size_t began;     /* the period in which the present verdict began */
	int64_t from_ms;  /* when that was seen first */
	int64_t other_ms; /* when another verdict was seen last before; 0: never */
};

/* A store in this file (NULL: in memory), for looks that are made with these options. Nothing is
 * opened yet. NULL: out of memory. */
struct history *history_new(const char *path, const struct ds_options *);
/* Writes all that waits; another program that writes is waited for, a second at most. False: see
 * history_problem. */
bool history_finish(struct history *);
/* The same, and frees it. Returns NULL; NULL is allowed. */
struct history *history_free(struct history *);

/* Puts a look that is over into the queue; resolver and port as ds_engine_resolver gives them. False: it
 * says nothing of the domain, or nothing is kept any more. */
bool history_note(struct history *, const struct ds_report *, const char *resolver, unsigned port);

/* How many looks wait. */
size_t history_waits(const struct history *);
/* Writes some of what waits; true: there is more. */
bool history_write(struct history *);
/* For a moment in which nobody waits for anything: what was written moves to its place in the file. */
void history_settle(struct history *);

/* What is known of a domain, with what waits. NULL: nothing can be read. Free with past_free. */
struct past *history_past(struct history *, const char *domain);
struct past *past_free(struct past *);

/* Of a past that is not empty. Periods in which nothing could be told ("unknown") end no time. */
struct since past_since(const struct past *);

/* The period with this id, or NULL. */
const struct period *past_period(const struct past *, int64_t id);

/* Why nothing is kept (any more): one sentence, translated, fit for a terminal; NULL: all is well. */
const char *history_problem(const struct history *);

#endif
