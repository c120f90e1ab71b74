/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tlsa - TLSA records, decoded and judged
 *
 * Usable is what OpenSSL's SSL_dane_tlsa_add takes, without the usages that mail
 * does not know. The reasons come in the order of the record's own fields.
 */
#include "core/dane/tlsa.h"

#include <stdio.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/dane/digest.h"
#include "core/limits.h"
#include "core/smtp/x509.h"

#define HEADER_LEN 3 /* usage, selector, matching type */

enum { PKIX_TA, PKIX_EE, DANE_TA, DANE_EE, NUSAGES };
enum { SELECT_CERT, SELECT_KEY, NSELECTORS };
enum { MATCH_FULL, MATCH_SHA256, MATCH_SHA512, NMATCHINGS };

/* full_certificate - whether full data is a certificate with a key that can be used */
static bool full_certificate(const struct ds_tlsa_record *record)
{
	X509 *x = x509_parse(record->data, record->len);
	EVP_PKEY *key = x != NULL ? X509_get0_pubkey(x) : NULL;
	bool ok = key != NULL && !x509_key_is_dear(key);

	X509_free(x);
	return ok;
}

/* full_key - whether full data is a key that can be used */
static bool full_key(const struct ds_tlsa_record *record)
{
	EVP_PKEY *key = x509_parse_key(record->data, record->len);
	bool ok = key != NULL && !x509_key_is_dear(key);

	EVP_PKEY_free(key);
	return ok;
}

/* judge - why the record cannot be used, if it cannot */
static enum ds_tlsa_reason judge(const struct ds_tlsa_record *record)
{
	static const size_t digest_len[] = {
		[MATCH_SHA256] = DIGEST_SHA256,
		[MATCH_SHA512] = DIGEST_SHA512,
	};

	if (record->usage >= NUSAGES)
		return DS_TLSA_USAGE;
	if (record->usage < DANE_TA)
		return DS_TLSA_PKIX;
	if (record->selector >= NSELECTORS)
		return DS_TLSA_SELECTOR;
	if (record->matching >= NMATCHINGS)
		return DS_TLSA_MATCHING;
	if (record->len == 0)
		return DS_TLSA_LENGTH;
	if (record->matching != MATCH_FULL)
		return record->len == digest_len[record->matching] ? DS_TLSA_USABLE
								   : DS_TLSA_LENGTH;
	if (record->selector == SELECT_CERT)
		return full_certificate(record) ? DS_TLSA_USABLE : DS_TLSA_DATA;
	return full_key(record) ? DS_TLSA_USABLE : DS_TLSA_DATA;
}

/* decode - takes one record apart; false: no memory */
static bool decode(struct arena *arena, const struct ds_rr *rr, struct ds_tlsa_record *record)
{
	size_t fields = rr->rdata_len < HEADER_LEN ? rr->rdata_len : HEADER_LEN;

	record->ttl = rr->ttl;
	record->usage = fields > 0 ? rr->rdata[0] : 0;
	record->selector = fields > 1 ? rr->rdata[1] : 0;
	record->matching = fields > 2 ? rr->rdata[2] : 0;
	record->len = rr->rdata_len - fields;
	record->data = record->len > 0 ? rr->rdata + fields : NULL;
	record->hex = text_hex_dup(arena, record->data, record->len);
	record->reason = fields < HEADER_LEN ? DS_TLSA_INVALID : judge(record);
	return record->hex != NULL;
}

/* tlsa_decode - the TLSA records of an answer */
struct ds_tlsa_record *tlsa_decode(
    struct arena *arena, size_t nrrs, const struct ds_rr *const *rrs, size_t *n)
{
	struct ds_tlsa_record *records;
	size_t i, count = 0;

	*n = 0;
	for (i = 0; i < nrrs; i++)
		count += rrs[i]->type == DS_T_TLSA;
	if (count == 0)
		return NULL;
	records = arena_alloc(arena, count < TLSA_MAX ? count : TLSA_MAX, sizeof(*records));
	if (records == NULL)
		return NULL;
	for (i = 0; i < nrrs && *n < TLSA_MAX; i++) {
		if (rrs[i]->type != DS_T_TLSA)
			continue;
		if (!decode(arena, rrs[i], &records[*n])) {
			*n = 0;
			return NULL;
		}
		++*n;
	}
	return records;
}

/* tlsa_text - zone-file form; of long data the first and last digits */
const char *tlsa_text(const struct ds_tlsa_record *record, char *buf, size_t size)
{
	static const char gap[] = "...";
	size_t digits = strlen(record->hex), head, tail, room;
	int n = snprintf(buf, size, "%u %u %u ", record->usage, record->selector, record->matching);

	if (n < 0 || (size_t)n >= size)
		return buf;
	room = size - (size_t)n - 1;
	if (digits <= room) {
		memcpy(buf + n, record->hex, digits + 1);
		return buf;
	}
	if (room < sizeof(gap) + 1) {
		buf[n] = '\0';
		return buf;
	}
	room -= sizeof(gap) - 1;
	tail = room / 4;
	head = room - tail;
	snprintf(buf + n, size - (size_t)n, "%.*s%s%s", (int)head, record->hex, gap,
	    record->hex + digits - tail);
	return buf;
}

/* selection_text - what usage and selector point at */
static const char *selection_text(const struct ds_tlsa_record *record)
{
	static const char *const texts[NUSAGES][NSELECTORS] = {
		[PKIX_TA] = { N_("a public CA's certificate (not for mail)"),
		    N_("a public CA's key (not for mail)") },
		[PKIX_EE] = { N_("this certificate, from a public CA (not for mail)"),
		    N_("this key, certified by a public CA (not for mail)") },
		[DANE_TA] = { N_("an issuer's certificate"), N_("an issuer's key") },
		[DANE_EE] = { N_("this very certificate"), N_("this very key") },
	};

	if (record->usage >= NUSAGES)
		return _("unknown usage");
	if (record->selector >= NSELECTORS)
		return _("unknown selector");
	return _(texts[record->usage][record->selector]);
}

/* tlsa_meaning - the three fields in words */
const char *tlsa_meaning(const struct ds_tlsa_record *record, char *buf, size_t size)
{
	static const char *const texts[NMATCHINGS] = {
		[MATCH_FULL] = N_("in full"),
		[MATCH_SHA256] = "SHA-256",
		[MATCH_SHA512] = "SHA-512",
	};

	if (record->reason == DS_TLSA_INVALID)
		snprintf(buf, size, "%s", _("no TLSA record: too short"));
	else
		snprintf(buf, size, "%s, %s", selection_text(record),
		    record->matching >= NMATCHINGS ? _("unknown matching type")
						   : _(texts[record->matching]));
	return buf;
}
