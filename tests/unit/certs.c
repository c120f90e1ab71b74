/* SPDX-License-Identifier: BSD-2-Clause */
/* certs - a little certification authority for tests */
#include "tests/unit/certs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/x509v3.h>

/* must - ends the program where OpenSSL does not do what a test needs */
static void must(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "certs: %s failed\n", what);
	abort();
}

/* new_key - a key of the type wished for */
static EVP_PKEY *new_key(const char *type)
{
	if (type == NULL)
		return EVP_EC_gen("P-256");
	if (strcmp(type, "RSA") == 0)
		return EVP_RSA_gen(2048);
	if (strcmp(type, "RSA-1024") == 0)
		return EVP_RSA_gen(1024);
	if (strcmp(type, "ED25519") == 0 || strcmp(type, "ED448") == 0)
		return EVP_PKEY_Q_keygen(NULL, NULL, type);
	return EVP_EC_gen(type);
}

/* cert_dear_key - a key with a long exponent, made of the modulus of another */
EVP_PKEY *cert_dear_key(void)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	EVP_PKEY *dear = NULL, *plain = EVP_RSA_gen(2048);
	BIGNUM *n = NULL, *e = BN_new();
	unsigned char nbuf[256], ebuf[128];
	OSSL_PARAM params[3];

	must(ctx != NULL && plain != NULL && e != NULL, "key");
	must(EVP_PKEY_get_bn_param(plain, "n", &n), "modulus");
	must(BN_set_bit(e, 1000) && BN_set_bit(e, 0), "exponent");
	BN_bn2nativepad(n, nbuf, sizeof(nbuf));
	BN_bn2nativepad(e, ebuf, sizeof(ebuf));
	params[0] = OSSL_PARAM_construct_BN("n", nbuf, sizeof(nbuf));
	params[1] = OSSL_PARAM_construct_BN("e", ebuf, sizeof(ebuf));
	params[2] = OSSL_PARAM_construct_end();
	must(EVP_PKEY_fromdata_init(ctx) > 0, "key");
	must(EVP_PKEY_fromdata(ctx, &dear, EVP_PKEY_PUBLIC_KEY, params) > 0, "key");
	EVP_PKEY_free(plain);
	EVP_PKEY_CTX_free(ctx);
	BN_free(n);
	BN_free(e);
	return dear;
}

/* add_extension - one extension by its name and value in OpenSSL's configuration language */
static void add_extension(X509 *x, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509_EXTENSION *ext;

	X509V3_set_ctx(&ctx, issuer, x, NULL, NULL, 0);
	ext = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	must(ext != NULL && X509_add_ext(x, ext, -1), value);
	X509_EXTENSION_free(ext);
}

/* add_san_der - a subjectAltName that no configuration can spell */
static void add_san_der(X509 *x, const uint8_t *der, size_t len)
{
	ASN1_OCTET_STRING *data = ASN1_OCTET_STRING_new();
	X509_EXTENSION *ext;

	must(data != NULL && ASN1_OCTET_STRING_set(data, der, (int)len), "octets");
	ext = X509_EXTENSION_create_by_NID(NULL, NID_subject_alt_name, 0, data);
	must(ext != NULL && X509_add_ext(x, ext, -1), "subjectAltName");
	X509_EXTENSION_free(ext);
	ASN1_OCTET_STRING_free(data);
}

/* add_extensions - those that the wish asks for */
static void add_extensions(X509 *x, X509 *issuer, const struct cert_wish *wish)
{
	if (wish->ca)
		add_extension(x, issuer, NID_basic_constraints, "critical,CA:TRUE");
	if (wish->san != NULL)
		add_extension(x, issuer, NID_subject_alt_name, wish->san);
	if (wish->san_der != NULL)
		add_san_der(x, wish->san_der, wish->san_der_len);
}

/* set_subject - the common name alone */
static void set_subject(X509 *x, const struct cert_wish *wish)
{
	size_t len = wish->cn_len;

	if (wish->cn == NULL)
		return;
	if (len == 0)
		len = strlen(wish->cn);
	must(X509_NAME_add_entry_by_NID(X509_get_subject_name(x), NID_commonName, V_ASN1_UTF8STRING,
		 (const unsigned char *)wish->cn, (int)len, -1, 0),
	    "subject");
}

/* set_times - validity in days around CERTS_NOW */
static void set_times(X509 *x, const struct cert_wish *wish)
{
	int from = wish->from_day, to = wish->to_day;

	if (from == 0 && to == 0) {
		from = -1;
		to = 90;
	}
	must(ASN1_TIME_set(X509_getm_notBefore(x), CERTS_NOW + from * CERTS_DAY) != NULL, "time");
	must(ASN1_TIME_set(X509_getm_notAfter(x), CERTS_NOW + to * CERTS_DAY) != NULL, "time");
}

/* cert_make - a certificate to wish */
struct cert *cert_make(const struct cert_wish *wish)
{
	struct cert *cert = calloc(1, sizeof(*cert));
	const struct cert *issuer = wish->issuer;
	const EVP_MD *md = EVP_sha256();
	EVP_PKEY *signer;
	static long serial = 4096;
	int len;

	must(cert != NULL, "memory");
	cert->x = X509_new();
	cert->key = wish->key != NULL ? wish->key : new_key(wish->key_type);
	must(cert->x != NULL && cert->key != NULL, "key");
	if (wish->key != NULL)
		EVP_PKEY_up_ref(cert->key);
	X509_set_version(cert->x, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(cert->x), ++serial);
	set_subject(cert->x, wish);
	set_times(cert->x, wish);
	must(X509_set_pubkey(cert->x, cert->key), "public key");
	X509_set_issuer_name(cert->x, X509_get_subject_name(issuer != NULL ? issuer->x : cert->x));
	add_extensions(cert->x, issuer != NULL ? issuer->x : cert->x, wish);
	signer = issuer != NULL ? issuer->key : cert->key;
	if (EVP_PKEY_is_a(signer, "ED25519") || EVP_PKEY_is_a(signer, "ED448"))
		md = NULL;
	must(X509_sign(cert->x, signer, md) > 0, "signature");
	len = i2d_X509(cert->x, &cert->der);
	must(len > 0, "DER");
	cert->len = (size_t)len;
	return cert;
}

/* cert_free - frees a certificate with its key */
struct cert *cert_free(struct cert *cert)
{
	if (cert == NULL)
		return NULL;
	X509_free(cert->x);
	EVP_PKEY_free(cert->key);
	OPENSSL_free(cert->der);
	free(cert);
	return NULL;
}
