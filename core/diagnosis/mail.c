/* SPDX-License-Identifier: BSD-2-Clause */
/* mail - who takes the domain's mail (RFC 5321 section 5.1, RFC 7505, RFC 7672 section 2.2.1) */

#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/diagnosis/diagnosis_impl.h"
#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dnssec/prover.h"

/* An MX record on its way into the report. */
struct mx {
	unsigned preference;
	const uint8_t *host;
};

/* says_more - does a message say something of the name that its aliases lead to? */
static bool says_more(const struct fact *fact)
{
	const struct dns_rrset *set = fact->msg->authority;

	while (set != NULL && set->type != DS_T_SOA)
		set = set->next;
	return set != NULL || fact->outcome == DS_OUT_NXDOMAIN;
}

/* mail_look - the set at the end of a name's aliases, proved or not, through as many look-ups as it
 * takes. False: wait */
bool mail_look(struct ds_diagnosis *d, const uint8_t *name, uint16_t type, bool *aliased,
    const struct dns_rrset **out)
{
	const struct fact *fact = facts_peek(d->facts, name, type);

	*aliased = false;
	*out = NULL;
	if (fact == NULL || !fact->done)
		return fact == NULL;
	for (unsigned steps = 0; steps <= DNS_ALIASES_MAX && fact->msg != NULL; steps++) {
		const struct dns_rrset *set = dns_rrset_find(fact->msg->answer, name, type);

		*out = set;
		if (set != NULL)
			return true;
		set = dns_rrset_find(fact->msg->answer, name, DS_T_CNAME);
		if (set == NULL && *aliased && !name_equal(name, fact->name) && !says_more(fact)) {
			fact = facts_want(d->facts, name, type);
			if (!fact->done)
				return false;
			continue;
		}
		name = set != NULL ? dns_rdata_name(set->rrs[0], 0) : NULL;
		if (name == NULL)
			return true;
		*aliased = true;
	}
	return true;
}

/* mail_rrset - the same, of what is there by now */
const struct dns_rrset *mail_rrset(
    struct ds_diagnosis *d, const uint8_t *name, uint16_t type, bool *aliased)
{
	const struct dns_rrset *set;

	mail_look(d, name, type, aliased, &set);
	return set;
}

/* mx_order - by preference, then by name, so that every run has the same order */
static int mx_order(const void *a, const void *b)
{
	const struct mx *x = a, *y = b;

	if (x->preference != y->preference)
		return x->preference < y->preference ? -1 : 1;
	return name_compare(x->host, y->host);
}

/* mx_list - the records of a set in order; returns how many */
static size_t mx_list(const struct dns_rrset *set, struct mx out[DNS_RRSET_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < set->n; i++) {
		const struct dns_rr *rr = set->rrs[i];
		const uint8_t *host = rr->len > 2 ? dns_rdata_name(rr, 2) : NULL;

		if (host == NULL)
			continue;
		out[n].preference = (unsigned)rr->rdata[0] << 8 | rr->rdata[1];
		out[n++].host = host;
	}
	qsort(out, n, sizeof *out, mx_order);
	return n;
}

/* is_listed - has this host been added? */
static bool is_listed(const struct ds_diagnosis *d, const uint8_t *host)
{
	for (size_t i = 0; i < d->nhosts; i++)
		if (name_equal(d->hosts[i]->name, host))
			return true;
	return false;
}

/* add_hosts - a mail host for each distinct name of a set, the preferred first */
static void add_hosts(struct ds_diagnosis *d, const struct dns_rrset *set)
{
	struct mx list[DNS_RRSET_MAX];
	size_t n = mx_list(set, list);

	for (size_t i = 0; i < n && d->nhosts < MX_MAX; i++)
		if (!name_is_root(list[i].host) && !is_listed(d, list[i].host))
			host_add(d, list[i].host, list[i].preference);
}

/* mail_peek - the hosts, before their list is proved */
void mail_peek(struct ds_diagnosis *d)
{
	const struct fact *fact = facts_peek(d->facts, d->domain, DS_T_MX);
	const struct dns_rrset *set;
	bool aliased;

	if (fact == NULL || !fact->done)
		return;
	if (!mail_look(d, d->domain, DS_T_MX, &aliased, &set))
		return;
	d->mx_seen = true;
	if (set != NULL)
		add_hosts(d, set);
	else if (fact->outcome == DS_OUT_NODATA) {
		/* No MX: the domain's own address will be wanted. */
		if (d->engine->family != 6)
			facts_want(d->facts, d->domain, DS_T_A);
		if (d->engine->family != 4)
			facts_want(d->facts, d->domain, DS_T_AAAA);
	}
}

/* records - the MX records for the report */
static const struct ds_mx_record *records(
    struct ds_diagnosis *d, const struct dns_rrset *set, size_t *n, size_t *left_out)
{
	struct mx list[DNS_RRSET_MAX];
	struct ds_mx_record *out;

	*n = mx_list(set, list);
	*left_out = *n > MX_MAX ? *n - MX_MAX : 0;
	*n -= *left_out;
	out = arena_alloc(d->arena, *n, sizeof *out);
	for (size_t i = 0; out != NULL && i < *n; i++) {
		out[i].preference = list[i].preference;
		out[i].host = name_text_dup(d->arena, list[i].host);
		out[i].usable = name_is_host(list[i].host);
		if (out[i].host == NULL)
			*n = i; /* no memory: the list ends here */
	}
	if (out == NULL)
		*n = 0;
	return out;
}

/* tell - what the MX look-up came to */
static void tell(struct ds_diagnosis *d, enum ds_mx_kind kind, const struct ds_answer *answer)
{
	const uint8_t *end = answer_final_name(d->prover, d->domain, DS_T_MX);
	struct ds_event e = { .kind = DS_EV_MX, .mx = { .kind = kind, .answer = answer } };
	const struct dns_rrset *set = NULL;
	bool aliased;

	if (kind == DS_MX_RECORDS || kind == DS_MX_NULL) {
		set = mail_rrset(d, d->domain, DS_T_MX, &aliased);
		if (set == NULL)
			set = mail_rrset(d, end, DS_T_MX, &aliased);
	}
	if (set != NULL) {
		e.mx.records = records(d, set, &e.mx.nrecords, &e.mx.left_out);
		add_hosts(d, set); /* those that the peek could not see */
	}
	diagnosis_tell(d, &e);
}

/* is_null - a single MX that names the root (RFC 7505 section 3) */
static bool is_null(const struct ds_answer *answer)
{
	return answer->nrrs == 1 && answer->rrs[0]->rdata_len == 3;
}

/* settle_implicit - no MX: the domain itself takes its mail, if it has an address. False: wait */
static bool settle_implicit(struct ds_diagnosis *d, const struct ds_answer *answer)
{
	const uint8_t *name = answer_final_name(d->prover, d->domain, DS_T_MX);
	const struct ds_answer *a = NULL, *aaaa = NULL;
	struct policy_addresses addresses;
	bool done = true;

	if (d->engine->family != 6)
		done &= prove_answer(d->prover, name, DS_T_A, &a);
	if (d->engine->family != 4)
		done &= prove_answer(d->prover, name, DS_T_AAAA, &aaaa);
	if (!done)
		return false;
	policy_addresses(a, aaaa, &addresses);
	if (addresses.none) {
		tell(d, DS_MX_NONE, answer);
	} else {
		tell(d, DS_MX_IMPLICIT, answer);
		host_add(d, name, 0);
	}
	return true;
}

/* mail_settle - judges the MX answer. False: wait */
bool mail_settle(struct ds_diagnosis *d)
{
	const struct ds_answer *answer;

	if (!prove_answer(d->prover, d->domain, DS_T_MX, &answer) || answer == NULL)
		return false;
	/* An error is no proof that there is no MX: no sender goes on from it (RFC 7672 2.1.2). */
	if (policy_is_error(answer->status) && answer->nrrs == 0) {
		tell(d, DS_MX_UNKNOWN, answer);
		return true;
	}
	switch (answer->outcome) {
	case DS_OUT_DATA:
		/* No records: aliases that lead round, or too far. */
		tell(d,
		    answer->nrrs == 0 ? DS_MX_UNKNOWN
		    : is_null(answer) ? DS_MX_NULL
				      : DS_MX_RECORDS,
		    answer);
		return true;
	case DS_OUT_NODATA: return settle_implicit(d, answer);
	case DS_OUT_NXDOMAIN: tell(d, DS_MX_NONE, answer); return true;
	default: tell(d, DS_MX_UNKNOWN, answer); return true;
	}
}
