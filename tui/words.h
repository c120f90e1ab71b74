/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * words - marks and short words for what the report says, in the user's language
 *
 * Each state is a mark, a word and a colour. The words of the contract ("dane-verified") are names
 * for machines; these are for people.
 */
#ifndef DS_TUI_WORDS_H
#define DS_TUI_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "core/model.h"
#include "tui/theme.h"

/* A state as it is shown; the word is translated. */
struct said {
	enum mark mark;
	const char *word;
};

struct said words_verdict(enum ds_verdict);
/* The verdict of a domain on the list, or what its check is at. */
struct tui_entry;
struct said words_entry(const struct tui_entry *);
/* Of a zone or an answer, at most 8 cells; of a report (NULL: any), as ds_status_shown says. */
struct said words_status(const struct ds_report *, enum ds_status);
struct said words_policy(enum ds_policy);
/* The same, of a host: what has not been decided when all is over, will not be. */
struct said words_host(const struct ds_report *, const struct ds_host *);
struct said words_sig(enum ds_sig_state);
struct said words_step(enum ds_step);
struct said words_starttls(const struct ds_probe *);
struct said words_dane(enum ds_dane_result);
struct said words_outcome(enum ds_outcome);
struct said words_tlsa_reason(enum ds_tlsa_reason);
struct said words_severity(enum ds_severity);

/* Does a TLSA record do its work? A spare record that matches nothing is no fault. */
enum mark words_record_mark(const struct ds_host *, const struct ds_tlsa_record *);

/* What a sender that honours DANE does with a host: a sentence without its subject. */
const char *words_policy_deed(enum ds_policy);
/* A status as a sentence: "proved from the root down". */
const char *words_status_meaning(const struct ds_report *, enum ds_status);
/* Why a zone or an answer is not secure, in words; NULL for DS_WHY_NONE. */
const char *words_why(enum ds_reason);
const char *words_actor(enum ds_actor);
const char *words_gap(enum ds_gap_role);

/* "KSK", "ZSK" or "CSK": what a key does, by what it signs. `alone`: it is the only zone key. */
const char *words_key_kind(const struct ds_key *, const struct ds_link *);
/* "ECDSA P-256" for 13: a name for people. */
const char *words_algorithm(unsigned algorithm, char *buf, size_t size);

/* "2026-01-31 09:00" in UTC. */
const char *words_moment(char *buf, size_t size, int64_t seconds);
/* "14:02" in local time, of milliseconds since 1970. */
const char *words_clock(char *buf, size_t size, int64_t milliseconds);
/* "12 days", "3 hours", "40 seconds": never negative. */
const char *words_span(char *buf, size_t size, int64_t seconds);
/* "4.1 ms", "1.20 s". */
const char *words_duration(char *buf, size_t size, uint64_t us);
/* Whole days from one moment to another; below zero once it is past. */
long words_days(int64_t from, int64_t to);

/* The least number of days that a server's own certificate has left, of all hosts; false: none seen. */
bool words_cert_days(const struct ds_report *, long *days);
/* Hosts with secure, usable TLSA records; of all hosts. */
size_t words_tlsa_hosts(const struct ds_report *);
/* Dialogues in which TLS came about, and those that got an answer to EHLO. */
void words_tls_probes(const struct ds_report *, size_t *done, size_t *answered);

#endif
