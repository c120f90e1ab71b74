/* SPDX-License-Identifier: BSD-2-Clause */
/* figures - how many domains of a list keep to each standard */
#include "core/survey/figures.h"

#include <string.h>

#include "core/diagnosis/provider.h"

static const char letters[FIGURES_ANSWERS + 1] = ".-?ny";

/* of_status - secure or not; what is wrong with ourselves is no fault of a domain */
static enum figures_answer of_status(const struct ds_report *r, enum ds_status status)
{
	switch (status) {
	case DS_SECURE: return FIGURES_YES;
	case DS_INSECURE: return FIGURES_NO;
	case DS_BOGUS: return r->verdict == DS_V_UNKNOWN ? FIGURES_UNKNOWN : FIGURES_NO;
	case DS_INDETERMINATE:
	case DS_UNCHECKED: break;
	}
	return FIGURES_UNKNOWN;
}

/* host_dnssec - are its addresses proved? */
static enum figures_answer host_dnssec(const struct ds_report *r, const struct ds_host *host)
{
	return of_status(r, host->address_status);
}

/* host_tlsa - has it TLSA records that are proved? */
static enum figures_answer host_tlsa(const struct ds_report *r, const struct ds_host *host)
{
	(void)r;
	if (host->tlsa.status == DS_SECURE && host->tlsa.nrecords > 0)
		return FIGURES_YES;
	switch (host->policy) {
	case DS_POL_NO_ADDRESS: return FIGURES_NOT_APPLICABLE;
	case DS_POL_OPPORTUNISTIC:
	case DS_POL_DNS_FAILED: return FIGURES_NO;
	case DS_POL_UNKNOWN: return FIGURES_UNKNOWN;
	default: break;
	}
	return host->tlsa_known && host->tlsa.status >= DS_INSECURE ? FIGURES_NO : FIGURES_UNKNOWN;
}

/* host_dane - do they fit what it shows? */
static enum figures_answer host_dane(const struct ds_report *r, const struct ds_host *host)
{
	switch (host->policy) {
	case DS_POL_DANE_VERIFIED: return FIGURES_YES;
	case DS_POL_DANE_FAILED:
	case DS_POL_ENCRYPT_ONLY:
	case DS_POL_OPPORTUNISTIC:
	case DS_POL_DNS_FAILED: return FIGURES_NO;
	case DS_POL_NO_ADDRESS: return FIGURES_NOT_APPLICABLE;
	case DS_POL_UNREACHABLE:
	case DS_POL_NOT_PROBED:
	case DS_POL_UNKNOWN: break;
	}
	return host_tlsa(r, host) == FIGURES_NO ? FIGURES_NO : FIGURES_UNKNOWN;
}

/* worst - of all hosts; of none that counts: no */
static enum figures_answer worst(const struct ds_report *r,
    enum figures_answer (*of)(const struct ds_report *, const struct ds_host *))
{
	bool yes = false, unknown = false;

	for (size_t h = 0; h < r->nhosts; h++) {
		enum figures_answer answer = of(r, r->hosts[h]);

		if (answer == FIGURES_NO)
			return FIGURES_NO;
		unknown = unknown || answer == FIGURES_UNKNOWN;
		yes = yes || answer == FIGURES_YES;
	}
	if (unknown)
		return FIGURES_UNKNOWN;
	return yes ? FIGURES_YES : FIGURES_NO;
}

/* starttls - at every address that answers */
static enum figures_answer starttls(const struct ds_report *r)
{
	bool seen = false;

	for (size_t h = 0; h < r->nhosts; h++)
		for (size_t p = 0; p < r->hosts[h]->nprobes; p++) {
			const struct ds_probe *probe = r->hosts[h]->probes[p];

			if (probe->ehlo_seen && probe->starttls != DS_TLS_OK)
				return FIGURES_NO;
			seen = seen || probe->ehlo_seen;
		}
	return seen ? FIGURES_YES : FIGURES_UNKNOWN;
}

/* no_such_name - a name that does not exist has no zone that could be signed */
static bool no_such_name(const struct ds_report *r)
{
	return r->verdict == DS_V_NO_MAIL && r->mx != NULL && r->mx->outcome == DS_OUT_NXDOMAIN;
}

/* hosts_all - one answer for all standards of the mail hosts */
static void hosts_all(struct figures_facts *facts, enum figures_answer answer)
{
	for (int s = FIGURES_DNSSEC_MX; s <= FIGURES_DANE; s++)
		facts->answer[s] = (uint8_t)answer;
}

/* all_of - yes where all five are; a no outweighs what is not known */
static enum figures_answer all_of(const struct figures_facts *facts)
{
	bool unknown = false;

	for (int s = 0; s < FIGURES_ALL; s++) {
		if (facts->answer[s] == FIGURES_NO)
			return FIGURES_NO;
		unknown = unknown || facts->answer[s] != FIGURES_YES;
	}
	return unknown ? FIGURES_UNKNOWN : FIGURES_YES;
}

/* figures_facts - what a report comes down to */
struct figures_facts figures_facts(const struct ds_report *r)
{
	struct figures_facts facts = { 0 };

	if (r == NULL || !r->done || r->verdict == DS_V_PENDING)
		return facts;
	facts.verdict = (uint8_t)r->verdict;
	facts.answer[FIGURES_DNSSEC] = (uint8_t)of_status(
	    r, r->mx_status != DS_UNCHECKED || !r->chain_known ? r->mx_status : r->chain_status);
	if (no_such_name(r))
		facts.answer[FIGURES_DNSSEC] = FIGURES_NOT_APPLICABLE;
	if (r->verdict == DS_V_NO_MAIL) {
		hosts_all(&facts, FIGURES_NOT_APPLICABLE);
		facts.answer[FIGURES_ALL] = FIGURES_NOT_APPLICABLE;
		return facts;
	}
	if (r->mx_kind == DS_MX_UNKNOWN) {
		hosts_all(&facts, FIGURES_UNKNOWN);
	} else {
		facts.answer[FIGURES_DNSSEC_MX] = (uint8_t)worst(r, host_dnssec);
		facts.answer[FIGURES_STARTTLS] = (uint8_t)starttls(r);
		facts.answer[FIGURES_TLSA] = (uint8_t)worst(r, host_tlsa);
		facts.answer[FIGURES_DANE] = (uint8_t)worst(r, host_dane);
	}
	facts.answer[FIGURES_ALL] =
	    (uint8_t)(r->verdict == DS_V_BROKEN ? FIGURES_NO : all_of(&facts));
	if (r->nhosts > 0)
		facts.provider = (uint8_t)provider_number(r->hosts[0]->provider);
	return facts;
}

/* figures_letters - a letter for each standard */
void figures_letters(const struct figures_facts *facts, char out[FIGURES_STANDARDS + 1])
{
	for (int s = 0; s < FIGURES_STANDARDS; s++)
		out[s] = letters[facts->answer[s]];
	out[FIGURES_STANDARDS] = '\0';
}

/* figures_from_letters - and back */
bool figures_from_letters(struct figures_facts *facts, const char *text)
{
	struct figures_facts read = *facts;

	if (strlen(text) != FIGURES_STANDARDS)
		return false;
	for (int s = 0; s < FIGURES_STANDARDS; s++) {
		const char *letter = strchr(letters, text[s]);

		if (letter == NULL)
			return false;
		read.answer[s] = (uint8_t)(letter - letters);
	}
	*facts = read;
	return true;
}

/* figures_count - one domain more or less */
void figures_count(struct figures *f, const struct figures_facts *facts, int by)
{
	f->domains += (uint32_t)by;
	f->verdicts[facts->verdict] += (uint32_t)by;
	for (int s = 0; s < FIGURES_STANDARDS; s++)
		f->answers[s][facts->answer[s]] += (uint32_t)by;
}

/* figures_sum - many at once */
void figures_sum(struct figures *f, const struct figures *more)
{
	f->domains += more->domains;
	for (int v = 0; v <= DS_V_UNKNOWN; v++)
		f->verdicts[v] += more->verdicts[v];
	for (int s = 0; s < FIGURES_STANDARDS; s++)
		for (int a = 0; a < FIGURES_ANSWERS; a++)
			f->answers[s][a] += more->answers[s][a];
}

/* figures_judged - of how many it is known */
uint32_t figures_judged(const struct figures *f, enum figures_standard s)
{
	return f->answers[s][FIGURES_NO] + f->answers[s][FIGURES_YES];
}

/* figures_kept - how many keep to it */
uint32_t figures_kept(const struct figures *f, enum figures_standard s)
{
	return f->answers[s][FIGURES_YES];
}

/* figures_percent - rounded, but never to a none or an all that is not so */
int figures_percent(uint32_t n, uint32_t of)
{
	int percent;

	if (of == 0)
		return -1;
	percent = (int)(((uint64_t)n * 200 + of) / ((uint64_t)of * 2));
	if (n > 0 && percent == 0)
		return 1;
	return n < of && percent == 100 ? 99 : percent;
}
