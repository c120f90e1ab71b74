/* SPDX-License-Identifier: BSD-2-Clause */
/* iterate_shot - one question at one server of a zone: which to ask, and what it said */

#include <stdlib.h>

#include "core/base/arena.h"
#include "core/dns/iterate_impl.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dns/traffic.h"

#define FIRST_TWO 2 /* servers that are asked at once where one answer is enough */

/* shot_begun - its first message went out, or never will */
static void shot_begun(struct shot *s)
{
	s->it->waiting -= !s->begun;
	s->begun = true;
}

/* shot_free - takes it out of the list */
void shot_free(struct shot *s)
{
	shot_begun(s);
	if (s->prev != NULL)
		s->prev->next = s->next;
	else
		s->it->shots = s->next;
	if (s->next != NULL)
		s->next->prev = s->prev;
	free(s);
}

/* inquiry_detach - its shots go on for nobody: only how their servers do is of interest */
void inquiry_detach(struct inquiry *q)
{
	for (struct shot *s = q->it->shots; s != NULL; s = s->next)
		if (s->q == q) {
			s->q = NULL;
			s->enough = true;
		}
	q->in_flight = 0;
	q->asked = 0;
	q->it->unshot += q->shot;
	q->shot = false;
}

/* on_sent - a message goes out */
static bool on_sent(void *arg, const struct dns_exchange *x)
{
	struct shot *s = arg;
	struct iterator *it = s->it;
	struct ds_query *query;
	bool gone;

	iterator_enter(it);
	query = traffic_sent(it->traffic, s->name, s->type, x);
	gone = it->freed; /* by whoever was told of the message */
	iterator_leave(it);
	if (gone)
		return false;
	shot_begun(s);
	s->query = query;
	s->refused = query == NULL;
	return query != NULL;
}

/* on_received - a message has ended */
static void on_received(void *arg, const struct dns_result *result)
{
	struct shot *s = arg;
	struct iterator *it = s->it;
	struct inquiry *q = s->q;

	s->forged += result->forged;
	iterator_enter(it);
	if (result->outcome == DS_OUT_TIMEOUT) {
		s->silent = true;
		if (q != NULL) {
			q->silences += !q->answered;
			q->watch->slow(q->arg);
		}
	}
	traffic_received(it->traffic, s->query, result);
	iterator_leave(it);
}

/* count_family - does this machine have a way to IPv6 at all? Where it has none, that is no fault of
 * the server's: as if it had not been asked */
static void count_family(struct iterate_setup *setup, struct shot *s, enum ds_outcome outcome)
{
	if (s->server->address.family != 6)
		return;
	setup->ok6 += outcome == DS_OUT_DATA;
	setup->bad6 += outcome == DS_OUT_UNREACHABLE;
	s->refused |= outcome == DS_OUT_UNREACHABLE && setup->ok6 == 0;
}

/* faults_of - what the messages say of the server, whatever they say of the question */
static unsigned faults_of(const struct shot *s, const struct dns_result *result, bool usable)
{
	unsigned faults = 0;

	if (s->silent)
		faults |= DS_SRV_SILENT;
	if (s->forged > 0)
		faults |= DS_SRV_FORGED;
	if (usable && result->without_edns)
		faults |= DS_SRV_NO_EDNS;
	if (result->cut && result->outcome != DS_OUT_DATA && !s->refused)
		faults |= DS_SRV_NO_TCP;
	if (result->transport == DS_UDP && result->outcome == DS_OUT_DATA &&
	    result->len > DNS_UDP_SIZE)
		faults |= DS_SRV_UDP_TOO_LARGE;
	return faults;
}

/* read_result - the result as a reply */
static enum reading read_result(
    struct shot *s, const struct dns_result *result, struct reply *out, const uint8_t **cut)
{
	const struct dns_message *msg;
	enum reading reading;

	out->zone = s->zone->name;
	out->ns = s->server->ns;
	out->address = s->server->address;
	out->transport = result->transport;
	out->rtt_us = result->rtt_us;
	out->outcome = result->outcome;
	out->faults = faults_of(s, result, false);
	if (result->outcome != DS_OUT_DATA)
		return READ_FAILED;
	msg = dns_message_read(s->it->arena, result->wire, result->len);
	if (msg == NULL) {
		out->outcome = DS_OUT_MALFORMED;
		out->faults |= DS_SRV_MALFORMED;
		return READ_FAILED;
	}
	reading = reply_read(s->it->arena, s->zone, s->name, s->type, msg, out, cut);
	out->faults |= faults_of(s, result, reading != READ_FAILED);
	return reading;
}

/* note_server - remembers how a server did */
static void note_server(struct shot *s, const struct reply *reply, enum reading reading)
{
	struct zone_server *server = s->server;

	if (s->refused) {
		server->asked = server->rtt_us >= 0;
		return;
	}
	server->faults |= reply->faults;
	if (server->rtt_us < 0)
		server->rtt_us = reply->rtt_us;
	if (reading != READ_FAILED)
		server->works = true;
	else if (!server->works)
		server->worst = reply->outcome;
}

/* minimised - a reply to a part of the name: one label more, or the whole name. False: it is the
 * answer */
static bool minimised(struct shot *s, struct inquiry *q, const struct reply *reply)
{
	if (s->type == q->question.type && name_equal(s->name, q->question.name))
		return false;
	if (q->answered || q->state != INQUIRY_SENT)
		return true;
	if (reply->outcome == DS_OUT_NXDOMAIN) {
		q->whole = true; /* there may be names below all the same (RFC 9156 section 3) */
		q->denied = s->name;
		q->denied_by = s->server->address;
	}
	q->added++;
	q->state = INQUIRY_NEW;
	inquiry_detach(q);
	return true;
}

/* note_trap - a name that is there after all, though one above it was denied (RFC 8020 section 2) */
static void note_trap(const struct inquiry *q, const struct reply *reply)
{
	struct iterate_notes *notes = &q->it->notes;

	if (q->denied == NULL || reply->outcome == DS_OUT_NXDOMAIN || notes->trap != NULL)
		return;
	notes->trap = q->denied;
	notes->trap_server = q->denied_by;
}

/* deliver - a reply for whoever asked */
static void deliver(struct inquiry *q, struct reply *reply, enum reading reading)
{
	struct iterator *it = q->it;

	if (reading == READ_ANSWER) {
		note_trap(q, reply);
		q->answered = true;
		for (struct shot *s = it->shots; s != NULL; s = s->next)
			s->enough |= s->q == q;
	}
	/* Of a name server's address the first answer will do. */
	if ((q->serves != NULL && q->answered) || inquiry_is_over(q))
		inquiry_finish(q, reply);
	else
		q->watch->reply(q->arg, reply, false);
}

/* follow - a question that was referred to a zone below goes on there */
static void follow(struct inquiry *q)
{
	if (q->answered)
		return;
	inquiry_detach(q);
	q->referrals++;
	q->state = INQUIRY_NEW;
}

/* on_done - a server has answered, or was given up */
static void on_done(void *arg, const struct dns_result *result)
{
	struct shot *s = arg;
	struct iterator *it = s->it;
	struct inquiry *q = s->q;
	struct reply *reply = arena_alloc(it->arena, 1, sizeof *reply);
	const uint8_t *cut = NULL;
	enum reading reading = READ_FAILED;

	iterator_enter(it);
	s->lookup = NULL;
	if (q != NULL)
		q->in_flight--;
	if (reply != NULL) {
		count_family(it->setup, s, result->outcome);
		reading = read_result(s, result, reply, &cut);
		if (reading == READ_REFERRAL)
			zone_keep(it, cut, result);
		note_server(s, reply, reading);
		if (reading == READ_REFERRAL && zone_refer(it, s->zone, cut, reply->msg) == NULL) {
			reading = READ_FAILED;
			reply->outcome = DS_OUT_UNREACHABLE;
		}
		if (q != NULL && reading == READ_REFERRAL)
			follow(q);
		else if (q != NULL && !s->refused &&
			 !(reading == READ_ANSWER && minimised(s, q, reply)))
			deliver(q, reply, reading);
	}
	shot_free(s);
	iterator_run(it);
	iterator_leave(it);
}

/* shoot - asks one server. False: no memory */
static bool shoot(struct inquiry *q, size_t server, const uint8_t *name, uint16_t type)
{
	static const struct dns_watcher watcher = { on_sent, on_received, on_done };
	struct iterator *it = q->it;
	struct shot *s = calloc(1, sizeof *s);
	struct dns_how how = { .flags = DNS_Q_AUTHORITY,
		.server = &q->zone->servers[server].address,
		.tcp = q->question.tcp,
		.shared = !q->question.tcp && (type == DS_T_DS || type == DS_T_DNSKEY),
		.edns_or_not = true };

	q->asked |= 1u << server;
	if (s == NULL)
		return false;
	s->it = it;
	s->q = q;
	s->zone = q->zone;
	s->server = &q->zone->servers[server];
	s->server->asked = true;
	s->name = name;
	s->type = type;
	s->enough = q->answered;
	how.enough = &s->enough;
	s->lookup = dns_lookup(it->setup->client, name, type, &how, &watcher, s);
	if (s->lookup == NULL) {
		free(s);
		return false;
	}
	it->unshot -= !q->shot;
	q->shot = true;
	s->next = it->shots;
	if (s->next != NULL)
		s->next->prev = s;
	it->shots = s;
	it->waiting++;
	q->in_flight++;
	return true;
}

/* asked_elsewhere - was the same server asked at another of its addresses? */
static bool asked_elsewhere(const struct inquiry *q, size_t i)
{
	for (size_t k = 0; k < q->zone->nservers; k++)
		if ((q->asked & 1u << k) && q->zone->servers[k].ns == q->zone->servers[i].ns)
			return true;
	return false;
}

/* askable - may this server be asked now? */
static bool askable(const struct inquiry *q, size_t i)
{
	const struct iterate_setup *setup = q->it->setup;

	if (q->asked & 1u << i)
		return false;
	if (q->answered && spend_by_name(q) && asked_elsewhere(q, i))
		return false;
	return q->zone->servers[i].address.family != 6 || setup->bad6 == 0 || setup->ok6 > 0;
}

/* better - is this server to be asked before that one? The working and fast ones first */
static bool better(const struct zone_server *a, const struct zone_server *b)
{
	bool bad_a = !a->works && a->worst > DS_OUT_NXDOMAIN;
	bool bad_b = !b->works && b->worst > DS_OUT_NXDOMAIN;

	if (bad_a != bad_b)
		return bad_b;
	if ((a->rtt_us >= 0) != (b->rtt_us >= 0))
		return a->rtt_us >= 0;
	return a->rtt_us < b->rtt_us;
}

/* pick - the best server that was not asked yet; false: none */
static bool pick(const struct inquiry *q, size_t *out)
{
	bool found = false;

	for (size_t i = 0; i < q->zone->nservers; i++) {
		if (!askable(q, i))
			continue;
		if (!found || better(&q->zone->servers[i], &q->zone->servers[*out]))
			*out = i;
		found = true;
	}
	return found;
}

/* part_of - the name to be asked for: with QNAME minimisation one label more than the zone's */
static const uint8_t *part_of(struct inquiry *q, uint16_t *type)
{
	const struct question *question = &q->question;
	unsigned labels = q->zone->labels + 1 + q->added;

	*type = question->type;
	if (!q->it->setup->minimise || q->whole || q->added >= ITER_MINIMISE_MAX ||
	    labels >= name_labels(question->name))
		return question->name;
	*type = DS_T_A; /* RFC 9156 section 2.1 */
	return name_suffix(question->name, labels);
}

/* inquiry_fill - asks as many servers as it should by now */
void inquiry_fill(struct inquiry *q)
{
	unsigned most = q->answered ? 0 : (spend_spare(q->it) ? FIRST_TWO : 1) + q->silences;
	uint16_t type;
	const uint8_t *name = part_of(q, &type);
	bool whole = name_equal(name, q->question.name) && type == q->question.type;
	bool all = whole && spend_compares(q);
	size_t i = 0;

	if (all && !spend_spare(q->it)) {
		all = false;
		q->it->notes.left_out |= spend_rank(q) <= RANK_ADDRESS && pick(q, &i);
	}
	while (((all && spend_spare(q->it)) || q->in_flight < most) && pick(q, &i))
		if (!shoot(q, i, name, type))
			return;
}

/* inquiry_is_asked - is no server left to be put this question to? */
bool inquiry_is_asked(const struct inquiry *q)
{
	size_t i = 0;

	return q->state == INQUIRY_SENT && q->zone->pending == 0 && !pick(q, &i);
}

/* inquiry_is_over - is no server left, and nothing under way? */
bool inquiry_is_over(const struct inquiry *q)
{
	size_t i = 0;

	if (q->in_flight > 0 || q->state != INQUIRY_SENT)
		return false;
	if (traffic_exhausted(q->it->traffic) || (q->answered && spend_rank(q) == RANK_NONE))
		return true;
	if (spend_rank(q) != RANK_NONE && q->zone->pending > 0)
		return false;
	if (!pick(q, &i))
		return q->answered || q->zone->pending == 0;
	return q->answered && !spend_spare(q->it);
}
