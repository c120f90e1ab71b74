/* SPDX-License-Identifier: BSD-2-Clause */
/* groups - the groups of the domains on the list, and the figures of each */
#include "tui/groups.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/limits.h"
#include "tui/mem.h"

/* groups_free - their memory */
void groups_free(struct groups *g)
{
	for (size_t i = 0; i < g->n; i++) {
		free(g->at[i].name);
		for (size_t p = 0; p < PROVIDERS; p++)
			free(g->at[i].figures[p]);
	}
	free(g->at);
	*g = (struct groups){ .at = NULL };
}

/* add - a group with this name */
static unsigned add(struct groups *g, const char *name, bool told)
{
	g->at = mem_room(g->at, &g->cap, g->n + 1, sizeof *g->at);
	g->at[g->n] =
	    (struct group){ .name = mem_copy(name), .hash = mem_hash(name), .told = told };
	return (unsigned)g->n++;
}

/* groups_number - of a name */
unsigned groups_number(struct groups *g, const char *name, bool told)
{
	uint32_t hash = mem_hash(name);

	if (!g->n)
		add(g, "", false);
	for (size_t i = 0; i < g->n; i++)
		if (g->at[i].hash == hash && !strcmp(g->at[i].name, name))
			return (unsigned)i;
	if (g->n > LIST_GROUPS_MAX) {
		g->full = true;
		return 0;
	}
	return add(g, name, told);
}

/* groups_any - is there a table of groups to show? */
bool groups_any(const struct groups *g)
{
	return g->n > 1;
}

/* groups_name - of a number */
const char *groups_name(const struct groups *g, unsigned number)
{
	if (!number || number >= g->n)
		return "";
	return g->at[number].told ? _(g->at[number].name) : g->at[number].name;
}

/* groups_count - one domain more or less */
void groups_count(struct groups *g, unsigned group, const struct figures_facts *facts, int by)
{
	struct figures **cell;

	if (!g->n)
		add(g, "", false);
	cell = &g->at[group].figures[facts->provider];
	if (!*cell)
		*cell = mem_new(1, sizeof **cell);
	figures_count(*cell, facts, by);
	g->revision++;
}

/* groups_figures - the sum over what is meant */
struct figures groups_figures(const struct groups *g, struct groups_scope scope)
{
	size_t first = scope.group < 0 ? 0 : (size_t)scope.group;
	size_t end = scope.group < 0 || first >= g->n ? g->n : first + 1;
	struct figures sum = { 0 };

	for (size_t i = first; i < end; i++)
		for (int p = 0; p < PROVIDERS; p++)
			if (g->at[i].figures[p] && (scope.provider < 0 || scope.provider == p))
				figures_sum(&sum, g->at[i].figures[p]);
	return sum;
}
