/* SPDX-License-Identifier: BSD-2-Clause */
/* iterate - answers from the authoritative servers, from the root down; see iterate.h */

#include <stdlib.h>

#include "core/base/arena.h"
#include "core/dns/iterate_impl.h"
#include "core/dns/name.h"

/* self - the iterator behind the interface */
static struct iterator *self(struct asker *asker)
{
	return (struct iterator *)(void *)asker;
}

/* destroy - the end of an iterator; its shots are forgotten */
static void destroy(struct iterator *it)
{
	while (it->inquiries != NULL) {
		struct inquiry *q = it->inquiries;

		it->inquiries = q->next;
		free(q);
	}
	free(it);
}

/* iterator_enter - from here on it cannot go away */
void iterator_enter(struct iterator *it)
{
	it->busy++;
}

/* iterator_leave - it goes away now if it was to */
void iterator_leave(struct iterator *it)
{
	if (--it->busy == 0 && it->freed)
		destroy(it);
}

/* unlink_inquiry - takes it out of the list */
static void unlink_inquiry(struct inquiry *q)
{
	q->it->unshot -= !q->shot;
	if (q->prev != NULL)
		q->prev->next = q->next;
	else
		q->it->inquiries = q->next;
	if (q->next != NULL)
		q->next->prev = q->prev;
}

/* inquiry_finish - its end, told to whoever asked */
void inquiry_finish(struct inquiry *q, struct reply *last)
{
	inquiry_detach(q);
	unlink_inquiry(q);
	q->watch->reply(q->arg, last, true);
	free(q);
}

/* fail - an inquiry that found no end */
static void fail(struct inquiry *q, enum ds_outcome outcome)
{
	struct reply *reply = arena_alloc(q->it->arena, 1, sizeof *reply);

	if (reply != NULL) {
		reply->outcome = outcome;
		reply->rtt_us = -1;
		reply->zone = q->zone != NULL ? q->zone->name : NULL;
	}
	inquiry_finish(q, reply);
}

/* inquiry_new - a question that is still to be placed; NULL: no memory */
static struct inquiry *inquiry_new(struct iterator *it, const struct question *question,
    const struct asker_watcher *watch, void *arg)
{
	struct inquiry *q = calloc(1, sizeof *q), *last = it->inquiries;

	if (q == NULL)
		return NULL;
	q->it = it;
	it->unshot++;
	q->question = *question;
	q->watch = watch;
	q->arg = arg;
	while (last != NULL && last->next != NULL)
		last = last->next;
	q->prev = last;
	if (last != NULL)
		last->next = q;
	else
		it->inquiries = q;
	return q;
}

/* on_address - the look-up of a name server's address has a reply, or is over */
static void on_address(void *arg, struct reply *reply, bool last)
{
	struct inquiry *q = arg;

	if (last) {
		q->serves->pending--;
		q->ns->pending--;
	}
	if (reply != NULL || last)
		zone_take_addresses(q->it, q->serves, q->ns, reply, q->question.type);
}

/* on_address_slow - nothing depends on it alone */
static void on_address_slow(void *arg)
{
	(void)arg;
}

/* inquiry_for_address - asks for an address of a name server */
bool inquiry_for_address(
    struct iterator *it, struct izone *zone, struct ns *ns, uint16_t type, unsigned depth)
{
	static const struct asker_watcher watcher = { on_address, on_address_slow };
	struct question question = { .name = ns->name, .type = type };
	struct inquiry *q =
	    depth < ITER_DEPTH_MAX ? inquiry_new(it, &question, &watcher, NULL) : NULL;

	if (q == NULL) {
		zone_take_addresses(it, zone, ns, NULL, type);
		return false;
	}
	q->arg = q;
	q->serves = zone;
	q->ns = ns;
	q->depth = depth + 1;
	ns->pending++;
	zone->pending++;
	return true;
}

/* leads - does another inquiry find the way below this zone that this one would have to find? The
 * DS set of a name right below is this zone's own. */
static bool leads(const struct inquiry *other, const struct inquiry *q, const struct izone *zone)
{
	unsigned below = zone->labels + 1;

	if (other == q || other->state != INQUIRY_SENT || other->in_flight == 0 ||
	    other->zone != zone || other->answered || name_labels(other->question.name) < below ||
	    name_labels(q->question.name) < below)
		return false;
	if ((q->question.type == DS_T_DS && name_labels(q->question.name) == below) ||
	    (other->question.type == DS_T_DS && name_labels(other->question.name) == below))
		return false;
	return name_equal(
	    name_suffix(other->question.name, below), name_suffix(q->question.name, below));
}

/* leader - an inquiry to follow, or NULL. Only above the domains: below, questions go at once */
static const struct inquiry *leader(const struct inquiry *q, const struct izone *zone)
{
	const struct inquiry *other = q->it->inquiries;

	if (!zone_is_infrastructure(zone))
		return NULL;
	while (other != NULL && !leads(other, q, zone))
		other = other->next;
	return other;
}

/* tell_cuts - tells of the zones down to this one, each once */
static void tell_cuts(struct iterator *it, struct izone *zone)
{
	for (; zone != NULL && !zone->told; zone = zone->parent) {
		zone->told = true;
		it->cut(it->arg, zone->name, zone->parent != NULL ? zone->parent->name : NULL);
	}
}

/* place - puts an inquiry to the deepest zone that is known */
static void place(struct inquiry *q)
{
	struct iterator *it = q->it;
	struct izone *zone;

	zone_recall(it, q->question.name, q->question.type);
	zone = zone_deepest(it, q->question.name, q->question.type);
	if (zone != q->zone) {
		q->zone = zone;
		q->added = 0;
		q->whole = false;
	}
	if (q->referrals > ITER_REFERRALS_MAX) {
		it->notes.loop = q->question.name;
		it->notes.loop_zone = zone->name;
		fail(q, DS_OUT_LOOP);
		return;
	}
	if (q->question.opinion) { /* only a resolver has one */
		fail(q, DS_OUT_UNREACHABLE);
		return;
	}
	if (q->serves == NULL)
		tell_cuts(it, zone);
	if (zone->nservers == 0 || !zone_is_infrastructure(zone))
		zone_look_up(it, zone, q->depth);
	if (zone->nservers == 0 && zone->pending == 0) {
		zone->failed = true;
		fail(q, zone->circular ? DS_OUT_LOOP : DS_OUT_UNREACHABLE);
	} else if (zone->nservers == 0) {
		q->state = INQUIRY_ADDRESSES;
	} else if (leader(q, zone) != NULL) {
		q->state = INQUIRY_FOLLOWS;
	} else {
		q->state = INQUIRY_SENT;
		inquiry_fill(q);
	}
}

/* step - goes on with an inquiry, if it can. True: something has changed */
static bool step(struct inquiry *q)
{
	struct izone *zone = q->zone;

	switch (q->state) {
	case INQUIRY_NEW: place(q); return true;
	case INQUIRY_ADDRESSES:
		if (zone->nservers == 0 && zone->pending > 0)
			return false;
		q->state = INQUIRY_NEW;
		return true;
	case INQUIRY_FOLLOWS:
		if (leader(q, zone) != NULL &&
		    zone_deepest(q->it, q->question.name, q->question.type) == zone)
			return false;
		q->state = INQUIRY_NEW;
		return true;
	case INQUIRY_SENT:
		inquiry_fill(q);
		if (!inquiry_is_over(q))
			return false;
		inquiry_finish(q, NULL);
		return true;
	}
	return false;
}

/* settle - goes through all inquiries until nothing changes any more */
static void settle(struct iterator *it)
{
	struct inquiry *q = it->inquiries;

	while (q != NULL && !it->freed)
		q = step(q) ? it->inquiries : q->next; /* a step may end others */
}

/* give_up_stalled - where nothing is under way, nothing can come of what still waits. True: one was
 * given up */
static bool give_up_stalled(struct iterator *it)
{
	struct inquiry *q = it->inquiries;

	if (it->shots != NULL)
		return false;
	while (q != NULL && q->answered)
		q = q->next;
	if (q != NULL)
		fail(q, DS_OUT_UNREACHABLE);
	return q != NULL;
}

/* iterator_run - places what can be placed and sends what can be sent */
void iterator_run(struct iterator *it)
{
	if (it->pumping || it->freed)
		return;
	it->pumping = true;
	do {
		settle(it);
		if (!it->freed)
			zones_break_circles(it);
		settle(it);
	} while (!it->freed && (spend_next(it) || give_up_stalled(it)));
	it->pumping = false;
	if (!it->freed)
		dns_client_pump(it->setup->client);
}

/* ask - a new question */
static struct inquiry *ask(struct asker *asker, const struct question *question,
    const struct asker_watcher *watch, void *arg)
{
	self(asker)->rank = RANK_DATA;
	return inquiry_new(self(asker), question, watch, arg);
}

/* cancel - forgets a question */
static void cancel(struct asker *asker, struct inquiry *q)
{
	(void)asker;
	inquiry_detach(q);
	unlink_inquiry(q);
	free(q);
}

/* pump - sends what waits */
static void pump(struct asker *asker)
{
	struct iterator *it = self(asker);

	iterator_enter(it);
	iterator_run(it);
	iterator_leave(it);
}

/* asker_free - forgets all that is under way */
static void asker_free(struct asker *asker)
{
	struct iterator *it = self(asker);

	it->freed = true;
	for (struct shot *s = it->shots, *next; s != NULL; s = next) {
		next = s->next;
		if (s->lookup == NULL)
			continue; /* it is the one that is being told of */
		dns_lookup_cancel(s->lookup);
		shot_free(s);
	}
	if (it->busy == 0)
		destroy(it);
}

/* iterate_new - an iterator that knows the root's servers */
struct asker *iterate_new(struct arena *arena, struct traffic *traffic, struct iterate_setup *setup,
    iterate_cut_fn *cut, void *arg)
{
	static const struct asker_ops ops = { ask, cancel, pump, asker_free };
	struct iterator *it = calloc(1, sizeof *it);

	if (it == NULL)
		return NULL;
	it->asker.ops = &ops;
	it->arena = arena;
	it->traffic = traffic;
	it->setup = setup;
	it->cut = cut;
	it->arg = arg;
	it->root = zone_root(it);
	if (it->root != NULL)
		return &it->asker;
	free(it);
	return NULL;
}

/* describe - what is known of a zone's servers */
static void describe(const struct izone *zone, struct zone_servers *out)
{
	*out = (struct zone_servers){ .zone = zone->name,
		.parent = zone->parent != NULL ? zone->parent->name : NULL,
		.n = zone->nservers,
		.servers = zone->servers,
		.nnames = zone->nns,
		.names = zone->names,
		.circular = zone->circular,
		.none = zone->failed,
		.alias = zone->alias,
		.unresolved = zone->unresolved,
		.asked_of = zone->told };
}

/* iterate_zone_nth - zones one by one */
bool iterate_zone_nth(struct asker *asker, size_t n, struct zone_servers *out)
{
	const struct izone *zone = self(asker)->zones;

	while (zone != NULL && n-- > 0)
		zone = zone->next;
	if (zone != NULL)
		describe(zone, out);
	return zone != NULL;
}

/* iterate_notes - what happened to the questions as a whole */
const struct iterate_notes *iterate_notes(struct asker *asker)
{
	return &self(asker)->notes;
}
