/* SPDX-License-Identifier: BSD-2-Clause */
/* detail_chain - zones, DS records, keys, signatures and proofs, with the records themselves */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "tui/chain_tree.h"
#include "tui/detail.h"
#include "tui/facts.h"
#include "tui/faults.h"
#include "tui/glyph.h"
#include "tui/opinion.h"
#include "tui/page.h"
#include "tui/senders.h"
#include "tui/servers.h"
#include "tui/target.h"
#include "tui/words.h"

#define LABEL 14 /* column of the texts behind the labels */

/* title - mark, name and state of a thing */
static void title(struct page *p, struct said said, const char *name)
{
	page_row(p);
	page_mark(p, said.mark);
	page_field(p, ROLE_strong, name,
	    cell_text_width(name) < p->width - p->column - 1 ? cell_text_width(name)
							     : p->width - p->column - 1,
	    CELL_CUT_MIDDLE);
	page_row(p);
	page_to(p, page_mark_width(p));
	page_put(p, (enum role)said.mark, said.word);
}

/* record - a resource record as in a zone file */
static void record(struct page *p, const struct ds_rr *rr)
{
	char head[400], type[16];

	if (!rr)
		return;
	snprintf(head, sizeof head, "%s%s %u IN %s", rr->owner, strcmp(rr->owner, ".") ? "." : "",
	    rr->ttl, ds_type_name(rr->type, type, sizeof type));
	page_row(p);
	page_wrap(p, ROLE_value, 2, head);
	page_row(p);
	page_to(p, 4);
	page_wrap(p, ROLE_value, 4, rr->text);
}

/* records_heading - before records */
static void records_heading(struct page *p)
{
	page_blank(p);
	page_heading(p, _("As in a zone file"));
}

/* holds - how many records there are of each kind */
static void holds(struct page *p, const struct ds_link *link)
{
	char ds[32], keys[64], sigs[64], line[192];

	snprintf(ds, sizeof ds, _("%zu DS, "), link->nds);
	snprintf(keys, sizeof keys, n_("%zu key, ", "%zu keys, ", link->nkeys), link->nkeys);
	snprintf(
	    sigs, sizeof sigs, n_("%zu signature", "%zu signatures", link->nsigs), link->nsigs);
	snprintf(line, sizeof line, "%s%s%s", ds, keys, sigs);
	page_pair(p, _("Holds"), ROLE_normal, LABEL, line);
}

/* detail_link - a zone */
void detail_link(struct page *p, const struct ds_report *r, const struct target *t)
{
	const struct ds_link *link = target_link(r, t);
	const char *why;

	if (!link)
		return;
	why = words_why(link->why);
	title(p, words_status(r, link->status),
	    strcmp(link->zone, ".") ? link->zone : _(". (the root)"));
	page_row(p);
	page_wrap(p, ROLE_normal, 0, words_status_meaning(r, link->status));
	if (why)
		page_pair(p, _("Why"), ROLE_normal, LABEL, why);
	if (link->detail)
		page_pair(p, "", ROLE_dim, LABEL, _(link->detail));
	if (link->parent)
		page_pair(p, _("Proved by"), ROLE_value, LABEL, link->parent->zone);
	holds(p, link);
	fault_rows(p, r, t);
	servers_rows(p, r, link);
	if (link->nds || link->nkeys)
		records_heading(p);
	for (size_t i = 0; i < link->nds; i++)
		record(p, link->ds[i].rr);
	for (size_t i = 0; i < link->nkeys; i++)
		record(p, link->keys[i].rr);
	if (link->denial)
		for (size_t i = 0; i < link->denial->nrrs; i++)
			record(p, link->denial->rrs[i]);
}

/* detail_ds - a DS record */
void detail_ds(struct page *p, const struct ds_report *r, const struct target *t)
{
	const struct ds_link *link = target_link(r, t);
	const struct ds_ds *ds;
	char name[32], text[64];

	if (!link || (size_t)t->b >= link->nds)
		return;
	ds = &link->ds[t->b];
	snprintf(text, sizeof text, "DS %u", ds->key_tag);
	title(p,
	    ds->matches_key ? (struct said){ MARK_GOOD, _("fits a key of the zone") }
	    : ds->supported ? (struct said){ MARK_BAD, _("fits no key of the zone") }
			    : (struct said){ MARK_NONE, _("of a kind not known here") },
	    text);
	page_blank(p);
	page_row(p);
	page_wrap(p, ROLE_normal, 0,
	    _("The parent zone vouches with this record for one key of the zone below it."));
	page_pair(p, _("Zone"), ROLE_value, LABEL, link->zone);
	page_pair(p, _("Published by"), ROLE_value, LABEL, link->parent ? link->parent->zone : ".");
	snprintf(text, sizeof text, "%u", ds->key_tag);
	page_pair(p, _("Key tag"), ROLE_value, LABEL, text);
	page_pair(p, _("Algorithm"), ROLE_value, LABEL,
	    words_algorithm(ds->algorithm, name, sizeof name));
	page_pair(
	    p, _("Digest"), ROLE_value, LABEL, ds_digest_name(ds->digest_type, name, sizeof name));
	page_pair(p, "", ROLE_value, LABEL, ds->digest);
	if (!ds->matches_key)
		fault_rows(p, r, t);
	records_heading(p);
	record(p, ds->rr);
}

/* detail_key - a key */
void detail_key(struct page *p, const struct ds_report *r, const struct target *t)
{
	const struct ds_link *link = target_link(r, t);
	const struct ds_key *key;
	char name[32], text[96];

	if (!link || (size_t)t->b >= link->nkeys)
		return;
	key = &link->keys[t->b];
	snprintf(
	    text, sizeof text, "%s %u (%s)", _("key"), key->key_tag, words_key_kind(key, link));
	title(p,
	    key->revoked   ? (struct said){ MARK_BAD, _("revoked") }
	    : key->trusted ? (struct said){ MARK_GOOD, _("vouched for from above") }
			   : (struct said){ MARK_NONE, _("vouched for by another key") },
	    text);
	page_blank(p);
	page_pair(p, _("Zone"), ROLE_value, LABEL, link->zone);
	page_pair(p, _("Algorithm"), ROLE_value, LABEL,
	    words_algorithm(key->algorithm, name, sizeof name));
	snprintf(text, sizeof text, "%u", key->bits);
	page_pair(p, _("Bits"), ROLE_value, LABEL, text);
	snprintf(text, sizeof text, "%u%s%s%s", key->flags, key->zone_key ? ", ZONE" : "",
	    key->sep ? ", SEP" : "", key->revoked ? ", REVOKE" : "");
	page_pair(p, _("Flags"), ROLE_value, LABEL, text);
	page_pair(p, _("Signs"), ROLE_normal, LABEL,
	    key->signs_dnskey ? _("the keys of the zone") : _("the records of the zone"));
	if (link->status != DS_SECURE || key->revoked)
		fault_rows(p, r, t);
	records_heading(p);
	record(p, key->rr);
}

/* sig_rows - a signature: whose, of what, and its time */
static void sig_rows(struct page *p, const struct ds_report *r, const struct ds_sig *sig)
{
	char type[16], name[32], text[64], from[32], to[32];

	page_pair(
	    p, _("Covers"), ROLE_value, LABEL, ds_type_name(sig->type_covered, type, sizeof type));
	page_pair(p, _("Of"), ROLE_value, LABEL, sig->owner);
	snprintf(text, sizeof text, "%s %u, %s", _("key"), sig->key_tag,
	    words_algorithm(sig->algorithm, name, sizeof name));
	page_pair(p, _("Signed by"), ROLE_value, LABEL, text);
	page_pair(p, _("In zone"), ROLE_value, LABEL, sig->signer);
	snprintf(
	    text, sizeof text, "%s %s", words_moment(from, sizeof from, sig->inception), "UTC");
	page_pair(p, _("Valid from"), ROLE_value, LABEL, text);
	snprintf(text, sizeof text, "%s %s", words_moment(to, sizeof to, sig->expiration), "UTC");
	page_pair(p, _("until"), ROLE_value, LABEL, text);
	page_row(p);
	page_put(p, ROLE_dim, _("Now"));
	page_to(p, LABEL);
	fact_bar(p, sig, r->judged_at, p->width > 60 ? 24 : 12);
}

/* detail_sig - a signature, of a zone or of an answer */
void detail_sig(struct page *p, const struct ds_report *r, const struct target *t)
{
	const struct ds_sig *sig = target_sig(r, t);
	char type[16], text[64];

	if (!sig)
		return;
	snprintf(text, sizeof text, "RRSIG %s", ds_type_name(sig->type_covered, type, sizeof type));
	title(p, words_sig(sig->state), text);
	page_blank(p);
	sig_rows(p, r, sig);
	if (sig->state != DS_SIG_VALID && sig->state != DS_SIG_UNCHECKED)
		fault_rows(p, r, t);
	records_heading(p);
	record(p, sig->rr);
}

/* gaps - a proof, record by record */
static void gaps(struct page *p, const struct ds_denial *d)
{
	char text[96];

	for (size_t i = 0; i < d->ngaps; i++) {
		const struct ds_gap *gap = &d->gaps[i];

		page_blank(p);
		page_row(p);
		page_wrap(p, ROLE_strong, 0, words_gap(gap->role));
		chain_gap(p, gap, 2);
		page_pair(p, _("About"), ROLE_value, LABEL, gap->about);
		if (gap->hash)
			page_pair(p, _("Its hash"), ROLE_value, LABEL, gap->hash);
		page_pair(p, _("Gap from"), ROLE_value, LABEL, gap->owner);
		page_pair(p, _("to"), ROLE_value, LABEL, gap->next);
		if (gap->types)
			page_pair(p, _("Types there"), ROLE_value, LABEL, gap->types);
	}
	if (d->kind != DS_DENIAL_NSEC3)
		return;
	page_blank(p);
	snprintf(text, sizeof text, "%u", d->iterations);
	page_pair(p, _("Iterations"), ROLE_value, LABEL, text);
	page_pair(p, _("Salt"), ROLE_value, LABEL, d->salt && *d->salt ? d->salt : "-");
	page_pair(p, _("Opt-out"), ROLE_value, LABEL, d->opt_out ? _("yes") : _("no"));
}

/* detail_denial - the proof that something is not there */
void detail_denial(struct page *p, const struct ds_report *r, const struct target *t)
{
	const struct ds_link *link = target_link(r, t);

	if (!link || !link->denial)
		return;
	title(p,
	    (struct said){ link->denial->opt_out ? MARK_WEAK : MARK_GOOD,
		_("proves that there is no DS record") },
	    link->denial->kind == DS_DENIAL_NSEC3 ? "NSEC3" : "NSEC");
	gaps(p, link->denial);
	records_heading(p);
	for (size_t i = 0; i < link->denial->nrrs; i++)
		record(p, link->denial->rrs[i]);
}

/* aliases - CNAME and DNAME steps of an answer */
static void aliases(struct page *p, const struct ds_report *r, const struct ds_answer *a)
{
	for (size_t i = 0; i < a->naliases; i++) {
		struct said said = words_status(r, a->aliases[i].status);

		page_row(p);
		page_put(p, ROLE_dim, i ? "" : _("Alias"));
		page_to(p, LABEL);
		page_mark(p, said.mark);
		page_field(
		    p, ROLE_value, a->aliases[i].target, p->width - p->column - 1, CELL_CUT_MIDDLE);
	}
}

/* opinions - our own proof, and beside it what the resolver says when it is asked to check */
static void opinions(struct page *p, const struct ds_report *r, const struct ds_answer *a)
{
	struct said ours = words_status(r, a->status), theirs;
	char text[300];

	page_blank(p);
	page_row(p);
	page_put(p, ROLE_dim, _("Our proof"));
	page_to(p, LABEL);
	page_mark(p, ours.mark);
	page_put(p, (enum role)ours.mark, ours.word);
	theirs = opinion_resolver(r, a, text, sizeof text);
	if (!theirs.word)
		return;
	page_row(p);
	page_put(p, ROLE_dim, _("The resolver"));
	page_to(p, LABEL);
	page_mark(p, theirs.mark);
	page_wrap(p, theirs.mark == MARK_WEAK ? ROLE_weak : ROLE_normal, p->column, theirs.word);
	if (theirs.mark == MARK_WEAK)
		page_pair(p, "", ROLE_weak, LABEL, _("That is not what we find."));
}

/* detail_answer - a DNS answer */
void detail_answer(struct page *p, const struct ds_report *r, const struct target *t)
{
	const struct ds_answer *a = target_answer(r, t);
	char text[400], type[16];

	if (!a)
		return;
	snprintf(text, sizeof text, "%s %s", ds_type_name(a->type, type, sizeof type), a->name);
	title(p, words_status(r, a->status), text);
	page_row(p);
	page_wrap(p, ROLE_normal, 0, words_status_meaning(r, a->status));
	if (words_why(a->why))
		page_pair(p, _("Why"), ROLE_normal, LABEL,
		    a->why == DS_WHY_PARENT ? _("the zone that holds it is not secure")
					    : words_why(a->why));
	if (a->detail)
		page_pair(p, "", ROLE_dim, LABEL, _(a->detail));
	opinions(p, r, a);
	aliases(p, r, a);
	fault_rows(p, r, t);
	if (t->which == ANSWER_MX)
		senders_rows(p, r);
	if (a->nrrs)
		records_heading(p);
	for (size_t i = 0; i < a->nrrs; i++)
		record(p, a->rrs[i]);
	for (size_t i = 0; i < a->nsigs; i++) {
		struct said said = words_sig(a->sigs[i].state);

		page_blank(p);
		page_heading(p, _("Signature"));
		page_row(p);
		page_mark(p, said.mark);
		page_put(p, (enum role)said.mark, said.word);
		sig_rows(p, r, &a->sigs[i]);
	}
	if (a->denial) {
		page_blank(p);
		page_heading(p, _("Proof that it is not there"));
		gaps(p, a->denial);
		for (size_t i = 0; i < a->denial->nrrs; i++)
			record(p, a->denial->rrs[i]);
	}
}
