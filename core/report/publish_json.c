/* SPDX-License-Identifier: BSD-2-Clause */
/* publish_json - advice on TLSA records, and a what-if, as danescope.tlsa/1 */
#include "core/report/publish_report.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "core/danescope.h"
#include "core/report/json_parts.h"

/* name_of - where the records belong, or null */
static json_t *name_of(const struct publish_host *h)
{
	return h->base != NULL ? json_sprintf("_%u._tcp.%s", h->port, h->base) : json_null();
}

/* string_or_null - text, or null where there is none */
static json_t *string_or_null(const char *text)
{
	return text != NULL ? json_string(text) : json_null();
}

/* record - usage, selector, matching type, data and TTL */
static json_t *record(const struct ds_tlsa_record *r, uint32_t ttl)
{
	return json_pack("{s:i, s:i, s:i, s:s, s:I}", "usage", (int)r->usage, "selector",
	    (int)r->selector, "matching", (int)r->matching, "data", r->hex, "ttl", (json_int_t)ttl);
}

/* one_planned - a record of a set */
static json_t *one_planned(const void *from, size_t i)
{
	const struct ds_tlsa_record *r = (const struct ds_tlsa_record *)from + i;

	return record(r, r->ttl);
}

/* state_word - a name of the interface, not translated */
static const char *state_word(enum publish_state state)
{
	static const char *const words[] = { [PUBLISH_KEEP] = "keep",
		[PUBLISH_ADD] = "add",
		[PUBLISH_SPARE] = "spare",
		[PUBLISH_REMOVE] = "remove" };

	return words[state];
}

/* result_word - likewise */
static const char *result_word(enum publish_result result)
{
	static const char *const words[] = {
		[PUBLISH_GOOD] = "pass", [PUBLISH_BAD] = "fail", [PUBLISH_UNSEEN] = "unknown"
	};

	return words[result];
}

/* one_advised - a record of the advice */
static json_t *one_advised(const struct publish_advice *advice, size_t i)
{
	const struct publish_record *r = &advice->records[i];
	json_t *object = record(&r->record, r->state == PUBLISH_ADD ? advice->ttl : r->record.ttl);

	if (object == NULL ||
	    json_object_set_new(object, "state", json_string(state_word(r->state))) ||
	    json_object_set_new(object, "about", json_string(r->about))) {
		json_decref(object);
		return NULL;
	}
	return object;
}

/* one_chain - what an address or a file showed */
static json_t *one_chain(const void *from, size_t i)
{
	const struct publish_chain *c = (const struct publish_chain *)from + i;
	const struct ds_certificate *leaf = c->ncerts > 0 ? c->certs[0] : NULL;

	return json_pack("{s:s, s:b, s:o, s:o, s:o}", "where", c->where, "planned", c->planned,
	    "key", string_or_null(leaf != NULL ? leaf->key : NULL), "spki_sha256",
	    string_or_null(leaf != NULL ? leaf->spki_sha256 : NULL), "error",
	    string_or_null(c->failure));
}

/* line_of - one line of text; the object is given up */
static char *line_of(json_t *object)
{
	char *text = object != NULL ? json_dumps(object, JSON_COMPACT) : NULL;
	size_t len = text != NULL ? strlen(text) : 0;
	char *line = text != NULL ? realloc(text, len + 2) : NULL;

	json_decref(object);
	if (line == NULL) {
		free(text);
		return NULL;
	}
	memcpy(line + len, "\n", 2);
	return line;
}

/* publish_advice_json - one object */
char *publish_advice_json(const struct publish_host *h, const struct publish_advice *advice)
{
	json_t *records = json_array();

	for (size_t i = 0; records != NULL && i < advice->nrecords; i++)
		if (json_array_append_new(records, one_advised(advice, i)) != 0) {
			json_decref(records);
			records = NULL;
		}
	return line_of(
	    json_pack("{s:s, s:o, s:o, s:s, s:o, s:o, s:o}", "schema", "danescope.tlsa/1", "host",
		string_or_null(h->host), "name", name_of(h), "result", result_word(advice->result),
		"records", records, "chains", json_list(h->nchains, one_chain, h->chains), "notes",
		json_strings(advice->nnotes, advice->notes)));
}

/* one_check - how a chain came out */
static json_t *one_check(const void *from, size_t i)
{
	const struct publish_check *c = (const struct publish_check *)from + i;
	json_t *object = one_chain(c->chain, 0);

	if (object == NULL ||
	    json_object_set_new(object, "result", json_string(result_word(c->result))) ||
	    json_object_set_new(
		object, "record", c->record >= 0 ? json_integer(c->record) : json_null()) ||
	    json_object_set_new(
		object, "depth", c->record >= 0 ? json_integer(c->depth) : json_null()) ||
	    json_object_set_new(object, "reason", string_or_null(c->reason))) {
		json_decref(object);
		return NULL;
	}
	return object;
}

/* publish_verdict_json - one object */
char *publish_verdict_json(const struct publish_host *h, size_t nrecords,
    const struct ds_tlsa_record *records, const struct publish_verdict *v)
{
	return line_of(json_pack("{s:s, s:o, s:o, s:s, s:o, s:o, s:o}", "schema",
	    "danescope.tlsa-verify/1", "host", string_or_null(h->host), "name", name_of(h),
	    "result", result_word(v->result), "reason", string_or_null(v->reason), "records",
	    json_list(nrecords, one_planned, records), "checks",
	    json_list(v->nchecks, one_check, v->checks)));
}
