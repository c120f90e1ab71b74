/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x509 - certificates and keys of strangers, parsed with bounds
 *
 * What is not exactly one DER object, and nothing after it, is refused. So is a
 * public key whose use would be too dear: an RSA check with a long exponent
 * costs hundreds of ordinary ones. Leaves no errors in OpenSSL's queue.
 */
#ifndef DS_CORE_SMTP_X509_H
#define DS_CORE_SMTP_X509_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/x509.h>

#define X509_RSA_MAX_BITS 8192
#define X509_RSA_EXP_BITS 64

/* Owned by the caller (X509_free). NULL: no certificate, or no memory. */
X509 *x509_parse(const uint8_t *der, size_t len);
/* A SubjectPublicKeyInfo; owned by the caller (EVP_PKEY_free). NULL: none, or no memory. */
EVP_PKEY *x509_parse_key(const uint8_t *der, size_t len);

/* True for a key that no signature is checked with here. */
bool x509_key_is_dear(const EVP_PKEY *);

#endif
