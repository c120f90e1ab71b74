/* SPDX-License-Identifier: BSD-2-Clause */
/* findings_servers - what is wrong with single name servers, and with delegations */

#include <string.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/diagnosis/findings.h"
#include "core/diagnosis/labels.h"
#include "core/diagnosis/self.h"
#include "core/diagnosis/servers.h"
#include "core/dns/asker.h"
#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"

/* A server under review. */
struct at_server {
	struct ds_diagnosis *d;
	const struct zone_seen *zone;
	const struct ds_server *server;
};

/* note - a finding at a server, about one question */
static void note(const struct at_server *s, enum ds_code code, const struct ds_server_reply *reply)
{
	char type[16];

	finding_note(s->d, code, s->zone->host, s->server->address, reply->name,
	    ds_type_name(reply->type, type, sizeof type), s->server->name, NULL);
}

/* note_zone - a finding at a server, about its zone */
static void note_zone(const struct at_server *s, enum ds_code code)
{
	finding_note(s->d, code, s->zone->host, s->server->address, s->zone->name, NULL,
	    s->server->name, NULL);
}

/* outcome_code - the finding for a reply that was none; false: it was one */
static bool outcome_code(enum ds_outcome outcome, enum ds_code *code)
{
	switch (outcome) {
	case DS_OUT_TIMEOUT:
	case DS_OUT_UNREACHABLE: *code = DS_F_DNS_SERVER_TIMEOUT; return true;
	case DS_OUT_REFUSED: *code = DS_F_DNS_SERVER_REFUSED; return true;
	case DS_OUT_SERVFAIL:
	case DS_OUT_NOTIMP:
	case DS_OUT_RCODE: *code = DS_F_DNS_SERVER_FAILED; return true;
	case DS_OUT_MALFORMED: *code = DS_F_DNS_SERVER_MALFORMED; return true;
	default: return false;
	}
}

/* said_before - was this code told of the server for an earlier question? One stands for all */
static bool said_before(const struct ds_server *server, size_t before, enum ds_code code)
{
	for (size_t i = 0; i < before; i++) {
		enum ds_code other;

		if (server->replies[i].transport == DS_UDP &&
		    outcome_code(server->replies[i].outcome, &other) && other == code)
			return true;
	}
	return false;
}

/* failures - questions that a server failed to answer. What goes over TCP says something of TCP */
static void failures(const struct at_server *s)
{
	for (size_t i = 0; i < s->server->nreplies; i++) {
		const struct ds_server_reply *reply = &s->server->replies[i];
		enum ds_code code;

		/* Where this machine has no way to it, it says nothing of the server. */
		if (reply->outcome == DS_OUT_UNREACHABLE &&
		    self_lacks_way(&s->d->report, s->server->address))
			continue;
		/* Where no server knows TLSA, that has a finding of its own. */
		if (reply->type == DS_T_TLSA && reply->group == 0)
			continue;
		if (reply->transport == DS_UDP && outcome_code(reply->outcome, &code) &&
		    !said_before(s->server, i, code))
			note(s, code, reply);
	}
}

/* transports - TCP, EDNS and large answers. A server that never answers says nothing of them */
static void transports(const struct at_server *s)
{
	const struct ds_server *server = s->server;
	const struct ds_server_reply *tcp = NULL;

	if (server->nreplies == 0 || (server->rtt_us < 0 && !(server->faults & DS_SRV_NO_TCP)))
		return;
	for (size_t i = 0; i < server->nreplies; i++)
		if (server->replies[i].transport == DS_TCP && server->replies[i].rtt_us < 0)
			tcp = &server->replies[i];
	/* Where TCP works with nobody, it is this network that lets none pass. */
	if (tcp != NULL && s->d->report.self.tcp != DS_REACH_FAILS)
		note(s, DS_F_DNS_SERVER_NO_TCP, tcp);
	if (server->faults & DS_SRV_NO_EDNS)
		note(s, DS_F_DNS_SERVER_NO_EDNS, &server->replies[0]);
	if (server->faults & DS_SRV_UDP_TOO_LARGE)
		note_zone(s, DS_F_DNS_SERVER_UDP_TOO_LARGE);
}

/* review_server - one server of a zone */
static void review_server(const struct at_server *s)
{
	failures(s);
	if (s->server->faults & DS_SRV_LAME)
		note_zone(s, DS_F_DNS_SERVER_LAME);
	transports(s);
	if ((s->server->faults & DS_SRV_SPECIAL) && findings_on_internet(s->d))
		note_zone(s, DS_F_DNS_SERVER_PRIVATE_ADDRESS);
}

/* none_works - does no server of the zone do anything? *list: the addresses tried */
static bool none_works(struct ds_diagnosis *d, const struct zone_seen *zone, const char **list)
{
	*list = "";
	for (size_t i = 0; i < zone->n; i++) {
		if (zone->zone.servers[i].works)
			return false;
		if (zone->zone.servers[i].asked)
			*list = finding_join(d, *list, zone->servers[i].address);
	}
	return **list != '\0';
}

/* delegation - the zone as a whole: circles, nobody there, servers without an address */
static void delegation(struct ds_diagnosis *d, const struct zone_seen *zone)
{
	const struct zone_servers *z = &zone->zone;
	const char *list;

	if (z->circular)
		finding_note(d, DS_F_DNS_REFERRAL_LOOP, zone->host, zone->name, zone->name, NULL,
		    NULL, NULL);
	else if (z->none || none_works(d, zone, &list))
		finding_note(d, DS_F_DNS_NO_SERVER, zone->host, zone->name, z->none ? "" : list,
		    NULL, NULL, NULL);
	else if (z->nnames == 1 && zone->host == FOR_DOMAIN && name_equal(z->zone, d->domain))
		finding_note(d, DS_F_DNS_SINGLE_SERVER, zone->host, zone->name,
		    name_text_dup(d->arena, z->names[0]), NULL, NULL, NULL);
	if (z->alias != NULL)
		finding_note(d, DS_F_DNS_SERVER_ALIAS, zone->host,
		    name_text_dup(d->arena, z->alias), zone->name, NULL, NULL, NULL);
	else if (z->unresolved != NULL && !z->circular)
		finding_note(d, DS_F_DNS_SERVER_NO_ADDRESS, zone->host,
		    name_text_dup(d->arena, z->unresolved), zone->name, NULL, NULL, NULL);
}

/* list_names - names in their order, each once */
static const char *list_names(struct ds_diagnosis *d, size_t n, const uint8_t *const *names)
{
	const uint8_t *last = NULL;
	const char *list = "";

	for (size_t k = 0; k < n; k++) {
		const uint8_t *next = NULL;

		for (size_t i = 0; i < n; i++)
			if ((last == NULL || name_compare(names[i], last) > 0) &&
			    (next == NULL || name_compare(names[i], next) < 0))
				next = names[i];
		if (next == NULL)
			break;
		list = finding_join(d, list, name_text_dup(d->arena, next));
		last = next;
	}
	return list;
}

/* is_among - is this name in a list? */
static bool is_among(const uint8_t *name, size_t n, const uint8_t *const *names)
{
	for (size_t i = 0; i < n; i++)
		if (name_equal(names[i], name))
			return true;
	return false;
}

/* parent_and_child - do the delegation and the zone list the same servers? */
static void parent_and_child(struct ds_diagnosis *d, const struct zone_seen *zone)
{
	const struct zone_servers *z = &zone->zone;
	const struct fact *fact = facts_peek(d->facts, z->zone, DS_T_NS);
	const struct dns_rrset *set = fact != NULL && fact->msg != NULL
					  ? dns_rrset_find(fact->msg->answer, z->zone, DS_T_NS)
					  : NULL;
	const uint8_t *names[DNS_RRSET_MAX];
	bool same = true;
	size_t n = 0;

	if (set == NULL || z->nnames >= ITER_NS_MAX)
		return; /* more are listed than are looked at */
	for (size_t i = 0; i < set->n; i++) {
		const uint8_t *name = dns_rdata_name(set->rrs[i], 0);

		if (name == NULL)
			continue;
		same &= is_among(name, z->nnames, z->names);
		names[n++] = name;
	}
	if (n > 0 && (!same || n != z->nnames))
		finding_add(d, &(struct found){ .code = DS_F_DNS_PARENT_CHILD_NS,
				   .host = zone->host,
				   .at = zone->name,
				   .expected = list_names(d, z->nnames, z->names),
				   .seen = list_names(d, n, names) });
}

/* is_there_below - is anything known to be there below this name? */
static bool is_there_below(const struct ds_diagnosis *d, const uint8_t *name)
{
	const struct fact *f = facts_first(d->facts);

	while (f != NULL && (!f->done || f->outcome != DS_OUT_DATA || name_equal(f->name, name) ||
				!name_within(f->name, name)))
		f = f->next;
	return f != NULL;
}

/* told_empty - was it told of the name already that all its servers deny it? */
static bool told_empty(const struct ds_report *r, const char *name)
{
	for (size_t i = 0; i < r->nfindings; i++)
		if (r->findings[i]->code == DS_F_DNSSEC_DENIAL_EMPTY_NONTERMINAL &&
		    strcmp(r->findings[i]->at, name) == 0)
			return true;
	return false;
}

/* denied_above - servers that say "no such name" of one that has names below it */
static void denied_above(struct ds_diagnosis *d)
{
	char address[NET_ADDRESS_TEXT];

	for (const struct fact *f = facts_first(d->facts); f != NULL; f = f->next) {
		const char *name = NULL;

		for (const struct reply *r = f->replies; r != NULL; r = r->next) {
			/* Of an alias it is the end that is not there. */
			if (r->outcome != DS_OUT_NXDOMAIN || r->msg->answer != NULL)
				continue;
			if (name == NULL && !is_there_below(d, f->name))
				break;
			name = name_text_dup(d->arena, f->name);
			if (name == NULL || told_empty(&d->report, name))
				break;
			finding_note(d, DS_F_DNS_SERVER_DENIES_EMPTY, FOR_DOMAIN,
			    net_address_text(&r->address, address, sizeof address), name, NULL,
			    NULL, NULL);
		}
	}
}

/* review_walk - what happened on the way from the root down */
static void review_walk(struct ds_diagnosis *d)
{
	const struct iterate_notes *notes = iterate_notes(facts_iterator(d->facts));
	char address[NET_ADDRESS_TEXT];

	if (notes->loop != NULL)
		finding_note(d, DS_F_DNS_REFERRAL_LOOP, FOR_DOMAIN,
		    name_text_dup(d->arena, notes->loop), name_text_dup(d->arena, notes->loop_zone),
		    NULL, NULL, NULL);
	if (notes->left_out)
		finding_note(d, DS_F_LIMIT_REACHED, FOR_DOMAIN, d->report.domain,
		    N_("name servers compared"), finding_number(d, DNS_QUERIES_MAX - ITER_RESERVE),
		    NULL, NULL);
	if (notes->trap != NULL)
		finding_note(d, DS_F_DNS_SERVER_DENIES_EMPTY, FOR_DOMAIN,
		    net_address_text(&notes->trap_server, address, sizeof address),
		    name_text_dup(d->arena, notes->trap), NULL, NULL, NULL);
	denied_above(d);
}

/* findings_servers - every zone, every server */
void findings_servers(struct ds_diagnosis *d, const struct servers_seen *seen)
{
	if (facts_iterator(d->facts) == NULL)
		return;
	for (size_t i = 0; i < seen->nzones; i++) {
		const struct zone_seen *zone = &seen->zones[i];

		delegation(d, zone);
		parent_and_child(d, zone);
		for (size_t k = 0; k < zone->n; k++)
			review_server(&(struct at_server){ d, zone, &zone->servers[k] });
	}
	review_walk(d);
}

/* servers_fail_for_type - is this how a server fails that does not know a type? */
bool servers_fail_for_type(enum ds_outcome outcome)
{
	return outcome == DS_OUT_SERVFAIL || outcome == DS_OUT_REFUSED ||
	       outcome == DS_OUT_NOTIMP || outcome == DS_OUT_RCODE || outcome == DS_OUT_TIMEOUT;
}

/* answers_else - does the host's address come without trouble? */
static bool answers_else(const struct ds_host *host)
{
	return (host->a != NULL && host->a->outcome <= DS_OUT_NXDOMAIN) ||
	       (host->aaaa != NULL && host->aaaa->outcome <= DS_OUT_NXDOMAIN);
}

/* findings_unknown_type - hosts whose servers fail for TLSA alone */
void findings_unknown_type(struct ds_diagnosis *d)
{
	const struct ds_report *r = &d->report;

	for (size_t i = 0; i < r->nhosts; i++) {
		const uint8_t *name = host_tlsa_name(d, d->hosts[i]->name);
		const struct fact *fact =
		    name != NULL ? facts_peek(d->facts, name, DS_T_TLSA) : NULL;

		if (fact == NULL || !fact->done || !servers_fail_for_type(fact->outcome) ||
		    !answers_else(r->hosts[i]))
			continue;
		finding_add(d, &(struct found){ .code = DS_F_DNS_SERVER_UNKNOWN_TYPE,
				   .host = (int)i,
				   .at = name_text_dup(d->arena, name),
				   .args = { ds_outcome_label(fact->outcome) },
				   .other_severity = r->hosts[i]->address_status == DS_SECURE,
				   .severity = DS_ERROR });
	}
}
