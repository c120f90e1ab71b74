/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * findings_differ - where the servers of one zone contradict each other
 *
 * The report is judged by the best reply. A validator that meets another may
 * fail: that is an error. Signatures that differ and all hold are none: servers
 * may each sign for themselves.
 */

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/diagnosis/findings.h"
#include "core/diagnosis/labels.h"
#include "core/diagnosis/servers.h"
#include "core/dns/asker.h"
#include "core/dns/compare.h"
#include "core/dns/facts.h"
#include "core/dns/name.h"

/* A question to which there are different replies. */
struct at_question {
	struct ds_diagnosis *d;
	const struct servers_seen *seen;
	const struct differing *differing;
	const struct reply *best; /* what the report is judged by */
};

/* is_answer - a reply that says what is there, or that it is not */
static bool is_answer(const struct reply *r)
{
	return r->msg != NULL && r->outcome <= DS_OUT_NXDOMAIN;
}

/* judged_of - what a reply would prove; NULL: there were too many */
static const struct judged *judged_of(const struct at_question *q, const struct reply *r)
{
	return r->group < GROUPS_MAX ? &q->differing->judged[r->group] : NULL;
}

/* is_worse - would a validator fail with this reply, and not with the best one? */
static bool is_worse(const struct at_question *q, const struct reply *r)
{
	const struct judged *judged = judged_of(q, r), *best = judged_of(q, q->best);

	return judged != NULL && best != NULL && judged->status != DS_UNCHECKED &&
	       best->status != DS_UNCHECKED && judged->status < DS_INSECURE &&
	       best->status >= DS_INSECURE;
}

/* contradicts - does a reply say something else? Each server may sign for itself and have its own way
 * to deny: proofs count, not their wording */
static bool contradicts(const struct at_question *q, const struct reply *r)
{
	return is_worse(q, r) ||
	       (compare_replies(q->best, r) & (COMPARE_OUTCOME | COMPARE_DATA)) != 0;
}

/* sig_word - what is wrong with a signature, in a few words */
static const char *sig_word(enum ds_sig_state state)
{
	switch (state) {
	case DS_SIG_EXPIRED: return N_("the signature has expired");
	case DS_SIG_NOT_YET_VALID: return N_("the signature is not yet valid");
	case DS_SIG_UNKNOWN_KEY: return N_("the signature is by a key that is not there");
	default: return N_("the signature does not fit");
	}
}

/* what_differs - in a few words; a msgid */
static const char *what_differs(const struct at_question *q, const struct reply *r)
{
	const struct judged *judged = judged_of(q, r);

	if (is_worse(q, r))
		return judged->why == DS_WHY_SIG ? sig_word(judged->sig)
						 : ds_reason_label(judged->why);
	if (compare_replies(q->best, r) & COMPARE_OUTCOME)
		return ds_outcome_label(r->outcome);
	return N_("the records are not the same");
}

/* server_text - the server by name and address */
static const char *server_text(struct ds_diagnosis *d, const struct reply *r)
{
	char address[NET_ADDRESS_TEXT];
	const char *text;

	net_address_text(&r->address, address, sizeof address);
	text = r->ns != NULL
		   ? arena_printf(d->arena, "%s (%s)", name_text_dup(d->arena, r->ns), address)
		   : arena_strdup(d->arena, address);
	return text != NULL ? text : "";
}

/* severity_of - how bad it is that this reply differs */
static enum ds_severity severity_of(const struct at_question *q, const struct reply *r)
{
	uint16_t type = q->differing->fact->type;

	if (is_worse(q, r))
		return DS_ERROR;
	/* Addresses that change from answer to answer share the load. */
	return type == DS_T_A || type == DS_T_AAAA ? DS_NOTICE : DS_WARNING;
}

/* host_of - whom the zone of a reply concerns */
static int host_of(const struct at_question *q, const struct reply *r)
{
	for (size_t i = 0; i < q->seen->nzones; i++)
		if (r->zone != NULL && name_equal(q->seen->zones[i].zone.zone, r->zone))
			return q->seen->zones[i].host;
	return FOR_DOMAIN;
}

/* review - one question: who says otherwise? */
static void review(const struct at_question *q)
{
	const struct fact *fact = q->differing->fact;
	const struct reply *worst = NULL;
	size_t total = 0, others = 0;
	const char *list = "";
	char type[16];

	for (const struct reply *r = fact->replies; r != NULL; r = r->next) {
		if (!is_answer(r))
			continue; /* that is said of the server */
		total++;
		if (r->group == q->best->group || !contradicts(q, r))
			continue;
		if (worst == NULL || (is_worse(q, r) && !is_worse(q, worst)))
			worst = r;
		others++;
		list = finding_join(q->d, list, server_text(q->d, r));
	}
	if (worst == NULL)
		return;
	finding_add(
	    q->d, &(struct found){ .code = DS_F_DNS_SERVERS_DIFFER,
		      .host = host_of(q, worst),
		      .at = name_text_dup(q->d->arena, fact->name),
		      .args = { ds_type_name(fact->type, type, sizeof type),
			  finding_number(q->d, (int64_t)others),
			  finding_number(q->d, (int64_t)total), list, what_differs(q, worst) },
		      .other_severity = true,
		      .severity = severity_of(q, worst) });
}

/* serials - the versions of a zone that its servers have */
static void serials(struct ds_diagnosis *d, const struct zone_seen *zone)
{
	uint32_t known[ITER_ADDRESSES_MAX];
	const char *list = "";
	size_t n = 0;

	for (size_t i = 0; i < zone->n; i++)
		for (size_t k = 0; k < zone->servers[i].nreplies; k++) {
			uint32_t serial = zone->servers[i].replies[k].serial;
			size_t j = 0;

			while (j < n && known[j] != serial)
				j++;
			if (j < n || serial == 0 || n == ITER_ADDRESSES_MAX)
				continue;
			known[n++] = serial;
			list = finding_join(d, list, finding_number(d, serial));
		}
	if (n > 1)
		finding_note(
		    d, DS_F_DNS_SERVERS_SERIAL, zone->host, zone->name, list, NULL, NULL, NULL);
}

/* findings_differ - every question with different replies */
void findings_differ(struct ds_diagnosis *d, const struct servers_seen *seen)
{
	for (size_t i = 0; i < seen->ndiffering; i++) {
		const struct fact *fact = seen->differing[i].fact;

		if (fact->judged != NULL && is_answer(fact->judged) && fact->type != DS_T_SOA)
			review(&(struct at_question){ d, seen, &seen->differing[i], fact->judged });
	}
	for (size_t i = 0; i < seen->nzones; i++)
		serials(d, &seen->zones[i]);
}
