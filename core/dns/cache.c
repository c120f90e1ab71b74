/* SPDX-License-Identifier: BSD-2-Clause */
/* cache - replies that all diagnoses of a run share; see cache.h */

#include <stdlib.h>
#include <string.h>

#include "core/dns/cache.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/limits.h"
#include "core/net/net.h"

#define BUCKETS     1024
#define TYPE_SOA    6
#define LOOKED      0 /* the type of an entry that only says that a domain was looked at */
#define TTL_RECHECK INT32_MAX

/* Entries stand in a bucket, and in the order in which they came. */
struct entry {
	struct entry *next, *older, *newer;
	struct cache_key key;
	struct cached reply;
	uint64_t until_us;
	uint8_t octets[]; /* the name, then the message */
};

struct cache {
	struct net *net;
	struct entry *buckets[BUCKETS];
	struct entry *oldest, *newest;
	size_t n, octets;
};

/* cache_new - empty */
struct cache *cache_new(struct net *net)
{
	struct cache *c = calloc(1, sizeof *c);

	if (c != NULL)
		c->net = net;
	return c;
}

/* bucket - where a key is kept */
static size_t bucket(const struct cache_key *key)
{
	uint32_t hash = 2166136261u ^ key->type ^ key->flags << 16;
	size_t n = name_len(key->name);

	for (size_t i = 0; i < sizeof key->server.octets; i++)
		hash = (hash ^ key->server.octets[i]) * 16777619u;
	for (size_t i = 0; i < n; i++)
		hash = (hash ^ key->name[i]) * 16777619u;
	return hash % BUCKETS;
}

/* same - is this the key of an entry? */
static bool same(const struct cache_key *a, const struct cache_key *b)
{
	return a->type == b->type && a->flags == b->flags && a->server.family == b->server.family &&
	       (a->server.family == 0 || net_address_equal(&a->server, &b->server)) &&
	       name_equal(a->name, b->name);
}

/* drop - forgets an entry */
static void drop(struct cache *c, struct entry *e)
{
	struct entry **at = &c->buckets[bucket(&e->key)];

	while (*at != e)
		at = &(*at)->next;
	*at = e->next;
	if (e->older != NULL)
		e->older->newer = e->newer;
	else
		c->oldest = e->newer;
	if (e->newer != NULL)
		e->newer->older = e->older;
	else
		c->newest = e->older;
	c->n--;
	c->octets -= e->reply.len;
	free(e);
}

/* cache_free - forgets all */
struct cache *cache_free(struct cache *c)
{
	if (c == NULL)
		return NULL;
	while (c->oldest != NULL)
		drop(c, c->oldest);
	free(c);
	return NULL;
}

/* find - an entry that has not expired */
static struct entry *find(struct cache *c, const struct cache_key *key)
{
	struct entry *e = c->buckets[bucket(key)];

	while (e != NULL && !same(&e->key, key))
		e = e->next;
	if (e == NULL || e->until_us > c->net->now_us)
		return e;
	drop(c, e);
	return NULL;
}

/* cache_find - a reply */
const struct cached *cache_find(struct cache *c, const struct cache_key *key)
{
	const struct entry *e = find(c, key);

	return e != NULL ? &e->reply : NULL;
}

/* put - a new entry in the place of one with the same key */
static void put(
    struct cache *c, const struct cache_key *key, const struct cached *reply, uint32_t ttl)
{
	struct entry *e = find(c, key);
	size_t name = name_len(key->name), at = bucket(key);

	if (e != NULL)
		drop(c, e);
	while (c->oldest != NULL &&
	       (c->n >= DNS_CACHE_ENTRIES || c->octets + reply->len > DNS_CACHE_OCTETS))
		drop(c, c->oldest);
	e = malloc(sizeof *e + name + reply->len);
	if (e == NULL)
		return;
	memset(e, 0, sizeof *e);
	memcpy(e->octets, key->name, name);
	if (reply->len > 0)
		memcpy(e->octets + name, reply->wire, reply->len);
	e->key = *key;
	e->key.name = e->octets;
	e->reply = *reply;
	e->reply.wire = e->octets + name;
	e->until_us = c->net->now_us + (uint64_t)ttl * 1000000;
	e->next = c->buckets[at];
	c->buckets[at] = e;
	e->older = c->newest;
	if (e->older != NULL)
		e->older->newer = e;
	else
		c->oldest = e;
	c->newest = e;
	c->n++;
	c->octets += reply->len;
}

/* cache_put - keeps a reply */
void cache_put(struct cache *c, const struct cache_key *key, const struct cached *reply)
{
	uint32_t ttl = cache_ttl(reply->wire, reply->len);

	if (ttl > 0)
		put(c, key, reply, ttl);
}

/* cache_look - a domain is looked at, perhaps again */
void cache_look(struct cache *c, const uint8_t *domain)
{
	struct cache_key key = { .name = domain, .type = LOOKED };
	struct cached nothing = { .len = 0 };

	if (find(c, &key) != NULL)
		for (struct entry *e = c->oldest, *newer; e != NULL; e = newer) {
			newer = e->newer;
			if (name_labels(e->key.name) > 1)
				drop(c, e);
		}
	put(c, &key, &nothing, TTL_RECHECK);
}

/* cache_count - how many entries there are */
size_t cache_count(const struct cache *c)
{
	return c->n;
}

/* get32 - four octets in network order */
static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* skip_name - steps over a name that the prescan has seen to be whole */
static size_t skip_name(const uint8_t *wire, size_t at)
{
	while (wire[at] != 0 && (wire[at] & 0xc0) != 0xc0)
		at += wire[at] + 1u;
	return at + (wire[at] == 0 ? 1 : 2);
}

/* record_ttl - how long a record may be kept; of SOA in a denial no longer than it says
 * (RFC 2308 section 5). Moves on to the next */
static uint32_t record_ttl(const uint8_t *wire, size_t *at, bool denial)
{
	const uint8_t *fixed = wire + skip_name(wire, *at);
	unsigned type = (unsigned)fixed[0] << 8 | fixed[1],
		 len = (unsigned)fixed[8] << 8 | fixed[9];
	uint32_t ttl = get32(fixed + 4), least;

	*at = (size_t)(fixed - wire) + 10 + len;
	if (ttl > INT32_MAX)
		return 0; /* RFC 2181 section 8 */
	if (type != TYPE_SOA || !denial || len < 20)
		return ttl;
	least = get32(fixed + 10 + len - 4);
	return least < ttl ? least : ttl;
}

/* cache_ttl - the least of all records that say something */
uint32_t cache_ttl(const uint8_t *wire, size_t len)
{
	unsigned answers, records, rcode;
	uint32_t least = DNS_CACHE_TTL;
	size_t at = 12;

	if (len < 12 || !dns_prescan(wire, len) || (wire[2] & 0x02))
		return 0;
	rcode = wire[3] & 0x0f;
	answers = (unsigned)wire[6] << 8 | wire[7];
	records = answers + ((unsigned)wire[8] << 8 | wire[9]);
	if ((rcode != 0 && rcode != 3) || records == 0)
		return 0;
	if (wire[5] == 1)
		at = skip_name(wire, at) + 4;
	for (unsigned i = 0; i < records; i++) {
		uint32_t ttl = record_ttl(wire, &at, answers == 0);

		if (ttl < least)
			least = ttl;
	}
	return least;
}
