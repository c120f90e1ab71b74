/* SPDX-License-Identifier: BSD-2-Clause */
/* answer_impl - an answer in the making: what its parts share */
#ifndef DS_CORE_DNSSEC_ANSWER_IMPL_H
#define DS_CORE_DNSSEC_ANSWER_IMPL_H

#include "core/dnssec/prover_impl.h"
#include "core/limits.h"

/* An answer in the making: it is kept, so that a wait costs no work twice. */
struct making {
	struct prover *p;
	struct ds_answer *a;
	const struct fact *fact; /* the look-up that is being read */
	const uint8_t *at;       /* the name that is next */
	struct ds_alias *aliases;
	const uint8_t *seen[DNS_ALIASES_MAX];
	const struct zone *zone; /* of the last set */
	/* The secure zones that sets of this very look-up were proved by. */
	const struct zone *zones[DNS_ALIASES_MAX + 1];
	size_t nzones;
	const struct dns_rrset *foreign; /* a set beside them that none of them signed */
	bool strange;                    /* or one that is not read */
	const struct fact *facts[DNS_ALIASES_MAX + 1]; /* the look-ups that were read */
	size_t nfacts;
	bool alone;           /* judged apart: no look-up is made for it */
	bool waiting;         /* it has failed; another server is still to answer */
	struct making *first; /* what the first replies made of it */
};

/* The answer is no better than this. `detail`: a msgid, or NULL. */
void weaken(struct making *, enum ds_status, enum ds_reason, const char *detail);

/* --- walk.c --- */

/* Reads the answer from the name asked to its end. False: wait. */
bool walk(struct making *);
/* Goes on with the look-up of the name that is next. False: it was not made, and is not to be. */
bool walk_next(struct making *);

/* --- alias.c --- */

/* What a message has of a name, as its records stand. */
struct step {
	enum { STEP_NOTHING, STEP_DATA, STEP_ALIAS, STEP_BROKEN } kind;
	const struct dns_rrset *set; /* the data; or the CNAME or DNAME set that leads on */
	const uint8_t *target;       /* where it leads */
	bool dname;
};

/* Of alias and data at one name the one that comes first counts, as for resolvers. */
void alias_step(const struct making *, struct step *);

/* --- stranger.c --- */

enum beside { BESIDE_DATA, BESIDE_DENIAL, BESIDE_ALIAS };

/* Judges what stands beside the sets that an answer rests on, in the look-up that is being read. */
void stranger_judge(struct making *, enum beside);
/* At the end of the aliases: a set that none of their zones signed is refused. */
void stranger_settle(struct making *);

#endif
