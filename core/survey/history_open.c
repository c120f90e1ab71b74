/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * history_open - the file of the history: made for its owner alone, taken up where it is ours, and
 * closed
 *
 * Another program may have written it: it is opened so that it can make SQLite do nothing but what is
 * asked of it.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/i18n.h"
#include "core/limits.h"
#include "core/survey/history_impl.h"

#define VERSION     1
#define APPLICATION 1145131855 /* "DANO": in the head of the file, that it is ours */

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

/* db_number - the one number that a pragma gives */
int db_number(struct history *h, const char *pragma, int64_t *out)
{
	sqlite3_stmt *s = NULL;
	int rc = h->lib.prepare_v3(h->db, pragma, -1, 0, &s, NULL);

	*out = 0;
	if (rc == SQLITE_OK && h->lib.step(s) == SQLITE_ROW)
		*out = h->lib.column_int64(s, 0);
	return rc == SQLITE_OK ? h->lib.finalize(s) : rc;
}

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
	rc = db_number(h, "SELECT count(*) FROM sqlite_master", &tables);
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

/* read_head - whose file it is, all of one moment: another program may make a new one meanwhile */
static int read_head(struct history *h, int64_t *version, int64_t *application, int64_t *tables)
{
	int rc = h->lib.exec(h->db, "BEGIN", NULL, NULL, NULL);

	if (rc == SQLITE_OK)
		rc = db_number(h, "PRAGMA user_version", version);
	if (rc == SQLITE_OK)
		rc = db_number(h, "PRAGMA application_id", application);
	if (rc == SQLITE_OK)
		rc = db_number(h, "SELECT count(*) FROM sqlite_master", tables);
	if (!h->lib.get_autocommit(h->db))
		h->lib.exec(h->db, "ROLLBACK", NULL, NULL, NULL);
	return rc;
}

/* take_up - is it ours, and of this version? A new file becomes so */
static int take_up(struct history *h)
{
	int64_t version, application, tables;
	char name[FILE_NAME_SHOWN];
	int rc = read_head(h, &version, &application, &tables);

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
