/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * replay - a network that has already happened
 *
 * What was recorded is delivered in the order of its moments, each from the
 * loop, none waited for. A client that does what the recorded one did sees the
 * same to the microsecond. One that does something else (a newer version) gets
 * what fits; where nothing fits, or nothing more can come, NET_NOT_RECORDED.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/file.h"
#include "core/base/i18n.h"
#include "core/base/loop.h"
#include "core/limits.h"
#include "core/net/recording_impl.h"
#include "core/net/replay_impl.h"

/* A client may take a few rounds of the loop before it does what it is waited for. */
#define PATIENCE_US 20000

struct net_exchange {
	struct replay_turn turn; /* first */
	const struct recorded_ask *recorded;
	net_reply_fn *fn;
	void *arg;
	bool delivering;
};

/* replay_of - the replay behind the interface, of which that is the first member */
struct net_replay *replay_of(struct net *net)
{
	return (struct net_replay *)net;
}

/* arm - as long as there is something to deliver, or someone to let down */
static void arm(struct net_replay *replay)
{
	if (!TAILQ_EMPTY(&replay->queue))
		ds_watch_after(replay->timer, 0);
	else if (!TAILQ_EMPTY(&replay->waiting))
		ds_watch_after(replay->timer, PATIENCE_US);
	else
		ds_watch_cancel(replay->timer);
}

/* replay_remove - out of the queue, or of those that wait */
void replay_remove(struct replay_turn *turn)
{
	if (turn->queued)
		TAILQ_REMOVE(&turn->replay->queue, turn, link);
	if (turn->waiting)
		TAILQ_REMOVE(&turn->replay->waiting, turn, link);
	turn->queued = turn->waiting = false;
}

/* replay_queue - what is recorded later stands near the end, so the place is looked for from there */
void replay_queue(struct replay_turn *turn, uint64_t us)
{
	struct replay_turns *queue = &turn->replay->queue;
	struct replay_turn *before;

	replay_remove(turn);
	turn->us = us;
	before = TAILQ_LAST(queue, replay_turns);
	while (before != NULL && before->us > us)
		before = TAILQ_PREV(before, replay_turns, link);
	if (before != NULL)
		TAILQ_INSERT_AFTER(queue, before, turn, link);
	else
		TAILQ_INSERT_HEAD(queue, turn, link);
	turn->queued = true;
	arm(turn->replay);
}

/* replay_wait - until its client does something, or nothing else is left */
void replay_wait(struct replay_turn *turn)
{
	replay_remove(turn);
	TAILQ_INSERT_TAIL(&turn->replay->waiting, turn, link);
	turn->waiting = true;
	arm(turn->replay);
}

/* next - one delivery. With nothing to deliver, whoever still waits would wait for ever. */
static void next(void *arg)
{
	struct net_replay *replay = arg;
	struct replay_turn *turn = TAILQ_FIRST(&replay->queue);
	bool lost = turn == NULL;

	if (lost)
		turn = TAILQ_FIRST(&replay->waiting);
	if (turn != NULL) {
		if (!lost)
			replay->net.now_us = turn->us;
		replay_remove(turn);
		turn->deliver(turn, lost);
	}
	arm(replay);
}

/* exchange_deliver - the one callback of a question */
static void exchange_deliver(struct replay_turn *turn, bool lost)
{
	struct net_exchange *x = (struct net_exchange *)turn;
	struct net_reply reply = { .error = NET_NOT_RECORDED };

	if (!lost && x->recorded != NULL) {
		reply.error = (enum net_error)x->recorded->result;
		reply.wire = x->recorded->reply;
		reply.len = x->recorded->reply_len;
		reply.forged = x->recorded->forged;
	}
	x->delivering = true;
	x->fn(x->arg, &reply);
	free(x);
}

/* replay_ask - the next one recorded that is the same */
static struct net_exchange *replay_ask(
    struct net *net, const struct net_ask *ask, net_reply_fn *fn, void *arg)
{
	struct net_replay *replay = replay_of(net);
	struct net_exchange *x = ask->len >= 2 ? calloc(1, sizeof(*x)) : NULL;

	if (x == NULL)
		return NULL;
	x->turn.replay = replay;
	x->turn.deliver = exchange_deliver;
	x->fn = fn;
	x->arg = arg;
	x->recorded = recording_take_ask(replay->recording, ask);
	if (x->recorded == NULL)
		replay_queue(&x->turn, net->now_us);
	else if (x->recorded->result == RECORDING_CANCELLED)
		replay_wait(&x->turn);
	else
		replay_queue(&x->turn,
		    x->recorded->end_us > net->now_us ? x->recorded->end_us : net->now_us);
	return x;
}

/* replay_ask_cancel - no callback follows */
static void replay_ask_cancel(struct net *net, struct net_exchange *x)
{
	if (x->delivering)
		return;
	replay_remove(&x->turn);
	arm(replay_of(net));
	free(x);
}

/* replay_tick - the moment that it was at this tick */
static void replay_tick(struct net *net)
{
	struct net_replay *replay = replay_of(net);

	if (replay->ticks < replay->recording->nticks)
		net->now_us = replay->recording->ticks[replay->ticks++];
}

/* free_turns - what its owner forgot */
static void free_turns(struct replay_turns *turns)
{
	struct replay_turn *turn;

	while ((turn = TAILQ_FIRST(turns)) != NULL) {
		TAILQ_REMOVE(turns, turn, link);
		free(turn);
	}
}

/* replay_free - with the recording */
static void replay_free(struct net *net)
{
	struct net_replay *replay = replay_of(net);

	free_turns(&replay->queue);
	free_turns(&replay->waiting);
	ds_watch_free(replay->timer);
	recording_free(replay->recording);
	free(replay);
}

static const struct net_ops replay_ops = {
	.ask = replay_ask,
	.ask_cancel = replay_ask_cancel,
	.open = replay_open,
	.send = replay_send,
	.start_tls = replay_start_tls,
	.deadline = replay_deadline,
	.close = replay_close,
	.tick = replay_tick,
	.free = replay_free,
};

/* read_file - a recording from its file; NULL: see *problem */
static struct recording *read_file(const char *path, struct net_problem *problem)
{
	struct recording *recording;
	size_t len;
	char *buf;

	_Static_assert(sizeof(problem->text) >= FILE_PROBLEM, "a sentence of core/base/file fits");
	if (!file_read(&buf, &len, path, RECORDING_OCTETS, problem->text))
		return NULL;
	recording = recording_read(buf, len, path, problem);
	free(buf);
	return recording;
}

/* net_replay_new - of a file */
struct net *net_replay_new(struct ds_loop *loop, const char *path, struct net_problem *problem)
{
	struct net_replay *replay = calloc(1, sizeof(*replay));

	if (replay == NULL)
		goto no_memory;
	TAILQ_INIT(&replay->queue);
	TAILQ_INIT(&replay->waiting);
	replay->recording = read_file(path, problem);
	if (replay->recording == NULL) {
		free(replay);
		return NULL;
	}
	replay->timer = ds_loop_timer(loop, next, replay);
	if (replay->timer == NULL)
		goto no_memory;
	replay->net.ops = &replay_ops;
	replay->net.epoch_us = replay->recording->epoch_us;
	return &replay->net;
no_memory:
	if (replay != NULL)
		recording_free(replay->recording);
	free(replay);
	snprintf(problem->text, sizeof(problem->text), "%s", _("out of memory"));
	return NULL;
}

/* net_replay_head - how the recorded run was set up */
const struct net_recording_head *net_replay_head(const struct net *net)
{
	return &((const struct net_replay *)net)->recording->head;
}

/* net_replay_domains - what was asked for, in order */
const char *const *net_replay_domains(const struct net *net)
{
	return ((const struct net_replay *)net)->recording->domains;
}
