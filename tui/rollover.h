/* SPDX-License-Identifier: BSD-2-Clause */
/* rollover - from one key of a mail host to the next: what stands ready, what to publish, and when */
#ifndef DS_TUI_ROLLOVER_H
#define DS_TUI_ROLLOVER_H

#include <stdbool.h>
#include <stddef.h>

struct ds_certificate;
struct ds_host;
struct ds_report;
struct ds_tlsa_record;

/* Which key a record speaks of: "current", "next or former"; "" where it cannot be told. Translated. */
const char *rollover_word(const struct ds_host *, const struct ds_tlsa_record *);

/* The next step and the moment from which it is safe, as a sentence; NULL: nothing to say. */
const char *rollover_step(const struct ds_report *, const struct ds_host *, char *buf, size_t size);

/* Certificates of the host's own, one for each key that it shows at any address and to any sender, up
 * to `most`; returns how many. */
size_t rollover_keys(const struct ds_host *, const struct ds_certificate **keys, size_t most);
/* Does a usable record name this very certificate or key? */
bool rollover_named(const struct ds_host *, const struct ds_certificate *);

#endif
