/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * findings_differ - where the servers of one zone contradict each other
 *
 * The report is judged by the best reply. A validator that meets another may
 * fail: that is an error. Signatures that differ and all hold are none: servers
 * may each sign for themselves.
 */

#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/diagnosis/findings.h"
#include "core/diagnosis/labels.h"
#include "core/diagnosis/servers.h"
#include "core/dns/asker.h"
#include "core/dns/compare.h"
#include "core/dns/facts.h"
#include "core/dns/name.h"
#include "core/limits.h"

/* A question to which there are different replies. */
struct at_question {
	struct ds_diagnosis *d;
	const struct servers_seen *seen;
	const struct differing *differing;
	const struct reply *best; /* what the report is judged by */
};

/* Servers of one zone that say something else than the rest. */
struct difference {
	const uint8_t *name, *zone; /* the name asked for; the zone, where there are several */
	const char *types;          /* of the questions, in words */
	const char *servers, *what;
	size_t others, total;
	int host;
	enum ds_severity severity;
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

/* by_name - for qsort() */
static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* in_order - a list of servers, the same however their replies came in */
static const char *in_order(struct ds_diagnosis *d, const char **servers, size_t n)
{
	const char *list = "";

	qsort(servers, n, sizeof *servers, by_name);
	for (size_t i = 0; i < n; i++)
		list = finding_join(d, list, servers[i]);
	return list;
}

/* alike - how many servers give this reply? */
static size_t alike(const struct reply *replies, const struct reply *one)
{
	size_t n = 0;

	for (const struct reply *r = replies; r != NULL; r = r->next)
		n += is_answer(r) && r->group == one->group;
	return n;
}

/* reference - what the most servers say, of the replies that prove as much as the best: the others are
 * those who differ */
static const struct reply *reference(const struct at_question *q)
{
	const struct reply *replies = q->differing->fact->replies, *chosen = q->best;
	size_t most = alike(replies, chosen);

	for (const struct reply *r = replies; r != NULL; r = r->next) {
		size_t n = is_answer(r) && !is_worse(q, r) ? alike(replies, r) : 0;

		if (n > most) {
			most = n;
			chosen = r;
		}
	}
	return chosen;
}

/* review - one question: who says otherwise? False: nobody */
static bool review(const struct at_question *q, struct difference *out)
{
	const struct fact *fact = q->differing->fact;
	const char *servers[ITER_ADDRESSES_MAX], *types;
	const struct reply *worst = NULL;
	size_t total = 0, others = 0;
	char type[16];

	for (const struct reply *r = fact->replies; r != NULL; r = r->next) {
		if (!is_answer(r))
			continue; /* that is said of the server */
		total++;
		if (r->group == q->best->group || !contradicts(q, r))
			continue;
		if (worst == NULL || (is_worse(q, r) && !is_worse(q, worst)))
			worst = r;
		if (others < ITER_ADDRESSES_MAX)
			servers[others++] = server_text(q->d, r);
	}
	if (worst == NULL)
		return false;
	types = arena_strdup(q->d->arena, ds_type_name(fact->type, type, sizeof type));
	*out = (struct difference){ .name = fact->name,
		.zone = worst->zone != NULL ? worst->zone : fact->name,
		.types = types != NULL ? types : "",
		.servers = in_order(q->d, servers, others),
		.what = what_differs(q, worst),
		.others = others,
		.total = total,
		.host = host_of(q, worst),
		.severity = severity_of(q, worst) };
	return true;
}

/* has_type - is the type in the list? */
static bool has_type(const char *list, const char *type)
{
	size_t n = strlen(type);

	for (const char *at = strstr(list, type); at != NULL; at = strstr(at + 1, type))
		if ((at == list || at[-1] == ' ') && (at[n] == ',' || at[n] == '\0'))
			return true;
	return false;
}

/* fold - one finding for all questions of a zone in which the same servers differ as badly. True: done */
static bool fold(
    struct ds_diagnosis *d, struct difference *all, size_t n, const struct difference *one)
{
	for (size_t i = 0; i < n; i++) {
		struct difference *known = &all[i];

		if (known->severity != one->severity || !name_equal(known->zone, one->zone) ||
		    strcmp(known->servers, one->servers) != 0)
			continue;
		if (!name_equal(known->name, one->name))
			known->name = known->zone;
		if (!has_type(known->types, one->types))
			known->types = finding_join(d, known->types, one->types);
		if (one->total > known->total)
			known->total = one->total;
		return true;
	}
	return false;
}

/* say - the finding */
static void say(struct ds_diagnosis *d, const struct difference *one)
{
	finding_add(d, &(struct found){ .code = DS_F_DNS_SERVERS_DIFFER,
			   .host = one->host,
			   .at = name_text_dup(d->arena, one->name),
			   .args = { one->types, finding_number(d, (int64_t)one->others),
			       finding_number(d, (int64_t)one->total), one->servers, one->what },
			   .other_severity = true,
			   .severity = one->severity });
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
	struct difference *all = arena_alloc(d->arena, seen->ndiffering + 1, sizeof *all);
	size_t n = 0;

	for (size_t i = 0; all != NULL && i < seen->ndiffering; i++) {
		const struct fact *fact = seen->differing[i].fact;
		struct at_question q = { d, seen, &seen->differing[i], fact->judged };
		struct difference one;

		if (q.best == NULL || !is_answer(q.best) || fact->type == DS_T_SOA)
			continue;
		q.best = reference(&q);
		if (review(&q, &one) && !fold(d, all, n, &one))
			all[n++] = one;
	}
	for (size_t i = 0; i < n; i++)
		say(d, &all[i]);
	for (size_t i = 0; i < seen->nzones; i++)
		serials(d, &seen->zones[i]);
}
