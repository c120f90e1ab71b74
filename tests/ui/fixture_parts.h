/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_parts - what the reports of the fixture are put together from */
#ifndef DS_TESTS_UI_FIXTURE_PARTS_H
#define DS_TESTS_UI_FIXTURE_PARTS_H

#include "core/model.h"

struct arena;

/* An empty report of a check that runs. */
struct ds_report *part_report(struct arena *, const char *domain, const char *unicode);
/* The end of the check. */
void part_end(struct ds_report *, enum ds_verdict, enum ds_deliverable);

/* Root, top-level domain and zone, all secure; or with a zone that is proved to be unsigned. */
void part_signed_chain(struct arena *, struct ds_report *, const char *zone);
void part_unsigned_chain(struct arena *, struct ds_report *, const char *zone);
/* The last zone of the chain gets signatures that ended two days ago. */
void part_expire(struct arena *, struct ds_report *, const char *zone);

/* The last zone of the chain gets three name servers: one in order, one with old signatures, one
 * silent. */
void part_servers(struct arena *, struct ds_report *);

/* A DNS answer without records. */
struct ds_answer *part_answer(
    struct arena *, const char *name, enum ds_type, enum ds_status, struct ds_chain);
/* One or two MX records, as secure as the chain. */
void part_mx(struct arena *, struct ds_report *, size_t n, const char *first, const char *second);
struct ds_host *part_host(
    struct arena *, struct ds_report *, const char *name, unsigned preference, enum ds_policy);
/* A TLSA record 3 1 1; `next`: for a key that is not in use. */
void part_record(struct arena *, struct ds_host *, const char *hex, bool next);
/* A dialogue with STARTTLS in which a certificate with this key was shown. */
void part_dialogue(struct arena *, const struct ds_report *, struct ds_host *, const char *address,
    const char *key, enum ds_dane_result);
/* After the last dialogue of a host: no RSA certificate, and the same ones without a name. */
void part_alternates(struct arena *, struct ds_host *);
/* The host is an alias, of which one signature is by a key that is not there; it has no IPv6 address,
 * and NSEC records prove that. */
void part_alias(struct arena *, struct ds_host *, const char *target);
/* One that has got as far as EHLO. */
void part_half_dialogue(struct arena *, struct ds_host *, const char *address);
/* Three DNS messages with their replies, the last of them without. */
void part_queries(struct arena *, struct ds_report *);
void part_finding(struct arena *, struct ds_report *, int code, enum ds_actor, const char *at,
    int host, const char *const args[4], const char *expected, const char *seen);

#endif
