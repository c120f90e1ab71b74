/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What both senders have in common: their order of work, and what they tell.
 */
#include "lab/sender.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define US 1000000ull

/* lab_ticks - the monotonic clock */
uint64_t lab_ticks(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * US + (uint64_t)now.tv_nsec / 1000;
}

/* tell - one event; where it cannot be sent nobody listens any more */
__attribute__((format(printf, 6, 0))) static void tell(const struct lab_order *order, uint64_t us,
    enum lab_part part, enum lab_deed deed, int number, const char *format, va_list args)
{
	struct lab_event event;
	char text[LAB_EVENT_TEXT];

	vsnprintf(text, sizeof(text), format, args);
	lab_event_fill(&event, part, deed, number, "%s", text);
	event.run = order->run;
	event.sender = (uint8_t)order->sender;
	event.us = us;
	(void)lab_event_send(order->out, &event);
}

/* lab_order_tell - it happens now */
void lab_order_tell(const struct lab_order *order, enum lab_part part, enum lab_deed deed,
    int number, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tell(order, lab_ticks(), part, deed, number, format, args);
	va_end(args);
}

/* lab_order_tell_at - it happened then */
void lab_order_tell_at(const struct lab_order *order, uint64_t us, enum lab_part part,
    enum lab_deed deed, int number, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tell(order, us, part, deed, number, format, args);
	va_end(args);
}

/* lab_order_defer - as Postfix writes it */
void lab_order_defer(const struct lab_order *order, const char *relay, enum lab_cause cause,
    const char *dsn, const char *why)
{
	lab_order_tell(order, LAB_PART_END, LAB_DEED_DEFERRED, (int)cause,
	    "to=<%s>, relay=%s, dsn=%s, status=deferred (%s)", LAB_STAGE_MAILBOX, relay, dsn, why);
}

/* lab_order_sent - likewise */
void lab_order_sent(const struct lab_order *order, const char *relay, const char *reply)
{
	lab_order_tell(order, LAB_PART_END, LAB_DEED_SENT, 0,
	    "to=<%s>, relay=%s, dsn=2.0.0, status=sent (%s)", LAB_STAGE_MAILBOX, relay, reply);
}

/* lab_sender_run - look up, hand over */
void lab_sender_run(const struct lab_order *order)
{
	struct lab_route route = { .cause = LAB_CAUSE_OTHER, .dsn = "4.3.0" };

	if (order->sender == LAB_SENDER_DANE)
		lab_route_dane(order, &route);
	else
		lab_route_plain(order, &route);
	if (route.found)
		lab_deliver(order, &route);
	else
		lab_order_defer(order, "none", route.cause, route.dsn, route.why);
}
