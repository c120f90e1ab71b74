/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A wire has two ends: the sender's and the mail host's. Where a hand is in it, it knows as much of
 * SMTP as is needed to find the offer of STARTTLS, the word itself, and the letter.
 */
#include "lab/wire.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <openssl/ssl.h>

#include "lab/sockets.h"
#include "lab/world.h"

#define WIRES_MAX   128
#define WIRE_IDLE_S 30
#define WIRE_OCTETS 8192 /* that wait on one side */

/* What the sender has said last, as far as the reply to it matters. */
enum wire_word { WORD_OTHER, WORD_EHLO, WORD_STARTTLS, WORD_DATA };

struct lab_wire {
	LIST_ENTRY(lab_wire) others;
	struct lab_wires *wires;
	enum lab_wire_hand hand;
	int sender;                     /* whose it is, or -1 */
	struct bufferevent *near, *far; /* the sender's end, the mail host's */
	enum wire_word word;
	bool letter; /* the lines of a letter come */
	bool ending; /* one end is closed, the other still gets what is on its way */
};

static void set_callbacks(struct lab_wire *wire);

/* wire_cut - both ends */
static void wire_cut(struct lab_wire *wire)
{
	LIST_REMOVE(wire, others);
	wire->wires->count--;
	bufferevent_free(wire->near);
	bufferevent_free(wire->far);
	free(wire);
}

/* word_of - what a line of the sender's is */
static enum wire_word word_of(const char *line)
{
	static const struct {
		const char *verb;
		enum wire_word word;
	} words[] = { { "EHLO", WORD_EHLO }, { "STARTTLS", WORD_STARTTLS }, { "DATA", WORD_DATA } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strncasecmp(line, words[i].verb, strlen(words[i].verb)) == 0)
			return words[i].word;
	return WORD_OTHER;
}

/* encrypt - TLS on one end; the stream of it from now on, or NULL */
static struct bufferevent *encrypt(
    struct lab_wire *wire, struct bufferevent *plain, SSL_CTX *with, enum bufferevent_ssl_state as)
{
	SSL *ssl = SSL_new(with);
	struct bufferevent *filter;

	if (ssl == NULL)
		return NULL;
	filter = bufferevent_openssl_filter_new(
	    wire->wires->base, plain, ssl, as, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
	if (filter == NULL)
		SSL_free(ssl);
	else
		bufferevent_openssl_set_allow_dirty_shutdown(filter, 1);
	return filter;
}

/* split - encrypt either side for itself; where that cannot be done the wire is cut */
static void split(struct lab_wire *wire)
{
	struct bufferevent *near =
	    encrypt(wire, wire->near, wire->wires->as_server, BUFFEREVENT_SSL_ACCEPTING);
	struct bufferevent *far;

	if (near != NULL)
		wire->near = near;
	far = encrypt(wire, wire->far, wire->wires->as_client, BUFFEREVENT_SSL_CONNECTING);
	if (far != NULL)
		wire->far = far;
	if (near != NULL && far != NULL)
		set_callbacks(wire);
	else
		wire_cut(wire);
}

/* pass - one line further */
static void pass(struct bufferevent *to, const char *line)
{
	evbuffer_add_printf(bufferevent_get_output(to), "%s\r\n", line);
}

/* from_sender - one line of the sender's: read what is a letter, pass all on */
static void from_sender(struct lab_wire *wire, const char *line)
{
	pass(wire->far, line);
	if (!wire->letter) {
		wire->word = word_of(line);
	} else if (strcmp(line, ".") == 0) {
		wire->letter = false;
		lab_stage_tell(wire->wires->stage, wire->sender, LAB_PART_LETTER, LAB_DEED_PASSED,
		    0, "%s", "");
	} else {
		lab_stage_tell(wire->wires->stage, wire->sender, LAB_PART_LETTER, LAB_DEED_READ, 0,
		    "%s", line + (*line == '.'));
	}
}

/* from_host - one line of the mail host's; false: the wire is another one now, or gone */
static bool from_host(struct lab_wire *wire, const char *line)
{
	struct lab_stage *stage = wire->wires->stage;

	if (wire->hand == LAB_WIRE_STRIP && wire->word == WORD_EHLO && strlen(line) == 12 &&
	    strcasecmp(line + 4, "STARTTLS") == 0) {
		lab_stage_tell(
		    stage, wire->sender, LAB_PART_HELLO, LAB_DEED_STRIPPED, 0, "%s", line);
		return true;
	}
	pass(wire->near, line);
	if (wire->word == WORD_DATA && strncmp(line, "354", 3) == 0)
		wire->letter = true;
	if (wire->hand == LAB_WIRE_SPLIT && wire->word == WORD_STARTTLS &&
	    strncmp(line, "220 ", 4) == 0) {
		wire->word = WORD_OTHER;
		split(wire);
		return false;
	}
	return true;
}

/* wire_ready - octets have come on one end */
static void wire_ready(struct bufferevent *from, void *context)
{
	struct lab_wire *wire = context;
	struct evbuffer *input = bufferevent_get_input(from);
	bool near = from == wire->near, more = true;
	char *line;

	if (wire->hand == LAB_WIRE_PASS) {
		bufferevent_write_buffer(near ? wire->far : wire->near, input);
		return;
	}
	while (more && (line = evbuffer_readln(input, NULL, EVBUFFER_EOL_CRLF)) != NULL) {
		if (near)
			from_sender(wire, line);
		else
			more = from_host(wire, line);
		free(line);
	}
	if (more && evbuffer_get_length(input) >= WIRE_OCTETS)
		wire_cut(wire);
}

/* wire_drained - what was on its way has left: if that was all, the end */
static void wire_drained(struct bufferevent *to, void *context)
{
	struct lab_wire *wire = context;

	(void)to;
	if (wire->ending)
		wire_cut(wire);
}

/* wire_event - an end is closed or silent for too long; or just connected */
static void wire_event(struct bufferevent *end, short what, void *context)
{
	struct lab_wire *wire = context;
	struct bufferevent *other = end == wire->near ? wire->far : wire->near;

	if (what & BEV_EVENT_CONNECTED)
		return;
	if (wire->ending || evbuffer_get_length(bufferevent_get_output(other)) == 0) {
		wire_cut(wire);
		return;
	}
	wire->ending = true;
	bufferevent_disable(end, EV_READ | EV_WRITE);
}

/* set_callbacks - for the streams in use */
static void set_callbacks(struct lab_wire *wire)
{
	struct timeval idle = { .tv_sec = WIRE_IDLE_S };
	struct bufferevent *ends[] = { wire->near, wire->far };

	for (size_t i = 0; i < 2; i++) {
		bufferevent_setcb(ends[i], wire_ready, wire_drained, wire_event, wire);
		bufferevent_set_timeouts(ends[i], &idle, &idle);
		bufferevent_setwatermark(ends[i], EV_READ, 0, WIRE_OCTETS);
		bufferevent_enable(ends[i], EV_READ | EV_WRITE);
	}
}

/* socket_from - a socket that comes from a sender's address, as a router would leave it */
static int socket_from(int sender)
{
	struct sockaddr_storage from;
	uint32_t address =
	    sender >= 0 ? LAB_NET | (LAB_SENDER_NO + (uint32_t)sender) : INADDR_LOOPBACK;
	socklen_t length = lab_sockets_ipv4(&from, address, 0);

	return lab_sockets_bind(SOCK_STREAM, &from, length);
}

/* far_end - the connection to the mail host; NULL on failure */
static struct bufferevent *far_end(
    struct lab_wires *wires, int sender, uint32_t door, uint16_t port)
{
	struct sockaddr_storage to;
	socklen_t length = lab_sockets_ipv4(&to, door, port);
	int fd = socket_from(sender);
	struct bufferevent *far = NULL;

	if (fd < 0)
		return NULL;
	far = bufferevent_socket_new(
	    wires->base, fd, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
	if (far == NULL) {
		close(fd);
		return NULL;
	}
	if (bufferevent_socket_connect(far, (struct sockaddr *)&to, (int)length) == 0)
		return far;
	bufferevent_free(far);
	return NULL;
}

/* lab_wire_open - two ends */
void lab_wire_open(
    struct lab_wires *wires, enum lab_wire_hand hand, int fd, uint32_t door, uint16_t port)
{
	struct lab_wire *wire = calloc(1, sizeof(*wire));

	if (wire == NULL || wires->count >= WIRES_MAX)
		goto fail;
	wire->wires = wires;
	wire->hand = hand;
	wire->sender = lab_stage_sender(fd);
	wire->near = bufferevent_socket_new(
	    wires->base, fd, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
	if (wire->near == NULL)
		goto fail;
	wire->far = far_end(wires, wire->sender, door, port);
	if (wire->far == NULL) {
		bufferevent_free(wire->near);
		free(wire);
		return;
	}
	LIST_INSERT_HEAD(&wires->all, wire, others);
	wires->count++;
	set_callbacks(wire);
	return;
fail:
	free(wire);
	close(fd);
}

/* lab_wires_cut - all of them */
void lab_wires_cut(struct lab_wires *wires)
{
	while (!LIST_EMPTY(&wires->all))
		wire_cut(LIST_FIRST(&wires->all));
}
