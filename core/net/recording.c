/* SPDX-License-Identifier: BSD-2-Clause */
/* recording - reads a recording, line by line; a file is as hostile as a network */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "core/base/arena.h"
#include "core/base/file.h"
#include "core/base/i18n.h"
#include "core/limits.h"
#include "core/net/recording_impl.h"

/* Decoded octets and strings are less than the file; what is left is for the entries themselves. */
#define MEMORY ((size_t)4 * RECORDING_OCTETS)

/* line_problem - "FILE, line N: what is wrong"; NULL */
static struct recording *line_problem(
    struct net_problem *problem, const char *name, size_t line, const char *fault)
{
	char shown[FILE_NAME_SHOWN];

	snprintf(problem->text, sizeof(problem->text), _("%s, line %zu: %s"),
	    file_shown(shown, name), line, fault);
	return NULL;
}

/* is_end - the last line, with the number of those before it */
static bool is_end(const json_t *line, size_t before)
{
	uint64_t count;

	return recording_number(line, "end", UINT64_MAX, &count) && count == before;
}

/* read_line - one line; NULL, or what is wrong with it */
static const char *read_line(
    struct recording *recording, const char *text, size_t len, size_t before, bool *ended)
{
	const char *fault;
	json_t *line;

	if (len > RECORDING_LINE)
		return _("it is too long");
	if (*ended)
		return _("it comes after the end");
	line = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(line))
		fault = _("it is not a JSON object");
	else if (before == 0)
		fault = recording_entry_first(recording, line);
	else if ((*ended = is_end(line, before)))
		fault = NULL;
	else
		fault = recording_entry_next(recording, line);
	json_decref(line);
	if (fault == NULL && arena_failed(recording->arena))
		fault = recording_no_memory();
	return fault;
}

/* recording_new - empty */
static struct recording *recording_new(void)
{
	struct recording *recording = calloc(1, sizeof(*recording));

	if (recording == NULL)
		return NULL;
	recording->arena = arena_new(MEMORY);
	recording->domains = calloc(1, sizeof(*recording->domains));
	if (recording->arena == NULL || recording->domains == NULL)
		return recording_free(recording);
	return recording;
}

/* recording_read - a whole recording */
struct recording *recording_read(
    const char *buf, size_t len, const char *name, struct net_problem *problem)
{
	struct recording *recording = recording_new();
	size_t at = 0, lines = 0;
	bool ended = false;

	if (recording == NULL)
		return line_problem(problem, name, 1, recording_no_memory());
	while (at < len) {
		const char *newline = memchr(buf + at, '\n', len - at);
		size_t n = newline != NULL ? (size_t)(newline - buf) - at : len - at;
		const char *fault = read_line(recording, buf + at, n, lines, &ended);

		lines++;
		if (fault != NULL) {
			recording_free(recording);
			return line_problem(problem, name, lines, fault);
		}
		at += n + 1;
	}
	if (!ended) {
		recording_free(recording);
		return line_problem(problem, name, lines + 1,
		    lines == 0 ? _("there is no recording in it") : _("it is cut short here"));
	}
	recording_sort(recording);
	return recording;
}

/* recording_free - with all that was read */
struct recording *recording_free(struct recording *recording)
{
	size_t i;

	if (recording == NULL)
		return NULL;
	for (i = 0; i < recording->nstreams; i++)
		free(recording->streams[i]->steps);
	free(recording->streams);
	free(recording->asks);
	free(recording->ticks);
	free(recording->domains);
	arena_free(recording->arena);
	free(recording);
	return NULL;
}
