/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * attack - a run of the attack as the console knows it: what happened to two letters
 *
 * Events come from the practice network (lab/stage.h) as they happen. What became of a letter is
 * read from them, never from what an attack is expected to do. Showing may be slower than what is
 * shown: the run is a row of steps, of which the first so many are to be seen.
 */
#ifndef DS_TUI_ATTACK_H
#define DS_TUI_ATTACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lab/stage.h"
#include "tui/words.h"

struct page;

/* From so many columns on every line of the dialogues is shown; below, what matters. */
#define ATTACK_DETAIL 110
/* Below so many the senders are shown one at a time. */
#define ATTACK_BESIDE 66

struct attack_event {
	uint64_t us; /* of the clock of the practice network */
	enum lab_part part;
	enum lab_deed deed;
	int number;
	char *text; /* fit for a terminal */
};

/* What happened to the letter of one sender, in order of time. */
struct attack_letter {
	struct attack_event *events;
	size_t n, cap;
};

enum attack_outcome {
	ATTACK_PENDING,   /* it is on its way */
	ATTACK_DELIVERED, /* it arrived, and the attacker has not read it */
	ATTACK_TAKEN,     /* the attacker has read it, and it did not arrive */
	ATTACK_OVERHEARD, /* the attacker has read it, and it arrived */
	ATTACK_REFUSED,   /* the sender saw that something is wrong, and keeps it */
	ATTACK_FAILED,    /* it was not delivered, for another reason */
};

struct attack {
	enum lab_attack what;
	bool begun;     /* there is a run to be shown */
	bool running;   /* and it is not over */
	uint64_t began; /* when the first thing happened */
	struct attack_letter letters[LAB_SENDERS];
	size_t shown; /* steps */
};

/* Begins anew, with no events. attack_clear gives back what events took. */
void attack_begin(struct attack *, enum lab_attack);
void attack_clear(struct attack *);

/* Takes an event in. */
void attack_take(struct attack *, const struct lab_event *);

/* Is an event shown where there is little room? */
bool attack_matters(const struct attack_event *);

/* What became of a letter, as far as it is known. */
enum attack_outcome attack_outcome(const struct attack *, enum lab_sender);
/* The first event of a kind, or NULL. */
const struct attack_event *attack_find(const struct attack *, enum lab_sender, enum lab_deed);

/*
 * A step: the i-th event of a part, of either sender. `detail`: all events count, else those that
 * matter. attack_step finds step `n`; false: there are no more.
 */
struct attack_step {
	enum lab_part part;
	bool first;                                 /* of its part */
	const struct attack_event *of[LAB_SENDERS]; /* NULL: nothing of this sender's */
};
size_t attack_steps(const struct attack *, bool detail);
bool attack_step(const struct attack *, bool detail, size_t n, struct attack_step *);

/* --- in words (attack_words.c), translated ------------------------------------------------- */

/* What the attacker does: a name, a line, and a few sentences. */
const char *attack_name(enum lab_attack);
const char *attack_line(enum lab_attack);
const char *attack_story(enum lab_attack);
const char *attack_sender(enum lab_sender);
const char *attack_part(enum lab_part);
/* Why a sender has no part in this step of the way, or NULL. */
const char *attack_absent(const struct attack *, enum lab_sender, enum lab_part);

/* The letter that is sent. */
const char *attack_post(void);

/* An outcome: a mark and words; and why, in one or two sentences for everybody. */
struct said attack_said(enum attack_outcome);
const char *attack_caption(const struct attack *, enum lab_sender);

/* An event as it stands in its column: in the look of `role`; with a mark (MARK_COUNT: none), or
 * an arrow. */
struct attack_row {
	enum role role;
	enum mark mark;
	const char *arrow; /* "" for none */
	char text[LAB_EVENT_TEXT + 200];
};
void attack_word(const struct attack_event *, bool fancy, struct attack_row *);
/* A heading of its own before the first line that the attacker reads. */
const char *attack_reads(void);

/* --- as rows (attack_rows.c) ----------------------------------------------------------------- */

/* Adds the steps that are shown: both senders beside each other, or (`alone`) one of them. */
void attack_rows(const struct attack *, struct page *, int alone);
/* Two texts beside each other at the columns of the senders: heads and outcomes. */
void attack_pair(struct page *, const enum role role[LAB_SENDERS],
    const char *const text[LAB_SENDERS], const enum mark mark[LAB_SENDERS]);
/* Is there room for every line on a page of this width? */
bool attack_detailed(int width);

#endif
