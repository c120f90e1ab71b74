/* SPDX-License-Identifier: BSD-2-Clause */
/* history_impl - the queue of history.c and the file of history_open.c and history_db.c */
#ifndef DS_CORE_SURVEY_HISTORY_IMPL_H
#define DS_CORE_SURVEY_HISTORY_IMPL_H

#include "core/survey/history.h"
#include "core/survey/sqlite.h"

#define HISTORY_WAY 80

enum statement {
	SQL_SERIES_FIND,
	SQL_SERIES_ADD,
	SQL_NEWEST,
	SQL_EXTEND,
	SQL_ADD,
	SQL_OLD_OF_SERIES,
	SQL_OLDEST,
	SQL_REMOVE,
	SQL_SERIES_EMPTY,
	SQL_PERIODS,
	SQL_OTHERS,
	SQL_STATEMENTS
};

/* A look that waits. One block of memory: the texts lie behind it. */
struct waiting {
	struct waiting *next;
	int64_t ms, signed_until;
	enum ds_verdict verdict;
	enum ds_deliverable deliverable;
	const char *domain, *via, *text;
};

struct history {
	char *path; /* NULL: in memory */
	char way[HISTORY_WAY];
	struct sqlite lib; /* loaded with the file */
	sqlite3 *db;
	sqlite3_stmt *statements[SQL_STATEMENTS];
	struct waiting *first, **end;
	size_t waiting;
	int64_t most; /* octets of the file */
	int log;      /* pages in the write-ahead log */
	bool dead;    /* nothing can be read */
	bool mute;    /* nothing is written any more */
	char problem[512];
};

/* history_open.c. Each returns SQLite's result code; SQLITE_BUSY means later. */
int db_open(struct history *);
void db_close(struct history *);
/* The log into the file, without waiting for anybody. */
int db_settle(struct history *);
/* The one number that a pragma gives. */
int db_number(struct history *, const char *pragma, int64_t *out);

/* history_db.c. Likewise. */
int db_begin(struct history *);
int db_commit(struct history *);
void db_rollback(struct history *);
/* One look: moves the end of the newest period, or begins another one. */
int db_put(struct history *, const struct waiting *);
/* Periods of a domain, newest first, in the arena of the past. */
int db_read(struct history *, const char *domain, struct past *);

/* The history is not usable any more, for the reason that SQLite gives. */
void history_blame(struct history *, int rc);
/* The same for a reason in other words. */
void history_fail(struct history *, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
