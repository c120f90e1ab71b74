/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gist - what the list shows of a report
 *
 * A report takes hundreds of kilobytes; its row in the list takes this. It is what is left of a report
 * that had to make room, and what a session keeps for the next start.
 */
#ifndef DS_TUI_GIST_H
#define DS_TUI_GIST_H

#include <stdbool.h>
#include <stdint.h>

#include "core/model.h"
#include "core/survey/figures.h"
#include "tui/theme.h"

struct gist {
	bool known; /* anything at all */
	bool done;
	bool certified; /* cert_days is known */
	enum ds_verdict verdict;
	enum ds_status dnssec; /* of the domain's own answers; DS_UNCHECKED: not known */
	enum ds_mx_kind mx_kind;
	enum mark tlsa_mark;
	unsigned hosts, tlsa;   /* mail hosts, and those with TLSA records that count */
	unsigned tls, answered; /* dialogues with TLS, of those with an answer to EHLO */
	long cert_days;         /* of the first certificate to end */
	int64_t started_ms;
	struct figures_facts figures; /* all zero: of a list that an older version kept */
};

/* What a report comes down to; of NULL nothing is known. */
struct gist gist_of(const struct ds_report *);

/* One line without its end, and back. False: it is no such line. What a later version adds stands
 * behind what was there: older ones do not read it, newer ones do without it. */
void gist_write(const struct gist *, char *buf, size_t size);
bool gist_read(struct gist *, const char *line);

#endif
