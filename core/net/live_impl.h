/* SPDX-License-Identifier: BSD-2-Clause */
/* live_impl - what the files of the live network share */
#ifndef DS_CORE_NET_LIVE_IMPL_H
#define DS_CORE_NET_LIVE_IMPL_H

#include <event2/event.h>
#include <event2/event_struct.h>
#include <openssl/types.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "core/limits.h"
#include "core/net/net.h"

struct bufferevent;

#define LIVE_SCRATCH  (DNS_MESSAGE_MAX + 3) /* a TCP message with its length, or what a read gives */
#define LIVE_RANDOM   256                   /* octets fetched from the kernel at once */
#define LIVE_TLS_TEXT 160

struct net_live {
	struct net net;
	struct ds_loop *loop;
	struct event_base *base;
	uint64_t zero; /* ticks of the loop at now_us == 0 */
	SSL_CTX *tls;  /* made for the first stream */
	LIST_HEAD(live_exchanges, net_exchange) exchanges;
	LIST_HEAD(live_streams, net_stream) streams;
	uint8_t random[LIVE_RANDOM];
	size_t random_left;
	uint8_t scratch[LIVE_SCRATCH]; /* what a callback is given; good until it returns */
};

/* live.c */
struct net_live *live_of(struct net *net);
void live_touch(struct net_live *live);
bool live_random(struct net_live *live, uint8_t *out, size_t len);
/* A non-blocking socket on its way to `address`; -1 and *error where there is none. */
int live_connect(const struct net_address *address, int type, enum net_error *error);
enum net_error live_error(int error);
void live_timer(struct event *timer, unsigned ms);

/* live_dns.c */
struct net_exchange {
	LIST_ENTRY(net_exchange) link;
	struct net_live *live;
	net_reply_fn *fn;
	void *arg;
	int fd;
	struct event readable;   /* UDP */
	struct bufferevent *bev; /* TCP */
	struct event timer;
	enum net_error overdue; /* what it is when the timer fires */
	unsigned forged;
	bool delivering; /* in its callback, after which it is gone */
	size_t len;
	uint8_t wire[];
};

struct net_exchange *live_ask(
    struct net *net, const struct net_ask *ask, net_reply_fn *fn, void *arg);
void live_ask_cancel(struct net *net, struct net_exchange *x);
void live_ask_deliver(
    struct net_exchange *x, enum net_error error, const uint8_t *wire, size_t len);

/* live_udp.c, live_tcp.c: begin; false and x->overdue where that failed. */
bool live_udp_begin(struct net_exchange *x, const struct net_address *server);
bool live_tcp_begin(struct net_exchange *x, const struct net_address *server);

/* dns_match.c: whether `reply` is an answer to `request`. */
bool dns_match(const uint8_t *request, size_t request_len, const uint8_t *reply, size_t len);

/* live_stream.c */
struct net_stream *live_open(struct net *net, const struct net_address *address,
    unsigned deadline_ms, const struct net_stream_handler *handler, void *arg);
void live_send(struct net *net, struct net_stream *stream, const void *data, size_t len);
void live_start_tls(struct net *net, struct net_stream *stream, const char *name);
void live_deadline(struct net *net, struct net_stream *stream, unsigned ms);
void live_close(struct net *net, struct net_stream *stream);

/* live_tls.c: the context is made once; a new client side, with SNI where `name` is a host name. */
bool live_tls_ready(struct net_live *live);
SSL *live_tls_new(struct net_live *live, const char *name, enum net_purpose purpose);
/* Calls with what the handshake showed. False: out of memory. */
bool live_tls_tell(SSL *ssl, void (*fn)(void *arg, const struct net_tls *), void *arg);
/* What an error of OpenSSL is, in words; `error` 0: the server hung up. */
const char *live_tls_words(unsigned long error, char *buf, size_t size);
const char *live_tls_plain_text(void);

#endif
