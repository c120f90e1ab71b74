/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz_recording - any octets as a recording: either one that can be played, or a clean reason */
#include <string.h>

#include "core/base/text.h"
#include "core/net/recording_impl.h"
#include "tests/fuzz/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* check - what is in it can be looked at, to its end */
static void check(const struct recording *r)
{
	must(r->domains[r->ndomains] == NULL);
	for (size_t i = 0; i < r->nstreams; i++)
		for (size_t k = 0; k < r->streams[i]->nsteps; k++) {
			const struct recorded_step *step = &r->streams[i]->steps[k];

			must(step->len == 0 || step->data != NULL);
		}
}

/* LLVMFuzzerTestOneInput - one file */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct net_problem problem = { "" };
	struct recording *r = recording_read((const char *)data, size, "input", &problem);

	if (r != NULL)
		check(r);
	else
		must(problem.text[0] != '\0' && text_is_clean(problem.text));
	recording_free(r);
	return 0;
}
