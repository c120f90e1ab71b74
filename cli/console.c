/* SPDX-License-Identifier: BSD-2-Clause */
/* console - danescope: the console on the network, on a recording, on the practice network */
#include "cli/console.h"

#include <stdlib.h>
#include <string.h>

#include "cli/history.h"
#include "cli/language.h"
#include "core/base/i18n.h"
#include "core/base/loop.h"
#include "core/survey/history.h"

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

/* What is made for the console, now or when its first picture stands. */
struct making {
	struct cli_run *run;
	struct ds_loop *loop;
	struct ds_engine *engine;
	console_prepare *prepare;
	void *arg;
};

/* make_engine - called by the console, or before it */
static struct ds_engine *make_engine(void *arg, struct ds_problem *problem)
{
	struct making *m = arg;

	if (m->prepare != NULL && !m->prepare(m->run, m->arg, problem))
		return NULL;
	m->run->settings.engine.keep = true;
	if (!ds_engine_new(&m->engine, m->loop, &m->run->settings.engine, problem))
		return NULL;
	return m->engine;
}

/* fill_options - what the settings say of the console */
static void fill_options(struct tui_options *options, struct making *m, const char **theme_dirs)
{
	const struct cli_settings *s = &m->run->settings;

	options->loop = m->loop;
	options->engine = m->engine;
	options->begin = make_engine;
	options->begin_arg = m;
	if (options->domains == NULL && m->engine != NULL)
		options->domains = ds_engine_recorded(m->engine);
	options->theme = s->theme;
	options->theme_dirs = theme_dirs_of(&m->run->paths, theme_dirs);
	options->color = s->color;
	memcpy(options->settings, s->console, sizeof(options->settings));
	options->config = s->config != NULL ? s->config : m->run->paths.settings;
	options->language = language_get();
	options->set_language = language_set;
}

/* console_open - runs the console until the user leaves it */
int console_open(
    struct cli_run *run, struct tui_options *options, console_prepare *prepare, void *arg)
{
	struct making m = { .run = run, .loop = ds_loop_new(), .prepare = prepare, .arg = arg };
	struct ds_problem problem = { 0 };
	const char *theme_dirs[3];
	int status;

	if (m.loop == NULL)
		cli_refuse(&problem, 70, "%s", _("out of memory"));
	else if (prepare == NULL)
		make_engine(&m, &problem);
	if (problem.exit_status != 0) {
		ds_loop_free(m.loop);
		return cli_complain(&problem);
	}
	fill_options(options, &m, theme_dirs);
	status = tui_run(options, &problem);
	if (problem.text[0] != '\0')
		cli_complain(&problem);
	if (m.engine != NULL && !ds_engine_finish(m.engine, &problem))
		status = cli_complain(&problem);
	ds_engine_free(m.engine);
	ds_loop_free(m.loop);
	return status;
}

/* cli_console - on the network, with the domains that were named */
int cli_console(struct cli_run *run)
{
	struct tui_options options = { .domains = run->settings.operands, .kept = run->paths.kept };
	struct ds_problem problem;
	struct ds_domain *domains;
	int status;
	size_t n;

	domains = cli_domains(&run->settings, &n, &problem);
	if (domains == NULL)
		return cli_complain(&problem);
	free(domains);
	options.history = cli_history(run, false);
	status = console_open(run, &options, NULL, NULL);
	history_free(options.history);
	return status;
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
	return console_open(run, &options, NULL, NULL);
}
