/* SPDX-License-Identifier: BSD-2-Clause */
/* live_udp - a question over UDP: a socket, and so a random port, of its own */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <event2/event.h>

#include "core/net/live_impl.h"

#define ROUND 16 /* datagrams read before others have their turn */

/* udp_readable - takes the answer; counts what is none and goes on waiting */
static void udp_readable(evutil_socket_t fd, short what, void *arg)
{
	struct net_exchange *x = arg;
	uint8_t *buf = x->live->scratch;
	int i;

	(void)what;
	for (i = 0; i < ROUND; i++) {
		ssize_t n = recv(fd, buf, LIVE_SCRATCH, 0);

		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n < 0) {
			live_ask_deliver(x, live_error(errno), NULL, 0);
			return;
		}
		if (dns_match(x->wire, x->len, buf, (size_t)n)) {
			live_ask_deliver(x, NET_OK, buf, (size_t)n);
			return;
		}
		x->forged++;
	}
}

/* live_udp_begin - sends it */
bool live_udp_begin(struct net_exchange *x, const struct net_address *server)
{
	x->fd = live_connect(server, SOCK_DGRAM, &x->overdue);
	if (x->fd < 0)
		return false;
	/* a full queue loses datagrams as any router may: the time-out tells */
	if (send(x->fd, x->wire, x->len, MSG_NOSIGNAL) < 0 && errno != EAGAIN && errno != ENOBUFS) {
		x->overdue = live_error(errno);
		return false;
	}
	event_assign(&x->readable, x->live->base, x->fd, EV_READ | EV_PERSIST, udp_readable, x);
	if (event_add(&x->readable, NULL) != 0) {
		x->overdue = NET_NO_MEMORY;
		return false;
	}
	return true;
}
