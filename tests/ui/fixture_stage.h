/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fixture_stage - a stage without a practice network: what happens is written down here
 *
 * Three runs: nobody attacks; the attacker shows a certificate of his own; the TLSA records are
 * hidden. What the console asks for is kept, so that a test can look at it.
 */
#ifndef DS_TESTS_UI_FIXTURE_STAGE_H
#define DS_TESTS_UI_FIXTURE_STAGE_H

#include "tui/tui.h"

struct fixture_stage {
	struct tui_stage stage; /* to be given to the console */
	size_t next, n;         /* of the events of the run */
	const struct lab_event *events;
	unsigned begun, stopped; /* how often */
	char letter[LAB_LETTER_MAX];
	bool gone;
	bool live; /* what happens is taken before each painting, as the loop of the console does */
};

/* Sets it up; events wait for attack_arrived() to take them. */
void fixture_stage_open(struct fixture_stage *);
/* Lets no more than so many events be taken until it is called again. */
void fixture_stage_until(struct fixture_stage *, size_t n);

#endif
