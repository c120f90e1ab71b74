/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sqlite - SQLite, which is not loaded before a history is opened
 *
 * A check that keeps nothing has no need of it, and to load it takes 0.3 ms.
 */
#ifndef DS_CORE_SURVEY_SQLITE_H
#define DS_CORE_SURVEY_SQLITE_H

#include <stdbool.h>

#include <sqlite3.h>

/* What is used of it: FUNCTION(name) is sqlite3_name. */
#define SQLITE_FUNCTIONS                                                                           \
	FUNCTION(open_v2)                                                                          \
	FUNCTION(close)                                                                            \
	FUNCTION(exec)                                                                             \
	FUNCTION(errmsg)                                                                           \
	FUNCTION(errcode)                                                                          \
	FUNCTION(db_config)                                                                        \
	FUNCTION(db_readonly)                                                                      \
	FUNCTION(limit)                                                                            \
	FUNCTION(extended_result_codes)                                                            \
	FUNCTION(busy_timeout)                                                                     \
	FUNCTION(get_autocommit)                                                                   \
	FUNCTION(last_insert_rowid)                                                                \
	FUNCTION(wal_hook)                                                                         \
	FUNCTION(wal_checkpoint_v2)                                                                \
	FUNCTION(prepare_v3)                                                                       \
	FUNCTION(finalize)                                                                         \
	FUNCTION(step)                                                                             \
	FUNCTION(reset)                                                                            \
	FUNCTION(clear_bindings)                                                                   \
	FUNCTION(bind_int64)                                                                       \
	FUNCTION(bind_text)                                                                        \
	FUNCTION(column_int64)                                                                     \
	FUNCTION(column_text)

struct sqlite {
#define FUNCTION(name) __typeof__(sqlite3_##name) *name;
	SQLITE_FUNCTIONS
#undef FUNCTION
};

/* Loads it, or finds it loaded. False: it is not installed. */
bool sqlite_load(struct sqlite *);

#endif
