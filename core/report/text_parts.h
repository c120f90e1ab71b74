/* SPDX-License-Identifier: BSD-2-Clause */
/* text_parts - the pieces of the text report; core/report alone uses them */
#ifndef DS_CORE_REPORT_TEXT_PARTS_H
#define DS_CORE_REPORT_TEXT_PARTS_H

#include "core/model.h"
#include "core/report/sheet.h"

enum sheet_state text_state(enum ds_status);
void text_opinion(struct sheet *, const struct ds_report *, const struct ds_answer *,
    const struct ds_answer *too);
void text_host(struct sheet *, const struct ds_report *, const struct ds_host *);
void text_senders(struct sheet *, const struct ds_report *);

#endif
