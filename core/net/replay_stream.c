/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * replay_stream - connections of a recording
 *
 * What the server did after something that the client did comes only once the
 * client has done that here. What the client sends may differ; that it sends,
 * begins TLS and closes, and in which order, is what counts.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/net/recording_impl.h"
#include "core/net/replay_impl.h"

struct net_stream {
	struct replay_turn turn; /* first */
	const struct recorded_stream *recorded;
	size_t at; /* the step that is next */
	struct net_stream_handler handler;
	void *arg;
	uint64_t least; /* no step comes before what the client did last */
	bool calling;   /* in a callback: what must go, goes after that */
	bool closed;    /* by its owner */
	bool over;      /* in its last callback, or about to be */
};

/* step_next - the step that comes, or NULL */
static const struct recorded_step *step_next(const struct net_stream *stream)
{
	if (stream->recorded == NULL || stream->at >= stream->recorded->nsteps)
		return NULL;
	return &stream->recorded->steps[stream->at];
}

/* settle - waits for the moment of the next step, or for the client */
static void settle(struct net_stream *stream)
{
	const struct recorded_step *step = step_next(stream);

	if (stream->calling || stream->over || stream->turn.queued)
		return;
	if (step == NULL || step->kind > STEP_ENDED)
		replay_wait(&stream->turn);
	else
		replay_queue(&stream->turn, step->us > stream->least ? step->us : stream->least);
}

/* stream_free - out of every list */
static void stream_free(struct net_stream *stream)
{
	replay_remove(&stream->turn);
	free(stream);
}

/* stream_end - the last callback */
static void stream_end(struct net_stream *stream, enum net_error error, const char *words)
{
	stream->over = true;
	stream->calling = true;
	stream->handler.ended(stream->arg, error, words);
	stream_free(stream);
}

/* stream_deliver - one step of the server's */
static void stream_deliver(struct replay_turn *turn, bool lost)
{
	struct net_stream *stream = (struct net_stream *)turn;
	const struct recorded_step *step = lost || stream->over ? NULL : step_next(stream);

	if (step == NULL) {
		stream_end(stream, NET_NOT_RECORDED, NULL);
		return;
	}
	stream->at++;
	if (step->kind == STEP_ENDED) {
		stream_end(stream, step->error, step->text);
		return;
	}
	stream->calling = true;
	if (step->kind == STEP_CONNECTED)
		stream->handler.connected(stream->arg);
	else if (step->kind == STEP_RECEIVED)
		stream->handler.received(stream->arg, step->data, step->len);
	else
		stream->handler.secured(stream->arg, step->tls);
	stream->calling = false;
	if (stream->closed)
		stream_free(stream);
	else
		settle(stream);
}

/* lose - what the client does has no place in the recording: it ends, from the loop */
static void lose(struct net_stream *stream)
{
	stream->over = true;
	replay_queue(&stream->turn, stream->turn.replay->net.now_us);
}

/* replay_open - the next one recorded to this address */
struct net_stream *replay_open(struct net *net, const struct net_address *address,
    unsigned deadline_ms, const struct net_stream_handler *handler, void *arg)
{
	struct net_replay *replay = replay_of(net);
	struct net_stream *stream = calloc(1, sizeof(*stream));

	(void)deadline_ms;
	if (stream == NULL)
		return NULL;
	stream->turn.replay = replay;
	stream->turn.deliver = stream_deliver;
	stream->handler = *handler;
	stream->arg = arg;
	stream->least = net->now_us;
	stream->recorded = recording_take_stream(replay->recording, address, handler->purpose);
	if (stream->recorded == NULL)
		lose(stream);
	else
		settle(stream);
	return stream;
}

/* replay_send - the server may go on. Octets sent in one piece or in several are the same. */
void replay_send(struct net *net, struct net_stream *stream, const void *data, size_t len)
{
	const struct recorded_step *step = step_next(stream);

	(void)data;
	(void)len;
	if (stream->over || step == NULL || step->kind != STEP_SENT)
		return;
	while (step != NULL && step->kind == STEP_SENT) {
		stream->at++;
		step = step_next(stream);
	}
	stream->least = net->now_us;
	settle(stream);
}

/* replay_start_tls - the server's handshake may come */
void replay_start_tls(struct net *net, struct net_stream *stream, const char *name)
{
	const struct recorded_step *step = step_next(stream);

	(void)name;
	if (stream->over)
		return;
	if (step == NULL || step->kind != STEP_START_TLS) {
		lose(stream);
		return;
	}
	stream->at++;
	stream->least = net->now_us;
	settle(stream);
}

/* replay_deadline - one that fired is in the recording; here nothing takes any time */
void replay_deadline(struct net *net, struct net_stream *stream, unsigned ms)
{
	(void)net;
	(void)stream;
	(void)ms;
}

/* replay_close - no callback follows */
void replay_close(struct net *net, struct net_stream *stream)
{
	(void)net;
	if (stream->calling)
		stream->closed = true;
	else
		stream_free(stream);
}
