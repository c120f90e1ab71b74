/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_proof - questions to one world, whole and changed; see dns_proof.h */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/dnssec/prover.h"
#include "tests/unit/dns_case.h"
#include "tests/unit/dns_proof.h"

static const char records[] = "a.test. A 192.0.2.1\n"
			      "b.test. A 192.0.2.2\n"
			      "cn.test. CNAME a.test.\n"
			      "d.test. DNAME b.test.\n"
			      "deep.ent.test. A 192.0.2.3\n"
			      "*.w.test. A 192.0.2.4\n"
			      "x.w.test. A 192.0.2.5\n"
			      "*.kn.test. CNAME a.test.\n";

/* One question, and what is done to its reply. */
struct asking {
	const struct dns_world *w;
	const struct dns_question *q;
	size_t without, seen; /* the record set of the proof that is taken away: 1 is the first */
	char owner[256];      /* of that set, once it was met: no reply has it any more */
	ldns_rr_type type;
};

/* take_away - the reply without one record set of its proof */
static void take_away(struct asking *asking, ldns_pkt *pkt)
{
	const ldns_rr_list *list = ldns_pkt_authority(pkt);
	size_t seen = 0;

	for (size_t i = 0; i < ldns_rr_list_rr_count(list); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(list, i);
		char *owner;

		if (ldns_rr_get_type(rr) != LDNS_RR_TYPE_NSEC &&
		    ldns_rr_get_type(rr) != LDNS_RR_TYPE_NSEC3)
			continue;
		if (++seen != asking->without || asking->owner[0] != '\0')
			continue;
		owner = ldns_rdf2str(ldns_rr_owner(rr));
		snprintf(asking->owner, sizeof asking->owner, "%s", owner);
		asking->type = ldns_rr_get_type(rr);
		free(owner);
	}
	if (seen > asking->seen)
		asking->seen = seen;
	if (asking->owner[0] != '\0')
		dns_reply_drop(pkt, 1, asking->owner, asking->type, true);
}

/* on_packet - changes the reply to the question */
static void on_packet(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	struct asking *asking = arg;
	size_t n = strlen(asking->q->name);

	/* The target of an alias is asked for by itself where the reply does not prove it. */
	if (type == asking->q->type && asking->without > 0)
		take_away(asking, pkt);
	if (type != asking->q->type || asking->without > 0 ||
	    strncmp(name, asking->q->name, n) != 0 || strcmp(name + n, ".") != 0)
		return;
	if (asking->q->edit != NULL)
		asking->q->edit(asking->w, pkt);
}

/* ask - the answer to one question, in a prover of its own */
static const struct ds_answer *ask(struct dns_case *c, struct asking *asking)
{
	const struct ds_answer *a;

	dns_case_begin(c, asking->w, 0, 0);
	c->net.hook.arg = asking;
	c->net.hook.packet = on_packet;
	a = dns_case_ask(c, asking->q->name, asking->q->type);
	assert_non_null(a);
	return a;
}

/* dns_ask_all - each question once */
void dns_ask_all(const struct dns_world *w, const struct dns_question *q, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct asking asking = { .w = w, .q = &q[i] };
		const struct ds_answer *a;
		struct dns_case c;

		a = ask(&c, &asking);
		if (a->status != q[i].status || a->why != q[i].why || a->outcome != q[i].outcome)
			print_error("case %zu: %s type %u: status %d, why %d, outcome %d, %s\n", i,
			    q[i].name, q[i].type, (int)a->status, (int)a->why, (int)a->outcome,
			    a->detail != NULL ? a->detail : "no detail");
		assert_int_equal(a->status, q[i].status);
		assert_int_equal(a->why, q[i].why);
		assert_int_equal(a->outcome, q[i].outcome);
		if (q[i].detail != NULL) {
			assert_non_null(a->detail);
			assert_non_null(strstr(a->detail, q[i].detail));
		}
		dns_case_end(&c);
	}
}

/* dns_ask_without - each question without each part of its proof */
size_t dns_ask_without(const struct dns_world *w, const struct dns_question *q, size_t n)
{
	size_t tried = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t without = 1;; without++) {
			struct asking asking = { .w = w, .q = &q[i], .without = without };
			const struct ds_answer *a;
			struct dns_case c;
			size_t seen;

			a = ask(&c, &asking);
			seen = asking.seen;
			if (seen >= without && a->status == DS_SECURE)
				print_error("%s type %u is secure without part %zu of %zu\n",
				    q[i].name, q[i].type, without, seen);
			assert_true(seen < without || a->status != DS_SECURE);
			tried += seen >= without;
			dns_case_end(&c);
			if (seen < without)
				break;
		}
	return tried;
}

/* dns_deny - a denial in place of the reply */
void dns_deny(const struct dns_world *w, ldns_pkt *pkt, bool nxdomain, const char *apex,
    const char *const *at, const char *const *around)
{
	const struct dns_zone *z = dns_world_zone((struct dns_world *)(uintptr_t)w, apex);
	bool covers = false;

	ldns_rr_list_deep_free(ldns_pkt_answer(pkt));
	ldns_rr_list_deep_free(ldns_pkt_authority(pkt));
	ldns_pkt_set_answer(pkt, ldns_rr_list_new());
	ldns_pkt_set_authority(pkt, ldns_rr_list_new());
	ldns_pkt_set_section_count(pkt, LDNS_SECTION_ANSWER, 0);
	ldns_pkt_set_section_count(pkt, LDNS_SECTION_AUTHORITY, 0);
	ldns_pkt_set_rcode(pkt, nxdomain ? LDNS_RCODE_NXDOMAIN : LDNS_RCODE_NOERROR);
	dns_reply_add_set(pkt, 1, dns_zone_set(z, z->apex, LDNS_RR_TYPE_SOA));
	for (const char *const *names = at;; names = around, covers = true) {
		for (; names != NULL && *names != NULL; names++) {
			ldns_rdf *name = dns_name(*names);

			dns_reply_add_set(pkt, 1, dns_zone_denial(z, name, covers));
			ldns_rdf_deep_free(name);
		}
		if (covers)
			return;
	}
}

/* dns_proof_world - test. to wish, and zones around it */
struct dns_world *dns_proof_world(const struct dns_zone_wish *wish)
{
	struct dns_zone_wish test = *wish;
	struct dns_world *w = dns_world_new();

	test.apex = "test.";
	test.text = records;
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(w, &test);
	dns_world_add(
	    w, &(struct dns_zone_wish){ .apex = "sub.test.", .text = "n.sub.test. A 192.0.2.6\n" });
	dns_world_add(
	    w, &(struct dns_zone_wish){
		   .apex = "los.test.", .chain = DNS_UNSIGNED, .text = "los.test. A 192.0.2.7\n" });
	test.apex = "wild.";
	test.text = "*.wild. A 192.0.2.8\nb.wild. A 192.0.2.9\n";
	dns_world_add(w, &test);
	dns_world_add(w,
	    &(struct dns_zone_wish){ .apex = "kid.wild.", .text = "n.kid.wild. MX 0 x.test.\n" });
	dns_world_build(w);
	return w;
}

/* What the hook needs. */
struct part_hook {
	const struct dns_world *w;
	const struct dns_part *part;
};

/* on_part - edits the one reply */
static void on_part(void *arg, const char *name, unsigned type, ldns_pkt *pkt)
{
	const struct part_hook *hook = arg;
	const struct dns_part *part = hook->part;

	if (part->edit != NULL && type == part->edited_type && strcmp(name, part->edited) == 0)
		part->edit(hook->w, pkt);
}

/* dns_ask_parts - each by itself */
void dns_ask_parts(const struct dns_world *w, const struct dns_part *parts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct part_hook hook = { w, &parts[i] };
		const struct ds_answer *a;
		struct dns_case c;

		dns_case_begin(&c, w, 0, 0);
		c.net.hook = (struct dns_hook){ .arg = &hook, .packet = on_part };
		a = dns_case_ask(&c, parts[i].name, parts[i].type);
		assert_non_null(a);
		if (a->status != parts[i].status || a->outcome != parts[i].outcome ||
		    a->why != parts[i].why)
			print_error("case %zu: %s type %u: status %d, outcome %d, why %d\n", i,
			    parts[i].name, parts[i].type, (int)a->status, (int)a->outcome,
			    (int)a->why);
		assert_int_equal(a->status, parts[i].status);
		assert_int_equal(a->outcome, parts[i].outcome);
		assert_int_equal(a->why, parts[i].why);
		assert_int_equal(prover_exhausted(c.prover), parts[i].why == DS_WHY_WORK_LIMIT);
		if (parts[i].stranger != NULL) {
			assert_non_null(a->stranger);
			assert_string_equal(a->stranger, parts[i].stranger);
		}
		dns_case_end(&c);
	}
}

/* dns_say_nxdomain, dns_say_noerror - whatever comes with it */
void dns_say_nxdomain(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	ldns_pkt_set_rcode(pkt, LDNS_RCODE_NXDOMAIN);
}

void dns_say_noerror(const struct dns_world *w, ldns_pkt *pkt)
{
	(void)w;
	ldns_pkt_set_rcode(pkt, LDNS_RCODE_NOERROR);
}
