/* SPDX-License-Identifier: BSD-2-Clause */
/* topic - what things are, explained for somebody who has never heard of them */
#include <stdbool.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "tui/action.h"
#include "tui/target.h"
#include "tui/topic.h"

struct entry {
	const char *title, *text;
	enum topic near[TOPIC_NEAR];
	size_t nnear;
};

#define NEAR(...) { __VA_ARGS__ }, sizeof((const enum topic[]){ __VA_ARGS__ }) / sizeof(enum topic)

static const struct entry entries[TOPIC_COUNT] = {
#define TOPIC(id, title, text, ...) [TOPIC_##id] = { title, text, NEAR(__VA_ARGS__) },
#include "tui/topic.def"
#undef TOPIC
};

/* What begins a finding's code, and what explains it; the first that fits counts. */
static const struct {
	const char *code;
	enum topic topic;
} of_code[] = {
	{ "DNSSEC_DS_", TOPIC_DS },
	{ "DNSSEC_DNSKEY", TOPIC_DNSKEY },
	{ "DNSSEC_KEY", TOPIC_DNSKEY },
	{ "DNSSEC_ALGORITHM", TOPIC_DNSKEY },
	{ "DNSSEC_SIG", TOPIC_RRSIG },
	{ "DNSSEC_TTL", TOPIC_RRSIG },
	{ "DNSSEC_DENIAL", TOPIC_NSEC },
	{ "DNSSEC_NSEC", TOPIC_NSEC },
	{ "DNSSEC_WILDCARD", TOPIC_NSEC },
	{ "DNSSEC", TOPIC_DNSSEC },
	{ "DNS_ALIAS", TOPIC_DNSSEC },
	{ "DNS_", TOPIC_SERVERS },
	{ "RESOLVER_", TOPIC_DNSSEC },
	{ "MX_INSECURE", TOPIC_HALF_DANE },
	{ "MX_HOST_INSECURE", TOPIC_DNSSEC },
	{ "MX_MIXED", TOPIC_PARTIAL },
	{ "MX_", TOPIC_MX },
	{ "TLSA_NO_ROLLOVER", TOPIC_ROLLOVER },
	{ "TLSA_ROLLOVER", TOPIC_ROLLOVER },
	{ "TLSA_RECORD_UNMATCHED", TOPIC_ROLLOVER },
	{ "TLSA_PARAMETERS", TOPIC_ROLLOVER },
	{ "TLSA_USAGE", TOPIC_USAGE },
	{ "TLSA_TA", TOPIC_USAGE },
	{ "TLSA_SELECTOR", TOPIC_SELECTOR },
	{ "TLSA_MATCHING", TOPIC_MATCHING },
	{ "TLSA_LENGTH", TOPIC_DATA },
	{ "TLSA_DATA", TOPIC_DATA },
	{ "TLSA_MISMATCH", TOPIC_DATA },
	{ "TLSA", TOPIC_TLSA },
	{ "TLS_CERT", TOPIC_CERTIFICATE },
	{ "TLS", TOPIC_STARTTLS },
	{ "SMTP", TOPIC_STARTTLS },
	{ "STARTTLS", TOPIC_STARTTLS },
};

/* topic_title - what it is about */
const char *topic_title(enum topic t)
{
	return _(entries[t].title);
}

/* topic_text - the explanation */
const char *topic_text(enum topic t)
{
	return _(entries[t].text);
}

/* topic_near - what it leads on to */
enum topic topic_near(enum topic t, size_t i)
{
	return i < entries[t].nnear ? entries[t].near[i] : TOPIC_COUNT;
}

/* of_verdict - the explanation of a verdict */
static enum topic of_verdict(const struct ds_report *r)
{
	switch (r ? r->verdict : DS_V_PENDING) {
	case DS_V_SECURED: return TOPIC_SECURED;
	case DS_V_PARTIAL: return TOPIC_PARTIAL;
	case DS_V_UNPROTECTED: return TOPIC_UNPROTECTED;
	case DS_V_BROKEN: return TOPIC_BROKEN;
	case DS_V_NO_MAIL: return TOPIC_NO_MAIL;
	case DS_V_UNKNOWN: return TOPIC_UNKNOWN;
	case DS_V_PENDING: break;
	}
	return TOPIC_DANE;
}

/* of_scope - what a screen is about */
static enum topic of_scope(const struct ds_report *r, unsigned scope)
{
	if (scope & ON_FIGURES)
		return TOPIC_FIGURES;
	if (scope & (ON_ATTACK | ON_STAGE))
		return TOPIC_ATTACK;
	if (scope & (ON_CHAIN | ON_QUERIES))
		return TOPIC_DNSSEC;
	if (scope & ON_TLSA)
		return TOPIC_TLSA;
	if (scope & ON_TRANSCRIPT)
		return TOPIC_STARTTLS;
	if (scope & ON_HOSTS)
		return TOPIC_MX;
	if (scope & ON_HISTORY)
		return TOPIC_HISTORY;
	return of_verdict(r);
}

/* of_type - what an answer of a type is about */
static enum topic of_type(unsigned type)
{
	switch (type) {
	case DS_T_TLSA: return TOPIC_TLSA;
	case DS_T_MX: return TOPIC_MX;
	case DS_T_DS: return TOPIC_DS;
	case DS_T_DNSKEY: return TOPIC_DNSKEY;
	case DS_T_NS: return TOPIC_SERVERS;
	default: return TOPIC_DNSSEC;
	}
}

/* of_finding - what a finding is about */
static enum topic of_finding(const struct ds_report *r, const struct ds_finding *f)
{
	const struct ds_catalogue_entry *entry = f ? ds_catalogue(f->code) : NULL;

	for (size_t i = 0; entry && i < sizeof of_code / sizeof of_code[0]; i++)
		if (!strncmp(entry->code, of_code[i].code, strlen(of_code[i].code)))
			return of_code[i].topic;
	return of_verdict(r);
}

/* of_host - half of DANE where the list of hosts is not safe */
static enum topic of_host(const struct ds_report *r, const struct ds_host *host)
{
	if (host && host->tlsa.nrecords && r->mx_status == DS_INSECURE)
		return TOPIC_HALF_DANE;
	return TOPIC_DANE;
}

/* Things of which the kind alone says what explains them. */
static const struct {
	enum target_kind kind;
	enum topic topic;
} of_kind[] = {
	{ TO_LINK, TOPIC_DNSSEC },
	{ TO_DS, TOPIC_DS },
	{ TO_KEY, TOPIC_DNSKEY },
	{ TO_SIG, TOPIC_RRSIG },
	{ TO_DENIAL, TOPIC_NSEC },
	{ TO_SERVERS, TOPIC_SERVERS },
	{ TO_PROBE, TOPIC_STARTTLS },
	{ TO_DIALOGUE, TOPIC_STARTTLS },
	{ TO_LINE, TOPIC_STARTTLS },
	{ TO_CERT, TOPIC_CERTIFICATE },
	{ TO_RECORD, TOPIC_TLSA },
	{ TO_ATTACK, TOPIC_ATTACK },
	{ TO_PERIOD, TOPIC_HISTORY },
};

/* topic_of - what explains a thing */
enum topic topic_of(const struct ds_report *r, const struct target *t, unsigned scope)
{
	const struct ds_answer *answer = target_answer(r, t);
	const struct ds_query *query = target_query(r, t);

	for (size_t i = 0; i < sizeof of_kind / sizeof of_kind[0]; i++)
		if (of_kind[i].kind == t->kind)
			return of_kind[i].topic;
	if (t->kind == TO_ANSWER)
		return of_type(answer ? answer->type : DS_T_MX);
	if (query)
		return of_type(query->type);
	if (t->kind == TO_HOST)
		return of_host(r, target_host(r, t));
	if (t->kind == TO_FINDING)
		return of_finding(r, target_finding(r, t));
	if (t->kind == TO_TOPIC && t->a >= 0 && t->a < TOPIC_COUNT)
		return (enum topic)t->a;
	return t->kind == TO_DOMAIN ? of_verdict(r) : of_scope(r, scope);
}
