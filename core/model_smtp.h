/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * model_smtp - what the dialogue with one address of a mail host showed
 *
 * A part of model.h, where ownership and units stand; include that one.
 */
#ifndef DS_CORE_MODEL_SMTP_H
#define DS_CORE_MODEL_SMTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ds_connect {
	DS_CONN_PENDING,
	DS_CONN_OK,
	DS_CONN_REFUSED,
	DS_CONN_TIMEOUT,
	DS_CONN_UNREACHABLE,
	DS_CONN_SKIPPED
};

enum ds_starttls {
	DS_TLS_NONE,
	DS_TLS_OK,
	DS_TLS_NOT_OFFERED,
	DS_TLS_REFUSED,
	DS_TLS_HANDSHAKE_FAILED,
	DS_TLS_PROTOCOL_ERROR
};

/* How far a dialogue got, as an order of steps. */
enum ds_step {
	DS_STEP_WAITING, /* not begun: for a polite moment, or for the TLSA base of an alias */
	DS_STEP_CONNECT,
	DS_STEP_GREETING,
	DS_STEP_EHLO,
	DS_STEP_STARTTLS,
	DS_STEP_HANDSHAKE,
	DS_STEP_EHLO_TLS,
	DS_STEP_QUIT,
	DS_STEP_DONE,
};

/* What ended a dialogue before its time. */
enum ds_probe_error {
	DS_PE_NONE,
	DS_PE_CONNECT,   /* see `connect` */
	DS_PE_GREETING,  /* 4xx or 5xx greeting */
	DS_PE_EHLO,      /* EHLO rejected */
	DS_PE_STARTTLS,  /* refused after it was offered */
	DS_PE_INJECTION, /* plain text after the reply to STARTTLS */
	DS_PE_HANDSHAKE,
	DS_PE_TIMEOUT, /* silence at `step` */
	DS_PE_CLOSED,  /* the server hung up at `step` */
	DS_PE_PROTOCOL,
	DS_PE_LINE_TOO_LONG,
	DS_PE_TOO_MANY_LINES,
};

enum ds_line_from { DS_FROM_LOCAL, DS_FROM_SERVER, DS_FROM_CLIENT, DS_FROM_TLS };

struct ds_line {
	uint64_t us; /* since the dialogue began */
	enum ds_line_from from;
	const char *text; /* cleaned; what we say ourselves is a remark (core/base/remark.h) */
};

/* What a certificate's key can do in TLS: servers choose among their certificates by this. */
enum ds_key_kind { DS_KEY_OTHER, DS_KEY_RSA, DS_KEY_ECDSA };

struct ds_certificate {
	const char *subject, *issuer;
	size_t nnames;
	const char *const
	    *names; /* DNS names of subjectAltName; the common name where there is none */
	int64_t not_before, not_after;
	const char *key; /* "EC P-256", "RSA 2048" */
	enum ds_key_kind kind;
	unsigned bits;         /* of the key; 0 where it cannot be read */
	const char *signature; /* "ecdsa-with-SHA256" */
	const char *serial;
	const char *cert_sha256, *spki_sha256;
	const char *pem;
	const uint8_t *der;
	size_t der_len;
	bool self_signed, ca;
};

struct ds_tls {
	const char *version, *cipher;
	const char *group;      /* NULL where the handshake has none */
	unsigned bits;          /* strength of the cipher */
	const char *signature;  /* with which the server proved its key: "ecdsa_secp256r1_sha256" */
	int extended_master;    /* RFC 7627: 1 yes, 0 no, -1 not known */
	int renegotiation;      /* secure, RFC 5746: likewise */
	bool asked_certificate; /* the server asked for one of ours */
};

/* A TLSA record that fits the chain which a server showed. */
struct ds_match {
	size_t record; /* index in the host's TLSA records */
	int depth;     /* 0: the server's own certificate */
};

enum ds_dane_result {
	DS_DANE_NOT_APPLICABLE,
	DS_DANE_VERIFIED,
	DS_DANE_MISMATCH,
	DS_DANE_NO_USABLE
};

/* Why a chain of certificates does not do, for DANE or for a browser: what rules and findings go by.
 * The words beside it are for people. */
enum ds_chain_fault {
	DS_CHAIN_FINE,     /* or nothing to judge */
	DS_CHAIN_NO_MATCH, /* it fits no TLSA record */
	DS_CHAIN_NAME,     /* it is for another name */
	DS_CHAIN_EXPIRED,
	DS_CHAIN_NOT_YET_VALID,
	DS_CHAIN_NO_ISSUER, /* an issuer was neither sent nor is it known */
	DS_CHAIN_OTHER,
};

/* What else an address is asked for when its first handshake is done: would another sender be shown
 * another certificate? */
enum ds_look {
	DS_LOOK_RSA,    /* RSA keys alone are accepted */
	DS_LOOK_ECDSA,  /* ECDSA and EdDSA keys alone */
	DS_LOOK_NO_SNI, /* no name is asked for (RFC 7672 section 8.1) */
};

enum ds_look_result {
	DS_LOOKED_UNKNOWN, /* nothing could be seen: it says nothing of the server */
	DS_LOOKED_NONE,    /* the server has no such certificate: the handshake failed */
	DS_LOOKED_SHOWN,
};

/* A further handshake with an address, after the dialogue. */
struct ds_alternate {
	enum ds_look look;
	enum ds_look_result result;
	const char *error; /* why not shown, in words of the protocol, or NULL */
	bool same;         /* the chain of the first handshake */
	const struct ds_tls *tls;
	size_t ncerts;
	const struct ds_certificate *const *certs;
	enum ds_dane_result dane;
	enum ds_chain_fault dane_fault;
	const char *dane_error;
	int matched_record; /* index in the host's TLSA records, -1 for none */
	int matched_depth;
	enum ds_chain_fault pkix_fault;
	const char *pkix;
};

struct ds_probe {
	size_t index;
	const char *address;
	unsigned port;
	const char *sni;
	uint64_t started_us; /* since the diagnosis began */
	enum ds_step step;   /* the one it is at, or the last one reached */
	bool done;
	enum ds_connect connect;
	bool ehlo_seen; /* the server answered EHLO: what follows says something about it */
	enum ds_starttls starttls;
	enum ds_probe_error error_kind;
	const char *error; /* in words of the protocol (cleaned), or a remark, or NULL */
	int reply_code;    /* of the greeting or command that ended it, 0 for none */
	const struct ds_tls *tls;
	size_t ncerts; /* as sent, the server's own first */
	const struct ds_certificate *const *certs;
	enum ds_dane_result dane;
	enum ds_chain_fault dane_fault;
	const char *dane_error; /* OpenSSL's words for a mismatch, or NULL */
	int matched_record;     /* index in the host's TLSA records, -1 for none */
	int matched_depth;
	enum ds_chain_fault pkix_fault;
	const char *pkix; /* "verified", or the reason why not; NULL: nothing to judge */
	size_t nlines;
	struct ds_line *lines;
	size_t nalternates; /* in the order in which they were seen */
	const struct ds_alternate **alternates;
};

#endif
