/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fixture - reports made by hand, so that the console can be tested without an engine
 *
 * Eight domains, one for each thing that the screens must tell apart. All times are fixed.
 */
#ifndef DS_TESTS_UI_FIXTURE_H
#define DS_TESTS_UI_FIXTURE_H

#include <stddef.h>

struct arena;
struct ds_report;
struct ui;

#define FIXTURE_NOW 1769850000 /* 2026-01-31 09:00 UTC */

enum fixture_domain {
	FIXTURE_SECURED,  /* minfiets.nl: two hosts, three addresses */
	FIXTURE_MISMATCH, /* minduin.nl: the second host shows a key that its record does not name */
	FIXTURE_BOGUS,    /* minkaas.nl: signatures that have expired */
	FIXTURE_UNSIGNED, /* minwind.nl: no DS */
	FIXTURE_NO_MAIL,  /* minstroop.nl: null MX */
	FIXTURE_LONG,     /* names of every length, an alias, an international name */
	FIXTURE_RUNNING,  /* minmist.nl: half of the check is over */
	FIXTURE_DOMAINS
};

/* Makes a report; all of it lies in the arena. */
const struct ds_report *fixture_report(struct arena *, enum fixture_domain);

/* Puts all domains on the list of a console without an engine. */
void fixture_fill(struct ui *, struct arena *);

/* Puts `n` more on it: "domain-0001.example" and so on, of three kinds. */
void fixture_fill_many(struct ui *, struct arena *, size_t n);

#endif
