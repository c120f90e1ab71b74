/* SPDX-License-Identifier: BSD-2-Clause */
/* sample - a report made by hand, with something of everything */
#include "sample.h"

#include <string.h>

#include "core/diagnosis/catalogue.h"

#define NOON   1769860800 /* 2026-01-31T12:00:00Z */
#define MONTH  (30 * 86400)
#define DIGEST "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static const char *const addresses[] = { "192.0.2.25", "2001:db8::25" };
static const char *const elsewhere[] = { "192.0.2.26" };
static const char *const names[] = { "mx1.example.nl" };
static const uint8_t digest[32] = { 0x00, 0x11, 0x22 };

/* fill_chain - the root, secure, and a zone below it that is secure through it */
static void fill_chain(struct sample *s)
{
	s->server = (struct ds_server){
		.name = "a.root", .address = "192.0.2.1", .rtt_us = 4100, .outcome = "ok"
	};
	s->keys[0] = (struct ds_key){ .key_tag = 38696,
		.algorithm = 8,
		.protocol = 3,
		.flags = 257,
		.bits = 2048,
		.zone_key = true,
		.sep = true,
		.signs_dnskey = true,
		.trusted = true };
	s->keys[1] = s->keys[0];
	s->keys[1].key_tag = 4711;
	s->keys[1].algorithm = 13;
	s->keys[1].bits = 256;
	s->ds = (struct ds_ds){ 4711, 13, 2, DIGEST, true, true, NULL };
	s->sigs[0] = (struct ds_sig){ .owner = "example.nl",
		.type_covered = DS_T_DNSKEY,
		.key_tag = 4711,
		.algorithm = 13,
		.inception = NOON - MONTH,
		.expiration = NOON + MONTH,
		.signer = "example.nl",
		.state = DS_SIG_VALID };
	s->sigs[1] = s->sigs[0];
	s->sigs[1].state = DS_SIG_EXPIRED;
	s->denial = (struct ds_denial){ .kind = DS_DENIAL_NSEC3, .iterations = 5, .salt = "ab12" };
	s->root = (struct ds_link){ .zone = ".",
		.status = DS_SECURE,
		.nservers = 1,
		.servers = &s->server,
		.nkeys = 1,
		.keys = &s->keys[0] };
	s->zone = (struct ds_link){ .zone = "example.nl",
		.parent = &s->root,
		.status = DS_SECURE,
		.nds = 1,
		.ds = &s->ds,
		.nkeys = 1,
		.keys = &s->keys[1],
		.nsigs = 2,
		.sigs = s->sigs,
		.denial = &s->denial };
	s->links[0] = &s->root;
	s->links[1] = &s->zone;
}

/* fill_tlsa - one record that fits and one that cannot be used */
static void fill_tlsa(struct sample *s)
{
	struct ds_tlsa *tlsa = &s->host[0].tlsa;

	s->match = (struct ds_tlsa_match){ "192.0.2.25", 0 };
	s->records[0] = (struct ds_tlsa_record){ .usage = 3,
		.selector = 1,
		.matching = 1,
		.data = digest,
		.len = sizeof(digest),
		.hex = DIGEST,
		.ttl = 3600,
		.nmatches = 1,
		.matches = &s->match };
	s->records[1] = (struct ds_tlsa_record){ .usage = 1,
		.selector = 1,
		.matching = 1,
		.data = digest,
		.len = sizeof(digest),
		.hex = DIGEST,
		.ttl = 3600,
		.reason = DS_TLSA_PKIX };
	s->alias =
	    (struct ds_alias){ "_25._tcp.mx1.example.nl", "tlsa.example.nl", false, DS_SECURE };
	s->tlsa = (struct ds_answer){ .name = "_25._tcp.mx1.example.nl",
		.type = DS_T_TLSA,
		.status = DS_SECURE,
		.naliases = 1,
		.aliases = &s->alias };
	*tlsa = (struct ds_tlsa){ .base = "mx1.example.nl",
		.name = "_25._tcp.mx1.example.nl",
		.status = DS_SECURE,
		.answer = &s->tlsa,
		.nrecords = 2,
		.records = s->records,
		.nusable = 1 };
}

/* fill_probes - one dialogue that came through, and one that did not begin */
static void fill_probes(struct sample *s)
{
	s->tls = (struct ds_tls){ .version = "TLSv1.3",
		.cipher = "TLS_AES_256_GCM_SHA384",
		.group = "X25519",
		.bits = 256 };
	s->cert = (struct ds_certificate){ .subject = "CN=mx1.example.nl",
		.issuer = "CN=Practice Authority",
		.nnames = 1,
		.names = names,
		.not_before = NOON - MONTH,
		.not_after = NOON + MONTH,
		.key = "EC P-256",
		.signature = "ecdsa-with-SHA256",
		.serial = "01",
		.cert_sha256 = DIGEST,
		.spki_sha256 = DIGEST };
	s->certs[0] = &s->cert;
	s->lines[0] = (struct ds_line){ 0, DS_FROM_LOCAL, "connecting to 192.0.2.25 port 25" };
	s->lines[1] =
	    (struct ds_line){ 9200, DS_FROM_SERVER, "220 mx1.example.nl ESMTP \\x1b[31m" };
	s->probe = (struct ds_probe){ .address = addresses[0],
		.port = 25,
		.sni = "mx1.example.nl",
		.done = true,
		.connect = DS_CONN_OK,
		.ehlo_seen = true,
		.starttls = DS_TLS_OK,
		.tls = &s->tls,
		.ncerts = 1,
		.certs = s->certs,
		.dane = DS_DANE_VERIFIED,
		.pkix = "verified",
		.nlines = 2,
		.lines = s->lines };
	s->refused = (struct ds_probe){ .address = addresses[1],
		.port = 25,
		.sni = "mx1.example.nl",
		.done = true,
		.connect = DS_CONN_REFUSED,
		.error = "connection refused",
		.matched_record = -1 };
	s->probes[0] = &s->probe;
	s->probes[1] = &s->refused;
}

/* fill_hosts - the two of them */
static void fill_hosts(struct sample *s)
{
	s->host[0] = (struct ds_host){ .name = "mx1.example.nl",
		.preference = 10,
		.policy = DS_POL_DANE_VERIFIED,
		.address_status = DS_SECURE,
		.naddresses = 2,
		.addresses = addresses,
		.chain = { 2, s->links },
		.nprobes = 2,
		.probes = s->probes };
	s->host[1] = (struct ds_host){ .index = 1,
		.name = "mx2.example.nl",
		.preference = 20,
		.provider = "some-provider",
		.policy = DS_POL_UNREACHABLE,
		.address_status = DS_INSECURE,
		.naddresses = 1,
		.addresses = elsewhere,
		.tlsa = { .status = DS_UNCHECKED } };
	s->hosts[0] = &s->host[0];
	s->hosts[1] = &s->host[1];
	s->mx_records[0] = (struct ds_mx_record){ 10, "mx1.example.nl", true };
	s->mx_records[1] = (struct ds_mx_record){ 20, "mx2.example.nl", true };
	s->mx = (struct ds_answer){ .name = "example.nl", .type = DS_T_MX, .status = DS_SECURE };
}

/* fill_findings - out of order, so that sorting shows */
static void fill_findings(struct sample *s)
{
	s->found[0] = (struct ds_finding){ .code = DS_F_TLSA_NO_ROLLOVER,
		.severity = DS_INFO,
		.who = DS_ACT_MAIL_OPERATOR,
		.at = "_25._tcp.mx1.example.nl",
		.args = { "mx1.example.nl", "1769860800" } };
	s->found[1] = (struct ds_finding){ .code = DS_F_DNSSEC_SIG_EXPIRED,
		.severity = DS_ERROR,
		.who = DS_ACT_DNS_OPERATOR,
		.at = "example.nl",
		.host = -1,
		.args = { "DNSKEY", "4711", "1769860800", "259200" } };
	s->found[2] = (struct ds_finding){ .code = DS_F_DNSSEC_SIG_WRONG_SIGNER,
		.severity = DS_WARNING,
		.who = DS_ACT_DNS_OPERATOR,
		.at = "mx1.example.nl",
		.args = { "A", "4711" },
		.expected = "example.nl",
		.seen = "example.org" };
	for (size_t i = 0; i < 3; i++)
		s->findings[i] = &s->found[i];
}

/* sample_fill - the whole */
void sample_fill(struct sample *s)
{
	memset(s, 0, sizeof(*s));
	fill_chain(s);
	fill_hosts(s);
	fill_tlsa(s);
	fill_probes(s);
	fill_findings(s);
	s->report = (struct ds_report){ .domain = "example.nl",
		.domain_unicode = "example.nl",
		.started_ms = NOON * INT64_C(1000) + 250,
		.judged_at = NOON,
		.elapsed_us = 182400,
		.probed = true,
		.smtp_port = 25,
		.tlsa_port = 25,
		.done = true,
		.verdict = DS_V_PARTIAL,
		.deliverable = DS_DELIVER_YES,
		.chain = { 2, s->links },
		.chain_status = DS_SECURE,
		.chain_known = true,
		.mx_kind = DS_MX_RECORDS,
		.mx_status = DS_SECURE,
		.mx = &s->mx,
		.nmx = SAMPLE_HOSTS,
		.mx_records = s->mx_records,
		.nhosts = SAMPLE_HOSTS,
		.hosts = s->hosts,
		.nfindings = 3,
		.findings = s->findings,
		.queries_sent = 23,
		.queries_tcp = 1,
		.queries_us = 61000 };
}
