/* SPDX-License-Identifier: BSD-2-Clause */
/* paths - where the program's own files are */
#include "cli/paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The program's folder, as seen from it: the tree, a flavour's folder below build, an installation. */
static const struct {
	const char *themes, *locale;
} homes[] = {
	{ "themes", "build/locale" },
	{ "../../themes", "../locale" },
	{ "../share/danescope/themes", "../share/locale" },
};

/* join - DIRECTORY/NAME; "" when it does not fit */
static void join(char *out, const char *directory, const char *name)
{
	int n = snprintf(out, PATH_MAX, "%s/%s", directory, name);

	if (n < 0 || n >= PATH_MAX)
		out[0] = '\0';
}

/* program_directory - the folder that the running program lies in; false where that is not known */
static bool program_directory(char *out)
{
	ssize_t n = readlink("/proc/self/exe", out, PATH_MAX - 1);
	char *slash;

	if (n <= 0)
		return false;
	out[n] = '\0';
	slash = strrchr(out, '/');
	if (slash == NULL)
		return false;
	*slash = '\0';
	return true;
}

/* shipped - what comes with the program */
static void shipped(struct cli_paths *paths)
{
	char directory[PATH_MAX];

	if (!program_directory(directory))
		return;
	for (size_t i = 0; i < sizeof(homes) / sizeof(homes[0]); i++) {
		join(paths->themes, directory, homes[i].themes);
		join(paths->locale, directory, homes[i].locale);
		if (access(paths->themes, R_OK | X_OK) == 0)
			return;
	}
	paths->themes[0] = paths->locale[0] = '\0';
}

/* home_of - a folder of the user's: where the variable says, else below the home; "" without one */
static void home_of(char *out, const char *variable, const char *fallback)
{
	const char *named = getenv(variable), *home = getenv("HOME");

	out[0] = '\0';
	if (named != NULL && named[0] == '/')
		join(out, named, "danescope");
	else if (home != NULL && home[0] == '/')
		join(out, home, fallback);
}

/* personal - what the user keeps (XDG base directories) */
static void personal(struct cli_paths *paths)
{
	char directory[PATH_MAX];

	home_of(directory, "XDG_CONFIG_HOME", ".config/danescope");
	if (directory[0] != '\0') {
		join(paths->user_themes, directory, "themes");
		join(paths->settings, directory, "config");
	}
	home_of(directory, "XDG_STATE_HOME", ".local/state/danescope");
	if (directory[0] != '\0') {
		join(paths->kept, directory, "list");
		join(paths->history, directory, "history.db");
	}
}

/* cli_paths - all of them */
void cli_paths(struct cli_paths *paths)
{
	memset(paths, 0, sizeof(*paths));
	shipped(paths);
	personal(paths);
}
