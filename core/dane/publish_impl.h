/* SPDX-License-Identifier: BSD-2-Clause */
/* publish_impl - what the files of publish share */
#ifndef DS_CORE_DANE_PUBLISH_IMPL_H
#define DS_CORE_DANE_PUBLISH_IMPL_H

#include "core/dane/judge.h"
#include "core/dane/publish.h"

/* What the judge says of a chain by these records. False: no memory. */
bool publish_judge(struct dane_judge *, const struct publish_host *, const struct publish_chain *,
    size_t nrecords, const struct ds_tlsa_record *records, struct dane_opinion *);
/* Does it pass by them? False too where memory runs out. */
bool publish_passes(struct dane_judge *, const struct publish_host *, const struct publish_chain *,
    size_t nrecords, const struct ds_tlsa_record *records);

/* "TEXT, MORE"; MORE where there is no text yet. NULL: no memory. */
const char *publish_join(struct arena *, const char *text, const char *more);

/* publish_notes.c: what to know beside the records. False: no memory. */
bool publish_notes(struct arena *, struct dane_judge *, const struct publish_host *,
    struct publish_advice *, const char *issuer_fault);

#endif
