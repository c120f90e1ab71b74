/* SPDX-License-Identifier: BSD-2-Clause */
/* client_share - replies that several look-ups have a use for: out of the cache, or to come */

#include <stdlib.h>
#include <string.h>

#include "core/dns/cache.h"
#include "core/dns/client_impl.h"
#include "core/dns/name.h"

/* key_of - under which its reply is shared */
static struct cache_key key_of(const struct dns_lookup *l)
{
	return (
	    struct cache_key){ .server = l->how.server != NULL ? l->server : l->client->servers[0],
		.name = l->name,
		.type = l->type,
		.flags = l->asked };
}

/* leader_of - the same question under way, for another; NULL: none */
static struct dns_lookup *leader_of(const struct dns_lookup *l)
{
	struct cache_key key = key_of(l);
	struct dns_lookup *other = l->client->shared;

	for (; other != NULL; other = other->next_shared) {
		struct cache_key its = key_of(other);

		if (its.type == key.type && its.flags == key.flags &&
		    net_address_equal(&its.server, &key.server) && name_equal(its.name, key.name))
			return other;
	}
	return NULL;
}

/* lead - from now on others may join it */
static void lead(struct dns_lookup *l)
{
	l->leads = true;
	l->next_shared = l->client->shared;
	l->client->shared = l;
}

/* lookup_stop_leading - nobody joins it any more; those who have stay with it */
void lookup_stop_leading(struct dns_lookup *l)
{
	struct dns_lookup **at = &l->client->shared;

	if (!l->leads)
		return;
	while (*at != l)
		at = &(*at)->next_shared;
	*at = l->next_shared;
	l->leads = false;
}

/* lookup_leave - no longer waits for another's reply */
void lookup_leave(struct dns_lookup *l)
{
	struct dns_lookup **at = &l->leader->joined;

	while (*at != l)
		at = &(*at)->next_joined;
	*at = l->next_joined;
	l->leader = NULL;
}

/* tell_cached - ends a look-up with a reply out of the cache, which may change meanwhile */
static void tell_cached(struct dns_lookup *l, const struct cached *reply)
{
	uint8_t *copy = malloc(reply->len);
	struct dns_result result = { .outcome = DS_OUT_DATA,
		.wire = copy,
		.len = reply->len,
		.server = &l->server,
		.transport = reply->transport,
		.rtt_us = reply->rtt_us,
		.without_edns = reply->without_edns,
		.cut = reply->cut };

	if (copy == NULL) {
		result.outcome = DS_OUT_UNREACHABLE;
		result.wire = NULL;
	} else {
		memcpy(copy, reply->wire, reply->len);
	}
	lookup_finish(l, &result);
	free(copy);
}

/* lookup_share - does somebody else's reply do, one that is there or one to come? */
bool lookup_share(struct dns_lookup *l)
{
	struct dns_client *c = l->client;
	struct cache_key key = key_of(l);
	const struct cached *reply;

	if (c->cache == NULL || !l->how.shared)
		return false;
	l->server = key.server;
	reply = cache_find(c->cache, &key);
	if (reply != NULL) {
		tell_cached(l, reply);
		return true;
	}
	l->leader = leader_of(l);
	if (l->leader == NULL) {
		lead(l);
		return false;
	}
	l->next_joined = l->leader->joined;
	l->leader->joined = l;
	return true;
}

/* lookup_keep - puts a reply into the cache */
void lookup_keep(const struct dns_lookup *l, const struct dns_result *result)
{
	struct cache_key key = key_of(l);

	if (result->outcome == DS_OUT_DATA)
		cache_put(l->client->cache, &key,
		    &(struct cached){ .wire = result->wire,
			.len = result->len,
			.transport = result->transport,
			.rtt_us = result->rtt_us,
			.without_edns = result->without_edns,
			.cut = result->cut });
}
