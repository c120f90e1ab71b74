/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * detail - everything that is known of one thing, as a page
 *
 * The same page fills the screen behind Enter and the pane beside a list on a wide terminal.
 */
#ifndef DS_TUI_DETAIL_H
#define DS_TUI_DETAIL_H

#include <stdbool.h>
#include <stddef.h>

struct ds_answer;
struct ds_certificate;
struct ds_host;
struct ds_link;
struct ds_probe;
struct ds_report;
struct ds_sig;
struct ds_tlsa_record;
struct page;
struct target;
struct tui_entry;
struct ui;

/* Adds the page of `target`, of the domain `entry`, to an empty page. */
void detail_build(struct ui *, unsigned entry, const struct target *, struct page *);

/* What the path calls it. */
const char *detail_name(struct ui *, unsigned entry, const struct target *, char *buf, size_t size);

/* Parts, each a few rows. */
void detail_domain(struct page *, const struct tui_entry *);
void detail_link(struct page *, const struct ds_report *, const struct target *);
void detail_ds(struct page *, const struct ds_report *, const struct target *);
void detail_key(struct page *, const struct ds_report *, const struct target *);
void detail_sig(struct page *, const struct ds_report *, const struct target *);
void detail_denial(struct page *, const struct ds_report *, const struct target *);
void detail_answer(struct page *, const struct ds_report *, const struct target *);
void detail_host(struct page *, const struct ds_report *, const struct target *);
void detail_probe(struct page *, const struct ds_report *, const struct target *);
void detail_record(struct page *, const struct ds_report *, const struct target *);
void detail_cert(struct page *, const struct ds_report *, const struct target *);
void detail_line(struct page *, const struct ds_report *, const struct target *);
/* `hidden`: without the octets, in which names could be read. */
void detail_query(struct page *, const struct ds_report *, const struct target *, bool hidden);
void detail_finding(struct page *, const struct ds_report *, const struct target *);

#endif
