/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The stage as the parent of a practice network has it: runs are asked for, events come back.
 */
#include <string.h>

#include "lab/stage_impl.h"

/* ask - one request to the practice network */
static int ask(struct lab_child *child, int attack, const char *letter)
{
	struct lab_request request = { .run = child->run, .attack = attack };

	strncpy(request.letter, letter, sizeof(request.letter) - 1);
	return send(child->stage, &request, sizeof(request), MSG_NOSIGNAL | MSG_DONTWAIT) ==
		       (ssize_t)sizeof(request)
		   ? 0
		   : -1;
}

/* lab_child_attack - begin a run */
int lab_child_attack(struct lab_child *child, enum lab_attack attack, const char *letter)
{
	child->run++;
	return ask(child, (int)attack, letter);
}

/* lab_child_attack_stop - end it, and hear no more of it */
void lab_child_attack_stop(struct lab_child *child)
{
	child->run++;
	(void)ask(child, -1, "");
}

/* lab_child_event - the next event of this run; those of former ones are dropped */
int lab_child_event(struct lab_child *child, struct lab_event *event)
{
	int got;

	do
		got = lab_event_take(child->stage, event);
	while (got > 0 && event->run != child->run);
	return got;
}
