/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * action - what a key does, and where
 *
 * One table (action.def). A screen has a scope; an action says in which scopes it works.
 */
#ifndef DS_TUI_ACTION_H
#define DS_TUI_ACTION_H

#include <stdbool.h>
#include <stddef.h>

struct term_press;

enum action_scope {
	ON_DOMAINS = 1 << 0,
	ON_OVERVIEW = 1 << 1,
	ON_CHAIN = 1 << 2,
	ON_HOSTS = 1 << 3,
	ON_TLSA = 1 << 4,
	ON_TRANSCRIPT = 1 << 5,
	ON_FINDINGS = 1 << 6,
	ON_DETAIL = 1 << 7,
	ON_TICKET = 1 << 8,
	ON_HELP = 1 << 9,
	ON_THEMES = 1 << 10,
	ON_OPTIONS = 1 << 11,
	ON_QUERIES = 1 << 12,
	ON_RAW = 1 << 13,
	ON_EXPLAIN = 1 << 14,
	ON_CERTS = 1 << 15,
	ON_PLAY = 1 << 16,
	ON_HISTORY = 1 << 17,
	ON_ATTACK = 1 << 18, /* what the attacker can do */
	ON_STAGE = 1 << 19,  /* the attack happens */
	ON_FIGURES = 1 << 20,
	ON_SISTERS = ON_OVERVIEW | ON_CHAIN | ON_HOSTS | ON_TLSA | ON_TRANSCRIPT | ON_FINDINGS,
	ON_REPORT = ON_SISTERS | ON_DETAIL | ON_TICKET | ON_QUERIES | ON_RAW | ON_EXPLAIN |
		    ON_CERTS | ON_PLAY | ON_HISTORY, /* something of one domain */
	ON_BROWSE = ON_DOMAINS | ON_REPORT,
	ON_ALL = ON_BROWSE | ON_FIGURES | ON_HELP | ON_THEMES | ON_OPTIONS | ON_ATTACK | ON_STAGE,
};

enum action_id {
	DO_NOTHING,
	DO_DOWN,
	DO_UP,
	DO_PAGE_DOWN,
	DO_PAGE_UP,
	DO_HALF_DOWN,
	DO_HALF_UP,
	DO_FIRST,
	DO_LAST,
	DO_LEFTWARDS,
	DO_RIGHTWARDS,
	DO_OPEN,
	DO_BACK,
	DO_QUIT,
	DO_QUIT_NOW,
	DO_INTERRUPT,
	DO_STOP,
	DO_OVERVIEW, /* the six sisters, in the order of their keys */
	DO_CHAIN,
	DO_HOSTS,
	DO_TLSA,
	DO_TRANSCRIPT,
	DO_FINDINGS,
	DO_NEXT_SCREEN,
	DO_PREVIOUS_SCREEN,
	DO_NEXT_PROBLEM,
	DO_PREVIOUS_PROBLEM,
	DO_NEXT_SIBLING,
	DO_PREVIOUS_SIBLING,
	DO_CERTIFICATES,
	DO_TICKET,
	DO_EXPLAIN,
	DO_RAW,
	DO_QUERIES,
	DO_HISTORY,
	DO_PLAY,
	DO_ATTACK,
	DO_ADD,
	DO_REMOVE,
	DO_UNDO,
	DO_RECHECK,
	DO_RECHECK_ALL,
	DO_SORT,
	DO_SORT_COLUMN,
	DO_FILTER,
	DO_OPEN_FILE,
	DO_FIGURES,
	DO_WATCH,
	DO_FIND,
	DO_FIND_NEXT,
	DO_FIND_PREVIOUS,
	DO_COPY, /* what follows it has keys that begin with its own */
	DO_COPY_VALUE,
	DO_COPY_ROW,
	DO_COPY_SCREEN,
	DO_COPY_TICKET,
	DO_PRINT,
	DO_SAVE,
	DO_LANGUAGE,
	DO_COMMAND,
	DO_OPTIONS,
	DO_THEMES,
	DO_MASK,
	DO_ASCII,
	DO_REDRAW,
	DO_SUSPEND,
	DO_HELP,
	DO_COUNT
};

struct action {
	enum action_id id;
	const char *keys;    /* separated by blanks */
	unsigned where;      /* scopes */
	const char *footer;  /* msgid, or NULL: not in the footer */
	const char *help;    /* msgid */
	const char *id_text; /* as the table writes it: "NEXT_PROBLEM" */
};

/* The table; NULL past the end. */
const struct action *action_at(size_t i);

/* What a key does in a scope, or NULL. `after`: the key before it, where two make one; or "". */
const struct action *action_for(unsigned scope, const char *after, const struct term_press *);

/* Its name on the command line: "next-problem". Returns buf, of ACTION_NAME octets. */
#define ACTION_NAME 24
const char *action_name(const struct action *, char *buf);

/* What it would do elsewhere, or NULL: for the reason why it does nothing here. */
const struct action *action_elsewhere(const char *after, const struct term_press *);

/* The entry of an action in a scope, or NULL. */
const struct action *action_of(unsigned scope, enum action_id);

/* Name of a key as the table writes it ("Enter", "j", "Ctrl-D"); buf holds at least 8 octets. */
const char *action_key_name(const struct term_press *, char *buf, size_t size);

/* Takes the next word off a list of keys; false at its end. */
bool action_next_key(const char **keys, char *word, size_t size);

#endif
