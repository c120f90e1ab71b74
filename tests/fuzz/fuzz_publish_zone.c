/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz_publish_zone - TLSA records in zone-file form: whatever is in the file, a line is named or records
 * are given whose owner is a name */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/dane/publish_zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* take - looks at a record as those do who use it */
static bool take(void *arg, const char *owner, uint32_t ttl, const uint8_t *rdata, size_t len)
{
	volatile uint8_t sum = 0;

	(void)arg;
	(void)ttl;
	if (strlen(owner) >= PUBLISH_OWNER_MAX || len > PUBLISH_RDATA_MAX)
		abort();
	for (const char *c = owner; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~')
			abort();
	for (size_t i = 0; i < len; i++)
		sum = (uint8_t)(sum + rdata[i]);
	return true;
}

/* LLVMFuzzerTestOneInput - one file */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char reason[PUBLISH_REASON_MAX];

	if (publish_zone_read((const char *)data, size, take, NULL, reason) > 0 &&
	    reason[0] == '\0')
		abort();
	return 0;
}
