/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * session - the SMTP dialogue with one address of a mail host
 *
 *	connect, greeting, EHLO, STARTTLS, handshake, QUIT
 *
 * With the handshake the facts are in, and QUIT is the farewell. A server that asked
 * for a certificate of ours is told EHLO once more before it: it may refuse us only
 * after the handshake.
 *
 * It never sends mail and never speaks before it is spoken to. Every reply is
 * bounded in octets, lines and time; every octet that was seen can be read back
 * from the lines it reports. (RFC 5321 section 4.2, RFC 3207)
 */
#ifndef DS_CORE_SMTP_SESSION_H
#define DS_CORE_SMTP_SESSION_H

#include "core/model.h"
#include "core/net/net.h"

struct smtp_session;

struct smtp_options {
	const char *ehlo; /* the name said in EHLO; borrowed while the session lives */
	const char
	    *sni; /* the TLSA base domain, or the host's name (RFC 7672 section 8.1); "": none */
	enum net_purpose purpose;
	unsigned step_ms; /* bound on each step */
	unsigned total_ms;
};

struct smtp_result {
	enum ds_connect connect;
	enum ds_starttls starttls;
	bool ehlo_seen; /* a 250 to EHLO was complete */
	enum ds_probe_error error_kind;
	const char *error; /* clean, or a remark; valid during the call; NULL for none */
	int reply_code;
};

/* Called from the loop. Text is valid during the call, and fit for a terminal or a remark of ours
 * (core/base/remark.h). */
struct smtp_watcher {
	void (*step)(void *arg, enum ds_step);
	void (*line)(void *arg, enum ds_line_from, const char *text);
	void (*secured)(void *arg, const struct net_tls *);
	/* Last. The session is gone when it returns. */
	void (*done)(void *arg, const struct smtp_result *);
};

/* NULL: out of memory. Options and watcher are copied, strings borrowed. */
struct smtp_session *smtp_start(struct net *, const struct net_address *,
    const struct smtp_options *, const struct smtp_watcher *, void *arg);

/* Closes at once; `done` is not called. NULL is allowed. */
void smtp_cancel(struct smtp_session *);

#endif
