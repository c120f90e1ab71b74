/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * screen_hosts - the mail hosts, and under each its addresses: a matrix of what was seen
 *
 * A row of the matrix is one address, with what it shows to senders of either kind of key. < and >
 * choose a column, and Enter opens the cell: its dialogue, or the certificates that are meant.
 */
#include <stdio.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "tui/facts.h"
#include "tui/glyph.h"
#include "tui/ui.h"
#include "tui/words.h"

enum column {
	COL_ADDRESS,
	COL_STARTTLS,
	COL_TLS,
	COL_CERT,
	COL_ECDSA,
	COL_RSA,
	COL_CHAIN,
	COL_DANE,
	COL_COUNT
};

static const struct {
	const char *head;
	int width; /* of the text, without a mark */
	bool marked;
	int drop; /* the highest goes first when it is narrow */
} columns[COL_COUNT] = {
	[COL_ADDRESS] = { N_("ADDRESS"), 15, false, 0 },
	[COL_STARTTLS] = { N_("STARTTLS"), 12, true, 0 },
	[COL_TLS] = { N_("TLS"), 4, false, 3 },
	[COL_CERT] = { N_("CERT"), 6, false, 1 },
	[COL_ECDSA] = { "ECDSA", 5, true, 2 },
	[COL_RSA] = { "RSA", 5, true, 2 },
	[COL_CHAIN] = { N_("CA"), 8, false, 4 },
	[COL_DANE] = { N_("DANE"), 10, true, 0 },
};

struct plan {
	int at[COL_COUNT], cells[COL_COUNT];
};

/* plan_columns - which columns, and where */
static struct plan plan_columns(const struct page *p)
{
	struct plan plan;
	int used = 4, x = 4;

	for (int c = 1; c < COL_COUNT; c++) {
		plan.cells[c] = columns[c].width + (columns[c].marked ? page_mark_width(p) : 0);
		used += plan.cells[c] + 1;
	}
	for (int drop = 4; drop > 0 && p->width - used < columns[COL_ADDRESS].width; drop--)
		for (int c = 1; c < COL_COUNT; c++)
			if (columns[c].drop == drop) {
				used -= plan.cells[c] + 1;
				plan.cells[c] = 0;
			}
	plan.cells[COL_ADDRESS] = p->width - used > 39 ? 39 : p->width - used;
	if (plan.cells[COL_ADDRESS] < 9)
		plan.cells[COL_ADDRESS] = 9;
	plan.cells[COL_DANE]++; /* nothing stands to its right: up to the edge */
	for (int c = 0; c < COL_COUNT; c++) {
		plan.at[c] = x;
		x += plan.cells[c] ? plan.cells[c] + 1 : 0;
	}
	return plan;
}

/* hosts_head - the heads of the matrix */
static void hosts_head(struct screen *s, struct page *p)
{
	struct plan plan = plan_columns(p);
	const struct ds_report *r = screen_report(s);

	if (!r || !r->nhosts)
		return;
	page_row(p);
	for (int c = 0; c < COL_COUNT; c++) {
		if (!plan.cells[c])
			continue;
		p->column = plan.at[c];
		page_put(p, c && c == s->variant ? ROLE_tab_on : ROLE_head, _(columns[c].head));
	}
	s->cell = s->variant && plan.cells[s->variant] ? plan.at[s->variant] + 1 : 0;
	page_row(p);
	page_line(p, ROLE_rule, p->width - 1);
}

/* cell - mark and word in a column */
static void cell(struct page *p, const struct plan *plan, enum column c, struct said said)
{
	p->column = plan->at[c];
	page_mark(p, said.mark);
	page_field(
	    p, (enum role)said.mark, said.word, plan->cells[c] - page_mark_width(p), CELL_CUT_END);
}

/* cert_cell - days that the certificate has left */
static void cert_cell(struct page *p, const struct plan *plan, const struct ds_report *r,
    const struct ds_certificate *cert)
{
	long days = words_days(r->judged_at, cert->not_after);
	char text[32];

	if (!plan->cells[COL_CERT])
		return;
	p->column = plan->at[COL_CERT];
	snprintf(text, sizeof text, _("%ld d"), days);
	page_field(
	    p, days < 14 ? ROLE_weak : ROLE_value, text, plan->cells[COL_CERT], CELL_CUT_END);
}

/* pkix_word - what a web browser would say of the chain; never a fault under DANE-EE */
static const char *pkix_word(const struct ds_probe *probe)
{
	const char *word = probe->pkix;

	if (!word)
		return "";
	return word[0] == 'v' && word[1] == 'e' ? _("known") : _("unknown");
}

/* key_said - what becomes of senders that take one kind of key: by the first handshake, or by one in
 * which only such keys were accepted */
static struct said key_said(const struct ds_probe *probe, enum ds_key_kind kind)
{
	enum ds_look look = kind == DS_KEY_RSA ? DS_LOOK_RSA : DS_LOOK_ECDSA;
	enum ds_dane_result dane = DS_DANE_NOT_APPLICABLE;
	bool shown = probe->ncerts && probe->certs[0]->kind == kind;

	if (shown)
		dane = probe->dane;
	for (size_t i = 0; i < probe->nalternates && !shown; i++) {
		const struct ds_alternate *a = probe->alternates[i];

		if (a->look != look)
			continue;
		if (a->result == DS_LOOKED_NONE)
			return (struct said){ MARK_NONE, _("none") };
		if (a->result == DS_LOOKED_UNKNOWN)
			return (struct said){ MARK_UNKNOWN, "" };
		shown = true;
		dane = a->dane;
	}
	if (!shown)
		return (struct said){ MARK_NONE, NULL };
	switch (dane) {
	case DS_DANE_VERIFIED: return (struct said){ MARK_GOOD, _("fits") };
	case DS_DANE_MISMATCH: return (struct said){ MARK_BAD, _("no") };
	case DS_DANE_NO_USABLE:
	case DS_DANE_NOT_APPLICABLE: break;
	}
	return (struct said){ MARK_NONE, _("shown") };
}

/* key_cell - one kind of key at one address */
static bool key_cell(struct page *p, const struct plan *plan, enum column c,
    const struct ds_probe *probe, enum ds_key_kind kind)
{
	struct said said = key_said(probe, kind);

	if (plan->cells[c] && said.word)
		cell(p, plan, c, said);
	return said.mark == MARK_BAD;
}

/* probe_row - one address */
static void probe_row(
    struct page *p, const struct ds_report *r, const struct plan *plan, size_t h, size_t i)
{
	const struct ds_probe *probe = r->hosts[h]->probes[i];
	struct said tls = words_starttls(probe), dane = words_dane(probe->dane);
	bool bad;

	page_row(p);
	page_link(p, (struct target){ .kind = TO_PROBE, .host = (int)h, .a = (int)i });
	page_value(p, probe->address);
	p->column = plan->at[COL_ADDRESS];
	page_handle(p, ROLE_value, probe->address, plan->cells[COL_ADDRESS], CELL_CUT_MIDDLE);
	if (tls.mark == MARK_BAD && !r->hosts[h]->tlsa.nrecords)
		tls.mark = MARK_WEAK;
	cell(p, plan, COL_STARTTLS, tls);
	if (plan->cells[COL_TLS] && probe->tls) {
		p->column = plan->at[COL_TLS];
		page_field(p, ROLE_value,
		    probe->tls->version + (probe->tls->version[0] == 'T' ? 4 : 0),
		    plan->cells[COL_TLS], CELL_CUT_END);
	}
	if (probe->ncerts)
		cert_cell(p, plan, r, probe->certs[0]);
	bad = key_cell(p, plan, COL_ECDSA, probe, DS_KEY_ECDSA);
	bad |= key_cell(p, plan, COL_RSA, probe, DS_KEY_RSA);
	if (plan->cells[COL_CHAIN] && probe->ncerts) {
		p->column = plan->at[COL_CHAIN];
		page_field(p, ROLE_dim, pkix_word(probe), plan->cells[COL_CHAIN], CELL_CUT_END);
	}
	if (probe->done)
		cell(p, plan, COL_DANE, dane);
	if (bad || tls.mark == MARK_BAD || dane.mark == MARK_BAD || tls.mark == MARK_WEAK)
		page_problem(p);
}

/* host_state - where the state of a host begins: its row is free to the left of the last column, so
 * that long words are whole */
static int host_state(const struct page *p, const struct plan *plan, struct said said)
{
	int at = p->width - page_mark_width(p) - cell_text_width(said.word) - 1;

	return at < plan->at[COL_DANE] ? at : plan->at[COL_DANE];
}

/* host_row - "10 mx1.example.nl  provider" and what becomes of mail there */
static void host_row(struct page *p, const struct ds_report *r, const struct plan *plan, size_t h)
{
	const struct ds_host *host = r->hosts[h];
	struct said said = words_host(r, host);
	char text[32];
	int state = host_state(p, plan, said), room = state - 5;

	page_row(p);
	page_link(p, (struct target){ .kind = TO_HOST, .host = (int)h });
	page_value(p, host->name);
	snprintf(text, sizeof text, "%u", host->preference);
	page_right(p, ROLE_dim, text, 3);
	page_to(p, 4);
	page_handle(p, ROLE_strong, host->name, cell_text_width(host->name) < room ? 0 : room,
	    CELL_CUT_MIDDLE);
	if (host->provider) {
		page_to(p, p->column + 2);
		if (p->column + cell_text_width(host->provider) < state)
			page_put(p, ROLE_dim, host->provider);
	}
	page_to(p, state);
	page_mark(p, said.mark);
	page_put(p, (enum role)said.mark, said.word);
	if (said.mark == MARK_BAD || said.mark == MARK_WEAK)
		page_problem(p);
}

/* matter_row - what is the matter with a host where something is */
static void matter_row(struct page *p, const struct ds_host *host)
{
	enum mark mark = words_policy(host->policy).mark;
	char fact[256];

	if (mark == MARK_GOOD || mark == MARK_BUSY || mark == MARK_NONE)
		return;
	page_row(p);
	page_to(p, 4);
	page_field(p, (enum role)mark, fact_host(host, p->fancy, fact, sizeof fact),
	    p->width - p->column - 1, CELL_CUT_END);
}

/* state_row - the state of its address and TLSA answers */
static void state_row(struct page *p, const struct ds_report *r, const struct ds_host *host)
{
	struct said address = words_status(r, host->address_status);
	struct said tlsa = words_status(r, host->tlsa.status);
	char records[64];

	page_row(p);
	page_to(p, 4);
	page_put(p, ROLE_dim, _("address"));
	p->column++;
	page_mark(p, address.mark);
	page_put(p, (enum role)address.mark, address.word);
	page_to(p, p->column + 2);
	page_put(p, ROLE_dim, "TLSA");
	p->column++;
	page_mark(p, tlsa.mark);
	page_put(p, (enum role)tlsa.mark, tlsa.word);
	if (!host->tlsa.nrecords)
		return;
	snprintf(records, sizeof records, n_(", %zu record", ", %zu records", host->tlsa.nrecords),
	    host->tlsa.nrecords);
	if (p->column + cell_text_width(records) < p->width)
		page_put(p, ROLE_dim, records);
}

/* hosts_body - host by host, address by address */
static void hosts_body(struct screen *s, struct page *p)
{
	const struct ds_report *r = screen_report(s);
	struct plan plan = plan_columns(p);

	if (fact_hostless(r, p))
		return;
	for (size_t h = 0; h < r->nhosts; h++) {
		page_blank(p);
		host_row(p, r, &plan, h);
		state_row(p, r, r->hosts[h]);
		matter_row(p, r->hosts[h]);
		for (size_t i = 0; i < r->hosts[h]->nprobes; i++) {
			probe_row(p, r, &plan, h, i);
			if (s->variant && plan.cells[s->variant])
				page_choose(p, plan.at[s->variant], plan.cells[s->variant]);
		}
	}
	if (r->mx_left_out) {
		page_blank(p);
		page_row(p);
		page_putf(p, ROLE_weak,
		    n_("%zu host more is not looked at.", "%zu hosts more are not looked at.",
			r->mx_left_out),
		    r->mx_left_out);
	}
}

/* choose - the next column that is shown, or the one before; none before the first */
static void choose(struct screen *s, int step)
{
	struct plan plan = plan_columns(&s->body);
	int c = s->variant + step;

	while (c > 0 && c < COL_COUNT && !plan.cells[c])
		c += step;
	if (!s->list.n || s->list.at == LIST_NONE)
		ui_say(s->ui, "%s", _("There is no mail host here."));
	else if (c >= COL_COUNT)
		ui_say(s->ui, "%s", _("This is the last column."));
	else if (c < 0)
		ui_say(s->ui, "%s", _("Key > chooses a column of the matrix."));
	else
		s->variant = c;
	s->stale = true;
}

/* look_of - the handshake that showed a kind of key, as TO_CERT wants it; -1: none did */
static int look_of(const struct ds_probe *probe, enum ds_key_kind kind)
{
	enum ds_look look = kind == DS_KEY_RSA ? DS_LOOK_RSA : DS_LOOK_ECDSA;

	if (probe->ncerts && probe->certs[0]->kind == kind)
		return 0;
	for (size_t i = 0; i < probe->nalternates; i++)
		if (probe->alternates[i]->look == look && probe->alternates[i]->ncerts)
			return ((int)i + 1) * TARGET_LOOK;
	return -1;
}

/* open_cell - the certificates that a cell is about; false: it is about the dialogue */
static bool open_cell(struct screen *s)
{
	const struct ds_probe *probe;
	struct target t;

	if (!screen_selected(s, &t) || t.kind != TO_PROBE)
		return false;
	probe = target_probe(screen_report(s), &t);
	switch ((enum column)s->variant) {
	case COL_CERT:
	case COL_CHAIN: t.b = 0; break;
	case COL_ECDSA: t.b = probe ? look_of(probe, DS_KEY_ECDSA) : 0; break;
	case COL_RSA: t.b = probe ? look_of(probe, DS_KEY_RSA) : 0; break;
	default: return false;
	}
	if (t.b < 0)
		ui_say(s->ui, "%s", _("No certificate with such a key was shown here."));
	else
		nav_certs(s->ui, &t, t.b);
	return true;
}

/* hosts_act - c shows the certificate of the address; < and > choose a column */
static bool hosts_act(struct screen *s, const struct action *action)
{
	struct target t;

	switch (action->id) {
	case DO_RIGHTWARDS: choose(s, 1); return true;
	case DO_LEFTWARDS: choose(s, -1); return true;
	case DO_OPEN: return open_cell(s);
	case DO_CERTIFICATES: break;
	default: return false;
	}
	if (!screen_selected(s, &t)) {
		ui_say(s->ui, "%s", _("There is no mail host here."));
		return true;
	}
	if (t.kind != TO_PROBE)
		t.a = 0;
	nav_certs(s->ui, &t, 0);
	return true;
}

const struct screen_ops screen_hosts = {
	.name = N_("Mail hosts"),
	.scope = ON_HOSTS,
	.side = true,
	.lands = true,
	.head = hosts_head,
	.body = hosts_body,
	.act = hosts_act,
};
