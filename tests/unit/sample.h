/* SPDX-License-Identifier: BSD-2-Clause */
/* sample - a report made by hand, with something of everything */
#ifndef DS_TESTS_UNIT_SAMPLE_H
#define DS_TESTS_UNIT_SAMPLE_H

#include "core/model.h"

#define SAMPLE_HOSTS 2

/* All of it lies here; the report points into it. Change what a test needs changed. */
struct sample {
	struct ds_report report;
	struct ds_link root, zone;
	const struct ds_link *links[2];
	struct ds_key keys[2];
	struct ds_ds ds;
	struct ds_sig sigs[2];
	struct ds_server server;
	struct ds_denial denial;
	struct ds_answer mx, tlsa;
	struct ds_mx_record mx_records[SAMPLE_HOSTS];
	struct ds_host host[SAMPLE_HOSTS], *hosts[SAMPLE_HOSTS];
	struct ds_alias alias;
	struct ds_tlsa_record records[2];
	struct ds_tlsa_match match;
	struct ds_probe probe, refused, *probes[2];
	struct ds_tls tls;
	struct ds_certificate cert;
	const struct ds_certificate *certs[1];
	struct ds_line lines[2];
	struct ds_finding found[3];
	const struct ds_finding *findings[3];
};

/* A domain of two hosts: the first is protected, at the second nothing could be seen. */
void sample_fill(struct sample *);

#endif
