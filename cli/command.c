/* SPDX-License-Identifier: BSD-2-Clause */
/* command - finds the command that is meant, and runs it */
#include "cli/command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/language.h"
#include "core/base/i18n.h"

static const struct cli_command commands[] = {
	{ "console", USE_CONSOLE, "[DOMAIN...]",
	    N_("opens the console (also without naming a command)"), cli_console },
	{ "check", USE_CHECK, "DOMAIN...", N_("diagnoses domains and prints a report of each"),
	    cli_check },
	{ "tlsa", USE_TLSA, "[HOST...]",
	    N_("prints the TLSA records to publish for a mail host or a certificate"), cli_tlsa },
	{ "demo", USE_DEMO, "[DOMAIN...]",
	    N_("opens the console on the practice network, with an attack to watch: no Internet, no root"),
	    cli_demo },
	{ "lab", USE_LAB, "", N_("runs the practice network alone, for any tool"), cli_lab },
	{ "replay", USE_REPLAY, "FILE", N_("opens a recording in the console"), cli_replay },
	{ "codes", USE_CODES, "", N_("lists every finding that the program can name"), cli_codes },
};

/* Kept for a command to come, so that nobody takes it for a domain. */
static const char *const later[] = { "survey" };

/* cli_command - one by one */
const struct cli_command *cli_command(size_t i)
{
	return i < sizeof(commands) / sizeof(commands[0]) ? &commands[i] : NULL;
}

/* cli_complain - one line on standard error */
int cli_complain(const struct ds_problem *problem)
{
	fprintf(stderr, "danescope: %s\n", problem->text);
	return problem->exit_status;
}

/* cli_close_output - a report that did not arrive is a failure, a reader that left is none of ours */
int cli_close_output(int status)
{
	struct ds_problem problem;

	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	if (errno != EPIPE) {
		cli_refuse(&problem, 74, _("cannot write the report: %s"), strerror(errno));
		cli_complain(&problem);
	}
	return 74;
}

/* cli_domains - the operands as domains, each once */
struct ds_domain *cli_domains(
    const struct cli_settings *settings, size_t *n, struct ds_problem *problem)
{
	struct ds_domain *domains = calloc(settings->noperands + 1, sizeof(*domains));

	*n = 0;
	if (domains == NULL) {
		cli_refuse(problem, 70, "%s", _("out of memory"));
		return NULL;
	}
	for (size_t i = 0; i < settings->noperands; i++) {
		struct ds_domain *domain = &domains[*n];
		size_t seen = 0;

		if (!ds_domain_parse(domain, settings->operands[i], problem)) {
			free(domains);
			return NULL;
		}
		while (strcmp(domains[seen].ascii, domain->ascii) != 0)
			seen++;
		*n += seen == *n;
	}
	return domains;
}

/* print_help - of one command, or of all */
static int print_help(const struct cli_command *command, bool all)
{
	if (all) {
		printf("%s\n\n", _("Shows why mail to a domain is, or is not, protected by DNSSEC, "
				   "DANE and STARTTLS."));
		printf("%s\n", _("Commands:"));
		for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
			printf("  danescope %-8s %s\n", commands[i].name, _(commands[i].summary));
		printf("\n");
	}
	printf(_("Usage: danescope %s%s[OPTION...]%s%s\n"), all ? "" : command->name,
	    all ? "" : " ", *command->operands ? " " : "", command->operands);
	if (!all)
		printf("%s\n", _(command->summary));
	printf("\n%s\n", _("Options:"));
	options_print(stdout, command->use);
	return cli_close_output(0);
}

/* named_command - the first operand, where it is a command; the console otherwise */
static const struct cli_command *named_command(struct cli_settings *s, struct ds_problem *problem)
{
	const char *name = s->noperands > 0 ? s->operands[0] : "";

	for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++)
		if (strcmp(name, later[i]) == 0) {
			cli_refuse(
			    problem, 64, _("this version does not have the command %s"), name);
			return NULL;
		}
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(name, commands[i].name) == 0) {
			memmove(s->operands, s->operands + 1, s->noperands * sizeof(*s->operands));
			s->noperands--;
			return &commands[i];
		}
	return &commands[0];
}

/* run_command - what is left when the options are understood */
static int run_command(struct cli_run *run)
{
	struct cli_settings *s = &run->settings;
	bool alone = s->noperands == 0;
	struct ds_problem problem;
	const struct cli_command *command;

	if (s->language != NULL)
		language_set(s->language);
	if (s->version) {
		printf("danescope %s\n", DS_VERSION);
		return cli_close_output(0);
	}
	command = named_command(s, &problem);
	if (command == NULL)
		return cli_complain(&problem);
	if (s->help)
		return print_help(command, alone);
	if (!options_fit(s, command->use, command->name, &problem))
		return cli_complain(&problem);
	return command->run(run);
}

/* early_language - takes up --lang before anything can go wrong that must be told in it */
static void early_language(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			language_set(argv[i + 1]);
		else if (strncmp(argv[i], "--lang=", 7) == 0)
			language_set(argv[i] + 7);
	}
}

/* cli_main - reads the command line and does what it says */
int cli_main(int argc, char **argv)
{
	struct cli_run run;
	struct ds_problem problem;
	int status;

	cli_paths(&run.paths);
	language_begin(run.paths.locale);
	early_language(argc, argv);
	run.program = argc > 0 ? argv[0] : "danescope";
	if (!options_read(&run.settings, argc, argv, &problem) ||
	    !options_apply(&run.settings, run.paths.settings, &problem))
		status = cli_complain(&problem);
	else
		status = run_command(&run);
	options_free(&run.settings);
	return status;
}
