/* SPDX-License-Identifier: BSD-2-Clause */
/* anchor - the keys that everything is proved from; see anchor.h */

#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/dns/anchor_text.h"
#include "core/dnssec/anchor.h"
#include "core/dnssec/pubkey.h"

static const uint8_t root_name[1] = { 0 };

/* The root's DS records, as IANA publishes them (data.iana.org/root-anchors). */
static const struct {
	uint16_t key_tag;
	const char *digest;
} built_in[] = {
	{ 20326, "e06d44b80b8f1d39a95c0b0d7c65d08458e880409bbc683457104237c7f8ec8d" },
	{ 38696, "683d2d0acb8c9b712a1948b27f741219298d0a450d612c483af444a4c0fb2b16" },
};

/* anchors_built_in - the root's anchors that the program carries */
void anchors_built_in(struct anchors *a)
{
	memset(a, 0, sizeof *a);
	a->built_in = true;
	for (size_t i = 0; i < sizeof built_in / sizeof built_in[0]; i++) {
		struct anchor *one = &a->list[a->n++];

		one->key_tag = built_in[i].key_tag;
		one->algorithm = 8;
		one->digest_type = 2;
		one->len = 32;
		text_unhex(one->digest, sizeof one->digest, built_in[i].digest, 64);
	}
}

/* add_ds - an anchor from the RDATA of a DS record */
static void add_ds(struct anchors *a, const uint8_t *rdata, size_t len)
{
	struct anchor *one = &a->list[a->n];

	if (len < 5 || len - 4 > sizeof one->digest)
		return;
	one->key_tag = (uint16_t)(rdata[0] << 8 | rdata[1]);
	one->algorithm = rdata[2];
	one->digest_type = rdata[3];
	one->len = len - 4;
	memcpy(one->digest, rdata + 4, one->len);
	a->n++;
}

/* add_key - an anchor from the RDATA of a DNSKEY record: kept as its SHA-256 digest */
static void add_key(struct anchors *a, const uint8_t *rdata, size_t len)
{
	struct anchor *one = &a->list[a->n];

	if (len < 5 || (rdata[1] & 0x80) != 0) /* revoked: not to be trusted (RFC 5011) */
		return;
	one->key_tag = pubkey_tag(rdata, len);
	one->algorithm = rdata[3];
	one->digest_type = 2;
	one->len = pubkey_ds_digest(2, root_name, 1, rdata, len, one->digest);
	a->n += one->len > 0;
}

/* take - one record of a file */
static void take(void *arg, bool at_root, bool ds, const uint8_t *rdata, size_t len)
{
	struct anchors *a = arg;

	if (!at_root || a->n >= ANCHORS_MAX)
		return;
	if (ds)
		add_ds(a, rdata, len);
	else
		add_key(a, rdata, len);
}

/* holds - is this very anchor in the list? */
static bool holds(const struct anchors *a, const struct anchor *one)
{
	for (size_t i = 0; i < a->n; i++)
		if (a->list[i].key_tag == one->key_tag && a->list[i].algorithm == one->algorithm &&
		    a->list[i].digest_type == one->digest_type && a->list[i].len == one->len &&
		    memcmp(a->list[i].digest, one->digest, one->len) == 0)
			return true;
	return false;
}

/* hold_internets - is one of the root's own anchors among them, wherever they come from? */
static bool hold_internets(const struct anchors *a)
{
	struct anchors own;

	anchors_built_in(&own);
	for (size_t i = 0; i < own.n; i++)
		if (holds(a, &own.list[i]))
			return true;
	return false;
}

/* anchors_parse - anchors from zone-file text */
bool anchors_parse(struct anchors *a, const char *text, size_t len, char *problem, size_t size)
{
	int line;

	memset(a, 0, sizeof *a);
	line = anchor_text_read(text, len, take, a);
	a->built_in = hold_internets(a);
	if (line > 0)
		snprintf(problem, size, _("line %d is no DS or DNSKEY record"), line);
	else if (a->n == 0)
		snprintf(problem, size, "%s", _("it holds no DS or DNSKEY record of the root"));
	return line == 0 && a->n > 0;
}

/* anchors_extend - adds those of a file that are not held yet; a text that cannot be read adds none */
void anchors_extend(struct anchors *a, const char *text, size_t len)
{
	struct anchors more;
	char problem[128];

	if (!anchors_parse(&more, text, len, problem, sizeof problem))
		return;
	for (size_t i = 0; i < more.n && a->n < ANCHORS_MAX; i++)
		if (!holds(a, &more.list[i]))
			a->list[a->n++] = more.list[i];
}

/* anchors_match - is this key of the root an anchor's? */
bool anchors_match(const struct anchors *a, const uint8_t *rdata, size_t len)
{
	uint16_t tag = pubkey_tag(rdata, len);

	for (size_t i = 0; i < a->n; i++) {
		const struct anchor *one = &a->list[i];
		uint8_t digest[64];

		if (one->key_tag == tag && len > 3 && one->algorithm == rdata[3] &&
		    pubkey_ds_digest(one->digest_type, root_name, 1, rdata, len, digest) ==
			one->len &&
		    memcmp(digest, one->digest, one->len) == 0)
			return true;
	}
	return false;
}
