/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * diagnosis - the work on one domain, in its order
 *
 * Whenever something becomes known, diagnosis_step does all that can be done
 * with it: the domain's chain, its MX, each host. Questions are asked as early
 * as they can be worded; what they are worth is judged when the proofs are there.
 */

#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/dane/rules.h"
#include "core/dane/senders.h"
#include "core/diagnosis/aside.h"
#include "core/diagnosis/diagnosis_impl.h"
#include "core/diagnosis/event.h"
#include "core/diagnosis/findings.h"
#include "core/diagnosis/servers.h"
#include "core/diagnosis/self.h"
#include "core/dns/cache.h"
#include "core/dns/facts.h"
#include "core/dns/name.h"
#include "core/dnssec/prover.h"

/* diagnosis_tell - one event more */
void diagnosis_tell(struct ds_diagnosis *d, struct ds_event *e)
{
	e->us = d->engine->net->now_us - d->began_us;
	event_apply(d->arena, &d->report, e);
	if (d->watch != NULL)
		d->watch(d->arg, d, e);
}

/* on_query - a message was sent, or has ended */
static void on_query(void *arg, const struct ds_query *q)
{
	struct ds_event e = { .kind = q->done ? DS_EV_QUERY_DONE : DS_EV_QUERY_SENT, .query = q };

	diagnosis_tell(arg, &e);
	if (q->done && q->outcome == DS_OUT_TIMEOUT)
		diagnosis_step(arg); /* something may have waited for it long enough */
}

/* on_changed - a fact is there */
static void on_changed(void *arg)
{
	diagnosis_step(arg);
}

/* tell_chain - the domain's own chain, as far as it goes */
static void tell_chain(struct ds_diagnosis *d)
{
	struct ds_event e = { .kind = DS_EV_LINK };

	if (d->chain_known)
		return;
	d->chain_known = prove_chain(d->prover, d->domain, &e.chain.chain, &e.chain.status);
	if (d->chain_known)
		e.kind = DS_EV_CHAIN;
	else if (e.chain.chain.n <= d->links_told)
		return;
	d->links_told = e.chain.chain.n;
	diagnosis_tell(d, &e);
}

/* unsigned_is_sure - a zone without DS: has it keys all the same? False: wait for the first message */
static bool unsigned_is_sure(struct ds_diagnosis *d)
{
	const struct ds_chain *chain = &d->report.chain;
	const struct ds_link *last = chain->n > 0 ? chain->links[chain->n - 1] : NULL;
	const struct fact *fact;
	const uint8_t *zone;

	if (last == NULL || (last->why != DS_WHY_NO_DS && last->why != DS_WHY_OPT_OUT))
		return true;
	zone = name_from_text(d->arena, last->zone);
	if (zone == NULL)
		return true;
	fact = facts_want(d->facts, zone, DS_T_DNSKEY);
	return fact->done || fact->slow;
}

/* look_at_chain - when this machine has been judged: what is wrong here is told before all else */
static void look_at_chain(struct ds_diagnosis *d)
{
	if (d->self_known && d->chain_known && !d->chain_reviewed && unsigned_is_sure(d)) {
		d->chain_reviewed = true;
		findings_chain(d);
	}
}

/* can_judge - was there a proper answer, and is nothing wrong here that spoils it? */
static bool can_judge(const struct ds_diagnosis *d)
{
	return facts_resolver_works(d->facts) && d->report.self.fault == DS_SELF_FINE &&
	       d->report.chain.n > 0 && d->report.chain.links[0]->status == DS_SECURE;
}

/* senders - what becomes of mail from each kind; NULL: no memory */
static const struct ds_sender_outcome *senders(struct ds_diagnosis *d, bool works)
{
	struct ds_sender_outcome *out = arena_alloc(d->arena, DS_SENDERS, sizeof *out);

	if (out != NULL)
		senders_judge(&d->report, works, out);
	return out;
}

/* tell_verdict - what it all comes to */
static void tell_verdict(struct ds_diagnosis *d)
{
	struct ds_event e = { .kind = DS_EV_VERDICT };
	bool limited =
	    facts_exhausted(d->facts) || prover_exhausted(d->prover) || arena_failed(d->arena);

	d->verdict_told = true;
	findings_unknown_type(d);
	findings_domain(d);
	e.verdict.verdict = policy_verdict(&d->report, can_judge(d), limited);
	e.verdict.deliverable = policy_deliverable(&d->report, e.verdict.verdict);
	e.verdict.rule = rule_of_domain(&d->report);
	e.verdict.senders = senders(d, can_judge(d) && !limited);
	diagnosis_tell(d, &e);
}

/* conclude - the end */
static void conclude(struct ds_diagnosis *d)
{
	struct ds_event e = { .kind = DS_EV_DONE };
	struct traffic_counts counts;

	d->over = true; /* what a watcher may wish to stop is over already */
	if (!d->verdict_told)
		tell_verdict(d);
	self_look_back(d);
	findings_resolver(d);
	findings_false(d);
	facts_counts(d->facts, &counts);
	e.done.queries_us = counts.busy_us;
	d->facts = facts_free(d->facts);
	diagnosis_tell(d, &e);
}

/* look_further - what the verdict did not wait for. True: nothing is left */
static bool look_further(struct ds_diagnosis *d)
{
	bool over = true;

	for (size_t i = 0; i < d->nhosts; i++)
		over &= host_look(d->hosts[i]);
	return over;
}

/* compare_servers - what the name servers of each zone said, when the last of them has answered or was
 * given up: that takes no longer than a message or two. True: done */
static bool compare_servers(struct ds_diagnosis *d)
{
	struct servers_seen servers;

	if (!d->engine->iterating || d->servers_compared)
		return true;
	if (!facts_all_settled(d->facts))
		return false;
	d->servers_compared = true;
	servers_see(d, &servers);
	self_look_back(d);
	if (d->report.self.fault != DS_SELF_FINE)
		return true; /* what is wrong here is no fault of theirs */
	findings_servers(d, &servers);
	findings_differ(d, &servers);
	return true;
}

/* work - does everything once. True: nothing is left to do */
static bool work(struct ds_diagnosis *d)
{
	bool settled = true, aside;

	tell_chain(d);
	if (!d->self_known)
		d->self_known = self_look(d);
	if (d->self_known && !self_tcp_settled(d))
		return false;
	look_at_chain(d);
	if (!d->mx_seen)
		mail_peek(d);
	if (!d->mx_known)
		d->mx_known = mail_settle(d);
	if (d->mx_known && d->chain_reviewed && !d->mx_reviewed) {
		d->mx_reviewed = true;
		findings_mx(d);
	}
	for (size_t i = 0; i < d->nhosts; i++)
		settled &= host_step(d->hosts[i]);
	aside = d->asides == NULL || asides_step(d->asides);
	if (!settled || !d->chain_reviewed || !d->mx_known)
		return false;
	if (!d->verdict_told && !control_step(d))
		return false;
	if (!d->verdict_told)
		tell_verdict(d);
	return !d->stop_wanted && look_further(d) && compare_servers(d) && aside;
}

/* stop_hosts - ends the dialogues that are under way */
static void stop_hosts(struct ds_diagnosis *d)
{
	for (size_t i = 0; i < d->nhosts; i++)
		host_stop(d->hosts[i]);
	control_stop(d);
}

/* break_off - the end before its time */
static void break_off(struct ds_diagnosis *d)
{
	struct ds_event e = { .kind = DS_EV_DONE };

	d->over = true;
	stop_hosts(d);
	d->facts = facts_free(d->facts);
	diagnosis_tell(d, &e);
}

/* diagnosis_step - does what can be done now */
void diagnosis_step(struct ds_diagnosis *d)
{
	bool finished = false;

	d->again = true;
	if (d->stepping || d->over)
		return;
	d->stepping = true;
	while (d->again && !finished && !d->stop_wanted) {
		d->again = false;
		finished = work(d) || arena_failed(d->arena);
		facts_pump(d->facts);
	}
	d->stepping = false;
	if (d->stop_wanted) {
		break_off(d);
	} else if (finished) {
		stop_hosts(d);
		conclude(d);
	}
}

/* begin - the first event, and the first round of questions */
static void begin(struct ds_diagnosis *d, const struct ds_domain *domain)
{
	const struct ds_engine *engine = d->engine;
	int64_t now_us = engine->net->epoch_us + (int64_t)engine->net->now_us;
	struct ds_event e = { .kind = DS_EV_STARTED };

	e.started.domain = arena_strdup(d->arena, domain->ascii);
	e.started.domain_unicode = arena_strdup(d->arena, domain->unicode);
	e.started.started_ms = now_us / 1000;
	e.started.judged_at = engine->at_given ? engine->at : now_us / 1000000;
	e.started.probed = !engine->no_smtp;
	e.started.iterated = engine->iterating;
	e.started.smtp_port = engine->smtp_port;
	e.started.tlsa_port = engine->tlsa_port;
	diagnosis_tell(d, &e);
	if (d->over)
		return; /* the watcher has stopped it */
	prover_expect(d->prover, d->domain);
	if (d->host_only) {
		d->mx_seen = d->mx_known = d->mx_reviewed = true;
		host_add(d, d->domain, 0);
	} else {
		facts_want(d->facts, d->domain, DS_T_MX);
		d->asides = asides_begin(d);
	}
	diagnosis_step(d);
}

/* facts_begin - the table of questions, to a resolver or to the authoritative servers */
static struct facts *facts_begin(struct ds_diagnosis *d, const struct facts_watcher *watcher)
{
	struct ds_engine *e = d->engine;

	if (e->iterating)
		return facts_new_iterating(d->arena, e->net, &e->iterate, d->began_us, watcher, d);
	return facts_new(d->arena, e->net, e->client, d->began_us, watcher, d);
}

/* make - a diagnosis with all that it needs; NULL: no memory */
static struct ds_diagnosis *make(struct ds_engine *engine, const char *domain)
{
	static const struct facts_watcher watcher = { on_query, on_changed };
	struct ds_diagnosis *d = calloc(1, sizeof *d);
	struct net *net = engine->net;
	int64_t at;

	if (d == NULL)
		return NULL;
	net->ops->tick(net);
	at = engine->at_given ? engine->at : (net->epoch_us + (int64_t)net->now_us) / 1000000;
	d->engine = engine;
	d->began_us = net->now_us;
	d->arena = arena_new(engine->memory != 0 ? engine->memory : DIAGNOSIS_MEMORY);
	if (d->arena != NULL) {
		d->domain = name_from_text(d->arena, domain);
		d->facts = facts_begin(d, &watcher);
	}
	if (d->facts != NULL)
		d->prover = prover_new(d->arena, d->facts, &engine->anchors, engine->checked, at);
	if (d->prover == NULL || d->domain == NULL)
		return ds_diagnosis_free(d);
	d->next = engine->diagnoses;
	engine->diagnoses = d;
	return d;
}

/* start - begins the diagnosis of a domain, or of one mail host */
static bool start(struct ds_diagnosis **out, struct ds_engine *engine, const char *name,
    bool host_only, ds_watch_fn *watch, void *arg)
{
	struct ds_problem problem;
	struct ds_domain domain;
	struct ds_diagnosis *d;

	*out = NULL;
	if (!ds_domain_parse(&domain, name, &problem))
		return false;
	if (engine->recorder != NULL && !host_only)
		net_recorder_domain(engine->recorder, domain.ascii);
	d = make(engine, domain.ascii);
	if (d == NULL)
		return false;
	*out = d;
	d->host_only = host_only;
	d->watch = watch;
	d->arg = arg;
	if (engine->cache != NULL)
		cache_look(engine->cache, d->domain);
	begin(d, &domain);
	return true;
}

/* ds_diagnose - see danescope.h */
bool ds_diagnose(struct ds_diagnosis **out, struct ds_engine *engine, const char *domain,
    ds_watch_fn *watch, void *arg)
{
	return start(out, engine, domain, false, watch, arg);
}

/* ds_diagnose_host - see danescope.h */
bool ds_diagnose_host(struct ds_diagnosis **out, struct ds_engine *engine, const char *host,
    ds_watch_fn *watch, void *arg)
{
	return start(out, engine, host, true, watch, arg);
}

/* ds_diagnosis_stop - see danescope.h */
void ds_diagnosis_stop(struct ds_diagnosis *d)
{
	if (d->stepping)
		d->stop_wanted = true; /* a watcher asks from within: the step ends it */
	else if (!d->over)
		break_off(d);
}

/* unlink_from - takes a diagnosis out of its engine's list */
static void unlink_from(struct ds_engine *engine, const struct ds_diagnosis *d)
{
	struct ds_diagnosis **at = &engine->diagnoses;

	while (*at != NULL && *at != d)
		at = &(*at)->next;
	if (*at != NULL)
		*at = d->next;
}

/* ds_diagnosis_free - see danescope.h */
struct ds_diagnosis *ds_diagnosis_free(struct ds_diagnosis *d)
{
	if (d == NULL)
		return NULL;
	d->watch = NULL;
	d->over = true;
	stop_hosts(d);
	unlink_from(d->engine, d);
	facts_free(d->facts);
	prover_free(d->prover);
	arena_free(d->arena);
	free(d);
	return NULL;
}

/* ds_diagnosis_report - see danescope.h */
const struct ds_report *ds_diagnosis_report(const struct ds_diagnosis *d)
{
	return &d->report;
}

/* ds_diagnosis_memory - see danescope.h */
size_t ds_diagnosis_memory(const struct ds_diagnosis *d)
{
	return sizeof *d + arena_size(d->arena);
}
