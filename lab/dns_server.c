/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * DNS sockets. A socket an address, so that an answer leaves from where the question came to, and
 * so that each address knows whose name server it is.
 */
#include "lab/dns_server.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/queue.h>
#include <unistd.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>

#include "lab/answer.h"
#include "lab/packet.h"
#include "lab/sockets.h"
#include "lab/world.h"

#define UDP_QUERY_MAX   2048
#define UDP_BATCH       32 /* queries taken from one socket before others have their turn */
#define TCP_MAX_PEERS   256
#define TCP_IDLE_S      15
#define TCP_OUTPUT_MAX  (4u * LAB_PACKET_MAX) /* a peer that does not read is let go */
#define TCP_LENGTH_SIZE 2

/* One address, in both protocols. */
struct dns_face {
	struct lab_dns *dns;
	const struct lab_zone *server; /* NULL: the resolver */
	const struct lab_meddler *by;  /* the resolver, by way of somebody; or NULL */
	struct event *udp;
	struct evconnlistener *tcp;
};

/* One TCP connection. */
struct dns_peer {
	LIST_ENTRY(dns_peer) others;
	struct dns_face *face;
	struct bufferevent *stream;
};

struct lab_dns {
	struct event_base *base;
	const struct lab_world *world;
	struct dns_face *faces;
	size_t face_count;
	size_t peer_count;
	LIST_HEAD(dns_peers, dns_peer) peers;
	uint8_t in[LAB_PACKET_MAX], out[LAB_PACKET_MAX];
};

/* face_answer - the answer to what lies in dns->in, into dns->out; its length */
static size_t face_answer(const struct dns_face *face, bool tcp, size_t length)
{
	struct lab_dns *dns = face->dns;

	if (face->by != NULL)
		return lab_answer_by(
		    dns->world, face->by, tcp, dns->in, length, dns->out, sizeof(dns->out));
	return lab_answer(
	    dns->world, face->server, tcp, dns->in, length, dns->out, sizeof(dns->out));
}

/* udp_ready - answer the queries that have come to one address */
static void udp_ready(evutil_socket_t fd, short what, void *context)
{
	struct dns_face *face = context;
	struct lab_dns *dns = face->dns;

	(void)what;
	for (int i = 0; i < UDP_BATCH; i++) {
		struct sockaddr_storage from;
		socklen_t from_length = sizeof(from);
		ssize_t got =
		    recvfrom(fd, dns->in, UDP_QUERY_MAX, 0, (struct sockaddr *)&from, &from_length);
		size_t length;

		if (got < 0)
			return;
		length = face_answer(face, false, (size_t)got);
		/* What cannot be sent is lost, as it is everywhere with UDP. */
		if (length > 0)
			(void)!sendto(
			    fd, dns->out, length, 0, (struct sockaddr *)&from, from_length);
	}
}

/* peer_free - end one connection */
static void peer_free(struct dns_peer *peer)
{
	LIST_REMOVE(peer, others);
	peer->face->dns->peer_count--;
	bufferevent_free(peer->stream);
	free(peer);
}

/* peer_answer - take one whole message, if it has come; false if there is none yet */
static bool peer_answer(struct dns_peer *peer)
{
	struct lab_dns *dns = peer->face->dns;
	struct evbuffer *input = bufferevent_get_input(peer->stream);
	uint8_t prefix[TCP_LENGTH_SIZE];
	size_t length;

	if (evbuffer_copyout(input, prefix, sizeof(prefix)) < (ssize_t)sizeof(prefix))
		return false;
	length = (size_t)(prefix[0] << 8 | prefix[1]);
	if (evbuffer_get_length(input) < TCP_LENGTH_SIZE + length)
		return false;
	evbuffer_drain(input, TCP_LENGTH_SIZE);
	evbuffer_remove(input, dns->in, length);
	length = face_answer(peer->face, true, length);
	if (length > 0) {
		prefix[0] = (uint8_t)(length >> 8);
		prefix[1] = (uint8_t)length;
		bufferevent_write(peer->stream, prefix, sizeof(prefix));
		bufferevent_write(peer->stream, dns->out, length);
	}
	return true;
}

/* peer_ready - octets have come */
static void peer_ready(struct bufferevent *stream, void *context)
{
	struct dns_peer *peer = context;

	while (peer_answer(peer)) {
		if (evbuffer_get_length(bufferevent_get_output(stream)) > TCP_OUTPUT_MAX) {
			peer_free(peer);
			return;
		}
	}
}

/* peer_ended - closed, failed, or idle for too long */
static void peer_ended(struct bufferevent *stream, short what, void *context)
{
	(void)stream;
	(void)what;
	peer_free(context);
}

/* tcp_accepted - a new connection */
static void tcp_accepted(struct evconnlistener *listener, evutil_socket_t fd, struct sockaddr *from,
    int from_length, void *context)
{
	struct dns_face *face = context;
	struct dns_peer *peer = calloc(1, sizeof(*peer));
	struct timeval idle = { .tv_sec = TCP_IDLE_S };

	(void)listener;
	(void)from;
	(void)from_length;
	if (peer == NULL || face->dns->peer_count >= TCP_MAX_PEERS)
		goto refuse;
	peer->face = face;
	peer->stream = bufferevent_socket_new(face->dns->base, fd, BEV_OPT_CLOSE_ON_FREE);
	if (peer->stream == NULL)
		goto refuse;
	LIST_INSERT_HEAD(&face->dns->peers, peer, others);
	face->dns->peer_count++;
	bufferevent_setcb(peer->stream, peer_ready, NULL, peer_ended, peer);
	bufferevent_set_timeouts(peer->stream, &idle, &idle);
	bufferevent_setwatermark(peer->stream, EV_READ, 0, TCP_LENGTH_SIZE + LAB_PACKET_MAX);
	bufferevent_enable(peer->stream, EV_READ | EV_WRITE);
	return;
refuse:
	free(peer);
	close(fd);
}

/* face_open - both protocols on one address */
static int face_open(struct lab_dns *dns, const struct lab_zone *server,
    const struct lab_meddler *by, uint32_t address, uint16_t port)
{
	struct dns_face *face = &dns->faces[dns->face_count++];
	struct sockaddr_storage to;
	socklen_t length = lab_sockets_ipv4(&to, address, port);
	int fd = lab_sockets_bind(SOCK_DGRAM, &to, length);

	face->dns = dns;
	face->server = server;
	face->by = by;
	if (fd < 0)
		return -1;
	face->udp = event_new(dns->base, fd, EV_READ | EV_PERSIST, udp_ready, face);
	if (face->udp == NULL) {
		close(fd);
		return -1;
	}
	if (event_add(face->udp, NULL) != 0)
		return -1;
	fd = lab_sockets_bind(SOCK_STREAM, &to, length);
	if (fd < 0)
		return -1;
	face->tcp = evconnlistener_new(
	    dns->base, tcp_accepted, face, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, -1, fd);
	if (face->tcp == NULL) {
		close(fd);
		return -1;
	}
	return 0;
}

/* lab_dns_open - all addresses, or none */
struct lab_dns *lab_dns_open(struct event_base *base, const struct lab_world *world,
    const struct lab_meddler *meddlers, size_t count, uint16_t port)
{
	struct lab_dns *dns = calloc(1, sizeof(*dns));
	int saved;

	if (dns == NULL)
		return NULL;
	LIST_INIT(&dns->peers);
	dns->base = base;
	dns->world = world;
	dns->faces = calloc(world->zone_count * LAB_SERVERS + 1 + count, sizeof(dns->faces[0]));
	if (dns->faces == NULL || face_open(dns, NULL, NULL, LAB_NET | LAB_RESOLVER_NO, port) != 0)
		goto fail;
	for (size_t i = 0; i < count; i++)
		if (face_open(dns, NULL, &meddlers[i],
			LAB_NET | (LAB_FALSE_NO + (uint32_t)meddlers[i].sender), port) != 0)
			goto fail;
	for (size_t i = 0; i < world->zone_count; i++) {
		const struct lab_zone *zone = &world->zones[i];

		for (unsigned k = 0; k < LAB_SERVERS && zone->served_by == zone; k++)
			if (face_open(dns, zone, NULL, lab_world_server(zone, k), port) != 0)
				goto fail;
	}
	return dns;
fail:
	saved = errno;
	lab_dns_close(dns);
	errno = saved;
	return NULL;
}

/* face_close - what face_open() got as far as opening */
static void face_close(struct dns_face *face)
{
	if (face->udp != NULL) {
		evutil_socket_t fd = event_get_fd(face->udp);

		event_free(face->udp);
		close(fd);
	}
	if (face->tcp != NULL)
		evconnlistener_free(face->tcp);
}

/* lab_dns_close - connections, then sockets */
struct lab_dns *lab_dns_close(struct lab_dns *dns)
{
	if (dns == NULL)
		return NULL;
	while (!LIST_EMPTY(&dns->peers))
		peer_free(LIST_FIRST(&dns->peers));
	for (size_t i = 0; i < dns->face_count; i++)
		face_close(&dns->faces[i]);
	free(dns->faces);
	free(dns);
	return NULL;
}
