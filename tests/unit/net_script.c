/* SPDX-License-Identifier: BSD-2-Clause */
/* net_script - plays a mail host from a table */
#include "tests/unit/net_script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEARD_MAX 4096

/* The one stream is part of the network; net_stream is only its other name. */
struct net_script {
	struct net net;
	const struct script *now;
	size_t chunk, cut;
	size_t said; /* octets of the server's until now */
	size_t at;   /* octets of the present SAY that are out */
	const struct net_stream_handler *handler;
	void *arg;
	bool open, over;
	uint64_t deadline_us;
	char heard[HEARD_MAX]; /* what the client said and no AWAIT has taken */
	size_t nheard;
	const char *tls_name; /* asked for, not yet begun */
	char offence[HEARD_MAX + 64];
};

/* self - the script behind the interface */
static struct net_script *self(struct net *net)
{
	return (struct net_script *)(void *)net;
}

/* offend - notes the first thing that the client did wrong */
static void offend(struct net_script *s, const char *what, const char *text)
{
	if (s->offence[0] == '\0')
		snprintf(s->offence, sizeof(s->offence), "%s: %s", what, text);
}

/* script_open - remembers who listens */
static struct net_stream *script_open(struct net *net, const struct net_address *to,
    unsigned deadline_ms, const struct net_stream_handler *handler, void *arg)
{
	struct net_script *s = self(net);

	(void)to;
	s->handler = handler;
	s->arg = arg;
	s->open = true;
	s->deadline_us = net->now_us + deadline_ms * 1000ull;
	return (struct net_stream *)(void *)s;
}

/* script_send - keeps what the client says */
static void script_send(struct net *net, struct net_stream *stream, const void *data, size_t len)
{
	struct net_script *s = self(net);

	(void)stream;
	if (s->nheard + len >= sizeof(s->heard)) {
		offend(s, "too much said", "");
		return;
	}
	memcpy(s->heard + s->nheard, data, len);
	s->nheard += len;
	s->heard[s->nheard] = '\0';
}

/* script_start_tls - keeps the name asked for */
static void script_start_tls(struct net *net, struct net_stream *stream, const char *name)
{
	(void)stream;
	if (self(net)->nheard > 0)
		offend(self(net), "TLS with this unread", self(net)->heard);
	self(net)->tls_name = name;
}

/* script_deadline - one deadline for all that follows */
static void script_deadline(struct net *net, struct net_stream *stream, unsigned ms)
{
	(void)stream;
	self(net)->deadline_us = net->now_us + ms * 1000ull;
}

/* script_close - the client has had enough */
static void script_close(struct net *net, struct net_stream *stream)
{
	(void)stream;
	if (self(net)->over)
		offend(self(net), "closed twice", "");
	self(net)->over = true;
}

/* script_tick - time moves by the script alone */
static void script_tick(struct net *net)
{
	(void)net;
}

/* script_free - frees the network */
static void script_free(struct net *net)
{
	free(self(net));
}

/* net_script_new - a network with one mail host */
struct net *net_script_new(const struct script *script, size_t chunk, size_t cut)
{
	static const struct net_ops ops = {
		.open = script_open,
		.send = script_send,
		.start_tls = script_start_tls,
		.deadline = script_deadline,
		.close = script_close,
		.tick = script_tick,
		.free = script_free,
	};
	struct net_script *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->net.ops = &ops;
	s->net.epoch_us = 1767225600000000; /* 2026-01-01 */
	s->net.now_us = 5000000;
	s->now = script;
	s->chunk = chunk;
	s->cut = cut;
	return &s->net;
}

/* end - the stream's last word */
static void end(struct net_script *s, enum net_error error, const char *why)
{
	s->over = true;
	s->handler->ended(s->arg, error, why);
}

/* time_out - nothing more comes: the deadline does */
static bool time_out(struct net_script *s)
{
	s->net.now_us = s->deadline_us;
	end(s, NET_TIMEOUT, NULL);
	return true;
}

/* say - delivers the next octets; a copy of exact size, so that an overrun is seen */
static bool say(struct net_script *s)
{
	size_t len = s->now->len > 0 ? s->now->len : strlen(s->now->text);
	size_t n = len - s->at;
	uint8_t *copy;

	if (s->net.now_us >= s->deadline_us)
		return time_out(s);
	if (s->at > 0 && s->nheard > 0) {
		offend(s, "said before the reply was over", s->heard);
		return false;
	}
	if (s->chunk > 0 && n > s->chunk)
		n = s->chunk;
	if (s->cut > s->said && n > s->cut - s->said)
		n = s->cut - s->said;
	copy = malloc(n);
	if (copy == NULL)
		return false;
	memcpy(copy, s->now->text + s->at, n);
	s->at += n;
	s->said += n;
	if (s->at == len) {
		s->at = 0;
		s->now++;
	}
	s->net.now_us += 100;
	s->handler->received(s->arg, copy, n);
	free(copy);
	return true;
}

/* await - takes what the client said; waits for its deadline if it said nothing */
static bool await(struct net_script *s)
{
	size_t len = strlen(s->now->text);

	if (s->nheard == 0)
		return time_out(s);
	if (s->nheard != len || memcmp(s->heard, s->now->text, len) != 0) {
		offend(s, "said", s->heard);
		return false;
	}
	s->nheard = 0;
	s->now++;
	return true;
}

/* tls - begins TLS with a client that asked for it */
static bool tls(struct net_script *s)
{
	const struct script *now = s->now;

	if (s->tls_name == NULL)
		return time_out(s);
	if (strcmp(s->tls_name, now->text) != 0) {
		offend(s, "TLS for", s->tls_name);
		return false;
	}
	s->tls_name = NULL;
	s->now++;
	if (now->act == SCRIPT_TLS)
		s->handler->secured(s->arg, now->tls);
	return true;
}

/* play - one act; false: the script and the client have come apart */
static bool play(struct net_script *s)
{
	switch (s->now->act) {
	case SCRIPT_CONNECT:
		s->now++;
		s->net.now_us += 1000;
		s->handler->connected(s->arg);
		if (s->nheard > 0)
			offend(s, "said before it was spoken to", s->heard);
		return true;
	case SCRIPT_SAY: return say(s);
	case SCRIPT_AWAIT: return await(s);
	case SCRIPT_WAIT:
		if (s->net.now_us + s->now->ms * 1000ull >= s->deadline_us)
			return time_out(s);
		s->net.now_us += s->now->ms * 1000ull;
		s->now++;
		return true;
	case SCRIPT_TLS:
	case SCRIPT_CLEAR: return tls(s);
	case SCRIPT_OVER: end(s, s->now->error, s->now->text); return true;
	default: return time_out(s);
	}
}

/* net_script_run - the whole dialogue */
bool net_script_run(struct net *net)
{
	struct net_script *s = self(net);

	while (s->open && !s->over && play(s))
		;
	return s->over && s->offence[0] == '\0';
}

/* net_script_offence - what the client did wrong */
const char *net_script_offence(const struct net *net)
{
	const struct net_script *s = (const struct net_script *)(const void *)net;

	return s->offence[0] != '\0' ? s->offence : NULL;
}

/* net_script_is_over - whether the stream is gone */
bool net_script_is_over(const struct net *net)
{
	return ((const struct net_script *)(const void *)net)->over;
}
