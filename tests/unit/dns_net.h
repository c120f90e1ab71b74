/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dns_net - a network in memory: a resolver over a world, and mail hosts
 *
 * Virtual time: every answer, and every step of a mail host, takes DNS_RTT. So all that is asked in
 * one round comes back at one moment, and the clock counts the rounds.
 */
#ifndef DS_TESTS_UNIT_DNS_NET_H
#define DS_TESTS_UNIT_DNS_NET_H

#include "core/net/net.h"
#include "tests/unit/dns_world.h"

#define DNS_RTT   10000 /* microseconds */
#define DNS_BEGIN 5000000
#define DNS_WIRE  65535

enum dns_mail_mode {
	DNS_MAIL_FINE,
	DNS_MAIL_NO_STARTTLS,
	DNS_MAIL_REFUSED,     /* no connection */
	DNS_MAIL_SILENT,      /* none either, after a while */
	DNS_MAIL_NO_EHLO,     /* 554 to EHLO */
	DNS_MAIL_NO_GREETING, /* 554 at once */
	DNS_MAIL_TLS_FAILS,
	DNS_MAIL_NO_ROUTE, /* this machine says so at once */
};

/* A mail host; addresses that are not listed refuse the connection. */
struct dns_mail {
	const char *address; /* without port */
	enum dns_mail_mode mode;
	const uint8_t *cert; /* DER */
	size_t cert_len;
	/* The same host's certificate for clients that take RSA keys alone; NULL: the handshake fails. */
	const uint8_t *rsa;
	size_t rsa_len;
	/* For clients that give no name; NULL: the usual one. */
	const uint8_t *nameless;
	size_t nameless_len;
	bool needs_name; /* no handshake without */
};

/* What happens to a question. May change the reply. NET_OK: it is delivered. */
struct dns_hook {
	void *arg;
	void (*packet)(void *arg, const char *name, unsigned type, ldns_pkt *);
	enum net_error (*wire)(void *arg, const char *name, unsigned type, const struct net_ask *,
	    uint8_t *wire, size_t *len);
};

struct dns_net {
	struct net net;
	const struct dns_world *world; /* NULL: every question gets an empty reply */
	struct dns_hook hook;
	/* Is this message lost? Others go on meanwhile, unlike with NET_TIMEOUT from the hook. */
	bool (*lost)(void *hook_arg, const struct net_ask *);
	const struct dns_mail *mails;
	size_t nmails;
	size_t asked, opened, cancelled; /* counts */
	size_t in_flight, most_in_flight;
	uint64_t opened_us; /* when the first stream was opened; 0: never */
	unsigned forged;    /* given with the next reply */
	struct net_exchange *exchanges;
	struct net_stream *streams;
};

/* With epoch so that the wall clock is DNS_NOW at the beginning. */
void dns_net_init(struct dns_net *, const struct dns_world *);
/* Delivers what is due first. False: nothing is under way. */
bool dns_net_step(struct dns_net *);
/* Until nothing is under way. */
void dns_net_run(struct dns_net *);
/* Frees what is still under way (none should be). Returns how much that was. */
size_t dns_net_clear(struct dns_net *);

/* "192.0.2.53", as net_address. */
struct net_address dns_net_resolver(unsigned n);

#endif
