/* SPDX-License-Identifier: BSD-2-Clause */
/* publish_report - advice on TLSA records, and a what-if, as text and as JSON */
#ifndef DS_CORE_REPORT_PUBLISH_REPORT_H
#define DS_CORE_REPORT_PUBLISH_REPORT_H

#include "core/dane/publish.h"

/* Each is allocated with malloc; free() it. NULL: no memory. JSON is one line with its newline. */

/* Zone-file form: records, and comments after ";". */
char *publish_advice_text(const struct publish_host *, const struct publish_advice *);
char *publish_advice_json(const struct publish_host *, const struct publish_advice *);

/* A line for each chain. `records`: the set that it was judged by. */
char *publish_verdict_text(const struct publish_host *, const struct ds_tlsa_record *records,
    const struct publish_verdict *);
char *publish_verdict_json(const struct publish_host *, size_t nrecords,
    const struct ds_tlsa_record *records, const struct publish_verdict *);

#endif
