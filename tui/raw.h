/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * raw - how to ask for a thing with other tools, and the records that it consists of
 *
 * The commands are to be pasted into a shell, and names in them come from the network: whatever a
 * shell could take for something else is quoted.
 */
#ifndef DS_TUI_RAW_H
#define DS_TUI_RAW_H

#include <stddef.h>

#include "core/model.h"

struct target;

#define RAW_COMMAND 4096

/* Takes a command, or a record, of which the text is gone after the call. */
typedef void raw_command_fn(void *arg, const char *command);
typedef void raw_record_fn(void *arg, const struct ds_rr *);

/* Each command by which the thing can be had with dig or openssl. */
void raw_commands(const struct ds_report *, const struct target *, raw_command_fn *, void *arg);
/* Each record of it. */
void raw_records(const struct ds_report *, const struct target *, raw_record_fn *, void *arg);

/* One argument of a command, quoted where need be, appended to `out`. */
void raw_argument(char *out, size_t size, const char *text);

#endif
