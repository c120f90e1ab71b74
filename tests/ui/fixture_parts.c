/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_parts - what the reports of the fixture are put together from */
#include <string.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "tests/ui/fixture.h"
#include "tests/ui/fixture_parts.h"

#define DAY 86400

/* What a zone of a chain is made of. */
struct zone {
	const char *name;
	unsigned ksk, zsk, algorithm, bits;
};

static const struct zone zone_root = { ".", 38696, 46780, 8, 2048 };
static const struct zone zone_tld = { "nl", 17153, 52707, 13, 256 };

/* rr - a record */
static struct ds_rr *rr(struct arena *a, const char *owner, enum ds_type type, const char *text)
{
	struct ds_rr *r = arena_alloc(a, 1, sizeof *r);

	r->owner = owner;
	r->type = (uint16_t)type;
	r->ttl = 3600;
	r->text = text;
	return r;
}

/* part_report - empty */
struct ds_report *part_report(struct arena *a, const char *domain, const char *unicode)
{
	static const uint16_t anchors[] = { 38696, 20326 };
	struct ds_report *r = arena_alloc(a, 1, sizeof *r);

	r->domain = domain;
	r->domain_unicode = unicode;
	r->started_ms = (int64_t)FIXTURE_NOW * 1000;
	r->judged_at = FIXTURE_NOW;
	r->probed = true;
	r->smtp_port = r->tlsa_port = 25;
	r->chain_status = r->mx_status = DS_UNCHECKED;
	r->self = (struct ds_self){ .known = true,
		.trusted = 38696,
		.nheld = 2,
		.held = anchors,
		.nseen = 1,
		.seen = anchors,
		.udp = DS_REACH_WORKS,
		.ipv4 = DS_REACH_WORKS,
		.ipv6 = DS_REACH_FAILS };
	r->findings = arena_alloc(a, 8, sizeof *r->findings);
	r->hosts = arena_alloc(a, 4, sizeof *r->hosts);
	return r;
}

/* part_end - the check is over */
void part_end(struct ds_report *r, enum ds_verdict verdict, enum ds_deliverable deliverable)
{
	r->done = true;
	r->verdict = verdict;
	r->deliverable = deliverable;
	r->elapsed_us = 182400;
}

/* sig - a signature of twenty days, of which nine are over */
static void sig(struct arena *a, struct ds_sig *s, const char *owner, enum ds_type type,
    unsigned tag, unsigned algorithm)
{
	s->owner = owner;
	s->type_covered = (uint16_t)type;
	s->key_tag = (uint16_t)tag;
	s->algorithm = (uint8_t)algorithm;
	s->inception = FIXTURE_NOW - 9 * DAY;
	s->expiration = FIXTURE_NOW + 11 * DAY + 3600;
	s->signer = owner;
	s->state = DS_SIG_VALID;
	s->rr = rr(a, owner, DS_T_RRSIG,
	    arena_printf(a, "%s %u 2 3600 20260211100000 20260122090000 %u %s. c2lnbmF0dXJl",
		type == DS_T_DS ? "DS" : "DNSKEY", algorithm, tag, owner));
}

/* key - one key of a zone */
static void key(struct arena *a, struct ds_key *k, const struct zone *zone, bool ksk)
{
	k->key_tag = (uint16_t)(ksk ? zone->ksk : zone->zsk);
	k->algorithm = (uint8_t)zone->algorithm;
	k->protocol = 3;
	k->flags = ksk ? 257 : 256;
	k->bits = zone->bits;
	k->zone_key = true;
	k->sep = k->signs_dnskey = k->trusted = ksk;
	k->rr = rr(a, zone->name, DS_T_DNSKEY,
	    arena_printf(a, "%u 3 %u oJMRESz5E4gYzS/q6XDrvU1qMPYIjCWzJaOau8XNEZeqCYKD5ar0IRd8",
		k->flags, zone->algorithm));
}

/* link - one zone of a chain */
static struct ds_link *make_link(
    struct arena *a, const struct zone *zone, const struct ds_link *parent, bool two_keys)
{
	struct ds_link *l = arena_alloc(a, 1, sizeof *l);
	struct ds_key *keys = arena_alloc(a, 2, sizeof *keys);
	struct ds_sig *sigs = arena_alloc(a, 2, sizeof *sigs);
	struct ds_ds *ds = arena_alloc(a, 1, sizeof *ds);

	l->zone = zone->name;
	l->parent = parent;
	l->status = DS_SECURE;
	key(a, &keys[0], zone, true);
	key(a, &keys[1], zone, false);
	l->keys = keys;
	l->nkeys = two_keys ? 2 : 1;
	if (parent) {
		ds->key_tag = (uint16_t)zone->ksk;
		ds->algorithm = (uint8_t)zone->algorithm;
		ds->digest_type = 2;
		ds->digest = "683d2d0acb8c9b712a1948b27f741219298d0a450d612c483af444a4c0fb2b16";
		ds->supported = ds->matches_key = true;
		ds->rr = rr(a, zone->name, DS_T_DS,
		    arena_printf(a, "%u %u 2 %s", zone->ksk, zone->algorithm, ds->digest));
		l->ds = ds;
		l->nds = 1;
		sig(a, &sigs[l->nsigs++], zone->name, DS_T_DS, zone_tld.zsk, 13);
	}
	sig(a, &sigs[l->nsigs++], zone->name, DS_T_DNSKEY, zone->ksk, zone->algorithm);
	l->sigs = sigs;
	l->ds_ttl = l->keys_ttl = 3600;
	return l;
}

/* chain_of - the links as the report wants them */
static struct ds_chain chain_of(
    struct arena *a, const struct ds_link *x, const struct ds_link *y, const struct ds_link *z)
{
	const struct ds_link **links = arena_alloc(a, 3, sizeof *links);

	links[0] = x;
	links[1] = y;
	links[2] = z;
	return (struct ds_chain){ .n = 3, .links = links };
}

/* part_signed_chain - secure to the end */
void part_signed_chain(struct arena *a, struct ds_report *r, const char *zone)
{
	struct zone *own = arena_alloc(a, 1, sizeof *own);
	struct ds_link *root = make_link(a, &zone_root, NULL, true);
	struct ds_link *tld = make_link(a, &zone_tld, root, true);

	*own = (struct zone){ zone, 4711, 31212, 13, 256 };
	r->chain = chain_of(a, root, tld, make_link(a, own, tld, !strcmp(zone, "minfiets.nl")));
	r->chain_status = DS_SECURE;
	r->chain_known = true;
}

/* opt_out_proof - the gap in which the unsigned zone lies */
static const struct ds_denial *opt_out_proof(struct arena *a, const char *zone)
{
	struct ds_denial *d = arena_alloc(a, 1, sizeof *d);
	struct ds_gap *gaps = arena_alloc(a, 2, sizeof *gaps);

	gaps[0] = (struct ds_gap){ .role = DS_GAP_ENCLOSER,
		.about = "nl",
		.hash = "rrpnk5o2ppf86lmt3vqtmj7cnjqbbg3t",
		.owner = "rrpnk5o2ppf86lmt3vqtmj7cnjqbbg3t.nl",
		.next = "rrr0ijdhetk04uh0vf5qkkbtnbqk5qfn",
		.types = "NS SOA RRSIG DNSKEY NSEC3PARAM" };
	gaps[1] = (struct ds_gap){ .role = DS_GAP_COVERS,
		.about = zone,
		.hash = "8m0tqk9fb2a3h1ch1k84n5vtrmeau9dn",
		.owner = "8lvs3lbhbfs2qvbqkq9h2jg2i5jqc0t1.nl",
		.next = "8m1r1v8lhd0jmdv3kqcf6qp4k2jfb7rn",
		.types = "NS DS RRSIG",
		.opt_out = true };
	d->kind = DS_DENIAL_NSEC3;
	d->salt = "";
	d->opt_out = true;
	d->ngaps = 2;
	d->gaps = gaps;
	return d;
}

/* part_unsigned_chain - the last zone has no DS */
void part_unsigned_chain(struct arena *a, struct ds_report *r, const char *zone)
{
	struct ds_link *root = make_link(a, &zone_root, NULL, true);
	struct ds_link *tld = make_link(a, &zone_tld, root, true);
	struct ds_link *own = arena_alloc(a, 1, sizeof *own);

	own->zone = zone;
	own->parent = tld;
	own->status = DS_INSECURE;
	own->why = DS_WHY_NO_DS;
	own->denial = opt_out_proof(a, zone);
	r->chain = chain_of(a, root, tld, own);
	r->chain_status = DS_INSECURE;
	r->chain_known = true;
}

/* part_expire - the signatures of the last zone are over */
void part_expire(struct arena *a, struct ds_report *r, const char *zone)
{
	struct ds_link *own = arena_copy(a, r->chain.links[2], sizeof *own);
	struct ds_sig *sigs = arena_copy(a, own->sigs, own->nsigs * sizeof *sigs);

	sigs[1].inception = FIXTURE_NOW - 16 * DAY;
	sigs[1].expiration = FIXTURE_NOW - 2 * DAY;
	sigs[1].state = DS_SIG_EXPIRED;
	own->zone = zone;
	own->sigs = sigs;
	own->status = DS_BOGUS;
	own->why = DS_WHY_SIG;
	r->chain = chain_of(a, r->chain.links[0], r->chain.links[1], own);
	r->chain_status = DS_BOGUS;
}

/* part_answer - an answer without records */
struct ds_answer *part_answer(struct arena *a, const char *name, enum ds_type type,
    enum ds_status status, struct ds_chain chain)
{
	struct ds_answer *answer = arena_alloc(a, 1, sizeof *answer);

	answer->name = answer->final = name;
	answer->type = (uint16_t)type;
	answer->outcome = DS_OUT_DATA;
	answer->status = status;
	answer->ede = -1;
	answer->ad = status == DS_SECURE;
	answer->chain = chain;
	return answer;
}

/* part_mx - one or two hosts */
void part_mx(struct arena *a, struct ds_report *r, size_t n, const char *first, const char *second)
{
	struct ds_mx_record *records = arena_alloc(a, 2, sizeof *records);
	const struct ds_rr **rrs = arena_alloc(a, 2, sizeof *rrs);
	struct ds_answer *mx = part_answer(a, r->domain, DS_T_MX, r->chain_status, r->chain);

	for (size_t i = 0; i < n; i++) {
		const char *host = i ? second : first;

		records[i] = (struct ds_mx_record){
			.preference = (unsigned)(i + 1) * 10, .host = host, .usable = true
		};
		rrs[i] = rr(
		    a, r->domain, DS_T_MX, arena_printf(a, "%u %s.", records[i].preference, host));
	}
	mx->nrrs = n;
	mx->rrs = rrs;
	r->mx = mx;
	r->mx_status = r->chain_status;
	r->mx_kind = DS_MX_RECORDS;
	r->mx_records = records;
	r->nmx = n;
}

/* part_host - a mail host without records or dialogues */
struct ds_host *part_host(struct arena *a, struct ds_report *r, const char *name,
    unsigned preference, enum ds_policy policy)
{
	struct ds_host *host = arena_alloc(a, 1, sizeof *host);

	host->index = r->nhosts;
	host->name = name;
	host->preference = preference;
	host->policy = policy;
	host->address_status = r->chain_status;
	host->chain = r->chain;
	host->a = part_answer(a, name, DS_T_A, r->chain_status, r->chain);
	host->tlsa_known = true;
	host->tlsa.base = name;
	host->tlsa.name = arena_printf(a, "_25._tcp.%s", name);
	host->tlsa.status = r->chain_status == DS_SECURE ? DS_SECURE : DS_UNCHECKED;
	if (host->tlsa.status == DS_SECURE)
		host->tlsa.answer = part_answer(a, host->tlsa.name, DS_T_TLSA, DS_SECURE, r->chain);
	host->tlsa.records = arena_alloc(a, 4, sizeof *host->tlsa.records);
	host->probes = arena_alloc(a, 4, sizeof *host->probes);
	r->hosts[r->nhosts++] = host;
	return host;
}

/* part_record - 3 1 1 */
void part_record(struct arena *a, struct ds_host *host, const char *hex, bool next)
{
	struct ds_tlsa_record *record = &host->tlsa.records[host->tlsa.nrecords++];
	uint8_t *data = arena_alloc(a, 32, 1);

	text_unhex(data, 32, hex, 64);
	*record = (struct ds_tlsa_record){ .usage = 3,
		.selector = 1,
		.matching = 1,
		.data = data,
		.len = 32,
		.hex = hex,
		.ttl = 3600 };
	record->matches = next ? NULL : arena_alloc(a, 4, sizeof *record->matches);
	host->tlsa.nusable++;
}

/* say - a line of the dialogue */
static void say(struct ds_probe *p, uint64_t us, enum ds_line_from from, const char *text)
{
	p->lines[p->nlines++] = (struct ds_line){ .us = us, .from = from, .text = text };
}

/* certificate - of its own making, for one name */
static const struct ds_certificate *certificate(struct arena *a, const char *host, const char *key)
{
	struct ds_certificate *c = arena_alloc(a, 1, sizeof *c);
	const char **names = arena_alloc(a, 1, sizeof *names);

	names[0] = host;
	c->subject = c->issuer = arena_printf(a, "CN = %s", host);
	c->nnames = 1;
	c->names = names;
	c->not_before = FIXTURE_NOW - 20 * DAY;
	c->not_after = FIXTURE_NOW + 70 * DAY + 3600;
	c->key = "EC P-256";
	c->kind = DS_KEY_ECDSA;
	c->signature = "ecdsa-with-SHA256";
	c->serial = "04b2c3d4e5f60718";
	c->cert_sha256 = "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592";
	c->spki_sha256 = key;
	c->self_signed = true;
	return c;
}

/* begin - a dialogue up to EHLO */
static struct ds_probe *begin_dialogue(struct arena *a, struct ds_host *host, const char *address)
{
	struct ds_probe *p = arena_alloc(a, 1, sizeof *p);

	p->index = host->nprobes;
	p->address = address;
	p->port = 25;
	p->sni = host->name;
	p->matched_record = p->matched_depth = -1;
	p->lines = arena_alloc(a, 24, sizeof *p->lines);
	p->connect = DS_CONN_OK;
	say(p, 0, DS_FROM_LOCAL, arena_printf(a, "connecting to %s port 25", address));
	say(p, 9200, DS_FROM_SERVER, arena_printf(a, "220 %s ESMTP Postfix", host->name));
	say(p, 9300, DS_FROM_CLIENT, "EHLO probe.example");
	host->probes[host->nprobes++] = p;
	return p;
}

/* part_half_dialogue - it runs */
void part_half_dialogue(struct arena *a, struct ds_host *host, const char *address)
{
	struct ds_probe *p = begin_dialogue(a, host, address);

	p->step = DS_STEP_EHLO;
}

/* talk - STARTTLS and what follows */
static void talk(struct arena *a, struct ds_host *host, struct ds_probe *p)
{
	say(p, 18100, DS_FROM_SERVER, arena_printf(a, "250-%s", host->name));
	say(p, 18100, DS_FROM_SERVER, "250-PIPELINING");
	say(p, 18100, DS_FROM_SERVER, "250-SIZE 52428800");
	say(p, 18100, DS_FROM_SERVER, "250-STARTTLS");
	say(p, 18100, DS_FROM_SERVER, "250 SMTPUTF8");
	say(p, 18200, DS_FROM_CLIENT, "STARTTLS");
	say(p, 27000, DS_FROM_SERVER, "220 2.0.0 Ready to start TLS");
	say(p, 27100, DS_FROM_TLS, arena_printf(a, "handshake begins, SNI %s", host->name));
	say(p, 45800, DS_FROM_TLS, "TLSv1.3, TLS_AES_256_GCM_SHA384, X25519");
	say(p, 45800, DS_FROM_TLS,
	    arena_printf(a, "certificate: CN = %s, EC P-256, until 2026-04-11", host->name));
	say(p, 45900, DS_FROM_CLIENT, "EHLO probe.example");
	say(p, 54800, DS_FROM_SERVER, arena_printf(a, "250-%s", host->name));
	say(p, 54800, DS_FROM_SERVER, "250 SMTPUTF8");
	say(p, 54900, DS_FROM_CLIENT, "QUIT");
	say(p, 63800, DS_FROM_SERVER, "221 2.0.0 Bye");
}

/* part_dialogue - a whole one */
void part_dialogue(struct arena *a, const struct ds_report *r, struct ds_host *host,
    const char *address, const char *shown, enum ds_dane_result dane)
{
	struct ds_probe *p = begin_dialogue(a, host, address);
	struct ds_tls *tls = arena_alloc(a, 1, sizeof *tls);
	const struct ds_certificate **certs = arena_alloc(a, 1, sizeof *certs);

	(void)r;
	talk(a, host, p);
	*tls = (struct ds_tls){ .version = "TLSv1.3",
		.cipher = "TLS_AES_256_GCM_SHA384",
		.group = "X25519",
		.bits = 256 };
	certs[0] = certificate(a, host->name, shown);
	p->step = DS_STEP_DONE;
	p->done = p->ehlo_seen = true;
	p->starttls = DS_TLS_OK;
	p->tls = tls;
	p->certs = certs;
	p->ncerts = 1;
	p->dane = dane;
	p->pkix = "self-signed certificate";
	for (size_t i = 0; i < host->tlsa.nrecords; i++) {
		struct ds_tlsa_record *record = &host->tlsa.records[i];

		if (strcmp(record->hex, shown) || !record->matches)
			continue;
		record->matches[record->nmatches++] = (struct ds_tlsa_match){ .address = address };
		p->matched_record = (int)i;
		p->matched_depth = 0;
	}
}

/* nsec_proof - a name without the type, and no wildcard that could answer */
static const struct ds_denial *nsec_proof(struct arena *a, const char *name, const char *zone)
{
	struct ds_denial *d = arena_alloc(a, 1, sizeof *d);
	struct ds_gap *gaps = arena_alloc(a, 2, sizeof *gaps);

	gaps[0] = (struct ds_gap){ .role = DS_GAP_MATCHES,
		.about = name,
		.owner = name,
		.next = arena_printf(a, "ns1.%s", zone),
		.types = "A RRSIG NSEC" };
	gaps[1] = (struct ds_gap){ .role = DS_GAP_WILDCARD_COVERS,
		.about = arena_printf(a, "*.%s", zone),
		.owner = zone,
		.next = arena_printf(a, "a.%s", zone),
		.types = "NS SOA RRSIG NSEC DNSKEY" };
	*d = (struct ds_denial){ .kind = DS_DENIAL_NSEC, .ngaps = 2, .gaps = gaps };
	return d;
}

/* part_alias - a host that is another one */
void part_alias(struct arena *a, struct ds_host *host, const char *target)
{
	const char *zone = host->chain.links[host->chain.n - 1]->zone;
	struct ds_answer *v4 = part_answer(a, host->name, DS_T_A, DS_SECURE, host->chain);
	struct ds_answer *v6 = part_answer(a, host->name, DS_T_AAAA, DS_SECURE, host->chain);
	struct ds_alias *alias = arena_alloc(a, 1, sizeof *alias);
	struct ds_sig *sigs = arena_alloc(a, 3, sizeof *sigs), *absent;
	const struct ds_rr **rrs = arena_alloc(a, 1, sizeof *rrs);

	*alias = (struct ds_alias){ .owner = host->name, .target = target, .status = DS_SECURE };
	sig(a, &sigs[0], host->name, DS_T_CNAME, 4711, 13);
	sig(a, &sigs[1], target, DS_T_A, 4711, 13);
	sig(a, &sigs[2], target, DS_T_A, 9999, 13);
	sigs[2].state = DS_SIG_UNKNOWN_KEY;
	rrs[0] = rr(a, target, DS_T_A, "192.0.2.25");
	v4->rrs = rrs;
	v4->nrrs = 1;
	v4->aliases = alias;
	v4->naliases = 1;
	v4->final = target;
	v4->sigs = sigs;
	v4->nsigs = 3;
	v6->outcome = DS_OUT_NODATA;
	v6->denial = nsec_proof(a, target, zone);
	absent = arena_alloc(a, 1, sizeof *absent);
	sig(a, absent, target, DS_T_NSEC, 4711, 13);
	v6->sigs = absent;
	v6->nsigs = 1;
	host->a = v4;
	host->aaaa = v6;
}

/* part_finding - one more */
void part_finding(struct arena *a, struct ds_report *r, int code, enum ds_actor who, const char *at,
    int host, const char *const args[4], const char *expected, const char *seen)
{
	struct ds_finding *f = arena_alloc(a, 1, sizeof *f);
	const struct ds_catalogue_entry *entry = ds_catalogue(code);

	*f = (struct ds_finding){ .code = code,
		.severity = entry->severity,
		.who = who,
		.at = at,
		.host = host,
		.args = { args[0], args[1], args[2], args[3] },
		.expected = expected,
		.seen = seen };
	r->findings[r->nfindings++] = f;
}
