/* SPDX-License-Identifier: BSD-2-Clause */
/* senders - what becomes of mail from each kind of sender */
#ifndef DS_TUI_SENDERS_H
#define DS_TUI_SENDERS_H

struct ds_report;
struct page;

/* In brief, those with the same fate together and the codes that they log, each group a row from
 * `column` on; the first one in the row that stands open. */
void senders_brief(struct page *, const struct ds_report *, int column);

/* One by one, with what each logs, and why. */
void senders_rows(struct page *, const struct ds_report *);

#endif
