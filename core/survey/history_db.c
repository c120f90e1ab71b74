/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * history_db - looks into the file of the history, and out of it
 *
 * What changes in a statement is bound to it. Nothing waits for another program (SQLITE_BUSY is
 * "later"), and nothing is forced to disk in between: with a write-ahead log a crash costs at most the
 * last looks, and only db_settle and the end move them into the file.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/danescope.h"
#include "core/limits.h"
#include "core/survey/history_impl.h"

#define REMOVED 64 /* periods that go at once, where the file is full */

static const char *const sql[SQL_STATEMENTS] = {
	[SQL_SERIES_FIND] = "SELECT id FROM series WHERE domain=?1 AND way=?2",
	[SQL_SERIES_ADD] = "INSERT INTO series(domain, way) VALUES(?1, ?2)",
	[SQL_NEWEST] = "SELECT id, verdict, deliverable, seen FROM period WHERE series=?1"
		       " ORDER BY id DESC LIMIT 1",
	[SQL_EXTEND] = "UPDATE period SET ended=max(ended, ?2), looks=looks+1, signed=?3, via=?4"
		       " WHERE id=?1",
	[SQL_ADD] = "INSERT INTO period(series, began, ended, looks, signed, via, verdict,"
		    " deliverable, seen) VALUES(?1, ?2, ?2, 1, ?3, ?4, ?5, ?6, ?7)",
	[SQL_OLD_OF_SERIES] = "DELETE FROM period WHERE series=?1 AND id<=(SELECT id FROM period"
			      " WHERE series=?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
	[SQL_OLDEST] = "SELECT id, series FROM period ORDER BY ended LIMIT ?1",
	[SQL_REMOVE] = "DELETE FROM period WHERE id=?1",
	[SQL_SERIES_EMPTY] = "DELETE FROM series WHERE id=?1 AND NOT EXISTS"
			     "(SELECT 1 FROM period WHERE series=?1)",
	[SQL_PERIODS] = "SELECT p.id, p.began, p.ended, p.looks, p.verdict, p.deliverable,"
			" p.signed, p.via, p.seen FROM series s JOIN period p ON p.series=s.id"
			" WHERE s.domain=?1 AND s.way=?2 ORDER BY p.id DESC LIMIT ?3",
	[SQL_OTHERS] = "SELECT ifnull(sum(p.looks), 0) FROM series s JOIN period p"
		       " ON p.series=s.id WHERE s.domain=?1 AND s.way<>?2",
};

/* statement - prepared at its first use; NULL: it cannot be */
static sqlite3_stmt *statement(struct history *h, enum statement which)
{
	sqlite3_stmt **s = &h->statements[which];

	if (*s == NULL)
		h->lib.prepare_v3(h->db, sql[which], -1, SQLITE_PREPARE_PERSISTENT, s, NULL);
	return *s;
}

/* bind_text - a text that outlives the statement's run, or NULL */
static void bind_text(struct history *h, sqlite3_stmt *s, int at, const char *text)
{
	h->lib.bind_text(s, at, text, -1, SQLITE_STATIC);
}

/* run - a statement without rows, to its end; lets go of what was bound */
static int run(struct history *h, sqlite3_stmt *s)
{
	int rc = s != NULL ? h->lib.step(s) : h->lib.errcode(h->db);

	h->lib.reset(s);
	h->lib.clear_bindings(s);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? SQLITE_OK : rc;
}

/* --- writing ---------------------------------------------------------------------------------- */

/* db_begin - a transaction, or "later" */
int db_begin(struct history *h)
{
	return h->lib.exec(h->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
}

/* db_rollback - as if it had not begun */
void db_rollback(struct history *h)
{
	if (!h->lib.get_autocommit(h->db))
		h->lib.exec(h->db, "ROLLBACK", NULL, NULL, NULL);
}

/* remove_oldest - periods that were seen last the longest ago, of whatever domain */
static int remove_oldest(struct history *h)
{
	sqlite3_stmt *oldest = statement(h, SQL_OLDEST), *s;
	int64_t ids[REMOVED], series[REMOVED];
	size_t n = 0;
	int rc = oldest != NULL ? SQLITE_OK : h->lib.errcode(h->db);

	h->lib.bind_int64(oldest, 1, REMOVED);
	while (n < REMOVED && h->lib.step(oldest) == SQLITE_ROW) {
		ids[n] = h->lib.column_int64(oldest, 0);
		series[n++] = h->lib.column_int64(oldest, 1);
	}
	h->lib.reset(oldest);
	for (size_t i = 0; rc == SQLITE_OK && i < n; i++) {
		s = statement(h, SQL_REMOVE);
		h->lib.bind_int64(s, 1, ids[i]);
		rc = run(h, s);
		if (rc != SQLITE_OK)
			break;
		s = statement(h, SQL_SERIES_EMPTY);
		h->lib.bind_int64(s, 1, series[i]);
		rc = run(h, s);
	}
	return rc;
}

/* is_full - does the file hold as much as it may? */
static bool is_full(struct history *h)
{
	int64_t pages, unused, size;

	return db_number(h, "PRAGMA page_count", &pages) == SQLITE_OK &&
	       db_number(h, "PRAGMA freelist_count", &unused) == SQLITE_OK &&
	       db_number(h, "PRAGMA page_size", &size) == SQLITE_OK &&
	       (pages - unused) * size > h->most;
}

/* db_commit - the end of a transaction; where the file is full the oldest makes room */
int db_commit(struct history *h)
{
	int rc = is_full(h) ? remove_oldest(h) : SQLITE_OK;

	return rc == SQLITE_OK ? h->lib.exec(h->db, "COMMIT", NULL, NULL, NULL) : rc;
}

/* series_of - the number of a domain, looked at in this way */
static int series_of(struct history *h, const char *domain, int64_t *series)
{
	sqlite3_stmt *s = statement(h, SQL_SERIES_FIND);
	int rc;

	bind_text(h, s, 1, domain);
	bind_text(h, s, 2, h->way);
	rc = s != NULL ? h->lib.step(s) : h->lib.errcode(h->db);
	if (rc == SQLITE_ROW)
		*series = h->lib.column_int64(s, 0);
	h->lib.reset(s);
	if (rc == SQLITE_ROW)
		return SQLITE_OK;
	if (rc != SQLITE_DONE)
		return rc;
	s = statement(h, SQL_SERIES_ADD);
	bind_text(h, s, 1, domain);
	bind_text(h, s, 2, h->way);
	rc = run(h, s);
	*series = h->lib.last_insert_rowid(h->db);
	return rc;
}

/* column - a text of a row; "" where it is none */
static const char *column(struct history *h, sqlite3_stmt *s, int at)
{
	const unsigned char *text = h->lib.column_text(s, at);

	return text != NULL ? (const char *)text : "";
}

/* no_change - do two texts that differ tell no change? */
static bool no_change(const char *before, const char *after)
{
	struct arena *arena = arena_new(HISTORY_MEMORY);
	struct changes changes = { 1, NULL };
	struct seen a, b;
	bool same = arena != NULL && seen_read(&a, arena, before) && seen_read(&b, arena, after) &&
		    changes_find(&changes, arena, &a, &b) && changes.n == 0;

	arena_free(arena);
	return same;
}

/* newest - the newest period of a series, and whether this look saw the same; 0: there is none */
static int newest(
    struct history *h, int64_t series, const struct waiting *w, int64_t *id, bool *same)
{
	sqlite3_stmt *s = statement(h, SQL_NEWEST);
	int rc;

	h->lib.bind_int64(s, 1, series);
	rc = s != NULL ? h->lib.step(s) : h->lib.errcode(h->db);
	*id = 0;
	*same = false;
	if (rc == SQLITE_ROW) {
		*id = h->lib.column_int64(s, 0);
		*same =
		    strcmp(column(h, s, 1), ds_verdict_word(w->verdict)) == 0 &&
		    strcmp(column(h, s, 2), ds_deliverable_word(w->deliverable)) == 0 &&
		    (strcmp(column(h, s, 3), w->text) == 0 || no_change(column(h, s, 3), w->text));
	}
	h->lib.reset(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* extend - the newest period goes on */
static int extend(struct history *h, int64_t id, const struct waiting *w)
{
	sqlite3_stmt *s = statement(h, SQL_EXTEND);

	h->lib.bind_int64(s, 1, id);
	h->lib.bind_int64(s, 2, w->ms);
	h->lib.bind_int64(s, 3, w->signed_until);
	bind_text(h, s, 4, w->via);
	return run(h, s);
}

/* begin_period - another one; of too many the oldest goes */
static int begin_period(struct history *h, int64_t series, const struct waiting *w)
{
	sqlite3_stmt *s = statement(h, SQL_ADD);
	int rc;

	h->lib.bind_int64(s, 1, series);
	h->lib.bind_int64(s, 2, w->ms);
	h->lib.bind_int64(s, 3, w->signed_until);
	bind_text(h, s, 4, w->via);
	bind_text(h, s, 5, ds_verdict_word(w->verdict));
	bind_text(h, s, 6, ds_deliverable_word(w->deliverable));
	bind_text(h, s, 7, w->text);
	rc = run(h, s);
	if (rc != SQLITE_OK)
		return rc;
	s = statement(h, SQL_OLD_OF_SERIES);
	h->lib.bind_int64(s, 1, series);
	h->lib.bind_int64(s, 2, HISTORY_PERIODS);
	return run(h, s);
}

/* db_put - one look */
int db_put(struct history *h, const struct waiting *w)
{
	int64_t series = 0, id;
	bool same;
	int rc = series_of(h, w->domain, &series);

	if (rc == SQLITE_OK)
		rc = newest(h, series, w, &id, &same);
	if (rc != SQLITE_OK)
		return rc;
	return id != 0 && same ? extend(h, id, w) : begin_period(h, series, w);
}

/* --- reading ---------------------------------------------------------------------------------- */

/* verdict_named - by its word; "unknown" for what is none */
static enum ds_verdict verdict_named(const char *word)
{
	for (enum ds_verdict v = DS_V_SECURED; v <= DS_V_UNKNOWN; v++)
		if (strcmp(ds_verdict_word(v), word) == 0)
			return v;
	return DS_V_UNKNOWN;
}

/* deliverable_named - by its word */
static enum ds_deliverable deliverable_named(const char *word)
{
	for (enum ds_deliverable d = DS_DELIVER_UNKNOWN; d <= DS_DELIVER_NO; d++)
		if (strcmp(ds_deliverable_word(d), word) == 0)
			return d;
	return DS_DELIVER_UNKNOWN;
}

/* moment - milliseconds since 1970 as a file says them, within what a calendar can show */
static int64_t moment(int64_t ms)
{
	const int64_t most = INT64_C(253402300799999); /* the end of 9999 */

	return ms < 0 ? 0 : ms > most ? most : ms;
}

/* read_period - one row; false: out of memory */
static bool read_period(struct history *h, struct period *p, struct arena *arena, sqlite3_stmt *s)
{
	const char *via = column(h, s, 7);

	*p = (struct period){
		.id = h->lib.column_int64(s, 0),
		.from_ms = moment(h->lib.column_int64(s, 1)),
		.until_ms = moment(h->lib.column_int64(s, 2)),
		.looks = (unsigned)h->lib.column_int64(s, 3),
		.verdict = verdict_named(column(h, s, 4)),
		.deliverable = deliverable_named(column(h, s, 5)),
		.signed_until = moment(h->lib.column_int64(s, 6)) % INT64_C(253402300800),
	};
	if (via[0] != '\0' && text_is_clean(via))
		p->via = arena_strdup(arena, via);
	return seen_read(&p->seen, arena, column(h, s, 8));
}

/* db_read - the periods of a domain, newest first; those for which there is no memory are left out */
int db_read(struct history *h, const char *domain, struct past *past)
{
	sqlite3_stmt *s = statement(h, SQL_PERIODS);
	struct period *periods = arena_alloc(past->arena, HISTORY_PERIODS, sizeof(*periods));
	int rc = s != NULL && periods != NULL ? SQLITE_ROW : SQLITE_NOMEM;

	past->periods = periods;
	bind_text(h, s, 1, domain);
	bind_text(h, s, 2, h->way);
	h->lib.bind_int64(s, 3, HISTORY_PERIODS);
	while (rc == SQLITE_ROW && past->n < HISTORY_PERIODS) {
		rc = h->lib.step(s);
		if (rc == SQLITE_ROW && !read_period(h, &periods[past->n], past->arena, s))
			rc = SQLITE_DONE;
		past->n += rc == SQLITE_ROW;
	}
	h->lib.reset(s);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return rc;
	for (size_t i = 0; i + 1 < past->n; i++)
		changes_find(
		    &periods[i].changes, past->arena, &periods[i + 1].seen, &periods[i].seen);
	s = statement(h, SQL_OTHERS);
	bind_text(h, s, 1, domain);
	bind_text(h, s, 2, h->way);
	if (s != NULL && h->lib.step(s) == SQLITE_ROW)
		past->others = (size_t)h->lib.column_int64(s, 0);
	h->lib.reset(s);
	return SQLITE_OK;
}
