/* SPDX-License-Identifier: BSD-2-Clause */
/* findings_cds - what a zone asks its parent for (RFC 7344, RFC 8078), beside what the parent has */

#include <string.h>

#include "core/diagnosis/aside.h"
#include "core/diagnosis/findings.h"
#include "core/dnssec/pubkey.h"

/* A zone under review. */
struct review {
	struct ds_diagnosis *d;
	int host;
	const struct ds_link *link;
};

/* A key as a DS, CDS or CDNSKEY record names it. */
struct named {
	uint16_t tag;
	uint8_t algorithm;
};

/* note - a finding at the zone */
static void note(const struct review *r, enum ds_code code, const char *arg1)
{
	finding_note(r->d, code, r->host, r->link->zone, arg1, NULL, NULL, NULL);
}

/* signs - is there a valid signature by a key that the parent vouches for? Others the parent has to
 * ignore (RFC 7344 section 4.1) */
static bool signs(const struct ds_link *link, const struct ds_answer *a)
{
	for (size_t i = 0; i < a->nsigs; i++)
		for (size_t k = 0; k < link->nkeys; k++)
			if (a->sigs[i].state == DS_SIG_VALID && link->keys[k].trusted &&
			    link->keys[k].key_tag == a->sigs[i].key_tag &&
			    link->keys[k].algorithm == a->sigs[i].algorithm)
				return true;
	return false;
}

/* is_delete - the one record that asks for the DS to be removed (RFC 8078 section 4) */
static bool is_delete(const struct ds_answer *a)
{
	static const uint8_t cds[] = { 0, 0, 0, 0, 0 }, cdnskey[] = { 0, 0, 3, 0, 0 };
	const uint8_t *wanted = a->type == DS_T_CDS ? cds : cdnskey;

	return a->nrrs == 1 && a->rrs[0]->rdata_len == sizeof cds &&
	       memcmp(a->rrs[0]->rdata, wanted, sizeof cds) == 0;
}

/* named_by - the key that a record names */
static bool named_by(const struct ds_rr *rr, struct named *out)
{
	if (rr->rdata_len < 5)
		return false;
	if (rr->type == DS_T_CDNSKEY) {
		out->tag = pubkey_tag(rr->rdata, rr->rdata_len);
		out->algorithm = rr->rdata[3];
	} else {
		out->tag = (uint16_t)(rr->rdata[0] << 8 | rr->rdata[1]);
		out->algorithm = rr->rdata[2];
	}
	return true;
}

/* has_ds - has the parent a DS for this key? */
static bool has_ds(const struct ds_link *link, const struct named *key)
{
	for (size_t i = 0; i < link->nds; i++)
		if (link->ds[i].key_tag == key->tag && link->ds[i].algorithm == key->algorithm)
			return true;
	return false;
}

/* asks_for - does the zone ask for a DS of this key? */
static bool asks_for(const struct ds_answer *a, const struct ds_ds *ds)
{
	struct named key;

	for (size_t i = 0; i < a->nrrs; i++)
		if (named_by(a->rrs[i], &key) && key.tag == ds->key_tag &&
		    key.algorithm == ds->algorithm)
			return true;
	return false;
}

/* agrees - the same keys on both sides? Digests of several kinds for one key do not count */
static bool agrees(const struct ds_link *link, const struct ds_answer *a)
{
	struct named key;

	for (size_t i = 0; i < a->nrrs; i++)
		if (named_by(a->rrs[i], &key) && !has_ds(link, &key))
			return false;
	for (size_t i = 0; i < link->nds; i++)
		if (!asks_for(a, &link->ds[i]))
			return false;
	return true;
}

/* add_tag - one more tag, once */
static const char *add_tag(const struct review *r, const char *list, unsigned tag)
{
	const char *text = finding_number(r->d, tag), *at = strstr(list, text);
	size_t n = strlen(text);

	for (; at != NULL; at = strstr(at + 1, text))
		if ((at == list || at[-1] == ' ') && (at[n] == ',' || at[n] == '\0'))
			return list;
	return finding_join(r->d, list, text);
}

/* mismatch - other keys than the parent has */
static void mismatch(const struct review *r, const struct ds_answer *a)
{
	struct found f = { .code = DS_F_DNSSEC_CDS_MISMATCH, .host = r->host, .at = r->link->zone };
	struct named key;

	f.expected = f.seen = "";
	for (size_t i = 0; i < r->link->nds; i++)
		f.expected = add_tag(r, f.expected, r->link->ds[i].key_tag);
	for (size_t i = 0; i < a->nrrs; i++)
		if (named_by(a->rrs[i], &key))
			f.seen = add_tag(r, f.seen, key.tag);
	f.args[0] = f.seen;
	f.args[1] = r->link->parent->zone;
	finding_add(r->d, &f);
}

/* review_set - CDS or CDNSKEY */
static void review_set(const struct review *r, const struct ds_answer *a)
{
	if (a == NULL || a->nrrs == 0 || a->status == DS_INDETERMINATE)
		return;
	if (a->status != DS_SECURE || !signs(r->link, a))
		note(r, DS_F_DNSSEC_CDS_UNSIGNED, r->link->parent->zone);
	else if (is_delete(a))
		note(r, DS_F_DNSSEC_CDS_DELETE, r->link->parent->zone);
	else if (!agrees(r->link, a))
		mismatch(r, a);
}

/* findings_cds - both sets of a zone */
void findings_cds(struct ds_diagnosis *d, int host, const struct ds_link *link,
    const struct ds_answer *cds, const struct ds_answer *cdnskey)
{
	struct review r = { d, host, link };

	review_set(&r, cds);
	review_set(&r, cdnskey);
}
