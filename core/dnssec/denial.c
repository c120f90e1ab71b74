/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * denial - proofs that something does not exist (RFC 4035 section 5.4, RFC 5155)
 *
 * Collects the NSEC or NSEC3 records of an authority section whose signatures
 * are valid; nsec.c and nsec3.c see whether they prove what was said.
 */

#include <string.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dnssec/prover_impl.h"
#include "core/limits.h"

/* bitmap_has - is the type in the bitmap? */
bool bitmap_has(const uint8_t *bitmap, size_t len, unsigned type)
{
	while (len >= 2 && bitmap[1] <= len - 2) {
		unsigned n = bitmap[1], at = (type & 0xff) / 8;

		if (bitmap[0] == type >> 8)
			return at < n && (bitmap[2 + at] & (0x80 >> (type & 7)));
		bitmap += 2 + n;
		len -= 2 + n;
	}
	return false;
}

/* gap_read_nsec - takes an NSEC record apart (RFC 4034 section 4.1) */
static bool gap_read_nsec(struct gaps *g, const struct dns_rr *rr, struct gap *out)
{
	const uint8_t *next = dns_rdata_name(rr, 0);

	if (next == NULL)
		return false;
	out->bitmap = rr->rdata + name_len(next);
	out->bitmap_len = rr->len - name_len(next);
	/* The next name keeps its case in what is signed (RFC 6840 section 5.1). */
	out->next = name_dup(g->prover->arena, next);
	return out->next != NULL;
}

/* base32hex - reads the first label of an NSEC3 owner: 32 digits, 20 octets */
static bool base32hex(const uint8_t *label, uint8_t out[20])
{
	uint64_t bits = 0;
	unsigned have = 0, n = 0;

	if (label[0] != 32)
		return false;
	for (unsigned i = 1; i <= 32; i++) {
		unsigned c = label[i], value = c >= '0' && c <= '9'   ? c - '0'
					       : c >= 'a' && c <= 'v' ? c - 'a' + 10
								      : 32;

		if (value == 32)
			return false;
		bits = bits << 5 | value;
		have += 5;
		if (have >= 8)
			out[n++] = (uint8_t)(bits >> (have -= 8));
	}
	return true;
}

/* gap_read_nsec3 - takes an NSEC3 record apart (RFC 5155 section 3.2) */
static bool gap_read_nsec3(struct gaps *g, const struct dns_rr *rr, struct gap *out)
{
	const uint8_t *p = rr->rdata;
	size_t salt_len, next_len;
	unsigned iterations;

	/* Unknown flags: passed over (RFC 5155 section 8.2). */
	if (rr->len < 6 || p[0] != 1 || p[1] > 1 || !base32hex(rr->owner, out->hash) ||
	    !name_equal(name_parent(rr->owner), g->zone->name))
		return false;
	salt_len = p[4];
	if (rr->len < 6 + salt_len)
		return false;
	next_len = p[5 + salt_len];
	if (next_len != 20 || rr->len < 6 + salt_len + next_len)
		return false;
	iterations = (unsigned)p[2] << 8 | p[3];
	if (g->n > 0 && (iterations != g->iterations || salt_len != g->salt_len ||
			    memcmp(p + 5, g->salt, salt_len) != 0))
		return false; /* one chain of hashes at a time (RFC 5155 section 8.2) */
	g->iterations = iterations;
	g->salt = p + 5;
	g->salt_len = salt_len;
	out->opt_out = p[1] & 1;
	out->next = p + 6 + salt_len;
	out->bitmap = p + 6 + salt_len + next_len;
	out->bitmap_len = rr->len - 6 - salt_len - next_len;
	return true;
}

/* note_impure - a set that does not verify, be it needed or not */
static void note_impure(struct gaps *g, const struct dns_rrset *set, const struct verified *v)
{
	if (v->secure || v->limited)
		return;
	if (set->type == DS_T_NSEC)
		g->out->impure_nsec = true;
	else
		g->out->impure_nsec3 = true;
}

/* look_beside - an NSEC set beside NSEC3 records is no part of their proof */
static void look_beside(struct gaps *g, const struct dns_rrset *set)
{
	struct verified v;

	if (set->type != DS_T_NSEC || g->out->impure_nsec)
		return;
	verify_rrset(g->prover, g->zone, set, &v);
	note_impure(g, set, &v);
}

/* gaps_add - takes a record in if its signature is valid; remembers why one is not */
static void gaps_add(struct gaps *g, const struct dns_rrset *set)
{
	struct gap *gap = &g->gap[g->n];
	struct verified v;

	if (g->n >= GAPS_MAX) {
		g->limited = true;
		g->prover->bound = BOUND_PROOF;
		return;
	}
	memset(gap, 0, sizeof *gap);
	gap->rr = set->rrs[0];
	gap->owner = set->owner;
	verify_rrset(g->prover, g->zone, set, &v);
	g->limited |= v.limited && !v.secure;
	note_impure(g, set, &v);
	sigs_append(g->prover->arena, &g->out->sigs, &g->out->nsigs, v.sigs, v.nsigs);
	/* No record of a proof comes from a wildcard. */
	if (!v.secure || v.labels != name_labels(set->owner) - name_is_wildcard(set->owner)) {
		if (g->out->why == DS_WHY_DENIAL_MISSING)
			g->out->why = v.secure ? DS_WHY_DENIAL_INVALID : v.why;
		return;
	}
	if (set->type == DS_T_NSEC ? gap_read_nsec(g, gap->rr, gap)
				   : gap_read_nsec3(g, gap->rr, gap)) {
		g->n++;
	} else if (set->type == DS_T_NSEC3 && gap->rr->len > 0 && gap->rr->rdata[0] != 1) {
		/* As if it were not there (RFC 5155 section 8.1). */
		g->out->why = DS_WHY_DENIAL_INVALID;
		g->out->detail = DENIAL_HASH_UNKNOWN;
	}
}

/* show_begin - room for what the reader will see */
static void show_begin(struct gaps *g)
{
	struct arena *arena = g->prover->arena;
	struct ds_denial *show = arena_alloc(arena, 1, sizeof *show);
	const struct ds_rr **rrs = arena_alloc(arena, g->n, sizeof(struct ds_rr *));

	g->shown = arena_alloc(arena, 2 * GAPS_MAX, sizeof *g->shown);
	g->out->show = show;
	if (show == NULL || rrs == NULL || g->shown == NULL)
		return;
	show->kind = g->kind;
	show->gaps = g->shown;
	show->rrs = rrs;
	for (size_t i = 0; i < g->n; i++)
		rrs[show->nrrs++] = g->gap[i].rr->show;
	if (g->kind == DS_DENIAL_NSEC3) {
		show->iterations = g->iterations;
		show->salt = text_hex_dup(arena, g->salt, g->salt_len);
	}
}

/* gather - the valid records of an authority section. False: there are none */
static bool gather(struct gaps *g, struct prover *p, const struct zone *zone,
    const struct dns_message *msg, struct denial *out)
{
	memset(g, 0, sizeof *g);
	memset(out, 0, sizeof *out);
	g->prover = p;
	g->zone = zone;
	g->out = out;
	out->why = DS_WHY_DENIAL_MISSING;
	g->limited = msg->left_out;
	if (g->limited)
		p->bound = BOUND_MESSAGE;
	for (const struct dns_rrset *set = msg->authority; set != NULL; set = set->next) {
		bool nsec = set->type == DS_T_NSEC, nsec3 = set->type == DS_T_NSEC3;
		enum ds_denial_kind kind = nsec ? DS_DENIAL_NSEC : DS_DENIAL_NSEC3;

		/* In a message that follows aliases, other zones prove other things. */
		if ((!nsec && !nsec3) || set->n == 0)
			continue;
		if (!name_within(set->owner, zone->name)) {
			note_impure(g, set, &(struct verified){ 0 });
			continue;
		}
		if (g->n > 0 && g->kind != kind) {
			look_beside(g, set);
			continue;
		}
		g->kind = kind;
		gaps_add(g, set);
	}
	if (g->n > 0) {
		out->why = DS_WHY_NONE;
		out->detail = NULL;
		show_begin(g);
	}
	return g->n > 0;
}

/* types_text - a bitmap in words: the tail of the record as it was read */
static const char *types_text(const struct gap *gap, enum ds_denial_kind kind)
{
	const char *text = gap->rr->show->text;
	unsigned skip = kind == DS_DENIAL_NSEC ? 1 : 5;

	for (; skip > 0 && *text != '\0'; skip--) {
		text += strcspn(text, " ");
		text += strspn(text, " ");
	}
	return text;
}

/* hash_text - a hash in base32hex */
static const char *hash_text(struct arena *arena, const uint8_t hash[20])
{
	static const char digits[] = "0123456789abcdefghijklmnopqrstuv";
	char *out = arena_alloc(arena, 33, 1);
	uint64_t bits = 0;
	unsigned have = 0, at = 0;

	for (unsigned i = 0; out != NULL && i < 20; i++) {
		bits = bits << 8 | hash[i];
		for (have += 8; have >= 5;)
			out[at++] = digits[bits >> (have -= 5) & 31];
	}
	return out;
}

/* gap_show - notes for the reader what a record says */
void gap_show(struct gaps *g, const struct gap *gap, enum ds_gap_role role, const uint8_t *about,
    const uint8_t *hash)
{
	struct arena *arena = g->prover->arena;
	struct ds_gap *show;

	if (g->shown == NULL || g->out->show == NULL || g->nshown >= 2 * GAPS_MAX)
		return;
	show = &g->shown[g->nshown++];
	g->out->show->ngaps = g->nshown;
	show->role = role;
	show->about = name_text_dup(arena, about);
	show->owner = name_text_dup(arena, gap->owner);
	show->next = g->kind == DS_DENIAL_NSEC ? name_text_dup(arena, gap->next)
					       : hash_text(arena, gap->next);
	show->hash = hash != NULL ? hash_text(arena, hash) : NULL;
	show->types = types_text(gap, g->kind);
	show->opt_out = gap->opt_out;
}

/* gaps_fail - a proof that does not hold */
void gaps_fail(struct gaps *g, const char *detail)
{
	g->out->denied = DENIED_NOT;
	g->out->why = DS_WHY_DENIAL_INVALID;
	g->out->detail = detail;
}

/* gap_is_cut - the parent's side of a zone cut? */
bool gap_is_cut(const struct gap *gap)
{
	return bitmap_has(gap->bitmap, gap->bitmap_len, DS_T_NS) &&
	       !bitmap_has(gap->bitmap, gap->bitmap_len, DS_T_SOA);
}

/* gap_lacks_type - a record at the name, or at its wildcard: is the type not in its bitmap? */
bool gap_lacks_type(struct gaps *g, const struct gap *gap, uint16_t type)
{
	const char *fault = NULL;

	if (bitmap_has(gap->bitmap, gap->bitmap_len, type))
		fault = N_("the bitmap says that the type is there");
	else if (bitmap_has(gap->bitmap, gap->bitmap_len, DS_T_CNAME))
		fault = N_("the bitmap says that an alias is there");
	else if (type != DS_T_DS && gap_is_cut(gap))
		fault = N_("the record is the parent's side of a zone cut");
	else if (type == DS_T_DS && bitmap_has(gap->bitmap, gap->bitmap_len, DS_T_SOA) &&
		 !name_is_root(gap->owner))
		fault = N_("the record is the child's, the parent's was needed");
	if (fault != NULL)
		gaps_fail(g, fault);
	return fault == NULL;
}

/* limit - a proof that fails, and of which a part was left out because of a bound, is not known */
static void limit(struct gaps *g)
{
	if (g->out->denied != DENIED_NOT || !g->limited)
		return;
	g->prover->exhausted = true;
	g->out->why = DS_WHY_WORK_LIMIT;
	g->out->detail = bound_word(g->prover);
}

/* denial_prove - is the absence proved? */
void denial_prove(struct prover *p, const struct zone *zone, const struct dns_message *msg,
    const uint8_t *name, uint16_t type, bool nxdomain, struct denial *out)
{
	struct gaps g;

	if (!gather(&g, p, zone, msg, out))
		out->denied = DENIED_NOT;
	else if (g.kind == DS_DENIAL_NSEC)
		nsec_prove(&g, name, type, nxdomain);
	else
		nsec3_prove(&g, name, type, nxdomain);
	limit(&g);
}

/* denial_soa - the SOA beside a proof: a validating resolver takes such a message as a whole, so an SOA
 * that does not verify makes it as bogus as a broken proof does */
void denial_soa(
    struct prover *p, const struct zone *zone, const struct dns_rrset *soa, struct denial *out)
{
	struct verified v;

	if (out->denied == DENIED_NOT)
		return;
	verify_rrset(p, zone, soa, &v);
	sigs_append(p->arena, &out->sigs, &out->nsigs, v.sigs, v.nsigs);
	if (v.secure)
		return;
	out->denied = DENIED_NOT;
	out->why = v.why;
	out->detail = v.why == DS_WHY_WORK_LIMIT ? bound_word(p) : NULL;
}

/* denial_wildcard - is it proved that nothing closer than the wildcard is there? */
void denial_wildcard(struct prover *p, const struct zone *zone, const struct dns_message *msg,
    const uint8_t *name, unsigned labels, struct denial *out)
{
	struct gaps g;

	if (!gather(&g, p, zone, msg, out))
		out->denied = DENIED_NOT;
	else if (g.kind == DS_DENIAL_NSEC)
		nsec_wildcard(&g, name, labels);
	else
		nsec3_wildcard(&g, name, labels);
	limit(&g);
}
