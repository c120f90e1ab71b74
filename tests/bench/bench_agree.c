/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_agree - damaged answers, judged by the prover and by libunbound: do they say the same?
 *
 * Worlds of signed zones (NSEC, NSEC3, opt-out, several algorithms, wildcards, aliases, delegations)
 * answer as a resolver would. In each case one message that both validators read is damaged in one
 * way. A difference must fit a rule below, each with its reason; one that fits none fails the run.
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
	enum ds_outcome failed; /* of the look-up that failed, where one did; else DATA */
	struct peer_result peer;
	char valid[4096];    /* the sets with a valid signature, as Unbound writes them */
	enum ds_status good; /* of the undamaged answer */
	uint64_t content;    /* of what our answer says; the same where nothing is damaged? */
	bool same;
};

/* A difference that is meant. */
struct rule {
	const char *name, *reason;
	bool (*fits)(const struct trial *);
};

/* is_root_keys - the damage is to the root's keys */
static bool is_root_keys(const struct trial *t)
{
	return t->which->type == DS_T_DNSKEY && strcmp(t->which->name, ".") == 0 &&
	       t->status == DS_INDETERMINATE && t->peer.status == DS_BOGUS;
}

/* is_no_lookup - a look-up on the way down has failed: nothing came that could be judged */
static bool is_no_lookup(const struct trial *t)
{
	return (t->which->type == DS_T_DNSKEY || t->which->type == DS_T_DS) &&
	       t->status == DS_INDETERMINATE && t->why == DS_WHY_PARENT &&
	       t->peer.status == DS_BOGUS &&
	       (strstr(t->peer.why, "SERVFAIL no DS") != NULL ||
		   strstr(t->peer.why, "no DNSKEY rrset") != NULL ||
		   strstr(t->peer.why, "No DNSKEY record") != NULL);
}

/* unharmed - our proof holds, and what is proved is what the undamaged answer says */
static bool unharmed(const struct trial *t)
{
	return t->status >= DS_INSECURE && t->status == t->good && t->same &&
	       t->peer.status < DS_INSECURE;
}

/* is_stranger - a record came along, or twice */
static bool is_stranger(const struct trial *t)
{
	return unharmed(t) &&
	       (t->damage == DAMAGE_ADD || t->damage == DAMAGE_BORROW || t->damage == DAMAGE_TWICE);
}

/* is_needless - Unbound names a set that it refuses, and our proof did without that set */
static bool is_needless(const struct trial *t)
{
	const char *from = strstr(t->peer.why, " for <"), *to;
	char set[300];

	if (!unharmed(t) || from == NULL)
		return unharmed(t) && t->damage == DAMAGE_DROP &&
		       strstr(t->peer.why, "misc failure") != NULL;
	from = strchr(from, '<');
	to = strchr(from, '>');
	if (to == NULL)
		return false;
	snprintf(set, sizeof set, "%.*s", (int)(to + 1 - from), from);
	return strstr(t->valid, set) == NULL;
}

/* is_section - a record was moved to the other section */
static bool is_section(const struct trial *t)
{
	return t->damage == DAMAGE_SECTION &&
	       (t->status < DS_INSECURE ? t->peer.status >= DS_INSECURE : unharmed(t));
}

/* is_rcode - the reply code alone was changed, between "here it is" and "no such name" */
static bool is_rcode(const struct trial *t)
{
	if (t->damage != DAMAGE_RCODE)
		return false;
	return unharmed(t) || (t->status == DS_BOGUS && t->why == DS_WHY_DENIAL_INVALID &&
				  t->peer.status >= DS_INSECURE);
}

/* is_edns - the upper bits of the reply code, in EDNS, are not zero */
static bool is_edns(const struct trial *t)
{
	return t->damage == DAMAGE_BIT && t->status == DS_INDETERMINATE &&
	       t->failed == DS_OUT_RCODE && t->peer.status >= DS_INSECURE;
}

/* is_opt_out - a denial whose proof is broken, by a zone that leaves unsigned names out of its proofs */
static bool is_opt_out(const struct trial *t)
{
	return wishes[t->world].opt_out && t->status == DS_BOGUS && t->outcome != DS_OUT_DATA &&
	       t->peer.status == DS_INSECURE;
}

/* is_invented - an unsigned record stands beside an alias: of the type asked for, or an SOA */
static bool is_invented(const struct trial *t)
{
	return (t->damage == DAMAGE_ADD || t->damage == DAMAGE_BORROW) && t->status == DS_BOGUS &&
	       (t->why == DS_WHY_SIG_MISSING || t->why == DS_WHY_DENIAL_MISSING ||
		   t->why == DS_WHY_DENIAL_INVALID) &&
	       t->which->type == t->q->type && t->peer.status >= DS_INSECURE;
}

/* is_malformed - a message that cannot be read from end to end */
static bool is_malformed(const struct trial *t)
{
	return t->damage == DAMAGE_BIT && t->status == DS_INDETERMINATE &&
	       t->failed == DS_OUT_MALFORMED;
}

/* is_empty - a reply that says nothing at all */
static bool is_empty(const struct trial *t)
{
	return t->damage == DAMAGE_BIT && t->outcome == DS_OUT_NODATA &&
	       t->peer.status == DS_INDETERMINATE &&
	       (t->status == DS_BOGUS ? t->why == DS_WHY_DENIAL_MISSING
				      : t->status == DS_INSECURE && t->good == DS_INSECURE);
}

/* is_expanded - an NSEC record made of a wildcard's is all that proves something */
static bool is_expanded(const struct trial *t)
{
	return t->status == DS_BOGUS &&
	       (t->why == DS_WHY_WILDCARD || t->why == DS_WHY_DENIAL_INVALID) &&
	       wishes[t->world].chain == DNS_NSEC && t->damage == DAMAGE_BIT &&
	       t->peer.status == DS_SECURE && strstr(t->detail, "closer") == NULL;
}

/* is_unread - a record that is not read here, and for which Unbound drops the message */
static bool is_unread(const struct trial *t)
{
	return t->damage == DAMAGE_BIT && t->status == DS_BOGUS &&
	       t->peer.status == DS_INDETERMINATE;
}

static const struct rule rules[] = {
	{ "root",
	    "a root that cannot be proved says something of our anchor, clock or resolver: "
	    "indeterminate, never bogus",
	    is_root_keys },
	{ "look-up",
	    "an error, or nothing that can be read, instead of DS or DNSKEY records is a "
	    "look-up that failed: indeterminate (RFC 4035 section 4.3)",
	    is_no_lookup },
	{ "stranger",
	    "a record that is no part of the answer, or comes twice, is passed over; Unbound "
	    "then refuses the message",
	    is_stranger },
	{ "needless",
	    "a set that no proof needs is passed over, whatever is wrong with it; Unbound "
	    "then refuses the message",
	    is_needless },
	{ "section",
	    "records are looked for in the section where they belong; Unbound's parser joins "
	    "signatures and sets of both",
	    is_section },
	{ "rcode",
	    "the reply code is not signed: data beside \"no such name\" are data, and a denial "
	    "that does not prove what the code says is bogus (RFC 8020); Unbound has it the "
	    "other way round",
	    is_rcode },
	{ "edns",
	    "an extended reply code is an error (RFC 6891 section 6.1.3); Unbound does not read "
	    "its upper bits",
	    is_edns },
	{ "opt-out",
	    "a broken proof is bogus, whoever gives it; Unbound asks for the DS of the name, and "
	    "takes the opt-out gap that denies it for an unsigned delegation",
	    is_opt_out },
	{ "invented",
	    "an unsigned record of the type asked for, or an SOA without a proof, makes the "
	    "answer bogus; Unbound follows the alias beside it",
	    is_invented },
	{ "malformed",
	    "a message that is not whole, or has pointers that lead forward, is no answer; "
	    "Unbound judges what it can read of it",
	    is_malformed },
	{ "empty",
	    "an empty reply is \"no such record\", without proof; Unbound takes it for a lame "
	    "server's",
	    is_empty },
	{ "expanded",
	    "an NSEC record that a wildcard was made of proves nothing (CVE-2026-44690); this "
	    "Unbound takes it for the record of that name",
	    is_expanded },
	{ "unread",
	    "a record of an unknown class or type is passed over; Unbound drops the message",
	    is_unread },
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

/* valid_of - adds the sets that have a valid signature */
static void valid_of(char *out, size_t size, size_t n, const struct ds_sig *sigs)
{
	for (size_t i = 0; i < n; i++) {
		ldns_rr_type type = (ldns_rr_type)sigs[i].type_covered;
		char *name = ldns_rr_type2str(type);

		if (sigs[i].state == DS_SIG_VALID)
			snprintf(out + strlen(out), size - strlen(out), "<%s. %s IN>",
			    sigs[i].owner, name);
		free(name);
	}
}

/* failed_lookup - how the look-up ended that an answer, or its chain, broke off at */
static enum ds_outcome failed_lookup(const struct ds_answer *a)
{
	const struct ds_link *last = a->chain.n > 0 ? a->chain.links[a->chain.n - 1] : NULL;

	if (a->why == DS_WHY_LOOKUP)
		return a->outcome;
	return last != NULL && last->why == DS_WHY_LOOKUP ? last->outcome : DS_OUT_DATA;
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
	t->failed = failed_lookup(a);
	t->content = content_of(a);
	valid_of(t->valid, sizeof t->valid, a->nsigs, a->sigs);
	for (size_t i = 0; i < a->chain.n; i++)
		valid_of(
		    t->valid, sizeof t->valid, a->chain.links[i]->nsigs, a->chain.links[i]->sigs);
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
	unsigned kinds[DAMAGES], differ, unexplained;
};

/* count - adds a case; a difference that fits no rule is shown */
static void count(struct tally *tally, const struct trial *t, unsigned n, const struct talk *talk)
{
	const struct rule *rule;

	tally->pairs[t->status][t->peer.status]++;
	tally->kinds[t->damage]++;
	if (t->status == t->peer.status &&
	    (t->status != DS_SECURE || t->outcome == t->peer.outcome))
		return;
	tally->differ++;
	rule = rule_of(t);
	if (rule != NULL)
		tally->rules[rule - rules]++;
	else if (++tally->unexplained <= EXAMPLES)
		show(t, n, talk, false);
}

/* print - the tables */
static void print(const struct tally *tally)
{
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
	printf("%u differ, %u without a rule\n", tally->differ, tally->unexplained);
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
		count(&tally, &t, n, w->talk);
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
	printf("  agreement with Unbound in every case but those by rule: %s (%.0f s)\n",
	    good ? "met" : "missed", (double)(to.tv_sec - from.tv_sec));
	end(worlds);
	checked_free(checked);
	free(worlds);
	return good ? 0 : 1;
}
