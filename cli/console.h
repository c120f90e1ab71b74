/* SPDX-License-Identifier: BSD-2-Clause */
/* console - opens the console, for every command that does */
#ifndef DS_CLI_CONSOLE_H
#define DS_CLI_CONSOLE_H

#include "cli/command.h"
#include "tui/tui.h"

/* What must be done before an engine can be made and takes a moment: it is done when the first
 * picture stands. It may change the settings. False with the reason told. */
typedef bool console_prepare(struct cli_run *, void *arg, struct ds_problem *);

/* Fills in what the settings say, makes an engine (after `prepare`, where that is not NULL) and runs
 * the console; without domains those of the recording are shown. Returns the exit status. */
int console_open(struct cli_run *, struct tui_options *, console_prepare *prepare, void *arg);

#endif
