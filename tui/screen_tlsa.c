/* SPDX-License-Identifier: BSD-2-Clause */
/* screen_tlsa - each TLSA record in words, what it matches, and what should be published */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/dane/tlsa.h"
#include "tui/facts.h"
#include "tui/glyph.h"
#include "tui/rollover.h"
#include "tui/ui.h"
#include "tui/words.h"

#define STATE 16 /* cells of the state of an answer, or more where its words are long */
#define KEYS  8  /* different keys of one host that are told apart */

/* host_heading - the name that was asked for, and the state of the answer */
static void host_heading(struct page *p, const struct ds_report *r, size_t h)
{
	const struct ds_host *host = r->hosts[h];
	struct said said = host->tlsa_known ? words_status(r, host->tlsa.status)
					    : (struct said){ MARK_BUSY, _("asking") };
	int state = page_mark_width(p) + cell_text_width(said.word) + 1;
	char name[300];

	if (host->tlsa.name)
		snprintf(name, sizeof name, "%s", host->tlsa.name);
	else
		snprintf(name, sizeof name, "_%u._tcp.%s", r->tlsa_port, host->name);
	page_row(p);
	page_link(p, (struct target){ .kind = host->tlsa.answer ? TO_ANSWER : TO_HOST,
			 .which = ANSWER_TLSA,
			 .host = (int)h });
	page_value(p, name);
	state = p->width - (state < STATE ? STATE : state);
	page_handle(p, ROLE_strong, name, cell_text_width(name) < state - 2 ? 0 : state - 2,
	    CELL_CUT_MIDDLE);
	page_to(p, state);
	page_mark(p, said.mark);
	page_put(p, (enum role)said.mark, said.word);
}

/* matched - "fits the server's own certificate at 192.0.2.25, 2001:db8::25" */
static void matched(
    struct page *p, const struct ds_tlsa_record *record, size_t nprobes, enum mark mark)
{
	char text[600];
	size_t len = 0;

	page_row(p);
	page_to(p, 4);
	if (!record->nmatches) {
		if (nprobes)
			page_put(p, mark == MARK_BAD ? ROLE_bad : ROLE_dim,
			    _("fits no certificate that was shown"));
		return;
	}
	page_put(p, ROLE_good,
	    record->matches[0].depth ? _("fits the issuer's certificate at")
				     : _("fits the server's own certificate at"));
	p->column++;
	for (size_t i = 0; i < record->nmatches && len < sizeof text; i++)
		len += (size_t)snprintf(text + len, sizeof text - len, "%s%s", i ? ", " : "",
		    record->matches[i].address);
	page_field(p, ROLE_value, text, p->width - p->column - 1, CELL_CUT_END);
}

/* shown - how many dialogues showed a certificate */
static size_t shown(const struct ds_host *host)
{
	size_t n = 0;

	for (size_t i = 0; i < host->nprobes; i++)
		n += host->probes[i]->ncerts > 0;
	return n;
}

/* record_rows - one record: as it is published, in words, and what it fits */
static void record_rows(struct page *p, const struct ds_host *host, size_t h, size_t i)
{
	const struct ds_tlsa_record *record = &host->tlsa.records[i];
	struct said usable = words_tlsa_reason(record->reason);
	enum mark mark = words_record_mark(host, record);
	const char *word;
	char text[512], head[24];

	page_row(p);
	page_link(p, (struct target){ .kind = TO_RECORD, .host = (int)h, .a = (int)i });
	page_to(p, 2);
	page_mark(p, mark);
	snprintf(head, sizeof head, "%u %u %u", record->usage, record->selector, record->matching);
	page_handle(p, ROLE_strong, head, 0, CELL_CUT_END);
	p->column++;
	tlsa_text(record, text, sizeof text);
	page_value(p, text);
	page_field(p, ROLE_value, record->hex, p->width - p->column - 2, CELL_CUT_MIDDLE);
	if (mark == MARK_BAD)
		page_problem(p);
	page_row(p);
	page_to(p, 2 + page_mark_width(p));
	page_put(p, ROLE_normal, tlsa_meaning(record, text, sizeof text));
	if (record->reason != DS_TLSA_USABLE) {
		page_put(p, ROLE_weak, ",");
		page_row(p);
		page_to(p, 2 + page_mark_width(p));
		page_put(p, ROLE_weak, usable.word);
	} else {
		page_putf(p, ROLE_dim, ", TTL %u", record->ttl);
	}
	word = rollover_word(host, record);
	if (*word && p->column + cell_text_width(word) + 3 < p->width)
		page_right(p, record->nmatches ? ROLE_good : ROLE_none, word, p->width - 1);
	matched(p, record, shown(host), mark);
}

/* fits_nothing - is a key shown to somebody that no record fits, not even that of its issuer? */
static bool fits_nothing(const struct ds_host *host, const struct ds_certificate *key)
{
	for (size_t i = 0; i < host->nprobes; i++)
		for (size_t j = 0; j < host->probes[i]->nalternates; j++) {
			const struct ds_alternate *a = host->probes[i]->alternates[j];

			if (a->ncerts && a->dane == DS_DANE_MISMATCH &&
			    !strcmp(a->certs[0]->spki_sha256, key->spki_sha256))
				return true;
		}
	return false;
}

/* publish_row - one record that would fit, ready to copy */
static void publish_row(struct page *p, const struct ds_report *r, size_t h,
    const struct ds_certificate *cert, size_t i)
{
	const struct ds_host *host = r->hosts[h];
	char record[512];
	int len = snprintf(record, sizeof record, "_%u._tcp.%s. IN TLSA 3 1 1 ", r->tlsa_port,
	    host->tlsa.base ? host->tlsa.base : host->name);

	if (len < 0 || (size_t)len + strlen(cert->spki_sha256) >= sizeof record)
		return;
	page_row(p);
	page_link(p, (struct target){ .kind = TO_COMMAND, .host = (int)h, .a = (int)i });
	page_to(p, 4);
	page_handle(p, ROLE_accent, record,
	    cell_text_width(record) < p->width - 6 ? 0 : p->width - 6, CELL_CUT_MIDDLE);
	snprintf(record + len, sizeof record - (size_t)len, "%s", cert->spki_sha256);
	page_value(p, record);
	page_row(p);
	page_to(p, 4);
	page_field(p, ROLE_value, cert->spki_sha256, p->width - 5, CELL_CUT_MIDDLE);
}

/* publish_rows - a record for each key that is shown and named by none */
static void publish_rows(struct page *p, const struct ds_report *r, size_t h)
{
	const struct ds_host *host = r->hosts[h];
	const struct ds_certificate *keys[KEYS];
	size_t n = rollover_keys(host, keys, KEYS), missing = 0;

	if (host->address_status != DS_SECURE)
		return;
	for (size_t i = 0; i < n; i++) {
		if (rollover_named(host, keys[i]) ||
		    (host->policy == DS_POL_DANE_VERIFIED && !fits_nothing(host, keys[i])))
			continue;
		if (!missing++) {
			page_row(p);
			page_to(p, 2);
			page_put(p, ROLE_dim,
			    host->tlsa.nrecords
				? _("To be published for what it shows now (yv copies):")
				: _("Could be published for what it shows now (yv copies):"));
		}
		publish_row(p, r, h, keys[i], i);
	}
}

/* step_row - the next step of a rollover, and from when it is safe */
static void step_row(struct page *p, const struct ds_report *r, const struct ds_host *host)
{
	char text[600];
	const char *step = rollover_step(r, host, text, sizeof text);

	if (!step)
		return;
	page_row(p);
	page_to(p, 2);
	page_put(p, ROLE_dim, _("Rollover"));
	page_to(p, p->column + 2);
	page_wrap(p, ROLE_normal, 4, step);
}

/* why_none - a host without records: the four different reasons, told apart */
static void why_none(struct page *p, const struct ds_host *host)
{
	char fact[256];

	if (host->tlsa.nrecords || !host->tlsa_known)
		return;
	page_row(p);
	page_to(p, 4);
	if (host->tlsa.status == DS_UNCHECKED && host->address_status == DS_INSECURE)
		page_wrap(p, ROLE_none, 4,
		    _("Not asked: the zone of this host is not signed, so no sender asks."));
	else
		page_wrap(p, ROLE_none, 4, fact_host(host, p->fancy, fact, sizeof fact));
	if (host->tlsa.ignored && host->tlsa.ignored->nrrs) {
		page_row(p);
		page_to(p, 4);
		page_wrap(p, ROLE_weak, 4,
		    _("There is a TLSA record, but it counts for nothing without DNSSEC."));
	}
}

/* tlsa_body - host by host */
static void tlsa_body(struct screen *s, struct page *p)
{
	const struct ds_report *r = screen_report(s);

	if (fact_hostless(r, p))
		return;
	for (size_t h = 0; h < r->nhosts; h++) {
		page_blank(p);
		host_heading(p, r, h);
		for (size_t i = 0; i < r->hosts[h]->tlsa.nrecords; i++)
			record_rows(p, r->hosts[h], h, i);
		why_none(p, r->hosts[h]);
		publish_rows(p, r, h);
		step_row(p, r, r->hosts[h]);
	}
}

/* tlsa_act - c shows the certificate that the records speak of */
static bool tlsa_act(struct screen *s, const struct action *action)
{
	struct target t;

	if (action->id != DO_CERTIFICATES)
		return false;
	if (!screen_selected(s, &t))
		return true;
	t = (struct target){ .kind = TO_CERT, .host = t.host };
	while (target_probe(screen_report(s), &t) && !target_cert(screen_report(s), &t))
		t.a++;
	nav_certs(s->ui, &t, 0);
	return true;
}

const struct screen_ops screen_tlsa = {
	.name = N_("TLSA"),
	.scope = ON_TLSA,
	.side = true,
	.lands = true,
	.body = tlsa_body,
	.act = tlsa_act,
};
