/* SPDX-License-Identifier: BSD-2-Clause */
/* crypto - OpenSSL, begun as this program wants it */
#ifndef DS_CORE_BASE_CRYPTO_H
#define DS_CORE_BASE_CRYPTO_H

#include <stdbool.h>

/* To be called before anything else of OpenSSL; again does no harm. The system's openssl.cnf is not
 * read: it may hide old servers from us, and it takes a while. False: OpenSSL cannot be used. */
bool crypto_begin(void);

/* What an error of OpenSSL's is, in its own words; NULL: it has none. */
const char *crypto_words(unsigned long error);

#endif
