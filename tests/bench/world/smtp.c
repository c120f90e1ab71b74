/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * smtp - one responder for every mail host of the bench world: smtp CERTDIR
 *
 * It listens on port 25 of every address there is, and shows the certificate that the last octet
 * of the address picks (identity.h). It says "ready" when it listens. What it answers is what the
 * hosts of the practice network answer.
 */
#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lab/smtp_dialogue.h"
#include "tests/bench/world/identity.h"

#define PORT     25
#define IDLE_S   60
#define LINGER_S 2
#define BACKLOG  4096

struct server {
	struct event_base *base;
	SSL_CTX *contexts[IDENTITIES];
};

struct session {
	struct server *server;
	struct bufferevent *stream;
	unsigned identity;
	struct lab_dialogue dialogue;
	bool ending;
};

static void session_listen(struct session *session);

/* session_free - ends a connection */
static void session_free(struct session *session)
{
	bufferevent_free(session->stream);
	free(session);
}

/* session_start_tls - TLS from here on; false: it cannot be */
static bool session_start_tls(struct session *session)
{
	struct evbuffer *input = bufferevent_get_input(session->stream);
	SSL *ssl = SSL_new(session->server->contexts[session->identity]);
	struct bufferevent *filter;

	if (ssl == NULL)
		return false;
	evbuffer_drain(input, evbuffer_get_length(input));
	filter = bufferevent_openssl_filter_new(session->server->base, session->stream, ssl,
	    BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
	if (filter == NULL) {
		SSL_free(ssl);
		return false;
	}
	session->stream = filter;
	session->dialogue.in_tls = true;
	session->dialogue.met = false;
	session_listen(session);
	return true;
}

/* session_line - answers a command; false: nothing more is read here */
static bool session_line(struct session *session, const char *line)
{
	char reply[LAB_DIALOGUE_REPLY_MAX];
	enum lab_dialogue_next next =
	    lab_dialogue_reply(&session->dialogue, line, reply, sizeof reply);

	bufferevent_write(session->stream, reply, strlen(reply));
	if (next == LAB_DIALOGUE_TLS && !session_start_tls(session))
		session->ending = true;
	else if (next == LAB_DIALOGUE_END)
		session->ending = true;
	return next == LAB_DIALOGUE_GO_ON;
}

/* session_read - octets have come */
static void session_read(struct bufferevent *stream, void *arg)
{
	struct session *session = arg;
	bool more = !session->ending;

	while (more) {
		char *line =
		    evbuffer_readln(bufferevent_get_input(stream), NULL, EVBUFFER_EOL_CRLF);

		more = line != NULL && session_line(session, line);
		free(line);
	}
}

/* session_drained - all is sent: after the last word say so under TLS too, and let the client close */
static void session_drained(struct bufferevent *stream, void *arg)
{
	struct session *session = arg;
	struct timeval linger = { .tv_sec = LINGER_S };

	if (!session->ending)
		return;
	if (session->dialogue.in_tls)
		SSL_shutdown(bufferevent_openssl_get_ssl(stream));
	bufferevent_set_timeouts(stream, &linger, &linger);
}

/* session_event - the client has gone, or is silent */
static void session_event(struct bufferevent *stream, short what, void *arg)
{
	(void)stream;
	if (!(what & BEV_EVENT_CONNECTED))
		session_free(arg);
}

/* session_listen - sets up the stream in use */
static void session_listen(struct session *session)
{
	struct timeval idle = { .tv_sec = IDLE_S };

	bufferevent_setcb(session->stream, session_read, session_drained, session_event, session);
	bufferevent_set_timeouts(session->stream, &idle, &idle);
	bufferevent_enable(session->stream, EV_READ | EV_WRITE);
}

/* accepted - a new connection: greets */
static void accepted(
    struct evconnlistener *listener, evutil_socket_t fd, struct sockaddr *from, int len, void *arg)
{
	struct session *session = calloc(1, sizeof *session);
	struct sockaddr_in6 local = { .sin6_family = AF_INET6 };
	socklen_t local_len = sizeof local;
	char greeting[LAB_DIALOGUE_REPLY_MAX];
	int one = 1;

	(void)listener;
	(void)from;
	(void)len;
	if (session != NULL && getsockname(fd, (struct sockaddr *)&local, &local_len) == 0) {
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
		session->server = arg;
		session->stream = bufferevent_socket_new(
		    session->server->base, fd, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
	}
	if (session == NULL || session->stream == NULL) {
		close(fd);
		free(session);
		return;
	}
	session->identity = local.sin6_addr.s6_addr[15] % IDENTITIES;
	session->dialogue.name = "mail.bench";
	session->dialogue.can_tls = true;
	session_listen(session);
	lab_dialogue_greet(&session->dialogue, greeting, sizeof greeting);
	bufferevent_write(session->stream, greeting, strlen(greeting));
}

/* context_load - one certificate with its key */
static SSL_CTX *context_load(const char *dir, unsigned number)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());
	char path[512];

	snprintf(path, sizeof path, "%s/%02u.pem", dir, number);
	if (context == NULL || SSL_CTX_use_certificate_chain_file(context, path) != 1 ||
	    SSL_CTX_use_PrivateKey_file(context, path, SSL_FILETYPE_PEM) != 1) {
		fprintf(stderr, "smtp: %s cannot be loaded\n", path);
		exit(1);
	}
	return context;
}

/* listen_everywhere - on IPv6, and on IPv4 through it */
static int listen_everywhere(void)
{
	struct sockaddr_in6 any = { .sin6_family = AF_INET6, .sin6_port = htons(PORT) };
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), zero = 0, one = 1;

	if (fd < 0 || setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &zero, sizeof zero) != 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) != 0 ||
	    bind(fd, (struct sockaddr *)&any, sizeof any) != 0 || listen(fd, BACKLOG) != 0) {
		perror("smtp: port 25");
		exit(1);
	}
	return fd;
}

int main(int argc, char **argv)
{
	struct server server = { .base = event_base_new() };

	if (argc != 2) {
		fprintf(stderr, "usage: smtp CERTDIR\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	for (unsigned i = 0; i < IDENTITIES; i++)
		server.contexts[i] = context_load(argv[1], i);
	if (server.base == NULL || evconnlistener_new(server.base, accepted, &server,
				       LEV_OPT_CLOSE_ON_FREE, 0, listen_everywhere()) == NULL)
		return 1;
	puts("ready");
	fflush(stdout);
	return event_base_dispatch(server.base) != 0;
}
