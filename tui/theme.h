/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * theme - what things look like
 *
 * A theme is a text file. Lines are "role = mono | 16 colours | 256 colours", "mark.STATE = UTF-8 |
 * ASCII", "name = ...", "background = dark|light"; '#' begins a comment at the start of a line or
 * after a blank. A value is any of bold, dim, italic, underline, reverse, then a colour, then "on"
 * and a colour; colours are names ("red", "bright-red"), numbers or "-" for the terminal's own.
 * A value that is left out is taken from the column before it; a role that is left out looks like
 * its parent in the list below.
 */
#ifndef DS_TUI_THEME_H
#define DS_TUI_THEME_H

#include <stdbool.h>
#include <stddef.h>

/* ROLE(name, parent): states first, in the order of enum mark. */
#define THEME_ROLES                                                                                \
	ROLE(good, normal)    /* secure, verified, in order */                                     \
	ROLE(weak, normal)    /* works, and protects less than it seems */                         \
	ROLE(bad, normal)     /* a fault: mail is deferred or lost */                              \
	ROLE(unknown, normal) /* could not be seen */                                              \
	ROLE(none, dim)       /* absent, not asked: no fault */                                    \
	ROLE(busy, normal)    /* still being looked at */                                          \
	ROLE(normal, normal)  /* text; its background is that of the whole screen */               \
	ROLE(dim, normal)     /* remarks, units, what matters less */                              \
	ROLE(strong, normal)  /* names and headings within the text */                             \
	ROLE(value, normal)   /* records, digests, times: what was read from the network */        \
	ROLE(accent, strong)  /* where something can be opened or is to be done */                 \
	ROLE(rule, dim)       /* lines */                                                          \
	ROLE(head, dim)       /* heads of columns */                                               \
	ROLE(title, normal)   /* the bar at the top */                                             \
	ROLE(tab, dim)        /* the other screens of a domain */                                  \
	ROLE(tab_on, strong)  /* the one that is shown */                                          \
	ROLE(select, normal)  /* the selected row */                                               \
	ROLE(key, strong)     /* keys in the footer */                                             \
	ROLE(label, dim)      /* what they do */                                                   \
	ROLE(status, normal)  /* messages in the status line */                                    \
	ROLE(error, bad)      /* mistakes of the user or the program: no fault of a domain */      \
	ROLE(found, select)   /* what was searched for */                                          \
	ROLE(server, normal)  /* transcript: said by the server */                                 \
	ROLE(client, normal)  /* transcript: said by us */                                         \
	ROLE(tls, normal)     /* transcript: the handshake */

enum role {
#define ROLE(name, parent) ROLE_##name,
	THEME_ROLES
#undef ROLE
	    ROLE_COUNT
};

/* States, each with a mark, a word and a look of its own. Equal to their roles. */
enum mark {
	MARK_GOOD = ROLE_good,
	MARK_WEAK = ROLE_weak,
	MARK_BAD = ROLE_bad,
	MARK_UNKNOWN = ROLE_unknown,
	MARK_NONE = ROLE_none,
	MARK_BUSY = ROLE_busy,
	MARK_COUNT
};

enum theme_depth { THEME_MONO, THEME_16, THEME_256, THEME_DEPTHS };

/* Looks that a terminal may combine; curses knows them by other numbers (term.c). */
enum theme_attr {
	THEME_BOLD = 1,
	THEME_DIM = 2,
	THEME_ITALIC = 4,
	THEME_UNDERLINE = 8,
	THEME_REVERSE = 16
};

struct theme_style {
	short fg, bg; /* -1: the terminal's own */
	unsigned attr;
};

struct theme {
	char id[64];   /* as it was asked for */
	char name[64]; /* for people */
	bool light;    /* made for a light background */
	struct theme_style style[THEME_DEPTHS][ROLE_COUNT];
	char mark[MARK_COUNT][2][16]; /* [][1] in UTF-8, [][0] in ASCII */
};

/* Room for the sentence that says what is wrong with a theme: "default.theme:12: no role \"gud\"". */
#define THEME_PROBLEM 256

/* Reads a theme from text (of a file called `file` in messages). False: *problem says why, with file
 * and line, and *out is not to be used. */
bool theme_parse(
    struct theme *out, const char *text, const char *file, char problem[THEME_PROBLEM]);

/* Finds and reads a theme by name (in the directories) or by file name. */
bool theme_load(
    struct theme *out, const char *name, const char *const *dirs, char problem[THEME_PROBLEM]);

/* The looks that need no file: attributes alone, for when nothing better can be had. */
void theme_plain(struct theme *out);

/* Names of all themes in the directories, sorted, each once; *names is an array of *n texts, all to
 * be freed. */
void theme_names(const char *const *dirs, char ***names, size_t *n);

/* Name of a role as it stands in a file; NULL past the end. */
const char *theme_role_name(size_t role);

#endif
