/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The stage within the practice network: a run of two senders, and who has to know what the
 * attacker is to do. The senders are processes of their own, forked for each run; the attacker
 * (forge.h, line.h) and the mailbox live in the loop of the practice network.
 */
#ifndef DS_LAB_STAGE_IMPL_H
#define DS_LAB_STAGE_IMPL_H

#include <sys/socket.h>

#include "lab/lab.h"
#include "lab/stage.h"

struct event_base;
struct lab_stage;

/* Who plays. Addresses: see world.h. */
#define LAB_STAGE_DOMAIN  "minbrief.nl"
#define LAB_STAGE_HOST    "mail.minbrief.nl"
#define LAB_STAGE_MAILBOX "minister@minbrief.nl"
#define LAB_STAGE_FROM    "dijk@afzender.example"
#define LAB_SENDER_EHLO   "mta.afzender.example"
#define LAB_ATTACKER_HOST "mx.attacker.example"

/* What the console asks for. */
struct lab_request {
	uint32_t run;
	int32_t attack; /* enum lab_attack; -1: stop */
	char letter[LAB_LETTER_MAX];
};

/*
 * The stage on a socket to the console (-1: there is none, and nothing ever runs). It asks the view
 * for ports when a run begins. NULL on failure. The socket stays the caller's.
 */
struct lab_stage *lab_stage_open(struct event_base *base, const struct lab_view *view, int console);

/* Ends what runs. Takes NULL; returns NULL. */
struct lab_stage *lab_stage_close(struct lab_stage *stage);

/* What the attacker does now; LAB_ATTACK_NONE while nothing runs. */
enum lab_attack lab_stage_attack(const struct lab_stage *stage);

/* Whose socket this is: the sender by the address of the other end, or -1: not one of ours. */
int lab_stage_sender(int fd);

/* Tell of a deed about one sender's letter (sender -1: of nobody's, and it is not told). */
__attribute__((format(printf, 6, 7))) void lab_stage_tell(struct lab_stage *stage, int sender,
    enum lab_part part, enum lab_deed deed, int number, const char *format, ...);

/* Fill an event in; its text may be cut. */
__attribute__((format(printf, 5, 6))) void lab_event_fill(struct lab_event *event,
    enum lab_part part, enum lab_deed deed, int number, const char *format, ...);

/* Send an event on a socket that keeps messages apart, no longer than its text. 0 or -1. */
int lab_event_send(int fd, const struct lab_event *event);

/* Take the next one: 1, 0 (none yet), or -1 (the other end is gone). */
int lab_event_take(int fd, struct lab_event *event);

#endif
