/* SPDX-License-Identifier: BSD-2-Clause */
/* demo - danescope demo and danescope lab: the practice network, with the console or without */
#include <stdlib.h>
#include <string.h>

#include "cli/console.h"
#include "cli/history.h"
#include "core/base/i18n.h"
#include "core/survey/history.h"
#include "lab/lab.h"

/* no_lab - the practice network did not start */
static int no_lab(const char *why)
{
	struct ds_problem problem;

	cli_refuse(&problem, 70, _("the practice network does not start: %s"), why);
	return cli_complain(&problem);
}

/* The practice network behind the console. */
struct demo {
	struct lab_child child;
	char resolver[sizeof(((struct lab_view *)NULL)->resolver) + 8];
};

/* point_at_lab - waits for the practice network; lets the engine look there and nowhere else */
static bool point_at_lab(struct cli_run *run, void *arg, struct ds_problem *problem)
{
	struct ds_options *engine = &run->settings.engine;
	struct demo *demo = arg;
	const struct lab_view *view = &demo->child.view;
	char err[512];

	if (lab_await(&demo->child, err, sizeof(err)) != 0)
		return cli_refuse(problem, 70, _("the practice network does not start: %s"), err);
	snprintf(demo->resolver, sizeof(demo->resolver), "%s@%u", view->resolver,
	    (unsigned)view->dns_port);
	if (engine->iterate) {
		engine->root_hints = view->hints;
		engine->dns_port = view->dns_port;
	} else {
		engine->resolver = demo->resolver;
	}
	engine->trust_anchor = view->anchor;
	engine->smtp_port = view->smtp_port;
	engine->tlsa_port = view->tlsa_port;
	return true;
}

/* stage_begin - let the attacker try his hand */
static bool stage_begin(void *arg, enum lab_attack attack, const char *letter)
{
	struct demo *demo = arg;

	return lab_child_attack(&demo->child, attack, letter) == 0;
}

/* stage_stop - that is enough */
static void stage_stop(void *arg)
{
	struct demo *demo = arg;

	lab_child_attack_stop(&demo->child);
}

/* stage_next - what has happened */
static int stage_next(void *arg, struct lab_event *event)
{
	struct demo *demo = arg;

	return lab_child_event(&demo->child, event);
}

/* open_console - on a lab that is starting */
static int open_console(struct cli_run *run, struct demo *demo)
{
	const struct tui_stage stage = { stage_begin, stage_stop, stage_next, demo->child.stage,
		demo };
	struct tui_options options = { .remark = N_("practice network"), .stage = &stage };
	size_t n = lab_domain_count();
	struct tui_story *stories = calloc(n, sizeof(*stories));
	const char **names = calloc(n + 1, sizeof(*names));
	struct ds_problem problem;
	int status;

	if (stories == NULL || names == NULL) {
		cli_refuse(&problem, 70, "%s", _("out of memory"));
		status = cli_complain(&problem);
		goto done;
	}
	for (size_t i = 0; i < n; i++) {
		stories[i].domain = names[i] = lab_domain(i)->name;
		stories[i].story = lab_domain(i)->story;
		stories[i].group = lab_domain(i)->group;
	}
	options.stories = stories;
	options.nstories = n;
	options.domains = run->settings.noperands > 0 ? run->settings.operands : names;
	options.history = cli_history(run, true);
	status = console_open(run, &options, point_at_lab, demo);
	history_free(options.history);
done:
	free(names);
	free(stories);
	return status;
}

/* cli_demo - the console on the practice network, which starts while the first picture is drawn */
int cli_demo(struct cli_run *run)
{
	struct ds_problem problem;
	struct ds_domain *domains;
	struct demo demo;
	char err[512];
	size_t n;
	int status;

	domains = cli_domains(&run->settings, &n, &problem);
	if (domains == NULL)
		return cli_complain(&problem);
	free(domains);
	if (lab_spawn(&demo.child, err, sizeof(err)) != 0)
		return no_lab(err);
	status = open_console(run, &demo);
	lab_child_stop(&demo.child);
	return status;
}

/* cli_lab - the practice network alone, in the foreground */
int cli_lab(struct cli_run *run)
{
	struct lab *lab;
	struct ds_problem problem;
	char err[512];
	int status;

	if (run->settings.noperands > 0) {
		cli_refuse(&problem, 64, "%s", _("lab takes no arguments"));
		return cli_complain(&problem);
	}
	if (lab_start(&lab, -1, err, sizeof(err)) != 0)
		return no_lab(err);
	lab_print_usage(stdout, lab_view(lab), run->program);
	lab_print_domains(stdout);
	status = cli_close_output(0);
	if (status == 0 && lab_run(lab) != 0)
		status = no_lab(_("its event loop fails"));
	lab_free(lab);
	return status;
}
