/* SPDX-License-Identifier: BSD-2-Clause */
/* publish_notes - what to know before TLSA records are published, or replaced */
#include <stdio.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/dane/policy.h"
#include "core/dane/publish_impl.h"

#define NOTES_MAX 64
#define DAY       86400
#define SOON      (30 * DAY) /* a certificate's last month */

struct notes {
	struct arena *arena;
	size_t n;
	const char *list[NOTES_MAX];
	bool failed;
};

/* note - one more, unless it is there; NULL: no memory */
static void note(struct notes *notes, const char *text)
{
	if (text == NULL) {
		notes->failed = true;
		return;
	}
	for (size_t i = 0; i < notes->n; i++)
		if (strcmp(notes->list[i], text) == 0)
			return;
	if (notes->n < NOTES_MAX)
		notes->list[notes->n++] = text;
}

/* note_dns - where nobody would look at the records */
static void note_dns(struct notes *notes, const struct publish_host *h)
{
	if (!h->looked)
		return;
	if (h->missing)
		note(notes, arena_printf(notes->arena, _("%s has no address."), h->host));
	else if (h->address == DS_INSECURE && h->tlsa == DS_UNCHECKED)
		note(notes,
		    arena_printf(notes->arena,
			_("No sender looks at TLSA records of this host: its address is not signed "
			  "(zone %s). Sign that first."),
			h->unsigned_zone != NULL ? h->unsigned_zone : h->base));
	else if (policy_is_error(h->address))
		note(notes,
		    _("The address of this host cannot be proved: mend that first, for senders that "
		      "honour DANE leave the host out."));
	else if (policy_is_error(h->tlsa))
		note(notes,
		    _("What is published now cannot be proved: mend that first, for senders that "
		      "honour DANE leave the host out. Nothing is marked as published here."));
	else if (h->tlsa == DS_INSECURE)
		note(notes,
		    _("The place where the records belong is not signed: no sender would count "
		      "them."));
}

/* note_unseen - nothing was seen: it may not be a mail host at all */
static void note_unseen(
    struct notes *notes, const struct publish_host *h, const struct publish_advice *advice)
{
	if (h->looked && advice->result == PUBLISH_UNSEEN && !policy_is_error(h->address))
		note(notes,
		    arena_printf(notes->arena,
			_("If %s is a mail domain, name its mail hosts instead; danescope check %s "
			  "tells which they are."),
			h->host, h->host));
}

/* chain_text - what follows from an address that showed nothing */
static const char *chain_text(struct arena *arena, const struct publish_chain *chain)
{
	if (chain->refused)
		return arena_printf(arena,
		    _("%s does no TLS (%s): a TLSA record promises it, and senders would "
		      "keep their mail. Publish nothing before this works at every address."),
		    chain->where, chain->failure);
	if (chain->further)
		return arena_printf(arena,
		    _("%s: %s. If it has, that must fit the records as well."), chain->where,
		    chain->failure);
	return arena_printf(arena,
	    _("%s showed no certificate (%s): what it shows must fit the records as well."),
	    chain->where, chain->failure);
}

/* note_chains - addresses where there is no TLS, or nothing was seen */
static void note_chains(struct notes *notes, const struct publish_host *h)
{
	for (size_t i = 0; i < h->nchains; i++) {
		const struct publish_chain *chain = &h->chains[i];

		if (chain->failure == NULL)
			continue;
		note(notes, chain_text(notes->arena, chain));
	}
	if (h->left_out > 0)
		note(notes,
		    arena_printf(notes->arena,
			n_("%zu more address was not looked at: what it shows must fit as well.",
			    "%zu more addresses were not looked at: what they show must fit as well.",
			    h->left_out),
			h->left_out));
}

/* note_issuer - why there is no 2 1 1, or what is risky about it */
static void note_issuer(struct notes *notes, struct dane_judge *judge, const struct publish_host *h,
    const struct publish_advice *advice, const char *fault)
{
	bool issuer = false;

	if (fault != NULL)
		note(
		    notes, arena_printf(notes->arena,
			       _("No 2 1 1 for the issuer: not every chain would pass by it (%s)."),
			       fault));
	for (size_t i = 0; i < advice->nrecords; i++)
		issuer |=
		    advice->records[i].record.usage == 2 && advice->records[i].state <= PUBLISH_ADD;
	for (size_t i = 0; issuer && i < h->nchains; i++) {
		struct dane_opinion opinion;
		const struct publish_chain *chain = &h->chains[i];

		if (chain->ncerts == 0)
			continue;
		if (!publish_judge(judge, h, chain, 0, NULL, &opinion))
			notes->failed = true;
		else if (strcmp(opinion.pkix, "verified") == 0)
			note(notes,
			    arena_printf(notes->arena,
				_("%s is a public authority, which may issue from another key at any "
				  "renewal: 2 1 1 alone is not enough, keep 3 1 1 beside it and the "
				  "key when you renew."),
				chain->certs[0]->issuer));
	}
}

/* note_dates - certificates that are over, or soon will be */
static void note_dates(struct notes *notes, const struct publish_host *h)
{
	char until[32];

	for (size_t i = 0; i < h->nchains; i++) {
		const struct ds_certificate *cert =
		    h->chains[i].ncerts > 0 ? h->chains[i].certs[0] : NULL;

		if (cert == NULL || cert->not_after - h->at > SOON)
			continue;
		text_time(until, sizeof(until), cert->not_after);
		note(notes,
		    arena_printf(notes->arena,
			cert->not_after < h->at
			    ? _("The certificate of %s ended on %s. Under 3 1 1 dates do not "
				"count, under 2 1 1 they do, and some senders always look at them.")
			    : _("The certificate of %s ends on %s: renew it with the same key, "
				"or publish the next key well before that."),
			h->chains[i].where, until));
	}
}

/* note_ttl - records that stay too long in the memory of resolvers */
static void note_ttl(struct notes *notes, const struct publish_host *h, uint32_t ttl)
{
	for (size_t i = 0; i < h->nrecords; i++)
		if (h->records[i].ttl > DAY) {
			note(notes,
			    arena_printf(notes->arena,
				_("The published TTL is %u seconds: a mistake lasts as long. %u is "
				  "enough."),
				h->records[i].ttl, ttl));
			return;
		}
}

/* note_rollover - how to change keys without losing mail (RFC 7671 section 8.1) */
static void note_rollover(
    struct notes *notes, const struct publish_host *h, const struct publish_advice *advice)
{
	bool spare = false;

	for (size_t i = 0; i < advice->nrecords; i++)
		spare |= advice->records[i].state == PUBLISH_SPARE;
	if (h->nchains > 0 && h->chains[0].planned) {
		note(notes,
		    arena_printf(notes->arena,
			_("Publish these beside what is published now, wait two TTLs (%u seconds), "
			  "then put the certificate in use; remove the old records after that."),
			2 * advice->ttl));
		return;
	}
	note(notes,
	    arena_printf(notes->arena,
		spare
		    ? _("A next key seems to be published. Wait two TTLs (%u seconds) after that, "
			"then put it in use; remove the record of the old key after that.")
		    : _("Before the key changes, publish 3 1 1 of the next key beside these, wait "
			"two TTLs (%u seconds), then put it in use; remove the record of the old "
			"key after that. A renewal that keeps the key needs no change."),
		2 * advice->ttl));
}

/* publish_notes - all of them, the gravest first */
bool publish_notes(struct arena *arena, struct dane_judge *judge, const struct publish_host *h,
    struct publish_advice *advice, const char *issuer_fault)
{
	struct notes notes = { .arena = arena };
	const char **list;

	note_dns(&notes, h);
	note_chains(&notes, h);
	note_unseen(&notes, h, advice);
	if (advice->nrecords > 0) {
		note_issuer(&notes, judge, h, advice, issuer_fault);
		note_dates(&notes, h);
		note_ttl(&notes, h, advice->ttl);
	}
	if (advice->nrecords > 0 && advice->result == PUBLISH_GOOD)
		note_rollover(&notes, h, advice);
	list = arena_copy(arena, notes.list, notes.n * sizeof(notes.list[0]));
	advice->notes = list;
	advice->nnotes = list != NULL ? notes.n : 0;
	return list != NULL && !notes.failed;
}
