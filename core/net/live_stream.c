/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * live_stream - a connection to a mail host, first in clear text, then in TLS
 *
 * A bufferevent reads and writes; at start_tls another one takes its place on
 * the same socket. All that was read in clear text has been handed out by then:
 * each read is handed out whole, so that nothing can wait in a buffer and be
 * taken for what TLS carried.
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "core/net/live_impl.h"

enum phase { CONNECTING, CLEAR, HANDSHAKE, SECURED, OVER };

struct net_stream {
	LIST_ENTRY(net_stream) link;
	struct net_live *live;
	struct net_stream_handler handler;
	void *arg;
	int fd;
	struct bufferevent *bev; /* from there on it owns the socket */
	SSL *ssl;                /* belongs to bev */
	enum phase phase;
	struct event timer;
	enum net_error overdue; /* what it is when the timer fires */
	const char *overdue_words;
	bool calling; /* in a callback: what must go, goes after that */
	bool closed;  /* by its owner */
};

/* farewell - what is still queued (QUIT), and the end of TLS */
static void farewell(struct net_stream *stream)
{
	struct evbuffer *output = bufferevent_get_output(stream->bev);
	size_t len = evbuffer_get_length(output);

	if (len > 0)
		(void)SSL_write(stream->ssl, evbuffer_pullup(output, -1), (int)len);
	SSL_shutdown(stream->ssl);
	ERR_clear_error();
}

/* stream_free - closes; where TLS still stands, with a word to the server. The bufferevent may be at
 * work right now: socket and TLS are its own, and go with it. */
static void stream_free(struct net_stream *stream)
{
	LIST_REMOVE(stream, link);
	event_del(&stream->timer);
	if (stream->phase == SECURED)
		farewell(stream);
	if (stream->bev != NULL)
		bufferevent_free(stream->bev);
	else if (stream->fd >= 0)
		close(stream->fd);
	free(stream);
}

/* call_begin - a callback is about to be called */
static void call_begin(struct net_stream *stream)
{
	live_touch(stream->live);
	stream->calling = true;
}

/* call_end - where the owner closed it in there, it is gone now */
static void call_end(struct net_stream *stream)
{
	stream->calling = false;
	if (stream->closed)
		stream_free(stream);
}

/* stream_end - the last callback */
static void stream_end(struct net_stream *stream, enum net_error error, const char *words)
{
	call_begin(stream);
	stream->phase = OVER;
	stream->handler.ended(stream->arg, error, words);
	stream_free(stream);
}

/* overdue - the time is up, or something failed that could not be said at once */
static void overdue(evutil_socket_t fd, short what, void *arg)
{
	struct net_stream *stream = arg;

	(void)fd;
	(void)what;
	stream_end(stream, stream->overdue, stream->overdue_words);
}

/* fail_later - ends it from the loop, not from within the owner's call */
static void fail_later(struct net_stream *stream, enum net_error error, const char *words)
{
	stream->phase = OVER;
	stream->overdue = error;
	stream->overdue_words = words;
	if (stream->bev != NULL)
		bufferevent_disable(stream->bev, EV_READ | EV_WRITE);
	live_timer(&stream->timer, 0);
}

/* stream_readable - hands out all that came */
static void stream_readable(struct bufferevent *bev, void *arg)
{
	struct net_stream *stream = arg;
	uint8_t *buf = stream->live->scratch;
	int n = evbuffer_remove(bufferevent_get_input(bev), buf, LIVE_SCRATCH);

	if (n <= 0 || stream->phase == OVER)
		return;
	call_begin(stream);
	stream->handler.received(stream->arg, buf, (size_t)n);
	call_end(stream);
}

/* first_error - the first one that OpenSSL gave; libevent returns the last one first, and among them
 * codes of SSL_get_error(), which belong to no library. 0: there is none. */
static unsigned long first_error(struct bufferevent *bev)
{
	unsigned long error, first = 0;

	while ((error = bufferevent_get_openssl_error(bev)) != 0) {
		if (ERR_GET_LIB(error) != 0)
			first = error;
	}
	return first;
}

/* tls_failed - ends with what OpenSSL says */
static void tls_failed(struct net_stream *stream, short what)
{
	unsigned long error = first_error(stream->bev);
	bool hung_up = (what & BEV_EVENT_EOF) || error == 0;
	char buf[LIVE_TLS_TEXT];

	if (stream->phase == SECURED && hung_up)
		stream_end(stream, NET_CLOSED, NULL);
	else
		stream_end(stream, NET_CLOSED, live_tls_words(error, buf, sizeof(buf)));
}

/* tls_written - all is on its way. A server that keeps to Nagle says nothing behind its tickets
 * until those are acknowledged, and each write of ours makes the kernel wait 40 ms with that. */
static void tls_written(struct bufferevent *bev, void *arg)
{
	struct net_stream *stream = arg;
	int one = 1;

	(void)bev;
	(void)setsockopt(stream->fd, IPPROTO_TCP, TCP_QUICKACK, &one, sizeof(one));
}

/* tls_event - the handshake is done, or it is over */
static void tls_event(struct bufferevent *bev, short what, void *arg)
{
	struct net_stream *stream = arg;

	(void)bev;
	if (stream->phase == OVER)
		return;
	if (!(what & BEV_EVENT_CONNECTED)) {
		tls_failed(stream, what);
		return;
	}
	stream->phase = SECURED;
	call_begin(stream);
	if (!live_tls_tell(stream->ssl, stream->handler.secured, stream->arg))
		fail_later(stream, NET_NO_MEMORY, NULL);
	call_end(stream);
}

/* clear_event - connected, or it is over */
static void clear_event(struct bufferevent *bev, short what, void *arg)
{
	struct net_stream *stream = arg;
	int error = errno;

	if (stream->phase == OVER)
		return;
	if (what & BEV_EVENT_CONNECTED) {
		stream->phase = CLEAR;
		event_del(&stream->timer);
		bufferevent_enable(bev, EV_READ);
		call_begin(stream);
		stream->handler.connected(stream->arg);
		call_end(stream);
	} else if ((what & BEV_EVENT_WRITING) && stream->phase == CLEAR) {
		/* it will not hear us, but what it said before it hung up is still to be read */
		return;
	} else {
		stream_end(stream, what & BEV_EVENT_EOF ? NET_CLOSED : live_error(error), NULL);
	}
}

/* connect_begin - false: stream->overdue says why not */
static bool connect_begin(struct net_stream *stream, const struct net_address *address)
{
	stream->fd = live_connect(address, SOCK_STREAM, &stream->overdue);
	if (stream->fd < 0)
		return false;
	stream->overdue = NET_NO_MEMORY;
	stream->bev = bufferevent_socket_new(stream->live->base, stream->fd, BEV_OPT_CLOSE_ON_FREE);
	if (stream->bev == NULL)
		return false;
	bufferevent_setcb(stream->bev, stream_readable, NULL, clear_event, stream);
	bufferevent_setwatermark(stream->bev, EV_READ, 0, LIVE_SCRATCH);
	if (bufferevent_socket_connect(stream->bev, NULL, 0) != 0)
		return false;
	stream->overdue = NET_TIMEOUT;
	return true;
}

/* live_open - begins to connect */
struct net_stream *live_open(struct net *net, const struct net_address *address,
    unsigned deadline_ms, const struct net_stream_handler *handler, void *arg)
{
	struct net_live *live = live_of(net);
	struct net_stream *stream = calloc(1, sizeof(*stream));

	if (stream == NULL)
		return NULL;
	stream->live = live;
	stream->handler = *handler;
	stream->arg = arg;
	stream->fd = -1;
	event_assign(&stream->timer, live->base, -1, 0, overdue, stream);
	LIST_INSERT_HEAD(&live->streams, stream, link);
	if (!connect_begin(stream, address)) {
		fail_later(stream, stream->overdue, NULL);
		return stream;
	}
	live_timer(&stream->timer, deadline_ms);
	/* while the packets travel; where it fails, start_tls tries again and says so */
	(void)live_tls_ready(live);
	return stream;
}

/* live_send - queues octets */
void live_send(struct net *net, struct net_stream *stream, const void *data, size_t len)
{
	(void)net;
	if (stream->phase != OVER && bufferevent_write(stream->bev, data, len) != 0)
		fail_later(stream, NET_NO_MEMORY, NULL);
}

/* switch_to_tls - a bufferevent of TLS takes the place of the plain one, and its socket; false: out
 * of memory */
static bool switch_to_tls(struct net_stream *stream, const char *name)
{
	SSL *ssl = live_tls_new(stream->live, name, stream->handler.purpose);
	struct bufferevent *bev;

	if (ssl == NULL)
		return false;
	bufferevent_setfd(stream->bev, -1);
	bev = bufferevent_openssl_socket_new(
	    stream->live->base, stream->fd, ssl, BUFFEREVENT_SSL_CONNECTING, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_free(stream->bev);
	stream->bev = bev;
	if (bev == NULL) {
		SSL_free(ssl);
		return false;
	}
	stream->ssl = ssl;
	bufferevent_openssl_set_allow_dirty_shutdown(bev, 1);
	bufferevent_setcb(bev, stream_readable, tls_written, tls_event, stream);
	bufferevent_setwatermark(bev, EV_READ, 0, LIVE_SCRATCH);
	return bufferevent_enable(bev, EV_READ | EV_WRITE) == 0;
}

/* live_start_tls - TLS from here on */
void live_start_tls(struct net *net, struct net_stream *stream, const char *name)
{
	(void)net;
	if (stream->phase != CLEAR)
		return;
	stream->phase = HANDSHAKE;
	if (evbuffer_get_length(bufferevent_get_input(stream->bev)) > 0)
		fail_later(stream, NET_CLOSED, live_tls_plain_text());
	else if (!switch_to_tls(stream, name))
		fail_later(stream, NET_NO_MEMORY, NULL);
}

/* live_deadline - for all that follows */
void live_deadline(struct net *net, struct net_stream *stream, unsigned ms)
{
	(void)net;
	if (stream->phase == OVER)
		return;
	stream->overdue = NET_TIMEOUT;
	stream->overdue_words = NULL;
	live_timer(&stream->timer, ms);
}

/* live_close - no callback follows */
void live_close(struct net *net, struct net_stream *stream)
{
	(void)net;
	if (stream->calling)
		stream->closed = true;
	else
		stream_free(stream);
}
