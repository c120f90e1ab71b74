/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The mail hosts on the network: each on its own address, all on one port.
 */
#ifndef DS_LAB_SMTP_SERVER_H
#define DS_LAB_SMTP_SERVER_H

#include <stddef.h>
#include <stdint.h>

struct event_base;
struct lab_identity;
struct lab_stage;
struct lab_world;
struct lab_smtp;

/*
 * A letter has been taken: its lines, ended by "\n", without the dots that SMTP adds. sender: whose
 * (lab_stage_sender()). queued: the number that it got.
 */
typedef void lab_letter_fn(void *arg, int sender, const char *letter, const char *queued);

/* What a session must know of the host that it speaks for. */
struct lab_house {
	const char *name;
	const struct lab_identity *identity; /* NULL: no TLS */
	lab_letter_fn *letter;               /* NULL: it takes no letters */
	void *arg;
};

/*
 * As lab_dns_open(): NULL with errno when a bind fails; world and stage must live as long. Letters
 * to the world's mailbox are told to the stage.
 */
struct lab_smtp *lab_smtp_open(
    struct event_base *base, const struct lab_world *world, struct lab_stage *stage, uint16_t port);

/* Speak for a house on a connection that somebody else has accepted; the socket is taken over. */
void lab_smtp_receive(struct lab_smtp *smtp, const struct lab_house *house, int fd);

/* Close all sockets and sessions. Takes NULL; returns NULL. */
struct lab_smtp *lab_smtp_close(struct lab_smtp *smtp);

#endif
