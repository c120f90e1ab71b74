/* SPDX-License-Identifier: BSD-2-Clause */
/* history - the history of earlier looks, as the settings want it */
#include "cli/history.h"

#include "core/survey/history.h"

/* cli_history - the store; nothing is opened yet */
struct history *cli_history(const struct cli_run *run, bool practice)
{
	const struct ds_options *engine = &run->settings.engine;
	const char *path = run->paths.history;

	if (engine->replay != NULL || engine->at_given)
		return NULL;
	return history_new(practice || path[0] == '\0' ? NULL : path, engine);
}
