/* SPDX-License-Identifier: BSD-2-Clause */
/* attack - a run of the attack as the console knows it: what happened to two letters */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/attack.h"
#include "tui/mem.h"

/* attack_clear - as if nothing had happened */
void attack_clear(struct attack *a)
{
	for (size_t i = 0; i < LAB_SENDERS; i++) {
		for (size_t k = 0; k < a->letters[i].n; k++)
			free(a->letters[i].events[k].text);
		free(a->letters[i].events);
	}
	*a = (struct attack){ .what = a->what };
}

/* attack_begin - both letters are still at home */
void attack_begin(struct attack *a, enum lab_attack what)
{
	attack_clear(a);
	a->what = what;
	a->begun = a->running = true;
	a->shown = 1;
}

/* put - an event in its place by time: they come from several processes */
static void put(struct attack_letter *letter, const struct attack_event *event)
{
	size_t at = letter->n;

	letter->events =
	    mem_room(letter->events, &letter->cap, letter->n + 1, sizeof *letter->events);
	while (at > 0 && letter->events[at - 1].us > event->us)
		at--;
	memmove(&letter->events[at + 1], &letter->events[at],
	    (letter->n - at) * sizeof *letter->events);
	letter->events[at] = *event;
	letter->n++;
}

/* attack_take - one event */
void attack_take(struct attack *a, const struct lab_event *from)
{
	struct attack_event event = { .us = from->us,
		.part = (enum lab_part)from->part,
		.deed = (enum lab_deed)from->deed,
		.number = from->number };
	size_t room = strlen(from->text) * 8 + 1; /* an octet may become "\u{XXXX}" */

	if (event.deed == LAB_DEED_OVER) {
		a->running = false;
		return;
	}
	if (!a->began || event.us < a->began)
		a->began = event.us;
	event.text = mem_new(room, 1);
	text_clean(event.text, room, from->text, strlen(from->text));
	put(&a->letters[from->sender], &event);
}

/* attack_matters - lines that are the same in every dialogue do not */
bool attack_matters(const struct attack_event *e)
{
	if (e->deed == LAB_DEED_SAID)
		return e->part != LAB_PART_TLS || strncmp(e->text, "EHLO", 4) != 0;
	if (e->deed != LAB_DEED_HEARD)
		return true;
	if (strstr(e->text, "STARTTLS"))
		return true;
	return strncmp(e->text, "250", 3) != 0 && strncmp(e->text, "354", 3) != 0;
}

/* attack_find - the first event of a kind */
const struct attack_event *attack_find(
    const struct attack *a, enum lab_sender sender, enum lab_deed deed)
{
	const struct attack_letter *letter = &a->letters[sender];

	for (size_t i = 0; i < letter->n; i++)
		if (letter->events[i].deed == deed)
			return &letter->events[i];
	return NULL;
}

/* attack_outcome - from what happened */
enum attack_outcome attack_outcome(const struct attack *a, enum lab_sender sender)
{
	const struct attack_event *deferred = attack_find(a, sender, LAB_DEED_DEFERRED);
	bool sent = attack_find(a, sender, LAB_DEED_SENT) != NULL;
	bool arrived = attack_find(a, sender, LAB_DEED_ARRIVED) != NULL;

	if (!sent && !deferred && !attack_find(a, sender, LAB_DEED_BROKE))
		return ATTACK_PENDING;
	if (attack_find(a, sender, LAB_DEED_READ))
		return arrived ? ATTACK_OVERHEARD : ATTACK_TAKEN;
	if (deferred && deferred->number != LAB_CAUSE_OTHER)
		return ATTACK_REFUSED;
	return sent && arrived ? ATTACK_DELIVERED : ATTACK_FAILED;
}

/* nth - the i-th event of a part that counts, or NULL */
static const struct attack_event *nth(
    const struct attack_letter *letter, enum lab_part part, bool detail, size_t i)
{
	for (size_t k = 0; k < letter->n; k++) {
		const struct attack_event *e = &letter->events[k];

		if (e->part == part && (detail || attack_matters(e)) && !i--)
			return e;
	}
	return NULL;
}

/* attack_step - step n: part by part, in each as many as the busier sender has */
bool attack_step(const struct attack *a, bool detail, size_t n, struct attack_step *step)
{
	for (enum lab_part part = 0; part < LAB_PARTS; part++)
		for (size_t i = 0;; i++) {
			bool any = false;

			for (size_t k = 0; k < LAB_SENDERS; k++) {
				step->of[k] = nth(&a->letters[k], part, detail, i);
				any = any || step->of[k];
			}
			step->part = part;
			step->first = i == 0;
			if (!any)
				break;
			if (!n--)
				return true;
		}
	return false;
}

/* attack_steps - how many there are so far */
size_t attack_steps(const struct attack *a, bool detail)
{
	struct attack_step step;
	size_t n = 0;

	while (attack_step(a, detail, n, &step))
		n++;
	return n;
}
