/* SPDX-License-Identifier: BSD-2-Clause */
/* order - which domains the list shows, and in which order */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "tui/mem.h"
#include "tui/order.h"
#include "tui/order_names.h"
#include "tui/session.h"
#include "tui/words.h"

/* Changes beyond this share of the rows are as well ordered all anew. */
#define ORDER_FEW(n) ((n) / 16 + 8)

/* order_init - in the order of adding */
void order_init(struct order *o)
{
	*o = (struct order){ .by = ORDER_ADDED, .stale = true };
}

/* order_free - its memory */
void order_free(struct order *o)
{
	free(o->at);
	order_init(o);
}

/* word_of - the number of the word that says the state of an entry */
static size_t word_of(const struct tui_entry *entry)
{
	if (entry->state == ENTRY_WAITING || entry->state == ENTRY_STOPPED)
		return entry->state == ENTRY_WAITING ? 0 : 1;
	return 2 + (size_t)(entry->report ? entry->report->verdict : entry->gist.verdict);
}

/* order_sieve_of - the text in lower case, and the words that hold it */
struct order_sieve order_sieve_of(const struct session *s, const char *text, bool filter)
{
	struct order_sieve sieve = { .inverted = filter && text[0] == '!' };
	size_t n = 0;

	for (text += sieve.inverted; text[n] && n + 1 < sizeof sieve.text; n++)
		sieve.text[n] = (char)tolower((unsigned char)text[n]);
	for (size_t i = 0; i < 2 + DS_V_UNKNOWN + 1; i++) {
		struct tui_entry entry = { .state = i == 0   ? ENTRY_WAITING
						    : i == 1 ? ENTRY_STOPPED
							     : ENTRY_DONE,
			.gist.verdict = i < 2 ? DS_V_PENDING : (enum ds_verdict)(i - 2) };

		sieve.words[i] = strcasestr(words_entry(&entry).word, sieve.text) != NULL;
	}
	for (unsigned i = 0; sieve.text[0] && i < s->groups.n; i++)
		sieve.groups[i] = strcasestr(groups_name(&s->groups, i), sieve.text) != NULL;
	return sieve;
}

/* is_meant - is it among those that a page of figures speaks of? */
static bool is_meant(const struct order_only *only, const struct tui_entry *entry)
{
	const struct figures_facts *facts = &entry->gist.figures;

	return (only->scope.group < 0 || only->scope.group == entry->group) &&
	       (only->scope.provider < 0 || only->scope.provider == facts->provider) &&
	       (only->standard < 0 || facts->answer[only->standard] == FIGURES_NO);
}

/* order_passes - is an entry among the rows? Names are in lower case already. */
bool order_passes(const struct order_sieve *sieve, const struct tui_entry *entry)
{
	bool has = !sieve->text[0] || sieve->words[word_of(entry)] || sieve->groups[entry->group] ||
		   strstr(entry->unicode, sieve->text) ||
		   (entry->domain != entry->unicode && strstr(entry->domain, sieve->text));

	if (sieve->only.on && !is_meant(&sieve->only, entry))
		return false;
	return !sieve->text[0] || has != sieve->inverted;
}

/* worse - how soon one should look at a verdict */
static unsigned worse(const struct tui_entry *entry)
{
	static const unsigned rank[] = { [DS_V_PENDING] = 5,
		[DS_V_SECURED] = 4,
		[DS_V_PARTIAL] = 2,
		[DS_V_UNPROTECTED] = 3,
		[DS_V_BROKEN] = 0,
		[DS_V_NO_MAIL] = 6,
		[DS_V_UNKNOWN] = 1 };

	return rank[entry->state == ENTRY_DONE ? entry->gist.verdict : DS_V_PENDING];
}

/* share - a part of a whole; what there is nothing of comes last */
static unsigned share(unsigned n, unsigned of)
{
	return of ? n * 1000 / of : 1001;
}

/* key_of - a number that grows with the place in an order */
static uint64_t key_of(const struct tui_entry *entry, enum order_by by)
{
	const struct gist *g = &entry->gist;

	switch (by) {
	case ORDER_NAME: return entry->rank;
	case ORDER_VERDICT: return worse(entry);
	case ORDER_DNSSEC: return g->known ? (unsigned)g->dnssec : 99;
	case ORDER_MX: return g->known ? g->hosts : 0;
	case ORDER_TLSA: return g->tlsa_mark == MARK_BAD ? 0 : share(g->tlsa, g->hosts) + 1;
	case ORDER_STARTTLS: return share(g->tls, g->answered);
	case ORDER_CERT: return g->certified ? (uint64_t)(g->cert_days + 1000000) : UINT64_MAX >> 8;
	case ORDER_WHEN:
		return g->known ? UINT64_MAX / 4 - (uint64_t)g->started_ms : UINT64_MAX / 2;
	case ORDER_GROUP: return entry->group ? entry->group : LIST_GROUPS_MAX + 1;
	case ORDER_ADDED:
	case ORDER_COUNT: break;
	}
	return entry->place;
}

/* set_key - of the order in use; turned round it falls where it grew */
static void set_key(const struct order *o, struct tui_entry *entry)
{
	entry->key = key_of(entry, o->by);
	if (o->turned)
		entry->key = ~entry->key;
}

/* before - does one entry come before another? Equals stand as they were added. */
static bool before(const struct tui_entry *a, const struct tui_entry *b)
{
	return a->key != b->key ? a->key < b->key : a->place < b->place;
}

/* untouch_all - what has changed is in its place */
static void untouch_all(struct session *s)
{
	for (size_t i = 0; i < s->ntouched; i++)
		s->touched[i]->touched = false;
	s->ntouched = 0;
}

/* sieve_of - what the rows are sifted by now */
static struct order_sieve sieve_of(const struct order *o, const struct session *s)
{
	struct order_sieve sieve = order_sieve_of(s, o->filter, true);

	sieve.only = o->only;
	return sieve;
}

/* rebuild - all rows anew */
static void rebuild(struct order *o, struct session *s)
{
	struct order_sieve sieve = sieve_of(o, s);

	if (o->by == ORDER_NAME && (!o->ranked || o->names != s->revision)) {
		order_rank(s);
		o->ranked = true;
		o->names = s->revision;
	}
	o->at = mem_room(o->at, &o->cap, s->n, sizeof *o->at);
	o->n = 0;
	for (size_t i = 0; i < s->n; i++) {
		struct tui_entry *entry = s->entries[i];

		entry->shown = order_passes(&sieve, entry);
		if (!entry->shown)
			continue;
		set_key(o, entry);
		o->at[o->n++] = entry;
	}
	if (o->by != ORDER_ADDED || o->turned)
		order_radix(o->at, o->n);
	untouch_all(s);
	o->stale = false;
	o->revision = s->revision;
}

/* moved - what has changed so that it is not in its place; takes it off the rows. Returns how many. */
static size_t moved(struct order *o, struct session *s, struct tui_entry **out)
{
	struct order_sieve sieve = sieve_of(o, s);
	size_t n = 0, gone = 0, kept = 0;

	for (size_t i = 0; i < s->ntouched; i++) {
		struct tui_entry *entry = s->touched[i];
		bool shown = order_passes(&sieve, entry), was = entry->shown;
		uint64_t key = entry->key;

		if (session_find(s, entry->id) != entry)
			continue;
		set_key(o, entry);
		if (shown == was && (!shown || key == entry->key))
			continue;
		gone += was;
		entry->shown = false; /* until it is put in */
		if (shown)
			out[n++] = entry;
	}
	for (size_t i = 0; gone && i < o->n; i++)
		if (o->at[i]->shown)
			o->at[kept++] = o->at[i];
	if (gone)
		o->n = kept;
	return n;
}

/* put_in - one entry into its place */
static void put_in(struct order *o, struct tui_entry *entry)
{
	size_t low = 0, high = o->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (before(o->at[middle], entry))
			low = middle + 1;
		else
			high = middle;
	}
	memmove(&o->at[low + 1], &o->at[low], (o->n - low) * sizeof(struct tui_entry *));
	o->at[low] = entry;
	o->n++;
	entry->shown = true;
}

/* order_refresh - bring the rows up to date */
bool order_refresh(struct order *o, struct session *s)
{
	struct tui_entry **changed;
	size_t n, rows = o->n;

	if (o->stale || o->revision != s->revision || s->ntouched > ORDER_FEW(s->n)) {
		rebuild(o, s);
		return true;
	}
	if (!s->ntouched)
		return false;
	changed = mem_new(s->ntouched, sizeof(struct tui_entry *));
	n = moved(o, s, changed);
	untouch_all(s);
	for (size_t i = 0; i < n; i++)
		put_in(o, changed[i]);
	free(changed);
	return n || rows != o->n;
}

/* order_row - the row of an entry */
size_t order_row(const struct order *o, const struct tui_entry *entry)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->at[i] == entry)
			return i;
	return (size_t)-1;
}
