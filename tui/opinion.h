/* SPDX-License-Identifier: BSD-2-Clause */
/* opinion - what our judgement rests on, and what the resolver says beside it */
#ifndef DS_TUI_OPINION_H
#define DS_TUI_OPINION_H

#include <stddef.h>

#include "tui/words.h"

struct ds_answer;
struct ds_report;
struct page;
struct target;

/* Can this machine judge? The word is in buf. */
struct said opinion_self(const struct ds_report *, char *buf, size_t size);

/* What the resolver itself says of an answer; the mark says whether it agrees with our proof. MARK_COUNT
 * and NULL: it was not asked. */
struct said opinion_resolver(
    const struct ds_report *, const struct ds_answer *, char *buf, size_t size);

/* The page of this machine: anchors, clock, ways out. */
void detail_self(struct page *, const struct ds_report *, const struct target *);

#endif
