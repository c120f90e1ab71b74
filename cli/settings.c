/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * settings - the settings file: one "key = value" a line
 *
 * The keys are the long names of options; "#" begins a comment. An option without
 * argument takes yes or no. A mistake is told with file and line.
 */
#include "cli/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/text.h"

#define SETTINGS_MAX (64u << 10)
#define BLANK        " \t\r"

/* A place in the file, for a sentence about it. */
struct place {
	char file[256]; /* fit for a terminal */
	unsigned line;
	struct ds_problem *problem;
};

/* load - the text of the file, NUL-terminated, to be freed; NULL with errno */
static char *load(const char *path, size_t *len)
{
	FILE *in = fopen(path, "re");
	char *text = NULL;

	if (in == NULL)
		return NULL;
	text = malloc(SETTINGS_MAX + 1);
	if (text != NULL) {
		*len = fread(text, 1, SETTINGS_MAX + 1, in);
		if (ferror(in) || *len > SETTINGS_MAX) {
			if (!ferror(in))
				errno = EFBIG;
			free(text);
			text = NULL;
		} else {
			text[*len] = '\0';
		}
	}
	fclose(in);
	return text;
}

/* trim - cuts blanks off both ends, in place */
static char *trim(char *text)
{
	size_t len;

	text += strspn(text, BLANK);
	len = strlen(text);
	while (len > 0 && strchr(BLANK, text[len - 1]) != NULL)
		len--;
	text[len] = '\0';
	return text;
}

/* refuse_line - "FILE:LINE: ..." with a piece of the line in the sentence */
static bool refuse_line(const struct place *place, const char *what, const char *piece)
{
	char clean[100];

	text_clean(clean, sizeof(clean), piece, strlen(piece));
	return cli_refuse(
	    place->problem, 64, "%s:%u: %s: \"%s\"", place->file, place->line, what, clean);
}

/* switch_on - reads yes or no; 1, 0, or -1 for neither */
static int switch_on(const char *value)
{
	static const char *const yes[] = { "yes", "on", "true" }, *const no[] = { "no", "off",
		"false" };

	for (size_t i = 0; i < 3; i++) {
		if (strcmp(value, yes[i]) == 0)
			return 1;
		if (strcmp(value, no[i]) == 0)
			return 0;
	}
	return -1;
}

/* apply - one setting */
static bool apply(
    struct cli_settings *s, const struct place *place, const char *key, const char *value)
{
	const struct cli_option *option = cli_option_named(key, strlen(key));
	struct ds_problem why;
	int on;

	if (option == NULL || (option->uses & USE_FILE) == 0)
		return refuse_line(place, _("unknown setting"), key);
	if (option->argument == NULL) {
		on = switch_on(value);
		if (on < 0)
			return refuse_line(place, _("neither yes nor no"), value);
		return on == 0 || option->set(s, NULL, place->problem);
	}
	if (value[0] == '\0')
		return refuse_line(place, _("no value for"), key);
	if (option->set(s, value, &why))
		return true;
	return cli_refuse(
	    place->problem, why.exit_status, "%s:%u: %s", place->file, place->line, why.text);
}

/* one_line - a comment, nothing, or a setting */
static bool one_line(struct cli_settings *s, const struct place *place, char *line)
{
	char *equals;

	line = trim(line);
	if (line[0] == '\0' || line[0] == '#')
		return true;
	equals = strchr(line, '=');
	if (equals == NULL)
		return refuse_line(place, _("not of the form key = value"), line);
	*equals = '\0';
	return apply(s, place, trim(line), trim(equals + 1));
}

/* settings_read - the whole file; its text stays, for settings borrow from it */
bool settings_read(
    struct cli_settings *s, const char *path, bool must_exist, struct ds_problem *problem)
{
	struct place place = { .problem = problem };
	size_t len = 0;
	char *line, *next;

	text_clean(place.file, sizeof(place.file), path, strlen(path));
	s->file = load(path, &len);
	if (s->file == NULL && errno == ENOENT && !must_exist)
		return true;
	if (s->file == NULL)
		return cli_refuse(problem, 66, _("cannot read the settings file %s: %s"),
		    place.file, strerror(errno));
	if (strlen(s->file) != len)
		return cli_refuse(problem, 64,
		    _("the settings file %s holds octets that are no text"), place.file);
	for (line = s->file; line != NULL; line = next) {
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		place.line++;
		if (!one_line(s, &place, line))
			return false;
	}
	return true;
}
