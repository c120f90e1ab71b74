/* SPDX-License-Identifier: BSD-2-Clause */
/* mail_bench - see mail_bench.h */
#include "tests/unit/mail_bench.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "tests/unit/dns_key.h"
#include "tests/unit/found.h"

/* fill_certs - a leaf and its issuer, and one of another kind */
static void fill_certs(struct bench *b)
{
	b->names[0] = "mx.test.nl";
	b->cert = (struct ds_certificate){ .subject = "CN=mx.test.nl",
		.issuer = "CN=Issuer",
		.nnames = 1,
		.names = b->names,
		.not_before = NOW - 30 * DAY,
		.not_after = NOW + 60 * DAY,
		.key = "EC P-256",
		.kind = DS_KEY_ECDSA,
		.bits = 256,
		.signature = "ecdsa-with-SHA256",
		.cert_sha256 = DIGEST,
		.spki_sha256 = DIGEST };
	b->issuer = b->cert;
	b->issuer.subject = "CN=Issuer";
	b->issuer.issuer = "CN=Root";
	b->issuer.ca = true;
	b->second = b->cert;
	b->second.key = "RSA 2048";
	b->second.kind = DS_KEY_RSA;
	b->second.bits = 2048;
	b->certs[0] = &b->cert;
	b->certs[1] = &b->issuer;
	b->seconds[0] = &b->second;
}

/* fill_probes - two addresses, both in order */
static void fill_probes(struct bench *b)
{
	b->tls = (struct ds_tls){
		.version = "TLSv1.3", .cipher = "TLS_AES_256_GCM_SHA384", .bits = 256
	};
	b->line = (struct ds_line){ 10000, DS_FROM_SERVER, "220 mx.test.nl ESMTP" };
	for (size_t i = 0; i < 2; i++) {
		b->probe[i] = (struct ds_probe){ .index = i,
			.address = i == 0 ? "192.0.2.1" : "192.0.2.2",
			.port = 25,
			.done = true,
			.connect = DS_CONN_OK,
			.ehlo_seen = true,
			.starttls = DS_TLS_OK,
			.tls = &b->tls,
			.ncerts = 2,
			.certs = b->certs,
			.dane = DS_DANE_VERIFIED,
			.matched_record = 0,
			.pkix = "verified",
			.nlines = 1,
			.lines = &b->line };
		b->probes[i] = &b->probe[i];
		b->match[i] = (struct ds_tlsa_match){ b->probe[i].address, 0 };
	}
}

/* fill_tlsa - a record that fits, and one of the next key */
static void fill_tlsa(struct bench *b)
{
	static const uint8_t digest[64];

	for (size_t i = 0; i < sizeof b->records / sizeof *b->records; i++)
		b->records[i] = (struct ds_tlsa_record){ .usage = 3,
			.selector = 1,
			.matching = 1,
			.data = digest,
			.len = 32,
			.hex = DIGEST,
			.ttl = HOUR };
	b->records[0].nmatches = 2;
	b->records[0].matches = b->match;
	b->sig = (struct ds_sig){ .state = DS_SIG_VALID,
		.owner = "_25._tcp.mx.test.nl",
		.type_covered = DS_T_TLSA,
		.inception = NOW - 7 * DAY,
		.expiration = NOW + 14 * DAY };
	b->rrs[0] = &b->rr;
	b->tlsa = (struct ds_answer){ .name = "_25._tcp.mx.test.nl",
		.final = "_25._tcp.mx.test.nl",
		.type = DS_T_TLSA,
		.status = DS_SECURE,
		.nsigs = 1,
		.sigs = &b->sig,
		.nrrs = 1,
		.rrs = b->rrs };
	b->candidates[0] = &b->tlsa;
	b->host.tlsa = (struct ds_tlsa){ .base = "mx.test.nl",
		.name = "_25._tcp.mx.test.nl",
		.status = DS_SECURE,
		.answer = &b->tlsa,
		.ncandidates = 1,
		.candidates = b->candidates,
		.nrecords = 2,
		.records = b->records,
		.nusable = 2 };
}

/* bench_new - a domain in order */
struct bench *bench_new(void)
{
	struct bench *b = calloc(1, sizeof *b);

	dns_must(b != NULL, "memory");
	b->engine.net = &b->net;
	b->engine.smtp_port = 25;
	b->d.engine = &b->engine;
	b->d.arena = arena_new(1 << 20);
	dns_must(b->d.arena != NULL, "memory");
	b->host = (struct ds_host){ .name = "mx.test.nl",
		.policy = DS_POL_DANE_VERIFIED,
		.address_status = DS_SECURE,
		.a = &b->a,
		.nprobes = 2,
		.probes = b->probes };
	fill_certs(b);
	fill_probes(b);
	fill_tlsa(b);
	b->a = (struct ds_answer){
		.name = "mx.test.nl", .type = DS_T_A, .status = DS_SECURE, .nrrs = 1, .rrs = b->rrs
	};
	b->other = b->host;
	b->other.index = 1;
	b->hosts[0] = &b->host;
	b->hosts[1] = &b->other;
	b->d.report = (struct ds_report){ .domain = "test.nl",
		.judged_at = NOW,
		.probed = true,
		.mx_kind = DS_MX_RECORDS,
		.mx_status = DS_SECURE,
		.mx = &b->mx,
		.nhosts = 1,
		.hosts = b->hosts };
	return b;
}

/* bench_free - with its arena */
void bench_free(struct bench *b)
{
	arena_free(b->d.arena);
	free(b);
}

/* bench_run - all the rules about hosts */
void bench_run(struct bench *b)
{
	for (size_t i = 0; i < b->d.report.nhosts; i++) {
		findings_tlsa(&b->d, b->hosts[i]);
		findings_smtp(&b->d, b->hosts[i]);
		findings_cert(&b->d, b->hosts[i]);
		findings_look(&b->d, b->hosts[i]);
	}
	findings_hosted(&b->d);
	findings_port(&b->d);
}

/* bench_expect - the finding is there after the change and not before it */
void bench_expect(const struct bench_change *change)
{
	struct bench *b = bench_new(), *plain = bench_new();
	const struct ds_finding *f;
	char text[2048];

	bench_run(plain);
	change->change(b);
	bench_run(b);
	f = found(&b->d.report, change->code);
	if (f == NULL || f->severity != change->severity)
		print_error("%s\n", change->name);
	assert_non_null(f);
	assert_int_equal(f->severity, change->severity);
	assert_null(found(&plain->d.report, change->code));
	ds_finding_text(f, text, sizeof text);
	assert_null(strchr(text, '{'));
	assert_null(strstr(text, "?"));
	ds_finding_fix(f, text, sizeof text);
	assert_null(strchr(text, '{'));
	assert_null(strstr(text, "?"));
	bench_free(b);
	bench_free(plain);
}
