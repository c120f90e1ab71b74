/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz_listing - any octets as a list of domains: words that end, groups that are clean and short */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/survey/listing.h"
#include "tests/fuzz/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* LLVMFuzzerTestOneInput - one input; its first octet says whether it is a file */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = calloc(1, size + 1);
	struct listing_item item;
	struct listing l;
	size_t words = 0;

	must(text != NULL);
	if (size)
		memcpy(text, data + 1, size - 1);
	listing_begin(&l, text, size && data[0] & 1);
	while (listing_next(&l, &item)) {
		must(item.word[0] != '\0' && strlen(item.group) < LIST_GROUP_NAME);
		must(text_is_clean(item.group));
		must(++words <= size);
	}
	free(text);
	return 0;
}
