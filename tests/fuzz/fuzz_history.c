/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz_history - two looks as a file gives them, whoever wrote it: read, compared, told */
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/limits.h"
#include "core/survey/change.h"
#include "tests/fuzz/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* tell - every change in words, which are fit for a terminal */
static void tell(const struct changes *changes)
{
	char text[200];

	for (size_t i = 0; i < changes->n; i++) {
		const struct change *c = &changes->all[i];

		must(text_is_clean(change_text(c, text, sizeof(text))));
		must(text[0] != '\0' && (c->was != NULL || c->is != NULL));
		must(i == 0 || c[-1].kind <= c->kind);
		change_actor(c);
	}
}

/* LLVMFuzzerTestOneInput - one input: two texts with a NUL between them */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(HISTORY_READ);
	char *before = calloc(size + 2, 1), *after;
	struct changes there, back, none;
	struct seen a, b;

	must(arena != NULL && before != NULL);
	memcpy(before, data, size);
	after = before + strlen(before) + 1;
	if (seen_read(&a, arena, before) && seen_read(&b, arena, after) &&
	    changes_find(&there, arena, &a, &b) && changes_find(&back, arena, &b, &a) &&
	    changes_find(&none, arena, &a, &a)) {
		tell(&there);
		tell(&back);
		must(none.n == 0);
	}
	arena_free(arena);
	free(before);
	return 0;
}
