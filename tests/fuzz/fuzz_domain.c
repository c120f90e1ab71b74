/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz_domain - any octets as what a person typed: a domain that can be asked for, or a clean reason */
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/danescope.h"
#include "core/dns/name.h"
#include "tests/fuzz/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* check - what is taken is a name, clean, and is taken again as the same */
static void check(const struct ds_domain *domain)
{
	struct arena *arena = arena_new(8192);
	struct ds_problem problem;
	struct ds_domain again;

	must(text_is_clean(domain->ascii) && text_is_clean(domain->unicode));
	must(arena != NULL && name_from_text(arena, domain->ascii) != NULL);
	must(ds_domain_parse(&again, domain->ascii, &problem));
	must(strcmp(again.ascii, domain->ascii) == 0);
	arena_free(arena);
}

/* LLVMFuzzerTestOneInput - one input */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *input = malloc(size + 1);
	struct ds_problem problem = { 0, "" };
	struct ds_domain domain;

	must(input != NULL);
	memcpy(input, data, size);
	input[size] = '\0';
	if (ds_domain_parse(&domain, input, &problem))
		check(&domain);
	else
		must(problem.text[0] != '\0' && text_is_clean(problem.text));
	free(input);
	return 0;
}
