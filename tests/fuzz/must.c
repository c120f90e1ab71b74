/* SPDX-License-Identifier: BSD-2-Clause */
/* must - see must.h */
#include "tests/fuzz/must.h"

#include <stdlib.h>

/* must - libFuzzer keeps the input that ends it */
void must(bool kept)
{
	if (!kept)
		abort();
}
