/* SPDX-License-Identifier: BSD-2-Clause */
/* self - can this machine judge anybody? Its own part of the diagnosis */
#ifndef DS_CORE_DIAGNOSIS_SELF_H
#define DS_CORE_DIAGNOSIS_SELF_H

#include "core/model.h"

struct ds_diagnosis;

/* Judges this machine as soon as the root's keys are there, and tells what is wrong. False: wait. */
bool self_look(struct ds_diagnosis *);
/* Where a look-up has failed for want of TCP: does that work with anybody? A root server is asked. The
 * fault is ours where it does not. False: wait, and judge nothing meanwhile. */
bool self_tcp_settled(struct ds_diagnosis *);
/* At the end, and before servers are judged: which ways out of here have worked. */
void self_look_back(struct ds_diagnosis *);
/* Is there no way from here to addresses of this family, as far as was seen? */
bool self_lacks_way(const struct ds_report *, const char *address);
/* Was it this machine that has no way to the address, rather than the other side that is silent? */
bool self_has_no_route(const struct ds_report *, const struct ds_probe *);

/* Which ways have worked so far; `self` is what is known of this machine besides. */
void self_look_around(const struct ds_diagnosis *, struct ds_self *);

/* --- findings_self.c --- */

/* What keeps us from judging; `root` is the root's link. */
void findings_self(struct ds_diagnosis *, const struct ds_link *root);
/* Ways out of here that do not work. */
void findings_self_ways(struct ds_diagnosis *);

#endif
