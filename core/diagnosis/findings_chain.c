/* SPDX-License-Identifier: BSD-2-Clause */
/* findings_chain - what is wrong with the links of a chain of trust */

#include <stdio.h>

#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/diagnosis/findings.h"
#include "core/diagnosis/labels.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dnssec/prover.h"
#include "core/dnssec/pubkey.h"

#define DAY       86400
#define RSA_SHORT 2048 /* bits under which an RSA key is called short (RFC 6781 section 3.4.2) */

/* A link under review. */
struct review {
	struct ds_diagnosis *d;
	int host;
	const struct ds_link *link;
	const char *parent; /* the parent zone's name */
};

/* note - a finding at the zone */
static void note(
    const struct review *r, enum ds_code code, const char *arg1, const char *arg2, const char *arg3)
{
	finding_note(r->d, code, r->host, r->link->zone, arg1, arg2, arg3, NULL);
}

/* ds_tags - the key tags that the DS records name */
static const char *ds_tags(const struct review *r)
{
	const char *list = "";

	for (size_t i = 0; i < r->link->nds; i++)
		list = finding_join(r->d, list, finding_number(r->d, r->link->ds[i].key_tag));
	return list;
}

enum which_keys { ALL_KEYS, TRUSTED_KEYS, SIGNING_KEYS };

/* key_tags - the tags of the zone's keys, or of some of them */
static const char *key_tags(const struct review *r, enum which_keys which)
{
	const char *list = "";

	for (size_t i = 0; i < r->link->nkeys; i++) {
		const struct ds_key *k = &r->link->keys[i];

		if ((which == TRUSTED_KEYS && !k->trusted) ||
		    (which == SIGNING_KEYS && !k->signs_dnskey))
			continue;
		list = finding_join(r->d, list, finding_number(r->d, k->key_tag));
	}
	return list;
}

/* not_signed - unsigned for good, or signed in vain? */
static void not_signed(const struct review *r)
{
	const uint8_t *zone = name_from_text(r->d->arena, r->link->zone);
	const struct dns_rrset *keys;
	const char *tags = "";
	bool aliased;

	keys = zone != NULL ? mail_rrset(r->d, zone, DS_T_DNSKEY, &aliased) : NULL;
	for (size_t i = 0; keys != NULL && i < keys->n; i++)
		tags = finding_join(r->d, tags,
		    finding_number(r->d, pubkey_tag(keys->rrs[i]->rdata, keys->rrs[i]->len)));
	if (*tags != '\0')
		note(r, DS_F_DNSSEC_DS_MISSING, r->parent, tags, NULL);
	else
		note(r, DS_F_DNSSEC_UNSIGNED, r->parent, NULL, NULL);
}

/* unsupported - only algorithms or digests that are not verified */
static void unsupported(const struct review *r)
{
	const char *algorithms = "", *digests = "";
	char buf[64];

	for (size_t i = 0; i < r->link->nds; i++) {
		const struct ds_ds *ds = &r->link->ds[i];

		if (pubkey_algorithm_known(ds->algorithm))
			digests = finding_join(
			    r->d, digests, ds_digest_name(ds->digest_type, buf, sizeof buf));
		else
			algorithms = finding_join(
			    r->d, algorithms, ds_algorithm_name(ds->algorithm, buf, sizeof buf));
	}
	if (*digests != '\0')
		note(r, DS_F_DNSSEC_DS_DIGEST_UNSUPPORTED, r->parent, digests, NULL);
	else
		note(r, DS_F_DNSSEC_ALGORITHM_UNSUPPORTED, r->parent, algorithms, NULL);
}

/* seen_digest - the digest, of the kind a DS has, of the key that has its tag */
static const char *seen_digest(const struct review *r, const struct ds_ds *ds, char buf[129])
{
	const uint8_t *zone = name_from_text(r->d->arena, r->link->zone);

	for (size_t i = 0; zone != NULL && i < r->link->nkeys; i++) {
		const struct ds_key *k = &r->link->keys[i];
		uint8_t digest[64];
		size_t n;

		if (k->key_tag != ds->key_tag || k->algorithm != ds->algorithm)
			continue;
		n = pubkey_ds_digest(
		    ds->digest_type, zone, name_len(zone), k->rr->rdata, k->rr->rdata_len, digest);
		text_hex(buf, digest, n);
		return n > 0 ? buf : NULL;
	}
	return NULL;
}

/* stray_ds - a DS that leads to no key: an error where none leads on, else a warning */
static void stray_ds(const struct review *r, const struct ds_ds *ds)
{
	char algorithm[64], digest[64], hex[129];
	struct found f = { .host = r->host,
		.at = r->link->zone,
		.other_severity = true,
		.severity = r->link->status == DS_SECURE ? DS_WARNING : DS_ERROR };

	f.args[0] = r->parent;
	f.args[1] = finding_number(r->d, ds->key_tag);
	f.seen = seen_digest(r, ds, hex);
	if (f.seen != NULL) {
		f.code = DS_F_DNSSEC_DS_DIGEST_MISMATCH;
		f.args[2] = ds_digest_name(ds->digest_type, digest, sizeof digest);
		f.expected = ds->digest;
	} else {
		f.code = DS_F_DNSSEC_DS_NO_KEY;
		f.args[2] = ds_algorithm_name(ds->algorithm, algorithm, sizeof algorithm);
		f.args[3] = key_tags(r, ALL_KEYS);
	}
	finding_add(r->d, &f);
}

/* review_ds - each DS of a zone that has keys */
static void review_ds(const struct review *r)
{
	char digest[64];

	for (size_t i = 0; i < r->link->nds && r->link->nkeys > 0; i++) {
		const struct ds_ds *ds = &r->link->ds[i];

		if (ds->supported && !ds->matches_key)
			stray_ds(r, ds);
		if (ds->digest_type == 1 || ds->digest_type == 3)
			note(r, DS_F_DNSSEC_DS_DIGEST_DEPRECATED, r->parent,
			    finding_number(r->d, ds->key_tag),
			    ds_digest_name(ds->digest_type, digest, sizeof digest));
	}
}

/* review_ttl - how long a mistake at the parent stays in caches */
static void review_ttl(const struct review *r)
{
	if (r->link->nds > 0 && r->link->ds_ttl > DAY)
		note(r, DS_F_DNSSEC_DS_TTL_LONG, r->parent, finding_number(r->d, r->link->ds_ttl),
		    NULL);
}

/* is_deprecated - an algorithm that is not to be signed with any more (RFC 8624 section 3.1) */
static bool is_deprecated(unsigned algorithm)
{
	return algorithm == 1 || algorithm == 3 || algorithm == 5 || algorithm == 6 ||
	       algorithm == 7 || algorithm == 12;
}

/* is_rsa - an algorithm whose keys have a length to choose */
static bool is_rsa(unsigned algorithm)
{
	return algorithm == 5 || algorithm == 7 || algorithm == 8 || algorithm == 10;
}

/* review_keys - each key of a zone */
static void review_keys(const struct review *r)
{
	char algorithm[64], flags[16];

	for (size_t i = 0; i < r->link->nkeys; i++) {
		const struct ds_key *k = &r->link->keys[i];
		const char *tag = finding_number(r->d, k->key_tag);

		if (is_deprecated(k->algorithm))
			note(r, DS_F_DNSSEC_ALGORITHM_DEPRECATED, tag,
			    ds_algorithm_name(k->algorithm, algorithm, sizeof algorithm), NULL);
		if (is_rsa(k->algorithm) && k->bits > 0 && k->bits < RSA_SHORT)
			note(r, DS_F_DNSSEC_KEY_SMALL, tag, finding_number(r->d, k->bits), NULL);
		if (k->trusted && !k->sep && r->link->parent != NULL)
			note(r, DS_F_DNSSEC_KEY_NOT_SEP, tag, NULL, NULL);
		if (k->trusted && k->revoked)
			note(r, DS_F_DNSSEC_KEY_REVOKED, tag, "DS", NULL);
		if (!k->zone_key || k->protocol != 3) {
			snprintf(flags, sizeof flags, "%u", (unsigned)k->flags);
			note(r, DS_F_DNSSEC_KEY_NOT_ZONE_KEY, tag, flags,
			    finding_number(r->d, k->protocol));
		}
	}
}

/* not_signed_by_ds - the keys that the parent vouches for have not signed the key set */
static void not_signed_by_ds(const struct review *r)
{
	struct found f = {
		.code = DS_F_DNSSEC_DNSKEY_NOT_SIGNED_BY_DS, .host = r->host, .at = r->link->zone
	};

	f.args[0] = r->parent;
	f.args[1] = f.expected = key_tags(r, TRUSTED_KEYS);
	f.seen = key_tags(r, SIGNING_KEYS);
	finding_add(r->d, &f);
}

/* opted_out - the parent's proof leaves unsigned zones out, as those of registries do */
static void opted_out(const struct review *r)
{
	struct found f = { .code = DS_F_DNSSEC_NSEC3_OPT_OUT,
		.host = r->host,
		.at = r->link->zone,
		.args = { "DS", r->parent },
		.other_severity = true,
		.severity = DS_INFO };

	finding_add(r->d, &f);
}

/* review_fault - why a link is not secure */
static void review_fault(const struct review *r)
{
	const struct ds_link *l = r->link;

	switch (l->why) {
	case DS_WHY_OPT_OUT: opted_out(r); /* fall through */
	case DS_WHY_NO_DS: not_signed(r); break;
	case DS_WHY_UNSUPPORTED: unsupported(r); break;
	case DS_WHY_NO_KEYS:
		note(r, DS_F_DNSSEC_DS_NO_CHILD_KEYS, r->parent, ds_tags(r), NULL);
		break;
	case DS_WHY_KEYS_UNSIGNED: not_signed_by_ds(r); break;
	case DS_WHY_SIG_MISSING:
		note(r, DS_F_DNSSEC_SIG_MISSING, l->nkeys > 0 ? "DNSKEY" : "DS",
		    l->nkeys > 0 ? l->zone : r->parent, NULL);
		break;
	case DS_WHY_DENIAL_MISSING:
	case DS_WHY_DENIAL_INVALID:
		findings_denial(
		    r->d, r->host, r->parent, l->zone, DS_T_DS, l->why, l->detail, l->denial);
		break;
	case DS_WHY_CONTRADICTION: note(r, DS_F_DNSSEC_CONTRADICTION, "DS", NULL, NULL); break;
	case DS_WHY_WORK_LIMIT:
		note(r, DS_F_LIMIT_REACHED, l->detail,
		    finding_number(r->d, prover_bound(l->detail)), NULL);
		break;
	default: break; /* DS and signatures are reviewed one by one */
	}
}

/* review_sigs - the signatures over DS and DNSKEY */
static void review_sigs(const struct review *r)
{
	const struct ds_link *l = r->link;
	bool broken = l->why == DS_WHY_SIG || l->why == DS_WHY_WORK_LIMIT;

	findings_sigs(
	    r->d, r->host, l->parent, l->nsigs, l->sigs, DS_T_DS, broken && l->nkeys == 0);
	findings_sigs(r->d, r->host, l, l->nsigs, l->sigs, DS_T_DNSKEY, broken && l->nkeys > 0);
}

/* findings_links - every link of a chain */
void findings_links(struct ds_diagnosis *d, int host, const struct ds_chain *chain)
{
	for (size_t i = 0; i < chain->n; i++) {
		const struct ds_link *link = chain->links[i];
		struct review r = { d, host, link,
			link->parent != NULL ? link->parent->zone : "." };

		if (link->parent == NULL)
			continue; /* it says something of us: findings_self.c */
		review_fault(&r);
		review_ds(&r);
		review_ttl(&r);
		review_keys(&r);
		review_sigs(&r);
		findings_algorithms(d, host, link, link->nsigs, link->sigs);
		findings_nsec3(d, host, r.parent, link->denial);
	}
}

/* findings_chain - the domain's own chain */
void findings_chain(struct ds_diagnosis *d)
{
	findings_links(d, FOR_DOMAIN, &d->report.chain);
}
