/* SPDX-License-Identifier: BSD-2-Clause */
/* console - opens the console, for every command that does */
#ifndef DS_CLI_CONSOLE_H
#define DS_CLI_CONSOLE_H

#include "cli/command.h"
#include "tui/tui.h"

/* Fills in what the settings say, makes an engine and runs the console; without domains those of the
 * recording are shown. Returns the exit status. */
int console_open(struct cli_run *, struct tui_options *);

#endif
