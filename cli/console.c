/* SPDX-License-Identifier: BSD-2-Clause */
/* console - danescope: the console on the network, on a recording, on the practice network */
#include "cli/console.h"

#include <stdlib.h>

#include "cli/language.h"
#include "core/base/i18n.h"
#include "core/base/loop.h"

/* theme_dirs_of - where themes are sought, the user's own first; `dirs` has room for three */
static const char *const *theme_dirs_of(const struct cli_paths *paths, const char **dirs)
{
	size_t n = 0;

	if (paths->user_themes[0] != '\0')
		dirs[n++] = paths->user_themes;
	if (paths->themes[0] != '\0')
		dirs[n++] = paths->themes;
	dirs[n] = NULL;
	return dirs;
}

/* console_open - runs the console until the user leaves it */
int console_open(struct cli_run *run, struct tui_options *options)
{
	const struct cli_settings *s = &run->settings;
	const char *theme_dirs[3];
	struct ds_engine *engine = NULL;
	struct ds_loop *loop = ds_loop_new();
	struct ds_problem problem;
	int status;

	if (loop == NULL) {
		cli_refuse(&problem, 70, "%s", _("out of memory"));
		return cli_complain(&problem);
	}
	if (!ds_engine_new(&engine, loop, &s->engine, &problem)) {
		status = cli_complain(&problem);
		goto done;
	}
	options->loop = loop;
	options->engine = engine;
	if (options->domains == NULL)
		options->domains = ds_engine_recorded(engine);
	options->theme = s->theme;
	options->theme_dirs = theme_dirs_of(&run->paths, theme_dirs);
	options->color = s->color;
	options->language = language_get();
	options->set_language = language_set;
	problem.text[0] = '\0';
	status = tui_run(options, &problem);
	if (problem.text[0] != '\0')
		cli_complain(&problem);
	if (!ds_engine_finish(engine, &problem))
		status = cli_complain(&problem);
done:
	ds_engine_free(engine);
	ds_loop_free(loop);
	return status;
}

/* cli_console - on the network, with the domains that were named */
int cli_console(struct cli_run *run)
{
	struct tui_options options = { .domains = run->settings.operands };
	struct ds_problem problem;
	struct ds_domain *domains;
	size_t n;

	domains = cli_domains(&run->settings, &n, &problem);
	if (domains == NULL)
		return cli_complain(&problem);
	free(domains);
	return console_open(run, &options);
}

/* cli_replay - on a recording, with the domains that it holds */
int cli_replay(struct cli_run *run)
{
	struct tui_options options = { .remark = N_("recording") };
	struct ds_problem problem;

	if (run->settings.noperands != 1) {
		cli_refuse(&problem, 64, "%s",
		    _("replay takes one file, as in: danescope replay example.rec"));
		return cli_complain(&problem);
	}
	run->settings.engine.replay = run->settings.operands[0];
	return console_open(run, &options);
}
