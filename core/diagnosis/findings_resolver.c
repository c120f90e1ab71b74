/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * findings_resolver - the resolver's own opinion beside our proof
 *
 * Asked without CD, a resolver that validates says AD where a proof holds and SERVFAIL where it
 * fails. A resolver that does neither is named once; one that comes to another conclusion likewise,
 * at the first answer.
 */

#include <string.h>

#include "core/base/i18n.h"
#include "core/diagnosis/aside.h"
#include "core/diagnosis/findings.h"
#include "core/diagnosis/labels.h"

/* What was heard so far. */
struct hearing {
	struct ds_diagnosis *d;
	unsigned secure, authentic;         /* answers that we prove; those that it calls so too */
	const struct ds_opinion *credulous; /* an example of what is bogus, and given as good */
	const struct ds_opinion *silent;    /* an example of what is secure, and given without AD */
	bool told;                          /* one disagreement is enough */
};

/* answered - a proper answer, in the resolver's own view */
static bool answered(const struct ds_opinion *o)
{
	return o->outcome <= DS_OUT_NXDOMAIN;
}

/* disagrees - the resolver says the opposite */
static void disagrees(struct hearing *h, int host, const struct ds_opinion *o, enum ds_status ours)
{
	static const char failure[] = N_("it fails (SERVFAIL)");
	static const char authentic[] = N_("it is authentic (AD)");
	static const char plain[] = N_("it is not proved (no AD)");
	char type[32];
	struct found f = { .code = DS_F_RESOLVER_DISAGREES, .host = host, .at = o->name };

	if (h->told)
		return;
	h->told = true;
	f.args[0] = ds_type_name(o->type, type, sizeof type);
	f.args[1] = h->d->engine->resolver;
	f.args[2] = ds_status_label(ours);
	f.args[3] = o->outcome == DS_OUT_SERVFAIL ? failure : o->ad ? authentic : plain;
	f.args[4] = o->ede >= 0 ? ds_ede_label(o->ede) : N_("none");
	finding_add(h->d, &f);
}

/* hear - one answer of ours beside the opinion, if it was asked */
static void hear(struct hearing *h, int host, const struct ds_answer *a)
{
	const struct ds_opinion *o =
	    a != NULL ? ds_opinion_find(&h->d->report, a->name, a->type) : NULL;

	if (o == NULL)
		return;
	if (a->status == DS_SECURE && answered(o)) {
		h->secure++;
		h->authentic += o->ad;
		if (!o->ad)
			h->silent = o;
	}
	if (a->status == DS_BOGUS && answered(o) && !o->ad)
		h->credulous = o;
	if ((a->status == DS_BOGUS && answered(o) && o->ad) ||
	    (a->status == DS_INSECURE && answered(o) && o->ad) ||
	    (a->status >= DS_INSECURE && a->status <= DS_SECURE && o->outcome == DS_OUT_SERVFAIL))
		disagrees(h, host, o, a->status);
}

/* hear_root - the root's keys: every resolver that validates has proved them */
static void hear_root(struct hearing *h)
{
	const struct ds_opinion *o = ds_opinion_find(&h->d->report, ".", DS_T_DNSKEY);

	if (o == NULL || !answered(o))
		return;
	h->secure++;
	h->authentic += o->ad;
	if (!o->ad && h->silent == NULL)
		h->silent = o;
}

/* hear_all - every answer that was judged */
static void hear_all(struct hearing *h)
{
	const struct ds_report *r = &h->d->report;

	hear(h, FOR_DOMAIN, r->mx);
	for (size_t i = 0; i < r->nhosts; i++) {
		const struct ds_host *host = r->hosts[i];

		hear(h, (int)i, host->a);
		hear(h, (int)i, host->aaaa);
		for (size_t k = 0; k < host->tlsa.ncandidates; k++)
			hear(h, (int)i, host->tlsa.candidates[k]);
	}
	hear_root(h);
}

/* not_validating - said once, with an example */
static void not_validating(const struct hearing *h, const struct ds_opinion *o, const char *what)
{
	char type[32];

	finding_note(h->d, DS_F_RESOLVER_NOT_VALIDATING, FOR_DOMAIN, h->d->engine->resolver,
	    o->name, ds_type_name(o->type, type, sizeof type), what, NULL);
}

/* findings_resolver - does the resolver validate, and does it agree? */
void findings_resolver(struct ds_diagnosis *d)
{
	struct hearing h = { .d = d };

	/* It judges as of now: beside another moment that was asked for, that says nothing. */
	if (d->report.iterated || d->engine->at_given || d->report.self.fault != DS_SELF_FINE)
		return;
	hear_all(&h);
	if (h.credulous != NULL)
		not_validating(&h, h.credulous, N_("it hands out as good what fails its proof"));
	else if (h.secure > 0 && h.authentic == 0 && h.silent != NULL)
		not_validating(
		    &h, h.silent, N_("it calls nothing authentic, not even what is proved"));
	else if (h.silent != NULL)
		disagrees(&h, FOR_DOMAIN, h.silent, DS_SECURE);
}
