/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * net_script - a network in memory whose mail host follows a script
 *
 * One stream at a time, virtual time, no descriptors. The script is an array of
 * acts that ends with SCRIPT_END; after its last act the server is silent, so
 * that the deadline comes. What the client says and does that the script did
 * not await is noted as an offence.
 */
#ifndef DS_TESTS_UNIT_NET_SCRIPT_H
#define DS_TESTS_UNIT_NET_SCRIPT_H

#include "core/net/net.h"

enum script_act {
	SCRIPT_END,     /* silence from here on */
	SCRIPT_CONNECT, /* the connection comes about */
	SCRIPT_SAY,     /* `text`, `len` octets (0: its length) */
	SCRIPT_AWAIT,   /* the client says exactly `text` */
	SCRIPT_WAIT,    /* `ms` pass */
	SCRIPT_TLS,   /* the client begins TLS for `text`; the handshake succeeds, showing `tls` */
	SCRIPT_CLEAR, /* the client begins TLS for `text`; nothing comes of it by itself */
	SCRIPT_OVER,  /* the stream ends: `error`, and `text` as the error of TLS */
};

struct script {
	enum script_act act;
	const char *text;
	size_t len;
	unsigned ms;
	enum net_error error;
	const struct net_tls *tls;
};

/* Octets are delivered `chunk` at once (0: a SAY whole), with a break after octet `cut` of all that
 * the server says (0: none). */
struct net *net_script_new(const struct script *, size_t chunk, size_t cut);
/* Plays until the stream is over or closed by the client. False: the client is waiting for nothing
 * (no deadline), or did what the script did not await. */
bool net_script_run(struct net *);
/* What the client did wrong, or NULL. */
const char *net_script_offence(const struct net *);
/* True once the client has closed, or the stream has ended. */
bool net_script_is_over(const struct net *);

#endif
