/* SPDX-License-Identifier: BSD-2-Clause */
/* mail_bench - a report made by hand of a domain whose mail is in order, to change one thing in */
#ifndef DS_TESTS_UNIT_MAIL_BENCH_H
#define DS_TESTS_UNIT_MAIL_BENCH_H

#include "core/diagnosis/findings.h"

#define NOW    1767225600
#define HOUR   3600
#define DAY    86400
#define DIGEST "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

/* A report made by hand, with what its parts point at. */
struct bench {
	struct net net;
	struct ds_engine engine;
	struct ds_diagnosis d;
	struct ds_host host, other;
	struct ds_host *hosts[2];
	struct ds_answer mx, tlsa, a, aaaa;
	const struct ds_answer *candidates[1];
	struct ds_sig sig;
	struct ds_rr rr;
	const struct ds_rr *rrs[1];
	struct ds_tlsa_record records[3];
	struct ds_tlsa_match match[3];
	struct ds_probe probe[2];
	struct ds_probe *probes[2];
	struct ds_tls tls;
	struct ds_certificate cert, issuer, second;
	const struct ds_certificate *certs[2], *seconds[1];
	struct ds_alternate alternate[2];
	const struct ds_alternate *alternates[2];
	struct ds_line line;
	const char *names[1];
	struct ds_link zone;
	const struct ds_link *links[1];
};

/* One host, two addresses, a TLSA record that fits and one for the next key. */
struct bench *bench_new(void);
void bench_free(struct bench *);
/* All the rules about mail hosts. */
void bench_run(struct bench *);

/* One thing changed, and the finding that names it. */
struct bench_change {
	const char *name;
	void (*change)(struct bench *);
	enum ds_code code;
	enum ds_severity severity;
};

/* Fails where the finding is not there after the change, not as bad, there before it, or worded
 * with a gap. */
void bench_expect(const struct bench_change *);

#endif
