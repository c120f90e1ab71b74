/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The look-up of a sender that does DANE: the diagnosis of this very program, without its SMTP,
 * says what can be proved; RFC 7672 section 2.2 says what follows.
 */
#include <stdio.h>
#include <string.h>
#include <arpa/inet.h>

#include "core/base/loop.h"
#include "core/danescope.h"
#include "lab/sender.h"
#include "lab/world.h"

/* What the diagnosis runs with. */
struct looking {
	const struct lab_order *order;
	struct ds_loop *loop;
	uint64_t began; /* of the monotonic clock */
};

/* on_event - only the end matters: what was found is told from the report */
static void on_event(void *arg, struct ds_diagnosis *diagnosis, const struct ds_event *event)
{
	const struct looking *looking = arg;

	(void)diagnosis;
	if (event->kind == DS_EV_DONE)
		ds_loop_stop(looking->loop);
}

/* first_query - when a question was sent first, and last answered; false: it was not asked */
static bool first_query(
    const struct ds_report *r, const char *name, uint16_t type, uint64_t *asked, uint64_t *answered)
{
	bool found = false;

	for (size_t i = 0; i < r->nqueries; i++) {
		const struct ds_query *q = r->queries[i];

		if (q->type != type || strcmp(q->name, name) != 0)
			continue;
		*asked = found ? *asked : q->sent_us;
		*answered = found ? *answered : q->done_us;
		found = true;
	}
	return found;
}

/* tell_answer - the question, and the records of the answer, as they came */
static uint64_t tell_answer(const struct looking *l, const struct ds_report *r, enum lab_part part,
    const struct ds_answer *answer, const char *type_name, const char *name)
{
	uint64_t asked = 0, answered = 0;
	size_t told = 0;

	if (!first_query(r, name, answer->type, &asked, &answered))
		asked = answered = r->elapsed_us;
	lab_order_tell_at(
	    l->order, l->began + asked, part, LAB_DEED_ASK, 0, "%s %s", type_name, name);
	for (size_t i = 0; i < answer->nrrs; i++)
		if (answer->rrs[i]->type == answer->type) {
			const char *text = answer->rrs[i]->text;
			size_t length = strlen(text);

			/* names are told without their last dot */
			length -= length > 1 && text[length - 1] == '.';
			lab_order_tell_at(l->order, l->began + answered, part, LAB_DEED_ANSWER, 0,
			    "%.*s", (int)length, text);
			told++;
		}
	if (told == 0)
		lab_order_tell_at(
		    l->order, l->began + answered, part, LAB_DEED_NOTHING, 0, "%s", "");
	return l->began + answered;
}

/* tell_status - what the proof makes of it */
static void tell_status(const struct looking *l, uint64_t us, enum lab_part part,
    const struct ds_report *r, enum ds_status status, const struct ds_answer *answer)
{
	switch (status) {
	case DS_SECURE:
		lab_order_tell_at(
		    l->order, us, part, LAB_DEED_PROVED, (int)r->queries_sent, "%s", "");
		return;
	case DS_INSECURE:
		lab_order_tell_at(l->order, us, part, LAB_DEED_UNPROVED, 0, "%s", "");
		return;
	case DS_BOGUS:
		lab_order_tell_at(l->order, us, part, LAB_DEED_BOGUS, (int)answer->why, "%s", "");
		return;
	case DS_INDETERMINATE:
	case DS_UNCHECKED: break;
	}
	lab_order_tell_at(l->order, us, part, LAB_DEED_NO_ANSWER, 0, "%s", "");
}

/* refused - may a sender not go on with an answer of this status (RFC 7672 section 2.1)? */
static bool refused(enum ds_status status)
{
	return status == DS_BOGUS || status == DS_INDETERMINATE;
}

/* fail - the letter goes nowhere */
static void fail(struct lab_route *route, enum lab_cause cause, const char *name, const char *type)
{
	route->cause = cause;
	route->dsn = cause == LAB_CAUSE_TLSA ? "4.7.5" : "4.4.3";
	if (cause == LAB_CAUSE_TLSA)
		snprintf(route->why, sizeof(route->why), "TLSA lookup error for %s:%d", name,
		    LAB_TLSA_PORT);
	else
		snprintf(route->why, sizeof(route->why),
		    "Host or domain name not found. Name service error for name=%s type=%s: Host not "
		    "found, try again",
		    name, type);
}

/* take_records - the usable ones, for the session */
static void take_records(struct lab_route *route, const struct ds_tlsa *tlsa)
{
	for (size_t i = 0; i < tlsa->nrecords && route->nrecords < LAB_ROUTE_RECORDS; i++) {
		const struct ds_tlsa_record *from = &tlsa->records[i];
		struct lab_route_record *to = &route->records[route->nrecords];

		if (from->reason != DS_TLSA_USABLE || from->len > sizeof(to->data))
			continue;
		to->usage = from->usage;
		to->selector = from->selector;
		to->matching = from->matching;
		to->length = from->len;
		memcpy(to->data, from->data, from->len);
		route->nrecords++;
	}
}

/* use_host - its address and its TLSA records, in the order in which a sender may look; false: not
 * to be used */
static bool use_host(const struct looking *l, const struct ds_report *r, const struct ds_host *host,
    struct lab_route *route)
{
	const struct ds_answer *tlsa = host->tlsa.answer;
	struct in_addr in;
	uint64_t us;

	snprintf(route->host, sizeof(route->host), "%s", host->name);
	if (host->a == NULL || host->naddresses == 0) {
		fail(route, LAB_CAUSE_ADDRESS, host->name, "A");
		return false;
	}
	us = tell_answer(l, r, LAB_PART_ADDRESS, host->a, "A", host->name);
	tell_status(l, us, LAB_PART_ADDRESS, r, host->address_status, host->a);
	if (refused(host->address_status) || inet_pton(AF_INET, host->addresses[0], &in) != 1) {
		fail(route, LAB_CAUSE_ADDRESS, host->name, "A");
		return false;
	}
	route->address = ntohl(in.s_addr);
	if (tlsa == NULL)
		return true;
	us = tell_answer(l, r, LAB_PART_TLSA, tlsa, "TLSA", tlsa->name);
	tell_status(l, us, LAB_PART_TLSA, r, host->tlsa.status, tlsa);
	if (refused(host->tlsa.status)) {
		fail(route, LAB_CAUSE_TLSA, host->name, "TLSA");
		return false;
	}
	route->must_encrypt = host->tlsa.status == DS_SECURE && host->tlsa.nrecords > 0;
	if (route->must_encrypt)
		take_records(route, &host->tlsa);
	return true;
}

/* judge - from what was found to a route */
static void judge(const struct looking *l, const struct ds_report *r, struct lab_route *route)
{
	uint64_t us;

	if (r->mx == NULL) {
		fail(route, LAB_CAUSE_MX, LAB_STAGE_DOMAIN, "MX");
		return;
	}
	us = tell_answer(l, r, LAB_PART_MX, r->mx, "MX", LAB_STAGE_DOMAIN);
	tell_status(l, us, LAB_PART_MX, r, r->mx_status, r->mx);
	if (refused(r->mx_status) || r->nhosts == 0)
		fail(route, LAB_CAUSE_MX, LAB_STAGE_DOMAIN, "MX");
	for (size_t i = 0; i < r->nhosts && !refused(r->mx_status) && !route->found; i++)
		route->found = use_host(l, r, r->hosts[i], route);
}

/* lab_route_dane - a diagnosis through this sender's resolver */
void lab_route_dane(const struct lab_order *order, struct lab_route *route)
{
	uint32_t address = LAB_NET | (LAB_FALSE_NO + (uint32_t)order->sender);
	struct looking l = { order, ds_loop_new(), lab_ticks() };
	struct ds_engine *engine = NULL;
	struct ds_diagnosis *diagnosis = NULL;
	struct ds_problem problem;
	char resolver[64];
	struct ds_options options = { .resolver = resolver,
		.trust_anchor = order->view->anchor,
		.smtp_port = order->view->smtp_port,
		.tlsa_port = LAB_TLSA_PORT,
		.timeout_ms = LAB_SENDER_STEP_S * 1000,
		.no_smtp = true,
		.family = 4,
		.looks = DS_LOOKS_NEVER };

	snprintf(resolver, sizeof(resolver), "%u.%u.%u.%u@%u", address >> 24, address >> 16 & 255,
	    address >> 8 & 255, address & 255, (unsigned)order->view->dns_port);
	snprintf(route->why, sizeof(route->why), "the look-up could not be begun");
	if (l.loop != NULL && ds_engine_new(&engine, l.loop, &options, &problem) &&
	    ds_diagnose(&diagnosis, engine, LAB_STAGE_DOMAIN, on_event, &l)) {
		if (!ds_diagnosis_report(diagnosis)->done)
			ds_loop_run(l.loop);
		judge(&l, ds_diagnosis_report(diagnosis), route);
	}
	ds_diagnosis_free(diagnosis);
	ds_engine_free(engine);
	if (l.loop != NULL)
		ds_loop_free(l.loop);
}
