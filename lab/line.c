/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The line: who comes to the mail host's address is passed on, or meets the attacker.
 */
#include "lab/line.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <event2/event.h>
#include <event2/listener.h>

#include "lab/certs.h"
#include "lab/smtp_server.h"
#include "lab/sockets.h"
#include "lab/wire.h"
#include "lab/world.h"

#define KEY_TEXT 80 /* "3 1 1" and a digest */

struct lab_line {
	struct lab_wires wires;
	struct lab_smtp *smtp;
	const struct lab_mail_host *mailbox;
	uint16_t port;
	struct evconnlistener *published, *own; /* the mail host's address, the attacker's host's */
	struct lab_identity *false_identity;    /* the mail host's name, a key of the attacker's */
	struct lab_identity *own_identity;      /* of his own host */
	char key[KEY_TEXT]; /* the false identity, as a TLSA record would say it */
	struct lab_house false_house, own_house;
};

/* read_letter - the attacker has a letter: line by line */
static void read_letter(void *arg, int sender, const char *letter, const char *queued)
{
	struct lab_line *line = arg;

	(void)queued;
	for (size_t length; *letter != '\0'; letter += length + (letter[length] == '\n')) {
		length = strcspn(letter, "\n");
		lab_stage_tell(line->wires.stage, sender, LAB_PART_LETTER, LAB_DEED_READ, 0, "%.*s",
		    (int)length, letter);
	}
}

/* pose - the attacker answers in the mail host's place */
static void pose(struct lab_line *line, int sender, int fd)
{
	lab_stage_tell(
	    line->wires.stage, sender, LAB_PART_HELLO, LAB_DEED_POSED, 0, "%s", line->key);
	lab_smtp_receive(line->smtp, &line->false_house, fd);
}

/* at_published - somebody wants to reach the mail host */
static void at_published(struct evconnlistener *listener, evutil_socket_t fd, struct sockaddr *from,
    int length, void *context)
{
	struct lab_line *line = context;
	int sender = lab_stage_sender(fd);
	enum lab_wire_hand hand = LAB_WIRE_PASS;

	(void)listener;
	(void)from;
	(void)length;
	switch (sender >= 0 ? lab_stage_attack(line->wires.stage) : LAB_ATTACK_NONE) {
	case LAB_ATTACK_CERT:
	case LAB_ATTACK_TLSA: pose(line, sender, fd); return;
	case LAB_ATTACK_STRIP: hand = LAB_WIRE_STRIP; break;
	case LAB_ATTACK_RELAY:
		hand = LAB_WIRE_SPLIT;
		lab_stage_tell(line->wires.stage, sender, LAB_PART_HELLO, LAB_DEED_BETWEEN, 0, "%s",
		    line->key);
		break;
	case LAB_ATTACK_NONE:
	case LAB_ATTACK_MX:
	case LAB_ATTACKS: break;
	}
	lab_wire_open(&line->wires, hand, fd, line->mailbox->door, line->port);
}

/* at_own - somebody believes that the attacker's host takes the mail */
static void at_own(struct evconnlistener *listener, evutil_socket_t fd, struct sockaddr *from,
    int length, void *context)
{
	struct lab_line *line = context;

	(void)listener;
	(void)from;
	(void)length;
	lab_smtp_receive(line->smtp, &line->own_house, fd);
}

/* listen_at - one address */
static struct evconnlistener *listen_at(
    struct lab_line *line, uint32_t address, evconnlistener_cb accepted)
{
	struct sockaddr_storage to;
	socklen_t length = lab_sockets_ipv4(&to, address, line->port);
	int fd = lab_sockets_bind(SOCK_STREAM, &to, length);
	struct evconnlistener *listener;

	if (fd < 0)
		return NULL;
	listener = evconnlistener_new(line->wires.base, accepted, line,
	    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, -1, fd);
	if (listener == NULL)
		close(fd);
	return listener;
}

/* make_identities - the attacker's keys; certificates he signs himself, for any name he likes */
static int make_identities(struct lab_line *line)
{
	line->false_identity = lab_certs_host(NULL, LAB_STAGE_HOST, LAB_CERT_SELF);
	line->own_identity = lab_certs_host(NULL, LAB_ATTACKER_HOST, LAB_CERT_SELF);
	line->wires.as_client = SSL_CTX_new(TLS_client_method());
	if (line->false_identity == NULL || line->own_identity == NULL ||
	    line->wires.as_client == NULL ||
	    lab_certs_tlsa("3 1 1 own", line->false_identity, NULL, line->key, sizeof(line->key)) !=
		0)
		return -1;
	line->wires.as_server = line->false_identity->tls;
	line->false_house =
	    (struct lab_house){ LAB_STAGE_HOST, line->false_identity, read_letter, line };
	line->own_house =
	    (struct lab_house){ LAB_ATTACKER_HOST, line->own_identity, read_letter, line };
	return 0;
}

/* lab_line_open - both addresses, or none */
struct lab_line *lab_line_open(struct event_base *base, const struct lab_world *world,
    struct lab_smtp *smtp, struct lab_stage *stage, uint16_t port)
{
	struct lab_line *line = calloc(1, sizeof(*line));
	int saved = 0;

	errno = 0;
	if (line == NULL)
		return NULL;
	LIST_INIT(&line->wires.all);
	line->wires.base = base;
	line->wires.stage = stage;
	line->smtp = smtp;
	line->port = port;
	line->mailbox = lab_world_mailbox(world);
	if (line->mailbox == NULL || make_identities(line) != 0)
		goto fail;
	line->published = listen_at(line, line->mailbox->address, at_published);
	if (line->published != NULL)
		line->own = listen_at(line, LAB_NET | LAB_ATTACKER_NO, at_own);
	if (line->own != NULL)
		return line;
	saved = errno;
fail:
	lab_line_close(line);
	errno = saved;
	return NULL;
}

/* lab_line_close - wires, then sockets */
struct lab_line *lab_line_close(struct lab_line *line)
{
	if (line == NULL)
		return NULL;
	lab_wires_cut(&line->wires);
	if (line->published != NULL)
		evconnlistener_free(line->published);
	if (line->own != NULL)
		evconnlistener_free(line->own);
	SSL_CTX_free(line->wires.as_client);
	lab_certs_free(line->false_identity);
	lab_certs_free(line->own_identity);
	free(line);
	return NULL;
}
