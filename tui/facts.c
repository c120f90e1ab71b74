/* SPDX-License-Identifier: BSD-2-Clause */
/* facts - the one line of fact beside each step of the way of a letter */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/remark.h"
#include "core/danescope.h"
#include "tui/facts.h"
#include "tui/glyph.h"
#include "tui/page.h"
#include "tui/words.h"

/* fact_digest - the beginning of a digest */
const char *fact_digest(const char *hex, bool fancy, char *buf, size_t size)
{
	snprintf(buf, size, "%.6s%s", hex ? hex : "",
	    hex && strlen(hex) > 6 ? glyph(fancy, GLYPH_CUT) : "");
	return buf;
}

/* fact_record - a TLSA record in brief */
const char *fact_record(const struct ds_tlsa_record *r, bool fancy, char *buf, size_t size)
{
	char digest[24];

	snprintf(buf, size, "%u %u %u %s", r->usage, r->selector, r->matching,
	    fact_digest(r->hex, fancy, digest, sizeof digest));
	return buf;
}

/* fact_subject - the digest of what a record speaks of */
const char *fact_subject(const struct ds_tlsa_record *r, const struct ds_certificate *cert)
{
	if (!cert || r->matching != 1 || r->selector > 1)
		return NULL;
	return r->selector ? cert->spki_sha256 : cert->cert_sha256;
}

/* fact_shorten - a text for people: the middle of digests is left out */
const char *fact_shorten(char *text, bool fancy)
{
	const char *cut = glyph(fancy, GLYPH_CUT);
	char *to = text;

	for (const char *from = text; *from;) {
		size_t run = strspn(from, "0123456789abcdef"), kept = run >= 40 ? 8 : run;

		memmove(to, from, kept);
		to += kept;
		from += run;
		if (kept < run) {
			memcpy(to, cut, strlen(cut));
			to += strlen(cut);
		}
		if (*from && !run)
			*to++ = *from++;
	}
	*to = '\0';
	return text;
}

/* trusted_key - the key that a DS record or anchor leads to */
static const struct ds_key *trusted_key(const struct ds_link *link)
{
	for (size_t i = 0; i < link->nkeys; i++)
		if (link->keys[i].trusted && link->keys[i].signs_dnskey)
			return &link->keys[i];
	for (size_t i = 0; i < link->nkeys; i++)
		if (link->keys[i].trusted)
			return &link->keys[i];
	return NULL;
}

/* fact_link - one zone of the chain of trust */
const char *fact_link(const struct ds_report *r, const struct ds_link *link, bool fancy, int room,
    char *buf, size_t size)
{
	const struct ds_key *key = trusted_key(link);
	const char *why = words_why(link->why);
	char name[32];

	if (link->status != DS_SECURE && why)
		snprintf(buf, size, "%s", why);
	else if (!key)
		snprintf(buf, size, "%s",
		    link->status == DS_UNCHECKED ? _("asking")
						 : words_status_meaning(r, link->status));
	else if (!link->parent)
		snprintf(buf, size, room < 34 ? _("trust anchor %u") : _("trust anchor %u, %s"),
		    key->key_tag, words_algorithm(key->algorithm, name, sizeof name));
	else if (room < 38)
		snprintf(buf, size, _("DS %s key %u, %s"), glyph(fancy, GLYPH_ARROW), key->key_tag,
		    words_algorithm(key->algorithm, name, sizeof name));
	else
		snprintf(buf, size, _("DS %u %s key %u, %s"), key->key_tag,
		    glyph(fancy, GLYPH_ARROW), key->key_tag,
		    words_algorithm(key->algorithm, name, sizeof name));
	return buf;
}

/* fact_failure - why an answer is no good: what fails in its proof, or how the look-up itself ended */
const char *fact_failure(const struct ds_answer *a)
{
	bool inherited = a->why == DS_WHY_PARENT && a->chain.n;
	const char *why = a->why == DS_WHY_LOOKUP ? NULL
			  : inherited             ? words_why(a->chain.links[a->chain.n - 1]->why)
						  : words_why(a->why);

	return why ? why : words_outcome(a->outcome).word;
}

/* fact_mx - who takes the mail */
const char *fact_mx(const struct ds_report *r, char *buf, size_t size)
{
	size_t len = 0;

	buf[0] = '\0';
	switch (r->mx_kind) {
	case DS_MX_NULL: snprintf(buf, size, "%s", _("nobody: it says so (null MX)")); break;
	case DS_MX_NONE: snprintf(buf, size, "%s", _("nobody: no MX record and no address")); break;
	case DS_MX_IMPLICIT:
		snprintf(buf, size, "%s", _("the domain's own address: there is no MX record"));
		break;
	case DS_MX_UNKNOWN:
		snprintf(buf, size, "%s", r->mx ? fact_failure(r->mx) : _("asking"));
		break;
	case DS_MX_RECORDS:
		for (size_t i = 0; i < r->nmx && len < size; i++)
			len += (size_t)snprintf(buf + len, size - len, "%s%s (%u)", i ? ", " : "",
			    r->mx_records[i].host, r->mx_records[i].preference);
		break;
	}
	return buf;
}

/* fact_hostless - nothing is known yet, or the mail goes nowhere */
bool fact_hostless(const struct ds_report *r, struct page *p)
{
	char fact[1024];

	if (r && r->nhosts)
		return false;
	page_row(p);
	page_put(p, ROLE_dim, r ? fact_mx(r, fact, sizeof fact) : _("Nothing is known yet."));
	return true;
}

/* fact_worst_probe - the dialogue that tells most */
const struct ds_probe *fact_worst_probe(const struct ds_host *host)
{
	const struct ds_probe *best = NULL;
	int rank = -1;

	for (size_t i = 0; i < host->nprobes; i++) {
		const struct ds_probe *p = host->probes[i];
		int now = p->dane == DS_DANE_MISMATCH                           ? 4
			  : p->ehlo_seen && p->done && p->starttls != DS_TLS_OK ? 3
			  : p->ncerts                                           ? 2
			  : p->done                                             ? 1
										: 0;

		if (now > rank) {
			rank = now;
			best = p;
		}
	}
	return best;
}

/* fact_certificate - what the host showed of itself */
const struct ds_certificate *fact_certificate(const struct ds_host *host)
{
	const struct ds_probe *worst = fact_worst_probe(host);

	if (worst && worst->ncerts)
		return worst->certs[0];
	for (size_t i = 0; i < host->nprobes; i++)
		if (host->probes[i]->ncerts)
			return host->probes[i]->certs[0];
	return NULL;
}

/* fact_probe - how one dialogue ended */
const char *fact_probe(const struct ds_probe *p, char *buf, size_t size)
{
	struct said said = words_starttls(p);
	char words[REMARK_WORDS];

	if (p->done && p->error)
		snprintf(
		    buf, size, "%s: %s", said.word, remark_words(words, sizeof words, p->error));
	else if (p->tls)
		snprintf(buf, size, "%s, %s", said.word, p->tls->version);
	else
		snprintf(buf, size, "%s", said.word);
	return buf;
}

/* host_failed - "TLSA 3 1 1 8f3c… ≠ key 22ab…", or what else makes senders refuse it */
static void host_failed(const struct ds_host *host, bool fancy, char *buf, size_t size)
{
	const struct ds_probe *p = fact_worst_probe(host);
	char record[40], digest[24];

	if (p && p->starttls == DS_TLS_NOT_OFFERED) {
		snprintf(buf, size, "%s", _("TLSA, but no STARTTLS"));
		return;
	}
	if (p && p->starttls != DS_TLS_OK) {
		snprintf(buf, size, _("TLSA promises encryption, %s"), words_starttls(p).word);
		return;
	}
	for (size_t i = 0; p && p->ncerts && i < host->tlsa.nrecords; i++) {
		const struct ds_tlsa_record *r = &host->tlsa.records[i];
		const char *seen = fact_subject(r, p->certs[0]);

		if (r->reason || r->nmatches || !seen || r->usage != 3)
			continue;
		snprintf(buf, size, _("TLSA %s %s %s %s"),
		    fact_record(r, fancy, record, sizeof record), glyph(fancy, GLYPH_DIFFERS),
		    r->selector ? _("key") : _("certificate"),
		    fact_digest(seen, fancy, digest, sizeof digest));
		return;
	}
	snprintf(buf, size, "%s", _("no TLSA record fits the certificate that it shows"));
}

/* host_verified - which record fits */
static void host_verified(const struct ds_host *host, bool fancy, char *buf, size_t size)
{
	char record[40];

	for (size_t i = 0; i < host->tlsa.nrecords; i++)
		if (host->tlsa.records[i].nmatches) {
			snprintf(buf, size, _("TLSA %s fits"),
			    fact_record(&host->tlsa.records[i], fancy, record, sizeof record));
			return;
		}
	snprintf(buf, size, "%s", _("TLSA and certificate fit"));
}

/* host_no_dane - why DANE does not apply: four different things */
static const char *host_no_dane(const struct ds_host *host)
{
	if (host->address_status == DS_INSECURE)
		return _("its zone is not signed");
	if (host->tlsa.status == DS_INSECURE)
		return _("its TLSA zone is not signed");
	if (host->tlsa.answer && host->tlsa.answer->outcome == DS_OUT_NXDOMAIN)
		return _("no TLSA record (proved)");
	return _("no TLSA record");
}

/* host_dns_failed - which look-up fails, and how */
static void host_dns_failed(const struct ds_host *host, char *buf, size_t size)
{
	const struct ds_answer *a = host->tlsa.answer ? host->tlsa.answer
				    : host->a         ? host->a
						      : host->aaaa;
	const char *what = host->tlsa.answer ? "TLSA" : _("address");

	if (!a)
		snprintf(buf, size, "%s", what);
	else
		snprintf(buf, size, "%s: %s", what, fact_failure(a));
}

/* fact_host - what is the matter with one host */
const char *fact_host(const struct ds_host *host, bool fancy, char *buf, size_t size)
{
	const struct ds_probe *p = fact_worst_probe(host);

	switch (host->policy) {
	case DS_POL_DANE_VERIFIED: host_verified(host, fancy, buf, size); break;
	case DS_POL_DANE_FAILED: host_failed(host, fancy, buf, size); break;
	case DS_POL_DNS_FAILED: host_dns_failed(host, buf, size); break;
	case DS_POL_ENCRYPT_ONLY: snprintf(buf, size, "%s", _("no usable TLSA; encrypted")); break;
	case DS_POL_OPPORTUNISTIC: snprintf(buf, size, "%s", host_no_dane(host)); break;
	case DS_POL_NO_ADDRESS: snprintf(buf, size, "%s", _("it has no address")); break;
	case DS_POL_UNREACHABLE:
		if (p)
			fact_probe(p, buf, size);
		else
			snprintf(buf, size, "%s", _("no connection"));
		break;
	case DS_POL_NOT_PROBED:
		snprintf(buf, size, n_("%zu TLSA record", "%zu TLSA records", host->tlsa.nrecords),
		    host->tlsa.nrecords);
		break;
	case DS_POL_UNKNOWN:
		snprintf(buf, size, "%s", p ? words_starttls(p).word : _("asking"));
		break;
	}
	return buf;
}

/* fact_publish - the record that would fit what was seen */
const char *fact_publish(
    const struct ds_report *report, const struct ds_host *host, char *buf, size_t size)
{
	const struct ds_certificate *cert = fact_certificate(host);

	if (!cert)
		return NULL;
	snprintf(buf, size, "_%u._tcp.%s. IN TLSA 3 1 1 %s", report->tlsa_port,
	    host->tlsa.base ? host->tlsa.base : host->name, cert->spki_sha256);
	return buf;
}

/* fact_referral - does a server of a zone above say who knows, instead of an answer? */
bool fact_referral(const struct ds_report *r, const struct ds_query *q)
{
	const uint8_t *w = q->reply;

	return r->iterated && q->reply_len >= 12 && !(w[2] & 0x04) && !(w[3] & 0x0f) && !w[6] &&
	       !w[7] && (w[8] || w[9]);
}

/* life_words - how long before its beginning, before its end or after it */
static void life_words(struct page *p, int64_t from, int64_t to, int64_t at, int soon)
{
	char span[48];

	if (at >= to)
		page_putf(p, ROLE_bad, _("ended %s ago"), words_span(span, sizeof span, at - to));
	else if (at < from)
		page_putf(p, ROLE_bad, _("begins in %s"), words_span(span, sizeof span, from - at));
	else
		page_putf(p, to - at < soon ? ROLE_weak : ROLE_dim, _("%s left"),
		    words_span(span, sizeof span, to - at));
}

/* fact_life - where a moment lies between two others, and what that means */
void fact_life(struct page *p, int64_t from, int64_t to, int64_t at, int cells, int soon)
{
	bool within = at >= from && at < to;
	int now = within      ? (int)((double)(at - from) / (double)(to - from) * cells)
		  : at < from ? 0
			      : cells - 1;

	for (int i = 0; i < cells; i++)
		page_put(p,
		    i > now  ? ROLE_dim
		    : within ? ROLE_good
			     : ROLE_bad,
		    glyph(p->fancy, i == now  ? GLYPH_BAR_NOW
				    : i < now ? GLYPH_BAR_PAST
					      : GLYPH_BAR_LEFT));
	if (cells > 0)
		p->column++;
	life_words(p, from, to, at, soon);
}

/* fact_bar - where now lies in a signature's life */
void fact_bar(struct page *p, const struct ds_sig *sig, int64_t at, int cells)
{
	fact_life(p, sig->inception, sig->expiration, at, cells, 3 * 86400);
}
