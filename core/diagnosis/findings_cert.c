/* SPDX-License-Identifier: BSD-2-Clause */
/* findings_cert - TLS and certificates: what DANE minds, and what only others mind */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/diagnosis/findings.h"
#include "core/diagnosis/labels.h"
#include "core/smtp/certificate.h"

#define SOON (14 * 86400) /* two weeks to renew a certificate by hand */
#define RSA_WEAK                                                                                   \
	2048 /* bits; of Diffie-Hellman with numbers likewise (RFC 9325 section 4.2, 4.5) */
#define CURVE_WEAK  224
#define CIPHER_WEAK 128

/* A dialogue under review. */
struct review {
	struct ds_diagnosis *d;
	const struct ds_host *h;
	const struct ds_probe *p;
	const struct ds_certificate *cert; /* the server's own */
};

/* note - a finding at the address; the first argument is the host */
static void note(const struct review *r, enum ds_code code, const char *arg2, const char *arg3)
{
	finding_note(r->d, code, (int)r->h->index, r->p->address, r->h->name, arg2, arg3, NULL);
}

/* review_dates - over, not begun, or over soon */
static void review_dates(const struct review *r)
{
	int64_t at = r->d->report.judged_at, end = r->cert->not_after;

	if (end < at) {
		note(r, DS_F_TLS_CERT_EXPIRED, finding_number(r->d, end),
		    finding_number(r->d, at - end));
		if (r->p->dane == DS_DANE_VERIFIED)
			finding_note(r->d, DS_F_TLSA_EE_EXPIRED, (int)r->h->index, r->h->tlsa.name,
			    r->h->name, r->p->address, finding_number(r->d, end), NULL);
	} else if (end - at < SOON && end - at < (end - r->cert->not_before) / 4) {
		note(r, DS_F_TLS_CERT_EXPIRES_SOON, finding_number(r->d, end),
		    finding_number(r->d, end - at));
	}
	if (r->cert->not_before > at)
		note(r, DS_F_TLS_CERT_NOT_YET_VALID, finding_number(r->d, r->cert->not_before),
		    NULL);
}

/* name_fits - a name of a certificate, with a wildcard for its first label at most */
static bool name_fits(const char *pattern, const char *host)
{
	const char *dot = strchr(host, '.');

	if (strncmp(pattern, "*.", 2) == 0)
		return dot != NULL && strcasecmp(pattern + 1, dot) == 0;
	return strcasecmp(pattern, host) == 0;
}

/* bears_name - does the certificate bear the host's name? */
static bool bears_name(const struct review *r)
{
	for (size_t i = 0; i < r->cert->nnames; i++)
		if (name_fits(r->cert->names[i], r->h->name))
			return true;
	return false;
}

/* other_name - a certificate for another host; with records that name a key DANE does not mind */
static void other_name(const struct review *r)
{
	struct found f = { .code = DS_F_TLS_CERT_NAME,
		.host = (int)r->h->index,
		.at = r->p->address,
		.expected = r->h->name,
		.seen = r->cert->nnames > 0 ? r->cert->names[0] : r->cert->subject };

	f.args[0] = r->h->name;
	for (size_t i = 1; i < r->cert->nnames; i++)
		f.seen = finding_join(r->d, f.seen, r->cert->names[i]);
	finding_add(r->d, &f);
}

/* lacks_issuer - is the server's own certificate all that it sends, and its issuer not one that a
 * browser has? */
static bool lacks_issuer(const struct review *r)
{
	return r->p->ncerts == 1 && !r->cert->self_signed && r->p->pkix_fault == DS_CHAIN_NO_ISSUER;
}

/* review_trust - what a web browser would say; DANE does not mind */
static void review_trust(const struct review *r)
{
	const char *pkix = r->p->pkix;

	if (r->cert->self_signed)
		note(r, DS_F_TLS_CERT_SELF_SIGNED, NULL, NULL);
	if (lacks_issuer(r))
		note(r, DS_F_TLS_CHAIN_INCOMPLETE, r->cert->issuer, NULL);
	if (!bears_name(r))
		other_name(r);
	else if (!lacks_issuer(r) && pkix != NULL && strcmp(pkix, "verified") != 0 &&
		 !r->cert->self_signed && r->cert->not_after >= r->d->report.judged_at)
		note(r, DS_F_TLS_CERT_UNTRUSTED, ds_pkix_label(pkix), NULL);
}

/* is_weak_key - a key that can be broken by who has the means */
static bool is_weak_key(const struct ds_certificate *c)
{
	return c->bits > 0 && c->bits < (c->kind == DS_KEY_RSA ? RSA_WEAK : CURVE_WEAK);
}

/* is_weak_session - ciphers and groups that nobody should offer any more */
static bool is_weak_session(const struct ds_tls *tls)
{
	return tls->bits < CIPHER_WEAK ||
	       (tls->group != NULL && strncmp(tls->group, "DH ", 3) == 0 &&
		   strtoul(tls->group + 3, NULL, 10) < RSA_WEAK);
}

/* is_weak_signature - a digest in which collisions can be found */
static bool is_weak_signature(const struct ds_certificate *c)
{
	return !c->self_signed && c->signature != NULL &&
	       (strstr(c->signature, "sha1") != NULL || strstr(c->signature, "SHA1") != NULL ||
		   strstr(c->signature, "md5") != NULL || strstr(c->signature, "MD5") != NULL);
}

/* review_signatures - each certificate that another has signed, the first weak one */
static void review_signatures(const struct review *r)
{
	for (size_t i = 0; i < r->p->ncerts; i++)
		if (is_weak_signature(r->p->certs[i])) {
			note(r, DS_F_TLS_CERT_WEAK_SIGNATURE, r->p->certs[i]->signature,
			    r->p->certs[i]->subject);
			return;
		}
}

/* review_session - what was agreed on at this address */
static void review_session(const struct review *r)
{
	const char *version = r->p->tls->version;

	if (r->p->tls->asked_certificate)
		note(r, DS_F_TLS_CLIENT_CERT_REQUESTED, NULL, NULL);
	if (strcmp(version, "TLSv1") == 0 || strcmp(version, "TLSv1.1") == 0 ||
	    strcmp(version, "SSLv3") == 0)
		note(r, DS_F_TLS_VERSION_OLD, version, NULL);
	if (is_weak_session(r->p->tls))
		note(r, DS_F_TLS_CIPHER_WEAK, r->p->tls->cipher,
		    r->p->tls->group != NULL ? r->p->tls->group : "-");
}

/* review_strength - key and signatures */
static void review_strength(const struct review *r)
{
	if (is_weak_key(r->cert))
		note(r, DS_F_TLS_CERT_WEAK_KEY, r->cert->key, NULL);
	review_signatures(r);
}

/* review_differences - other certificates on other addresses */
static void review_differences(struct ds_diagnosis *d, const struct ds_host *h)
{
	const char *seen[ADDRESSES_MAX], *addresses = "";
	size_t n = 0;

	for (size_t i = 0; i < h->nprobes; i++) {
		const struct ds_probe *p = h->probes[i];
		size_t k = 0;

		if (p->ncerts == 0)
			continue;
		addresses = finding_join(d, addresses, p->address);
		while (k < n && strcmp(seen[k], p->certs[0]->cert_sha256) != 0)
			k++;
		if (k == n && n < ADDRESSES_MAX)
			seen[n++] = p->certs[0]->cert_sha256;
	}
	if (n > 1)
		finding_note(d, DS_F_TLS_CERT_DIFFERS, (int)h->index, h->name,
		    finding_number(d, (int64_t)n), addresses, NULL, NULL);
}

/* shown_before - was this chain reviewed at an earlier address, with the same end? What is wrong with
 * it is told once a host */
static bool shown_before(const struct ds_host *h, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (h->probes[i]->tls != NULL && h->probes[i]->dane == h->probes[at]->dane &&
		    certificate_same_chain(
			h->probes[i], h->probes[at]->ncerts, h->probes[at]->certs))
			return true;
	return false;
}

/* findings_cert - the certificates of a host */
void findings_cert(struct ds_diagnosis *d, const struct ds_host *h)
{
	for (size_t i = 0; i < h->nprobes; i++) {
		const struct ds_probe *p = h->probes[i];
		struct review r = { d, h, p, p->ncerts > 0 ? p->certs[0] : NULL };

		if (r.cert == NULL || p->tls == NULL)
			continue;
		review_session(&r);
		if (shown_before(h, i))
			continue;
		review_dates(&r);
		review_trust(&r);
		review_strength(&r);
	}
	review_differences(d, h);
}
