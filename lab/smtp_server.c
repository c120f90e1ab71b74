/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SMTP sockets and TLS. What is said is the business of the dialogue; here it is carried.
 */
#include "lab/smtp_server.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <unistd.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <event2/listener.h>

#include "lab/certs.h"
#include "lab/smtp_dialogue.h"
#include "lab/sockets.h"
#include "lab/stage_impl.h"
#include "lab/world.h"

#define SESSIONS_MAX 512
#define LINE_OCTETS  2048 /* octets without a line end before the host hangs up */
#define IDLE_S       60
#define LETTER_MAX   (4 * LAB_LETTER_MAX)
#define QUEUED_SIZE  12
#define LINGER_S     2 /* how long after "221" a client may take to close */

/* One address of one mail host. */
struct smtp_door {
	struct lab_smtp *smtp;
	struct lab_house house;
	struct evconnlistener *listener;
};

/* One connection. */
struct smtp_session {
	LIST_ENTRY(smtp_session) others;
	struct lab_smtp *smtp;
	const struct lab_house *house;
	struct bufferevent *stream; /* plain, later the TLS filter on top of it */
	struct lab_dialogue dialogue;
	int sender;              /* whose letters it brings (lab_stage_sender) */
	struct evbuffer *letter; /* that is coming in, or NULL */
	bool ending;             /* the last reply is on its way */
};

struct lab_smtp {
	struct event_base *base;
	struct smtp_door *doors;
	size_t door_count;
	size_t session_count;
	LIST_HEAD(smtp_sessions, smtp_session) sessions;
};

static void session_set_callbacks(struct smtp_session *session);

/* session_free - end one connection */
static void session_free(struct smtp_session *session)
{
	LIST_REMOVE(session, others);
	session->smtp->session_count--;
	bufferevent_free(session->stream);
	if (session->letter != NULL)
		evbuffer_free(session->letter);
	free(session);
}

/* session_start_tls - put TLS on top of the connection; -1 when that fails */
static int session_start_tls(struct smtp_session *session)
{
	struct bufferevent *plain = session->stream, *filter;
	SSL *ssl = SSL_new(session->house->identity->tls);

	if (ssl == NULL)
		return -1;
	/* Plain text that came after STARTTLS must not count as said under TLS. */
	evbuffer_drain(
	    bufferevent_get_input(plain), evbuffer_get_length(bufferevent_get_input(plain)));
	filter = bufferevent_openssl_filter_new(session->smtp->base, plain, ssl,
	    BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
	if (filter == NULL) {
		SSL_free(ssl);
		return -1;
	}
	bufferevent_openssl_set_allow_dirty_shutdown(filter, 1);
	session->stream = filter;
	lab_dialogue_encrypted(&session->dialogue);
	session_set_callbacks(session);
	return 0;
}

/* session_drained - the last reply is out: say goodbye under TLS too, and wait for the client */
static void session_drained(struct bufferevent *stream, void *context)
{
	struct smtp_session *session = context;
	struct timeval linger = { .tv_sec = LINGER_S };
	SSL *ssl;

	if (!session->ending)
		return;
	if (!session->dialogue.in_tls) {
		session_free(session);
		return;
	}
	ssl = bufferevent_openssl_get_ssl(stream);
	if (ssl == NULL || SSL_shutdown(ssl) < 0) {
		session_free(session);
		return;
	}
	bufferevent_set_timeouts(stream, &linger, &linger);
}

/* session_letter_end - the letter is there: hand it on, and say so */
static void session_letter_end(struct smtp_session *session)
{
	struct evbuffer *letter = session->letter;
	char reply[LAB_DIALOGUE_REPLY_MAX], queued[QUEUED_SIZE];
	bool taken = evbuffer_get_length(letter) <= LETTER_MAX;
	uint32_t number;

	evutil_secure_rng_get_bytes(&number, sizeof(number));
	snprintf(queued, sizeof(queued), "4%08x", number);
	evbuffer_add(letter, "", 1);
	if (taken)
		session->house->letter(session->house->arg, session->sender,
		    (const char *)evbuffer_pullup(letter, -1), queued);
	evbuffer_free(letter);
	session->letter = NULL;
	lab_dialogue_letter(&session->dialogue, taken ? queued : NULL, reply, sizeof(reply));
	bufferevent_write(session->stream, reply, strlen(reply));
}

/* session_letter - one line of a letter: a dot alone ends it, another first dot was added */
static void session_letter(struct smtp_session *session, const char *line)
{
	if (strcmp(line, ".") == 0)
		session_letter_end(session);
	else if (evbuffer_get_length(session->letter) <= LETTER_MAX)
		evbuffer_add_printf(session->letter, "%s\n", line + (*line == '.'));
}

/* session_line - one command; false when the session is gone or takes no more lines */
static bool session_line(struct smtp_session *session, const char *line)
{
	char reply[LAB_DIALOGUE_REPLY_MAX];
	enum lab_dialogue_next next =
	    lab_dialogue_reply(&session->dialogue, line, reply, sizeof(reply));

	bufferevent_write(session->stream, reply, strlen(reply));
	switch (next) {
	case LAB_DIALOGUE_GO_ON: return true;
	case LAB_DIALOGUE_DATA: session->letter = evbuffer_new(); return session->letter != NULL;
	case LAB_DIALOGUE_END: session->ending = true; return false;
	case LAB_DIALOGUE_TLS: break;
	}
	if (session_start_tls(session) != 0)
		session_free(session);
	return false;
}

/* session_ready - octets have come */
static void session_ready(struct bufferevent *stream, void *context)
{
	struct smtp_session *session = context;
	struct evbuffer *input = bufferevent_get_input(stream);
	bool more = !session->ending;

	while (more) {
		char *line = evbuffer_readln(input, NULL, EVBUFFER_EOL_CRLF);

		if (line == NULL)
			break;
		if (session->letter != NULL)
			session_letter(session, line);
		else
			more = session_line(session, line);
		free(line);
	}
	if (!more)
		return;
	if (evbuffer_get_length(input) >= LINE_OCTETS) {
		static const char too_long[] = "500 5.5.2 Error: line too long\r\n";

		bufferevent_write(stream, too_long, sizeof(too_long) - 1);
		session->ending = true;
	}
}

/* session_event - TLS is up; or closed, failed, idle for too long */
static void session_event(struct bufferevent *stream, short what, void *context)
{
	(void)stream;
	if (!(what & BEV_EVENT_CONNECTED))
		session_free(context);
}

/* session_set_callbacks - for the stream in use */
static void session_set_callbacks(struct smtp_session *session)
{
	struct timeval idle = { .tv_sec = IDLE_S };

	bufferevent_setcb(session->stream, session_ready, session_drained, session_event, session);
	bufferevent_set_timeouts(session->stream, &idle, &idle);
	bufferevent_setwatermark(session->stream, EV_READ, 0, LINE_OCTETS);
	bufferevent_enable(session->stream, EV_READ | EV_WRITE);
}

/* lab_smtp_receive - a new connection: greet */
void lab_smtp_receive(struct lab_smtp *smtp, const struct lab_house *house, int fd)
{
	struct smtp_session *session = calloc(1, sizeof(*session));
	char greeting[LAB_DIALOGUE_REPLY_MAX];

	if (session == NULL || smtp->session_count >= SESSIONS_MAX)
		goto refuse;
	session->smtp = smtp;
	session->house = house;
	session->sender = lab_stage_sender(fd);
	session->dialogue.name = house->name;
	session->dialogue.can_tls = house->identity != NULL;
	session->dialogue.takes_mail = house->letter != NULL;
	/* Deferred, so that no callback can free a session in the middle of a write to it. */
	session->stream =
	    bufferevent_socket_new(smtp->base, fd, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
	if (session->stream == NULL)
		goto refuse;
	LIST_INSERT_HEAD(&smtp->sessions, session, others);
	smtp->session_count++;
	session_set_callbacks(session);
	lab_dialogue_greet(&session->dialogue, greeting, sizeof(greeting));
	bufferevent_write(session->stream, greeting, strlen(greeting));
	return;
refuse:
	free(session);
	close(fd);
}

/* door_accepted - somebody has come to an address */
static void door_accepted(struct evconnlistener *listener, evutil_socket_t fd,
    struct sockaddr *from, int from_length, void *context)
{
	struct smtp_door *door = context;

	(void)listener;
	(void)from;
	(void)from_length;
	lab_smtp_receive(door->smtp, &door->house, fd);
}

/* into_mailbox - a letter has arrived where it was meant to */
static void into_mailbox(void *arg, int sender, const char *letter, const char *queued)
{
	(void)letter;
	lab_stage_tell(arg, sender, LAB_PART_LETTER, LAB_DEED_ARRIVED, 0, "%s", queued);
}

/* door_open - listen on one address for one host */
static int door_open(struct lab_smtp *smtp, const struct lab_mail_host *mail,
    struct lab_stage *stage, const struct sockaddr_storage *to, socklen_t length)
{
	struct smtp_door *door = &smtp->doors[smtp->door_count++];
	int fd = lab_sockets_bind(SOCK_STREAM, to, length);

	door->smtp = smtp;
	door->house.name = mail->host->name;
	door->house.identity = mail->identity;
	door->house.letter = mail->host->takes_mail ? into_mailbox : NULL;
	door->house.arg = stage;
	if (fd < 0)
		return -1;
	door->listener = evconnlistener_new(
	    smtp->base, door_accepted, door, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, -1, fd);
	if (door->listener == NULL) {
		close(fd);
		return -1;
	}
	return 0;
}

/* lab_smtp_open - all addresses, or none */
struct lab_smtp *lab_smtp_open(
    struct event_base *base, const struct lab_world *world, struct lab_stage *stage, uint16_t port)
{
	struct lab_smtp *smtp = calloc(1, sizeof(*smtp));
	int saved;

	if (smtp == NULL)
		return NULL;
	LIST_INIT(&smtp->sessions);
	smtp->base = base;
	smtp->doors = calloc(2 * world->host_count, sizeof(smtp->doors[0]));
	if (smtp->doors == NULL)
		goto fail;
	for (size_t i = 0; i < world->host_count; i++) {
		const struct lab_mail_host *mail = &world->hosts[i];
		struct sockaddr_storage to;
		socklen_t length = lab_sockets_ipv4(&to, mail->door, port);

		if (door_open(smtp, mail, stage, &to, length) != 0)
			goto fail;
		if (!mail->host->ipv6 || !world->ipv6)
			continue;
		length = lab_sockets_ipv6(&to, port);
		if (door_open(smtp, mail, stage, &to, length) != 0)
			goto fail;
	}
	return smtp;
fail:
	saved = errno;
	lab_smtp_close(smtp);
	errno = saved;
	return NULL;
}

/* lab_smtp_close - sessions, then sockets */
struct lab_smtp *lab_smtp_close(struct lab_smtp *smtp)
{
	if (smtp == NULL)
		return NULL;
	while (!LIST_EMPTY(&smtp->sessions))
		session_free(LIST_FIRST(&smtp->sessions));
	for (size_t i = 0; i < smtp->door_count; i++)
		if (smtp->doors[i].listener != NULL)
			evconnlistener_free(smtp->doors[i].listener);
	free(smtp->doors);
	free(smtp);
	return NULL;
}
