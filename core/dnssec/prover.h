/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prover - from the trust anchor to an answer, each step proved here
 *
 * (RFC 4033-4035, 5155, 6840.) Functions that return bool say false for "wait":
 * a fact is not there yet; it has been asked for. They are called again when
 * facts have changed, until they say true; what they found then stays.
 */
#ifndef DS_CORE_DNSSEC_PROVER_H
#define DS_CORE_DNSSEC_PROVER_H

#include "core/model.h"

struct anchors;
struct arena;
struct checked;
struct fact;
struct facts;
struct prover;
struct reply;

/* Everything that is proved lies in the arena. `at`: the moment that signatures are judged at;
 * `checked`: what the run remembers, or NULL. NULL: out of memory. All that is given is borrowed. */
struct prover *prover_new(
    struct arena *, struct facts *, const struct anchors *, struct checked *, int64_t at);
struct prover *prover_free(struct prover *);

/* Asks beforehand for the DS and DNSKEY sets of a name and of every name above it. */
void prover_expect(struct prover *, const uint8_t *name);

/* The chain of zones down to the one that holds `name`. *chain is as far as it has been proved, also
 * while it says false. */
bool prove_chain(
    struct prover *, const uint8_t *name, struct ds_chain *chain, enum ds_status *status);

/* The answer to a question, through aliases, judged. NULL in *answer: out of memory. */
bool prove_answer(
    struct prover *, const uint8_t *name, uint16_t type, const struct ds_answer **answer);

/* What one server's reply to a question would prove, had it been the only one. */
struct judged {
	enum ds_status
	    status; /* DS_UNCHECKED: not judged, for want of work or of what it rests on */
	enum ds_reason why;
	const char *detail; /* a msgid, or NULL */
	enum ds_sig_state
	    sig; /* of the first signature that fails, with DS_WHY_SIG; else DS_SIG_VALID */
};
/* To be called when all facts are settled: nothing is asked for. */
void prove_reply(struct prover *, const struct fact *, const struct reply *, struct judged *);

/* The name at the end of the aliases of an answer that was proved, in wire form. */
const uint8_t *answer_final_name(const struct prover *, const uint8_t *name, uint16_t type);

/* Details of a denial that have a finding of their own; msgids. */
#define DENIAL_HASH_UNKNOWN N_("they use an NSEC3 hash that nobody knows")
#define DENIAL_NAMES_BELOW  N_("names below it are there: an empty non-terminal")

/* Beside DS_WHY_WORK_LIMIT the detail says what the bound is on: its value; 0 for other details. */
unsigned prover_bound(const char *detail);

/* A bound on work was reached. */
bool prover_exhausted(const struct prover *);

#endif
