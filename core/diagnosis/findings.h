/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * findings - the rules by which faults are named
 *
 * They look at the report alone, when a part of it is settled. What each code's
 * arguments are stands at the head of the catalogue_*.def files.
 */
#ifndef DS_CORE_DIAGNOSIS_FINDINGS_H
#define DS_CORE_DIAGNOSIS_FINDINGS_H

#include "core/diagnosis/catalogue.h"
#include "core/diagnosis/diagnosis_impl.h"

#define FOR_DOMAIN (-1) /* the host of a finding that concerns the domain */

/* A finding in the making. Strings are copied. */
struct found {
	enum ds_code code;
	int host; /* index, or FOR_DOMAIN */
	const char *at;
	const char *args[DS_FINDING_ARGS];
	const char *expected, *seen;
	/* Where given: the fault is the zone's as a whole, as is an old signature. It is told once for
	 * the domain, or else once a host, not of every set that has it. */
	const char *zone;
	bool other_severity; /* `severity` instead of the catalogue's */
	enum ds_severity severity;
	bool other_who; /* `who` instead of the catalogue's */
	enum ds_actor who;
};

/* Tells it, unless the same was told before. */
void finding_add(struct ds_diagnosis *, const struct found *);
/* The same for the usual case: no texts side by side, the catalogue's severity. */
void finding_note(struct ds_diagnosis *, enum ds_code, int host, const char *at, const char *arg1,
    const char *arg2, const char *arg3, const char *arg4);

/* Are addresses to be the Internet's? Not where another root than its own has private ones itself. */
bool findings_on_internet(const struct ds_diagnosis *);
/* A number as text, in the arena. Never NULL. */
const char *finding_number(struct ds_diagnosis *, int64_t);
/* The usable records of a host in zone-file form, as a list. Never NULL. */
const char *finding_records(struct ds_diagnosis *, const struct ds_tlsa *);
/* "a, b" from two; `list` may be NULL. Never NULL. */
const char *finding_join(struct ds_diagnosis *, const char *list, const char *more);

/* --- findings_chain.c: the links of one chain; `host` or FOR_DOMAIN --- */
void findings_links(struct ds_diagnosis *, int host, const struct ds_chain *);

/* --- findings_answer.c: what is wrong with an answer itself --- */
void findings_answer(struct ds_diagnosis *, int host, const struct ds_answer *);
/* Signatures that are not valid (`broken`: they break the set), or soon will not be. `zone` holds the
 * set of `type` (0: of any type). */
void findings_sigs(struct ds_diagnosis *, int host, const struct ds_link *zone, size_t n,
    const struct ds_sig *, uint16_t type, bool broken);

/* --- findings_denial.c --- */
/* A denial that fails, by `why`; `at` has no `type` in `zone`. The proof may be NULL. */
void findings_denial(struct ds_diagnosis *, int host, const char *zone, const char *at,
    uint16_t type, enum ds_reason why, const char *detail, const struct ds_denial *);
/* What a proof of absence says of its zone, proved or not. */
void findings_nsec3(struct ds_diagnosis *, int host, const char *zone, const struct ds_denial *);
/* "No such name", of a name that the proof shows to be there. */
void findings_name_denied(
    struct ds_diagnosis *, int host, const char *zone, const struct ds_answer *);

/* --- findings_algorithms.c --- */
/* Algorithms that `zone` has keys of, and that do not sign a set which it has signed; of a list of
 * signatures. */
void findings_algorithms(
    struct ds_diagnosis *, int host, const struct ds_link *zone, size_t n, const struct ds_sig *);

/* --- findings_false.c --- */
/* Proofs of absence that are validly signed and deny what is there. */
void findings_false(struct ds_diagnosis *);

/* --- findings_tlsa.c --- */
void findings_tlsa(struct ds_diagnosis *, const struct ds_host *);
/* --- findings_rollover.c: of a host that is verified at some address --- */
void findings_rollover(struct ds_diagnosis *, const struct ds_host *);
/* --- findings_smtp.c --- */
void findings_smtp(struct ds_diagnosis *, const struct ds_host *);
/* Whether the mail port is closed here, when all hosts are settled. */
void findings_port(struct ds_diagnosis *);
/* --- findings_cert.c --- */
void findings_cert(struct ds_diagnosis *, const struct ds_host *);
/* --- findings_hosted.c --- */
void findings_hosted(struct ds_diagnosis *);

#endif
