/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * auth_net - authoritative servers in memory, each with zones of its own and ways to fail
 *
 * A server takes its zones from a world; two servers of one zone may take it from
 * two worlds, and so contradict each other.
 */
#ifndef DS_TESTS_UNIT_AUTH_NET_H
#define DS_TESTS_UNIT_AUTH_NET_H

#include "tests/unit/dns_run.h"

#define AUTH_SERVERS 24
#define AUTH_ZONES   6

enum auth_mode {
	AUTH_FINE,
	AUTH_SILENT,
	AUTH_REFUSES,
	AUTH_FAILS,       /* SERVFAIL */
	AUTH_LAME,        /* refers back to the root */
	AUTH_GARBAGE,     /* counts that are not true */
	AUTH_NO_EDNS,     /* FORMERR to a question with EDNS */
	AUTH_BAD_VERSION, /* BADVERS likewise */
	AUTH_NO_TCP,
	AUTH_CUTS,      /* TC to everything over UDP */
	AUTH_CUTS_ONLY, /* and nobody there over TCP */
	AUTH_NO_TLSA,   /* NOTIMP for TLSA */
	AUTH_NO_EMPTY,  /* NXDOMAIN for names without records of their own */
};

struct auth_server {
	const char *address;
	struct dns_world *world;
	const char *zones; /* apexes, a space between */
	enum auth_mode mode;
	void (*edit)(ldns_pkt *, const char *name, unsigned type); /* of what it says */
	unsigned asked;
};

struct auth_net {
	struct dns_run run;
	size_t n;
	struct auth_server servers[AUTH_SERVERS];
	unsigned strays; /* questions to addresses where nobody is */
};

/* An engine that iterates from the server whose zones begin with "."; its worlds must be built. */
void auth_begin(struct auth_net *, const struct auth_server *, size_t n, const struct cert *);
const struct ds_report *auth_domain(struct auth_net *, const char *domain);
void auth_end(struct auth_net *);

#endif
