/* SPDX-License-Identifier: BSD-2-Clause */
/* json_host - one mail host in the JSON report */
#include "core/report/json_parts.h"

#include "core/dane/rules.h"
#include "core/danescope.h"

/* one_match - an address at which a TLSA record fits */
static json_t *one_match(const void *from, size_t i)
{
	const struct ds_tlsa_match *match = (const struct ds_tlsa_match *)from + i;

	return json_pack("{s:s, s:i}", "address", match->address, "depth", match->depth);
}

/* one_record - a TLSA record */
static json_t *one_record(const void *from, size_t i)
{
	const struct ds_tlsa_record *record = (const struct ds_tlsa_record *)from + i;
	bool usable = record->reason == DS_TLSA_USABLE;

	return json_pack("{s:i, s:i, s:i, s:s, s:I, s:b, s:s?, s:o}", "usage", record->usage,
	    "selector", record->selector, "matching", record->matching, "data", record->hex, "ttl",
	    (json_int_t)record->ttl, "usable", (int)usable, "reason",
	    usable ? NULL : ds_tlsa_reason_word(record->reason), "matches",
	    json_list(record->nmatches, one_match, record->matches));
}

/* tlsa_of - what was found at the TLSA name */
static json_t *tlsa_of(const struct ds_report *report, const struct ds_tlsa *tlsa)
{
	const struct ds_answer *answer = tlsa->answer;

	return json_pack("{s:s?, s:s?, s:o, s:s?, s:o, s:o}", "base", tlsa->base, "name",
	    tlsa->name, "cname",
	    json_aliases(
		answer != NULL ? answer->naliases : 0, answer != NULL ? answer->aliases : NULL),
	    "status", ds_status_word(tlsa->status), "records",
	    json_list(tlsa->nrecords, one_record, tlsa->records), "resolver",
	    json_opinion(report, tlsa->name, DS_T_TLSA));
}

/* one_probe - the dialogue with one address */
static json_t *one_probe(const void *from, size_t i)
{
	return json_probe(((struct ds_probe *const *)from)[i]);
}

/* json_host - one mail host */
json_t *json_host(const struct ds_report *report, const struct ds_host *host)
{
	bool decided = host->policy != DS_POL_UNKNOWN;

	return json_pack(
	    "{s:s, s:i, s:s?, s:s?, s:o, s:s?, s:o, s:o, s:o, s:o, s:{s:o, s:o}, s:o, s:s?}",
	    "host", host->name, "preference", (int)host->preference, "policy",
	    decided ? ds_policy_word(host->policy) : NULL, "provider", host->provider, "cname",
	    json_aliases(host->naliases, host->aliases), "address_status",
	    ds_status_word(host->address_status), "addresses",
	    json_strings(host->naddresses, host->addresses), "chain", json_chain(&host->chain),
	    "tlsa", tlsa_of(report, &host->tlsa), "probes",
	    json_list(host->nprobes, one_probe, host->probes), "resolver", "a",
	    json_opinion(report, host->name, DS_T_A), "aaaa",
	    json_opinion(report, host->name, DS_T_AAAA), "rule",
	    host->rule != 0 ? json_integer(host->rule) : json_null(), "rule_ref",
	    rule_ref(host->rule));
}
