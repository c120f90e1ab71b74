/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A sender: a mail server that has one letter to hand over. It looks up where to, connects, and
 * speaks SMTP, as a process of its own that waits for one thing at a time.
 */
#ifndef DS_LAB_SENDER_H
#define DS_LAB_SENDER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/model.h"
#include "lab/stage_impl.h"

#define LAB_SENDER_STEP_S 5 /* seconds that one step may take */
#define LAB_ROUTE_RECORDS 8

/* What a sender is told to do. */
struct lab_order {
	const struct lab_view *view;
	enum lab_sender sender;
	uint32_t run;
	const char *letter; /* lines ended by "\n" */
	int out;            /* events go there */
};

/* One TLSA record to verify by, as it came. */
struct lab_route_record {
	uint8_t usage, selector, matching;
	uint8_t data[512];
	size_t length;
};

/* Where the letter goes, and what must hold there; or why it goes nowhere. */
struct lab_route {
	bool found;
	char host[256];
	uint32_t address;  /* host byte order */
	bool must_encrypt; /* there are secure TLSA records (RFC 7672 section 2.2) */
	size_t nrecords;   /* usable ones */
	struct lab_route_record records[LAB_ROUTE_RECORDS];
	enum lab_cause cause; /* where not found */
	char why[400];        /* the same as a mail server logs it */
	const char *dsn;      /* "4.4.3" (RFC 3463) */
};

/* Tell what happened, now or (lab_order_tell_at) at a moment of the monotonic clock. */
__attribute__((format(printf, 5, 6))) void lab_order_tell(const struct lab_order *order,
    enum lab_part part, enum lab_deed deed, int number, const char *format, ...);
__attribute__((format(printf, 6, 7))) void lab_order_tell_at(const struct lab_order *order,
    uint64_t us, enum lab_part part, enum lab_deed deed, int number, const char *format, ...);

/* Microseconds of the monotonic clock. */
uint64_t lab_ticks(void);

/* Look up where to, without DNSSEC (sender_plain.c) and with DANE, by our own engine (sender_dane.c). */
void lab_route_plain(const struct lab_order *order, struct lab_route *route);
void lab_route_dane(const struct lab_order *order, struct lab_route *route);

/* Hand the letter over, or defer it, and say so (sender_smtp.c). */
void lab_deliver(const struct lab_order *order, const struct lab_route *route);

/* All of that; returns when it is over. */
void lab_sender_run(const struct lab_order *order);

/* Deferred: the event, with the line that a mail server would log. relay: "none", or host and address. */
void lab_order_defer(const struct lab_order *order, const char *relay, enum lab_cause cause,
    const char *dsn, const char *why);
void lab_order_sent(const struct lab_order *order, const char *relay, const char *reply);

#endif
