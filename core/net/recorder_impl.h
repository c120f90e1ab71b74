/* SPDX-License-Identifier: BSD-2-Clause */
/* recorder_impl - what the files of the recorder share */
#ifndef DS_CORE_NET_RECORDER_IMPL_H
#define DS_CORE_NET_RECORDER_IMPL_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/net/net.h"

struct file_new;

struct net_recorder {
	struct net net;
	struct net *inner;
	FILE *out;             /* NULL once it is finished or has failed */
	struct file_new *file; /* where that is a file with a name, else NULL */
	size_t lines, octets, most;
	uint64_t exchanges; /* begun so far */
	bool failed;
	struct net_problem problem;
};

struct net_recorder *recorder_of(struct net *net);
/* A new moment: now_us as the inner network has it, but later than any before. */
void recorder_stamp(struct net_recorder *recorder);
/* Writes a line and frees it; NULL stands for one that found no memory. */
void recorder_write(struct net_recorder *recorder, json_t *line);

/* recorder_stream.c */
struct net_stream *recorder_open(struct net *net, const struct net_address *address,
    unsigned deadline_ms, const struct net_stream_handler *handler, void *arg);
void recorder_send(struct net *net, struct net_stream *stream, const void *data, size_t len);
void recorder_start_tls(struct net *net, struct net_stream *stream, const char *name);
void recorder_deadline(struct net *net, struct net_stream *stream, unsigned ms);
void recorder_close(struct net *net, struct net_stream *stream);

#endif
