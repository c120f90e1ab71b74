/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * certificate - the facts of an X.509 certificate
 *
 * Every string of a certificate is counted and may hold anything, NUL too: it
 * goes through text_clean with its length, and no further than X509_TEXT_MAX octets.
 */
#include "core/smtp/certificate.h"

#include <string.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/limits.h"
#include "core/smtp/x509.h"
#include "core/smtp/x509_view.h"

#define SERIAL_MAX 64 /* octets of a serial number (RFC 5280 allows 20) */

/* digest_text - SHA-256 in hex */
static const char *digest_text(struct arena *arena, const uint8_t *data, size_t len)
{
	uint8_t digest[SHA256_DIGEST_LENGTH];

	SHA256(data, len, digest);
	return text_hex_dup(arena, digest, sizeof(digest));
}

/* key_digest - SHA-256 of the public key with its algorithm */
static const char *key_digest(struct arena *arena, const struct x509_view *view)
{
	unsigned char *der = NULL;
	int len = x509_view_key(view, &der);
	const char *text = len > 0 ? digest_text(arena, der, (size_t)len) : "";

	OPENSSL_free(der);
	return text;
}

/* key_text - kind and size of the key */
static const char *key_text(struct arena *arena, const struct x509_key *key)
{
	char buf[160];

	x509_key_text(key, buf, sizeof(buf));
	return arena_strdup(arena, buf);
}

/* signature_text - how the issuer signed: "ecdsa-with-SHA256" */
static const char *signature_text(struct arena *arena, const X509_ALGOR *algorithm)
{
	const ASN1_OBJECT *oid;
	char buf[80];

	X509_ALGOR_get0(&oid, NULL, NULL, algorithm);
	if (OBJ_obj2txt(buf, sizeof(buf), oid, 0) <= 0)
		return arena_strdup(arena, _("unknown"));
	return text_clean_dup(arena, buf, strlen(buf), sizeof(buf));
}

/* serial_text - the serial number in hex */
static const char *serial_text(struct arena *arena, const ASN1_INTEGER *serial)
{
	size_t len = (size_t)ASN1_STRING_length(serial);
	char *hex =
	    text_hex_dup(arena, ASN1_STRING_get0_data(serial), len < SERIAL_MAX ? len : SERIAL_MAX);

	if (hex == NULL || (len <= SERIAL_MAX && ASN1_STRING_type(serial) == V_ASN1_INTEGER))
		return hex;
	return arena_printf(arena, "%s%s%s", ASN1_STRING_type(serial) == V_ASN1_INTEGER ? "" : "-",
	    hex, len > SERIAL_MAX ? "..." : "");
}

/* dns_names - the DNS names of subjectAltName; false: no memory */
static bool dns_names(
    struct arena *arena, const struct x509_fields *fields, struct ds_certificate *cert)
{
	GENERAL_NAMES *all = X509V3_get_d2i(fields->extensions, NID_subject_alt_name, NULL, NULL);
	int i, n = all != NULL ? sk_GENERAL_NAME_num(all) : 0;
	const char **names = NULL;
	const ASN1_STRING *text;
	int type;

	if (n > 0)
		names =
		    arena_alloc(arena, n < TLS_NAMES_SHOWN ? n : TLS_NAMES_SHOWN, sizeof(*names));
	for (i = 0; i < n && names != NULL && cert->nnames < TLS_NAMES_SHOWN; i++) {
		text = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(all, i), &type);
		if (type != GEN_DNS)
			continue;
		names[cert->nnames] = text_clean_dup(arena, ASN1_STRING_get0_data(text),
		    (size_t)ASN1_STRING_length(text), X509_TEXT_MAX);
		if (names[cert->nnames] == NULL)
			break;
		cert->nnames++;
	}
	cert->names = names;
	GENERAL_NAMES_free(all);
	return !arena_failed(arena);
}

/* common_name - where subjectAltName names no host: the last, most specific common name */
static bool common_name(struct arena *arena, const X509_NAME *subject, struct ds_certificate *cert)
{
	int at = -1, next, len;
	unsigned char *utf8 = NULL;
	const char **names;

	while ((next = X509_NAME_get_index_by_NID(subject, NID_commonName, at)) >= 0)
		at = next;
	if (at < 0)
		return true;
	len =
	    ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
	if (len < 0)
		return true;
	names = arena_alloc(arena, 1, sizeof(*names));
	if (names != NULL)
		names[0] = text_clean_dup(arena, utf8, (size_t)len, X509_TEXT_MAX);
	OPENSSL_free(utf8);
	cert->names = names;
	cert->nnames = 1;
	return !arena_failed(arena);
}

/* pem_text - the certificate in its armour, parsed or not */
static const char *pem_text(struct arena *arena, const uint8_t *der, size_t len)
{
	BIO *bio;
	const char *text = NULL;
	char *data;
	long n;

	if (len == 0)
		return "";
	bio = BIO_new(BIO_s_mem());
	if (bio == NULL)
		return NULL;
	if (PEM_write_bio(bio, PEM_STRING_X509, "", der, (long)len) > 0) {
		n = BIO_get_mem_data(bio, &data);
		text = arena_strndup(arena, data, (size_t)n);
	}
	BIO_free(bio);
	return text;
}

/* is_ca - whether it may issue certificates */
static bool is_ca(const struct x509_fields *fields)
{
	BASIC_CONSTRAINTS *constraints =
	    X509V3_get_d2i(fields->extensions, NID_basic_constraints, NULL, NULL);
	bool ca = constraints != NULL && constraints->ca;

	BASIC_CONSTRAINTS_free(constraints);
	return ca;
}

/* signs_itself - the signature is by its own key */
static bool signs_itself(X509 *x)
{
	const EVP_PKEY *key = X509_get0_pubkey(x);

	return key != NULL && !x509_key_is_dear(key) && X509_self_signed(x, 1) == 1;
}

/* is_self_signed - names equal, and the signature is by its own key */
static bool is_self_signed(
    const struct x509_fields *fields, const uint8_t *der, size_t len, X509 *parsed)
{
	bool own;
	X509 *x;

	if (X509_NAME_cmp(fields->subject, fields->issuer) != 0)
		return false;
	if (parsed != NULL)
		return signs_itself(parsed);
	x = x509_parse(der, len);
	own = x != NULL && signs_itself(x);
	X509_free(x);
	return own;
}

/* unreadable - stands for what is no certificate */
static bool unreadable(struct arena *arena, struct ds_certificate *cert)
{
	cert->subject = arena_strdup(arena, _("not a certificate that can be read"));
	cert->issuer = cert->key = cert->signature = cert->serial = cert->spki_sha256 = "";
	return true;
}

/* facts - what a certificate says; false: no memory */
static bool facts(struct arena *arena, const struct x509_view *view, struct ds_certificate *cert)
{
	const struct x509_fields *fields = view->fields;

	cert->subject = x509_name_text(arena, fields->subject);
	cert->issuer = x509_name_text(arena, fields->issuer);
	cert->not_before = x509_moment(fields->validity->notBefore);
	cert->not_after = x509_moment(fields->validity->notAfter);
	cert->key = key_text(arena, fields->key);
	cert->kind = x509_key_kind(fields->key, &cert->bits);
	cert->signature = signature_text(arena, fields->signature);
	cert->serial = serial_text(arena, fields->serial);
	cert->spki_sha256 = key_digest(arena, view);
	cert->ca = is_ca(fields);
	if (!dns_names(arena, fields, cert))
		return false;
	return cert->nnames > 0 || common_name(arena, fields->subject, cert);
}

/* certificate_read - one certificate in words */
const struct ds_certificate *certificate_read(
    struct arena *arena, const uint8_t *der, size_t len, X509 *parsed)
{
	struct ds_certificate *cert = arena_alloc(arena, 1, sizeof(*cert));
	struct x509_view *view = x509_view_read(der, len);
	bool ok = cert != NULL;

	if (ok) {
		cert->der = arena_copy(arena, der, len);
		cert->der_len = len;
		cert->cert_sha256 = digest_text(arena, der, len);
		cert->pem = pem_text(arena, der, len);
		cert->self_signed = view != NULL && is_self_signed(view->fields, der, len, parsed);
		ok = view != NULL ? facts(arena, view, cert) : unreadable(arena, cert);
		ok = ok && cert->subject != NULL && cert->issuer != NULL && cert->pem != NULL &&
		     !arena_failed(arena);
	}
	x509_view_free(view);
	ERR_clear_error();
	return ok ? cert : NULL;
}

/* certificate_same_chain - by their digests, one by one */
bool certificate_same_chain(
    const struct ds_probe *shown, size_t n, const struct ds_certificate *const *certs)
{
	if (shown->ncerts != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (strcmp(shown->certs[i]->cert_sha256, certs[i]->cert_sha256) != 0)
			return false;
	return true;
}
