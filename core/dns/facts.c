/* SPDX-License-Identifier: BSD-2-Clause */
/* facts - what was asked for one domain, and what came back; see facts.h */

#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/dns/asker.h"
#include "core/dns/compare.h"
#include "core/dns/facts.h"
#include "core/dns/iterate.h"
#include "core/dns/name.h"
#include "core/limits.h"

#define BUCKETS 64 /* a diagnosis has some twenty questions */

/* A question, with what is needed while it is under way. */
struct entry {
	struct fact fact;
	struct facts *owner;
	struct inquiry *inquiry; /* NULL when settled */
	struct reply *first, *last;
	const struct reply *chosen; /* the reply that the fact was done with */
	struct entry *next;         /* in its bucket */
};

struct facts {
	struct arena *arena;
	struct traffic *traffic;
	struct asker *asker;
	struct facts_watcher watch;
	void *arg;
	struct entry *buckets[BUCKETS];
	struct entry *first, *last; /* in the order of asking, by fact.next */
	struct fact refused;        /* what facts_want gives when it cannot ask */
	unsigned unsettled;
	bool works;
	bool iterating;
	bool closing; /* nothing is told any more */
};

/* on_query - a message was sent, or has ended */
static void on_query(void *arg, const struct ds_query *q)
{
	struct facts *f = arg;

	f->watch.query(f->arg, q);
}

/* make - an empty table, without an asker yet; NULL: no memory */
static struct facts *make(struct arena *arena, struct net *net, uint64_t began_us,
    const struct facts_watcher *watch, void *arg)
{
	struct facts *f = calloc(1, sizeof *f);

	if (f == NULL)
		return NULL;
	f->arena = arena;
	f->watch = *watch;
	f->arg = arg;
	f->refused.done = f->refused.settled = true;
	f->refused.outcome = DS_OUT_UNREACHABLE;
	f->traffic = traffic_new(arena, net, began_us, on_query, f);
	return f->traffic != NULL ? f : facts_free(f);
}

/* facts_new - an empty table that asks a resolver */
struct facts *facts_new(struct arena *arena, struct net *net, struct dns_client *client,
    uint64_t began_us, const struct facts_watcher *watch, void *arg)
{
	struct facts *f = make(arena, net, began_us, watch, arg);

	if (f == NULL)
		return NULL;
	f->asker = asker_resolver_new(arena, f->traffic, client);
	return f->asker != NULL ? f : facts_free(f);
}

/* on_cut - a zone was found: what its link in a chain needs is asked for at once. Names between it and
 * its parent zone may be zones too, on the same servers */
static void on_cut(void *arg, const uint8_t *zone, const uint8_t *parent)
{
	struct facts *f = arg;
	unsigned labels = name_labels(zone);

	facts_want(f, zone, DS_T_DNSKEY);
	for (unsigned n = parent != NULL ? name_labels(parent) + 1 : 1; n <= labels; n++)
		facts_want(f, name_suffix(zone, n), DS_T_DS);
	/* Of the zones that belong to somebody: what they say of themselves, and whether TCP works. */
	if (labels < 2 || traffic_left(f->traffic) <= ITER_RESERVE)
		return;
	facts_want(f, zone, DS_T_NS);
	facts_want_tcp(f, zone, DS_T_SOA);
}

/* facts_new_iterating - an empty table that asks the authoritative servers */
struct facts *facts_new_iterating(struct arena *arena, struct net *net, struct iterate_setup *setup,
    uint64_t began_us, const struct facts_watcher *watch, void *arg)
{
	struct facts *f = make(arena, net, began_us, watch, arg);

	if (f == NULL)
		return NULL;
	f->asker = iterate_new(arena, f->traffic, setup, on_cut, f);
	f->iterating = true;
	return f->asker != NULL ? f : facts_free(f);
}

/* facts_iterator - who asks the authoritative servers; NULL: nobody */
struct asker *facts_iterator(const struct facts *f)
{
	return f->iterating ? f->asker : NULL;
}

/* facts_free - forgets the questions under way */
struct facts *facts_free(struct facts *f)
{
	if (f == NULL)
		return NULL;
	f->closing = true;
	if (f->traffic != NULL)
		traffic_close(f->traffic);
	for (size_t i = 0; i < BUCKETS; i++)
		for (struct entry *e = f->buckets[i]; e != NULL; e = e->next)
			if (e->inquiry != NULL) {
				f->asker->ops->cancel(f->asker, e->inquiry);
				e->inquiry = NULL;
			}
	if (f->asker != NULL)
		f->asker->ops->free(f->asker);
	traffic_free(f->traffic);
	free(f);
	return NULL;
}

/* facts_pump - sends what waits */
void facts_pump(struct facts *f)
{
	f->asker->ops->pump(f->asker);
}

/* bucket - where a question is kept */
static size_t bucket(const uint8_t *name, uint16_t type)
{
	uint32_t hash = 2166136261u ^ type;
	size_t n = name_len(name);

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ name[i]) * 16777619u;
	return hash % BUCKETS;
}

/* find - the entry of a question, or NULL */
static struct entry *find(const struct facts *f, const struct question *q)
{
	for (struct entry *e = f->buckets[bucket(q->name, q->type)]; e != NULL; e = e->next)
		if (e->fact.type == q->type && e->fact.opinion == q->opinion &&
		    e->fact.tcp == q->tcp && name_equal(e->fact.name, q->name))
			return e;
	return NULL;
}

/* entry_of - the entry that a fact is part of */
static struct entry *entry_of(const struct fact *fact)
{
	return (struct entry *)(uintptr_t)fact;
}

/* usable - a reply that says what is there, or that it is not */
static bool usable(const struct reply *r)
{
	return r->msg != NULL && r->outcome <= DS_OUT_NXDOMAIN;
}

/* take - judges by this reply from now on */
static void take(struct entry *e, const struct reply *r)
{
	e->fact.judged = r;
	e->fact.outcome = r->outcome;
	e->fact.msg = r->msg;
}

/* group_of - the number of the replies that say the same; a new one where none does */
static unsigned group_of(const struct entry *e, const struct reply *r)
{
	unsigned next = 0;

	for (const struct reply *other = e->first; other != NULL; other = other->next) {
		if (compare_replies(other, r) == COMPARE_SAME)
			return other->group;
		if (other->group >= next)
			next = other->group + 1;
	}
	return next;
}

/* best_failure - of replies that all fail: one with an error code before mere silence */
static const struct reply *best_failure(const struct entry *e)
{
	const struct reply *best = e->first;

	for (const struct reply *r = e->first; r != NULL; r = r->next)
		if (r->outcome < best->outcome)
			best = r;
	return best;
}

/* add - one reply more; the first that can be used makes the fact done */
static void add(struct entry *e, struct reply *r)
{
	r->group = group_of(e, r);
	if (e->last != NULL)
		e->last->next = r;
	else
		e->fact.replies = e->first = r;
	e->last = r;
	e->fact.nreplies++;
	if (!usable(r))
		return;
	e->owner->works |= !e->fact.opinion;
	if (e->fact.done)
		return;
	e->fact.done = true;
	r->tried = true;
	e->chosen = r;
	take(e, r);
}

/* settle - no more replies come */
static void settle(struct entry *e)
{
	e->inquiry = NULL;
	e->fact.settled = true;
	e->owner->unsettled--;
	if (e->fact.done)
		return;
	e->fact.done = true;
	e->fact.outcome = DS_OUT_UNREACHABLE;
	e->chosen = best_failure(e);
	if (e->chosen != NULL)
		take(e, e->chosen);
}

/* on_reply - one server's reply, or the end */
static void on_reply(void *arg, struct reply *r, bool last)
{
	struct entry *e = arg;
	struct facts *f = e->owner;

	if (r != NULL)
		add(e, r);
	if (last)
		settle(e);
	if (!f->closing)
		f->watch.changed(f->arg);
}

/* on_slow - a message went unanswered */
static void on_slow(void *arg)
{
	struct entry *e = arg;

	e->fact.slow = true;
}

/* ask - puts a new question into the table and sends it */
static struct entry *ask(struct facts *f, const struct question *q)
{
	static const struct asker_watcher watcher = { on_reply, on_slow };
	struct entry *e = arena_alloc(f->arena, 1, sizeof *e);
	size_t at = bucket(q->name, q->type);

	if (e == NULL)
		return NULL;
	e->fact.name = q->name;
	e->fact.type = q->type;
	e->fact.opinion = q->opinion;
	e->fact.tcp = q->tcp;
	e->owner = f;
	e->inquiry = f->asker->ops->ask(f->asker, q, &watcher, e);
	if (e->inquiry == NULL)
		return NULL;
	f->unsettled++;
	e->next = f->buckets[at];
	f->buckets[at] = e;
	if (f->last != NULL)
		f->last->fact.next = &e->fact;
	else
		f->first = e;
	f->last = e;
	return e;
}

/* want - the fact, asked for if need be */
static const struct fact *want(struct facts *f, const struct question *q)
{
	struct entry *e = find(f, q);

	if (e == NULL && !traffic_exhausted(f->traffic))
		e = ask(f, q);
	return e != NULL ? &e->fact : &f->refused;
}

/* facts_want - the fact, for our own proof */
const struct fact *facts_want(struct facts *f, const uint8_t *name, uint16_t type)
{
	return want(f, &(struct question){ .name = name, .type = type });
}

/* facts_want_opinion - the fact, as the resolver sees it */
const struct fact *facts_want_opinion(struct facts *f, const uint8_t *name, uint16_t type)
{
	return want(f, &(struct question){ .name = name, .type = type, .opinion = true });
}

/* facts_want_tcp - the fact, over TCP */
const struct fact *facts_want_tcp(struct facts *f, const uint8_t *name, uint16_t type)
{
	return want(f, &(struct question){ .name = name, .type = type, .tcp = true });
}

/* facts_peek - the fact if it was asked for */
const struct fact *facts_peek(const struct facts *f, const uint8_t *name, uint16_t type)
{
	const struct entry *e = find(f, &(struct question){ .name = name, .type = type });

	return e != NULL ? &e->fact : NULL;
}

/* facts_peek_opinion - the opinion if it was asked for */
const struct fact *facts_peek_opinion(const struct facts *f, const uint8_t *name, uint16_t type)
{
	const struct entry *e =
	    find(f, &(struct question){ .name = name, .type = type, .opinion = true });

	return e != NULL ? &e->fact : NULL;
}

/* facts_first - the fact that was asked for first */
const struct fact *facts_first(const struct facts *f)
{
	return f->first != NULL ? &f->first->fact : NULL;
}

/* was_tried - was a reply with this content judged by already? */
static bool was_tried(const struct entry *e, unsigned group)
{
	for (const struct reply *r = e->first; r != NULL; r = r->next)
		if (r->group == group && r->tried)
			return true;
	return false;
}

/* facts_another - the next server's reply in place of one that did not prove */
enum facts_more facts_another(struct facts *f, const struct fact *fact)
{
	struct entry *e = entry_of(fact);

	if (fact == &f->refused || e->chosen == NULL)
		return FACTS_NONE;
	for (struct reply *r = e->first; r != NULL; r = r->next)
		if (usable(r) && !was_tried(e, r->group)) {
			r->tried = true;
			take(e, r);
			return FACTS_TAKEN;
		}
	if (!e->fact.settled)
		return FACTS_WAIT;
	take(e, e->chosen);
	return FACTS_NONE;
}

/* facts_settled - has every server answered or been given up? */
bool facts_settled(const struct fact *fact)
{
	return fact->settled;
}

/* facts_all_settled - is nothing under way any more? */
bool facts_all_settled(const struct facts *f)
{
	return f->unsettled == 0;
}

/* facts_exhausted - was the bound on messages reached? */
bool facts_exhausted(const struct facts *f)
{
	return traffic_exhausted(f->traffic);
}

/* facts_resolver_works - was there any proper answer? */
bool facts_resolver_works(const struct facts *f)
{
	return f->works;
}

/* facts_counts - messages, and the time that they took */
void facts_counts(const struct facts *f, struct traffic_counts *out)
{
	traffic_counts(f->traffic, out);
}
