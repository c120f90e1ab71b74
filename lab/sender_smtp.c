/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The session: SMTP as a sending mail server speaks it (RFC 5321, 3207), with the peer verified by
 * OpenSSL's DANE functions before the envelope where there are TLSA records to verify it by.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "core/base/text.h"
#include "lab/sender.h"
#include "lab/sockets.h"
#include "lab/world.h"

#define LINE_MAX_OCTETS 1024
#define REPLY_LINES_MAX 64
#define LOGGED_MAX      300 /* octets of a reply that go into the log */
#define DIGEST_OCTETS   32

struct session {
	const struct lab_order *order;
	const struct lab_route *route;
	int fd;
	SSL *ssl;                    /* NULL: not encrypted */
	char host[300];              /* "mail.example[192.0.2.1]", as it is logged */
	char relay[310];             /* the same with the port */
	char input[LINE_MAX_OCTETS]; /* received and not yet read */
	size_t length;
	char last[LINE_MAX_OCTETS]; /* the last line of the last reply */
	bool offers_tls;
	enum lab_part part;
};

/* receive - some octets more; false: closed, late or failed */
static bool receive(struct session *s)
{
	size_t room = sizeof(s->input) - s->length;
	ssize_t got;

	if (room == 0)
		return false;
	got = s->ssl != NULL ? SSL_read(s->ssl, s->input + s->length, (int)room)
			     : recv(s->fd, s->input + s->length, room, 0);
	if (got <= 0)
		return false;
	s->length += (size_t)got;
	return true;
}

/* read_line - one line without its end, into s->last */
static bool read_line(struct session *s)
{
	char *end;
	size_t length;

	while ((end = memchr(s->input, '\n', s->length)) == NULL)
		if (!receive(s))
			return false;
	length = (size_t)(end - s->input);
	memcpy(s->last, s->input, length);
	s->last[length > 0 && s->last[length - 1] == '\r' ? length - 1 : length] = '\0';
	s->length -= length + 1;
	memmove(s->input, end + 1, s->length);
	return true;
}

/* read_reply - all lines of a reply; its code, or 0 */
static int read_reply(struct session *s)
{
	for (int i = 0; i < REPLY_LINES_MAX && read_line(s); i++) {
		lab_order_tell(s->order, s->part, LAB_DEED_HEARD, 0, "%s", s->last);
		if (strlen(s->last) < 3)
			return 0;
		if (strcmp(s->last + 4 * (s->last[3] != '\0'), "STARTTLS") == 0)
			s->offers_tls = true;
		if (s->last[3] != '-')
			return (int)strtol(s->last, NULL, 10);
	}
	return 0;
}

/* send_all - octets; false: it cannot be done in time */
static bool send_all(struct session *s, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t put = s->ssl != NULL ? SSL_write(s->ssl, data, (int)length)
					     : send(s->fd, data, length, MSG_NOSIGNAL);

		if (put <= 0)
			return false;
		data += put;
		length -= (size_t)put;
	}
	return true;
}

/* say - one command, and the code of the reply to it; 0: none came */
static int say(struct session *s, const char *command)
{
	char line[LINE_MAX_OCTETS];
	int length = snprintf(line, sizeof(line), "%s\r\n", command);

	lab_order_tell(s->order, s->part, LAB_DEED_SAID, 0, "%s", command);
	return send_all(s, line, (size_t)length) ? read_reply(s) : 0;
}

/* fail - the session ends without a delivery: what the other side said, or that it said nothing */
static void fail(struct session *s)
{
	char why[LINE_MAX_OCTETS];

	if (strlen(s->last) >= 3 && (s->last[0] == '4' || s->last[0] == '5'))
		snprintf(why, sizeof(why), "host %s said: %.*s", s->host, LOGGED_MAX, s->last);
	else
		snprintf(why, sizeof(why), "lost connection with %s", s->host);
	lab_order_defer(s->order, s->relay, LAB_CAUSE_OTHER, "4.4.2", why);
}

/* connect_to - a connection from this sender's address; false, and deferred, where there is none */
static bool connect_to(struct session *s)
{
	const struct timeval step = { .tv_sec = LAB_SENDER_STEP_S };
	struct sockaddr_storage from, to;
	char why[LINE_MAX_OCTETS];
	socklen_t length =
	    lab_sockets_ipv4(&from, LAB_NET | (LAB_SENDER_NO + (uint32_t)s->order->sender), 0);

	lab_sockets_ipv4(&to, s->route->address, s->order->view->smtp_port);
	lab_order_tell(s->order, s->part, LAB_DEED_CONNECT, 0, "%s", s->host);
	s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s->fd >= 0 && setsockopt(s->fd, SOL_SOCKET, SO_RCVTIMEO, &step, sizeof(step)) == 0 &&
	    setsockopt(s->fd, SOL_SOCKET, SO_SNDTIMEO, &step, sizeof(step)) == 0 &&
	    bind(s->fd, (struct sockaddr *)&from, length) == 0 &&
	    connect(s->fd, (struct sockaddr *)&to, length) == 0)
		return true;
	snprintf(why, sizeof(why), "connect to %.*s: %s", LOGGED_MAX, s->relay, strerror(errno));
	lab_order_defer(s->order, "none", LAB_CAUSE_OTHER, "4.4.1", why);
	return false;
}

/* record_text - "3 1 1 8f3c..." */
static void record_text(const struct lab_route_record *r, char *text, size_t size)
{
	char hex[LAB_EVENT_TEXT - 20];
	size_t shown = (sizeof(hex) - 1) / 2;

	text_hex(hex, r->data, r->length < shown ? r->length : shown);
	snprintf(text, size, "%u %u %u %s", r->usage, r->selector, r->matching, hex);
}

/* set_up - a TLS client; with TLSA records, one that goes by them (RFC 7671, 7672) */
static SSL *set_up(const struct session *s, SSL_CTX *context)
{
	char host[sizeof(s->route->host)]; /* OpenSSL's macro takes no const */
	SSL *ssl;

	if (SSL_CTX_dane_enable(context) != 1 || (ssl = SSL_new(context)) == NULL)
		return NULL;
	memcpy(host, s->route->host, sizeof(host));
	SSL_set_tlsext_host_name(ssl, host);
	SSL_set_fd(ssl, s->fd);
	if (s->route->nrecords == 0)
		return ssl;
	/* Usage 3 looks at no names and no dates; usage 2 at both. */
	if (SSL_dane_enable(ssl, s->route->host) != 1 || SSL_add1_host(ssl, LAB_STAGE_DOMAIN) != 1)
		goto fail;
	SSL_dane_set_flags(ssl, DANE_FLAG_NO_DANE_EE_NAMECHECKS);
	SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	for (size_t i = 0; i < s->route->nrecords; i++) {
		const struct lab_route_record *r = &s->route->records[i];

		if (SSL_dane_tlsa_add(ssl, r->usage, r->selector, r->matching, r->data, r->length) <
		    0)
			goto fail;
	}
	return ssl;
fail:
	SSL_free(ssl);
	return NULL;
}

/* tell_key - which key the other side showed, as a TLSA record would name it */
static void tell_key(const struct session *s)
{
	X509 *cert = SSL_get0_peer_certificate(s->ssl);
	struct lab_route_record key = { .usage = 3, .selector = 1, .matching = 1 };
	unsigned char *der = NULL;
	int length = cert != NULL ? i2d_X509_PUBKEY(X509_get_X509_PUBKEY(cert), &der) : -1;
	char text[LAB_EVENT_TEXT];

	if (length <= 0)
		return;
	if (EVP_Digest(der, (size_t)length, key.data, NULL, EVP_sha256(), NULL) == 1) {
		key.length = DIGEST_OCTETS;
		record_text(&key, text, sizeof(text));
		lab_order_tell(s->order, s->part, LAB_DEED_KEY, 0, "%s", text);
	}
	OPENSSL_free(der);
}

/* is_right - may the letter go to whom the handshake was with? Deferred, where not. */
static bool is_right(struct session *s)
{
	long result = SSL_get_verify_result(s->ssl);
	uint8_t usage = 0, selector = 0, matching = 0;
	const unsigned char *data = NULL;
	size_t length = 0;

	if (s->route->nrecords == 0) {
		lab_order_tell(s->order, s->part, LAB_DEED_UNLOOKED, 0, "%s", "");
		return true;
	}
	if (result == X509_V_OK &&
	    SSL_get0_dane_tlsa(s->ssl, &usage, &selector, &matching, &data, &length) >= 0) {
		struct lab_route_record match = {
			.usage = usage, .selector = selector, .matching = matching
		};
		char text[LAB_EVENT_TEXT];

		match.length = length < sizeof(match.data) ? length : sizeof(match.data);
		memcpy(match.data, data, match.length);
		record_text(&match, text, sizeof(text));
		lab_order_tell(s->order, s->part, LAB_DEED_MATCHED, 0, "%s", text);
		return true;
	}
	lab_order_tell(
	    s->order, s->part, LAB_DEED_MISMATCH, 0, "%s", X509_verify_cert_error_string(result));
	lab_order_defer(
	    s->order, s->relay, LAB_CAUSE_MISMATCH, "4.7.5", "Server certificate not trusted");
	return false;
}

/* encrypt - STARTTLS and the handshake; false: no encryption came about, and it is deferred */
static bool encrypt(struct session *s, SSL_CTX *context)
{
	if (say(s, "STARTTLS") != 220) {
		fail(s);
		return false;
	}
	/* Plain text that came with the reply must not count as said under TLS. */
	s->length = 0;
	s->ssl = set_up(s, context);
	if (s->ssl == NULL || SSL_connect(s->ssl) != 1) {
		lab_order_defer(s->order, s->relay, LAB_CAUSE_OTHER, "4.7.5",
		    "Cannot start TLS: handshake failure");
		return false;
	}
	lab_order_tell(s->order, s->part, LAB_DEED_TLS, 0, "%s %s", SSL_get_version(s->ssl),
	    SSL_get_cipher_name(s->ssl));
	tell_key(s);
	return is_right(s);
}

/* protect - encryption as far as it is offered, or must be; false: the letter is deferred */
static bool protect(struct session *s, SSL_CTX *context)
{
	char why[400];

	s->part = LAB_PART_TLS;
	if (s->offers_tls) {
		if (!encrypt(s, context))
			return false;
		if (say(s, "EHLO " LAB_SENDER_EHLO) == 250)
			return true;
		fail(s);
		return false;
	}
	if (!s->route->must_encrypt) {
		lab_order_tell(s->order, s->part, LAB_DEED_OPEN, 0, "%s", "");
		return true;
	}
	lab_order_tell(s->order, s->part, LAB_DEED_NO_OFFER, 0, "%s", "");
	snprintf(why, sizeof(why), "TLS is required, but was not offered by host %s", s->host);
	lab_order_defer(s->order, s->relay, LAB_CAUSE_NO_OFFER, "4.7.4", why);
	return false;
}

/* send_letter - its lines, and the dot (RFC 5321 section 4.5.2) */
static bool send_letter(struct session *s)
{
	const char *line = s->order->letter;
	int lines = 0;

	for (size_t length; *line != '\0'; line += length + (line[length] == '\n'), lines++) {
		length = strcspn(line, "\n");
		if ((*line == '.' && !send_all(s, ".", 1)) || !send_all(s, line, length) ||
		    !send_all(s, "\r\n", 2))
			return false;
	}
	lab_order_tell(s->order, s->part, LAB_DEED_LETTER, lines, "%s", "");
	return send_all(s, ".\r\n", 3);
}

/* hand_over - the envelope and the letter */
static void hand_over(struct session *s)
{
	s->part = LAB_PART_LETTER;
	if (say(s, "MAIL FROM:<" LAB_STAGE_FROM ">") != 250 ||
	    say(s, "RCPT TO:<" LAB_STAGE_MAILBOX ">") != 250 || say(s, "DATA") != 354 ||
	    !send_letter(s) || read_reply(s) != 250)
		fail(s);
	else
		lab_order_sent(s->order, s->relay, s->last);
}

/* lab_deliver - one session */
void lab_deliver(const struct lab_order *order, const struct lab_route *route)
{
	struct session s = { .order = order, .route = route, .fd = -1, .part = LAB_PART_HELLO };
	struct in_addr in = { .s_addr = htonl(route->address) };
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());
	char address[INET_ADDRSTRLEN];

	inet_ntop(AF_INET, &in, address, sizeof(address));
	snprintf(s.host, sizeof(s.host), "%s[%s]", route->host, address);
	snprintf(s.relay, sizeof(s.relay), "%s:%u", s.host, (unsigned)order->view->smtp_port);
	if (context != NULL && connect_to(&s)) {
		if (read_reply(&s) != 220 || say(&s, "EHLO " LAB_SENDER_EHLO) != 250)
			fail(&s);
		else if (protect(&s, context))
			hand_over(&s);
		if (s.ssl != NULL || s.part != LAB_PART_HELLO)
			send_all(&s, "QUIT\r\n", 6);
	}
	SSL_free(s.ssl);
	SSL_CTX_free(context);
	if (s.fd >= 0)
		close(s.fd);
}
