/* SPDX-License-Identifier: BSD-2-Clause */
/* json_parts - the pieces that the JSON report is put together from; core/report alone uses them.
 * Each returns a new reference, or NULL when memory ran out. */
#ifndef DS_CORE_REPORT_JSON_PARTS_H
#define DS_CORE_REPORT_JSON_PARTS_H

#include <jansson.h>

#include "core/model.h"

json_t *json_list(size_t n, json_t *(*make)(const void *from, size_t i), const void *from);
json_t *json_ms(uint64_t us);
json_t *json_time(int64_t seconds);
json_t *json_strings(size_t n, const char *const *strings);
json_t *json_aliases(size_t n, const struct ds_alias *aliases);

json_t *json_chain(const struct ds_chain *);
json_t *json_host(const struct ds_report *, const struct ds_host *);
json_t *json_self(const struct ds_report *);
json_t *json_opinion(const struct ds_report *, const char *name, uint16_t type);
json_t *json_probe(const struct ds_probe *);
json_t *json_senders(const struct ds_report *);

#endif
