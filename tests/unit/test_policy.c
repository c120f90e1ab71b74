/* SPDX-License-Identifier: BSD-2-Clause */
/* What a sender does with each host, and the verdict on the domain: the tables of the contract. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "core/dane/policy.h"

#define count_of(a) (sizeof(a) / sizeof *(a))
#define PROBES      3

static const struct ds_rr record;
static const struct ds_rr *const one[] = { &record };

/* An address answer in short: what it says, and what that is worth. */
enum said { NOT_ASKED, DATA, NONE };

/* fill - an answer, or NULL where it was not asked for */
static const struct ds_answer *fill(struct ds_answer *a, enum said said, enum ds_status status)
{
	*a = (struct ds_answer){ .status = status };
	if (said == DATA) {
		a->nrrs = 1;
		a->rrs = one;
	} else {
		a->outcome = DS_OUT_NODATA;
	}
	return said == NOT_ASKED ? NULL : a;
}

/* either family is enough; the more secure one with addresses decides (RFC 7672 section 2.2.2) */
static void test_addresses(void **state)
{
	static const struct {
		enum said a_said;
		enum ds_status a;
		enum said aaaa_said;
		enum ds_status aaaa;
		bool failed, none;
		enum ds_status status;
	} cases[] = {
		{ DATA, DS_SECURE, DATA, DS_SECURE, false, false, DS_SECURE },
		{ DATA, DS_SECURE, NONE, DS_SECURE, false, false, DS_SECURE },
		{ DATA, DS_SECURE, NONE, DS_BOGUS, false, false, DS_SECURE },
		{ DATA, DS_SECURE, NONE, DS_INDETERMINATE, false, false, DS_SECURE },
		{ DATA, DS_SECURE, DATA, DS_BOGUS, false, false, DS_SECURE },
		{ DATA, DS_INSECURE, DATA, DS_SECURE, false, false, DS_SECURE },
		{ DATA, DS_INSECURE, NONE, DS_SECURE, false, false, DS_INSECURE },
		{ DATA, DS_INSECURE, DATA, DS_BOGUS, false, false, DS_INSECURE },
		{ DATA, DS_BOGUS, NONE, DS_SECURE, true, false, DS_BOGUS },
		{ DATA, DS_BOGUS, DATA, DS_SECURE, false, false, DS_SECURE },
		{ NONE, DS_INDETERMINATE, NONE, DS_SECURE, true, false, DS_INDETERMINATE },
		{ NONE, DS_SECURE, NONE, DS_SECURE, false, true, DS_SECURE },
		{ NONE, DS_SECURE, NONE, DS_INSECURE, false, true, DS_INSECURE },
		{ NONE, DS_INSECURE, NOT_ASKED, DS_SECURE, false, true, DS_INSECURE },
		{ NOT_ASKED, DS_SECURE, DATA, DS_SECURE, false, false, DS_SECURE },
		{ NOT_ASKED, DS_SECURE, NONE, DS_BOGUS, true, false, DS_BOGUS },
		{ NOT_ASKED, DS_SECURE, NOT_ASKED, DS_SECURE, false, true, DS_UNCHECKED },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct ds_answer a, aaaa;
		struct policy_addresses out;

		policy_addresses(fill(&a, cases[i].a_said, cases[i].a),
		    fill(&aaaa, cases[i].aaaa_said, cases[i].aaaa), &out);
		assert_int_equal(out.failed, cases[i].failed);
		assert_int_equal(out.none, cases[i].none);
		assert_int_equal(out.status, cases[i].status);
	}
}

/* A dialogue in short. */
enum talk {
	NO_PROBE,
	MATCH,
	MISMATCH,
	ENCRYPTED, /* and nothing to hold it against */
	UNJUDGED,  /* and it was not held against what there is: no memory */
	NO_STARTTLS,
	TLS_FAILS,
	TLS_REFUSED,
	EHLO_5XX,
	EHLO_4XX,
	GREETING_5XX,
	SILENT,
	REFUSED,
};

/* say - fills in a dialogue */
static void say(struct ds_probe *p, enum talk talk)
{
	static const struct {
		bool ehlo;
		enum ds_connect connect;
		enum ds_starttls starttls;
		enum ds_probe_error error;
		int code;
		enum ds_dane_result dane;
	} talks[] = {
		[MATCH] = { true, DS_CONN_OK, DS_TLS_OK, DS_PE_NONE, 0, DS_DANE_VERIFIED },
		[MISMATCH] = { true, DS_CONN_OK, DS_TLS_OK, DS_PE_NONE, 0, DS_DANE_MISMATCH },
		[ENCRYPTED] = { true, DS_CONN_OK, DS_TLS_OK, DS_PE_NONE, 0, DS_DANE_NO_USABLE },
		[UNJUDGED] = { true, DS_CONN_OK, DS_TLS_OK, DS_PE_NONE, 0, DS_DANE_NOT_APPLICABLE },
		[NO_STARTTLS] = { true, DS_CONN_OK, DS_TLS_NOT_OFFERED, DS_PE_NONE, 0, 0 },
		[TLS_FAILS] = { true, DS_CONN_OK, DS_TLS_HANDSHAKE_FAILED, DS_PE_HANDSHAKE, 0, 0 },
		[TLS_REFUSED] = { true, DS_CONN_OK, DS_TLS_REFUSED, DS_PE_STARTTLS, 454, 0 },
		[EHLO_5XX] = { false, DS_CONN_OK, DS_TLS_NONE, DS_PE_EHLO, 502, 0 },
		[EHLO_4XX] = { false, DS_CONN_OK, DS_TLS_NONE, DS_PE_EHLO, 451, 0 },
		[GREETING_5XX] = { false, DS_CONN_OK, DS_TLS_NONE, DS_PE_GREETING, 554, 0 },
		[SILENT] = { false, DS_CONN_TIMEOUT, DS_TLS_NONE, DS_PE_CONNECT, 0, 0 },
		[REFUSED] = { false, DS_CONN_REFUSED, DS_TLS_NONE, DS_PE_CONNECT, 0, 0 },
	};

	*p = (struct ds_probe){ .done = true,
		.ehlo_seen = talks[talk].ehlo,
		.connect = talks[talk].connect,
		.starttls = talks[talk].starttls,
		.error_kind = talks[talk].error,
		.reply_code = talks[talk].code,
		.dane = talks[talk].dane };
}

/* A host with all that it points to. */
struct host {
	struct ds_host host;
	struct ds_answer a;
	struct ds_probe probe[PROBES], *probes[PROBES];
};

/* host_fill - a host whose address is secure, with TLSA records and dialogues */
static void host_fill(
    struct host *h, enum ds_status tlsa, size_t nrecords, size_t nusable, const enum talk *talks)
{
	memset(h, 0, sizeof *h);
	h->host.a = fill(&h->a, DATA, DS_SECURE);
	h->host.tlsa.status = tlsa;
	h->host.tlsa.nrecords = nrecords;
	h->host.tlsa.nusable = nusable;
	h->host.probes = h->probes;
	for (size_t i = 0; i < PROBES && talks[i] != NO_PROBE; i++) {
		h->probes[i] = &h->probe[i];
		say(&h->probe[i], talks[i]);
		h->host.nprobes++;
	}
}

/* the table of hosts: where TLSA records count */
static void test_host(void **state)
{
	static const struct {
		enum ds_status tlsa;
		size_t nrecords, nusable;
		enum talk talks[PROBES];
		enum ds_policy want;
	} cases[] = {
		/* usable records */
		{ DS_SECURE, 1, 1, { MATCH }, DS_POL_DANE_VERIFIED },
		{ DS_SECURE, 2, 1, { MATCH, MATCH }, DS_POL_DANE_VERIFIED },
		{ DS_SECURE, 1, 1, { MATCH, REFUSED, SILENT }, DS_POL_DANE_VERIFIED },
		{ DS_SECURE, 1, 1, { MATCH, GREETING_5XX }, DS_POL_DANE_VERIFIED },
		{ DS_SECURE, 1, 1, { MISMATCH }, DS_POL_DANE_FAILED },
		{ DS_SECURE, 1, 1, { MATCH, MISMATCH }, DS_POL_DANE_FAILED },
		{ DS_SECURE, 1, 1, { MATCH, NO_STARTTLS }, DS_POL_DANE_FAILED },
		{ DS_SECURE, 1, 1, { NO_STARTTLS }, DS_POL_DANE_FAILED },
		{ DS_SECURE, 1, 1, { TLS_FAILS }, DS_POL_DANE_FAILED },
		{ DS_SECURE, 1, 1, { TLS_REFUSED }, DS_POL_DANE_FAILED },
		{ DS_SECURE, 1, 1, { EHLO_5XX }, DS_POL_DANE_FAILED },
		{ DS_SECURE, 1, 1, { EHLO_4XX }, DS_POL_UNREACHABLE },
		{ DS_SECURE, 1, 1, { GREETING_5XX }, DS_POL_UNREACHABLE },
		{ DS_SECURE, 1, 1, { SILENT, REFUSED }, DS_POL_UNREACHABLE },
		{ DS_SECURE, 1, 1, { NO_PROBE }, DS_POL_UNREACHABLE },
		{ DS_SECURE, 1, 1, { UNJUDGED }, DS_POL_UNREACHABLE },
		{ DS_SECURE, 1, 1, { UNJUDGED, MATCH }, DS_POL_DANE_VERIFIED },
		{ DS_SECURE, 1, 1, { UNJUDGED, MISMATCH }, DS_POL_DANE_FAILED },
		/* records, none usable: TLS is mandatory, authentication is not possible */
		{ DS_SECURE, 1, 0, { ENCRYPTED }, DS_POL_ENCRYPT_ONLY },
		{ DS_SECURE, 3, 0, { ENCRYPTED, REFUSED }, DS_POL_ENCRYPT_ONLY },
		{ DS_SECURE, 1, 0, { NO_STARTTLS }, DS_POL_DANE_FAILED },
		{ DS_SECURE, 1, 0, { ENCRYPTED, TLS_FAILS }, DS_POL_DANE_FAILED },
		{ DS_SECURE, 1, 0, { SILENT }, DS_POL_UNREACHABLE },
		/* no records that count */
		{ DS_SECURE, 0, 0, { ENCRYPTED }, DS_POL_OPPORTUNISTIC },
		{ DS_SECURE, 0, 0, { NO_STARTTLS }, DS_POL_OPPORTUNISTIC },
		{ DS_SECURE, 0, 0, { SILENT }, DS_POL_OPPORTUNISTIC },
		{ DS_INSECURE, 0, 0, { ENCRYPTED }, DS_POL_OPPORTUNISTIC },
		{ DS_UNCHECKED, 0, 0, { ENCRYPTED }, DS_POL_OPPORTUNISTIC },
		/* look-ups that fail */
		{ DS_BOGUS, 0, 0, { ENCRYPTED }, DS_POL_DNS_FAILED },
		{ DS_INDETERMINATE, 0, 0, { MATCH }, DS_POL_DNS_FAILED },
	};

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct host h;

		host_fill(&h, cases[i].tlsa, cases[i].nrecords, cases[i].nusable, cases[i].talks);
		if (policy_host(&h.host, true) != cases[i].want)
			print_error("case %zu\n", i);
		assert_int_equal(policy_host(&h.host, true), cases[i].want);
		assert_int_equal(policy_host(&h.host, false),
		    policy_is_error(cases[i].tlsa) ? DS_POL_DNS_FAILED : DS_POL_NOT_PROBED);
	}
}

/* addresses come before all else */
static void test_host_addresses(void **state)
{
	static const struct {
		enum said said;
		enum ds_status status;
		enum ds_policy want;
	} cases[] = {
		{ NONE, DS_SECURE, DS_POL_NO_ADDRESS },
		{ NONE, DS_INSECURE, DS_POL_NO_ADDRESS },
		{ NONE, DS_BOGUS, DS_POL_DNS_FAILED },
		{ NONE, DS_INDETERMINATE, DS_POL_DNS_FAILED },
		{ DATA, DS_BOGUS, DS_POL_DNS_FAILED },
		{ DATA, DS_SECURE, DS_POL_DANE_VERIFIED },
	};
	static const enum talk talks[PROBES] = { MATCH };

	(void)state;
	for (size_t i = 0; i < count_of(cases); i++) {
		struct host h;

		host_fill(&h, DS_SECURE, 1, 1, talks);
		h.host.a = fill(&h.a, cases[i].said, cases[i].status);
		assert_int_equal(policy_host(&h.host, true), cases[i].want);
		if (cases[i].want != DS_POL_DANE_VERIFIED)
			assert_int_equal(policy_host(&h.host, false), cases[i].want);
	}
}

/* What a host is to the domain; each comes about as policy_host would have it. */
enum kind {
	NO_HOST,
	VERIFIED,
	FAILED,
	HALF, /* fails at one address, verified at another */
	ENCRYPT_ONLY,
	OPEN, /* opportunistic, and it answers */
	MUTE, /* opportunistic, and it does not */
	DNS_FAILED,
	NO_ADDRESS,
	UNREACHABLE,
};

/* kind_fill - a host of a kind */
static void kind_fill(struct host *h, enum kind kind, bool probed)
{
	static const struct {
		enum ds_status tlsa;
		size_t nrecords, nusable;
		enum talk talks[PROBES];
	} kinds[] = {
		[VERIFIED] = { DS_SECURE, 1, 1, { MATCH } },
		[FAILED] = { DS_SECURE, 1, 1, { MISMATCH } },
		[HALF] = { DS_SECURE, 1, 1, { MISMATCH, MATCH } },
		[ENCRYPT_ONLY] = { DS_SECURE, 1, 0, { ENCRYPTED } },
		[OPEN] = { DS_INSECURE, 0, 0, { ENCRYPTED } },
		[MUTE] = { DS_SECURE, 0, 0, { SILENT } },
		[DNS_FAILED] = { DS_BOGUS, 0, 0, { MATCH } },
		[NO_ADDRESS] = { DS_UNCHECKED, 0, 0, { NO_PROBE } },
		[UNREACHABLE] = { DS_SECURE, 1, 1, { SILENT } },
	};
	static const enum talk nobody[PROBES] = { NO_PROBE };

	host_fill(h, kinds[kind].tlsa, kinds[kind].nrecords, kinds[kind].nusable,
	    probed ? kinds[kind].talks : nobody);
	if (kind == NO_ADDRESS)
		h->host.a = fill(&h->a, NONE, DS_SECURE);
	h->host.policy = policy_host(&h->host, probed);
}

#define HOSTS 3

/* A domain in short. */
struct domain {
	enum ds_mx_kind mx;
	enum ds_status status;
	enum kind hosts[HOSTS];
};

/* verdict_of - the verdict, and what is deliverable */
static enum ds_verdict verdict_of(
    const struct domain *d, bool probed, bool works, bool limited, enum ds_deliverable *deliverable)
{
	struct host hosts[HOSTS];
	struct ds_host *list[HOSTS];
	struct ds_report r = {
		.probed = probed, .mx_kind = d->mx, .mx_status = d->status, .hosts = list
	};
	enum ds_verdict verdict;

	while (r.nhosts < HOSTS && d->hosts[r.nhosts] != NO_HOST) {
		kind_fill(&hosts[r.nhosts], d->hosts[r.nhosts], probed);
		list[r.nhosts] = &hosts[r.nhosts].host;
		r.nhosts++;
	}
	verdict = policy_verdict(&r, works, limited);
	*deliverable = policy_deliverable(&r, verdict);
	return verdict;
}

/* A row of the table of verdicts. */
struct row {
	struct domain domain;
	enum ds_verdict verdict;
	enum ds_deliverable deliverable;
};

/* check - each row */
static void check(const struct row *rows, size_t n, bool probed)
{
	for (size_t i = 0; i < n; i++) {
		enum ds_deliverable deliverable;
		enum ds_verdict verdict =
		    verdict_of(&rows[i].domain, probed, true, false, &deliverable);

		if (verdict != rows[i].verdict || deliverable != rows[i].deliverable)
			print_error("row %zu: verdict %d, deliverable %d\n", i, (int)verdict,
			    (int)deliverable);
		assert_int_equal(verdict, rows[i].verdict);
		assert_int_equal(deliverable, rows[i].deliverable);
		/* Our own trouble says nothing of the domain. */
		assert_int_equal(
		    verdict_of(&rows[i].domain, probed, false, false, &deliverable), DS_V_UNKNOWN);
		assert_int_equal(deliverable, DS_DELIVER_UNKNOWN);
		assert_int_equal(
		    verdict_of(&rows[i].domain, probed, true, true, &deliverable), DS_V_UNKNOWN);
	}
}

#define MX DS_MX_RECORDS

/* the table of verdicts, and their order where two rows fit */
static void test_verdict(void **state)
{
	static const struct row rows[] = {
		/* secured: all of them, and the MX too */
		{ { MX, DS_SECURE, { VERIFIED } }, DS_V_SECURED, DS_DELIVER_YES },
		{ { MX, DS_SECURE, { VERIFIED, VERIFIED, VERIFIED } }, DS_V_SECURED,
		    DS_DELIVER_YES },
		{ { DS_MX_IMPLICIT, DS_SECURE, { VERIFIED } }, DS_V_SECURED, DS_DELIVER_YES },
		/* partial */
		{ { MX, DS_INSECURE, { VERIFIED } }, DS_V_PARTIAL, DS_DELIVER_YES },
		{ { MX, DS_SECURE, { VERIFIED, OPEN } }, DS_V_PARTIAL, DS_DELIVER_YES },
		{ { MX, DS_SECURE, { ENCRYPT_ONLY } }, DS_V_PARTIAL, DS_DELIVER_YES },
		{ { MX, DS_SECURE, { ENCRYPT_ONLY, OPEN } }, DS_V_PARTIAL, DS_DELIVER_YES },
		{ { MX, DS_SECURE, { VERIFIED, UNREACHABLE } }, DS_V_PARTIAL, DS_DELIVER_DEGRADED },
		{ { MX, DS_SECURE, { VERIFIED, MUTE } }, DS_V_PARTIAL, DS_DELIVER_DEGRADED },
		{ { MX, DS_SECURE, { VERIFIED, NO_ADDRESS } }, DS_V_PARTIAL, DS_DELIVER_YES },
		{ { MX, DS_INSECURE, { ENCRYPT_ONLY, UNREACHABLE } }, DS_V_PARTIAL,
		    DS_DELIVER_DEGRADED },
		/* unprotected */
		{ { MX, DS_SECURE, { OPEN } }, DS_V_UNPROTECTED, DS_DELIVER_YES },
		{ { MX, DS_INSECURE, { OPEN, OPEN } }, DS_V_UNPROTECTED, DS_DELIVER_YES },
		{ { MX, DS_SECURE, { OPEN, UNREACHABLE } }, DS_V_UNPROTECTED, DS_DELIVER_DEGRADED },
		{ { MX, DS_SECURE, { OPEN, MUTE } }, DS_V_UNPROTECTED, DS_DELIVER_DEGRADED },
		{ { MX, DS_SECURE, { OPEN, NO_ADDRESS } }, DS_V_UNPROTECTED, DS_DELIVER_YES },
		{ { DS_MX_IMPLICIT, DS_INSECURE, { OPEN } }, DS_V_UNPROTECTED, DS_DELIVER_YES },
		/* broken: before all others */
		{ { MX, DS_SECURE, { FAILED } }, DS_V_BROKEN, DS_DELIVER_NO },
		{ { MX, DS_SECURE, { HALF } }, DS_V_BROKEN, DS_DELIVER_DEGRADED },
		{ { MX, DS_SECURE, { VERIFIED, FAILED } }, DS_V_BROKEN, DS_DELIVER_DEGRADED },
		{ { MX, DS_SECURE, { OPEN, DNS_FAILED } }, DS_V_BROKEN, DS_DELIVER_DEGRADED },
		{ { MX, DS_SECURE, { DNS_FAILED, FAILED } }, DS_V_BROKEN, DS_DELIVER_NO },
		{ { MX, DS_SECURE, { FAILED, UNREACHABLE } }, DS_V_BROKEN, DS_DELIVER_NO },
		{ { MX, DS_SECURE, { NO_ADDRESS } }, DS_V_BROKEN, DS_DELIVER_NO },
		{ { MX, DS_INSECURE, { NO_ADDRESS, NO_ADDRESS } }, DS_V_BROKEN, DS_DELIVER_NO },
		{ { MX, DS_BOGUS, { VERIFIED } }, DS_V_BROKEN, DS_DELIVER_NO },
		{ { MX, DS_INDETERMINATE, { NO_HOST } }, DS_V_BROKEN, DS_DELIVER_NO },
		{ { DS_MX_UNKNOWN, DS_BOGUS, { NO_HOST } }, DS_V_BROKEN, DS_DELIVER_NO },
		{ { DS_MX_NULL, DS_BOGUS, { NO_HOST } }, DS_V_BROKEN, DS_DELIVER_NO },
		{ { DS_MX_NONE, DS_BOGUS, { NO_HOST } }, DS_V_BROKEN, DS_DELIVER_NO },
		{ { MX, DS_SECURE, { NO_HOST } }, DS_V_BROKEN, DS_DELIVER_NO },
		/* no mail */
		{ { DS_MX_NULL, DS_SECURE, { NO_HOST } }, DS_V_NO_MAIL, DS_DELIVER_NO },
		{ { DS_MX_NULL, DS_INSECURE, { NO_HOST } }, DS_V_NO_MAIL, DS_DELIVER_NO },
		{ { DS_MX_NONE, DS_SECURE, { NO_HOST } }, DS_V_NO_MAIL, DS_DELIVER_NO },
		/* unknown: nobody got past the greeting */
		{ { MX, DS_SECURE, { UNREACHABLE } }, DS_V_UNKNOWN, DS_DELIVER_UNKNOWN },
		{ { MX, DS_SECURE, { MUTE, UNREACHABLE } }, DS_V_UNKNOWN, DS_DELIVER_UNKNOWN },
		{ { MX, DS_INSECURE, { MUTE } }, DS_V_UNKNOWN, DS_DELIVER_UNKNOWN },
		{ { MX, DS_SECURE, { MUTE, NO_ADDRESS } }, DS_V_UNKNOWN, DS_DELIVER_UNKNOWN },
	};

	(void)state;
	check(rows, count_of(rows), true);
}

/* without a connection the verdict speaks of DNS alone */
static void test_verdict_unprobed(void **state)
{
	static const struct row rows[] = {
		{ { MX, DS_SECURE, { VERIFIED } }, DS_V_SECURED, DS_DELIVER_YES },
		{ { MX, DS_SECURE, { FAILED } }, DS_V_SECURED, DS_DELIVER_YES },
		{ { MX, DS_SECURE, { UNREACHABLE } }, DS_V_SECURED, DS_DELIVER_YES },
		{ { MX, DS_INSECURE, { VERIFIED } }, DS_V_PARTIAL, DS_DELIVER_YES },
		{ { MX, DS_SECURE, { VERIFIED, OPEN } }, DS_V_PARTIAL, DS_DELIVER_YES },
		{ { MX, DS_SECURE, { ENCRYPT_ONLY } }, DS_V_PARTIAL, DS_DELIVER_YES },
		{ { MX, DS_SECURE, { OPEN } }, DS_V_UNPROTECTED, DS_DELIVER_YES },
		{ { MX, DS_SECURE, { MUTE } }, DS_V_UNPROTECTED, DS_DELIVER_YES },
		{ { MX, DS_SECURE, { VERIFIED, DNS_FAILED } }, DS_V_BROKEN, DS_DELIVER_DEGRADED },
		{ { MX, DS_SECURE, { NO_ADDRESS } }, DS_V_BROKEN, DS_DELIVER_NO },
		{ { DS_MX_NULL, DS_SECURE, { NO_HOST } }, DS_V_NO_MAIL, DS_DELIVER_NO },
	};

	(void)state;
	check(rows, count_of(rows), false);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_host),
		cmocka_unit_test(test_host_addresses),
		cmocka_unit_test(test_verdict),
		cmocka_unit_test(test_verdict_unprobed),
	};

	return cmocka_run_group_tests_name("policy", tests, NULL, NULL) != 0;
}
