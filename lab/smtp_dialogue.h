/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a mail host of the practice network says to a command. No sockets.
 */
#ifndef DS_LAB_SMTP_DIALOGUE_H
#define DS_LAB_SMTP_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>

/* One conversation. */
struct lab_dialogue {
	const char *name;  /* what the host calls itself */
	bool can_tls;      /* it has a certificate to show */
	bool in_tls;       /* STARTTLS is done; set by whoever does TLS, with met back to false */
	bool met;          /* EHLO or HELO has been said */
	unsigned commands; /* how many have come */
};

enum lab_dialogue_next {
	LAB_DIALOGUE_GO_ON,
	LAB_DIALOGUE_TLS, /* after this reply: start TLS, forget what came before */
	LAB_DIALOGUE_END, /* after this reply: close */
};

#define LAB_DIALOGUE_REPLY_MAX 1024

/* The greeting, with CR LF. */
void lab_dialogue_greet(const struct lab_dialogue *dialogue, char *reply, size_t size);

/* The reply to one command line (without its line end), with CR LF. */
enum lab_dialogue_next lab_dialogue_reply(
    struct lab_dialogue *dialogue, const char *line, char *reply, size_t size);

#endif
