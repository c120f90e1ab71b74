/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nsec3 - proofs by NSEC3 records (RFC 5155 section 8, RFC 9276)
 *
 * Hashing is bounded by its price: a zone may choose how dear a hash is, and
 * a name how many are needed (CVE-2023-50868).
 */

#include <string.h>

#include <openssl/evp.h>

#include "core/base/i18n.h"
#include "core/dns/name.h"
#include "core/dnssec/prover_impl.h"
#include "core/limits.h"

/* price - blocks of SHA-1 that one hash costs */
static unsigned price(const struct gaps *g)
{
	return (g->iterations + 1) * (unsigned)((20 + g->salt_len + 8) / 64 + 1);
}

/* sha1 - one step of the hash */
static bool sha1(const uint8_t *data, size_t len, uint8_t out[20])
{
	return EVP_Digest(data, len, out, NULL, EVP_sha1(), NULL) == 1;
}

/* hash_name - RFC 5155 section 5; false: the bound on work is reached */
static bool hash_name(struct gaps *g, const uint8_t *name, uint8_t out[20])
{
	uint8_t buf[NAME_MAX_OCTETS + 255];
	size_t n = name_len(name);
	bool ok;

	g->spent += price(g);
	g->prover->hashes += price(g);
	if (g->spent > SEC_NSEC3_PROOF || g->prover->hashes > SEC_NSEC3_TOTAL) {
		g->prover->exhausted = true;
		g->prover->bound =
		    g->spent > SEC_NSEC3_PROOF ? BOUND_HASHES_PROOF : BOUND_HASHES_ALL;
		g->out->denied = DENIED_NOT;
		g->out->why = DS_WHY_WORK_LIMIT;
		g->out->detail = bound_word(g->prover);
		return false;
	}
	memcpy(buf, name, n);
	memcpy(buf + n, g->salt, g->salt_len);
	ok = sha1(buf, n + g->salt_len, out);
	for (unsigned i = 0; ok && i < g->iterations; i++) {
		memcpy(buf, out, 20);
		memcpy(buf + 20, g->salt, g->salt_len);
		ok = sha1(buf, 20 + g->salt_len, out);
	}
	if (!ok)
		gaps_fail(g, N_("the name could not be hashed"));
	return ok;
}

/* find_match - the record at this hash */
static const struct gap *find_match(const struct gaps *g, const uint8_t hash[20])
{
	for (size_t i = 0; i < g->n; i++)
		if (memcmp(g->gap[i].hash, hash, 20) == 0)
			return &g->gap[i];
	return NULL;
}

/* find_cover - the record in whose gap the hash lies; the last gap leads round to the first */
static const struct gap *find_cover(const struct gaps *g, const uint8_t hash[20])
{
	for (size_t i = 0; i < g->n; i++) {
		const struct gap *gap = &g->gap[i];
		bool after = memcmp(gap->hash, hash, 20) < 0;
		bool before = memcmp(hash, gap->next, 20) < 0;
		bool last = memcmp(gap->hash, gap->next, 20) >= 0;

		if (last ? after || before : after && before)
			return gap;
	}
	return NULL;
}

/* find_encloser - the closest encloser, and the name one label longer (RFC 5155 section 8.3) */
static const struct gap *find_encloser(
    struct gaps *g, const uint8_t *name, const uint8_t **encloser, const uint8_t **closer)
{
	for (const uint8_t *at = name; !name_equal(at, g->zone->name);) {
		const struct gap *gap;
		uint8_t hash[20];

		*closer = at;
		*encloser = at = name_parent(at);
		if (!hash_name(g, at, hash))
			return NULL;
		gap = find_match(g, hash);
		if (gap != NULL) {
			gap_show(g, gap, DS_GAP_ENCLOSER, at, hash);
			return gap;
		}
	}
	gaps_fail(g, N_("no record stands at a name above it (closest encloser)"));
	return NULL;
}

/* prove_closer - the name one label longer than the closest encloser is not there */
static const struct gap *prove_closer(struct gaps *g, const uint8_t *closer)
{
	const struct gap *gap;
	uint8_t hash[20];

	if (!hash_name(g, closer, hash))
		return NULL;
	gap = find_cover(g, hash);
	if (gap == NULL)
		gaps_fail(g, N_("no record covers the next closer name"));
	else
		gap_show(g, gap, DS_GAP_COVERS, closer, hash);
	return gap;
}

/* insecure - the proof rests on an opt-out gap: unsigned delegations may hide in it */
static void insecure(struct gaps *g)
{
	g->out->denied = DENIED_INSECURE;
	g->out->why = DS_WHY_OPT_OUT;
	if (g->out->show != NULL)
		g->out->show->opt_out = true;
}

/* prove_wildcard - no wildcard could have answered, or it has not the type. Where the next closer name
 * lies in an opt-out gap, an unsigned delegation may be there, and nothing is proved (RFC 5155 9.2) */
static void prove_wildcard(
    struct gaps *g, const uint8_t *encloser, uint16_t type, bool nxdomain, bool opt_out)
{
	const uint8_t *wild = name_prepend(g->prover->arena, "*", encloser);
	const struct gap *gap;
	uint8_t hash[20];

	if (wild == NULL || !hash_name(g, wild, hash))
		return;
	gap = find_match(g, hash);
	if (gap != NULL) {
		gap_show(g, gap, DS_GAP_WILDCARD_MATCHES, wild, hash);
		if (nxdomain)
			gaps_fail(g, N_("a wildcard is there"));
		else if (gap_lacks_type(g, gap, type) && opt_out)
			insecure(g);
		else if (g->out->why == DS_WHY_NONE)
			g->out->denied = DENIED_TYPE;
		return;
	}
	gap = find_cover(g, hash);
	if (opt_out && !nxdomain) {
		insecure(g); /* a name above unsigned delegations only has no record of its own */
		return;
	}
	if (gap == NULL) {
		gaps_fail(g, N_("nothing proves that there is no wildcard"));
		return;
	}
	gap_show(g, gap, DS_GAP_WILDCARD_COVERS, wild, hash);
	if (opt_out)
		insecure(g);
	else if (nxdomain)
		g->out->denied = DENIED_NAME;
	else
		gaps_fail(g, N_("the name is proved absent, but the answer says that it is there"));
}

/* prove_absent - no record stands at the name itself */
static void prove_absent(struct gaps *g, const uint8_t *name, uint16_t type, bool nxdomain)
{
	const uint8_t *encloser = NULL, *closer = NULL;
	const struct gap *gap = find_encloser(g, name, &encloser, &closer);

	if (gap == NULL)
		return;
	if (gap_is_cut(gap) || bitmap_has(gap->bitmap, gap->bitmap_len, DS_T_DNAME)) {
		gaps_fail(g, N_("the record stands above a zone cut or a DNAME"));
		return;
	}
	gap = prove_closer(g, closer);
	if (gap == NULL)
		return;
	if (type == DS_T_DS && !nxdomain && gap->opt_out)
		insecure(g);
	else
		prove_wildcard(g, encloser, type, nxdomain, gap->opt_out);
}

/* affordable - is a hash cheap enough? Past the limit the zone counts as unsigned (RFC 9276 3.2) */
static bool affordable(struct gaps *g)
{
	if (price(g) <= SEC_NSEC3_COST)
		return true;
	g->out->denied = DENIED_INSECURE;
	g->out->why = DS_WHY_NSEC3_COST;
	if (g->out->show != NULL)
		g->out->show->dear = true;
	return false;
}

/* nsec3_prove - the absence of a type, or of a name */
void nsec3_prove(struct gaps *g, const uint8_t *name, uint16_t type, bool nxdomain)
{
	const struct gap *gap;
	uint8_t hash[20];

	if (!affordable(g) || !hash_name(g, name, hash))
		return;
	gap = find_match(g, hash);
	if (gap == NULL) {
		prove_absent(g, name, type, nxdomain);
		return;
	}
	gap_show(g, gap, DS_GAP_MATCHES, name, hash);
	if (nxdomain) {
		gaps_fail(g, N_("the name is there: a record stands at it"));
	} else if (gap_lacks_type(g, gap, type)) {
		g->out->denied = DENIED_TYPE;
		g->out->delegation = gap_is_cut(gap);
	}
}

/* nsec3_wildcard - nothing closer than the wildcard that answered (RFC 5155 section 8.8); in an
 * opt-out gap there may be an unsigned delegation that is (section 9.2) */
void nsec3_wildcard(struct gaps *g, const uint8_t *name, unsigned labels)
{
	const struct gap *gap =
	    affordable(g) ? prove_closer(g, name_suffix(name, labels + 1)) : NULL;

	if (gap == NULL)
		return;
	if (gap->opt_out)
		insecure(g);
	else
		g->out->denied = DENIED_NAME;
}
