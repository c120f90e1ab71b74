/* SPDX-License-Identifier: BSD-2-Clause */
/* sqlite - SQLite, which is not loaded before a history is opened; see sqlite.h */
#include "core/survey/sqlite.h"

#include <dlfcn.h>
#include <stddef.h>

#define LIBRARY "libsqlite3.so.0" /* the interface of sqlite3.h, since 2004 */

/* sqlite_load - once it is loaded it stays, and is only looked up */
bool sqlite_load(struct sqlite *sqlite)
{
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	bool all = library != NULL;

	if (library == NULL)
		return false;
#define FUNCTION(name)                                                                             \
	sqlite->name = dlsym(library, "sqlite3_" #name);                                           \
	all = all && sqlite->name != NULL;
	SQLITE_FUNCTIONS
#undef FUNCTION
	dlclose(library);
	return all;
}
