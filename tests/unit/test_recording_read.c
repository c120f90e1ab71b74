/* SPDX-License-Identifier: BSD-2-Clause */
/* test_recording_read - what is wrong with a recording is said with its line; one is kept */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/loop.h"
#include "core/danescope.h"
#include "core/limits.h"
#include "core/net/recording_impl.h"

#define FIRST                                                                                      \
	"{\"schema\":\"danescope.recording/1\",\"epoch_us\":1,\"head\":{\"smtp_port\":25,"         \
	"\"tlsa_port\":25,\"timeout_ms\":1,\"family\":0}}\n"
#define STREAM "{\"stream\":1,\"server\":\"192.0.2.1@25\",\"begin_us\":1}\n"
#define ASK                                                                                        \
	"{\"ask\":1,\"server\":\"192.0.2.1@53\",\"transport\":\"udp\",\"end_us\":1,\"forged\":0,"

/* test_malformed - what is wrong, and where */
static void test_malformed(void **state)
{
	static const struct {
		const char *text, *sentence;
	} rows[] = {
		{ "", "x, line 1: there is no recording in it" },
		{ "\n", "x, line 1: it is not a JSON object" },
		{ "[]\n", "x, line 1: it is not a JSON object" },
		{ "{}\n", "x, line 1: this is no recording that this version understands" },
		{ "{\"schema\":\"danescope.recording/2\"}\n",
		    "x, line 1: this is no recording that this version understands" },
		{ "{\"schema\":\"danescope.recording/1\"}\n", "x, line 1: its moment is missing" },
		{ "{\"schema\":\"danescope.recording/1\",\"epoch_us\":9223372036854775807}\n",
		    "x, line 1: its moment is missing" },
		{ "{\"schema\":\"danescope.recording/1\",\"epoch_us\":1}\n",
		    "x, line 1: its head has no ports, time-out or family" },
		{ FIRST, "x, line 2: it is cut short here" },
		{ FIRST "{\"end\":2}\n", "x, line 2: it is of no known kind" },
		{ FIRST "{\"end\":1}\n{}\n", "x, line 3: it comes after the end" },
		{ FIRST "{\"tick\":-1}\n", "x, line 2: its moment is missing" },
		{ FIRST "{\"tick\":1,\"tick\":2}\n", "x, line 2: it is not a JSON object" },
		{ FIRST "{\"domain\":\"a\\u001bb\"}\n", "x, line 2: its domain is none" },
		{ FIRST "{\"domain\":\"A.nl\"}\n", "x, line 2: its domain is none" },
		{ FIRST STREAM STREAM, "x, line 3: its connection has begun before" },
		{ FIRST "{\"stream\":1,\"server\":\"192.0.2.1\"}\n",
		    "x, line 2: its server is no address with a port" },
		{ FIRST "{\"stream\":1,\"us\":1,\"connected\":true}\n",
		    "x, line 2: its connection has not begun" },
		{ FIRST STREAM "{\"stream\":1,\"us\":5,\"connected\":true}\n"
			       "{\"stream\":1,\"us\":4,\"received\":\"x\"}\n",
		    "x, line 4: it happens before, or after the end of, what the lines above "
		    "tell" },
		{ FIRST STREAM "{\"stream\":1,\"us\":5,\"left\":true}\n"
			       "{\"stream\":1,\"us\":6,\"received\":\"x\"}\n",
		    "x, line 4: it happens before, or after the end of, what the lines above "
		    "tell" },
		{ FIRST STREAM "{\"stream\":1,\"us\":5,\"received\":7}\n",
		    "x, line 3: nothing that could happen to a connection" },
		{ FIRST STREAM "{\"stream\":1,\"us\":5,\"received_hex\":\"0\"}\n",
		    "x, line 3: nothing that could happen to a connection" },
		{ FIRST STREAM "{\"stream\":1,\"us\":5,\"ended\":\"ok\"}\n",
		    "x, line 3: its end is no known word" },
		{ FIRST STREAM
		    "{\"stream\":1,\"us\":5,\"ended\":\"closed\",\"words\":\"\\u202e\"}\n",
		    "x, line 3: its words are not fit to be shown" },
		{ FIRST STREAM "{\"stream\":1,\"us\":5,\"secured\":{\"version\":\"\\u001b\"}}\n",
		    "x, line 3: the version, cipher or bits of its handshake are missing" },
		{ FIRST STREAM
		    "{\"stream\":1,\"us\":5,\"secured\":{\"version\":\"v\",\"cipher\":\"c\","
		    "\"bits\":1,\"certificates\":[1]}}\n",
		    "x, line 3: its certificates are no hex, or too many" },
		{ FIRST STREAM
		    "{\"stream\":1,\"us\":5,\"secured\":{\"version\":\"v\",\"cipher\":\"c\","
		    "\"bits\":1,\"certificates\":[\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\","
		    "\"\",\"\"]}}\n",
		    "x, line 3: its certificates are no hex, or too many" },
		{ FIRST ASK "\"result\":\"fine\"}\n", "x, line 2: its result is no known word" },
		{ FIRST ASK "\"result\":\"ok\",\"request\":\"0x00\"}\n",
		    "x, line 2: a message in it is no hex" },
		{ FIRST ASK "\"result\":\"ok\",\"request\":\"000102\"}\n",
		    "x, line 2: a message in it is missing, too long or too many" },
		{ FIRST ASK "\"result\":\"timeout\",\"request\":\"00\"}\n",
		    "x, line 2: a message in it is missing, too long or too many" },
	};
	struct net_problem problem;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_null(recording_read(rows[i].text, strlen(rows[i].text), "x", &problem));
		assert_string_equal(problem.text, rows[i].sentence);
	}
}

/* test_bounds - a line of over a mebibyte, and one nested as deep as it is long */
static void test_bounds(void **state)
{
	size_t len = (1 << 20) + 2, first = strlen(FIRST);
	char *text = malloc(first + len);
	struct net_problem problem;

	(void)state;
	memcpy(text, FIRST, first);
	memset(text + first, '[', len);
	assert_null(recording_read(text, first + len, "x", &problem));
	assert_string_equal(problem.text, "x, line 2: it is too long");
	assert_null(recording_read(text, first + 500000, "x", &problem));
	assert_string_equal(problem.text, "x, line 2: it is not a JSON object");
	free(text);
}

/* test_kept - what was kept is saved at any time, up to a bound */
static void test_kept(void **state)
{
	static const struct net_recording_head head = { .resolver = "192.0.2.53@53",
		.anchors = ". IN DS 1 13 2 00\n",
		.smtp_port = 25,
		.tlsa_port = 25,
		.timeout_ms = 1000 };
	char path[] = "/tmp/danescope-kept.XXXXXX";
	struct net_problem problem;
	struct ds_loop *loop = ds_loop_new();
	struct net *net = net_recorder_new(net_live_new(loop), NULL, &head, &problem), *replay;

	(void)state;
	close(mkstemp(path));
	for (int i = 0; i < 2; i++) {
		net_recorder_domain(net, i ? "b.example" : "a.example");
		assert_true(net_recorder_save(net, path, &problem));
		replay = net_replay_new(loop, path, &problem);
		assert_non_null(replay);
		assert_string_equal(net_replay_domains(replay)[i], i ? "b.example" : "a.example");
		replay->ops->free(replay);
	}
	unlink(path);
	for (size_t i = 0; i < RECORDING_KEPT / sizeof("{\"domain\": \"\"}"); i++)
		net_recorder_domain(net, "");
	assert_false(net_recorder_save(net, path, &problem));
	net->ops->free(net);
	ds_loop_free(loop);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_kept),
	};

	return cmocka_run_group_tests_name("recording_read", tests, NULL, NULL) != 0;
}
