/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_history - what the history costs the console: noting a look, a step of writing, reading a past
 *
 * On a file, with as many domains as a long list has. No step may keep a key waiting; what is written
 * moves to its place in the file in moments without keys.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/danescope.h"
#include "core/survey/history.h"
#include "tests/unit/sample.h"

#define DOMAINS 20000
#define STEP_MS 16.0 /* a picture at most: keys come between two steps */
#define NOTE_US 300.0

/* ms_now - of a clock that only goes forward */
static double ms_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* work_now - milliseconds that this program has had of the processor: the rest of the time is others' */
static double work_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* by_size - for qsort */
static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* told - a figure, and whether it is within its goal */
static void told(const char *what, double value, double goal, const char *unit)
{
	printf("  %s under %.0f %s: %.2f, %s\n", what, goal, unit, value,
	    value < goal ? "met" : "missed");
}

/* What was measured, each of so many times. */
struct figures {
	double *note, *step, *settle;
	size_t notes, steps, settles;
};

/* look_at_all - every domain once, a step of writing now and then as the console does */
static void look_at_all(
    struct history *h, struct sample *s, int domains, int round, struct figures *f)
{
	char name[40];

	for (int i = 0; i < domains; i++) {
		double before;

		snprintf(name, sizeof name, "d%05d.example", i);
		s->report.domain = name;
		s->report.started_ms = INT64_C(1769860800000) + round * INT64_C(3600000) + i;
		before = work_now();
		history_note(h, &s->report, "192.0.2.53", 53);
		f->note[f->notes++] = (work_now() - before) * 1e3;
		if (i % 16 != 15)
			continue;
		before = work_now();
		history_write(h);
		f->step[f->steps++] = work_now() - before;
		if (i % 64 != 63)
			continue;
		before = ms_now();
		history_settle(h);
		f->settle[f->settles++] = ms_now() - before;
	}
}

/* percentile - of sorted or unsorted figures, which it sorts */
static double percentile(double *figures, size_t n, double part)
{
	qsort(figures, n, sizeof *figures, by_size);
	return figures[(size_t)((double)(n - 1) * part)];
}

/* measure - all of it; false: nothing was kept */
static bool measure(struct sample *s, const char *path, int domains)
{
	const struct ds_options options = { .smtp_port = 25 };
	struct history *h = history_new(path, &options);
	size_t most = (size_t)domains * 2;
	struct figures f = { .note = calloc(most, sizeof(double)),
		.step = calloc(most, sizeof(double)),
		.settle = calloc(most, sizeof(double)) };
	struct past *past;
	double before, took;
	bool ok;

	look_at_all(h, s, domains, 0, &f);
	look_at_all(h, s, domains, 1, &f);
	printf("  %d domains, twice: a step of sixteen looks %.2f ms, p99 %.2f ms\n", domains,
	    percentile(f.step, f.steps, .5), percentile(f.step, f.steps, .99));
	told("a look noted, p99", percentile(f.note, f.notes, .99), NOTE_US, "us");
	told("a step of writing, the longest", percentile(f.step, f.steps, 1), STEP_MS, "ms");
	printf("  a moment without keys: %.2f ms, the longest %.2f ms\n",
	    percentile(f.settle, f.settles, .5), percentile(f.settle, f.settles, 1));
	before = ms_now();
	past = history_past(h, "d00000.example");
	took = ms_now() - before;
	ok = past != NULL && past->n == 1 && past->periods[0].looks == 2;
	told("the past of a domain", took, STEP_MS, "ms");
	past_free(past);
	before = ms_now();
	history_free(h);
	printf("  at the end: %.1f ms\n", ms_now() - before);
	free(f.note);
	free(f.step);
	free(f.settle);
	return ok;
}

int main(int argc, char **argv)
{
	int domains = argc > 1 && strcmp(argv[1], "--smoke") == 0 ? 500 : DOMAINS;
	char directory[] = "/tmp/danescope-bench.XXXXXX", path[64];
	struct sample *s = calloc(1, sizeof *s);
	bool ok;

	if (mkdtemp(directory) == NULL)
		return 1;
	snprintf(path, sizeof path, "%s/history.db", directory);
	sample_fill(s);
	s->report.done = true;
	s->report.verdict = DS_V_SECURED;
	ok = measure(s, path, domains);
	unlink(path);
	rmdir(directory);
	free(s);
	return ok ? 0 : 1;
}
