/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keys and certificates of the mail hosts, and the TLSA records that name them.
 */
#ifndef DS_LAB_CERTS_H
#define DS_LAB_CERTS_H

#include <stddef.h>
#include <openssl/ssl.h>

#include "lab/stories.h"

/* A key, its certificate, and the server side of TLS that shows it. */
struct lab_identity {
	EVP_PKEY *key;
	X509 *cert;
	SSL_CTX *tls; /* NULL for the authority */
};

/* The authority of the practice network. NULL on failure. */
struct lab_identity *lab_certs_authority(void);

/* Identity of a mail host; kind is not LAB_CERT_NONE. NULL on failure. */
struct lab_identity *lab_certs_host(
    const struct lab_identity *authority, const char *name, enum lab_cert kind);

/* Takes NULL; returns NULL. */
struct lab_identity *lab_certs_free(struct lab_identity *identity);

/*
 * Write the data of a TLSA record ("3 1 1 8f3c...") for a specification of the stories table
 * ("3 1 1 own"). own may be NULL where the specification does not say "own". 0 or -1.
 */
int lab_certs_tlsa(const char *spec, const struct lab_identity *own,
    const struct lab_identity *authority, char *text, size_t size);

/* Write the authority's certificate as PEM to a file made for it (0600). 0 or -1. */
int lab_certs_write(const struct lab_identity *authority, const char *path);

#endif
