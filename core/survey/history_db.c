/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * history_db - the file of the history: what is asked of SQLite
 *
 * All SQL stands here, and what changes in it is bound to its statements. Nothing waits for another
 * program (SQLITE_BUSY is "later"), and nothing is forced to disk in between: with a write-ahead log
 * a crash costs at most the last looks, and only db_settle and the end move them into the file.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/arena.h"
#include "core/base/file.h"
#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/danescope.h"
#include "core/limits.h"
#include "core/survey/history_impl.h"

#define VERSION     1
#define APPLICATION 1145131855 /* "DANO": in the head of the file, that it is ours */
#define REMOVED     64         /* periods that go at once, where the file is full */

static const char schema[] =
    "CREATE TABLE series(id INTEGER PRIMARY KEY, domain TEXT NOT NULL, way TEXT NOT NULL,"
    " UNIQUE(domain, way));"
    "CREATE TABLE period(id INTEGER PRIMARY KEY AUTOINCREMENT, series INTEGER NOT NULL,"
    " began INTEGER NOT NULL, ended INTEGER NOT NULL, looks INTEGER NOT NULL,"
    " verdict TEXT NOT NULL, deliverable TEXT NOT NULL, signed INTEGER NOT NULL, via TEXT,"
    " seen TEXT NOT NULL);"
    "CREATE INDEX period_series ON period(series);"
    "CREATE INDEX period_ended ON period(ended);"
    "PRAGMA application_id=1145131855;"
    "PRAGMA user_version=1;";

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

/* number - the one number that a pragma gives */
static int number(struct history *h, const char *pragma, int64_t *out)
{
	sqlite3_stmt *s = NULL;
	int rc = h->lib.prepare_v3(h->db, pragma, -1, 0, &s, NULL);

	*out = 0;
	if (rc == SQLITE_OK && h->lib.step(s) == SQLITE_ROW)
		*out = h->lib.column_int64(s, 0);
	return rc == SQLITE_OK ? h->lib.finalize(s) : rc;
}

/* --- opening ---------------------------------------------------------------------------------- */

/* make_folders - those above the file, for its owner alone */
static void make_folders(const char *path)
{
	char folder[PATH_MAX];

	if (snprintf(folder, sizeof(folder), "%s", path) >= (int)sizeof(folder))
		return;
	for (char *slash = strchr(folder + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(folder, 0700);
		*slash = '/';
	}
}

/* make_file - a file for its owner alone, where there is none; false with errno set */
static bool make_file(const char *path)
{
	struct stat st;
	int fd;

	if (lstat(path, &st) == 0) {
		errno = EINVAL;
		return S_ISREG(st.st_mode);
	}
	make_folders(path);
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
	return fd >= 0 || errno == EEXIST;
}

/* on_log - the write-ahead log has so many pages now */
static int on_log(void *arg, sqlite3 *db, const char *name, int pages)
{
	struct history *h = arg;

	(void)db;
	(void)name;
	h->log = pages;
	return SQLITE_OK;
}

/* harden - a file that others wrote makes us do nothing but what we ask of it */
static int harden(struct history *h)
{
	h->lib.db_config(h->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	h->lib.db_config(h->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	h->lib.db_config(h->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	h->lib.db_config(h->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	h->lib.limit(h->db, SQLITE_LIMIT_LENGTH, 4 * HISTORY_TEXT);
	h->lib.extended_result_codes(h->db, 0);
	return h->lib.exec(h->db,
	    "PRAGMA cell_size_check=1; PRAGMA cache_size=-512; PRAGMA temp_store=MEMORY;"
	    "PRAGMA synchronous=NORMAL; PRAGMA journal_size_limit=4194304",
	    NULL, NULL, NULL);
}

/* make_schema - in a new file */
static int make_schema(struct history *h)
{
	int rc = h->lib.exec(h->db, "PRAGMA journal_mode=WAL; BEGIN IMMEDIATE", NULL, NULL, NULL);
	int64_t tables;

	if (rc != SQLITE_OK)
		return rc;
	rc = number(h, "SELECT count(*) FROM sqlite_master", &tables);
	if (rc == SQLITE_OK && tables != 0)
		rc = SQLITE_BUSY; /* another program was faster */
	if (rc == SQLITE_OK)
		rc = h->lib.exec(h->db, schema, NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = h->lib.exec(h->db, "COMMIT", NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		h->lib.exec(h->db, "ROLLBACK", NULL, NULL, NULL);
	return rc;
}

/* take_up - is it ours, and of this version? A new file becomes so */
static int take_up(struct history *h)
{
	int64_t version, application, tables;
	char name[FILE_NAME_SHOWN];
	int rc = number(h, "PRAGMA user_version", &version);

	if (rc == SQLITE_OK)
		rc = number(h, "PRAGMA application_id", &application);
	if (rc == SQLITE_OK)
		rc = number(h, "SELECT count(*) FROM sqlite_master", &tables);
	if (rc != SQLITE_OK)
		return rc;
	if (version == 0 && application == 0 && tables == 0)
		return make_schema(h);
	file_shown(name, h->path != NULL ? h->path : "-");
	if (application != APPLICATION)
		history_fail(
		    h, _("The file %s is no history of this program; it is left alone."), name);
	else if (version != VERSION)
		history_fail(h,
		    _("The history %s was written by a newer version of this program; it is left "
		      "alone."),
		    name);
	return h->mute ? SQLITE_AUTH : SQLITE_OK;
}

/* give_up - the file cannot be used: say why, where that is not said yet */
static void give_up(struct history *h, int rc, int error)
{
	char name[FILE_NAME_SHOWN];

	if (error != 0)
		history_fail(h, _("The history %s cannot be used: %s. It goes on without."),
		    file_shown(name, h->path), strerror(error));
	else if (!h->mute)
		history_blame(h, rc);
	h->dead = true;
}

/* db_open - at the first need */
int db_open(struct history *h)
{
	int rc, error = 0;

	if (h->db != NULL)
		return SQLITE_OK;
	if (h->dead)
		return SQLITE_ERROR;
	if (!sqlite_load(&h->lib)) {
		history_fail(
		    h, "%s", _("There is no history: SQLite is not installed (libsqlite3)."));
		h->dead = true;
		return SQLITE_ERROR;
	}
	if (h->path != NULL && !make_file(h->path))
		error = errno;
	rc =
	    error != 0
		? SQLITE_CANTOPEN
		: h->lib.open_v2(h->path != NULL ? h->path : ":memory:", &h->db,
		      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);
	if (rc == SQLITE_OK)
		rc = harden(h);
	if (rc == SQLITE_OK)
		rc = take_up(h);
	if (rc == SQLITE_OK) {
		h->lib.wal_hook(h->db, on_log, h);
		if (h->lib.db_readonly(h->db, "main") == 1)
			history_fail(h, _("The history can be read, but not written: %s"),
			    h->path != NULL ? h->path : "-");
		return SQLITE_OK;
	}
	if (rc != SQLITE_BUSY)
		give_up(h, rc, error);
	db_close(h);
	return rc;
}

/* db_close - all of it; where nobody else has it open, the log moves into the file */
void db_close(struct history *h)
{
	for (size_t i = 0; h->db != NULL && i < SQL_STATEMENTS; i++) {
		h->lib.finalize(h->statements[i]);
		h->statements[i] = NULL;
	}
	if (h->db != NULL)
		h->lib.close(h->db);
	h->db = NULL;
}

/* db_settle - as much of the log as nobody reads */
int db_settle(struct history *h)
{
	int rc = h->lib.wal_checkpoint_v2(h->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);

	h->log = 0;
	return rc;
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

	return number(h, "PRAGMA page_count", &pages) == SQLITE_OK &&
	       number(h, "PRAGMA freelist_count", &unused) == SQLITE_OK &&
	       number(h, "PRAGMA page_size", &size) == SQLITE_OK &&
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
