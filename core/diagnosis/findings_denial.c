/* SPDX-License-Identifier: BSD-2-Clause */
/* findings_denial - proofs that something is not there: what fails, and what is unwise */

#include <string.h>

#include "core/base/i18n.h"
#include "core/diagnosis/diagnosis_impl.h"
#include "core/diagnosis/findings.h"
#include "core/diagnosis/labels.h"
#include "core/dnssec/prover.h"

/* name_below - a name under `at` that a proof shows to be there */
static const char *name_below(const char *at, const struct ds_denial *denial)
{
	size_t n = strlen(at);

	for (size_t i = 0; denial != NULL && i < denial->ngaps; i++) {
		const char *next = denial->gaps[i].next;
		size_t len = next != NULL ? strlen(next) : 0;

		if (len > n + 1 && next[len - n - 1] == '.' && strcmp(next + len - n, at) == 0)
			return next;
	}
	return at;
}

/* denial_code - the finding for a proof that fails */
static enum ds_code denial_code(enum ds_reason why, const char *detail)
{
	if (why == DS_WHY_DENIAL_MISSING)
		return DS_F_DNSSEC_DENIAL_MISSING;
	if (why == DS_WHY_WILDCARD)
		return DS_F_DNSSEC_WILDCARD_PROOF_MISSING;
	if (detail != NULL && strcmp(detail, DENIAL_NAMES_BELOW) == 0)
		return DS_F_DNSSEC_DENIAL_EMPTY_NONTERMINAL;
	if (detail != NULL && strcmp(detail, DENIAL_HASH_UNKNOWN) == 0)
		return DS_F_DNSSEC_NSEC3_HASH_UNKNOWN;
	return DS_F_DNSSEC_DENIAL_INVALID;
}

/* findings_denial - a denial that fails */
void findings_denial(struct ds_diagnosis *d, int host, const char *zone, const char *at,
    uint16_t type, enum ds_reason why, const char *detail, const struct ds_denial *denial)
{
	enum ds_code code = denial_code(why, detail);
	char buf[32];
	struct found f = { .code = code, .host = host, .at = at, .zone = zone };

	f.args[0] = ds_type_name(type, buf, sizeof buf);
	f.args[1] = zone;
	f.args[2] = code == DS_F_DNSSEC_DENIAL_EMPTY_NONTERMINAL ? name_below(at, denial) : detail;
	finding_add(d, &f);
}

/* findings_nsec3 - what a proof of absence says of its zone */
void findings_nsec3(
    struct ds_diagnosis *d, int host, const char *zone, const struct ds_denial *denial)
{
	const char *iterations;
	size_t salt;

	if (denial == NULL || denial->kind != DS_DENIAL_NSEC3)
		return;
	iterations = finding_number(d, denial->iterations);
	salt = denial->salt != NULL ? strlen(denial->salt) / 2 : 0;
	if (denial->dear)
		finding_note(d, DS_F_DNSSEC_NSEC3_LIMIT, host, zone, iterations,
		    finding_number(d, (int64_t)salt), NULL, NULL);
	else if (denial->iterations > 0)
		finding_note(
		    d, DS_F_DNSSEC_NSEC3_ITERATIONS, host, zone, iterations, NULL, NULL, NULL);
	if (denial->salt != NULL && *denial->salt != '\0')
		finding_note(d, DS_F_DNSSEC_NSEC3_SALT, host, zone, denial->salt, NULL, NULL, NULL);
}

/* findings_name_denied - "no such name" of a name that is there, as the proof says. With NSEC resolvers
 * make the best of it */
void findings_name_denied(
    struct ds_diagnosis *d, int host, const char *zone, const struct ds_answer *a)
{
	const char *below;
	char buf[32];
	struct found f = { .host = host,
		.at = a->final,
		.zone = zone,
		.other_severity = true,
		.severity = DS_WARNING };

	if (a->rcode != 3 || a->outcome != DS_OUT_NODATA || a->status < DS_INSECURE ||
	    a->naliases > 0 || a->denial == NULL)
		return;
	below = name_below(a->final, a->denial);
	f.code = below != a->final ? DS_F_DNSSEC_DENIAL_EMPTY_NONTERMINAL : DS_F_DNSSEC_NAME_DENIED;
	f.args[0] = ds_type_name(a->type, buf, sizeof buf);
	f.args[1] = zone;
	f.args[2] = below;
	finding_add(d, &f);
}
