/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_proof - questions to one world, whole and with the reply changed: tables for tests of denial */
#ifndef DS_TESTS_UNIT_DNS_PROOF_H
#define DS_TESTS_UNIT_DNS_PROOF_H

#include "core/model.h"
#include "tests/unit/dns_world.h"

/* A reply as a forger, or a broken server, would have it. */
typedef void dns_edit(const struct dns_world *, ldns_pkt *);

struct dns_question {
	const char *name;
	unsigned type;
	enum ds_outcome outcome;
	enum ds_status status;
	enum ds_reason why;
	dns_edit *edit;     /* of the reply to this very question; NULL: none */
	const char *detail; /* a part of it, or NULL: not looked at */
};

/* A question whose reply is as it should be; one that is bogus for this reason. */
#define DNS_HONEST(name, type, outcome)                                                            \
	{                                                                                          \
		name, type, outcome, DS_SECURE, DS_WHY_NONE, NULL, NULL                            \
	}
#define DNS_OPEN(name, type, outcome, why)                                                         \
	{                                                                                          \
		name, type, outcome, DS_INSECURE, why, NULL, NULL                                  \
	}
#define DNS_FORGED(name, type, outcome, why, edit, detail)                                         \
	{                                                                                          \
		name, type, outcome, DS_BOGUS, why, edit, detail                                   \
	}

/* Asks each, in a prover of its own, and compares. */
void dns_ask_all(const struct dns_world *, const struct dns_question *, size_t n);
/* Asks each again as often as its reply has records in the authority section that are part of a
 * proof, without one of them at a time: none must be secure then. Returns how many were tried. */
size_t dns_ask_without(const struct dns_world *, const struct dns_question *, size_t n);

/* One question, what is done to one reply on the way, and what comes of it. */
struct dns_part {
	const char *name;
	unsigned type;
	const char *edited; /* the question whose reply is edited; NULL: none */
	unsigned edited_type;
	dns_edit *edit;
	enum ds_outcome outcome;
	enum ds_status status;
	enum ds_reason why;
	const char *stranger; /* owner of the set that is refused; NULL: not looked at */
};

/* Asks each, in a prover of its own, and compares. */
void dns_ask_parts(const struct dns_world *, const struct dns_part *, size_t n);

/* The reply code, which is not signed. */
void dns_say_nxdomain(const struct dns_world *, ldns_pkt *);
void dns_say_noerror(const struct dns_world *, ldns_pkt *);

/* test. and what is below: names, wildcards, empty non-terminals, delegations, DNAME. */
struct dns_world *dns_proof_world(const struct dns_zone_wish *);

/* Replaces the whole reply by a denial: SOA, and the records at or around the names given. */
void dns_deny(const struct dns_world *, ldns_pkt *, bool nxdomain, const char *apex,
    const char *const *at, const char *const *around);

#endif
