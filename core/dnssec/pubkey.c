/* SPDX-License-Identifier: BSD-2-Clause */
/* pubkey - the public key of a DNSKEY record, kept ready for use; see pubkey.h */

#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "core/dnssec/pubkey.h"
#include "core/limits.h"

enum family { RSA_FAMILY, EC_FAMILY, ED_FAMILY };

/* What the program knows of an algorithm (IANA, DNS Security Algorithm Numbers). */
struct algorithm {
	unsigned number;
	enum family family;
	const char *name;   /* curve or key type in OpenSSL's words */
	const char *digest; /* NULL: the algorithm hashes by itself */
	unsigned field;     /* octets of one coordinate, or of the key */
	unsigned bits;
	unsigned cost; /* of a check, in microseconds; RSA: of 2048 bits with exponent 65537 */
};

static const struct algorithm algorithms[] = {
	{ 5, RSA_FAMILY, "RSA", "SHA1", 0, 0, 19 },
	{ 7, RSA_FAMILY, "RSA", "SHA1", 0, 0, 19 },
	{ 8, RSA_FAMILY, "RSA", "SHA256", 0, 0, 19 },
	{ 10, RSA_FAMILY, "RSA", "SHA512", 0, 0, 19 },
	{ 13, EC_FAMILY, "prime256v1", "SHA256", 32, 256, 62 },
	{ 14, EC_FAMILY, "secp384r1", "SHA384", 48, 384, 630 },
	{ 15, ED_FAMILY, "ED25519", NULL, 32, 256, 104 },
	{ 16, ED_FAMILY, "ED448", NULL, 57, 456, 230 },
};

struct pubkey {
	const struct algorithm *algorithm;
	EVP_PKEY *key;
	EVP_MD_CTX *ctx;
	unsigned cost;
	unsigned holders;
};

/* algorithm_find - what is known of a number, or NULL */
static const struct algorithm *algorithm_find(unsigned number)
{
	for (size_t i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++)
		if (algorithms[i].number == number)
			return &algorithms[i];
	return NULL;
}

/* sha1_verifies - does OpenSSL verify RSA signatures over SHA-1? Made with a key of 512 bits that is
 * thrown away: "danescope" */
static bool sha1_verifies(void)
{
	static const uint8_t field[] = { 0x03, 0x01, 0x00, 0x01, 0xb4, 0xdb, 0x97, 0x04, 0xc8, 0x71,
		0xbc, 0xf4, 0x9c, 0x42, 0x51, 0x1b, 0xb0, 0x49, 0xe0, 0x29, 0x90, 0x38, 0x18, 0xbc,
		0x0b, 0x41, 0x9f, 0x3c, 0x4e, 0xc9, 0x94, 0xce, 0xbe, 0xaa, 0x29, 0xaa, 0xcb, 0x96,
		0x35, 0x4c, 0x95, 0xb0, 0x17, 0xd2, 0x42, 0xe7, 0xcf, 0x76, 0xb2, 0xc2, 0x55, 0x9c,
		0xa3, 0xff, 0x15, 0x9e, 0x4d, 0x82, 0x74, 0x44, 0x93, 0xd6, 0xc9, 0x84, 0xdc, 0x87,
		0xbc, 0x61 };
	static const uint8_t sig[] = { 0x26, 0x55, 0xb5, 0xd0, 0xe0, 0x80, 0x2f, 0xe0, 0x58, 0x79,
		0x8d, 0x52, 0xb2, 0x19, 0x31, 0x01, 0xf6, 0xa4, 0x2d, 0xe1, 0x33, 0xce, 0xd7, 0x06,
		0x83, 0xfe, 0x48, 0x6d, 0xdc, 0x42, 0xe2, 0xc6, 0x0e, 0xfb, 0x86, 0xea, 0x9d, 0xd0,
		0xd5, 0x82, 0xb6, 0x8d, 0xf4, 0xe8, 0x16, 0x40, 0x9e, 0xb9, 0x22, 0xdf, 0xf2, 0xf1,
		0x2b, 0xc0, 0x3f, 0xb9, 0xfa, 0xab, 0x62, 0xdb, 0x8b, 0x87, 0xe2, 0x78 };
	struct pubkey *p = pubkey_new(8, field, sizeof field);
	bool fits = false;

	if (p != NULL) {
		p->algorithm = algorithm_find(5);
		fits = pubkey_verify(p, (const uint8_t *)"danescope", 9, sig, sizeof sig);
	}
	pubkey_free(p);
	return fits;
}

/* pubkey_algorithm_known - are its signatures verified here? */
bool pubkey_algorithm_known(unsigned number)
{
	const struct algorithm *a = algorithm_find(number);

	return a != NULL && ((number != 5 && number != 7) || sha1_verifies());
}

/* An RSA key field, taken apart (RFC 3110 section 2). */
struct rsa_field {
	const uint8_t *exponent, *modulus;
	size_t exponent_len, modulus_len;
};

/* rsa_split - exponent and modulus, without leading zeros */
static bool rsa_split(struct rsa_field *f, const uint8_t *field, size_t len)
{
	size_t n, head = 1;

	if (len < 3)
		return false;
	n = field[0];
	if (n == 0) {
		n = (size_t)field[1] << 8 | field[2];
		head = 3;
	}
	if (n == 0 || head + n >= len)
		return false;
	f->exponent = field + head;
	f->exponent_len = n;
	f->modulus = field + head + n;
	f->modulus_len = len - head - n;
	for (; f->exponent_len > 0 && *f->exponent == 0; f->exponent++)
		f->exponent_len--;
	for (; f->modulus_len > 0 && *f->modulus == 0; f->modulus++)
		f->modulus_len--;
	return f->exponent_len > 0 && f->modulus_len > 0;
}

/* bits_of - significant bits of a number without leading zero octets */
static unsigned bits_of(const uint8_t *number, size_t len)
{
	unsigned bits = (unsigned)(len - 1) * 8;

	for (unsigned top = number[0]; top != 0; top >>= 1)
		bits++;
	return bits;
}

/* rsa_is_key - no smaller than allowed, and with an exponent that can be one? */
static bool rsa_is_key(const struct rsa_field *f)
{
	return bits_of(f->modulus, f->modulus_len) >= SEC_RSA_MIN_BITS &&
	       bits_of(f->exponent, f->exponent_len) > 1 &&
	       f->exponent[f->exponent_len - 1] % 2 == 1;
}

/* rsa_is_dear - is a check with it refused for what it would cost? */
static bool rsa_is_dear(const struct rsa_field *f)
{
	return bits_of(f->modulus, f->modulus_len) > SEC_RSA_MAX_BITS ||
	       bits_of(f->exponent, f->exponent_len) > SEC_RSA_EXP_BITS;
}

/* rsa_cost - of a check: grows with the square of the modulus, and with the exponent */
static unsigned rsa_cost(const struct algorithm *a, const uint8_t *field, size_t len)
{
	struct rsa_field f;
	unsigned bits, exponent;

	if (!rsa_split(&f, field, len))
		return a->cost;
	bits = bits_of(f.modulus, f.modulus_len) / 64;
	exponent = bits_of(f.exponent, f.exponent_len);
	return a->cost * bits * bits / (32 * 32) * (exponent > 17 ? exponent : 17) / 17 + 4;
}

/* pubkey_too_dear - well-formed, and refused? */
bool pubkey_too_dear(unsigned number, const uint8_t *field, size_t len)
{
	const struct algorithm *a = algorithm_find(number);
	struct rsa_field f;

	return a != NULL && a->family == RSA_FAMILY && rsa_split(&f, field, len) &&
	       rsa_is_key(&f) && rsa_is_dear(&f);
}

/* pubkey_bits - the size of a key */
unsigned pubkey_bits(unsigned number, const uint8_t *field, size_t len)
{
	const struct algorithm *a = algorithm_find(number);
	struct rsa_field f;

	if (a == NULL)
		return 0;
	if (a->family != RSA_FAMILY)
		return a->bits;
	return rsa_split(&f, field, len) ? bits_of(f.modulus, f.modulus_len) : 0;
}

/* from_params - a public key from OpenSSL's parameters */
static EVP_PKEY *from_params(const char *type, OSSL_PARAM *params)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	EVP_PKEY *key = NULL;

	if (ctx != NULL && EVP_PKEY_fromdata_init(ctx) == 1)
		EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

/* rsa_key - RFC 3110, RFC 5702 */
static EVP_PKEY *rsa_key(const uint8_t *field, size_t len)
{
	OSSL_PARAM_BLD *build = NULL;
	OSSL_PARAM *params = NULL;
	BIGNUM *n = NULL, *e = NULL;
	EVP_PKEY *key = NULL;
	struct rsa_field f;

	if (!rsa_split(&f, field, len) || !rsa_is_key(&f) || rsa_is_dear(&f))
		return NULL;
	n = BN_bin2bn(f.modulus, (int)f.modulus_len, NULL);
	e = BN_bin2bn(f.exponent, (int)f.exponent_len, NULL);
	build = OSSL_PARAM_BLD_new();
	if (n != NULL && e != NULL && build != NULL &&
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e) == 1)
		params = OSSL_PARAM_BLD_to_param(build);
	if (params != NULL)
		key = from_params("RSA", params);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	BN_free(n);
	BN_free(e);
	return key;
}

/* on_curve_of - a key with another point on the curve of one that is there */
static EVP_PKEY *on_curve_of(EVP_PKEY *like, const uint8_t *point, size_t len)
{
	EVP_PKEY *key = EVP_PKEY_new();

	if (key != NULL && EVP_PKEY_copy_parameters(key, like) == 1 &&
	    EVP_PKEY_set1_encoded_public_key(key, point, len) == 1)
		return key;
	EVP_PKEY_free(key);
	return NULL;
}

/* ec_key - RFC 6605 section 4: the point without its leading 4 */
static EVP_PKEY *ec_key(
    const struct algorithm *a, const struct pubkey *like, const uint8_t *field, size_t len)
{
	uint8_t point[1 + 2 * 48];
	char curve[16];
	OSSL_PARAM params[3];

	if (len != 2 * (size_t)a->field)
		return NULL;
	point[0] = POINT_CONVERSION_UNCOMPRESSED;
	memcpy(point + 1, field, len);
	if (like != NULL && like->algorithm == a)
		return on_curve_of(like->key, point, len + 1);
	memcpy(curve, a->name, strlen(a->name) + 1);
	params[0] = OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve, 0);
	params[1] = OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, len + 1);
	params[2] = OSSL_PARAM_construct_end();
	return from_params("EC", params);
}

/* pubkey_new_like - builds the key, with the curve of another where it is the same */
struct pubkey *pubkey_new_like(
    const struct pubkey *like, unsigned number, const uint8_t *field, size_t len)
{
	const struct algorithm *a = algorithm_find(number);
	struct pubkey *p;

	if (a == NULL)
		return NULL;
	p = calloc(1, sizeof *p);
	if (p == NULL)
		return NULL;
	p->algorithm = a;
	p->holders = 1;
	p->cost = a->family == RSA_FAMILY ? rsa_cost(a, field, len) : a->cost;
	switch (a->family) {
	case RSA_FAMILY: p->key = rsa_key(field, len); break;
	case EC_FAMILY: p->key = ec_key(a, like, field, len); break;
	case ED_FAMILY:
		if (len == a->field)
			p->key = EVP_PKEY_new_raw_public_key_ex(NULL, a->name, NULL, field, len);
		break;
	}
	if (p->key != NULL)
		p->ctx = EVP_MD_CTX_new();
	ERR_clear_error();
	return p->ctx != NULL ? p : pubkey_free(p);
}

/* pubkey_new - builds the key */
struct pubkey *pubkey_new(unsigned number, const uint8_t *field, size_t len)
{
	return pubkey_new_like(NULL, number, field, len);
}

/* pubkey_hold - one holder more */
struct pubkey *pubkey_hold(struct pubkey *p)
{
	if (p != NULL)
		p->holders++;
	return p;
}

/* pubkey_cost - of one check; hashing what is signed counts too */
unsigned pubkey_cost(const struct pubkey *p, size_t len)
{
	return p->cost + (unsigned)(len / SEC_HASHED_A_US);
}

/* pubkey_free - gives the key back; the last holder frees it */
struct pubkey *pubkey_free(struct pubkey *p)
{
	if (p == NULL || --p->holders > 0)
		return NULL;
	EVP_MD_CTX_free(p->ctx);
	EVP_PKEY_free(p->key);
	free(p);
	return NULL;
}

#define EC_DER_MAX (2 + 2 * (2 + 1 + 48))

/* der_integer - one coordinate as an ASN.1 INTEGER; returns the octets written */
static size_t der_integer(uint8_t *out, const uint8_t *number, size_t len)
{
	size_t pad;

	for (; len > 1 && *number == 0; number++)
		len--;
	pad = *number >> 7;
	out[0] = 0x02;
	out[1] = (uint8_t)(len + pad);
	out[2] = 0;
	memcpy(out + 2 + pad, number, len);
	return 2 + pad + len;
}

/* ec_der - r and s as OpenSSL wants them; RRSIG holds them bare (RFC 6605 section 4) */
static size_t ec_der(uint8_t out[EC_DER_MAX], const uint8_t *sig, size_t half)
{
	size_t n = der_integer(out + 2, sig, half);

	n += der_integer(out + 2 + n, sig + half, half);
	out[0] = 0x30;
	out[1] = (uint8_t)n;
	return 2 + n;
}

/* pubkey_verify - does the signature fit? */
bool pubkey_verify(
    struct pubkey *p, const uint8_t *data, size_t len, const uint8_t *sig, size_t sig_len)
{
	const struct algorithm *a = p->algorithm;
	uint8_t der[EC_DER_MAX];
	int fits = 0;

	if (a->family == EC_FAMILY) {
		if (sig_len != 2 * (size_t)a->field)
			return false;
		sig_len = ec_der(der, sig, a->field);
		sig = der;
	}
	EVP_MD_CTX_reset(p->ctx);
	if (EVP_DigestVerifyInit_ex(p->ctx, NULL, a->digest, NULL, NULL, p->key, NULL) == 1)
		fits = EVP_DigestVerify(p->ctx, sig, sig_len, data, len);
	if (fits != 1)
		ERR_clear_error();
	return fits == 1;
}

/* pubkey_tag - RFC 4034 appendix B */
uint16_t pubkey_tag(const uint8_t *rdata, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < len; i++)
		sum += i & 1 ? rdata[i] : (uint32_t)rdata[i] << 8;
	return (uint16_t)(sum + (sum >> 16));
}

/* pubkey_ds_digest - RFC 4034 section 5.1.4, RFC 4509, RFC 6605 */
size_t pubkey_ds_digest(unsigned digest_type, const uint8_t *owner, size_t owner_len,
    const uint8_t *rdata, size_t len, uint8_t out[64])
{
	const EVP_MD *md = digest_type == 1   ? EVP_sha1()
			   : digest_type == 2 ? EVP_sha256()
			   : digest_type == 4 ? EVP_sha384()
					      : NULL;
	EVP_MD_CTX *ctx;
	unsigned n = 0;

	if (md == NULL)
		return 0;
	ctx = EVP_MD_CTX_new();
	if (ctx == NULL)
		return 0;
	if (EVP_DigestInit_ex(ctx, md, NULL) != 1 || EVP_DigestUpdate(ctx, owner, owner_len) != 1 ||
	    EVP_DigestUpdate(ctx, rdata, len) != 1 || EVP_DigestFinal_ex(ctx, out, &n) != 1)
		n = 0;
	EVP_MD_CTX_free(ctx);
	return n;
}
