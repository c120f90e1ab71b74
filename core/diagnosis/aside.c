/* SPDX-License-Identifier: BSD-2-Clause */
/* aside - questions whose answers are only shown; see aside.h */

#include "core/base/arena.h"
#include "core/diagnosis/aside.h"
#include "core/diagnosis/findings.h"
#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dnssec/prover.h"

/* An opinion that was asked for. */
struct inquiry {
	const uint8_t *name;
	uint16_t type;
	bool done;
};

/* A zone whose CDS and CDNSKEY are looked at. */
struct zone_aside {
	const struct ds_link *link;
	const uint8_t *name;
	int host;
	bool done;
};

/* The empty name between a mail host and its TLSA record. */
struct between {
	const uint8_t *tlsa; /* NULL: nothing was asked */
	bool done;
};

struct asides {
	struct ds_diagnosis *d;
	const struct fact *tcp; /* the root's keys over TCP; NULL: not asked, or known */
	size_t nopinions;
	struct inquiry opinions[2 + 3 * ASIDE_HOSTS];
	size_t nzones;
	struct zone_aside zones[ASIDE_ZONES];
	size_t seen; /* hosts whose chain was looked at */
	size_t ndenials;
	const struct ds_denial *denials[2 * ASIDE_ZONES];
	bool to_guess[ASIDE_HOSTS]; /* the zone of a mail host */
	struct between between[MX_MAX];
};

static const uint8_t root_name[1] = { 0 };

/* want_opinion - what does the resolver itself make of this? */
static void want_opinion(struct asides *a, const uint8_t *name, uint16_t type)
{
	struct inquiry *one = &a->opinions[a->nopinions];

	if (a->nopinions >= sizeof a->opinions / sizeof *a->opinions || name == NULL)
		return;
	one->name = name;
	one->type = type;
	a->nopinions++;
	facts_want_opinion(a->d->facts, name, type);
}

/* want_tcp - does the resolver answer over TCP? It needs no answer cut short to find out */
static void want_tcp(struct asides *a)
{
	struct ds_engine *engine = a->d->engine;
	uint64_t now_us = engine->net->now_us;

	if (engine->tcp_asked && now_us - engine->tcp_asked_us < ASIDE_TCP_S * 1000000ull)
		return;
	engine->tcp_asked = true;
	engine->tcp_asked_us = now_us;
	a->tcp = facts_want_tcp(a->d->facts, root_name, DS_T_DNSKEY);
}

/* step_tcp - keeps what it came to, for other domains too. True: it is not waited for */
static bool step_tcp(struct asides *a)
{
	const struct fact *fact = a->tcp;

	if (fact == NULL)
		return true;
	if (!fact->done)
		return fact->slow;
	/* Without a reply nothing was sent; a recording from before this was asked holds none. */
	if (fact->judged != NULL && fact->outcome != DS_OUT_NOT_RECORDED)
		a->d->engine->tcp =
		    fact->outcome == DS_OUT_TIMEOUT || fact->outcome == DS_OUT_UNREACHABLE
			? DS_REACH_FAILS
			: DS_REACH_WORKS;
	a->tcp = NULL;
	return true;
}

/* asides_begin - the root's keys, which any resolver that validates has proved, and the MX */
struct asides *asides_begin(struct ds_diagnosis *d)
{
	struct asides *a = arena_alloc(d->arena, 1, sizeof *a);

	if (a == NULL)
		return NULL;
	a->d = d;
	if (!d->report.iterated) {
		want_opinion(a, d->domain, DS_T_MX);
		want_opinion(a, root_name, DS_T_DNSKEY);
		want_tcp(a);
	}
	return a;
}

/* asides_host - what does the resolver make of a host? Of the first few alone: the messages of one
 * diagnosis are counted */
void asides_host(struct asides *a, const struct host_work *h)
{
	struct ds_diagnosis *d = a->d;

	if (d->report.iterated || h->index >= ASIDE_HOSTS)
		return;
	if (d->engine->family != 6)
		want_opinion(a, h->name, DS_T_A);
	if (d->engine->family != 4)
		want_opinion(a, h->name, DS_T_AAAA);
	want_opinion(a, host_tlsa_name(d, h->name), DS_T_TLSA);
	a->to_guess[h->index] = true;
}

/* tell_opinion - one opinion that has come */
static void tell_opinion(struct ds_diagnosis *d, const struct fact *fact)
{
	struct ds_opinion *o = arena_alloc(d->arena, 1, sizeof *o);
	struct ds_event e = { .kind = DS_EV_OPINION, .opinion = o };

	if (o == NULL || fact->outcome == DS_OUT_NOT_RECORDED)
		return; /* a recording from before opinions were asked for */
	o->name = name_text_dup(d->arena, fact->name);
	o->type = fact->type;
	o->outcome = fact->outcome;
	o->ede = -1;
	if (fact->msg != NULL) {
		o->rcode = fact->msg->rcode;
		o->ad = fact->msg->ad;
		o->ede = fact->msg->ede;
		o->ede_text = fact->msg->ede_text;
	}
	if (o->name != NULL)
		diagnosis_tell(d, &e);
}

/* step_opinions - tells those that have come. True: none is waited for */
static bool step_opinions(struct asides *a)
{
	bool settled = true;

	for (size_t i = 0; i < a->nopinions; i++) {
		struct inquiry *one = &a->opinions[i];
		const struct fact *fact =
		    one->done ? NULL : facts_peek_opinion(a->d->facts, one->name, one->type);

		if (fact == NULL)
			continue;
		one->done = fact->done;
		if (fact->done)
			tell_opinion(a->d, fact);
		settled &= fact->done || fact->slow;
	}
	return settled;
}

/* add_zone - a secure zone at the end of a chain, once */
static void add_zone(struct asides *a, int host, const struct ds_chain *chain)
{
	const struct ds_link *link = chain->n > 0 ? chain->links[chain->n - 1] : NULL;
	struct zone_aside *z = &a->zones[a->nzones];

	if (link == NULL || link->parent == NULL || link->status != DS_SECURE ||
	    a->nzones >= ASIDE_ZONES)
		return;
	for (size_t i = 0; i < a->nzones; i++)
		if (a->zones[i].link == link)
			return;
	z->name = name_from_text(a->d->arena, link->zone);
	z->link = link;
	z->host = host;
	a->nzones += z->name != NULL;
}

/* want_keys - a zone without DS: has it keys all the same? Known by the time that it is told */
static void want_keys(struct asides *a, const struct ds_chain *chain)
{
	const struct ds_link *link = chain->n > 0 ? chain->links[chain->n - 1] : NULL;
	const uint8_t *zone;

	if (link == NULL || (link->why != DS_WHY_NO_DS && link->why != DS_WHY_OPT_OUT))
		return;
	zone = name_from_text(a->d->arena, link->zone);
	if (zone != NULL)
		facts_want(a->d->facts, zone, DS_T_DNSKEY);
}

/* find_zones - of the domain, and of its mail hosts */
static void find_zones(struct asides *a)
{
	const struct ds_report *r = &a->d->report;

	if (r->chain_known)
		add_zone(a, FOR_DOMAIN, &r->chain);
	for (size_t i = a->seen; i < r->nhosts && r->hosts[i]->chain.n > 0; i++, a->seen++)
		want_keys(a, &r->hosts[i]->chain);
	for (size_t i = 0; i < r->nhosts; i++)
		add_zone(a, (int)i, &r->hosts[i]->chain);
}

/* guess_zone - a mail host that is not of the domain's zone: its own is most likely what its name stands
 * in, and is asked for CDS along with the host's addresses. Only of a signed domain: hosts of others
 * are seldom in a signed zone. Wrong, it costs two questions; unasked, one round */
static void guess_zone(struct asides *a, const struct host_work *h)
{
	const struct ds_report *r = &a->d->report;
	const struct ds_link *last = r->chain.n > 0 ? r->chain.links[r->chain.n - 1] : NULL;
	const uint8_t *guess = name_parent(h->name);

	if (!a->to_guess[h->index] || !r->chain_known)
		return;
	a->to_guess[h->index] = false;
	if (last == NULL || last->status != DS_SECURE || name_within(h->name, a->d->domain) ||
	    name_within(a->d->domain, guess) || name_labels(guess) < 2)
		return;
	facts_want(a->d->facts, guess, DS_T_CDS);
	facts_want(a->d->facts, guess, DS_T_CDNSKEY);
}

/* proved - an answer, if it has come. True: it is not waited for */
static bool proved(
    struct asides *a, const uint8_t *name, uint16_t type, const struct ds_answer **out)
{
	const struct fact *fact = facts_want(a->d->facts, name, type);

	*out = NULL;
	if (!fact->done)
		return fact->slow;
	return prove_answer(a->d->prover, name, type, out) || fact->slow;
}

/* keep_denial - a proof that they are absent is a proof to hold others against */
static void keep_denial(struct asides *a, const struct ds_answer *answer)
{
	if (answer->denial != NULL && a->ndenials < 2 * ASIDE_ZONES)
		a->denials[a->ndenials++] = answer->denial;
}

/* asides_denial - the i-th proof of absence */
const struct ds_denial *asides_denial(const struct asides *a, size_t i)
{
	return i < a->ndenials ? a->denials[i] : NULL;
}

/* step_zones - CDS and CDNSKEY. True: none is waited for */
static bool step_zones(struct asides *a)
{
	bool settled = true;

	find_zones(a);
	for (size_t i = 0; i < a->nzones; i++) {
		const struct ds_answer *cds, *cdnskey;
		struct zone_aside *z = &a->zones[i];
		bool ready;

		if (z->done)
			continue;
		ready = proved(a, z->name, DS_T_CDS, &cds);
		ready &= proved(a, z->name, DS_T_CDNSKEY, &cdnskey);
		settled &= ready;
		z->done = cds != NULL && cdnskey != NULL;
		if (!z->done)
			continue;
		keep_denial(a, cds);
		keep_denial(a, cdnskey);
		findings_cds(a->d, z->host, z->link, cds, cdnskey);
	}
	return settled;
}

/* denied - "no such name", of a name that has a TLSA record below it (RFC 8020) */
static void denied(struct asides *a, const struct host_work *h, const uint8_t *tlsa)
{
	const struct ds_chain *chain = &a->d->report.hosts[h->index]->chain;
	const char *zone = chain->n > 0 ? chain->links[chain->n - 1]->zone : h->text;

	finding_note(a->d, DS_F_DNSSEC_DENIAL_EMPTY_NONTERMINAL, (int)h->index,
	    name_text_dup(a->d->arena, name_parent(tlsa)), "TLSA", zone,
	    name_text_dup(a->d->arena, tlsa), NULL);
}

/* step_between - where there is a TLSA record: does the name above it exist? A resolver is asked for both
 * at once, which costs a question where there is none. True: not waited for */
static bool step_between(struct asides *a, const struct host_work *h)
{
	struct between *b = &a->between[h->index];
	const struct fact *fact, *above;

	if (b->tlsa == NULL)
		b->tlsa = host_tlsa_name(a->d, h->name);
	if (b->done || b->tlsa == NULL)
		return true;
	fact = facts_peek(a->d->facts, b->tlsa, DS_T_TLSA);
	if (fact == NULL || (!fact->done && a->d->report.iterated))
		return true; /* whether to ask at all is not known; others wait for this */
	if (fact->done && fact->outcome != DS_OUT_DATA) {
		b->done = true;
		return true;
	}
	above = facts_want(a->d->facts, name_parent(b->tlsa), DS_T_TLSA);
	if (!fact->done || !above->done)
		return above->done || above->slow;
	b->done = true;
	if (above->outcome == DS_OUT_NXDOMAIN && h->index < a->d->report.nhosts)
		denied(a, h, b->tlsa);
	return true;
}

/* asides_step - asks and tells. True: nothing is left to wait for */
bool asides_step(struct asides *a)
{
	bool settled = step_opinions(a);

	settled &= step_tcp(a);
	settled &= step_zones(a);
	for (size_t i = 0; i < a->d->nhosts && i < ASIDE_HOSTS; i++) {
		guess_zone(a, a->d->hosts[i]);
		settled &= step_between(a, a->d->hosts[i]);
	}
	return settled;
}
