/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * model_senders - what becomes of mail to a domain, by the kind of sender
 *
 * A part of model.h, where ownership and units stand; include that one.
 */
#ifndef DS_CORE_MODEL_SENDERS_H
#define DS_CORE_MODEL_SENDERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Kinds of mail servers that might have a message for the domain. */
enum ds_sender {
	DS_SENDER_STRICT,    /* RFC 7672 to the letter, opportunistic */
	DS_SENDER_POSTFIX,   /* Postfix, smtp_tls_security_level = dane */
	DS_SENDER_DANE_ONLY, /* Postfix, dane-only: DANE is mandatory */
	DS_SENDER_EXCHANGE,  /* Exchange Online */
	DS_SENDER_PLAIN,     /* opportunistic TLS, neither DANE nor DNSSEC */
	DS_SENDERS
};

enum ds_delivery {
	DS_SEND_UNKNOWN, /* nothing could be seen of a host that it would try */
	DS_SEND_AUTHENTICATED,
	DS_SEND_ENCRYPTED,
	DS_SEND_CLEAR,
	DS_SEND_DEFERRED, /* tried again, and returned after some days */
	DS_SEND_BOUNCED,  /* returned at once */
};

/* What becomes of a message from one kind of sender. */
struct ds_sender_outcome {
	enum ds_sender sender;
	enum ds_delivery delivery;
	int host; /* index of the host that takes it, or whose fault decided; -1: the domain's own */
	uint32_t via;     /* bit i: host i would take it, if those before it did not answer */
	const char *code; /* what the sender logs: "4.7.5", or NULL */
	const char *log;  /* its own words (not translated), or NULL */
	const char *why;  /* one sentence, a msgid */
	unsigned rule;    /* of core/dane/rules.h, 0 for none */
};

#endif
