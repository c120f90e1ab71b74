/* SPDX-License-Identifier: BSD-2-Clause */
/* live_tcp - a question over TCP: a connection each, two octets of length before each message
 * (RFC 1035 section 4.2.2) */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>

#include "core/net/live_impl.h"

/* tcp_readable - takes messages apart until one is the answer */
static void tcp_readable(struct bufferevent *bev, void *arg)
{
	struct net_exchange *x = arg;
	struct evbuffer *in = bufferevent_get_input(bev);
	uint8_t *buf = x->live->scratch;

	for (;;) {
		size_t need;

		if (evbuffer_copyout(in, buf, 2) < 2)
			return;
		need = 2u + ((size_t)buf[0] << 8 | buf[1]);
		if (evbuffer_get_length(in) < need)
			return;
		evbuffer_remove(in, buf, need);
		if (dns_match(x->wire, x->len, buf + 2, need - 2)) {
			live_ask_deliver(x, NET_OK, buf + 2, need - 2);
			return;
		}
		x->forged++;
	}
}

/* tcp_event - connected, or over */
static void tcp_event(struct bufferevent *bev, short what, void *arg)
{
	struct net_exchange *x = arg;
	int error = errno;

	if (what & BEV_EVENT_CONNECTED)
		bufferevent_enable(bev, EV_READ);
	else
		live_ask_deliver(x, what & BEV_EVENT_EOF ? NET_CLOSED : live_error(error), NULL, 0);
}

/* live_tcp_begin - connects, with the question waiting */
bool live_tcp_begin(struct net_exchange *x, const struct net_address *server)
{
	uint8_t prefix[2] = { (uint8_t)(x->len >> 8), (uint8_t)x->len };

	x->fd = live_connect(server, SOCK_STREAM, &x->overdue);
	if (x->fd < 0)
		return false;
	x->overdue = NET_NO_MEMORY;
	x->bev = bufferevent_socket_new(x->live->base, x->fd, BEV_OPT_CLOSE_ON_FREE);
	if (x->bev == NULL)
		return false;
	bufferevent_setcb(x->bev, tcp_readable, NULL, tcp_event, x);
	bufferevent_setwatermark(x->bev, EV_READ, 2, LIVE_SCRATCH);
	if (bufferevent_write(x->bev, prefix, 2) != 0 ||
	    bufferevent_write(x->bev, x->wire, x->len) != 0 ||
	    bufferevent_socket_connect(x->bev, NULL, 0) != 0)
		return false;
	x->overdue = NET_TIMEOUT;
	return true;
}
