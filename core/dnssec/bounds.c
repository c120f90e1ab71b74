/* SPDX-License-Identifier: BSD-2-Clause */
/* bounds - the bounds on proofs in words: which one left an answer undetermined */

#include <string.h>

#include "core/base/i18n.h"
#include "core/dnssec/prover_impl.h"
#include "core/limits.h"

/* What a bound is on, and its value. */
struct bound_text {
	const char *word; /* a msgid */
	unsigned value;
};

_Static_assert(DNS_SIGS_KEPT == 64 && SEC_RSA_EXP_BITS == 64, "as the words below say");

/* bound_text - a bound for the reader */
static const struct bound_text *bound_text(enum bound bound)
{
	static const struct bound_text texts[] = {
		[BOUND_MEMORY] = { N_("memory"), DIAGNOSIS_MEMORY },
		[BOUND_CHECKS_SET] = { N_("signature checks of one record set"),
		    SEC_TRIES_PER_RRSET },
		[BOUND_KEYS_TAG] = { N_("keys with one key tag"), SEC_KEYS_PER_TAG },
		[BOUND_CHECKS_ZONE] = { N_("signature checks by one zone's keys"), SEC_TRIES_ZONE },
		[BOUND_CHECKS_ALL] = { N_("signature checks for one domain"), SEC_TRIES_MAX },
		[BOUND_WORK_ZONE] = { N_("microseconds of signature checks by one zone's keys"),
		    SEC_WORK_ZONE_US },
		[BOUND_WORK_ALL] = { N_("microseconds of signature checks for one domain"),
		    SEC_WORK_US },
		[BOUND_KEYS_ZONE] = { N_("keys of one zone"), SEC_KEYS_MAX },
		[BOUND_DS] = { N_("DS records of one zone"), SEC_DS_MAX },
		[BOUND_KEY_DEAR] = { N_("bits of an RSA key, its exponent at most 64"),
		    SEC_RSA_MAX_BITS },
		[BOUND_SET] = { N_("records of one set"), DNS_RRSET_MAX },
		[BOUND_MESSAGE] = { N_("records of one message, at most 64 of them signatures"),
		    DNS_RRS_KEPT },
		[BOUND_PROOF] = { N_("NSEC or NSEC3 records of one proof"), GAPS_MAX },
		[BOUND_HASHES_PROOF] = { N_("blocks hashed for one proof by NSEC3"),
		    SEC_NSEC3_PROOF },
		[BOUND_HASHES_ALL] = { N_("blocks hashed for one domain by NSEC3"),
		    SEC_NSEC3_TOTAL },
	};

	return (size_t)bound < sizeof texts / sizeof *texts ? &texts[bound] : NULL;
}

/* bound_word - what the bound is on that was reached last */
const char *bound_word(const struct prover *p)
{
	return bound_text(p->bound)->word;
}

/* prover_bound - the value of a bound, by its word */
unsigned prover_bound(const char *word)
{
	const struct bound_text *text;

	for (unsigned i = 0; word != NULL && (text = bound_text((enum bound)i)) != NULL; i++)
		if (strcmp(text->word, word) == 0)
			return text->value;
	return 0;
}
