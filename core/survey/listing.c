/* SPDX-License-Identifier: BSD-2-Clause */
/* listing - a list of domains as people have it, with the group of each */
#include "core/survey/listing.h"

#include <string.h>
#include <strings.h>

#include "core/base/text.h"
#include "core/danescope.h"

#define NO_FIELD ((size_t)-1)

/* One field of a line: a part of it, with its quotes. */
struct field {
	char *at;
	size_t len;
};

struct fields {
	size_t n;
	struct field field[LIST_FIELDS_MAX];
};

/* Heads of the columns that hold domains, and of those that hold groups. */
static const char *const domain_heads[] = { "domain", "domains", "domain(s)", "domain name",
	"domein", "domeinen", "domein(en)", "domeinnaam", "mail domain", "maildomein", "host",
	"hostname", "url", "urls", "url(s)", "website", NULL };
static const char *const group_heads[] = { "group", "groups", "group(s)", "groep", "groepen",
	"category", "categories", "categorie", "sector", "list", "lists", "list(s)", "lijst", "tag",
	"tags", "tag(s)", "organisation", "organization", "organisatie", "ministry", "ministerie",
	"department", "layer", "laag", "overheidslaag", "bestuurslaag", "type", NULL };

/* is_blank - within a line */
static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* is_between - does this stand between two domains? */
static bool is_between(char c)
{
	return c && strchr(" \t\r\n,;<>\"'()", c);
}

/* is_number - the ranks in lists of popular domains */
static bool is_number(const char *word)
{
	return word[strspn(word, "0123456789")] == '\0';
}

/* trim - a part of a line without blanks around it */
static struct field trim(struct field f)
{
	for (; f.len && is_blank(*f.at); f.len--)
		f.at++;
	while (f.len && is_blank(f.at[f.len - 1]))
		f.len--;
	return f;
}

/* next_line - cut off; NULL at the end */
static char *next_line(struct listing *l)
{
	char *line = l->rest, *end = line;

	if (!*line)
		return NULL;
	while (*end && *end != '\r' && *end != '\n')
		end++;
	l->rest = *end ? end + 1 : end;
	*end = '\0';
	return line;
}

/* cut_remark - '#' at the beginning of a word, and not within quotes */
static void cut_remark(char *line)
{
	bool quoted = false;

	for (char *at = line; *at; at++) {
		if (*at == '"')
			quoted = !quoted;
		if (*at == '#' && !quoted && (at == line || is_between(at[-1]))) {
			*at = '\0';
			return;
		}
	}
}

/* next_word - of the line in hand; NULL: no further one */
static char *next_word(struct listing *l)
{
	char *at = l->words, *word;

	while (at && is_between(*at))
		at++;
	if (!at || !*at)
		return l->words = NULL;
	word = at;
	while (*at && !is_between(*at))
		at++;
	l->words = *at ? at + 1 : at;
	*at = '\0';
	return word;
}

/* split - a line into fields; a separator between quotes is none */
static struct fields split(char *line, char separator)
{
	struct fields f = { .n = 0 };
	bool quoted = false;
	char *from = line;

	for (char *at = line;; at++) {
		if (*at == '"')
			quoted = !quoted;
		if (*at && (*at != separator || quoted))
			continue;
		f.field[f.n++] = trim((struct field){ from, (size_t)(at - from) });
		from = at + 1;
		if (!*at || f.n == LIST_FIELDS_MAX)
			return f;
	}
}

/* separator_of - what a line is a table by; '\0': it is none */
static char separator_of(const char *line)
{
	static const char signs[] = "\t;,";
	char best = '\0';
	bool quoted = false;

	if (strnlen(line, LIST_LINE_MAX + 1) > LIST_LINE_MAX)
		return '\0';
	for (; *line; line++) {
		const char *sign = quoted ? NULL : strchr(signs, *line);

		if (*line == '"')
			quoted = !quoted;
		if (sign && (!best || sign < strchr(signs, best)))
			best = *sign;
	}
	return best;
}

/* copy - a field without its quotes; "" where there is no room for it */
static void copy(char *out, size_t size, struct field f)
{
	bool quoted = f.len > 1 && f.at[0] == '"' && f.at[f.len - 1] == '"';
	size_t n = 0;

	for (size_t i = quoted; i < f.len - quoted && n + 1 < size; i++) {
		out[n++] = f.at[i];
		if (quoted && f.at[i] == '"' && i + 1 < f.len - 1 && f.at[i + 1] == '"')
			i++; /* a quote within quotes is written twice */
	}
	out[n] = '\0';
}

/* put_group - a group's name, cleaned */
static void put_group(char out[LIST_GROUP_NAME], struct field f)
{
	char name[LIST_LINE_MAX + 1];
	struct field trimmed;

	copy(name, sizeof name, f);
	trimmed = trim((struct field){ name, strlen(name) });
	text_clean(out, LIST_GROUP_NAME, trimmed.at, trimmed.len);
}

/* is_plain - has a word nothing of a mail address, a URL or a domain with its dot? "Jan", "J.P." */
static bool is_plain(const char *word)
{
	const char *dot = strrchr(word, '.');

	return !strchr(word, '@') && !strstr(word, "://") &&
	       (!dot || dot == word || strlen(dot) < 3);
}

/* is_domain - would one take this word for a domain, and not for a name? */
static bool is_domain(const char *word)
{
	struct ds_domain domain;
	struct ds_problem problem;

	return !is_plain(word) && ds_domain_parse(&domain, word, &problem);
}

/* domains_in - are there domains among the words of a field? *only: and nothing else */
static bool domains_in(struct field f, bool *only)
{
	char words[LIST_LINE_MAX + 1], *word;
	struct listing l = { .words = words };
	bool any = false;

	copy(words, sizeof words, f);
	*only = true;
	while ((word = next_word(&l))) {
		bool domain = is_domain(word);

		any = any || domain;
		*only = *only && domain;
	}
	return any;
}

/* one_of - is a field one of these heads? */
static bool one_of(struct field f, const char *const *heads)
{
	char name[32];

	copy(name, sizeof name, f);
	for (; *heads; heads++)
		if (!strcasecmp(name, *heads))
			return true;
	return false;
}

/* column - the first with one of these heads, or NO_FIELD */
static size_t column(const struct fields *f, const char *const *heads)
{
	for (size_t i = 0; i < f->n; i++)
		if (one_of(f->field[i], heads))
			return i;
	return NO_FIELD;
}

/* take_heads - does the first line name the columns? */
static bool take_heads(struct listing *l, char *line)
{
	char separator = separator_of(line);
	struct fields f;

	if (!strncasecmp(line, "sep=", 4) && line[4] && !line[5]) {
		l->begun = false; /* a spreadsheet says which separator it uses; the heads follow */
		return true;
	}
	if (strlen(line) > LIST_LINE_MAX)
		return false;
	f = split(line, separator ? separator : ',');
	l->domains = column(&f, domain_heads);
	l->groups = column(&f, group_heads);
	if (l->domains == NO_FIELD || (l->groups == NO_FIELD && !l->file))
		return false; /* one word that was typed is no table */
	l->separator = separator;
	return true;
}

/* take_words - the words of a field are those of the line */
static void take_words(struct listing *l, struct field f)
{
	f.at[f.len] = '\0';
	l->words = f.at;
	l->people = strchr(f.at, '@') != NULL;
}

/* take_row - a line of a table whose columns have heads */
static void take_row(struct listing *l, char *line)
{
	struct fields f = split(line, l->separator);

	if (l->groups < f.n)
		put_group(l->own, f.field[l->groups]);
	if (l->domains < f.n)
		take_words(l, f.field[l->domains]);
}

/* is_name - can a field be a group's name? */
static bool is_name(struct field f)
{
	char name[32];

	copy(name, sizeof name, f);
	return name[strspn(name, "0123456789.,%+- ")] != '\0';
}

/* take_pair - a domain and its group, in a line of a table without heads; false: it is no such line */
static bool take_pair(struct listing *l, char *line)
{
	char separator = separator_of(line);
	size_t domain = NO_FIELD, group = NO_FIELD;
	struct fields f;
	bool only;

	if (!separator)
		return false;
	f = split(line, separator);
	for (size_t i = 0; i < f.n; i++) {
		bool holds = domains_in(f.field[i], &only);

		if (holds && (domain != NO_FIELD || !only))
			return false;
		if (holds)
			domain = i;
		else if (is_name(f.field[i]) &&
			 (group == NO_FIELD || (domain != NO_FIELD && group < domain)))
			group = i;
	}
	if (domain == NO_FIELD || group == NO_FIELD)
		return false;
	put_group(l->own, f.field[group]);
	take_words(l, f.field[domain]);
	return true;
}

/* take_heading - "[Ministries]": the group of what follows; returns what stands behind it */
static char *take_heading(struct listing *l, char *line)
{
	char *end = line[0] == '[' ? strchr(line, ']') : NULL;

	if (!end || end - line > LIST_LINE_MAX)
		return line;
	put_group(l->heading, (struct field){ line + 1, (size_t)(end - line - 1) });
	return end + 1;
}

/* take_line - what a line has to give */
static void take_line(struct listing *l, char *line)
{
	bool first = !l->begun;

	l->own[0] = '\0';
	if (l->file)
		cut_remark(line);
	line += strspn(line, " \t");
	if (!*line)
		return;
	l->begun = true;
	if (first && take_heads(l, line))
		return;
	line = take_heading(l, line);
	if (l->separator && strnlen(line, LIST_LINE_MAX + 1) <= LIST_LINE_MAX)
		take_row(l, line);
	else if (!take_pair(l, line))
		take_words(l, (struct field){ line, strlen(line) });
}

/* listing_begin - at the beginning of a text */
void listing_begin(struct listing *l, char *text, bool file)
{
	static const char mark[] = "\xef\xbb\xbf"; /* what some editors put before UTF-8 */

	*l = (struct listing){ .rest = text, .file = file };
	if (!strncmp(text, mark, strlen(mark)))
		l->rest += strlen(mark);
}

/* listing_next - the next word, with its group */
bool listing_next(struct listing *l, struct listing_item *item)
{
	for (;;) {
		char *word = next_word(l), *line;

		if (word && ((l->file && is_number(word)) || (l->people && is_plain(word))))
			continue;
		if (word) {
			item->word = word;
			item->group = l->own[0] ? l->own : l->heading;
			return true;
		}
		line = next_line(l);
		if (!line)
			return false;
		take_line(l, line);
	}
}
