/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The attacker between the senders and the DNS: what he changes in an answer. He has no key of any
 * zone, so he can change and leave out, and cannot sign.
 */
#ifndef DS_LAB_FORGE_H
#define DS_LAB_FORGE_H

#include "lab/packet.h"

/* Change an answer as the attack of this moment has it; as lab_meddler.meddle, arg: the stage. */
void lab_forge(void *stage, int sender, ldns_pkt *reply, const struct lab_query *query);

#endif
