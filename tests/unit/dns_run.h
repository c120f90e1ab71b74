/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_run - whole diagnoses over a network in memory: an engine, a mail host with a certificate */
#ifndef DS_TESTS_UNIT_DNS_RUN_H
#define DS_TESTS_UNIT_DNS_RUN_H

#include "core/danescope.h"
#include "tests/unit/certs.h"
#include "tests/unit/dns_net.h"

#define DNS_RUN_MAILS 8

struct dns_run {
	struct dns_net net;
	struct ds_engine *engine;
	struct ds_diagnosis *d;
	struct dns_mail mails[DNS_RUN_MAILS]; /* 192.0.2.1 and on, with the certificate */
	ds_watch_fn *watch;
	void *arg;
};

/* A certificate, made once, and the TLSA record that fits it ("3 1 1 ..."). */
struct cert *dns_run_cert(char tlsa[80]);

/* The worlds of the tests: goed.nl has two hosts that fit `tlsa`; others are named in the source. */
struct dns_world *dns_run_world(const char *tlsa);

/* An engine over the world. */
void dns_run_begin(struct dns_run *, const struct dns_world *, const struct cert *);
/* Diagnoses to the end. */
const struct ds_report *dns_run_domain(struct dns_run *, const char *domain);
void dns_run_end(struct dns_run *);

/* What the tests of a file share: the worlds above, and a certificate that fits. */
struct dns_run_stock {
	struct dns_world *world;
	struct cert *cert;
};

/* Fixtures of cmocka for a group: a stock in *state, and its end. */
int dns_run_up(void **state);
int dns_run_down(void **state);

#endif
