/* SPDX-License-Identifier: BSD-2-Clause */
/* test_net_live - sockets, against servers that lie, stall, flood and hang up */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "net_client.h"
#include "net_server.h"

#define QUESTION "81000001000000000000026d78026e6c00000f0001"

const char *__asan_default_options(void);

/* __asan_default_options - else AddressSanitizer keeps what is freed, and test_flood measures that */
const char *__asan_default_options(void)
{
	return "quarantine_size_mb=1:thread_local_quarantine_size_kb=64";
}

/* client_up - a live network on a loop of its own */
static int client_up(void **state)
{
	struct client *client = calloc(1, sizeof(*client));

	client->loop = ds_loop_new();
	client->net = net_live_new(client->loop);
	*state = client;
	return client->net == NULL;
}

/* client_down */
static int client_down(void **state)
{
	struct client *client = *state;

	client->net->ops->free(client->net);
	ds_loop_free(client->loop);
	free(client);
	return 0;
}

/* hear_script - asks a server with this script; what comes of it stands in the log */
static void hear_script(
    struct client *client, enum net_transport transport, const char *script, unsigned timeout_ms)
{
	struct server server = { .script = script };

	if (transport == NET_UDP)
		server_start(&server, SOCK_DGRAM, serve_udp);
	else
		server_start(&server, SOCK_STREAM, serve_tcp);
	client->used = 0;
	assert_non_null(client_ask(client, &server.address, transport, timeout_ms));
	assert_int_equal(client->used, 0); /* never from within the call */
	client_run(client);
	server_stop(&server);
}

/* ask_script - what comes of a question to a server with this script */
static void ask_script(struct client *client, enum net_transport transport, const char *script,
    unsigned timeout_ms, const char *want)
{
	hear_script(client, transport, script, timeout_ms);
	assert_string_equal(client->log, want);
}

/* test_udp - the right answer wins, however many wrong ones come first */
static void test_udp(void **state)
{
	struct client *client = *state;

	ask_script(client, NET_UDP, "A", 2000, "reply ok forged 0 len 24 " QUESTION "41\n");
	ask_script(client, NET_UDP, "iqyorxnwA", 2000, "reply ok forged 7 len 24 " QUESTION "41\n");
	ask_script(client, NET_UDP, "swA", 2000, "reply ok forged 0 len 24 " QUESTION "41\n");
	ask_script(client, NET_UDP, "c", 2000,
	    "reply ok forged 0 len 24 81000001000000000000024d58024e4c00000f000163\n");
	ask_script(client, NET_UDP, "t", 2000,
	    "reply ok forged 0 len 24 83000001000000000000026d78026e6c00000f000174\n");
	ask_script(client, NET_UDP, "b", 2000, "reply ok forged 0 len 12 81010000000000000000\n");
	ask_script(client, NET_UDP, "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiA", 2000,
	    "reply ok forged 49 len 24 " QUESTION "41\n");
}

/* test_udp_silence - a deadline is one, whatever else comes */
static void test_udp_silence(void **state)
{
	struct client *client = *state;
	uint64_t before = ds_loop_ticks(client->loop), took;
	unsigned forged, len;

	ask_script(client, NET_UDP, "", 60, "reply timeout forged 0 len 0 \n");
	took = ds_loop_ticks(client->loop) - before;
	assert_in_range(took, 55000, 1000000);
	before = ds_loop_ticks(client->loop);
	hear_script(client, NET_UDP, "iwiwiwiwiwiwiw", 70);
	took = ds_loop_ticks(client->loop) - before;
	assert_in_range(took, 65000, 1000000);
	/* four come within 70 ms; on a busy machine some may be late, but not all, and none is the reply */
	assert_int_equal(sscanf(client->log, "reply timeout forged %u len %u", &forged, &len), 2);
	assert_in_range(forged, 1, 4);
	assert_int_equal(len, 0);
}

/* test_refused - nobody there: said at once, for UDP too */
static void test_refused(void **state)
{
	struct client *client = *state;
	struct net_address nobody, nowhere;

	close(server_socket(SOCK_DGRAM, &nobody));
	client_ask(client, &nobody, NET_UDP, 2000);
	client_run(client);
	client_ask(client, &nobody, NET_TCP, 2000);
	client_run(client);
	client_open(client, &nobody);
	client_run(client);
	/* an address that no packet can be sent to */
	assert_true(net_address_parse(&nowhere, "fe80::1@53", 0));
	client_ask(client, &nowhere, NET_UDP, 2000);
	client_run(client);
	client_ask(client, &nowhere, NET_TCP, 2000);
	client_run(client);
	client_open(client, &nowhere);
	client_run(client);
	assert_string_equal(client->log,
	    "reply refused forged 0 len 0 \nreply refused forged 0 len 0 \nended refused\n"
	    "reply unreachable forged 0 len 0 \nreply unreachable forged 0 len 0 \n"
	    "ended unreachable\n");
}

/* test_tcp - messages in one piece, octet by octet, several, or none */
static void test_tcp(void **state)
{
	struct client *client = *state;

	ask_script(client, NET_TCP, "A", 2000, "reply ok forged 0 len 24 " QUESTION "41\n");
	ask_script(client, NET_TCP, "dA", 2000, "reply ok forged 0 len 24 " QUESTION "41\n");
	ask_script(client, NET_TCP, "dixqA", 2000, "reply ok forged 3 len 24 " QUESTION "41\n");
	ask_script(client, NET_TCP, "h", 2000, "reply closed forged 0 len 0 \n");
	ask_script(client, NET_TCP, "ih", 2000, "reply closed forged 1 len 0 \n");
	ask_script(client, NET_TCP, "", 60, "reply timeout forged 0 len 0 \n");
}

/* test_ids - random, and so are ports: no two questions look alike */
static void test_ids(void **state)
{
	struct client *client = *state;
	uint16_t ids[64], ports[64];
	struct net_address own, from;
	int fd = server_socket(SOCK_DGRAM, &own);
	size_t i, j, same_ids = 0, same_ports = 0, steps = 0;

	for (i = 0; i < 64; i++) {
		struct sockaddr_storage storage = { 0 };
		socklen_t len = sizeof(storage);
		uint8_t buf[512];
		struct net_exchange *x = client_ask(client, &own, NET_UDP, 2000);

		assert_int_equal(
		    recvfrom(fd, buf, sizeof(buf), 0, (struct sockaddr *)&storage, &len), 23);
		assert_true(net_address_from_sockaddr(&from, &storage));
		ids[i] = (uint16_t)(buf[0] << 8 | buf[1]);
		ports[i] = from.port;
		client->net->ops->ask_cancel(client->net, x);
		client->pending--;
		for (j = 0; j < i; j++) {
			same_ids += ids[i] == ids[j];
			same_ports += ports[i] == ports[j];
		}
		steps += i > 0 && (uint16_t)(ids[i] - ids[i - 1]) <= 2;
	}
	close(fd);
	assert_true(same_ids < 4);
	assert_true(same_ports < 8);
	assert_true(steps < 4);
	assert_int_equal(client->used, 0);
}

/* test_descriptors - none left: told as an error, from the loop */
static void test_descriptors(void **state)
{
	struct client *client = *state;
	struct net_address somebody;
	struct rlimit old, none;
	int fd = server_socket(SOCK_STREAM, &somebody);

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
	none = old;
	none.rlim_cur = 3;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	client_ask(client, &somebody, NET_UDP, 2000);
	assert_int_equal(client->used, 0);
	client_run(client);
	client_ask(client, &somebody, NET_TCP, 2000);
	client_run(client);
	client_open(client, &somebody);
	client_run(client);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
	close(fd);
	assert_string_equal(client->log,
	    "reply no-memory forged 0 len 0 \nreply no-memory forged 0 len 0 \n"
	    "ended no-memory\n");
}

/* test_clock - now_us is the moment of the delivery */
static void test_clock(void **state)
{
	struct client *client = *state;
	uint64_t before;

	client->net->ops->tick(client->net);
	before = client->net->now_us;
	ask_script(client, NET_UDP, "", 50, "reply timeout forged 0 len 0 \n");
	assert_in_range(client->net->now_us - before, 45000, 1000000);
	assert_in_range(client->net->epoch_us / 1000000, 1700000000, 4000000000);
}

/* mail_script - what comes of a dialogue with a server that follows this script */
static void mail_script(
    struct client *client, const char *protocol, const char *script, const char *want)
{
	struct server server = { .script = script, .protocol = protocol };

	server_start(&server, SOCK_STREAM, serve_mail);
	client->used = 0;
	client->log[0] = '\0';
	client->received = 0;
	client_open(client, &server.address);
	assert_int_equal(client->used, 0);
	client_run(client);
	server_stop(&server);
	if (want != NULL)
		assert_string_equal(client->log, want);
}

#define CLEAR_PART                                                                                 \
	"connected\nreceived 220 hi\\x0d\\x0a\nreceived 250 clear\\x0d\\x0a\n"                     \
	"received 220 go\\x0d\\x0a\n"
#define TLS_PART "received 250 tls\\x0d\\x0a\nreceived 221 left\\x0d\\x0a\nleft\n"
#define TO_TLS   "S220 hi\nC\nS250 clear\nC\nS220 go\n"
#define DIALOGUE TO_TLS "T\nC\nS250 tls\nC\nS221 left\nC\n"

/* test_tls - a whole dialogue, with every kind of TLS that may still be met */
static void test_tls(void **state)
{
	struct client *client = *state;

	mail_script(client, NULL, DIALOGUE,
	    CLEAR_PART "secured TLSv1.3 TLS_AES_256_GCM_SHA384 X25519 256 certs 1\n" TLS_PART);
	mail_script(client, "P-384", DIALOGUE,
	    CLEAR_PART "secured TLSv1.3 TLS_AES_256_GCM_SHA384 P-384 256 certs 1\n" TLS_PART);
	mail_script(client, "TLSv1.2", DIALOGUE,
	    CLEAR_PART
	    "secured TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384 X25519 256 certs 1\n" TLS_PART);
	mail_script(client, "TLSv1", DIALOGUE,
	    CLEAR_PART "secured TLSv1 ECDHE-ECDSA-AES256-SHA X25519 256 certs 1\n" TLS_PART);
}

/* test_keys - of a server with certificates of two kinds the one that is wished for is shown; of one
 * with a single kind it or none: in TLS 1.3 and 1.2 alike */
static void test_keys(void **state)
{
	static const struct {
		enum net_purpose purpose;
		const char *protocol, *signature; /* NULL: the handshake fails */
	} cases[] = {
		{ NET_RSA, "both", "rsa_pss_sha256" },
		{ NET_ECDSA, "both", "ecdsa_secp256r1_sha256" },
		{ NET_RSA, "both, TLSv1.2", "rsa_pss_sha256" },
		{ NET_ECDSA, "both, TLSv1.2", "ecdsa_secp256r1_sha256" },
		{ NET_RSA, NULL, NULL },
		{ NET_RSA, "TLSv1.2", NULL },
		{ NET_ECDSA, NULL, "ecdsa_secp256r1_sha256" },
		{ NET_ECDSA, "TLSv1", "ecdsa_sha1" },
		{ NET_NAMELESS, NULL, "ecdsa_secp256r1_sha256" },
	};
	struct client *client = *state;

	client->step_ms = 10000; /* the server makes an RSA key first */
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		client->purpose = cases[i].purpose;
		client->sni = cases[i].purpose == NET_NAMELESS ? "" : NULL;
		client->signature[0] = '\0';
		mail_script(client, cases[i].protocol, DIALOGUE, NULL);
		assert_string_equal(
		    client->signature, cases[i].signature != NULL ? cases[i].signature : "");
		if (cases[i].signature == NULL)
			assert_non_null(strstr(client->log, "ended closed: "));
	}
}

/* test_client_certificate - a server that asks for one is told of; one that demands it, and in TLS 1.3
 * says so only after the handshake, is found out when something is said to it */
static void test_client_certificate(void **state)
{
	struct client *client = *state;

	mail_script(client, "asks", DIALOGUE,
	    CLEAR_PART
	    "secured TLSv1.3 TLS_AES_256_GCM_SHA384 X25519 256 certs 1 asked\n" TLS_PART);
	mail_script(client, "demands", DIALOGUE, NULL);
	assert_non_null(strstr(client->log, "certs 1 asked\n"));
	assert_non_null(
	    strstr(client->log, "ended closed")); /* with the alert, if that came first */
	assert_null(strstr(client->log, "250 tls"));
}

/* test_tls_failures - each with words of its own */
static void test_tls_failures(void **state)
{
	struct client *client = *state;

	mail_script(client, NULL, TO_TLS "P\nS250 injected\nC\n",
	    CLEAR_PART "ended closed: plain text instead of TLS\n");
	mail_script(client, NULL, TO_TLS "H\n",
	    CLEAR_PART "ended closed: the server hung up during the handshake\n");
	mail_script(client, "aNULL", TO_TLS "T\n",
	    CLEAR_PART "ended closed: TLS alert: handshake failure\n");
	/* a record of TLS that is no ServerHello */
	mail_script(client, NULL, TO_TLS "P\nX\x16\x03\x03\x01\x04zzzz\nH\n",
	    CLEAR_PART "ended closed: the server hung up during the handshake\n");
	mail_script(client, NULL, TO_TLS "P\nX\x17\x03\x03\x01\x04zzzz\nP\nC\nC\n", NULL);
	assert_non_null(strstr(client->log, "ended closed: "));
}

/* test_injection - clear text behind the reply to STARTTLS is given to the owner */
static void test_injection(void **state)
{
	struct client *client = *state;

	mail_script(client, NULL, "S220 hi\nC\nS250 clear\nC\nX220 go\r250 injected\nT\nH\n", NULL);
	assert_non_null(strstr(client->log, "received 220 go\\x0d250 injected\n"));
}

/* test_tls_silence - a handshake that never begins meets the deadline */
static void test_tls_silence(void **state)
{
	struct client *client = *state;

	client->step_ms = 150;
	mail_script(client, NULL, TO_TLS "C\nC\nC\nC\nC\nC\nC\nC\n", NULL);
	assert_non_null(strstr(client->log, "ended timeout\n"));
	mail_script(client, NULL, "S220 hi\nC\nC\n",
	    "connected\nreceived 220 hi\\x0d\\x0a\nended timeout\n");
	mail_script(
	    client, NULL, "S220 hi\nH\n", "connected\nreceived 220 hi\\x0d\\x0a\nended closed\n");
	/* more octets do not put it off */
	mail_script(
	    client, NULL, "S220-\nP\nS220-\nP\nS220-\nP\nS220-\nP\nS220-\nP\nS220-\nP\nC\n", NULL);
	assert_non_null(strstr(client->log, "ended timeout\n"));
}

/* moment_of - when a line with this text was logged */
static uint64_t moment_of(const struct client *client, const char *text)
{
	const char *at = strstr(client->log, text);

	assert_non_null(at);
	while (at > client->log && *at != '@')
		at--;
	return strtoull(at + 1, NULL, 10);
}

/* test_nagle - the first reply in TLS does not wait for an acknowledgement of ours; the best of some,
 * since the machine may have other things to do */
static void test_nagle(void **state)
{
	struct client *client = *state;
	uint64_t best = UINT64_MAX;
	int i;

	client->stamps = true;
	for (i = 0; i < 5; i++) {
		uint64_t took;

		mail_script(client, NULL, DIALOGUE, NULL);
		took = moment_of(client, "received 250 tls") - moment_of(client, "secured");
		best = took < best ? took : best;
	}
	assert_in_range(best, 0, 35000);
}

/* test_names - SNI is for host names; other names do without */
static void test_names(void **state)
{
#define LONG "a.very.long.name.a.very.long.name.a.very.long.name.a.very.long.name."
	static const struct {
		const char *name, *seen;
	} rows[] = {
		{ "mx1.voorbeeld.nl", "mx1.voorbeeld.nl" },
		{ "_25._tcp.mx1.voorbeeld.nl", "_25._tcp.mx1.voorbeeld.nl" },
		{ "", "none" },
		{ "192.0.2.1", "none" },
		{ "2001:db8::1", "none" },
		{ "mx\r\n.nl", "none" },
		{ LONG LONG LONG LONG "nl", "none" },
	};
	struct client *client = *state;
	char want[500];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		client->sni = rows[i].name;
		snprintf(want, sizeof(want),
		    CLEAR_PART "secured TLSv1.3 TLS_AES_256_GCM_SHA384 X25519 256 certs 1\n"
			       "received SNI %s\\x0d\\x0a\nended closed\n",
		    rows[i].seen);
		mail_script(client, NULL, TO_TLS "T\nC\nN\nH\n", want);
	}
}

/* test_cancel - from within callbacks, and of what has only begun */
static void test_cancel(void **state)
{
	struct client *client = *state;
	struct server server = { .script = DIALOGUE };

	client->impatient = true;
	mail_script(client, NULL, "S220 hi\nC\n", "connected\nreceived 220 hi\\x0d\\x0a\nleft\n");

	server_start(&server, SOCK_STREAM, serve_mail);
	client_open(client, &server.address);
	client->net->ops->close(client->net, client->stream);
	client_open(client, &server.address); /* left open: the teardown must free it */
	client_ask(client, &server.address, NET_TCP, 1000);
	client_ask(client, &server.address, NET_UDP, 1000);
	client->pending = 0;
	server_stop(&server);
}

/* test_flood - megabytes in clear text and in TLS pass through, and none stays */
static void test_flood(void **state)
{
	struct client *client = *state;
	struct rusage before, after;

	mail_script(client, NULL, "S220 hi\nC\nH\n", NULL);
	getrusage(RUSAGE_SELF, &before);
	mail_script(client, NULL, "F\nH\n", NULL);
	assert_int_equal(client->received, 8 << 20);
	mail_script(client, NULL, TO_TLS "T\nC\nF\nH\n", NULL);
	assert_true(client->received > 8 << 20);
	getrusage(RUSAGE_SELF, &after);
	assert_true(after.ru_maxrss - before.ru_maxrss < 4096); /* KiB */
}

int main(void)
{
#define LIVE_TEST(f) cmocka_unit_test_setup_teardown(f, client_up, client_down)
	static const struct CMUnitTest tests[] = {
		LIVE_TEST(test_udp),
		LIVE_TEST(test_udp_silence),
		LIVE_TEST(test_refused),
		LIVE_TEST(test_tcp),
		LIVE_TEST(test_ids),
		LIVE_TEST(test_descriptors),
		LIVE_TEST(test_clock),
		LIVE_TEST(test_tls),
		LIVE_TEST(test_keys),
		LIVE_TEST(test_client_certificate),
		LIVE_TEST(test_tls_failures),
		LIVE_TEST(test_injection),
		LIVE_TEST(test_tls_silence),
		LIVE_TEST(test_nagle),
		LIVE_TEST(test_names),
		LIVE_TEST(test_cancel),
		LIVE_TEST(test_flood),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests_name("net_live", tests, NULL, NULL) != 0;
}
