/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * net_server - servers on 127.0.0.1 for tests, each in a process of its own
 *
 * A DNS server follows a script of one letter a datagram or message; a mail
 * server follows a script of lines. Each serves until it is killed; 20 seconds
 * at most, whatever happens to the test.
 */
#ifndef DS_TESTS_UNIT_NET_SERVER_H
#define DS_TESTS_UNIT_NET_SERVER_H

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/net/address.h"

struct server {
	pid_t pid;
	struct net_address address;
	const char *script;
	const char *protocol; /* of TLS: "TLSv1", or NULL for any */
};

/* server_socket - bound to a free port of 127.0.0.1, which becomes *address */
static inline int server_socket(int type, struct net_address *address)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_storage storage = { 0 };
	socklen_t len = sizeof(storage);
	int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);

	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&in, sizeof(in)) != 0 ||
	    (type == SOCK_STREAM && listen(fd, 16) != 0) ||
	    getsockname(fd, (struct sockaddr *)&storage, &len) != 0 ||
	    !net_address_from_sockaddr(address, &storage))
		abort();
	return fd;
}

/* server_start - runs `serve` in a child until server_stop */
static inline void server_start(
    struct server *server, int type, void (*serve)(const struct server *, int fd))
{
	int fd = server_socket(type, &server->address);

	fflush(NULL);
	server->pid = fork();
	if (server->pid == 0) {
		alarm(20);
		signal(SIGPIPE, SIG_IGN);
		serve(server, fd);
		_exit(0);
	}
	close(fd);
}

/* server_stop - and waits for its end */
static inline void server_stop(struct server *server)
{
	kill(server->pid, SIGKILL);
	waitpid(server->pid, NULL, 0);
}

/* dns_forge - the reply that a letter of the script stands for; its length */
static inline size_t dns_forge(uint8_t *out, const uint8_t *in, size_t len, char letter)
{
	size_t i;

	memcpy(out, in, len);
	out[2] |= 0x80;
	switch (letter) {
	case 'i': out[1] ^= 1; break;       /* another ID */
	case 'q': out[13] = 'z'; break;     /* another question */
	case 'y': out[len - 3] ^= 1; break; /* another type */
	case 'o': out[2] |= 0x20; break;    /* another opcode */
	case 'r': out[2] &= 0x7f; break;    /* no response at all */
	case 'x': return 11;                /* not even a header */
	case 'n': out[5] = 0; return 12;    /* no question, no error */
	case 'b':
		out[5] = 0;
		out[3] |= 1;
		return 12;               /* FORMERR without question */
	case 't': out[2] |= 0x02; break; /* TC */
	case 'c':
		for (i = 12; i < len - 4; i++)
			out[i] = (uint8_t)(out[i] >= 'a' && out[i] <= 'z' ? out[i] - 32 : out[i]);
		break;
	default: break;
	}
	out[len] = (uint8_t)letter; /* so that a test sees which one was taken */
	return len + 1;
}

/* serve_udp - each question is answered by the whole script; 's' from another port, 'w' is a pause */
static inline void serve_udp(const struct server *server, int fd)
{
	uint8_t in[2048], out[2049];
	struct sockaddr_storage from;
	struct net_address own;
	int other = server_socket(SOCK_DGRAM, &own);

	for (;;) {
		socklen_t fromlen = sizeof(from);
		ssize_t n = recvfrom(fd, in, sizeof(in), 0, (struct sockaddr *)&from, &fromlen);
		const char *p;

		for (p = server->script; n > 12 && *p != '\0'; p++) {
			if (*p == 'w') {
				usleep(20000);
				continue;
			}
			sendto(*p == 's' ? other : fd, out, dns_forge(out, in, (size_t)n, *p), 0,
			    (struct sockaddr *)&from, fromlen);
		}
	}
}

/* read_full - exactly `len` octets */
static inline bool read_full(int fd, uint8_t *buf, size_t len)
{
	while (len > 0) {
		ssize_t n = read(fd, buf, len);

		if (n <= 0)
			return false;
		buf += n;
		len -= (size_t)n;
	}
	return true;
}

/* serve_tcp - as serve_udp; 'h' hangs up, 'd' drips the octets of what follows one by one */
static inline void serve_tcp(const struct server *server, int fd)
{
	for (;;) {
		uint8_t in[2048], out[2 + 2049];
		int peer = accept(fd, NULL, NULL);
		bool open = true, drip = false;
		const char *p;

		while (open && read_full(peer, in, 2) &&
		       read_full(peer, in + 2, (size_t)in[0] << 8 | in[1])) {
			size_t len = (size_t)in[0] << 8 | in[1], n, i;

			for (p = server->script; *p != '\0' && open; p++) {
				if (*p == 'w') {
					usleep(20000);
				} else if (*p == 'd') {
					drip = true;
				} else if (*p == 'h') {
					open = false;
				} else {
					n = dns_forge(out + 2, in + 2, len, *p);
					out[0] = (uint8_t)(n >> 8);
					out[1] = (uint8_t)n;
					for (i = 0; i < n + 2; i += drip ? 1 : n + 2) {
						if (write(peer, out + i, drip ? 1 : n + 2) < 0)
							break;
						if (drip)
							usleep(500);
					}
				}
			}
		}
		close(peer);
	}
}

/* server_certificate - a self-signed one, with its key */
static inline X509 *server_certificate(EVP_PKEY **key, const char *name)
{
	X509 *x = X509_new();
	X509_NAME *subject = X509_NAME_new();

	if (*key == NULL)
		*key = EVP_EC_gen("P-256");
	X509_set_version(x, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
	X509_gmtime_adj(X509_getm_notBefore(x), 0);
	X509_gmtime_adj(X509_getm_notAfter(x), 86400);
	X509_NAME_add_entry_by_txt(
	    subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
	X509_set_subject_name(x, subject);
	X509_set_issuer_name(x, subject);
	X509_set_pubkey(x, *key);
	X509_sign(x, *key, EVP_sha256());
	X509_NAME_free(subject);
	return x;
}

/* server_tls - the server's side, for the host name that a client must ask for */
static inline SSL_CTX *server_tls(const struct server *server)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	EVP_PKEY *key = NULL;
	X509 *certificate = server_certificate(&key, "mx1.voorbeeld.nl");

	SSL_CTX_set_security_level(ctx, 0);
	SSL_CTX_use_certificate(ctx, certificate);
	SSL_CTX_use_PrivateKey(ctx, key);
	X509_free(certificate);
	EVP_PKEY_free(key);
	/* A second certificate, of the other kind. */
	if (server->protocol != NULL && strncmp(server->protocol, "both", 4) == 0) {
		key = EVP_RSA_gen(2048);
		certificate = server_certificate(&key, "mx1.voorbeeld.nl");
		SSL_CTX_use_certificate(ctx, certificate);
		SSL_CTX_use_PrivateKey(ctx, key);
		X509_free(certificate);
		EVP_PKEY_free(key);
	}
	if (server->protocol != NULL && strcmp(server->protocol, "both, TLSv1.2") == 0)
		SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION);
	if (server->protocol != NULL && strcmp(server->protocol, "TLSv1") == 0)
		SSL_CTX_set_max_proto_version(ctx, TLS1_VERSION);
	if (server->protocol != NULL && strcmp(server->protocol, "TLSv1") == 0)
		SSL_CTX_set_min_proto_version(ctx, TLS1_VERSION);
	if (server->protocol != NULL && strcmp(server->protocol, "TLSv1.2") == 0)
		SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION);
	if (server->protocol != NULL && strcmp(server->protocol, "DHE") == 0) {
		SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION);
		SSL_CTX_set_dh_auto(ctx, 1);
		SSL_CTX_set_cipher_list(ctx, "DHE:@SECLEVEL=0");
	}
	/* A certificate of the client's, wished for or demanded. */
	if (server->protocol != NULL && strcmp(server->protocol, "asks") == 0)
		SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
	if (server->protocol != NULL && strcmp(server->protocol, "demands") == 0)
		SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	if (server->protocol != NULL && strcmp(server->protocol, "P-384") == 0)
		SSL_CTX_set1_groups_list(ctx, "P-384");
	if (server->protocol != NULL && strcmp(server->protocol, "aNULL") == 0)
		SSL_CTX_set_cipher_list(ctx, "aNULL:@SECLEVEL=0");
	if (server->protocol != NULL && strcmp(server->protocol, "aNULL") == 0)
		SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION);
	return ctx;
}

/* mail_say - a line, in TLS where there is one */
static inline void mail_say(int peer, SSL *ssl, const char *text, size_t len)
{
	if (ssl != NULL)
		SSL_write(ssl, text, (int)len);
	else if (write(peer, text, len) < 0)
		return;
}

/* mail_hear - one line of the client's; false: it hung up */
static inline bool mail_hear(int peer, SSL *ssl)
{
	char c = 0;

	while (c != '\n') {
		if ((ssl != NULL ? SSL_read(ssl, &c, 1) : (int)read(peer, &c, 1)) <= 0)
			return false;
	}
	return true;
}

/* mail_talk - one dialogue by the script: "S<line>" says, "C" hears a line, "T" begins TLS, "N"
 * tells the SNI, "P" pauses, "F" floods with 8 MiB, "H" hangs up, "X<octets>" says without an end of line;
 * steps are lines themselves */
static inline void mail_talk(const struct server *server, int peer, SSL_CTX *ctx)
{
	static char flood[8 << 20];
	const char *p = server->script;
	SSL *ssl = NULL;
	char line[512];

	while (*p != '\0') {
		size_t len = strcspn(p, "\n");
		int n = snprintf(
		    line, sizeof(line), "%.*s%s", (int)len - 1, p + 1, *p == 'S' ? "\r\n" : "");

		if (*p == 'S' || *p == 'X')
			mail_say(peer, ssl, line, (size_t)n);
		if (*p == 'N') {
			const char *name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);

			n = snprintf(
			    line, sizeof(line), "SNI %s\r\n", name != NULL ? name : "none");
			mail_say(peer, ssl, line, (size_t)n);
		}
		if (*p == 'P')
			usleep(30000);
		if (*p == 'F') {
			memset(flood, 'x', sizeof(flood));
			mail_say(peer, ssl, flood, sizeof(flood));
		}
		if (*p == 'H' || (*p == 'C' && !mail_hear(peer, ssl)))
			break;
		if (*p == 'T') {
			ssl = SSL_new(ctx);
			SSL_set_fd(ssl, peer);
			if (SSL_accept(ssl) != 1)
				break;
		}
		p += len + (p[len] == '\n');
	}
	if (ssl != NULL)
		SSL_shutdown(ssl);
	SSL_free(ssl);
	close(peer);
}

/* serve_mail - one dialogue after the other */
static inline void serve_mail(const struct server *server, int fd)
{
	SSL_CTX *ctx = server_tls(server);

	for (;;)
		mail_talk(server, accept(fd, NULL, NULL), ctx);
}

#endif
