/* SPDX-License-Identifier: BSD-2-Clause */
/* change - the difference of two looks */
#include "core/survey/change.h"

#include <string.h>

#include "core/base/arena.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "core/limits.h"

/* Both looks, and what was found. */
struct search {
	const struct seen *before, *after;
	struct change *all;
	size_t n;
};

/* value_at - the value of the first line about a place; "" for none */
static const char *value_at(const struct seen *seen, enum seen_kind kind, const char *place)
{
	const struct seen_line *line = seen_find(seen, kind, place);

	return line != NULL ? line->value : "";
}

/* one_of - is a value one of two? */
static bool one_of(const char *value, const char *a, const char *b)
{
	return strcmp(value, a) == 0 || strcmp(value, b) == 0;
}

/* could_see - does it mean anything that a look has no such line? */
static bool could_see(const struct seen *seen, enum seen_kind kind, const char *place)
{
	const char *zone = value_at(seen, SEEN_ZONE, place);
	const char *answer = value_at(seen, SEEN_ANSWER, place);
	const char *host = value_at(seen, SEEN_HOST, place);

	switch (kind) {
	case SEEN_DS:
	case SEEN_KEY: return zone[0] != '\0' && strcmp(zone, "indeterminate") != 0;
	case SEEN_TLSA: return one_of(answer, "secure", "insecure");
	case SEEN_ADDRESS: return host[0] != '\0' && strcmp(host, "dns-failed") != 0;
	case SEEN_CERT:
	case SEEN_ZONE:
	case SEEN_ANSWER: return false;
	default: return true;
	}
}

/* mail_known - was it seen who takes the mail? Else hosts have neither come nor gone */
static bool mail_known(const struct seen *seen)
{
	for (size_t i = 0; i < seen->n; i++)
		if (seen->lines[i].kind == SEEN_MAIL)
			return strcmp(seen->lines[i].value, "-") != 0;
	return false;
}

/* add - one change more */
static void add(struct search *s, const struct seen_line *was, const struct seen_line *is)
{
	const struct seen_line *line = was != NULL ? was : is;

	s->all[s->n++] = (struct change){
		.kind = line->kind,
		.place = line->place,
		.was = was != NULL ? was->value : NULL,
		.is = is != NULL ? is->value : NULL,
	};
}

/* seen_in_vain - one of the two looks could not see this, or it is told by another change */
static bool seen_in_vain(const struct search *s, const struct seen_line *line, bool came)
{
	const struct seen *other = came ? s->before : s->after;

	if ((line->kind == SEEN_MX || line->kind == SEEN_HOST || line->kind == SEEN_MAIL) &&
	    (!mail_known(s->before) || !mail_known(s->after)))
		return true;
	if (line->kind == SEEN_HOST) /* that a host came or went is told of its MX record */
		return true;
	return !could_see(other, line->kind, line->place);
}

/* paired - the first line of a range about the same thing that has no partner yet; NULL: none */
static const struct seen_line *paired(
    const struct seen_line *line, const struct seen_line **range, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct seen_line *other = range[i];

		if (other == NULL || other->kind != line->kind ||
		    strcmp(other->place, line->place) != 0)
			continue;
		if (line->kind == SEEN_ERROR || line->kind == SEEN_WARNING)
			continue; /* one fault does not take the place of another */
		range[i] = NULL;
		return other;
	}
	return NULL;
}

/* differ - the lines that only one of the looks has */
static void differ(const struct seen *a, const struct seen *b, const struct seen_line **only_a,
    size_t *na, const struct seen_line **only_b, size_t *nb)
{
	size_t i = 0, k = 0;

	*na = *nb = 0;
	while (i < a->n || k < b->n) {
		int order = i == a->n   ? 1
			    : k == b->n ? -1
					: seen_compare(&a->lines[i], &b->lines[k]);

		if (order < 0)
			only_a[(*na)++] = &a->lines[i];
		else if (order > 0)
			only_b[(*nb)++] = &b->lines[k];
		i += order <= 0;
		k += order >= 0;
	}
}

/* same_records - does a host have the TLSA records that it had? */
static bool same_records(const struct search *s, const char *host)
{
	size_t len = strlen(host), n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (s->all[i].kind == SEEN_TLSA) {
			size_t at = strlen(s->all[i].place);

			if (at >= len && strcmp(s->all[i].place + at - len, host) == 0)
				return false;
		}
	for (size_t i = 0; i < s->after->n; i++) {
		const struct seen_line *l = &s->after->lines[i];
		size_t at = strlen(l->place);

		n += l->kind == SEEN_TLSA && at > len && strcmp(l->place + at - len, host) == 0;
	}
	return n > 0;
}

/* other_key - is it another key, and not the same one in a new certificate? */
static bool other_key(const struct change *c)
{
	size_t len = strcspn(c->was, " ");

	return len != strcspn(c->is, " ") || strncmp(c->was, c->is, len) != 0;
}

/* find - pairs first, then what came or went */
static void find(struct search *s, const struct seen_line **gone, size_t ngone,
    const struct seen_line **come, size_t ncome)
{
	for (size_t i = 0; i < ngone; i++) {
		const struct seen_line *other = paired(gone[i], come, ncome);

		if (other != NULL || !seen_in_vain(s, gone[i], false))
			add(s, gone[i], other);
	}
	for (size_t i = 0; i < ncome; i++)
		if (come[i] != NULL && !seen_in_vain(s, come[i], true))
			add(s, NULL, come[i]);
}

/* in_order - puts what came between what went, stable: kinds in their order */
static void in_order(struct search *s)
{
	for (size_t i = 1; i < s->n; i++) {
		struct change c = s->all[i];
		size_t k = i;

		for (; k > 0 && s->all[k - 1].kind > c.kind; k--)
			s->all[k] = s->all[k - 1];
		s->all[k] = c;
	}
}

/* changes_find - what is another between two looks */
bool changes_find(struct changes *changes, struct arena *arena, const struct seen *before,
    const struct seen *after)
{
	struct search s = { .before = before, .after = after };
	const struct seen_line **gone, **come;
	size_t ngone, ncome;

	*changes = (struct changes){ 0, NULL };
	gone = arena_alloc(arena, before->n + 1, sizeof(*gone));
	come = arena_alloc(arena, after->n + 1, sizeof(*come));
	if (gone == NULL || come == NULL)
		return false;
	differ(before, after, gone, &ngone, come, &ncome);
	s.all = arena_alloc(arena, ngone + ncome + 1, sizeof(*s.all));
	if (s.all == NULL)
		return false;
	find(&s, gone, ngone, come, ncome);
	for (size_t i = 0; i < s.n; i++)
		if (s.all[i].kind == SEEN_CERT && s.all[i].was != NULL && s.all[i].is != NULL)
			s.all[i].alone = other_key(&s.all[i]) && same_records(&s, s.all[i].place);
	in_order(&s);
	*changes = (struct changes){ s.n, s.all };
	return true;
}

/* change_is_cause - something that was done */
bool change_is_cause(const struct change *c)
{
	return c->kind < SEEN_ZONE;
}

/* change_weight - a fault that came, or went */
int change_weight(const struct change *c)
{
	if (c->kind != SEEN_ERROR && c->kind != SEEN_WARNING)
		return 0;
	if (c->is == NULL)
		return -1;
	return c->kind == SEEN_ERROR ? 2 : 1;
}

/* actor_named - by its word */
static enum ds_actor actor_named(const char *word)
{
	for (enum ds_actor who = DS_ACT_NOBODY; who <= DS_ACT_MAIL_OPERATOR; who++)
		if (strcmp(ds_actor_word(who), word) == 0)
			return who;
	return DS_ACT_NOBODY;
}

/* change_actor - who did it, or can do something about it */
enum ds_actor change_actor(const struct change *c)
{
	const char *value = c->is != NULL ? c->is : c->was;
	const char *blank = strrchr(value, ' ');

	switch (c->kind) {
	case SEEN_DS: return DS_ACT_REGISTRAR;
	case SEEN_KEY:
	case SEEN_MAIL:
	case SEEN_MX:
	case SEEN_ZONE: return DS_ACT_DNS_OPERATOR;
	case SEEN_ERROR:
	case SEEN_WARNING: return blank != NULL ? actor_named(blank + 1) : DS_ACT_NOBODY;
	default: return DS_ACT_MAIL_OPERATOR;
	}
}
