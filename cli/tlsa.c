/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tlsa - danescope tlsa: which TLSA records to publish, or what planned ones would do
 *
 * Hosts are looked at side by side and told in the order in which they were named.
 * Without one, certificates out of files are enough, and nothing is looked up.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/command.h"
#include "core/base/arena.h"
#include "core/base/file.h"
#include "core/base/i18n.h"
#include "core/base/loop.h"
#include "core/dane/judge.h"
#include "core/limits.h"
#include "core/report/publish_report.h"

#define SIDE_BY_SIDE 8
#define SMTP_PORT    25

/* One host. */
struct job {
	const char *name;
	struct ds_diagnosis *diagnosis;
	bool done;
};

struct tlsa {
	const struct cli_settings *s;
	struct arena *arena; /* of the files */
	struct dane_judge *judge;
	struct ds_loop *loop;
	struct ds_engine *engine;
	struct publish_files plan;
	size_t njobs, started, written;
	struct job *jobs;
	int status, signo;
	struct ds_problem problem;
};

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
#define SIGNALS (sizeof(signals) / sizeof(signals[0]))

/* One of them is waited for. */
struct interrupt {
	struct tlsa *t;
	int signo;
	struct ds_watch *watch;
};

/* interrupted - a signal came; what runs is left */
static void interrupted(void *arg)
{
	const struct interrupt *interrupt = arg;

	interrupt->t->signo = interrupt->signo;
}

/* watch - notes the end of a diagnosis */
static void watch(void *arg, struct ds_diagnosis *diagnosis, const struct ds_event *event)
{
	struct job *job = arg;

	(void)diagnosis;
	if (event->kind == DS_EV_DONE)
		job->done = true;
}

/* no_memory - false */
static bool no_memory(struct tlsa *t)
{
	return cli_refuse(&t->problem, 70, "%s", _("out of memory"));
}

/* take_result - 2 counts over 3, and 3 over 0 */
static void take_result(struct tlsa *t, enum publish_result result)
{
	if (result == PUBLISH_BAD)
		t->status = 2;
	else if (result == PUBLISH_UNSEEN && t->status == 0)
		t->status = 3;
}

/* advise - the records to publish */
static char *advise(struct tlsa *t, struct arena *arena, const struct publish_host *h)
{
	struct publish_advice advice;

	if (!publish_advise(arena, t->judge, h, &advice))
		return NULL;
	take_result(t, advice.result);
	return t->s->json ? publish_advice_json(h, &advice) : publish_advice_text(h, &advice);
}

/* verify - what planned records, or a planned certificate, would do */
static char *verify(struct tlsa *t, struct arena *arena, const struct publish_host *h)
{
	const struct ds_tlsa_record *records = h->records;
	size_t n = h->nrecords;
	struct publish_verdict verdict;

	if (t->plan.nrecords > 0)
		records = publish_file_records(
		    arena, &t->plan, h->port, h->base != NULL ? h->base : "", &n);
	if (records == NULL && n > 0)
		return NULL;
	if (!publish_verify(arena, t->judge, h, n, records, &verdict))
		return NULL;
	take_result(t, verdict.result);
	return t->s->json ? publish_verdict_json(h, n, records, &verdict)
			  : publish_verdict_text(h, records, &verdict);
}

/* write_host - what there is to say of one host; false: *problem is set */
static bool write_host(struct tlsa *t, struct arena *arena, struct publish_host *h)
{
	char *text;

	if (t->plan.nchains > 0) { /* these are asked about, not what is shown now */
		h->nchains = t->plan.nchains;
		h->chains = t->plan.chains;
	}
	text = t->s->verify != NULL ? verify(t, arena, h) : advise(t, arena, h);
	if (text == NULL)
		return no_memory(t);
	if (!t->s->json && t->written > 0)
		fputc('\n', stdout);
	fputs(text, stdout);
	free(text);
	t->written++;
	return true;
}

/* write_job - of a host that was looked at */
static bool write_job(struct tlsa *t, struct job *job)
{
	struct arena *arena = arena_new(PUBLISH_MEMORY);
	struct publish_host h;
	bool ok =
	    arena != NULL && publish_from_report(arena, ds_diagnosis_report(job->diagnosis), &h);

	ok = ok ? write_host(t, arena, &h) : no_memory(t);
	arena_free(arena);
	job->diagnosis = ds_diagnosis_free(job->diagnosis);
	return ok;
}

/* step - writes what is ready, starts what there is room for; false: it is over */
static bool step(struct tlsa *t)
{
	while (t->written < t->started && t->jobs[t->written].done)
		if (!write_job(t, &t->jobs[t->written]) || cli_close_output(0) != 0)
			return false;
	while (t->started < t->njobs && t->started - t->written < SIDE_BY_SIDE) {
		struct job *job = &t->jobs[t->started];

		if (!ds_diagnose_host(&job->diagnosis, t->engine, job->name, watch, job))
			return no_memory(t);
		t->started++;
	}
	return t->written < t->njobs;
}

/* work - until every host is told of, or a signal comes */
static void work(struct tlsa *t)
{
	struct interrupt interrupts[SIGNALS];

	for (size_t i = 0; i < SIGNALS; i++) {
		interrupts[i] = (struct interrupt){ t, signals[i], NULL };
		interrupts[i].watch =
		    ds_loop_signal(t->loop, signals[i], interrupted, &interrupts[i]);
	}
	while (step(t) && t->signo == 0)
		if (t->written == t->started || !t->jobs[t->written].done)
			ds_loop_once(t->loop);
	for (size_t i = 0; i < SIGNALS; i++)
		ds_watch_free(interrupts[i].watch);
	for (size_t i = 0; i < t->njobs; i++)
		ds_diagnosis_free(t->jobs[i].diagnosis);
}

/* look - hosts are looked up, and talked to unless a certificate is planned */
static void look(struct tlsa *t)
{
	struct ds_options options = t->s->engine;
	struct ds_problem late;

	options.no_smtp |= t->plan.nchains > 0;
	if (options.looks != DS_LOOKS_NEVER)
		options.looks = DS_LOOKS_ALWAYS; /* a record for each key type, TLSA there or not */
	t->loop = ds_loop_new();
	if (t->loop == NULL)
		no_memory(t);
	else if (ds_engine_new(&t->engine, t->loop, &options, &t->problem))
		work(t);
	if (t->engine != NULL && !ds_engine_finish(t->engine, &late) && t->problem.exit_status == 0)
		t->problem = late;
	ds_engine_free(t->engine);
	ds_loop_free(t->loop);
}

/* only_name - the one host that a certificate is for, or NULL */
static const char *only_name(const struct publish_files *plan)
{
	const struct ds_certificate *cert = plan->chains[0].certs[0];

	if (cert->nnames != 1 || strpbrk(cert->names[0], "* \\") != NULL ||
	    strchr(cert->names[0], '.') == NULL)
		return NULL;
	return cert->names[0];
}

/* tell_unlooked - planned certificates, and nothing is looked up */
static void tell_unlooked(struct tlsa *t, const char *const *names, size_t n)
{
	const struct ds_options *o = &t->s->engine;
	unsigned port = o->smtp_port != 0 ? o->smtp_port : SMTP_PORT;

	for (size_t i = 0; i < n && t->problem.exit_status == 0; i++) {
		struct arena *arena = arena_new(PUBLISH_MEMORY);
		struct publish_host h = { .host = names[i],
			.base = names[i],
			.port = o->tlsa_port != 0 ? o->tlsa_port : port,
			.at = o->at_given ? o->at : time(NULL),
			.address = DS_UNCHECKED,
			.tlsa = DS_UNCHECKED };

		if (arena == NULL || !write_host(t, arena, &h))
			no_memory(t);
		arena_free(arena);
	}
}

/* read_files - planned records and certificates; false: *problem is set */
static bool read_files(struct tlsa *t)
{
	const struct cli_settings *s = t->s;

	for (size_t i = 0; i < s->ncerts; i++)
		if (!publish_file_read(t->arena, &t->plan, s->certs[i], false, &t->problem))
			return false;
	return s->verify == NULL ||
	       publish_file_read(t->arena, &t->plan, s->verify, true, &t->problem);
}

/* fill - the hosts: those that were named, or those that planned records are for */
static bool fill(struct tlsa *t, const struct ds_domain *domains, size_t n,
    const char *const *planned, size_t nplanned)
{
	t->njobs = n > 0 ? n : nplanned;
	t->jobs = calloc(t->njobs + 1, sizeof(*t->jobs));
	if (t->jobs == NULL)
		return no_memory(t);
	for (size_t i = 0; i < t->njobs; i++) {
		struct ds_domain domain;

		t->jobs[i].name = n > 0 ? domains[i].ascii : planned[i];
		if (!ds_domain_parse(&domain, t->jobs[i].name, &t->problem))
			return false;
	}
	return true;
}

/* answer - with everything read: looks, or does without */
static void answer(struct tlsa *t, const struct ds_domain *domains, size_t n)
{
	const struct cli_settings *s = t->s;
	unsigned smtp = s->engine.smtp_port != 0 ? s->engine.smtp_port : SMTP_PORT;
	unsigned port = s->engine.tlsa_port != 0 ? s->engine.tlsa_port : smtp;
	size_t nplanned;
	const char *const *planned = publish_file_hosts(t->arena, &t->plan, port, &nplanned);
	const char *name = s->owner;

	if (planned == NULL) {
		no_memory(t);
	} else if (n == 0 && t->plan.nchains > 0) {
		if (name == NULL && nplanned == 0)
			name = only_name(&t->plan);
		if (name == NULL && nplanned > 0)
			tell_unlooked(t, planned, nplanned);
		else
			tell_unlooked(t, &name, 1);
	} else if (n == 0 && nplanned == 0) {
		cli_refuse(&t->problem, 64, "%s",
		    _("tlsa of which host? Name one, as in: danescope tlsa mx.example.nl"));
	} else if (s->engine.no_smtp && t->plan.nchains == 0) {
		cli_refuse(&t->problem, 64, "%s",
		    _("--no-smtp: then a certificate is needed, with --cert"));
	} else if (fill(t, domains, n, planned, nplanned)) {
		look(t);
	}
}

/* take_authorities - those of --ca-file tell a public authority; false: *problem is set */
static bool take_authorities(struct tlsa *t)
{
	const char *path = t->s->engine.ca_file;
	char name[FILE_NAME_SHOWN];

	if (path == NULL || dane_judge_authorities(t->judge, path))
		return true;
	return cli_refuse(&t->problem, 66, _("%s holds no CA certificates (PEM) that can be read"),
	    file_shown(name, path));
}

/* prepare - what every answer needs; false: *problem is set */
static bool prepare(struct tlsa *t)
{
	const struct cli_settings *s = t->s;

	if (s->owner != NULL && s->noperands > 0)
		return cli_refuse(&t->problem, 64, "%s",
		    _("--host only names the host of a certificate; a host that is named without it "
		      "is looked up: choose one"));
	if (s->owner != NULL && s->ncerts == 0)
		return cli_refuse(&t->problem, 64, "%s",
		    _("--host goes with --cert: it names the host of a certificate"));
	t->arena = arena_new(PUBLISH_MEMORY);
	t->judge = dane_judge_new();
	if (t->arena == NULL || t->judge == NULL)
		return no_memory(t);
	return take_authorities(t) && read_files(t);
}

/* cli_tlsa - which records to publish */
int cli_tlsa(struct cli_run *run)
{
	struct tlsa t = { .s = &run->settings };
	struct ds_domain *domains = NULL;
	int status;
	size_t n;

	if (prepare(&t)) {
		domains = cli_domains(&run->settings, &n, &t.problem);
		if (domains != NULL)
			answer(&t, domains, n);
	}
	status = t.problem.exit_status != 0 ? cli_complain(&t.problem)
		 : t.signo != 0             ? 128 + t.signo
					    : cli_close_output(t.status);
	free(t.jobs);
	free(domains);
	dane_judge_free(t.judge);
	arena_free(t.arena);
	return status;
}
