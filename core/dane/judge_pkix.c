/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * judge_pkix - the public CAs' view
 *
 * The trust store is a directory of hashed names: of the hundreds of CAs on a
 * system the one that is asked for is read. Loading the whole bundle would cost
 * more than all the rest of a check.
 */
#include "core/dane/judge_pkix.h"

#include <stdio.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "core/base/text.h"
#include "core/dane/judge_words.h"

#define BROWSER_LEVEL 2 /* 112 bits: RSA 2048, no SHA-1 */

/* judge_pkix_store - the system's CAs */
X509_STORE *judge_pkix_store(void)
{
	X509_STORE *store = X509_STORE_new();
	X509_LOOKUP *dir = NULL;

	if (store != NULL)
		dir = X509_STORE_add_lookup(store, X509_LOOKUP_hash_dir());
	if (dir == NULL || !X509_LOOKUP_add_dir(dir, NULL, X509_FILETYPE_DEFAULT)) {
		X509_STORE_free(store);
		store = NULL;
	}
	ERR_clear_error();
	return store;
}

/* judge_pkix_file - the CAs of a file */
X509_STORE *judge_pkix_file(const char *path)
{
	X509_STORE *store = X509_STORE_new();

	if (store != NULL && X509_STORE_load_file(store, path) != 1) {
		X509_STORE_free(store);
		store = NULL;
	}
	ERR_clear_error();
	return store;
}

/* as_browser - a browser's rules: names of subjectAltName alone, today's key sizes */
static bool as_browser(X509_STORE_CTX *ctx, const struct dane_case *c)
{
	X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(ctx);

	if (!X509_STORE_CTX_set_default(ctx, "ssl_server") ||
	    !X509_VERIFY_PARAM_set1_host(param, c->base, 0))
		return false;
	X509_VERIFY_PARAM_set_hostflags(
	    param, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	X509_VERIFY_PARAM_set_auth_level(param, BROWSER_LEVEL);
	X509_VERIFY_PARAM_set_time(param, c->at);
	return true;
}

/* judge_pkix - verifies the chain against the system's CAs */
bool judge_pkix(X509_STORE *store, const struct judge_chain *chain, const struct dane_case *c,
    struct dane_opinion *o)
{
	X509_STORE_CTX *ctx;
	const char *words;
	int error;
	bool ok;

	if (chain->n == 0)
		return true;
	ctx = X509_STORE_CTX_new();
	ok = ctx != NULL && X509_STORE_CTX_init(ctx, store, chain->certs[0], chain->stack) &&
	     as_browser(ctx, c);
	if (ok) {
		error = X509_verify_cert(ctx) > 0 ? X509_V_OK : X509_STORE_CTX_get_error(ctx);
		words = error == X509_V_OK ? "verified" : X509_verify_cert_error_string(error);
		o->pkix_fault = judge_fault(error);
		text_clean(o->pkix, sizeof(o->pkix), words, strlen(words));
	}
	X509_STORE_CTX_free(ctx);
	ERR_clear_error();
	return ok;
}
