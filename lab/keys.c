/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * DNSSEC keys: making, and signing a whole zone at once. Signing happens at start only, so that
 * answering needs no private key.
 */
#include "lab/keys.h"

#include <openssl/rsa.h>

#include "lab/world.h"

#define RSA_BITS   2048
#define RSA_PRIMES 3

/* make_rsa - an RSA key from three primes: nothing shows that from outside, and three shorter
 * primes are found in a third of the time that two take, which is most of the lab's start */
static ldns_key *make_rsa(void)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	EVP_PKEY *pair = NULL;
	ldns_key *key = NULL;

	if (context == NULL || EVP_PKEY_keygen_init(context) <= 0 ||
	    EVP_PKEY_CTX_set_rsa_keygen_bits(context, RSA_BITS) <= 0 ||
	    EVP_PKEY_CTX_set_rsa_keygen_primes(context, RSA_PRIMES) <= 0 ||
	    EVP_PKEY_keygen(context, &pair) <= 0)
		goto done;
	key = ldns_key_new();
	if (key == NULL) {
		EVP_PKEY_free(pair);
		goto done;
	}
	ldns_key_set_algorithm(key, LDNS_SIGN_RSASHA256);
	ldns_key_set_evp_key(key, pair);
done:
	EVP_PKEY_CTX_free(context);
	return key;
}

/* make_pair - a key of an algorithm, as yet nobody's */
static ldns_key *make_pair(enum lab_algorithm algorithm)
{
	switch (algorithm) {
	case LAB_P384: return ldns_key_new_frm_algorithm(LDNS_SIGN_ECDSAP384SHA384, 384);
	case LAB_ED25519: return ldns_key_new_frm_algorithm(LDNS_SIGN_ED25519, 256);
	case LAB_RSA: return make_rsa();
	case LAB_P256: break;
	}
	return ldns_key_new_frm_algorithm(LDNS_SIGN_ECDSAP256SHA256, 256);
}

/* lab_keys_make - one key pair, named after its zone */
ldns_key *lab_keys_make(const ldns_rdf *owner, enum lab_algorithm algorithm, uint16_t flags)
{
	ldns_key *key = make_pair(algorithm);
	ldns_rr *dnskey;

	if (key == NULL)
		return NULL;
	ldns_rdf_deep_free(ldns_key_pubkey_owner(key));
	ldns_key_set_pubkey_owner(key, ldns_rdf_clone(owner));
	ldns_key_set_flags(key, flags);
	ldns_key_set_origttl(key, LAB_TTL);
	ldns_key_set_use(key, true);
	dnskey = lab_keys_dnskey(key);
	if (dnskey == NULL) {
		ldns_key_deep_free(key);
		return NULL;
	}
	ldns_key_set_keytag(key, ldns_calc_keytag(dnskey));
	ldns_rr_free(dnskey);
	return key;
}

/* lab_keys_dnskey - the public half as a record */
ldns_rr *lab_keys_dnskey(const ldns_key *key)
{
	ldns_rr *rr = ldns_key2rr(key);

	if (rr != NULL)
		ldns_rr_set_ttl(rr, LAB_TTL);
	return rr;
}

/* lab_keys_ds - what the parent says of a key */
ldns_rr *lab_keys_ds(const ldns_key *key)
{
	ldns_rr *dnskey = lab_keys_dnskey(key);
	ldns_rr *ds;

	if (dnskey == NULL)
		return NULL;
	ds = ldns_key_rr2ds(dnskey, LDNS_SHA256);
	ldns_rr_free(dnskey);
	return ds;
}

/* lab_keys_sign - signatures and denial for a whole zone */
int lab_keys_sign(ldns_dnssec_zone *tree, ldns_key *ksk, ldns_key *zsk, enum lab_denial denial)
{
	ldns_key_list *keys = ldns_key_list_new();
	ldns_rr_list *added = ldns_rr_list_new();
	ldns_status status = LDNS_STATUS_MEM_ERR;

	if (keys == NULL || added == NULL)
		goto done;
	if (!ldns_key_list_push_key(keys, ksk) ||
	    (zsk != NULL && !ldns_key_list_push_key(keys, zsk)))
		goto done;
	if (denial == LAB_NSEC)
		status = ldns_dnssec_zone_sign(
		    tree, added, keys, ldns_dnssec_default_replace_signatures, NULL);
	else
		status = ldns_dnssec_zone_sign_nsec3(tree, added, keys,
		    ldns_dnssec_default_replace_signatures, NULL, LDNS_SHA1,
		    denial == LAB_NSEC3_OPTOUT ? LDNS_NSEC3_VARS_OPTOUT_MASK : 0, 0, 0, NULL);
done:
	/* The records belong to the tree and the keys to the zone: free only the lists. */
	ldns_rr_list_free(added);
	if (keys != NULL) {
		ldns_key_list_set_key_count(keys, 0);
		ldns_key_list_free(keys);
	}
	return status == LDNS_STATUS_OK ? 0 : -1;
}
