/* SPDX-License-Identifier: BSD-2-Clause */
/* found - see found.h */
#include "tests/unit/found.h"

/* found - the first finding with this code */
const struct ds_finding *found(const struct ds_report *r, int code)
{
	for (size_t i = 0; i < r->nfindings; i++)
		if (r->findings[i]->code == code)
			return r->findings[i];
	return NULL;
}
