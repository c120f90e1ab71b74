/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * paths - where the program's own files are
 *
 * Beside the program when it is run from the tree that it was built in, under
 * ../share of it when it was installed.
 */
#ifndef DS_CLI_PATHS_H
#define DS_CLI_PATHS_H

#include <limits.h>
#include <stdbool.h>

struct cli_paths {
	char locale[PATH_MAX];      /* translations; "" where there are none */
	char themes[PATH_MAX];      /* the themes that come with the program; "" for none */
	char user_themes[PATH_MAX]; /* $XDG_CONFIG_HOME/danescope/themes; "" without a home */
	char kept[PATH_MAX];        /* $XDG_STATE_HOME/danescope/list; "" without a home */
	char history[PATH_MAX];     /* $XDG_STATE_HOME/danescope/history.db; likewise */
	char settings[PATH_MAX];    /* $XDG_CONFIG_HOME/danescope/config; "" without a home */
};

void cli_paths(struct cli_paths *);

#endif
