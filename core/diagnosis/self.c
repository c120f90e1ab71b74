/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * self - can this machine judge anybody?
 *
 * Before a domain is called wrong: does the resolver pass DNSSEC on, is a key of
 * the root one that we trust, is our own clock believable, do UDP and TCP come
 * through, is there a route for each address family? What fails here makes the
 * verdict `unknown`, never `broken`.
 */

#include <string.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/diagnosis/diagnosis_impl.h"
#include "core/diagnosis/labels.h"
#include "core/diagnosis/self.h"
#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dnssec/prover.h"

#define MARGIN 3600 /* seconds that clocks may differ without being wrong */

static const uint8_t root_name[1] = { 0 };

/* What the times of some signatures say of a clock. */
struct times {
	size_t n, expired, early;
	int64_t latest_begin, first_end;
};

/* get32 - four octets in network order */
static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* moment - the moment nearest to `at` that has these 32 bits (RFC 4034 section 3.1.5) */
static int64_t moment(uint32_t t, int64_t at)
{
	return at + (int32_t)(t - (uint32_t)at);
}

/* add_times - looks at the signatures over one set, if it is there */
static void add_times(
    struct ds_diagnosis *d, const uint8_t *name, uint16_t type, struct times *times)
{
	const struct fact *fact = facts_peek(d->facts, name, type);
	const struct dns_rrset *set;
	int64_t at = d->report.judged_at;

	if (fact == NULL || fact->msg == NULL)
		return;
	set = dns_rrset_find(fact->msg->answer, name, type);
	for (size_t i = 0; set != NULL && i < set->nsigs; i++) {
		const struct dns_rr *rr = set->sigs[i];
		int64_t begin, end;

		if (rr->len < 19)
			continue;
		end = moment(get32(rr->rdata + 8), at);
		begin = moment(get32(rr->rdata + 12), at);
		if (times->n == 0 || begin > times->latest_begin)
			times->latest_begin = begin;
		if (times->n == 0 || end < times->first_end)
			times->first_end = end;
		times->n++;
		times->expired += end < at;
		times->early += begin > at;
	}
}

/* is_pending - was it asked, and may the answer still come soon? */
static bool is_pending(const struct ds_diagnosis *d, const uint8_t *name, uint16_t type)
{
	const struct fact *fact = facts_peek(d->facts, name, type);

	return fact != NULL && !fact->done && !fact->slow;
}

/* clock_off - by how much our clock is wrong at least, if every signature of the root and of the
 * top-level domain is off the same way; else 0 */
static int64_t clock_off(struct ds_diagnosis *d)
{
	const uint8_t *tld = name_suffix(d->domain, 1);
	int64_t at = d->report.judged_at;
	struct times times = { 0 };

	add_times(d, root_name, DS_T_DNSKEY, &times);
	add_times(d, tld, DS_T_DS, &times);
	add_times(d, tld, DS_T_DNSKEY, &times);
	if (times.n > 0 && times.expired == times.n)
		return at - times.first_end;
	if (times.n > 0 && times.early == times.n)
		return at - times.latest_begin;
	return 0;
}

/* judge_clock - is our own clock believable? It is not asked where --at chose another moment */
static void judge_clock(struct ds_diagnosis *d, const struct ds_link *root, struct ds_self *s)
{
	if (d->engine->at_given)
		return;
	if (d->report.judged_at < CLOCK_FLOOR)
		s->clock_off = d->report.judged_at - CLOCK_FLOOR;
	else if (root->status != DS_SECURE)
		s->clock_off = clock_off(d);
	if (s->clock_off > MARGIN || s->clock_off < -MARGIN)
		s->fault = DS_SELF_CLOCK;
	else
		s->clock_off = 0;
}

/* lookup_fault - why the root's keys did not come: silence, or a resolver that knows no DNSSEC */
static void lookup_fault(struct ds_diagnosis *d, const struct ds_link *root, struct ds_self *s)
{
	bool answered = root->outcome == DS_OUT_NODATA || root->outcome == DS_OUT_NXDOMAIN ||
			root->outcome == DS_OUT_NOTIMP || root->outcome == DS_OUT_RCODE;

	s->fault = answered && facts_resolver_works(d->facts) ? DS_SELF_STRIPPED : DS_SELF_SILENT;
	s->detail = ds_outcome_label(root->outcome);
}

/* judge_root - what a root that cannot be proved says of us */
static void judge_root(struct ds_diagnosis *d, const struct ds_link *root, struct ds_self *s)
{
	s->fault = DS_SELF_FINE;
	s->detail = NULL;
	if (root->status != DS_SECURE) {
		switch (root->why) {
		case DS_WHY_NO_KEYS:
		case DS_WHY_LOOKUP: lookup_fault(d, root, s); break;
		case DS_WHY_SIG_MISSING:
			s->fault = DS_SELF_STRIPPED;
			s->detail = N_("it leaves out the signatures");
			break;
		case DS_WHY_NO_ANCHOR: s->fault = DS_SELF_ANCHOR; break;
		default:
			s->fault = DS_SELF_ROOT;
			s->detail = d->engine->at_given && root->why == DS_WHY_SIG
					? N_("its signatures are not valid at the moment asked for")
					: ds_reason_label(root->why);
		}
	}
	if (s->fault == DS_SELF_FINE || s->fault == DS_SELF_ROOT)
		judge_clock(d, root, s);
}

/* add_tag - one more tag of a list, each once */
static void add_tag(uint16_t *list, size_t *n, uint16_t tag)
{
	for (size_t i = 0; i < *n; i++)
		if (list[i] == tag)
			return;
	list[(*n)++] = tag;
}

/* take_tags - which keys we trust, and which the root shows */
static void take_tags(struct ds_diagnosis *d, const struct ds_link *root, struct ds_self *s)
{
	const struct anchors *anchors = &d->engine->anchors;
	uint16_t *held = arena_alloc(d->arena, anchors->n, sizeof *held);
	uint16_t *seen = arena_alloc(d->arena, root->nkeys, sizeof *seen);

	s->trusted = -1;
	if (held == NULL || seen == NULL)
		return;
	s->held = held;
	s->seen = seen;
	for (size_t i = 0; i < anchors->n; i++)
		add_tag(held, &s->nheld, anchors->list[i].key_tag);
	for (size_t i = 0; i < root->nkeys; i++) {
		const struct ds_key *key = &root->keys[i];

		if (key->sep || key->trusted)
			add_tag(seen, &s->nseen, key->key_tag);
		if (key->trusted && key->signs_dnskey && !key->revoked)
			s->trusted = key->key_tag;
	}
}

/* self_look - judges this machine, once the root's keys are there. False: wait */
bool self_look(struct ds_diagnosis *d)
{
	struct ds_event e = { .kind = DS_EV_SELF };
	const struct ds_link *root;

	if (d->report.chain.n == 0)
		return false;
	root = d->report.chain.links[0];
	if (root->why == DS_WHY_SIG && (is_pending(d, name_suffix(d->domain, 1), DS_T_DS) ||
					   is_pending(d, name_suffix(d->domain, 1), DS_T_DNSKEY)))
		return false;
	e.self.known = true;
	take_tags(d, root, &e.self);
	judge_root(d, root, &e.self);
	self_look_around(d, &e.self);
	diagnosis_tell(d, &e);
	findings_self(d, root);
	return true;
}
