/* SPDX-License-Identifier: BSD-2-Clause */
/* target - a thing in a report, named by its place */
#include "core/model.h"
#include "tui/target.h"

/* target_same - do both name the same place? */
bool target_same(const struct target *x, const struct target *y)
{
	return x->kind == y->kind && x->which == y->which && x->host == y->host && x->a == y->a &&
	       x->b == y->b;
}

/* target_host - the mail host */
const struct ds_host *target_host(const struct ds_report *report, const struct target *t)
{
	if (!report || t->host < 0 || (size_t)t->host >= report->nhosts)
		return NULL;
	return report->hosts[t->host];
}

/* target_answer - the DNS answer */
const struct ds_answer *target_answer(const struct ds_report *report, const struct target *t)
{
	const struct ds_host *host = target_host(report, t);

	switch (t->which) {
	case ANSWER_MX: return report ? report->mx : NULL;
	case ANSWER_A: return host ? host->a : NULL;
	case ANSWER_AAAA: return host ? host->aaaa : NULL;
	case ANSWER_TLSA: return host ? host->tlsa.answer : NULL;
	case ANSWER_IGNORED: return host ? host->tlsa.ignored : NULL;
	case ANSWER_DOMAIN: break;
	}
	return NULL;
}

/* target_chain - the chain of trust */
struct ds_chain target_chain(const struct ds_report *report, enum target_answer which, int host)
{
	struct target t = { .kind = TO_ANSWER, .which = which, .host = host };
	const struct ds_host *at = target_host(report, &t);
	const struct ds_answer *answer = target_answer(report, &t);

	if (which == ANSWER_DOMAIN && report)
		return report->chain;
	if (which == ANSWER_A && at)
		return at->chain;
	if (answer)
		return answer->chain;
	return (struct ds_chain){ 0, NULL };
}

/* target_link - the zone in its chain */
const struct ds_link *target_link(const struct ds_report *report, const struct target *t)
{
	struct ds_chain chain = target_chain(report, t->which, t->host);

	return t->a >= 0 && (size_t)t->a < chain.n ? chain.links[t->a] : NULL;
}

/* target_sig - the signature, of a zone or of an answer */
const struct ds_sig *target_sig(const struct ds_report *report, const struct target *t)
{
	const struct ds_link *link = target_link(report, t);
	const struct ds_answer *answer = t->a < 0 ? target_answer(report, t) : NULL;

	if (t->b < 0)
		return NULL;
	if (link)
		return (size_t)t->b < link->nsigs ? &link->sigs[t->b] : NULL;
	return answer && (size_t)t->b < answer->nsigs ? &answer->sigs[t->b] : NULL;
}

/* target_probe - the dialogue */
const struct ds_probe *target_probe(const struct ds_report *report, const struct target *t)
{
	const struct ds_host *host = target_host(report, t);

	return host && t->a >= 0 && (size_t)t->a < host->nprobes ? host->probes[t->a] : NULL;
}

/* target_cert - the certificate that was shown in it, or in a further handshake with the address */
const struct ds_certificate *target_cert(const struct ds_report *report, const struct target *t)
{
	const struct ds_probe *probe = target_probe(report, t);
	size_t look, cert;

	if (!probe || t->b < 0)
		return NULL;
	look = (size_t)t->b / TARGET_LOOK;
	cert = (size_t)t->b % TARGET_LOOK;
	if (!look)
		return cert < probe->ncerts ? probe->certs[cert] : NULL;
	if (look > probe->nalternates || cert >= probe->alternates[look - 1]->ncerts)
		return NULL;
	return probe->alternates[look - 1]->certs[cert];
}

/* target_query - the DNS message */
const struct ds_query *target_query(const struct ds_report *report, const struct target *t)
{
	if (!report || t->kind != TO_QUERY || t->a < 0 || (size_t)t->a >= report->nqueries)
		return NULL;
	return report->queries[t->a];
}

/* target_finding - the finding */
const struct ds_finding *target_finding(const struct ds_report *report, const struct target *t)
{
	if (!report || t->kind != TO_FINDING || t->a < 0 || (size_t)t->a >= report->nfindings)
		return NULL;
	return report->findings[t->a];
}
