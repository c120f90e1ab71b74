/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * recorder - a network that writes down what another one does
 *
 * No two deliveries have the same moment, also where the clock says so: their
 * order is what a replay lives by. What goes wrong with the file is kept until
 * the end; the exchanges go on.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "core/base/file.h"
#include "core/base/i18n.h"
#include "core/limits.h"
#include "core/net/recorder_impl.h"
#include "core/net/recording_impl.h"

struct net_exchange {
	struct net_recorder *recorder;
	struct net_exchange *inner;
	net_reply_fn *fn;
	void *arg;
	uint64_t number, begin_us;
	struct net_address server;
	enum net_transport transport;
	bool delivering;
	size_t len;
	uint8_t wire[];
};

/* recorder_of - the recorder behind the interface, of which that is the first member */
struct net_recorder *recorder_of(struct net *net)
{
	return (struct net_recorder *)net;
}

/* recorder_stamp - a moment later than any before */
void recorder_stamp(struct net_recorder *recorder)
{
	uint64_t now = recorder->inner->now_us;

	recorder->net.now_us = now > recorder->net.now_us ? now : recorder->net.now_us + 1;
}

/* discard - nothing is written any more, and what was goes */
static void discard(struct net_recorder *recorder)
{
	if (recorder->file == NULL && recorder->out != NULL)
		fclose(recorder->out);
	recorder->file = file_new_discard(recorder->file);
	recorder->out = NULL;
}

/* fail - there will be no file */
static void fail(struct net_recorder *recorder, const char *why)
{
	snprintf(recorder->problem.text, sizeof(recorder->problem.text),
	    _("the recording could not be written: %s"), why);
	recorder->failed = true;
	discard(recorder);
}

/* recorder_write - one line */
void recorder_write(struct net_recorder *recorder, json_t *line)
{
	char *text = line != NULL ? json_dumps(line, JSON_ENSURE_ASCII) : NULL;
	size_t len = text != NULL ? strlen(text) : 0;

	json_decref(line);
	if (recorder->out == NULL) {
		free(text);
		return;
	}
	if (text == NULL)
		fail(recorder, strerror(ENOMEM));
	else if (len > RECORDING_LINE || len >= recorder->most - recorder->octets)
		fail(recorder, _("it has become too large"));
	else if (fprintf(recorder->out, "%s\n", text) < 0)
		fail(recorder, strerror(errno));
	recorder->octets += len + 1;
	recorder->lines++;
	free(text);
}

/* exchange_write - how a question ended */
static void exchange_write(const struct net_exchange *x, int result, const struct net_reply *reply)
{
	struct net_recorder *recorder = x->recorder;
	struct recorded_ask ask = { 0 };

	if (recorder->out == NULL)
		return;
	ask.number = x->number;
	ask.server = x->server;
	ask.transport = x->transport;
	ask.request = x->wire;
	ask.request_len = x->len;
	ask.end_us = recorder->net.now_us;
	ask.result = result;
	if (reply != NULL) {
		ask.forged = reply->forged;
		ask.reply = reply->error == NET_OK ? reply->wire : NULL;
		ask.reply_len = ask.reply != NULL ? reply->len : 0;
	}
	recorder_write(recorder, recording_make_ask(&ask, x->begin_us));
}

/* exchange_reply - from the inner network: written down and passed on */
static void exchange_reply(void *arg, const struct net_reply *reply)
{
	struct net_exchange *x = arg;

	x->delivering = true;
	recorder_stamp(x->recorder);
	exchange_write(x, (int)reply->error, reply);
	x->fn(x->arg, reply);
	free(x);
}

/* recorder_ask - a question */
static struct net_exchange *recorder_ask(
    struct net *net, const struct net_ask *ask, net_reply_fn *fn, void *arg)
{
	struct net_recorder *recorder = recorder_of(net);
	struct net_exchange *x = calloc(1, sizeof(*x) + ask->len);

	if (x == NULL)
		return NULL;
	x->recorder = recorder;
	x->fn = fn;
	x->arg = arg;
	x->begin_us = net->now_us;
	x->server = ask->server;
	x->transport = ask->transport;
	x->len = ask->len;
	memcpy(x->wire, ask->wire, ask->len);
	x->inner = recorder->inner->ops->ask(recorder->inner, ask, exchange_reply, x);
	if (x->inner == NULL) {
		free(x);
		return NULL;
	}
	x->number = recorder->exchanges++;
	return x;
}

/* recorder_ask_cancel - written down as such, for it has a place in the order */
static void recorder_ask_cancel(struct net *net, struct net_exchange *x)
{
	struct net_recorder *recorder = recorder_of(net);

	if (x->delivering)
		return;
	recorder->inner->ops->ask_cancel(recorder->inner, x->inner);
	exchange_write(x, RECORDING_CANCELLED, NULL);
	free(x);
}

/* recorder_tick - a moment that a replay must know too */
static void recorder_tick(struct net *net)
{
	struct net_recorder *recorder = recorder_of(net);

	recorder->inner->ops->tick(recorder->inner);
	recorder_stamp(recorder);
	if (recorder->out != NULL)
		recorder_write(recorder, json_pack("{s:I}", "tick", (json_int_t)net->now_us));
}

/* recorder_free - with the inner network; a file that was not finished goes too */
static void recorder_free(struct net *net)
{
	struct net_recorder *recorder = recorder_of(net);

	recorder->inner->ops->free(recorder->inner);
	discard(recorder);
	free(recorder);
}

static const struct net_ops recorder_ops = {
	.ask = recorder_ask,
	.ask_cancel = recorder_ask_cancel,
	.open = recorder_open,
	.send = recorder_send,
	.start_tls = recorder_start_tls,
	.deadline = recorder_deadline,
	.close = recorder_close,
	.tick = recorder_tick,
	.free = recorder_free,
};

/* open_out - where to write to: the file that is named, or one without a name */
static bool open_out(struct net_recorder *recorder, const char *path, struct net_problem *problem)
{
	if (path != NULL) {
		recorder->file = file_new_open(path, problem->text);
		recorder->out = recorder->file != NULL ? file_new_stream(recorder->file) : NULL;
		return recorder->out != NULL;
	}
	recorder->out = tmpfile();
	if (recorder->out == NULL)
		snprintf(problem->text, sizeof(problem->text), "%s", strerror(errno));
	return recorder->out != NULL;
}

/* net_recorder_new - around another network. On failure that one stays the caller's. */
struct net *net_recorder_new(struct net *inner, const char *path,
    const struct net_recording_head *head, struct net_problem *problem)
{
	struct net_recorder *recorder = calloc(1, sizeof(*recorder));

	_Static_assert(sizeof(problem->text) >= FILE_PROBLEM, "a sentence of core/base/file fits");
	if (recorder == NULL) {
		snprintf(problem->text, sizeof(problem->text), "%s", _("out of memory"));
		return NULL;
	}
	recorder->net.ops = &recorder_ops;
	recorder->net.now_us = inner->now_us;
	recorder->net.epoch_us = inner->epoch_us;
	recorder->inner = inner;
	recorder->most = path != NULL ? RECORDING_OCTETS : RECORDING_KEPT;
	if (!open_out(recorder, path, problem)) {
		free(recorder);
		return NULL;
	}
	recorder_write(recorder, recording_make_first(inner->epoch_us, head));
	if (recorder->failed) {
		*problem = recorder->problem;
		free(recorder);
		return NULL;
	}
	return &recorder->net;
}

/* net_recorder_domain - one that is asked for */
void net_recorder_domain(struct net *net, const char *domain)
{
	struct net_recorder *recorder = recorder_of(net);

	if (recorder->out != NULL)
		recorder_write(recorder, json_pack("{s:s}", "domain", domain));
}

/* net_recorder_finish - the file gets its name */
bool net_recorder_finish(struct net *net, struct net_problem *problem)
{
	struct net_recorder *recorder = recorder_of(net);
	struct file_new *file;

	if (recorder->out != NULL)
		recorder_write(recorder, json_pack("{s:I}", "end", (json_int_t)recorder->lines));
	if (recorder->failed) {
		*problem = recorder->problem;
		return false;
	}
	file = recorder->file;
	if (file == NULL)
		discard(recorder);
	recorder->file = NULL;
	recorder->out = NULL;
	return file == NULL || file_new_commit(file, problem->text);
}

/* copy - all that was written so far, and the end; false: it could not be written */
static bool copy(struct net_recorder *recorder, FILE *to)
{
	char octets[8192];
	size_t n;

	if (fflush(recorder->out) != 0 || fseek(recorder->out, 0, SEEK_SET) != 0)
		return false;
	while ((n = fread(octets, 1, sizeof(octets), recorder->out)) > 0) {
		if (fwrite(octets, 1, n, to) != n)
			break;
	}
	if (fseek(recorder->out, 0, SEEK_END) != 0 || n > 0)
		return false;
	return fprintf(to, "{\"end\": %zu}\n", recorder->lines) > 0;
}

/* net_recorder_save - what is kept, into a file */
bool net_recorder_save(struct net *net, const char *path, struct net_problem *problem)
{
	struct net_recorder *recorder = recorder_of(net);
	struct file_new *file;

	if (recorder->failed) {
		*problem = recorder->problem;
		return false;
	}
	if (recorder->file != NULL || recorder->out == NULL) {
		snprintf(problem->text, sizeof(problem->text), "%s",
		    _("a recording is being made already: it is complete when the program ends"));
		return false;
	}
	file = file_new_open(path, problem->text);
	if (file == NULL)
		return false;
	if (copy(recorder, file_new_stream(file)))
		return file_new_commit(file, problem->text);
	snprintf(problem->text, sizeof(problem->text), _("the recording could not be written: %s"),
	    strerror(errno));
	file_new_discard(file);
	return false;
}
