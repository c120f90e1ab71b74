/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * aside - questions whose answers are only shown or remarked on, never judged by
 *
 *	the resolver's own opinion of what we prove ourselves
 *	whether the resolver answers over TCP too
 *	CDS and CDNSKEY of the zones that matter
 *	the empty name between a mail host and its TLSA record
 *
 * Nobody waits for them longer than their first message takes.
 */
#ifndef DS_CORE_DIAGNOSIS_ASIDE_H
#define DS_CORE_DIAGNOSIS_ASIDE_H

#include "core/model.h"

struct asides;
struct ds_diagnosis;
struct host_work;

/* The first questions. The asides lie in the arena; NULL: no memory. */
struct asides *asides_begin(struct ds_diagnosis *);
/* The resolver's opinion of a mail host's addresses and TLSA records. */
void asides_host(struct asides *, const struct host_work *);
/* Asks what can be asked by now, tells what has come. True: nothing is left to wait for. */
bool asides_step(struct asides *);

/* The i-th proof of absence that was seen here, NULL past the end. */
const struct ds_denial *asides_denial(const struct asides *, size_t i);

/* --- findings_cds.c --- */

/* What a zone asks its parent for, beside what the parent has. NULL: not known. */
void findings_cds(struct ds_diagnosis *, int host, const struct ds_link *,
    const struct ds_answer *cds, const struct ds_answer *cdnskey);

/* --- findings_resolver.c --- */

/* Where the resolver thinks otherwise than our proof, or does not think at all. */
void findings_resolver(struct ds_diagnosis *);

#endif
