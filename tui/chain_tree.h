/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * chain_tree - a chain of trust as rows of a tree: zones, DS records, keys, signatures, proofs
 *
 * Each zone is a twig of the one above it. What belongs together hangs together: the signatures over
 * a set hang below its records. Whatever is wrong is marked where it is.
 */
#ifndef DS_TUI_CHAIN_TREE_H
#define DS_TUI_CHAIN_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/target.h"

struct ds_answer;
struct ds_chain;
struct ds_denial;
struct ds_gap;
struct ds_report;
struct ds_sig;
struct page;

struct chain_tree {
	struct page *page;
	const struct ds_report *report;
	enum target_answer which; /* the chain: whose */
	int host;
	int fact;  /* column of the second half of the rows; 0: right behind the first */
	int link;  /* the zone that is drawn; -1: an answer */
	int depth; /* of its twigs */
};

/* A tree on this page, for a chain of so many zones. */
void chain_tree_begin(struct chain_tree *, struct page *, const struct ds_report *,
    enum target_answer which, int host, size_t zones);
/* Zone `i` with all that hangs from it; `last`: nothing follows at its depth. */
void chain_tree_zone(struct chain_tree *, const struct ds_chain *, size_t i, bool last);

/* --- for chain_leaf.c: rows below a zone --- */

/* The lines that lead to a twig; `end`: it is the last one. Deeper ones leave the line of the twig
 * that they belong to standing, unless that one was the last. */
void chain_tree_twig(const struct chain_tree *, bool end);
void chain_tree_subtwig(const struct chain_tree *, bool twig_ended, bool end);
/* A row without a corner, below a twig or below a subtwig. */
void chain_tree_below(const struct chain_tree *, bool twig_ended);
/* On to the second half of a row. */
void chain_tree_fact(const struct chain_tree *);
/* The signatures over records of a type (0: of NSEC and NSEC3), each a subtwig, with `more` others
 * after them; of a zone, or of an answer where the tree has no `link`. */
void chain_tree_sigs(const struct chain_tree *, const struct ds_sig *, size_t n, unsigned type,
    size_t more, bool twig_ended);
/* How many of them there are. */
size_t chain_tree_sig_count(const struct ds_sig *, size_t n, unsigned type);
/* A proof that something is not there, drawn as the gaps that it covers. */
void chain_tree_gaps(const struct chain_tree *, const struct ds_denial *, bool twig_ended);

/* One record of a proof, drawn: what is there, or the gap that it covers. */
void chain_gap(struct page *, const struct ds_gap *, int indent);

/* The answers that the chain is there for, with aliases, signatures and proofs (chain_leaf.c). */
void chain_leaves(struct chain_tree *);

#endif
