/* SPDX-License-Identifier: BSD-2-Clause */
/* test_recording - what was recorded comes again, to the microsecond; damaged files do no harm */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/base/file.h"
#include "core/net/recording_impl.h"
#include "net_client.h"
#include "net_server.h"

#define TO_TLS   "S220 hi\nC\nS250 clear\nC\nS220 go\n"
#define DIALOGUE TO_TLS "T\nC\nS250 tls\nC\nS221 left\nC\n"

/* Three clients of one network: one asks, two speak to mail hosts. */
enum { CLIENTS = 3 };

struct run {
	char directory[64];
	struct server dns, tcp, mail, injector;
	struct net_address nobody;
	struct client clients[CLIENTS];
	char *file; /* the recording of run_all, and its length */
	size_t len;
};

static const struct net_recording_head head = {
	.resolver = "192.0.2.53@53",
	.anchors = ". IN DS 1 13 2 00\n. IN DS 2 13 2 00\n",
	.ehlo = "probe.voorbeeld.nl",
	.hints = ". NS a.root.\na.root. A 192.0.2.50\n",
	.iterate = true,
	.minimise = true,
	.dns_port = 5353,
	.smtp_port = 25,
	.tlsa_port = 26,
	.timeout_ms = 1234,
	.family = 6,
	.no_smtp = true,
	.at_given = true,
	.at = 1769850000,
};

/* run_on - gives all clients a network, empty logs, and lets them act */
static void run_on(struct run *run, struct ds_loop *loop, struct net *net)
{
	const struct net_ops *ops = net->ops;
	struct net_exchange *x;
	size_t i;

	for (i = 0; i < CLIENTS; i++) {
		struct client *client = &run->clients[i];

		memset(client, 0, sizeof(*client));
		client->loop = loop;
		client->net = net;
		client->stamps = true;
	}
	ops->tick(net);
	client_note(&run->clients[0], "begins");
	client_ask(&run->clients[0], &run->dns.address, NET_UDP, 2000);
	client_ask(&run->clients[0], &run->dns.address, NET_UDP, 2000);
	client_ask(&run->clients[0], &run->tcp.address, NET_TCP, 2000);
	client_ask(&run->clients[0], &run->tcp.address, NET_UDP, 60); /* refused */
	x = client_ask(&run->clients[0], &run->dns.address, NET_UDP, 2000);
	ops->ask_cancel(net, x);
	run->clients[0].pending--;
	client_ask(&run->clients[0], &run->dns.address, NET_UDP, 2000);
	client_open(&run->clients[1], &run->mail.address);
	client_open(&run->clients[2], &run->injector.address);
	for (i = 0; i < CLIENTS; i++)
		client_run(&run->clients[i]);
	/* later, outside of any delivery */
	ops->tick(net);
	client_note(&run->clients[0], "goes on");
	client_open(&run->clients[2], &run->mail.address);
	client_open(&run->clients[1], &run->nobody);
	client_run(&run->clients[2]);
	client_run(&run->clients[1]);
}

/* load - the file at `path` */
static void load(const char *path, char **out, size_t *len)
{
	char problem[FILE_PROBLEM];

	if (!file_read(out, len, path, 1 << 24, problem))
		fail_msg("%s", problem);
}

/* store - octets into a file */
static void store(const char *path, const char *octets, size_t len)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(octets, 1, len, file), len);
	fclose(file);
}

/* run_up - records the run against real servers */
static int run_up(void **state)
{
	struct run *run = calloc(1, sizeof(*run));
	struct ds_loop *loop = ds_loop_new();
	struct net_problem problem;
	struct net *net;

	*state = run;
	snprintf(run->directory, sizeof(run->directory), "/tmp/danescope-recording.XXXXXX");
	if (mkdtemp(run->directory) == NULL || chdir(run->directory) != 0)
		return 1;
	run->dns.script = "iwA";
	run->tcp.script = "dA";
	run->mail.script = DIALOGUE;
	run->injector.script = TO_TLS "P\nX\x80 plain\r\n\nC\n";
	server_start(&run->dns, SOCK_DGRAM, serve_udp);
	server_start(&run->tcp, SOCK_STREAM, serve_tcp);
	server_start(&run->mail, SOCK_STREAM, serve_mail);
	server_start(&run->injector, SOCK_STREAM, serve_mail);
	close(server_socket(SOCK_STREAM, &run->nobody));
	net = net_recorder_new(net_live_new(loop), "run", &head, &problem);
	if (net == NULL)
		return 1;
	net_recorder_domain(net, "voorbeeld.nl");
	run_on(run, loop, net);
	net_recorder_domain(net, "xn--caf-dma.nl");
	if (!net_recorder_finish(net, &problem))
		return 1;
	net->ops->free(net);
	ds_loop_free(loop);
	load("run", &run->file, &run->len);
	return 0;
}

/* run_down - servers, files and memory; after a failure too */
static int run_down(void **state)
{
	struct run *run = *state;
	DIR *directory = opendir(run->directory);
	struct dirent *entry;

	server_stop(&run->dns);
	server_stop(&run->tcp);
	server_stop(&run->mail);
	server_stop(&run->injector);
	while (directory != NULL && (entry = readdir(directory)) != NULL) {
		if (entry->d_type != DT_DIR)
			unlinkat(dirfd(directory), entry->d_name, 0);
	}
	if (directory != NULL)
		closedir(directory);
	if (chdir("/") != 0 || rmdir(run->directory) != 0)
		return 1;
	free(run->file);
	free(run);
	return 0;
}

/* replay_file - the clients on a recording, if it can be read; false: see *problem */
static bool replay_file(struct run *run, const char *path, struct net_problem *problem)
{
	struct ds_loop *loop = ds_loop_new();
	struct net *net = net_replay_new(loop, path, problem);

	if (net != NULL) {
		run_on(run, loop, net);
		net->ops->free(net);
	}
	ds_loop_free(loop);
	return net != NULL;
}

/* test_same - every delivery, its octets and its moment; twice */
static void test_same(void **state)
{
	struct run *run = *state;
	struct net_problem problem;
	struct run *again = calloc(1, sizeof(*again));
	int round;
	size_t i;

	assert_non_null(strstr(run->clients[0].log, "reply ok forged 1 len 24"));
	assert_non_null(strstr(run->clients[0].log, "reply refused"));
	assert_non_null(strstr(run->clients[1].log, "secured TLSv1.3"));
	assert_non_null(strstr(run->clients[1].log, "left\n"));
	assert_non_null(strstr(run->clients[1].log, "ended refused"));
	assert_non_null(strstr(run->clients[2].log, "ended closed: plain text instead of TLS"));
	for (round = 0; round < 2; round++) {
		*again = *run;
		again->file = NULL;
		if (!replay_file(again, "run", &problem))
			fail_msg("%s", problem.text);
		for (i = 0; i < CLIENTS; i++)
			assert_string_equal(again->clients[i].log, run->clients[i].log);
	}
	free(again);
}

/* test_head - how the run was set up, and what it was of */
static void test_head(void **state)
{
	struct net_problem problem;
	struct ds_loop *loop = ds_loop_new();
	struct net *net = net_replay_new(loop, "run", &problem);
	const struct net_recording_head *got;

	(void)state;
	assert_non_null(net);
	got = net_replay_head(net);
	assert_string_equal(got->resolver, head.resolver);
	assert_string_equal(got->anchors, head.anchors);
	assert_string_equal(got->ehlo, head.ehlo);
	assert_int_equal(got->smtp_port, head.smtp_port);
	assert_int_equal(got->tlsa_port, head.tlsa_port);
	assert_int_equal(got->timeout_ms, head.timeout_ms);
	assert_int_equal(got->family, head.family);
	assert_true(got->no_smtp && got->at_given);
	assert_string_equal(got->hints, head.hints);
	assert_true(got->iterate && got->minimise);
	assert_int_equal(got->dns_port, head.dns_port);
	assert_int_equal(got->at, head.at);
	assert_string_equal(net_replay_domains(net)[0], "voorbeeld.nl");
	assert_string_equal(net_replay_domains(net)[1], "xn--caf-dma.nl");
	assert_null(net_replay_domains(net)[2]);
	assert_in_range(net->epoch_us / 1000000, 1700000000, 4000000000);
	net->ops->free(net);
	ds_loop_free(loop);
}

/* replay_client - one client on the recording; its network must be freed by the caller */
static struct client *replay_client(void)
{
	struct client *client = calloc(1, sizeof(*client));
	struct net_problem problem;

	client->loop = ds_loop_new();
	client->net = net_replay_new(client->loop, "run", &problem);
	assert_non_null(client->net);
	return client;
}

/* client_free - with its network */
static void client_free(struct client *client)
{
	client->net->ops->free(client->net);
	ds_loop_free(client->loop);
	free(client);
}

/* test_other_client - one that says another name comes through; one that leaves early, too */
static void test_other_client(void **state)
{
	struct run *run = *state;
	struct client *client = replay_client();

	client->ehlo = "newer.voorbeeld.nl";
	client_open(client, &run->mail.address);
	client_run(client);
	assert_string_equal(client->log,
	    "connected\nreceived 220 hi\\x0d\\x0a\nreceived 250 clear\\x0d\\x0a\n"
	    "received 220 go\\x0d\\x0a\n"
	    "secured TLSv1.3 TLS_AES_256_GCM_SHA384 X25519 256 certs 1\n"
	    "received 250 tls\\x0d\\x0a\nreceived 221 left\\x0d\\x0a\nleft\n");
	client->used = 0;
	client->impatient = true;
	client_open(client, &run->mail.address);
	client_run(client);
	assert_string_equal(client->log, "connected\nreceived 220 hi\\x0d\\x0a\nleft\n");
	client_free(client);
}

/* silent - a handler that never answers */
static void silent(void *arg, const uint8_t *data, size_t len)
{
	(void)data;
	client_note(arg, "heard %zu", len);
}

/* hasty - begins TLS before anything was said */
static void hasty(void *arg)
{
	struct client *client = arg;

	client_note(client, "hurries");
	client->net->ops->start_tls(client->net, client->stream, "mx1.voorbeeld.nl");
	client->net->ops->send(client->net, client->stream, "x", 1);
}

/* test_unfit - a client that does nothing, or something else: told so, never left waiting */
static void test_unfit(void **state)
{
	struct net_stream_handler handler = client_handler;
	struct run *run = *state;
	struct client *client = replay_client();

	handler.received = silent;
	client->pending = 1;
	client->stream =
	    client->net->ops->open(client->net, &run->mail.address, 1000, &handler, client);
	client_run(client);
	assert_string_equal(client->log, "connected\nheard 8\nended not-recorded\n");

	client->used = 0;
	handler.connected = hasty;
	client->pending = 1;
	client->stream =
	    client->net->ops->open(client->net, &run->mail.address, 1000, &handler, client);
	client_run(client);
	assert_string_equal(client->log, "hurries\nended not-recorded\n");
	client_free(client);
}

/* test_absent - questions and connections that were never recorded, or once too often */
static void test_absent(void **state)
{
	struct run *run = *state;
	struct client *client = replay_client();
	struct net_address elsewhere;
	int i;

	assert_true(net_address_parse(&elsewhere, "192.0.2.99@53", 0));
	client_ask(client, &elsewhere, NET_UDP, 1000);
	client_ask(client, &run->dns.address, NET_TCP, 1000);
	client_open(client, &elsewhere);
	assert_int_equal(client->used, 0); /* from the loop */
	client_run(client);
	assert_string_equal(client->log,
	    "reply not-recorded forged 0 len 0 \nreply not-recorded forged 0 len 0 \n"
	    "ended not-recorded\n");
	client->used = 0;
	/* the third was cancelled there and is not here, the fifth is one too many */
	for (i = 0; i < 5; i++)
		client_ask(client, &run->dns.address, NET_UDP, 1000);
	client_run(client);
	assert_int_equal(strncmp(client->log, "reply not-recorded", 18), 0);
	assert_non_null(strstr(client->log, "reply ok"));
	assert_string_equal(
	    strrchr(client->log, '\n') - 34, "reply not-recorded forged 0 len 0 \n");
	client_free(client);
}

/* test_purpose - a look that was not recorded is not taken for the dialogue that was */
static void test_purpose(void **state)
{
	struct run *run = *state;
	struct client *client = replay_client();

	for (int i = NET_RSA; i < NET_PURPOSES; i++) {
		client->used = 0;
		client->purpose = (enum net_purpose)i;
		client_open(client, &run->mail.address);
		client_run(client);
		assert_string_equal(client->log, "ended not-recorded\n");
	}
	client->used = 0;
	client->purpose = NET_DIALOGUE;
	client_open(client, &run->mail.address);
	client_run(client);
	assert_int_equal(strncmp(client->log, "connected\n", 10), 0);
	client_free(client);
}

/* test_cancelled - exchanges freed while they are under way */
static void test_cancelled(void **state)
{
	struct run *run = *state;
	struct client *client = replay_client();
	struct net_exchange *x = client_ask(client, &run->dns.address, NET_UDP, 1000);

	client->net->ops->ask_cancel(client->net, x);
	client_open(client, &run->mail.address);
	client->net->ops->close(client->net, client->stream);
	client->pending = 0;
	ds_loop_run(client->loop); /* nothing is waited for: it returns */
	client_ask(client, &run->dns.address, NET_UDP, 1000); /* the teardown frees these */
	client_open(client, &run->mail.address);
	assert_int_equal(client->used, 0);
	client_free(client);
}

/* test_cut - cut at any line it is refused, with the line; cut anywhere it does no harm */
static void test_cut(void **state)
{
	struct run *run = *state;
	struct recording *recording;
	struct net_problem problem;
	size_t len, lines = 0;
	char want[200];

	for (len = 0; len < run->len; len++) {
		char *copy = malloc(len + 1); /* so that a read too far is seen */

		memcpy(copy, run->file, len);
		recording = recording_read(copy, len, "run", &problem);
		/* the last newline is the one octet that may go */
		assert_int_equal(recording != NULL, len == run->len - 1);
		recording_free(recording);
		free(copy);
		if (len > 0 && run->file[len - 1] == '\n') {
			lines++;
			snprintf(
			    want, sizeof(want), "run, line %zu: it is cut short here", lines + 1);
			assert_string_equal(problem.text, want);
		}
		assert_true(text_is_clean(problem.text));
	}
	assert_true(lines > 30);
}

/* test_flipped - one octet wrong, anywhere: refused with a sentence, or played to an end */
static void test_flipped(void **state)
{
	static const char flips[] = { 1, 16, '"' ^ '{', (char)0x80 };
	struct run *run = *state, *again = calloc(1, sizeof(*again));
	unsigned played = 0, refused = 0, n = 0;
	struct net_problem problem;
	size_t at, i;

	for (at = 0; at < run->len; at++) {
		for (i = 0; i < sizeof(flips); i++) {
			struct recording *recording;

			run->file[at] ^= flips[i];
			recording = recording_read(run->file, run->len, "run", &problem);
			if (recording == NULL)
				refused++;
			if (recording == NULL)
				assert_true(text_is_clean(problem.text));
			if (recording != NULL && n++ % 101 == 0) {
				store("other", run->file, run->len);
				*again = *run;
				assert_true(replay_file(again, "other", &problem));
				played++;
			}
			recording_free(recording);
			run->file[at] ^= flips[i];
		}
	}
	free(again);
	assert_true(played > 10);
	assert_true(refused > 1000);
}

/* A network whose clock stands still: asks are answered when the test says so. */
struct still {
	struct net net;
	net_reply_fn *fn;
	void *arg;
};

/* still_ask - keeps the callback */
static struct net_exchange *still_ask(
    struct net *net, const struct net_ask *ask, net_reply_fn *fn, void *arg)
{
	struct still *still = (struct still *)net;

	(void)ask;
	still->fn = fn;
	still->arg = arg;
	return (struct net_exchange *)net;
}

/* still_tick - no time passes */
static void still_tick(struct net *net)
{
	(void)net;
}

/* test_moments - no two deliveries have the same, though the clock says so */
static void test_moments(void **state)
{
	static const struct net_ops ops = {
		.ask = still_ask, .tick = still_tick, .free = still_tick
	};
	struct still still = { .net = { .ops = &ops, .now_us = 7 } };
	struct net_reply reply = { .error = NET_TIMEOUT };
	struct client *client = calloc(1, sizeof(*client));
	struct net_problem problem;
	int i;

	(void)state;
	client->loop = ds_loop_new();
	client->stamps = true;
	client->net = net_recorder_new(&still.net, "other", &head, &problem);
	assert_non_null(client->net);
	client->net->ops->tick(client->net);
	for (i = 0; i < 3; i++) {
		struct net_address address = { .family = 4 };

		client_ask(client, &address, NET_UDP, 1);
		still.fn(still.arg, &reply);
	}
	still.net.now_us = 1000;
	client->net->ops->tick(client->net);
	client_note(client, "end");
	assert_string_equal(client->log,
	    "@9 reply timeout forged 0 len 0 \n@10 reply timeout forged 0 len 0 \n"
	    "@11 reply timeout forged 0 len 0 \n@1000 end\n");
	client_free(client);
}

/* test_place - not through a link; the file is not there until it is finished; a full disk is told */
static void test_place(void **state)
{
	struct net_problem problem;
	struct ds_loop *loop = ds_loop_new();
	struct net *live = net_live_new(loop), *net;
	struct stat st;

	(void)state;
	assert_int_equal(symlink("run", "link"), 0);
	assert_null(net_recorder_new(live, "link", &head, &problem));
	assert_string_equal(problem.text, "link is not a regular file");
	assert_null(net_recorder_new(live, ".", &head, &problem));
	assert_null(net_recorder_new(live, "no/such", &head, &problem));
	net = net_recorder_new(live, "other", &head, &problem);
	assert_non_null(net);
	unlink("other");
	net->ops->tick(net);
	assert_int_equal(stat("other", &st), -1);
	assert_true(net_recorder_finish(net, &problem));
	assert_int_equal(stat("other", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	net->ops->tick(net); /* it goes on, as a plain network */
	assert_true(net_recorder_finish(net, &problem));
	net->ops->free(net);

	net = net_recorder_new(net_live_new(loop), "other", &head, &problem);
	unlink("other");
	net->ops->free(net); /* never finished: nothing stays (run_down sees to that) */
	assert_int_equal(stat("other", &st), -1);
	assert_null(net_replay_new(loop, "other", &problem));
	assert_string_equal(problem.text, "cannot read other: No such file or directory");
	ds_loop_free(loop);
}

/* test_readable - text as text, octets as hex, the question in words */
static void test_readable(void **state)
{
	struct run *run = *state;

	assert_non_null(strstr(run->file, "\"question\": \"mx.nl MX\""));
	assert_non_null(strstr(run->file, "\"received\": \"220 hi\\r\\n\""));
	assert_non_null(strstr(run->file, "\"sent\": \"EHLO probe\\r\\n\""));
	assert_non_null(strstr(run->file, "\"start_tls\": \"mx1.voorbeeld.nl\""));
	assert_non_null(strstr(run->file, "\"result\": \"cancelled\""));
	assert_non_null(
	    strstr(run->file, "\"ended\": \"closed\", \"words\": \"plain text instead of TLS\""));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_head),
		cmocka_unit_test(test_readable),
		cmocka_unit_test(test_other_client),
		cmocka_unit_test(test_unfit),
		cmocka_unit_test(test_absent),
		cmocka_unit_test(test_purpose),
		cmocka_unit_test(test_cancelled),
		cmocka_unit_test(test_moments),
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_flipped),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests_name("recording", tests, run_up, run_down) != 0;
}
