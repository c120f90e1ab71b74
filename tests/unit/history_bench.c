/* SPDX-License-Identifier: BSD-2-Clause */
/* history_bench - a history in a directory of its own */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "history_bench.h"

const struct ds_options history_plain = { .smtp_port = 25 };

/* bench_up - an empty directory, and in it; a history in a file there */
int bench_up(void **state)
{
	struct bench *b = calloc(1, sizeof *b);

	*state = b;
	snprintf(b->directory, sizeof b->directory, "/tmp/danescope-history.XXXXXX");
	if (mkdtemp(b->directory) == NULL || chdir(b->directory) != 0)
		return 1;
	sample_fill(&b->sample);
	b->sample.report.done = true;
	b->sample.report.verdict = DS_V_SECURED;
	b->history = history_new(HISTORY_FILE, &history_plain);
	return b->history == NULL;
}

/* bench_down - all of it away */
int bench_down(void **state)
{
	struct bench *b = *state;

	history_free(b->history);
	if (chdir("/") != 0)
		return 1;
	for (int i = 0; i < 3; i++) { /* the files, and the two folders above them */
		static const char *const inner[] = { "/state/danescope", "/state", "" };
		char path[80], file[400];
		DIR *directory;
		struct dirent *entry;

		snprintf(path, sizeof path, "%s%s", b->directory, inner[i]);
		directory = opendir(path);
		while (directory != NULL && (entry = readdir(directory)) != NULL) {
			snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
			unlink(file);
		}
		if (directory != NULL)
			closedir(directory);
		rmdir(path);
	}
	free(b);
	return 0;
}

/* bench_look - a look at this moment, as the sample stands */
void bench_look(struct bench *b, int64_t ms)
{
	b->sample.report.started_ms = ms;
	assert_true(history_note(b->history, &b->sample.report, "192.0.2.53", 53));
}

/* bench_again - the history closed and opened anew */
void bench_again(struct bench *b, const struct ds_options *options)
{
	history_free(b->history);
	b->history = history_new(HISTORY_FILE, options);
	assert_non_null(b->history);
}
