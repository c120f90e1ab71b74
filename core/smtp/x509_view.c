/* SPDX-License-Identifier: BSD-2-Clause */
/* x509_view - templates for OpenSSL's ASN.1 parser, and its results in words */
#include "core/smtp/x509_view.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <openssl/asn1t.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/objects.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/base/text.h"

/* A sequence of these fields, for OpenSSL's parser. */
#define SEQUENCE(fields, type)                                                                     \
	{                                                                                          \
		.itype = ASN1_ITYPE_SEQUENCE, .utype = V_ASN1_SEQUENCE, .templates = fields,       \
		.tcount = sizeof(fields) / sizeof(fields[0]), .size = sizeof(type), .sname = #type \
	}

/* key_it - SubjectPublicKeyInfo; OpenSSL's macros want its name to end so */
static const ASN1_ITEM *key_it(void)
{
	static const ASN1_TEMPLATE fields[] = {
		ASN1_SIMPLE(struct x509_key, algorithm, X509_ALGOR),
		ASN1_SIMPLE(struct x509_key, bits, ASN1_BIT_STRING),
	};
	static const ASN1_ITEM item = SEQUENCE(fields, struct x509_key);

	return &item;
}

/* fields_it - TBSCertificate */
static const ASN1_ITEM *fields_it(void)
{
	static const ASN1_TEMPLATE fields[] = {
		ASN1_EXP_OPT(struct x509_fields, version, ASN1_INTEGER, 0),
		ASN1_SIMPLE(struct x509_fields, serial, ASN1_INTEGER),
		ASN1_SIMPLE(struct x509_fields, signature, X509_ALGOR),
		ASN1_SIMPLE(struct x509_fields, issuer, X509_NAME),
		ASN1_SIMPLE(struct x509_fields, validity, X509_VAL),
		ASN1_SIMPLE(struct x509_fields, subject, X509_NAME),
		ASN1_SIMPLE(struct x509_fields, key, key),
		ASN1_IMP_OPT(struct x509_fields, issuer_id, ASN1_BIT_STRING, 1),
		ASN1_IMP_OPT(struct x509_fields, subject_id, ASN1_BIT_STRING, 2),
		ASN1_EXP_SEQUENCE_OF_OPT(struct x509_fields, extensions, X509_EXTENSION, 3),
	};
	static const ASN1_ITEM item = SEQUENCE(fields, struct x509_fields);

	return &item;
}

/* view_it - Certificate */
static const ASN1_ITEM *view_it(void)
{
	static const ASN1_TEMPLATE fields[] = {
		ASN1_SIMPLE(struct x509_view, fields, fields),
		ASN1_SIMPLE(struct x509_view, algorithm, X509_ALGOR),
		ASN1_SIMPLE(struct x509_view, signature, ASN1_BIT_STRING),
	};
	static const ASN1_ITEM item = SEQUENCE(fields, struct x509_view);

	return &item;
}

/* x509_view_read - parses one certificate */
struct x509_view *x509_view_read(const uint8_t *der, size_t len)
{
	const unsigned char *p = der;
	struct x509_view *view = NULL;

	if (len > 0 && len <= LONG_MAX)
		view = (void *)ASN1_item_d2i(NULL, &p, (long)len, view_it());
	if (view != NULL && p != der + len) {
		x509_view_free(view);
		view = NULL;
	}
	ERR_clear_error();
	return view;
}

/* x509_view_free - frees it */
void x509_view_free(struct x509_view *view)
{
	ASN1_item_free((ASN1_VALUE *)(void *)view, view_it());
}

/* x509_view_key - the key as it stands in the certificate */
int x509_view_key(const struct x509_view *view, unsigned char **der)
{
	return ASN1_item_i2d((const ASN1_VALUE *)(void *)view->fields->key, der, key_it());
}

/* rsa_bits - the length of the modulus, the first integer of an RSA key; 0 where it is none */
static int rsa_bits(const struct x509_key *key)
{
	const unsigned char *p = ASN1_STRING_get0_data(key->bits);
	ASN1_SEQUENCE_ANY *parts = d2i_ASN1_SEQUENCE_ANY(NULL, &p, ASN1_STRING_length(key->bits));
	const ASN1_TYPE *first = sk_ASN1_TYPE_num(parts) > 0 ? sk_ASN1_TYPE_value(parts, 0) : NULL;
	BIGNUM *modulus = NULL;
	int bits = 0;

	if (first != NULL && first->type == V_ASN1_INTEGER)
		modulus = ASN1_INTEGER_to_BN(first->value.integer, NULL);
	if (modulus != NULL)
		bits = BN_num_bits(modulus);
	BN_free(modulus);
	sk_ASN1_TYPE_pop_free(parts, ASN1_TYPE_free);
	return bits;
}

/* rsa_text - "RSA 2048" */
static void rsa_text(const struct x509_key *key, const char *kind, char *buf, size_t size)
{
	int bits = rsa_bits(key);

	if (bits > 0)
		snprintf(buf, size, "%s %d", kind, bits);
	else
		snprintf(buf, size, "%s (%s)", kind, _("cannot be read"));
}

/* curve_text - the name of a curve: NIST's where it has one */
static void curve_text(const X509_ALGOR *algorithm, char *buf, size_t size)
{
	const void *parameter;
	int type, nid = NID_undef;
	const char *nist;

	X509_ALGOR_get0(NULL, &type, &parameter, algorithm);
	if (type == V_ASN1_OBJECT)
		nid = OBJ_obj2nid(parameter);
	nist = nid != NID_undef ? EC_curve_nid2nist(nid) : NULL;
	if (nist != NULL)
		snprintf(buf, size, "EC %s", nist);
	else if (nid != NID_undef)
		snprintf(buf, size, "EC %s", OBJ_nid2sn(nid));
	else
		snprintf(buf, size, "EC (%s)", _("a curve without name"));
}

/* x509_key_text - kind and size of a key */
void x509_key_text(const struct x509_key *key, char *buf, size_t size)
{
	const ASN1_OBJECT *oid;
	char name[80];

	X509_ALGOR_get0(&oid, NULL, NULL, key->algorithm);
	switch (OBJ_obj2nid(oid)) {
	case NID_X9_62_id_ecPublicKey: curve_text(key->algorithm, buf, size); break;
	case NID_rsaEncryption: rsa_text(key, "RSA", buf, size); break;
	case NID_rsassaPss: rsa_text(key, "RSA-PSS", buf, size); break;
	case NID_ED25519: snprintf(buf, size, "Ed25519"); break;
	case NID_ED448: snprintf(buf, size, "Ed448"); break;
	default:
		if (OBJ_obj2txt(name, sizeof(name), oid, 0) <= 0)
			snprintf(name, sizeof(name), "%s", _("unknown"));
		text_clean(buf, size, name, strlen(name));
		break;
	}
	ERR_clear_error();
}

/* curve_bits - the size of a named curve's field; 0 for one without name */
static unsigned curve_bits(const X509_ALGOR *algorithm)
{
	static const struct {
		int nid;
		unsigned bits;
	} curves[] = {
		{ NID_X9_62_prime256v1, 256 },
		{ NID_secp384r1, 384 },
		{ NID_secp521r1, 521 },
		{ NID_secp256k1, 256 },
		{ NID_secp224r1, 224 },
		{ NID_X9_62_prime192v1, 192 },
		{ NID_brainpoolP256r1, 256 },
		{ NID_brainpoolP384r1, 384 },
		{ NID_brainpoolP512r1, 512 },
	};
	const void *parameter;
	int type, nid;

	X509_ALGOR_get0(NULL, &type, &parameter, algorithm);
	nid = type == V_ASN1_OBJECT ? OBJ_obj2nid(parameter) : NID_undef;
	for (size_t i = 0; i < sizeof(curves) / sizeof(curves[0]); i++)
		if (curves[i].nid == nid)
			return curves[i].bits;
	return 0;
}

/* x509_key_kind - by its algorithm */
enum ds_key_kind x509_key_kind(const struct x509_key *key, unsigned *bits)
{
	const ASN1_OBJECT *oid;
	enum ds_key_kind kind = DS_KEY_OTHER;

	*bits = 0;
	X509_ALGOR_get0(&oid, NULL, NULL, key->algorithm);
	switch (OBJ_obj2nid(oid)) {
	case NID_rsaEncryption:
	case NID_rsassaPss:
		*bits = (unsigned)rsa_bits(key);
		kind = DS_KEY_RSA;
		break;
	case NID_X9_62_id_ecPublicKey:
		*bits = curve_bits(key->algorithm);
		kind = DS_KEY_ECDSA;
		break;
	case NID_ED25519: *bits = 256; break;
	case NID_ED448: *bits = 456; break;
	default: break;
	}
	ERR_clear_error();
	return kind;
}

/* x509_name_text - a distinguished name for people */
const char *x509_name_text(struct arena *arena, const X509_NAME *name)
{
	const unsigned long flags =
	    (XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB & ~ASN1_STRFLGS_ESC_CTRL);
	BIO *bio = BIO_new(BIO_s_mem());
	const char *text;
	char *data;
	long len;

	if (bio != NULL && X509_NAME_print_ex(bio, name, 0, flags) >= 0) {
		len = BIO_get_mem_data(bio, &data);
		text = text_clean_dup(arena, data, len > 0 ? (size_t)len : 0, X509_TEXT_MAX);
	} else {
		text = arena_strdup(arena, _("a name that cannot be read"));
	}
	BIO_free(bio);
	ERR_clear_error();
	return text;
}

/* x509_moment - a certificate's time */
int64_t x509_moment(const ASN1_TIME *at)
{
	struct tm tm;

	memset(&tm, 0, sizeof(tm));
	if (at == NULL || !ASN1_TIME_to_tm(at, &tm))
		return 0;
	return timegm(&tm);
}
