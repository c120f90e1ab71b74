/* SPDX-License-Identifier: BSD-2-Clause */
/* history - the history of earlier looks, as the settings want it */
#ifndef DS_CLI_HISTORY_H
#define DS_CLI_HISTORY_H

#include "cli/command.h"

struct history;

/* The user's own history; `practice`: one that is gone at the end. NULL: a recording, or another
 * moment, is looked at, which is no look of now. Free with history_free. */
struct history *cli_history(const struct cli_run *, bool practice);

#endif
