/* SPDX-License-Identifier: BSD-2-Clause */
/* identity - keys and certificates for the mail hosts; see identity.h */
#include "tests/bench/world/identity.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdio.h>

#include "tests/bench/world/zone.h"

/* An issuer, or who issues itself. */
struct identity {
	EVP_PKEY *key;
	X509 *cert;
};

/* must - ends the program where OpenSSL failed */
static void must(bool done, const char *what)
{
	if (!done)
		zone_die(what, "cannot be made");
}

/* extend - one extension in OpenSSL's notation */
static void extend(X509 *cert, int nid, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	must(extension != NULL && X509_add_ext(cert, extension, -1) == 1, value);
	X509_EXTENSION_free(extension);
}

/* make - a key and its certificate; `issuer` NULL: self-signed, `names` NULL: no subjectAltName */
static struct identity make(
    const char *subject, unsigned serial, const struct identity *issuer, const char *names, bool ca)
{
	struct identity id = { EVP_EC_gen("P-256"), X509_new() };
	X509_NAME *name;

	must(id.key != NULL && id.cert != NULL, subject);
	name = X509_get_subject_name(id.cert);
	X509_set_version(id.cert, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(id.cert), (long)serial + 1);
	X509_gmtime_adj(X509_getm_notBefore(id.cert), -86400);
	X509_gmtime_adj(X509_getm_notAfter(id.cert), 400L * 86400);
	X509_NAME_add_entry_by_txt(
	    name, "CN", MBSTRING_ASC, (const unsigned char *)subject, -1, -1, 0);
	X509_set_issuer_name(id.cert, issuer != NULL ? X509_get_subject_name(issuer->cert) : name);
	X509_set_pubkey(id.cert, id.key);
	if (ca)
		extend(id.cert, NID_basic_constraints, "critical,CA:TRUE");
	if (names != NULL)
		extend(id.cert, NID_subject_alt_name, names);
	must(X509_sign(id.cert, issuer != NULL ? issuer->key : id.key, EVP_sha256()) > 0, subject);
	return id;
}

/* clear - gives key and certificate back */
static void clear(struct identity *id)
{
	EVP_PKEY_free(id->key);
	X509_free(id->cert);
}

/* digest - SHA-256 of the public key, in hex */
static void digest(const struct identity *id, char hex[IDENTITY_HEX])
{
	unsigned char md[SHA256_DIGEST_LENGTH], *der = NULL;
	int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(id->cert), &der);

	must(len > 0, "public key");
	SHA256(der, (size_t)len, md);
	OPENSSL_free(der);
	for (size_t i = 0; i < sizeof md; i++)
		snprintf(hex + 2 * i, 3, "%02x", md[i]);
}

/* write_pem - what a server loads */
static void write_pem(
    const char *dir, unsigned number, const struct identity *id, const struct identity *issuer)
{
	FILE *file = zone_open("w", "%s/%02u.pem", dir, number);

	must(PEM_write_X509(file, id->cert) == 1, "certificate");
	if (issuer != NULL)
		must(PEM_write_X509(file, issuer->cert) == 1, "certificate");
	must(PEM_write_PrivateKey(file, id->key, NULL, NULL, 0, NULL, NULL) == 1, "key");
	fclose(file);
}

/* identity_make - all of them */
void identity_make(const char *dir, unsigned first, unsigned last, struct identity_digests *digests)
{
	struct identity ca = make("Bench authority", IDENTITIES, NULL, NULL, true);

	digest(&ca, digests->authority);
	for (unsigned i = 0; i < IDENTITIES; i++) {
		bool issued = i >= first && i <= last;
		struct identity id;
		char names[64];

		snprintf(names, sizeof names, "DNS:*.prov%02u.com", i);
		/* A self-signed one is as right for usage 3 without any name (RFC 7672 3.1.1). */
		id = make("mail host", i, issued ? &ca : NULL, issued || i % 2 == 0 ? names : NULL,
		    false);
		digest(&id, digests->host[i]);
		write_pem(dir, i, &id, issued ? &ca : NULL);
		clear(&id);
	}
	clear(&ca);
}
