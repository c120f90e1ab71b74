/* SPDX-License-Identifier: BSD-2-Clause */
/* judge_world - certificates, records and real handshakes for the tests of the judge */
#ifndef DS_TESTS_UNIT_JUDGE_WORLD_H
#define DS_TESTS_UNIT_JUDGE_WORLD_H

#include "core/dane/judge.h"
#include "tests/unit/certs.h"

#define WORLD_BASE    "mx.example.org"
#define WORLD_CHAIN   4 /* certificates that a case sends, at most */
#define WORLD_RECORDS 8

/* Every certificate of the world; the leaves are for WORLD_BASE unless said. */
enum world_cert {
	NOBODY, /* no certificate: the end of a list */
	ROOT,
	INTER,        /* by ROOT */
	LEAF,         /* by INTER */
	LEAF_OLD,     /* expired */
	LEAF_YOUNG,   /* not yet valid */
	LEAF_OTHER,   /* for another name */
	LEAF_WILD,    /* for *.example.org */
	LEAF_WIDE,    /* for *.org: two labels would be needed */
	LEAF_PARTIAL, /* for m*.example.org */
	LEAF_CN,      /* the name in the common name, no subjectAltName */
	LEAF_CN_ONLY, /* the name in the common name, another in subjectAltName */
	LEAF_DOMAIN,  /* for example.org, the next-hop domain */
	LEAF_NOBODYS, /* by LEAF, which is no CA */
	LEAF_WEAK,    /* RSA 1024 */
	INTER_OLD,    /* expired, same name and key as INTER */
	SELF,         /* self-signed */
	SELF_OLD,     /* and expired, for another name */
	STRANGER,     /* a CA that signed none of these */
	WORLD_CERTS
};

struct world_record {
	uint8_t usage, selector, matching;
	enum world_cert cert; /* whose data; NOBODY: the end of a list */
	bool stale;           /* the data has changed since */
};

/* What is sent, what is published, and what it is judged against. */
struct world_case {
	enum world_cert sent[WORLD_CHAIN + 1];
	struct world_record records[WORLD_RECORDS + 1];
	const char *names[3]; /* further identifiers */
};

struct world;

struct world *world_new(void);
struct world *world_free(struct world *);
const struct cert *world_cert(const struct world *, enum world_cert);

/* The judge's opinion of a case. */
struct dane_opinion world_judge(
    const struct world *, struct dane_judge *, const struct world_case *);
struct dane_opinion world_judge_by(const struct world *, struct dane_judge *,
    const struct world_case *, const struct ds_tlsa_record *records, size_t n);
/* The records of a case, judged for usability, until world_records_free. */
size_t world_records(
    const struct world *, const struct world_case *, struct ds_tlsa_record *records);
void world_records_free(struct ds_tlsa_record *records, size_t n);

/* The same by a real handshake between a client that verifies and a server that sends this. Returns
 * X509_V_OK or the error; *record and *depth as OpenSSL gives them, the record as an index. */
int world_handshake(const struct world *, const struct world_case *, int *record, int *depth);

/* A group's state: keys are dear to make, so that all its tests share one world. */
struct judge_state {
	struct world *world;
	struct dane_judge *judge;
};

int judge_up(void **state);
int judge_down(void **state);

#endif
