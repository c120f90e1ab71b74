/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz_message - any octets as a DNS message: what the reader promises of every message holds */
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/danescope.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/limits.h"
#include "tests/fuzz/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* check_sets - names are whole and lower-case, texts are clean, sets are bounded */
static void check_sets(const struct dns_rrset *set)
{
	for (; set != NULL; set = set->next) {
		must(name_len(set->owner) <= NAME_MAX_OCTETS);
		must(set->n <= DNS_RRSET_MAX && set->nsigs <= DNS_RRSET_MAX);
		for (size_t i = 0; i < set->n + set->nsigs; i++) {
			const struct dns_rr *rr = i < set->n ? set->rrs[i] : set->sigs[i - set->n];
			const uint8_t *name = dns_rdata_name(rr, 0);

			must(name == NULL || name + 1 <= rr->rdata + rr->len);
			must(rr->ttl <= INT32_MAX && rr->len <= DNS_MESSAGE_MAX);
			must(text_is_clean(rr->show->text) && text_is_clean(rr->show->owner));
		}
	}
}

/* check_text - the message as text: every line is fit for a terminal */
static void check_text(const uint8_t *data, size_t size)
{
	char *text = ds_message_text(data, size);

	for (char *line = text, *end; line != NULL && *line != '\0'; line = end + 1) {
		end = strchr(line, '\n');
		must(end != NULL);
		*end = '\0';
		must(text_is_clean(line));
	}
	free(text);
}

/* LLVMFuzzerTestOneInput - one message */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new((size_t)64 << 20);
	const struct dns_message *msg;

	if (arena == NULL)
		return 0;
	msg = dns_message_read(arena, data, size);
	must(msg == NULL || dns_prescan(data, size));
	if (msg != NULL) {
		check_sets(msg->answer);
		check_sets(msg->authority);
		must(msg->ede_text == NULL || text_is_clean(msg->ede_text));
	}
	check_text(data, size);
	arena_free(arena);
	return 0;
}
