/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_verify - what our check of a signature costs beside OpenSSL's bare one
 *
 * Both have their key ready, and OpenSSL has the signature in the form it likes. They run by turns,
 * in short batches, so that whatever else the machine does befalls both; the ratio of the medians
 * counts. The path from a record set to a state comes on top: with building the signed data, with
 * sorting, and with what is kept for the reader.
 */
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/arena.h"
#include "core/dnssec/checked.h"
#include "core/dnssec/prover_impl.h"
#include "core/dnssec/pubkey.h"
#include "core/dns/message.h"
#include "core/limits.h"

#define BATCHES_MAX 401
#define SIG_MAX     512
#define FIELD_MAX   520
#define DATA_LEN    100 /* octets: an MX record with its RRSIG's head */
#define GOAL        1.15
#define GOAL_KNOWN  5.0 /* microseconds, for a check that the run remembers */

/* One algorithm: the same key and signature, in both forms. */
struct subject {
	const char *name;
	unsigned algorithm; /* of DNSSEC */
	unsigned per_batch; /* checks in a row */
	const EVP_MD *md;   /* NULL: the algorithm hashes by itself */
	EVP_PKEY *key;
	uint8_t data[DATA_LEN];
	uint8_t openssl[SIG_MAX], rrsig[SIG_MAX], field[FIELD_MAX];
	size_t openssl_len, rrsig_len, field_len;
	struct pubkey *ours;
	EVP_MD_CTX *ctx;
};

/* must - ends the program: it could not measure */
static void must(bool done, const char *what)
{
	if (done)
		return;
	fprintf(stderr, "bench_verify: %s failed\n", what);
	ERR_print_errors_fp(stderr);
	exit(1);
}

/* ec_forms - the point and the signature as DNSSEC has them (RFC 6605 section 4) */
static void ec_forms(struct subject *s)
{
	const unsigned char *p = s->openssl;
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &p, (long)s->openssl_len);
	uint8_t *point = NULL;
	size_t len = EVP_PKEY_get1_encoded_public_key(s->key, &point);

	must(sig != NULL && len == 65, "reading an ECDSA signature");
	memcpy(s->field, point + 1, s->field_len = 64);
	s->rrsig_len = 64;
	must(BN_bn2binpad(ECDSA_SIG_get0_r(sig), s->rrsig, 32) == 32 &&
		 BN_bn2binpad(ECDSA_SIG_get0_s(sig), s->rrsig + 32, 32) == 32,
	    "writing r and s");
	OPENSSL_free(point);
	ECDSA_SIG_free(sig);
}

/* rsa_forms - exponent and modulus (RFC 3110 section 2) */
static void rsa_forms(struct subject *s)
{
	BIGNUM *e = NULL, *n = NULL;

	must(EVP_PKEY_get_bn_param(s->key, "e", &e) == 1 &&
		 EVP_PKEY_get_bn_param(s->key, "n", &n) == 1,
	    "reading an RSA key");
	s->field[0] = (uint8_t)BN_num_bytes(e);
	BN_bn2bin(e, s->field + 1);
	BN_bn2bin(n, s->field + 1 + s->field[0]);
	s->field_len = 1 + (size_t)s->field[0] + (size_t)BN_num_bytes(n);
	BN_free(e);
	BN_free(n);
	memcpy(s->rrsig, s->openssl, s->rrsig_len = s->openssl_len);
}

/* ed_forms - both are octets already (RFC 8080) */
static void ed_forms(struct subject *s)
{
	s->field_len = sizeof s->field;
	must(EVP_PKEY_get_raw_public_key(s->key, s->field, &s->field_len) == 1, "reading a key");
	memcpy(s->rrsig, s->openssl, s->rrsig_len = s->openssl_len);
}

/* subject_sign - signs, and brings key and signature into the forms of DNSSEC */
static void subject_sign(struct subject *s)
{
	must(s->key != NULL, "making a key");
	s->ctx = EVP_MD_CTX_new();
	s->openssl_len = sizeof s->openssl;
	must(EVP_DigestSignInit(s->ctx, NULL, s->md, NULL, s->key) == 1 &&
		 EVP_DigestSign(s->ctx, s->openssl, &s->openssl_len, s->data, DATA_LEN) == 1,
	    "signing");
	if (s->algorithm == 13)
		ec_forms(s);
	else if (s->algorithm == 8)
		rsa_forms(s);
	else
		ed_forms(s);
}

/* subject_make - everything that is made once */
static void subject_make(struct subject *s)
{
	for (size_t i = 0; i < DATA_LEN; i++)
		s->data[i] = (uint8_t)(i * 7);
	subject_sign(s);
	s->ours = pubkey_new(s->algorithm, s->field, s->field_len);
	must(s->ours != NULL, "pubkey_new");
	must(pubkey_verify(s->ours, s->data, DATA_LEN, s->rrsig, s->rrsig_len), "pubkey_verify");
	s->data[0] ^= 1;
	must(!pubkey_verify(s->ours, s->data, DATA_LEN, s->rrsig, s->rrsig_len),
	    "refusing a wrong signature");
	s->data[0] ^= 1;
}

/* subject_free - gives it all back */
static void subject_free(struct subject *s)
{
	pubkey_free(s->ours);
	EVP_MD_CTX_free(s->ctx);
	EVP_PKEY_free(s->key);
}

/* check_bare - OpenSSL alone */
static bool check_bare(void *arg)
{
	struct subject *s = arg;

	EVP_MD_CTX_reset(s->ctx);
	return EVP_DigestVerifyInit(s->ctx, NULL, s->md, NULL, s->key) == 1 &&
	       EVP_DigestVerify(s->ctx, s->openssl, s->openssl_len, s->data, DATA_LEN) == 1;
}

/* check_ours - as the prover does */
static bool check_ours(void *arg)
{
	struct subject *s = arg;

	return pubkey_verify(s->ours, s->data, DATA_LEN, s->rrsig, s->rrsig_len);
}

/* microseconds - what one check of a batch takes, of this process's CPU */
static double microseconds(bool (*check)(void *), void *arg, unsigned n)
{
	struct timespec from, to;
	bool good = true;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	for (unsigned i = 0; i < n; i++)
		good = check(arg) && good;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	must(good, "a check");
	return ((double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec)) /
	       1e3 / n;
}

/* ascending - for qsort */
static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* median - of an odd number of times */
static double median(double *times, unsigned n)
{
	qsort(times, n, sizeof *times, ascending);
	return times[n / 2];
}

/* compare - both by turns; the ratio */
static double compare(struct subject *s, unsigned batches)
{
	static double bare[BATCHES_MAX], ours[BATCHES_MAX];
	double one, other;

	for (unsigned i = 0; i < batches; i++) {
		bare[i] = microseconds(check_bare, s, s->per_batch);
		ours[i] = microseconds(check_ours, s, s->per_batch);
	}
	one = median(bare, batches);
	other = median(ours, batches);
	printf("%-18s bare %6.1f us, ours %6.1f us: %.3f\n", s->name, one, other, other / one);
	return other / one;
}

/* A set of one MX record and its signature, as a message would have given it. */
struct path {
	struct subject *s;
	uint8_t signature[18 + 4 + SIG_MAX], rdata[24];
	struct dns_rr mx, rrsig;
	const struct dns_rr *rrs[1], *sigs[1];
	struct ds_rr show_mx, show_rrsig;
	struct dns_rrset set;
	struct ds_key show_key;
	struct zone_key key;
	struct dns_rr dnskey;
	uint8_t dnskey_rdata[4 + FIELD_MAX];
	struct zone zone;
	struct work work;
	struct checked *checked;
	struct prover prover;
};

static const uint8_t zone_name[] = "\7example";

/* put32 - a number as DNS writes it */
static void put32(uint8_t *to, uint32_t n)
{
	for (int i = 0; i < 4; i++)
		to[i] = (uint8_t)(n >> (24 - 8 * i));
}

/* path_records - MX 10 mx.example. by example., and what is signed of it (RFC 4034 section 3.1.8.1) */
static void path_records(struct path *p, uint8_t data[DATA_LEN], size_t *len)
{
	static const uint8_t mx[] = { 0, 10, 2, 'm', 'x', 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0 };
	static const uint8_t head[] = { 0, 15, 0, 1, 0, 0, 14, 16 }; /* MX, IN, 3600 */
	uint8_t *sig = p->signature, *at = data;

	memcpy(p->rdata, mx, sizeof mx);
	p->mx = (struct dns_rr){ zone_name, 15, 3600, p->rdata, sizeof mx, &p->show_mx };
	memcpy(sig, "\0\17\15\1\0\0\16\20", 8); /* MX, algorithm 13, one label, 3600 */
	put32(sig + 8, (uint32_t)time(NULL) + 86400);
	put32(sig + 12, (uint32_t)time(NULL) - 86400);
	sig[16] = (uint8_t)(p->show_key.key_tag >> 8);
	sig[17] = (uint8_t)p->show_key.key_tag;
	memcpy(sig + 18, zone_name, sizeof zone_name);
	memcpy(at, sig, 18 + sizeof zone_name);
	at += 18 + sizeof zone_name;
	memcpy(at, zone_name, sizeof zone_name);
	at += sizeof zone_name;
	memcpy(at, head, sizeof head);
	at += sizeof head;
	*at++ = 0;
	*at++ = sizeof mx;
	memcpy(at, mx, sizeof mx);
	*len = (size_t)(at - data) + sizeof mx;
}

/* path_make - a zone with the subject's key, and a set that it signed */
static void path_make(struct path *p, struct subject *s)
{
	uint8_t data[DATA_LEN], *field = p->dnskey_rdata + 4;
	size_t len, head = 18 + sizeof zone_name;

	memset(p, 0, sizeof *p);
	p->s = s;
	memcpy(p->dnskey_rdata, "\1\0\3\15", 4);
	memcpy(field, s->field, s->field_len);
	p->dnskey = (struct dns_rr){ zone_name, 48, 3600, p->dnskey_rdata, 4 + s->field_len, NULL };
	p->show_key.key_tag = pubkey_tag(p->dnskey.rdata, p->dnskey.len);
	p->show_key.algorithm = 13;
	p->show_key.protocol = 3;
	p->show_key.zone_key = true;
	p->key = (struct zone_key){ .rr = &p->dnskey, .show = &p->show_key };
	p->zone = (struct zone){ .name = zone_name, .nkeys = 1, .keys = &p->key, .work = &p->work };
	p->prover.at = time(NULL);
	path_records(p, data, &len);
	s->openssl_len = sizeof s->openssl;
	EVP_MD_CTX_reset(s->ctx);
	must(EVP_DigestSignInit(s->ctx, NULL, s->md, NULL, s->key) == 1 &&
		 EVP_DigestSign(s->ctx, s->openssl, &s->openssl_len, data, len) == 1,
	    "signing");
	ec_forms(s);
	memcpy(p->signature + head, s->rrsig, s->rrsig_len);
	p->rrsig = (struct dns_rr){ zone_name, 46, 3600, p->signature, head + s->rrsig_len,
		&p->show_rrsig };
	p->rrs[0] = &p->mx;
	p->sigs[0] = &p->rrsig;
	p->set = (struct dns_rrset){ .owner = zone_name,
		.type = 15,
		.ttl = 3600,
		.n = 1,
		.rrs = p->rrs,
		.nsigs = 1,
		.sigs = p->sigs };
}

/* check_path - from a set to its state */
static bool check_path(void *arg)
{
	struct path *p = arg;
	struct verified out;

	p->prover.work = p->work = (struct work){ 0, 0 };
	p->prover.arena = arena_new(1 << 20);
	must(p->prover.arena != NULL, "arena_new");
	verify_rrset(&p->prover, &p->zone, &p->set, &out);
	arena_free(p->prover.arena);
	return out.secure;
}

/* check_known - what verify.c does for a check that was done before in the run: its name, and a look */
static bool check_known(void *arg)
{
	struct path *p = arg;
	uint8_t id[CHECKED_ID], data[DATA_LEN];
	bool fits = false;

	memcpy(data, p->s->data, sizeof data);
	return checked_id(p->checked, id, p->dnskey.rdata, p->dnskey.len, data, sizeof data,
		   p->signature, p->rrsig.len) &&
	       checked_find(p->checked, id, &fits) && fits;
}

/* measure_known - a check that is remembered, among as many others as there is room for */
static void measure_known(struct path *p, unsigned batches)
{
	static double known[BATCHES_MAX];
	uint8_t id[CHECKED_ID];
	double median_us;

	p->checked = checked_new();
	must(p->checked != NULL, "checked_new");
	for (unsigned i = 0; i <= SEC_CHECKED_SIGS; i++) {
		must(checked_id(p->checked, id, (const uint8_t *)&i, sizeof i, id, 0, id, 0),
		    "a digest");
		checked_keep(p->checked, id, true);
	}
	must(checked_id(p->checked, id, p->dnskey.rdata, p->dnskey.len, p->s->data, DATA_LEN,
		 p->signature, p->rrsig.len),
	    "a digest");
	checked_keep(p->checked, id, true);
	for (unsigned i = 0; i < batches; i++)
		known[i] = microseconds(check_known, p, 100);
	median_us = median(known, batches);
	printf("  a check that is remembered under %.0f us: %.2f, %s\n", GOAL_KNOWN, median_us,
	    median_us < GOAL_KNOWN ? "met" : "missed");
	checked_free(p->checked);
}

/* measure_path - verify_rrset beside the bare check */
static void measure_path(struct subject *s, unsigned batches)
{
	static double bare[BATCHES_MAX], path[BATCHES_MAX];
	struct path p;
	uint8_t openssl[SIG_MAX];
	size_t openssl_len = s->openssl_len;
	double one, other;

	memcpy(openssl, s->openssl, openssl_len);
	path_make(&p, s);
	memcpy(s->openssl, openssl, s->openssl_len = openssl_len);
	for (unsigned i = 0; i < batches; i++) {
		bare[i] = microseconds(check_bare, s, s->per_batch);
		path[i] = microseconds(check_path, &p, s->per_batch);
	}
	one = median(bare, batches);
	other = median(path, batches);
	printf("%-18s bare %6.1f us, ours %6.1f us: %.3f\n", "P-256, a whole set", one, other,
	    other / one);
	measure_known(&p, batches);
	pubkey_free(p.key.key);
}

int main(int argc, char **argv)
{
	unsigned batches = argc > 1 && strcmp(argv[1], "--smoke") == 0 ? 5 : BATCHES_MAX;
	struct subject subjects[] = {
		{ .name = "P-256", .algorithm = 13, .per_batch = 10, .md = EVP_sha256() },
		{ .name = "RSA-2048", .algorithm = 8, .per_batch = 30, .md = EVP_sha256() },
		{ .name = "Ed25519", .algorithm = 15, .per_batch = 6 },
	};
	double ratio;

	subjects[0].key = EVP_EC_gen("P-256");
	subjects[1].key = EVP_RSA_gen(2048);
	subjects[2].key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	for (size_t i = 0; i < 3; i++)
		subject_make(&subjects[i]);
	ratio = compare(&subjects[0], batches);
	printf("  P-256 at most %.2f of OpenSSL's bare check: %.3f, %s\n", GOAL, ratio,
	    ratio <= GOAL ? "met" : "missed");
	compare(&subjects[1], batches / 4 | 1);
	compare(&subjects[2], batches / 4 | 1);
	measure_path(&subjects[0], batches);
	for (size_t i = 0; i < 3; i++)
		subject_free(&subjects[i]);
	return 0;
}
