/* SPDX-License-Identifier: BSD-2-Clause */
/* gist - what the list shows of a report */
#include <stdio.h>
#include <string.h>

#include "core/danescope.h"
#include "core/diagnosis/provider.h"
#include "core/report/report.h"
#include "tui/gist.h"
#include "tui/words.h"

/* tlsa_failed - does a look-up fail, or a certificate not fit its records? */
static bool tlsa_failed(const struct ds_report *r)
{
	for (size_t h = 0; h < r->nhosts; h++)
		if (r->hosts[h]->tlsa_known && r->hosts[h]->tlsa.status <= DS_INDETERMINATE)
			return true;
	for (size_t h = 0; h < r->nhosts; h++)
		for (size_t p = 0; p < r->hosts[h]->nprobes; p++)
			if (r->hosts[h]->probes[p]->dane == DS_DANE_MISMATCH)
				return true;
	return false;
}

/* tlsa_mark - do all hosts have records that count, and fit? */
static enum mark tlsa_mark(const struct ds_report *r, size_t with)
{
	size_t useless = 0;

	if (tlsa_failed(r))
		return r->self.fault == DS_SELF_FINE ? MARK_BAD : MARK_UNKNOWN;
	for (size_t h = 0; h < r->nhosts; h++)
		useless += r->hosts[h]->tlsa.nrecords && !r->hosts[h]->tlsa.nusable;
	if (with == r->nhosts)
		return MARK_GOOD;
	return with || useless ? MARK_WEAK : MARK_NONE;
}

/* gist_of - what a report comes down to */
struct gist gist_of(const struct ds_report *r)
{
	struct gist g = { .dnssec = DS_UNCHECKED, .tlsa_mark = MARK_NONE };
	size_t tls, answered, with;

	if (!r)
		return g;
	with = words_tlsa_hosts(r);
	words_tls_probes(r, &tls, &answered);
	g.known = true;
	g.done = r->done;
	g.verdict = r->verdict;
	g.dnssec = ds_status_shown(r, r->mx_status != DS_UNCHECKED ? r->mx_status
				      : r->chain_known             ? r->chain_status
								   : DS_UNCHECKED);
	g.mx_kind = r->mx_kind;
	g.tlsa_mark = tlsa_mark(r, with);
	g.hosts = (unsigned)r->nhosts;
	g.tlsa = (unsigned)with;
	g.tls = (unsigned)tls;
	g.answered = (unsigned)answered;
	g.certified = words_cert_days(r, &g.cert_days);
	g.started_ms = r->started_ms;
	g.figures = figures_facts(r);
	return g;
}

/* gist_write - as a line */
void gist_write(const struct gist *g, char *buf, size_t size)
{
	const char *verdict = ds_verdict_word(g->verdict);
	const char *provider = provider_name(g->figures.provider);
	char figures[FIGURES_STANDARDS + 1];

	figures_letters(&g->figures, figures);
	snprintf(buf, size, "%s %d %d %d %u %u %u %u %d %ld %lld %s %s",
	    verdict ? verdict : "pending", (int)g->dnssec, (int)g->mx_kind, (int)g->tlsa_mark,
	    g->hosts, g->tlsa, g->tls, g->answered, g->certified, g->cert_days,
	    (long long)g->started_ms, figures, provider ? provider : "-");
}

/* read_figures - what stands behind the rest since there are figures */
static void read_figures(struct gist *g, const char *text)
{
	char figures[FIGURES_STANDARDS + 2], provider[32];

	if (sscanf(text, "%7s %31s", figures, provider) != 2 ||
	    !figures_from_letters(&g->figures, figures))
		return;
	g->figures.provider = (uint8_t)provider_number(provider);
	g->figures.verdict = (uint8_t)g->verdict;
}

_Static_assert(FIGURES_STANDARDS == 6, "as many letters are read, and one more to see too many");

/* verdict_named - the verdict with this word; false: there is none */
static bool verdict_named(const char *word, enum ds_verdict *verdict)
{
	static const enum ds_verdict all[] = { DS_V_SECURED, DS_V_PARTIAL, DS_V_UNPROTECTED,
		DS_V_BROKEN, DS_V_NO_MAIL, DS_V_UNKNOWN };

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (!strcmp(ds_verdict_word(all[i]), word)) {
			*verdict = all[i];
			return true;
		}
	return false;
}

/* gist_read - from a line */
bool gist_read(struct gist *g, const char *line)
{
	int dnssec, kind, mark, certified;
	long long started;
	char word[16];
	int read = 0;

	*g = (struct gist){ .known = true, .done = true };
	if (sscanf(line, "%15s %d %d %d %u %u %u %u %d %ld %lld%n", word, &dnssec, &kind, &mark,
		&g->hosts, &g->tlsa, &g->tls, &g->answered, &certified, &g->cert_days, &started,
		&read) != 11 ||
	    !verdict_named(word, &g->verdict))
		return false;
	if (dnssec < DS_BOGUS || dnssec > DS_UNCHECKED || kind < DS_MX_UNKNOWN ||
	    kind > DS_MX_NONE || mark < 0 || mark >= MARK_COUNT)
		return false;
	g->dnssec = (enum ds_status)dnssec;
	g->mx_kind = (enum ds_mx_kind)kind;
	g->tlsa_mark = (enum mark)mark;
	g->certified = certified != 0;
	g->started_ms = started;
	read_figures(g, line + read);
	return true;
}
