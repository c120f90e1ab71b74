/* SPDX-License-Identifier: BSD-2-Clause */
/* facts - the one line of fact beside each step of the way of a letter */
#ifndef DS_TUI_FACTS_H
#define DS_TUI_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ds_answer;
struct ds_certificate;
struct ds_finding;
struct ds_host;
struct ds_link;
struct ds_probe;
struct ds_query;
struct ds_report;
struct ds_sig;
struct ds_tlsa_record;
struct page;

/* "DS 4711 -> key 4711, ECDSA P-256", or why the zone is not secure; shorter where there is no room
 * for so many cells. */
const char *fact_link(
    const struct ds_report *, const struct ds_link *, bool fancy, int room, char *buf, size_t size);
/* "mx1.example.nl (10), mx2.example.nl (20)", or why not. */
const char *fact_mx(const struct ds_report *, char *buf, size_t size);
/* A row that says why there is no mail host to show; false: there is one. The report may be NULL. */
bool fact_hostless(const struct ds_report *, struct page *);
/* What is the matter with one host, with the digests that differ. */
const char *fact_host(const struct ds_host *, bool fancy, char *buf, size_t size);
/* Why an answer is no good. */
const char *fact_failure(const struct ds_answer *);
/* How one dialogue ended. */
const char *fact_probe(const struct ds_probe *, char *buf, size_t size);

/* The first octets of a digest: "8f3c2a…". */
const char *fact_digest(const char *hex, bool fancy, char *buf, size_t size);
/* Leaves out the middle of the digests in a text, in place. Returns it. */
const char *fact_shorten(char *text, bool fancy);
/* "3 1 1 8f3c2a…" */
const char *fact_record(const struct ds_tlsa_record *, bool fancy, char *buf, size_t size);
/* What of a certificate a record speaks of: the digest to compare with; NULL where it is none. */
const char *fact_subject(const struct ds_tlsa_record *, const struct ds_certificate *);

/* The first dialogue that shows what is wrong (failed: one with a fault, else one with
 * certificates), or NULL. */
const struct ds_probe *fact_worst_probe(const struct ds_host *);
/* The certificate that a host showed of itself, at the first address where it did; or NULL. */
const struct ds_certificate *fact_certificate(const struct ds_host *);
/* "_25._tcp.mx1.example.nl. IN TLSA 3 1 1 22ab…": to be published for what was seen. */
const char *fact_publish(const struct ds_report *, const struct ds_host *, char *buf, size_t size);

/* Does the reply name other servers instead of an answer? (with --iterate) */
bool fact_referral(const struct ds_report *, const struct ds_query *);

/* A bar that shows where a moment lies between two others, `cells` wide, and what that means; less than
 * `soon` seconds before the end it is a warning. */
void fact_life(struct page *, int64_t from, int64_t to, int64_t at, int cells, int soon);
void fact_bar(struct page *, const struct ds_sig *, int64_t judged_at, int cells);

#endif
