/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * figures - how many domains of a list keep to each standard
 *
 * Counting alone: from one report come eight octets of facts, and from many facts the figures. It
 * follows the half-yearly measurement of the Dutch government (Forum Standaardisatie, by the batch of
 * internet.nl), so that both can be laid side by side; each difference is named where it is.
 *
 * For each standard a domain has one answer:
 *
 *	yes, no          what is counted: the percentage is yes of yes and no
 *	unknown          it was looked at, and could not be seen: nobody answered, or a look-up of ours
 *	                 failed. Counted apart, never as a failure. (internet.nl: "not testable".)
 *	not applicable   a domain that takes no mail (null MX, no MX and no address, no such name) has no
 *	                 mail hosts, and drops out (internet.nl: no_mx).
 *	pending          not looked at yet.
 *
 * Of several mail hosts the worst decides, as at internet.nl: one that does not comply makes "no", else
 * one that is not known makes "unknown". internet.nl looks at ten hosts at most, this program at
 * MX_MAX; and a domain without MX whose own address takes the mail (RFC 5321 section 5.1) takes mail
 * here, and has no_mx there.
 */
#ifndef DS_CORE_SURVEY_FIGURES_H
#define DS_CORE_SURVEY_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/model.h"

enum figures_standard {
	/* The domain is signed, and its answer to MX is proved. No: unsigned, or the proof fails.
	 * Applies to domains without mail too, but not to names that do not exist. (internet.nl: the
	 * worst of mail_dnssec_mailto_exist and _valid; there a name server that fails is a failure,
	 * here it is unknown, and the verdict says broken.) */
	FIGURES_DNSSEC,
	/* The addresses of every mail host are proved, aliases included. (mail_dnssec_mx_exist, _valid) */
	FIGURES_DNSSEC_MX,
	/* STARTTLS comes about at every address that answers EHLO. (mail_starttls_tls_available; which
	 * versions and ciphers, "STARTTLS according to NCSC", is not counted here.) */
	FIGURES_STARTTLS,
	/* Every mail host has TLSA records that DNSSEC proves, whatever they say. A look-up that fails
	 * at the host's side makes "no": a sender cannot have them. (mail_starttls_dane_exist) */
	FIGURES_TLSA,
	/* And they fit what the host shows, at every address that answers: its policy is dane-verified.
	 * A host without any address fails no one, and is left out, unless no host has one.
	 * (The measurement's DANE: the worst of mail_starttls_dane_exist and _valid.) */
	FIGURES_DANE,
	/* It takes mail, and all five are "yes". A domain that is broken is "no" here, whatever is known
	 * of the rest. (The measurement counts a domain without mail as complying when its DNSSEC is in
	 * order, and counts SPF, DKIM, DMARC, IPv6 and RPKI as well.) */
	FIGURES_ALL,
	FIGURES_STANDARDS
};

enum figures_answer {
	FIGURES_PENDING,
	FIGURES_NOT_APPLICABLE,
	FIGURES_UNKNOWN,
	FIGURES_NO,
	FIGURES_YES,
	FIGURES_ANSWERS
};

/* What a report comes down to for counting; all zero: nothing is known yet. */
struct figures_facts {
	uint8_t verdict;                   /* enum ds_verdict */
	uint8_t provider;                  /* of the preferred mail host (diagnosis/provider.h) */
	uint8_t answer[FIGURES_STANDARDS]; /* enum figures_answer */
};

/* How many domains have which answer, and which verdict. */
struct figures {
	uint32_t domains;
	uint32_t answers[FIGURES_STANDARDS][FIGURES_ANSWERS];
	uint32_t verdicts[DS_V_UNKNOWN + 1]; /* DS_V_PENDING: not looked at yet */
};

/* Of a report that is not done, and of NULL, nothing is known. */
struct figures_facts figures_facts(const struct ds_report *);

/* A letter for each standard ("ynn?-."), for a file; the buffer holds one octet more than there are
 * standards. And back: false where they are no such letters, and then *facts is as before. */
void figures_letters(const struct figures_facts *, char out[FIGURES_STANDARDS + 1]);
bool figures_from_letters(struct figures_facts *, const char *letters);

/* One domain more (by 1) or less (by -1); many at once. */
void figures_count(struct figures *, const struct figures_facts *, int by);
void figures_sum(struct figures *, const struct figures *);

/* Of how many domains it is known whether they keep to a standard: what a percentage is of. */
uint32_t figures_judged(const struct figures *, enum figures_standard);
uint32_t figures_kept(const struct figures *, enum figures_standard);
/* The share in per cent, rounded, but 0 only for none and 100 only for all; -1: of nothing. */
int figures_percent(uint32_t n, uint32_t of);

/* --- in words, in the user's language ------------------------------------------------------ */

/* "DNSSEC of the domain": a name for a row; "DNSSEC": at most 8 cells, for the head of a column. */
const char *figures_name(enum figures_standard);
const char *figures_head(enum figures_standard);
/* Two sentences: how many are protected and how many broken; and how many were not counted ("" where
 * all were). Return buf. */
const char *figures_sentence(const struct figures *, char *buf, size_t size);
const char *figures_left_out(const struct figures *, char *buf, size_t size);

#endif
