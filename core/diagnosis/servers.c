/* SPDX-License-Identifier: BSD-2-Clause */
/* servers - the name servers of each zone on the way, and what each said; see servers.h */

#include <string.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/diagnosis/findings.h"
#include "core/diagnosis/servers.h"
#include "core/dns/asker.h"
#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"

/* is_of - is this reply one of this server's, for this zone? */
static bool is_of(
    const struct reply *r, const struct zone_seen *seen, const struct zone_server *server)
{
	return r->zone != NULL && name_equal(r->zone, seen->zone.zone) &&
	       net_address_equal(&r->address, &server->address);
}

/* serial_of - of the SOA record in a message, or 0 (RFC 1035 section 3.3.13) */
static uint32_t serial_of(const struct fact *fact, const struct dns_message *msg)
{
	const struct dns_rrset *set =
	    msg != NULL ? dns_rrset_find(msg->answer, fact->name, DS_T_SOA) : NULL;
	const struct dns_rr *rr = set != NULL ? set->rrs[0] : NULL;
	const uint8_t *p;
	size_t at;

	if (fact->type != DS_T_SOA || rr == NULL || dns_rdata_name(rr, 0) == NULL)
		return 0;
	at = name_len(rr->rdata);
	if (dns_rdata_name(rr, at) == NULL)
		return 0;
	at += name_len(rr->rdata + at);
	if (rr->len < at + 4)
		return 0;
	p = rr->rdata + at;
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* shown_group - the group's number for the reader: 0 is what the report is judged by */
static unsigned shown_group(const struct fact *fact, unsigned group)
{
	unsigned judged = fact->judged != NULL ? fact->judged->group : 0;

	return group == judged ? 0 : group == 0 ? judged : group;
}

/* show_reply - a reply for the reader */
static void show_reply(struct ds_diagnosis *d, const struct fact *fact, const struct reply *r,
    const struct judged *judged, struct ds_server_reply *out)
{
	out->name = name_text_dup(d->arena, fact->name);
	out->type = fact->type;
	out->transport = r->transport;
	out->outcome = r->outcome;
	out->rcode = r->msg != NULL ? r->msg->rcode : 0;
	out->rtt_us = r->rtt_us;
	out->group = shown_group(fact, r->group);
	out->serial = serial_of(fact, r->msg);
	out->status = judged->status;
	out->why = judged->why;
	out->detail = judged->detail;
	out->sig = judged->sig;
}

/* judge_groups - what each group of replies to one question would prove; returns how many there are */
static unsigned judge_groups(
    struct ds_diagnosis *d, const struct fact *fact, struct judged judged[GROUPS_MAX])
{
	unsigned n = 0;

	for (const struct reply *r = fact->replies; r != NULL; r = r->next) {
		if (r->group >= GROUPS_MAX || r->group < n)
			continue; /* of this group there was one already */
		n = r->group + 1;
		prove_reply(d->prover, fact, r, &judged[r->group]);
	}
	return n;
}

/* reply_room - room for one more reply of a server; NULL: no memory */
static struct ds_server_reply *reply_room(struct ds_diagnosis *d, struct ds_server *server)
{
	struct ds_server_reply *list = (struct ds_server_reply *)(uintptr_t)server->replies;
	size_t n = server->nreplies;

	if ((n & (n - 1)) == 0) {
		list = arena_alloc(d->arena, n == 0 ? 1 : 2 * n, sizeof *list);
		if (list == NULL)
			return NULL;
		if (n > 0)
			memcpy(list, server->replies, n * sizeof *list);
		server->replies = list;
	}
	server->nreplies++;
	return &list[n];
}

/* add_reply - puts a reply with the server that gave it */
static void add_reply(struct ds_diagnosis *d, struct zone_seen *seen, const struct fact *fact,
    const struct reply *r, const struct judged *judged)
{
	for (size_t i = 0; i < seen->n; i++) {
		struct ds_server_reply *room;

		if (!is_of(r, seen, &seen->zone.servers[i]))
			continue;
		room = reply_room(d, &seen->servers[i]);
		if (room != NULL)
			show_reply(d, fact, r, judged, room);
	}
}

/* take_fact - spreads the replies to one question over the servers */
static void take_fact(struct ds_diagnosis *d, struct servers_seen *out, const struct fact *fact)
{
	struct differing *differing = &out->differing[out->ndiffering];
	const struct judged unknown = { .status = DS_UNCHECKED, .sig = DS_SIG_VALID };
	unsigned n = judge_groups(d, fact, differing->judged);

	for (const struct reply *r = fact->replies; r != NULL; r = r->next)
		for (size_t i = 0; i < out->nzones; i++)
			add_reply(d, &out->zones[i], fact, r,
			    r->group < GROUPS_MAX ? &differing->judged[r->group] : &unknown);
	if (n < 2)
		return;
	differing->fact = fact;
	differing->ngroups = n;
	out->ndiffering++;
}

/* outcome_of - the best that a server did, in one word */
static const char *outcome_of(const struct zone_server *server)
{
	if (!server->asked)
		return N_("not asked");
	return server->works ? "ok" : ds_outcome_word(server->worst);
}

/* host_of - who needs this zone */
static int host_of(const struct ds_diagnosis *d, const uint8_t *zone)
{
	if (name_within(d->domain, zone))
		return FOR_DOMAIN;
	for (size_t i = 0; i < d->nhosts; i++)
		if (name_within(d->hosts[i]->name, zone))
			return (int)i;
	return FOR_DOMAIN;
}

/* see_zone - a zone for the reader, without replies yet. False: no memory */
static bool see_zone(struct ds_diagnosis *d, struct zone_seen *seen)
{
	char text[NET_ADDRESS_TEXT];

	seen->name = name_text_dup(d->arena, seen->zone.zone);
	seen->host = host_of(d, seen->zone.zone);
	seen->servers = arena_alloc(d->arena, seen->zone.n + 1, sizeof *seen->servers);
	if (seen->name == NULL || seen->servers == NULL)
		return false;
	seen->n = seen->zone.n;
	for (size_t i = 0; i < seen->n; i++) {
		const struct zone_server *from = &seen->zone.servers[i];
		struct ds_server *to = &seen->servers[i];

		to->name = name_text_dup(d->arena, from->ns);
		to->address =
		    arena_strdup(d->arena, net_address_text(&from->address, text, sizeof text));
		to->rtt_us = from->rtt_us;
		to->outcome = outcome_of(from);
		to->faults = from->faults;
	}
	return true;
}

/* see_zones - every zone that a question led to */
static void see_zones(struct ds_diagnosis *d, struct servers_seen *out)
{
	struct asker *iterator = facts_iterator(d->facts);
	struct zone_servers zone;

	out->zones = arena_alloc(d->arena, ITER_ZONES_MAX, sizeof *out->zones);
	for (size_t i = 0; out->zones != NULL && iterate_zone_nth(iterator, i, &zone); i++) {
		if (!zone.asked_of)
			continue;
		out->zones[out->nzones].zone = zone;
		if (see_zone(d, &out->zones[out->nzones]))
			out->nzones++;
	}
}

/* zone_of - the deepest zone that holds a name: one without a delegation of its own is served by its
 * parent's servers */
static const struct zone_seen *zone_of(const struct servers_seen *seen, const uint8_t *name)
{
	const struct zone_seen *best = NULL;

	for (size_t k = 0; k < seen->nzones; k++)
		if (name_within(name, seen->zones[k].zone.zone) &&
		    (best == NULL ||
			name_labels(seen->zones[k].zone.zone) > name_labels(best->zone.zone)))
			best = &seen->zones[k];
	return best;
}

/* mark_unknown_type - a server that fails for TLSA, and answers whatever else it is asked */
static void mark_unknown_type(struct ds_server *server)
{
	size_t fails = 0, others = 0;

	for (size_t i = 0; i < server->nreplies; i++) {
		const struct ds_server_reply *r = &server->replies[i];

		if (r->transport != DS_UDP)
			continue;
		if (r->type == DS_T_TLSA && servers_fail_for_type(r->outcome))
			fails++;
		else if (r->outcome <= DS_OUT_NXDOMAIN)
			others += r->type != DS_T_TLSA;
		else
			return;
	}
	if (fails == 0 || others == 0)
		return;
	server->faults &= ~(unsigned)(DS_SRV_SILENT | DS_SRV_REFUSES | DS_SRV_FAILS);
	server->faults |= DS_SRV_UNKNOWN_TYPE;
}

/* mark_parent_only - servers that the delegation names, and the zone itself does not */
static void mark_parent_only(struct ds_diagnosis *d, struct zone_seen *seen)
{
	const struct fact *fact = facts_peek(d->facts, seen->zone.zone, DS_T_NS);
	const struct dns_rrset *set =
	    fact != NULL && fact->msg != NULL
		? dns_rrset_find(fact->msg->answer, seen->zone.zone, DS_T_NS)
		: NULL;

	for (size_t i = 0; set != NULL && i < seen->n; i++) {
		const uint8_t *ns = seen->zone.servers[i].ns;
		bool named = ns == NULL;

		for (size_t k = 0; !named && k < set->n; k++) {
			const uint8_t *name = dns_rdata_name(set->rrs[k], 0);

			named = name != NULL && name_equal(name, ns);
		}
		if (!named)
			seen->servers[i].faults |= DS_SRV_PARENT_ONLY;
	}
}

/* mark_all - what all replies together say of each server */
static void mark_all(struct ds_diagnosis *d, struct servers_seen *seen)
{
	for (size_t i = 0; i < seen->nzones; i++) {
		struct zone_seen *zone = &seen->zones[i];

		for (size_t k = 0; k < zone->n; k++)
			mark_unknown_type(&zone->servers[k]);
		mark_parent_only(d, zone);
	}
}

/* attach - gives the links of a chain their servers */
static void attach(
    struct ds_diagnosis *d, const struct servers_seen *seen, const struct ds_chain *chain)
{
	for (size_t i = 0; i < chain->n; i++) {
		struct ds_link *link = (struct ds_link *)(uintptr_t)chain->links[i];
		const uint8_t *name = name_from_text(d->arena, link->zone);
		const struct zone_seen *zone = name != NULL ? zone_of(seen, name) : NULL;

		if (zone == NULL)
			continue;
		link->servers = zone->servers;
		link->nservers = zone->n;
	}
}

/* attach_all - for every chain of the report */
static void attach_all(struct ds_diagnosis *d, const struct servers_seen *seen)
{
	const struct ds_report *r = &d->report;

	attach(d, seen, &r->chain);
	for (size_t i = 0; i < r->nhosts; i++) {
		const struct ds_tlsa *tlsa = &r->hosts[i]->tlsa;

		attach(d, seen, &r->hosts[i]->chain);
		for (size_t k = 0; k < tlsa->ncandidates; k++)
			attach(d, seen, &tlsa->candidates[k]->chain);
	}
}

/* servers_see - all of it */
void servers_see(struct ds_diagnosis *d, struct servers_seen *out)
{
	size_t nfacts = 0;

	memset(out, 0, sizeof *out);
	if (facts_iterator(d->facts) == NULL)
		return;
	for (const struct fact *fact = facts_first(d->facts); fact != NULL; fact = fact->next)
		nfacts++;
	see_zones(d, out);
	out->differing = arena_alloc(d->arena, nfacts + 1, sizeof *out->differing);
	if (out->differing == NULL)
		return;
	for (const struct fact *fact = facts_first(d->facts); fact != NULL; fact = fact->next)
		if (!fact->opinion)
			take_fact(d, out, fact);
	mark_all(d, out);
	attach_all(d, out);
}
