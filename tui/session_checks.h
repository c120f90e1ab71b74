/* SPDX-License-Identifier: BSD-2-Clause */
/* session_checks - what session.c needs of the checks; for it alone */
#ifndef DS_TUI_SESSION_CHECKS_H
#define DS_TUI_SESSION_CHECKS_H

#include "tui/session.h"

/* Lets waiting checks begin, once the present event is over. */
void checks_soon(struct session *);
/* One more (or less) in a state. */
void checks_count(struct session *, enum entry_state, int by);
/* Ends the check of an entry and gives its report back. The entry is in no count any more. */
void checks_forget(struct session *, struct tui_entry *);

#endif
