/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x509_view - the fields of a certificate, its key left undecoded
 *
 * OpenSSL's own X509 decodes the key of every certificate that it reads, and
 * that costs sixteen times all the rest. To say what a certificate says, its
 * fields are enough; who wants to check signatures uses x509_parse.
 */
#ifndef DS_CORE_SMTP_X509_VIEW_H
#define DS_CORE_SMTP_X509_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/x509.h>

#include "core/model.h"

#define X509_TEXT_MAX 256 /* octets of a name that are shown */

struct arena;

/* SubjectPublicKeyInfo */
struct x509_key {
	X509_ALGOR *algorithm;
	ASN1_BIT_STRING *bits;
};

/* TBSCertificate (RFC 5280 section 4.1); optional fields may be NULL. */
struct x509_fields {
	ASN1_INTEGER *version, *serial;
	X509_ALGOR *signature;
	X509_NAME *issuer;
	X509_VAL *validity;
	X509_NAME *subject;
	struct x509_key *key;
	ASN1_BIT_STRING *issuer_id, *subject_id;
	STACK_OF(X509_EXTENSION) * extensions;
};

struct x509_view {
	struct x509_fields *fields;
	X509_ALGOR *algorithm;
	ASN1_BIT_STRING *signature;
};

/* One certificate, and nothing after it. Freed with x509_view_free. NULL: none, or no memory. */
struct x509_view *x509_view_read(const uint8_t *der, size_t len);
void x509_view_free(struct x509_view *);

/* The key with its algorithm, encoded; freed with OPENSSL_free. Its length, or -1. */
int x509_view_key(const struct x509_view *, unsigned char **der);

/* "EC P-256", "RSA 2048", "Ed25519"; always something. */
void x509_key_text(const struct x509_key *, char *buf, size_t size);
/* What the key can do in TLS, and its size; 0 bits where it cannot be read. */
enum ds_key_kind x509_key_kind(const struct x509_key *, unsigned *bits);
/* A distinguished name on one line, the most specific part first (RFC 4514): UTF-8 is kept, other
 * octets are made visible, and a long one is cut. NULL: no memory. */
const char *x509_name_text(struct arena *, const X509_NAME *);
/* Seconds since 1970; 0 for what is no time. */
int64_t x509_moment(const ASN1_TIME *);

#endif
