/* SPDX-License-Identifier: BSD-2-Clause */
/* judge_pkix - what a web browser would say of the same certificates */
#ifndef DS_CORE_DANE_JUDGE_PKIX_H
#define DS_CORE_DANE_JUDGE_PKIX_H

#include <openssl/x509.h>

#include "core/dane/judge_chain.h"

/* The system's trust store, by hash: SSL_CERT_DIR, or the directory that OpenSSL was built with.
 * Owned by the caller (X509_STORE_free). NULL: out of memory. */
X509_STORE *judge_pkix_store(void);

/* The CAs of a PEM file alone; likewise. NULL: there are none, or out of memory. */
X509_STORE *judge_pkix_file(const char *path);

/* Writes "verified" or OpenSSL's reason into the opinion; "" where there is nothing to judge.
 * False: out of memory. */
bool judge_pkix(
    X509_STORE *, const struct judge_chain *, const struct dane_case *, struct dane_opinion *);

#endif
