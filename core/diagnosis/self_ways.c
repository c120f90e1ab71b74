/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * self_ways - the ways out of this machine: UDP and TCP, IPv4 and IPv6
 *
 * What came back from anybody shows that a way is open. What came from nobody may be
 * the others' fault, and is held against this machine only where that can be told.
 */

#include <string.h>

#include "core/diagnosis/diagnosis_impl.h"
#include "core/diagnosis/self.h"
#include "core/dns/facts.h"

/* Who says so within this time is this machine, or the box beside it; a busy machine takes a while. */
#define NO_ROUTE_US 20000

static const uint8_t root_name[1] = { 0 };

/* note - one more thing that was tried: a success counts for more than any failure */
static void note(enum ds_reach *reach, bool works)
{
	if (works)
		*reach = DS_REACH_WORKS;
	else if (*reach == DS_REACH_UNTRIED)
		*reach = DS_REACH_FAILS;
}

/* family_of - where the reach of an address family is kept */
static enum ds_reach *family_of(struct ds_self *s, const char *address)
{
	return strchr(address, ':') != NULL ? &s->ipv6 : &s->ipv4;
}

/* is_reached - is there a mail host at the other end of this dialogue? */
static bool is_reached(const struct ds_probe *p)
{
	return p->connect == DS_CONN_OK || p->connect == DS_CONN_REFUSED;
}

/* reaches_family - did any mail host at an address of the same family answer? */
static bool reaches_family(const struct ds_report *r, const char *address)
{
	bool ipv6 = strchr(address, ':') != NULL;

	for (size_t i = 0; i < r->nhosts; i++)
		for (size_t k = 0; k < r->hosts[i]->nprobes; k++) {
			const struct ds_probe *p = r->hosts[i]->probes[k];

			if (is_reached(p) && (strchr(p->address, ':') != NULL) == ipv6)
				return true;
		}
	return false;
}

/* self_has_no_route - did this machine itself say that there is no way to an address? Where it has one
 * to others like it, that address is at fault */
bool self_has_no_route(const struct ds_report *r, const struct ds_probe *p)
{
	return p->done && p->connect == DS_CONN_UNREACHABLE && p->nlines > 0 &&
	       p->lines[p->nlines - 1].us < NO_ROUTE_US && !reaches_family(r, p->address);
}

/* udp_only - a server that did answer over UDP, and gave nothing over TCP */
static bool udp_only(const struct ds_report *r, const struct ds_query *q)
{
	if (!q->done || q->transport != DS_TCP || q->reply_len > 0)
		return false;
	for (size_t i = 0; i < r->nqueries; i++) {
		const struct ds_query *other = r->queries[i];

		if (other->done && other->transport != DS_TCP && other->reply_len > 0 &&
		    strcmp(other->server, q->server) == 0)
			return true;
	}
	return false;
}

/* two_udp_only - do two name servers answer over UDP alone? A single one without TCP is at fault itself,
 * and a dead one says nothing of the way out */
static bool two_udp_only(const struct ds_report *r)
{
	const char *first = NULL;

	for (size_t i = 0; i < r->nqueries; i++) {
		const struct ds_query *q = r->queries[i];

		if ((first != NULL && strcmp(first, q->server) == 0) || !udp_only(r, q))
			continue;
		if (first != NULL)
			return true;
		first = q->server;
	}
	return false;
}

/* has_no_way - a message that this machine itself could not send: it has no route */
static bool has_no_way(const struct ds_query *q)
{
	return q->outcome == DS_OUT_UNREACHABLE && q->done_us - q->sent_us < NO_ROUTE_US &&
	       strncmp(q->server, "127.", 4) != 0 && strcmp(q->server, "::1") != 0;
}

/* self_look_around - what came through so far. With a resolver, its address says nothing of the way to
 * others; whether it answers over TCP may be known from another domain */
void self_look_around(const struct ds_diagnosis *d, struct ds_self *s)
{
	const struct ds_report *r = &d->report;

	s->udp = s->tcp = s->ipv4 = s->ipv6 = DS_REACH_UNTRIED;
	for (size_t i = 0; i < r->nqueries; i++) {
		const struct ds_query *q = r->queries[i];

		if (!q->done || q->outcome == DS_OUT_NOT_RECORDED)
			continue;
		if (q->transport != DS_TCP)
			note(&s->udp, q->reply_len > 0);
		else if (q->reply_len > 0 || !r->iterated)
			note(&s->tcp, q->reply_len > 0);
		if (r->iterated && q->reply_len > 0)
			note(family_of(s, q->server), true);
		else if (r->iterated && has_no_way(q))
			note(family_of(s, q->server), false);
	}
	if (r->iterated && s->tcp == DS_REACH_UNTRIED &&
	    (s->fault == DS_SELF_TCP || two_udp_only(r)))
		s->tcp = DS_REACH_FAILS;
	else if (!r->iterated && s->tcp == DS_REACH_UNTRIED)
		s->tcp = d->engine->tcp;
	for (size_t i = 0; i < r->nhosts; i++)
		for (size_t k = 0; k < r->hosts[i]->nprobes; k++) {
			const struct ds_probe *p = r->hosts[i]->probes[k];

			if (is_reached(p))
				note(family_of(s, p->address), true);
			else if (self_has_no_route(r, p))
				note(family_of(s, p->address), false);
		}
}

/* same_question - are both about the same name and type? */
static bool same_question(const struct ds_query *a, const struct ds_query *b)
{
	return a->type == b->type && strcmp(a->name, b->name) == 0;
}

/* is_cut_short - a reply that sends us to TCP */
static bool is_cut_short(const struct ds_query *q)
{
	return q->done && q->transport == DS_UDP && q->reply_len > 2 && (q->reply[2] & 0x02) != 0;
}

/* is_in_want_of_tcp - was this question cut short, and answered in no other way by any server? */
static bool is_in_want_of_tcp(const struct ds_report *r, const struct ds_query *q)
{
	bool tried = false;

	if (!is_cut_short(q))
		return false;
	for (size_t i = 0; i < r->nqueries; i++) {
		const struct ds_query *other = r->queries[i];

		if (!same_question(other, q) || is_cut_short(other))
			continue;
		if (!other->done || other->outcome <= DS_OUT_NXDOMAIN)
			return false; /* it may still come, or has come */
		tried |= other->transport == DS_TCP;
	}
	return tried;
}

/* has_tcp - has anything come over TCP? */
static bool has_tcp(const struct ds_report *r)
{
	for (size_t i = 0; i < r->nqueries; i++)
		if (r->queries[i]->transport == DS_TCP && r->queries[i]->reply_len > 0)
			return true;
	return false;
}

/* wants_tcp - has a look-up failed for want of it? */
static bool wants_tcp(const struct ds_report *r)
{
	for (size_t i = 0; i < r->nqueries; i++)
		if (is_in_want_of_tcp(r, r->queries[i]))
			return true;
	return false;
}

/* tell_no_tcp - it is us */
static void tell_no_tcp(struct ds_diagnosis *d)
{
	struct ds_event e = { .kind = DS_EV_SELF, .self = d->report.self };

	e.self.fault = DS_SELF_TCP;
	self_look_around(d, &e.self);
	diagnosis_tell(d, &e);
}

/* self_tcp_settled - is it us, or the servers of the domain? */
bool self_tcp_settled(struct ds_diagnosis *d)
{
	const struct ds_report *r = &d->report;

	if (!r->iterated || r->self.fault != DS_SELF_FINE || has_tcp(r) || !wants_tcp(r))
		return true;
	if (!facts_want_tcp(d->facts, root_name, DS_T_DNSKEY)->done)
		return false;
	if (!has_tcp(r))
		tell_no_tcp(d);
	return true;
}

/* self_lacks_way - is there no way from here to addresses of this family? */
bool self_lacks_way(const struct ds_report *r, const char *address)
{
	return (strchr(address, ':') != NULL ? r->self.ipv6 : r->self.ipv4) == DS_REACH_FAILS;
}

/* self_look_back - what the whole diagnosis has shown of the ways out of here */
void self_look_back(struct ds_diagnosis *d)
{
	struct ds_event e = { .kind = DS_EV_SELF, .self = d->report.self };

	self_look_around(d, &e.self);
	diagnosis_tell(d, &e);
	findings_self_ways(d);
}
