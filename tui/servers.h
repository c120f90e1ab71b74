/* SPDX-License-Identifier: BSD-2-Clause */
/* servers - the name servers of a zone: who answers, in what time, and where they differ */
#ifndef DS_TUI_SERVERS_H
#define DS_TUI_SERVERS_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/words.h"

struct ds_link;
struct ds_report;
struct ds_server;
struct page;
struct target;

/* All servers of a zone in a line: "3 answer, 2.1 to 8.0 ms", or what is the matter with them. */
struct said servers_fact(const struct ds_link *, char *buf, size_t size);

/* One server: what it does, or what is wrong with it. */
struct said server_said(const struct ds_server *, char *buf, size_t size);

/* Do two servers of the zone give different answers to one question? */
bool servers_differ(const struct ds_link *);

/* The page: each by address, time and answer; and where they differ, side by side. */
void servers_rows(struct page *, const struct ds_report *, const struct ds_link *);
void detail_servers(struct page *, const struct ds_report *, const struct target *);

#endif
