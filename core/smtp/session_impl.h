/* SPDX-License-Identifier: BSD-2-Clause */
/* session_impl - what the files of session share */
#ifndef DS_CORE_SMTP_SESSION_IMPL_H
#define DS_CORE_SMTP_SESSION_IMPL_H

#include "core/limits.h"
#include "core/net/net.h"
#include "core/smtp/reply.h"
#include "core/smtp/session.h"

#define SESSION_LINE  (4 * SMTP_LINE_KEPT + 8) /* the display form of what is kept of a line */
#define SESSION_ERROR 512

struct smtp_session {
	struct net *net;
	struct net_stream *stream; /* NULL before and after */
	struct smtp_options options;
	struct smtp_watcher watch;
	void *arg;
	enum ds_step step;
	uint64_t began_us;
	unsigned bound_ms; /* of the deadline that runs */
	bool last_bound;   /* ... which is what was left of the total */
	bool offered;      /* STARTTLS, in the reply to EHLO */
	bool noted_lf;
	bool over;      /* nothing is told any more; freed when `depth` is 0 again */
	unsigned depth; /* calls of ours that are under way */
	unsigned nlines;
	struct reply reply;
	char first[SESSION_ERROR]; /* the first line of the reply */
	char error[SESSION_ERROR]; /* ... or a remark */
	struct smtp_result result;
};

/* session.c: tells one line; changes the state; ends it. Each may have freed nothing when it
 * returns, but `over` may be set by then. */
void session_tell(struct smtp_session *, enum ds_line_from, const char *text);
void session_enter(struct smtp_session *, enum ds_step);
void session_done(struct smtp_session *);

/* session_fault.c: each notes what went wrong, tells it, and ends the dialogue. */
void session_unconnected(struct smtp_session *, enum net_error);
void session_cut(struct smtp_session *, enum net_error, const char *tls_error);
void session_bad_reply(struct smtp_session *, const char *line);
void session_unexpected(struct smtp_session *);
void session_out_of_turn(struct smtp_session *, const uint8_t *data, size_t len);

#endif
