/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * event - what became known, added up to a report
 *
 * The report is nothing but the sum of the events: whoever keeps the events can
 * build it again, as far as he likes.
 */
#ifndef DS_CORE_DIAGNOSIS_EVENT_H
#define DS_CORE_DIAGNOSIS_EVENT_H

#include "core/danescope.h"

struct arena;

/* Takes one event into the report; what the report needs of its own comes from the arena. */
void event_apply(struct arena *, struct ds_report *, const struct ds_event *);

#endif
