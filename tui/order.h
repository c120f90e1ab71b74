/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * order - which domains the list shows, and in which order
 *
 * Made for a hundred thousand: ordering is by numbers (radix), names are compared once, and what
 * changes while one looks on is put in its new place without ordering the rest anew.
 */
#ifndef DS_TUI_ORDER_H
#define DS_TUI_ORDER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/limits.h"
#include "tui/groups.h"

struct session;
struct tui_entry;

/* What can be ordered by: the columns of the list in their order, and the order of adding. */
enum order_by {
	ORDER_NAME,
	ORDER_VERDICT,
	ORDER_DNSSEC,
	ORDER_MX,
	ORDER_TLSA,
	ORDER_STARTTLS,
	ORDER_CERT,
	ORDER_WHEN,
	ORDER_GROUP,
	ORDER_ADDED,
	ORDER_COUNT
};

#define ORDER_FILTER 128

/* What a page of figures has sent one here for: the domains that they are of, or those of them that do
 * not keep to a standard. */
struct order_only {
	bool on;
	struct groups_scope scope;
	int standard; /* enum figures_standard; -1: all of these domains */
};

struct order {
	struct tui_entry **at; /* the rows */
	size_t n, cap;
	enum order_by by;
	bool turned;
	char filter[ORDER_FILTER]; /* "" for none; a '!' at its beginning turns it round */
	struct order_only only;
	bool stale;        /* by, turned, filter or only have changed */
	unsigned revision; /* of the session, that the rows were made from */
	unsigned names;    /* of the session, that the ranks were made from */
	bool ranked;
};

void order_init(struct order *);
void order_free(struct order *);
/* Brings the rows up to date. True where they are others, or in another order. */
bool order_refresh(struct order *, struct session *);
/* The row of an entry, or (size_t)-1. */
size_t order_row(const struct order *, const struct tui_entry *);
/* What rows are sifted by: a text, looked for in names, in the words of the states and in the names of
 * groups. These words are looked at once for all rows. */
#define ORDER_WORDS 16
struct order_sieve {
	char text[ORDER_FILTER]; /* in lower case; "" lets all pass */
	bool inverted;
	bool words[ORDER_WORDS];
	bool groups[LIST_GROUPS_MAX + 1];
	struct order_only only;
};

/* A sieve for a text; `filter`: a '!' at its beginning turns it round. */
struct order_sieve order_sieve_of(const struct session *, const char *text, bool filter);
bool order_passes(const struct order_sieve *, const struct tui_entry *);

#endif
