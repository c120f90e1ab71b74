/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rules - what a sender goes by, numbered
 *
 * The numbers are those of docs/SENDER-RULES.md and stay as they are: a report
 * says with one of them why a host, or a domain, is judged as it is.
 */
#ifndef DS_CORE_DANE_RULES_H
#define DS_CORE_DANE_RULES_H

#include "core/model.h"

enum rule {
	RULE_NONE = 0,
	RULE_MX_ERROR = 11,
	RULE_MX_NO_NAME = 12,
	RULE_MX_IMPLICIT = 13,
	RULE_MX_SECURE = 14,
	RULE_MX_INSECURE = 15,
	RULE_MX_NULL = 19,
	RULE_ADDRESS_ERROR = 23,
	RULE_NO_ADDRESS = 26,
	RULE_ADDRESS_INSECURE = 27,
	RULE_ALIAS_INSECURE = 31,
	RULE_TLSA_INSECURE = 37,
	RULE_TLSA_ABSENT = 38,
	RULE_TLSA_ERROR = 39,
	RULE_TLSA_USABLE = 47,
	RULE_TLSA_UNUSABLE = 48,
	RULE_AGILITY = 51,
	RULE_EE = 54,
	RULE_TA = 60,
	RULE_TA_SENT = 61,
	RULE_TA_NAME = 62,
	RULE_STARTTLS = 67,
	RULE_ALL_REJECTED = 77,
};

/* One rule. The text is a msgid: one sentence. */
struct rule_entry {
	unsigned number;
	const char *ref; /* "RFC 7672 §2.1.2" */
	const char *text;
};

/* NULL: there is no such rule, or the number is 0. */
const struct rule_entry *rule_entry(unsigned number);
/* Its reference, or NULL. */
const char *rule_ref(unsigned number);

/* The rule by which a host has this policy; 0 where nothing was decided (not reached, not probed). */
unsigned rule_of_host(const struct ds_host *, enum ds_policy);
/* The rule by which the domain has its mail hosts; 0 where that is not known. */
unsigned rule_of_domain(const struct ds_report *);

#endif
