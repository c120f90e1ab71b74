/* SPDX-License-Identifier: BSD-2-Clause */
/* crypto - OpenSSL, begun as this program wants it; see crypto.h */

#include <stddef.h>

#include <openssl/crypto.h>

#include "core/base/crypto.h"

/* crypto_begin - no configuration, no tidying up when the process ends: the system does that */
bool crypto_begin(void)
{
	return OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT |
				       OPENSSL_INIT_NO_ADD_ALL_CIPHERS,
		   NULL) == 1;
}
