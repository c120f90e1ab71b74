/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * net_client - a client for tests that writes down what a network tells it
 *
 * It speaks enough SMTP to come through a dialogue with STARTTLS. Its log is
 * the sequence of deliveries, with their moments at will, so that two runs can
 * be compared as text.
 */
#ifndef DS_TESTS_UNIT_NET_CLIENT_H
#define DS_TESTS_UNIT_NET_CLIENT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/base/loop.h"
#include "core/base/text.h"
#include "core/net/net.h"

#define CLIENT_LOG 65536

struct client {
	struct ds_loop *loop;
	struct net *net;
	struct net_stream *stream;
	bool stamps;      /* write the moments down too */
	bool impatient;   /* close as soon as anything is received */
	const char *ehlo; /* NULL: "probe" */
	const char *sni;  /* NULL: "mx1.voorbeeld.nl" */
	unsigned step_ms; /* 0: 2,000 */
	enum net_purpose purpose;
	char signature[64]; /* of the last handshake */
	size_t pending;     /* exchanges under way */
	size_t received;    /* octets, in all */
	char log[CLIENT_LOG];
	size_t used;
};

/* client_note - one line of the log */
static inline void client_note(struct client *client, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static inline void client_note(struct client *client, const char *format, ...)
{
	va_list ap;
	int n;

	if (client->stamps && client->used < CLIENT_LOG - 600)
		client->used += (size_t)snprintf(client->log + client->used,
		    CLIENT_LOG - client->used, "@%llu ", (unsigned long long)client->net->now_us);
	if (client->used >= CLIENT_LOG - 600)
		return;
	va_start(ap, format);
	n = vsnprintf(client->log + client->used, 500, format, ap);
	va_end(ap);
	client->used += n < 500 ? (size_t)n : 499;
	client->log[client->used++] = '\n';
	client->log[client->used] = '\0';
}

/* client_error - the name of an error */
static inline const char *client_error(enum net_error error)
{
	static const char *const names[] = { "ok", "timeout", "refused", "unreachable", "closed",
		"not-recorded", "no-memory" };

	return names[error];
}

/* client_settle - one exchange less; the last one stops the loop */
static inline void client_settle(struct client *client)
{
	if (--client->pending == 0)
		ds_loop_stop(client->loop);
}

/* client_reply - the callback of an ask */
static inline void client_reply(void *arg, const struct net_reply *reply)
{
	struct client *client = arg;
	char hex[200] = "";

	/* the ID is random */
	if (reply->wire != NULL && reply->len > 2 && reply->len < 90)
		text_hex(hex, reply->wire + 2, reply->len - 2);
	client_note(client, "reply %s forged %u len %zu %s", client_error(reply->error),
	    reply->forged, reply->len, hex);
	client_settle(client);
}

/* client_connected */
static inline void client_connected(void *arg)
{
	struct client *client = arg;

	client_note(client, "connected");
	client->net->ops->deadline(
	    client->net, client->stream, client->step_ms != 0 ? client->step_ms : 2000);
}

/* client_say */
static inline void client_say(struct client *client, const char *word, const char *rest)
{
	char line[300];
	int n = snprintf(line, sizeof(line), "%s%s\r\n", word, rest);

	client->net->ops->send(client->net, client->stream, line, (size_t)n);
}

/* client_received - speaks when it is spoken to */
static inline void client_received(void *arg, const uint8_t *data, size_t len)
{
	struct client *client = arg;
	char text[200];

	client->received += len;
	if (len > 100)
		client_note(client, "received %zu octets", len);
	text_clean(text, sizeof(text), data, len < 100 ? len : 100);
	if (len <= 100)
		client_note(client, "received %s", text);
	if (client->impatient) {
		client->net->ops->close(client->net, client->stream);
		client_note(client, "left");
		client_settle(client);
	} else if (strncmp(text, "220 hi", 6) == 0) {
		client_say(client, "EHLO ", client->ehlo != NULL ? client->ehlo : "probe");
	} else if (strncmp(text, "250 clear", 9) == 0) {
		client_say(client, "STARTTLS", "");
	} else if (strncmp(text, "220 go", 6) == 0) {
		client->net->ops->start_tls(client->net, client->stream,
		    client->sni != NULL ? client->sni : "mx1.voorbeeld.nl");
	} else if (strncmp(text, "250 tls", 7) == 0) {
		client_say(client, "QUIT", "");
	} else if (strncmp(text, "221 left", 8) == 0) {
		client->net->ops->close(client->net, client->stream);
		client_note(client, "left");
		client_settle(client);
	}
}

/* client_secured - the facts, of which the certificates by their length */
static inline void client_secured(void *arg, const struct net_tls *tls)
{
	struct client *client = arg;
	unsigned sum = 0;
	size_t i;

	for (i = 0; tls->ncerts > 0 && i < tls->certs[0].len; i++)
		sum = sum * 31 + tls->certs[0].data[i];
	client_note(client, "secured %s %s %s %u certs %zu%s", tls->version, tls->cipher,
	    tls->group != NULL ? tls->group : "-", tls->bits, tls->ncerts,
	    tls->asked_certificate ? " asked" : "");
	if (client->stamps)
		client_note(client, "certificate %zu %08x", tls->certs[0].len, sum);
	snprintf(client->signature, sizeof(client->signature), "%s",
	    tls->signature != NULL ? tls->signature : "-");
	client_say(client, "EHLO ", client->ehlo != NULL ? client->ehlo : "probe");
}

/* client_ended */
static inline void client_ended(void *arg, enum net_error error, const char *tls_error)
{
	struct client *client = arg;

	client_note(client, "ended %s%s%s", client_error(error), tls_error ? ": " : "",
	    tls_error ? tls_error : "");
	client->stream = NULL;
	client_settle(client);
}

static const struct net_stream_handler client_handler = {
	.connected = client_connected,
	.received = client_received,
	.secured = client_secured,
	.ended = client_ended,
};

/* client_ask - one question, "mx.nl" of type 15 */
static inline struct net_exchange *client_ask(struct client *client,
    const struct net_address *server, enum net_transport transport, unsigned timeout_ms)
{
	static const uint8_t wire[] = { 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2, 'm', 'x', 2, 'n',
		'l', 0, 0, 15, 0, 1 };
	struct net_ask ask = { *server, transport, wire, sizeof(wire), timeout_ms };

	client->pending++;
	return client->net->ops->ask(client->net, &ask, client_reply, client);
}

/* client_open - one dialogue */
static inline void client_open(struct client *client, const struct net_address *address)
{
	struct net_stream_handler handler = client_handler;

	handler.purpose = client->purpose;
	client->pending++;
	client->stream = client->net->ops->open(
	    client->net, address, client->step_ms != 0 ? client->step_ms : 2000, &handler, client);
}

/* client_run - until all is over. A network that leaves its client waiting ends it too, in the log. */
static inline void client_run(struct client *client)
{
	int rounds = 0;

	while (client->pending > 0 && rounds++ < 1000)
		ds_loop_run(client->loop);
	if (client->pending > 0)
		client_note(client, "left waiting");
}

#endif
