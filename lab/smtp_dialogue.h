/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a mail host of the practice network says to a command. No sockets. Most hosts take no mail.
 */
#ifndef DS_LAB_SMTP_DIALOGUE_H
#define DS_LAB_SMTP_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>

/* One conversation. */
struct lab_dialogue {
	const char *name;  /* what the host calls itself */
	bool can_tls;      /* it has a certificate to show */
	bool in_tls;       /* STARTTLS is done; set by lab_dialogue_encrypted() */
	bool met;          /* EHLO or HELO has been said */
	unsigned commands; /* how many have come */
	bool takes_mail;   /* letters are taken */
	enum { LAB_ENVELOPE_NONE, LAB_ENVELOPE_FROM, LAB_ENVELOPE_TO } envelope;
};

enum lab_dialogue_next {
	LAB_DIALOGUE_GO_ON,
	LAB_DIALOGUE_TLS,  /* after this reply: start TLS, forget what came before */
	LAB_DIALOGUE_DATA, /* after this reply: a letter comes, up to a line with a dot alone */
	LAB_DIALOGUE_END,  /* after this reply: close */
};

#define LAB_DIALOGUE_REPLY_MAX 1024

/* The greeting, with CR LF. */
void lab_dialogue_greet(const struct lab_dialogue *dialogue, char *reply, size_t size);

/* The reply to one command line (without its line end), with CR LF. */
enum lab_dialogue_next lab_dialogue_reply(
    struct lab_dialogue *dialogue, const char *line, char *reply, size_t size);

/* TLS is up: what was said before counts no more (RFC 3207 section 4.2). */
void lab_dialogue_encrypted(struct lab_dialogue *dialogue);

/* The reply to a whole letter, with CR LF: it was taken, as number `queued`, or (NULL) was too long. */
void lab_dialogue_letter(
    struct lab_dialogue *dialogue, const char *queued, char *reply, size_t size);

#endif
