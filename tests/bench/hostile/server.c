/* SPDX-License-Identifier: BSD-2-Clause */
/* server - name servers on the loopback; see server.h */
#include "tests/bench/hostile/server.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit/dns_key.h"

#define UDP_MAX 1232
#define HEADER  12

/* A connection, with the server that it is to. */
struct caller {
	struct server *server;
	unsigned at;
	int fd;
};

/* listen_at - a socket of a kind at an address, at a port or, for the first, at any */
static int listen_at(struct server *s, unsigned at, int kind)
{
	struct sockaddr_in where = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)s->port),
		.sin_addr = { htonl(INADDR_LOOPBACK + at) } };
	socklen_t len = sizeof where;
	int fd = socket(AF_INET, kind | SOCK_CLOEXEC, 0), yes = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	dns_must(fd >= 0 && bind(fd, (struct sockaddr *)&where, sizeof where) == 0 &&
		     (kind == SOCK_DGRAM || listen(fd, 64) == 0) &&
		     getsockname(fd, (struct sockaddr *)&where, &len) == 0,
	    "socket");
	s->port = ntohs(where.sin_port);
	return fd;
}

/* answer - what is said to a question; 0: nothing */
static size_t answer(
    struct server *s, unsigned at, const uint8_t *query, size_t len, uint8_t out[SERVER_WIRE])
{
	ldns_pkt *pkt = NULL;
	const ldns_rr *question;
	size_t n = 0;
	char *name;

	if (len < HEADER || ldns_wire2pkt(&pkt, query, len) != LDNS_STATUS_OK)
		return 0;
	question = ldns_rr_list_rr(ldns_pkt_question(pkt), 0);
	name = ldns_rdf2str(ldns_rr_owner(question));
	pthread_mutex_lock(&s->lock);
	s->asked[at]++;
	n = s->fn == NULL ? 0 : s->fn(s->arg, at, name, ldns_rr_get_type(question), out);
	pthread_mutex_unlock(&s->lock);
	if (n >= HEADER)
		memcpy(out, query, 2);
	free(name);
	ldns_pkt_free(pkt);
	return n;
}

/* cut - a message for UDP: the question, and that there is more */
static size_t cut(uint8_t *out)
{
	size_t n = HEADER;

	while (out[n] != 0)
		n += out[n] + 1u;
	out[2] |= 0x02;
	memset(out + 6, 0, 6);
	return n + 5;
}

/* on_udp - one datagram */
static void on_udp(struct server *s, unsigned at)
{
	static __thread uint8_t query[4096], out[SERVER_WIRE];
	struct sockaddr_in from;
	socklen_t from_len = sizeof from;
	ssize_t n =
	    recvfrom(s->udp[at], query, sizeof query, 0, (struct sockaddr *)&from, &from_len);
	size_t len = n > 0 ? answer(s, at, query, (size_t)n, out) : 0;

	if (len > UDP_MAX)
		len = cut(out);
	if (len > 0)
		(void)!sendto(s->udp[at], out, len, 0, (struct sockaddr *)&from, from_len);
}

/* get - so many octets from a connection */
static bool get(int fd, uint8_t *to, size_t len)
{
	return recv(fd, to, len, MSG_WAITALL) == (ssize_t)len;
}

/* on_tcp - a connection, to its end */
static void *on_tcp(void *arg)
{
	struct caller *c = arg;
	uint8_t head[2], *query = malloc(SERVER_WIRE), *out = malloc(SERVER_WIRE);

	while (query != NULL && out != NULL && get(c->fd, head, 2)) {
		size_t len = (size_t)head[0] << 8 | head[1];

		if (!get(c->fd, query, len))
			break;
		len = answer(c->server, c->at, query, len, out);
		head[0] = (uint8_t)(len >> 8);
		head[1] = (uint8_t)len;
		if (len > 0 && (send(c->fd, head, 2, MSG_NOSIGNAL) != 2 ||
				   send(c->fd, out, len, MSG_NOSIGNAL) != (ssize_t)len))
			break;
	}
	close(c->fd);
	free(query);
	free(out);
	free(c);
	return NULL;
}

/* take_call - a connection more, in a thread of its own */
static void take_call(struct server *s, unsigned at)
{
	struct caller *c = malloc(sizeof *c);
	pthread_t thread;

	dns_must(c != NULL, "memory");
	*c = (struct caller){ s, at, accept(s->tcp[at], NULL, NULL) };
	if (c->fd < 0 || pthread_create(&thread, NULL, on_tcp, c) != 0) {
		close(c->fd);
		free(c);
		return;
	}
	pthread_detach(thread);
}

/* serve - until something is written to the pipe */
static void *serve(void *arg)
{
	struct server *s = arg;
	struct pollfd fds[2 * SERVER_ADDRESSES + 1];

	for (unsigned i = 0; i < SERVER_ADDRESSES; i++) {
		fds[2 * i] = (struct pollfd){ s->udp[i], POLLIN, 0 };
		fds[2 * i + 1] = (struct pollfd){ s->tcp[i], POLLIN, 0 };
	}
	fds[2 * SERVER_ADDRESSES] = (struct pollfd){ s->stop[0], POLLIN, 0 };
	while (
	    poll(fds, 2 * SERVER_ADDRESSES + 1, -1) >= 0 && fds[2 * SERVER_ADDRESSES].revents == 0)
		for (unsigned i = 0; i < SERVER_ADDRESSES; i++) {
			if (fds[2 * i].revents != 0)
				on_udp(s, i);
			if (fds[2 * i + 1].revents != 0)
				take_call(s, i);
		}
	return NULL;
}

/* server_start - all addresses on one port that is free */
void server_start(struct server *s)
{
	memset(s, 0, sizeof *s);
	for (unsigned i = 0; i < SERVER_ADDRESSES; i++) {
		s->udp[i] = listen_at(s, i, SOCK_DGRAM);
		s->tcp[i] = listen_at(s, i, SOCK_STREAM);
	}
	dns_must(pipe(s->stop) == 0 && pthread_mutex_init(&s->lock, NULL) == 0, "server");
	dns_must(pthread_create(&s->thread, NULL, serve, s) == 0, "thread");
}

/* server_end - no more answers */
void server_end(struct server *s)
{
	(void)!write(s->stop[1], "x", 1);
	pthread_join(s->thread, NULL);
	for (unsigned i = 0; i < SERVER_ADDRESSES; i++) {
		close(s->udp[i]);
		close(s->tcp[i]);
	}
	close(s->stop[0]);
	close(s->stop[1]);
}

/* server_begin - another answers */
void server_begin(struct server *s, server_fn *fn, void *arg)
{
	pthread_mutex_lock(&s->lock);
	s->fn = fn;
	s->arg = arg;
	memset(s->asked, 0, sizeof s->asked);
	pthread_mutex_unlock(&s->lock);
}
