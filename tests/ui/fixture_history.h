/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_history - earlier looks at the domains of the fixture, in memory */
#ifndef DS_TESTS_UI_FIXTURE_HISTORY_H
#define DS_TESTS_UI_FIXTURE_HISTORY_H

struct history;

/* minduin.nl had no TLSA records, then was secured, then moved, then broke; minwind.nl was always the
 * same; minkaas.nl was seen once. Free with history_free. */
struct history *fixture_history(void);

/* One look more at minduin.nl, some minutes after FIXTURE_NOW: the TLSA record is mended. */
void fixture_history_mended(struct history *);

#endif
