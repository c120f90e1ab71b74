/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check - danescope check: a report a domain, in the order in which they were named
 *
 * A few domains are diagnosed side by side; a report is written, and freed, as soon
 * as those before it have been.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/history.h"
#include "core/base/i18n.h"
#include "core/base/loop.h"
#include "core/report/report.h"
#include "core/survey/history.h"

#define SIDE_BY_SIDE 8
#define COLUMNS      80
#define COLUMNS_MAX  110 /* longer lines read badly */

/* One domain of the command line. */
struct job {
	const char *domain;
	struct ds_diagnosis *diagnosis;
	bool done;
};

struct check {
	struct ds_loop *loop;
	struct ds_engine *engine;
	struct history *history; /* NULL: looks are not kept */
	bool json, colour;
	unsigned columns;
	size_t njobs, started, written;
	struct job *jobs;
	int status;
	int signo; /* the signal that ended it, 0 for none */
	struct ds_problem problem;
};

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
#define SIGNALS (sizeof(signals) / sizeof(signals[0]))

/* One of them is waited for. */
struct interrupt {
	struct check *check;
	int signo;
	struct ds_watch *watch;
};

/* interrupted - a signal came; what runs is left */
static void interrupted(void *arg)
{
	const struct interrupt *interrupt = arg;

	interrupt->check->signo = interrupt->signo;
}

/* watch - notes the end of a diagnosis */
static void watch(void *arg, struct ds_diagnosis *diagnosis, const struct ds_event *event)
{
	struct job *job = arg;

	(void)diagnosis;
	if (event->kind == DS_EV_DONE)
		job->done = true;
}

/* worse - of two exit statuses the one that counts */
static int worse(int a, int b)
{
	static const int rank[] = { 0, 1, 3, 2 };

	return rank[a] >= rank[b] ? a : b;
}

/* write_report - one report on standard output; false: *problem is set, or nobody reads */
static bool write_report(struct check *check, const struct ds_report *report)
{
	char *text = check->json ? ds_report_json(report)
				 : ds_report_text(report, check->columns, check->colour);

	if (text == NULL)
		return cli_refuse(&check->problem, 70, "%s", _("out of memory"));
	if (!check->json && check->written > 0)
		fputc('\n', stdout);
	fputs(text, stdout);
	free(text);
	check->status = worse(check->status, ds_report_exit_status(report));
	return true;
}

/* keep - a look into the history; it is written when all reports are */
static void keep(struct check *check, const struct ds_report *report)
{
	unsigned port;
	const char *resolver = ds_engine_resolver(check->engine, &port);

	if (check->history != NULL)
		history_note(check->history, report, resolver, port);
}

/* step - writes what is ready, starts what there is room for; false: it is over */
static bool step(struct check *check)
{
	while (check->written < check->started && check->jobs[check->written].done) {
		struct job *job = &check->jobs[check->written];
		const struct ds_report *report = ds_diagnosis_report(job->diagnosis);
		bool ok = write_report(check, report);

		keep(check, report);
		job->diagnosis = ds_diagnosis_free(job->diagnosis);
		if (!ok || cli_close_output(0) != 0)
			return false;
		check->written++;
	}
	while (check->started < check->njobs && check->started - check->written < SIDE_BY_SIDE) {
		struct job *job = &check->jobs[check->started];

		if (!ds_diagnose(&job->diagnosis, check->engine, job->domain, watch, job))
			return cli_refuse(&check->problem, 70, "%s", _("out of memory"));
		check->started++;
	}
	return check->written < check->njobs;
}

/* next_is_done - whether the next report to be written is done already */
static bool next_is_done(const struct check *check)
{
	return check->written < check->started && check->jobs[check->written].done;
}

/* work - until every report is written, or a signal comes */
static int work(struct check *check)
{
	struct interrupt interrupts[SIGNALS];

	for (size_t i = 0; i < SIGNALS; i++) {
		interrupts[i] = (struct interrupt){ check, signals[i], NULL };
		interrupts[i].watch =
		    ds_loop_signal(check->loop, signals[i], interrupted, &interrupts[i]);
	}
	while (step(check) && check->signo == 0)
		if (!next_is_done(check))
			ds_loop_once(check->loop);
	for (size_t i = 0; i < SIGNALS; i++)
		ds_watch_free(interrupts[i].watch);
	for (size_t i = 0; i < check->njobs; i++)
		ds_diagnosis_free(check->jobs[i].diagnosis);
	if (check->problem.exit_status != 0)
		return cli_complain(&check->problem);
	if (check->signo != 0)
		return 128 + check->signo;
	return check->written == check->njobs ? check->status : 74;
}

/* colours_wanted - on a terminal, unless the user or NO_COLOR says otherwise */
static bool colours_wanted(const char *color)
{
	const char *none = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (color != NULL && strcmp(color, "auto") != 0)
		return strcmp(color, "mono") != 0;
	return isatty(STDOUT_FILENO) && (none == NULL || none[0] == '\0') && term != NULL &&
	       strcmp(term, "dumb") != 0;
}

/* columns_there - the width to write for */
static unsigned columns_there(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return COLUMNS;
	return size.ws_col < COLUMNS_MAX ? size.ws_col : COLUMNS_MAX;
}

/* recorded - is a domain in the recording? */
static bool recorded(const char *const *list, const char *domain)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, domain) == 0)
			return true;
	return false;
}

/* fill - the jobs: the domains that were named, or all of the recording */
static bool fill(
    struct check *check, const struct cli_settings *s, const struct ds_domain *domains, size_t n)
{
	const char *const *list = ds_engine_recorded(check->engine);
	size_t nlist = 0;

	while (list[nlist] != NULL)
		nlist++;
	check->jobs = calloc(n + nlist + 1, sizeof(*check->jobs));
	if (check->jobs == NULL)
		return cli_refuse(&check->problem, 70, "%s", _("out of memory"));
	for (size_t i = 0; i < n; i++) {
		if (s->engine.replay != NULL && !recorded(list, domains[i].ascii))
			return cli_refuse(&check->problem, 64,
			    _("the recording does not hold the domain %s"), domains[i].unicode);
		check->jobs[check->njobs++].domain = domains[i].ascii;
	}
	for (size_t i = 0; n == 0 && i < nlist; i++)
		check->jobs[check->njobs++].domain = list[i];
	return true;
}

/* keep_all - what was noted is written; that it could not be is told, and changes nothing else */
static void keep_all(struct history *history)
{
	if (history == NULL)
		return;
	if (!history_finish(history))
		fprintf(stderr, "danescope: %s\n", history_problem(history));
	history_free(history);
}

/* wants_history - only where the user says so: it costs more than a check may */
static bool wants_history(const struct cli_settings *s)
{
	return s->console[SET_HISTORY] == HISTORY_ALWAYS && !s->console[SET_FORGET] &&
	       !s->console[SET_PRIVATE];
}

/* check_domains - with the domains understood */
static int check_domains(struct cli_run *run, const struct ds_domain *domains, size_t ndomains)
{
	const struct cli_settings *s = &run->settings;
	struct check check = { .json = s->json };
	int status;

	check.loop = ds_loop_new();
	if (check.loop == NULL) {
		cli_refuse(&check.problem, 70, "%s", _("out of memory"));
		return cli_complain(&check.problem);
	}
	check.columns = columns_there();
	check.colour = colours_wanted(s->color);
	if (wants_history(s))
		check.history = cli_history(run, false);
	if (!ds_engine_new(&check.engine, check.loop, &s->engine, &check.problem) ||
	    !fill(&check, s, domains, ndomains))
		status = cli_complain(&check.problem);
	else
		status = work(&check);
	if (check.engine != NULL && !ds_engine_finish(check.engine, &check.problem))
		status = cli_complain(&check.problem);
	keep_all(check.history);
	free(check.jobs);
	ds_engine_free(check.engine);
	ds_loop_free(check.loop);
	return status;
}

/* cli_check - diagnoses, reports, ends */
int cli_check(struct cli_run *run)
{
	const struct cli_settings *s = &run->settings;
	struct ds_problem problem;
	struct ds_domain *domains;
	size_t n;
	int status;

	if (s->noperands == 0 && s->engine.replay == NULL) {
		cli_refuse(&problem, 64, "%s",
		    _("check which domain? Name one, as in: danescope check example.nl"));
		return cli_complain(&problem);
	}
	domains = cli_domains(s, &n, &problem);
	if (domains == NULL)
		return cli_complain(&problem);
	status = check_domains(run, domains, n);
	free(domains);
	return status;
}
