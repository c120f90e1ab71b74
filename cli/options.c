/* SPDX-License-Identifier: BSD-2-Clause */
/* options - the arguments sorted into options and operands */
#include "cli/options.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/text.h"

#define HELP_COLUMN 28 /* where the help of an option begins */
#define HELP_WIDTH  80

/* cli_refuse - why something cannot be done */
bool cli_refuse(struct ds_problem *problem, int exit_status, const char *format, ...)
{
	va_list ap;

	problem->exit_status = exit_status;
	va_start(ap, format);
	vsnprintf(problem->text, sizeof(problem->text), format, ap);
	va_end(ap);
	return false;
}

/* refuse_unknown - a sentence that names an argument, made fit for a terminal */
static bool refuse_unknown(struct ds_problem *problem, const char *argument)
{
	size_t len = strcspn(argument, "=");
	char clean[200];

	text_clean(clean, sizeof(clean), argument, len);
	return cli_refuse(problem, 64, _("unknown option %s (see danescope --help)"), clean);
}

/* option_text - as it is typed */
const char *option_text(const struct cli_option *option, char *buf, size_t size)
{
	if (option->name != NULL)
		snprintf(buf, size, "--%s", option->name);
	else
		snprintf(buf, size, "-%c", option->letter);
	return buf;
}

/* take_long - "--name", "--name=value" or "--name value"; moves *i to the last word taken */
static bool take_long(
    struct cli_given *given, int argc, char **argv, int *i, struct ds_problem *problem)
{
	const char *argument = argv[*i];
	size_t len = strcspn(argument + 2, "=");
	const char *inside = argument[2 + len] == '=' ? argument + 3 + len : NULL;

	given->option = cli_option_named(argument + 2, len);
	if (given->option == NULL)
		return refuse_unknown(problem, argument);
	if (given->option->argument == NULL && inside != NULL)
		return cli_refuse(
		    problem, 64, _("the option --%s takes no value"), given->option->name);
	if (given->option->argument == NULL)
		return true;
	given->value = inside != NULL ? inside : *i + 1 < argc ? argv[++*i] : NULL;
	if (given->value == NULL || given->value[0] == '\0')
		return cli_refuse(problem, 64, _("the option --%s needs a value (%s)"),
		    given->option->name, given->option->argument);
	return true;
}

/* take_letter - "-4"; letters do not take values */
static bool take_letter(struct cli_given *given, const char *argument, struct ds_problem *problem)
{
	const struct cli_option *option;

	for (size_t i = 0; (option = cli_option(i)) != NULL; i++) {
		if (option->letter == 0 || option->letter != argument[1] || argument[2] != '\0')
			continue;
		given->option = option;
		return true;
	}
	return refuse_unknown(problem, argument);
}

/* options_read - sorts, without applying */
bool options_read(struct cli_settings *s, int argc, char **argv, struct ds_problem *problem)
{
	bool only_operands = false;

	memset(s, 0, sizeof(*s));
	s->given = calloc((size_t)argc + 1, sizeof(*s->given));
	s->operands = calloc((size_t)argc + 1, sizeof(*s->operands));
	if (s->given == NULL || s->operands == NULL)
		return cli_refuse(problem, 70, "%s", _("out of memory"));
	for (int i = 1; i < argc; i++) {
		struct cli_given *given = &s->given[s->ngiven];

		if (only_operands || argv[i][0] != '-' || argv[i][1] == '\0') {
			s->operands[s->noperands++] = argv[i];
		} else if (strcmp(argv[i], "--") == 0) {
			only_operands = true;
		} else if (argv[i][1] == '-') {
			if (!take_long(given, argc, argv, &i, problem))
				return false;
			s->ngiven++;
		} else {
			if (!take_letter(given, argv[i], problem))
				return false;
			s->ngiven++;
		}
	}
	return true;
}

/* has_given - is this option on the command line? */
static bool has_given(const struct cli_settings *s, const char *name)
{
	const struct cli_option *option = cli_option_named(name, strlen(name));

	for (size_t i = 0; i < s->ngiven; i++)
		if (s->given[i].option == option)
			return true;
	return false;
}

/* choose_way - a resolver, or none: one shuts the other out, and the command line has its way before
 * the settings file */
static bool choose_way(struct cli_settings *s, struct ds_problem *problem)
{
	bool iterate = has_given(s, "iterate"), resolver = has_given(s, "resolver");

	if (iterate && resolver)
		return cli_refuse(problem, 64,
		    _("--iterate asks no resolver: --resolver does not go together with it"));
	if (resolver)
		s->engine.iterate = false;
	else if (s->engine.iterate)
		s->engine.resolver = NULL;
	return true;
}

/* options_apply - the settings file, then the command line, which has the last word */
bool options_apply(struct cli_settings *s, const char *path, struct ds_problem *problem)
{
	const char *named = NULL;

	for (size_t i = 0; i < s->ngiven; i++)
		if (s->given[i].option == cli_option_named("config", 6))
			named = s->given[i].value;
	if (named != NULL)
		path = named;
	if (path[0] != '\0' && !settings_read(s, path, named != NULL, problem))
		return false;
	for (size_t i = 0; i < s->ngiven; i++)
		if (!s->given[i].option->set(s, s->given[i].value, problem))
			return false;
	return choose_way(s, problem);
}

/* options_fit - does the command take every option that was given? */
bool options_fit(
    const struct cli_settings *s, unsigned use, const char *command, struct ds_problem *problem)
{
	for (size_t i = 0; i < s->ngiven; i++) {
		char text[64];

		if ((s->given[i].option->uses & use) != 0)
			continue;
		return cli_refuse(problem, 64, _("the option %s has no meaning for %s"),
		    option_text(s->given[i].option, text, sizeof(text)), command);
	}
	return true;
}

/* options_free - gives back what options_read and options_apply took */
void options_free(struct cli_settings *s)
{
	free(s->given);
	free(s->operands);
	free(s->file);
	memset(s, 0, sizeof(*s));
}

/* print_fallback - the default, behind the help where there is room, below it where there is not */
static void print_fallback(FILE *out, const char *help, const char *fallback)
{
	if (HELP_COLUMN + strlen(help) + strlen(fallback) + 3 <= HELP_WIDTH)
		fprintf(out, " (%s)", fallback);
	else
		fprintf(out, "\n%*s(%s)", HELP_COLUMN, "", fallback);
}

/* options_print - the options of one command */
void options_print(FILE *out, unsigned use)
{
	const struct cli_option *option;

	for (size_t i = 0; (option = cli_option(i)) != NULL; i++) {
		int n;

		if ((option->uses & use) == 0)
			continue;
		if (option->name == NULL)
			n = fprintf(out, "  -%c", option->letter);
		else if (option->letter != 0)
			n = fprintf(out, "  -%c, --%s", option->letter, option->name);
		else
			n = fprintf(out, "  --%s%s%s", option->name,
			    option->argument != NULL ? " " : "",
			    option->argument != NULL ? option->argument : "");
		if (n >= HELP_COLUMN) {
			fputc('\n', out);
			n = 0;
		}
		fprintf(out, "%*s%s", HELP_COLUMN - n, "", _(option->help));
		if (option->fallback != NULL)
			print_fallback(out, _(option->help), _(option->fallback));
		fputc('\n', out);
	}
}
