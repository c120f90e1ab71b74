/* SPDX-License-Identifier: BSD-2-Clause */
/* replay_impl - what the files of the replay share */
#ifndef DS_CORE_NET_REPLAY_IMPL_H
#define DS_CORE_NET_REPLAY_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "core/net/net.h"

struct ds_loop;
struct ds_watch;
struct recording;

/* The first member of each exchange: its place in the queue of what comes next, or among those that
 * wait for the client to do something first. */
struct replay_turn {
	TAILQ_ENTRY(replay_turn) link;
	struct net_replay *replay;
	bool queued, waiting;
	uint64_t us;
	/* Its next delivery. `lost`: none will come any more; it ends. */
	void (*deliver)(struct replay_turn *, bool lost);
};

TAILQ_HEAD(replay_turns, replay_turn);

struct net_replay {
	struct net net;
	struct ds_watch *timer;
	struct recording *recording;
	struct replay_turns queue; /* by moment; equals in the order in which they came */
	struct replay_turns waiting;
	size_t ticks; /* so many have been */
};

struct net_replay *replay_of(struct net *net);
/* Puts it into the queue at a moment, wherever it was. */
void replay_queue(struct replay_turn *turn, uint64_t us);
/* It waits: for its client, or for nothing that was recorded. */
void replay_wait(struct replay_turn *turn);
/* Takes it out of both. */
void replay_remove(struct replay_turn *turn);

/* replay_stream.c */
struct net_stream *replay_open(struct net *net, const struct net_address *address,
    unsigned deadline_ms, const struct net_stream_handler *handler, void *arg);
void replay_send(struct net *net, struct net_stream *stream, const void *data, size_t len);
void replay_start_tls(struct net *net, struct net_stream *stream, const char *name);
void replay_deadline(struct net *net, struct net_stream *stream, unsigned ms);
void replay_close(struct net *net, struct net_stream *stream);

#endif
