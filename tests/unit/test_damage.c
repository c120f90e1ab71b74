/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every octet of every message of a good conversation is changed in turn: what is called secure then
 * is what was signed, to the octet, and nothing crashes.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/dns_run.h"
#include "tests/unit/dns_case.h"

#define count_of(a) (sizeof(a) / sizeof *(a))
#define MESSAGES    40

/* A reply as it was without damage. */
struct message {
	char name[256];
	unsigned type;
	uint8_t *wire;
	size_t len;
};

/* A conversation, and the one octet of it that is changed. */
struct talk {
	struct message messages[MESSAGES];
	size_t n;
	size_t which, octet; /* of the messages; SIZE_MAX: none */
	uint8_t change;
	size_t cut; /* this many octets are left of it; 0: all */
};

/* overhear - keeps each reply */
static enum net_error overhear(void *arg, const char *name, unsigned type,
    const struct net_ask *ask, uint8_t *wire, size_t *len)
{
	struct talk *t = arg;
	struct message *m = &t->messages[t->n++];

	(void)ask;
	assert_true(t->n <= MESSAGES);
	snprintf(m->name, sizeof m->name, "%s", name);
	m->type = type;
	m->len = *len;
	m->wire = malloc(*len);
	assert_non_null(m->wire);
	memcpy(m->wire, wire, *len);
	return NET_OK;
}

/* repeat - says each again, one of them damaged */
static enum net_error repeat(void *arg, const char *name, unsigned type, const struct net_ask *ask,
    uint8_t *wire, size_t *len)
{
	struct talk *t = arg;

	(void)ask;
	for (size_t i = 0; i < t->n; i++) {
		const struct message *m = &t->messages[i];

		if (m->type != type || strcmp(m->name, name) != 0)
			continue;
		memcpy(wire, m->wire, m->len);
		*len = i == t->which && t->cut > 0 ? t->cut : m->len;
		if (i == t->which && t->cut == 0)
			wire[t->octet] ^= t->change;
		return NET_OK;
	}
	return NET_TIMEOUT; /* the damage leads to what was never asked */
}

/* What an answer says, without who says it. */
struct essence {
	enum ds_outcome outcome;
	enum ds_status status;
	size_t naliases, nrrs;
	char text[1024];
};

/* essence_of - the parts that are signed */
static struct essence essence_of(const struct ds_answer *a)
{
	struct essence e = {
		.outcome = a->outcome, .status = a->status, .naliases = a->naliases, .nrrs = a->nrrs
	};
	size_t n = 0;

	for (size_t i = 0; i < a->nrrs; i++) {
		n += (size_t)snprintf(
		    e.text + n, sizeof e.text - n, "%s %u ", a->rrs[i]->owner, a->rrs[i]->type);
		for (size_t k = 0; k < a->rrs[i]->rdata_len; k++)
			n += (size_t)snprintf(
			    e.text + n, sizeof e.text - n, "%02x", a->rrs[i]->rdata[k]);
	}
	snprintf(e.text + n, sizeof e.text - n, " %s", a->final);
	return e;
}

/* ask - the question again; the damage, if any, is in `t` */
static struct essence ask(
    const struct dns_world *w, struct talk *t, bool first, const char *name, unsigned type)
{
	struct essence e = { .status = DS_UNCHECKED };
	const struct ds_answer *a;
	struct dns_case c;

	dns_case_begin(&c, w, 0, 0);
	c.net.hook = (struct dns_hook){ t, NULL, first ? overhear : repeat };
	if (!first)
		c.net.world = NULL;
	a = dns_case_ask(&c, name, type);
	if (a != NULL)
		e = essence_of(a);
	dns_case_end(&c);
	return e;
}

/* check - what is secure is what it was */
static void check(const struct essence *good, const struct essence *now, const struct talk *t)
{
	if (now->status != DS_SECURE)
		return;
	if (good->status != DS_SECURE || now->outcome != good->outcome ||
	    now->naliases != good->naliases || now->nrrs != good->nrrs ||
	    strcmp(now->text, good->text) != 0)
		print_error("secure with octet %zu of %s type %u changed: %s\n", t->octet,
		    t->messages[t->which].name, t->messages[t->which].type, now->text);
	assert_int_equal(good->status, DS_SECURE);
	assert_int_equal(now->outcome, good->outcome);
	assert_int_equal(now->naliases, good->naliases);
	assert_int_equal(now->nrrs, good->nrrs);
	assert_string_equal(now->text, good->text);
}

/* forget - the conversation is over */
static void forget(struct talk *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->messages[i].wire);
}

static const struct {
	const char *name;
	unsigned type;
	enum ds_status status;
} questions[] = {
	{ "_25._tcp.mx1.goed.nl", DS_T_TLSA, DS_SECURE },
	{ "goed.nl", DS_T_MX, DS_SECURE },
	{ "leeg.goed.nl", DS_T_A, DS_SECURE },
	{ "x.goed.nl", DS_T_A, DS_SECURE },
	{ "al.goed.nl", DS_T_A, DS_SECURE },
	{ "niets.nl", DS_T_MX, DS_SECURE },
	{ "los.nl", DS_T_MX, DS_INSECURE },
};

/* world - the world of the whole diagnoses */
static struct dns_world *world(void)
{
	return dns_run_world(
	    "3 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
}

/* each octet, one bit at a time */
static void test_octets(void **state)
{
	struct dns_world *w = world();
	size_t runs = 0, secure = 0;

	(void)state;
	for (size_t i = 0; i < count_of(questions); i++) {
		struct talk t = { .which = SIZE_MAX };
		struct essence good = ask(w, &t, true, questions[i].name, questions[i].type), now;

		assert_int_equal(good.status, questions[i].status);
		for (t.which = 0; t.which < t.n; t.which++)
			for (t.octet = 0; t.octet < t.messages[t.which].len; t.octet++) {
				t.change = (uint8_t)(1u << ((t.octet + i) % 8));
				now = ask(w, &t, false, questions[i].name, questions[i].type);
				check(&good, &now, &t);
				secure += now.status == DS_SECURE;
				runs++;
			}
		forget(&t);
	}
	/* Most of what is sent matters; what does not (the ID, TTLs, EDNS) is there too. */
	assert_true(runs > 5000);
	assert_true(secure > 0 && secure < runs / 2);
	dns_world_free(w);
}

/* each message cut short at each octet */
static void test_cuts(void **state)
{
	struct dns_world *w = world();

	(void)state;
	for (size_t i = 0; i < count_of(questions); i++) {
		struct talk t = { .which = SIZE_MAX };
		struct essence good = ask(w, &t, true, questions[i].name, questions[i].type), now;

		for (t.which = 0; t.which < t.n; t.which++)
			for (t.cut = 1; t.cut < t.messages[t.which].len; t.cut += 3) {
				now = ask(w, &t, false, questions[i].name, questions[i].type);
				check(&good, &now, &t);
				assert_int_not_equal(now.status, DS_SECURE);
			}
		forget(&t);
	}
	dns_world_free(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_octets),
		cmocka_unit_test(test_cuts),
	};

	return cmocka_run_group_tests_name("damage", tests, NULL, NULL) != 0;
}
