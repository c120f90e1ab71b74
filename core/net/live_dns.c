/* SPDX-License-Identifier: BSD-2-Clause */
/* live_dns - one DNS message to one server, over whichever transport */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/bufferevent.h>
#include <event2/event.h>

#include "core/net/live_impl.h"

/* exchange_free - and whatever it waits for */
static void exchange_free(struct net_exchange *x)
{
	LIST_REMOVE(x, link);
	event_del(&x->timer);
	if (event_initialized(&x->readable))
		event_del(&x->readable);
	if (x->bev != NULL)
		bufferevent_free(x->bev); /* and the socket */
	else if (x->fd >= 0)
		close(x->fd);
	free(x);
}

/* live_ask_deliver - the one callback of an exchange */
void live_ask_deliver(struct net_exchange *x, enum net_error error, const uint8_t *wire, size_t len)
{
	struct net_reply reply = { error, wire, len, x->forged };

	x->delivering = true;
	live_touch(x->live);
	x->fn(x->arg, &reply);
	exchange_free(x);
}

/* overdue - the time is up, or it never began */
static void overdue(evutil_socket_t fd, short what, void *arg)
{
	struct net_exchange *x = arg;

	(void)fd;
	(void)what;
	live_ask_deliver(x, x->overdue, NULL, 0);
}

/* begin - sends the question on its way; false: x->overdue says why not */
static bool begin(struct net_exchange *x, const struct net_ask *ask)
{
	if (!live_random(x->live, x->wire, 2)) {
		x->overdue = NET_NO_MEMORY;
		return false;
	}
	if (ask->transport == NET_TCP)
		return live_tcp_begin(x, &ask->server);
	return live_udp_begin(x, &ask->server);
}

/* live_ask - begins an exchange */
struct net_exchange *live_ask(
    struct net *net, const struct net_ask *ask, net_reply_fn *fn, void *arg)
{
	struct net_live *live = live_of(net);
	struct net_exchange *x;

	if (ask->len < 2 || ask->len > DNS_MESSAGE_MAX)
		return NULL;
	x = calloc(1, sizeof(*x) + ask->len);
	if (x == NULL)
		return NULL;
	x->live = live;
	x->fn = fn;
	x->arg = arg;
	x->fd = -1;
	x->overdue = NET_TIMEOUT;
	x->len = ask->len;
	memcpy(x->wire, ask->wire, ask->len);
	event_assign(&x->timer, live->base, -1, 0, overdue, x);
	LIST_INSERT_HEAD(&live->exchanges, x, link);
	live_timer(&x->timer, begin(x, ask) ? ask->timeout_ms : 0);
	return x;
}

/* live_ask_cancel - no callback follows; within its own, it is over anyway */
void live_ask_cancel(struct net *net, struct net_exchange *x)
{
	(void)net;
	if (!x->delivering)
		exchange_free(x);
}
