/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * senders - what becomes of a message from each kind of sender
 *
 * Pure: it looks at the report alone, so that it can be asked at any moment. Codes and words are
 * those that the sender's own software logs or returns.
 */
#ifndef DS_CORE_DANE_SENDERS_H
#define DS_CORE_DANE_SENDERS_H

#include "core/model.h"

/* Writes the outcome for every kind. `works`: our resolver answered, and the root could be proved;
 * otherwise nothing is known of any of them. */
void senders_judge(const struct ds_report *, bool works, struct ds_sender_outcome out[DS_SENDERS]);

#endif
