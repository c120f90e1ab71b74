/* SPDX-License-Identifier: BSD-2-Clause */
/* recorder_stream - connections: each step is written down as it happens, and passed on */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/net/recorder_impl.h"
#include "core/net/recording_impl.h"

struct net_stream {
	struct net_recorder *recorder;
	struct net_stream *inner;
	struct net_stream_handler handler;
	void *arg;
	uint64_t number;
	bool over; /* in its last callback, after which it is gone */
};

/* step_write - at the moment that it is */
static void step_write(struct net_stream *stream, struct recorded_step step)
{
	struct net_recorder *recorder = stream->recorder;

	if (recorder->out == NULL)
		return;
	step.us = recorder->net.now_us;
	recorder_write(recorder, recording_make_step(stream->number, &step));
}

/* stream_connected - passed on. The owner may close it in there, so that nothing follows. */
static void stream_connected(void *arg)
{
	struct net_stream *stream = arg;

	recorder_stamp(stream->recorder);
	step_write(stream, (struct recorded_step){ .kind = STEP_CONNECTED });
	stream->handler.connected(stream->arg);
}

/* stream_received - passed on */
static void stream_received(void *arg, const uint8_t *data, size_t len)
{
	struct net_stream *stream = arg;

	recorder_stamp(stream->recorder);
	step_write(
	    stream, (struct recorded_step){ .kind = STEP_RECEIVED, .data = data, .len = len });
	stream->handler.received(stream->arg, data, len);
}

/* stream_secured - passed on */
static void stream_secured(void *arg, const struct net_tls *tls)
{
	struct net_stream *stream = arg;

	recorder_stamp(stream->recorder);
	step_write(stream, (struct recorded_step){ .kind = STEP_SECURED, .tls = tls });
	stream->handler.secured(stream->arg, tls);
}

/* stream_ended - passed on; the last */
static void stream_ended(void *arg, enum net_error error, const char *tls_error)
{
	struct net_stream *stream = arg;

	stream->over = true;
	recorder_stamp(stream->recorder);
	step_write(stream,
	    (struct recorded_step){ .kind = STEP_ENDED, .error = error, .text = tls_error });
	stream->handler.ended(stream->arg, error, tls_error);
	free(stream);
}

#define HANDLER(what)                                                                              \
	[what] = { what, stream_connected, stream_received, stream_secured, stream_ended }

static const struct net_stream_handler stream_handlers[NET_PURPOSES] = {
	HANDLER(NET_DIALOGUE),
	HANDLER(NET_RSA),
	HANDLER(NET_ECDSA),
	HANDLER(NET_NAMELESS),
};

/* recorder_open - begins to connect */
struct net_stream *recorder_open(struct net *net, const struct net_address *address,
    unsigned deadline_ms, const struct net_stream_handler *handler, void *arg)
{
	struct net_recorder *recorder = recorder_of(net);
	struct net_stream *stream = calloc(1, sizeof(*stream));

	if (stream == NULL)
		return NULL;
	stream->recorder = recorder;
	stream->handler = *handler;
	stream->arg = arg;
	stream->inner = recorder->inner->ops->open(
	    recorder->inner, address, deadline_ms, &stream_handlers[handler->purpose], stream);
	if (stream->inner == NULL) {
		free(stream);
		return NULL;
	}
	stream->number = recorder->exchanges++;
	if (recorder->out != NULL)
		recorder_write(recorder,
		    recording_make_stream(stream->number, address, handler->purpose, net->now_us));
	return stream;
}

/* recorder_send - queues octets */
void recorder_send(struct net *net, struct net_stream *stream, const void *data, size_t len)
{
	struct net_recorder *recorder = recorder_of(net);

	if (stream->over)
		return;
	step_write(stream, (struct recorded_step){ .kind = STEP_SENT, .data = data, .len = len });
	recorder->inner->ops->send(recorder->inner, stream->inner, data, len);
}

/* recorder_start_tls - TLS from here on */
void recorder_start_tls(struct net *net, struct net_stream *stream, const char *name)
{
	struct net_recorder *recorder = recorder_of(net);

	if (stream->over)
		return;
	step_write(stream, (struct recorded_step){ .kind = STEP_START_TLS, .text = name });
	recorder->inner->ops->start_tls(recorder->inner, stream->inner, name);
}

/* recorder_deadline - a deadline that fires is written down as the end that it brings */
void recorder_deadline(struct net *net, struct net_stream *stream, unsigned ms)
{
	struct net_recorder *recorder = recorder_of(net);

	if (!stream->over)
		recorder->inner->ops->deadline(recorder->inner, stream->inner, ms);
}

/* recorder_close - by the client */
void recorder_close(struct net *net, struct net_stream *stream)
{
	struct net_recorder *recorder = recorder_of(net);

	if (stream->over)
		return;
	step_write(stream, (struct recorded_step){ .kind = STEP_LEFT });
	recorder->inner->ops->close(recorder->inner, stream->inner);
	free(stream);
}
