/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_key - zone keys, and signatures made with them; see dns_key.h */
#include "tests/unit/dns_key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/rsa.h>

/* dns_must - ends the program */
void dns_must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "dns: %s failed\n", what);
	abort();
}

/* dns_name - a name from text */
ldns_rdf *dns_name(const char *text)
{
	ldns_rdf *name = ldns_dname_new_frm_str(text);

	dns_must(name != NULL, text);
	return name;
}

/* dns_rr - a record from text */
ldns_rr *dns_rr(const char *text)
{
	ldns_rr *rr = NULL;

	dns_must(ldns_rr_new_frm_str(&rr, text, DNS_TTL, NULL, NULL) == LDNS_STATUS_OK, text);
	return rr;
}

/* pair_make - a key pair of a DNSSEC algorithm */
static EVP_PKEY *pair_make(unsigned algorithm, unsigned seed)
{
	uint8_t raw[32] = { 0x5d, (uint8_t)(seed >> 8), (uint8_t)seed };

	switch (algorithm) {
	case 13: return EVP_EC_gen("P-256");
	case 14: return EVP_EC_gen("P-384");
	case 15: return EVP_PKEY_new_raw_private_key_ex(NULL, "ED25519", NULL, raw, sizeof raw);
	case 16: return EVP_PKEY_Q_keygen(NULL, NULL, "ED448");
	default: return EVP_RSA_gen(1024);
	}
}

/* rsa_field - exponent and modulus (RFC 3110 section 2) */
static size_t rsa_field(EVP_PKEY *pair, uint8_t *out, size_t size)
{
	BIGNUM *e = NULL, *n = NULL;
	size_t head, len;

	dns_must(EVP_PKEY_get_bn_param(pair, OSSL_PKEY_PARAM_RSA_E, &e) == 1 &&
		     EVP_PKEY_get_bn_param(pair, OSSL_PKEY_PARAM_RSA_N, &n) == 1,
	    "RSA numbers");
	head = 1 + (size_t)BN_num_bytes(e);
	len = head + (size_t)BN_num_bytes(n);
	dns_must(head <= 256 && len <= size, "RSA size");
	out[0] = (uint8_t)(head - 1);
	BN_bn2bin(e, out + 1);
	BN_bn2bin(n, out + head);
	BN_free(e);
	BN_free(n);
	return len;
}

/* key_field - the public key as a DNSKEY record holds it */
static size_t key_field(EVP_PKEY *pair, unsigned algorithm, uint8_t *out, size_t size)
{
	uint8_t point[200];
	size_t len = size;

	if (algorithm == 13 || algorithm == 14) {
		dns_must(EVP_PKEY_get_octet_string_param(
			     pair, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point, &len) == 1 &&
			     point[0] == 4 && len - 1 <= size,
		    "point");
		memcpy(out, point + 1, len - 1);
		return len - 1;
	}
	if (algorithm == 15 || algorithm == 16) {
		dns_must(EVP_PKEY_get_raw_public_key(pair, out, &len) == 1, "raw key");
		return len;
	}
	return rsa_field(pair, out, size);
}

/* tag_of - RFC 4034 appendix B, octet by octet */
static uint16_t tag_of(const uint8_t *rdata, size_t len)
{
	unsigned long sum = 0;

	for (size_t i = 0; i < len; i++)
		sum += (i & 1) ? rdata[i] : (unsigned long)rdata[i] << 8;
	sum += (sum >> 16) & 0xffff;
	return (uint16_t)(sum & 0xffff);
}

/* dns_key_flags - sets the flags anew */
void dns_key_flags(struct dns_key *key, unsigned flags)
{
	key->flags = flags;
	key->rdata[0] = (uint8_t)(flags >> 8);
	key->rdata[1] = (uint8_t)flags;
	key->tag = tag_of(key->rdata, key->len);
}

/* dns_key_take - a zone key from a pair */
void dns_key_take(struct dns_key *key, EVP_PKEY *pair, unsigned algorithm, unsigned flags)
{
	memset(key, 0, sizeof *key);
	dns_must(pair != NULL, "key pair");
	key->pair = pair;
	key->algorithm = algorithm;
	key->rdata[2] = 3;
	key->rdata[3] = (uint8_t)algorithm;
	key->len = 4 + key_field(pair, algorithm, key->rdata + 4, sizeof key->rdata - 4);
	dns_key_flags(key, flags);
}

/* dns_key_make - a new zone key */
void dns_key_make(struct dns_key *key, unsigned algorithm, unsigned flags, unsigned seed)
{
	dns_key_take(key, pair_make(algorithm, seed), algorithm, flags);
}

/* dns_key_clear - frees the pair */
void dns_key_clear(struct dns_key *key)
{
	EVP_PKEY_free(key->pair);
	memset(key, 0, sizeof *key);
}

/* dns_key_rr - the DNSKEY record */
ldns_rr *dns_key_rr(const struct dns_key *key, const ldns_rdf *apex)
{
	ldns_rr *rr = ldns_rr_new_frm_type(LDNS_RR_TYPE_DNSKEY);

	ldns_rr_set_owner(rr, ldns_rdf_clone(apex));
	ldns_rr_set_ttl(rr, DNS_TTL);
	ldns_rr_set_rdf(rr, ldns_native2rdf_int16(LDNS_RDF_TYPE_INT16, (uint16_t)key->flags), 0);
	ldns_rr_set_rdf(rr, ldns_native2rdf_int8(LDNS_RDF_TYPE_INT8, key->rdata[2]), 1);
	ldns_rr_set_rdf(rr, ldns_native2rdf_int8(LDNS_RDF_TYPE_ALG, key->rdata[3]), 2);
	ldns_rr_set_rdf(
	    rr, ldns_rdf_new_frm_data(LDNS_RDF_TYPE_B64, key->len - 4, key->rdata + 4), 3);
	return rr;
}

/* dns_key_ds - the DS record */
ldns_rr *dns_key_ds(const struct dns_key *key, const ldns_rdf *apex, unsigned digest_type)
{
	const EVP_MD *md = digest_type == 1   ? EVP_sha1()
			   : digest_type == 4 ? EVP_sha384()
					      : EVP_sha256();
	uint8_t data[256 + sizeof key->rdata], digest[64];
	size_t owner = ldns_rdf_size(apex);
	ldns_rr *rr = ldns_rr_new_frm_type(LDNS_RR_TYPE_DS);
	unsigned n = 0;

	memcpy(data, ldns_rdf_data(apex), owner);
	memcpy(data + owner, key->rdata, key->len);
	dns_must(EVP_Digest(data, owner + key->len, digest, &n, md, NULL) == 1, "digest");
	ldns_rr_set_owner(rr, ldns_rdf_clone(apex));
	ldns_rr_set_ttl(rr, DNS_TTL);
	ldns_rr_set_rdf(rr, ldns_native2rdf_int16(LDNS_RDF_TYPE_INT16, key->tag), 0);
	ldns_rr_set_rdf(rr, ldns_native2rdf_int8(LDNS_RDF_TYPE_ALG, key->rdata[3]), 1);
	ldns_rr_set_rdf(rr, ldns_native2rdf_int8(LDNS_RDF_TYPE_INT8, (uint8_t)digest_type), 2);
	ldns_rr_set_rdf(rr, ldns_rdf_new_frm_data(LDNS_RDF_TYPE_HEX, n, digest), 3);
	return rr;
}

/* bare_ecdsa - r and s side by side, each of full width */
static size_t bare_ecdsa(const uint8_t *der, size_t len, int half, uint8_t *out)
{
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &der, (long)len);

	dns_must(sig != NULL && BN_bn2binpad(ECDSA_SIG_get0_r(sig), out, half) == half &&
		     BN_bn2binpad(ECDSA_SIG_get0_s(sig), out + half, half) == half,
	    "ECDSA signature");
	ECDSA_SIG_free(sig);
	return 2 * (size_t)half;
}

/* dns_key_sign - a bare signature */
size_t dns_key_sign(const struct dns_key *key, const uint8_t *data, size_t len, uint8_t *out)
{
	static const char *const digests[17] = { [5] = "SHA1",
		[7] = "SHA1",
		[8] = "SHA256",
		[10] = "SHA512",
		[13] = "SHA256",
		[14] = "SHA384" };
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	uint8_t sig[600];
	size_t n = sizeof sig;

	dns_must(ctx != NULL &&
		     EVP_DigestSignInit_ex(
			 ctx, NULL, digests[key->algorithm], NULL, NULL, key->pair, NULL) == 1 &&
		     EVP_DigestSign(ctx, sig, &n, data, len) == 1,
	    "signing");
	EVP_MD_CTX_free(ctx);
	if (key->algorithm == 13 || key->algorithm == 14)
		return bare_ecdsa(sig, n, key->algorithm == 13 ? 32 : 48, out);
	memcpy(out, sig, n);
	return n;
}

/* frame - an RRSIG without its signature */
static ldns_rr *frame(const struct dns_key *key, const ldns_rdf *apex, const ldns_rr *first,
    const struct dns_sig_wish *wish)
{
	ldns_rr *rr = ldns_rr_new_frm_type(LDNS_RR_TYPE_RRSIG);
	const ldns_rdf *owner = ldns_rr_owner(first);
	int labels = ldns_dname_label_count(owner) - (ldns_dname_is_wildcard(owner) ? 1 : 0);

	ldns_rr_set_owner(rr, ldns_rdf_clone(owner));
	ldns_rr_set_ttl(rr, DNS_TTL);
	ldns_rr_set_rdf(
	    rr, ldns_native2rdf_int16(LDNS_RDF_TYPE_TYPE, (uint16_t)ldns_rr_get_type(first)), 0);
	ldns_rr_set_rdf(rr,
	    ldns_native2rdf_int8(
		LDNS_RDF_TYPE_ALG, (uint8_t)(wish->algorithm ? wish->algorithm : key->algorithm)),
	    1);
	ldns_rr_set_rdf(
	    rr, ldns_native2rdf_int8(LDNS_RDF_TYPE_INT8, (uint8_t)(labels + wish->labels)), 2);
	ldns_rr_set_rdf(rr, ldns_native2rdf_int32(LDNS_RDF_TYPE_INT32, DNS_TTL), 3);
	ldns_rr_set_rdf(rr,
	    ldns_native2rdf_int32(
		LDNS_RDF_TYPE_TIME, wish->expiration ? wish->expiration : DNS_NOW + 30 * DNS_DAY),
	    4);
	ldns_rr_set_rdf(rr,
	    ldns_native2rdf_int32(
		LDNS_RDF_TYPE_TIME, wish->inception ? wish->inception : DNS_NOW - DNS_DAY),
	    5);
	ldns_rr_set_rdf(
	    rr, ldns_native2rdf_int16(LDNS_RDF_TYPE_INT16, wish->tag ? wish->tag : key->tag), 6);
	ldns_rr_set_rdf(
	    rr, wish->signer != NULL ? dns_name(wish->signer) : ldns_rdf_clone(apex), 7);
	ldns_dname2canonical(ldns_rr_rdf(rr, 7));
	return rr;
}

/* data_of - the octets that are signed */
static ldns_buffer *data_of(const ldns_rr *sig, const ldns_rr_list *set)
{
	ldns_buffer *buffer = ldns_buffer_new(4096);
	ldns_rr_list *copy = ldns_rr_list_clone(set);

	dns_must(buffer != NULL && copy != NULL, "memory");
	for (size_t i = 0; i < ldns_rr_list_rr_count(copy); i++)
		ldns_rr_set_ttl(ldns_rr_list_rr(copy, i), DNS_TTL);
	ldns_rr_list2canonical(copy);
	ldns_rr_list_sort(copy);
	for (size_t i = 0; i < 8; i++)
		dns_must(
		    ldns_rdf2buffer_wire(buffer, ldns_rr_rdf(sig, i)) == LDNS_STATUS_OK, "head");
	dns_must(ldns_rr_list2buffer_wire(buffer, copy) == LDNS_STATUS_OK, "records");
	ldns_rr_list_deep_free(copy);
	return buffer;
}

/* dns_sign - the RRSIG over a set */
ldns_rr *dns_sign(const struct dns_key *key, const ldns_rdf *apex, const ldns_rr_list *set,
    const struct dns_sig_wish *given)
{
	static const struct dns_sig_wish usual = { .labels = 0 };
	const struct dns_sig_wish *wish = given != NULL ? given : &usual;
	uint8_t out[600];
	ldns_buffer *data;
	ldns_rr *rr;
	size_t n;

	if (wish->absent)
		return NULL;
	rr = frame(key, apex, ldns_rr_list_rr(set, 0), wish);
	data = data_of(rr, set);
	n = dns_key_sign(key, ldns_buffer_begin(data), ldns_buffer_position(data), out);
	if (wish->spoilt)
		out[n / 2] ^= 1;
	ldns_rr_set_rdf(rr, ldns_rdf_new_frm_data(LDNS_RDF_TYPE_B64, n, out), 8);
	ldns_buffer_free(data);
	return rr;
}
