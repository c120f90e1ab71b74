/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A good TLS handshake with a fault at every octet that the server sends
 *
 * Real sockets, a real OpenSSL server in a process of its own: it speaks SMTP up
 * to the leave to begin TLS, and spoils one octet of its handshake: changed, lost,
 * doubled; or it hangs up, pauses or falls silent there. Whatever happens: one end,
 * within the bound, and nothing is taken for the server's certificate but that.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>
#include <sys/mman.h>

#include "core/base/loop.h"
#include "core/base/remark.h"
#include "core/base/text.h"
#include "core/net/net.h"
#include "core/smtp/session.h"
#include "tests/unit/net_server.h"

#define STEP_MS  60 /* of the client, where the server falls silent */
#define TOTAL_MS 10000
#define SLACK    4
#define CERT_MAX 2048

enum fault { NONE, CHANGE, LOSE, DOUBLE, HANG_UP, PAUSE, SILENCE };

/* What both processes see. */
struct shared {
	enum fault fault;
	size_t at;
	size_t sent; /* octets of the server's handshake, after a dialogue */
	size_t certificate_len;
	uint8_t certificate[CERT_MAX];
};

/* What became of a dialogue. */
struct end {
	struct ds_loop *loop;
	unsigned done, secured;
	enum ds_starttls starttls;
	bool genuine; /* the one certificate that was shown is the server's */
	const struct shared *shared;
};

struct stage {
	struct shared *shared;
	struct server server;
	struct ds_loop *loop;
	struct net *net;
};

/* plain - the part in clear; false: the client hung up */
static bool plain(int peer)
{
	static const char *const says[] = { "220 mx\r\n", "250-mx\r\n250 STARTTLS\r\n",
		"220 go\r\n" };

	for (size_t i = 0; i < 3; i++) {
		if (write(peer, says[i], strlen(says[i])) < 0)
			return false;
		if (i < 2 && !mail_hear(peer, NULL))
			return false;
	}
	return true;
}

/* send_spoilt - octets of the handshake, with the fault where it falls; false: it ends here */
static bool send_spoilt(struct shared *shared, int peer, const uint8_t *data, size_t len)
{
	uint8_t out[16384 + 1];
	size_t here = shared->at - shared->sent, n = 0;
	bool mine = shared->fault != NONE && shared->at >= shared->sent && here < len;

	shared->sent += len;
	for (size_t i = 0; i < len && n < sizeof(out) - 1; i++) {
		bool now = mine && i == here;

		if (now && shared->fault >= HANG_UP) {
			if (n > 0 && write(peer, out, n) < 0)
				return false;
			n = 0;
			if (shared->fault == HANG_UP)
				return false;
			usleep(shared->fault == SILENCE ? 4 * STEP_MS * 1000 : 2000);
		}
		if (now && shared->fault == LOSE)
			continue;
		out[n++] = data[i];
		if (now && shared->fault == CHANGE)
			out[n - 1] ^= (uint8_t)(1 << (shared->at % 8));
		if (now && shared->fault == DOUBLE)
			out[n++] = data[i];
	}
	return write(peer, out, n) == (ssize_t)n;
}

/* shake - the handshake, through memory */
static void shake(struct shared *shared, int peer, SSL *ssl, BIO *in, BIO *out)
{
	uint8_t buf[16384];

	shared->sent = 0;
	for (;;) {
		struct pollfd wait = { .fd = peer, .events = POLLIN };
		int n = SSL_do_handshake(ssl);

		while ((n = BIO_read(out, buf, sizeof(buf))) > 0)
			if (!send_spoilt(shared, peer, buf, (size_t)n))
				return;
		/* After a fault the client may wait for what it has lost: it learns that nothing comes. */
		if (shared->sent > shared->at && shared->fault >= CHANGE && shared->fault <= DOUBLE)
			shutdown(peer, SHUT_WR);
		if (poll(&wait, 1, TOTAL_MS) <= 0)
			return;
		n = (int)read(peer, buf, sizeof(buf));
		if (n <= 0)
			return;
		BIO_write(in, buf, n);
	}
}

/* serve - one dialogue after the other; `script` is what both processes see */
static void serve(const struct server *server, int fd)
{
	SSL_CTX *ctx = server_tls(server);
	struct shared *shared;

	memcpy(&shared, server->script, sizeof(shared));
	SSL_CTX_set_num_tickets(ctx, 0);
	shared->certificate_len = (size_t)i2d_X509(
	    SSL_CTX_get0_certificate(ctx), &(unsigned char *){ shared->certificate });
	alarm(100);
	for (;;) {
		int peer = accept(fd, NULL, NULL);
		SSL *ssl = SSL_new(ctx);
		BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());

		SSL_set_bio(ssl, in, out);
		SSL_set_accept_state(ssl);
		if (plain(peer))
			shake(shared, peer, ssl, in, out);
		SSL_free(ssl);
		close(peer);
	}
}

/* on_step - nothing */
static void on_step(void *arg, enum ds_step step)
{
	(void)step;
	assert_int_equal(((struct end *)arg)->done, 0);
}

/* on_line - nothing */
static void on_line(void *arg, enum ds_line_from from, const char *text)
{
	char words[REMARK_WORDS];

	(void)from;
	assert_true(text_is_clean(remark_words(words, sizeof(words), text)));
	assert_int_equal(((struct end *)arg)->done, 0);
}

/* on_secured - what was shown is compared with what the server has */
static void on_secured(void *arg, const struct net_tls *tls)
{
	struct end *end = arg;

	end->secured++;
	end->genuine = tls->ncerts == 1 && tls->certs[0].len == end->shared->certificate_len &&
		       memcmp(tls->certs[0].data, end->shared->certificate, tls->certs[0].len) == 0;
}

/* on_done - the end */
static void on_done(void *arg, const struct smtp_result *result)
{
	struct end *end = arg;

	end->done++;
	end->starttls = result->starttls;
	ds_loop_stop(end->loop);
}

/* dialogue - one of them, with a fault; *end says what came of it */
static void dialogue(struct stage *stage, enum fault fault, size_t at, struct end *end)
{
	static const struct smtp_watcher watcher = { on_step, on_line, on_secured, on_done };
	const struct smtp_options options = { .ehlo = "probe.example",
		.sni = "mx1.voorbeeld.nl",
		.step_ms = fault == SILENCE ? STEP_MS : TOTAL_MS,
		.total_ms = TOTAL_MS };
	uint64_t began = ds_loop_ticks(stage->loop);

	stage->shared->fault = fault;
	stage->shared->at = at;
	*end = (struct end){ .loop = stage->loop, .shared = stage->shared };
	stage->net->ops->tick(stage->net);
	assert_non_null(smtp_start(stage->net, &stage->server.address, &options, &watcher, end));
	ds_loop_run(stage->loop);
	if (end->done != 1 || ds_loop_ticks(stage->loop) - began > TOTAL_MS * 1000ull)
		fail_msg("fault %d at %zu: %u ends, after %llu us", fault, at, end->done,
		    (unsigned long long)(ds_loop_ticks(stage->loop) - began));
	if (end->secured > 1 || (end->secured > 0 && !end->genuine))
		fail_msg("fault %d at %zu: a certificate that is not the server's", fault, at);
	if (end->starttls == DS_TLS_OK && end->secured == 0)
		fail_msg("fault %d at %zu: TLS that was not", fault, at);
}

/* set_up - a server of this version, and a network to reach it */
static void set_up(struct stage *stage, const char *version, char script[sizeof(void *)])
{
	memset(stage, 0, sizeof(*stage));
	stage->shared = mmap(
	    NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(stage->shared != MAP_FAILED);
	memcpy(script, &stage->shared, sizeof(stage->shared));
	stage->server = (struct server){ .script = script, .protocol = version };
	server_start(&stage->server, SOCK_STREAM, serve);
	stage->loop = ds_loop_new();
	stage->net = net_live_new(stage->loop);
	assert_non_null(stage->net);
}

/* tear_down - their end */
static void tear_down(struct stage *stage)
{
	stage->net->ops->free(stage->net);
	ds_loop_free(stage->loop);
	server_stop(&stage->server);
	munmap(stage->shared, sizeof(struct shared));
}

/* every_octet - a fault at each octet of one version's handshake; how many got through all the same */
static size_t every_octet(struct stage *stage, enum fault fault, size_t octets, size_t step)
{
	size_t through = 0;

	for (size_t at = 0; at < octets; at += step) {
		struct end end;

		dialogue(stage, fault, at, &end);
		through += end.starttls == DS_TLS_OK;
	}
	return through;
}

/* any_version - all faults on one version */
static void any_version(const char *version, size_t least)
{
	char script[sizeof(void *)];
	struct stage stage;
	struct end end;
	size_t octets;

	set_up(&stage, version, script);
	dialogue(&stage, NONE, 0, &end);
	assert_int_equal(end.starttls, DS_TLS_OK);
	assert_int_equal(end.secured, 1);
	octets = stage.shared->sent;
	assert_in_range(octets, least, 4096);
	/* What a changed octet does not spoil is a version number that nobody reads (RFC 8446 section
	 * 5.1), and the like: a handful. Signatures differ in length, so that the last faults may fall
	 * behind the end. */
	assert_in_range(every_octet(&stage, CHANGE, octets, 1), 0, 24);
	assert_in_range(every_octet(&stage, LOSE, octets, 1), 0, SLACK);
	assert_in_range(every_octet(&stage, DOUBLE, octets, 1), 0, SLACK);
	assert_in_range(every_octet(&stage, HANG_UP, octets, 1), 0, SLACK);
	assert_int_equal(every_octet(&stage, PAUSE, octets, 8), (octets + 7) / 8);
	assert_in_range(every_octet(&stage, SILENCE, octets, 64), 0, 1);
	tear_down(&stage);
}

static void tls_1_3(void **state)
{
	(void)state;
	any_version(NULL, 500);
}

static void tls_1_2(void **state)
{
	(void)state;
	any_version("TLSv1.2", 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tls_1_3),
		cmocka_unit_test(tls_1_2),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests_name("tls_injector", tests, NULL, NULL) != 0;
}
