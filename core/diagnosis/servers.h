/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * servers - the name servers of each zone on the way, and what each of them said
 *
 * With --iterate alone. Replies to one question are grouped by content; each group
 * is judged by the prover as if it were all that is known.
 */
#ifndef DS_CORE_DIAGNOSIS_SERVERS_H
#define DS_CORE_DIAGNOSIS_SERVERS_H

#include "core/dns/iterate.h"
#include "core/dnssec/prover.h"
#include "core/model.h"

#define GROUPS_MAX 8 /* different replies to one question that are told apart */

struct ds_diagnosis;
struct fact;

/* A zone with its servers as the report shows them. */
struct zone_seen {
	struct zone_servers zone;
	const char *name;
	int host; /* the mail host that needs it, FOR_DOMAIN where the domain does */
	size_t n;
	struct ds_server *servers;
};

/* One question to which servers gave different replies. */
struct differing {
	const struct fact *fact;
	unsigned ngroups;
	struct judged judged[GROUPS_MAX]; /* by the group's number */
};

struct servers_seen {
	size_t nzones;
	struct zone_seen *zones;
	size_t ndiffering;
	struct differing *differing;
};

/* Puts all of it together, and beside the links of all chains. Does nothing where a resolver is
 * asked. */
void servers_see(struct ds_diagnosis *, struct servers_seen *);

/* --- findings_servers.c, findings_differ.c --- */

void findings_servers(struct ds_diagnosis *, const struct servers_seen *);
void findings_differ(struct ds_diagnosis *, const struct servers_seen *);
/* Is this how a server fails that does not know a type? */
bool servers_fail_for_type(enum ds_outcome);
/* Servers that know every type but TLSA; with a resolver too. */
void findings_unknown_type(struct ds_diagnosis *);

#endif
