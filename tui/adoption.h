/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * adoption - from the list to its figures and back: what a page of figures is about, the rows of its
 * table, and the domains behind a figure
 */
#ifndef DS_TUI_ADOPTION_H
#define DS_TUI_ADOPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "core/limits.h"
#include "core/survey/figures.h"
#include "tui/groups.h"

struct screen;
struct ui;

#define ADOPTION_NAME (LIST_GROUP_NAME + 32)

/* Columns of the table. */
enum adoption_column {
	ADOPTION_BY_NAME,
	ADOPTION_BY_DOMAINS,
	ADOPTION_BY_STANDARD, /* and those that follow it, in their order */
	ADOPTION_BY_BROKEN = ADOPTION_BY_STANDARD + FIGURES_STANDARDS,
	ADOPTION_COLUMNS
};

/* Whether its table is of groups, of providers, or there is none. */
enum adoption_kind { ADOPTION_NO_TABLE, ADOPTION_GROUPS, ADOPTION_PROVIDERS };

struct adoption_row {
	struct groups_scope scope;
	char name[ADOPTION_NAME];
	struct figures figures;
};

/* What a page of figures is about, and what its table is of. */
struct groups_scope adoption_scope(const struct screen *);
enum adoption_kind adoption_kind(const struct screen *);

/* Names: of a group (numbered instead where names are hidden), of a provider, of a scope. Return buf. */
const char *adoption_group(const struct ui *, unsigned group, char *buf, size_t size);
const char *adoption_provider(int provider, char *buf, size_t size);
const char *adoption_name(const struct ui *, struct groups_scope, char *buf, size_t size);

/* The rows of its table, worst first by a column (most first by a number, A to Z by name); free() them. */
struct adoption_row *adoption_rows(
    const struct screen *, enum adoption_column by, bool turned, size_t *n);

/* The page of all; the domains that do not keep to a standard (-1: all that the page is about), on the
 * list; from there back to the page. */
void adoption_open(struct ui *);
void adoption_domains(struct ui *, int standard);
void adoption_return(struct ui *);
/* What the list is narrowed to, as a sentence. */
const char *adoption_told(const struct ui *, char *buf, size_t size);

/* The page in front into a file, in the form that its name asks for. */
void adoption_save(struct ui *, const char *path);

#endif
