/* SPDX-License-Identifier: BSD-2-Clause */
/* judge_words - OpenSSL says that a chain does not match; this says what it saw instead */
#include "core/dane/judge_words.h"

#include <stdio.h>

#include <openssl/x509_vfy.h>

#include "core/base/i18n.h"

/* outdone - whether a record beside this one speaks of the same with a stronger digest, so that
 * this one is not looked at (RFC 7671 section 9) */
static bool outdone(const struct dane_case *c, const struct ds_tlsa_record *r)
{
	const struct ds_tlsa_record *other;
	size_t i;

	for (i = 0; i < c->nrecords; i++) {
		other = &c->records[i];
		if (other->reason == DS_TLSA_USABLE && other->usage == r->usage &&
		    other->selector == r->selector && r->matching != 0 &&
		    other->matching > r->matching)
			return true;
	}
	return false;
}

/* why_unmatched - more words for "no matching DANE TLSA records" */
static void why_unmatched(char *buf, size_t size, const struct judge_chain *chain,
    const struct dane_case *c, const struct dane_opinion *o)
{
	const struct ds_match *fit = o->nmatches > 0 ? &o->matches[0] : NULL;
	size_t record;
	int depth;

	if (fit != NULL && outdone(c, &c->records[fit->record])) {
		snprintf(buf, size,
		    _(": record %zu fits, but a stronger digest beside it does not"),
		    fit->record + 1);
		return;
	}
	if (fit != NULL) {
		snprintf(buf, size,
		    _(": record %zu fits certificate %d, which is not above the server's own"),
		    fit->record + 1, fit->depth);
		return;
	}
	depth = judge_chain_misplaced(chain, c, &record);
	if (depth == 0)
		snprintf(buf, size,
		    _(": record %zu fits the server's own certificate, but usage 2 names an "
		      "issuer"),
		    record + 1);
	else if (depth > 0)
		snprintf(buf, size,
		    _(": record %zu fits certificate %d, but usage 3 names the server's own"),
		    record + 1, depth);
}

/* judge_fault - what rules and findings go by, of OpenSSL's many */
enum ds_chain_fault judge_fault(int error)
{
	switch (error) {
	case X509_V_OK: return DS_CHAIN_FINE;
	case X509_V_ERR_DANE_NO_MATCH: return DS_CHAIN_NO_MATCH;
	case X509_V_ERR_HOSTNAME_MISMATCH: return DS_CHAIN_NAME;
	case X509_V_ERR_CERT_HAS_EXPIRED: return DS_CHAIN_EXPIRED;
	case X509_V_ERR_CERT_NOT_YET_VALID: return DS_CHAIN_NOT_YET_VALID;
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE: return DS_CHAIN_NO_ISSUER;
	default: return DS_CHAIN_OTHER;
	}
}

/* judge_words - what a reader wants to know beyond OpenSSL's reason; "" for nothing */
void judge_words(char *buf, size_t size, int error, int depth, const struct judge_chain *chain,
    const struct dane_case *c, const struct dane_opinion *o)
{
	buf[0] = '\0';
	switch (error) {
	case X509_V_ERR_HOSTNAME_MISMATCH:
		if (o->nmatches > 0)
			snprintf(buf, size,
			    _(": record %zu fits, but the certificate is not for %.60s"),
			    o->matches[0].record + 1, c->base);
		break;
	case X509_V_ERR_CERT_HAS_EXPIRED:
	case X509_V_ERR_CERT_NOT_YET_VALID:
		snprintf(buf, size, _(": certificate %d; under usage 2 dates count"), depth);
		break;
	case X509_V_ERR_DANE_NO_MATCH: why_unmatched(buf, size, chain, c, o); break;
	default: break;
	}
}
