/* SPDX-License-Identifier: BSD-2-Clause */
/* found - what a report has found */
#ifndef DS_TESTS_UNIT_FOUND_H
#define DS_TESTS_UNIT_FOUND_H

#include "core/danescope.h"

/* The first finding with this code; NULL: there is none. */
const struct ds_finding *found(const struct ds_report *, int code);

#endif
