/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A good dialogue with a fault at every one of its octets
 *
 * The server says a greeting, its extensions, and the leave to begin TLS, each
 * after a line of the client's. One octet of that is lost, doubled, changed into
 * every other octet, or followed by one; or the server hangs up, falls silent or
 * dawdles there. Time is virtual. Whatever happens: one end, within the bound, no
 * word after it, and TLS begun only where every reply was in order, which this
 * file judges for itself.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/net/net.h"
#include "tests/unit/smtp_watch.h"

#define REPLIES  3
#define TOTAL_US 30000000ull /* watch_start's bound on a dialogue */

enum fault { LOSE, DOUBLE, CHANGE, INSERT, HANG_UP, RESET, SILENCE, DAWDLE, FAULTS };

static const char *const good[REPLIES] = {
	"220-mx.example.org ESMTP\r\n220 ready\r\n",
	"250-mx.example.org\r\n250-SIZE 1000\r\n250-STARTTLS\r\n250 HELP\r\n",
	"220 2.0.0 go\r\n",
};

/* A server, its fault, and what was heard of the client. */
struct injector {
	struct net net;
	const struct net_stream_handler *handler;
	void *arg;
	bool over, tls;
	uint64_t deadline_us;
	size_t lines; /* of the client's that are answered */
	size_t heard; /* lines of the client's */
	enum fault fault;
	size_t at; /* octet, counted over all replies */
	uint8_t octet;
	bool bytewise;
};

/* self - the injector behind the interface */
static struct injector *self(struct net *net)
{
	return (struct injector *)(void *)net;
}

/* net_open - remembers who listens */
static struct net_stream *net_open(struct net *net, const struct net_address *to,
    unsigned deadline_ms, const struct net_stream_handler *handler, void *arg)
{
	struct injector *in = self(net);

	(void)to;
	in->handler = handler;
	in->arg = arg;
	in->deadline_us = net->now_us + deadline_ms * 1000ull;
	return (struct net_stream *)(void *)in;
}

/* net_send - counts the client's lines */
static void net_send(struct net *net, struct net_stream *stream, const void *data, size_t len)
{
	(void)stream;
	assert_false(self(net)->over);
	for (size_t i = 0; i < len; i++)
		self(net)->heard += ((const char *)data)[i] == '\n';
}

/* net_start_tls - the handshake is to begin */
static void net_start_tls(struct net *net, struct net_stream *stream, const char *name)
{
	(void)stream;
	(void)name;
	assert_false(self(net)->over || self(net)->tls);
	self(net)->tls = true;
}

/* net_deadline - one for all that follows */
static void net_deadline(struct net *net, struct net_stream *stream, unsigned ms)
{
	(void)stream;
	assert_false(self(net)->over);
	self(net)->deadline_us = net->now_us + ms * 1000ull;
}

/* net_close - the client has had enough, once */
static void net_close(struct net *net, struct net_stream *stream)
{
	(void)stream;
	assert_false(self(net)->over);
	self(net)->over = true;
}

/* net_tick - time moves by the server alone */
static void net_tick(struct net *net)
{
	(void)net;
}

static const struct net_ops ops = {
	.open = net_open,
	.send = net_send,
	.start_tls = net_start_tls,
	.deadline = net_deadline,
	.close = net_close,
	.tick = net_tick,
};

/* end - the stream's last word */
static void end(struct injector *in, enum net_error error)
{
	if (error == NET_TIMEOUT)
		in->net.now_us = in->deadline_us;
	in->over = true;
	in->handler->ended(in->arg, error, NULL);
}

/* deliver - octets, in a copy of exact size, unless the deadline comes first */
static void deliver(struct injector *in, const uint8_t *data, size_t len, uint64_t after_us)
{
	uint8_t *copy;

	if (in->over || len == 0)
		return;
	if (in->net.now_us + after_us >= in->deadline_us) {
		end(in, NET_TIMEOUT);
		return;
	}
	in->net.now_us += after_us;
	copy = malloc(len);
	assert_non_null(copy);
	memcpy(copy, data, len);
	in->handler->received(in->arg, copy, len);
	free(copy);
}

/* spoil - a reply with the fault in it, into `out`; returns its length */
static size_t spoil(const struct injector *in, size_t begin, const char *reply, uint8_t *out)
{
	size_t len = strlen(reply), n = 0;

	for (size_t i = 0; i < len; i++) {
		bool here = begin + i == in->at;

		if (here && in->fault == LOSE)
			continue;
		out[n++] = (uint8_t)reply[i];
		if (here && in->fault == CHANGE)
			out[n - 1] = in->octet;
		if (here && (in->fault == DOUBLE || in->fault == INSERT))
			out[n++] = in->fault == INSERT ? in->octet : (uint8_t)reply[i];
	}
	return n;
}

/* say - one reply, up to the fault and from there */
static void say(struct injector *in, size_t begin, const char *reply)
{
	uint8_t out[256];
	size_t len = spoil(in, begin, reply, out), before = len;
	bool here = in->at >= begin && in->at < begin + strlen(reply);

	if (here && in->fault >= HANG_UP)
		before = in->at - begin;
	for (size_t i = 0; in->bytewise && i < before; i++)
		deliver(in, out + i, 1, 10);
	if (!in->bytewise)
		deliver(in, out, before, 100);
	if (in->over || !here || in->fault < HANG_UP)
		return;
	if (in->fault == DAWDLE) /* just within the bound of a step */
		deliver(in, out + before, len - before, 9000000);
	else
		end(in, in->fault == SILENCE ? NET_TIMEOUT : NET_CLOSED);
}

/* serve - the whole dialogue: a reply for each line, silence beyond */
static void serve(struct injector *in)
{
	size_t begin = 0;

	in->net.now_us += 1000;
	in->handler->connected(in->arg);
	for (size_t i = 0; i < REPLIES && !in->over; i++) {
		if (in->heard < i) /* nothing was asked: the client waits */
			break;
		say(in, begin, good[i]);
		begin += strlen(good[i]);
	}
	if (in->tls && !in->over)
		in->handler->secured(in->arg, &(struct net_tls){ .version = "T", .cipher = "C" });
	while (!in->over)
		end(in, NET_TIMEOUT);
}

/* in_order - whether octets are one whole reply of this code and no more; *offers: STARTTLS, on a
 * line after the first */
static bool in_order(const uint8_t *data, size_t len, const char *code, bool *offers)
{
	size_t lines = 0;

	*offers = false;
	while (len > 0) {
		const uint8_t *lf = memchr(data, '\n', len);
		size_t n = lf != NULL ? (size_t)(lf - data) : len;
		size_t text = n > 0 && data[n - 1] == '\r' ? n - 1 : n;

		if (lf == NULL || text < 3 || memcmp(data, code, 3) != 0)
			return false;
		if (text > 3 && data[3] != '-' && data[3] != ' ')
			return false;
		if (lines++ > 0 && text >= 12 &&
		    strncasecmp((const char *)data + 4, "STARTTLS", 8) == 0 &&
		    (text == 12 || data[12] == ' ' || data[12] == '\t'))
			*offers = true;
		data += n + 1;
		len -= n + 1;
		if (text == 3 || data[-1 - (ptrdiff_t)n + 3] == ' ')
			return len == 0;
	}
	return false;
}

/* should_begin_tls - by this file's own reading of what the server says */
static bool should_begin_tls(const struct injector *in)
{
	static const char *const codes[REPLIES] = { "220", "250", "220" };
	size_t begin = 0;

	for (size_t i = 0; i < REPLIES; i++) {
		size_t whole = strlen(good[i]);
		bool here = in->at >= begin && in->at < begin + whole, offers;
		uint8_t out[256];
		size_t len = spoil(in, begin, good[i], out);

		if (here && in->fault >= HANG_UP && in->fault != DAWDLE)
			return false;
		if (!in_order(out, len, codes[i], &offers) || (i == 1 && !offers))
			return false;
		begin += whole;
	}
	return true;
}

/* octets_in_all - of the good replies */
static size_t octets_in_all(void)
{
	size_t n = 0;

	for (size_t i = 0; i < REPLIES; i++)
		n += strlen(good[i]);
	return n;
}

/* run - one dialogue with one fault, and all that must hold of it */
static void run(enum fault fault, size_t at, uint8_t octet, bool bytewise)
{
	struct injector in = { .net = { .ops = &ops, .now_us = 5000000 },
		.fault = fault,
		.at = at,
		.octet = octet,
		.bytewise = bytewise };
	struct seen *seen = calloc(1, sizeof(*seen));
	bool begun;

	assert_non_null(seen);
	assert_non_null(watch_start(&in.net, seen, "probe.example"));
	serve(&in);
	begun = seen->secured > 0;
	if (seen->done != 1 || in.net.now_us > 5000000 + TOTAL_US + 1000)
		fail_msg("fault %d at %zu, octet %02x: %u ends, after %llu us", fault, at, octet,
		    seen->done, (unsigned long long)in.net.now_us);
	if (begun != (seen->result.starttls == DS_TLS_OK) || (begun && !in.tls))
		fail_msg("fault %d at %zu, octet %02x: TLS that was not", fault, at, octet);
	if (begun != should_begin_tls(&in))
		fail_msg("fault %d at %zu, octet %02x: TLS is %sbegun\n%s", fault, at, octet,
		    begun ? "" : "not ", seen->log);
	free(seen);
}

/* Nothing wrong: the dialogue gets to its end, by which all others are measured. */
static void no_fault(void **state)
{
	(void)state;
	run(LOSE, SIZE_MAX, 0, false);
	run(LOSE, SIZE_MAX, 0, true);
}

/* Every fault that needs no octet, at every octet. */
static void every_fault(void **state)
{
	(void)state;
	for (size_t at = 0; at < octets_in_all(); at++)
		for (enum fault fault = LOSE; fault < FAULTS; fault++)
			for (int bytewise = 0; bytewise < 2; bytewise++)
				if (fault != CHANGE && fault != INSERT)
					run(fault, at, 0, bytewise);
}

/* Every octet becomes, or is followed by, every octet. */
static void every_octet(void **state)
{
	(void)state;
	for (size_t at = 0; at < octets_in_all(); at++)
		for (int octet = 0; octet < 256; octet++) {
			run(CHANGE, at, (uint8_t)octet, false);
			run(INSERT, at, (uint8_t)octet, false);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_fault),
		cmocka_unit_test(every_fault),
		cmocka_unit_test(every_octet),
	};

	return cmocka_run_group_tests_name("smtp_injector", tests, NULL, NULL) != 0;
}
