/* SPDX-License-Identifier: BSD-2-Clause */
/* smtp_watch - a watcher that writes down what it is told */
#include "tests/unit/smtp_watch.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/remark.h"

/* A server that asks for a certificate: with it the dialogue goes on after the handshake. */
const struct net_tls watch_tls = {
	.version = "TLSv1.2\x1b[2J", .cipher = "X", .asked_certificate = true
};

/* on_step - keeps the last one */
static void on_step(void *arg, enum ds_step step)
{
	((struct seen *)arg)->step = step;
}

/* on_line - "S 220 mx" */
static void on_line(void *arg, enum ds_line_from from, const char *text)
{
	struct seen *seen = arg;
	char words[REMARK_WORDS];
	int n = snprintf(seen->log + seen->len, WATCH_LOG - seen->len, "%c %s\n", "LSCT"[from],
	    remark_english(words, sizeof(words), text));

	assert_true(n > 0 && (size_t)n < WATCH_LOG - seen->len);
	assert_int_equal(seen->done, 0);
	seen->len += (size_t)n;
	seen->lines++;
	if (seen->cancel != NULL && seen->lines == seen->cancel_at)
		smtp_cancel(*seen->cancel);
}

/* on_secured - counts certificates */
static void on_secured(void *arg, const struct net_tls *tls)
{
	((struct seen *)arg)->secured = tls->ncerts + 1;
}

/* on_done - keeps the result */
static void on_done(void *arg, const struct smtp_result *result)
{
	struct seen *seen = arg;
	char words[REMARK_WORDS];

	seen->done++;
	seen->result = *result;
	snprintf(seen->error, sizeof(seen->error), "%s",
	    result->error != NULL ? remark_english(words, sizeof(words), result->error) : "");
	seen->result.error = NULL;
}

static const struct smtp_watcher watcher = {
	.step = on_step,
	.line = on_line,
	.secured = on_secured,
	.done = on_done,
};

/* watch_start - a session with the options of all tests */
struct smtp_session *watch_start(struct net *net, struct seen *seen, const char *ehlo)
{
	const struct smtp_options options = {
		.ehlo = ehlo,
		.sni = "mx.example.org",
		.step_ms = 10000,
		.total_ms = 30000,
	};
	struct net_address address;

	assert_true(net_address_parse(&address, "192.0.2.25", 25));
	return smtp_start(net, &address, &options, &watcher, seen);
}

/* watch_run - one dialogue from beginning to end */
struct seen *watch_run(const struct script *script, size_t chunk, size_t cut)
{
	struct seen *seen = calloc(1, sizeof(*seen));
	struct net *net = net_script_new(script, chunk, cut);

	assert_non_null(seen);
	assert_non_null(watch_start(net, seen, "probe.example"));
	if (!net_script_run(net))
		fail_msg("offence: %s\n%s", net_script_offence(net), seen->log);
	assert_int_equal(seen->done, 1);
	net->ops->free(net);
	return seen;
}
