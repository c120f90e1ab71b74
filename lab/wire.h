/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One connection that is passed on, both ways: unread, or line by line with the attacker's hand in
 * it.
 */
#ifndef DS_LAB_WIRE_H
#define DS_LAB_WIRE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "lab/stage_impl.h"

struct bufferevent;
struct event_base;
struct ssl_ctx_st;

enum lab_wire_hand {
	LAB_WIRE_PASS,  /* octets, unread */
	LAB_WIRE_STRIP, /* STARTTLS is taken out of the reply to EHLO; letters are read */
	LAB_WIRE_SPLIT, /* encrypted on either side for itself; letters are read */
};

/* What all wires have in common. */
struct lab_wires {
	LIST_HEAD(lab_wire_list, lab_wire) all;
	size_t count;
	struct event_base *base;
	struct lab_stage *stage;
	struct ssl_ctx_st *as_server; /* shows the attacker's certificate */
	struct ssl_ctx_st *as_client; /* looks at nobody's */
};

/*
 * Pass a connection on to a door of the practice network, coming from the address that it came
 * from where that is one of our senders'. Takes the socket over.
 */
void lab_wire_open(
    struct lab_wires *wires, enum lab_wire_hand hand, int fd, uint32_t door, uint16_t port);

/* Cut them all. */
void lab_wires_cut(struct lab_wires *wires);

#endif
