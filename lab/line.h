/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The line to the mailbox: whoever connects to the published address of the mail host that takes
 * letters comes here, and is passed on to the host behind. The attacker sits on this line, as one
 * does who has a router on the way. He meddles with the letters of our two senders only, and only
 * while an attack runs. His own mail host is here too.
 */
#ifndef DS_LAB_LINE_H
#define DS_LAB_LINE_H

#include <stdint.h>

struct event_base;
struct lab_line;
struct lab_smtp;
struct lab_stage;
struct lab_world;

/*
 * Listen on the published address, and on that of the attacker's own host. NULL with errno when a
 * bind fails (errno 0: for another reason). All that is given must live as long.
 */
struct lab_line *lab_line_open(struct event_base *base, const struct lab_world *world,
    struct lab_smtp *smtp, struct lab_stage *stage, uint16_t port);

/* Close all sockets. Takes NULL; returns NULL. */
struct lab_line *lab_line_close(struct lab_line *line);

#endif
