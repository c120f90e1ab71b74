/* SPDX-License-Identifier: BSD-2-Clause */
/* live - the network of sockets: clock, randomness, sockets, and its beginning and end */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>
#include <openssl/ssl.h>

#include "core/base/crypto.h"
#include "core/base/loop.h"
#include "core/net/live_impl.h"
#include "core/net/net.h"

/* live_of - the network behind the interface, of which that is the first member */
struct net_live *live_of(struct net *net)
{
	return (struct net_live *)net;
}

/* live_touch - now_us is now */
void live_touch(struct net_live *live)
{
	live->net.now_us = ds_loop_ticks(live->loop) - live->zero;
}

/* live_random - unpredictable octets; fetched in stock, for each costs a system call */
bool live_random(struct net_live *live, uint8_t *out, size_t len)
{
	if (len > live->random_left) {
		if (getrandom(live->random, LIVE_RANDOM, 0) != LIVE_RANDOM)
			return false;
		live->random_left = LIVE_RANDOM;
	}
	live->random_left -= len;
	memcpy(out, live->random + live->random_left, len);
	return true;
}

/* live_error - what a system error means for an exchange */
enum net_error live_error(int error)
{
	switch (error) {
	case ECONNREFUSED: return NET_REFUSED;
	case ETIMEDOUT: return NET_TIMEOUT;
	case ECONNRESET:
	case EPIPE: return NET_CLOSED;
	case EAGAIN: /* of connect(2): no port left */
	case EMFILE:
	case ENFILE:
	case ENOMEM:
	case ENOBUFS: return NET_NO_MEMORY;
	default: return NET_UNREACHABLE;
	}
}

/* live_connect - a socket under way. The kernel picks a random port; a connected UDP socket takes
 * datagrams from that address and port alone. */
int live_connect(const struct net_address *address, int type, enum net_error *error)
{
	struct sockaddr_storage storage;
	socklen_t len = net_address_sockaddr(address, &storage);
	int fd = socket(storage.ss_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int one = 1;

	if (fd < 0) {
		*error = live_error(errno);
		return -1;
	}
	if (type == SOCK_STREAM)
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (connect(fd, (const struct sockaddr *)&storage, len) != 0 && errno != EINPROGRESS) {
		*error = live_error(errno);
		close(fd);
		return -1;
	}
	return fd;
}

/* live_timer - sets a timer, in place of what it was set to */
void live_timer(struct event *timer, unsigned ms)
{
	struct timeval tv;

	tv.tv_sec = (time_t)(ms / 1000);
	tv.tv_usec = (suseconds_t)(ms % 1000) * 1000;
	event_add(timer, &tv);
}

/* live_tick - now_us outside of a delivery */
static void live_tick(struct net *net)
{
	live_touch(live_of(net));
}

/* live_free - with what its owner forgot to cancel */
static void live_free(struct net *net)
{
	struct net_live *live = live_of(net);

	while (!LIST_EMPTY(&live->exchanges))
		live_ask_cancel(net, LIST_FIRST(&live->exchanges));
	while (!LIST_EMPTY(&live->streams))
		live_close(net, LIST_FIRST(&live->streams));
	SSL_CTX_free(live->tls);
	free(live);
}

static const struct net_ops live_ops = {
	.ask = live_ask,
	.ask_cancel = live_ask_cancel,
	.open = live_open,
	.send = live_send,
	.start_tls = live_start_tls,
	.deadline = live_deadline,
	.close = live_close,
	.tick = live_tick,
	.free = live_free,
};

/* net_live_new - sockets on a loop */
struct net *net_live_new(struct ds_loop *loop)
{
	struct net_live *live;

	if (!crypto_begin())
		return NULL;
	live = malloc(sizeof(*live));
	if (live == NULL)
		return NULL;
	memset(live, 0, offsetof(struct net_live, scratch));
	live->net.ops = &live_ops;
	live->loop = loop;
	live->base = ds_loop_base(loop);
	live->zero = ds_loop_ticks(loop);
	live->net.epoch_us = ds_loop_wall(loop);
	LIST_INIT(&live->exchanges);
	LIST_INIT(&live->streams);
	return &live->net;
}
