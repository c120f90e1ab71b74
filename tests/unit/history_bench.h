/* SPDX-License-Identifier: BSD-2-Clause */
/* history_bench - a history in a directory of its own, and a report to be changed between two looks */
#ifndef DS_TESTS_UNIT_HISTORY_BENCH_H
#define DS_TESTS_UNIT_HISTORY_BENCH_H

#include "core/danescope.h"
#include "core/survey/history_impl.h"
#include "sample.h"

#define NOON         INT64_C(1769860800000)
#define MINUTE       INT64_C(60000)
#define HISTORY_FILE "state/danescope/history.db" /* in the working directory */

struct bench {
	char directory[40];
	struct sample sample;
	struct history *history;
};

extern const struct ds_options history_plain;

/* Fixtures of cmocka: a bench in *state, and in its directory; all of it away. */
int bench_up(void **state);
int bench_down(void **state);

/* A look at this moment, as the sample stands. */
void bench_look(struct bench *, int64_t ms);
/* The history closed and opened anew. */
void bench_again(struct bench *, const struct ds_options *);

#define BENCH_TEST(name) cmocka_unit_test_setup_teardown(name, bench_up, bench_down)

#endif
