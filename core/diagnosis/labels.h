/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * labels - the enumerations in words for people
 *
 * Each returns a msgid, never NULL: show it through _(), or hand it to a finding
 * as an argument of the form {n:word}. The fixed names of the JSON report are
 * others (words.c).
 */
#ifndef DS_CORE_DIAGNOSIS_LABELS_H
#define DS_CORE_DIAGNOSIS_LABELS_H

#include "core/model.h"

const char *ds_status_label(enum ds_status);
const char *ds_reason_label(enum ds_reason);
const char *ds_outcome_label(enum ds_outcome);
const char *ds_policy_label(enum ds_policy);
const char *ds_connect_label(enum ds_connect);
const char *ds_starttls_label(enum ds_starttls);
const char *ds_step_label(enum ds_step); /* what is waited for */
const char *ds_tlsa_reason_label(enum ds_tlsa_reason);
const char *ds_actor_label(enum ds_actor);
const char *ds_severity_label(enum ds_severity);
const char *ds_ede_label(int code); /* an Extended DNS Error (RFC 8914) */
const char *ds_look_label(enum ds_look);
const char *ds_sender_label(enum ds_sender);
const char *ds_delivery_label(enum ds_delivery);
/* What a web browser would say of a chain: the words of ds_probe.pkix. */
const char *ds_pkix_label(const char *words);
/* Why an answer is an error to a sender. */
const char *ds_failure_label(const struct ds_answer *);

#endif
