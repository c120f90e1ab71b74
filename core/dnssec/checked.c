/* SPDX-License-Identifier: BSD-2-Clause */
/* checked - what was checked before in this run; see checked.h */

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "core/dnssec/checked.h"
#include "core/dnssec/pubkey.h"
#include "core/limits.h"

#define NONE       UINT32_MAX
#define ALGORITHMS 17 /* numbers of DNSKEY algorithms, as far as keys are built */

/* One thing that is remembered. */
struct slot {
	uint8_t id[CHECKED_ID];
	bool fits;
	struct pubkey *key;
	uint32_t chain;        /* the next of its bucket */
	uint32_t older, newer; /* in the order of last use */
};

/* Things by their digest, as many as there is room for. Buckets are as many as slots. */
struct table {
	uint32_t room, used;
	uint32_t oldest, newest;
	struct slot *slots;
	uint32_t *buckets;
};

struct checked {
	EVP_MD *md;
	EVP_MD_CTX *ctx;
	struct table results, keys;
	struct pubkey
	    *like[ALGORITHMS]; /* one of each algorithm, for the others to be built like */
};

/* table_begin - an empty table; false: no memory */
static bool table_begin(struct table *t, uint32_t room)
{
	t->room = room;
	t->oldest = t->newest = NONE;
	t->slots = calloc(room, sizeof *t->slots);
	t->buckets = malloc(room * sizeof *t->buckets);
	if (t->slots == NULL || t->buckets == NULL)
		return false;
	memset(t->buckets, 0xff, room * sizeof *t->buckets);
	return true;
}

/* table_end - gives its keys and its memory back */
static void table_end(struct table *t)
{
	for (uint32_t i = 0; t->slots != NULL && i < t->used; i++)
		pubkey_free(t->slots[i].key);
	free(t->slots);
	free(t->buckets);
}

/* bucket_of - where a digest is kept */
static uint32_t *bucket_of(const struct table *t, const uint8_t *id)
{
	uint32_t hash = (uint32_t)id[0] << 16 | (uint32_t)id[1] << 8 | id[2];

	return &t->buckets[hash % t->room];
}

/* take_out - out of the order of use */
static void take_out(struct table *t, const struct slot *s)
{
	*(s->older != NONE ? &t->slots[s->older].newer : &t->oldest) = s->newer;
	*(s->newer != NONE ? &t->slots[s->newer].older : &t->newest) = s->older;
}

/* put_first - used just now */
static void put_first(struct table *t, struct slot *s)
{
	uint32_t at = (uint32_t)(s - t->slots);

	s->older = t->newest;
	s->newer = NONE;
	*(t->newest != NONE ? &t->slots[t->newest].newer : &t->oldest) = at;
	t->newest = at;
}

/* table_find - what has this digest, or NULL */
static struct slot *table_find(struct table *t, const uint8_t *id)
{
	uint32_t at = *bucket_of(t, id);

	while (at != NONE && memcmp(t->slots[at].id, id, CHECKED_ID) != 0)
		at = t->slots[at].chain;
	if (at == NONE)
		return NULL;
	take_out(t, &t->slots[at]);
	put_first(t, &t->slots[at]);
	return &t->slots[at];
}

/* forget_oldest - makes room */
static struct slot *forget_oldest(struct table *t)
{
	struct slot *s = &t->slots[t->oldest];
	uint32_t *at = bucket_of(t, s->id);

	while (*at != t->oldest)
		at = &t->slots[*at].chain;
	*at = s->chain;
	take_out(t, s);
	s->key = pubkey_free(s->key);
	return s;
}

/* table_add - room for what has this digest, and is not there yet */
static struct slot *table_add(struct table *t, const uint8_t *id)
{
	struct slot *s = t->used < t->room ? &t->slots[t->used++] : forget_oldest(t);
	uint32_t *bucket = bucket_of(t, id);

	memcpy(s->id, id, CHECKED_ID);
	s->chain = *bucket;
	*bucket = (uint32_t)(s - t->slots);
	put_first(t, s);
	return s;
}

/* checked_new - nothing is known yet */
struct checked *checked_new(void)
{
	struct checked *c = calloc(1, sizeof *c);

	if (c == NULL)
		return NULL;
	c->md = EVP_MD_fetch(NULL, "SHA256", NULL);
	c->ctx = EVP_MD_CTX_new();
	if (c->md == NULL || c->ctx == NULL || !table_begin(&c->results, SEC_CHECKED_SIGS) ||
	    !table_begin(&c->keys, SEC_CHECKED_KEYS))
		return checked_free(c);
	return c;
}

/* checked_free - forgets everything; keys that others hold stay theirs */
struct checked *checked_free(struct checked *c)
{
	if (c == NULL)
		return NULL;
	table_end(&c->results);
	table_end(&c->keys);
	for (size_t i = 0; i < ALGORITHMS; i++)
		pubkey_free(c->like[i]);
	EVP_MD_CTX_free(c->ctx);
	EVP_MD_free(c->md);
	free(c);
	return NULL;
}

/* add_part - one part of a digest, with its length before it */
static bool add_part(struct checked *c, const uint8_t *data, size_t len)
{
	uint8_t head[4] = { (uint8_t)(len >> 24), (uint8_t)(len >> 16), (uint8_t)(len >> 8),
		(uint8_t)len };

	return EVP_DigestUpdate(c->ctx, head, sizeof head) == 1 &&
	       EVP_DigestUpdate(c->ctx, data, len) == 1;
}

/* checked_id - what names one check */
bool checked_id(struct checked *c, uint8_t id[CHECKED_ID], const uint8_t *key, size_t key_len,
    const uint8_t *data, size_t len, const uint8_t *sig, size_t sig_len)
{
	return EVP_DigestInit_ex2(c->ctx, c->md, NULL) == 1 && add_part(c, key, key_len) &&
	       add_part(c, data, len) && add_part(c, sig, sig_len) &&
	       EVP_DigestFinal_ex(c->ctx, id, NULL) == 1;
}

/* checked_find - was it done before? */
bool checked_find(struct checked *c, const uint8_t id[CHECKED_ID], bool *fits)
{
	const struct slot *s = table_find(&c->results, id);

	if (s != NULL)
		*fits = s->fits;
	return s != NULL;
}

/* checked_keep - remembers what came out */
void checked_keep(struct checked *c, const uint8_t id[CHECKED_ID], bool fits)
{
	struct slot *s = table_find(&c->results, id);

	if (s == NULL)
		s = table_add(&c->results, id);
	s->fits = fits;
}

/* build - a new key */
static struct pubkey *build(struct checked *c, const uint8_t *rdata, size_t len)
{
	unsigned number = rdata[3];
	struct pubkey **like = number < ALGORITHMS ? &c->like[number] : NULL;
	struct pubkey *key =
	    pubkey_new_like(like != NULL ? *like : NULL, number, rdata + 4, len - 4);

	if (like != NULL && *like == NULL)
		*like = pubkey_hold(key);
	return key;
}

/* checked_key - a key, built or remembered. One that cannot be built is remembered too */
struct pubkey *checked_key(struct checked *c, const uint8_t *rdata, size_t len, bool *built)
{
	uint8_t id[CHECKED_ID];
	struct slot *s;

	*built = true;
	if (!checked_id(c, id, rdata, len, rdata, 0, rdata, 0))
		return build(c, rdata, len);
	s = table_find(&c->keys, id);
	*built = s == NULL;
	if (s == NULL) {
		s = table_add(&c->keys, id);
		s->key = build(c, rdata, len);
	}
	return pubkey_hold(s->key);
}
