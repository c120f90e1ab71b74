/* SPDX-License-Identifier: BSD-2-Clause */
/* command - what danescope can be told to do: one entry, one file */
#ifndef DS_CLI_COMMAND_H
#define DS_CLI_COMMAND_H

#include "cli/options.h"
#include "cli/paths.h"

/* All that a command needs to know. */
struct cli_run {
	struct cli_settings settings; /* operands: without the command's own name */
	struct cli_paths paths;
	const char *program; /* as it was typed, for examples that can be copied */
};

struct cli_command {
	const char *name; /* "console" is what happens without a name */
	unsigned use;     /* its USE_ bit */
	const char *operands;
	const char *summary; /* msgid */
	int (*run)(struct cli_run *);
};

/* NULL past the end. */
const struct cli_command *cli_command(size_t i);

/* Reads the command line and does what it says; returns the exit status. */
int cli_main(int argc, char **argv);

/* Writes "danescope: ..." to standard error; returns the exit status of the problem. */
int cli_complain(const struct ds_problem *);
/* Flushes standard output. Returns `status`, or 74 when what was written did not arrive. */
int cli_close_output(int status);

/* The operands as domains, each once. On failure NULL with *problem. Free with free(). */
struct ds_domain *cli_domains(const struct cli_settings *, size_t *n, struct ds_problem *);

int cli_check(struct cli_run *);
int cli_console(struct cli_run *);
int cli_demo(struct cli_run *);
int cli_lab(struct cli_run *);
int cli_replay(struct cli_run *);
int cli_codes(struct cli_run *);
int cli_tlsa(struct cli_run *);

#endif
