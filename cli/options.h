/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options - the options of the command line and of the settings file
 *
 * One table says everything of an option: name, argument, default, help, which
 * commands take it, and what it does. --help, the parser, the settings file and the
 * test of the manual page all read that table.
 */
#ifndef DS_CLI_OPTIONS_H
#define DS_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "core/danescope.h"
#include "tui/setting.h"

/* What takes an option. */
enum {
	USE_CONSOLE = 1 << 0,
	USE_CHECK = 1 << 1,
	USE_DEMO = 1 << 2,
	USE_LAB = 1 << 3,
	USE_REPLAY = 1 << 4,
	USE_CODES = 1 << 5,
	USE_FILE = 1 << 6, /* the settings file */
	USE_TLSA = 1 << 7,
	USE_EVERY =
	    USE_CONSOLE | USE_CHECK | USE_DEMO | USE_LAB | USE_REPLAY | USE_CODES | USE_TLSA,
};

#define CLI_CERTS_MAX 8

struct cli_given;

/* What the options come down to. Strings are borrowed from argv and from `file`. */
struct cli_settings {
	struct ds_options engine;
	const char *language, *theme, *color, *config;
	int console[SETTING_COUNT]; /* settings of the console */
	bool json, help, version;
	size_t ncerts;
	const char *certs[CLI_CERTS_MAX]; /* --cert, each */
	const char *owner, *verify;       /* --host, --verify */
	struct ds_domain owner_domain;    /* what `owner` points into */
	size_t ngiven;
	struct cli_given *given; /* in the order of the command line */
	size_t noperands;
	const char **operands; /* NULL-terminated */
	char *file;            /* text of the settings file */
};

struct cli_option {
	const char *name;     /* "resolver"; NULL for one with a letter alone */
	char letter;          /* '4'; 0 for none */
	unsigned uses;        /* USE_ bits */
	const char *argument; /* "ADDR[@PORT]"; NULL for none */
	const char *fallback; /* msgid: the default; NULL where "off" goes without saying */
	const char *help;     /* msgid */
	/* NULL value: an option without argument. False: *problem says why. */
	bool (*set)(struct cli_settings *, const char *value, struct ds_problem *);
};

struct cli_given {
	const struct cli_option *option;
	const char *value;
};

/* NULL past the end. */
const struct cli_option *cli_option(size_t i);
/* By long name of `len` octets; NULL: there is none. */
const struct cli_option *cli_option_named(const char *name, size_t len);

/* Sorts the arguments into options and operands, without applying them. False: *problem. Free with
 * options_free in either case. */
bool options_read(struct cli_settings *, int argc, char **argv, struct ds_problem *);
/* Applies the settings file (`path`; none is no mistake unless --config named it), then what the
 * command line gave. */
bool options_apply(struct cli_settings *, const char *path, struct ds_problem *);
/* Does the command `use`, named `command`, take every option that was given? */
bool options_fit(
    const struct cli_settings *, unsigned use, const char *command, struct ds_problem *);
void options_free(struct cli_settings *);

/* The lines of --help for the options that `use` takes. */
void options_print(FILE *, unsigned use);
/* "--resolver" or "-4". */
const char *option_text(const struct cli_option *, char *buf, size_t size);

/* Sets *problem from a sentence; false. */
__attribute__((format(printf, 3, 4))) bool cli_refuse(
    struct ds_problem *, int exit_status, const char *format, ...);

/* settings.c: applies a settings file. */
bool settings_read(struct cli_settings *, const char *path, bool must_exist, struct ds_problem *);

#endif
