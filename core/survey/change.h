/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * change - what is another between two looks at a domain, and whose doing that is
 *
 * What a look could not see is no change: where a zone could not be looked up its keys have not gone,
 * and where nobody answered the certificate is not another one.
 */
#ifndef DS_CORE_SURVEY_CHANGE_H
#define DS_CORE_SURVEY_CHANGE_H

#include "core/model.h"
#include "core/survey/seen.h"

struct change {
	enum seen_kind kind;
	const char *place;
	const char *was, *is; /* values before and after; NULL: it came, it went */
	bool alone; /* SEEN_CERT: another key, and the TLSA records of the host are as they were */
};

/* In the order of enum seen_kind, causes first. In the arena, and into both looks. */
struct changes {
	size_t n;
	const struct change *all;
};

/* False: out of memory. */
bool changes_find(
    struct changes *, struct arena *, const struct seen *before, const struct seen *after);

/* Something that somebody did, not what came of it. */
bool change_is_cause(const struct change *);

/* A fault that came: 2 an error, 1 a warning; -1 one that went; 0 neither. */
int change_weight(const struct change *);

/* Who did it, or who can do something about it (DS_ACT_NOBODY: not known). */
enum ds_actor change_actor(const struct change *);

/* The change in one clause without a full stop, translated; writes at most `size` octets, returns buf. */
const char *change_text(const struct change *, char *buf, size_t size);

#endif
