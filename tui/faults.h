/* SPDX-License-Identifier: BSD-2-Clause */
/* faults - the findings that belong to one place in a chain of trust */
#ifndef DS_TUI_FAULTS_H
#define DS_TUI_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/model.h"

struct page;
struct target;

/* Is a finding about this zone: its DS records, keys, proofs or servers? */
bool fault_of_zone(const struct ds_finding *, const struct ds_link *);
/* Is it about this answer: its records, their signatures, aliases or proof? */
bool fault_of_answer(const struct ds_finding *, const struct ds_answer *);

/* The next finding about what a target names (a zone or something of it, or an answer) from index
 * *i on, which it moves past it; NULL: no further one. */
const struct ds_finding *fault_next(const struct ds_report *, const struct target *, size_t *i);
/* The worst of them, or NULL. */
const struct ds_finding *fault_worst(const struct ds_report *, const struct target *);

/* What ought to be there beside what is, in two rows; values begin in that column. */
void fault_evidence(struct page *, int column, const struct ds_finding *);
/* All of them, worst first, each with what was expected beside what was seen, and what to do. */
void fault_rows(struct page *, const struct ds_report *, const struct target *);

#endif
