/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * recording_impl - a recording as a file and in memory
 *
 * A file of JSON objects, one a line, in the order in which things happened:
 *
 *	{"schema": "danescope.recording/1", "epoch_us": 1769850000000000, "head": {...}}
 *	{"domain": "voorbeeld.nl"}
 *	{"tick": 15}
 *	{"ask": 0, "server": "192.0.2.53@53", "transport": "udp", "question": "voorbeeld.nl MX",
 *	 "begin_us": 15, "end_us": 4311, "result": "ok", "forged": 0, "request": HEX, "reply": HEX}
 *	{"stream": 7, "server": "192.0.2.25@25", "purpose": "dialogue", "begin_us": 9000}
 *	{"stream": 7, "us": 9400, "connected": true}
 *	{"stream": 7, "us": 9900, "received": "220 mx1.voorbeeld.nl ESMTP\r\n"}
 *	{"stream": 7, "us": 9900, "sent": "EHLO probe.example\r\n"}
 *	{"stream": 7, "us": 11000, "start_tls": "mx1.voorbeeld.nl"}
 *	{"stream": 7, "us": 12000, "secured": {"version": "TLSv1.3", ..., "certificates": [HEX]}}
 *	{"stream": 7, "us": 15000, "ended": "closed", "words": null}   or   "left": true
 *	{"end": 9}
 *
 * Octets that are not printable ASCII with CR, LF and TAB stand as hex, under
 * "received_hex" and "sent_hex". "ask" and "stream" number the exchanges in the
 * order in which they began; an ask is written when it is over. "question" is for
 * people. "end" has the number of lines before it: without it a file is cut short.
 */
#ifndef DS_CORE_NET_RECORDING_IMPL_H
#define DS_CORE_NET_RECORDING_IMPL_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/net/net.h"

struct arena;

#define RECORDING_SCHEMA "danescope.recording/1"

/* Bounds of moments, so that no sum of two overflows: three centuries, and the year 9999. */
#define RECORDING_US_MAX    (UINT64_C(10000000000000000))
#define RECORDING_EPOCH_MAX (UINT64_C(253402300799) * 1000000)

/* Beside what net_error has: the client lost interest. */
#define RECORDING_CANCELLED (NET_NO_MEMORY + 1)

struct recorded_ask {
	uint64_t number;
	struct net_address server;
	enum net_transport transport;
	const uint8_t *request;
	size_t request_len;
	uint64_t end_us;
	int result; /* enum net_error, or RECORDING_CANCELLED */
	unsigned forged;
	const uint8_t *reply; /* NULL on an error */
	size_t reply_len;
	size_t next; /* of the first among equals: how many have been taken */
};

enum recorded_kind {
	STEP_CONNECTED,
	STEP_RECEIVED,
	STEP_SECURED,
	STEP_ENDED, /* to here: what the network tells */
	STEP_SENT,
	STEP_START_TLS,
	STEP_LEFT,
};

struct recorded_step {
	enum recorded_kind kind;
	uint64_t us;
	const uint8_t *data; /* received, sent */
	size_t len;
	const char *text; /* the name of start_tls; the words of ended, or NULL */
	enum net_error error;
	const struct net_tls *tls;
};

struct recorded_stream {
	uint64_t number;
	struct net_address server;
	enum net_purpose purpose;
	struct recorded_step *steps;
	size_t nsteps;
	size_t next; /* as with asks */
};

/* All of it belongs to recording_free. */
struct recording {
	struct arena *arena;
	int64_t epoch_us;
	struct net_recording_head head;
	const char **domains; /* with a NULL behind the last */
	size_t ndomains;
	uint64_t *ticks;
	size_t nticks;
	struct recorded_ask **asks; /* once read: in the order of recorded_ask_order */
	size_t nasks;
	struct recorded_stream **streams; /* once read: in the order of recorded_stream_order */
	size_t nstreams;
};

/* Reads a recording of `len` octets; `name` is what sentences call it. NULL: see *problem. */
struct recording *recording_read(
    const char *buf, size_t len, const char *name, struct net_problem *problem);
struct recording *recording_free(struct recording *recording);

/* The next recorded exchange of this kind that has not been taken yet, or NULL. */
const struct recorded_ask *recording_take_ask(struct recording *, const struct net_ask *);
const struct recorded_stream *recording_take_stream(
    struct recording *, const struct net_address *, enum net_purpose);

/* recording_index.c: by what they are found, then by number. */
void recording_sort(struct recording *recording);

/* recording_entry.c: one line each, parsed into the recording. NULL, or what is wrong with it. */
const char *recording_entry_first(struct recording *recording, const json_t *line);
const char *recording_entry_next(struct recording *recording, const json_t *line);

/* recording_stream.c */
const char *recording_stream_line(struct recording *recording, const json_t *line);

/* Helpers of both: an entry at the end of an array that grows; NULL: out of memory. */
void *recording_grow(void *array, size_t count, size_t size);
const char *recording_no_memory(void);
bool recording_number(const json_t *line, const char *key, uint64_t max, uint64_t *out);
/* False: it is there, and no hex. *out is NULL where it is not there. */
bool recording_hex(
    struct recording *recording, const json_t *value, const uint8_t **out, size_t *len);
bool recording_address(const json_t *line, struct net_address *out);
/* Words for purposes: "dialogue", "rsa", ... */
const char *recording_purpose_name(enum net_purpose purpose);
bool recording_purpose(const char *name, enum net_purpose *out);
/* Words for results: "ok", "timeout", ..., "cancelled". */
const char *recording_result_name(int result);
bool recording_result(const char *name, int *out);

/* recording_write.c: lines to write. The caller owns them; NULL: out of memory. */
json_t *recording_make_first(int64_t epoch_us, const struct net_recording_head *head);
json_t *recording_make_ask(const struct recorded_ask *ask, uint64_t begin_us);
json_t *recording_make_stream(
    uint64_t number, const struct net_address *server, enum net_purpose purpose, uint64_t us);
json_t *recording_make_step(uint64_t number, const struct recorded_step *step);

#endif
