/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_agree - damaged answers, judged by the prover and by libunbound: do they say the same?
 *
 * Worlds of signed zones (NSEC, NSEC3, opt-out, several algorithms, wildcards, aliases, delegations)
 * answer as a resolver would. In each case one message that both validators read is damaged in one
 * way. Both are to come to the same status; a difference must fit a rule below, where the text of an
 * RFC is against Unbound. One that fits none fails the run.
 *
 *	bench_agree [--smoke] [--cases N] [--seed N] [--case N]
 *
 * --case shows one case of a run in full, with what libunbound does.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/dnssec/checked.h"
#include "core/dnssec/prover_impl.h"
#include "tests/bench/agree/damage.h"
#include "tests/bench/agree/peer.h"
#include "tests/unit/dns_case.h"
#include "tests/unit/dns_proof.h"

#define WORLDS    5
#define STATUSES  (DS_SECURE + 1)
#define CASES     10000
#define CASES_FEW 400
#define EXAMPLES  80 /* unexplained differences that are printed in full */
#define AGAIN     40 /* times that Unbound is asked once more where it differs */

/* One question; both validators are to say the same of it undamaged. */
struct question {
	const char *name;
	unsigned type;
};

static const struct question questions[] = {
	{ "a.test", DS_T_A },
	{ "a.test", DS_T_AAAA },
	{ "c.test", DS_T_A },
	{ "z.y.test", DS_T_MX },
	{ "ent.test", DS_T_A },
	{ "q.w.test", DS_T_A },
	{ "q.q.w.test", DS_T_A },
	{ "q.w.test", DS_T_AAAA },
	{ "q.kn.test", DS_T_A },
	{ "cn.test", DS_T_A },
	{ "cn.test", DS_T_AAAA },
	{ "d.test", DS_T_DNAME },
	{ "n.d.test", DS_T_A },
	{ "n.sub.test", DS_T_A },
	{ "n.sub.test", DS_T_MX },
	{ "no.sub.test", DS_T_A },
	{ "los.test", DS_T_A },
	{ "n.los.test", DS_T_MX },
	{ "b.wild", DS_T_A },
	{ "x.wild", DS_T_A },
	{ "x.wild", DS_T_MX },
	{ "n.kid.wild", DS_T_MX },
	{ "nothing", DS_T_MX },
};
#define QUESTIONS (sizeof questions / sizeof *questions)

/* How test. and wild. of each world are signed. */
static const struct dns_zone_wish wishes[WORLDS] = {
	{ .chain = DNS_NSEC, .algorithm = 13 },
	{ .chain = DNS_NSEC3, .algorithm = 15 },
	{ .chain = DNS_NSEC3, .algorithm = 8, .opt_out = true, .salt = "xy" },
	{ .chain = DNS_NSEC, .algorithm = 10, .split = true },
	{ .chain = DNS_NSEC3, .algorithm = 14, .iterations = 10, .ds = { 2, 4 } },
};

/* One case: what was damaged, and what both made of it. */
struct trial {
	unsigned world;
	const struct question *q;
	const struct talk_message *which;
	enum damage damage;
	enum ds_status status;
	enum ds_outcome outcome;
	enum ds_reason why;
	char detail[128];
	struct peer_result peer;
	enum ds_status good; /* of the undamaged answer */
	uint64_t content;    /* of what our answer says; the same where nothing is damaged? */
	bool same;
};

/* A difference that is meant: an RFC says what a validator comes to, and Unbound does not. */
struct rule {
	const char *name, *reason;
	bool (*fits)(const struct trial *);
};

/* is_dname - the unsigned alias that a server makes of a DNAME stands in the authority section */
static bool is_dname(const struct trial *t)
{
	return t->damage == DAMAGE_SECTION && strcmp(t->q->name, "n.d.test") == 0 &&
	       strcmp(t->which->name, "n.d.test.") == 0 && t->which->type == t->q->type &&
	       t->status == t->good && t->same && t->peer.status == DS_BOGUS &&
	       strstr(t->peer.why, "DS got DNAME answer") != NULL;
}

/* is_expanded - an NSEC record made of a wildcard's, under a name of its own, is what proves something */
static bool is_expanded(const struct trial *t)
{
	return t->damage == DAMAGE_BIT && wishes[t->world].chain == DNS_NSEC &&
	       t->which->type == t->q->type && t->status == DS_BOGUS &&
	       (t->why == DS_WHY_WILDCARD || t->why == DS_WHY_DENIAL_INVALID) &&
	       t->peer.status == DS_SECURE;
}

static const struct rule rules[] = {
	{ "dname",
	    "RFC 6672 section 5.3.1: \"There might or might not be a server-synthesized CNAME in "
	    "the answer section [...] verification of the DNAME RR [...] is sufficient proof\"; "
	    "Unbound loses the alias that stands in the other section",
	    is_dname },
	{ "expanded",
	    "RFC 4592 section 4.7: \"Synthesized NSEC RRs [...] will never be used in negative "
	    "caching or to generate a negative response\"; this Unbound proves with them "
	    "(CVE-2026-44690)",
	    is_expanded },
	{ NULL, NULL, NULL },
};

/* What both read of the talk, a question. */
struct common {
	size_t n;
	const struct talk_message *messages[TALK_MESSAGES];
};

struct arena_of_worlds {
	struct dns_world *world;
	struct talk *talk;
	struct peer *peer;
	struct common common[QUESTIONS];
	uint64_t content[QUESTIONS]; /* of the undamaged answer */
	enum ds_status good[QUESTIONS];
};

/* status_name - as the report calls it */
static const char *status_name(enum ds_status status)
{
	static const char *const names[STATUSES] = { "bogus", "indeterminate", "insecure",
		"secure" };

	return status < STATUSES ? names[status] : "?";
}

/* on_wire - our side of the talk */
static enum net_error on_wire(void *arg, const char *name, unsigned type, const struct net_ask *ask,
    uint8_t *wire, size_t *len)
{
	(void)ask;
	*len = talk_hear(arg, OURS, name, type, wire);
	return NET_OK;
}

/* content_of - a number for what an answer says: names, types, data, aliases */
static uint64_t content_of(const struct ds_answer *a)
{
	uint64_t hash = UINT64_C(14695981039346656037) ^ a->outcome;

	for (size_t i = 0; i < a->naliases; i++)
		for (const char *p = a->aliases[i].target; *p != '\0'; p++)
			hash = (hash ^ (uint8_t)*p) * UINT64_C(1099511628211);
	for (size_t i = 0; i < a->nrrs; i++)
		for (size_t k = 0; k < a->rrs[i]->rdata_len; k++)
			hash = (hash ^ a->rrs[i]->rdata[k]) * UINT64_C(1099511628211);
	return hash;
}

/* ask_ours - the prover's word */
static void ask_ours(struct talk *talk, struct checked *checked, struct trial *t)
{
	const struct ds_answer *a;
	struct dns_case c;

	dns_case_begin(&c, talk->world, 0, 0);
	c.prover->checked = checked;
	c.net.world = NULL;
	c.net.hook = (struct dns_hook){ .arg = talk, .wire = on_wire };
	a = dns_case_ask(&c, t->q->name, t->q->type);
	dns_must(a != NULL, "an answer");
	t->status = a->status;
	t->outcome = a->outcome;
	t->why = a->why;
	t->content = content_of(a);
	snprintf(t->detail, sizeof t->detail, "%s", a->detail != NULL ? a->detail : "");
	dns_case_end(&c);
}

/* learn - what both read when nothing is damaged; they must agree */
static bool learn(struct arena_of_worlds *w, struct checked *checked, unsigned world)
{
	bool agree = true;

	for (size_t i = 0; i < QUESTIONS; i++) {
		struct trial t = { .q = &questions[i] };

		talk_begin(w->talk);
		ask_ours(w->talk, checked, &t);
		peer_ask(w->peer, t.q->name, t.q->type, false, &t.peer);
		w->content[i] = t.content;
		w->good[i] = t.status;
		for (size_t k = 0; k < w->talk->n; k++)
			if (w->talk->messages[k].heard[OURS] && w->talk->messages[k].heard[PEER])
				w->common[i].messages[w->common[i].n++] = &w->talk->messages[k];
		if (t.status == t.peer.status && t.outcome == t.peer.outcome)
			continue;
		printf("world %u, %s type %u, undamaged: ours %s (%d), Unbound %s (%d) %s\n", world,
		    t.q->name, t.q->type, status_name(t.status), (int)t.outcome,
		    status_name(t.peer.status), (int)t.peer.outcome, t.peer.why);
		agree = false;
	}
	return agree;
}

/* choose - the question, the message and the damage of a case, by its number and the seed alone */
static void choose(struct arena_of_worlds *worlds, uint64_t seed, unsigned n, struct trial *t)
{
	uint64_t random =
	    (seed + 1) * UINT64_C(0x9e3779b97f4a7c15) ^ n * UINT64_C(0xd1342543de82ef95);
	struct talk *talk;

	random |= random == 0;
	for (unsigned i = 0; i < 8; i++)
		damage_random(&random, 2);
	t->world = (unsigned)damage_random(&random, WORLDS);
	t->q = &questions[damage_random(&random, QUESTIONS)];
	talk = worlds[t->world].talk;
	talk_begin(talk);
	do {
		const struct common *c = &worlds[t->world].common[t->q - questions];

		/* The answer itself every second time, else what leads to it. */
		for (size_t i = 0; i < c->n; i++)
			if (damage_random(&random, 2) == 0 || t->which == NULL) {
				t->which = c->messages[damage_random(&random, c->n)];
				if (t->which->type == t->q->type &&
				    strncmp(t->which->name, t->q->name, strlen(t->q->name)) == 0)
					break;
			}
		t->damage = (enum damage)damage_random(&random, DAMAGES);
		talk->which = t->which;
	} while (!damage_do(talk, t->damage, &random));
}

/* show_octet - where one octet was changed, for messages that cannot be read any more */
static void show_octet(const struct talk *talk)
{
	const struct talk_message *m = talk->which;

	for (size_t i = 0; talk->damaged_len == m->len && i < m->len; i++)
		if (talk->damaged[i] != m->wire[i]) {
			printf("  octet %zu: %02x, was %02x\n", i, talk->damaged[i], m->wire[i]);
			return;
		}
}

/* show - one case in words, and its damaged message in full where asked for */
static void show(const struct trial *t, unsigned n, const struct talk *talk, bool full)
{
	ldns_pkt *pkt = NULL;

	printf("case %u: world %u, %s type %u, damaged (%s): %s type %u\n"
	       "  ours %s (outcome %d, why %d %s), Unbound %s (outcome %d) %s\n",
	    n, t->world, t->q->name, t->q->type, damage_name(t->damage), t->which->name,
	    t->which->type, status_name(t->status), (int)t->outcome, (int)t->why, t->detail,
	    status_name(t->peer.status), (int)t->peer.outcome, t->peer.why);
	if (!full)
		return;
	show_octet(talk);
	if (ldns_wire2pkt(&pkt, talk->which->wire, talk->which->len) == LDNS_STATUS_OK)
		ldns_pkt_print(stdout, pkt);
	ldns_pkt_free(pkt);
	pkt = NULL;
	if (ldns_wire2pkt(&pkt, talk->damaged, talk->damaged_len) == LDNS_STATUS_OK)
		ldns_pkt_print(stdout, pkt);
	ldns_pkt_free(pkt);
}

/* rule_of - the rule that a difference fits, or NULL */
static const struct rule *rule_of(const struct trial *t)
{
	for (const struct rule *r = rules; r->name != NULL; r++)
		if (r->fits(t))
			return r;
	return NULL;
}

/* What a run comes to. */
struct tally {
	unsigned pairs[STATUSES][STATUSES];
	unsigned rules[sizeof rules / sizeof *rules];
	unsigned kinds[DAMAGES], unsteady, by_rule, unexplained;
};

/* same_answer - is the same proved, data or their absence? */
static bool same_answer(const struct trial *t)
{
	return (t->outcome == DS_OUT_DATA) == (t->peer.outcome == DS_OUT_DATA);
}

/* agrees - do both say the same? */
static bool agrees(const struct trial *t)
{
	return t->status == t->peer.status && (t->status != DS_SECURE || same_answer(t));
}

/* is_unsteady - does Unbound itself say now this and now that, and is what we say among it? A pointer into
 * the head of a message leads to its number, which is another each time */
static bool is_unsteady(const struct trial *t, struct arena_of_worlds *w)
{
	bool changes = false, met = false;

	for (unsigned i = 0; i < AGAIN && !(changes && met); i++) {
		struct trial again = *t;

		peer_ask(w->peer, t->q->name, t->q->type, false, &again.peer);
		changes |= again.peer.status != t->peer.status;
		met |= agrees(&again);
	}
	return changes && met;
}

/* count - adds a case; a difference that fits no rule is shown */
static void count(struct tally *tally, const struct trial *t, unsigned n, struct arena_of_worlds *w)
{
	const struct rule *rule;

	tally->pairs[t->status][t->peer.status]++;
	tally->kinds[t->damage]++;
	if (agrees(t))
		return;
	rule = rule_of(t);
	if (rule != NULL) {
		tally->by_rule++;
		tally->rules[rule - rules]++;
	} else if (is_unsteady(t, w)) {
		tally->unsteady++;
	} else if (++tally->unexplained <= EXAMPLES) {
		show(t, n, w->talk, false);
	}
}

/* print - the tables */
static void print(const struct tally *tally)
{
	unsigned cases = 0;

	for (enum damage d = DAMAGE_BIT; d < DAMAGES; d++)
		cases += tally->kinds[d];
	printf("%-26s", "ours \\ Unbound");
	for (enum ds_status s = DS_BOGUS; s < STATUSES; s++)
		printf("%14s", status_name(s));
	putchar('\n');
	for (enum ds_status ours = DS_BOGUS; ours < STATUSES; ours++) {
		printf("%-26s", status_name(ours));
		for (enum ds_status s = DS_BOGUS; s < STATUSES; s++)
			printf("%14u", tally->pairs[ours][s]);
		putchar('\n');
	}
	printf("damage:");
	for (enum damage d = DAMAGE_BIT; d < DAMAGES; d++)
		printf(" %s %u", damage_name(d), tally->kinds[d]);
	putchar('\n');
	for (size_t i = 0; rules[i].name != NULL; i++)
		printf("%6u %s: %s\n", tally->rules[i], rules[i].name, rules[i].reason);
	printf("%6u in which Unbound says now the one, now the other\n"
	       "%u the same, %u differ by an RFC's rule, %u differ without one\n",
	    tally->unsteady, cases - tally->by_rule - tally->unexplained, tally->by_rule,
	    tally->unexplained);
}

/* run - so many cases, or one of them in full */
static bool run(struct arena_of_worlds *worlds, struct checked *checked, uint64_t seed,
    unsigned cases, long one)
{
	struct tally tally = { 0 };

	for (unsigned n = one >= 0 ? (unsigned)one : 0; n < (one >= 0 ? (unsigned)one + 1 : cases);
	     n++) {
		struct trial t = { 0 };
		struct arena_of_worlds *w;

		choose(worlds, seed, n, &t);
		w = &worlds[t.world];
		ask_ours(w->talk, checked, &t);
		t.good = w->good[t.q - questions];
		t.same = t.content == w->content[t.q - questions];
		peer_ask(w->peer, t.q->name, t.q->type, one >= 0, &t.peer);
		count(&tally, &t, n, w);
		if (one >= 0)
			show(&t, n, w->talk, true);
	}
	print(&tally);
	return tally.unexplained == 0;
}

/* begin - the worlds, with a peer for each */
static bool begin(struct arena_of_worlds *worlds, struct checked *checked)
{
	bool agree = true;

	for (unsigned i = 0; i < WORLDS; i++) {
		worlds[i].world = dns_proof_world(&wishes[i]);
		worlds[i].talk = malloc(sizeof *worlds[i].talk);
		dns_must(worlds[i].talk != NULL, "memory");
		talk_init(worlds[i].talk, worlds[i].world);
		worlds[i].peer = peer_new(worlds[i].talk);
		agree = learn(&worlds[i], checked, i) && agree;
		worlds[i].talk->learnt = worlds[i].talk->n;
	}
	return agree;
}

/* end - gives it all back */
static void end(struct arena_of_worlds *worlds)
{
	for (unsigned i = 0; i < WORLDS; i++) {
		peer_free(worlds[i].peer);
		talk_clear(worlds[i].talk);
		free(worlds[i].talk);
		dns_world_free(worlds[i].world);
	}
}

int main(int argc, char **argv)
{
	static const struct option options[] = { { "smoke", no_argument, NULL, 's' },
		{ "cases", required_argument, NULL, 'c' }, { "seed", required_argument, NULL, 'r' },
		{ "case", required_argument, NULL, 'o' }, { 0 } };
	struct arena_of_worlds *worlds = calloc(WORLDS, sizeof *worlds);
	struct checked *checked = checked_new();
	uint64_t seed = (uint64_t)time(NULL);
	unsigned cases = CASES;
	struct timespec from, to;
	long one = -1;
	bool good;

	for (int o; (o = getopt_long(argc, argv, "", options, NULL)) != -1;)
		switch (o) {
		case 's': cases = CASES_FEW; break;
		case 'c': cases = (unsigned)strtoul(optarg, NULL, 10); break;
		case 'r': seed = strtoull(optarg, NULL, 10); break;
		case 'o': one = strtol(optarg, NULL, 10); break;
		default: return 64;
		}
	dns_must(worlds != NULL && checked != NULL, "memory");
	clock_gettime(CLOCK_MONOTONIC, &from);
	good = begin(worlds, checked);
	printf("%u damaged answers, seed %" PRIu64 "\n", cases, seed);
	good = run(worlds, checked, seed, cases, one) && good;
	clock_gettime(CLOCK_MONOTONIC, &to);
	printf("  agreement with Unbound in every case but those by an RFC's rule: %s (%.0f s)\n",
	    good ? "met" : "missed", (double)(to.tv_sec - from.tv_sec));
	end(worlds);
	checked_free(checked);
	free(worlds);
	return good ? 0 : 1;
}
