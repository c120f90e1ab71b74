/* SPDX-License-Identifier: BSD-2-Clause */
/* The report is the sum of the events: kept and added up again, they give the same report. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/diagnosis/event.h"
#include "core/diagnosis/diagnosis_impl.h"
#include "core/report/report.h"
#include "tests/unit/dns_run.h"

#define count_of(a) (sizeof(a) / sizeof *(a))
#define KEPT        2048

/* Events as they came. */
struct kept {
	size_t n;
	struct ds_event events[KEPT];
};

/* keep - a watcher that keeps everything */
static void keep(void *arg, struct ds_diagnosis *d, const struct ds_event *e)
{
	struct kept *kept = arg;

	(void)d;
	assert_true(kept->n < KEPT);
	kept->events[kept->n++] = *e;
}

/* same_json - do two reports say the same? */
static void same_json(const struct ds_report *a, const struct ds_report *b)
{
	char *x = ds_report_json(a), *y = ds_report_json(b);

	assert_non_null(x);
	assert_non_null(y);
	assert_string_equal(x, y);
	free(x);
	free(y);
}

/* the events of a whole diagnosis, added up afterwards, twice */
static void test_rebuilt(void **state)
{
	static const char *const domains[] = { "goed.nl", "uit.nl", "naarlos.nl", "nul.nl",
		"impliciet.nl", "erniet" };
	struct dns_run_stock *s = *state;

	for (size_t i = 0; i < count_of(domains); i++) {
		struct kept *kept = calloc(1, sizeof *kept);
		const struct ds_report *r;
		struct dns_run run;

		assert_non_null(kept);
		dns_run_begin(&run, s->world, s->cert);
		run.mails[3].mode = DNS_MAIL_REFUSED;
		run.watch = keep;
		run.arg = kept;
		r = dns_run_domain(&run, domains[i]);
		for (unsigned again = 0; again < 2; again++) {
			struct arena *arena = arena_new((size_t)8 << 20);
			struct ds_report built = { 0 };

			for (size_t k = 0; k < kept->n; k++)
				event_apply(arena, &built, &kept->events[k]);
			same_json(r, &built);
			assert_int_equal(built.done, r->done);
			assert_int_equal(built.nqueries, r->nqueries);
			arena_free(arena);
		}
		dns_run_end(&run);
		free(kept);
	}
}

/* events come in an order that makes sense: begin, verdict, end; what is spoken of is there */
static void test_order(void **state)
{
	struct kept *kept = calloc(1, sizeof *kept);
	struct dns_run_stock *s = *state;
	size_t hosts = 0, verdicts = 0;
	struct dns_run run;

	assert_non_null(kept);
	dns_run_begin(&run, s->world, s->cert);
	run.watch = keep;
	run.arg = kept;
	dns_run_domain(&run, "goed.nl");
	assert_int_equal(kept->events[0].kind, DS_EV_STARTED);
	assert_int_equal(kept->events[kept->n - 1].kind, DS_EV_DONE);
	for (size_t i = 0; i < kept->n; i++) {
		const struct ds_event *e = &kept->events[i];

		assert_true(i == 0 || e->us >= kept->events[i - 1].us);
		hosts += e->kind == DS_EV_HOST;
		/* after the verdict come further looks, and what they show; no dialogue ends there */
		assert_false(verdicts > 0 && e->kind == DS_EV_PROBE_DONE);
		verdicts += e->kind == DS_EV_VERDICT;
		if (e->kind >= DS_EV_ADDRESSES && e->kind <= DS_EV_POLICY)
			assert_true(e->host_index < hosts);
	}
	assert_int_equal(hosts, 2);
	assert_int_equal(verdicts, 1);
	dns_run_end(&run);
	free(kept);
}

/* events about what is not there change nothing */
static void test_stray(void **state)
{
	static const struct ds_tlsa tlsa = { .status = DS_SECURE };
	struct arena *arena = arena_new(1 << 20);
	struct ds_report r = { 0 };

	(void)state;
	for (int kind = DS_EV_ADDRESSES; kind <= DS_EV_POLICY; kind++) {
		struct ds_event e = {
			.kind = (enum ds_event_kind)kind, .host_index = 3, .probe_index = 9
		};

		if (kind == DS_EV_TLSA)
			e.tlsa = &tlsa;
		event_apply(arena, &r, &e);
		e.host_index = SIZE_MAX;
		event_apply(arena, &r, &e);
	}
	assert_int_equal(r.nhosts, 0);
	arena_free(arena);
}

/* lines past the bound are not kept */
static void test_many_lines(void **state)
{
	struct arena *arena = arena_new((size_t)1 << 20);
	struct ds_report r = { 0 };
	struct ds_event e = { .kind = DS_EV_HOST };

	(void)state;
	e.host.name = "mx.test";
	event_apply(arena, &r, &e);
	e = (struct ds_event){ .kind = DS_EV_PROBE };
	e.probe.address = "192.0.2.1";
	event_apply(arena, &r, &e);
	for (unsigned i = 0; i < SMTP_TRANSCRIPT + 10; i++) {
		e = (struct ds_event){ .kind = DS_EV_LINE };
		e.line.text = "x";
		event_apply(arena, &r, &e);
	}
	assert_int_equal(r.hosts[0]->probes[0]->nlines, SMTP_TRANSCRIPT);
	arena_free(arena);
}

/* memory runs out at every point: the verdict is unknown, never a false one, and nothing crashes */
static void test_no_memory(void **state)
{
	static const char *const domains[] = { "goed.nl", "uit.nl", "nul.nl" };
	static const enum ds_verdict verdicts[] = { DS_V_SECURED, DS_V_PARTIAL, DS_V_NO_MAIL };
	struct dns_run_stock *s = *state;

	for (size_t i = 0; i < count_of(domains); i++) {
		unsigned whole = 0;

		for (size_t limit = 512; whole < 3; limit += limit < 20000 ? 331 : 1999) {
			struct dns_run run;

			dns_run_begin(&run, s->world, s->cert);
			run.engine->memory = limit;
			if (ds_diagnose(&run.d, run.engine, domains[i], NULL, NULL)) {
				const struct ds_report *r = ds_diagnosis_report(run.d);

				dns_net_run(&run.net);
				assert_true(r->done);
				if (r->verdict != DS_V_UNKNOWN) {
					assert_int_equal(r->verdict, verdicts[i]);
					whole++;
				}
				assert_true(ds_diagnosis_memory(run.d) <= limit + 4096);
			}
			assert_true(limit < (size_t)4 << 20);
			dns_run_end(&run);
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rebuilt),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_stray),
		cmocka_unit_test(test_many_lines),
		cmocka_unit_test(test_no_memory),
	};

	return cmocka_run_group_tests_name("event", tests, dns_run_up, dns_run_down) != 0;
}
