/* SPDX-License-Identifier: BSD-2-Clause */
/* codes - danescope codes: every finding that the program can name */
#include <stdlib.h>

#include <jansson.h>

#include "cli/command.h"
#include "core/base/i18n.h"
#include "core/diagnosis/catalogue.h"
#include "core/diagnosis/labels.h"

/* print_text - a table */
static void print_text(void)
{
	const struct ds_catalogue_entry *entry;

	for (int code = 0; (entry = ds_catalogue(code)) != NULL; code++)
		printf("%-32s %-8s %s (%s)\n", entry->code, _(ds_severity_label(entry->severity)),
		    _(entry->title), entry->ref);
}

/* print_json - one array; false: out of memory */
static bool print_json(void)
{
	const struct ds_catalogue_entry *entry;

	for (int code = 0; (entry = ds_catalogue(code)) != NULL; code++) {
		json_t *object = json_pack("{s:s, s:s, s:s, s:s, s:s}", "code", entry->code,
		    "severity", ds_severity_word(entry->severity), "who", ds_actor_word(entry->who),
		    "meaning", _(entry->title), "ref", entry->ref);
		char *line = json_dumps(object, JSON_COMPACT);

		json_decref(object);
		if (line == NULL)
			return false;
		printf("%s%s", code == 0 ? "[" : ",\n", line);
		free(line);
	}
	printf("]\n");
	return true;
}

/* cli_codes - the catalogue, for people or for programs */
int cli_codes(struct cli_run *run)
{
	struct ds_problem problem;

	if (run->settings.noperands > 0) {
		cli_refuse(&problem, 64, "%s", _("codes takes no arguments"));
		return cli_complain(&problem);
	}
	if (!run->settings.json) {
		print_text();
	} else if (!print_json()) {
		cli_refuse(&problem, 70, "%s", _("out of memory"));
		return cli_complain(&problem);
	}
	return cli_close_output(0);
}
