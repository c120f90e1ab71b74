/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * iterate - answers from the authoritative servers, from the root down
 *
 * For each question the deepest delegation that is known is asked, referrals are
 * taken, until a server answers with authority. Where answers are compared, every
 * server of the zone is asked by every address (bounded); the first usable answer
 * goes on at once.
 */
#ifndef DS_CORE_DNS_ITERATE_H
#define DS_CORE_DNS_ITERATE_H

#include "core/dns/asker.h"
#include "core/dns/root_hints.h"

struct net;

/* What all iterators of a run share. */
struct iterate_setup {
	struct dns_client *client; /* without servers of its own */
	struct root_hints hints;
	unsigned port;      /* of all authoritative servers */
	int family;         /* 0 both, 4, 6 */
	bool minimise;      /* QNAME minimisation (RFC 9156) */
	unsigned ok6, bad6; /* answers over IPv6, and addresses that this machine has no way to */
};

/* Called when a zone was found: from here on its servers are known. */
typedef void iterate_cut_fn(void *arg, const uint8_t *zone, const uint8_t *parent);

/* All borrowed. NULL: out of memory. */
struct asker *iterate_new(
    struct arena *, struct traffic *, struct iterate_setup *, iterate_cut_fn *, void *arg);

/* A server of a zone by one address, as far as it was seen. */
struct zone_server {
	const uint8_t *ns;
	struct net_address address;
	unsigned faults;       /* enum ds_server_fault, or-ed */
	int64_t rtt_us;        /* of its first answer; -1: none came */
	bool asked, works;     /* it has given a usable answer or a referral */
	enum ds_outcome worst; /* how it failed, where it never worked */
};

/* A zone that was met on the way. */
struct zone_servers {
	const uint8_t *zone, *parent; /* the parent is NULL for the root */
	size_t n;
	const struct zone_server *servers;
	size_t nnames;
	const uint8_t *const *names; /* the delegation's NS set, as far as it is looked at */
	bool circular;               /* its servers' addresses can only be had from themselves */
	bool none;                   /* no address of any server could be had */
	const uint8_t *alias;        /* a name of a server that is an alias, refused; or NULL */
	const uint8_t *unresolved;   /* one without any address, or NULL */
	bool asked_of; /* a question of the diagnosis led to it, not only a server's name */
};

/* The n-th zone that was met, the root first; false: past the end. What it points to changes as more
 * is learnt. */
bool iterate_zone_nth(struct asker *, size_t n, struct zone_servers *out);

/* What happened to the questions as a whole. */
struct iterate_notes {
	bool left_out;                   /* servers were not compared, to stay within the bound */
	const uint8_t *loop, *loop_zone; /* a question whose referrals found no end, and where */
	const uint8_t *trap;             /* a name said not to exist, though names below it do */
	struct net_address trap_server;
};
const struct iterate_notes *iterate_notes(struct asker *);

#endif
