/* SPDX-License-Identifier: BSD-2-Clause */
/* nsec - proofs by NSEC records (RFC 4035 section 5.4, RFC 6840 section 4) */

#include "core/base/i18n.h"
#include "core/dns/name.h"
#include "core/dnssec/prover_impl.h"

/* covers - does the name lie in the gap? */
static bool covers(const struct gaps *g, const struct gap *gap, const uint8_t *name)
{
	if (name_compare(gap->owner, name) >= 0)
		return false;
	/* The last record of a zone leads back to its apex. */
	return name_equal(gap->next, g->zone->name) || name_compare(name, gap->next) < 0;
}

/* find_match - the record that stands at the name */
static const struct gap *find_match(const struct gaps *g, const uint8_t *name)
{
	for (size_t i = 0; i < g->n; i++)
		if (name_equal(g->gap[i].owner, name))
			return &g->gap[i];
	return NULL;
}

/* find_cover - the record in whose gap the name lies */
static const struct gap *find_cover(const struct gaps *g, const uint8_t *name)
{
	for (size_t i = 0; i < g->n; i++)
		if (covers(g, &g->gap[i], name))
			return &g->gap[i];
	return NULL;
}

/* encloser_labels - labels of the closest name above that is there, by the gap that a name lies in */
static unsigned encloser_labels(const struct gap *cover, const uint8_t *name)
{
	unsigned a = name_common(name, cover->owner), b = name_common(name, cover->next);

	return a > b ? a : b;
}

/* stands_above_cut - the gap of a delegation or a DNAME says nothing of names below (RFC 6840 4.1) */
static bool stands_above_cut(const struct gap *gap, const uint8_t *name)
{
	return name_within(name, gap->owner) &&
	       (gap_is_cut(gap) || bitmap_has(gap->bitmap, gap->bitmap_len, DS_T_DNAME));
}

/* prove_match - a record stands at the very name */
static void prove_match(
    struct gaps *g, const struct gap *gap, const uint8_t *name, uint16_t type, bool nxdomain)
{
	gap_show(g, gap, DS_GAP_MATCHES, name, NULL);
	if (nxdomain) {
		gaps_fail(g, N_("the name is there: a record stands at it"));
	} else if (gap_lacks_type(g, gap, type)) {
		g->out->denied = DENIED_TYPE;
		g->out->delegation = gap_is_cut(gap);
	}
}

/* prove_wildcard - the name is not there; is no wildcard either, or has it not the type? */
static void prove_wildcard(
    struct gaps *g, const struct gap *cover, const uint8_t *name, uint16_t type, bool nxdomain)
{
	const uint8_t *encloser = name_suffix(name, encloser_labels(cover, name));
	const uint8_t *wild = name_prepend(g->prover->arena, "*", encloser);
	const struct gap *gap = wild != NULL ? find_match(g, wild) : NULL;

	if (gap != NULL) {
		gap_show(g, gap, DS_GAP_WILDCARD_MATCHES, wild, NULL);
		if (nxdomain)
			gaps_fail(g, N_("a wildcard is there"));
		else if (gap_lacks_type(g, gap, type))
			g->out->denied = DENIED_TYPE;
		return;
	}
	gap = wild != NULL ? find_cover(g, wild) : NULL;
	if (gap == NULL || stands_above_cut(gap, wild)) {
		gaps_fail(g, N_("nothing proves that there is no wildcard"));
		return;
	}
	gap_show(g, gap, DS_GAP_WILDCARD_COVERS, wild, NULL);
	if (nxdomain)
		g->out->denied = DENIED_NAME;
	else
		gaps_fail(g, N_("the name is proved absent, but the answer says that it is there"));
}

/* nsec_prove - the absence of a type, or of a name */
void nsec_prove(struct gaps *g, const uint8_t *name, uint16_t type, bool nxdomain)
{
	const struct gap *gap = find_match(g, name);

	if (gap != NULL) {
		prove_match(g, gap, name, type, nxdomain);
		return;
	}
	gap = find_cover(g, name);
	if (gap == NULL) {
		gaps_fail(g, N_("no record covers the name"));
		return;
	}
	gap_show(g, gap, DS_GAP_COVERS, name, NULL);
	if (stands_above_cut(gap, name)) {
		gaps_fail(g, N_("the record stands above a zone cut or a DNAME"));
	} else if (name_within(gap->next, name)) {
		/* Names below it are there: an empty non-terminal. */
		if (nxdomain)
			gaps_fail(g, DENIAL_NAMES_BELOW);
		else
			g->out->denied = DENIED_TYPE;
	} else {
		prove_wildcard(g, gap, name, type, nxdomain);
	}
}

/* nsec_wildcard - the name is not there, and the closest name above it that is, is the one whose
 * wildcard has answered (RFC 4035 section 5.3.4) */
void nsec_wildcard(struct gaps *g, const uint8_t *name, unsigned labels)
{
	const struct gap *gap = find_cover(g, name);

	if (gap == NULL || name_within(gap->next, name)) {
		gaps_fail(g, N_("no record covers the name"));
		return;
	}
	gap_show(g, gap, DS_GAP_COVERS, name, NULL);
	if (stands_above_cut(gap, name))
		gaps_fail(g, N_("the record stands above a zone cut or a DNAME"));
	else if (encloser_labels(gap, name) != labels)
		gaps_fail(g, N_("a name closer than the wildcard is there"));
	else
		g->out->denied = DENIED_NAME;
}
