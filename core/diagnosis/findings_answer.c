/* SPDX-License-Identifier: BSD-2-Clause */
/* findings_answer - what is wrong with signatures, denials and aliases */

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/diagnosis/findings.h"
#include "core/dnssec/prover.h"

#define DAY           86400
#define CLOCKS_APART  3600        /* seconds that two clocks may differ */
#define SOON          (3 * DAY)   /* a signature must be renewed well before this is left */
#define LIFETIME_LONG (180 * DAY) /* what was signed can be replayed all this time */

/* A signature under review. */
struct review {
	struct ds_diagnosis *d;
	int host;
	const struct ds_link *zone; /* that should have signed; NULL for the root's parent */
	const struct ds_sig *sig;
};

/* is_of_zone - a fault that a zone has in all its signatures, or in none */
static bool is_of_zone(enum ds_code code)
{
	return code == DS_F_DNSSEC_SIG_EXPIRED || code == DS_F_DNSSEC_SIG_NOT_YET_VALID ||
	       code == DS_F_DNSSEC_SIG_UNKNOWN_KEY || code == DS_F_DNSSEC_SIG_EXPIRES_SOON ||
	       code == DS_F_DNSSEC_SIG_LIFETIME_LONG;
}

/* add - a finding at the set that is signed; the first two arguments are the same for all */
static void add(const struct review *r, enum ds_code code, const char *arg3, const char *arg4,
    const char *expected, const char *seen)
{
	char type[32];
	struct found f = { .code = code,
		.host = r->host,
		.at = r->sig->owner,
		.zone = is_of_zone(code) ? r->sig->signer : NULL,
		.expected = expected,
		.seen = seen };

	f.args[0] = ds_type_name(r->sig->type_covered, type, sizeof type);
	f.args[1] = finding_number(r->d, r->sig->key_tag);
	f.args[2] = arg3;
	f.args[3] = arg4;
	finding_add(r->d, &f);
}

/* tags - the key tags of a zone */
static const char *tags(const struct review *r)
{
	const char *list = "";

	for (size_t i = 0; r->zone != NULL && i < r->zone->nkeys; i++)
		list = finding_join(r->d, list, finding_number(r->d, r->zone->keys[i].key_tag));
	return list;
}

/* labels - labels of a name in text form */
static int labels(const char *name)
{
	int n = strcmp(name, ".") != 0;

	for (; *name != '\0'; name++)
		n += *name == '.' && name[1] != '\0';
	return n;
}

/* unusable_key - a signature by a key that may not sign, or that is refused */
static void unusable_key(const struct review *r)
{
	char type[32];

	for (size_t i = 0; r->zone != NULL && i < r->zone->nkeys; i++) {
		const struct ds_key *k = &r->zone->keys[i];

		if (k->key_tag != r->sig->key_tag || !k->zone_key || k->protocol != 3)
			continue;
		if (k->revoked) {
			finding_note(r->d, DS_F_DNSSEC_KEY_REVOKED, r->host, r->zone->zone,
			    finding_number(r->d, k->key_tag),
			    ds_type_name(r->sig->type_covered, type, sizeof type), NULL, NULL);
			continue;
		}
		finding_note(r->d, DS_F_DNSSEC_KEY_REFUSED, r->host, r->zone->zone,
		    finding_number(r->d, k->key_tag), finding_number(r->d, k->bits), NULL, NULL);
	}
}

/* early - a signature that is valid later; is it our clock that is wrong? By it the root is right */
static void early(const struct review *r, int64_t wait)
{
	const struct ds_sig *s = r->sig;
	char type[32];
	struct found f = { .code = DS_F_DNSSEC_SIG_NOT_YET_VALID,
		.host = r->host,
		.at = s->owner,
		.zone = s->signer };

	f.args[0] = ds_type_name(s->type_covered, type, sizeof type);
	f.args[1] = finding_number(r->d, s->key_tag);
	f.args[2] = finding_number(r->d, s->inception);
	f.args[3] = finding_number(r->d, wait);
	if (r->d->engine->at_given)
		f.args[4] = N_("The moment is the one that --at gives.");
	else if (wait < CLOCKS_APART)
		f.args[4] = N_("It is so little that this machine's own clock may be slow.");
	else
		f.args[4] =
		    N_("Our own clock is not the cause: by it the root's signatures are valid.");
	finding_add(r->d, &f);
}

/* fault - a signature that is not valid */
static void fault(const struct review *r)
{
	struct ds_diagnosis *d = r->d;
	const struct ds_sig *s = r->sig;
	int64_t at = d->report.judged_at;
	const char *zone = r->zone != NULL ? r->zone->zone : s->signer;
	bool same = strcmp(zone, s->signer) == 0; /* of an alias, the zone is that of its end */

	switch (s->state) {
	case DS_SIG_EXPIRED:
		add(r, DS_F_DNSSEC_SIG_EXPIRED, finding_number(d, s->expiration),
		    finding_number(d, at - s->expiration), NULL, NULL);
		break;
	case DS_SIG_NOT_YET_VALID: early(r, s->inception - at); break;
	case DS_SIG_INVALID: add(r, DS_F_DNSSEC_SIG_INVALID, s->signer, NULL, NULL, NULL); break;
	case DS_SIG_UNKNOWN_KEY:
		add(r, DS_F_DNSSEC_SIG_UNKNOWN_KEY, s->signer, NULL, same ? tags(r) : NULL,
		    finding_number(d, s->key_tag));
		break;
	case DS_SIG_WRONG_SIGNER:
		add(r, DS_F_DNSSEC_SIG_WRONG_SIGNER, NULL, NULL, zone, s->signer);
		break;
	case DS_SIG_LABELS:
		add(r, DS_F_DNSSEC_SIG_LABELS, finding_number(d, s->labels),
		    finding_number(d, labels(s->owner)), NULL, NULL);
		break;
	case DS_SIG_KEY_UNUSABLE: unusable_key(r); break;
	case DS_SIG_WORK_LIMIT: /* told of the answer, or of the link, as a whole */
	case DS_SIG_VALID:
	case DS_SIG_UNCHECKED:
	case DS_SIG_UNSUPPORTED: break;
	}
}

/* working_day - the last moment on a working day before another (Monday to Friday, UTC) */
static int64_t working_day(int64_t moment)
{
	int64_t day = moment - DAY;
	time_t t = (time_t)day;
	struct tm tm;

	if (gmtime_r(&t, &tm) == NULL)
		return day;
	if (tm.tm_wday == 0)
		day -= 2 * DAY;
	else if (tm.tm_wday == 6)
		day -= DAY;
	return day;
}

/* last_day - the working day by which somebody must have looked; today where it is too late for that */
static int64_t last_day(int64_t end, int64_t at)
{
	int64_t day = working_day(end);

	return day > at ? day : at;
}

/* ends_soon - under three days are left; zones that sign afresh for each question live with a day or
 * two, so that it must also be under a quarter of the whole. Or caches may keep it past its end */
static bool ends_soon(const struct ds_sig *s, int64_t left)
{
	return (left < SOON && left < (s->expiration - s->inception) / 4) ||
	       left < (int64_t)s->original_ttl;
}

/* horizon - a valid signature that ends soon, or lasts too long */
static void horizon(const struct review *r)
{
	const struct ds_sig *s = r->sig;
	int64_t at = r->d->report.judged_at;
	int64_t left = s->expiration - at;
	int64_t life = s->expiration - s->inception;

	if (ends_soon(s, left))
		add(r, DS_F_DNSSEC_SIG_EXPIRES_SOON, finding_number(r->d, s->expiration),
		    finding_number(r->d, last_day(s->expiration, at)), NULL, NULL);
	if (life > LIFETIME_LONG)
		add(r, DS_F_DNSSEC_SIG_LIFETIME_LONG, finding_number(r->d, life), NULL, NULL, NULL);
}

/* ttl - a TTL above the one that was signed */
static void ttl(const struct review *r, const struct ds_rr *rr)
{
	struct found f = {
		.code = DS_F_DNSSEC_TTL_ABOVE_SIGNED, .host = r->host, .at = r->sig->owner
	};
	char type[32];

	if (rr->ttl <= r->sig->original_ttl || rr->type != r->sig->type_covered)
		return;
	f.args[0] = ds_type_name(r->sig->type_covered, type, sizeof type);
	f.args[1] = finding_number(r->d, rr->ttl);
	f.args[2] = finding_number(r->d, r->sig->original_ttl);
	finding_add(r->d, &f);
}

/* findings_sigs - signatures that break a set, or soon will */
void findings_sigs(struct ds_diagnosis *d, int host, const struct ds_link *zone, size_t n,
    const struct ds_sig *sigs, uint16_t type, bool broken)
{
	for (size_t i = 0; i < n; i++) {
		struct review r = { d, host, zone, &sigs[i] };

		if (type != 0 && sigs[i].type_covered != type)
			continue;
		if (sigs[i].state == DS_SIG_VALID)
			horizon(&r);
		else if (broken)
			fault(&r);
	}
}

/* unsigned_set - a set without a signature, in a zone that is signed */
static void unsigned_set(
    struct ds_diagnosis *d, int host, const struct ds_answer *a, const struct ds_link *zone)
{
	struct found f = { .code = DS_F_DNSSEC_SIG_MISSING, .host = host, .at = a->final };
	char buf[32];

	f.zone = f.args[1] = zone != NULL ? zone->zone : ".";
	f.args[0] = ds_type_name(a->type, buf, sizeof buf);
	finding_add(d, &f);
}

/* stranger - a set beside the answer that does not verify */
static void stranger(
    struct ds_diagnosis *d, int host, const struct ds_answer *a, const struct ds_link *zone)
{
	char asked[32], beside[32];
	const char *owner = a->stranger != NULL ? a->stranger : zone != NULL ? zone->zone : ".";

	finding_note(d, DS_F_DNSSEC_STRANGER, host, a->final,
	    ds_type_name(a->type, asked, sizeof asked),
	    a->stranger != NULL ? ds_type_name(a->stranger_type, beside, sizeof beside)
				: N_("of an unknown type"),
	    owner, NULL);
}

/* answer_fault - why an answer is not secure, where the zone is */
static void answer_fault(
    struct ds_diagnosis *d, int host, const struct ds_answer *a, const struct ds_link *zone)
{
	char buf[32];
	const char *type = ds_type_name(a->type, buf, sizeof buf);

	switch (a->why) {
	case DS_WHY_SIG_MISSING: unsigned_set(d, host, a, zone); break;
	case DS_WHY_SIG: break; /* one by one, below */
	case DS_WHY_DENIAL_MISSING:
	case DS_WHY_DENIAL_INVALID:
	case DS_WHY_WILDCARD:
		findings_denial(d, host, zone != NULL ? zone->zone : ".", a->final, a->type, a->why,
		    a->detail, a->denial);
		break;
	case DS_WHY_STRANGER: stranger(d, host, a, zone); break;
	case DS_WHY_CONTRADICTION:
		finding_note(d, DS_F_DNSSEC_CONTRADICTION, host, a->final, type, NULL, NULL, NULL);
		break;
	case DS_WHY_OPT_OUT:
		finding_note(d, DS_F_DNSSEC_NSEC3_OPT_OUT, host, a->final, type,
		    zone != NULL ? zone->zone : ".", NULL, NULL);
		break;
	case DS_WHY_ALIAS_LOOP:
		finding_note(d, DS_F_DNS_ALIAS_LOOP, host, a->name, a->final, NULL, NULL, NULL);
		break;
	case DS_WHY_ALIAS_TOO_LONG:
		finding_note(d, DS_F_DNS_ALIAS_TOO_LONG, host, a->name,
		    finding_number(d, DNS_ALIASES_MAX), NULL, NULL, NULL);
		break;
	case DS_WHY_WORK_LIMIT:
		finding_note(d, DS_F_LIMIT_REACHED, host, a->name, a->detail,
		    finding_number(d, prover_bound(a->detail)), NULL, NULL);
		break;
	default: break;
	}
}

/* findings_answer - what is wrong with an answer itself */
void findings_answer(struct ds_diagnosis *d, int host, const struct ds_answer *a)
{
	const struct ds_link *zone;

	if (a == NULL)
		return;
	zone = a->chain.n > 0 ? a->chain.links[a->chain.n - 1] : NULL;
	answer_fault(d, host, a, zone);
	findings_sigs(d, host, zone, a->nsigs, a->sigs, 0,
	    a->status == DS_BOGUS || a->why == DS_WHY_WORK_LIMIT);
	if (zone != NULL) {
		findings_name_denied(d, host, zone->zone, a);
		findings_algorithms(d, host, zone, a->nsigs, a->sigs);
		findings_nsec3(d, host, zone->zone, a->denial);
	}
	for (size_t i = 0; i < a->nsigs; i++) {
		struct review r = { d, host, zone, &a->sigs[i] };

		if (a->nrrs > 0 && a->sigs[i].state == DS_SIG_VALID)
			ttl(&r, a->rrs[0]);
	}
}
