/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * groups - the groups of the domains on the list, and the figures of each
 *
 * A group has a number; 0 is that of domains without one. Figures are kept by group and provider,
 * and change with each domain: what is shown is a sum over these, however long the list.
 */
#ifndef DS_TUI_GROUPS_H
#define DS_TUI_GROUPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/diagnosis/provider.h"
#include "core/survey/figures.h"

struct group {
	char *name;
	uint32_t hash;
	bool told;                          /* the name is a msgid: by the practice network */
	struct figures *figures[PROVIDERS]; /* NULL: no domain was ever counted there */
};

struct groups {
	struct group *at; /* [0]: domains without a group; NULL: nothing was counted yet */
	size_t n, cap;
	unsigned revision; /* another one when figures changed */
	bool full;         /* one more was wanted than there may be */
};

/* What is meant: of a group, of a provider; -1: of all. */
struct groups_scope {
	int group, provider;
};

void groups_free(struct groups *);

/* The number of a group, which is new if need be; 0 for "" and where there are LIST_GROUPS_MAX already. */
unsigned groups_number(struct groups *, const char *name, bool told);
/* Is there any, beside that of domains without one? */
bool groups_any(const struct groups *);
/* Its name, translated where the practice network gave it; "" for 0. */
const char *groups_name(const struct groups *, unsigned number);

/* One domain more or less. */
void groups_count(struct groups *, unsigned group, const struct figures_facts *, int by);
struct figures groups_figures(const struct groups *, struct groups_scope);

#endif
