/* SPDX-License-Identifier: BSD-2-Clause */
/* json_chain - a chain of trust in the JSON report */
#include "core/report/json_parts.h"

#include "core/danescope.h"

/* one_reply - what a server said to one question */
static json_t *one_reply(const void *from, size_t i)
{
	const struct ds_server_reply *reply = (const struct ds_server_reply *)from + i;
	char type[16];

	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:i, s:s?, s:s?}", "name", reply->name, "type",
	    ds_type_name(reply->type, type, sizeof(type)), "transport",
	    reply->transport == DS_TCP ? "tcp" : "udp", "outcome", ds_outcome_word(reply->outcome),
	    "rtt_ms", reply->rtt_us < 0 ? json_null() : json_ms((uint64_t)reply->rtt_us), "group",
	    (int)reply->group, "status", ds_status_word(reply->status), "signature",
	    reply->sig == DS_SIG_VALID ? NULL : ds_sig_word(reply->sig));
}

/* server_faults - what is wrong with it, in words */
static json_t *server_faults(unsigned faults)
{
	const char *words[32];
	size_t n = 0;

	for (unsigned bit = 1; bit && bit <= faults; bit <<= 1) {
		const char *word = ds_server_fault_word((enum ds_server_fault)(faults & bit));

		if (word)
			words[n++] = word;
	}
	return json_strings(n, words);
}

/* one_server - a name server as it was seen */
static json_t *one_server(const void *from, size_t i)
{
	const struct ds_server *server = (const struct ds_server *)from + i;

	return json_pack("{s:s?, s:s, s:o, s:s?, s:o, s:o}", "name", server->name, "address",
	    server->address, "rtt_ms",
	    server->rtt_us < 0 ? json_null() : json_ms((uint64_t)server->rtt_us), "outcome",
	    server->outcome, "faults", server_faults(server->faults), "replies",
	    json_list(server->nreplies, one_reply, server->replies));
}

/* one_ds - a DS record */
static json_t *one_ds(const void *from, size_t i)
{
	const struct ds_ds *ds = (const struct ds_ds *)from + i;

	return json_pack("{s:i, s:i, s:i, s:s, s:b}", "key_tag", ds->key_tag, "algorithm",
	    ds->algorithm, "digest_type", ds->digest_type, "digest", ds->digest, "matches_key",
	    (int)ds->matches_key);
}

/* one_key - a DNSKEY record */
static json_t *one_key(const void *from, size_t i)
{
	const struct ds_key *key = (const struct ds_key *)from + i;

	return json_pack("{s:i, s:i, s:i, s:i, s:b, s:b, s:b}", "key_tag", key->key_tag,
	    "algorithm", key->algorithm, "flags", key->flags, "bits", (int)key->bits, "sep",
	    (int)key->sep, "revoked", (int)key->revoked, "signs_dnskey", (int)key->signs_dnskey);
}

/* one_signature - a signature; one that was not needed counts as not shown to be valid */
static json_t *one_signature(const void *from, size_t i)
{
	const struct ds_sig *sig = (const struct ds_sig *)from + i;
	bool valid = sig->state == DS_SIG_VALID;
	char type[16];

	return json_pack("{s:s, s:i, s:i, s:o, s:o, s:b, s:s?}", "type_covered",
	    ds_type_name(sig->type_covered, type, sizeof(type)), "key_tag", sig->key_tag,
	    "algorithm", sig->algorithm, "inception", json_time(sig->inception), "expiration",
	    json_time(sig->expiration), "valid", (int)valid, "reason",
	    valid ? NULL : ds_sig_word(sig->state));
}

/* nsec3_of - how NSEC3 was used in a proof */
static json_t *nsec3_of(const struct ds_denial *denial)
{
	if (denial == NULL || denial->kind != DS_DENIAL_NSEC3)
		return json_null();
	return json_pack("{s:i, s:s, s:b}", "iterations", (int)denial->iterations, "salt",
	    denial->salt != NULL ? denial->salt : "", "opt_out", (int)denial->opt_out);
}

/* denial_word - what kind of proof it is; NULL for none */
static const char *denial_word(const struct ds_denial *denial)
{
	if (denial == NULL || denial->kind == DS_DENIAL_NONE)
		return NULL;
	return denial->kind == DS_DENIAL_NSEC ? "nsec" : "nsec3";
}

/* one_link - one zone of the chain */
static json_t *one_link(const void *from, size_t i)
{
	const struct ds_link *link = ((const struct ds_link *const *)from)[i];

	return json_pack("{s:s, s:s?, s:s?, s:o, s:o, s:o, s:o, s:s?, s:o}", "zone", link->zone,
	    "status", ds_status_word(link->status), "parent",
	    link->parent != NULL ? link->parent->zone : NULL, "servers",
	    json_list(link->nservers, one_server, link->servers), "ds",
	    json_list(link->nds, one_ds, link->ds), "dnskey",
	    json_list(link->nkeys, one_key, link->keys), "rrsigs",
	    json_list(link->nsigs, one_signature, link->sigs), "denial", denial_word(link->denial),
	    "nsec3", nsec3_of(link->denial));
}

/* json_chain - from the root down */
json_t *json_chain(const struct ds_chain *chain)
{
	return json_list(chain->n, one_link, chain->links);
}
