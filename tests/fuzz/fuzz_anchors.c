/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz_anchors - any octets as a file of trust anchors: either anchors, or a reason in words */
#include <stdlib.h>
#include <string.h>

#include "core/dnssec/anchor.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* LLVMFuzzerTestOneInput - one file */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char problem[200] = "";
	struct anchors anchors;
	bool ok = anchors_parse(&anchors, (const char *)data, size, problem, sizeof problem);

	if (ok != (problem[0] == '\0') || (ok && anchors.n == 0) || anchors.n > ANCHORS_MAX)
		abort();
	for (size_t i = 0; i < anchors.n; i++)
		if (anchors.list[i].len > sizeof anchors.list[i].digest)
			abort();
	anchors_match(&anchors, data, size);
	return 0;
}
