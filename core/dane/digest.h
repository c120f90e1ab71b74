/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * digest - what a TLSA record is compared with
 *
 * Worked out for the reader, who wants to see of each record whether it fits;
 * the verdict is OpenSSL's. (RFC 6698 section 2.1)
 */
#ifndef DS_CORE_DANE_DIGEST_H
#define DS_CORE_DANE_DIGEST_H

#include "core/model.h"

struct x509_st;

#define DIGEST_SHA256 32
#define DIGEST_SHA512 64

/* What can be selected of one certificate, and its digests. Index 0: all of it, 1: its key. */
struct digest_set {
	unsigned char *der[2];
	size_t len[2];
	uint8_t sha256[2][DIGEST_SHA256];
	uint8_t sha512[2][DIGEST_SHA512];
};

/* False: out of memory. Freed with digest_free in either case. */
bool digest_make(struct digest_set *, const struct x509_st *);
void digest_free(struct digest_set *);

/* True if the data of the record is that of the certificate; usage is not looked at. */
bool digest_fits(const struct digest_set *, const struct ds_tlsa_record *);

#endif
