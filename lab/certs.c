/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keys and certificates of the mail hosts. P-256 throughout: made in well under a millisecond.
 */
#include "lab/certs.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#define DAY       86400L
#define CA_NAME   "Practice Network Authority"
#define DIGEST_SZ 32

/* name_set - the subject or issuer: organisation and common name */
static int name_set(X509_NAME *name, const char *common)
{
	const unsigned char *org = (const unsigned char *)"danescope practice network";

	if (!X509_NAME_add_entry_by_txt(name, "O", MBSTRING_ASC, org, -1, -1, 0) ||
	    !X509_NAME_add_entry_by_txt(
		name, "CN", MBSTRING_ASC, (const unsigned char *)common, -1, -1, 0))
		return -1;
	return 0;
}

/* extension_add - one X.509 extension given in OpenSSL's text form */
static int extension_add(X509 *cert, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX context;
	X509_EXTENSION *extension;
	int added;

	X509V3_set_ctx_nodb(&context);
	X509V3_set_ctx(&context, issuer, cert, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
	if (extension == NULL)
		return -1;
	added = X509_add_ext(cert, extension, -1);
	X509_EXTENSION_free(extension);
	return added ? 0 : -1;
}

/* serial_set - a random positive serial number */
static int serial_set(X509 *cert)
{
	uint64_t number;

	if (RAND_bytes((unsigned char *)&number, sizeof(number)) != 1)
		return -1;
	return ASN1_INTEGER_set_uint64(X509_get_serialNumber(cert), number >> 1) ? 0 : -1;
}

/* cert_base - what authority and hosts have in common: version, serial, dates, subject, key */
static X509 *cert_base(EVP_PKEY *key, const char *name, long from, long until)
{
	X509 *cert = X509_new();

	if (cert == NULL)
		return NULL;
	if (!X509_set_version(cert, X509_VERSION_3) || serial_set(cert) != 0 ||
	    X509_gmtime_adj(X509_getm_notBefore(cert), from) == NULL ||
	    X509_gmtime_adj(X509_getm_notAfter(cert), until) == NULL ||
	    !X509_set_pubkey(cert, key) || name_set(X509_get_subject_name(cert), name) != 0) {
		X509_free(cert);
		return NULL;
	}
	return cert;
}

/* cert_authority - the self-signed certificate of the authority */
static X509 *cert_authority(EVP_PKEY *key)
{
	X509 *cert = cert_base(key, CA_NAME, -30 * DAY, 3650 * DAY);

	if (cert == NULL)
		return NULL;
	if (!X509_set_issuer_name(cert, X509_get_subject_name(cert)) ||
	    extension_add(cert, cert, NID_basic_constraints, "critical,CA:TRUE") != 0 ||
	    extension_add(cert, cert, NID_key_usage, "critical,keyCertSign,cRLSign") != 0 ||
	    extension_add(cert, cert, NID_subject_key_identifier, "hash") != 0 ||
	    !X509_sign(cert, key, EVP_sha256())) {
		X509_free(cert);
		return NULL;
	}
	return cert;
}

/* cert_host - the certificate of a mail host, signed by the issuer's key */
static X509 *cert_host(
    EVP_PKEY *key, const char *name, const struct lab_identity *issuer, bool expired)
{
	X509 *cert =
	    cert_base(key, name, expired ? -91 * DAY : -10 * DAY, expired ? -1 * DAY : 80 * DAY);
	X509 *signer = issuer != NULL ? issuer->cert : cert;
	char names[300];

	if (cert == NULL)
		return NULL;
	snprintf(names, sizeof(names), "DNS:%s", name);
	if (!X509_set_issuer_name(cert, X509_get_subject_name(signer)) ||
	    extension_add(cert, signer, NID_basic_constraints, "critical,CA:FALSE") != 0 ||
	    extension_add(cert, signer, NID_ext_key_usage, "serverAuth") != 0 ||
	    extension_add(cert, signer, NID_subject_key_identifier, "hash") != 0 ||
	    extension_add(cert, signer, NID_subject_alt_name, names) != 0 ||
	    !X509_sign(cert, issuer != NULL ? issuer->key : key, EVP_sha256())) {
		X509_free(cert);
		return NULL;
	}
	return cert;
}

/* tls_new - the server side of TLS that shows a certificate and, if issued, its issuer */
static SSL_CTX *tls_new(const struct lab_identity *identity, X509 *issuer)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());

	if (tls == NULL)
		return NULL;
	if (!SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) ||
	    SSL_CTX_use_certificate(tls, identity->cert) != 1 ||
	    SSL_CTX_use_PrivateKey(tls, identity->key) != 1 ||
	    (issuer != NULL && SSL_CTX_add1_chain_cert(tls, issuer) != 1)) {
		SSL_CTX_free(tls);
		return NULL;
	}
	/* A self-signed host must not be given a chain found elsewhere. */
	SSL_CTX_set_mode(tls, SSL_MODE_NO_AUTO_CHAIN | SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
	return tls;
}

/* lab_certs_authority - the key and certificate that issue all others */
struct lab_identity *lab_certs_authority(void)
{
	struct lab_identity *id = calloc(1, sizeof(*id));

	if (id == NULL)
		return NULL;
	id->key = EVP_EC_gen("P-256");
	if (id->key != NULL)
		id->cert = cert_authority(id->key);
	return id->cert != NULL ? id : lab_certs_free(id);
}

/* lab_certs_host - a key and certificate for one mail host */
struct lab_identity *lab_certs_host(
    const struct lab_identity *authority, const char *name, enum lab_cert kind)
{
	const struct lab_identity *issuer = kind == LAB_CERT_ISSUED ? authority : NULL;
	struct lab_identity *id = calloc(1, sizeof(*id));

	if (id == NULL)
		return NULL;
	id->key = EVP_EC_gen("P-256");
	if (id->key != NULL)
		id->cert = cert_host(id->key, name, issuer, kind == LAB_CERT_EXPIRED);
	if (id->cert != NULL)
		id->tls = tls_new(id, issuer != NULL ? issuer->cert : NULL);
	return id->tls != NULL ? id : lab_certs_free(id);
}

/* lab_certs_free - give everything back */
struct lab_identity *lab_certs_free(struct lab_identity *identity)
{
	if (identity != NULL) {
		SSL_CTX_free(identity->tls);
		X509_free(identity->cert);
		EVP_PKEY_free(identity->key);
		free(identity);
	}
	return NULL;
}

/* digest_of - SHA-256 over the certificate (selector 0) or its public key (selector 1) */
static int digest_of(const X509 *cert, char selector, unsigned char digest[DIGEST_SZ])
{
	unsigned char *der = NULL;
	int length = selector == '0' ? i2d_X509(cert, &der)
				     : i2d_X509_PUBKEY(X509_get_X509_PUBKEY(cert), &der);
	int ok;

	if (length <= 0)
		return -1;
	ok = EVP_Digest(der, (size_t)length, digest, NULL, EVP_sha256(), NULL);
	OPENSSL_free(der);
	return ok == 1 ? 0 : -1;
}

/* lab_certs_tlsa - from the words of the stories table to the data of a record */
int lab_certs_tlsa(const char *spec, const struct lab_identity *own,
    const struct lab_identity *authority, char *text, size_t size)
{
	unsigned char digest[DIGEST_SZ];
	const char *what;
	size_t used;
	int failed;

	/* "U S M WHAT", one digit each; the table knows matching type 1 (SHA-256) only. */
	if (strlen(spec) < 7 || spec[4] != '1' || size < 6 + 2 * DIGEST_SZ + 1)
		return -1;
	what = spec + 6;
	if (strcmp(what, "own") == 0 && own != NULL)
		failed = digest_of(own->cert, spec[2], digest);
	else if (strcmp(what, "issuer") == 0)
		failed = digest_of(authority->cert, spec[2], digest);
	else if (strcmp(what, "other") == 0)
		failed = RAND_bytes(digest, sizeof(digest)) == 1 ? 0 : -1;
	else
		return -1;
	if (failed)
		return -1;
	snprintf(text, size, "%.6s", spec);
	used = 6;
	for (size_t i = 0; i < DIGEST_SZ; i++, used += 2)
		snprintf(text + used, size - used, "%02x", digest[i]);
	return 0;
}

/* lab_certs_write - the authority's certificate for tools that want a file */
int lab_certs_write(const struct lab_identity *authority, const char *path)
{
	FILE *file = fopen(path, "wxe");
	int ok;

	if (file == NULL)
		return -1;
	ok = PEM_write_X509(file, authority->cert);
	return fclose(file) == 0 && ok ? 0 : -1;
}
