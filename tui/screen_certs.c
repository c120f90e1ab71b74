/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * screen_certs - the certificates that one address showed: the chain as it was sent, and what it shows
 * to senders that take other kinds of keys or ask for no name
 *
 * Enter opens one of them, to the PEM.
 */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/remark.h"
#include "core/danescope.h"
#include "core/diagnosis/labels.h"
#include "tui/facts.h"
#include "tui/glyph.h"
#include "tui/ui.h"
#include "tui/words.h"

#define SOON (14 * 86400) /* before its end: time to see to a new one */

/* A chain of certificates that was shown, and what came of it. */
struct shown {
	const struct ds_host *host;
	size_t n;
	const struct ds_certificate *const *certs;
	enum ds_dane_result dane;
	int record, depth;
	const char *pkix;
	const struct ds_tls *tls;
	struct target at; /* of its first certificate */
};

/* common_name - the part of a subject that people know it by */
static const char *common_name(const char *subject, char *buf, size_t size)
{
	const char *cn = strstr(subject, "CN");
	size_t n;

	if (!cn)
		return subject;
	cn += 2 + strspn(cn + 2, " =");
	n = strcspn(cn, ",+/");
	snprintf(buf, size, "%.*s", (int)n, cn);
	return n ? buf : subject;
}

/* place_word - what a certificate is in the chain */
static const char *place_word(const struct shown *s, size_t i)
{
	if (!i)
		return _("its own");
	return s->certs[i]->self_signed ? _("root") : _("issuer");
}

/* cert_row - one certificate: place, name, key, and how long it lives */
static void cert_row(struct page *p, const struct ds_report *r, const struct shown *s, size_t i)
{
	const struct ds_certificate *c = s->certs[i];
	bool fits = s->record >= 0 && s->depth == (int)i;
	enum mark mark = fits                                ? MARK_GOOD
			 : !i && s->dane == DS_DANE_MISMATCH ? MARK_BAD
							     : MARK_NONE;
	int name = p->width * 34 / 100, bar;
	struct target t = s->at;
	char text[256];

	page_row(p);
	t.b += (int)i;
	page_link(p, t);
	page_value(p, c->pem ? c->pem : c->subject);
	page_to(p, 1);
	page_mark(p, mark);
	page_field(p, ROLE_dim, place_word(s, i), 8, CELL_CUT_END);
	page_to(p, p->column + 1);
	page_handle(
	    p, ROLE_strong, common_name(c->subject, text, sizeof text), name, CELL_CUT_MIDDLE);
	page_to(p, p->column + 1);
	page_field(p, ROLE_value, c->key, 9, CELL_CUT_END);
	page_to(p, p->column + 1);
	bar = p->width - p->column - 17;
	bar = bar > 12 ? 12 : bar < 6 ? 0 : bar;
	fact_life(p, c->not_before, c->not_after, r->judged_at, bar, SOON);
	if (mark == MARK_BAD)
		page_problem(p);
}

/* fits_row - which TLSA record fits, below the certificate that it fits */
static void fits_row(struct page *p, const struct shown *s, size_t i)
{
	char record[64];

	if (s->record < 0 || s->depth != (int)i || (size_t)s->record >= s->host->tlsa.nrecords)
		return;
	page_row(p);
	page_to(p, 1 + page_mark_width(p) + 9);
	page_putf(p, ROLE_good, _("fits TLSA %s"),
	    fact_record(&s->host->tlsa.records[s->record], p->fancy, record, sizeof record));
}

/* misfit_row - what the records expect, and what was shown instead */
static void misfit_row(struct page *p, const struct shown *s)
{
	char record[64], digest[24];

	if (s->dane != DS_DANE_MISMATCH)
		return;
	for (size_t i = 0; i < s->host->tlsa.nrecords; i++) {
		const struct ds_tlsa_record *r = &s->host->tlsa.records[i];
		const char *seen = s->n ? fact_subject(r, s->certs[0]) : NULL;

		if (r->reason != DS_TLSA_USABLE)
			continue;
		page_row(p);
		page_to(p, 1 + page_mark_width(p) + 9);
		page_putf(p, ROLE_bad, "TLSA %s", fact_record(r, p->fancy, record, sizeof record));
		if (seen)
			page_putf(p, ROLE_bad, " %s %s %s", glyph(p->fancy, GLYPH_DIFFERS),
			    r->selector ? _("key") : _("certificate"),
			    fact_digest(seen, p->fancy, digest, sizeof digest));
	}
}

/* judged_row - DANE and, for comparison, what a web browser would say */
static void judged_row(struct page *p, const struct shown *s)
{
	struct said dane = words_dane(s->dane);

	page_row(p);
	page_to(p, 1);
	page_put(p, ROLE_dim, "DANE");
	p->column++;
	page_mark(p, dane.mark);
	page_put(p, (enum role)dane.mark, dane.word);
	if (!s->pkix)
		return;
	page_to(p, p->column + 3);
	page_put(p, ROLE_dim, _("as a browser sees it:"));
	p->column++;
	page_field(p, ROLE_dim, _(ds_pkix_label(s->pkix)), p->width - p->column - 1, CELL_CUT_END);
}

/* chain_rows - a chain, certificate by certificate */
static void chain_rows(struct page *p, const struct ds_report *r, const struct shown *s)
{
	judged_row(p, s);
	for (size_t i = 0; i < s->n; i++) {
		cert_row(p, r, s, i);
		fits_row(p, s, i);
	}
	misfit_row(p, s);
}

/* alternate_rows - what was shown when other keys were asked for, or no name */
static void alternate_rows(struct page *p, const struct ds_report *r, const struct ds_host *host,
    const struct target *at, size_t i, const struct ds_alternate *a)
{
	struct shown shown = { host, a->ncerts, a->certs, a->dane, a->matched_record,
		a->matched_depth, a->pkix, a->tls, *at };
	char words[REMARK_WORDS];

	shown.at.b = ((int)i + 1) * TARGET_LOOK;
	page_blank(p);
	page_heading(p, _(ds_look_label(a->look)));
	if (a->result == DS_LOOKED_SHOWN && !a->same) {
		chain_rows(p, r, &shown);
		return;
	}
	page_row(p);
	page_to(p, 1);
	if (a->result == DS_LOOKED_SHOWN)
		page_put(p, ROLE_normal, _("the same certificates"));
	else if (a->result == DS_LOOKED_NONE)
		page_put(p, ROLE_none, _("it has none: senders that want one get no further"));
	else
		page_put(p, ROLE_unknown,
		    a->error ? remark_words(words, sizeof words, a->error)
			     : _("nothing could be seen"));
}

/* certs_head - whose they are */
static void certs_head(struct screen *s, struct page *p)
{
	const struct ds_host *host = target_host(screen_report(s), &s->target);
	const struct ds_probe *probe = target_probe(screen_report(s), &s->target);
	char text[400];

	if (!host || !probe)
		return;
	snprintf(
	    text, sizeof text, "%s %s %s", host->name, glyph(p->fancy, GLYPH_DOT), probe->address);
	page_row(p);
	page_field(p, ROLE_strong, text, p->width - 1, CELL_CUT_MIDDLE);
	page_row(p);
	page_line(p, ROLE_rule, p->width - 1);
}

/* certs_body - the chain of the dialogue, then what else was looked at */
static void certs_body(struct screen *s, struct page *p)
{
	const struct ds_report *r = screen_report(s);
	const struct ds_host *host = target_host(r, &s->target);
	const struct ds_probe *probe = target_probe(r, &s->target);
	struct target at = s->target;
	struct shown shown;

	at.kind = TO_CERT;
	at.b = 0;
	if (!host || !probe || !probe->ncerts) {
		page_row(p);
		page_put(p, ROLE_dim, _("No certificate was shown here."));
		return;
	}
	shown = (struct shown){ host, probe->ncerts, probe->certs, probe->dane,
		probe->matched_record, probe->matched_depth, probe->pkix, probe->tls, at };
	page_row(p);
	page_to(p, 1);
	page_putf(p, ROLE_dim, _("asked for %s"), probe->sni ? probe->sni : "-");
	if (probe->tls)
		page_putf(p, ROLE_dim, ", %s, %s%s%s", probe->tls->version, probe->tls->cipher,
		    probe->tls->group ? ", " : "", probe->tls->group ? probe->tls->group : "");
	chain_rows(p, r, &shown);
	for (size_t i = 0; i < probe->nalternates; i++)
		alternate_rows(p, r, host, &at, i, probe->alternates[i]);
}

/* step_to - the next dialogue in which certificates were shown, round the end */
static bool step_to(const struct ds_report *r, struct target *t, int step)
{
	size_t total = 0, at = 0;
	struct target found = *t;

	for (size_t h = 0; h < r->nhosts; h++) {
		at += (int)h < t->host ? r->hosts[h]->nprobes : 0;
		total += r->hosts[h]->nprobes;
	}
	at += (size_t)t->a;
	for (size_t k = 1; k < total; k++) {
		size_t i = (at + (step > 0 ? k : total - k)) % total, h = 0;

		for (; h < r->nhosts && i >= r->hosts[h]->nprobes; h++)
			i -= r->hosts[h]->nprobes;
		found.host = (int)h;
		found.a = (int)i;
		found.b = 0;
		if (target_cert(r, &found)) {
			*t = found;
			return true;
		}
	}
	return false;
}

/* certs_act - J and K: the certificates of the next address */
static bool certs_act(struct screen *s, const struct action *action)
{
	const struct ds_report *r = screen_report(s);
	bool next = action->id == DO_NEXT_SIBLING;

	if (!next && action->id != DO_PREVIOUS_SIBLING)
		return false;
	if (!r || !step_to(r, &s->target, next ? 1 : -1)) {
		ui_say(s->ui, "%s", _("There is no further one of these."));
		return true;
	}
	s->stale = true;
	s->landed = false;
	s->list.top = 0;
	s->list.at = LIST_NONE;
	return true;
}

const struct screen_ops screen_certs = {
	.name = N_("Certificates"),
	.scope = ON_CERTS,
	.side = true,
	.lands = true,
	.head = certs_head,
	.body = certs_body,
	.act = certs_act,
};
