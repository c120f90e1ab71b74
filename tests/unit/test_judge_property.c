/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ten thousand random sets of TLSA records and chains: OpenSSL's verdict, the
 * judge's explanation, and what this file works out for itself agree on each.
 *
 * What is worked out here knows the certificates by how they were made and calls
 * nothing of OpenSSL's but digests. Every 25th case is also a real handshake.
 * PROPERTY_SEED and PROPERTY_CASES in the environment choose others; the seed is
 * told where something disagrees.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/evp.h>

#include "core/base/arena.h"
#include "core/dane/tlsa.h"
#include "core/limits.h"
#include "tests/unit/judge_world.h"

#define CASES     10000
#define HANDSHAKE 25
#define CUT_MAX   4

/* A record as it is thought up, beside the one that is decoded. */
struct thought {
	struct world_record record;
	unsigned cut, more; /* octets taken from the end of the data, or added */
};

struct trial {
	uint64_t seed;
	const struct world *world;
	struct world_case c;
	size_t nsent, n;
	struct thought thoughts[WORLD_RECORDS];
	struct ds_tlsa_record records[WORLD_RECORDS];
	struct arena *arena;
};

/* What is known of each certificate from its making. */
static const struct {
	enum world_cert issuer; /* itself: self-signed */
	bool ca, in_time;
	const char *name; /* the reference identifier that it satisfies, or NULL */
} known[WORLD_CERTS] = {
	[ROOT] = { ROOT, true, true, NULL },
	[INTER] = { ROOT, true, true, NULL },
	[INTER_OLD] = { ROOT, true, false, NULL },
	[STRANGER] = { STRANGER, true, true, NULL },
	[LEAF] = { INTER, false, true, WORLD_BASE },
	[LEAF_OLD] = { INTER, false, false, WORLD_BASE },
	[LEAF_YOUNG] = { INTER, false, false, WORLD_BASE },
	[LEAF_OTHER] = { INTER, false, true, "mx.example.net" },
	[LEAF_WILD] = { INTER, false, true, WORLD_BASE },
	[LEAF_WIDE] = { INTER, false, true, NULL },
	[LEAF_PARTIAL] = { INTER, false, true, NULL },
	[LEAF_CN] = { INTER, false, true, WORLD_BASE },
	[LEAF_CN_ONLY] = { INTER, false, true, "mx.example.net" },
	[LEAF_DOMAIN] = { INTER, false, true, "example.org" },
	[LEAF_NOBODYS] = { LEAF, false, true, WORLD_BASE },
	[LEAF_WEAK] = { INTER, false, true, WORLD_BASE },
	[SELF] = { SELF, false, true, WORLD_BASE },
	[SELF_OLD] = { SELF_OLD, false, false, "mx.example.net" },
};

/* dice - a number below n (xorshift64*) */
static unsigned dice(uint64_t *state, unsigned n)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return (unsigned)((*state * 2685821657736338717ull) >> 33) % n;
}

/* think_chain - what is sent: mostly the issuers in their order, sometimes anything */
static void think_chain(struct trial *t, uint64_t *d)
{
	enum world_cert next = (enum world_cert)(LEAF + dice(d, LEAF_WEAK - LEAF + 1));

	if (dice(d, 5) == 0)
		next = dice(d, 2) ? SELF : SELF_OLD;
	t->c.sent[t->nsent++] = next;
	while (t->nsent < WORLD_CHAIN && dice(d, 5) > 0) {
		next = known[next].issuer;
		if (next == INTER && dice(d, 6) == 0)
			next = INTER_OLD;
		if (dice(d, 6) == 0)
			next = (enum world_cert)(ROOT + dice(d, WORLD_CERTS - ROOT));
		t->c.sent[t->nsent++] = next;
	}
}

/* think_record - mostly of a certificate that is sent, mostly right */
static void think_record(struct trial *t, uint64_t *d)
{
	static const uint8_t usages[] = { 2, 3, 2, 3, 2, 3, 2, 3, 0, 1, 4, 255 };
	static const uint8_t selectors[] = { 0, 1, 0, 1, 0, 1, 0, 1, 2 };
	static const uint8_t matchings[] = { 0, 1, 2, 1, 2, 1, 2, 1, 3, 255 };
	struct thought *th = &t->thoughts[t->n++];
	struct world_record *r = &th->record;

	r->usage = usages[dice(d, sizeof(usages))];
	r->selector = selectors[dice(d, sizeof(selectors))];
	r->matching = matchings[dice(d, sizeof(matchings))];
	r->cert = dice(d, 5) > 0 ? t->c.sent[dice(d, (unsigned)t->nsent)]
				 : (enum world_cert)(ROOT + dice(d, WORLD_CERTS - ROOT));
	if (r->usage == 3 && dice(d, 2) == 0)
		r->cert = t->c.sent[0];
	r->stale = dice(d, 4) == 0;
	if (dice(d, 12) == 0)
		th->cut = 1 + dice(d, CUT_MAX);
	else if (dice(d, 24) == 0)
		th->more = 1;
}

/* data_of - the octets that a record would hold, by this file's own reckoning; free() them */
static uint8_t *data_of(const struct world *w, const struct world_record *r, size_t *len)
{
	const struct cert *cert = world_cert(w, r->cert);
	unsigned char *der = NULL;
	int n = r->selector == 0 ? i2d_X509(cert->x, &der)
				 : i2d_X509_PUBKEY(X509_get_X509_PUBKEY(cert->x), &der);
	uint8_t *out = malloc((size_t)n + EVP_MAX_MD_SIZE + 1);
	unsigned digest_len = 0;

	assert_true(n > 0 && out != NULL);
	if (r->matching == 0) {
		memcpy(out, der, (size_t)n);
		*len = (size_t)n;
	} else {
		EVP_Digest(der, (size_t)n, out, &digest_len,
		    r->matching == 1 ? EVP_sha256() : EVP_sha512(), NULL);
		*len = digest_len;
	}
	OPENSSL_free(der);
	return out;
}

/* decode - the thoughts as records, by the code that decodes answers */
static void decode(struct trial *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct thought *th = &t->thoughts[i];
		size_t len, one;
		uint8_t *data = data_of(t->world, &th->record, &len);
		uint8_t *rdata;
		struct ds_rr rr = { .type = DS_T_TLSA };
		const struct ds_rr *const rrs[] = { &rr };

		if (th->record.stale)
			data[len - 1] ^= 1;
		data[len] = 0;
		len = len + th->more - th->cut;
		rdata = arena_alloc(t->arena, 3 + len, 1);
		assert_non_null(rdata);
		rdata[0] = th->record.usage;
		rdata[1] = th->record.selector;
		rdata[2] = th->record.matching;
		memcpy(rdata + 3, data, len);
		free(data);
		rr.rdata = rdata;
		rr.rdata_len = 3 + len;
		t->records[i] = *tlsa_decode(t->arena, 1, rrs, &one);
	}
}

/* think - a whole case */
static void think(struct trial *t, const struct world *world, uint64_t seed)
{
	static const char *const names[] = { NULL, "example.org", "mx.example.net" };
	uint64_t d = seed * 0x9e3779b97f4a7c15ull + 1;
	unsigned n;

	memset(t, 0, sizeof(*t));
	t->seed = seed;
	t->world = world;
	t->arena = arena_new(DIAGNOSIS_MEMORY);
	assert_non_null(t->arena);
	think_chain(t, &d);
	t->c.names[0] = names[dice(&d, 3)];
	n = dice(&d, WORLD_RECORDS + 1);
	while (t->n < n)
		think_record(t, &d);
	decode(t);
}

/* intact - whether the data is all there and has not changed */
static bool intact(const struct thought *th)
{
	return !th->record.stale && th->cut == 0 && th->more == 0;
}

/* usable - by the rules of RFC 6698 and 7672; a flipped bit in full data is left to the decoder: it
 * may still be a certificate or a key */
static bool usable(const struct trial *t, size_t i)
{
	const struct thought *th = &t->thoughts[i];
	const struct world_record *r = &th->record;

	if (r->usage < 2 || r->usage > 3 || r->selector > 1 || r->matching > 2)
		return false;
	if (th->cut > 0 || th->more > 0)
		return false;
	if (r->matching == 0 && r->stale)
		return t->records[i].reason == DS_TLSA_USABLE;
	return true;
}

/* counts - usable, and not outdone by a stronger digest of the same usage and selector */
static bool counts(const struct trial *t, size_t i)
{
	const struct world_record *r = &t->thoughts[i].record;

	if (!usable(t, i))
		return false;
	for (size_t k = 0; k < t->n && r->matching != 0; k++) {
		const struct world_record *o = &t->thoughts[k].record;

		if (usable(t, k) && o->usage == r->usage && o->selector == r->selector &&
		    o->matching > r->matching)
			return false;
	}
	return true;
}

/* names_it - whether the record's data is that of a certificate; INTER_OLD has INTER's key */
static bool names_it(const struct trial *t, size_t i, enum world_cert cert)
{
	const struct thought *th = &t->thoughts[i];
	enum world_cert its = th->record.cert;

	if (!intact(th))
		return false;
	if (its == cert)
		return true;
	return th->record.selector == 1 && (its == INTER || its == INTER_OLD) &&
	       (cert == INTER || cert == INTER_OLD);
}

/* issued - whether `above` issued `below` */
static bool issued(enum world_cert above, enum world_cert below)
{
	enum world_cert issuer = known[below].issuer;

	return above == issuer || (issuer == INTER && above == INTER_OLD);
}

/* is_named_issuer - whether a record that counts names this certificate as an issuer */
static bool is_named_issuer(const struct trial *t, enum world_cert cert)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->thoughts[i].record.usage == 2 && counts(t, i) && names_it(t, i, cert))
			return true;
	return false;
}

/* is_there - whether a certificate is sent, or stands in full in a record */
static bool is_there(const struct trial *t, enum world_cert cert)
{
	for (size_t i = 1; i < t->nsent; i++)
		if (t->c.sent[i] == cert)
			return true;
	for (size_t i = 0; i < t->n; i++) {
		const struct world_record *r = &t->thoughts[i].record;

		if (r->usage == 2 && r->selector == 0 && r->matching == 0 && usable(t, i) &&
		    intact(&t->thoughts[i]) && r->cert == cert)
			return true;
	}
	return false;
}

/* key_stands_in_full - whether a record holds the key that issued this certificate */
static bool key_stands_in_full(const struct trial *t, enum world_cert below)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct world_record *r = &t->thoughts[i].record;

		if (r->usage == 2 && r->selector == 1 && r->matching == 0 && usable(t, i) &&
		    intact(&t->thoughts[i]) && issued(r->cert, below))
			return true;
	}
	return false;
}

/* leads_to_issuer - whether a sound path goes up from a certificate to a named issuer */
static bool leads_to_issuer(const struct trial *t, enum world_cert from, unsigned depth)
{
	bool above = false;

	if (depth > WORLD_CERTS)
		return false;
	if (known[from].issuer == from) /* nothing is sought above it, but a bare key */
		return key_stands_in_full(t, from);
	for (enum world_cert up = ROOT; up < WORLD_CERTS; up++) {
		if (!issued(up, from) || !is_there(t, up))
			continue;
		above = true;
		if (!known[up].ca)
			continue;
		/* OpenSSL does not look at the dates of the issuer that a record names; all that are
		 * self-signed here are in time. */
		if (is_named_issuer(t, up))
			return true;
		if (known[up].in_time && leads_to_issuer(t, up, depth + 1))
			return true;
	}
	return !above && key_stands_in_full(t, from);
}

/* is_twin - an issuer's certificate in full with a flipped bit in its signature: it has the issuer's
 * name and key, and nobody asks who signed a certificate that stands in the DNS */
static bool is_twin(const struct trial *t, size_t i)
{
	const struct world_record *r = &t->thoughts[i].record;

	return usable(t, i) && r->usage == 2 && r->selector == 0 && r->matching == 0 && r->stale;
}

/* is_ambiguous - two certificates of one issuer are there, of which one does and one does not: the
 * path that OpenSSL takes is its own choice */
static bool is_ambiguous(const struct trial *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (is_twin(t, i))
			return true;
	return is_there(t, INTER) && is_there(t, INTER_OLD);
}

/* name_fits - whether the server's certificate is for one of the names asked for */
static bool name_fits(const struct trial *t)
{
	const char *name = known[t->c.sent[0]].name;

	return name != NULL && (strcmp(name, WORLD_BASE) == 0 ||
				   (t->c.names[0] != NULL && strcmp(name, t->c.names[0]) == 0));
}

/* by_key - whether a record names the server's own key or certificate, and counts */
static bool by_key(const struct trial *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->thoughts[i].record.usage == 3 && counts(t, i) &&
		    names_it(t, i, t->c.sent[0]))
			return true;
	return false;
}

/* by_issuer - whether an issuer that counts makes the chain good */
static bool by_issuer(const struct trial *t)
{
	return known[t->c.sent[0]].in_time && name_fits(t) && leads_to_issuer(t, t->c.sent[0], 0);
}

/* complain - the whole case, so that it can be read */
static void complain(const struct trial *t, const struct dane_opinion *o, const char *what)
{
	print_error("PROPERTY_SEED=%llu PROPERTY_CASES=1: %s\n", (unsigned long long)t->seed, what);
	print_error("  sent:");
	for (size_t i = 0; i < t->nsent; i++)
		print_error(" %d", t->c.sent[i]);
	print_error("; further name %s\n", t->c.names[0] != NULL ? t->c.names[0] : "none");
	for (size_t i = 0; i < t->n; i++)
		print_error("  record %zu: %u %u %u of %d%s cut %u more %u, reason %d\n", i,
		    t->thoughts[i].record.usage, t->thoughts[i].record.selector,
		    t->thoughts[i].record.matching, t->thoughts[i].record.cert,
		    t->thoughts[i].record.stale ? " stale" : "", t->thoughts[i].cut,
		    t->thoughts[i].more, t->records[i].reason);
	print_error("  opinion %d, record %d at %d, %zu matches, \"%s\"\n", o->dane, o->record,
	    o->depth, o->nmatches, o->dane_error);
	fail();
}

/* agree - fails with the case where something does not hold */
static void agree(const struct trial *t, const struct dane_opinion *o, bool holds, const char *what)
{
	if (!holds)
		complain(t, o, what);
}

/* check_usable - the decoder and this file agree on what can be used */
static size_t check_usable(const struct trial *t, const struct dane_opinion *o)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++) {
		agree(t, o, (t->records[i].reason == DS_TLSA_USABLE) == usable(t, i),
		    "a record is usable to one alone");
		n += usable(t, i);
	}
	return n;
}

/* fits_at - the first depth at which a record's usage lets it fit, or -1 */
static int fits_at(const struct trial *t, size_t i)
{
	bool issuer = t->thoughts[i].record.usage == 2;

	for (size_t depth = issuer ? 1 : 0; depth < (issuer ? t->nsent : 1); depth++)
		if (names_it(t, i, t->c.sent[depth]))
			return (int)depth;
	return -1;
}

/* check_matches - the matches that are told are those, and no others */
static void check_matches(const struct trial *t, const struct dane_opinion *o)
{
	for (size_t i = 0; i < t->n; i++) {
		int told = -1, depth = usable(t, i) ? fits_at(t, i) : -1;

		for (size_t k = 0; k < o->nmatches; k++)
			if (o->matches[k].record == i)
				told = o->matches[k].depth;
		/* A certificate or key out of the record itself is told above what was sent. */
		if (told >= 0 && depth < 0 && t->thoughts[i].record.usage == 2 &&
		    t->thoughts[i].record.matching == 0 && (int)i == o->record)
			continue;
		agree(t, o, told == depth, "a match is told that is none, or is not told");
	}
}

/* check_authority - the record that OpenSSL took counts, and names what it is said to name */
static void check_authority(const struct trial *t, const struct dane_opinion *o)
{
	const struct world_record *r;

	agree(t, o, o->record >= 0 && (size_t)o->record < t->n, "verified by no record");
	agree(t, o, counts(t, (size_t)o->record), "verified by a record that does not count");
	r = &t->thoughts[o->record].record;
	agree(t, o, r->usage == 3 ? o->depth == 0 : o->depth > 0, "verified at another depth");
	if ((size_t)o->depth < t->nsent)
		agree(t, o,
		    names_it(t, (size_t)o->record, t->c.sent[o->depth]) ||
			is_twin(t, (size_t)o->record),
		    "verified by a record that names something else");
	else
		agree(t, o, r->usage == 2 && r->matching == 0,
		    "verified above what was sent, by a digest");
}

/* check - one case: the verdict, the record it rests on, and all matches */
static void check(const struct trial *t, const struct dane_opinion *o)
{
	size_t n = check_usable(t, o);
	bool good = by_key(t) || by_issuer(t);

	check_matches(t, o);
	if (t->n == 0) {
		agree(t, o, o->dane == DS_DANE_NOT_APPLICABLE, "no records, and a verdict");
	} else if (n == 0) {
		agree(t, o, o->dane == DS_DANE_NO_USABLE, "nothing usable, and a verdict");
	} else if (o->dane == DS_DANE_VERIFIED) {
		agree(t, o, good || is_twin(t, (size_t)o->record), "verified, and should not be");
		check_authority(t, o);
	} else {
		agree(t, o, o->dane == DS_DANE_MISMATCH, "neither verified nor a mismatch");
		agree(t, o, !good || (!by_key(t) && is_ambiguous(t)), "should be verified");
		agree(t, o, o->dane_error[0] != '\0', "a mismatch without a reason");
	}
}

/* shake_hands - the same by a real handshake, where its records can be made there */
static bool shake_hands(const struct trial *t, const struct dane_opinion *o)
{
	struct world_case c = t->c;
	int record, depth, error;

	for (size_t i = 0; i < t->n; i++) {
		if (t->thoughts[i].cut > 0 || t->thoughts[i].more > 0)
			return false;
		c.records[i] = t->thoughts[i].record;
	}
	if (o->dane != DS_DANE_VERIFIED && o->dane != DS_DANE_MISMATCH)
		return false;
	error = world_handshake(t->world, &c, &record, &depth);
	agree(t, o, (error == X509_V_OK) == (o->dane == DS_DANE_VERIFIED),
	    "a handshake comes to another verdict");
	return true;
}

/* number - of the environment, or the usual one */
static uint64_t number(const char *name, uint64_t usual)
{
	const char *text = getenv(name);

	return text != NULL ? strtoull(text, NULL, 10) : usual;
}

/* All agree on every case; what cases there were is told, so that a poor mixture is seen. */
static void all_agree(void **state)
{
	struct judge_state *s = *state;
	uint64_t seed = number("PROPERTY_SEED", 20261125), n = number("PROPERTY_CASES", CASES);
	unsigned verdicts[4] = { 0 }, by_ta = 0, hands = 0;

	for (uint64_t i = 0; i < n; i++) {
		struct dane_opinion o;
		struct trial t;

		think(&t, s->world, seed + i);
		o = world_judge_by(s->world, s->judge, &t.c, t.records, t.n);
		check(&t, &o);
		verdicts[o.dane]++;
		by_ta += o.dane == DS_DANE_VERIFIED && t.records[o.record].usage == 2;
		if (i % HANDSHAKE == 0)
			hands += shake_hands(&t, &o);
		arena_free(t.arena);
	}
	print_message("seed %llu: %u verified (%u by an issuer), %u mismatches, %u without usable "
		      "records, %u without any, %u handshakes\n",
	    (unsigned long long)seed, verdicts[DS_DANE_VERIFIED], by_ta, verdicts[DS_DANE_MISMATCH],
	    verdicts[DS_DANE_NO_USABLE], verdicts[DS_DANE_NOT_APPLICABLE], hands);
	if (n >= CASES) {
		assert_true(verdicts[DS_DANE_VERIFIED] > CASES / 10 && by_ta > CASES / 50);
		assert_true(verdicts[DS_DANE_MISMATCH] > CASES / 10 && hands > CASES / 100);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_agree),
	};

	return cmocka_run_group_tests_name("judge_property", tests, judge_up, judge_down) != 0;
}
