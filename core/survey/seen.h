/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * seen - what one look at a domain saw, of what changes when things break or are mended
 *
 * A look comes down to lines, each a kind, the place that it is about and a value there. They are
 * sorted and none stands there twice, so that two looks that saw the same give the same text, and
 * what changed between two others is the difference of two lists.
 *
 *	ds      example.nl            4711 13 2 8f3c...       (key tag, algorithm, digest type)
 *	cert    mx1.example.nl        SPKI-SHA256 CERT-SHA256 1790000000
 *	error   _25._tcp.example.nl   TLSA_MISMATCH mail-operator
 *
 * Kind, place and value are separated by a tab: text that is fit for a terminal has none. Left out
 * is what changes although nothing happens: the ends of signatures (zones are signed anew every few
 * days), the addresses of large providers (other ones at every question), and what a look says of
 * this machine. Of the top-level domains nothing is kept: their keys are rolled all the time.
 */
#ifndef DS_CORE_SURVEY_SEEN_H
#define DS_CORE_SURVEY_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct ds_report;

/* In the order in which changes are told: causes first, then what came of them. */
enum seen_kind {
	SEEN_DS,      /* zone: tag, algorithm, digest type, digest */
	SEEN_KEY,     /* zone: tag, algorithm */
	SEEN_MAIL,    /* domain: kind of its MX answer, a word of the contract */
	SEEN_MX,      /* mail host: preference */
	SEEN_ADDRESS, /* mail host: address */
	SEEN_TLSA, /* TLSA name: usage, selector, matching, data (the middle left out of long data) */
	SEEN_CERT,    /* mail host: digest of the key, of the certificate, its end */
	SEEN_ZONE,    /* zone: status, a word of the contract */
	SEEN_ANSWER,  /* TLSA name: status of the answer */
	SEEN_HOST,    /* mail host: policy, a word of the contract */
	SEEN_ERROR,   /* place: code of the finding, who acts */
	SEEN_WARNING, /* likewise */
	SEEN_KINDS
};

struct seen_line {
	enum seen_kind kind;
	const char *place, *value;
};

/* A look, read back. In the arena. */
struct seen {
	size_t n;
	const struct seen_line *lines; /* sorted */
};

/* Does a look that is over say something of the domain? One in which this machine could see nothing
 * does not. */
bool seen_worth(const struct ds_report *);

/* The text of a look; free() it. NULL: out of memory. */
char *seen_write(const struct ds_report *);

/* Reads such a text, which may come from a file that others wrote: lines that are none, or not
 * of printable ASCII, are left out. False: out of memory. */
bool seen_read(struct seen *, struct arena *, const char *text);

/* The first line about a place, or NULL. */
const struct seen_line *seen_find(const struct seen *, enum seen_kind, const char *place);

/* Orders lines; 0 where they are equal. */
int seen_compare(const struct seen_line *, const struct seen_line *);

/* The earliest end of a signature that the look rests on, in seconds since 1970; 0: there is none. */
int64_t seen_signed_until(const struct ds_report *);

#endif
