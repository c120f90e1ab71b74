/* SPDX-License-Identifier: BSD-2-Clause */
/* damage - one message made different; see damage.h */
#include "tests/bench/agree/damage.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define HEADER 12

/* A message under the hammer. */
struct anvil {
	struct talk *talk;
	ldns_pkt *pkt;
	uint64_t *random;
};

/* damage_name - for the reader */
const char *damage_name(enum damage d)
{
	static const char *const names[DAMAGES] = { "bit", "rcode", "drop", "twice", "add",
		"borrow", "time", "order", "swap", "field", "case", "ttl", "section" };

	return names[d];
}

/* damage_random - xorshift (Marsaglia) */
uint64_t damage_random(uint64_t *random, uint64_t n)
{
	uint64_t x = *random;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	*random = x;
	return (x >> 11) % n;
}

/* pick - a number below n */
static size_t pick(const struct anvil *a, size_t n)
{
	return (size_t)damage_random(a->random, n);
}

/* section_of - the records of the answer (0) or of the authority section (1) */
static ldns_rr_list *section_of(const struct anvil *a, unsigned section)
{
	return section == 0 ? ldns_pkt_answer(a->pkt) : ldns_pkt_authority(a->pkt);
}

/* any_rr - one record of either section, and where it is; NULL: there is none */
static ldns_rr *any_rr(const struct anvil *a, unsigned *section, size_t *at)
{
	size_t n = ldns_rr_list_rr_count(section_of(a, 0));
	size_t all = n + ldns_rr_list_rr_count(section_of(a, 1)), which;

	if (all == 0)
		return NULL;
	which = pick(a, all);
	*section = which >= n;
	*at = which >= n ? which - n : which;
	return ldns_rr_list_rr(section_of(a, *section), *at);
}

/* any_sig - one signature of either section, or NULL */
static ldns_rr *any_sig(const struct anvil *a)
{
	for (unsigned tries = 0; tries < 50; tries++) {
		unsigned section;
		size_t at;
		ldns_rr *rr = any_rr(a, &section, &at);

		if (rr != NULL && ldns_rr_get_type(rr) == LDNS_RR_TYPE_RRSIG)
			return rr;
	}
	return NULL;
}

/* insert - a record into a section, at a place of its own */
static void insert(const struct anvil *a, unsigned section, ldns_rr *rr)
{
	ldns_rr_list *list = section_of(a, section);
	size_t n = ldns_rr_list_rr_count(list), at = pick(a, n + 1);

	ldns_rr_list_push_rr(list, rr);
	for (; n > at; n--)
		ldns_rr_list_set_rr(list, ldns_rr_list_rr(list, n - 1), n);
	ldns_rr_list_set_rr(list, rr, at);
}

/* take - a record out of a section */
static ldns_rr *take(const struct anvil *a, unsigned section, size_t at)
{
	ldns_rr_list *list = section_of(a, section);
	size_t n = ldns_rr_list_rr_count(list);
	ldns_rr *rr = ldns_rr_list_rr(list, at);

	for (; at + 1 < n; at++)
		ldns_rr_list_set_rr(list, ldns_rr_list_rr(list, at + 1), at);
	ldns_rr_list_pop_rr(list);
	return rr;
}

/* add - an invented record: of a set that is there, or of none */
static bool add(const struct anvil *a)
{
	static const char *const invented[] = { "A 203.0.113.9", "CNAME a.test.", "DNAME b.test.",
		"MX 1 a.test.", "NS ns.test.", "DS 1 15 2 00", "NSEC z.test. A RRSIG NSEC",
		"TXT there" };
	unsigned section;
	char line[600];
	char *owner;
	size_t at;
	ldns_rr *rr = any_rr(a, &section, &at);

	if (rr == NULL)
		return false;
	owner = ldns_rdf2str(ldns_rr_owner(rr));
	snprintf(line, sizeof line, "%s %s", owner,
	    invented[pick(a, sizeof invented / sizeof *invented)]);
	free(owner);
	insert(a, section, dns_rr(line));
	return true;
}

/* borrow - a record of another message, signature or not */
static bool borrow(const struct anvil *a)
{
	const struct talk_message *m = &a->talk->messages[pick(a, a->talk->learnt)];
	struct anvil other = *a;
	unsigned section;
	ldns_rr *rr;
	size_t at;

	if (ldns_wire2pkt(&other.pkt, m->wire, m->len) != LDNS_STATUS_OK)
		return false;
	rr = any_rr(&other, &section, &at);
	if (rr != NULL)
		insert(a, section, ldns_rr_clone(rr));
	ldns_pkt_free(other.pkt);
	return rr != NULL;
}

/* number - writes another number over the first octets of a field */
static void number(const ldns_rr *rr, size_t field, uint32_t value)
{
	ldns_rdf *rdf = ldns_rr_rdf(rr, field);
	size_t n = ldns_rdf_size(rdf);

	for (size_t i = 0; i < n && i < 4; i++)
		ldns_rdf_data(rdf)[i] = (uint8_t)(value >> 8 * (n - 1 - i));
}

/* time_of - begin or end of a signature */
static bool time_of(const struct anvil *a)
{
	static const int64_t offsets[] = { -400 * DNS_DAY, -DNS_DAY, -3600, -1, 0, 1, 3600, DNS_DAY,
		400 * DNS_DAY, INT64_C(1) << 31 };
	const ldns_rr *sig = any_sig(a);

	if (sig == NULL)
		return false;
	number(sig, 4 + pick(a, 2),
	    (uint32_t)(DNS_NOW + offsets[pick(a, sizeof offsets / sizeof *offsets)]));
	return true;
}

/* field - type covered, algorithm, labels, original TTL or key tag of a signature */
static bool field(const struct anvil *a)
{
	static const size_t fields[] = { 0, 1, 2, 3, 6 };
	const ldns_rr *sig = any_sig(a);
	size_t which = fields[pick(a, sizeof fields / sizeof *fields)];

	if (sig == NULL)
		return false;
	number(sig, which, (uint32_t)pick(a, which == 2 ? 6 : which == 1 ? 20 : 70000));
	return true;
}

/* swap - the last fields of two signatures */
static bool swap(const struct anvil *a)
{
	ldns_rr *one = any_sig(a), *two = any_sig(a);
	ldns_rdf *kept;

	if (one == NULL || one == two)
		return false;
	kept = ldns_rr_set_rdf(one, ldns_rr_rdf(two, 8), 8);
	ldns_rr_set_rdf(two, kept, 8);
	return true;
}

/* shuffle - both sections (Fisher and Yates) */
static bool shuffle(const struct anvil *a)
{
	for (unsigned section = 0; section < 2; section++) {
		ldns_rr_list *list = section_of(a, section);

		for (size_t n = ldns_rr_list_rr_count(list); n > 1; n--) {
			size_t at = pick(a, n);
			ldns_rr *rr = ldns_rr_list_rr(list, at);

			ldns_rr_list_set_rr(list, ldns_rr_list_rr(list, n - 1), at);
			ldns_rr_list_set_rr(list, rr, n - 1);
		}
	}
	return true;
}

/* letters - of an owner's name, in another case */
static bool letters(const struct anvil *a)
{
	unsigned section;
	size_t at;
	const ldns_rr *rr = any_rr(a, &section, &at);
	uint8_t *name;

	if (rr == NULL)
		return false;
	name = ldns_rdf_data(ldns_rr_owner(rr));
	for (; *name != 0; name += *name + 1)
		for (unsigned i = 1; i <= *name; i++)
			if (pick(a, 2) == 0)
				name[i] = (uint8_t)toupper(name[i]);
	return true;
}

/* with_rr - the kinds that change, move, drop or repeat a record */
static bool with_rr(const struct anvil *a, enum damage d)
{
	static const uint32_t ttls[] = { 0, 1, 3599, 3601, 86400, 0x7fffffff, 0x80000000 };
	unsigned section;
	size_t at;
	ldns_rr *rr = any_rr(a, &section, &at);

	if (rr == NULL)
		return false;
	switch (d) {
	case DAMAGE_DROP: ldns_rr_free(take(a, section, at)); break;
	case DAMAGE_TWICE: insert(a, section, ldns_rr_clone(rr)); break;
	case DAMAGE_TTL: ldns_rr_set_ttl(rr, ttls[pick(a, sizeof ttls / sizeof *ttls)]); break;
	default: insert(a, 1 - section, take(a, section, at));
	}
	return true;
}

/* apply - what needs the records apart */
static bool apply(const struct anvil *a, enum damage d)
{
	switch (d) {
	case DAMAGE_ADD: return add(a);
	case DAMAGE_BORROW: return borrow(a);
	case DAMAGE_TIME: return time_of(a);
	case DAMAGE_ORDER: return shuffle(a);
	case DAMAGE_SWAP: return swap(a);
	case DAMAGE_FIELD: return field(a);
	case DAMAGE_CASE: return letters(a);
	default: return with_rr(a, d);
	}
}

/* count - the sections' lengths stand in the header */
static void count(ldns_pkt *pkt)
{
	ldns_pkt_set_section_count(
	    pkt, LDNS_SECTION_ANSWER, (uint16_t)ldns_rr_list_rr_count(ldns_pkt_answer(pkt)));
	ldns_pkt_set_section_count(
	    pkt, LDNS_SECTION_AUTHORITY, (uint16_t)ldns_rr_list_rr_count(ldns_pkt_authority(pkt)));
}

/* records - the kinds that work on records; false: not on this message */
static bool records(struct talk *t, enum damage d, uint64_t *random)
{
	struct anvil a = { .talk = t, .random = random };
	uint8_t *wire = NULL;
	bool done;

	dns_must(ldns_wire2pkt(&a.pkt, t->which->wire, t->which->len) == LDNS_STATUS_OK, "message");
	done = apply(&a, d);
	count(a.pkt);
	if (done) {
		dns_must(ldns_pkt2wire(&wire, a.pkt, &t->damaged_len) == LDNS_STATUS_OK &&
			     t->damaged_len <= TALK_WIRE,
		    "damaged message");
		memcpy(t->damaged, wire, t->damaged_len);
		free(wire);
	}
	ldns_pkt_free(a.pkt);
	return done;
}

/* damage_do - damages the message */
bool damage_do(struct talk *t, enum damage d, uint64_t *random)
{
	static const uint8_t codes[] = { 0, 1, 2, 3, 4, 5, 9 };
	size_t from = HEADER;

	if (d != DAMAGE_BIT && d != DAMAGE_RCODE)
		return records(t, d, random);
	memcpy(t->damaged, t->which->wire, t->damaged_len = t->which->len);
	if (d == DAMAGE_RCODE) {
		t->damaged[3] =
		    (uint8_t)((t->damaged[3] & 0xf0) | codes[damage_random(random, sizeof codes)]);
		return true;
	}
	while (t->damaged[from] != 0)
		from += t->damaged[from] + 1u;
	from += 5;
	from += (size_t)damage_random(random, t->damaged_len - from);
	t->damaged[from] ^= (uint8_t)(1u << damage_random(random, 8));
	return true;
}
