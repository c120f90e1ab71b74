/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * live_tls - the client side of TLS, which looks and does not judge
 *
 * Old protocols, weak keys and unknown issuers are accepted here, so that the
 * report can say what a server has; DANE and PKIX are judged later, from the
 * certificates. Security level 0: from OpenSSL 3 on, level 1 has no TLS 1.0 and 1.1.
 * Nothing is ever sent over such a connection but EHLO and QUIT.
 */
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/base/crypto.h"
#include "core/base/i18n.h"
#include "core/limits.h"
#include "core/net/live_impl.h"

#define CIPHERS "DEFAULT:!aNULL:!PSK:!SRP@SECLEVEL=0"

/* no_verdict - in place of building and checking a chain: not here */
static int no_verdict(X509_STORE_CTX *store, void *arg)
{
	(void)store;
	(void)arg;
	return 1;
}

/* no_certificate - the server asks for ours: we have none, and remember the question */
static int no_certificate(SSL *ssl, X509 **cert, EVP_PKEY **key)
{
	(void)cert;
	(void)key;
	SSL_set_app_data(ssl, ssl);
	return 0;
}

/* live_tls_ready - makes the context, once */
bool live_tls_ready(struct net_live *live)
{
	SSL_CTX *ctx;

	if (live->tls != NULL)
		return true;
	ctx = SSL_CTX_new(TLS_client_method());
	if (ctx == NULL)
		return false;
	SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
				     SSL_OP_NO_TICKET | SSL_OP_LEGACY_SERVER_CONNECT |
				     SSL_OP_IGNORE_UNEXPECTED_EOF);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL);
	SSL_CTX_set_cert_verify_callback(ctx, no_verdict, NULL);
	SSL_CTX_set_client_cert_cb(ctx, no_certificate);
	SSL_CTX_set_max_cert_list(ctx, TLS_CHAIN_OCTETS);
	/* DANE is not used here, but by those who share the context. */
	if (SSL_CTX_set_min_proto_version(ctx, TLS1_VERSION) != 1 ||
	    SSL_CTX_set_cipher_list(ctx, CIPHERS) != 1 || SSL_CTX_dane_enable(ctx) <= 0) {
		SSL_CTX_free(ctx);
		return false;
	}
	live->tls = ctx;
	return true;
}

/* net_live_tls - the context, for others to share */
struct ssl_ctx_st *net_live_tls(struct net *net)
{
	struct net_live *live = live_of(net);

	return live_tls_ready(live) ? live->tls : NULL;
}

/* is_host_name - RFC 6066 section 3: SNI is for those, and for no address */
static bool is_host_name(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-_.";
	struct net_address address;
	size_t len = strlen(name);

	return len > 0 && len <= TLSEXT_MAXLEN_host_name && strspn(name, allowed) == len &&
	       !net_address_parse(&address, name, 0);
}

/* limit_keys - lets the server show keys of one kind alone: by the signatures that it may make with
 * them, which is all that TLS 1.3 knows, and by the ciphers of what came before. RSA signatures of the
 * old kind stay where ECDSA is wanted: in TLS 1.3 they mean the chain's, and RSA authorities sign
 * ECDSA keys */
static bool limit_keys(SSL *ssl, enum net_purpose purpose)
{
	static const struct {
		const char *signatures, *ciphers;
	} limits[NET_PURPOSES] = {
		[NET_RSA] = { "rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512:"
			      "rsa_pss_pss_sha256:rsa_pss_pss_sha384:rsa_pss_pss_sha512:"
			      "RSA+SHA256:RSA+SHA384:RSA+SHA512:RSA+SHA1",
		    "aRSA:!PSK:!SRP:@SECLEVEL=0" },
		[NET_ECDSA] = { "ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:ed25519:ed448:"
				"RSA+SHA256:RSA+SHA384:RSA+SHA512:ECDSA+SHA1",
		    "aECDSA:!PSK:!SRP:@SECLEVEL=0" },
	};

	char list[256]; /* OpenSSL's macro wants it writable */

	if (limits[purpose].signatures == NULL)
		return true;
	snprintf(list, sizeof(list), "%s", limits[purpose].signatures);
	return SSL_set1_sigalgs_list(ssl, list) == 1 &&
	       SSL_set_cipher_list(ssl, limits[purpose].ciphers) == 1;
}

/* live_tls_new - a client side; NULL: out of memory */
SSL *live_tls_new(struct net_live *live, const char *name, enum net_purpose purpose)
{
	char sni[TLSEXT_MAXLEN_host_name + 1]; /* OpenSSL's macro wants it writable */
	SSL *ssl;

	if (!live_tls_ready(live))
		return NULL;
	ssl = SSL_new(live->tls);
	if (ssl != NULL && !limit_keys(ssl, purpose)) {
		SSL_free(ssl);
		return NULL;
	}
	if (ssl == NULL || !is_host_name(name))
		return ssl;
	memcpy(sni, name, strlen(name) + 1);
	if (SSL_set_tlsext_host_name(ssl, sni) == 1)
		return ssl;
	SSL_free(ssl);
	return NULL;
}

/* group_name - of the key exchange, as people call it; NULL where there is none */
static const char *group_name(SSL *ssl, char *buf, size_t size)
{
	static const struct {
		const char *openssl, *known;
	} names[] = {
		{ "x25519", "X25519" },
		{ "x448", "X448" },
		{ "secp256r1", "P-256" },
		{ "prime256v1", "P-256" },
		{ "secp384r1", "P-384" },
		{ "secp521r1", "P-521" },
		{ "x25519mlkem768", "X25519MLKEM768 (post-quantum hybrid)" },
		{ "secp256r1mlkem768", "SecP256r1MLKEM768 (post-quantum hybrid)" },
		{ "secp384r1mlkem1024", "SecP384r1MLKEM1024 (post-quantum hybrid)" },
		{ "x25519_kyber768", "X25519Kyber768 (post-quantum hybrid, draft)" },
		{ "mlkem768", "MLKEM768 (post-quantum)" },
		{ "mlkem1024", "MLKEM1024 (post-quantum)" },
	};
	int id = (int)SSL_get_negotiated_group(ssl);
	const char *name = id != NID_undef ? SSL_group_to_name(ssl, id) : NULL;
	EVP_PKEY *key = NULL;
	size_t i;

	if (name == NULL) {
		/* TLS 1.2 and before: Diffie-Hellman with numbers of the server's own */
		if (SSL_get_peer_tmp_key(ssl, &key) == 1 && EVP_PKEY_is_a(key, "DH")) {
			snprintf(buf, size, "DH %d", EVP_PKEY_get_bits(key));
			name = buf;
		}
		EVP_PKEY_free(key);
		return name;
	}
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcasecmp(name, names[i].openssl) == 0)
			return names[i].known;
	}
	return name;
}

/* signature_name - with which the server proved its key: "ecdsa_secp256r1_sha256" where TLS has a name
 * for it, else key and digest; NULL where there is none (RSA key transport) */
static const char *signature_name(SSL *ssl, char *buf, size_t size)
{
	static const struct {
		int key, digest;
		const char *name;
	} names[] = {
		{ NID_X9_62_id_ecPublicKey, NID_sha256, "ecdsa_secp256r1_sha256" },
		{ NID_X9_62_id_ecPublicKey, NID_sha384, "ecdsa_secp384r1_sha384" },
		{ NID_X9_62_id_ecPublicKey, NID_sha512, "ecdsa_secp521r1_sha512" },
		{ NID_X9_62_id_ecPublicKey, NID_sha1, "ecdsa_sha1" },
		{ NID_rsassaPss, NID_sha256, "rsa_pss_sha256" },
		{ NID_rsassaPss, NID_sha384, "rsa_pss_sha384" },
		{ NID_rsassaPss, NID_sha512, "rsa_pss_sha512" },
		{ NID_rsaEncryption, NID_sha256, "rsa_pkcs1_sha256" },
		{ NID_rsaEncryption, NID_sha384, "rsa_pkcs1_sha384" },
		{ NID_rsaEncryption, NID_sha512, "rsa_pkcs1_sha512" },
		{ NID_rsaEncryption, NID_sha1, "rsa_pkcs1_sha1" },
		{ NID_ED25519, NID_undef, "ed25519" },
		{ NID_ED448, NID_undef, "ed448" },
	};
	int key = NID_undef, digest = NID_undef;

	if (SSL_get_peer_signature_type_nid(ssl, &key) != 1 || key == NID_undef)
		return NULL;
	(void)SSL_get_peer_signature_nid(ssl, &digest);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].key == key && names[i].digest == digest)
			return names[i].name;
	snprintf(buf, size, "%s, %s", OBJ_nid2sn(key), OBJ_nid2sn(digest));
	return buf;
}

/* live_tls_tell - what the handshake showed */
bool live_tls_tell(SSL *ssl, void (*fn)(void *arg, const struct net_tls *), void *arg)
{
	const STACK_OF(X509) *chain = SSL_get_peer_cert_chain(ssl);
	struct net_der ders[TLS_CHAIN_CERTS];
	uint8_t *owned[TLS_CHAIN_CERTS];
	struct net_tls tls = { .certs = ders };
	char group[32], signature[64];
	bool done = false;
	size_t n = chain != NULL ? (size_t)sk_X509_num(chain) : 0;

	while (tls.ncerts < n && tls.ncerts < TLS_CHAIN_CERTS) {
		size_t i = tls.ncerts;
		int len;

		owned[i] = NULL;
		len = i2d_X509(sk_X509_value(chain, (int)i), &owned[i]);
		if (len <= 0)
			goto done;
		ders[i].data = owned[i];
		ders[i].len = (size_t)len;
		ders[i].parsed = sk_X509_value(chain, (int)i);
		tls.ncerts++;
	}
	tls.version = SSL_get_version(ssl);
	tls.cipher = SSL_CIPHER_get_name(SSL_get_current_cipher(ssl));
	tls.bits = (unsigned)SSL_get_cipher_bits(ssl, NULL);
	tls.group = group_name(ssl, group, sizeof(group));
	tls.asked_certificate = SSL_get_app_data(ssl) != NULL;
	tls.signature = signature_name(ssl, signature, sizeof(signature));
	tls.extended_master =
	    SSL_version(ssl) >= TLS1_3_VERSION ? 1 : (int)SSL_get_extms_support(ssl);
	tls.renegotiation =
	    SSL_version(ssl) >= TLS1_3_VERSION ? 1 : (int)SSL_get_secure_renegotiation_support(ssl);
	done = true;
	fn(arg, &tls);
done:
	while (tls.ncerts > 0)
		OPENSSL_free(owned[--tls.ncerts]);
	return done;
}

/* live_tls_plain_text - where TLS should have begun */
const char *live_tls_plain_text(void)
{
	return NET_PLAIN_TEXT;
}

/* live_tls_words - an error of OpenSSL for people; not translated here, since it is also recorded */
const char *live_tls_words(unsigned long error, char *buf, size_t size)
{
	int reason = ERR_GET_LIB(error) == ERR_LIB_SSL ? ERR_GET_REASON(error) : 0;
	const char *words;

	if (error == 0 || ERR_GET_LIB(error) == ERR_LIB_SYS ||
	    reason == SSL_R_UNEXPECTED_EOF_WHILE_READING)
		return N_("the server hung up during the handshake");
	if (reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST)
		return live_tls_plain_text();
	if (reason > SSL_AD_REASON_OFFSET && reason <= SSL_AD_REASON_OFFSET + 255) {
		snprintf(buf, size, "TLS alert: %s",
		    SSL_alert_desc_string_long(reason - SSL_AD_REASON_OFFSET));
		return buf;
	}
	words = crypto_words(error);
	if (words != NULL)
		snprintf(buf, size, "%s", words);
	else
		snprintf(buf, size, "OpenSSL error %lx", error);
	return buf;
}
