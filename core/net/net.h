/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * net - the network as an interface
 *
 * The engine asks for exchanges: one DNS message to one server, or one byte
 * stream to one mail host. Who answers is no concern of the engine's:
 *
 *	net_live_new()      sockets on the event loop, TLS by OpenSSL
 *	net_recorder_new()  passes all to another network and writes it down
 *	net_replay_new()    gives what a recording holds, offline
 *	(tests)             whatever a test wants to see survived
 *
 * Time is part of the network too. The engine reads no clock: `now_us` is the
 * moment of the delivery that is being handled, `epoch_us` the wall clock at
 * which now_us was 0. A recording keeps both, so that a replay comes to the same
 * report to the microsecond. Deadlines belong to exchanges for the same reason.
 *
 * A callback comes from the event loop, never from within the call that began
 * the exchange. After its last callback an exchange is gone; until then it can
 * be cancelled, from within its own callback too.
 */
#ifndef DS_CORE_NET_NET_H
#define DS_CORE_NET_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/net/address.h"

struct ds_loop;
struct net_exchange;
struct net_stream;
struct net_tls;
struct ssl_ctx_st;

enum net_error {
	NET_OK,
	NET_TIMEOUT,
	NET_REFUSED,      /* connection refused, ICMP port unreachable */
	NET_UNREACHABLE,  /* no route, no such address family here */
	NET_CLOSED,       /* the other side hung up (TCP) */
	NET_NOT_RECORDED, /* a replay that has no such exchange */
	NET_NO_MEMORY,    /* or no descriptor left */
};

enum net_transport { NET_UDP, NET_TCP };

/* One DNS message to one server. The octets are copied. The first two (the ID) are replaced by a
 * random one; an answer counts only if it has that ID and comes from that address and port with
 * that question section, letter for letter apart from case, or is an error code without question
 * and records (a server that did not understand). Others are ignored and counted, except those from
 * elsewhere: the kernel drops them. */
struct net_ask {
	struct net_address server;
	enum net_transport transport;
	const uint8_t *wire;
	size_t len;
	unsigned timeout_ms;
};

struct net_reply {
	enum net_error error;
	const uint8_t *wire; /* valid during the callback; NULL on error */
	size_t len;
	unsigned forged; /* replies that were ignored: wrong ID or question */
};

typedef void net_reply_fn(void *arg, const struct net_reply *);

/* What a stream is for: mail hosts choose a certificate by what a client can do with it. */
enum net_purpose {
	NET_DIALOGUE, /* whatever the host shows to anybody */
	NET_RSA,      /* in TLS, RSA keys alone are accepted */
	NET_ECDSA,    /* ... or ECDSA and EdDSA keys alone */
	NET_NAMELESS, /* as NET_DIALOGUE; start_tls gets no name */
	NET_PURPOSES
};

/* What a stream tells. Exactly one of the calls that end it comes last: `ended`. */
struct net_stream_handler {
	enum net_purpose purpose;
	void (*connected)(void *arg);
	/* Octets as they came; clear text, or what TLS carried. */
	void (*received)(void *arg, const uint8_t *data, size_t len);
	/* The handshake is done. Valid during the call. */
	void (*secured)(void *arg, const struct net_tls *);
	/* Over: an error, the other side's close (NET_CLOSED), the deadline (NET_TIMEOUT), or a failed
	 * handshake (`tls_error` says in words: English, fit for a terminal, valid during the call;
	 * what is fixed in it is a msgid). */
	void (*ended)(void *arg, enum net_error, const char *tls_error);
};

/* What a handshake showed. Certificates are DER, as sent, the server's own first. */
struct net_tls {
	const char *version, *cipher, *group; /* group may be NULL */
	unsigned bits;
	bool asked_certificate; /* the server asked for one of ours; we have none */
	const char *signature;  /* with which the server proved its key; NULL: not known */
	int extended_master;    /* RFC 7627: 1 yes, 0 no, -1 not known */
	int renegotiation;      /* secure, RFC 5746: likewise */
	size_t ncerts;
	const struct net_der {
		const uint8_t *data;
		size_t len;
		struct x509_st *parsed; /* as the handshake has it; NULL: not parsed yet */
	} * certs;
};

/* The `tls_error` of a handshake that met clear text where TLS should be: an attack, or a server
 * out of step. A msgid, as all of them are (core/base/i18n.h). */
#define NET_PLAIN_TEXT N_("plain text instead of TLS")

struct net {
	const struct net_ops *ops;
	uint64_t now_us;  /* the moment of the delivery being handled */
	int64_t epoch_us; /* wall clock (since 1970) at now_us == 0 */
};

struct net_ops {
	/* NULL: out of memory. */
	struct net_exchange *(*ask)(
	    struct net *, const struct net_ask *, net_reply_fn *, void *arg);
	void (*ask_cancel)(struct net *, struct net_exchange *);

	/* Begins to connect; `deadline_ms` from now for that. NULL: out of memory. */
	struct net_stream *(*open)(struct net *, const struct net_address *, unsigned deadline_ms,
	    const struct net_stream_handler *, void *arg);
	/* Queues octets. */
	void (*send)(struct net *, struct net_stream *, const void *data, size_t len);
	/* Begins TLS as a client on the same connection: SNI `name`, no verification: what is shown
	 * is judged later; "" for none. The caller must have consumed all clear text before. */
	void (*start_tls)(struct net *, struct net_stream *, const char *name);
	/* One deadline for all that follows, counted from now. */
	void (*deadline)(struct net *, struct net_stream *, unsigned ms);
	/* Closes and forgets; no callback follows. What was queued leaves first, as far as the kernel
	 * takes it at once. */
	void (*close)(struct net *, struct net_stream *);

	/* Refreshes now_us outside of a delivery (at the start of a diagnosis). */
	void (*tick)(struct net *);
	/* Frees the network. Its exchanges must be over or cancelled. */
	void (*free)(struct net *);
};

/* Sockets on the loop. NULL: out of memory, or OpenSSL could not be set up. */
struct net *net_live_new(struct ds_loop *);
/* The TLS context of a live network, for others to share: to make one takes a while. It belongs to the
 * network; who keeps it takes a reference. NULL: out of memory. */
struct ssl_ctx_st *net_live_tls(struct net *live);

/* Why a recording could not be opened, read or written: one English sentence (gettext msgid
 * already translated), fit for a terminal. */
struct net_problem {
	char text[512];
};

/* What a recording says beside the exchanges: how the run was set up, so that the engine over it
 * does the same. Strings are borrowed. */
struct net_recording_head {
	const char *resolver; /* "ADDR@PORT" */
	const char *anchors;  /* the trust anchors as zone-file text; NULL: built in */
	const char *ehlo;
	const char *hints; /* the root hints as zone-file text, with `iterate`; NULL: built in */
	unsigned smtp_port, tlsa_port, timeout_ms;
	unsigned dns_port; /* of authoritative servers, with `iterate`; 0: 53 */
	int family;
	bool iterate, minimise;
	bool no_smtp;
	unsigned looks;      /* enum ds_looks; older recordings say nothing */
	const char *control; /* the control host, or NULL */
	bool at_given;
	int64_t at;
};

/* Passes everything to `inner` (which it then owns; not where NULL is returned) and writes it to
 * `path` (a new file, mode 0600, complete or absent: written beside and renamed by
 * net_recorder_finish), or where that is NULL keeps it, for net_recorder_save. No two deliveries have
 * the same now_us. */
struct net *net_recorder_new(
    struct net *inner, const char *path, const struct net_recording_head *, struct net_problem *);
/* Notes a domain that was asked for. */
void net_recorder_domain(struct net *recorder, const char *domain);
/* Completes the file. False: it could not be written. The recorder goes on as a plain network. */
bool net_recorder_finish(struct net *recorder, struct net_problem *);
/* Writes what was kept so far to `path`: a whole recording where nothing is under way. False: it could
 * not be written, or there was too much to keep. */
bool net_recorder_save(struct net *recorder, const char *path, struct net_problem *);

/* Reads a recording (bounded: 64 MiB, lines of 1 MiB) and plays it on the loop without waiting:
 * deliveries come in the recorded order, with the recorded moments. The n-th tick() is the n-th that
 * was recorded. Deadlines have no meaning here: what did not happen in the recording ends with
 * NET_NOT_RECORDED once nothing else is left to happen. NULL: see *problem. */
struct net *net_replay_new(struct ds_loop *, const char *path, struct net_problem *);
const struct net_recording_head *net_replay_head(const struct net *);
/* NULL-terminated. */
const char *const *net_replay_domains(const struct net *);

#endif
