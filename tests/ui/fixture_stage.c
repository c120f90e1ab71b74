/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_stage - what happened at the practice network once, to be told again */
#include <stdio.h>
#include <string.h>

#include "core/model.h"
#include "tests/ui/fixture_stage.h"

#define KEY       "3 1 1 8f3c22ab8f3c22ab8f3c22ab8f3c22ab8f3c22ab8f3c22ab8f3c22ab8f3c22ab"
#define FALSE_KEY "3 1 1 22ab0d5422ab0d5422ab0d5422ab0d5422ab0d5422ab0d5422ab0d5422ab0d54"
#define HOST      "mail.minbrief.nl[127.53.10.25]"
#define TO        "to=<minister@minbrief.nl>, relay="
#define COUNT(a)  (sizeof(a) / sizeof((a)[0]))

#define PLAIN LAB_SENDER_PLAIN
#define DANE  LAB_SENDER_DANE
#define E(at, who, of, what, n, said)                                                              \
	{                                                                                          \
		.us = (at)*100, .sender = (who), .part = LAB_PART_##of, .deed = LAB_DEED_##what,   \
		.number = (n), .text = (said)                                                      \
	}

/* What a sender without DANE does up to the connection. */
#define PLAIN_LOOKS                                                                                \
	E(10, PLAIN, MX, ASK, 0, "MX minbrief.nl"),                                                \
	    E(12, PLAIN, MX, ANSWER, 0, "10 mail.minbrief.nl"),                                    \
	    E(13, PLAIN, ADDRESS, ASK, 0, "A mail.minbrief.nl"),                                   \
	    E(14, PLAIN, ADDRESS, ANSWER, 0, "127.53.10.25")
/* The same with DANE: up to the addresses. */
#define DANE_LOOKS                                                                                 \
	E(10, DANE, MX, ASK, 0, "MX minbrief.nl"),                                                 \
	    E(12, DANE, MX, ANSWER, 0, "10 mail.minbrief.nl"), E(13, DANE, MX, PROVED, 16, ""),    \
	    E(14, DANE, ADDRESS, ASK, 0, "A mail.minbrief.nl"),                                    \
	    E(15, DANE, ADDRESS, ANSWER, 0, "127.53.10.25"), E(16, DANE, ADDRESS, PROVED, 16, "")
#define DANE_KEY                                                                                   \
	E(17, DANE, TLSA, ASK, 0, "TLSA _25._tcp.mail.minbrief.nl"),                               \
	    E(18, DANE, TLSA, ANSWER, 0, KEY), E(19, DANE, TLSA, PROVED, 16, "")
/* The dialogue up to STARTTLS. */
#define HELLO(who)                                                                                 \
	E(20, who, HELLO, CONNECT, 0, HOST),                                                       \
	    E(22, who, HELLO, HEARD, 0, "220 mail.minbrief.nl ESMTP practice mail host"),          \
	    E(23, who, HELLO, SAID, 0, "EHLO mta.afzender.example"),                               \
	    E(24, who, HELLO, HEARD, 0, "250-mail.minbrief.nl"),                                   \
	    E(25, who, HELLO, HEARD, 0, "250-STARTTLS"),                                           \
	    E(26, who, HELLO, HEARD, 0, "250 CHUNKING"), E(27, who, TLS, SAID, 0, "STARTTLS"),     \
	    E(28, who, TLS, HEARD, 0, "220 2.0.0 Ready to start TLS"),                             \
	    E(30, who, TLS, TLS, 0, "TLSv1.3 TLS_AES_256_GCM_SHA384")
/* The envelope. */
#define ENVELOPE(who)                                                                              \
	E(34, who, LETTER, SAID, 0, "MAIL FROM:<dijk@afzender.example>"),                          \
	    E(35, who, LETTER, HEARD, 0, "250 2.1.0 Ok"),                                          \
	    E(36, who, LETTER, SAID, 0, "RCPT TO:<minister@minbrief.nl>"),                         \
	    E(37, who, LETTER, HEARD, 0, "250 2.1.5 Ok"), E(38, who, LETTER, SAID, 0, "DATA"),     \
	    E(39, who, LETTER, LETTER, 3, "")
#define SENT(who)                                                                                  \
	E(50, who, LETTER, HEARD, 0, "250 2.0.0 Ok: queued as 4d"),                                \
	    E(51, who, END, SENT, 0,                                                               \
		TO HOST ":25000, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4d)")
#define OVER E(60, PLAIN, END, OVER, 0, "")

static const struct lab_event no_attack[] = {
	PLAIN_LOOKS,
	DANE_LOOKS,
	DANE_KEY,
	HELLO(PLAIN),
	E(31, PLAIN, TLS, KEY, 0, KEY),
	E(32, PLAIN, TLS, UNLOOKED, 0, ""),
	HELLO(DANE),
	E(31, DANE, TLS, KEY, 0, KEY),
	E(32, DANE, TLS, MATCHED, 0, KEY),
	ENVELOPE(PLAIN),
	ENVELOPE(DANE),
	E(45, PLAIN, LETTER, ARRIVED, 0, "4d"),
	E(45, DANE, LETTER, ARRIVED, 0, "4e"),
	SENT(PLAIN),
	SENT(DANE),
	OVER,
};

static const struct lab_event own_certificate[] = {
	PLAIN_LOOKS,
	/* out of order, as it may come */
	HELLO(PLAIN),
	E(21, PLAIN, HELLO, POSED, 0, FALSE_KEY),
	DANE_LOOKS,
	DANE_KEY,
	E(31, PLAIN, TLS, KEY, 0, FALSE_KEY),
	E(32, PLAIN, TLS, UNLOOKED, 0, ""),
	HELLO(DANE),
	E(21, DANE, HELLO, POSED, 0, FALSE_KEY),
	E(31, DANE, TLS, KEY, 0, FALSE_KEY),
	E(32, DANE, TLS, MISMATCH, 0, "no matching DANE TLSA records"),
	E(33, DANE, END, DEFERRED, LAB_CAUSE_MISMATCH,
	    TO HOST ":25000, dsn=4.7.5, status=deferred (Server certificate not trusted)"),
	ENVELOPE(PLAIN),
	E(40, PLAIN, LETTER, READ, 0, "Subject: not public yet"),
	E(41, PLAIN, LETTER, READ, 0, ""),
	/* nothing of it may reach the terminal as it is */
	E(42, PLAIN, LETTER, READ, 0, "The dike \033[2J\342\200\256does not hold."),
	SENT(PLAIN),
	OVER,
};

static const struct lab_event hidden_records[] = {
	PLAIN_LOOKS,
	DANE_LOOKS,
	E(17, DANE, TLSA, ASK, 0, "TLSA _25._tcp.mail.minbrief.nl"),
	E(18, DANE, TLSA, HID, 0, "TLSA _25._tcp.mail.minbrief.nl"),
	E(19, DANE, TLSA, NOTHING, 0, ""),
	E(20, DANE, TLSA, BOGUS, DS_WHY_DENIAL_MISSING, ""),
	E(21, DANE, END, DEFERRED, LAB_CAUSE_TLSA,
	    TO "none, dsn=4.7.5, status=deferred (TLSA lookup error for mail.minbrief.nl:25)"),
	E(22, PLAIN, END, BROKE, 0, ""),
	OVER,
};

/* begin - a run, as it went once */
static bool begin(void *arg, enum lab_attack attack, const char *letter)
{
	struct fixture_stage *f = arg;

	f->begun++;
	f->next = 0;
	snprintf(f->letter, sizeof f->letter, "%s", letter);
	f->events = no_attack;
	f->n = COUNT(no_attack);
	if (attack == LAB_ATTACK_CERT) {
		f->events = own_certificate;
		f->n = COUNT(own_certificate);
	} else if (attack == LAB_ATTACK_TLSA) {
		f->events = hidden_records;
		f->n = COUNT(hidden_records);
	}
	return !f->gone;
}

/* stop - no more of it */
static void stop(void *arg)
{
	struct fixture_stage *f = arg;

	f->stopped++;
	f->next = f->n = 0;
}

/* next - one event */
static int next(void *arg, struct lab_event *event)
{
	struct fixture_stage *f = arg;

	if (f->gone)
		return -1;
	if (f->next >= f->n)
		return 0;
	*event = f->events[f->next++];
	return 1;
}

/* fixture_stage_open - nothing happens yet */
void fixture_stage_open(struct fixture_stage *f)
{
	memset(f, 0, sizeof *f);
	f->stage = (struct tui_stage){ begin, stop, next, -1, f };
}

/* fixture_stage_until - and no further */
void fixture_stage_until(struct fixture_stage *f, size_t n)
{
	f->n = n;
}
