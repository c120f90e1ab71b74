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

/* personal - what the user keeps (XDG base directories) */
static void personal(struct cli_paths *paths)
{
	const char *config = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");
	char directory[PATH_MAX];

	if (config != NULL && config[0] == '/')
		join(directory, config, "danescope");
	else if (home != NULL && home[0] == '/')
		join(directory, home, ".config/danescope");
	else
		return;
	if (directory[0] == '\0')
		return;
	join(paths->user_themes, directory, "themes");
	join(paths->settings, directory, "config");
}

/* cli_paths - all of them */
void cli_paths(struct cli_paths *paths)
{
	memset(paths, 0, sizeof(*paths));
	shipped(paths);
	personal(paths);
}
