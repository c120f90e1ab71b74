/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * listing - a list of domains as people have it, with the group of each
 *
 * Words between blanks, commas and the like; in a file, '#' begins a remark and numbers (ranks) are
 * passed over. Groups are written in one of the ways that people have them already:
 *
 *	[Ministries]                a heading: the group of what follows, up to the next ("[]": none)
 *	minfiets.nl
 *
 *	minfiets.nl,Ministries      a table with commas, semicolons or tabs, fields in quotes ("...")
 *	minfiets.nl;"Ministries"    where they hold such a sign: the first other field behind the domain
 *	Ministries;minfiets.nl      is its group, else the first one before it
 *
 *	domain,sector,group         a first line with the names of columns, English or Dutch, says
 *	minfiets.nl,1,Ministries    which is which; "category,url" is what spreadsheets of the
 *	                            internet.nl dashboard have
 *
 * Beside a mail address, words without a dot are somebody's name and passed over: "Jan Jansen
 * <jan@minfiets.nl>" is one domain. A line with several domains is no row of a table. Group names are
 * cleaned on their way in (base/text.h) and cut at LIST_GROUP_NAME. The text may be hostile: time grows
 * with its length alone.
 */
#ifndef DS_CORE_SURVEY_LISTING_H
#define DS_CORE_SURVEY_LISTING_H

#include <stdbool.h>
#include <stddef.h>

#include "core/limits.h"

struct listing {
	char *rest;     /* lines that were not read yet */
	char *words;    /* of the line in hand, that were not given yet; NULL: none */
	bool file;      /* remarks and ranks */
	bool people;    /* the words in hand have a mail address among them: names are none */
	bool begun;     /* a line was read: no heads of columns any more */
	char separator; /* of a table whose columns have heads; else '\0' */
	size_t domains, groups; /* its columns, where separator is set */
	char heading[LIST_GROUP_NAME];
	char own[LIST_GROUP_NAME]; /* of the line in hand; "": that of the heading */
};

struct listing_item {
	const char *word;  /* what should be a domain, a mail address or a URL */
	const char *group; /* fit for a terminal; "": none. Both last until the next call. */
};

/* Begins with a text, which is written to and must stay. */
void listing_begin(struct listing *, char *text, bool file);
/* The next one; false: that was all. */
bool listing_next(struct listing *, struct listing_item *);

#endif
