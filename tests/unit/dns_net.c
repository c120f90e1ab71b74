/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_net - a network in memory: a resolver and mail hosts; see dns_net.h */
#include "tests/unit/dns_net.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct net_exchange {
	struct net_ask ask;
	uint8_t wire[512];
	uint64_t due_us;
	bool lost;
	net_reply_fn *fn;
	void *arg;
	struct net_exchange *next;
};

/* What a mail host does next. */
enum turn { TURN_CONNECT, TURN_LISTEN, TURN_SAY, TURN_TLS, TURN_HANG_UP };

struct net_stream {
	const struct dns_mail *mail; /* NULL: nobody is there */
	const struct net_stream_handler *handler;
	void *arg;
	enum turn turn;
	uint64_t due_us, deadline_us;
	char heard[1024];
	size_t nheard;
	const char *say;
	bool over_tls, quit;
	struct net_stream *next;
};

/* self - the network behind the interface */
static struct dns_net *self(struct net *net)
{
	return (struct dns_net *)(void *)net;
}

/* dns_net_resolver - the n-th resolver */
struct net_address dns_net_resolver(unsigned n)
{
	struct net_address out;
	char text[32];

	snprintf(text, sizeof text, "192.0.2.%u", 53 + n);
	dns_must(net_address_parse(&out, text, 53), "address");
	return out;
}

/* on_ask - keeps the question until its moment */
static struct net_exchange *on_ask(
    struct net *net, const struct net_ask *ask, net_reply_fn *fn, void *arg)
{
	struct dns_net *n = self(net);
	struct net_exchange *x = calloc(1, sizeof *x), **end = &n->exchanges;

	dns_must(x != NULL && ask->len <= sizeof x->wire, "ask");
	x->ask = *ask;
	memcpy(x->wire, ask->wire, ask->len);
	x->ask.wire = x->wire;
	x->lost = n->lost != NULL && n->lost(n->hook.arg, ask);
	x->due_us = net->now_us + (x->lost ? ask->timeout_ms * 1000ull : DNS_RTT);
	x->fn = fn;
	x->arg = arg;
	while (*end != NULL)
		end = &(*end)->next;
	*end = x;
	n->asked++;
	if (++n->in_flight > n->most_in_flight)
		n->most_in_flight = n->in_flight;
	return x;
}

/* take_exchange - takes one out of those under way; false: it is not among them */
static bool take_exchange(struct dns_net *n, struct net_exchange *x)
{
	struct net_exchange **at = &n->exchanges;

	while (*at != NULL && *at != x)
		at = &(*at)->next;
	if (*at == NULL)
		return false;
	*at = x->next;
	n->in_flight--;
	return true;
}

/* on_cancel - forgets a question */
static void on_cancel(struct net *net, struct net_exchange *x)
{
	dns_must(take_exchange(self(net), x), "cancelling what is under way");
	self(net)->cancelled++;
	free(x);
}

/* mail_at - who is at an address */
static const struct dns_mail *mail_at(const struct dns_net *n, const struct net_address *to)
{
	char text[NET_ADDRESS_TEXT];

	net_address_text(to, text, sizeof text);
	for (size_t i = 0; i < n->nmails; i++)
		if (strcmp(n->mails[i].address, text) == 0)
			return &n->mails[i];
	return NULL;
}

/* on_open - begins to connect */
static struct net_stream *on_open(struct net *net, const struct net_address *to,
    unsigned deadline_ms, const struct net_stream_handler *handler, void *arg)
{
	struct dns_net *n = self(net);
	struct net_stream *s = calloc(1, sizeof *s);

	dns_must(s != NULL, "memory");
	s->mail = mail_at(n, to);
	s->handler = handler;
	s->arg = arg;
	s->deadline_us = net->now_us + deadline_ms * 1000ull;
	s->due_us = s->mail != NULL && s->mail->mode == DNS_MAIL_SILENT ? s->deadline_us
									: net->now_us + DNS_RTT;
	if (s->mail != NULL && s->mail->mode == DNS_MAIL_NO_ROUTE)
		s->due_us = net->now_us;
	s->next = n->streams;
	n->streams = s;
	if (n->opened++ == 0)
		n->opened_us = net->now_us;
	return s;
}

/* answer - what the host says to a line */
static const char *answer(struct net_stream *s)
{
	if (strncmp(s->heard, "EHLO", 4) == 0) {
		if (s->mail->mode == DNS_MAIL_NO_EHLO)
			return "554 go away\r\n";
		if (s->mail->mode == DNS_MAIL_NO_STARTTLS || s->over_tls)
			return "250-mx\r\n250 SIZE 1000\r\n";
		return "250-mx\r\n250 STARTTLS\r\n";
	}
	if (strncmp(s->heard, "HELO", 4) == 0)
		return "554 go away\r\n";
	if (strncmp(s->heard, "STARTTLS", 8) == 0)
		return "220 go on\r\n";
	s->quit = strncmp(s->heard, "QUIT", 4) == 0;
	return s->quit ? "221 bye\r\n" : "500 what\r\n";
}

/* on_send - hears a line */
static void on_send(struct net *net, struct net_stream *s, const void *data, size_t len)
{
	dns_must(s->nheard + len < sizeof s->heard, "too much said");
	memcpy(s->heard + s->nheard, data, len);
	s->nheard += len;
	s->heard[s->nheard] = '\0';
	if (s->nheard > 0 && s->heard[s->nheard - 1] == '\n') {
		s->say = answer(s);
		s->nheard = 0;
		s->turn = TURN_SAY;
		s->due_us = net->now_us + DNS_RTT;
	}
}

/* on_start_tls - begins the handshake */
static void on_start_tls(struct net *net, struct net_stream *s, const char *name)
{
	(void)name;
	s->turn = TURN_TLS;
	s->due_us = net->now_us + DNS_RTT;
}

/* on_deadline - one deadline for all that follows */
static void on_deadline(struct net *net, struct net_stream *s, unsigned ms)
{
	s->deadline_us = net->now_us + ms * 1000ull;
}

/* take_stream - takes a stream out of those that are open */
static void take_stream(struct dns_net *n, struct net_stream *s)
{
	struct net_stream **at = &n->streams;

	while (*at != NULL && *at != s)
		at = &(*at)->next;
	dns_must(*at != NULL, "closing what is open");
	*at = s->next;
}

/* on_close - forgets a stream */
static void on_close(struct net *net, struct net_stream *s)
{
	take_stream(self(net), s);
	free(s);
}

/* on_tick - time moves by deliveries alone */
static void on_tick(struct net *net)
{
	(void)net;
}

/* on_free - the network is the test's own */
static void on_free(struct net *net)
{
	(void)net;
}

/* dns_net_init - nothing is under way */
void dns_net_init(struct dns_net *n, const struct dns_world *world)
{
	static const struct net_ops ops = {
		.ask = on_ask,
		.ask_cancel = on_cancel,
		.open = on_open,
		.send = on_send,
		.start_tls = on_start_tls,
		.deadline = on_deadline,
		.close = on_close,
		.tick = on_tick,
		.free = on_free,
	};

	memset(n, 0, sizeof *n);
	n->net.ops = &ops;
	n->net.now_us = DNS_BEGIN;
	n->net.epoch_us = DNS_NOW * INT64_C(1000000) - DNS_BEGIN;
	n->world = world;
}

/* reply_of - the reply to a question as the world and the hook have it */
static enum net_error reply_of(
    struct dns_net *n, const struct net_ask *ask, uint8_t *out, size_t *len)
{
	enum net_error error = NET_OK;
	ldns_pkt *query = NULL, *pkt;
	const ldns_rr *question;
	uint8_t *wire = NULL;
	char *name;

	dns_must(ldns_wire2pkt(&query, ask->wire, ask->len) == LDNS_STATUS_OK, "query");
	question = ldns_rr_list_rr(ldns_pkt_question(query), 0);
	name = ldns_rdf2str(ldns_rr_owner(question));
	pkt = n->world != NULL
		  ? dns_world_answer(n->world, ldns_rr_owner(question), ldns_rr_get_type(question))
		  : ldns_pkt_query_new(ldns_rdf_clone(ldns_rr_owner(question)),
			ldns_rr_get_type(question), LDNS_RR_CLASS_IN, LDNS_QR | LDNS_RD);
	if (n->hook.packet != NULL)
		n->hook.packet(n->hook.arg, name, ldns_rr_get_type(question), pkt);
	dns_must(ldns_pkt2wire(&wire, pkt, len) == LDNS_STATUS_OK && *len <= DNS_WIRE, "reply");
	memcpy(out, wire, *len);
	if (n->hook.wire != NULL)
		error = n->hook.wire(n->hook.arg, name, ldns_rr_get_type(question), ask, out, len);
	free(wire);
	free(name);
	ldns_pkt_free(pkt);
	ldns_pkt_free(query);
	return error;
}

/* deliver - one reply, in memory of its exact size */
static void deliver(struct dns_net *n, struct net_exchange *x)
{
	struct net_reply reply = { .forged = n->forged };
	uint8_t *wire = malloc(DNS_WIRE), *exact = NULL;

	dns_must(wire != NULL, "memory");
	n->forged = 0;
	take_exchange(n, x);
	if (x->due_us > n->net.now_us)
		n->net.now_us = x->due_us;
	reply.error = x->lost ? NET_TIMEOUT : reply_of(n, &x->ask, wire, &reply.len);
	if (reply.error == NET_OK) {
		exact = malloc(reply.len);
		dns_must(exact != NULL || reply.len == 0, "memory");
		memcpy(exact, wire, reply.len);
		reply.wire = exact;
	} else {
		reply.len = 0;
		if (reply.error == NET_TIMEOUT && !x->lost)
			n->net.now_us += x->ask.timeout_ms * 1000ull - DNS_RTT;
	}
	free(wire);
	x->fn(x->arg, &reply);
	free(exact);
	free(x);
}

/* end - a stream's last word */
static void end(struct dns_net *n, struct net_stream *s, enum net_error error, const char *why)
{
	take_stream(n, s);
	s->handler->ended(s->arg, error, why);
	free(s);
}

/* shown - the certificate that this client is shown; none: the handshake fails */
static struct net_der shown(const struct net_stream *s)
{
	const struct dns_mail *m = s->mail;

	switch (s->handler->purpose) {
	case NET_RSA: return (struct net_der){ m->rsa, m->rsa_len, NULL };
	case NET_NAMELESS:
		if (m->needs_name)
			return (struct net_der){ NULL, 0, NULL };
		if (m->nameless != NULL)
			return (struct net_der){ m->nameless, m->nameless_len, NULL };
		break;
	default: break;
	}
	return (struct net_der){ m->cert, m->cert_len, NULL };
}

/* secure - shows the certificate */
static void secure(struct dns_net *n, struct net_stream *s)
{
	struct net_der der = shown(s);
	struct net_tls tls = { .version = "TLSv1.3",
		.cipher = "TLS_AES_256_GCM_SHA384",
		.group = "X25519",
		.bits = 256,
		.ncerts = der.data != NULL,
		.certs = &der };

	if (s->mail->mode == DNS_MAIL_TLS_FAILS || (s->mail->cert != NULL && der.data == NULL)) {
		end(n, s, NET_CLOSED, "handshake failure");
		return;
	}
	s->over_tls = true;
	s->turn = TURN_LISTEN;
	s->handler->secured(s->arg, &tls);
}

/* connect_it - somebody is there, or nobody */
static void connect_it(struct dns_net *n, struct net_stream *s)
{
	if (s->mail == NULL || s->mail->mode == DNS_MAIL_REFUSED) {
		end(n, s, NET_REFUSED, NULL);
	} else if (s->mail->mode == DNS_MAIL_SILENT) {
		end(n, s, NET_TIMEOUT, NULL);
	} else if (s->mail->mode == DNS_MAIL_NO_ROUTE) {
		end(n, s, NET_UNREACHABLE, NULL);
	} else {
		s->turn = TURN_SAY;
		s->say = s->mail->mode == DNS_MAIL_NO_GREETING ? "554 no\r\n" : "220 mx ESMTP\r\n";
		s->due_us = n->net.now_us + DNS_RTT;
		s->handler->connected(s->arg);
	}
}

/* play - the next turn of a stream */
static void play(struct dns_net *n, struct net_stream *s)
{
	if (s->due_us > n->net.now_us)
		n->net.now_us = s->due_us;
	switch (s->turn) {
	case TURN_CONNECT: connect_it(n, s); break;
	case TURN_TLS: secure(n, s); break;
	case TURN_SAY:
		s->turn = s->quit ? TURN_HANG_UP : TURN_LISTEN;
		s->due_us = n->net.now_us + DNS_RTT;
		s->handler->received(s->arg, (const uint8_t *)s->say, strlen(s->say));
		break;
	case TURN_HANG_UP: end(n, s, NET_CLOSED, NULL); break;
	case TURN_LISTEN:
		if (n->net.now_us < s->deadline_us)
			n->net.now_us = s->deadline_us;
		end(n, s, NET_TIMEOUT, NULL);
		break;
	}
}

/* moment_of - when a stream's next turn is */
static uint64_t moment_of(const struct net_stream *s)
{
	return s->turn == TURN_LISTEN ? s->deadline_us : s->due_us;
}

/* dns_net_step - delivers what is due first */
bool dns_net_step(struct dns_net *n)
{
	struct net_exchange *x = NULL;
	struct net_stream *s = NULL;

	for (struct net_exchange *at = n->exchanges; at != NULL; at = at->next)
		if (x == NULL || at->due_us < x->due_us)
			x = at;
	for (struct net_stream *at = n->streams; at != NULL; at = at->next)
		if (s == NULL || moment_of(at) < moment_of(s))
			s = at;
	if (x != NULL && (s == NULL || x->due_us <= moment_of(s)))
		deliver(n, x);
	else if (s != NULL)
		play(n, s);
	return x != NULL || s != NULL;
}

/* dns_net_run - until nothing is under way */
void dns_net_run(struct dns_net *n)
{
	while (dns_net_step(n))
		;
}

/* dns_net_clear - frees what is under way */
size_t dns_net_clear(struct dns_net *n)
{
	size_t left = 0;

	for (; n->exchanges != NULL; left++) {
		struct net_exchange *x = n->exchanges;

		n->exchanges = x->next;
		free(x);
	}
	for (; n->streams != NULL; left++) {
		struct net_stream *s = n->streams;

		n->streams = s->next;
		free(s);
	}
	return left;
}
