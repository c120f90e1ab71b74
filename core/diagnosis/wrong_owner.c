/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wrong_owner - TLSA records where no sender looks for them
 *
 * Where a host has none, they may have been published at the host itself, at the domain, or at an
 * alias between the host and its end. Asked when the verdict is there, and not waited for longer than
 * the first message takes.
 */

#include <string.h>

#include "core/base/arena.h"
#include "core/diagnosis/diagnosis_impl.h"
#include "core/diagnosis/findings.h"
#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"

/* is_missing - is there no TLSA record where senders look? */
static bool is_missing(const struct ds_host *h)
{
	return h->tlsa.ncandidates > 0 && h->tlsa.nrecords == 0 && h->tlsa.answer->nrrs == 0 &&
	       !policy_is_error(h->tlsa.status);
}

/* was_asked - is this a name that senders ask? */
static bool was_asked(const struct ds_host *h, const char *text)
{
	for (size_t i = 0; i < h->tlsa.ncandidates; i++)
		if (strcmp(h->tlsa.candidates[i]->name, text) == 0)
			return true;
	return false;
}

/* look - asks at one name. True: nothing to wait for */
static bool look(struct host_work *h, const uint8_t *name)
{
	struct ds_diagnosis *d = h->d;
	const struct ds_host *host = d->report.hosts[h->index];
	const char *text = name != NULL ? name_text_dup(d->arena, name) : NULL;
	const struct fact *fact;

	if (text == NULL || was_asked(host, text))
		return true;
	fact = facts_want(d->facts, name, DS_T_TLSA);
	if (!fact->done)
		return fact->slow;
	if (fact->msg != NULL && dns_rrset_find(fact->msg->answer, name, DS_T_TLSA) != NULL)
		finding_note(d, DS_F_TLSA_WRONG_OWNER, (int)h->index, text, host->name,
		    host->tlsa.name, NULL, NULL);
	return true;
}

/* prepare - the names to look at, once: they must live as long as the questions */
static void prepare(struct host_work *h, const struct ds_host *host)
{
	struct wrong_owner *w = &h->wrong;

	w->prepared = true;
	w->names[w->n++] = h->name;
	w->names[w->n++] = host_tlsa_name(h->d, h->d->domain);
	for (size_t i = 0; i + 1 < host->naliases && w->n < WRONG_NAMES_MAX; i++) {
		const uint8_t *name = name_from_text(h->d->arena, host->aliases[i].target);

		w->names[w->n++] = name != NULL ? host_tlsa_name(h->d, name) : NULL;
	}
}

/* wrong_owner_step - see diagnosis_impl.h */
bool wrong_owner_step(struct host_work *h)
{
	const struct ds_host *host = h->d->report.hosts[h->index];
	bool over = true;

	if (!is_missing(host) || h->d->engine->looks == DS_LOOKS_NEVER)
		return true;
	if (!h->wrong.prepared)
		prepare(h, host);
	for (size_t i = 0; i < h->wrong.n; i++)
		over &= look(h, h->wrong.names[i]);
	return over;
}
