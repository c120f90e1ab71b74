/* SPDX-License-Identifier: BSD-2-Clause */
/* prover_impl - what the parts of the prover share */
#ifndef DS_CORE_DNSSEC_PROVER_IMPL_H
#define DS_CORE_DNSSEC_PROVER_IMPL_H

#include "core/dnssec/prover.h"

struct checked;
struct dns_message;
struct dns_rr;
struct dns_rrset;
struct fact;
struct pubkey;

/* A key of a zone, with what is needed to check signatures by it. */
struct zone_key {
	const struct dns_rr *rr;
	struct ds_key *show;
	struct pubkey *key; /* built at first use */
	bool broken;        /* it could not be built */
	bool dear;          /* it was not built, because a check would cost too much */
};

/* Bounds that leave an answer undetermined; see bounds.c. */
enum bound {
	BOUND_MEMORY,
	BOUND_CHECKS_SET,
	BOUND_KEYS_TAG,
	BOUND_CHECKS_ZONE,
	BOUND_CHECKS_ALL,
	BOUND_WORK_ZONE,
	BOUND_WORK_ALL,
	BOUND_KEYS_ZONE,
	BOUND_DS,
	BOUND_KEY_DEAR,
	BOUND_SET,
	BOUND_MESSAGE,
	BOUND_PROOF,
	BOUND_HASHES_PROOF,
	BOUND_HASHES_ALL,
};

/* What checks have cost so far; see work.c. */
struct work {
	unsigned checks;
	unsigned us;
};

/* One look-up judged by one server's reply after the other, until one proves. What the first made of
 * it is kept: it counts where none does. */
struct tries {
	bool waiting;              /* what is there has failed; another server is still to answer */
	const void *blank, *first; /* before, and what the first reply made of it */
};

/* A zone whose link in the chain has been judged. Only a secure zone has keys to check with. */
struct zone {
	const uint8_t *name;
	struct ds_link *link;
	const struct zone *parent;
	size_t nkeys;
	struct zone_key *keys;
	bool keys_cut;    /* the zone has more keys than are looked at */
	bool ds_cut;      /* likewise of DS records, or of the keys that one of them may name */
	bool ds_tags_cut; /* the latter */
	struct tries keys_tries;
	struct work *work; /* by its keys */
	struct zone *next; /* of all zones, for the end */
};

/* What is known of one name above others: is there a zone cut? */
struct cut {
	const uint8_t *name;
	bool done;
	struct zone *zone; /* the zone that begins here; NULL: no cut */
	bool gap;          /* it is not there, by an opt-out gap: an unsigned zone may be */
	struct tries tries;
	struct cut *next;
};

struct making;

/* One question, with its answer in the making or made. */
struct memo {
	const uint8_t *name;
	uint16_t type;
	bool done;
	struct making *making;
	struct memo *next;
};

struct prover {
	struct arena *arena;
	struct facts *facts;
	const struct anchors *anchors;
	struct checked *checked; /* NULL: nothing is remembered */
	int64_t at;
	struct zone *root; /* NULL until its keys are there */
	bool root_done;
	struct zone *zones;
	struct cut *cuts;
	struct memo *memos;
	struct work work;
	unsigned hashes; /* NSEC3: blocks hashed */
	int sha1;        /* does OpenSSL verify signatures over SHA-1? 0: not asked yet, 1, -1 */
	bool exhausted;
	enum bound bound; /* that was reached last */
};

/* --- bounds.c --- */

/* What the bound is on that was reached last, a msgid: the detail beside DS_WHY_WORK_LIMIT. */
const char *bound_word(const struct prover *);

/* --- verify.c --- */

struct verified {
	bool secure;
	bool limited;       /* some signature was not checked because of a bound */
	enum ds_reason why; /* when not secure: SIG_MISSING, SIG or WORK_LIMIT */
	size_t nsigs;
	struct ds_sig *sigs; /* every signature with its state */
	unsigned labels;     /* of the signature that is valid (RFC 4035 section 5.3.4) */
};

/* Checks every signature over a set with the keys of a zone; one valid one is enough. */
void verify_rrset(
    struct prover *, const struct zone *, const struct dns_rrset *, struct verified *);

/* Are signatures of this algorithm verified here? Asks OpenSSL once where it must. */
bool verify_knows(struct prover *, unsigned algorithm);

/* The signer of the first signature over a set, whether it could be the set's or not; or NULL. */
const uint8_t *rrset_first_signer(const struct dns_rrset *);

/* The signer of the first signature over a set that its signer's zone can hold, or NULL. */
const uint8_t *rrset_signer(const struct dns_rrset *);

/* Does any signature over the set name this signer? */
bool rrset_signed_by(const struct dns_rrset *, const uint8_t *signer);

/* Adds signatures to a list for the reader; without memory the list stays as it is. */
void sigs_append(
    struct arena *, const struct ds_sig **list, size_t *n, const struct ds_sig *more, size_t nmore);

/* --- work.c --- */

/* May one more check of this price be done? Then it is counted. */
bool work_check(struct prover *, const struct zone *, unsigned us);
/* Is enough left to check what only the reader wants to know? */
bool work_spare(const struct prover *, const struct zone *);
void work_charge(struct prover *, const struct zone *, unsigned us);

/* --- cut.c --- */

/* What the DS look-up of a name says of a zone there. Sets done where that settles it. */
void cut_begin(struct prover *, struct cut *, const struct zone *parent, const struct fact *);
/* Does a zone begin at this name? NULL in *out: none. False: wait. */
bool cut_find(struct prover *, const struct zone *parent, const uint8_t *name, struct zone **out);
/* Does a name that was walked down to lie in an opt-out gap, or below a name that does? */
bool zone_in_gap(const struct prover *, const uint8_t *name);

/* --- zone.c --- */

/* Judges a link; one whose look-up failed; one that would take more work than is done. */
void zone_settle(struct zone *, enum ds_status, enum ds_reason, const char *detail);
void zone_failed(struct zone *, enum ds_outcome);
void zone_limited(struct prover *, struct zone *);
/* Do the keys of a link whose DS set is proved follow from it? False: wait. */
bool zone_keys(struct prover *, struct zone *);

/* The zone that holds `name` as far as `deepest` (an ancestor of `name`, or itself) tells: waits for
 * the DS sets on the way. */
bool zone_find(
    struct prover *, const uint8_t *name, const uint8_t *deepest, const struct zone **out);
void zone_chain(struct prover *, const struct zone *, struct ds_chain *out);
/* The zone's keys, from a DNSKEY set, ready to check with. */
bool zone_take_keys(struct prover *, struct zone *, const struct dns_rrset *);
struct zone *zone_new(struct prover *, const uint8_t *name, const struct zone *parent);
/* Do a zone's keys, in this fact, follow from its DS set, which is proved? Settles the link. */
void zone_judge_keys(struct prover *, struct zone *, const struct fact *);
/* The same of the root, by the anchors. */
void zone_judge_root(struct prover *, struct zone *, const struct fact *);

/* --- alias.c --- */

/* A set with its first record alone: a name has one alias (RFC 2181 section 10.1). `room` keeps it. */
const struct dns_rrset *alias_first(const struct dns_rrset *, struct dns_rrset *room);
/* The CNAME set at a name that comes before its data in a message, which are then passed over; `data`
 * NULL: anywhere. NULL: none. */
const struct dns_rrset *alias_before(
    const struct dns_message *, const uint8_t *name, const struct dns_rrset *data);

/* Is this a DNAME from which the alias of a name follows? (RFC 6672) */
bool alias_is_above(const struct dns_rrset *, const uint8_t *name);

/* --- answer.c --- */

/* What this fact alone says, judged apart from what the report is judged by; NULL: not to be told from
 * it alone, or no memory. */
const struct ds_answer *answer_of(struct prover *, const struct fact *);

/* --- denial.c, nsec.c, nsec3.c --- */

enum denied {
	DENIED_NOT,      /* nothing proves it: see why and detail */
	DENIED_TYPE,     /* the name is there (or is an empty non-terminal), the type is not */
	DENIED_NAME,     /* the name is not there */
	DENIED_INSECURE, /* opt-out, or NSEC3 past its limit: not proved, not bogus either */
};

struct denial {
	enum denied denied;
	enum ds_reason why;
	const char *detail;
	bool delegation; /* DENIED_TYPE for DS: the name is an (unsigned) delegation */
	bool impure_nsec, impure_nsec3; /* a set of this kind does not verify */
	struct ds_denial *show;
	size_t nsigs;
	const struct ds_sig *sigs;
};

#define GAPS_MAX 8 /* a proof takes three records at most; the rest is not needed */

/* One NSEC or NSEC3 record whose signature is valid. */
struct gap {
	const struct dns_rr *rr;
	const uint8_t *owner;
	const uint8_t *next; /* NSEC: a name; NSEC3: a hash */
	const uint8_t *bitmap;
	size_t bitmap_len;
	uint8_t hash[20]; /* NSEC3: the owner's hash */
	bool opt_out;
};

struct gaps {
	struct prover *prover;
	const struct zone *zone;
	enum ds_denial_kind kind;
	size_t n;
	struct gap gap[GAPS_MAX];
	/* NSEC3 parameters, the same in all */
	unsigned iterations;
	const uint8_t *salt;
	size_t salt_len;
	unsigned spent; /* blocks hashed for this proof */
	bool
	    limited; /* a record was left out because of a bound: what fails then is not known to fail */
	struct denial *out;
	size_t nshown;
	struct ds_gap *shown;
};

/* Does the authority section prove that `name` has no `type` (or is not there at all, `nxdomain`)? */
void denial_prove(struct prover *, const struct zone *, const struct dns_message *,
    const uint8_t *name, uint16_t type, bool nxdomain, struct denial *out);
/* An SOA set of the zone beside such a proof must verify too: else it is none. */
void denial_soa(struct prover *, const struct zone *, const struct dns_rrset *soa, struct denial *);
/* Does it prove that no name closer than the wildcard of `labels` labels could have answered? */
void denial_wildcard(struct prover *, const struct zone *, const struct dns_message *,
    const uint8_t *name, unsigned labels, struct denial *out);

void nsec_prove(struct gaps *, const uint8_t *name, uint16_t type, bool nxdomain);
void nsec_wildcard(struct gaps *, const uint8_t *name, unsigned labels);
void nsec3_prove(struct gaps *, const uint8_t *name, uint16_t type, bool nxdomain);
void nsec3_wildcard(struct gaps *, const uint8_t *name, unsigned labels);

/* Is the type in a bitmap? (RFC 4034 section 4.1.2) */
bool bitmap_has(const uint8_t *bitmap, size_t len, unsigned type);
/* Is the record the parent's side of a zone cut? */
bool gap_is_cut(const struct gap *);
/* A record at the name: is the type not there? Ends the proof where it is. */
bool gap_lacks_type(struct gaps *, const struct gap *, uint16_t type);
/* Notes for the reader what a record says. */
void gap_show(
    struct gaps *, const struct gap *, enum ds_gap_role, const uint8_t *about, const uint8_t *hash);
/* Ends a proof that fails, with the step. */
void gaps_fail(struct gaps *, const char *detail);

#endif
