/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * play - a diagnosis as a row of steps, in the order in which they happened
 *
 * Nothing is made up: each step is a message, a line or a judgement of the report. Questions that
 * leave together are one step, and so are the lines of one reply.
 */
#ifndef DS_TUI_PLAY_H
#define DS_TUI_PLAY_H

#include <stddef.h>
#include <stdint.h>

#include "tui/target.h"
#include "tui/words.h"

enum play_kind {
	PLAY_ASK,     /* a: first query, n: how many */
	PLAY_ANSWER,  /* a: query */
	PLAY_ZONE,    /* a: link of the domain's own chain */
	PLAY_TALK,    /* host, a: dialogue, b: first line, n: how many */
	PLAY_HOST,    /* host */
	PLAY_FINDING, /* a: finding */
	PLAY_VERDICT,
};

struct play_step {
	enum play_kind kind;
	uint64_t us;
	int host, a, b, n;
};

/* All steps; an array to be freed. */
struct play_step *play_steps(const struct ds_report *, size_t *n);

/* What happens in it: a line as it stands in a log, with its state. */
struct said play_line(
    const struct ds_report *, const struct play_step *, bool fancy, char *buf, size_t size);
/* What that means, for everybody. */
const char *play_caption(
    const struct ds_report *, const struct play_step *, char *buf, size_t size);
/* Where it can be looked at. */
struct target play_target(const struct ds_report *, const struct play_step *);

#endif
